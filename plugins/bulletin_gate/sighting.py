"""Find out which withheld texts an output may say something of, before their fingerprints are taken.

An output says hardly more than public texts do: so little is left to look for that all of it is looked for at once in
all withheld texts, by arrays of numbers. What is found is a suspicion; ``fingerprints`` judges it. Importing this
module starts the threads of NumPy: do it after forking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bulletin_gate.fingerprints import (
    LENGTH,
    Fingerprints,
    Withheld,
    lines_of,
    once,
    pattern_of,
    pieces,
    tells,
)

Hashes = NDArray[np.uint64]

_BASE: Final = 0x9E3779B97F4A7C15  # an odd number without pattern: that of the golden ratio
_HALF: Final = np.uint64(32)
_SPARSE: Final = 4  # of so many bits more than hashes need, few are set by chance
_MOST: Final = 26
_BATCH: Final = 500_000  # characters: arrays of a few megabytes
_END: Final = 0x0A
_NONE: Final = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long the parts of a text are that are compared, and how many characters from one to the next of an output."""

    length: int
    step: int


_LINES: Final = _Measure(LENGTH, 1)
# What runs on over the ends of lines counts as a stretch of two runs: with these steps none slips through.
_JOINED: Final = _Measure(18, 2 * LENGTH - 18)


def hashes(text: str, length: int = LENGTH) -> Hashes:
    """Return the hash of every part of a text that is twelve, or eighteen, characters long, in order.

    They are values of a polynomial modulo 2⁶⁴, put together from those of shorter parts, and then mixed.
    """
    value = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    if len(value) < length:
        return _NONE
    one, whole, size, n = value, _NONE, 0, 1  # ``one`` has the values of parts of n characters
    while size < length:
        if length & n:  # the longest last, behind the shorter ones
            whole = whole[: len(one) - size] * _power(n) + one[size:] if size else one
            size += n
        if size < length:
            one, n = one[:-n] * _power(n) + one[n:], 2 * n
    mixed = whole * _power(1)
    return mixed ^ (mixed >> _HALF)


@cache
def _power(n: int) -> np.uint64:
    return np.uint64(pow(_BASE, n, 2**64))


def _within_lines(text: str, length: int) -> Hashes:
    """Return the hashes of the parts that hold no end of a line."""
    ends = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4") == _END
    before = np.concatenate(([0], np.cumsum(ends, dtype=np.int32)))
    every = hashes(text, length)
    return every[before[length:] == before[:-length]] if len(every) else every


class _Known:
    """Hashes among which others are looked for."""

    def __init__(self, some: Sequence[Hashes]) -> None:
        bits = min(sum(map(len, some)).bit_length() + _SPARSE, _MOST)
        self._shift = np.uint64(64 - bits)
        self._marks = np.zeros(1 << bits, np.bool_)
        for one in some:
            self._marks[one >> self._shift] = True

    def places(self, others: Hashes) -> NDArray[np.intp]:
        """Return the places of those of other hashes that are among these; by chance those of a few more."""
        return np.flatnonzero(self._marks[others >> self._shift])

    def likely(self, others: Iterable[Hashes]) -> Hashes:
        """Return those of other hashes that are among these, and by chance a few more, each once and sorted."""
        several = np.sort(np.concatenate([_NONE, *(one[self.places(one)] for one in others)]))
        first = np.ones(len(several), np.bool_)
        first[1:] = several[1:] != several[:-1]
        return several[first]


def _places(every: Hashes, some: Hashes, known: _Known) -> NDArray[np.intp]:
    """Return the places of those of all hashes that are among some, which are ``known``."""
    likely = known.places(every)
    return likely[np.isin(every[likely], some)]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in lots that are worth an array."""
    waiting, size = list[str](), 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= _BATCH:
            yield waiting
            waiting, size = [], 0
    yield waiting


def _starts(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return where each of some texts begins when they are put together with an end of line between them."""
    return np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])


@dataclass(frozen=True, slots=True)
class _Seen:
    """The hashes of parts of several texts, where in all of them together each text begins, and which the first is."""

    hashes: Hashes
    starts: NDArray[np.int64]
    first: int
    step: int

    @classmethod
    def of(cls, texts: Sequence[str], first: int, measure: _Measure) -> _Seen:
        """Look at texts."""
        return cls(hashes("\n".join(texts), measure.length)[:: measure.step], _starts(texts), first, measure.step)

    def texts_with(self, some: Hashes) -> set[int]:
        """Return which texts have one of some hashes."""
        at = _places(self.hashes, some, _Known([some])) * self.step
        return set((np.searchsorted(self.starts, at, "right") - 1 + self.first).tolist())


@dataclass(slots=True)
class Sights:
    """What stretches of an output say that may be of withheld texts: all but the lines that public texts have."""

    withheld: Withheld
    _seen: dict[_Measure, list[_Seen]] = field(default_factory=lambda: {_LINES: [], _JOINED: []})
    _waiting: dict[_Measure, list[str]] = field(default_factory=lambda: {_LINES: [], _JOINED: []})
    _office: _Office | None = None
    _count: int = 0
    _size: int = 0

    def add(self, lines: Sequence[str]) -> None:
        """Look at the folded lines of the next stretch."""
        said = self.withheld.said
        new = "\n".join([line for line in lines if len(line) >= LENGTH and hash(line) not in said])
        joined = "\n".join(pieces(lines, said))
        self._waiting[_LINES].append(new)
        self._waiting[_JOINED].append(joined)
        self._size += len(new) + len(joined)
        if self._size >= _BATCH:
            self._settle()

    def _settle(self) -> None:
        for measure, texts in self._waiting.items():
            self._seen[measure].append(_Seen.of(texts, self._count, measure))
        self._count += len(self._waiting[_LINES])
        self._waiting, self._size = {_LINES: [], _JOINED: []}, 0

    def suspects(self) -> list[int]:
        """Return which stretches may say something withheld that no public text does, in order; usually none."""
        self._settle()
        office = self._texts()
        found: set[int] = set()
        for measure, seen in self._seen.items():
            met = office.met([one.hashes for one in seen], measure.length)
            found.update(*(one.texts_with(met) for one in seen))
        return sorted(found)

    def fingerprints_in(self, texts: Iterable[str]) -> Fingerprints:
        """Return the fingerprints that stand in folded texts: those that ``Fingerprints.of`` has, and no others."""
        office = self._texts()
        met = office.met([hashes(text) for text in texts])
        found = dict(office.tellers(met, pattern_of(self.withheld.names))) if len(met) else {}
        sources = tuple(dict.fromkeys(self.withheld.sources[n] for n in found.values()))
        return Fingerprints(frozenset(found), sources, self.withheld.said)

    def _texts(self) -> _Office:
        self._office = self._office or _Office.of(self.withheld)
        return self._office


@dataclass(frozen=True, slots=True)
class _Office:
    """All texts of an office in lots: the withheld ones, each with the number of its source, and the public ones."""

    withheld: Sequence[Sequence[str]]
    sources: Sequence[Sequence[int]]
    public: Sequence[str]

    @classmethod
    def of(cls, withheld: Withheld) -> _Office:
        """Put them together."""
        known: set[int] = set()
        owners: list[int] = []

        def texts() -> Iterator[str]:
            for n, source in enumerate(withheld.sources):
                for text in once([source.text], known):
                    owners.append(n)
                    yield text

        lots, sources = [], []
        for lot in _batches(texts()):
            lots.append(lot)
            sources.append(owners[: len(lot)])
            del owners[: len(lot)]
        public = _batches("".join(lines) for lines in lines_of(withheld.public))
        return cls(lots, sources, ["\n".join(lot) for lot in public])

    def met(self, seen: Sequence[Hashes], length: int = LENGTH) -> Hashes:
        """Return those of the hashes seen that a withheld text has and no public one, sorted."""
        likely = _Known(seen).likely(_within_lines("\n".join(lot), length) for lot in self.withheld)
        found = np.intersect1d(likely, _Known([likely]).likely(seen), assume_unique=True)
        marks = _Known([found])
        for text in self.public:
            if not len(found):
                break
            found = np.setdiff1d(found, marks.likely([hashes(text, length)]), assume_unique=True)
        return found

    def tellers(self, met: Hashes, names: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Yield those of the runs met that tell something, as Python's hashes, with the number of a source."""
        marks = _Known([met])
        for lot, sources in zip(self.withheld, self.sources, strict=True):
            every = hashes("\n".join(lot))
            places = _places(every, met, marks)
            starts = _starts(lot)
            numbers = np.searchsorted(starts, places, "right") - 1
            told = {n: tells(lot[n], names) for n in dict.fromkeys(numbers.tolist())}
            for n, at in zip(numbers.tolist(), (places - starts[numbers]).tolist(), strict=True):
                if told[n][at]:
                    yield hash(lot[n][at : at + LENGTH]), sources[n]
