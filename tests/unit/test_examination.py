"""What `inv doctor` counts: each issue and item once, as the public sees it at the moment; what it lists by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin.dates import parse_datetime
from bulletin.diagnostics import Place, diagnose
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure
from bulletin_editor.doctor import as_json
from bulletin_editor.doctor_tables import lines_of
from bulletin_editor.examination import DRAFTS, ROWS, WAITING, WITHDRAWN, Examination, examine
from bulletin_editor.listing import aligned
from bulletin_editor.printers import Shown
from bulletin_portal.loading import Loaded
from tests.unit.making import CHINA_NOON, a_catalogue, an_issue, an_item

NOW = parse_datetime("2004-12-01 18:00")
OPEN, ASKED, INWARD = Disclosure.PUBLIC, Disclosure.ON_REQUEST, Disclosure.INTERNAL


def examined(*issues: Issue) -> Examination:
    """Examine a tree in which nothing is wrong."""
    return examine(Loaded(a_catalogue(*issues), ()), NOW)


def tallies(one: Examination) -> dict[str, tuple[int, int]]:
    """Return the rows that are not empty."""
    assert one.counted is not None
    assert tuple(tally.name for tally in one.counted.tallies) == ROWS
    return {tally.name: (tally.issues, tally.items) for tally in one.counted.tallies if tally.issues or tally.items}


def several(*disclosures: Disclosure) -> tuple[Item, ...]:
    """Make items of several disclosures."""
    return tuple(an_item(n, disclosure=one) for n, one in enumerate(disclosures, 1))


LATER = replace(an_item(2), opened=date(2005, 1, 1))


@pytest.mark.parametrize(
    ("issue", "rows"),
    [
        (an_issue(items=several(OPEN, ASKED, INWARD)), {OPEN: (1, 1), ASKED: (0, 1), INWARD: (0, 1)}),
        (an_issue(items=several(ASKED, INWARD)), {ASKED: (1, 1), INWARD: (0, 1)}),
        (an_issue(items=several(INWARD, INWARD)), {INWARD: (1, 2)}),
        (an_issue(items=several(OPEN), disclosure=INWARD), {INWARD: (1, 1)}),
        (an_issue(items=several(OPEN, INWARD), withdrawn=True), {WITHDRAWN: (1, 2)}),
        (an_issue("", items=several(OPEN, INWARD)), {DRAFTS: (1, 2)}),
        (an_issue(items=several(OPEN), published=False), {DRAFTS: (1, 1)}),
        (an_issue(signed="2004-12-02", items=several(OPEN, INWARD)), {WAITING: (1, 2)}),
        (an_issue(items=(an_item(), LATER)), {OPEN: (1, 1), INWARD: (0, 1)}),
    ],
    ids=["open", "on request", "inward", "issue", "withdrawn", "draft", "no moment", "waiting", "opened later"],
)
def test_every_issue_is_counted_once(issue: Issue, rows: dict[str, tuple[int, int]]) -> None:
    """An issue stands in the row of its most open item, an item in its own; what is not out stands apart."""
    assert tallies(examined(issue)) == rows


def test_what_waits() -> None:
    """Issues that are timed and items to be opened later wait, the next first."""
    one = examined(an_issue(items=(an_item(), LATER)), an_issue("2", "2004-12-02"))
    assert one.counted is not None
    assert [due.item.n if due.item else 0 for due in one.counted.waiting] == [0, 2]


def test_undecided_items() -> None:
    """Items whose kind nobody has decided are counted wherever they stand."""
    unsure = replace(an_item(), unsure=True)
    one = examined(an_issue(items=(unsure, an_item(2))), an_issue("", "2004-11-30", items=(unsure,)))
    assert one.counted is not None
    assert one.counted.undecided == 2


def test_a_warning_is_an_obstacle() -> None:
    """Publication lets no warning pass, so neither does this."""
    warning = diagnose("WAIVER-UNUSED", Place("pages/about.md", 3, 1), waiver="GATE-ID 12345678")
    one = examine(Loaded(a_catalogue(an_issue()), (warning,)), NOW)
    assert (one.passes, one.obstacles) == (False, (warning,))
    assert one.counted is not None


def test_what_is_missing_is_listed() -> None:
    """Issues without a moment, items without a unit and late issues are named with their files, in both forms."""
    bare = replace(an_item(2), units=())
    undated = an_issue("1", "2004-10-01", path="a.md", published=False)
    late = replace(an_issue("2", "2004-10-08", path="b.md", items=(an_item(), bare)), published=CHINA_NOON)
    one = examined(undated, late)
    lines = [line.split() for line in lines_of(one, "content/", lambda text: text)]
    assert ["政务普刊2004年第1期", "content/a.md"] in lines
    assert ["政务普刊2004年第2期第2条", "content/b.md:20"] in lines
    assert ["43", "2004-10-01", "not", "yet", "政务普刊2004年第1期", "content/a.md"] in lines
    assert ["30", "2004-10-08", "2004-11-20", "政务普刊2004年第2期", "content/b.md"] in lines
    found = as_json(one, Shown(str, "content/", Path()))["inspection"]
    assert isinstance(found, dict)
    assert found["undated"] == [{"issue": "政务普刊2004年第1期", "path": "content/a.md"}]
    assert found["without_unit"] == [{"issue": "政务普刊2004年第2期第2条", "path": "content/b.md", "line": 20}]
    assert [(row["path"], row["working_days"], row["waiting"]) for row in found["late"]] == [
        ("content/a.md", 43, True),
        ("content/b.md", 30, False),
    ]


def test_aligned() -> None:
    """Cells of a column begin under each other; a Han character is two cells wide; lines don't end in blanks."""
    assert list(aligned([("a", "b", ""), ("刊物", "c", "d")])) == ["  a     b", "  刊物  c  d"]
