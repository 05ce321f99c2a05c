"""Say of a text that changed whether only words of shown items did, behind the beginning that listings quote.

Then no page but those of its own issue, and no document but those that hold its text, shows anything else than before.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin.issues import Issue, Item
from bulletin.kinds import Edition
from bulletin_gate.disclosure import disclosure_of
from bulletin_portal.cards import summary_of
from bulletin_portal.parse_cache import Text
from bulletin_portal.parsing import TextReader
from bulletin_portal.picture_sizes import pictures_in
from bulletin_problems.doubts import queue


def _faceless(item: Item) -> Item:
    """Return an item without what only its own pages and the documents with its text show, and without positions.

    Of its body the pictures stay, which the index of a year's pictures shows.
    """
    return replace(
        item,
        line=0,
        body="".join(map(repr, pictures_in(item.body))),
        text=summary_of(item.text),
        disclosure_at=(0, 0),
        references=tuple(replace(one, line=0, column=0) for one in item.references),
    )


def _face(issue: Issue) -> Issue:
    """Return what others may show of an issue."""
    return replace(issue, items=tuple(map(_faceless, issue.items)), number_at=(0, 0), disclosure_at=(0, 0))


def _is_quiet(text: Text) -> bool:
    """Say whether nobody has anything to say of a text: no fault, no finding of the gate, no waiver."""
    return text.parsed.issue is not None and not text.parsed.faults and text.parsed.scanned is None


def told_alike(before: Text, now: Text) -> bool:
    """Say whether a text changed only where no other page shows it."""
    one, other = before.parsed.issue, now.parsed.issue
    return (
        one is not None
        and other is not None
        and _is_quiet(before)
        and _is_quiet(now)
        and (before.parsed.asked, before.parsed.measured) == (now.parsed.asked, now.parsed.measured)
        and _face(one) == _face(other)
    )


def reworded(before: Text, now: Issue) -> frozenset[int]:
    """Return the numbers of the items whose words are others than before; they stand in the same order."""
    items = before.parsed.issue.items if before.parsed.issue else ()
    return frozenset(item.n for one, item in zip(items, now.items, strict=True) if _words(one) != _words(item))


def _words(item: Item) -> tuple[str, str]:
    return item.body, item.text


def all_shown(issue: Issue, edition: Edition) -> bool:
    """Say whether an edition shows every item of an issue, with its editor's word for its kind.

    Withheld words are what the scan of the output looks for; a kind that nobody named is explained by the words.
    """
    if edition is Edition.PUBLIC:
        shown = all(disclosure_of(issue, item).strictness == 0 for item in issue.items)
        return shown and issue.withdrawal is None and issue.disclosure.strictness == 0
    return all(item.kind_by_editor and item.topic_by_editor for item in issue.items)


def is_questioned(reader: TextReader, *texts: Text) -> bool:
    """Say whether the classifier contradicts an editor's word: the issue's pages and the queue of doubts say why."""
    issues = [text.parsed.issue for text in texts if text.parsed.issue is not None]
    return reader.classifier is None or bool(queue(issues, reader.classifier))
