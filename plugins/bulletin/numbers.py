"""Numbers of issues: one slot or several merged, in a year, on a track, with totals; and how they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bulletin.kinds import Track
from bulletin.numerals import to_hanzi


class Numeral(StrEnum):
    """The script numbers are printed in."""

    ARABIC = "arabic"
    HANZI = "hanzi"


_RANGE: Final = re.compile(r"([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?", re.ASCII)
_FOLD: Final = str.maketrans("０１２３４５６７８９－—–～~", "0123456789-----")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Consecutive numbers, first to last; a single number is a span of one, a merged issue (合刊) a longer one."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 < self.first <= self.last:
            raise ValueError(f"{self.first}-{self.last}")

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    def slots(self) -> range:
        """Return the numbers of the span."""
        return range(self.first, self.last + 1)


def parse_span(text: str) -> Span:
    """Read ``10`` or ``7-8``, full-width digits included, no leading zeros (GB/T 9704-2012); raise ValueError else."""
    matched = _RANGE.fullmatch(text.translate(_FOLD).strip())
    if matched is None:
        raise ValueError(text)
    first = int(matched[1])
    return Span(first, int(matched[2] or first))


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of an issue within its series."""

    year: int
    track: Track
    span: Span

    @property
    def segment(self) -> str:
        """Return the address segment: ``10``, ``7-8``, ``supplement-1``."""
        return str(self.span) if self.track is Track.REGULAR else f"{self.track}-{self.span}"


@dataclass(frozen=True, slots=True)
class Style:
    """How a series prints its numbers."""

    numeral: Numeral = Numeral.ARABIC
    separator: str = "-"


def _printed(span: Span, style: Style) -> str:
    ends = (span.first,) if len(span) == 1 else (span.first, span.last)
    texts = [to_hanzi(end) if style.numeral is Numeral.HANZI else str(end) for end in ends]
    return style.separator.join(texts)


def number_label(number: Number, style: Style) -> str:
    """Return 2004年第10期, 2004年第7-8期 (GB 3179), or 2004年增刊第1期."""
    track = "增刊" if number.track is Track.SUPPLEMENT else ""
    return f"{number.year}年{track}第{_printed(number.span, style)}期"


def total_label(total: Span | None, style: Style) -> str:
    """Return 总第442期, or nothing where no total is counted."""
    return "" if total is None else f"总第{_printed(total, style)}期"


def full_label(number: Number, total: Span | None, style: Style) -> str:
    """Return 2004年第10期（总第442期）."""
    counted = total_label(total, style)
    return number_label(number, style) + (f"（{counted}）" if counted else "")
