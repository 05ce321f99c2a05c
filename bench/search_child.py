"""``python -m bench.search_child TREE FOLDER``: make the index of a tree, again without a change, and after an edit.

Writes the files of the index into ``FOLDER/search``, a page for each item into ``FOLDER/pages`` (for others to index),
words to search for into ``FOLDER/words.json`` and ``FOLDER/long.json`` and what was measured into
``FOLDER/measured.json``.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from bulletin.catalogue import Catalogue
from bulletin.kinds import Edition
from bulletin_gate.editions import edition_of
from bulletin_portal.loading import load
from bulletin_search.documents import FOLD, INDEX, index_of
from bulletin_search.folding import shipped_pairs, squeezed
from bulletin_search.store import Store, Year
from bulletin_search.year_items import YearItems, by_year
from bulletin_source.shards import Shards, digest

_QUERIES: Final = 100


def _years(catalogue: Catalogue) -> list[Year]:
    return [
        Year(own, [digest(issue.path.encode(), *(item.text.encode() for item in issue.items)) for issue in own.issues])
        for own in by_year(catalogue.issues)
    ]


def _timed(store: Store, years: list[Year]) -> dict[str, float]:
    """Return how long the plan of the index takes: seconds on the clock, and of this process's processor."""
    wall, processor = time.perf_counter(), time.process_time()
    store.listings(years, some=False)
    return {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}


def _edited(years: list[Year]) -> list[Year]:
    """Return the years with a sentence more in one item of the middle one."""
    at = len(years) // 2
    own = years[at].items
    issues = list(own.issues)
    middle = len(issues) // 2
    first, *others = issues[middle].items
    issues[middle] = replace(issues[middle], items=(replace(first, text=f"{first.text}农村饮水安全。"), *others))
    states = [digest(state, b"edited") if n == middle else state for n, state in enumerate(years[at].states)]
    return [*years[:at], Year(YearItems(own.year, issues), states), *years[at + 1 :]]


def _words(years: list[Year], least: int, most: int) -> list[str]:
    """Return stretches of so many signs of texts of any year."""
    draw = random.Random(9)
    words: list[str] = []
    while len(words) < _QUERIES:
        text = squeezed(draw.choice(draw.choice(years).items.items).text)
        start = draw.randrange(max(1, len(text) - most))
        word = text[start : start + draw.randint(least, most)]
        if len(word) >= least and word.isalnum():
            words.append(word)
    return words


def _write_pages(years: list[Year], folder: Path) -> None:
    for year in years:
        for number, item in enumerate(year.items.items):
            page = folder / f"{year.items.year}" / f"{number}" / "index.html"
            page.parent.mkdir(parents=True)
            body = f"<main><h1>{escape(item.title)}</h1><p>{escape(item.text)}</p></main>"
            page.write_text(f'<!doctype html><html lang="zh-CN"><title>{escape(item.title)}</title>{body}', "utf-8")


def main(tree: Path, folder: Path, *, alone: bool) -> None:
    """Measure; ``alone``: only make the index, so that somebody can watch its memory."""
    catalogue = load(tree).catalogue
    if catalogue is None:
        raise SystemExit(1)
    shown, _ = edition_of(catalogue, Edition.INTERNAL)
    years = _years(shown)
    store = Store(Shards(folder / "cache", b"bench"))
    figures: dict[str, Any] = {"clean": _timed(store, years)}
    if alone:
        return
    figures["unchanged"] = _timed(store, years)
    listings = store.listings(years, some=False)
    files = {path: store.file(year, path) for year in years for path in listings[year.items.year].marks}
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (folder / INDEX).write_bytes(index_of(catalogue.reference, Edition.INTERNAL, [year.items for year in years]))
    (folder / FOLD).write_text(shipped_pairs(), encoding="utf-8")
    for name, least, most in (("words", 2, 6), ("long", 6, 12)):
        (folder / f"{name}.json").write_text(json.dumps(_words(years, least, most)), encoding="utf-8")
    items = [item for year in years for item in year.items.items]
    figures |= {
        "items": len(items),
        "bytes": sum(len((item.title + item.text).encode()) for item in items),
        "files": len(files),
        "size": sum(map(len, files.values())),
        "edit": _timed(Store(Shards(folder / "cache", b"bench")), _edited(years)),
    }
    _write_pages(years, folder / "pages")
    (folder / "measured.json").write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), alone="--alone" in sys.argv)
