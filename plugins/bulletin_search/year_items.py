"""What the index holds of the items of a year, and in which order: taken from the catalogue, by the year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Final

from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure, Kind, Status
from bulletin.numbers import total_label
from bulletin_numbering.masthead import issue_label
from bulletin_search.container import deflated
from bulletin_source.shards import digest

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STATUS: Final = {None: "1", Status.OPEN: "2", Status.HANDLING: "3", Status.RESOLVED: "4"}
_WITHDRAWN: Final = 1
_NOT_PUBLIC: Final = 2

Row = list[str | int]
ITEMS: Final = 5  # the place in a row of how many items an issue has


@dataclass(frozen=True)
class YearItems:
    """The issues filed under a year, oldest first, and their items, numbered in that order from 0."""

    year: int
    issues: Sequence[Issue]

    @cached_property
    def items(self) -> list[Item]:
        """Return the items."""
        return [item for issue in self.issues for item in issue.items]

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """Return the names by which each item is found beside its title."""
        return [_names_of(item, issue.signed) for issue in self.issues for item in issue.items]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the issues."""
        return tuple(issue.path for issue in self.issues)

    @cached_property
    def topics(self) -> list[str]:
        """Return the ids of the topics of items, in order."""
        return sorted({item.topic.id for item in self.items if item.topic})

    @cached_property
    def units(self) -> list[str]:
        """Return the ids of the units of items, in order."""
        return sorted({unit.id for item in self.items for unit in item.units})

    @cached_property
    def generation(self) -> int:
        """Return what changes when items come, go or move, or the topics or units of the year do: 32 bits."""
        order = [(issue.series.id, _segment(issue), [item.n for item in issue.items]) for issue in self.issues]
        return int.from_bytes(digest(repr((order, self.topics, self.units)).encode())[:4], "little")

    def numbered(self) -> Iterator[tuple[Issue, range]]:
        """Yield each issue with the numbers of its items."""
        first = 0
        for issue in self.issues:
            yield issue, range(first, first + len(issue.items))
            first += len(issue.items)


def _segment(issue: Issue) -> str:
    return issue.number.segment if issue.number else ""


def _names_of(item: Item, day: date) -> tuple[str, ...]:
    """Return the names of an item's units, those of the day and those of today, and of its topic."""
    names = [name for unit in item.units for name in (unit.name_on(day), unit.name)]
    return tuple(dict.fromkeys([*names, item.topic.name] if item.topic else names))


def by_year(issues: Sequence[Issue]) -> list[YearItems]:
    """Return the years, newest first; drafts, which have no number, are in none."""
    numbered = sorted((issue for issue in issues if issue.number is not None), key=lambda issue: issue.year)
    years = [YearItems(year, list(inside)) for year, inside in groupby(numbered, lambda issue: issue.year)]
    return years[::-1]


def _kind(item: Item) -> str:
    return _STATUS[item.status] if item.kind is Kind.PROBLEM else "0"


def _length(text: str) -> str:
    return _DIGITS[min((1 + len(text)).bit_length() - 1, len(_DIGITS) - 1)]


def row_of(issue: Issue) -> Row:
    """Return what the index tells of an issue."""
    flags = (_WITHDRAWN if issue.withdrawal else 0) | (0 if issue.disclosure is Disclosure.PUBLIC else _NOT_PUBLIC)
    total = total_label(issue.total, issue.series.style)
    title = issue.series.title_on(issue.signed)
    day = issue.signed.isoformat()
    return [issue.series.id, _segment(issue), issue_label(issue), total, day, len(issue.items), title, flags]


@dataclass(frozen=True, slots=True)
class Told:
    """What the index tells of an item where it is found: ``issue`` is its place among those of the year.

    The others are signs of columns (docs/search.md).
    """

    title: str
    text: str
    issue: int
    n: str
    kind: str
    topic: str
    units: str


def sign_of(place: int) -> str:
    """Return the sign that stands for a place, or a small number, in a column."""
    return chr(ord("0") + place)


def told_of(own: YearItems) -> list[Told]:
    """Return what is told of each item of a year."""
    topics = {name: sign_of(place) for place, name in enumerate(own.topics)}
    units = {name: sign_of(place) for place, name in enumerate(own.units)}
    return [
        Told(
            item.title,
            item.text,
            place,
            sign_of(item.n),
            _kind(item),
            topics[item.topic.id] if item.topic else "!",
            "".join(units[unit.id] for unit in item.units),
        )
        for place, issue in enumerate(own.issues)
        for item in issue.items
    ]


def columns(told: Sequence[Told], rows: Sequence[Row]) -> bytes:
    """Return the payload of ``docs.bin``: of each issue and item of a year what filters and facets need."""
    content = {
        "issues": rows,
        "kind": "".join(one.kind for one in told),
        "topic": "".join(one.topic for one in told),
        "unit": " ".join(one.units for one in told),
        "length": "".join(_length(one.text) for one in told),
    }
    return deflated(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
