"""The catalogue: all issues and items of a tree or of one edition of it, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bulletin.diagnostics import NOWHERE, Place
from bulletin.issues import Issue, Item, ItemRef, StandingPage
from bulletin.numbers import Number, Span
from bulletin.reference import Reference, Series, Unit


@dataclass(frozen=True, slots=True)
class Void:
    """A number that was never issued, and why (rule N6)."""

    series: Series
    number: Number
    reason: str


@dataclass(frozen=True, slots=True)
class Unheld:
    """An issue that came out, of which only the number is known here (缺藏): of a back-file, or withdrawn."""

    series: Series
    number: Number
    total: Span | None
    signed: date | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """An address, relative to the site's root, that readers may still have, and where its page stands now."""

    old: str
    new: str
    place: Place = NOWHERE
    target_place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OnRequest:
    """An item that readers may apply for (依申请公开): its title and units, and its issue without a word of it."""

    issue: Issue
    title: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with the issue it stands in; ``position`` is its place among the items shown, from 1."""

    issue: Issue
    item: Item
    position: int

    @property
    def ref(self) -> ItemRef:
        """Return the reference other items use to follow this one; raise ValueError for a draft's item."""
        return item_ref(self.issue, self.item)


def item_ref(issue: Issue, item: Item) -> ItemRef:
    """Return the reference of an item of a numbered issue; raise ValueError for a draft's."""
    if issue.number is None:
        raise ValueError(issue.path)
    return ItemRef(issue.series.id, issue.number.year, issue.number.segment, item.n)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Issues by signing date, oldest first; make one with ``Catalogue.of``.

    ``on_request``, ``closed`` and ``left_out`` (year and number of items, in order of years) only a public edition has,
    the last only where the site lets readers know. ``closed`` are issues that readers saw until all of them was closed:
    series, number, days and what is gone, without a word.
    """

    reference: Reference
    issues: tuple[Issue, ...]
    pages: tuple[StandingPage, ...]
    voids: tuple[Void, ...]
    unheld: tuple[Unheld, ...] = ()
    moved: tuple[Moved, ...] = ()
    on_request: tuple[OnRequest, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    closed: tuple[Issue, ...] = ()

    @classmethod
    def of(
        cls,
        reference: Reference,
        issues: Iterable[Issue],
        pages: Iterable[StandingPage],
        voids: Iterable[Void],
        unheld: Iterable[Unheld] = (),
    ) -> Catalogue:
        """Return the catalogue with everything in its fixed order, whatever order it came in."""
        rank = {series.id: place for place, series in enumerate(reference.series)}

        def key(issue: Issue) -> tuple[object, ...]:
            moment = issue.published.isoformat() if issue.published else ""
            span = (issue.span.first, issue.span.last) if issue.span else ()
            return (issue.signed, moment, rank[issue.series.id], issue.track, span, issue.path)

        return cls(
            reference,
            tuple(sorted(issues, key=key)),
            tuple(sorted(pages, key=lambda page: page.name)),
            tuple(sorted(voids, key=lambda void: (rank[void.series.id], void.number))),
            tuple(sorted(unheld, key=lambda one: (rank[one.series.id], one.number))),
        )

    def entries(self) -> Iterator[Entry]:
        """Yield every item with its issue, oldest first."""
        for issue in self.issues:
            for position, item in enumerate(issue.items, 1):
                yield Entry(issue, item, position)
