"""Plan the pages of problem items: all, by year, and by status, topic and unit, each with its years when it is long."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Final

from bulletin.catalogue import Entry
from bulletin.kinds import Status
from bulletin_portal import addresses
from bulletin_portal.card_lists import CardList
from bulletin_portal.context import Context, neighbours
from bulletin_portal.listings import NEWEST, by_series, jumps_of
from bulletin_portal.pages import Page
from bulletin_portal.tallies import by_year
from bulletin_portal.threads import is_settled
from bulletin_portal.trends import figures_of, trend_by_month, trend_by_year
from bulletin_portal.views import Choice, Facet, ItemCard, Link, Trend, YearGroup
from bulletin_portal.words import STATUSES

LISTED: Final = 60  # a facet with more items has a page for each year


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a facet, or all problem items: its address, and its items by year, newest year first."""

    address: str
    name: str
    years: Mapping[int, list[Entry]]

    @property
    def items(self) -> int:
        """Return how many items have the value."""
        return sum(map(len, self.years.values()))

    @property
    def is_divided(self) -> bool:
        """Say whether each year has a page of its own."""
        return self.address == addresses.PROBLEMS or self.items > LISTED

    def place(self, year: int) -> str:
        """Return where the items of a year are listed: on the page of that year, or within the one page."""
        if self.is_divided:
            return addresses.year_address(self.address, year)
        return f"{self.address}#{addresses.year_anchor(year)}"

    def choice(self, year: int | None) -> Choice:
        """Return the value as a link to its items, of a year or all."""
        if year is None:
            return Choice(self.address, self.name, self.items)
        return Choice(self.place(year), self.name, len(self.years.get(year, ())))


@dataclass(frozen=True, slots=True)
class _Values:
    """A facet with its values; those without items are none."""

    name: str
    values: tuple[_Value, ...]

    def facet(self, year: int | None, *, counted: bool) -> Facet:
        """Return the facet as readers see it, for a year or for all."""
        choices = (value.choice(year) for value in self.values if year is None or year in value.years)
        return Facet(self.name, tuple(one if counted else replace(one, items=None) for one in choices))


@dataclass(slots=True)
class _Problems:
    """All problem items of a catalogue, the facets that divide them, and what pages show of both.

    The navigation of a year's page counts within that year, so that nothing that comes later changes it. Pages of one
    value lead to the others without counts: a new item changes the pages of its own values, and not a hundred others.
    """

    whole: _Value
    facets: tuple[_Values, ...]
    counts: dict[int | None, dict[str, object]] = field(init=False)
    names: dict[int | None, dict[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        years = (None, *self.whole.years)
        self.counts = {year: self._navigation(year, counted=True) for year in years}
        self.names = {year: self._navigation(year, counted=False) for year in years}

    def _navigation(self, year: int | None, *, counted: bool) -> dict[str, object]:
        whole = self.whole.choice(year)
        return {
            "whole": whole if counted else replace(whole, items=None),
            "facets": tuple(one.facet(year, counted=counted) for one in self.facets),
        }


def _values(
    problems: list[Entry], keys: Callable[[Entry], Iterable[Hashable]], rows: Iterable[tuple[Hashable, str, str]]
) -> tuple[_Value, ...]:
    """Return a value for each (key, address, name) that has items."""
    groups: dict[Hashable, list[Entry]] = {}
    for entry in problems:
        for key in keys(entry):
            groups.setdefault(key, []).append(entry)
    return tuple(_Value(address, name, by_year(groups[key])) for key, address, name in rows if key in groups)


def _status_of(entry: Entry) -> tuple[Status, ...]:
    return (entry.item.status,) if entry.item.status else ()


def _problems(context: Context) -> _Problems:
    translate, reference = context.translate, context.reference
    problems = context.shelves.problems
    statuses = ((one, addresses.problem_status_address(one), translate(STATUSES[one])) for one in Status)
    topics = ((one.id, addresses.problem_topic_address(one), one.name) for one in reference.topics)
    units = ((one.id, addresses.problem_unit_address(one), one.name) for one in reference.units)
    return _Problems(
        _Value(addresses.PROBLEMS, translate("Problem items"), by_year(problems)),
        (
            _Values(translate("By status"), _values(problems, _status_of, statuses)),
            _Values(
                translate("By topic"),
                _values(problems, lambda entry: [entry.item.topic.id] if entry.item.topic else [], topics),
            ),
            _Values(
                translate("By reporting unit"),
                _values(problems, lambda entry: [unit.id for unit in entry.item.units], units),
            ),
        ),
    )


def _last_reports(
    context: Context, settled: Callable[[tuple[Entry, ...]], bool], limit: int
) -> CardList[Entry, ItemCard]:
    """Return the last report on each of the newest problem matters for which ``settled`` holds."""
    chosen = (thread[-1] for thread in context.matters if settled(thread))
    return context.items(list(islice(chosen, limit)))


def problems_in_hand(context: Context, limit: int) -> CardList[Entry, ItemCard]:
    """Return the newest matters whose last report still tells of a problem."""
    return _last_reports(context, lambda thread: not is_settled(thread) and thread[-1].item.status is not None, limit)


def _year_choices(context: Context, value: _Value) -> tuple[Choice, ...]:
    return tuple(Choice(value.place(year), context.year(year), len(entries)) for year, entries in value.years.items())


def _groups(context: Context, value: _Value) -> Iterator[YearGroup]:
    """Yield the newest items of a value under their years."""
    left = LISTED
    for year, entries in value.years.items():
        if left <= 0:
            break
        address = value.place(year) if value.is_divided else ""
        cards = context.items(entries[:left])
        yield YearGroup(addresses.year_anchor(year), year, address, len(entries), cards)
        left -= len(cards)


def _year_pages(context: Context, problems: _Problems, value: _Value, trends: Mapping[int, Trend]) -> Iterator[Page]:
    """Yield a page for each year of all problem items or of a value, with everything the year holds."""
    whole = problems.whole
    navigation = problems.counts if value is whole else problems.names
    steps = [Link(one.address, one.name) for one in ([whole] if value is whole else [whole, value])]
    name = " · ".join(step.name for step in steps)
    years = [Link(value.place(year), str(year)) for year in value.years]
    for year, entries in value.years.items():
        older, newer = neighbours(years, Link(value.place(year), str(year)), lambda link: link)
        groups = by_series(context, entries)
        inputs = {
            "value": None if value is whole else steps[-1],
            "year": year,
            "groups": groups,
            "jumps": jumps_of(groups) if len(groups) > 1 else (),
            "items": context.items(entries),
            "years": years,
            "all_years": value.address,
            "trend": trends.get(year),
            "older": older,
            "newer": newer,
        }
        yield Page(
            value.place(year),
            "problems_year.html",
            f"{name} · {context.year(year)}",
            "problems",
            navigation[year] | inputs,
            context.site_sentence(f"{name} {context.year(year)}".replace(" · ", " ")),
            context.crumbs(*steps),
            context.feeds("problems", whole.name),
            year=year,
        )


def _value_pages(context: Context, problems: _Problems, value: _Value) -> Iterator[Page]:
    """Yield the page of a facet's value and, where it is divided, those of its years."""
    whole = problems.whole
    inputs = {
        "value": value.choice(None),
        "groups": tuple(_groups(context, value)),
        "years": _year_choices(context, value),
        "limit": LISTED,
    }
    yield Page(
        value.address,
        "problems_facet.html",
        f"{whole.name} · {value.name}",
        "problems",
        problems.names[None] | inputs,
        context.site_sentence(f"{whole.name} {value.name}"),
        context.crumbs(Link(whole.address, whole.name)),
        context.feeds("problems", whole.name),
    )
    if value.is_divided:
        yield from _year_pages(context, problems, value, {})


def plan_problems(context: Context) -> Iterator[Page]:
    """Yield /problems/ and everything below."""
    problems = _problems(context)
    whole, figures = problems.whole, figures_of(context)
    inputs = {
        "in_hand": problems_in_hand(context, NEWEST),
        "resolved": _last_reports(context, is_settled, NEWEST),
        "years": _year_choices(context, whole),
        "trend": trend_by_year(context, figures),
        "doubts": len(context.reasons.doubts) if context.reasons else None,
    }
    yield Page(
        whole.address,
        "problems.html",
        whole.name,
        "problems",
        problems.counts[None] | inputs,
        context.site_sentence(whole.name),
        context.crumbs(),
        context.feeds("problems", whole.name),
    )
    yield from _year_pages(
        context, problems, whole, {year: trend_by_month(context, figures, year) for year in whole.years}
    )
    for value in chain.from_iterable(one.values for one in problems.facets):
        yield from _value_pages(context, problems, value)
