"""Reference data: titles in time, lookups by every name."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.reference import Reference, SeriesTitle
from tests.unit.making import AGRICULTURE, LIUBO, SITE, WATER, a_series

OLD = SeriesTitle("望潮政务信息", until=date(2004, 5, 31))
NEW = SeriesTitle("政务普刊", since=date(2004, 6, 1))
RENAMED = a_series("gazette", OLD, NEW)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(1999, 1, 1), "望潮政务信息"),
        (date(2004, 5, 31), "望潮政务信息"),
        (date(2004, 6, 1), "政务普刊"),
        (date(2030, 1, 1), "政务普刊"),
    ],
)
def test_title_on_signing_date(day: date, title: str) -> None:
    """An issue bears the title valid on its signing date, both ends included (N11)."""
    assert RENAMED.title_on(day) == title


def test_present_title() -> None:
    """A series is called by its last title."""
    assert RENAMED.title == "政务普刊"


def test_title_without_dates() -> None:
    """A title without dates is valid always."""
    assert a_series().title_on(date(1950, 1, 1)) == "政务普刊"


@pytest.mark.parametrize(
    ("day", "title"), [(date(2003, 12, 31), "望潮政务信息"), (date(2006, 1, 1), "政务普刊")], ids=["before", "after"]
)
def test_title_outside_all_periods(day: date, title: str) -> None:
    """Where no title covers the day, the nearest one is taken."""
    series = a_series(
        "gazette",
        SeriesTitle("望潮政务信息", date(2004, 1, 1), date(2004, 5, 31)),
        SeriesTitle("政务普刊", date(2004, 6, 1), date(2005, 12, 31)),
    )
    assert series.title_on(day) == title


@pytest.fixture
def reference() -> Reference:
    """Return an office with a renamed series."""
    return Reference(SITE, (RENAMED,), (LIUBO, WATER), (AGRICULTURE,))


def test_series_names(reference: Reference) -> None:
    """A series is found by its id and by all its titles, past ones too."""
    names = reference.series_names()
    assert set(names) == {"gazette", "望潮政务信息", "政务普刊"}
    assert set(names.values()) == {RENAMED}


def test_unit_names(reference: Reference) -> None:
    """A unit is found by id, name and short name; a missing short name is no name."""
    names = reference.unit_names()
    assert set(names) == {"liubo", "柳泊镇", "water", "区水利局", "水利局"}
    assert names["水利局"] is WATER


def test_topic_names(reference: Reference) -> None:
    """A topic is found by id and name."""
    assert reference.topic_names() == {"agriculture": AGRICULTURE, "农业农村": AGRICULTURE}
