"""Say which files the index of an edition has: those of the years, and two that stand above them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from bulletin.index_numbers import IndexScheme
from bulletin.issues import Issue
from bulletin.kinds import Edition
from bulletin.reference import Reference
from bulletin_portal.context import Context
from bulletin_portal.pages import Document
from bulletin_search.folding import shipped_pairs, squeezed
from bulletin_search.store import Store, Year
from bulletin_search.year_index import FORMAT
from bulletin_search.year_items import YearItems, by_year
from bulletin_source.shards import digest

INDEX: Final = "search/index.json"
FOLD: Final = "search/fold.txt"
_PART: Final = re.compile(r"\{([a-z]+)[^}]*\}")
_PATTERNS: Final = {
    "series": "(?<series>.+)",
    "year": "(?<year>[0-9]{4})",
    "date": "[0-9]{8}",
    "number": "(?<number>(?:r[0-9]+)?[st]?[0-9]+)",
    "item": "(?<item>[0-9]+)",
}
# What JSON writes with a backslash stands in its wide form, which folds to it: with a backslash a name would be told in
# words that no page tells it in, and the scan for withheld words would find those of a text that writes them so.
_WIDE: Final = str.maketrans({'"': "＂", "\\": "＼"})


def _state(context: Context, issue: Issue) -> bytes:
    """Return the digest of an issue; words that name items elsewhere hold their numbers too."""
    state = context.closures.state(issue)
    words = [item.text.encode() for item in issue.items if item.references]
    return digest(state, *words) if words else state


def _literal(text: str) -> str:
    """Return the pattern of signs that stand for themselves, with backslashes only where no class of one sign does."""
    return re.sub(
        r"[.*+?$()|]|(?P<other>[\^\[\]\\])",
        lambda sign: f"\\{sign[0]}" if sign["other"] else f"[{sign[0]}]",
        squeezed(text),
    )


def index_number_pattern(scheme: IndexScheme) -> str:
    """Return a pattern (ECMA-262) of folded index numbers that a scheme makes, with the parts that cite an issue.

    Its groups are ``series``, ``year``, ``number`` with the letters of its track and run, and ``item``.
    """
    texts = _PART.split(scheme.form)
    known = _PATTERNS | {"organ": _literal(scheme.organ)}
    texts[::2] = map(_literal, texts[::2])
    texts[1::2] = [known[one] for one in texts[1::2]]
    return "".join(texts)


def index_of(reference: Reference, edition: Edition, years: list[YearItems]) -> bytes:
    """Return the file that stands above the years, newest first."""
    told = {
        "format": FORMAT,
        "number": index_number_pattern(IndexScheme.of(reference.site)),
        "edition": str(edition),
        "years": [one.year for one in years],
        "fold": f"{FOLD}?v={digest(shipped_pairs().encode()).hex()[:12]}",
        "series": [
            ({"code": one.index_code} if one.index_code else {})
            | {
                "id": one.id,
                "name": reference.shown_title(one).translate(_WIDE),
                "names": list(dict.fromkeys(title.name.translate(_WIDE) for title in one.titles)),
            }
            for one in reference.series
        ],
        "topics": [{"id": one.id, "name": one.name.translate(_WIDE)} for one in reference.topics],
        "units": [
            {"id": one.id, "name": one.name.translate(_WIDE)}
            | (
                {"former": [[past.name.translate(_WIDE), past.until.isoformat()] for past in one.former]}
                if one.former
                else {}
            )
            for one in reference.units
        ],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def search_documents(context: Context, store: Store, wanted: Collection[str] | None = None) -> Iterator[Document]:
    """Yield the files of the index; ``wanted`` are paths of those to be made where the context isn't the whole."""
    years = by_year(context.catalogue.issues)
    if wanted is None:
        yield Document(INDEX, partial(index_of, context.reference, context.edition, years))
        yield Document(FOLD, shipped_pairs().encode)
    else:
        years = [own for own in years if f"search/{own.year}.json" in wanted]
    known = [Year(own, [_state(context, issue) for issue in own.issues]) for own in years]
    listings = store.listings(known, some=wanted is not None)
    for year in known:
        paths = year.items.paths
        for path, mark in listings[year.items.year].marks.items():
            yield Document(path, partial(store.file, year, path), paths, mark=partial(bytes, mark))
