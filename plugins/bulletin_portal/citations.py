"""Write numbers of issues as references do (GB/T 7714-2015, 8.8.2: 年, 卷(期))."""

from __future__ import annotations

from typing import Final

from bulletin.kinds import Track
from bulletin.numbers import Number, Span
from bulletin.reference import Series

_TRACKS: Final = {Track.REGULAR: "", Track.SUPPLEMENT: "增刊", Track.SPECIAL: "专刊"}


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}/{last}"


def cited_number(series: Series, number: Number) -> str:
    """Return ``2004(10)``, ``2004(7/8)`` for a merged issue, ``2004, 3(2)`` in a volume, ``2004(增刊1)``.

    An issue merged across years is ``2004(12)-2005(1)``.
    """
    span, track = number.span, _TRACKS[number.track]
    volume = series.runs[series.run_of(number)].volume if number.track is Track.REGULAR else None
    cited = f"{number.year}{'' if volume is None else f', {volume}'}({track}{_span(span.first, span.last)})"
    over = Span(1, span.over) if span.over else None
    return cited if over is None else f"{cited}-{number.year + 1}({track}{_span(over.first, over.last)})"
