"""Verify numbers: issues against the ledger, the ledger against itself; a build never assigns (rules N2, N5-N8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bulletin.dates import minute
from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, ItemRef
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin.reference import Series, YearBasis
from bulletin_numbering.ledger import Entry, Ledger, ledger_path
from bulletin_numbering.sequences import Reached, Slot, counts_total, length_of, slots_of


def label_of(series: Series, number: Number) -> str:
    """Return series and number as diagnostics name them: 政务普刊2004年第10期."""
    return f"{series.title}{series.number_label(number)}"


def _line(ledger: Ledger, entry: Entry) -> Place:
    return Place(ledger.path, entry.line, 1)


def _number(issue: Issue) -> Place:
    return Place(issue.path, *issue.number_at)


def check_claims(issues: Iterable[Issue], signed: Collection[tuple[str, Number]] = ()) -> Iterator[Diagnostic]:
    """Yield NUM-DUP for each file that claims a number another file has (C14).

    Where they differ, the file that has it is the one the ledgers name: ``signed``, paths and numbers.
    """
    holders: dict[tuple[str, Slot], Issue] = {}
    for issue in sorted(issues, key=lambda one: ((one.path, one.number) not in signed, one.path)):
        if issue.number is None:
            continue
        slots = [(issue.series.id, slot) for slot in slots_of(issue.series, issue.number)]
        others = sorted({holders[slot].path for slot in slots if slot in holders})
        if others:
            label = label_of(issue.series, issue.number)
            yield diagnose("NUM-DUP", _number(issue), label=label, other=", ".join(others))
        for slot in slots:
            holders.setdefault(slot, issue)


class _Lines:
    """A ledger gone through line by line in the order written, which is that of assignment."""

    def __init__(self, series: Series, ledger: Ledger) -> None:
        self.series, self.ledger = series, ledger
        self.reached = Reached.after(series, ())
        self.missing: list[tuple[Entry, Number]] = []  # numbers that adopted lines pass over
        self.issued: dict[int, int] = {}
        self.files: dict[str, Entry] = {}

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with each line, given those before it."""
        for entry, following in zip(self.ledger.entries, (*self.ledger.entries[1:], None), strict=False):
            try:
                self.series.run_of(entry.number)
            except ValueError:
                column, value = "number", entry.number.code
                yield diagnose("LEDGER-ROW", _line(self.ledger, entry), column=column, value=value)
                continue
            if self._stands_twice(entry):
                yield self._fault("LEDGER-TWICE", entry, issue=entry.issue, other=self.files[entry.issue].line)
                continue
            yield from self._number(entry)
            yield from self._dates(entry)
            wrong = list(self._total(entry))
            yield from wrong
            yield from self._frequency(entry)
            if entry.issue:
                yield from self._file(entry)
            before = self.reached.total
            self.reached.add(entry)
            if wrong and following is not None:
                self._forget(before + length_of(self.series, entry.number.span), following)
        yield from self._passed_over()

    def _stands_twice(self, entry: Entry) -> bool:
        return entry.issue in self.files and self.files[entry.issue].number == entry.number

    def _forget(self, right: int, following: Entry) -> None:
        """Count on from the right total where the next line does, so that one wrong total is one fault."""
        if following.total is not None and following.total.first == right + 1:
            self.reached.total = right

    def _fault(self, code: str, entry: Entry, **args: object) -> Diagnostic:
        label = args.pop("label", label_of(self.series, entry.number))
        return diagnose(code, _line(self.ledger, entry), label=label, **args)

    def _number(self, entry: Entry) -> Iterator[Diagnostic]:
        sequence = self.series.sequence_of(entry.number)
        before, first = self.reached.last.get(sequence, 0), entry.number.span.first
        holder = self.reached.holder_of(entry.number)
        if holder is not None:
            yield self._fault("NUM-DUP", entry, other=f"{self.ledger.path}:{holder.line}")
        elif first <= before:
            yield self._fault("LEDGER-ORDER", entry)
        elif first > before + 1 and not self.reached.begins(entry.number):
            passed = replace(entry.number, span=Span(before + 1, first - 1))
            if entry.state in {State.ADOPTED, State.WITHDRAWN}:  # signing leaves no gap: adopted, and withdrawn since
                self.missing.append((entry, passed))
            else:
                yield self._fault("NUM-GAP", entry, label=label_of(self.series, passed))

    def _passed_over(self) -> Iterator[Diagnostic]:
        """Yield one warning for all numbers that a back-file lacks (C15): nobody can say whether they came out."""
        if self.missing:
            entry, first = self.missing[0]
            count = sum(len(passed.span) for _, passed in self.missing)
            yield self._fault("NUM-MISSING", entry, label=label_of(self.series, first), count=count)

    def _dates(self, entry: Entry) -> Iterator[Diagnostic]:
        if entry.signed is None:
            return
        if entry.published and entry.published.date() < entry.signed:
            yield diagnose(
                "DATE-ORDER", _line(self.ledger, entry), published=entry.published.date(), signed=entry.signed
            )
        if entry.state is State.ADOPTED:
            return
        latest = entry.number.year + (1 if entry.number.span.over else 0)
        if self.series.year_basis is YearBasis.PERIOD:
            latest = max(latest, entry.signed.year)
        if not entry.number.year <= entry.signed.year <= latest:
            yield self._fault("NUM-YEAR", entry, signed=entry.signed)
        before = self.reached.signed.get(self.series.sequence_of(entry.number))
        if before and entry.signed < before and not entry.note:
            yield self._fault("NUM-ORDER", entry, signed=entry.signed, before=before)
        if self.series.pause_on(entry.signed):
            yield closed(self.series, entry.number, _line(self.ledger, entry), entry)

    def _total(self, entry: Entry) -> Iterator[Diagnostic]:
        number, total = entry.number, entry.total
        if not counts_total(self.series, number.track):
            if total is not None:
                yield self._fault("NUM-TOTAL", entry, total=total, expected="—")
            return
        if total is None and entry.state is State.VOID:
            return  # recorded after the next issue had taken the total
        reached, length = self.reached.total, length_of(self.series, number.span)
        if total is not None and total.last - total.first + 1 == length:
            begins = self.reached.begins(number) and (number.span.first > 1 or entry.state is State.ADOPTED)
            # An issue nobody recorded may or may not have been counted.
            room = next((len(passed.span) for one, passed in self.missing if one is entry), 0)
            if begins or reached < total.first <= reached + 1 + room:
                return
        expected = Span(reached + 1, reached + length)
        yield self._fault("NUM-TOTAL", entry, total=total or "—", expected=expected)

    def _frequency(self, entry: Entry) -> Iterator[Diagnostic]:
        expected = self.series.expected_per_year
        if entry.number.track is not Track.REGULAR or entry.state is State.VOID or expected is None:
            return
        year = entry.number.year
        self.issued[year] = self.issued.get(year, 0) + 1
        if self.issued[year] == expected + 1:
            yield self._fault("NUM-FREQ", entry, year=year, expected=expected)

    def _file(self, entry: Entry) -> Iterator[Diagnostic]:
        if entry.issue in self.files:
            yield self._fault("LEDGER-TWICE", entry, issue=entry.issue, other=self.files[entry.issue].line)
        self.files.setdefault(entry.issue, entry)


def closed(series: Series, number: Number, place: Place, dated: Entry) -> Diagnostic:
    """Return SERIES-CLOSED for an issue signed while its series rested (C34)."""
    pause = series.pause_on(dated.signed) if dated.signed else None
    since = pause.since if pause else "—"
    return diagnose("SERIES-CLOSED", place, label=label_of(series, number), signed=dated.signed, since=since)


def check_sequence(series: Series, ledger: Ledger) -> Iterator[Diagnostic]:
    """Yield what is wrong with a ledger in itself: numbers, totals and dates that don't run on, files named twice."""
    yield from _Lines(series, ledger).check()


def _minute(moment: datetime | None) -> str:
    return minute(moment) if moment else "—"


def _compare(issue: Issue, entry: Entry) -> Iterator[Diagnostic]:
    number, place = issue.number, _number(issue)
    label = label_of(issue.series, entry.number)
    if number != entry.number:
        said = label_of(issue.series, number) if number else "—"
        yield diagnose("NUM-IMMUTABLE", place, expected=label, label=said)
        return
    if (entry.state is State.WITHDRAWN) != (issue.withdrawal is not None):
        code = "NUM-WITHDRAWN" if issue.withdrawal is None else "NUM-STANDS"
        yield diagnose(code, place, label=label, path=issue.path)
    if entry.signed is not None and entry.signed != issue.signed:
        yield diagnose("NUM-SIGNED", place, label=label, expected=entry.signed, value=issue.signed)
    if _minute(entry.published) == _minute(issue.published):
        return
    if entry.published is None and entry.state is not State.WITHDRAWN:
        yield diagnose("NUM-PUBLISHED", place, label=label, value=_minute(issue.published), path=issue.path)
    else:
        expected, value = _minute(entry.published), _minute(issue.published)
        yield diagnose("NUM-DATE", place, label=label, expected=expected, value=value)


@dataclass(frozen=True, slots=True)
class _Files:
    """The issues of a series by path, all files of the tree, and the folder in which those of the series stand."""

    issues: Mapping[str, Issue]
    files: Collection[str]
    folder: str

    def has(self, path: str) -> bool:
        """Say whether a path is that of an issue's file, be it one with faults."""
        return path in self.issues or (path in self.files and path.startswith(self.folder) and path.endswith(".md"))

    def moved(self, ledger: Ledger, entry: Entry) -> Issue | None:
        """Return the file that bears the number of a line whose file is gone and that no line names."""
        named = {one.issue for one in ledger.entries}
        return next(
            (one for path, one in self.issues.items() if one.number == entry.number and path not in named), None
        )


def check_ledger(
    series: Series, ledger: Ledger, issues: Iterable[Issue], files: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield what disagrees between a series' ledger and its issues; ``files`` are all files of the tree."""
    here = _Files({issue.path: issue for issue in issues}, files, f"{series.id}/")
    moved: set[str] = set()
    for entry in ledger.entries:
        # A withdrawn issue's text may be gone for good (C33); the ledger alone then keeps its notice.
        if not entry.issue or here.has(entry.issue) or entry.state is State.WITHDRAWN:
            continue
        label, other = label_of(series, entry.number), here.moved(ledger, entry)
        if other is None:
            yield diagnose("NUM-LOST", _line(ledger, entry), label=label, issue=entry.issue)
        else:
            moved.add(other.path)
            yield diagnose("NUM-MOVED", _line(ledger, entry), label=label, issue=entry.issue, other=other.path)
    by_path = {entry.issue: entry for entry in reversed(ledger.entries) if entry.issue}
    holders = {slot: entry for entry in reversed(ledger.entries) for slot in _slots(series, entry.number)}
    for issue in here.issues.values():
        known = by_path.get(issue.path)
        if known is not None:
            yield from _compare(issue, known)
        elif issue.number is not None and issue.path not in moved:
            yield from _unknown(issue, issue.number, ledger, holders)


def _slots(series: Series, number: Number) -> list[Slot]:
    try:
        return list(slots_of(series, number))
    except ValueError:
        return []


def _unknown(issue: Issue, number: Number, ledger: Ledger, holders: Mapping[Slot, Entry]) -> Iterator[Diagnostic]:
    label = label_of(issue.series, number)
    rival = next((holders[slot] for slot in slots_of(issue.series, number) if slot in holders), None)
    if rival is None:
        yield diagnose("NUM-UNKNOWN", _number(issue), label=label, ledger=ledger_path(issue.series.id), path=issue.path)
    elif rival.state is not State.RESERVED:
        yield diagnose("NUM-DUP", _number(issue), label=label, other=rival.issue or f"{ledger.path}:{rival.line}")
    else:
        yield diagnose("NUM-UNKNOWN", _number(issue), label=label, ledger=ledger.path, path=issue.path)


def check_replacements(issues: Iterable[Issue], gone: Collection[ItemRef] = ()) -> Iterator[Diagnostic]:
    """Yield NUM-REPLACES for each issue that says it replaces what is no withdrawn issue (C18).

    ``gone`` are withdrawn issues whose files are deleted and that only ledgers know (C33).
    """
    issues = list(issues)
    claims = [(issue, issue.replaces) for issue in issues if issue.replaces is not None]
    if not claims:
        return
    withdrawn = {reference_to(issue) for issue in issues if issue.withdrawal is not None and issue.number}
    for issue, replaced in claims:
        if replaced not in withdrawn and replaced not in gone:
            yield diagnose("NUM-REPLACES", _number(issue), value=str(replaced).removesuffix("/0"))


def reference_to(issue: Issue) -> ItemRef:
    """Return the reference to a numbered issue as a whole; raise ValueError for a draft."""
    if issue.number is None:
        raise ValueError(issue.path)
    return ItemRef(issue.series.id, issue.number.year, issue.number.segment, 0)
