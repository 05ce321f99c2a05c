"""Plan the pages that list items: topics and units; each with a page per year that closes with the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from bulletin.catalogue import Entry
from bulletin.kinds import Kind
from bulletin_portal import addresses
from bulletin_portal.context import Context, neighbours
from bulletin_portal.pages import Page
from bulletin_portal.tallies import Tally, tally_by, year_of
from bulletin_portal.views import Count, ItemCard, Link

NEWEST: Final = 30


def newest(context: Context, entries: Iterable[Entry], limit: int | None = None) -> tuple[ItemCard, ...]:
    """Return the cards of the newest entries, newest issue first, items of an issue in their order."""
    ordered = sorted(entries, key=lambda entry: entry.position)
    ordered.sort(key=lambda entry: context.rank[entry.issue.path], reverse=True)
    return tuple(context.cards.item(entry) for entry in ordered[:limit])


def by_year(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """Return the entries of each year, newest year first."""
    return {year: list(group) for year, group in groupby(sorted(entries, key=year_of, reverse=True), year_of)}


def _year_counts(base: str, years: dict[int, list[Entry]]) -> tuple[Count, ...]:
    counts = []
    for year, entries in years.items():
        issues = list(dict.fromkeys(entry.issue.path for entry in entries))
        problems = sum(entry.item.kind is Kind.PROBLEM for entry in entries)
        counts.append(Count(addresses.year_address(base, year), str(year), len(issues), len(entries), problems))
    return tuple(counts)


def _subject(context: Context, *, kind: str, parent: Link, count: Count, tally: Tally) -> Iterator[Page]:
    """Yield the page of a topic or unit and those of its years."""
    years = by_year(tally.entries)
    counts = _year_counts(count.address, years)
    items = newest(context, tally.entries, NEWEST)
    trail = context.crumbs(parent)
    yield Page(
        count.address,
        f"{kind}.html",
        count.name,
        f"{kind}s",
        {kind: count, "items": items, "years": counts},
        context.site_sentence(count.name),
        trail,
    )
    here = Link(count.address, count.name)
    for year, entries in years.items():
        older, newer = neighbours(
            list(years), year, lambda one: Link(addresses.year_address(count.address, one), str(one))
        )
        inputs = {
            "heading": count.name,
            "year": year,
            "items": newest(context, entries),
            "older": older,
            "newer": newer,
            "parent": here,
        }
        yield Page(
            addresses.year_address(count.address, year),
            "listing_year.html",
            f"{count.name} · {context.year(year)}",
            f"{kind}s",
            inputs,
            context.site_sentence(f"{count.name} {context.year(year)}"),
            context.crumbs(parent, here),
            year=year,
        )


def plan_topics(context: Context) -> Iterator[Page]:
    """Yield /topics/ and everything below; topics without items have no page."""
    tallies = tally_by(context.catalogue, lambda entry: [entry.item.topic.id] if entry.item.topic else [])
    parent = Link(addresses.TOPICS, context.translate("Topics"))
    counts = []
    for topic in context.reference.topics:
        tally = tallies.get(topic.id)
        if tally is not None:
            counts.append(tally.count(addresses.topic_address(topic), topic.name))
            yield from _subject(context, kind="topic", parent=parent, count=counts[-1], tally=tally)
    yield Page(
        addresses.TOPICS,
        "topics.html",
        parent.name,
        "topics",
        {"topics": tuple(counts)},
        context.site_sentence(parent.name),
        context.crumbs(),
    )


def unit_groups(context: Context) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """Return the units that have items, under their groups, in the order of the reference data."""
    tallies = tally_by(context.catalogue, lambda entry: [unit.id for unit in entry.item.units])
    groups: dict[str, list[Count]] = {}
    for unit in context.reference.units:
        if unit.id in tallies:
            groups.setdefault(unit.group, []).append(tallies[unit.id].count(addresses.unit_address(unit), unit.name))
    return tuple((name, tuple(counts)) for name, counts in groups.items())


def plan_units(context: Context) -> Iterator[Page]:
    """Yield /units/ and everything below."""
    tallies = tally_by(context.catalogue, lambda entry: [addresses.unit_address(unit) for unit in entry.item.units])
    parent = Link(addresses.UNITS, context.translate("Units"))
    groups = unit_groups(context)
    for _, counts in groups:
        for count in counts:
            yield from _subject(context, kind="unit", parent=parent, count=count, tally=tallies[count.address])
    yield Page(
        addresses.UNITS,
        "units.html",
        parent.name,
        "units",
        {"groups": groups},
        context.site_sentence(parent.name),
        context.crumbs(),
    )
