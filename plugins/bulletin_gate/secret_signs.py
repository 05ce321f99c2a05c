"""Make a text plain for the search of secrets: widths equal, invisible signs gone, entities resolved, places kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.entities import html5
from sys import maxunicode
from typing import Final, NamedTuple

from bulletin_gate.radicals import RADICALS

_GONE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DASHES: Final = "\u2010-\u2015\u2212\ufe58\ufe63"
# Only what numbers, letters and marks are made of; full-width punctuation stays, as the patterns know it.
_RADICALS: Final = "\u2e80-\u2ef3\u2f00-\u2fd5"
_WIDE: Final = "０-９Ａ-Ｚａ-ｚ＊＋－．＠＿＃｜\U0001d7ce-\U0001d7ff"
_ODD: Final = re.compile(f"[{_GONE}{_SPACES}{_DASHES}{_WIDE}{_RADICALS}]")
_IS_GONE: Final = re.compile(f"[{_GONE}]")
_IS_SPACE: Final = re.compile(f"[{_SPACES}]")
_IS_DASH: Final = re.compile(f"[{_DASHES}]")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_TAG: Final = re.compile(
    r"</?(?:b|i|em|strong|span|u|s|mark|small|font|wbr|bdi|bdo|code|del|ins|sub|sup) {0,9}/?>|<!-- {0,9}-->"
)
_EMPHASIS: Final = re.compile(r"\*(?<=[0-9０-９]\*)\*{0,2}(?=[0-9０-９])")
_ESCAPE: Final = re.compile(r"\\(?=[-_.*@+#|\\])")
_HAN_DIGITS: Final = "零一二三四五六七八九〇○"
# As long as a mobile number: dates and amounts are shorter.
_HAN_NUMBER: Final = re.compile(f"[{_HAN_DIGITS}][{_HAN_DIGITS}]{{10,}}+")
_TO_DIGITS: Final = {ord(sign): str(value % 10) for value, sign in enumerate(_HAN_DIGITS[:10])} | {
    ord("〇"): "0",
    ord("○"): "0",
}
_LAST_RADICAL: Final = 0x2FD5
_MATH_DIGITS: Final = 0x1D7CE
_FULL_WIDTH: Final = 0xFEE0
"""How far a full-width form stands from its half-width form."""

_Change = tuple[int, int, str]
"""From, to (offsets in the text), and what stands there instead."""


def _plain(sign: str) -> str:
    """Return what stands for an odd sign: nothing, a space, a hyphen, a radical's sign, or the half-width form."""
    if _IS_GONE.match(sign):
        return ""
    if _IS_SPACE.match(sign):
        return " "
    if _IS_DASH.match(sign):
        return "-"
    code = ord(sign)
    if code <= _LAST_RADICAL:
        return RADICALS.get(code, sign)
    return str((code - _MATH_DIGITS) % 10) if code >= _MATH_DIGITS else chr(code - _FULL_WIDTH)


def _entity(written: str) -> str | None:
    """Return the sign of an HTML entity in its plain form; None for what is none, or more than one sign."""
    name = written[1:].removesuffix(";")
    if name.startswith(("#x", "#X")):
        code = int("0" + name[1:], base=0)
    elif name.startswith("#"):
        code = int(name[1:])
    else:
        sign = html5.get(name + ";", "") if written.endswith(";") else html5.get(name, "")
        code = ord(sign) if len(sign) == 1 else 0
    if not 0 < code <= maxunicode:
        return None
    sign = chr(code)
    return _plain(sign) if _ODD.match(sign) else sign


def _changes(text: str) -> Iterator[_Change]:
    # Each pass begins with one sign or one set of signs, which the engine looks for fast; most texts have none.
    if not text.isascii():
        for found in _ODD.finditer(text):
            yield found.start(), found.end(), _plain(found[0])
        for found in _HAN_NUMBER.finditer(text):
            yield found.start(), found.end(), found[0].translate(_TO_DIGITS)
    if "&" in text:
        for found in _ENTITY.finditer(text):
            sign = _entity(found[0])
            if sign is not None:
                yield found.start(), found.end(), sign
    for lead, pattern in (("<", _TAG), ("*", _EMPHASIS), ("\\", _ESCAPE)):
        if lead in text:
            for found in pattern.finditer(text):
                yield found.start(), found.end(), ""


@dataclass(frozen=True)
class Run:
    """Digits with at most two separating signs between them: where each unbroken group stands."""

    groups: tuple[tuple[int, int], ...]


def matches(pattern: re.Pattern[str], text: str, anchor: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern in the lines in which an anchor is found; the pattern must not run over lines.

    Where all alternatives of an anchor begin with one sign or one set of signs, the engine runs to the next of them
    without trying to match at any other: most texts cost next to nothing.
    """
    found = anchor.search(text)
    while found:
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        yield from pattern.finditer(text, start, end)
        found = anchor.search(text, end)


_LENGTHS: Final = frozenset({11, 12, 13, 15, 16, 17, 18, 19})  # digits of the numbers that are looked for
_LONGEST: Final = 19
_RUN: Final = re.compile(r"(?<![0-9])[0-9](?:[ \n_.·-]{0,2}+[0-9]){10,}+")
_DIGITS: Final = re.compile(r"[0-9]++")


class Window(NamedTuple):
    """Whole groups of a run that follow each other: from, to (offsets), their digits, the length of each group."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]


def _windows(run: Run, text: str) -> Iterator[Window]:
    """Yield every stretch of a run that is long enough; at most 19 groups, so the time is linear."""
    digits = "".join([text[low:high] for low, high in run.groups])
    lengths = tuple(high - low for low, high in run.groups)
    passed = 0
    for first, (start, _) in enumerate(run.groups):
        reached = 0
        for last in range(first, min(first + _LONGEST, len(lengths))):
            reached += lengths[last]
            if reached > _LONGEST:
                break
            if reached in _LENGTHS:
                end = run.groups[last][1]
                yield Window(start, end, digits[passed : passed + reached], lengths[first : last + 1])
        passed += lengths[first]


@dataclass(frozen=True)
class Signs:
    """A plain text, with the way back to the text it was made from.

    ``starts`` are offsets in the plain text at which a stretch begins, ``origins`` the offsets in the first text and
    ``widths`` how many of its signs each plain sign of the stretch stands for.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    widths: tuple[int, ...]

    def begin(self, at: int) -> int:
        """Return the offset in the first text of a plain sign."""
        which = bisect_right(self.starts, at) - 1
        return self.origins[which] + (at - self.starts[which]) * self.widths[which]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of at least one plain sign stands in the first text: from, to."""
        which = bisect_right(self.starts, end - 1) - 1
        return self.begin(start), self.begin(end - 1) + self.widths[which]

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All runs of eleven digits and more: no number that is looked for has fewer."""
        return tuple(
            Run(tuple(one.span() for one in _DIGITS.finditer(self.text, *found.span())))
            for found in _RUN.finditer(self.text)
        )

    @cached_property
    def windows(self) -> tuple[tuple[Run, tuple[Window, ...]], ...]:
        """The runs in which a number may stand, with all stretches of them that are long enough for one."""
        found = ((run, tuple(_windows(run, self.text))) for run in self.runs)
        return tuple((run, windows) for run, windows in found if windows)


def signs_of(text: str) -> Signs:
    """Return the plain signs of a text, in time linear in its length."""
    pieces: list[str] = []
    starts, origins, widths = [0], [0], [1]
    at = length = 0

    def begin(origin: int, width: int) -> None:
        if starts[-1] == length:
            del starts[-1], origins[-1], widths[-1]
        starts.append(length)
        origins.append(origin)
        widths.append(width)

    for start, end, sign in sorted(_changes(text)):
        if start < at:
            continue
        pieces.append(text[at:start])
        length += start - at
        if sign and len(sign) == end - start:
            pieces.append(sign)
            length += len(sign)
        else:
            if sign:
                begin(start, end - start)
                pieces.append(sign)
                length += 1
            begin(end, 1)
        at = end
    pieces.append(text[at:])
    return Signs("".join(pieces), tuple(starts), tuple(origins), tuple(widths))
