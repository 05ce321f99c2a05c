"""Plan the pages that list items: topics and units; each with a page per year that closes with the year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bulletin_portal import addresses
from bulletin_portal.context import Context, neighbours
from bulletin_portal.pages import Page
from bulletin_portal.tallies import Shelf
from bulletin_portal.views import Count, Link

NEWEST: Final = 30


def _subject(context: Context, *, kind: str, parent: Link, count: Count, shelf: Shelf) -> Iterator[Page]:
    """Yield the page of a topic or unit and those of its years."""
    years = shelf.years
    counts = (
        tally.count(addresses.year_address(count.address, year), str(year)) for year, tally in shelf.tallies.items()
    )
    newest = context.newest_first(entry for entries in years.values() for entry in entries[:NEWEST])
    trail = context.crumbs(parent)
    yield Page(
        count.address,
        f"{kind}.html",
        count.name,
        f"{kind}s",
        {kind: count, "items": context.items(newest[:NEWEST]), "years": tuple(counts)},
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
            "items": context.items(entries),
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


def topic_counts(context: Context) -> dict[str, Count]:
    """Return what stands under each topic that has items, by id, in the order of the reference data."""
    shelves = context.shelves.topics
    return {
        topic.id: shelves[topic.id].whole.count(addresses.topic_address(topic), topic.name)
        for topic in context.reference.topics
        if topic.id in shelves
    }


def plan_topics(context: Context) -> Iterator[Page]:
    """Yield /topics/ and everything below; topics without items have no page."""
    counts = topic_counts(context)
    parent = Link(addresses.TOPICS, context.translate("Topics"))
    for key, count in counts.items():
        yield from _subject(context, kind="topic", parent=parent, count=count, shelf=context.shelves.topics[key])
    yield Page(
        addresses.TOPICS,
        "topics.html",
        parent.name,
        "topics",
        {"topics": tuple(counts.values())},
        context.site_sentence(parent.name),
        context.crumbs(),
    )


def unit_groups(context: Context) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """Return the units that have items, under their groups, in the order of the reference data."""
    shelves = context.shelves.units
    groups: dict[str, list[Count]] = {}
    for unit in context.reference.units:
        if unit.id in shelves:
            count = shelves[unit.id].whole.count(addresses.unit_address(unit), unit.name)
            groups.setdefault(unit.group, []).append(count)
    return tuple((name, tuple(counts)) for name, counts in groups.items())


def plan_units(context: Context) -> Iterator[Page]:
    """Yield /units/ and everything below."""
    groups = unit_groups(context)
    units = (unit for unit in context.reference.units if unit.id in context.shelves.units)
    shelves = {addresses.unit_address(unit): context.shelves.units[unit.id] for unit in units}
    parent = Link(addresses.UNITS, context.translate("Units"))
    for count in (count for _, counts in groups for count in counts):
        yield from _subject(context, kind="unit", parent=parent, count=count, shelf=shelves[count.address])
    yield Page(
        addresses.UNITS,
        "units.html",
        parent.name,
        "units",
        {"groups": groups},
        context.site_sentence(parent.name),
        context.crumbs(),
    )
