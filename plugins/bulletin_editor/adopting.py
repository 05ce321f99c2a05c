"""`inv adopt`: enter a back-file of issues with the numbers they were printed with, from their files or a table."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.dates import parse_date, parse_datetime, parse_month
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.kinds import Track
from bulletin.numbers import Number, Span
from bulletin.printed import Printed as Masthead
from bulletin.printed import parse_printed
from bulletin.reference import Series
from bulletin_editor.desk import Desk, RefusedError, opened, tell
from bulletin_editor.words import say
from bulletin_numbering.assign import Printed, adopt
from bulletin_numbering.ledger import Ledger
from bulletin_numbering.verify import check_sequence
from bulletin_source.documents import decode

_BARE: Final = re.compile(r"[1-9]\d{0,4}", re.ASCII)
COLUMNS: Final = ("number", "date", "total", "published", "note")


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many issues each series got, and what is to be known about them."""

    counts: dict[str, int]  # by title
    warnings: tuple[Diagnostic, ...]


def adopt_files(content: Path, files: Iterable[str], series_name: str = "") -> Adopted:
    """Enter issues by their files, or those of tables for one series; raise RefusedError with nothing written."""
    with opened(content) as desk:
        rows: dict[str, list[Printed]] = {}
        found: list[Diagnostic] = []
        for file in files:
            if file.endswith(".csv"):
                series = desk.series(series_name) if series_name else None
                if series is None:
                    raise RefusedError(message=N_("say whose issues the table lists: --series …"))
                rows.setdefault(series.id, []).extend(_table(desk, series, Path(file), found))
            else:
                one, series = _issue(desk, file, found)
                if one is not None and series is not None:
                    rows.setdefault(series.id, []).append(one)
        if has_errors(found):
            raise RefusedError(*found)
        counts: Counter[str] = Counter()
        for name, own in rows.items():
            series = desk.series(name)
            ledger = desk.accept(series, adopt(series, desk.ledger(series), own))
            desk.accept(series, (ledger, _checked(series, ledger)))
            counts[series.title] += len(own)
        desk.commit()
        return Adopted(dict(counts), tuple(desk.warnings))


def _checked(series: Series, ledger: Ledger) -> list[Diagnostic]:
    """Return what is wrong with a ledger whose lines are not written yet, at the lines where they will stand."""
    lines = tuple(replace(entry, line=line) for line, entry in enumerate(ledger.entries, 2))
    return list(check_sequence(series, Ledger(ledger.series, ledger.path, lines)))


def _issue(desk: Desk, file: str, found: list[Diagnostic]) -> tuple[Printed | None, Series | None]:
    path = desk.path_of(file)
    issue, faults = desk.issue(path)
    found.extend(faults)
    if issue is None:
        return None, None
    place = Place(path, *issue.number_at)
    if issue.number is None:
        found.append(diagnose("ADOPT-NUMBER", place, value="—"))
        return None, None
    total = None if issue.printed_total is None else Span(issue.printed_total, issue.printed_total)
    row = Printed(issue.number, total, issue.signed, issue.published, path, issue.mark, place)
    return row, issue.series


def _rows(file: Path, shown: str, found: list[Diagnostic]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines of a table as values by column."""
    try:
        text, faults = decode(shown, file.read_bytes())
    except OSError as error:
        raise RefusedError(message=N_("{path} can't be read: {reason}"), path=file, reason=error.strerror) from None
    if text is None:
        raise RefusedError(*faults)
    lines = csv.reader(text.splitlines())
    head = [name.strip() for name in next(lines, [])]
    if "number" not in head or any(name not in COLUMNS for name in head):
        found.append(diagnose("ADOPT-HEAD", Place(shown, 1, 1), value=",".join(head)))
        return
    for line in lines:
        if any(cell.strip() for cell in line):
            yield lines.line_num, dict(zip(head, (cell.strip() for cell in line), strict=False))


def _table(desk: Desk, series: Series, file: Path, found: list[Diagnostic]) -> Iterator[Printed]:
    shown = os.path.relpath(file, desk.content)
    for line, values in _rows(file, shown, found):
        row = _row(series, Place(shown, line, 1), values, found)
        if row is not None:
            yield row


def _row(series: Series, place: Place, values: dict[str, str], found: list[Diagnostic]) -> Printed | None:
    written = values.get("number", "")
    try:
        # The column says that it is a number, so 2004 is one, as it would not be on a masthead.
        printed = Masthead(numbers=(int(written), int(written))) if _BARE.fullmatch(written) else parse_printed(written)
        total = parse_printed(_as_total(values.get("total", ""))).total if values.get("total") else printed.total
    except ValueError:
        found.append(diagnose("ADOPT-NUMBER", place, value=written))
        return None
    day, moment = values.get("date", ""), values.get("published", "")
    try:
        signed, year = _signed(day)
    except ValueError:
        found.append(diagnose("FIELD-DATE", place, value=day))
        return None
    try:
        published = parse_datetime(moment) if moment else None
    except ValueError:
        found.append(diagnose("FIELD-MOMENT", place, value=moment))
        return None
    number = _number(series, printed, signed, year)
    if number is None:
        code = "ADOPT-NUMBER" if printed.numbers is None else "ADOPT-YEAR"
        found.append(diagnose(code, place, value=written))
        return None
    note = "；".join(text for text in (printed.mark, values.get("note", "")) if text)
    return Printed(number, Span(*total) if total else None, signed, published, "", note, place)


def _as_total(text: str) -> str:
    return text if "总" in text else f"总第{text}期"


def _signed(text: str) -> tuple[date | None, int | None]:
    """Return day and year of a date, or the year alone where the table knows only the month; raise ValueError."""
    if not text:
        return None, None
    try:
        day = parse_date(text)
    except ValueError:
        return None, parse_month(text).year
    return day, day.year


def _number(series: Series, printed: Masthead, signed: date | None, year: int | None) -> Number | None:
    year = printed.year or year
    if printed.numbers is None or year is None:
        return None
    over = 0
    if printed.following is not None:
        if printed.following[0] != 1:
            return None
        over = printed.following[1]
    track = Track.SUPPLEMENT if printed.supplement else Track.SPECIAL if printed.special else Track.REGULAR
    day = signed if signed is not None and signed.year == year else date(year, 12, 31)
    return series.number_on(day, track, Span(*printed.numbers, over))


def adopt_and_tell(content: Path, files: Iterable[str], series_name: str) -> None:
    """Enter a back-file, and say how much; raise RefusedError."""
    adopted = adopt_files(content, files, series_name)
    tell(adopted.warnings, content)
    for title, count in adopted.counts.items():
        say("entered: {title}, issues: {count}", title=title, count=count)
