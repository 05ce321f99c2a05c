"""Make an edition: from all that was read to what one output may contain, failing closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bulletin.catalogue import Catalogue, Unheld, Void
from bulletin.issues import Correction, Gone, Issue, Item
from bulletin.kinds import Disclosure, Edition, Kind


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much an edition leaves out: drafts, whole issues, and single items of issues it contains."""

    drafts: int
    issues: int
    items: int


def disclosure_of(issue: Issue, item: Item) -> Disclosure:
    """Return an item's effective disclosure: the strictest of its issue's and its own.

    A problem item whose editor did not open it is internal (条例 article 16, process information), and so is one that
    may be a problem item as long as no editor has said what it is.
    """
    withheld = item.kind is Kind.PROBLEM or item.unsure
    own = item.disclosure or (Disclosure.INTERNAL if withheld else issue.disclosure)
    return max(own, issue.disclosure, key=lambda one: one.strictness)


def _corrections(issue: Issue, items: tuple[Item, ...]) -> Iterator[Correction]:
    """Yield the corrections of the issue as a whole and of the items that are shown."""
    shown = {item.n for item in items}
    return (one for one in issue.corrections if one.item is None or one.item in shown)


def _public(issue: Issue) -> Issue | None:
    if issue.disclosure is not Disclosure.PUBLIC:
        return None
    items = tuple(
        replace(item, kind=Kind.PROBLEM) if item.unsure else item
        for item in issue.items
        if disclosure_of(issue, item) is Disclosure.PUBLIC
    )
    if not items:
        return None
    return replace(issue, items=items, corrections=tuple(_corrections(issue, items)))


def _without_text(issue: Issue) -> Issue:
    """A withdrawn issue keeps its number and a notice, and loses its text (C16); feeds must know what to take back."""
    if issue.withdrawal is None:
        return issue
    gone = Gone(
        tuple(item.n for item in issue.items if item.kind is Kind.PROBLEM),
        tuple(replace(one, before="", after="", note="") for one in issue.corrections),
    )
    return replace(issue, items=(), corrections=(), note="", title="", gone=gone)


def edition_of(catalogue: Catalogue, edition: Edition) -> tuple[Catalogue, Withheld]:
    """Return the catalogue of an edition and how much it leaves out. Drafts are in neither."""
    issued = [issue for issue in catalogue.issues if issue.number is not None and issue.published is not None]
    chosen = [_public(issue) for issue in issued] if edition is Edition.PUBLIC else list(issued)
    kept = [issue for issue in chosen if issue is not None]
    items = sum(
        len(before.items) - len(after.items) for before, after in zip(issued, chosen, strict=True) if after is not None
    )
    withheld = Withheld(len(catalogue.issues) - len(issued), len(issued) - len(kept), items)
    shown_series = {issue.series.id for issue in kept}

    def told(one: Void | Unheld) -> bool:
        return edition is Edition.INTERNAL or one.series.id in shown_series

    shown = Catalogue.of(
        catalogue.reference,
        (_without_text(issue) for issue in kept),
        catalogue.pages,
        filter(told, catalogue.voids),
        filter(told, catalogue.unheld),
    )
    return replace(shown, moved=catalogue.moved), withheld
