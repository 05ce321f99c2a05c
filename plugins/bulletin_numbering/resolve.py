"""Settle a ledger in which two branches gave the same numbers: who keeps one, who gets the next (case C31)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bulletin.kinds import State
from bulletin.numbers import Number, Span
from bulletin.reference import Series
from bulletin_numbering.ledger import HEAD, CellError, Entry, Ledger, ledger_path, parse_line
from bulletin_numbering.sequences import Reached, counts_total, slots_of

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
    """A ledger without conflict, the issues renumbered, and void lines dropped because their number is in use."""

    ledger: Ledger
    renumbered: tuple[Renumbered, ...]
    dropped: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    common: tuple[Entry, ...]
    fresh: tuple[Entry, ...]


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


def _sides(text: str) -> _Sides:
    """Return the lines that no one contests, and those that only one branch has; raise CellError."""
    lines: dict[str, list[Entry]] = {"": [], "<": [], ">": []}
    for number, side, line in _tagged(text):
        try:
            lines[side].append(parse_line(number, line))
        except CellError as error:
            error.line = number
            raise
    ours = {_anywhere(entry) for entry in lines["<"]}
    both = ours & {_anywhere(entry) for entry in lines[">"]}
    uncontested = [*lines[""], *(entry for entry in lines["<"] if _anywhere(entry) in both)]
    contested = [entry for side in "<>" for entry in lines[side] if _anywhere(entry) not in both]
    return _Sides(tuple(replace(one, line=0) for one in uncontested), tuple(replace(one, line=0) for one in contested))


def _anywhere(entry: Entry) -> Entry:
    return replace(entry, line=0)


def _same_file(sides: _Sides) -> tuple[list[Entry], list[Entry]]:
    """Return common and fresh lines with two lines of one file and number made one: the one further on."""
    by_file: dict[tuple[str, Number], Entry] = {}
    fresh: list[Entry] = []
    for entry in sides.fresh:
        key = (entry.issue, entry.number)
        known = by_file.get(key)
        if known is not None:
            fresh.remove(known)
            further, other = (entry, known) if _further(entry, known) else (known, entry)
            entry = replace(further, published=_first(further.published, other.published))
        by_file[key] = entry
        fresh.append(entry)
    return list(sides.common), fresh


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the first moment online that either branch knows of."""
    return min((moment for moment in (one, other) if moment), default=None)


def _further(entry: Entry, known: Entry) -> bool:
    return (_STAGES.index(entry.state), entry.published is not None) > (
        _STAGES.index(known.state),
        known.published is not None,
    )


def _colliding(series: Series, entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Part the lines of a ledger without markers: those before the first number given twice, and the rest."""
    lines = list(entries)
    seen: dict[object, int] = {}
    for n, entry in enumerate(lines):
        earlier = [seen[slot] for slot in slots_of(series, entry.number) if slot in seen]
        if earlier:
            return lines[: min(earlier)], lines[min(earlier) :]
        seen.update(dict.fromkeys(slots_of(series, entry.number), n))
    return lines, []


def _rank(entry: Entry, now: datetime) -> tuple[object, ...]:
    """Order those who ask for a number: online already, then by signing date, moment of publication, file."""
    online = entry.published is not None and entry.published <= now
    moment = entry.published.isoformat() if entry.published else "9999"
    return (not online, moment if online else "", str(entry.signed), moment, entry.issue)


class _Settlement:
    """Numbers being given again to the lines of two branches."""

    def __init__(self, series: Series, common: list[Entry], now: datetime) -> None:
        self.series, self.now = series, now
        self.lines = common
        self.reached = Reached.after(series, common)
        self.renumbered: list[Renumbered] = []
        self.dropped: list[Entry] = []

    def settle(self, fresh: list[Entry]) -> None:
        """Give every fresh line its number: online issues keep theirs, the rest get the lowest free ones in order."""
        issues = sorted((one for one in fresh if one.issue), key=lambda one: _rank(one, self.now))
        others = [one for one in fresh if not one.issue]
        kept, rest = self._kept(issues, others)
        for entry in rest:
            kept.append(self._moved(entry, kept))
        for entry in sorted(kept, key=lambda one: one.number):
            self._add(entry)

    def _kept(self, issues: list[Entry], others: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        kept: list[Entry] = []
        rest: list[Entry] = []
        for entry in issues:
            online = entry.published is not None and entry.published <= self.now
            (kept if online and self._free(entry.number, kept) else rest).append(entry)
        wanted = {slot for entry in rest for slot in slots_of(self.series, entry.number)}
        for entry in others:
            slots = set(slots_of(self.series, entry.number))
            if self._free(entry.number, kept) and not slots & wanted:
                kept.append(entry)
            else:
                self.dropped.append(entry)
        return kept, rest

    def _taken(self, kept: Iterable[Entry]) -> set[object]:
        return {*self.reached.holders, *(slot for one in kept for slot in slots_of(self.series, one.number))}

    def _free(self, number: Number, kept: Iterable[Entry]) -> bool:
        return not set(slots_of(self.series, number)) & self._taken(kept)

    def _moved(self, entry: Entry, kept: list[Entry]) -> Entry:
        number, span = entry.number, entry.number.span
        first = self.reached.last.get(self.series.sequence_of(number), 0) + 1
        if not self.reached.lines:
            first = min(first, span.first)
        candidates = (replace(number, span=Span(n, n + span.last - span.first, span.over)) for n in _from(first))
        after = next(one for one in candidates if self._free(one, kept))
        if after == number:
            return entry
        self.renumbered.append(Renumbered(entry.issue, number, after))
        said = f"合并时由第{number.span}期改号"
        return replace(entry, number=after, note=f"{entry.note}；{said}" if entry.note else said)

    def _add(self, entry: Entry) -> None:
        if counts_total(self.series, entry.number.track):
            entry = replace(entry, total=self.reached.next_total(entry.number))
        self.reached.add(entry)
        self.lines.append(entry)


def _from(first: int) -> Iterator[int]:
    while True:
        yield first
        first += 1


def resolve(series: Series, text: str, now: datetime) -> Settled:
    """Return a conflicted or doubly numbered ledger settled by rule C31; raise CellError for a line that can't be read.

    ``now`` tells which issues are online already and therefore keep their number.
    """
    common, fresh = _same_file(_sides(text))
    if not fresh:
        common, fresh = _colliding(series, common)
    settlement = _Settlement(series, common, now)
    settlement.settle(fresh)
    ledger = Ledger(series.id, ledger_path(series.id), tuple(settlement.lines))
    return Settled(ledger, tuple(settlement.renumbered), tuple(settlement.dropped))


__all__ = ["CellError", "Renumbered", "Settled", "has_conflict", "resolve"]
