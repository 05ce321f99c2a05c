"""Mark the words of the reasons in a text: in brackets everywhere, and in colours on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from bulletin_problems.explain import Explanation, Span
from bulletin_problems.parts import Where

_LONG: Final = 400  # characters of a text that is shown whole
_AROUND: Final = 24  # characters shown around a mark in a longer one
_PLACES: Final = 20
_LEFT_OUT: Final = "……"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands around a word, and its colour."""

    left: str
    right: str
    style: str


FOR: Final = Mark("【", "】", "bold red")
AGAINST: Final = Mark("〔", "〕", "bold green")
_Piece = tuple[str, Mark | None]


def marked(text: str, told: Explanation, where: Where) -> str:
    """Return a text with the words of the reasons in brackets, 【for】 and 〔against〕; of a long one what is near."""
    return "".join(f"{mark.left}{piece}{mark.right}" if mark else piece for piece, mark in _pieces(text, told, where))


def print_marked(text: str, told: Explanation, where: Where, indent: str) -> None:
    """Print it; a terminal shows colours too."""
    shown = Text(indent)
    for piece, mark in _pieces(text, told, where):
        shown.append(f"{mark.left}{piece}{mark.right}" if mark else piece, mark.style if mark else "")
    Console(soft_wrap=True, highlight=False).print(shown)


def printable(text: str) -> str:
    """Return a text of the same length without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _pieces(text: str, told: Explanation, where: Where) -> Iterator[_Piece]:
    text = printable(text)
    spans = _apart(told, where)
    if len(text) <= _LONG:
        yield from _whole(text, spans)
        return
    end = 0
    for span, mark in spans[:_PLACES]:
        begin = max(end, span.start - _AROUND)
        yield (_LEFT_OUT if begin > end else "") + text[begin : span.start], None
        yield text[span.start : span.end], mark
        end = span.end
    rest = text[end : end + (_AROUND if spans else _LONG)]
    yield rest + (_LEFT_OUT if end + len(rest) < len(text) else ""), None


def _whole(text: str, spans: Sequence[tuple[Span, Mark]]) -> Iterator[_Piece]:
    end = 0
    for span, mark in spans:
        yield text[end : span.start], None
        yield text[span.start : span.end], mark
        end = span.end
    yield text[end:], None


def _apart(told: Explanation, where: Where) -> list[tuple[Span, Mark]]:
    """Return the spans of one text from left to right, the longer of two that meet."""
    sides = ((told.speaking_for, FOR), (told.speaking_against, AGAINST))
    spans = [(span, mark) for reasons, mark in sides for one in reasons for span in one.spans if span.where is where]
    chosen: list[tuple[Span, Mark]] = []
    for span, mark in sorted(spans, key=lambda one: (one[0].start, -one[0].end)):
        if not chosen or span.start >= chosen[-1][0].end:
            chosen.append((span, mark))
    return chosen
