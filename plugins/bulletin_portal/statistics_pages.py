"""Plan the statistics: counts by series, period, unit and topic, drawn and as files; and the page of all files."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from bulletin.issues import Issue
from bulletin_portal import addresses
from bulletin_portal.charts import Chart, HeatMap, Row, heat_map, lined, stacked
from bulletin_portal.context import Context
from bulletin_portal.month_names import month_names, short_month_names
from bulletin_portal.open_data import (
    FILES,
    ISSUES,
    ITEMS,
    STATISTICS,
    csv_bytes,
    data_address,
    issue_columns,
    item_columns,
    licence_of,
    statistics_columns,
    statistics_table,
    terms_of,
)
from bulletin_portal.pages import Document, Page
from bulletin_portal.tallies import Shelf, Tally, months_begun
from bulletin_portal.views import Bar, Count, Link, Statistics

COMPARED: Final = 3  # years that stand together in one drawing
BUSIEST: Final = 8  # days that are named beside the drawing of a year
_NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class BusyDay:
    """A day with the items signed on it; ``address`` leads to its issues."""

    day: date
    address: str
    items: int


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn beside the tables: columns by year or month, lines of several years by month, a year day by day.

    ``compared`` are the years of the lines, in their order; None stands for a drawing that would show nothing.
    """

    periods: Chart | None
    months: Chart | None
    compared: tuple[int, ...]
    days: HeatMap | None
    busiest: tuple[BusyDay, ...]  # of that year


def _bars(tallies: Mapping[str, Tally], rows: Iterable[tuple[str, str, str]]) -> tuple[Bar, ...]:
    """Return a bar for each (key, name, address) that has items."""
    return tuple(tallies[key].bar(address, name) for key, name, address in rows if tallies.get(key, _NOTHING).items)


def _of(shelves: Mapping[str, Shelf], year: int | None) -> dict[str, Tally]:
    """Return how much stands under each heading, in a year or all of them."""
    if year is None:
        return {key: shelf.whole for key, shelf in shelves.items()}
    return {key: shelf.tallies[year] for key, shelf in shelves.items() if year in shelf.tallies}


def statistics_of(
    context: Context, issues: Sequence[Issue], year: int | None, by_period: tuple[Bar, ...]
) -> Statistics:
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


def _months_of(issues: Iterable[Issue]) -> dict[int, list[Issue]]:
    """Return issues under the months of their signing, empty months included."""
    months: dict[int, list[Issue]] = {month: [] for month in range(1, 13)}
    for issue in issues:
        months[issue.signed.month].append(issue)
    return months


def _month_bars(context: Context, issues: Iterable[Issue]) -> tuple[Bar, ...]:
    names = month_names(context.translate)
    return tuple(context.shelves.tally(own).bar("", names[month - 1]) for month, own in _months_of(issues).items())


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


def columns(bars: Iterable[Bar], marks: Iterable[str]) -> Chart | None:
    """Return columns of problem items below and general items above."""
    rows = (
        Row(bar.name, mark, (bar.problems, bar.items - bar.problems)) for bar, mark in zip(bars, marks, strict=True)
    )
    return stacked(tuple(rows))


def _day_counts(context: Context, year: int, issues: Iterable[Issue]) -> Counter[tuple[int, int]]:
    """Return the items of each day of a year; what was signed in another year is on none of its days."""
    days: Counter[tuple[int, int]] = Counter()
    for issue in issues:
        if issue.signed.year == year:
            days[issue.signed.month, issue.signed.day] += context.shelves.tallies[issue.path].items
    return days


def _busiest(year: int, days: Mapping[tuple[int, int], int]) -> tuple[BusyDay, ...]:
    """Return the days with most items, the busiest first, of equal ones the earlier first."""
    listed = addresses.year_address(addresses.CALENDAR, year)
    ranked = sorted((-items, date(year, *day)) for day, items in days.items() if items)
    return tuple(BusyDay(day, f"{listed}#{addresses.day_anchor(day)}", -items) for items, day in ranked[:BUSIEST])


def _comparison(context: Context, years: Mapping[int, Sequence[Issue]]) -> Chart | None:
    """Return the items of each month, a line a year; that of the newest year of all ends with its last issue."""
    newest = context.catalogue.issues[-1]
    lengths = [newest.signed.month if year == newest.signed.year else 12 for year in years]
    by_month = [_months_of(issues) for issues in years.values()]
    return lined(
        [
            Row(name, str(month), tuple(context.shelves.tally(months[month]).items for months in by_month))
            for month, name in enumerate(month_names(context.translate), 1)
        ],
        lengths,
    )


def _drawings(
    context: Context, statistics: Statistics, year: int | None, issues: Mapping[int, Sequence[Issue]]
) -> Drawings:
    """Return the drawings of a year, which shows the year before beside it, or of all years."""
    if year is None:
        newest = {one: issues[one] for one in list(issues)[:COMPARED]}
        marks = [str(one) for one in reversed(list(issues)) if context.shelves.tally(issues[one]).items]
        return Drawings(columns(statistics.by_period, marks), _comparison(context, newest), tuple(newest), None, ())
    pair = {one: issues[one] for one in (year, year - 1) if one in issues}
    counted = _day_counts(context, year, issues[year])
    days = heat_map(
        counted,
        [monthrange(year, month)[1] for month in range(1, 13)],
        short_month_names(context.translate),
    )
    marks = [str(month) for month in range(1, 13)]
    lines = _comparison(context, pair) if len(pair) > 1 else None
    months = _month_bars(context, issues[year])
    return Drawings(columns(months, marks), lines, tuple(pair), days, _busiest(year, counted))


def _day_bars(context: Context, year: int, issues: Sequence[Issue]) -> tuple[Bar, ...]:
    """Return the days of a year on which something came out."""
    days: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.signed.year == year:
            days.setdefault(issue.signed.isoformat(), []).append(issue)
    return tuple(context.shelves.tally(own).bar("", day) for day, own in days.items())


def _year_statistics(context: Context, year: int, issues: Sequence[Issue]) -> Statistics:
    """Return the counts of a year, by month as far as months have begun."""
    begun = months_begun(context.catalogue.issues[-1].signed, year, (issue.signed.month for issue in issues))
    return statistics_of(context, issues, year, _month_bars(context, issues)[:begun])


def plan_statistics(context: Context) -> Iterator[Page]:
    """Yield /statistics/ and its years."""
    total, years = whole(context)
    links = tuple(one.link for one in years)
    name = context.translate("Statistics")
    left_out = dict(context.catalogue.left_out)
    issues = context.shelves.by_year(context.catalogue.issues)
    inputs = {
        "statistics": total,
        "drawings": _drawings(context, total, None, issues),
        "year": None,
        "years": links,
        "left_out": sum(left_out.values()),
        "files_of": (f"{addresses.DATA}{STATISTICS}",),
    }
    sentence = context.site_sentence(name)
    yield Page(addresses.STATISTICS, "statistics.html", name, "statistics", inputs, sentence, context.crumbs())
    parent = Link(addresses.STATISTICS, name)
    for count in years:
        year = int(count.name)
        counts = _year_statistics(context, year, issues[year])
        inputs = {
            "statistics": counts,
            "drawings": _drawings(context, counts, year, issues),
            "year": year,
            "years": links,
            "left_out": left_out.get(year, 0),
            "files_of": tuple(data_address(year, one) for one in FILES),
        }
        yield Page(
            count.address,
            "statistics.html",
            f"{name} · {context.year(year)}",
            "statistics",
            inputs,
            context.site_sentence(f"{name} {context.year(year)}"),
            context.crumbs(parent),
            year=year,
        )


def plan_data_page(context: Context) -> Iterator[Page]:
    """Yield /data/, which says what the files hold and where they are."""
    name = context.translate("Open data")
    years = tuple(
        (year, tuple(data_address(year, one) for one in FILES))
        for year in context.shelves.by_year(context.catalogue.issues)
    )
    inputs = {
        "years": years,
        "names": FILES,
        "whole": f"{addresses.DATA}{STATISTICS}",
        "tables": (
            (context.translate("Issues of a year"), ISSUES, issue_columns(context)),
            (context.translate("Items of a year"), ITEMS, item_columns(context)),
            (context.translate("Statistics"), STATISTICS, statistics_columns(context)),
        ),
        "terms": terms_of(context),
        "licence": licence_of(context),
    }
    yield Page(addresses.DATA, "data.html", name, "data", inputs, context.site_sentence(name), context.crumbs())


def _whole_csv(context: Context) -> bytes:
    return csv_bytes(statistics_table(context, whole(context)[0], None, ()))


def _year_csv(context: Context, year: int, issues: Sequence[Issue]) -> bytes:
    counts = _year_statistics(context, year, issues)
    return csv_bytes(statistics_table(context, counts, year, _day_bars(context, year, issues)))


def plan_statistics_data(context: Context) -> Iterator[Document]:
    """Yield the counts of all years and of each as files."""
    yield Document(f"{addresses.DATA}{STATISTICS}", partial(_whole_csv, context))
    for year, issues in context.shelves.by_year(context.catalogue.issues).items():
        yield Document(data_address(year, STATISTICS), partial(_year_csv, context, year, issues))
