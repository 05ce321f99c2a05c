"""Read ledgers: the append-only record of every number a series ever gave (rules N1, N2)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from bulletin.dates import minute, parse_date, parse_datetime
from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span, parse_span

T = TypeVar("T")

COLUMNS: Final = ("year", "number", "total", "track", "state", "signed", "published", "issue", "note")
HEAD: Final = ",".join(COLUMNS)
FOLDER: Final = "ledger"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger. Void numbers have no issue and no dates; ``note`` holds their reason."""

    line: int
    number: Number
    total: Span | None
    state: State
    signed: date | None
    published: datetime | None
    issue: str
    note: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of one series, in the order written."""

    series: str
    path: str
    entries: tuple[Entry, ...]

    def void(self) -> tuple[Entry, ...]:
        """Return the numbers that were never issued."""
        return tuple(entry for entry in self.entries if entry.state is State.VOID)


def ledger_path(series: str) -> str:
    """Return where a series' ledger stands in the content tree."""
    return f"{FOLDER}/{series}.csv"


def _read(name: str, reader: Callable[[str], T], text: str) -> T:
    try:
        return reader(text)
    except ValueError:
        raise ValueError(f"{name}: {text or '—'}") from None


def _entry(line: int, row: list[str]) -> Entry:
    """Read a row; raise ValueError that says what is wrong with it."""
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} values, {len(COLUMNS)} expected")
    values = dict(zip(COLUMNS, (value.strip() for value in row), strict=True))

    year = _read("year", int, values["year"])
    span = _read("number", parse_span, values["number"])
    total = _read("total", parse_span, values["total"]) if values["total"] else None
    track = _read("track", Track, values["track"])
    state = _read("state", State, values["state"])
    signed = _read("signed", parse_date, values["signed"]) if values["signed"] else None
    published = _read("published", parse_datetime, values["published"]) if values["published"] else None
    if state is State.VOID and not values["note"]:
        raise ValueError("note: —")
    if state in {State.ISSUED, State.WITHDRAWN} and not (signed and values["issue"]):
        raise ValueError("signed, issue: —")
    return Entry(line, Number(year, track, span), total, state, signed, published, values["issue"], values["note"])


def read_ledger(series: str, text: str) -> tuple[Ledger, list[Diagnostic]]:
    """Return the ledger of a CSV text (UTF-8, LF, first line the column names) and the lines that can't be read."""
    path = ledger_path(series)
    lines = text.split("\n")
    if lines[0] != HEAD:
        return Ledger(series, path, ()), [diagnose("LEDGER-HEAD", Place(path, 1, 1), expected=HEAD)]
    faults: list[Diagnostic] = []
    entries: list[Entry] = []
    for line, text_line in enumerate(lines[1:], 2):
        if not text_line.strip():
            continue
        try:
            entries.append(_entry(line, next(csv.reader([text_line], strict=True))))
        except (ValueError, csv.Error) as error:
            faults.append(diagnose("LEDGER-ROW", Place(path, line, 1), reason=error))
    return Ledger(series, path, tuple(entries)), faults


def row(entry: Entry) -> list[str]:
    """Return the values of an entry as a ledger writes them."""
    return [
        str(entry.number.year),
        str(entry.number.span),
        str(entry.total or ""),
        entry.number.track.value,
        entry.state.value,
        entry.signed.isoformat() if entry.signed else "",
        minute(entry.published) if entry.published else "",
        entry.issue,
        entry.note,
    ]
