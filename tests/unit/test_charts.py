"""Geometry of charts: everything stands where its figure says, inside the drawing, and beside its neighbours."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_portal.charts import FLOOR, LEFT, RIGHT, TOP, WIDTH, Rect, Row, heat_map, lined, stacked

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = tuple(f"{month}月" for month in range(1, 13))

figures = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=40)
days = st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 28)), st.integers(1, 400), min_size=1, max_size=60)


def _rows(values: list[tuple[int, int]]) -> list[Row]:
    return [Row(f"{1990 + at}年", str(1990 + at), value) for at, value in enumerate(values)]


@given(figures)
def test_columns_are_as_high_as_their_figures(values: list[tuple[int, int]]) -> None:
    """Parts stand one on the other from the floor, each as high as its share of the highest line; none is missing."""
    chart = stacked(_rows(values))
    if chart is None:
        assert not any(map(sum, values))
        return
    top = int(chart.ticks[-1].label)
    assert chart.ticks[-1].at == TOP
    columns: dict[str, list[Rect]] = {}
    for rect in chart.rects:
        columns.setdefault(rect.name, []).append(rect)
    assert {name: [rect.value for rect in own] for name, own in columns.items()} == {
        row.name: [value for value in row.values if value] for row in _rows(values) if sum(row.values)
    }
    for own in columns.values():
        assert own[0].y + own[0].height == pytest.approx(FLOOR, abs=0.02)
        assert all(one.y == pytest.approx(other.y + other.height, abs=0.02) for one, other in pairwise(own))
        assert sum(rect.height for rect in own) == pytest.approx(
            (FLOOR - TOP) * sum(rect.value for rect in own) / top, abs=0.02
        )


@given(figures)
def test_columns_stand_side_by_side(values: list[tuple[int, int]]) -> None:
    """No column leaves the drawing or touches the next, and names under the axis don't run into one another."""
    chart = stacked(_rows(values))
    if chart is None:
        return
    places = sorted({(rect.x, rect.width) for rect in chart.rects})
    assert places[0][0] >= LEFT
    assert places[-1][0] + places[-1][1] <= RIGHT <= WIDTH
    assert all(x + width < other for (x, width), (other, _) in pairwise(places))
    assert all(other.at - one.at >= 7 * len(one.label) for one, other in pairwise(chart.names))
    assert chart.names[-1].label == str(1990 + len(values) - 1)


@pytest.mark.parametrize(
    ("rows", "lengths", "dots"),
    [
        ([], [], None),
        ([Row("1月", "1", (3,))], [1], None),
        ([Row("1月", "1", (0,)), Row("2月", "2", (0,))], [2], None),
        ([Row("1月", "1", (3, 1)), Row("2月", "2", (0, 2))], [1, 2], [1, 2]),
        ([Row("1月", "1", (3, 1)), Row("2月", "2", (0, 2))], [2, 2], [2, 2]),
    ],
    ids=["nothing", "one-month", "all-zero", "a-year-that-is-not-over", "two-years"],
)
def test_lines_end_where_their_figures_do(rows: list[Row], lengths: list[int], dots: list[int] | None) -> None:
    """A line goes over as many rows as it has figures; zero stands on the floor; one row is no line."""
    chart = lined(rows, lengths)
    assert dots == (None if chart is None else [len(line.dots) for line in chart.lines])
    if chart is not None:
        assert all((dot.value == 0) == (dot.y == FLOOR) for line in chart.lines for dot in line.dots)
        assert all(line.points == " ".join(f"{dot.x},{dot.y}" for dot in line.dots) for line in chart.lines)


@given(days)
def test_a_year_day_by_day(values: dict[tuple[int, int], int]) -> None:
    """Every day has its place; more items never make a smaller square; the key names each size and all its numbers."""
    chart = heat_map(values, LENGTHS, MONTHS)
    assert chart is not None
    assert len(chart.days) == sum(LENGTHS)
    drawn = [day for day in chart.days if day.value]
    assert {tuple(map(int, day.name.split("-"))): day.value for day in drawn} == values
    assert [day.width for day in sorted(drawn, key=lambda day: day.value)] == sorted(day.width for day in drawn)
    ranges = {size: [int(end) for end in numbers.split("–")] for size, numbers in chart.keys}
    assert all(ranges[day.part][0] <= day.value <= ranges[day.part][-1] for day in drawn)
    assert all(LEFT <= day.x <= WIDTH - day.width and day.y + day.height <= chart.height for day in chart.days)
    assert len({(day.x + day.width / 2, day.y + day.height / 2) for day in chart.days}) == len(chart.days)


def test_an_empty_year_is_not_drawn() -> None:
    """Where nothing came out there is nothing to draw."""
    assert heat_map({}, LENGTHS, MONTHS) is None
    assert stacked([Row("1月", "1", (0, 0))]) is None
