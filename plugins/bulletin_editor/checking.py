"""`inv check`: list everything wrong with a content tree, at once when nothing has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic, Place, diagnose, ordered
from bulletin_editor.printers import Shown, render
from bulletin_editor.words import complain, say
from bulletin_language.catalogues import editor_translations
from bulletin_portal.conventions import check_conventions
from bulletin_portal.loading import load
from bulletin_source.git_history import revision
from bulletin_source.stats import fingerprint, program

FORMATS: Final = ("human", "plain", "json", "github")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check of a whole tree found; no issue and item is counted where there is an error."""

    diagnostics: tuple[Diagnostic, ...]
    issues: int
    items: int


class RevisionError(ValueError):
    """Git can't say what has changed since a revision."""


def examine(content: Path, cache: Path | None = None) -> Findings:
    """Read and verify the tree; texts that are known from before are not read again."""
    loaded = load(content, cache)
    issues = loaded.catalogue.issues if loaded.catalogue else ()
    # Who only looks at drafts needs no code of the site yet: it stops the public edition, not the editor.
    site = () if loaded.readable is None else check_conventions(loaded.readable.reference.site)
    found = (*loaded.diagnostics, *(replace(one, severity=Severity.WARNING) for one in site))
    return Findings(tuple(ordered(found)), len(issues), sum(len(issue.items) for issue in issues))


def _memory(cache: Path, content: Path) -> Path:
    name = fingerprint([], str(content))[:16]
    return cache / f"check-{name}.json"


def remembered(content: Path, cache: Path) -> Findings:
    """Return what the last check found if no file of the tree and of the program has changed since, else check.

    What can't be read or was written by another version is not believed.
    """
    inputs = fingerprint([content], program(), revision(content))
    memory = _memory(cache, content)
    try:
        stored = json.loads(memory.read_text(encoding="utf-8"))
        if stored["inputs"] == inputs:
            found = tuple(_revived(one) for one in stored["diagnostics"])
            return Findings(found, int(stored["issues"]), int(stored["items"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        pass
    findings = examine(content, cache)
    rows = [_row(found) for found in findings.diagnostics]
    cache.mkdir(parents=True, exist_ok=True)
    text = {"inputs": inputs, "diagnostics": rows, "issues": findings.issues, "items": findings.items}
    memory.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
    return findings


def _row(found: Diagnostic) -> list[object]:
    return [found.path, found.line, found.column, found.code, found.severity.value, dict(found.message.args)]


def _revived(row: list[object]) -> Diagnostic:
    path, line, column, code, severity, args = row
    if not isinstance(args, dict):
        raise TypeError(args)
    place = Place(str(path), int(str(line)), int(str(column)))
    return replace(diagnose(str(code), place, **args), severity=Severity(str(severity)))


def changed_since(content: Path, revision: str) -> frozenset[str]:
    """Return the files of the tree, relative to it, that differ from a revision or that git doesn't know yet.

    Raises RevisionError if git isn't there, the tree isn't in a repository, or the revision is unknown.
    """
    commands = (
        ["git", "diff", "--name-only", "-z", "--relative", revision, "--", "."],
        ["git", "ls-files", "--others", "--exclude-standard", "-z", "."],
    )
    names: set[str] = set()
    for command in commands:
        try:
            done = subprocess.run(command, cwd=content, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise RevisionError(revision) from error
        names.update(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)
    return frozenset(names)


def _print(diagnostics: Iterable[Diagnostic], form: str, content: Path) -> None:
    shown = Shown(editor_translations().gettext, os.path.relpath(content) + "/", content)
    for text in render(diagnostics, form, shown):
        sys.stdout.write(text + "\n")


def check(content: Path, cache: Path, form: str = "human", since: str = "") -> bool:
    """Print the diagnostics, or those of files changed since a revision; return whether none is an error."""
    if form not in FORMATS:
        complain("{value} is no format; write one of: {choices}", value=form, choices=", ".join(FORMATS))
        return False
    findings = remembered(content, cache)
    diagnostics = findings.diagnostics
    if since:
        try:
            names = changed_since(content, since)
        except RevisionError:
            complain("git can't say what has changed since {revision}", revision=since)
            return False
        diagnostics = tuple(found for found in diagnostics if found.path in names)
    _print(diagnostics, form, content)
    errors = sum(found.severity is Severity.ERROR for found in diagnostics)
    if form in {"human", "plain"}:
        _close(findings, errors, len(diagnostics) - errors)
    return errors == 0


def _close(findings: Findings, errors: int, warnings: int) -> None:
    if errors or not findings.issues:
        say("errors: {errors}, warnings: {warnings}", errors=errors, warnings=warnings)
    else:
        say(
            "issues: {issues}, items: {items}, errors: 0, warnings: {warnings}",
            issues=findings.issues,
            items=findings.items,
            warnings=warnings,
        )
