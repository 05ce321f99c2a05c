"""Which items of a year each term stands in: gathered, patched where a text changed, written as bits.

Items are numbered from 0. Numbers are kept as packed arrays, since there are some hundreds of thousands a year.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from bulletin_search.bits import ascending, golomb, spread
from bulletin_search.terms import Terms

# From this many bits in the entries of one first sign, the sign has a complete list of its own (docs/search.md).
_LONG: Final = 36_000
_CODE: Final = "I"  # of arrays: no year has 2³² items
_SIZE: Final = array(_CODE).itemsize
_NONE: Final = array(_CODE)
_none: Final = partial(array, _CODE)

Numbers = Sequence[int]


class Posting(NamedTuple):
    """The items with a pair of signs, those with it in title or names, and those with it more than once in the text."""

    items: bytes = b""
    head: bytes = b""
    more: bytes = b""


class Entry(NamedTuple):
    """What a shard says of a term behind its signs, as bits: how many, and they themselves in bytes."""

    size: int
    bits: bytes

    def text(self) -> str:
        """Return the bits as a string."""
        return format(int.from_bytes(self.bits, "big"), f"0{self.size}b")


def _entry(bits: str) -> Entry:
    return Entry(len(bits), int(bits, 2).to_bytes((len(bits) + 7) // 8, "big"))


def numbers(data: bytes) -> array[int]:
    """Return numbers that were packed."""
    return array(_CODE, data)


def _packed(given: Iterable[int]) -> bytes:
    return array(_CODE, given).tobytes()


def _places(some: Numbers, among: Numbers) -> list[int]:
    place = {number: at for at, number in enumerate(among)}
    return [place[number] for number in some]


def _marked(some: bytes, among: Numbers) -> str:
    chosen = numbers(some)
    return golomb(len(chosen), 0) + ascending(_places(chosen, among) if chosen else (), len(among))


def pair_entry(posting: Posting, items: int) -> Entry:
    """Return the entry of a pair of signs."""
    among = numbers(posting.items)
    listed = golomb(len(among) - 1, 0) + ascending(among, items)
    return _entry(listed + _marked(posting.head, among) + _marked(posting.more, among))


def single_entry(among: Numbers, items: int, *, complete: bool) -> Entry:
    """Return the entry of a single sign; a list that isn't complete has marks, and here none."""
    listed = golomb(len(among) - 1, 0) + ascending(among, items)
    return _entry(f"1{listed}" if complete else f"0{listed}00")


@dataclass(slots=True)
class Postings:
    """The terms of the items of a year, and what shards say of them."""

    items: int
    pairs: dict[str, Posting]
    ends: dict[str, bytes]  # by sign: the items in which a run of signs ends in it
    entries: dict[str, Entry]

    @classmethod
    def of(cls, terms: Iterable[Terms]) -> Postings:
        """Return the postings of a year's items; their terms are taken one by one, since all together are 100 MB."""
        pairs, head, more, ends = (defaultdict[str, "array[int]"](_none) for _ in range(4))
        items = 0
        for number, one in enumerate(terms):
            items = number + 1
            for found, into in ((one.pairs, pairs), (one.head, head), (one.more, more), (one.ends, ends)):
                for term in found:
                    into[term].append(number)
        own = cls(items, {}, {sign: among.tobytes() for sign, among in ends.items()}, {})
        for term in list(pairs):
            own.pairs[term] = Posting(*(from_.pop(term, _NONE).tobytes() for from_ in (pairs, head, more)))
        own._renew(own.pairs, {term[0] for term in own.pairs} | own.ends.keys())
        return own

    def patch(self, changed: Mapping[int, tuple[Terms, Terms]], items: int) -> set[str]:
        """Let items have other terms, and a year so many items; return the terms whose entries changed.

        ``changed`` maps numbers to the terms before and those now, which are none where an item comes or goes.
        """
        touched: set[str] = set()
        for number, (before, now) in changed.items():
            other = (before.pairs ^ now.pairs) | (before.head ^ now.head) | (before.more ^ now.more)
            for term in other:
                known = self.pairs.get(term, Posting())
                there = (now.pairs, now.head, now.more)
                self.pairs[term] = Posting(*(_with(known[at], number, held=term in there[at]) for at in range(3)))
            ends = before.ends ^ now.ends
            for sign in ends:
                self.ends[sign] = _with(self.ends.get(sign, b""), number, held=sign in now.ends)
            touched |= other | ends
        touched |= self._moved(items)
        self.items = items
        pairs = {term for term in touched if len(term) > 1}
        for term in [term for term in pairs if not self.pairs[term].items]:
            del self.pairs[term]
            self.entries.pop(term, None)
        signs = {term[0] for term in touched}
        singles = {sign: self.entries.get(sign) for sign in signs}
        self._renew(pairs & self.pairs.keys(), signs)
        return pairs | {sign for sign in signs if self.entries.get(sign) != singles[sign]}

    def _moved(self, items: int) -> set[str]:
        """Return the terms that may be told in other bits where a year has so many items."""
        if items == self.items:
            return set()
        counts = {term: len(posting.items) // _SIZE for term, posting in self.pairs.items()}
        moved = {
            count
            for count in set(counts.values()) - {0}
            if count in {items, self.items} or spread(count, items) != spread(count, self.items)
        }
        return {term for term in self.entries if len(term) == 1 or counts[term] in moved}

    def _renew(self, pairs: Iterable[str], signs: Iterable[str]) -> None:
        """Work out the entries of pairs, and of single signs with which they begin."""
        for term in pairs:
            self.entries[term] = pair_entry(self.pairs[term], self.items)
        groups: dict[str, list[str]] = {sign: [] for sign in signs}
        for term in self.pairs:
            if term[0] in groups:
                groups[term[0]].append(term)
        for sign, inside in groups.items():
            self.entries.pop(sign, None)
            complete = sum(self.entries[term].size for term in inside) > _LONG
            ends = self.ends.get(sign, b"")
            if not complete and not ends:
                continue
            covered = set().union(*(numbers(self.pairs[term].items) for term in inside))
            shown = covered | set(numbers(ends)) if complete else set(numbers(ends)) - covered
            if shown:
                self.entries[sign] = single_entry(sorted(shown), self.items, complete=complete)


def _with(known: bytes, number: int, *, held: bool) -> bytes:
    """Return packed numbers with one among them, or without it."""
    found = numbers(known)
    place = bisect_left(found, number)
    there = found[place : place + 1] == array(_CODE, [number])
    if held and not there:
        found.insert(place, number)
    elif there and not held:
        del found[place]
    return found.tobytes()
