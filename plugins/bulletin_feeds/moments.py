"""When what happened to issues and items happened, as feeds date it: no two changes of one thing at the same moment.

The tree knows days. Followers take an entry again only where its ``updated`` is newer (RFC 4287, 4.2.15), so the second
change of a day is dated a minute after the first, and one on the day on which something came out a minute after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final

from bulletin.dates import CHINA
from bulletin.issues import Issue, Item
from bulletin.kinds import Edition, Level

_STEP: Final = timedelta(minutes=1)  # the ids of mails, made of these dates, say minutes


def published_at(issue: Issue) -> datetime:
    """Return the moment an issue went online; raise ValueError for one that has not."""
    if issue.published is None:
        raise ValueError(issue.path)
    # What was kept from run to run has zones of its own; moments of one zone are compared in a tenth of the time.
    return issue.published.astimezone(CHINA)


def moment_of(issue: Issue, day: date) -> datetime:
    """Return the beginning of a day on which something was done to an issue, not before the issue was online.

    Notices are dated so: whatever else is done on that day, they keep their date.
    """
    return max(published_at(issue), datetime(day.year, day.month, day.day, tzinfo=CHINA))


def shown_at(issue: Issue, item: Item, edition: Edition) -> datetime:
    """Return the moment readers of an edition first saw an item: one opened later was not online with its issue."""
    if item.opened is None or edition is not Edition.PUBLIC:
        return published_at(issue)
    return moment_of(issue, item.opened)


def in_turn(since: datetime, moments: Iterable[datetime]) -> list[datetime]:
    """Return moments, earliest first, each moved to where it is later than ``since`` and than the one before it."""
    found = []
    for moment in sorted(moments):
        since = max(moment, since + _STEP)
        found.append(since)
    return found


def _majors(issue: Issue, n: int | None) -> Iterator[date]:
    """Yield the days of major corrections of an issue, or of its n-th item, those of what is gone among them."""
    for one in chain(issue.corrections, issue.gone.corrections):
        if one.level is Level.MAJOR and (n is None or one.item in {None, n}):
            yield one.corrected


def changes_of(issue: Issue, item: Item | None = None, edition: Edition = Edition.PUBLIC) -> list[datetime]:
    """Return the moments at which readers had to look at an issue, or an item of it, again, earliest first.

    These are major corrections (C20), reissue (C17) and, of an issue, items opened or closed later; no minor correction
    (C19). What was done before the thing came out is none, nor is an item that was opened on that very day.
    """
    since = published_at(issue) if item is None else shown_at(issue, item, edition)
    days = list(_majors(issue, None if item is None else item.n))
    if item is None and edition is Edition.PUBLIC:
        days += [one.closed for one in issue.gone.items if one.closed is not None]
        days += [one.opened for one in issue.items if one.opened is not None and moment_of(issue, one.opened) > since]
    reissue = issue.reissue
    if not days and reissue is None:
        return []  # as of most
    first = since.date()
    if reissue is None:
        return in_turn(since, [moment_of(issue, one) for one in days if one >= first])
    # The withdrawal before it is no change of the entry, but the entry has to be newer than its tombstone.
    withdrawn = reissue.withdrawal.withdrawn if reissue.withdrawal else reissue.reissued
    before = in_turn(since, [moment_of(issue, one) for one in days if first <= one <= withdrawn])
    since = in_turn(before[-1] if before else since, [moment_of(issue, withdrawn)])[0] if withdrawn >= first else since
    after = [reissue.reissued, *(one for one in days if one > withdrawn)]
    return before + in_turn(since, [moment_of(issue, one) for one in after if one >= first])


def updated_at(issue: Issue, item: Item | None = None, edition: Edition = Edition.PUBLIC) -> datetime:
    """Return the moment of the last change that readers must know of, that of publication if there was none."""
    changes = changes_of(issue, item, edition)
    if changes:
        return changes[-1]
    return published_at(issue) if item is None else shown_at(issue, item, edition)


def corrected_at(issue: Issue, days: Iterable[date]) -> dict[date, datetime]:
    """Return where the notices of corrections stand in time: those of a day together, above the text of its last."""
    days = sorted(days)
    return dict(zip(days, in_turn(published_at(issue), (moment_of(issue, day) for day in days)), strict=True))


def withdrawn_at(issue: Issue, day: date) -> datetime:
    """Return when an issue was withdrawn on a day: later than all that had happened to it, as a tombstone has to be."""
    return _after(issue, [*_before(issue, day, None), *(one for one in _closings(issue) if one <= day), day])


def closed_at(issue: Issue, day: date, n: int | None = None) -> datetime:
    """Return when the n-th item of an issue was closed on a day, or without ``n`` the last of it, likewise."""
    closings = [one for one in _closings(issue) if one <= day] if n is None else [day]
    return _after(issue, [*_before(issue, day, n), *closings])


def _closings(issue: Issue) -> list[date]:
    return [one.closed for one in issue.gone.items if one.closed is not None]


def _before(issue: Issue, day: date, n: int | None) -> list[date]:
    reissued = [issue.reissue.reissued] if issue.reissue else []
    return [one for one in (*_majors(issue, n), *reissued) if one <= day]


def _after(issue: Issue, days: Iterable[date]) -> datetime:
    return in_turn(published_at(issue), [moment_of(issue, one) for one in days])[-1]
