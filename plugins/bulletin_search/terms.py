"""The terms by which a text is found: pairs of adjacent signs, and signs at which a run of them ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add
from typing import Final

from bulletin_search.folding import squeezed

_RUNS: Final = re.compile(r"[^\W_]+")  # letters and digits of any script


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an item.

    ``pairs`` are all its pairs of signs; ``head`` those of them that stand in its title or the names of its units and
    topic, ``more`` those that its text has more than once; ``ends`` the last signs of runs.
    """

    pairs: frozenset[str]
    head: frozenset[str]
    more: frozenset[str]
    ends: frozenset[str]


def _pairs(run: str) -> Iterable[str]:
    return map(add, run, run[1:])


def terms_of(head: Iterable[str], text: str) -> Terms:
    """Return the terms of an item whose title and names are ``head``."""
    in_text, in_head, ends = Counter[str](), set[str](), set[str]()
    pairs: list[str] = []
    for run in _RUNS.findall(squeezed(text)):
        pairs += _pairs(run)
        ends.add(run[-1])
    in_text.update(pairs)
    for one in head:
        for run in _RUNS.findall(squeezed(one)):
            in_head.update(_pairs(run))
            ends.add(run[-1])
    more = frozenset(pair for pair, times in in_text.items() if times > 1)
    return Terms(frozenset(in_text) | in_head, frozenset(in_head), more, frozenset(ends))
