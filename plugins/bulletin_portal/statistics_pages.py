"""Plan the statistics: counts by series, year or month, unit and topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bulletin.catalogue import Catalogue, Entry
from bulletin.kinds import Kind
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Page
from bulletin_portal.tallies import Tally, tally_by, year_of
from bulletin_portal.views import Bar, Count, Link, Statistics


def _bars(
    catalogue: Catalogue, keys: Callable[[Entry], Iterable[str]], rows: Iterable[tuple[str, str, str]]
) -> tuple[Bar, ...]:
    """Return a bar for each (key, name, address) that has items."""
    tallies = tally_by(catalogue, keys)
    return tuple(tallies[key].bar(address, name) for key, name, address in rows if key in tallies)


def statistics_of(context: Context, catalogue: Catalogue, by_period: tuple[Bar, ...]) -> Statistics:
    """Return the counts over a catalogue."""
    reference = context.reference
    entries = list(catalogue.entries())
    problems = sum(entry.item.kind is Kind.PROBLEM for entry in entries)
    issues = sum(issue.withdrawal is None for issue in catalogue.issues)
    return Statistics(
        issues=issues,
        items=len(entries),
        problems=problems,
        general=len(entries) - problems,
        by_series=_bars(
            catalogue,
            lambda entry: [entry.issue.series.id],
            ((one.id, reference.shown_title(one), addresses.series_address(one)) for one in reference.series),
        ),
        by_unit=_bars(
            catalogue,
            lambda entry: [unit.id for unit in entry.item.units],
            ((one.id, one.name, addresses.unit_address(one)) for one in reference.units),
        ),
        by_topic=_bars(
            catalogue,
            lambda entry: [entry.item.topic.id] if entry.item.topic else [],
            ((one.id, one.name, addresses.topic_address(one)) for one in reference.topics),
        ),
        by_period=by_period,
    )


def _years(context: Context) -> dict[int, Tally]:
    """Return what each year holds, oldest first."""
    tallies = tally_by(context.catalogue, lambda entry: [year_of(entry)])
    return {year: tallies[year] for year in sorted(tallies)}


def _month_bars(context: Context, catalogue: Catalogue) -> tuple[Bar, ...]:
    tallies = tally_by(catalogue, lambda entry: [entry.issue.signed.month])
    name = context.translate("Month {month}")
    return tuple(tallies.get(month, Tally()).bar("", name.format(month=month)) for month in range(1, 13))


def whole(context: Context) -> tuple[Statistics, tuple[Count, ...]]:
    """Return the counts over all years, and the years as links, newest first."""
    years = [
        (addresses.year_address(addresses.STATISTICS, year), year, tally) for year, tally in _years(context).items()
    ]
    bars = tuple(tally.bar(address, context.year(year)) for address, year, tally in years)
    counts = tuple(tally.count(address, str(year)) for address, year, tally in reversed(years))
    return statistics_of(context, context.catalogue, bars), counts


def plan_statistics(context: Context) -> Iterator[Page]:
    """Yield /statistics/ and its years."""
    total, years = whole(context)
    name = context.translate("Statistics")
    left_out = dict(context.catalogue.left_out)
    inputs = {"statistics": total, "year": None, "years": years, "left_out": sum(left_out.values())}
    sentence = context.site_sentence(name)
    yield Page(addresses.STATISTICS, "statistics.html", name, "statistics", inputs, sentence, context.crumbs())
    parent = Link(addresses.STATISTICS, name)
    for count in years:
        year = int(count.name)
        catalogue = replace(
            context.catalogue, issues=tuple(issue for issue in context.catalogue.issues if issue.year == year)
        )
        counts = statistics_of(context, catalogue, _month_bars(context, catalogue))
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
