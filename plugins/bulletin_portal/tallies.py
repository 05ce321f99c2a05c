"""Put the items of a catalogue under the headings that readers look for, and count them, once for all pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

from bulletin.catalogue import Catalogue, Entry
from bulletin.issues import Issue
from bulletin.kinds import Kind
from bulletin_portal.views import Bar, Count

_PROBLEM: Final = Kind.PROBLEM  # asked of every item
_path: Final = attrgetter("issue.path")


@dataclass(frozen=True, slots=True)
class Tally:
    """How much stands under one heading. A withdrawn issue is none (its number is used all the same)."""

    issues: int = 0
    items: int = 0
    problems: int = 0

    def count(self, address: str, name: str) -> Count:
        """Return the tally as a named address."""
        return Count(address, name, self.issues, self.items, self.problems)

    def bar(self, address: str, name: str) -> Bar:
        """Return the tally as a row of statistics."""
        return Bar(name, address, self.issues, self.items, self.problems)


def tally_of(entries: Sequence[Entry]) -> Tally:
    """Count items, and the issues that hold them."""
    problems = sum([entry.item.kind is _PROBLEM for entry in entries])
    return Tally(len(set(map(_path, entries))), len(entries), problems)


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of what stands in different issues."""
    issues = items = problems = 0
    for one in tallies:
        issues, items, problems = issues + one.issues, items + one.items, problems + one.problems
    return Tally(issues, items, problems)


def by_year(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """Return the entries of each year in the order in which they come, newest year first."""
    years: dict[int, list[Entry]] = {}
    own: list[Entry] = []
    issue: Issue | None = None
    for entry in entries:
        if entry.issue is not issue:
            issue = entry.issue
            own = years.setdefault(issue.year, [])
        own.append(entry)
    return {year: years[year] for year in sorted(years, reverse=True)}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands under one heading, newest year first, in each the newest issue first; and how much that is."""

    years: Mapping[int, list[Entry]]
    tallies: Mapping[int, Tally]

    @property
    def whole(self) -> Tally:
        """Return how much all years hold."""
        return total(self.tallies.values())


def _shelves(groups: Mapping[str, Mapping[int, list[Entry]]]) -> dict[str, Shelf]:
    shelves = {}
    for key, years in groups.items():
        ordered = {year: years[year] for year in sorted(years, reverse=True)}
        shelves[key] = Shelf(ordered, {year: tally_of(entries) for year, entries in ordered.items()})
    return shelves


class Shelves:
    """The items and issues of one catalogue under their headings.

    ``newest`` are all items, newest issue first and in each in their order, ``problems`` the problem items of them;
    ``topics`` and ``units`` give by id what stands under those that have items. ``series`` gives the issues of each
    series that has any, oldest first, ``tallies`` what each issue holds, by its path.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.newest: list[Entry] = []
        self.problems: list[Entry] = []
        self.tallies: dict[str, Tally] = {}
        self.series: dict[str, list[Issue]] = {}
        self._years: dict[str, int] = {}
        topics: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        units: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for issue in reversed(catalogue.issues):
            year = self._years[issue.path] = issue.year
            own = [Entry(issue, item, position) for position, item in enumerate(issue.items, 1)]
            problems = [entry for entry in own if entry.item.kind is _PROBLEM]
            for entry in own:
                item = entry.item
                if item.topic is not None:
                    topics[item.topic.id][year].append(entry)
                for unit in item.units:
                    units[unit.id][year].append(entry)
            self.newest += own
            self.problems += problems
            self.tallies[issue.path] = Tally(int(bool(own)), len(own), len(problems))
        for issue in catalogue.issues:
            self.series.setdefault(issue.series.id, []).append(issue)
        self.topics, self.units = _shelves(topics), _shelves(units)

    def by_year(self, issues: Iterable[Issue]) -> dict[int, list[Issue]]:
        """Return the issues filed under each year in the order in which they come, newest year first."""
        years: dict[int, list[Issue]] = defaultdict(list)
        for issue in issues:
            years[self._years[issue.path]].append(issue)
        return {year: years[year] for year in sorted(years, reverse=True)}

    def tally(self, issues: Iterable[Issue]) -> Tally:
        """Count what issues hold."""
        return total(self.tallies[issue.path] for issue in issues)


def year_of(entry: Entry) -> int:
    """Return the year an item is filed under: that of its issue's number (rule N9)."""
    return entry.issue.year


def months_begun(newest: date, year: int, counted: Iterable[int]) -> int:
    """Return how many months of a year had begun on the day of the newest issue of all.

    Those that hold something, ``counted``, are among them: what is filed under a year may be signed before it.
    """
    return max([newest.month, *counted]) if year == newest.year else 12
