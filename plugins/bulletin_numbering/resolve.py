"""Settle a ledger in which two branches gave the same numbers: who keeps one, who gets the next (case C31)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Final

from bulletin.kinds import State
from bulletin.numbers import Number, Span
from bulletin.reference import Series
from bulletin_numbering.ledger import CROSSED, HEAD, CellError, Entry, Ledger, ledger_path, parse_line
from bulletin_numbering.sequences import Reached, Sequence, Slot, slots_of

_MARK: Final = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
# What a line of one branch may have become in the other; the later state counts.
_STAGES: Final = (State.RESERVED, State.ADOPTED, State.ISSUED, State.WITHDRAWN, State.VOID)


@dataclass(frozen=True, slots=True)
class Renumbered:
    """An issue that gets another number than its branch gave it."""

    issue: str
    before: Number
    after: Number


@dataclass(frozen=True, slots=True)
class Settled:
    """A ledger without conflict, the issues renumbered, and void lines dropped because their number is in use.

    ``voided``: numbers that remain between those that were kept and are recorded as never issued.
    """

    ledger: Ledger
    renumbered: tuple[Renumbered, ...]
    dropped: tuple[Entry, ...]
    voided: tuple[Entry, ...] = ()


def has_conflict(text: str) -> bool:
    """Say whether a text holds the markers of a merge conflict."""
    return any(_MARK.fullmatch(line) and line[0] in "<>" for line in text.split("\n"))


def _tagged(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number and its side, ``<`` or ``>`` or empty for both; the ancestor's are left out."""
    side = ""
    for number, line in enumerate(text.split("\n"), 1):
        marked = _MARK.fullmatch(line)
        if marked:
            side = {"<": "<", "|": "|", "=": ">", ">": ""}[marked[1][0]]
        elif line.strip() and line != HEAD and side != "|":
            yield number, side, line


def _united(text: str, is_out: Callable[[str], bool]) -> Iterator[tuple[str, Entry]]:
    """Yield all lines with their sides; raise CellError.

    Lines of one file and number are one, at the place of the first: what both branches have is no side's own.
    """
    found: dict[tuple[str, Number], tuple[str, Entry]] = {}
    for number, side, line in _tagged(text):
        entry = _parsed(number, line)
        key = (entry.issue, entry.number)
        known = found.get(key)
        if known is None:
            found[key] = side, entry
        else:
            found[key] = side if side == known[0] else "", _one_of(known[1], entry, is_out)
    yield from found.values()


def _parsed(number: int, line: str) -> Entry:
    try:
        return replace(parse_line(number, line), line=0)
    except CellError as error:
        error.line = number
        raise


def _one_of(known: Entry, entry: Entry, is_out: Callable[[str], bool]) -> Entry:
    """Return what became of a line in two branches: the later state, and the first moment online."""
    if {known.state, entry.state} == {State.ISSUED, State.WITHDRAWN} and is_out(entry.issue):
        known = entry = known if known.state is State.ISSUED else entry
    kept = max(known, entry, key=lambda one: (_STAGES.index(one.state), one.published is not None))
    moments = [one.published for one in (known, entry) if one.published]
    return replace(kept, published=min(moments, default=None))


def _parted(series: Series, text: str, is_out: Callable[[str], bool]) -> tuple[list[Entry], list[Entry]]:
    """Return the lines that no one contests, and those that only one branch has."""
    lines = list(_united(text, is_out))
    if any(side for side, _ in lines):
        contested = [bool(side) for side, _ in lines]
    else:
        contested = _colliding(series, [entry for _, entry in lines])
    common = [entry for (_, entry), own in zip(lines, contested, strict=True) if not own]
    return common, [entry for (_, entry), own in zip(lines, contested, strict=True) if own]


def _colliding(series: Series, entries: list[Entry]) -> list[bool]:
    """Say of each line, where there are no markers, whether it stands from the first to the last of a clash."""
    contested = [False] * len(entries)
    seen: dict[object, int] = {}
    for n, entry in enumerate(entries):
        given = [*slots_of(series, entry.number), *(entry.total.slots() if entry.total else ())]
        first = min((seen[one] for one in given if one in seen), default=n + 1)
        contested[first : n + 1] = [True] * (n + 1 - first)
        for one in given:
            seen.setdefault(one, n)
    return contested


def _rank(entry: Entry, now: datetime) -> tuple[object, ...]:
    """Order those who ask for a number: online already, then by signing date, moment of publication, file."""
    online = entry.published is not None and entry.published <= now
    moment = entry.published.isoformat() if entry.published else "9999"
    return (not online, moment if online else "", str(entry.signed), moment, entry.issue)


class _Settlement:
    """Numbers being given again to the lines of two branches."""

    def __init__(self, series: Series, common: list[Entry], fresh: list[Entry], now: datetime) -> None:
        self.series, self.now = series, now
        self.lines = common
        self.reached = Reached.after(series, common)
        self.first: dict[Sequence, int] = {}  # the lowest number that is contested
        for own, first in map(self._place, fresh):
            self.first[own] = min(self.first.get(own, first), first)
        self.renumbered: list[Renumbered] = []
        self.dropped: list[Entry] = []
        self.voided: list[Entry] = []

    def settle(self, fresh: list[Entry]) -> None:
        """Give every fresh line its number: online issues keep theirs, the rest get the lowest free ones in order."""
        issues = sorted((one for one in fresh if one.issue), key=lambda one: _rank(one, self.now))
        kept, rest = self._kept(issues, [one for one in fresh if not one.issue])
        for entry in rest:
            kept.append(self._moved(entry, kept))
        kept.extend(self._empty(kept))
        # What stays as it was, in its branch's order, keeps its total too, where that can be.
        stays = [entry for entry in fresh if entry in kept]
        moved = sorted((entry for entry in kept if entry not in stays), key=self._place)
        for entry in (*stays, *moved):
            higher = (n for n, one in enumerate(self.lines) if self._follows(one.number, entry.number))
            self.lines.insert(next(higher, len(self.lines)), entry)
        self._count(kept)

    def _kept(self, issues: list[Entry], others: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        kept: list[Entry] = []
        rest: list[Entry] = []
        for entry in issues:
            stays = (entry.published is not None and entry.published <= self.now) or self._is_inside(entry.number)
            (kept if stays and self._free(entry.number, kept) else rest).append(entry)
        wanted = {slot for entry in rest for slot in slots_of(self.series, entry.number)}
        online = list(kept)
        for entry in others:
            slots = set(slots_of(self.series, entry.number))
            # Below a number that stays, only what was signed before that could take its place.
            passed = any(self._follows(one.number, entry.number) for one in online)
            if self._free(entry.number, kept) and (passed or not slots & wanted):
                kept.append(entry)
            elif entry.state is State.VOID:
                self.dropped.append(entry)
        return kept, rest

    def _place(self, entry: Entry) -> tuple[Sequence, int]:
        return self.series.sequence_of(entry.number), entry.number.span.first

    def _is_inside(self, number: Number) -> bool:
        """Say whether higher numbers were given before the branches parted: this one had been reserved."""
        return number.span.first <= self.reached.last.get(self.series.sequence_of(number), 0)

    def _follows(self, number: Number, before: Number) -> bool:
        same = self.series.sequence_of(number) == self.series.sequence_of(before)
        return same and number.span.first > before.span.first

    def _taken(self, kept: Iterable[Entry]) -> set[Slot]:
        return {*self.reached.holders, *(slot for one in kept for slot in slots_of(self.series, one.number))}

    def _free(self, number: Number, kept: Iterable[Entry]) -> bool:
        return not set(slots_of(self.series, number)) & self._taken(kept)

    def _moved(self, entry: Entry, kept: list[Entry]) -> Entry:
        number, span = entry.number, entry.number.span
        numbers = count(self.first[self.series.sequence_of(number)])
        candidates = (replace(number, span=Span(n, n + span.last - span.first, span.over)) for n in numbers)
        after = next(one for one in candidates if self._free(one, kept))
        if after == number:
            return entry
        self.renumbered.append(Renumbered(entry.issue, number, after))
        said = f"合并时由第{number.span}期改号"
        return replace(entry, number=after, note=f"{entry.note}；{said}" if entry.note else said)

    def _empty(self, kept: list[Entry]) -> list[Entry]:
        """Return void lines for the numbers that nobody has below one that stays (rule N6)."""
        taken = self._taken(kept)
        for entry in sorted(kept, key=self._place):
            own = self.series.sequence_of(entry.number)
            for n in range(self.first[own], entry.number.span.first):
                if (own, n) not in taken:
                    taken.add((own, n))
                    number = replace(entry.number, span=Span(n, n))
                    self.voided.append(Entry(0, number, None, State.VOID, None, None, "", "合并时空出"))
        return self.voided

    def _count(self, fresh: list[Entry]) -> None:
        """Give the fresh lines the totals due where they stand, if there is room; say why dates are out of order."""
        reached = Reached.after(self.series, ())
        for n, entry in enumerate(self.lines):
            total = reached.next_total(entry.number) if entry in fresh else None
            following = next((one.total for one in self.lines[n + 1 :] if one.total and one not in fresh), None)
            if total and (following is None or total.last < following.first):
                self.lines[n] = replace(entry, total=total)
            before = reached.signed.get(self.series.sequence_of(entry.number))
            if entry.signed and before and entry.signed < before and not entry.note:
                self.lines[n] = replace(self.lines[n], line=0, note=CROSSED)
            reached.add(self.lines[n])


def resolve(series: Series, text: str, now: datetime, is_out: Callable[[str], bool] = lambda _path: False) -> Settled:
    """Return a conflicted or doubly numbered ledger settled by rule C31; raise CellError for a line that can't be read.

    ``now`` tells which issues are online already and therefore keep their number, ``is_out`` whether a file says that
    it came out again: two branches' lines can't tell who withdrew and who reissued.
    """
    common, fresh = _parted(series, text, is_out)
    settlement = _Settlement(series, common, fresh, now)
    settlement.settle(fresh)
    ledger = Ledger(series.id, ledger_path(series.id), tuple(settlement.lines))
    return Settled(ledger, tuple(settlement.renumbered), tuple(settlement.dropped), tuple(settlement.voided))
