"""Reference data: titles in time, lookups by every name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.kinds import Track
from bulletin.numbers import Number, Numeral, Span, Style, parse_span
from bulletin.reference import FormerName, Reference, Restart, Run, Series, SeriesTitle, Unit, YearBasis
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


# --- Runs: how numbers are counted, and since when --------------------------------------------------------------------

ANNUAL, CONTINUOUS, VOLUME = Restart.ANNUAL, Restart.CONTINUOUS, Restart.VOLUME
AGAIN = a_series(runs=(Run(None, ANNUAL), Run(date(2004, 6, 1), ANNUAL), Run(date(2004, 9, 1), ANNUAL)))
VOLUMES = a_series(runs=(Run(None, VOLUME, 1), Run(date(2004, 7, 1), VOLUME, 2), Run(date(2006, 1, 1), VOLUME, 3)))


def number(text: str, part: int = 1, year: int = 2004, track: Track = Track.REGULAR) -> Number:
    """Make a number."""
    return Number(year, track, parse_span(text), part)


@pytest.mark.parametrize(
    ("series", "day", "part", "run"),
    [
        (a_series(), "2004-06-01", 1, 0),
        (AGAIN, "2003-12-31", 1, 0),
        (AGAIN, "2004-05-31", 1, 0),
        (AGAIN, "2004-06-01", 2, 1),
        (AGAIN, "2004-08-31", 2, 1),
        (AGAIN, "2004-09-01", 3, 2),
        (AGAIN, "2004-12-31", 3, 2),
        (AGAIN, "2005-01-01", 1, 2),
        (VOLUMES, "2004-06-30", 1, 0),
        (VOLUMES, "2004-07-01", 2, 1),
        (VOLUMES, "2005-07-01", 1, 1),
        (VOLUMES, "2006-01-01", 1, 2),
    ],
)
def test_part_of_a_year(series: Series, day: str, part: int, run: int) -> None:
    """C24: a year that counts again from 1 has parts; where a run begins with a year it has one."""
    found = series.number_on(date.fromisoformat(day), Track.REGULAR, Span(1, 1))
    assert (found.part, series.run_of(found)) == (part, run)


@pytest.mark.parametrize(("year", "part"), [(2003, 2), (2004, 4), (2004, 0), (2005, 2)])
def test_part_that_no_year_has(year: int, part: int) -> None:
    """A number of a part that its year does not have belongs to no run."""
    with pytest.raises(ValueError, match="1"):
        AGAIN.run_of(number("1", part, year))


RUNS = st.lists(st.dates(date(2003, 1, 1), date(2007, 12, 31)), max_size=5, unique=True).map(
    lambda days: a_series(runs=(Run(None, ANNUAL), *(Run(day, ANNUAL) for day in sorted(days))))
)


@given(RUNS, st.dates(date(2002, 1, 1), date(2008, 12, 31)))
def test_every_day_has_one_run(series: Series, day: date) -> None:
    """Year and part of a number say the run its day is in, however often a year counts again."""
    run = series.run_of(series.number_on(day, Track.REGULAR, Span(1, 1)))
    begun = [n for n, one in enumerate(series.runs) if one.since is None or one.since <= day]
    assert run == begun[-1]


@pytest.mark.parametrize(
    ("series", "one", "other", "same"),
    [
        (a_series(), number("1"), number("2"), True),
        (a_series(), number("1"), number("1", year=2005), False),
        (a_series(), number("1"), number("1", track=Track.SUPPLEMENT), False),
        (a_series(restart=CONTINUOUS), number("1"), number("2", year=2005), True),
        (
            a_series(restart=CONTINUOUS),
            number("1", track=Track.SPECIAL),
            number("2", year=2005, track=Track.SPECIAL),
            False,
        ),
        (AGAIN, number("1"), number("1", 2), False),
        (AGAIN, number("1", 3), number("1", year=2005), False),
        (VOLUMES, number("1", 2), number("2", year=2005), True),
        (VOLUMES, number("1"), number("1", 2), False),
    ],
    ids=[
        "year",
        "next-year",
        "track",
        "C3",
        "C3-specials",
        "C24",
        "C24-next-year",
        "volume-of-two-years",
        "two-volumes-of-a-year",
    ],
)
def test_sequences(series: Series, one: Number, other: Number, same: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Numbers run on within a year, a volume or for ever; supplements and specials always by the year (N7)."""
    assert (series.sequence_of(one) == series.sequence_of(other)) is same


@pytest.mark.parametrize(
    ("series", "one", "total", "label"),
    [
        (a_series(), number("10"), "442", "2004年第10期（总第442期）"),
        (a_series(), number("10"), "10", "2004年第10期（总第10期）"),
        (a_series(), number("10"), "", "2004年第10期"),
        (a_series(restart=CONTINUOUS), number("533"), "533", "第533期"),
        (a_series(restart=CONTINUOUS), number("533"), "540", "第533期（总第540期）"),
        (a_series(restart=CONTINUOUS), number("1", track=Track.SUPPLEMENT), "", "2004年增刊第1期"),
        (VOLUMES, number("3", 2), "9", "2004年第2卷第3期（总第9期）"),
        (VOLUMES, number("1", track=Track.SPECIAL), "", "2004年专刊第1期"),
        (a_series(), number("1", 7), "1", "2004年第1期（总第1期）"),
        (
            a_series(style=Style(Numeral.HANZI, "、")),
            number("7-8"),
            "107-108",
            "2004年第七、八期合刊（总第一百零七、一百零八期）",
        ),
    ],
    ids=["C1", "C4", "no-total", "C3", "C3-seeded", "C3-supplement", "volume", "special", "no-such-part", "C9-hanzi"],
)
def test_labels(series: Series, one: Number, total: str, label: str) -> None:
    """A series prints its numbers in its own way."""
    assert series.full_label(one, parse_span(total) if total else None) == label


@pytest.mark.parametrize(
    ("basis", "signed", "period", "span", "day"),
    [
        (YearBasis.SIGNED, "2005-01-05", "2004-12-01", "", "2005-01-05"),
        (YearBasis.PERIOD, "2005-01-05", "2004-12-01", "", "2004-12-01"),
        (YearBasis.PERIOD, "2005-01-05", "", "", "2005-01-05"),
        (YearBasis.SIGNED, "2005-01-05", "", "12+1", "2004-12-31"),
        (YearBasis.SIGNED, "2004-12-30", "", "12+1", "2004-12-30"),
        (YearBasis.SIGNED, "2005-01-05", "", "1-2", "2005-01-05"),
    ],
    ids=["C6-signed", "C6-period", "C6-no-period", "C10-january", "C10-december", "C7"],
)
def test_day_that_counts(basis: YearBasis, signed: str, period: str, span: str, day: str) -> None:
    """N9: the year is that of signing or of the month reported on; a number across years has that it begins in."""
    series = replace(a_series(), year_basis=basis)
    month = date.fromisoformat(period) if period else None
    found = series.counted_on(date.fromisoformat(signed), month, parse_span(span) if span else None)
    assert found == date.fromisoformat(day)


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


BUREAU = Unit(
    "planning",
    "区发展计划局",
    "区计划局",
    "",
    "",
    (
        FormerName("区计划组", "", date(1970, 1, 1), date(1983, 12, 31)),
        FormerName("区计划委员会", "区计委", date(1985, 1, 1), date(2001, 12, 31)),
    ),
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1960, 1, 1), "区计划组"),
        (date(1983, 12, 31), "区计划组"),
        (date(1984, 6, 1), "区计划委员会"),
        (date(2001, 12, 31), "区计划委员会"),
        (date(2002, 1, 1), "区发展计划局"),
    ],
    ids=["before-all", "last-day", "between-two", "last-day-of-the-second", "present"],
)
def test_name_of_a_unit_on_a_day(day: date, name: str) -> None:
    """A unit is named as it was then, both ends included; a day that no name covers has the next one."""
    assert BUREAU.name_on(day) == name


def test_former_names_of_a_unit() -> None:
    """A unit is found by what it was called; a present name, though a former one too, is none."""
    names = Reference(SITE, (), (BUREAU, WATER), ()).unit_names()
    assert {name for name, unit in names.items() if unit is BUREAU} == {
        *("planning", "区发展计划局", "区计划局", "区计划委员会", "区计委", "区计划组")
    }
    assert BUREAU.former_name("区计委") == BUREAU.former[1]
    assert replace(BUREAU, short="区计委").former_name("区计委") is None


def test_topic_names(reference: Reference) -> None:
    """A topic is found by id and name."""
    assert reference.topic_names() == {"agriculture": AGRICULTURE, "农业农村": AGRICULTURE}
