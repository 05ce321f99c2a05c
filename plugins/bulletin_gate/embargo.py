"""Hold issues back until their moment (定时发布): which are not due yet, and for how long a choice stays right.

``published`` in the front matter is a promise as long as it lies ahead: until then the public edition has no trace of
the issue, as of a draft. So is the day on which an item is opened. The moment of a build is an input; nothing here asks
a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure, Edition


class Standing(StrEnum):
    """How far an issue has come on its way to its readers."""

    DRAFT = "draft"  # no number yet
    SIGNED = "signed"  # a number, but no moment to go online
    HELD = "held"  # a moment that lies ahead
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Window:
    """The time for which a build stands as it was made: from ``since`` up to, but not at, ``until``; None: no end.

    ``held`` is how many signed issues wait for their moment; ``until`` is the next, of an issue or of an item.
    """

    held: int = 0
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Say whether a build made within the window would be the same at this moment."""
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


def standing_of(issue: Issue, now: datetime) -> Standing:
    """Return how far an issue has come; at the very minute it is due it is out."""
    if issue.number is None:
        return Standing.DRAFT
    if issue.published is None:
        return Standing.SIGNED
    return Standing.HELD if issue.published > now else Standing.OUT


@dataclass(frozen=True, slots=True)
class Due:
    """A moment at which the public comes to see something: a signed issue, or an item of it that is opened later."""

    moment: datetime
    issue: Issue
    item: Item | None = None


def _opening(item: Item) -> datetime | None:
    return None if item.opened is None else datetime.combine(item.opened, time(), CHINA)


def _dues(issues: Iterable[Issue]) -> Iterator[Due]:
    for issue in issues:
        if issue.number is not None and issue.published is not None:
            yield Due(issue.published, issue)
            for item in issue.items:
                opening = _opening(item)
                if opening is not None:
                    yield Due(opening, issue, item)


def upcoming(issues: Iterable[Issue], now: datetime) -> tuple[Due, ...]:
    """Return the signed issues, and the items to be opened, that wait for their moment, the next one first."""
    ahead = (due for due in _dues(issues) if due.moment > now)
    return tuple(sorted(ahead, key=lambda due: (due.moment, due.issue.path, due.item.n if due.item else 0)))


def window_of(issues: Iterable[Issue], now: datetime) -> Window:
    """Return the time around ``now`` in which the same issues and items wait."""
    dues = list(_dues(issues))
    ahead = [due for due in dues if due.moment > now]
    past = (due.moment for due in dues if due.moment <= now)
    held = sum(due.item is None for due in ahead)
    return Window(held, max(past, default=None), min((due.moment for due in ahead), default=None))


def _unopened(issue: Issue, now: datetime) -> Issue:
    """Return an issue whose items to be opened later are still withheld."""
    if all((opening := _opening(item)) is None or opening <= now for item in issue.items):
        return issue
    items = (
        # What nobody has seen yet wasn't closed either, whatever day is written for that.
        replace(item, disclosure=Disclosure.INTERNAL, closed=None)
        if (opening := _opening(item)) and opening > now
        else item
        for item in issue.items
    )
    return replace(issue, items=tuple(items))


def released(catalogue: Catalogue, edition: Edition, now: datetime) -> Catalogue:
    """Return what an edition may be made of: for the public one, nothing whose moment lies ahead.

    The internal edition shows such issues, with a note. Drafts pass; ``edition_of`` takes them out of both.
    """
    if edition is Edition.INTERNAL:
        return catalogue
    issues = tuple(_unopened(issue, now) for issue in catalogue.issues if standing_of(issue, now) is not Standing.HELD)
    return replace(catalogue, issues=issues)
