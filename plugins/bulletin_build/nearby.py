"""Guess which other texts the pages of some issues show something of, without reading what those texts are.

A guess may be wrong: what is missing makes a page another than in the whole site, and its digest tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

BESIDE: Final = 2  # texts on either side, one of which is a neighbour unless both are withheld
_ROUNDS: Final = 3  # of looking for what follows what follows
_FOLLOWS: Final = re.compile(
    rb"^(?:follows|replaces|" + "续报|替代".encode() + rb")[ \t]*:[ \t]*[\"']?([a-z0-9-]+)/([0-9]{4})/([a-z0-9-]+)",
    re.MULTILINE,
)
_ON_REQUEST: Final = (b"on-request", "依申请公开".encode())

Numbered = tuple[str, int, str]  # series, year and address segment of an issue


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a look at the bytes of texts told: which issues each follows or replaces, and which may be on request."""

    follows: Mapping[str, tuple[Numbered, ...]]
    on_request: tuple[str, ...]


def glimpse(paths: Iterable[str], read: Callable[[str], bytes]) -> Glimpse:
    """Look at texts; raise what ``read`` does."""
    follows: dict[str, tuple[Numbered, ...]] = {}
    asked = []
    for path in paths:
        data = read(path)
        found = _FOLLOWS.findall(data)
        if found:
            follows[path] = tuple((one.decode(), int(year), segment.decode()) for one, year, segment in found)
        if any(word in data for word in _ON_REQUEST):
            asked.append(path)
    return Glimpse(follows, tuple(asked))


def related(own: Iterable[str], seen: Glimpse, by_number: Mapping[Numbered, str]) -> set[str]:
    """Return the issues that report on a matter before or after those given; these are among them."""
    pairs = [(path, by_number.get(one, "")) for path, ones in seen.follows.items() for one in ones]
    near = set(own)
    for _ in range(_ROUNDS):
        more = {path for pair in pairs if near.intersection(pair) for path in pair if path}
        if more <= near:
            break
        near |= more
    return near


def beside(issues: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the issues near those given in their series, in the order of file names, which begin with a day."""
    known = frozenset(own)
    near: dict[str, None] = {}
    for _, group in groupby(sorted(issues), series_of_text):
        series = list(group)
        for at, path in enumerate(series):
            if path in known:
                near.update(dict.fromkeys(series[max(at - BESIDE, 0) : at + BESIDE + 1]))
    return [path for path in near if path not in known]


def series_of_text(path: str) -> str:
    """Return the series that a text is of, if it stands where it should."""
    return path.partition("/")[0]


def spread(paths: Sequence[str], most: int) -> list[str]:
    """Return so many of some paths at most (two or more), from the last to the first in even steps."""
    if len(paths) <= most:
        return list(reversed(paths))
    return [paths[(len(paths) - 1) * step // (most - 1)] for step in reversed(range(most))]
