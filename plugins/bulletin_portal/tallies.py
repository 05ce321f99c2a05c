"""Count issues, items and problem items, and group items by series, unit, topic and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from bulletin.catalogue import Catalogue, Entry
from bulletin.issues import Issue
from bulletin.kinds import Kind
from bulletin_portal.views import Bar, Count

K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Tally:
    """How much stands under one heading. A withdrawn issue is none (its number is used all the same)."""

    entries: list[Entry] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def problems(self) -> int:
        """Return how many of the items are problem items."""
        return sum(entry.item.kind is Kind.PROBLEM for entry in self.entries)

    def count(self, address: str, name: str) -> Count:
        """Return the tally as a named address."""
        return Count(address, name, len(self.issues), len(self.entries), self.problems)

    def bar(self, address: str, name: str) -> Bar:
        """Return the tally as a row of statistics."""
        return Bar(name, address, len(self.issues), len(self.entries), self.problems)


def tally_by(catalogue: Catalogue, keys: Callable[[Entry], Iterable[K]]) -> dict[K, Tally]:
    """Group items under each of their keys, and count the issues that hold them once."""
    groups: dict[K, Tally] = defaultdict(Tally)
    for entry in catalogue.entries():
        for key in keys(entry):
            group = groups[key]
            group.entries.append(entry)
            if not group.issues or group.issues[-1] is not entry.issue:
                group.issues.append(entry.issue)
    return dict(groups)


def year_of(entry: Entry) -> int:
    """Return the year an item is filed under: that of its issue's number (rule N9)."""
    return entry.issue.year
