"""The website inspection list: when a column is old, what is missing, what is late, and from when on that is a veto."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA, parse_datetime
from bulletin.issues import Issue
from bulletin.kinds import Disclosure, Edition
from bulletin.reference import Pause, Series, SeriesTitle
from bulletin_editor.inspection import (
    Age,
    Check,
    Inspection,
    Result,
    age_of,
    inspect,
    months_before,
    working_days,
)
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import released
from tests.unit.making import GAZETTE, a_catalogue, a_series, an_issue, an_item

NOW = parse_datetime("2004-12-01 18:00")
INTERNAL = a_series("affairs", disclosure=Disclosure.INTERNAL)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def inspected(*issues: Issue, series: tuple[Series, ...] = (GAZETTE,), now: datetime = NOW) -> Inspection:
    """Inspect the public edition of a tree."""
    whole = a_catalogue(*issues, series=series)
    return inspect(whole, public_of(whole, now), now)


def public_of(whole: Catalogue, now: datetime) -> Catalogue:
    """Return the public edition of a moment."""
    return edition_of(released(whole, Edition.PUBLIC, now), Edition.PUBLIC)[0]


def results(one: Inspection) -> dict[str, Result]:
    """Return the results of the checks by their names."""
    return {check.name: check.result for check in one.checks()}


def titled(n: int) -> Series:
    """Make one of several series."""
    return a_series(f"series-{n}", SeriesTitle(f"刊物{n}"))


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2004-11-19", "2004-11-19", 0),  # a Friday
        ("2004-11-19", "2004-11-21", 0),
        ("2004-11-19", "2004-11-22", 1),
        ("2004-11-20", "2004-11-22", 1),
        ("2004-11-19", "2004-12-17", 20),
        ("2004-11-19", "2004-12-19", 20),
        ("2004-11-19", "2004-12-20", 21),
        ("2004-11-22", "2004-11-19", 0),
    ],
)
def test_working_days(since: str, until: str, days: int) -> None:
    """The day of signing doesn't count, the day of publication does, weekends never."""
    assert working_days(date.fromisoformat(since), date.fromisoformat(until)) == days


@given(DAYS, st.integers(0, 900))
def test_working_days_are_counted_one_by_one(since: date, length: int) -> None:
    """The number is that of the days that are neither Saturday nor Sunday."""
    days = [since + timedelta(n) for n in range(1, length + 1)]
    assert working_days(since, since + timedelta(length)) == sum(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2004-12-01", "2004-06-01"),
        ("2005-08-31", "2005-02-28"),
        ("2004-08-30", "2004-02-29"),
        ("2005-05-15", "2004-11-15"),
    ],
)
def test_months_before(day: str, before: str) -> None:
    """Six months earlier is the same day, or the last of a shorter month."""
    assert months_before(date.fromisoformat(day), 6) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("newest", "age"),
    [
        ("2004-12-01", Age.FRESH),
        ("2004-11-17", Age.FRESH),
        ("2004-11-16", Age.OVER_TWO_WEEKS),
        ("2004-06-01", Age.OVER_TWO_WEEKS),
        ("2004-05-31", Age.OVER_SIX_MONTHS),
    ],
)
def test_age(newest: str, age: Age) -> None:
    """A column may be two weeks, or six months, old to the day."""
    day = date.fromisoformat(newest)
    assert age_of(day, NOW.date()) is age
    (column,) = inspected(an_issue(signed=newest)).columns
    assert (column.age, column.newest, column.days) == (age, day, (NOW.date() - day).days)


@pytest.mark.parametrize(
    ("issue", "ages"),
    [
        (an_issue(signed="2004-11-30"), [Age.FRESH]),
        (an_issue(signed="2004-11-30", published=False), [Age.EMPTY]),
        (an_issue("", signed="2004-11-30"), [Age.EMPTY]),
        (an_issue(signed="2004-11-30", withdrawn=True), [Age.EMPTY]),
        (an_issue(signed="2004-12-02"), [Age.EMPTY]),
        (an_issue(signed="2004-11-30", disclosure=Disclosure.INTERNAL), [Age.EMPTY]),
        (an_issue(signed="2004-11-30", series=INTERNAL, disclosure=Disclosure.INTERNAL), [Age.EMPTY]),
        (an_issue(signed="2004-11-30", series=INTERNAL), [Age.EMPTY, Age.FRESH]),
    ],
    ids=["out", "no moment", "draft", "withdrawn", "not due", "internal", "internal series", "opened series"],
)
def test_only_what_is_out_is_news(issue: Issue, ages: list[Age]) -> None:
    """What readers don't see keeps no column fresh; an internal series is a column only with a public issue."""
    assert [column.age for column in inspected(issue, series=(GAZETTE, INTERNAL)).columns] == ages


@pytest.mark.parametrize(
    "series",
    [
        replace(GAZETTE, pauses=(Pause(date(2004, 11, 1), None, "停刊"),)),
        replace(GAZETTE, merged_into="affairs"),
    ],
    ids=["paused", "merged"],
)
def test_nothing_is_expected_of_a_resting_series(series: Series) -> None:
    """A series that rests is neither old nor empty, yet its newest issue is known."""
    one = inspected(an_issue(signed="2004-02-02", series=series), series=(series,))
    assert [(column.age, column.issues) for column in one.columns] == [(Age.RESTING, 1)]
    assert {results(one)[name] for name in ("two-weeks", "six-months", "empty")} == {Result.OK}


@pytest.mark.parametrize(
    ("count", "result"), [(0, Result.OK), (1, Result.NOTE), (4, Result.NOTE), (5, Result.VETO), (6, Result.VETO)]
)
@pytest.mark.parametrize(("name", "signed"), [("two-weeks", "2004-11-10"), ("six-months", "2004-01-10"), ("empty", "")])
def test_five_columns_are_a_veto(name: str, signed: str, count: int, result: Result) -> None:
    """Up to four columns old or empty are to be seen to; five fail the site."""
    series = tuple(titled(n) for n in range(count))
    issues = [an_issue(signed=signed, series=one) for one in series if signed]
    fresh = an_issue(signed="2004-11-30")
    one = inspected(fresh, *issues, series=(GAZETTE, *series))
    assert results(one)[name] is result
    assert results(one)["home"] is Result.OK
    if name == "six-months":  # what is older than six months is older than two weeks
        assert results(one)["two-weeks"] is result


@pytest.mark.parametrize(
    ("signed", "check"),
    [
        ("2004-11-17", Check("home", 14, 14, Result.OK)),
        ("2004-11-16", Check("home", 15, 14, Result.VETO)),
        ("", Check("home", None, 14, Result.VETO)),
    ],
)
def test_home_page(signed: str, check: Check) -> None:
    """The newest issue of the site may be two weeks old; a site without one fails."""
    issues = [an_issue(signed=signed)] if signed else []
    assert next(inspected(*issues).checks()) == check


def test_what_is_missing() -> None:
    """Signed issues without a moment and items without a unit are told where the public is to see them."""
    bare = replace(an_item(2), units=())
    hidden = replace(an_item(3, disclosure=Disclosure.INTERNAL), units=())
    undated = an_issue("1", "2004-11-26", published=False)
    inward = an_issue("2", "2004-11-27", published=False, disclosure=Disclosure.INTERNAL)
    bad = an_issue("3", "2004-11-28", items=(an_item(), bare, hidden))
    draft = an_issue("", "2004-11-29", published=False, items=(bare,))
    one = inspected(undated, inward, bad, draft)
    assert one.undated == (undated,)
    assert one.without_unit == ((bad, bare),)
    assert {results(one)[name] for name in ("undated", "without-unit")} == {Result.NOTE}


def _out(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("published", "now", "late"),
    [
        ("2004-12-17", "2005-02-01", None),
        ("2004-12-20", "2005-02-01", (21, False)),
        ("2004-12-20", "2004-11-20", (21, True)),
        ("", "2004-12-17", None),
        ("", "2004-12-20", (21, True)),
    ],
    ids=["in time", "late", "timed too late", "still in time", "still waiting"],
)
def test_lateness(published: str, now: str, late: tuple[int, bool] | None) -> None:
    """An issue is late on the 21st working day after its signing, whether it is out, timed or forgotten."""
    issue = replace(an_issue(signed="2004-11-19"), published=_out(published) if published else None)
    found = inspected(issue, now=_out(now)).late
    assert [(one.working_days, one.waiting) for one in found] == ([] if late is None else [late])


@pytest.mark.parametrize(
    "issue",
    [
        an_issue(signed="2004-11-19", disclosure=Disclosure.INTERNAL),
        an_issue(signed="2004-11-19", withdrawn=True),
        an_issue("", signed="2004-11-19"),
    ],
    ids=["internal", "withdrawn", "draft"],
)
def test_what_the_public_does_not_see_is_never_late(issue: Issue) -> None:
    """Lateness is told of what is to be public alone."""
    assert inspected(replace(issue, published=_out("2005-11-19")), now=_out("2006-01-01")).late == ()
