"""`inv due`: say when the next build is needed, since an issue comes to its moment then."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from bulletin.dates import minute
from bulletin_editor.listing import check_form, label_of
from bulletin_editor.words import say
from bulletin_gate.embargo import Due, upcoming
from bulletin_portal.loading import load
from bulletin_portal.reporting import report


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
    return {
        "moment": minute(due.moment),
        "issue": label_of(due.issue, due.item),
        "path": os.path.relpath(content / due.issue.path),
    }


def due_and_tell(content: Path, now: datetime, form: str) -> None:
    """Print what waits, one issue a line, or as JSON.

    Raises RefusedError for an unknown form, and SystemExit(1) for wrong content.
    """
    check_form(form)
    rows = [_row(due, content) for due in dues_of(content, now)]
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201 (what was asked for)
        return
    if not rows:
        say("no issue waits for its moment; no build is due")
    for row in rows:
        print(*row.values(), sep="  ")  # noqa: T201 (what was asked for)
