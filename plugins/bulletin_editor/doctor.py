"""`inv doctor`: would this tree pass publication, and what would an inspection of the public site find?"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Final

from bulletin.dates import minute
from bulletin.diagnostics import Diagnostic
from bulletin_editor.doctor_tables import lines_of
from bulletin_editor.examination import Counted, Examination, examine
from bulletin_editor.inspection import Inspection
from bulletin_editor.listing import check_form, label_of
from bulletin_editor.printers import Shown, as_object
from bulletin_editor.words import word
from bulletin_portal.loading import load


def doctor(content: Path, now: datetime, form: str) -> bool:
    """Print the examination of a tree at a moment (China time); return whether the tree would be published.

    Raises RefusedError for an unknown form.
    """
    check_form(form)
    examination = examine(load(content), now)
    folder = os.path.relpath(content) + "/"
    if form == "json":
        found = as_json(examination, Shown(word, folder, content))
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in lines_of(examination, folder, word))
    return examination.passes


def as_json(one: Examination, shown: Shown) -> dict[str, object]:
    """Return an examination with keys that stay; those of ``counted`` are null where the tree has an error."""

    def objects(found: tuple[Diagnostic, ...]) -> list[dict[str, str | int]]:
        return [as_object(each, shown) for each in found]

    return {
        "moment": minute(one.now),
        "passes": one.passes,
        "obstacles": objects(one.obstacles),
        **(dict.fromkeys(_COUNTED) if one.counted is None else _counted(one.counted, shown.folder)),
        "waivers": [
            {
                "code": waiver.code,
                "fingerprint": waiver.fingerprint,
                "path": shown.folder + waiver.place.path,
                "line": waiver.place.line,
                "reason": waiver.reason,
                "approver": waiver.approver,
            }
            for waiver in one.waived
        ],
        "expired": objects(one.expired),
        "findings": [
            {"code": each.code, "now": each.now, "later": each.later, "elsewhere": each.elsewhere}
            for each in one.findings
        ],
    }


_COUNTED: Final = ("disclosure", "undecided", "waiting", "inspection")


def _counted(one: Counted, folder: str) -> dict[str, object]:
    waiting = [
        {
            "moment": minute(due.moment),
            "issue": label_of(due.issue, due.item),
            "path": folder + due.issue.path,
        }
        for due in one.waiting
    ]
    tallies = {str(tally.name): {"issues": tally.issues, "items": tally.items} for tally in one.tallies}
    return dict(zip(_COUNTED, (tallies, one.undecided, waiting, _inspection(one.inspection, folder)), strict=True))


def _inspection(one: Inspection, folder: str) -> dict[str, object]:
    return {
        "checks": [
            {"name": check.name, "found": check.found, "most": check.most, "result": check.result.value}
            for check in one.checks()
        ],
        "columns": [
            {
                "series": column.series.id,
                "issues": column.issues,
                "newest": _iso(column.newest),
                "days": column.days,
                "state": column.age.value,
            }
            for column in one.columns
        ],
        "undated": [{"issue": label_of(issue), "path": folder + issue.path} for issue in one.undated],
        "without_unit": [
            {"issue": label_of(issue, item), "path": folder + issue.path, "line": item.line}
            for issue, item in one.without_unit
        ],
        "late": [
            {
                "issue": label_of(late.issue),
                "path": folder + late.issue.path,
                "signed": late.issue.signed.isoformat(),
                "until": late.until.isoformat(),
                "working_days": late.working_days,
                "waiting": late.waiting,
            }
            for late in one.late
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
