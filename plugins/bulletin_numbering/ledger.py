"""Read and write ledgers: the append-only record of every number a series ever gave (rules N1, N2)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from bulletin.dates import minute, parse_date, parse_datetime
from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span, parse_code, parse_span
from bulletin_source.documents import decode

T = TypeVar("T")

COLUMNS: Final = ("year", "number", "total", "track", "state", "signed", "published", "issue", "note")
HEAD: Final = ",".join(COLUMNS)
FOLDER: Final = "ledger"
CROSSED: Final = "合并时保留原号"  # why a number of two branches is out of the order of dates
_NEEDED: Final[dict[State, tuple[str, ...]]] = {
    State.ISSUED: ("signed", "issue"),
    State.WITHDRAWN: ("signed", "issue"),
    State.VOID: ("note",),
}
_UNKNOWN: Final[dict[State, tuple[str, ...]]] = {
    State.VOID: ("signed", "published", "issue"),
    State.RESERVED: ("signed", "published", "issue"),
}
_QUOTED: Final = {'"', "\r"}
_YEARS: Final = range(1000, 10_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger. Void numbers have no issue and no dates; ``note`` holds their reason.

    ``line`` is 0 for an entry that has not been written yet.
    """

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
    """The entries of one series, in the order written, which is that of assignment."""

    series: str
    path: str
    entries: tuple[Entry, ...]

    def of(self, state: State) -> tuple[Entry, ...]:
        """Return the entries of a state."""
        return tuple(entry for entry in self.entries if entry.state is state)

    def holding(self, path: str) -> Entry | None:
        """Return the entry of an issue's file."""
        return next((entry for entry in self.entries if entry.issue == path), None)


class CellError(ValueError):
    """A line that can't be understood: the code and arguments of its diagnostic, and the place of the cell."""

    def __init__(self, code: str, cell: int = 0, **args: object) -> None:
        super().__init__(code)
        self.line = 0
        self.code, self.cell, self.args_of_code = code, cell, args


def ledger_path(series: str) -> str:
    """Return where a series' ledger stands in the content tree."""
    return f"{FOLDER}/{series}.csv"


def series_of(path: str) -> str:
    """Return the id of the series whose ledger stands at a path."""
    return path.removeprefix(f"{FOLDER}/").removesuffix(".csv")


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdecimal() else 0
    if year not in _YEARS:
        raise ValueError(text)
    return year


def _total(text: str) -> Span:
    total = parse_span(text)
    if total.over:
        raise ValueError(text)
    return total


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment.second:  # a ledger has minutes, and seconds would be compared by nobody
        raise ValueError(text)
    return moment


class _Row:
    """The cells of one line."""

    def __init__(self, cells: list[str]) -> None:
        if len(cells) != len(COLUMNS):
            raise CellError("LEDGER-COLUMNS", found=len(cells), expected=len(COLUMNS))
        self.cells = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))

    def read(self, name: str, reader: Callable[[str], T]) -> T:
        """Return a cell as a reader understands it."""
        text = self.cells[name]
        try:
            return reader(text)
        except ValueError:
            raise CellError("LEDGER-ROW", COLUMNS.index(name), column=name, value=text or "—") from None

    def maybe(self, name: str, reader: Callable[[str], T]) -> T | None:
        """Likewise, or None for an empty cell."""
        return self.read(name, reader) if self.cells[name] else None

    def check(self, state: State) -> None:
        """Raise CellError where a cell is empty, or is not, though a number in this state calls for it."""
        for name in _NEEDED.get(state, ()):
            if not self.cells[name]:
                raise CellError("LEDGER-EMPTY", COLUMNS.index(name), column=name, state=state.value)
        for name in _UNKNOWN.get(state, ()):
            if self.cells[name]:
                raise CellError("LEDGER-FULL", COLUMNS.index(name), column=name, state=state.value)
        if self.cells["published"] and not self.cells["signed"]:
            raise CellError("LEDGER-EMPTY", COLUMNS.index("signed"), column="signed", state=state.value)


def parse_line(line: int, text: str) -> Entry:
    """Read a line of a ledger; raise CellError that says what is wrong with it."""
    try:
        # Most lines quote nothing, and splitting them takes a fifth of the time.
        row = _Row(next(csv.reader([text], strict=True)) if _QUOTED & set(text) else text.split(","))
    except csv.Error:
        raise CellError("LEDGER-ROW", column=HEAD, value=text) from None
    year = row.read("year", _year)
    span, part = row.read("number", parse_code)
    total = row.maybe("total", _total)
    track, state = row.read("track", Track), row.read("state", State)
    signed, published = row.maybe("signed", parse_date), row.maybe("published", _moment)
    row.check(state)
    return Entry(
        line, Number(year, track, span, part), total, state, signed, published, row.cells["issue"], row.cells["note"]
    )


def _column(text: str, index: int) -> int:
    """Return the column a cell begins in; cells before the note hold no comma."""
    return 1 + sum(len(cell) + 1 for cell in text.split(",")[:index])


def _lines(path: str, text: str) -> Iterator[Entry | Diagnostic]:
    lines = text.split("\n")
    for line, text_line in enumerate(lines[1:], 2):
        if not text_line.strip():
            continue
        try:
            yield parse_line(line, text_line)
        except CellError as error:
            # Only a complete line ends in a newline.
            code = "LEDGER-TORN" if line == len(lines) else error.code
            column = 1 if code == "LEDGER-TORN" else _column(text_line, error.cell)
            yield diagnose(code, Place(path, line, column), **error.args_of_code)


def read_ledger(series: str, text: str) -> tuple[Ledger, list[Diagnostic]]:
    """Return the ledger of a CSV text (LF, first line the column names), and the lines that can't be read."""
    path = ledger_path(series)
    head = text.partition("\n")[0]
    if head != HEAD:
        same = next((n for n, (one, other) in enumerate(zip(head, HEAD, strict=False)) if one != other), len(HEAD))
        column = min(same, len(head)) + 1
        return Ledger(series, path, ()), [diagnose("LEDGER-HEAD", Place(path, 1, column), expected=HEAD, found=head)]
    read = list(_lines(path, text))
    entries = tuple(one for one in read if isinstance(one, Entry))
    return Ledger(series, path, entries), [one for one in read if isinstance(one, Diagnostic)]


def open_ledger(series: str, data: bytes) -> tuple[Ledger, list[Diagnostic]]:
    """Return the ledger of a file's bytes and what is wrong with it: as ``read_ledger``, and encoding and line ends."""
    path = ledger_path(series)
    empty = Ledger(series, path, ())
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        return empty, [diagnose("LEDGER-CRLF", Place(path, line, 1))]
    text, faults = decode(path, data)
    if text is None:
        conflict = [found for found in faults if found.code == "FILE-CONFLICT"]
        return empty, [diagnose("LEDGER-CONFLICT", Place(path, one.line, 1)) for one in conflict] or faults
    return read_ledger(series, text)


def line_of(entry: Entry) -> str:
    """Return an entry as a line of a ledger, without a line end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(
        (
            entry.number.year,
            entry.number.code,
            entry.total or "",
            entry.number.track.value,
            entry.state.value,
            entry.signed.isoformat() if entry.signed else "",
            minute(entry.published) if entry.published else "",
            entry.issue,
            entry.note,
        )
    )
    return out.getvalue()


def write_ledger(before: bytes, ledger: Ledger) -> bytes:
    """Return a ledger's bytes: entries read from the bytes before keep their lines letter by letter.

    An entry whose ``line`` is 0 is new or changed and is written out.
    """
    lines = before.decode("utf-8-sig").split("\n") if before else []
    written = (lines[entry.line - 1] if entry.line else line_of(entry) for entry in ledger.entries)
    return "".join(f"{line}\n" for line in (HEAD, *written)).encode()
