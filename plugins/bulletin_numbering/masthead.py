"""What a masthead says beside the number: launch, merger, gap, pause, reissue, end (GB 3179; domain notes 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from bulletin.dates import date_zh
from bulletin.issues import Issue
from bulletin.kinds import State, Track
from bulletin.numbers import TRACK_NAMES, Number
from bulletin.reference import Restart, Run, Series
from bulletin_numbering.ledger import Entry, Ledger
from bulletin_numbering.sequences import Sequence

DRAFT = "第×期（编审中）"


def mark_of(issue: Issue) -> str:
    """Return what stands in brackets behind the number: （专期） (C12), （补编） (C22) or （更正重发） (C17)."""
    marks = (issue.mark, "更正重发" if issue.reissue else "")
    return "".join(f"（{mark}）" for mark in marks if mark)


def issue_label(issue: Issue) -> str:
    """Return the number as printed, with its mark; a draft's is not given yet (C29)."""
    if issue.number is None:
        return f"{issue.year}年{TRACK_NAMES[issue.track]}{DRAFT}"
    return issue.series.number_label(issue.number) + mark_of(issue)


def full_issue_label(issue: Issue) -> str:
    """Return the number with its mark and its total: 2004年第10期（总第442期）."""
    if issue.number is None:
        return issue_label(issue)
    bare = issue.series.number_label(issue.number)
    return bare + mark_of(issue) + issue.series.full_label(issue.number, issue.total).removeprefix(bare)


class Mastheads:
    """The mastheads of one series, given its ledger."""

    def __init__(self, series: Series, ledger: Ledger) -> None:
        self.series = series
        self._voids: dict[tuple[Sequence, int], Entry] = {}
        self._before: dict[str, date] = {}
        self._totals = {entry.issue: entry.total for entry in ledger.entries if entry.issue}
        before: date | None = None
        for entry in ledger.entries:
            sequence = series.sequence_of(entry.number)
            if entry.state is State.VOID:
                self._voids[sequence, entry.number.span.last] = entry
            if entry.number.track is not Track.REGULAR:
                continue
            if entry.issue and before is not None:
                self._before[entry.issue] = before
            before = entry.signed or before

    def with_number(self, issue: Issue) -> Issue:
        """Return an issue with its total and the notes of its masthead."""
        numbered = replace(issue, total=self._totals.get(issue.path))
        return replace(numbered, notes=tuple(self._notes(numbered)))

    def _notes(self, issue: Issue) -> Iterator[str]:
        number = issue.number
        if number is None:
            return
        if number.track is Track.REGULAR:
            if self.series.launched == issue.signed:
                yield "创刊号"
            if len(number.span) > 1:
                yield f"本期为{_merged(self.series, number)}合刊"
            yield from self._gaps(number)
            yield from self._resumed(issue)
        if issue.printed_total is not None and (issue.total is None or issue.printed_total != issue.total.last):
            yield f"原刊误印总第{issue.printed_total}期"
        if issue.reissue:
            note = f"：{issue.reissue.note}" if issue.reissue.note else ""
            yield f"本期于{date_zh(issue.reissue.reissued)}更正重发{note}"

    def _gaps(self, number: Number) -> Iterator[str]:
        """Yield a note for each void number right before this one (rule N6), however many in a row (GB 3179)."""
        sequence, first = self.series.sequence_of(number), number.span.first
        notes: list[str] = []
        while (void := self._voids.get((sequence, first - 1))) is not None:
            notes.append(f"第{void.number.span}期空号：{void.note}")
            first = void.number.span.first
        yield from reversed(notes)

    def _resumed(self, issue: Issue) -> Iterator[str]:
        """Yield 复刊 for the first issue after a pause, with how long that lasted (C34; GB 3179)."""
        before = self._before.get(issue.path)
        for pause in self.series.pauses:
            if pause.until is not None and pause.until < issue.signed and (before is None or before < pause.since):
                reason = f"（{pause.reason}）" if pause.reason else ""
                yield f"复刊：本刊自{date_zh(pause.since)}至{date_zh(pause.until)}停刊{reason}"


def _merged(series: Series, number: Number) -> str:
    """Return 第7、8期, or 2004年第12期、2005年第1期."""
    if number.span.over:
        return "、".join(series.number_label(one) for one in number.singles())
    return f"第{'、'.join(str(slot) for slot in number.span.slots())}期"


def _marks_last(series: Series, run: Run) -> bool:
    return run.restart is Restart.VOLUME or (run.restart is Restart.ANNUAL and series.mark_last)


def with_last_notes(series: Series, issues: Iterable[Issue], unheld: Iterable[Number] = ()) -> list[Issue]:
    """Return the issues that an edition shows of a series, the last of each finished year or volume marked so (C36).

    A year or volume is over once something of a later one is shown. The ledger knows that before readers may: it holds
    issues that are withheld or whose moment lies ahead, so nothing but what the edition tells counts here; ``unheld``
    are the numbers it tells of issues whose text is not here.
    """
    issues = list(issues)
    if not any(_marks_last(series, run) for run in series.runs):
        return issues
    numbers = [issue.number for issue in issues if issue.number is not None]
    regular = [number for number in (*numbers, *unheld) if number.track is Track.REGULAR]
    last: dict[Sequence, Number] = {}
    for number in regular:
        sequence = series.sequence_of(number)
        last[sequence] = max(last.get(sequence, number), number)
    latest = (max((run for run, _, _ in last), default=0), max((number.year for number in regular), default=0))

    def noted(issue: Issue) -> Issue:
        number = issue.number
        if number is None or number.track is not Track.REGULAR:
            return issue
        sequence = series.sequence_of(number)
        run = series.runs[sequence[0]]
        by_volume = run.restart is Restart.VOLUME
        over = latest[0] > sequence[0] if by_volume else latest[1] > number.year
        if not (over and _marks_last(series, run) and last[sequence] == number):
            return issue
        return replace(issue, notes=(*issue.notes, "卷终" if by_volume else "本年终刊"))

    return list(map(noted, issues))


def with_numbers(issues: Iterable[Issue], ledgers: Iterable[Ledger], series: Iterable[Series]) -> Iterator[Issue]:
    """Yield the issues with totals and notes, by the ledgers of their series."""
    by_id = {ledger.series: ledger for ledger in ledgers}
    mastheads = {one.id: Mastheads(one, by_id[one.id]) for one in series}
    return (mastheads[issue.series.id].with_number(issue) for issue in issues)
