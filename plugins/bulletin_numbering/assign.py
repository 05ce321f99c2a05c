"""Assign numbers: at signing, and to nothing else (rules N1-N9); every function returns the ledger as it would be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin.reference import Counting, Series
from bulletin_numbering.ledger import Entry, Ledger
from bulletin_numbering.sequences import Reached, counts_total, length_of, slots_of
from bulletin_numbering.verify import check_sequence, closed, label_of

Outcome = tuple[Ledger, list[Diagnostic]]
_KEPT: Final = "预留号"  # a number that was reserved may be used after the ones behind it
_UNUSED: Final = "（预留未用）"


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue about to be signed. ``span`` is the number its editor wrote, ``combined`` how many it shall take."""

    path: str
    signed: date
    published: datetime | None = None
    period: date | None = None
    track: Track = Track.REGULAR
    span: Span | None = None
    combined: int = 1
    mark: str = ""
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Signing:
    """Lines being added to a ledger, and what is wrong with them."""

    series: Series
    ledger: Ledger
    reached: Reached
    faults: list[Diagnostic]

    def sign(self, draft: Draft) -> None:
        """Give a draft its number."""
        place = Place(draft.path, *draft.place)
        day = self.series.counted_on(draft.signed, draft.period, draft.span)
        number = self._number(draft, day)
        entry = Entry(0, number, None, State.ISSUED, draft.signed, draft.published, draft.path, draft.mark)
        reserved = self._reserved(number)
        if reserved is None:
            self._check_free(number, place)
            entry = replace(entry, total=self.reached.next_total(number))
        else:
            entry = replace(entry, total=reserved.total, note=draft.mark or reserved.note or _KEPT)
        self._check_dates(entry, place)
        if reserved is None:
            self.ledger = replace(self.ledger, entries=(*self.ledger.entries, entry))
        else:
            self.ledger = _with(self.ledger, reserved, entry)
        self.reached.add(entry)

    def _number(self, draft: Draft, day: date) -> Number:
        if draft.span is not None:
            return self.series.number_on(day, draft.track, draft.span)
        probe = self.series.number_on(day, draft.track, Span(1, 1))
        after = self.reached.last.get(self.series.sequence_of(probe), 0) + 1
        if self.series.counting is Counting.MONTH and draft.track is Track.REGULAR:
            after = (draft.period or draft.signed).month
        return replace(probe, span=Span(after, after + draft.combined - 1))

    def _reserved(self, number: Number) -> Entry | None:
        holders = [self.reached.holders.get(slot) for slot in slots_of(self.series, number)]
        holder = holders[0]
        same = holder is not None and holder.number == number and holder.state is State.RESERVED
        return holder if same else None

    def _check_free(self, number: Number, place: Place) -> None:
        label = label_of(self.series, number)
        holder = self.reached.holder_of(number)
        before = self.reached.last.get(self.series.sequence_of(number), 0)
        if holder is not None:
            other = holder.issue or f"{self.ledger.path}:{holder.line}"
            self.faults.append(diagnose("NUM-DUP", place, label=label, other=other))
        elif number.span.first > before + 1 and not self.reached.begins(number):
            passed = replace(number, span=Span(before + 1, number.span.first - 1))
            self.faults.append(diagnose("NUM-GAP", place, label=label_of(self.series, passed)))
        elif any(slot <= self.reached.last.get(own, 0) for own, slot in slots_of(self.series, number)):
            self.faults.append(diagnose("SIGN-LATE", place, label=label))
        elif self._reopens(number):
            self.faults.append(diagnose("NUM-REOPEN", place, label=label, year=number.year))

    def _reopens(self, number: Number) -> bool:
        """Say whether the next year has begun already (C36)."""
        run, track, year = self.series.sequence_of(number)
        return year != 0 and any((one, kind) == (run, track) and other > year for one, kind, other in self.reached.last)

    def _check_dates(self, entry: Entry, place: Place) -> None:
        if entry.signed is None:
            return
        label = label_of(self.series, entry.number)
        before = self.reached.signed.get(self.series.sequence_of(entry.number))
        if before and entry.signed < before and not entry.note:
            self.faults.append(diagnose("NUM-ORDER", place, label=label, signed=entry.signed, before=before))
        if self.series.pause_on(entry.signed):
            self.faults.append(closed(self.series, entry.number, place, entry))


def sign(series: Series, ledger: Ledger, drafts: Iterable[Draft]) -> Outcome:
    """Return the ledger with a line for each draft, and NUM-… and SERIES-CLOSED for what can't be signed as it is.

    Order among them: signing date, moment of publication, then the order given (rule N4, case C30).
    """
    signing = _Signing(series, ledger, Reached.after(series, ledger.entries), [])
    for draft in sorted(drafts, key=lambda one: (one.signed, one.published is None, one.published)):
        signing.sign(draft)
    return signing.ledger, signing.faults


def void(series: Series, ledger: Ledger, number: Number, reason: str) -> Outcome:
    """Return the ledger with a number recorded as never issued: the next one, a reserved one, or one skipped (N6)."""
    place, label = Place(ledger.path), label_of(series, number)
    reached = Reached.after(series, ledger.entries)
    holders = {slot: reached.holders.get(slot) for slot in slots_of(series, number)}
    holder = next((one for one in holders.values() if one is not None), None)
    entry = Entry(0, number, None, State.VOID, None, None, "", reason)
    if holder is not None and holder.number == number and holder.state is State.RESERVED:
        # What the reservation was for is no reason why nothing came of it, so the line says that nothing did.
        reason = f"{reason}{_UNUSED}" if reason == holder.note else reason
        return _with(ledger, holder, replace(entry, total=holder.total, note=reason)), []
    if holder is not None:
        return ledger, [
            diagnose("NUM-TAKEN", Place(ledger.path, holder.line, 1), label=label, state=holder.state.value)
        ]
    before = reached.last.get(series.sequence_of(number), 0)
    if number.span.first > before + 1 and not reached.begins(number):
        passed = replace(number, span=Span(before + 1, number.span.first - 1))
        return ledger, [diagnose("NUM-GAP", place, label=label_of(series, passed))]
    if number.span.first == before + 1 or reached.begins(number):
        return replace(ledger, entries=(*ledger.entries, replace(entry, total=reached.next_total(number)))), []
    return _inserted(series, ledger, entry), []


def _with(ledger: Ledger, old: Entry, new: Entry) -> Ledger:
    return replace(ledger, entries=tuple(new if one is old else one for one in ledger.entries))


def _inserted(series: Series, ledger: Ledger, entry: Entry) -> Ledger:
    """Put a line before the first of its sequence with a higher number; its total only where the next leaves room."""
    sequence = series.sequence_of(entry.number)
    at = next(
        n
        for n, one in enumerate(ledger.entries)
        if series.sequence_of(one.number) == sequence and one.number.span.first > entry.number.span.last
    )
    reached = Reached.after(series, ledger.entries[:at])
    total = reached.next_total(entry.number)
    following = next((one.total for one in ledger.entries[at:] if one.total), None)
    fits = total is not None and (following is None or total.last < following.first)
    filled = replace(entry, total=total if fits else None)
    return replace(ledger, entries=(*ledger.entries[:at], filled, *ledger.entries[at:]))


def _changed(ledger: Ledger, path: str, allowed: Callable[[State], bool], state: State) -> Outcome:
    entry = ledger.holding(path)
    if entry is None or not allowed(entry.state):
        code = "SIGN-NONE" if entry is None else "SIGN-STATE"
        return ledger, [diagnose(code, Place(path), path=path, state=entry.state.value if entry else "—")]
    return _with(ledger, entry, replace(entry, line=0, state=state)), []


def withdraw(ledger: Ledger, path: str, published: datetime | None = None) -> Outcome:
    """Return the ledger with an issue withdrawn: its number stays used (C16).

    ``published`` is its moment online where the ledger doesn't have it yet: afterwards none is recorded any more.
    """
    entry = ledger.holding(path)
    if published is not None and entry is not None and entry.published is None:
        ledger = _with(ledger, entry, replace(entry, line=0, published=published))
    return _changed(ledger, path, lambda state: state in {State.ISSUED, State.ADOPTED}, State.WITHDRAWN)


def reissue(series: Series, ledger: Ledger, path: str) -> Outcome:
    """Return the ledger with a withdrawn issue out again under its number (C17)."""
    outcome = _changed(ledger, path, lambda state: state is State.WITHDRAWN, State.ISSUED)
    if has_errors(check_sequence(series, outcome[0])):  # one of a back-file, with gaps that nobody explains
        outcome = _changed(ledger, path, lambda state: state is State.WITHDRAWN, State.ADOPTED)
    return outcome


def publish(ledger: Ledger, path: str, published: datetime) -> Outcome:
    """Return the ledger with the first moment online of an issue that was signed before it went online (C21)."""
    entry = ledger.holding(path)
    if entry is None:
        return ledger, [diagnose("SIGN-NONE", Place(path), path=path)]
    if entry.published is not None or entry.state is State.WITHDRAWN:
        return ledger, [diagnose("SIGN-STATE", Place(path), path=path, state=entry.state.value)]
    return _with(ledger, entry, replace(entry, line=0, published=published)), []


@dataclass(frozen=True, slots=True)
class Printed:
    """An issue of a back-file: its number and total as printed, its date and file where they are known."""

    number: Number
    total: Span | None
    signed: date | None
    published: datetime | None
    path: str
    note: str
    place: Place


def adopt(series: Series, ledger: Ledger, rows: Iterable[Printed]) -> Outcome:
    """Return the ledger with a back-file in its place: numbers as printed, totals as counted (C26, C40).

    A printed total that can't be right is kept in the note; nothing else is changed and nothing filled in. A file may
    turn up for a number that was entered without one.
    """
    faults: list[Diagnostic] = []
    taken = Reached.after(series, ledger.entries).holders
    accepted: list[Printed] = []
    for row in sorted(rows, key=lambda one: _place_in(series, one.number)):
        slots = list(slots_of(series, row.number))
        holder = next((taken[slot] for slot in slots if slot in taken), None)
        entry = Entry(0, row.number, None, State.ADOPTED, row.signed, row.published, row.path, row.note)
        if holder is not None and _found(holder, row) and holder.signed not in {None, row.signed}:
            label = label_of(series, row.number)
            faults.append(diagnose("NUM-SIGNED", row.place, label=label, expected=holder.signed, value=row.signed))
            continue
        if holder is not None and _found(holder, row):
            text = replace(holder, line=0, issue=row.path, signed=holder.signed or row.signed)
            text = replace(text, published=holder.published or row.published)
            ledger = _with(ledger, holder, text)
            taken.update(dict.fromkeys(slots, text))
            continue
        if holder is not None:
            faults.append(_taken(series, ledger, holder, row))
            continue
        taken.update(dict.fromkeys(slots, entry))
        accepted.append(row)
    merged = _merged(series, ledger.entries, accepted)
    return replace(ledger, entries=_counted(series, merged)), faults


def _found(holder: Entry, row: Printed) -> bool:
    """Say whether a row is the text of an issue known by its number alone."""
    return (holder.state, holder.issue, holder.number) == (State.ADOPTED, "", row.number) and row.path != ""


def _taken(series: Series, ledger: Ledger, holder: Entry, row: Printed) -> Diagnostic:
    label = label_of(series, row.number)
    if row.path and holder.issue == row.path:
        return diagnose("SIGN-DONE", row.place, path=row.path, label=label)
    line = f"{ledger.path}:{holder.line}" if holder.line else ledger.path  # another row has none yet
    return diagnose("NUM-DUP", row.place, label=label, other=holder.issue or line)


def _place_in(series: Series, number: Number) -> tuple[int, int, int]:
    run, _, year = series.sequence_of(number)
    return run, year, number.span.first


def _merged(series: Series, entries: tuple[Entry, ...], rows: list[Printed]) -> list[Entry | Printed]:
    """Put each row before the first line of its track that stands behind it; lines keep their order."""
    merged: list[Entry | Printed] = []
    waiting = {track: deque(row for row in rows if row.number.track is track) for track in Track}
    for entry in entries:
        own, at = waiting[entry.number.track], _place_in(series, entry.number)
        while own and _place_in(series, own[0].number) < at:
            merged.append(own.popleft())
        merged.append(entry)
    return [*merged, *(row for own in waiting.values() for row in own)]


def _counted(series: Series, lines: list[Entry | Printed]) -> tuple[Entry, ...]:
    """Give adopted lines their totals, counting on from the first that says one, or back from the next line's."""
    reached = Reached.after(series, ())
    reached.total = _begin(series, lines, reached.total)
    entries: list[Entry] = []
    for line in lines:
        if isinstance(line, Entry):
            reached.add(line)
            entries.append(line)
            continue
        entry = Entry(0, line.number, None, State.ADOPTED, line.signed, line.published, line.path, line.note)
        if counts_total(series, line.number.track):
            total = _total(series, reached, line)
            if line.total is not None and total != line.total:
                said = f"原刊误印总第{line.total}期"
                entry = replace(entry, note=f"{entry.note}；{said}" if entry.note else said)
            entry = replace(entry, total=total)
        reached.add(entry)
        entries.append(entry)
    return tuple(entries)


def _begin(series: Series, lines: list[Entry | Printed], seed: int) -> int:
    """Return the total before the first line: the seed, or what counting back from the first known total gives."""
    ahead = list(takewhile(lambda line: line.total is None, lines))
    known = next((line.total for line in lines if line.total), None)
    if known is None or not ahead:
        return seed
    counted = [line for line in ahead if counts_total(series, line.number.track)]
    return max(0, known.first - 1 - sum(length_of(series, line.number.span) for line in counted))


def _total(series: Series, reached: Reached, line: Printed) -> Span:
    """Return the printed total where it can be right, else the one that counting gives."""
    length = length_of(series, line.number.span)
    counted = Span(reached.total + 1, reached.total + length)
    if line.total is None or line.total.last - line.total.first + 1 != length:
        return counted
    before = reached.last.get(series.sequence_of(line.number), 0)
    # A number nobody recorded may have been counted.
    begins = reached.begins(line.number)
    room = 0 if begins else max(0, line.number.span.first - before - 1)
    fits = begins or reached.total < line.total.first <= reached.total + 1 + room
    return line.total if fits else counted
