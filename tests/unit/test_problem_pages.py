"""Pages of problem items: when a facet is divided by years, what later issues leave alone, what the trend counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Entry
from bulletin.issues import Issue
from bulletin.kinds import Edition, Kind, Status
from bulletin_portal.card_lists import CardList
from bulletin_portal.charts import ticks
from bulletin_portal.context import Context
from bulletin_portal.pages import Page
from bulletin_portal.problem_pages import LISTED, plan_problems
from bulletin_portal.trends import figures_of, resolutions, trend_by_month, trend_by_year
from bulletin_portal.views import Facet, TrendRow
from tests.unit.making import a_catalogue, an_issue, an_item

TOPIC = "problems/topics/agriculture/"


def a_context(*issues: Issue) -> Context:
    """Return the context of a catalogue of issues."""
    return Context(a_catalogue(*issues), Edition.PUBLIC, str)


def planned(*issues: Issue) -> dict[str, Page]:
    """Return the pages of problem items by address."""
    return {page.address: page for page in plan_problems(a_context(*issues))}


def of_problems(signed: str, number: str, count: int, status: Status | None = Status.OPEN) -> Issue:
    """Make an issue of problem items."""
    items = [an_item(n, kind=Kind.PROBLEM, status=status) for n in range(1, count + 1)]
    return an_issue(number, signed, items=items)


def a_matter(*reports: str) -> tuple[Entry, ...]:
    """Make the reports on a matter: ``general``, ``none`` (a problem without status), or a problem's status."""
    entries = []
    for n, report in enumerate(reports, 1):
        kind = Kind.GENERAL if report == "general" else Kind.PROBLEM
        status = None if report in {"general", "none"} else Status(report)
        item = an_item(kind=kind, status=status)
        entries.append(Entry(an_issue(str(n), f"2004-{n:02}-01", items=[item]), item, 1))
    return tuple(entries)


@pytest.mark.parametrize(
    ("reports", "resolving"),
    [
        ("open", []),
        ("none", []),
        ("resolved", [1]),
        ("open handling resolved", [3]),
        ("open general", [2]),
        ("open general general", [2]),
        ("resolved resolved", [1]),
        ("open resolved open resolved", [2, 4]),
        ("general open", []),
        ("general open general", [3]),
        ("general general", []),
        ("open resolved open", [2]),
    ],
)
def test_resolutions(reports: str, resolving: list[int]) -> None:
    """A matter is resolved by the first report of its solution, and again if it had come up again."""
    thread = a_matter(*reports.split())
    assert [thread.index(entry) + 1 for entry in resolutions(thread)] == resolving


@given(st.integers(0, 10**9))
def test_ticks(top: int) -> None:
    """An axis begins at 0, has at most five equal steps, and ends less than a step above the figure."""
    marks = ticks(top)
    step = marks[1]
    assert marks == tuple(range(0, len(marks) * step, step))
    assert 2 <= len(marks) <= 6
    assert 0 <= marks[-1] - max(top, 1) < step
    assert str(step).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("top", "marks"), [(0, (0, 1)), (5, (0, 1, 2, 3, 4, 5)), (6, (0, 2, 4, 6)), (67, (0, 20, 40, 60, 80))]
)
def test_ticks_are_round(top: int, marks: tuple[int, ...]) -> None:
    """An axis has round numbers."""
    assert ticks(top) == marks


def test_years_of_the_trend_have_no_gap() -> None:
    """A year without a problem item stands in the trend as nothing, without a link."""
    context = a_context(of_problems("2004-03-01", "1", 2), of_problems("2006-04-01", "1", 1, Status.RESOLVED))
    figures = figures_of(context)
    assert [(row.mark, row.address, row.reported, row.resolved) for row in trend_by_year(context, figures).rows] == [
        ("2004", "problems/2004/", 2, 0),
        ("2005", "", 0, 0),
        ("2006", "problems/2006/", 1, 1),
    ]
    months = trend_by_month(context, figures, 2006).rows
    assert [row.mark for row in months] == [str(month) for month in range(1, 13)]
    assert [row for row in months if row.reported] == [TrendRow("April", "4", "", 1, 1)]


def test_without_problem_items() -> None:
    """Where there is no problem item there is one page, with nothing to choose and nothing to draw."""
    (page,) = planned(an_issue()).values()
    assert page.address == "problems/"
    assert page.inputs["years"] == ()
    facets = page.inputs["facets"]
    assert isinstance(facets, tuple)
    assert [facet.choices for facet in facets if isinstance(facet, Facet)] == [(), (), ()]


@pytest.mark.parametrize(("more", "years"), [(0, set()), (1, {f"{TOPIC}2004/", f"{TOPIC}2005/"})])
def test_a_facet_is_divided_when_it_is_long(more: int, years: set[str]) -> None:
    """A facet that fits on a page has no pages of years; with one item more it has."""
    pages = planned(of_problems("2004-03-01", "1", LISTED - 10), of_problems("2005-03-01", "1", 10 + more))
    assert {address for address in pages if address.startswith(TOPIC)} == {TOPIC, *years}


def test_a_divided_facet_shows_the_newest() -> None:
    """The page of a long facet holds the newest items, and each year's page all of its own."""
    pages = planned(of_problems("2004-03-01", "1", LISTED), of_problems("2005-03-01", "1", 10))
    groups = pages[TOPIC].inputs["groups"]
    assert isinstance(groups, tuple)
    assert [(one.year, one.address, one.total, len(one.items)) for one in groups] == [
        (2005, f"{TOPIC}2005/", 10, 10),
        (2004, f"{TOPIC}2004/", LISTED, LISTED - 10),
    ]
    items = pages[f"{TOPIC}2004/"].inputs["items"]
    assert isinstance(items, CardList)
    assert len(items) == LISTED


def test_later_items_leave_closed_years_alone() -> None:
    """What comes in a later year that there was already changes nothing on the pages of a closed one."""
    issues = [of_problems("2004-03-01", "1", LISTED + 1), of_problems("2005-03-01", "1", 2)]
    before = planned(*issues)
    after = planned(*issues, of_problems("2005-04-01", "2", 70, Status.HANDLING))
    closed = [address for address in before if address.endswith("/2004/")]
    assert set(closed) == {
        "problems/2004/",
        "problems/status/open/2004/",
        "problems/topics/agriculture/2004/",
        "problems/units/liubo/2004/",
    }
    assert [address for address in closed if after[address] != before[address]] == []
