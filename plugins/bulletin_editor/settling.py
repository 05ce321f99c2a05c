"""`inv ledger --resolve`: settle ledgers in which two branches gave the same numbers, and renumber the files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.dates import CHINA
from bulletin.diagnostics import Place, diagnose, has_errors
from bulletin.reference import Series
from bulletin_editor.desk import Desk, RefusedError, opened
from bulletin_editor.words import say
from bulletin_numbering.ledger import CellError, ledger_path, open_ledger
from bulletin_numbering.resolve import Settled, has_conflict, resolve
from bulletin_numbering.verify import check_sequence, label_of
from bulletin_source.amending import AmendError, set_field

# What verification says of two branches put together without markers: a number, a line or a total stands twice.
_TWICE: Final = {"NUM-DUP", "LEDGER-TWICE", "NUM-TOTAL"}


@dataclass(frozen=True, slots=True)
class Moved:
    """An issue that got another number: its file, and the labels before and after."""

    path: str
    before: str
    after: str
    online: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """The ledgers settled, the issues renumbered, and labels of void lines dropped since the number is in use.

    ``voided``: labels of numbers that nobody has any more and that are recorded as never issued.
    """

    ledgers: tuple[str, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[str, ...]
    voided: tuple[str, ...]


def _needs(series: Series, data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    if has_conflict(text):
        return True
    ledger, _ = open_ledger(series.id, data)
    return any(found.code in _TWICE for found in check_sequence(series, ledger))


def _renumber(desk: Desk, settled: Settled) -> None:
    for one in settled.renumbered:
        try:
            desk.writing[one.issue] = set_field(one.issue, desk.data(one.issue), "number", str(one.after.span))
        except AmendError:
            message = N_("the number {value} can't be written into {path}; write it yourself and try again")
            raise RefusedError(message=message, path=one.issue, value=one.after.span) from None


def _is_out(desk: Desk, path: str) -> bool:
    """Say whether an issue's file says that it came out again."""
    issue = desk.issue(path)[0] if path in desk.tree.issues else None
    return issue is not None and issue.reissue is not None


def _settle(desk: Desk, series: Series, data: bytes, now: datetime) -> Settled:
    try:
        settled = resolve(series, data.decode("utf-8", "replace"), now, lambda path: _is_out(desk, path))
    except CellError as error:
        place = Place(ledger_path(series.id), error.line, 1)
        raise RefusedError(diagnose(error.code, place, **error.args_of_code)) from None
    _renumber(desk, settled)
    found = list(check_sequence(series, settled.ledger))
    if has_errors(found):
        raise RefusedError(*found)
    desk.before[series.id], desk.ledgers[series.id] = b"", settled.ledger
    return settled


def resolve_ledgers(content: Path, series_name: str, now: datetime) -> Resolved:
    """Settle one ledger or all; raise RefusedError with nothing written where a line or a file can't be read."""
    with opened(content) as desk:
        chosen = [desk.series(series_name)] if series_name else list(desk.reference.series)
        moved: list[Moved] = []
        dropped: list[str] = []
        voided: list[str] = []
        for series in chosen:
            path = ledger_path(series.id)
            data = desk.data(path) if path in desk.tree.files else b""
            if not _needs(series, data):
                continue
            settled = _settle(desk, series, data, now)
            moved.extend(
                Moved(
                    one.issue,
                    label_of(series, one.before),
                    label_of(series, one.after),
                    _online(settled, one.issue, now),
                )
                for one in settled.renumbered
            )
            dropped.extend(label_of(series, one.number) for one in settled.dropped)
            voided.extend(label_of(series, one.number) for one in settled.voided)
        desk.commit()
        return Resolved(
            tuple(ledger.path for ledger in desk.ledgers.values()), tuple(moved), tuple(dropped), tuple(voided)
        )


def _online(settled: Settled, path: str, now: datetime) -> bool:
    entry = settled.ledger.holding(path)
    return entry is not None and entry.published is not None and entry.published <= now


def resolve_and_tell(content: Path, series_name: str) -> None:
    """Settle, and say who keeps a number and who gets another; raise RefusedError."""
    resolved = resolve_ledgers(content, series_name, datetime.now(CHINA))
    if not resolved.ledgers:
        say("no ledger holds a number twice; nothing was changed")
        return
    for path in resolved.ledgers:
        say("settled: {path}", path=os.path.relpath(content / path))
    for one in resolved.moved:
        path = os.path.relpath(content / one.path)
        say("  {path}: {before} → {after}", path=path, before=one.before, after=one.after)
        if one.online:
            say("    it was online as {before}: tell its readers", before=one.before)
    for label in resolved.dropped:
        say("  {label} was recorded as never issued; it is in use, the record was dropped", label=label)
    for label in resolved.voided:
        say("recorded as never issued: {label}", label=label)
    if not resolved.moved:
        say("  no issue gets another number")
    say("look at the files, then: git add and git commit")
