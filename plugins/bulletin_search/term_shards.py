"""Deal the terms of a year to shards by their signs, and write them: no table has to say which term is where.

A term's first sign chooses the bucket, which is one shard, or several if much is in it: then the second sign chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bulletin_search.bits import golomb, packed
from bulletin_search.postings import Entry

_TARGET: Final = 800 * 8  # bits of a shard, about
_SHARDS: Final = 3  # to a bucket, about
_SIGNS: Final = 10  # bits that a term's own signs take, about
_ALIKE: Final = 4  # signs that follow each other go together, 2⁴ of them, as do all signs for one first figure
_DIGITS: Final = 3  # binary ones of the number of buckets, so that it hardly ever changes


def second_of(term: str) -> int:
    """Return the number that stands for a term's second sign, 0 for none."""
    return ord(term[1]) + 1 if len(term) > 1 else 0


@dataclass(frozen=True, slots=True)
class Deal:
    """How the terms of a year are dealt: ``widths`` are the numbers of shards of each bucket."""

    widths: tuple[int, ...]

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Deal:
        """Return the deal of some terms; what changes a little hardly changes their sizes here."""
        sizes = {term: 3 << (entry.size + _SIGNS).bit_length() - 2 for term, entry in entries.items()}
        buckets = _rounded(sum(sizes.values()) // (_TARGET * _SHARDS))
        totals = [0] * buckets
        for term, size in sizes.items():
            totals[ord(term[0]) % buckets] += size
        return cls(tuple(max(1, (2 * total + _TARGET) // (2 * _TARGET)) for total in totals))

    def place(self, term: str) -> tuple[int, int]:
        """Return the bucket of a term, and the place of its shard there."""
        bucket = ord(term[0]) % len(self.widths)
        return bucket, (second_of(term) >> _ALIKE) % self.widths[bucket]

    def shards(self, entries: Mapping[str, Entry]) -> dict[tuple[int, int], list[str]]:
        """Return the terms of all shards, in order; some may have none."""
        dealt: dict[tuple[int, int], list[str]] = {
            (bucket, place): [] for bucket, width in enumerate(self.widths) for place in range(width)
        }
        for term in sorted(entries):
            dealt[self.place(term)].append(term)
        return dealt

    def part(self, bucket: int, place: int) -> str:
        """Return what says which terms of a year a shard has."""
        return f"{len(self.widths)} {bucket} {self.widths[bucket]} {place}"


def _rounded(count: int) -> int:
    """Return a number of few binary digits, and not less than 1."""
    zeros = max(0, count.bit_length() - _DIGITS)
    return max(1, -(-count >> zeros) << zeros)


def shard(terms: Sequence[str], entries: Mapping[str, Entry], items: int, buckets: int) -> bytes:
    """Return the payload of the shard of some terms, in order, of a year that has so many buckets."""
    groups = [(ord(sign) // buckets, list(inside)) for sign, inside in groupby(terms, lambda term: term[0])]
    bits = [golomb(items, 8), golomb(len(groups), 4)]
    first = 0
    for sign, inside in groups:
        bits += (golomb(sign - first, 4), golomb(len(inside) - 1, 1))
        first, second = sign, 0
        for term in inside:
            bits += (golomb(second_of(term) - second, 6 if second else 12), entries[term].text())
            second = second_of(term)
    return packed("".join(bits))
