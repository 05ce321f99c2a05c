"""Numbers of issues: one slot or several merged, in a year, on a track, with totals; and how they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bulletin.kinds import Track
from bulletin.numerals import to_hanzi


class Numeral(StrEnum):
    """The script numbers are printed in."""

    ARABIC = "arabic"
    HANZI = "hanzi"


_RANGE: Final = re.compile(r"([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?(?:\+([1-9]\d?))?", re.ASCII)
_PART: Final = re.compile(r"r([2-9])-(.+)", re.ASCII | re.DOTALL)
_FOLD: Final = str.maketrans("０１２３４５６７８９－—–～~＋", "0123456789-----+")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Consecutive numbers, first to last; a single number is a span of one, a merged issue (合刊) a longer one.

    ``over`` counts the numbers of the following year, from its first, in an issue merged across years (case C10).
    """

    first: int
    last: int
    over: int = 0

    def __post_init__(self) -> None:
        if not (0 < self.first <= self.last and self.over >= 0):
            raise ValueError(f"{self.first}-{self.last}")

    def __len__(self) -> int:
        return self.last - self.first + 1 + self.over

    def __str__(self) -> str:
        own = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{own}+{self.over}" if self.over else own

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    def slots(self) -> range:
        """Return the numbers of the span in its own year."""
        return range(self.first, self.last + 1)


def parse_span(text: str) -> Span:
    """Read ``10``, ``7-8`` or ``12+1``, full-width digits included; raise ValueError for anything else.

    ``12+1`` is number 12 of a year merged with number 1 of the next. No leading zeros (GB/T 9704-2012).
    """
    matched = _RANGE.fullmatch(text.translate(_FOLD).strip())
    if matched is None:
        raise ValueError(text)
    first = int(matched[1])
    return Span(first, int(matched[2] or first), int(matched[3] or 0))


@dataclass(frozen=True, slots=True)
class Number:
    """The number of an issue within its series.

    ``part`` tells runs of one year apart that each began at 1, as after a rename (case C24); it is 1 everywhere else.
    """

    year: int
    track: Track
    span: Span
    part: int = 1

    def __lt__(self, other: Number) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, Track, Span]:
        return (self.year, self.part, self.track, self.span)

    @property
    def code(self) -> str:
        """Return what a ledger writes beside the year: ``10``, ``7-8``, ``12+1``, ``r2-1`` in the second run."""
        return str(self.span) if self.part == 1 else f"r{self.part}-{self.span}"

    @property
    def segment(self) -> str:
        """Return the address segment: ``10``, ``7-8``, ``supplement-1``, ``r2-1``, ``12-2005-1``."""
        own, _, _ = self.code.partition("+")
        if self.span.over:
            own += f"-{self.year + 1}-1" + (f"-{self.span.over}" if self.span.over > 1 else "")
        return own if self.track is Track.REGULAR else f"{self.track}-{own}"

    def slots(self) -> Iterator[tuple[int, int, Track, int]]:
        """Yield every single number it takes: year, part, track and number."""
        for slot in self.span.slots():
            yield self.year, self.part, self.track, slot
        for slot in range(1, self.span.over + 1):
            yield self.year + 1, 1, self.track, slot

    def singles(self) -> Iterator[Number]:
        """Yield every single number it takes, as a number of its own."""
        for year, part, track, slot in self.slots():
            yield Number(year, track, Span(slot, slot), part)


def parse_code(text: str) -> tuple[Span, int]:
    """Read a number as a ledger writes it: its span and its part; raise ValueError for anything else."""
    matched = _PART.fullmatch(text.strip())
    return (parse_span(matched[2]), int(matched[1])) if matched else (parse_span(text), 1)


@dataclass(frozen=True, slots=True)
class Style:
    """How a series prints its numbers."""

    numeral: Numeral = Numeral.ARABIC
    separator: str = "-"


# What stands between year and number.
TRACK_NAMES: Final = {Track.REGULAR: "", Track.SUPPLEMENT: "增刊", Track.SPECIAL: "专刊"}
_HYPHEN: Final = "-"


def _figure(number: int, style: Style) -> str:
    return to_hanzi(number) if style.numeral is Numeral.HANZI else str(number)


def _printed(span: Span, style: Style) -> str:
    ends = (span.first,) if span.first == span.last else (span.first, span.last)
    return style.separator.join(_figure(end, style) for end in ends)


def number_label(number: Number, style: Style, *, dated: bool = True, volume: int | None = None) -> str:
    """Return 2004年第10期, 2004年第7-8期 (GB 3179), 第7、8期合刊, 2004年增刊第1期, 2004年第3卷第2期 or 第533期.

    ``dated``: the year is part of the number, as it is where numbers start again (case C3).
    """
    span = number.span
    year = f"{number.year}年" if dated else ""
    run = f"第{_figure(volume, style)}卷" if volume is not None else ""
    label = f"{year}{TRACK_NAMES[number.track]}{run}第{_printed(span, style)}期"
    if span.over:
        following = _printed(Span(1, span.over), style)
        return f"{label}、{number.year + 1}年{TRACK_NAMES[number.track]}第{following}期合刊"
    return label + ("合刊" if span.first < span.last and style.separator != _HYPHEN else "")


def total_label(total: Span | None, style: Style) -> str:
    """Return 总第442期, or nothing where no total is counted."""
    return "" if total is None else f"总第{_printed(total, style)}期"


def full_label(label: str, total: Span | None, style: Style) -> str:
    """Return 2004年第10期（总第442期）, given the label of the number."""
    counted = total_label(total, style)
    return label + (f"（{counted}）" if counted else "")
