"""Make the files of a year's index; where only words of some items changed, from the files and terms before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from bulletin_search.container import HEAD, contained
from bulletin_search.folding import pairs_in
from bulletin_search.item_texts import first_items, item_texts, words_in
from bulletin_search.postings import Postings
from bulletin_search.term_shards import Deal, shard
from bulletin_search.terms import Terms, terms_of
from bulletin_search.year_items import ITEMS, Row, Told, YearItems, columns, row_of, sign_of, told_of
from bulletin_source.shards import digest

FORMAT: Final = 3
_MANY: Final = 4  # where more than one in so many issues changed, came or went, a year is made anew
_NOTHING: Final = ((), ("", ""))  # names and words of an item that isn't there


@dataclass(slots=True)
class Memory:
    """All that is known of a year's index, and what it was made from.

    ``states`` are those of its issues, in order, ``rows`` what is told of each; ``names`` are those of each item;
    ``deal`` says which shard has a term, ``texts`` are the first items of its files of texts; ``files`` map names
    within the folder of the year to bytes.
    """

    generation: int
    states: list[bytes]
    rows: list[Row]
    names: list[tuple[str, ...]]
    postings: Postings
    deal: Deal
    texts: list[int]
    files: dict[str, bytes]
    manifest: bytes = b""

    def words(self) -> list[tuple[str, str]]:
        """Return titles and texts of all items."""
        return [one for place in range(len(self.texts)) for one in words_in(self.files[f"t{place}.bin"][HEAD:])]

    def shards(self) -> dict[tuple[int, tuple[str, ...]], bytes]:
        """Return the shards by the number of buckets, which is written into them, and their terms."""
        dealt, buckets = self.deal.shards(self.postings.entries), len(self.deal.widths)
        return {(buckets, tuple(terms)): self.files[_name(*place)] for place, terms in dealt.items()}


def _name(bucket: int, place: int) -> str:
    """Return the name of a shard of terms."""
    return f"{bucket}_{place}.bin"


def _terms_of(names: Iterable[str], words: tuple[str, str]) -> Terms:
    title, text = words
    return terms_of((title, *names), text)


def _term_files(
    postings: Postings, generation: int, before: Mapping[tuple[int, tuple[str, ...]], bytes]
) -> tuple[Deal, Iterator[tuple[str, bytes]]]:
    """Return how terms are dealt, and the shards by name; ``before`` are those that stand (``Memory.shards``)."""
    deal = Deal.of(postings.entries)
    buckets = len(deal.widths)

    def files() -> Iterator[tuple[str, bytes]]:
        for place, inside in deal.shards(postings.entries).items():
            known = before.get((buckets, tuple(inside)))
            payload = shard(inside, postings.entries, postings.items, buckets) if known is None else known[HEAD:]
            yield _name(*place), contained(payload, generation, deal.part(*place))

    return deal, files()


def _text_files(
    told: Sequence[Told], rows: Sequence[Row], generation: int, before: Mapping[tuple[int, int], bytes]
) -> tuple[list[int], Iterator[bytes]]:
    """Return the first items of files of texts, and the files; ``before`` are those that stand, by first and end."""
    starts = first_items(told)

    def files() -> Iterator[bytes]:
        for start, end in pairwise([*starts, len(told)]):
            known = before.get((start, end))
            yield known or contained(item_texts(told[start:end], rows), generation, f"{start}\n{end}")

    return starts, files()


def _finished(
    own: YearItems,
    postings: Postings,
    states: list[bytes],
    shards: Mapping[tuple[int, tuple[str, ...]], bytes],
    standing: Mapping[tuple[int, int], bytes],
) -> Memory:
    """Return a year's index; ``shards`` and ``standing`` are files of terms and texts that stand."""
    told, rows = told_of(own), list(map(row_of, own.issues))
    deal, term_files = _term_files(postings, own.generation, shards)
    texts, text_files = _text_files(told, rows, own.generation, standing)
    files = {"docs.bin": contained(columns(told, rows), own.generation)}
    files |= dict(term_files)
    files |= {f"t{place}.bin": data for place, data in enumerate(text_files)}
    memory = Memory(own.generation, states, rows, own.names, postings, deal, texts, files)
    memory.manifest = _manifest(own, memory, told)
    return memory


def _manifest(own: YearItems, memory: Memory, told: Iterable[Told]) -> bytes:
    words = (word for one in told for word in (one.title, one.text))
    about = {
        "format": FORMAT,
        "year": own.year,
        "version": digest(*memory.files.values()).hex()[:12],
        "generation": own.generation,
        "items": len(own.items),
        "shards": "".join(map(sign_of, memory.deal.widths)),
        "texts": "".join(sign_of(end - start) for start, end in pairwise([*memory.texts, len(own.items)])),
        "topics": own.topics,
        "units": own.units,
        "fold": pairs_in((*words, *(name for names in set(memory.names) for name in names))),
    }
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()


def made_anew(own: YearItems, states: list[bytes]) -> Memory:
    """Return a year's index; ``states`` are those of its issues, in order."""
    terms = (_terms_of(names, (item.title, item.text)) for item, names in zip(own.items, own.names, strict=True))
    return _finished(own, Postings.of(terms), states, {}, {})


def made_from(before: Memory, own: YearItems, states: list[bytes]) -> Memory | None:
    """Return a year's index, made from what it was; None where too much changed. ``before`` is used up.

    Items that stand have their numbers still: what comes and goes does so behind the last of them.
    """
    spans = [span for _, span in own.numbered()]
    stand = _standing(before.rows, own)
    changed = [place for place in range(stand) if before.states[place] != states[place]]
    others = max(len(before.states), len(states)) - stand
    if (len(changed) + others) * _MANY > max(len(states), _MANY):
        return None
    words, count = before.words(), len(own.items)
    end = spans[stand].start if stand < len(spans) else count
    items = [*(number for place in changed for number in spans[place]), *range(end, max(count, len(words)))]
    old = dict(enumerate(zip(before.names, words, strict=True)))
    now = {
        number: (own.names[number], (own.items[number].title, own.items[number].text))
        for number in items
        if number < count
    }
    patches = {
        number: (_terms_of(*old.get(number, _NOTHING)), _terms_of(*now.get(number, _NOTHING)))
        for number in items
        if now.get(number) != old.get(number)
    }
    shards = before.shards() if before.postings.items == count else {}
    touched = before.postings.patch(patches, count)
    standing = {
        span: before.files[f"t{place}.bin"]
        for place, span in enumerate(pairwise([*before.texts, len(words)]))
        if before.generation == own.generation and not any(span[0] <= number < span[1] for number in items)
    }
    alike = {key: data for key, data in shards.items() if touched.isdisjoint(key[1])}
    return _finished(own, before.postings, states, alike, standing)


def _standing(rows: Sequence[Row], own: YearItems) -> int:
    """Return how many issues there are before the first with more items than before, or fewer."""
    alike = (row[ITEMS] == len(issue.items) for row, issue in zip(rows, own.issues, strict=False))
    return sum(takewhile(bool, alike))
