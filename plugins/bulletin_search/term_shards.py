"""Write the terms of a year into shards, a range of terms in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from bulletin_search.bits import golomb, packed
from bulletin_search.cutting import cuts
from bulletin_search.postings import Entry

_TARGET: Final = 1_300 * 8  # bits
_SIGNS: Final = 10  # bits that a term's own signs take, about


def first_terms(ordered: Sequence[str], entries: Mapping[str, Entry]) -> list[int]:
    """Return the places of the first terms of shards; what changes a little hardly changes their sizes here."""
    return cuts([1 << (entries[term].size + _SIGNS).bit_length() for term in ordered], _TARGET * 4 // 3)


def shard(terms: Sequence[str], entries: Mapping[str, Entry], items: int) -> bytes:
    """Return the payload of the shard of some terms, in order."""
    groups = [(ord(sign), list(inside)) for sign, inside in groupby(terms, lambda term: term[0])]
    bits = [golomb(items, 8), golomb(len(groups), 4)]
    first = 0
    for sign, inside in groups:
        bits += (golomb(sign - first, 6), golomb(len(inside) - 1, 1))
        first, second = sign, 0
        for term in inside:
            other = ord(term[1]) + 1 if len(term) > 1 else 0
            bits += (golomb(other - second, 6), entries[term].text())
            second = other
    return packed("".join(bits))
