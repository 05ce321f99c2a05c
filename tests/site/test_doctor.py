"""`inv doctor`: its verdict is that of a publication, its counts add up, and it never says a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

import bulletin_build.plugin
from bulletin.dates import parse_datetime
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_editor.desk import RefusedError, refuse
from bulletin_editor.doctor import doctor
from bulletin_portal.loading import load
from tests.site.office import REPOSITORY, Office

NOW: Final = "2004-12-01 09:00"
MOBILE: Final = "13812345678"
PUBLIC: Final = "gazette/2004/2004-11-05.md"
BODY: Final = "柳泊镇11月1日开工"
HIDDEN: Final = ("key-affairs/2004/2004-11-20.md", "两所卫生院的急救药品")
DRAFT: Final = """---
series: gazette
signed: 2004-12-03
---

## 标题

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

正文。
"""
KEYS: Final = [
    "moment",
    "passes",
    "obstacles",
    "disclosure",
    "undecided",
    "waiting",
    "inspection",
    "waivers",
    "expired",
    "findings",
]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "en")
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)


def plant(tree: Path, path: str, old: str, new: str) -> None:
    """Put a text before another, wherever it stands."""
    text = (tree / path).read_text(encoding="utf-8")
    assert old in text
    (tree / path).write_text(text.replace(old, new + old), encoding="utf-8")


def hold(tree: Path) -> None:
    """Time the first issue of the gazette for a day that lies ahead."""
    for path in (PUBLIC, "ledger/gazette.csv"):
        text = (tree / path).read_text(encoding="utf-8")
        (tree / path).write_text(text.replace("2004-11-05 16:20", "2005-01-19 09:05"), encoding="utf-8")


def waive(tree: Path) -> str:
    """Waive the mobile number of the first issue; return the fingerprint."""
    mark = next(one.fingerprint for one in load(tree).gate.findings if one.diagnostic.code == "GATE-MOBILE")
    waiver = f"waivers: [{{code: GATE-MOBILE, fingerprint: {mark}, reason: 值班电话, approver: 信息科}}]\n"
    plant(tree, PUBLIC, "number: 1", waiver)
    return mark


def told(tree: Path, capsys: pytest.CaptureFixture[str], now: str = NOW) -> dict[str, Any]:
    """Return what the doctor says of a tree as JSON; see that its verdict is what it returns."""
    passes = doctor(tree, parse_datetime(now), "json")
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["passes"] is passes is (said["obstacles"] == [])
    assert list(said) == KEYS
    return said


def codes(said: dict[str, Any]) -> list[str]:
    """Return the codes of the obstacles."""
    return [one["code"] for one in said["obstacles"]]


def published(tree: Path, output: Path, now: str = NOW) -> bool:
    """Say whether a publication of a tree succeeds."""
    try:
        run(Order(REPOSITORY / "publishconf.py", tree, output, Edition.PUBLIC, parse_datetime(now)))
    except SystemExit:
        return False
    return True


def test_clean_tree(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tree in order passes; its counts are those of its source."""
    said = told(small_tree, capsys)
    whole = load(small_tree).catalogue
    assert whole is not None
    assert said["disclosure"]["public"] == {"issues": 3, "items": 4}
    assert said["disclosure"]["internal"] == {"issues": 0, "items": 1}
    assert sum(row["issues"] for row in said["disclosure"].values()) == len(whole.issues)
    assert sum(row["items"] for row in said["disclosure"].values()) == sum(len(one.items) for one in whole.issues)
    assert (said["waiting"], said["waivers"], said["expired"], said["findings"]) == ([], [], [], [])
    assert said["inspection"]["columns"] == [
        {"series": "gazette", "issues": 2, "newest": "2004-11-19", "days": 12, "state": "fresh"},
        {"series": "key-affairs", "issues": 1, "newest": "2004-11-20", "days": 11, "state": "fresh"},
    ]


def _nothing(tree: Path) -> None:
    """Leave the tree as it is."""
    assert tree.is_dir()


def _secret(tree: Path) -> None:
    plant(tree, PUBLIC, BODY, f"来电{MOBILE}。")


def _hidden(tree: Path) -> None:
    plant(tree, *HIDDEN, f"来电{MOBILE}。")


def _mark(tree: Path) -> None:
    plant(tree, *HIDDEN, "机密★10年\n\n")


def _held_secret(tree: Path) -> None:
    _secret(tree)
    hold(tree)


def _waived(tree: Path) -> None:
    _secret(tree)
    waive(tree)


def _expired(tree: Path) -> None:
    _waived(tree)
    plant(tree, PUBLIC, "来电", "改后")


def _error(tree: Path) -> None:
    plant(tree, PUBLIC, "editor: 信息科", "colour: red\n")


def _draft(tree: Path) -> None:
    (tree / "gazette/2004/2004-12-03.md").write_text(DRAFT, encoding="utf-8")


PASSING: Final = (_nothing, _hidden, _held_secret, _waived, _draft)
STOPPED: Final = (_secret, _mark, _expired, _error)


@pytest.mark.parametrize("change", [*PASSING, *STOPPED], ids=lambda one: one.__name__.strip("_"))
def test_verdict_is_that_of_a_publication(
    small_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None]
) -> None:
    """What passes is published by publishconf.py, what doesn't isn't; no form of the report says the secret."""
    change(small_tree)
    passes = change in PASSING
    assert published(small_tree, tmp_path / "output") is passes
    capsys.readouterr()
    assert told(small_tree, capsys)["passes"] is passes
    assert doctor(small_tree, parse_datetime(NOW), "table") is passes
    said = capsys.readouterr().out
    assert MOBILE not in said
    assert said.startswith(f"{NOW}: this tree can")
    assert ("can't be published" in said.splitlines()[0]) is not passes


def test_findings_by_where_they_show(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding stops publication today, or on the day its issue comes out, or never."""
    _hidden(small_tree)
    _held_secret(small_tree)
    (row,) = told(small_tree, capsys)["findings"]
    assert row == {"code": "GATE-MOBILE", "now": 0, "later": 1, "elsewhere": 1}
    said = told(small_tree, capsys, "2005-01-19 09:05")
    assert said["findings"] == [{"code": "GATE-MOBILE", "now": 1, "later": 0, "elsewhere": 1}]
    assert codes(said) == ["GATE-MOBILE"]


def test_waivers_in_use_and_expired(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A waiver is told with its reason and who approved it; once the text changes it is one that holds no longer."""
    _secret(small_tree)
    mark = waive(small_tree)
    said = told(small_tree, capsys)
    (waiver,) = said["waivers"]
    assert waiver["path"].endswith(PUBLIC)
    assert [waiver[key] for key in ("code", "fingerprint", "line", "reason", "approver")] == [
        "GATE-MOBILE",
        mark,
        5,
        "值班电话",
        "信息科",
    ]
    plant(small_tree, PUBLIC, "来电", "改后")
    said = told(small_tree, capsys)
    assert (said["waivers"], [one["code"] for one in said["expired"]]) == ([], ["WAIVER-UNUSED"])
    assert codes(said) == ["GATE-MOBILE"]


def test_what_waits_and_what_is_draft(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An issue that waits is told with its moment and is not yet public; a draft is counted as one."""
    hold(small_tree)
    _draft(small_tree)
    said = told(small_tree, capsys)
    (row,) = said["waiting"]
    assert (row["moment"], row["issue"]) == ("2005-01-19 09:05", "政务普刊2004年第1期")
    rows = said["disclosure"]
    assert [rows[name]["issues"] for name in ("public", "waiting", "drafts")] == [2, 1, 1]
    assert [late["working_days"] for late in said["inspection"]["late"]] == [53]
    assert told(small_tree, capsys, "2005-01-19 09:05")["waiting"] == []


def test_tree_with_an_error(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the content has an error, it and what the gate found are told; what can't be known is null."""
    _error(small_tree)
    _secret(small_tree)
    said = told(small_tree, capsys)
    assert codes(said) == ["FIELD-UNKNOWN", "GATE-MOBILE"]
    assert {said[key] for key in ("disclosure", "undecided", "waiting", "inspection")} == {None}


def test_no_tree_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is an obstacle, not a traceback."""
    assert codes(told(tmp_path / "nowhere", capsys)) == ["TREE-MISSING"]


def test_tables_are_aligned(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every part has its heading; the state of a column begins in one place, Han characters being two cells wide."""
    hold(small_tree)
    _draft(small_tree)
    doctor(small_tree, parse_datetime(NOW), "table")
    lines = capsys.readouterr().out.splitlines()
    for heading in ("What is public", "Waiting for a moment: 1", "Waivers in use: 0", "Columns"):
        assert heading in lines
    at = lines.index("Columns")
    assert lines[at + 1].split() == ["column", "public", "issues", "newest", "days", "state"]
    assert lines[at + 2].split() == ["政务普刊", "1", "2004-11-19", "12", "up", "to", "date"]
    assert lines[at + 1].index("newest") == lines[at + 2].index("2004-11-19") + len("政务普刊")
    assert "  drafts, without number or moment  1       1" in lines


def test_command(office: Office) -> None:
    """The exit code is the verdict; a wrong form or moment is refused in one line; the report is the same each time."""
    first, second = (office.inv("doctor", "--now", "2005-04-08T16:30") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    page = office.content / "pages/about.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n来电{MOBILE}。\n", encoding="utf-8")
    done = office.inv("doctor", "--now", "2005-04-08T16:30")
    assert (done.returncode, "GATE-MOBILE" in done.stdout, done.stderr) == (1, True, "")
    for wrong in (("--format", "xml"), ("--now", "tomorrow")):
        done = office.inv("doctor", *wrong)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_table_of_waivers_and_of_a_tree_with_an_error(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table lists waivers in use, then those that hold no longer; with an error it says what can't be told."""
    _waived(small_tree)
    doctor(small_tree, parse_datetime(NOW), "table")
    assert [line.split()[-2:] for line in capsys.readouterr().out.splitlines() if " GATE-MOBILE" in line] == [
        ["值班电话", "信息科"]
    ]
    plant(small_tree, PUBLIC, "来电", "改后")
    _error(small_tree)
    doctor(small_tree, parse_datetime(NOW), "table")
    said = capsys.readouterr().out
    for part in (
        "can be told once this is put right",
        "Waivers in use: 0",
        "Waivers that hold no longer: 1",
        "WAIVER-UNUSED",
    ):
        assert part in said
    assert "Columns" not in said


def test_unknown_form(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A form there is not is refused in one line."""
    with pytest.raises(RefusedError) as refused:
        doctor(small_tree, parse_datetime(NOW), "xml")
    refuse(refused.value, small_tree)
    assert capsys.readouterr().err.count("\n") == 1
