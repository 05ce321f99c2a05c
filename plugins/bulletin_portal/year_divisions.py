"""Divide what came out in a year: issues by month, and the items of a series by kind, topic and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.issues import Issue
from bulletin.reference import Series
from bulletin_portal import addresses
from bulletin_portal.card_lists import CardList
from bulletin_portal.context import Context
from bulletin_portal.month_names import month_names
from bulletin_portal.views import Choice, Facet, IssueCard, VoidCard


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """The issues of a month, newest first, with the numbers beside them that have none; ``total`` counts issues."""

    anchor: str
    year: int
    name: str
    total: int
    entries: CardList[Issue | VoidCard, IssueCard | VoidCard]


def month_groups(context: Context, rows: Iterable[tuple[date, Issue | VoidCard]]) -> tuple[MonthGroup, ...]:
    """Return issues and numbers, which come newest first, under the months of their days.

    What has no day (``date.min``), a number before the first issue, stands with those before it.
    """
    months: dict[tuple[int, int], list[Issue | VoidCard]] = {}
    last = 0, 0
    for day, row in rows:
        last = (day.year, day.month) if day > date.min or not months else last
        months.setdefault(last, []).append(row)
    names = month_names(context.translate)
    return tuple(
        MonthGroup(
            addresses.month_anchor(year, month),
            year,
            names[month - 1],
            sum(isinstance(row, Issue) for row in own),
            context.numbers(own),
        )
        for (year, month), own in months.items()
    )


def month_jumps(groups: Sequence[MonthGroup]) -> tuple[Choice, ...]:
    """Return the links from the head of a page to its months, the first month of the year first."""
    return tuple(Choice(f"#{one.anchor}", one.name, one.total) for one in reversed(groups))


def facets_of(context: Context, series: Series, year: int, issues: Iterable[Issue]) -> tuple[Facet, ...]:
    """Return how the items of a series' year divide by kind, topic and unit; each value leads to where they stand.

    That is the page of the value's year, on which the items of each series stand together: a link, without scripts.
    """
    problems, topics, units = 0, Counter[str](), Counter[str]()
    for issue in issues:
        problems += context.shelves.tallies[issue.path].problems
        topics.update(item.topic.id for item in issue.items if item.topic is not None)
        units.update(unit.id for item in issue.items for unit in item.units)
    anchor, translate, reference = addresses.series_anchor(series), context.translate, context.reference

    def choice(base: str, name: str, items: int) -> Choice:
        return Choice(f"{addresses.year_address(base, year)}#{anchor}", name, items)

    found = (
        (translate("By kind"), [choice(addresses.PROBLEMS, translate("Problem items"), problems)] if problems else []),
        (
            translate("By topic"),
            [
                choice(addresses.topic_address(one), one.name, topics[one.id])
                for one in reference.topics
                if one.id in topics
            ],
        ),
        (
            translate("By reporting unit"),
            [
                choice(addresses.unit_address(one), one.name, units[one.id])
                for one in reference.units
                if one.id in units
            ],
        ),
    )
    return tuple(Facet(name, tuple(choices)) for name, choices in found if choices)
