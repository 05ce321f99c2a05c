"""`inv ledger`: print what a series' ledger says, line by line, with what is missing between the lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.dates import minute
from bulletin.diagnostics import Diagnostic, has_errors
from bulletin.issues import Issue
from bulletin.kinds import State
from bulletin.numbers import Number, Span
from bulletin.reference import Series
from bulletin_editor.desk import Desk, RefusedError, opened, tell
from bulletin_editor.listing import aligned
from bulletin_editor.words import word
from bulletin_numbering.ledger import Entry, Ledger, ledger_path, open_ledger
from bulletin_numbering.masthead import issue_label
from bulletin_numbering.sequences import Reached
from bulletin_numbering.verify import check_sequence

STATES: Final = {
    State.ISSUED: N_("issued"),
    State.WITHDRAWN: N_("withdrawn"),
    State.VOID: N_("void"),
    State.RESERVED: N_("reserved"),
    State.ADOPTED: N_("adopted"),
}
MISSING: Final = N_("not recorded")
_HEAD: Final = (N_("number"), N_("total"), N_("title"), N_("signed"), N_("published"), N_("state"), N_("file or note"))
_NEVER: Final = "—"


@dataclass(frozen=True, slots=True)
class Table:
    """A ledger for reading: its rows, how many of each state, and what is wrong with it."""

    series: Series
    title: str
    rows: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, int], ...]
    found: tuple[Diagnostic, ...]


def _row(series: Series, entry: Entry, translate: Callable[[str], str]) -> tuple[str, ...]:
    title = series.title_on(entry.signed) if entry.signed else ""
    return (
        series.number_label(entry.number),
        str(entry.total or ""),
        title,
        entry.signed.isoformat() if entry.signed else "",
        minute(entry.published) if entry.published else "",
        translate(STATES[entry.state]),
        "  ".join(text for text in (entry.issue, entry.note) if text),
    )


def _passed(series: Series, reached: Reached, number: Number) -> Number | None:
    """Return the numbers between what was reached and a line, as far as they belong to the ledger's time."""
    before = reached.last.get(series.sequence_of(number), 0)
    if number.span.first <= before + 1 or reached.begins(number):
        return None
    return replace(number, span=Span(before + 1, number.span.first - 1))


def _rows(
    series: Series, ledger: Ledger, year: int | None, translate: Callable[[str], str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each line with the name of its state."""
    reached = Reached.after(series, ())
    for entry in ledger.entries:
        passed = _passed(series, reached, entry.number)
        if passed is not None and year in {None, passed.year}:
            yield MISSING, (series.number_label(passed), "", "", "", "", translate(MISSING), "")
        if year in {None, entry.number.year}:
            yield STATES[entry.state], _row(series, entry, translate)
        reached.add(entry)


def _draft_row(issue: Issue) -> tuple[str, ...]:
    title = issue.series.title_on(issue.signed)
    return (issue_label(issue), "", title, issue.signed.isoformat(), "", "", issue.path)


def _table(desk: Desk, series: Series, year: int | None, translate: Callable[[str], str]) -> Table:
    path = ledger_path(series.id)
    ledger, found = open_ledger(series.id, desk.data(path)) if path in desk.tree.files else (None, [])
    if has_errors(found):
        raise RefusedError(*found)
    ledger = ledger or Ledger(series.id, path, ())
    found = list(check_sequence(series, ledger))
    if any(one.code == "LEDGER-ROW" for one in found):
        raise RefusedError(*found)
    rows = list(_rows(series, ledger, year, translate))
    named = {entry.issue for entry in ledger.entries}
    drafts = [one for one in _unsigned(desk, series, named) if year in {None, one.year}]
    states = Counter(state for state, _ in rows)
    counts = tuple((translate(state), states[state]) for state in (*STATES.values(), MISSING) if states[state])
    lines = (*(row for _, row in rows), *(_draft_row(issue) for issue in drafts))
    return Table(series, desk.reference.shown_title(series), lines, counts, tuple(found))


def _unsigned(desk: Desk, series: Series, named: Iterable[str]) -> list[Issue]:
    """Return the drafts of a series, by signing date."""
    known = set(named)
    own = [path for path in desk.tree.issues if path.startswith(f"{series.id}/") and path not in known]
    drafts = [issue for path in own if (issue := desk.issue(path)[0]) is not None]
    return sorted((one for one in drafts if one.span is None), key=lambda one: (one.signed, one.path))


def tables(content: Path, series_name: str, year: int | None, translate: Callable[[str], str]) -> list[Table]:
    """Return the ledgers of one series or of all; raise RefusedError for one that can't be read."""
    with opened(content) as desk:
        chosen = [desk.series(series_name)] if series_name else list(desk.reference.series)
        return [_table(desk, series, year, translate) for series in chosen]


def lines_of(table: Table, translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a table as lines of text, without the columns that nothing stands in."""
    rows = [tuple(translate(name) for name in _HEAD), *table.rows]
    used = [n for n in range(len(_HEAD)) if any(row[n] for row in table.rows)]
    yield f"{table.title}  {ledger_path(table.series.id)}"
    if not table.rows:
        return
    yield from aligned(([row[n] for n in used] for row in rows), indent="")
    yield "  ".join(f"{name} {count}" for name, count in table.counts)


def print_tables(content: Path, series_name: str, year: int | None) -> None:
    """Print ledgers and what is wrong with them; raise RefusedError for one that can't be read."""
    for n, table in enumerate(tables(content, series_name, year, word)):
        if n:
            sys.stdout.write("\n")
        for line in lines_of(table, word):
            sys.stdout.write(line + "\n")
        tell(table.found, content)
