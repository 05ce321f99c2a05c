"""Read the index of the search from its files alone, as docs/search.md says; nothing of what writes it is used.

It asks for all pairs of a word, of all years, and loads the texts of all candidates: what is true, not what is quick.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

_SPACES = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_RUNS = re.compile("[0-9a-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_PAIR = re.compile("([0-9]{2}|.)([0-9]{1,2}|.?)", re.DOTALL)


class OutdatedError(ValueError):
    """A file is damaged, or of another version than its manifest."""


class Hit(NamedTuple):
    """An item that was found."""

    address: str
    title: str
    kind: str
    topic: str
    units: tuple[str, ...]


class Bits:
    """A stream of bits."""

    def __init__(self, data: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in data)
        self._at = 0

    def plain(self, size: int) -> int:
        """Return a number of so many bits."""
        self._at += size
        return int(self._bits[self._at - size : self._at] or "0", 2)

    def ones(self) -> int:
        """Return how many ones stand before the next zero."""
        zero = self._bits.index("0", self._at)
        found, self._at = zero - self._at, zero + 1
        return found

    def rice(self, k: int) -> int:
        """Return a number in Rice code."""
        return (self.ones() << k) + self.plain(k)

    def golomb(self, k: int) -> int:
        """Return a number in exponential Golomb code."""
        over = self.ones()
        return (((1 << over) - 1) << k) + self.plain(over + k)

    def ascending(self, count: int, limit: int) -> list[int]:
        """Return so many ascending numbers below a limit."""
        if count in {0, limit}:
            return list(range(count))
        k = 0
        while 3 * count << (k + 1) <= 2 * limit:
            k += 1
        found = [self.rice(k)]
        while len(found) < count:
            found.append(found[-1] + 1 + self.rice(k))
        return found


@dataclass
class Listed:
    """What a shard says of a term."""

    items: list[int]
    complete: bool = False
    head: list[int] = field(default_factory=list)
    more: list[int] = field(default_factory=list)


def shard_terms(payload: bytes, bucket: int, buckets: int) -> dict[str, Listed]:
    """Return the terms of a shard of one of so many buckets."""
    bits, found, first = Bits(payload), dict[str, Listed](), 0
    limit = bits.golomb(8)
    for _ in range(bits.golomb(4)):
        first += bits.golomb(4)
        second = 0
        for _ in range(bits.golomb(1) + 1):
            second += bits.golomb(6 if second else 12)
            one = Listed([], not second and bool(bits.plain(1)))
            one.items = bits.ascending(bits.golomb(0) + 1, limit)
            if not one.complete:
                for marked in (one.head, one.more):
                    marked.extend(one.items[place] for place in bits.ascending(bits.golomb(0), len(one.items)))
            found[chr(first * buckets + bucket) + (chr(second - 1) if second else "")] = one
    return found


def sign_of(figures: str) -> str:
    """Return the sign for one figure that stands alone, or for two, as it stands in a term; others are themselves."""
    if not re.fullmatch("[0-9]{1,2}", figures):
        return figures
    return chr(0xE000 + 16 * int(figures[0]) + (1 + int(figures[1]) if figures[1:] else 0))


def terms_of(run: str) -> list[str]:
    """Return the terms of a run, each a sign and the one behind it; a figure by itself at its end stays as it is.

    None that ends where another before it does: that one says as much.
    """
    found, end = [], 0
    for at in range(len(run)):
        pair = _PAIR.match(run, at)
        assert pair
        if pair.end() > end:
            first, second = pair.groups()
            end = pair.end()
            known = len(second) == 2 or end < len(run)
            found.append((sign_of(first) if first[1:] else first) + (sign_of(second) if known else second))
    return found


def seconds_of(term: str) -> range:
    """Return the code points that a term may have behind its first: a figure stands for all that begin with it."""
    if not re.fullmatch("[0-9]", term[1]):
        return range(ord(term[1]), ord(term[1]) + 1)
    begin = 0xE000 + 16 * int(term[1])
    return range(begin, begin + 11)


@dataclass
class Year:
    """A year of the index; ``fetch`` returns a file of the output by its address, or raises KeyError."""

    number: int
    fetch: Callable[[str], bytes]

    def __post_init__(self) -> None:
        self.manifest: dict[str, Any] = json.loads(self.fetch(f"search/{self.number}.json"))
        self.widths = [ord(sign) - 48 for sign in self.manifest["shards"]]
        self.texts = [0, *accumulate(ord(sign) - 48 for sign in self.manifest["texts"])][:-1]
        self._shards: dict[tuple[int, int], dict[str, Listed]] = {}
        self._texts: dict[int, list[Any]] = {}

    def payload(self, name: str, part: str) -> bytes:
        """Return what a file holds, if it is the one that the manifest means."""
        data = self.fetch(f"search/{self.number}/{name}?v={self.manifest['version']}")
        generation, place, total = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
        expected = (b"GBS1", self.manifest["generation"], zlib.adler32(part.encode()), zlib.adler32(data[16:]))
        if (data[:4], generation, place, total) != expected:
            raise OutdatedError(name)
        return data[16:]

    def shard(self, bucket: int, place: int) -> dict[str, Listed]:
        """Return the terms of a shard: of a place in a bucket."""
        if (bucket, place) not in self._shards:
            count = len(self.widths)
            payload = self.payload(f"{bucket}_{place}.bin", f"{count} {bucket} {self.widths[bucket]} {place}")
            self._shards[bucket, place] = shard_terms(payload, bucket, count)
        return self._shards[bucket, place]

    def shards(self) -> Iterator[dict[str, Listed]]:
        """Yield the terms of all shards."""
        for bucket, width in enumerate(self.widths):
            for place in range(width):
                yield self.shard(bucket, place)

    def having(self, run: str) -> set[int]:
        """Return the items that may have a run of signs."""
        return set.intersection(*map(self._holding, set(terms_of(run))))

    def _holding(self, term: str) -> set[int]:
        """Return the items that have a term: a pair, or a sign by itself, which other terms may begin with."""
        bucket = ord(term[0]) % len(self.widths)
        width = self.widths[bucket]
        found: set[int] = set()
        if len(term) > 1:
            seconds = seconds_of(term)
            own = self.shard(bucket, ((seconds[0] + 1) >> 4) % width)
            for second in seconds:
                found.update(own[term[0] + chr(second)].items if term[0] + chr(second) in own else ())
            return found
        for place in range(width):
            own = self.shard(bucket, place)
            if term in own and own[term].complete:
                return set(own[term].items)
            found.update(number for one, listed in own.items() if one[0] == term for number in listed.items)
        return found

    def text_file(self, place: int) -> list[Any]:
        """Return what a file of texts holds."""
        if place not in self._texts:
            starts = [*self.texts, self.manifest["items"]]
            payload = self.payload(f"t{place}.bin", f"{starts[place]}\n{starts[place + 1]}")
            self._texts[place] = json.loads(zlib.decompress(payload, -15).decode("gbk"))
        return self._texts[place]

    def file_of(self, item: int) -> int:
        """Return the place of the file that has the text of an item."""
        return max(place for place, start in enumerate(self.texts) if start <= item)


class Reader:
    """The index of a site."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self.fetch = fetch
        self.index: dict[str, Any] = json.loads(fetch("search/index.json"))
        self.years = [Year(number, fetch) for number in self.index["years"]]
        self.table: dict[int, str] = {}
        for year in self.years:
            self._learn(year.manifest["fold"])
        self._whole = False

    def _learn(self, pairs: str) -> None:
        self.table |= {ord(one): other for one, other in zip(pairs[::2], pairs[1::2], strict=True)}

    def squeezed(self, text: str) -> str:
        """Return a text folded and without white space."""
        plain = [chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c for c in text]
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
        return _SPACES.sub("", low.translate(self.table))

    def find(self, *words: str) -> list[Hit]:
        """Return the items that have all words; the newest year first, the oldest item of it first."""
        squeezed = [self.squeezed(word) for word in words]
        runs = [run for word in squeezed for run in _RUNS.findall(word)]
        candidates = [set.intersection(*(year.having(run) for run in runs)) for year in self.years]
        if not any(candidates) and not self._whole:
            self._whole = True
            self._learn(self.fetch(self.index["fold"]).decode())
            return self.find(*words)
        hits = []
        for year, items in zip(self.years, candidates, strict=True):
            for item in sorted(items):
                hit = self._verified(year, item, squeezed)
                hits += [hit] if hit else []
        return hits

    def names(self, sort: str) -> dict[str, str]:
        """Return the names of series, topics or units by their ids."""
        return {one["id"]: one["name"] for one in self.index[sort]}

    def unit_names(self, ident: str, day: str) -> set[str]:
        """Return the names by which a unit's items of a day are found: that of the day, and the present one."""
        (unit,) = (one for one in self.index["units"] if one["id"] == ident)
        past = [name for name, until in unit.get("former", ()) if day <= until]
        return {unit["name"], *past[:1]}

    def _verified(self, year: Year, item: int, words: list[str]) -> Hit | None:
        place = year.file_of(item)
        at = item - year.texts[place]
        rows, issue, n, kind, topic, unit, titles, texts = year.text_file(place)
        own = year.manifest["topics"][ord(topic[at]) - 48] if topic[at] != "!" else ""
        units = tuple(year.manifest["units"][ord(sign) - 48] for sign in unit.split(" ")[at])
        row = rows[ord(issue[at]) - 48]
        fields = [titles[at], texts[at], *(name for one in units for name in self.unit_names(one, row[4]))]
        fields += [self.names("topics")[own]] if own else []
        told = list(map(self.squeezed, fields))
        if not all(any(word in one for one in told) for word in words):
            return None
        address = f"{row[0]}/{year.number}/{row[1]}/" + (f"{ord(n[at]) - 48}/" if row[5] > 1 else "")
        return Hit(address, titles[at], kind[at], own, units)
