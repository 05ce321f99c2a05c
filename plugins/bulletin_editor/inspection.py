"""The inspection list for government websites, as far as a content tree can tell: freshness, gaps, lateness.

Sources: 《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号; domain notes 4.4) for columns; 《政府信息公开条例》
article 26 (domain notes 4.5) for lateness. The moment is an input; nothing here asks a clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure
from bulletin.reference import Series
from bulletin_gate.disclosure import disclosure_of
from bulletin_gate.embargo import Standing, standing_of

TWO_WEEKS: Final = 14  # days
MONTHS: Final = 6
COLUMNS: Final = 5  # so many columns not updated, or empty, are a single-vote veto
WORKING_DAYS: Final = 20
_WEEK: Final = 7
_WORKDAYS: Final = 5


class Age(StrEnum):
    """How long a column has been without news."""

    FRESH = "fresh"
    OVER_TWO_WEEKS = "over-two-weeks"
    OVER_SIX_MONTHS = "over-six-months"
    EMPTY = "empty"
    RESTING = "resting"  # paused, closed or merged into another: nothing is expected


class Result(StrEnum):
    """What an inspector would say; a veto (单项否决) fails the whole site."""

    OK = "ok"
    NOTE = "note"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class Column:
    """A series as a column of the public site: how many issues, the newest one's day of publication, its age."""

    series: Series
    title: str
    issues: int
    newest: date | None
    days: int | None
    age: Age


@dataclass(frozen=True, slots=True)
class Late:
    """An issue of which the public hears late: the working days from signing to ``until``, still going on or not."""

    issue: Issue
    until: date
    working_days: int
    waiting: bool  # it is not out yet


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the list: what was counted (None: there is nothing at all), the most that passes, and the result."""

    name: str
    found: int | None
    most: int
    result: Result


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an inspection of the public site would find; ``days`` is the age of its newest issue."""

    columns: tuple[Column, ...]
    days: int | None
    undated: tuple[Issue, ...]
    without_unit: tuple[tuple[Issue, Item], ...]
    late: tuple[Late, ...]

    def checks(self) -> Iterator[Check]:
        """Yield the lines of the list.

        The home page may be two weeks old. Of columns, five not updated or five empty are a veto: news columns within
        two weeks, notices and policy within six months. What sort a series is no tree tells, so all count for the
        first, the stricter line; the second counts those that fail as either sort.
        """
        home = Result.VETO if self.days is None or self.days > TWO_WEEKS else Result.OK
        yield Check("home", self.days, TWO_WEEKS, home)
        ages = [column.age for column in self.columns]
        old = ages.count(Age.OVER_SIX_MONTHS)
        yield _columns("two-weeks", old + ages.count(Age.OVER_TWO_WEEKS))
        yield _columns("six-months", old)
        yield _columns("empty", ages.count(Age.EMPTY))
        for name, found in (("undated", self.undated), ("without-unit", self.without_unit), ("late", self.late)):
            yield Check(name, len(found), 0, Result.NOTE if found else Result.OK)


def _columns(name: str, found: int) -> Check:
    result = Result.VETO if found >= COLUMNS else Result.NOTE if found else Result.OK
    return Check(name, found, COLUMNS - 1, result)


def working_days(since: date, until: date) -> int:
    """Return the working days after ``since`` up to and with ``until``, without Saturdays and Sundays.

    Public holidays, and weekends worked for them, are not known: the State Council sets them year by year.
    """
    days = max(0, (until - since).days)
    weeks, rest = divmod(days, _WEEK)
    last = (until - timedelta(n) for n in range(rest))
    return weeks * _WORKDAYS + sum(day.weekday() < _WORKDAYS for day in last)


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_of(newest: date | None, today: date) -> Age:
    """Return the age of a column that is still expected to have news."""
    if newest is None:
        return Age.EMPTY
    if newest < months_before(today, MONTHS):
        return Age.OVER_SIX_MONTHS
    return Age.OVER_TWO_WEEKS if (today - newest).days > TWO_WEEKS else Age.FRESH


def _day(issue: Issue) -> date:
    return issue.published.date() if issue.published else issue.signed


def _column(series: Series, title: str, issues: Iterable[Issue], today: date) -> Column:
    days = [_day(issue) for issue in issues]
    newest = max(days, default=None)
    resting = bool(series.merged_into) or series.pause_on(today) is not None
    age = Age.RESTING if resting else age_of(newest, today)
    return Column(series, title, len(days), newest, None if newest is None else (today - newest).days, age)


def _open_items(issue: Issue) -> Iterator[Item]:
    return (item for item in issue.items if disclosure_of(issue, item) is Disclosure.PUBLIC)


def _late(issues: Iterable[Issue], now: datetime) -> Iterator[Late]:
    for issue in issues:
        until = issue.published.date() if issue.published else now.date()
        taken = working_days(issue.signed, until)
        if taken > WORKING_DAYS:
            yield Late(issue, until, taken, standing_of(issue, now) is not Standing.OUT)


def inspect(whole: Catalogue, public: Catalogue, now: datetime) -> Inspection:
    """Inspect a public edition and, for what is missing in it, the tree it was made of; ``now`` is China time.

    A column is a series that is public by default or has a public issue; any other has no place on the public site.
    Withdrawn issues are no news. An issue is late if it comes out more than 20 working days after its signing, or
    waits longer than that already: signed without a moment, or for one that lies too far ahead.
    """
    today = now.date()
    shown = [issue for issue in public.issues if issue.withdrawal is None]
    by_series = {series.id: [one for one in shown if one.series.id == series.id] for series in whole.reference.series}
    columns = tuple(
        _column(series, whole.reference.shown_title(series), by_series[series.id], today)
        for series in whole.reference.series
        if by_series[series.id] or series.disclosure is Disclosure.PUBLIC
    )
    signed = [one for one in whole.issues if one.number is not None and one.withdrawal is None]
    meant = [issue for issue in signed if any(_open_items(issue))]
    newest = max((_day(issue) for issue in shown), default=None)
    return Inspection(
        columns,
        None if newest is None else (today - newest).days,
        tuple(issue for issue in meant if issue.published is None),
        tuple((issue, item) for issue in meant for item in _open_items(issue) if not item.units),
        tuple(_late(meant, now)),
    )
