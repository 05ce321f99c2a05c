"""Make the files of a year's index; where only words of some items changed, from the files and terms before."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bulletin_search.container import HEAD, contained
from bulletin_search.folding import pairs_in
from bulletin_search.item_texts import Words, first_items, item_texts, words_in
from bulletin_search.postings import Postings
from bulletin_search.term_shards import first_terms, shard
from bulletin_search.terms import Terms, terms_of
from bulletin_search.year_items import YearItems, columns, names_of, words_of
from bulletin_source.shards import digest

FORMAT: Final = 1
_MANY: Final = 4  # where more than one in so many issues changed, a year is made anew


@dataclass(slots=True)
class Memory:
    """All that is known of a year's index: its state, and what it was made from.

    ``states`` are those of its issues, in order, ``names`` those of each item; ``terms`` are the first terms of its
    shards; ``files`` map names within the folder of the year to bytes.
    """

    generation: int
    states: list[bytes]
    names: list[tuple[str, ...]]
    postings: Postings
    terms: list[str]
    texts: list[int]
    files: dict[str, bytes]
    manifest: bytes

    def words(self) -> list[Words]:
        """Return titles and texts of all items."""
        return [one for place in range(len(self.texts)) for one in words_in(self.files[f"t{place}.bin"][HEAD:])]


def _spans(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(pairwise([*starts, end]))


def _terms(names: Iterable[str], words: Words) -> Terms:
    title, text = words
    return terms_of((title, *names), text)


def _term_files(
    own: YearItems, postings: Postings, before: Mapping[tuple[str, ...], bytes]
) -> tuple[list[str], dict[str, bytes]]:
    """Return the first terms of shards and the shards; ``before`` are those that stand, by their terms."""
    ordered = sorted(postings.entries)
    spans = _spans(first_terms(ordered, postings.entries), len(ordered))
    files = {}
    for place, (start, end) in enumerate(spans):
        inside = tuple(ordered[start:end])
        data = before.get(inside)
        if data is None:
            data = contained(shard(inside, postings.entries, postings.items), own.generation)
        files[f"{place}.bin"] = data
    return ["", *(ordered[start] for start, _ in spans[1:])], files


def _text_files(
    own: YearItems, words: Sequence[Words], before: Mapping[tuple[Words, ...], bytes]
) -> tuple[list[int], dict[str, bytes]]:
    starts = first_items(words)
    files = {}
    for place, (start, end) in enumerate(_spans(starts, len(words))):
        inside = tuple(words[start:end])
        files[f"t{place}.bin"] = before.get(inside) or contained(item_texts(inside), own.generation)
    return starts, files


def _manifest(own: YearItems, memory: Memory, fold: str) -> bytes:
    told = {
        "format": FORMAT,
        "year": own.year,
        "version": digest(*memory.files.values()).hex()[:12],
        "generation": own.generation,
        "issues": len(own.issues),
        "items": len(own.items),
        "terms": memory.terms,
        "texts": memory.texts,
        "fold": fold,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _finished(own: YearItems, memory: Memory, words: Iterable[Words]) -> Memory:
    memory.files["docs.bin"] = contained(columns(own), own.generation)
    texts = (one for title, text in words for one in (title, text))
    fold = pairs_in((*texts, *(name for names in set(memory.names) for name in names)))
    memory.manifest = _manifest(own, memory, fold)
    return memory


def made_anew(own: YearItems, states: list[bytes]) -> Memory:
    """Return a year's index; ``states`` are those of its issues, in order."""
    names, words = list(map(names_of, own.items)), list(map(words_of, own.items))
    postings = Postings.of([_terms(*one) for one in zip(names, words, strict=True)])
    terms, files = _term_files(own, postings, {})
    texts, more = _text_files(own, words, {})
    memory = Memory(own.generation, states, names, postings, terms, texts, files | more, b"")
    return _finished(own, memory, words)


def _shards_by_terms(before: Memory) -> dict[tuple[str, ...], bytes]:
    ordered = sorted(before.postings.entries)
    spans = enumerate(_spans([bisect_left(ordered, term) for term in before.terms], len(ordered)))
    return {tuple(ordered[start:end]): before.files[f"{place}.bin"] for place, (start, end) in spans}


def made_from(before: Memory, own: YearItems, states: list[bytes]) -> Memory | None:
    """Return a year's index, made from what it was; None where too much changed. ``before`` is used up."""
    changed = [place for place, (old, new) in enumerate(zip(before.states, states, strict=False)) if old != new]
    if before.generation != own.generation or len(changed) * _MANY > max(len(states), _MANY):
        return None
    spans = [span for _, span in own.numbered()]
    old_words = before.words()
    names, words = list(before.names), list(old_words)
    patches: dict[int, tuple[Terms, Terms]] = {}
    for number in (number for place in changed for number in spans[place]):
        names[number], words[number] = names_of(own.items[number]), words_of(own.items[number])
        if (names[number], words[number]) != (before.names[number], old_words[number]):
            terms = _terms(before.names[number], old_words[number])
            patches[number] = (terms, _terms(names[number], words[number]))
    shards = _shards_by_terms(before)
    touched = before.postings.patch(patches)
    standing = {terms: data for terms, data in shards.items() if touched.isdisjoint(terms)}
    ends = _spans(before.texts, len(old_words))
    texts_before = {tuple(old_words[start:end]): before.files[f"t{at}.bin"] for at, (start, end) in enumerate(ends)}
    terms_now, files = _term_files(own, before.postings, standing)
    texts_now, more = _text_files(own, words, texts_before)
    memory = Memory(own.generation, states, names, before.postings, terms_now, texts_now, files | more, b"")
    return _finished(own, memory, words)
