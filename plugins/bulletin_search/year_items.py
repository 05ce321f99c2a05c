"""What the index holds of the items of a year, and in which order: taken from the catalogue, by the year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure, Kind, Status
from bulletin.numbers import total_label
from bulletin_numbering.masthead import issue_label
from bulletin_search.container import deflated
from bulletin_search.item_texts import Words
from bulletin_source.shards import digest

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STATUS: Final = {None: "1", Status.OPEN: "2", Status.HANDLING: "3", Status.RESOLVED: "4"}
_WITHDRAWN: Final = 1
_NOT_PUBLIC: Final = 2


@dataclass(frozen=True)
class YearItems:
    """The issues filed under a year, oldest first, and their items, numbered in that order from 0."""

    year: int
    issues: Sequence[Issue]

    @cached_property
    def items(self) -> list[Item]:
        """Return the items."""
        return [item for issue in self.issues for item in issue.items]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the issues."""
        return tuple(issue.path for issue in self.issues)

    @cached_property
    def generation(self) -> int:
        """Return what changes when items come, go or move: 32 bits."""
        order = [(issue.series.id, _segment(issue), [item.n for item in issue.items]) for issue in self.issues]
        return int.from_bytes(digest(repr(order).encode())[:4], "little")

    def numbered(self) -> Iterator[tuple[Issue, range]]:
        """Yield each issue with the numbers of its items."""
        first = 0
        for issue in self.issues:
            yield issue, range(first, first + len(issue.items))
            first += len(issue.items)


def _segment(issue: Issue) -> str:
    return issue.number.segment if issue.number else ""


def by_year(issues: Sequence[Issue]) -> list[YearItems]:
    """Return the years, newest first; drafts, which have no number, are in none."""
    numbered = sorted((issue for issue in issues if issue.number is not None), key=lambda issue: issue.year)
    years = [YearItems(year, list(inside)) for year, inside in groupby(numbered, lambda issue: issue.year)]
    return years[::-1]


def names_of(item: Item) -> tuple[str, ...]:
    """Return the names by which an item is found beside its title: its units' and its topic's."""
    names = tuple(unit.name for unit in item.units)
    return (*names, item.topic.name) if item.topic else names


def words_of(item: Item) -> Words:
    """Return an item's title and text."""
    return item.title, item.text


def _kind(item: Item) -> str:
    return _STATUS[item.status] if item.kind is Kind.PROBLEM else "0"


def _length(item: Item) -> str:
    return _DIGITS[min((1 + len(item.text)).bit_length() - 1, len(_DIGITS) - 1)]


def _row(issue: Issue) -> list[object]:
    flags = (_WITHDRAWN if issue.withdrawal else 0) | (0 if issue.disclosure is Disclosure.PUBLIC else _NOT_PUBLIC)
    total = total_label(issue.total, issue.series.style)
    title = issue.series.title_on(issue.signed)
    day = issue.signed.isoformat()
    return [issue.series.id, _segment(issue), issue_label(issue), total, day, len(issue.items), title, flags]


def columns(own: YearItems) -> bytes:
    """Return the payload of ``docs.bin``: of each issue and item what links, filters and facets need."""
    items = own.items
    topics = sorted({item.topic.id for item in items if item.topic})
    units = sorted({unit.id for item in items for unit in item.units})
    topic_at = {name: place for place, name in enumerate(topics)}
    unit_at = {name: place for place, name in enumerate(units)}
    told = {
        "topics": topics,
        "units": units,
        "issues": list(map(_row, own.issues)),
        "kind": "".join(map(_kind, items)),
        "topic": [topic_at[item.topic.id] if item.topic else -1 for item in items],
        "unit": [[unit_at[unit.id] for unit in item.units] for item in items],
        "n": [item.n for item in items],
        "length": "".join(map(_length, items)),
    }
    return deflated(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
