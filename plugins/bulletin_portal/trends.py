"""Count, year by year or month by month, the problem items reported and the matters resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bulletin.catalogue import Entry
from bulletin.kinds import Kind
from bulletin_portal import addresses
from bulletin_portal.charts import ticks
from bulletin_portal.context import Context
from bulletin_portal.month_names import month_names
from bulletin_portal.tallies import months_begun, year_of
from bulletin_portal.threads import is_settled
from bulletin_portal.views import Trend, TrendRow

Month = tuple[int, int]


def resolutions(thread: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the reports that told of a matter's solution when it was not settled before.

    Later reports take nothing back: a matter that came up again was resolved all the same, so what was counted
    for a closed year stays.
    """
    known = settled = False
    for entry in thread:
        known = known or entry.item.kind is Kind.PROBLEM
        solved = known and is_settled((entry,))
        if solved and not settled:
            yield entry
        settled = solved


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in each month (year an item is filed under, month of signing)."""

    reported: Counter[Month]
    resolved: Counter[Month]

    def year(self, year: int) -> tuple[int, int]:
        """Return the figures of a year."""
        months = [(year, month) for month in range(1, 13)]
        return sum(self.reported[one] for one in months), sum(self.resolved[one] for one in months)


def _month_of(entry: Entry) -> Month:
    return year_of(entry), entry.issue.signed.month


def figures_of(context: Context) -> Figures:
    """Count a catalogue."""
    resolved = (entry for thread in context.matters for entry in resolutions(thread))
    return Figures(Counter(map(_month_of, context.shelves.problems)), Counter(map(_month_of, resolved)))


def _trend(rows: Iterable[TrendRow], begun: int | None = None) -> Trend:
    rows = tuple(rows)
    top = max((max(row.reported, row.resolved) for row in rows), default=0)
    return Trend(rows, ticks(top), len(rows) if begun is None else begun)


def _year_row(context: Context, figures: Figures, year: int) -> TrendRow:
    reported, resolved = figures.year(year)
    address = addresses.year_address(addresses.PROBLEMS, year) if reported else ""
    return TrendRow(context.year(year), str(year), address, reported, resolved)


def trend_by_year(context: Context, figures: Figures) -> Trend:
    """Return the figures of every year from the first that has any to the last."""
    years = [year for year, _ in (*figures.reported, *figures.resolved)]
    span = range(min(years), max(years) + 1) if years else ()
    return _trend(_year_row(context, figures, year) for year in span)


def trend_by_month(context: Context, figures: Figures, year: int) -> Trend:
    """Return the figures of the twelve months of a year, of which those after the newest issue have not begun."""
    rows = (
        TrendRow(name, str(month), "", figures.reported[year, month], figures.resolved[year, month])
        for month, name in enumerate(month_names(context.translate), 1)
    )
    counted = (month for one, month in (*figures.reported, *figures.resolved) if one == year)
    return _trend(rows, months_begun(context.catalogue.issues[-1].signed, year, counted))
