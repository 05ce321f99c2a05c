"""What a ledger has reached: the numbers taken in each sequence, and the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin.reference import CombinedTotal, Series
from bulletin_numbering.ledger import Entry

Sequence = tuple[int, Track, int]
Slot = tuple[Sequence, int]


def slots_of(series: Series, number: Number) -> Iterator[Slot]:
    """Yield every single number with its sequence; raise ValueError where a year has no such part."""
    own = series.sequence_of(number)
    for slot in number.span.slots():
        yield own, slot
    if number.span.over:
        following = series.sequence_of(Number(number.year + 1, number.track, Span(1, 1)))
        for slot in range(1, number.span.over + 1):
            yield following, slot


def length_of(series: Series, span: Span) -> int:
    """Return how many totals an issue takes (rule N8)."""
    return len(span) if series.combined_total is CombinedTotal.PER_SLOT else 1


def counts_total(series: Series, track: Track) -> bool:
    """Say whether issues of a track have totals (rule N7)."""
    return series.total_seed is not None and track is Track.REGULAR


@dataclass(slots=True)
class Reached:
    """The state of a series after some lines of its ledger.

    ``last`` is the highest number of each sequence, ``signed`` the signing date of the last dated line in it,
    ``holders`` the line that has each number, ``total`` the last total given, before any line has one the seed.
    """

    series: Series
    last: dict[Sequence, int] = field(default_factory=dict)
    signed: dict[Sequence, date] = field(default_factory=dict)
    holders: dict[Slot, Entry] = field(default_factory=dict)
    total: int = 0
    counted: bool = False  # a line had a total
    lines: int = 0

    @classmethod
    def after(cls, series: Series, entries: Iterable[Entry]) -> Reached:
        """Return what lines have reached; raise ValueError for a number whose year has no such part."""
        reached = cls(series, total=series.total_seed or 0)
        for entry in entries:
            reached.add(entry)
        return reached

    def add(self, entry: Entry) -> None:
        """Go one line further."""
        sequence = self.series.sequence_of(entry.number)
        for own, slot in slots_of(self.series, entry.number):
            self.holders.setdefault((own, slot), entry)
            self.last[own] = max(self.last.get(own, 0), slot)
        # A note explains a date out of order: written up late, renumbered, or given a number that was reserved.
        if entry.signed and entry.state is not State.ADOPTED and not entry.note:
            self.signed[sequence] = max(self.signed.get(sequence, date.min), entry.signed)
        if entry.total:
            # A back-file may begin before the seed, which was reached when the ledger began (C26).
            self.total = max(self.total, entry.total.last) if self.counted else entry.total.last
            self.counted = True
        self.lines += 1

    def begins(self, number: Number) -> bool:
        """Say whether the next line may have any number, as the first of all or of the regular ones may (C26)."""
        regular = number.track is Track.REGULAR
        return not self.lines or (regular and not any(track is number.track for _, track, _ in self.last))

    def holder_of(self, number: Number) -> Entry | None:
        """Return the line that has a number or a part of it."""
        slots = slots_of(self.series, number)
        return next((self.holders[slot] for slot in slots if slot in self.holders), None)

    def next_total(self, number: Number) -> Span | None:
        """Return the total that the next issue takes, or None where none is counted."""
        if not counts_total(self.series, number.track):
            return None
        return Span(self.total + 1, self.total + length_of(self.series, number.span))
