"""Plan the pages that list items: topics and units; each with a page per year that closes with the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.catalogue import Entry
from bulletin.issues import Item
from bulletin.kinds import Kind, Status
from bulletin_portal import addresses
from bulletin_portal.card_lists import CardList
from bulletin_portal.charts import Chart, Row, stacked
from bulletin_portal.context import Context, neighbours
from bulletin_portal.pages import Page
from bulletin_portal.tallies import Shelf
from bulletin_portal.threads import is_settled
from bulletin_portal.views import Choice, Count, FormerNameView, ItemCard, Link

NEWEST: Final = 30
IN_HAND: Final = 5


@dataclass(frozen=True, slots=True)
class SeriesGroup:
    """The items of one series within a list of several."""

    anchor: str
    name: str
    items: CardList[Entry, ItemCard]


@dataclass(frozen=True, slots=True)
class ProblemMatters:
    """What became of the problem items under a heading: ``address`` lists all ``items``.

    ``statuses`` count matters by their last report; ``in_hand`` are those on the newest that are not settled.
    """

    address: str
    items: int
    statuses: tuple[tuple[Status, int], ...]
    in_hand: CardList[Entry, ItemCard]


def by_series(context: Context, entries: Iterable[Entry]) -> tuple[SeriesGroup, ...]:
    """Return items under their series, in the order of the reference data; within one they keep their order."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        series = entry.issue.series.id
        if series not in groups:
            groups[series] = []
        groups[series].append(entry)
    return tuple(
        SeriesGroup(addresses.series_anchor(one), context.reference.shown_title(one), context.items(groups[one.id]))
        for one in context.reference.series
        if one.id in groups
    )


def jumps_of(groups: Iterable[SeriesGroup]) -> tuple[Choice, ...]:
    """Return the links from the head of a page to its groups."""
    return tuple(Choice(f"#{group.anchor}", group.name, len(group.items)) for group in groups)


class Matters:
    """The problem matters of a catalogue under the headings that items name: topics, or units."""

    def __init__(self, context: Context, ids: Callable[[Item], Iterable[str]]) -> None:
        self._context = context
        self._items = Counter(one for entry in context.shelves.problems for one in ids(entry.item))
        self._statuses: dict[str, Counter[Status | None]] = {}
        self._in_hand: dict[str, list[Entry]] = {}
        for thread in context.matters:
            last, settled = thread[-1], is_settled(thread)
            status = Status.RESOLVED if settled else last.item.status
            named = (one for entry in thread if entry.item.kind is Kind.PROBLEM for one in ids(entry.item))
            for heading in dict.fromkeys(named):
                self._statuses.setdefault(heading, Counter())[status] += 1
                own = self._in_hand.setdefault(heading, [])
                if not settled and status is not None and len(own) < IN_HAND:
                    own.append(last)

    def of(self, heading: str, address: str) -> ProblemMatters | None:
        """Return what became of the matters under a heading; None where it has no problem item."""
        if heading not in self._items:
            return None
        counts = self._statuses.get(heading, Counter())
        statuses = tuple((status, counts[status]) for status in Status if counts[status])
        in_hand = self._context.items(self._in_hand.get(heading, []))
        return ProblemMatters(address, self._items[heading], statuses, in_hand)


def history_of(context: Context, shelf: Shelf) -> Chart | None:
    """Return columns for the years from the first that has items to the last; None for a single year."""
    span = range(min(shelf.tallies), max(shelf.tallies) + 1)
    if len(span) == 1:
        return None
    known = {year: (tally.problems, tally.items - tally.problems) for year, tally in shelf.tallies.items()}
    return stacked([Row(context.year(year), str(year), known.get(year, (0, 0))) for year in span])


def _subject(  # noqa: PLR0913 (what a heading is)
    context: Context,
    *,
    kind: str,
    parent: Link,
    count: Count,
    shelf: Shelf,
    matters: ProblemMatters | None,
    former: tuple[FormerNameView, ...] = (),
) -> Iterator[Page]:
    """Yield the page of a topic or unit, with the names it bore, and those of its years."""
    years = shelf.years
    counts = tuple(
        tally.count(addresses.year_address(count.address, year), str(year)) for year, tally in shelf.tallies.items()
    )
    newest = context.newest_first(entry for entries in years.values() for entry in entries[:NEWEST])
    trail = context.crumbs(parent)
    feeds = context.feeds(count.address.rstrip("/"), count.name)
    yield Page(
        count.address,
        f"{kind}.html",
        count.name,
        f"{kind}s",
        {
            kind: count,
            "items": context.items(newest[:NEWEST]),
            "years": counts,
            "history": history_of(context, shelf),
            "matters": matters,
            "former": former,
        },
        context.site_sentence(count.name),
        trail,
        feeds,
    )
    here = count.link
    links = tuple(one.link for one in counts)
    for year, entries in years.items():
        older, newer = neighbours(
            list(years), year, lambda one: Link(addresses.year_address(count.address, one), str(one))
        )
        groups = by_series(context, entries)
        inputs = {
            "heading": count.name,
            "year": year,
            "total": len(entries),
            "groups": groups,
            "jumps": jumps_of(groups) if len(groups) > 1 else (),
            "years": links,
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
            feeds,
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
    matters = Matters(context, lambda item: [item.topic.id] if item.topic else [])
    places = {topic.id: addresses.problem_topic_address(topic) for topic in context.reference.topics}
    for key, count in counts.items():
        shelf, problems = context.shelves.topics[key], matters.of(key, places[key])
        yield from _subject(context, kind="topic", parent=parent, count=count, shelf=shelf, matters=problems)
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
    units = {addresses.unit_address(unit): unit for unit in context.reference.units}
    matters = Matters(context, lambda item: [unit.id for unit in item.units])
    parent = Link(addresses.UNITS, context.translate("Units"))
    for count in (count for _, counts in groups for count in counts):
        unit = units[count.address]
        shelf, problems = context.shelves.units[unit.id], matters.of(unit.id, addresses.problem_unit_address(unit))
        former = tuple(FormerNameView(one.name, one.short, one.since, one.until) for one in unit.former)
        yield from _subject(
            context, kind="unit", parent=parent, count=count, shelf=shelf, matters=problems, former=former
        )
    yield Page(
        addresses.UNITS,
        "units.html",
        parent.name,
        "units",
        {"groups": groups},
        context.site_sentence(parent.name),
        context.crumbs(),
    )
