"""The terms by which a text is found: pairs of adjacent signs, and signs at which a run of them ends.

Two figures side by side count as one sign, wherever they stand in a pair, so that of a number three signs in a row and
more are told: plain pairs stand in so many texts that most of what they find is not the number (docs/search.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add
from typing import Final

from bulletin_search.folding import squeezed

_RUNS: Final = re.compile(r"[^\W_]+")  # letters and digits of any script
_NUMBERS: Final = re.compile("[0-9]+")
_FIGURES: Final = "0123456789"
_FIRST: Final = 0xE000  # of the signs for figures, which are for private use, so in no text's run
_STEP: Final = 16  # between a figure and the next; behind it come the ten that begin with it
_SIGNS: Final = {one: chr(_FIRST + _STEP * place) for place, one in enumerate(_FIGURES)} | {
    one + two: chr(_FIRST + _STEP * place + 1 + other)
    for place, one in enumerate(_FIGURES)
    for other, two in enumerate(_FIGURES)
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an item.

    ``pairs`` are all its pairs of signs; ``head`` those of them that stand in its title or the names of its units and
    topic, ``more`` those that its text has more than once; ``ends`` the last signs of runs, and figures beside others.
    """

    pairs: frozenset[str]
    head: frozenset[str]
    more: frozenset[str]
    ends: frozenset[str]


def _add(run: str, pairs: list[str], ends: set[str]) -> None:
    """Add the terms of a run of signs."""
    found = list(map(add, run, run[1:]))
    ends.add(run[-1])
    for number in _NUMBERS.finditer(run):
        start, end = number.span()
        if start:
            found[start - 1] = run[start - 1] + _SIGNS[run[start : min(start + 2, end)]]
        for place in range(start, end - 1):
            two, behind = run[place : place + 2], place + 2
            ends.update(two)
            if behind < end:
                found[place] = _SIGNS[two] + _SIGNS[run[behind : min(behind + 2, end)]]
            elif behind < len(run):
                found[place] = _SIGNS[two] + run[behind]
            else:
                ends.add(_SIGNS[two])
                found.pop()
    pairs += found


def terms_of(head: Iterable[str], text: str) -> Terms:
    """Return the terms of an item whose title and names are ``head``."""
    in_text: list[str] = []
    in_head: list[str] = []
    ends: set[str] = set()
    for run in _RUNS.findall(squeezed(text)):
        _add(run, in_text, ends)
    for one in head:
        for run in _RUNS.findall(squeezed(one)):
            _add(run, in_head, ends)
    counted, named = Counter(in_text), frozenset(in_head)
    more = frozenset(pair for pair, times in counted.items() if times > 1)
    return Terms(named.union(counted), named, more, frozenset(ends))
