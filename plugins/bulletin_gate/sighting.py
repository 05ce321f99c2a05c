"""Find out which stretches of an output may say something withheld, by arrays of numbers; fingerprints judge these.

Arrays of the hashes of all runs of withheld texts, but for those that public texts have, are made at once, and before
forking, so that all workers share them. What is found is a suspicion, seldom true and cheap to have.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain, compress, pairwise
from typing import Final, Generic, TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no threads: who imports this is going to fork

import numpy as np
from numpy.typing import NDArray

from bulletin_gate.fingerprints import ENDS, LENGTH, Fingerprints, Source, Withheld, once, pattern_of, tells
from bulletin_gate.unwrapping import folded_lines, readings

Hashes = NDArray[np.uint64]
_T = TypeVar("_T")

_BASE: Final = 0x9E3779B97F4A7C15  # an odd number without pattern: that of the golden ratio
_HALF: Final = np.uint64(32)
_SPARSE: Final = 4  # of so many bits more than hashes need, few are set by chance
_MOST: Final = 26
_BATCH: Final = 100_000  # characters: arrays that a processor keeps at hand
_END: Final = 0x0A
_NONE: Final = np.empty(0, np.uint64)
_APART: Final = "\n\0\n"
_WRAPPED: Final = re.compile(r"[&%\\\0]|;base64,")
_SHORT: Final = 80  # characters: names of files, which tell nothing but series and days, and stand in every address


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long the parts of a text are that are compared, and how many characters from one to the next of an output."""

    length: int
    step: int


_LINES: Final = _Measure(LENGTH, 1)
# What runs on over the ends of lines counts as a stretch of two runs: with these steps none slips through.
_JOINED: Final = _Measure(18, 2 * LENGTH - 18)
_MEASURES: Final = (_LINES, _JOINED)


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


def _sorted(several: Sequence[Hashes]) -> Hashes:
    """Return hashes each once and sorted."""
    every = np.sort(np.concatenate([_NONE, *several]))
    first = np.ones(len(every), np.bool_)
    first[1:] = every[1:] != every[:-1]
    return every[first]


class _Known:
    """Hashes, sorted, among which others are looked for."""

    def __init__(self, some: Hashes) -> None:
        self.hashes = some
        bits = min(len(some).bit_length() + _SPARSE, _MOST)
        self._shift = np.uint64(64 - bits)
        self._marks = np.zeros(1 << bits, np.bool_)
        self._marks[some >> self._shift] = True

    def places(self, others: Hashes) -> NDArray[np.intp]:
        """Return the places of those of other hashes that are among these."""
        likely = np.flatnonzero(self._marks[others >> self._shift])
        asked = others[likely]
        return likely[self._found(asked)[1] == asked] if len(asked) else likely

    def without(self, others: Iterable[Hashes]) -> Hashes:
        """Return these without those that are among others."""
        left = np.ones(len(self.hashes), np.bool_)
        for one in others:
            asked = np.sort(one[self._marks[one >> self._shift]])  # what is looked for in order is found sooner
            at, found = self._found(asked)
            left[at[found == asked]] = False
        return self.hashes[left]

    def _found(self, asked: Hashes) -> tuple[NDArray[np.intp], Hashes]:
        """Return where each of some likely hashes would stand, and what stands there."""
        at = np.minimum(np.searchsorted(self.hashes, asked), len(self.hashes) - 1)
        return at, self.hashes[at]


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


def _lots_of(public: Iterable[str], said: set[int]) -> Iterator[str]:
    """Yield public texts as they are compared, each in one line and once, in lots; note the hashes of their lines."""
    known: set[int] = set()
    for lot in _batches(public):
        odd = [text for text in lot if not _is_simple(text)]
        texts = [*(text for text in lot if _is_simple(text)), *chain.from_iterable(map(readings, odd))]
        lines = folded_lines(_APART.join(texts).replace("<p>", "\n").replace("</p>", "\n"))
        said.update([hash(line) for line in lines.split("\n") if len(line) >= LENGTH])
        new = [text for text in dict.fromkeys(lines.replace("\n", "").split("\0")) if hash(text) not in known]
        known.update(map(hash, new))
        yield "\n".join(new)


def _is_simple(text: str) -> bool:
    """Say whether a text has no markup but paragraphs, and no escapes: it then says what it says without their tags."""
    marks = text.count("<")
    return not _WRAPPED.search(text) and (not marks or marks == text.count("<p>") + text.count("</p>"))


def _starts(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return where each of some texts begins when they are put together with an end of line between them."""
    return np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])


@dataclass(frozen=True, slots=True)
class Lookout:
    """The hashes of what withheld texts say and public ones do not, by the parts that are compared; and those texts.

    Where little is looked at, public texts are asked about nothing but what is found: they are a hundred times as much.
    Otherwise ``said`` are the hashes of their lines.
    """

    withheld: Withheld
    texts: tuple[tuple[Source, str], ...]
    known: Mapping[_Measure, _Known]
    said: AbstractSet[int] = frozenset()

    @classmethod
    def of(cls, withheld: Withheld) -> Lookout:
        """Work them out."""
        noted: set[int] = set()
        names = pattern_of(withheld.names)
        texts = tuple(
            (source, text)
            for source in withheld.sources
            for text in once([source.text], noted)
            if len(text) > _SHORT or any(tells(text, names)[: 1 - LENGTH])
        )
        secret = ["\n".join(lot) for lot in _batches(text for _, text in texts)]
        every = {each: _Known(_sorted([_within_lines(lot, each.length) for lot in secret])) for each in _MEASURES}
        del secret
        if withheld.among_few:
            return cls(withheld, texts, every)
        said: set[int] = set()
        public = list(_lots_of(withheld.public, said))
        left = {each: one.without(hashes(lot, each.length) for lot in public) for each, one in every.items()}
        return cls(withheld, texts, {each: _Known(one) for each, one in left.items()}, said)

    def fingerprints_in(self, texts: Iterable[str]) -> Fingerprints:
        """Return the fingerprints that stand in folded texts: those that ``Fingerprints.of`` has, and no others."""
        known = self.known[_LINES]
        seen = [hashes(text) for text in texts]
        met = _Known(_sorted([one[known.places(one)] for one in seen]))
        found = dict(self._tellers(met)) if len(met.hashes) else {}
        if found and self.withheld.among_few:
            left = met.without(hashes(lot) for lot in _lots_of(self.withheld.public, set()))
            found = dict(self._tellers(_Known(left))) if len(left) else {}
        return Fingerprints(frozenset(found), tuple(dict.fromkeys(found.values())))

    def _tellers(self, met: _Known) -> Iterator[tuple[int, Source]]:
        """Yield those of the runs met that tell something, as Python's hashes, with a text that they stand in."""
        names, first = pattern_of(self.withheld.names), 0
        for lot in _batches(text for _, text in self.texts):
            places = met.places(hashes("\n".join(lot)))
            which = np.unique(np.searchsorted(_starts(lot), places, "right") - 1) if len(places) else ()
            for source, text in (self.texts[first + n] for n in which):
                told = tells(text, names)
                yield from ((hash(text[at : at + LENGTH]), source) for at in met.places(hashes(text)) if told[at])
            first += len(lot)


@dataclass(slots=True)
class Sights(Generic[_T]):
    """Stretches of an output that may say something withheld, each with the folded lines that it was given with."""

    lookout: Lookout
    suspects: list[tuple[_T, list[str]]] = field(default_factory=list)
    _waiting: list[tuple[_T, list[str]]] = field(default_factory=list)
    _size: int = 0

    def add(self, stretch: _T, lines: list[str]) -> None:
        """Take a stretch, to look at every line that no public text has, and at what runs on over the ends of lines."""
        self._waiting.append((stretch, lines))
        self._size += sum(map(len, lines))
        if self._size >= _BATCH:
            self.settle()

    def settle(self) -> None:
        """Look at what waits, all at once: ``suspects`` then has all there are."""
        lines = list(chain.from_iterable([lines for _, lines in self._waiting]))
        ends = list(accumulate([len(lines) for _, lines in self._waiting]))
        new = [one not in self.lookout.said for one in map(hash, lines)]
        # What runs on goes over ends of lines: those of a long one are enough, what stands within is found by itself.
        cut = [line if len(line) <= 2 * ENDS else f"{line[:ENDS]}\n{line[-ENDS:]}" for line in lines]
        joined = ["".join(cut[first:last]) for first, last in pairwise([0, *ends])]
        at = list(compress(range(len(lines)), new))
        found = {bisect_right(ends, at[n]) for n in self._met([lines[n] for n in at], _LINES)}
        found.update(self._met(joined, _JOINED))
        self.suspects += map(self._waiting.__getitem__, sorted(found))
        self._waiting, self._size = [], 0

    def _met(self, texts: list[str], each: _Measure) -> list[int]:
        """Return which texts hold one of the parts that are looked for."""
        seen = hashes("\n".join(texts), each.length)[:: each.step]
        at = self.lookout.known[each].places(seen) * each.step
        return np.unique(np.searchsorted(_starts(texts), at, "right") - 1).tolist() if len(at) else []
