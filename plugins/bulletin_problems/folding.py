"""Fold a text into signs to compare: widths, digits and case made equal, each sign with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|\s+")
_WIDE: Final = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
# Punctuation stays full-width: texts write it so, and the words of the lexicon do.
_KEPT: Final = {ord(sign) for sign in "！（），：；？～"}
_WIDTHS: Final = {wide: half for wide, half in _WIDE.items() if wide not in _KEPT} | {
    ord(half): ord(wide) for half, wide in zip("!(),:;?", "！（），：；？", strict=True)
}
_SIGN: Final = "0"  # of every number


def folded(text: str) -> str:
    """Return a text of the same length with widths and case made equal."""
    # lower() can change the length of a text outside of these scripts; such signs stay as they are.
    low = text.translate(_WIDTHS)
    lowered = low.lower()
    return lowered if len(lowered) == len(low) else "".join(c.lower() if len(c.lower()) == 1 else c for c in low)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a text, each with its offsets: every number is one ``0``, space is none."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def signs_of(text: str) -> Signs:
    """Return the signs of a folded text."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _NUMBER.finditer(text):
        plain = text[at : found.start()]
        signs.append(plain)
        starts.extend(range(at, found.start()))
        ends.extend(range(at + 1, found.start() + 1))
        if not found[0].isspace():
            signs.append(_SIGN)
            starts.append(found.start())
            ends.append(found.end())
        at = found.end()
    signs.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Signs("".join(signs), tuple(starts), tuple(ends))
