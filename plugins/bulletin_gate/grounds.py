"""Say why the public edition does not show an issue or item: every hurdle, those of the issue first."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure
from bulletin_gate.disclosure import is_problem


class Ground(StrEnum):
    """What keeps something from the public: a default, an editor's word, or that nobody has decided."""

    SERIES = "series"  # the default of the series
    ISSUE = "issue"  # the editor's word on the issue
    CLOSED = "closed"  # was public, and the editor closed it
    ITEM = "item"  # the editor's word on the item
    UNDECIDED = "undecided"  # may be a problem item, and no editor has said what it is
    KIND = "kind"  # the default of problem items


def _of_issue(issue: Issue) -> Iterator[Ground]:
    if issue.disclosure is not Disclosure.PUBLIC:
        yield Ground.SERIES if issue.disclosure is issue.series.disclosure else Ground.ISSUE


def _of_item(issue: Issue, item: Item) -> Iterator[Ground]:
    if item.closed is not None:
        yield Ground.CLOSED
    if item.disclosure is not None:
        if item.disclosure is not Disclosure.PUBLIC:
            yield Ground.ITEM
    # As in an open issue, so that what the issue itself forbids doesn't count twice.
    elif is_problem(item) and issue.series.problem_disclosure is not Disclosure.PUBLIC:
        yield Ground.UNDECIDED if item.unsure else Ground.KIND


def grounds_of(issue: Issue, item: Item | None = None) -> tuple[Ground, ...]:
    """Return every ground on which an item, or an issue as a whole, is withheld; none for what is public.

    An editor's word that repeats the default of the series counts as that default.
    """
    own = () if item is None else _of_item(issue, item)
    return (*_of_issue(issue), *own)
