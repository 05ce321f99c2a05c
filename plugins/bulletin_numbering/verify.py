"""Verify numbers: issues against the ledger, the ledger against itself; a build never assigns (rules N2, N5-N8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span, number_label
from bulletin.reference import CombinedTotal, Restart, Series
from bulletin_numbering.ledger import Entry, Ledger, ledger_path


def _label(series: Series, number: Number) -> str:
    return f"{series.title}{number_label(number, series.style)}"


def _line(ledger: Ledger, entry: Entry) -> Place:
    return Place(ledger.path, entry.line, 1)


def check_claims(issues: Iterable[Issue], signed: Collection[tuple[str, Number]] = ()) -> Iterator[Diagnostic]:
    """Yield NUM-DUP for each file that claims a number another file has (C14).

    Where they differ, the file that has it is the one the ledgers name: ``signed``, paths and numbers.
    """
    holders: dict[tuple[str, int, Track, int], Issue] = {}
    for issue in sorted(issues, key=lambda one: ((one.path, one.number) not in signed, one.path)):
        if issue.number is None:
            continue
        slots = [(issue.series.id, issue.number.year, issue.track, slot) for slot in issue.number.span.slots()]
        others = sorted({holders[slot].path for slot in slots if slot in holders})
        if others:
            label = _label(issue.series, issue.number)
            yield diagnose("NUM-DUP", Place(issue.path), label=label, other=", ".join(others))
        for slot in slots:
            holders.setdefault(slot, issue)


def check_sequence(series: Series, ledger: Ledger) -> Iterator[Diagnostic]:
    """Yield NUM-DUP, NUM-GAP and NUM-TOTAL for a ledger that is not dense or whose totals do not run on.

    A ledger may begin at any number: what came before it is unmanaged, not a gap (C26).
    """
    last: dict[tuple[int, Track], int] = {}
    for entry in sorted(ledger.entries, key=lambda one: (one.number, one.line)):
        year = entry.number.year if series.restart is Restart.ANNUAL or entry.number.track is not Track.REGULAR else 0
        key = (year, entry.number.track)
        span = entry.number.span
        before = last.get(key)
        if before is not None and span.first <= before:
            yield diagnose("NUM-DUP", _line(ledger, entry), label=_label(series, entry.number), other=ledger.path)
        elif span.first > (before or 0) + 1 and last:
            missing = replace(entry.number, span=Span((before or 0) + 1, span.first - 1))
            yield diagnose("NUM-GAP", _line(ledger, entry), label=_label(series, missing))
        last[key] = max(span.last, before or 0)
    yield from _totals(series, ledger)


def _totals(series: Series, ledger: Ledger) -> Iterator[Diagnostic]:
    if series.total_seed is None:
        return
    regular = sorted(
        (one for one in ledger.entries if one.number.track is Track.REGULAR), key=lambda one: (one.number, one.line)
    )
    reached: int = series.total_seed
    for position, entry in enumerate(regular):
        if position == 0 and entry.total is not None and entry.number.span.first > 1:
            reached = entry.total.first - 1
        length = len(entry.number.span) if series.combined_total is CombinedTotal.PER_SLOT else 1
        expected = Span(reached + 1, reached + length)
        if entry.total != expected:
            yield diagnose(
                "NUM-TOTAL",
                _line(ledger, entry),
                label=_label(series, entry.number),
                total=entry.total or "—",
                expected=expected,
            )
        reached = entry.total.last if entry.total else expected.last


def _compare(issue: Issue, entry: Entry) -> Iterator[Diagnostic]:
    number, place = issue.number, Place(issue.path)
    label = _label(issue.series, entry.number)
    if number != entry.number:
        said = _label(issue.series, number) if number else "—"
        yield diagnose("NUM-IMMUTABLE", place, expected=label, label=said)
        return
    if (entry.state is State.WITHDRAWN) != (issue.withdrawal is not None) or entry.state is State.VOID:
        yield diagnose("NUM-STATE", place, label=label, state=entry.state.value)
    if entry.signed is not None and entry.signed != issue.signed:
        yield diagnose("NUM-DATE", place, label=label, what="signed", expected=entry.signed, value=issue.signed)
    if entry.published is not None and entry.published != issue.published:
        yield diagnose(
            "NUM-DATE", place, label=label, what="published", expected=entry.published, value=issue.published or "—"
        )


def _overlap(one: Number, other: Number) -> bool:
    same = (one.year, one.track) == (other.year, other.track)
    return same and one.span.first <= other.span.last and other.span.first <= one.span.last


def check_ledger(
    series: Series, ledger: Ledger, issues: Iterable[Issue], files: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield what disagrees between a series' ledger and its issues; ``files`` are all files of the tree."""
    by_path = {entry.issue: entry for entry in ledger.entries if entry.issue}
    for issue in issues:
        entry = by_path.get(issue.path)
        if entry is not None:
            yield from _compare(issue, entry)
        elif issue.number is not None:
            label, place = _label(series, issue.number), Place(issue.path)
            rival = next((entry for entry in ledger.entries if _overlap(entry.number, issue.number)), None)
            if rival is None:
                yield diagnose("NUM-UNKNOWN", place, label=label, ledger=ledger_path(series.id))
            else:
                yield diagnose("NUM-DUP", place, label=label, other=rival.issue or ledger.path)
    for entry in ledger.entries:
        if entry.issue and entry.issue not in files and entry.state not in {State.VOID, State.WITHDRAWN}:
            yield diagnose("NUM-LOST", _line(ledger, entry), label=_label(series, entry.number), issue=entry.issue)


def with_totals(issues: Iterable[Issue], ledgers: Iterable[Ledger]) -> list[Issue]:
    """Return the issues with the totals their ledgers gave them."""
    totals = {entry.issue: entry.total for ledger in ledgers for entry in ledger.entries if entry.issue}
    return [replace(issue, total=totals.get(issue.path)) for issue in issues]
