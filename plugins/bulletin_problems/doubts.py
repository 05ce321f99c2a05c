"""The review queue: items whose kind an editor should decide, and labels that the model strongly contradicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bulletin.issues import Issue, Item
from bulletin.kinds import Kind
from bulletin_problems.classifier import Classified, Classifier
from bulletin_problems.judge import BAND, Judgement

# Thousandths of log odds from which an editor's word is questioned: odds of 20 to 1.
STRONG: Final = 3000


@dataclass(frozen=True, slots=True)
class Doubt:
    """An item to be looked at, what it is taken for and why, and its editor's label that the model contradicts."""

    issue: Issue
    item: Item
    said: Classified
    label: Kind | None

    @property
    def contradicts(self) -> bool:
        """Say whether an editor has labelled the item."""
        return self.label is not None

    @property
    def proposed(self) -> Kind:
        """Return the kind that confirming leaves it: its editor's, else the classifier's."""
        return self.label or self.said.judgement.kind

    @property
    def known(self) -> bool:
        """Say whether enough in the item is known for its score to say something.

        Beyond the band, only what is hardly known leaves the judge unsure.
        """
        judgement = self.said.judgement
        return judgement.known and (not judgement.unsure or abs(judgement.score) < BAND)


def label_of(item: Item) -> Kind | None:
    """Return the kind an editor gave an item, None where no editor did; a status or sort of problem speaks for one."""
    if item.kind_by_editor:
        return item.kind
    return Kind.PROBLEM if item.status or item.subtype else None


def queue(issues: Iterable[Issue], classifier: Classifier) -> list[Doubt]:
    """Return the doubts of issues: unlabelled items, the least certain first, then labels, the most contradicted first.

    Drafts are looked at too, as before signing a label costs least. A withdrawn issue is not: nobody reads its items.
    """
    doubts = [
        Doubt(issue, item, classifier.classify(item.title, item.text, why=True), label_of(item))
        for issue in issues
        if issue.withdrawal is None
        for item in issue.items
        if _is_questioned(label_of(item), classifier.classify(item.title, item.text).judgement)
    ]
    return sorted(doubts, key=_order)


def _order(doubt: Doubt) -> tuple[bool, int, str, int]:
    score = abs(doubt.said.judgement.score)
    rank = -score if doubt.contradicts else score if doubt.known else -1
    return doubt.contradicts, rank, doubt.issue.path, doubt.item.n


def _is_questioned(label: Kind | None, judgement: Judgement) -> bool:
    if label is None:
        return judgement.unsure
    return judgement.kind is not label and abs(judgement.score) >= STRONG and not judgement.unsure


def other(kind: Kind) -> Kind:
    """Return the kind that is not this one."""
    return Kind.GENERAL if kind is Kind.PROBLEM else Kind.PROBLEM
