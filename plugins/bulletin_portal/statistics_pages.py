"""Plan the statistics: counts by series, year or month, unit and topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bulletin.issues import Issue
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Page
from bulletin_portal.tallies import Shelf, Tally
from bulletin_portal.views import Bar, Count, Link, Statistics

_NOTHING = Tally()


def _bars(tallies: Mapping[str, Tally], rows: Iterable[tuple[str, str, str]]) -> tuple[Bar, ...]:
    """Return a bar for each (key, name, address) that has items."""
    return tuple(tallies[key].bar(address, name) for key, name, address in rows if tallies.get(key, _NOTHING).items)


def _of(shelves: Mapping[str, Shelf], year: int | None) -> dict[str, Tally]:
    """Return how much stands under each heading, in a year or all of them."""
    if year is None:
        return {key: shelf.whole for key, shelf in shelves.items()}
    return {key: shelf.tallies[year] for key, shelf in shelves.items() if year in shelf.tallies}


def statistics_of(context: Context, issues: list[Issue], year: int | None, by_period: tuple[Bar, ...]) -> Statistics:
    """Return the counts over the issues of a year, or over all."""
    reference, shelves = context.reference, context.shelves
    whole = shelves.tally(issues)
    series: dict[str, list[Issue]] = {}
    for issue in issues:
        series.setdefault(issue.series.id, []).append(issue)
    return Statistics(
        issues=sum(issue.withdrawal is None for issue in issues),
        items=whole.items,
        problems=whole.problems,
        general=whole.items - whole.problems,
        by_series=_bars(
            {key: shelves.tally(own) for key, own in series.items()},
            ((one.id, reference.shown_title(one), addresses.series_address(one)) for one in reference.series),
        ),
        by_unit=_bars(
            _of(shelves.units, year),
            ((one.id, one.name, addresses.unit_address(one)) for one in reference.units),
        ),
        by_topic=_bars(
            _of(shelves.topics, year),
            ((one.id, one.name, addresses.topic_address(one)) for one in reference.topics),
        ),
        by_period=by_period,
    )


def _month_bars(context: Context, issues: Iterable[Issue]) -> tuple[Bar, ...]:
    months: dict[int, list[Issue]] = {month: [] for month in range(1, 13)}
    for issue in issues:
        months[issue.signed.month].append(issue)
    name = context.translate("Month {month}")
    return tuple(context.shelves.tally(own).bar("", name.format(month=month)) for month, own in months.items())


def whole(context: Context) -> tuple[Statistics, tuple[Count, ...]]:
    """Return the counts over all years, and the years as links, newest first."""
    issues = list(context.catalogue.issues)
    tallies = ((year, context.shelves.tally(own)) for year, own in context.shelves.by_year(issues).items())
    years = [
        (addresses.year_address(addresses.STATISTICS, year), year, tally) for year, tally in tallies if tally.items
    ]
    bars = tuple(tally.bar(address, context.year(year)) for address, year, tally in reversed(years))
    counts = tuple(tally.count(address, str(year)) for address, year, tally in years)
    return statistics_of(context, issues, None, bars), counts


def plan_statistics(context: Context) -> Iterator[Page]:
    """Yield /statistics/ and its years."""
    total, years = whole(context)
    name = context.translate("Statistics")
    left_out = dict(context.catalogue.left_out)
    inputs = {"statistics": total, "year": None, "years": years, "left_out": sum(left_out.values())}
    sentence = context.site_sentence(name)
    yield Page(addresses.STATISTICS, "statistics.html", name, "statistics", inputs, sentence, context.crumbs())
    parent = Link(addresses.STATISTICS, name)
    issues = context.shelves.by_year(context.catalogue.issues)
    for count in years:
        year = int(count.name)
        own = issues[year]
        counts = statistics_of(context, own, year, _month_bars(context, own))
        yield Page(
            count.address,
            "statistics.html",
            f"{name} · {context.year(year)}",
            "statistics",
            {"statistics": counts, "year": year, "years": years, "left_out": left_out.get(year, 0)},
            context.site_sentence(f"{name} {context.year(year)}"),
            context.crumbs(parent),
            year=year,
        )
