"""The index of the sample site finds what its pages show, and nothing that they don't."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA
from bulletin.issues import Item
from bulletin.kinds import Edition
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import released
from bulletin_portal.addresses import item_address
from bulletin_portal.loading import load
from bulletin_portal.reporting import this_minute
from bulletin_search.folding import squeezed
from bulletin_search.terms import terms_of
from tests.site.output import Site
from tests.unit.search_reader import Reader

_QUERIES = 300


def reader_of(site: Site) -> Reader:
    """Return the reader of a site's index."""
    return Reader(lambda address: (site.root / address.partition("?")[0]).read_bytes())


@cache
def whole(content: Path) -> Catalogue:
    """Return the catalogue of a tree."""
    catalogue = load(content).catalogue
    assert catalogue is not None
    return catalogue


def fields_of(item: Item, day: date) -> list[str]:
    """Return all in which an item of a day is found."""
    units = [name for unit in item.units for name in (unit.name, unit.name_on(day))]
    return [item.title, item.text, *units, *([item.topic.name] if item.topic else [])]


def shown(content: Path, edition: str) -> dict[str, list[str]]:
    """Return what an edition holds: the fields of each item, squeezed, by its address."""
    one = Edition(edition)
    catalogue, _ = edition_of(released(whole(content), one, this_minute().astimezone(CHINA)), one)
    return {
        item_address(entry.issue, entry.item): list(map(squeezed, fields_of(entry.item, entry.issue.signed)))
        for entry in catalogue.entries()
    }


def queries(items: dict[str, list[str]]) -> Iterator[str]:
    """Yield stretches of 1 to 12 letters of the texts that are there, titles, and numbers."""
    draw = random.Random(9)
    fields = [field for told in items.values() for field in told if len(field) > 1]
    titles = [told[0] for told in items.values()]
    numbers = sorted({found for field in fields for found in re.findall(r"第?\d+号?", field)})
    for turn in range(_QUERIES):
        field = draw.choice(fields)
        start = draw.randrange(len(field))
        drawn = (field[start : start + draw.randint(1, 12)], draw.choice(titles), draw.choice(numbers))
        word = drawn[(0, 0, 0, 0, 1, 2)[turn % 6]]
        if re.search("[0-9a-z\u4e00-\u9fff]", word):
            yield word


def test_recall_and_precision(site: Site, edition: str, content: Path) -> None:
    """What is found of 300 queries is what stands in the items of the edition, by exact substring."""
    items, reader = shown(content, edition), reader_of(site)
    for word in queries(items):
        truth = {address for address, told in items.items() if any(word in field for field in told)}
        assert {hit.address for hit in reader.find(word)} == truth, word


def test_hits_lead_to_pages(site: Site, edition: str, content: Path) -> None:
    """Every address that the index names is that of a page."""
    hits = reader_of(site).find("的")
    assert hits
    assert {hit.address for hit in hits} <= set(site.pages)


@pytest.mark.parametrize("sort", ["series", "topics", "units"])
def test_names(site: Site, sort: str) -> None:
    """The index names all that the manifests of years refer to."""
    reader = reader_of(site)
    names = reader.names(sort)
    for year in reader.years:
        assert set(year.manifest.get(sort, ())) <= set(names)


def test_withheld_words_are_in_no_shard(public: Site, content: Path) -> None:
    """No pair of signs that only withheld texts have stands in a public shard, and no text but those that are shown."""
    open_, closed = set[str](), set[str]()
    told = shown(content, "public")
    for fields in told.values():
        open_ |= terms_of(fields[:1] + fields[2:], fields[1]).pairs
    for issue in whole(content).issues:
        for item in issue.items:
            closed |= terms_of((item.title,), item.text).pairs
    secret = closed - open_
    assert secret
    reader = reader_of(public)
    for year in reader.years:
        for shard in year.shards():
            assert secret.isdisjoint(shard)
        for place in range(len(year.manifest["texts"])):
            *_, titles, texts = year.text_file(place)
            held = {squeezed(title) for title in titles} | {squeezed(text) for text in texts}
            assert held <= {field for fields in told.values() for field in fields}
