"""`inv void`, `withdraw`, `replace`: what can still happen to a number once it was given, or passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.diagnostics import Diagnostic
from bulletin.issues import Issue
from bulletin.kinds import Track
from bulletin.numbers import Number, parse_code
from bulletin_editor.desk import Desk, RefusedError, opened
from bulletin_numbering import assign
from bulletin_numbering.masthead import Mastheads, full_issue_label
from bulletin_numbering.verify import check_replacements, label_of, reference_to
from bulletin_source.amending import AmendError, Value, add_field

_YEAR: Final = re.compile(r"[1-9]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: 政务普刊2004年第20期, and what it warns of."""

    label: str
    warnings: tuple[Diagnostic, ...] = ()


def _text(name: str, value: str) -> str:
    if not value.strip():
        raise RefusedError(message=N_("say why: --{name} “…”"), name=name)
    return " ".join(value.split())


def void_number(content: Path, series_name: str, year: str, number: str, reason: str) -> Done:
    """Record a number that was never issued, and why; raise RefusedError."""
    with opened(content) as desk:
        series = desk.series(series_name)
        try:
            slot = _slot(year, number)
            series.run_of(slot)
        except ValueError:
            raise RefusedError(
                message=N_("{year} {number} is no number: write 2004 9"), year=year, number=number
            ) from None
        desk.accept(series, assign.void(series, desk.ledger(series), slot, _text("reason", reason)))
        desk.commit()
        return Done(label_of(series, slot), tuple(desk.warnings))


def _slot(year: str, number: str) -> Number:
    """Read 2004 and 9, 7-8, r2-1 or supplement-1, as ledgers and addresses have them; raise ValueError."""
    if not _YEAR.fullmatch(year):
        raise ValueError(year)
    track = next((one for one in Track if number.startswith(f"{one}-")), Track.REGULAR)
    span, part = parse_code(number.removeprefix(f"{track}-"))
    return Number(int(year), track, span, part)


def _amend(desk: Desk, path: str, name: str, value: Value, after: Iterable[str] = ()) -> None:
    try:
        desk.writing[path] = add_field(path, desk.data(path), name, value, tuple(after))
    except AmendError:
        message = N_("the field {name} can't be written into {path}: it stands there already, or the form is unusual")
        raise RefusedError(message=message, path=path, name=name) from None


def _withdraw(desk: Desk, path: str, reason: str, contact: str, day: date) -> None:
    issue = desk.sound_issue(path)
    desk.accept(issue.series, assign.withdraw(desk.ledger(issue.series), path, issue.published))
    if issue.withdrawal is not None:  # its editor has written it already
        return
    if issue.reissue is not None:
        message = N_(
            "{path} came out again: delete reissued, write the new day and reason into withdrawn, and try again"
        )
        raise RefusedError(message=message, path=path)
    fields = [("date", day.isoformat()), ("reason", _text("reason", reason))]
    if contact.strip():
        fields.append(("contact", " ".join(contact.split())))
    _amend(desk, path, "withdrawn", tuple(fields))


def _label(desk: Desk, issue: Issue) -> str:
    mastheads = Mastheads(issue.series, desk.ledger(issue.series))
    return issue.series.title_on(issue.signed) + full_issue_label(mastheads.with_number(issue))


def withdraw_issue(content: Path, file: str, reason: str, contact: str, day: date) -> Done:
    """Withdraw an issue: its number stays used, its page becomes a notice (C16); raise RefusedError."""
    with opened(content) as desk:
        path = desk.path_of(file)
        _withdraw(desk, path, reason, contact, day)
        issue = desk.sound_issue(path)
        desk.commit()
        return Done(_label(desk, issue), tuple(desk.warnings))


def reissue_issue(content: Path, file: str, note: str, day: date) -> Done:
    """Bring a withdrawn issue out again under its number (C17); raise RefusedError."""
    with opened(content) as desk:
        path = desk.path_of(file)
        issue = desk.sound_issue(path)
        desk.accept(issue.series, assign.reissue(issue.series, desk.ledger(issue.series), path))
        if issue.reissue is None:  # where two branches were merged, the file may say so already
            note = " ".join(note.split())
            fields = (("date", day.isoformat()), *([("note", note)] if note else []))
            _amend(desk, path, "reissued", fields, ["withdrawn"])
        issue = desk.sound_issue(path)
        _check_unreplaced(desk, issue)
        desk.commit()
        return Done(_label(desk, issue), tuple(desk.warnings))


def _check_unreplaced(desk: Desk, issue: Issue) -> None:
    """Raise RefusedError where a later issue stands in for one that is out again."""
    own = (path for path in desk.tree.issues if path.startswith(f"{issue.series.id}/"))
    others = (one for path in own if (one := desk.issue(path)[0]) is not None)
    found = list(check_replacements(one for one in others if one.replaces == reference_to(issue)))
    if found:
        raise RefusedError(*found)


def replace_issue(content: Path, file: str, by: str, reason: str, day: date) -> Done:
    """Say in a later issue that it stands in for a withdrawn one (C18), withdrawing that first; raise RefusedError."""
    with opened(content) as desk:
        path, later = desk.path_of(file), desk.path_of(by)
        if path == later:
            raise RefusedError(message=N_("an issue can't replace itself"))
        old, new = desk.sound_issue(path), desk.sound_issue(later)
        if old.series.id != new.series.id:
            raise RefusedError(message=N_("an issue is replaced by one of its own series"))
        if old.withdrawal is None:
            _withdraw(desk, path, reason, "", day)
        _amend(desk, later, "replaces", str(reference_to(old)).removesuffix("/0"))
        desk.sound_issue(later)
        desk.commit()
        return Done(_label(desk, old), tuple(desk.warnings))
