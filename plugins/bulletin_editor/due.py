"""`inv due`: say when the next build is needed, since an issue comes to its moment then."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from bulletin.dates import minute
from bulletin_editor.words import complain, say
from bulletin_gate.embargo import Due, upcoming
from bulletin_numbering.masthead import issue_label
from bulletin_portal.generator import report
from bulletin_portal.loading import load

FORMATS = ("table", "json")


def dues_of(content: Path, now: datetime) -> tuple[Due, ...]:
    """Return the signed issues, and items to be opened, whose moment lies after ``now``, the next first.

    Raises SystemExit(1) after printing diagnostics if the content has an error.
    """
    loaded = load(content)
    if loaded.catalogue is None:
        report(loaded.diagnostics, content, sys.stderr)
        raise SystemExit(1)
    return upcoming(loaded.catalogue.issues, now)


def _row(due: Due, content: Path) -> dict[str, str]:
    """Return moment (China time, to the minute), issue or item, and file of what waits."""
    issue = due.issue
    label = issue.series.title_on(issue.signed) + issue_label(issue) + (f"第{due.item.n}条" if due.item else "")
    return {"moment": minute(due.moment), "issue": label, "path": os.path.relpath(content / issue.path)}


def due_and_tell(content: Path, now: datetime, form: str) -> None:
    """Print what waits, one issue a line, or as JSON; raise SystemExit(1) for an unknown form or wrong content."""
    if form not in FORMATS:
        complain("{value} is no format; write one of: {choices}", value=form, choices=", ".join(FORMATS))
        raise SystemExit(1)
    rows = [_row(due, content) for due in dues_of(content, now)]
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201 (what was asked for)
    elif not rows:
        say("no issue waits for its moment; no build is due")
    for row in rows if form == "table" else ():
        print(row["moment"], row["issue"], row["path"], sep="  ")  # noqa: T201 (what was asked for)
