"""`inv sign`: give issues their numbers, in their files and in the ledger, all at once or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.issues import Issue
from bulletin.reference import Series
from bulletin_editor.desk import Desk, RefusedError, opened, tell
from bulletin_editor.words import say
from bulletin_gate.wording import Wording
from bulletin_numbering.assign import Draft, publish, sign
from bulletin_numbering.ledger import Ledger, ledger_path
from bulletin_numbering.masthead import Mastheads, full_issue_label
from bulletin_numbering.verify import check_ledger, label_of
from bulletin_portal.loading import read_wording
from bulletin_source.amending import AmendError, add_field

_AFTER: Final = ("series", "signed", "published", "track", "period")


@dataclass(frozen=True, slots=True)
class Signed:
    """An issue as signed: with number, total and the notes of its masthead. ``late``: only its publication is new."""

    issue: Issue
    late: bool

    @property
    def masthead(self) -> str:
        """Return 政务普刊2005年第6期（总第462期）."""
        return self.issue.series.title_on(self.issue.signed) + full_issue_label(self.issue)


@dataclass(frozen=True, slots=True)
class Signing:
    """What a command has signed, or would sign, and what it warns of."""

    signed: tuple[Signed, ...]
    warnings: tuple[Diagnostic, ...]


def write_number(desk: Desk, path: str, span: object) -> None:
    """Write a number into a file that has none; raise RefusedError where its form does not let a program do that."""
    try:
        desk.writing[path] = add_field(path, desk.data(path), "number", str(span), _AFTER)
    except AmendError:
        message = N_("the number can't be written into {path}; write it yourself, {name}: {value}, and sign again")
        raise RefusedError(message=message, path=path, name="number", value=span) from None


def _read(desk: Desk, paths: Iterable[str], wording: Wording, found: list[Diagnostic]) -> list[Issue]:
    """Return the issues; raise RefusedError that names every error of every file."""
    issues: list[Issue] = []
    for path in paths:
        issue, faults = desk.issue(path)
        found.extend(faults)
        if issue is not None:
            found.extend(wording.check(path, desk.data(path), issue.signed))
            issues.append(issue)
    if has_errors(found):
        raise RefusedError(*found)
    desk.warnings.extend(found)
    return issues


def _draft(issue: Issue, combined: int) -> Draft:
    return Draft(
        path=issue.path,
        signed=issue.signed,
        published=issue.published,
        period=issue.period,
        track=issue.track,
        span=issue.span,
        combined=combined,
        mark=issue.mark,
        place=issue.number_at,
    )


def _numbered_already(desk: Desk, series: Series, signing: Collection[str]) -> list[Diagnostic]:
    """Return NUM-UNKNOWN for a numbered issue of a series whose ledger is empty: it was lost, or is to be adopted."""
    paths = (path for path in desk.tree.issues if path.startswith(f"{series.id}/") and path not in signing)
    others = (issue for path in paths if (issue := desk.issue(path)[0]) is not None and issue.number)
    first = next(others, None)
    empty = Ledger(series.id, ledger_path(series.id), ())
    return [] if first is None else list(check_ledger(series, empty, [first], desk.tree.files))


def _sign_series(desk: Desk, series: Series, issues: list[Issue], combined: int) -> list[Signed]:
    """Sign the issues of one series."""
    ledger = desk.ledger(series)
    known = {issue.path: entry for issue in issues if (entry := ledger.holding(issue.path)) is not None}
    found = [
        one for issue in issues if issue.path in known for one in check_ledger(series, ledger, [issue], desk.tree.files)
    ]
    if not ledger.entries:
        found.extend(_numbered_already(desk, series, {issue.path for issue in issues}))
    for issue in issues:
        entry = known.get(issue.path)
        if entry is not None and (entry.published is not None or issue.published is None):
            label = label_of(series, entry.number)
            found.append(diagnose("SIGN-DONE", number_place(issue), path=issue.path, label=label))
    # That it goes online at a moment not recorded yet is what signing again is for.
    found = [one for one in found if one.code != "NUM-PUBLISHED"]
    if has_errors(found):
        raise RefusedError(*found)
    for issue in issues:
        if issue.path in known and issue.published is not None:
            ledger = desk.accept(series, publish(ledger, issue.path, issue.published))
    fresh = [issue for issue in issues if issue.path not in known]
    ledger = desk.accept(series, sign(series, ledger, [_draft(issue, combined) for issue in fresh]))
    for issue in fresh:
        entry = ledger.holding(issue.path)
        if issue.span is None and entry is not None:
            write_number(desk, issue.path, entry.number.span)
    mastheads = Mastheads(series, ledger)
    return [Signed(mastheads.with_number(desk.sound_issue(issue.path)), late=issue.path in known) for issue in issues]


def number_place(issue: Issue) -> Place:
    """Return where an issue's number stands, or its signing date."""
    return Place(issue.path, *issue.number_at)


def sign_files(content: Path, files: Iterable[str], combined: int = 1, *, dry_run: bool = False) -> Signing:
    """Sign issues by their files, and write them unless it is a dry run; raise RefusedError with nothing written.

    ``combined`` is how many numbers each of them takes (合刊).
    """
    with opened(content) as desk:
        paths = list(dict.fromkeys(desk.path_of(file) for file in files))
        found: list[Diagnostic] = []
        issues = _read(desk, paths, read_wording(desk.tree, desk.names, found), found)
        by_series: dict[str, list[Issue]] = {}
        for issue in issues:
            by_series.setdefault(issue.series.id, []).append(issue)
        signed = [one for own in by_series.values() for one in _sign_series(desk, own[0].series, own, combined)]
        if not dry_run:
            desk.commit()
        order = {path: n for n, path in enumerate(paths)}
        signed.sort(key=lambda one: order[one.issue.path])
        return Signing(tuple(signed), tuple(desk.warnings))


def sign_and_tell(content: Path, files: Iterable[str], combined: int = 1, *, dry_run: bool = False) -> None:
    """Sign, and say what each masthead will be; raise RefusedError."""
    signing = sign_files(content, files, combined, dry_run=dry_run)
    tell(signing.warnings, content)
    for one in signing.signed:
        path = os.path.relpath(content / one.issue.path)
        if one.late:
            say("moment of publication recorded: {masthead}  {path}", masthead=one.masthead, path=path)
        elif dry_run:
            say("would be signed: {masthead}  {path}", masthead=one.masthead, path=path)
        else:
            say("signed: {masthead}  {path}", masthead=one.masthead, path=path)
        for note in one.issue.notes:
            say("  {note}", note=note)
        if one.issue.published is None:
            say("  not online yet: write published and sign again when it goes online")
