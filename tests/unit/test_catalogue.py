"""The catalogue's order, and references to its items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Catalogue, Unheld, Void, item_ref
from bulletin.issues import Issue
from bulletin.kinds import Track
from bulletin.numbers import Number, Span
from tests.unit.making import GAZETTE, a_catalogue, a_series, an_issue, an_item

OTHER = a_series("other")
SERIES = (GAZETTE, OTHER)
ORDERED = (
    an_issue("9", "2004-11-19"),
    an_issue("", "2004-11-20", published=False),
    an_issue("", "2004-11-20", path="gazette/2004/copy.md"),
    an_issue("1", "2004-11-20"),
    an_issue("2", "2004-11-20"),
    an_issue("10", "2004-11-20"),
    an_issue("1", "2004-11-20", track=Track.SUPPLEMENT),
    an_issue("1", "2004-11-20", series=OTHER),
    an_issue("1", "2005-01-04"),
)


@given(st.permutations(ORDERED))
def test_order_is_fixed(issues: list[Issue]) -> None:
    """Whatever order files are read in, issues stand by signing, publication, series, track and number (N10).

    A draft that is a copy of an issue, with its dates, is no trouble.
    """
    assert a_catalogue(*issues, series=SERIES).issues == ORDERED


@given(st.permutations(range(1, 13)))
def test_voids_are_in_order(numbers: list[int]) -> None:
    """Numbers that were never issued stand in the order of series and number."""
    voids = [Void(one, Number(2004, Track.REGULAR, Span(n, n)), "") for n in numbers for one in SERIES]
    ordered = a_catalogue(series=SERIES, voids=voids).voids
    assert [(void.series.id, void.number.span.first) for void in ordered] == [
        (one.id, n) for one in SERIES for n in range(1, 13)
    ]


@given(st.permutations(range(1, 13)))
def test_unheld_issues_are_in_order(numbers: list[int]) -> None:
    """Issues of a back-file that are not here stand in the order of series and number too."""
    unheld = [
        Unheld(one, Number(2004, Track.REGULAR, Span(n, n)), None, None, withdrawn=False)
        for n in numbers
        for one in SERIES
    ]
    reference = a_catalogue(series=SERIES).reference
    ordered = Catalogue.of(reference, (), (), (), unheld).unheld
    assert [(one.series.id, one.number.span.first) for one in ordered] == [
        (one.id, n) for one in SERIES for n in range(1, 13)
    ]


def test_entries() -> None:
    """Every item is an entry, oldest first, with its place among the items shown."""
    catalogue = a_catalogue(
        an_issue("2", "2004-11-20", items=(an_item(2), an_item(3))), an_issue("1", "2004-11-19", items=(an_item(1),))
    )
    entries = list(catalogue.entries())
    assert [(str(entry.ref), entry.position) for entry in entries] == [
        ("gazette/2004/1/1", 1),
        ("gazette/2004/2/2", 1),
        ("gazette/2004/2/3", 2),
    ]


@pytest.mark.parametrize(
    ("issue", "ref"),
    [
        (an_issue("7-8"), "gazette/2004/7-8/1"),
        (an_issue("1", track=Track.SUPPLEMENT), "gazette/2004/supplement-1/1"),
    ],
    ids=["merged", "supplement"],
)
def test_reference_of_an_item(issue: Issue, ref: str) -> None:
    """An item's reference is its address."""
    assert str(item_ref(issue, issue.items[0])) == ref


def test_draft_has_no_reference() -> None:
    """A draft's item can't be referred to: its number is not given yet (N1)."""
    with pytest.raises(ValueError, match="draft"):
        item_ref(an_issue(""), an_item())
