"""Work out the geometry of charts: what stands where in a drawing as wide as a phone's column, and no words or colours.

A unit is a pixel of a page 390 pixels wide, whose text is then drawn in its own size. Whatever a drawing tells by
colour it tells by shape too: by the order of parts, by the pattern of a line, by the size of a square.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil
from typing import Final

WIDTH: Final = 358
LEFT: Final = 34  # where the axis stands
RIGHT: Final = WIDTH - 4
TOP: Final = 10
FLOOR: Final = 172  # where the lowest line stands
HEIGHT: Final = 194

_TICKS: Final = 5
_WIDEST: Final = 26.0  # of a column
_FULL: Final = 0.62  # of the place for a column that it takes
_LETTER: Final = 7.0  # the width of a figure on an axis
_BETWEEN: Final = 8.0  # two names on an axis

_PITCH: Final = 10.4  # from day to day in the drawing of a year
_ROW: Final = 14.0  # from month to month
_DAYS: Final = 31
_SIZES: Final = (4.0, 6.0, 8.0, 10.0)  # the sides of its squares
_DOT: Final = 1.2  # the side of a day on which nothing came out
_NAMED: Final = (1, 5, 10, 15, 20, 25, 30)  # days with a name above their column


@dataclass(frozen=True, slots=True)
class Row:
    """What stands over one place of the axis: ``mark`` is its short name there, ``name`` the whole one."""

    name: str
    mark: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing and the number it stands for, or a name under the axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Rect:
    """A column's part, or a day: ``part`` is the place of its value in the row, or the size of the square."""

    part: int
    x: float
    y: float
    width: float
    height: float
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on a line."""

    x: float
    y: float
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """Values joined by a line; ``points`` is the attribute of an SVG polyline."""

    part: int
    points: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing over an axis: columns or lines."""

    ticks: tuple[Tick, ...]
    names: tuple[Tick, ...]
    rects: tuple[Rect, ...] = ()
    lines: tuple[Line, ...] = ()
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A year as a drawing, a row a month and a column a day; ``keys`` are the side of each square and its numbers."""

    rows: tuple[Tick, ...]
    names: tuple[Tick, ...]
    days: tuple[Rect, ...]
    keys: tuple[tuple[int, str], ...]
    height: int


def ticks(top: int) -> tuple[int, ...]:
    """Return 0 and at most five multiples of 1, 2 or 5 times a power of ten, the last of which reaches ``top``."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if top <= _TICKS * step)
    return tuple(range(0, max(top, 1) + step, step))


def _height(value: int, top: int) -> float:
    return round((FLOOR - TOP) * value / top, 2)


def _axis(top: int) -> tuple[int, tuple[Tick, ...]]:
    """Return the number at the highest line, and all lines."""
    values = ticks(top)
    return values[-1], tuple(Tick(round(FLOOR - _height(value, values[-1]), 2), str(value)) for value in values)


def _names(rows: Sequence[Row]) -> tuple[Tick, ...]:
    """Return names under the axis, as many as stand side by side; the last always has its own."""
    slot = (RIGHT - LEFT) / len(rows)
    wide = max(len(row.mark) for row in rows) * _LETTER + _BETWEEN
    every = max(1, ceil(wide / slot))
    return tuple(
        Tick(round(LEFT + slot * (place + 0.5), 2), row.mark)
        for place, row in enumerate(rows)
        if (len(rows) - 1 - place) % every == 0
    )


def stacked(rows: Sequence[Row]) -> Chart | None:
    """Return columns whose values stand one on the other, the first at the bottom; None where there is nothing."""
    if not any(sum(row.values) for row in rows):
        return None
    top, lines = _axis(max(sum(row.values) for row in rows))
    slot = (RIGHT - LEFT) / len(rows)
    wide = round(min(slot * _FULL, _WIDEST), 2)
    rects = []
    for place, row in enumerate(rows):
        left, below = round(LEFT + slot * (place + 0.5) - wide / 2, 2), 0
        for part, value in enumerate(row.values):
            if value:
                below += value
                rects.append(
                    Rect(part, left, round(FLOOR - _height(below, top), 2), wide, _height(value, top), row.name, value)
                )
    return Chart(lines, _names(rows), tuple(rects))


def lined(rows: Sequence[Row], lengths: Sequence[int]) -> Chart | None:
    """Return a line for each place of the values, over the rows; None where there is nothing or but one row.

    ``lengths`` say over how many rows each line goes: a year that is not over has no value for what is to come.
    """
    top = max((value for row in rows for value in row.values), default=0)
    if not top or len(rows) < 2:  # noqa: PLR2004 (a line joins two)
        return None
    top, across = _axis(top)
    slot = (RIGHT - LEFT) / len(rows)
    lines = []
    for part, length in enumerate(lengths):
        dots = tuple(
            Dot(
                round(LEFT + slot * (place + 0.5), 2),
                round(FLOOR - _height(row.values[part], top), 2),
                row.name,
                row.values[part],
            )
            for place, row in enumerate(rows[:length])
        )
        lines.append(Line(part, " ".join(f"{dot.x},{dot.y}" for dot in dots), dots))
    return Chart(across, _names(rows), lines=tuple(lines))


def _sizes_of(top: int) -> list[tuple[int, int]]:
    """Return for each size of square, smallest first, the least and the greatest number it stands for."""
    if top <= len(_SIZES):
        return [(number, number) for number in range(1, top + 1)]
    ends = [ceil(top * (place + 1) / len(_SIZES)) for place in range(len(_SIZES))]
    return list(zip([1, *(end + 1 for end in ends)], ends, strict=False))


def heat_map(days: Mapping[tuple[int, int], int], lengths: Sequence[int], months: Sequence[str]) -> HeatMap | None:
    """Return the drawing of a year; None for one on whose days nothing came out.

    ``days`` gives a number by (month, day), ``lengths`` the days of each month, ``months`` their names.
    """
    top = max(days.values(), default=0)
    if not top:
        return None
    sizes = _sizes_of(top)
    first = TOP + _ROW
    cells = []
    for month, length in enumerate(lengths, 1):
        for day in range(1, length + 1):
            value = days.get((month, day), 0)
            size = next((place for place, (_, most) in enumerate(sizes, 1) if value <= most), 0) if value else 0
            side = _SIZES[size - 1 + len(_SIZES) - len(sizes)] if value else _DOT
            middle = LEFT + _PITCH * (day - 0.5), first + _ROW * (month - 0.5)
            x, y = (round(one - side / 2, 2) for one in middle)
            cells.append(Rect(size and int(side), x, y, side, side, f"{month}-{day}", value))
    rows = tuple(Tick(round(first + _ROW * (place + 0.5) + 4, 2), name) for place, name in enumerate(months))
    names = tuple(Tick(round(LEFT + _PITCH * (day - 0.5), 2), str(day)) for day in _NAMED)
    keys = tuple(
        (int(side), str(least) if least == most else f"{least}–{most}")
        for side, (least, most) in zip(_SIZES[len(_SIZES) - len(sizes) :], sizes, strict=True)
    )
    return HeatMap(rows, names, tuple(cells), keys, int(first + _ROW * len(months) + 4))
