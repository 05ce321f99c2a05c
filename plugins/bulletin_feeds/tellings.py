"""What there is to tell of an issue and its items, and when, before it is known which feed tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from bulletin.catalogue import Entry
from bulletin.issues import Correction, GoneItem, Issue, Item
from bulletin.kinds import Level
from bulletin_feeds.closings import (
    closed_issue,
    closed_item,
    closed_of,
    corrections_closed,
    removed_closed,
    removed_closed_issue,
)
from bulletin_feeds.enclosures import Files
from bulletin_feeds.entries import FeedEntry, issue_entry, item_entry
from bulletin_feeds.moments import changes_of, closed_at, corrected_at, moment_of, published_at, shown_at, withdrawn_at
from bulletin_feeds.notices import (
    Major,
    Removed,
    issue_correction,
    item_correction,
    majors_of,
    removed_corrections,
    removed_issue,
    removed_items,
    removed_withdrawal,
)
from bulletin_portal.context import Context


class Sort(StrEnum):
    """What is told: an issue or its withdrawal, an item, or that one of them was corrected."""

    ISSUE = "issue"
    ITEM = "item"
    ISSUE_CORRECTED = "issue-corrected"
    ITEM_CORRECTED = "item-corrected"


class Telling(NamedTuple):  # there are some for every item, and a tuple is made in a third of a dataclass's time
    """Something a feed tells, not yet written out: only what stands in a document that has to be made is.

    The greater is the newer: ``path`` is that of the issue, and ``rank`` orders what has the same moment and issue; in
    one feed no two have all three the same. Corrections alone exceed 0. With ``again`` the same entry was told before:
    it was changed at this moment. ``beside`` are paths of other issues that the entry names. ``gone`` says when what it
    takes back was told first: documents of closed years stand where they stood, whatever is taken out of them.
    """

    moment: datetime
    path: str
    rank: int
    sort: Sort
    make: Callable[[], FeedEntry]
    again: bool = False
    removed: tuple[Removed, ...] = ()
    beside: tuple[str, ...] = ()
    gone: tuple[datetime, ...] = ()

    @property
    def what(self) -> tuple[str, str, int]:
        """Return what is told, which is the same whenever it is told."""
        return self.sort, self.path, self.rank

    @property
    def order(self) -> tuple[datetime, str, int]:
        """Return what to sort by, oldest first."""
        return self[:3]


_ITEM, _ISSUE = Sort.ITEM, Sort.ISSUE


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of the issues of an edition; ``files`` knows what belongs to them, None: nothing does."""

    context: Context
    files: Files | None = None

    def issue(self, issue: Issue) -> list[Telling]:
        """Return an issue and its major corrections, or its withdrawal instead."""
        context = self.context
        entry = partial(issue_entry, context, issue, self.files)
        if issue.withdrawal:
            gone = published_at(issue), *_moments(issue, _gone_corrections(issue))
            return [self._withdrawal(issue, removed_issue(context, issue), gone)]
        told = [Telling(published_at(issue), issue.path, 0, _ISSUE, entry)]
        if is_eventful(issue):
            for moment in changes_of(issue, None, context.edition):
                removed = (*removed_withdrawal(context, issue, moment), *corrections_closed(context, issue, moment))
                told.append(Telling(moment, issue.path, 0, _ISSUE, entry, True, removed))  # noqa: FBT003
            told += self._corrections(issue)
        return told

    def _withdrawal(self, issue: Issue, removed: tuple[Removed, ...], gone: tuple[datetime, ...]) -> Telling:
        """Return the withdrawal of an issue that was withdrawn."""
        moment = withdrawn_at(issue, issue.withdrawal.withdrawn) if issue.withdrawal else published_at(issue)
        by = self.context.cards.replacing(issue)
        make = partial(issue_entry, self.context, issue)
        beside = (by.path,) if by else ()
        return Telling(moment, issue.path, 0, _ISSUE, make, removed=removed, beside=beside, gone=gone)

    def closed(self, issue: Issue) -> Telling:
        """Return that nothing of an issue is public any more."""
        make, removed = partial(closed_issue, self.context, issue), removed_closed_issue(self.context, issue)
        gone = published_at(issue), *_moments(issue, _gone_corrections(issue))
        return Telling(removed[0].when, issue.path, 0, _ISSUE, make, removed=removed, gone=gone)

    def _closings(self, issue: Issue, *, items: Iterable[GoneItem], alone: bool, whole: bool) -> Iterator[Telling]:
        """Yield that items were closed; ``alone``, ``whole``: see ``removed_closed``."""
        closed = closed_of(items)
        for one in closed:
            make = partial(closed_item, self.context, issue, one)
            removed = removed_closed(self.context, issue, one, last=alone and one == closed[-1], whole=whole)
            corrected = _moments(issue, (each for each in _gone_corrections(issue) if each.item == one.n))
            gone = corrected if whole else (published_at(issue), *corrected)
            moment = closed_at(issue, one.day, one.n)
            yield Telling(moment, issue.path, -one.n, _ITEM, make, removed=removed, gone=gone)

    def notices(self, issue: Issue) -> list[Telling]:
        """Return alone what was taken back or set right of an issue: corrections, closed items, its withdrawal."""
        stands = bool(issue.items or issue.withdrawal)
        told = list(self._closings(issue, items=issue.gone.items, alone=not stands, whole=True))
        if issue.withdrawal:
            gone = _moments(issue, _gone_corrections(issue))
            return [*told, self._withdrawal(issue, removed_corrections(self.context, issue), gone)]
        return [*told, *self._corrections(issue)]

    def _corrections(self, issue: Issue) -> Iterator[Telling]:
        for rank, moment, one in _majors(issue):
            make = partial(issue_correction, self.context, issue, one)
            yield Telling(moment, issue.path, rank, Sort.ISSUE_CORRECTED, make)

    def item(self, entry: Entry, moment: datetime, *, again: bool = False) -> Telling:
        """Return an item at a moment."""
        make = partial(item_entry, self.context, entry, self.files)
        removed = removed_withdrawal(self.context, entry.issue, moment) if entry.issue.reissue else ()
        return Telling(moment, entry.issue.path, -entry.item.n, _ITEM, make, again, removed)

    def items(self, issue: Issue, entries: Iterable[Entry], gone: Iterable[GoneItem]) -> Iterator[Telling]:
        """Yield some items of an issue and the major corrections that concern them, or that they are gone instead."""
        context, gone = self.context, list(gone)
        by_n = {entry.item.n: entry for entry in entries}
        withdrawn = [one.n for one in gone if one.closed is None]
        if withdrawn:
            corrected = (one for one in _gone_corrections(issue) if one.item is None or one.item in withdrawn)
            since = (published_at(issue),) * len(withdrawn)
            yield self._withdrawal(
                issue, removed_items(context, issue, withdrawn), (*since, *_moments(issue, corrected))
            )
        yield from self._closings(issue, items=gone, alone=not (by_n or withdrawn), whole=False)
        for entry in by_n.values():
            yield self.item(entry, shown_at(issue, entry.item, context.edition))
            for moment in changes_of(issue, entry.item, context.edition):
                yield self.item(entry, moment, again=True)
        for rank, moment, one in _majors(issue) if by_n else ():
            item = one.correction.item
            if item is None:
                make = partial(issue_correction, context, issue, one)
                yield Telling(moment, issue.path, rank, Sort.ISSUE_CORRECTED, make)
            elif item in by_n:
                make = partial(item_correction, context, by_n[item], one)
                yield Telling(moment, issue.path, rank, Sort.ITEM_CORRECTED, make)


def _majors(issue: Issue) -> Iterator[tuple[int, datetime, Major]]:
    """Yield the major corrections of an issue in the order written, each with its rank and its place in time."""
    majors = list(majors_of(issue.corrections))
    moments = corrected_at(issue, (one.correction.corrected for one in majors))
    for rank, one in enumerate(majors, 1):
        yield rank, moments[one.correction.corrected], one


def _gone_corrections(issue: Issue) -> Iterator[Correction]:
    return (one for one in issue.gone.corrections if one.level is Level.MAJOR)


def _moments(issue: Issue, corrections: Iterable[Correction]) -> tuple[datetime, ...]:
    return tuple(moment_of(issue, one.corrected) for one in corrections)


def _was_opened(item: Item) -> bool:
    return item.opened is not None


def is_eventful(issue: Issue) -> bool:
    """Say whether there is more to tell of an issue than that it came out, with all its items at once."""
    happened = issue.withdrawal or issue.corrections or issue.reissue or issue.gone.items
    return bool(happened or any(map(_was_opened, issue.items)))
