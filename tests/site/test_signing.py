"""Signing, voiding, withdrawing, replacing and adopting, run as an editor runs them, and killed at any instant."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bulletin.diagnostics import has_errors
from bulletin_editor.signing import sign_files
from bulletin_portal.loading import load
from tests.site.office import REPOSITORY, Office
from tests.site.output import tree_of

DRAFT = "gazette/2005/2005-04-08.md"
NEXT = "gazette/2005/2005-04-22.md"
LEDGER = "ledger/gazette.csv"
LAST = "gazette/2005/2005-03-25.md"
BODY = """
## 柳泊镇冬修水利提前开工

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

柳泊镇开工整修干渠12公里。
"""


def front(*fields: str) -> str:
    """Write an issue with these fields."""
    return "\n".join(("---", *fields, "---", BODY))


def draft(office: Office, path: str = DRAFT, *fields: str, series: str = "gazette") -> str:
    """Write a draft signed on the day its file is named after; return its path as an editor names it."""
    day = path.rpartition("/")[2].removesuffix(".md")[:10]
    text = front(f"series: {series}", f"signed: {day}", *fields)
    (office.content / path).write_text(text, encoding="utf-8")
    return f"content/{path}"


def row(office: Office, path: str) -> str:
    """Return the line of an issue in its ledger."""
    ledger = office.content / f"ledger/{path.partition('/')[0]}.csv"
    (line,) = (one for one in ledger.read_text(encoding="utf-8").splitlines() if f",{path}," in one)
    return line


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the files that differ."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def refused(office: Office, *command: str) -> list[str]:
    """Run a command that is refused: exit code 1, nothing on standard output, no byte of the tree changed."""
    before = tree_of(office.content)
    done = office.inv(*command)
    assert (done.returncode, done.stdout) == (1, ""), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert changed(before, tree_of(office.content)) == set()
    return done.stderr.splitlines()


# --- Signing ---------------------------------------------------------------------------------------------------------


def test_sign_gives_the_next_number(office: Office) -> None:
    """`inv sign` writes the number into the file and one line into the ledger, and shows the masthead."""
    file, before = draft(office, DRAFT, "published: 2005-04-08 16:00"), tree_of(office.content)
    done = office.inv("sign", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"signed: 政务普刊2005年第6期（总第462期）  {file}\n"
    after = tree_of(office.content)
    assert changed(before, after) == {DRAFT, LEDGER}
    line = b"2005,6,462,regular,issued,2005-04-08,2005-04-08 16:00,gazette/2005/2005-04-08.md,\n"
    assert after[LEDGER] == before[LEDGER] + line
    assert office.inv("check").returncode == 0


def test_dry_run_writes_nothing(office: Office) -> None:
    """`inv sign --dry-run` shows the number that would be given, and gives none."""
    file, before = draft(office), tree_of(office.content)
    done = office.inv("sign", "--dry-run", file)
    assert done.returncode == 0
    assert done.stdout.startswith(f"would be signed: 政务普刊2005年第6期（总第462期）  {file}\n")
    assert tree_of(office.content) == before


def test_second_sign_refuses(office: Office) -> None:
    """A number is given once and for all: a second `inv sign` says which it is and changes nothing."""
    file = draft(office)
    assert office.inv("sign", file).returncode == 0
    (told,) = refused(office, "sign", file)
    assert told.startswith(f"{file}:4:9 SIGN-DONE ")
    assert "2005年第6期" in told


def test_sign_again_records_the_publication(office: Office) -> None:
    """C21: an issue signed before it is online is signed again when it goes online; its number stays."""
    file = draft(office)
    assert "not online yet" in office.inv("sign", file).stdout
    assert row(office, DRAFT) == f"2005,6,462,regular,issued,2005-04-08,,{DRAFT},"
    office.change(file, "number: 6", "number: 6\npublished: 2005-06-01 09:00")
    (told,) = (line for line in office.inv("check", "--format", "plain").stdout.splitlines() if DRAFT in line)
    assert " NUM-PUBLISHED " in told
    assert "政务普刊2005年第6期" in office.inv("sign", file).stdout
    assert row(office, DRAFT) == f"2005,6,462,regular,issued,2005-04-08,2005-06-01 09:00,{DRAFT},"
    assert office.inv("check").returncode == 0


def test_several_are_signed_in_order_of_dates(office: Office) -> None:
    """Several files are numbered by signing date, in whatever order they are named; each series for itself."""
    later, first = draft(office, NEXT), draft(office, DRAFT)
    report = draft(office, "monthly-report/2005/2005-04-29.md", series="monthly-report")
    done = office.inv("sign", later, report, first)
    assert [line for line in done.stdout.splitlines() if "signed" in line] == [
        f"signed: 政务普刊2005年第7期（总第463期）  {later}",
        f"signed: 政务月报2005年第4期（总第14期）  {report}",
        f"signed: 政务普刊2005年第6期（总第462期）  {first}",
    ]


def test_all_or_none(office: Office) -> None:
    """Where one of several files has an error none is signed, and every error of every file is told."""
    files = [draft(office), draft(office, NEXT, "colour: red"), draft(office, "gazette/2005/2005-05-06.md", "editor:")]
    told = refused(office, "sign", *files)
    assert [line.split(" ")[:2] for line in told] == [
        [f"{files[1]}:4:1", "FIELD-UNKNOWN"],
        [f"{files[2]}:4:8", "FIELD-EMPTY"],
    ]


FORMS = {
    "plain": (front("series: gazette", "signed: 2005-04-08"), "signed: 2005-04-08\n", "number: 6\n"),
    "comments": (
        front("# 送审稿", "series: gazette  # 普刊", "signed: 2005-04-08   # 周五", "# 编者：", "editor: '信息科'"),
        "signed: 2005-04-08   # 周五\n",
        "number: 6\n",
    ),
    "Chinese": (
        front("刊物: 政务普刊", "签发日期: 2005年4月8日", "责任编辑: 信息科"),
        "签发日期: 2005年4月8日\n",
        "期号: 6\n",
    ),
    "wide colons": (front("刊物：政务普刊", "签发日期：2005-04-08"), "签发日期：2005-04-08\n", "期号：6\n"),
    "CRLF": (
        front("series: gazette", "signed: 2005-04-08", "note: 按语").replace("\n", "\r\n"),
        "signed: 2005-04-08\r\n",
        "number: 6\r\n",
    ),
    "byte-order mark": (
        "\ufeff" + front("series: gazette", "signed: 2005-04-08"),
        "signed: 2005-04-08\n",
        "number: 6\n",
    ),
    "long note": (
        front("series: gazette", "signed: 2005-04-08", "note: |", "  第一行", "", "  第三行: # 不是注释"),
        "signed: 2005-04-08\n",
        "number: 6\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_the_number_is_written(office: Office, form: str) -> None:
    """Comments, order, line ends, quotation marks and Chinese names stay as they are; one line is added."""
    text, before, line = FORMS[form]
    (office.content / DRAFT).write_bytes(text.encode())
    done = office.inv("sign", f"content/{DRAFT}")
    assert done.returncode == 0, done.stderr
    assert (office.content / DRAFT).read_bytes() == text.replace(before, before + line, 1).encode()
    assert office.inv("check").returncode == 0


@pytest.mark.parametrize(
    ("fields", "options", "masthead", "line"),
    [
        (("number: 6",), (), "政务普刊2005年第6期（总第462期）", "2005,6,462,regular"),
        (("number: 6-7",), (), "政务普刊2005年第6-7期（总第462-463期）", "2005,6-7,462-463,regular"),
        ((), ("--combined", "2"), "政务普刊2005年第6-7期（总第462-463期）", "2005,6-7,462-463,regular"),
        (("track: supplement",), (), "政务普刊2005年增刊第1期", "2005,1,,supplement"),
        (("track: special",), (), "政务普刊2005年专刊第1期", "2005,1,,special"),
        (("mark: 专期",), (), "政务普刊2005年第6期（专期）（总第462期）", "2005,6,462,regular"),
    ],
    ids=["explicit", "merged-explicit", "C7", "C11", "special", "C12"],
)
def test_sort_of_number(
    office: Office, fields: tuple[str, ...], options: tuple[str, ...], masthead: str, line: str
) -> None:
    """A number may be the editor's own, one of several merged, or on its own track."""
    file = draft(office, DRAFT, *fields)
    done = office.inv("sign", *options, file)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"signed: {masthead}  {file}"
    assert row(office, DRAFT).startswith(f"{line},issued,2005-04-08,")
    assert office.inv("check").returncode == 0


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        (("number: 5",), "NUM-DUP", "4:9"),
        (("number: 8",), "NUM-GAP", "4:9"),
        (("number: 0",), "FIELD-NUMBER", "4:9"),
        (("number: 06",), "FIELD-NUMBER", "4:9"),
        (("number: 7-6",), "FIELD-NUMBER", "4:9"),
    ],
    ids=["taken", "skipping", "zero", "leading-zero", "falling"],
)
def test_number_that_can_not_be(office: Office, fields: tuple[str, ...], code: str, place: str) -> None:
    """A number of another, one that skips, and what is no number, are refused where they stand (N5)."""
    file = draft(office, DRAFT, *fields)
    (told,) = refused(office, "sign", file)
    assert told.startswith(f"{file}:{place} {code} ")


@pytest.mark.parametrize("combined", ["0", "13", "two", "-1"])
def test_count_that_is_none(office: Office, combined: str) -> None:
    """How many numbers an issue takes is a small whole number."""
    (told,) = refused(office, "sign", f"--combined={combined}", draft(office))
    assert combined in told


def test_date_before_the_last_issue(office: Office) -> None:
    """C22: an issue signed before the last one is refused unless a mark explains it."""
    path = "gazette/2005/2005-03-18.md"
    (told,) = refused(office, "sign", draft(office, path))
    assert " NUM-ORDER " in told
    assert office.inv("sign", draft(office, path, "mark: 补编")).returncode == 0
    assert row(office, path) == f"2005,6,462,regular,issued,2005-03-18,,{path},补编"
    assert office.inv("check").returncode == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("content/gazette/2005/2005-04-8.md", "2005-04-8.md"),
        ("content/gazette/2005", "content/gazette/2005"),
        ("content", "content"),
        ("tasks.py", "tasks.py"),
        ("../outside.md", "../outside.md"),
        ("/etc/hostname", "/etc/hostname"),
        ("content/pages/about.md", "content/pages/about.md"),
        ("content/ledger/gazette.csv", "content/ledger/gazette.csv"),
        ("content/data/series.yaml", "content/data/series.yaml"),
        ("", "name the file"),
    ],
)
def test_name_that_is_no_issue(office: Office, name: str, told: str) -> None:
    """A file that is missing, a folder, outside the tree, or no issue, is told in one line; nothing is signed."""
    (office.root.parent / "outside.md").write_text(front("series: gazette", "signed: 2005-04-08"), encoding="utf-8")
    (line,) = refused(office, "sign", draft(office), name)
    assert told in line


def test_sign_nothing(office: Office) -> None:
    """`inv sign` without a file says that it needs one."""
    done = office.inv("sign")
    assert (done.returncode, "Traceback" in done.stderr, done.stderr != "") == (1, False, True)


def test_series_at_rest(office: Office) -> None:
    """C34: nothing is signed on a day its series rests; after the pause numbers go on."""
    office.change(
        "content/data/series.yaml",
        r"  expected_per_year: 26\n",
        "  expected_per_year: 26\n  pauses:\n    - from: 2005-04-01\n      until: 2005-04-20\n      reason: 改版\n",
    )
    file = draft(office)
    (told,) = refused(office, "sign", file)
    assert told.startswith(f"{file}:3:9 SERIES-CLOSED ")
    done = office.inv("sign", draft(office, NEXT))
    assert done.stdout.splitlines()[:2] == [
        f"signed: 政务普刊2005年第6期（总第462期）  content/{NEXT}",
        "  复刊：本刊自2005年4月1日至2005年4月20日停刊（改版）",
    ]


# --- A ledger in disorder -------------------------------------------------------------------------------------------

Damage = Callable[[bytes], bytes]
FIFTH = b"2005,5,461,regular,issued,2005-03-25,2005-03-25 16:45,gazette/2005/2005-03-25.md,\n"
SIXTH = b"2005,6,462,regular,void,,,,%s\n"
CONFLICT = b"<<<<<<< HEAD\n%s=======\n%s>>>>>>> other\n" % (SIXTH % b"a", SIXTH % b"b")
DAMAGES: dict[str, tuple[Damage, str, str]] = {
    "torn": (lambda data: data[:-40], "LEDGER-TORN", "30:1"),
    "torn-at-the-last-sign": (lambda data: data[:-2], "LEDGER-TORN", "30:1"),
    "conflict": (lambda data: data + CONFLICT, "LEDGER-CONFLICT", "31:1"),
    "foreign-column": (lambda data: data.replace(b"issue,note", b"issue,note,by", 1), "LEDGER-HEAD", "1:58"),
    "foreign-value": (lambda data: data.replace(FIFTH, FIFTH[:-1] + b",x\n"), "LEDGER-COLUMNS", "30:1"),
    "CRLF": (lambda data: data.replace(b"\n", b"\r\n"), "LEDGER-CRLF", "1:1"),
    "one-CRLF": (lambda data: data.replace(FIFTH, FIFTH[:-1] + b"\r\n"), "LEDGER-CRLF", "30:1"),
    "duplicate": (lambda data: data + FIFTH, "LEDGER-TWICE", "31:1"),
    "zero": (lambda data: data.replace(b"2005,5,", b"2005,0,"), "LEDGER-ROW", "30:6"),
    "out-of-range": (lambda data: data.replace(b"2005,5,", b"2005,100000,"), "LEDGER-ROW", "30:6"),
    "not-a-day": (lambda data: data.replace(b"2005-03-25,2005", b"2005-02-30,2005"), "LEDGER-ROW", "30:27"),
    "skipping": (lambda data: data.replace(b"2005,5,", b"2005,7,"), "NUM-GAP", "30:1"),
    "dates-run-backwards": (lambda data: data.replace(b"2005-03-25,2005", b"2005-03-10,2005"), "NUM-ORDER", "30:1"),
    "another-total": (lambda data: data.replace(b"2004,9,441", b"2004,9,450"), "NUM-TOTAL", "10:1"),
    "GBK": (lambda data: data.decode().encode("gb18030"), "FILE-GB18030", "1:1"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_ledger_in_disorder(office: Office, name: str) -> None:
    """Damage to a ledger is one diagnostic with its line and a cure, and nothing is signed."""
    damage, code, place = DAMAGES[name]
    ledger = office.content / LEDGER
    ledger.write_bytes(damage(ledger.read_bytes()))
    (told,) = refused(office, "sign", draft(office))
    assert told.startswith(f"content/{LEDGER}:{place} {code} ")
    assert " → " in told


@pytest.mark.parametrize("what", ["renamed", "deleted"])
def test_file_renamed_or_deleted_by_hand(office: Office, what: str) -> None:
    """C33: the ledger misses an issue's file, and nothing more of the series is signed until it is back."""
    file = office.content / LAST
    if what == "renamed":
        file.rename(file.with_name("2005-03-25-new.md"))
    else:
        file.unlink()
    (told,) = refused(office, "sign", draft(office))
    assert told.startswith(f"content/{LEDGER}:30:1 NUM-LOST ")
    told = office.inv("check", "--format", "plain").stdout.splitlines()[0]
    assert told.startswith(f"content/{LEDGER}:30:1 NUM-{'MOVED' if what == 'renamed' else 'LOST'} ")


@pytest.mark.parametrize("what", ["gone", "empty"])
def test_ledger_that_is_gone(office: Office, what: str) -> None:
    """Without its ledger a series with numbered issues does not begin at 1 again."""
    if what == "gone":
        (office.content / LEDGER).unlink()
    else:
        (office.content / LEDGER).write_bytes(b"")
    (told,) = refused(office, "sign", draft(office))
    assert " NUM-UNKNOWN " in told


def test_first_issue_of_a_series(office: Office) -> None:
    """C4: a series without a ledger begins at 1, and its ledger is made."""
    office.change(
        "content/data/series.yaml",
        r"\Z",
        "- id: bulletin\n  titles:\n    - name: 快报\n  english: Bulletin\n  issuer: 望潮区人民政府办公室\n"
        "  launched: 2005-04-08\n  disclosure: public\n  total_seed: 0\n",
    )
    (office.content / "bulletin/2005").mkdir(parents=True)
    done = office.inv("sign", draft(office, "bulletin/2005/2005-04-08.md", series="bulletin"))
    assert done.stdout.splitlines()[:2] == [
        "signed: 快报2005年第1期（总第1期）  content/bulletin/2005/2005-04-08.md",
        "  创刊号",
    ]
    assert len((office.content / "ledger/bulletin.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert office.inv("check").returncode == 0


def test_number_changed_by_hand(office: Office, tmp_path: Path) -> None:
    """C32: a number changed by hand fails check and build, and the site that stands stays."""
    output = tmp_path / "public"
    assert office.build(output).returncode == 0
    before = tree_of(output)
    office.change(f"content/{LAST}", "number: 5|期号: 5", "number: 6")
    for done in (office.inv("check", "--format", "plain"), office.build(output)):
        told = (done.stdout + done.stderr).splitlines()
        assert done.returncode == 1
        assert [line for line in told if line.startswith(f"content/{LAST}:") and " NUM-IMMUTABLE " in line]
    assert tree_of(output) == before


# --- What else happens to a number ------------------------------------------------------------------------------------


def test_void(office: Office) -> None:
    """C13: a number is recorded as never issued, with the reason; the next issue's masthead says so."""
    done = office.inv("void", "政务普刊", "2005", "6", "--reason", "稿件并入第7期")
    assert (done.returncode, done.stdout) == (0, "recorded as never issued: 政务普刊2005年第6期\n")
    assert (office.content / LEDGER).read_text("utf-8").endswith("\n2005,6,462,regular,void,,,,稿件并入第7期\n")
    done = office.inv("sign", draft(office))
    assert "政务普刊2005年第7期（总第463期）" in done.stdout
    assert "  第6期空号：稿件并入第7期" in done.stdout.splitlines()
    assert office.inv("check").returncode == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("gazette", "2005", "5", "--reason", "x"), "NUM-TAKEN"),
        (("gazette", "2004", "9", "--reason", "x"), "NUM-TAKEN"),
        (("gazette", "2005", "8", "--reason", "x"), "NUM-GAP"),
        (("gazette", "2005", "6"), "--reason"),
        (("gazette", "2005", "6", "--reason", " "), "--reason"),
        (("gazete", "2005", "6", "--reason", "x"), "gazette"),
        (("gazette", "05", "6", "--reason", "x"), "05 6"),
        (("gazette", "2005", "0", "--reason", "x"), "2005 0"),
        (("gazette", "2005", "six", "--reason", "x"), "2005 six"),
        (("gazette", "2005", "r2-1", "--reason", "x"), "2005 r2-1"),
    ],
)
def test_void_refused(office: Office, words: tuple[str, ...], told: str) -> None:
    """A number that came out, or that others would be skipped for, can't be void; a reason is needed."""
    (line,) = refused(office, "void", *words)
    assert told in line


def test_withdraw_and_replace(office: Office) -> None:
    """C16, C17: a withdrawn issue keeps its number, and comes out again under it."""
    done = office.inv("withdraw", f"content/{LAST}", "--reason", "内容有误", "--date", "2005-04-02")
    assert (done.returncode, "withdrawn: 政务普刊2005年第5期" in done.stdout) == (0, True), done.stderr
    assert ",regular,withdrawn," in row(office, LAST)
    assert office.inv("check").returncode == 0
    assert "第6期" in office.inv("sign", draft(office)).stdout
    (told,) = refused(office, "withdraw", f"content/{LAST}", "--reason", "again")
    assert " SIGN-STATE " in told
    done = office.inv("replace", f"content/{LAST}", "--note", "数字已改", "--date", "2005-04-10")
    assert done.stdout == "out again: 政务普刊2005年第5期（更正重发）（总第461期）\n"
    assert ",regular,issued," in row(office, LAST)
    assert office.inv("check").returncode == 0
    (told,) = refused(office, "replace", f"content/{LAST}")
    assert " SIGN-STATE " in told


def test_withdrawn_twice(office: Office) -> None:
    """C16, C17: what came out again is withdrawn again once its file says so, and can come out once more."""
    file = f"content/{LAST}"
    office.inv("withdraw", file, "--reason", "内容有误", "--date", "2005-04-02")
    office.inv("replace", file, "--note", "数字已改", "--date", "2005-04-10")
    (told,) = refused(office, "withdraw", file, "--reason", "仍有错误")
    assert "reissued" in told
    assert "withdrawn" in told
    text = (office.root / file).read_text("utf-8")
    text = re.sub(r"\n(reissued|更正重发):(\n +[^\n]*)+", "", text).replace("2005-04-02", "2005-04-20")
    (office.root / file).write_text(text.replace("内容有误", "仍有错误"), encoding="utf-8")
    done = office.inv("withdraw", file)
    assert done.returncode == 0, done.stderr
    assert ",regular,withdrawn," in row(office, LAST)
    assert office.inv("check").returncode == 0
    assert office.inv("replace", file, "--date", "2005-04-25").returncode == 0
    assert ",regular,issued," in row(office, LAST)
    assert office.inv("check").returncode == 0


def test_withdrawn_before_it_was_recorded_online(office: Office) -> None:
    """C16, C21: a moment online that only the file has is recorded with the withdrawal, and none after it."""
    file = draft(office)
    office.inv("sign", file)
    office.change(file, "number: 6", "number: 6\npublished: 2005-04-09 09:00")
    assert office.inv("withdraw", file, "--reason", "内容有误", "--date", "2005-04-10").returncode == 0
    assert row(office, DRAFT) == f"2005,6,462,regular,withdrawn,2005-04-08,2005-04-09 09:00,{DRAFT},"
    assert office.inv("check").returncode == 0


def test_replaced_by_a_later_issue(office: Office) -> None:
    """C18: a later issue stands in for one that is withdrawn with it; that one can't come out again."""
    file = draft(office)
    office.inv("sign", file)
    before = tree_of(office.content)
    done = office.inv("replace", f"content/{LAST}", "--by", file, "--reason", "内容有误", "--date", "2005-04-09")
    assert done.returncode == 0, done.stderr
    after = tree_of(office.content)
    assert changed(before, after) == {LAST, DRAFT, LEDGER}
    assert "replaces: gazette/2005/5\n" in after[DRAFT].decode()
    assert office.inv("check").returncode == 0
    (told,) = refused(office, "replace", f"content/{LAST}")
    assert told.startswith(f"{file}:")
    assert " NUM-REPLACES " in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("withdraw", f"content/{LAST}"), "--reason"),
        (("withdraw", f"content/{DRAFT}", "--reason", "x"), "SIGN-NONE"),
        (("withdraw", "content/nowhere.md", "--reason", "x"), "content/nowhere.md"),
        (("withdraw", f"content/{LAST}", "--reason", "x", "--date", "soon"), "soon"),
        (("replace", f"content/{LAST}"), "SIGN-STATE"),
        (("replace", f"content/{LAST}", "--by", f"content/{LAST}", "--reason", "x"), "itself"),
        (("replace", f"content/{LAST}", "--by", f"content/{NEXT}", "--reason", "x"), "own series"),
        (("replace", f"content/{LAST}", "--by", f"content/{DRAFT}"), "--reason"),
    ],
)
def test_refusals(office: Office, words: tuple[str, ...], told: str) -> None:
    """What can't be withdrawn or replaced is told in one line."""
    draft(office)
    draft(office, NEXT, series="key-affairs")
    (office.content / "key-affairs/2005/2005-04-22.md").write_bytes((office.content / NEXT).read_bytes())
    (office.content / NEXT).unlink()
    words = tuple(word.replace(NEXT, "key-affairs/2005/2005-04-22.md") for word in words)
    (line,) = refused(office, *words)
    assert told in line


def test_adopt(office: Office, tmp_path: Path) -> None:
    """C26, C40: a back-file is entered with its printed numbers; a misprinted total is kept in the note."""
    table = tmp_path / "old.csv"
    table.write_text(
        "number,date,note\n2003年第1期（总第60期）,2003-05-01,\n2003年第2期（总第61期）,2003-11-01,\n", encoding="utf-8"
    )
    before = (office.content / "ledger/policy-research.csv").read_text("utf-8").splitlines()
    done = office.inv("adopt", str(table), "--series", "policy-research")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "entered: 政研参考, issues: 2\n"
    lines = (office.content / "ledger/policy-research.csv").read_text("utf-8").splitlines()
    assert lines == [
        before[0],
        "2003,1,60,regular,adopted,2003-05-01,,,",
        "2003,2,61,regular,adopted,2003-11-01,,,",
        *before[1:],
    ]
    assert office.inv("check").returncode == 0
    told = refused(office, "adopt", str(table), "--series", "policy-research")
    assert [line.split(" ")[1] for line in told] == ["NUM-DUP", "NUM-DUP"]


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("number,date\n2003年第1期,2003-05-01\n", (), "--series"),
        ("number,date\n2003年第1期,2003-05-01\n", ("--series", "policy"), "policy-research"),
        ("nummer,date\n2003年第1期,2003-05-01\n", ("--series", "policy-research"), "old.csv:1:1 ADOPT-HEAD"),
        ("number,date\n第一,2003-05-01\n", ("--series", "policy-research"), "old.csv:2:1 ADOPT-NUMBER"),
        ("number,date\n第1期,\n", ("--series", "policy-research"), "old.csv:2:1 ADOPT-YEAR"),
        ("number,date\n第1期,2003-02-30\n", ("--series", "policy-research"), "old.csv:2:1 FIELD-DATE"),
    ],
)
def test_adopt_refused(office: Office, tmp_path: Path, text: str, options: tuple[str, ...], told: str) -> None:
    """A table that can't be understood is told with its line, and nothing of it is entered."""
    (tmp_path / "old.csv").write_text(text, encoding="utf-8")
    (line,) = refused(office, "adopt", str(tmp_path / "old.csv"), *options)
    assert told in line


def test_ledger_of_the_sample(office: Office) -> None:
    """`inv ledger` tells of each series its numbers, totals, dates, states, gaps and titles of the time."""
    done = office.inv("ledger", "gazette", "--year", "2004")
    assert (done.returncode, done.stderr) == (0, "")
    title, head, *rows, counts = done.stdout.splitlines()
    assert title == "政务普刊  ledger/gazette.csv"
    assert head.split() == ["number", "total", "title", "signed", "published", "state", "file", "or", "note"]
    by_number = {cells[0]: cells[1:] for cells in (row.split() for row in rows)}
    assert by_number["2004年第9期"] == ["441", "void", "原定4月30日出刊，因稿件并入第10期，本号空缺"]
    assert by_number["2004年第11期"][:2] == ["443", "望潮政务信息"]
    assert by_number["2004年第12期"][:2] == ["444", "政务普刊"]
    assert by_number["2004年第16-17期"][0] == "448-449"
    assert by_number["2004年增刊第1期"][0] == "政务普刊"
    assert "withdrawn" in by_number["2004年第20期"]
    assert counts == "issued 22  withdrawn 1  void 1"
    done = office.inv("ledger")
    titles = [line for line in done.stdout.splitlines() if line.endswith(".csv")]
    assert [line.split()[0] for line in titles] == [
        "政务普刊",
        "政务月报",
        "政务要情",
        "政务专报",
        "政研参考",
        "督查专报",
    ]
    assert tree_of(office.content).keys() == tree_of(REPOSITORY / "content").keys()


# --- Killed at any instant, and two at once ---------------------------------------------------------------------------

SAMPLE = REPOSITORY / "tests/samples/small"
DRAFTS = ("gazette/2004/2004-12-03.md", "gazette/2004/2004-12-03-b.md", "key-affairs/2004/2004-12-03.md")
CALLS = ("open", "write", "replace", "rename", "unlink", "fsync", "fchmod", "mkdir", "close")


def laboratory(root: Path, paths: Iterable[str] = DRAFTS) -> Path:
    """Make a small tree with drafts."""
    shutil.copytree(SAMPLE, root)
    for path in paths:
        text = front(f"series: {path.partition('/')[0]}", "signed: 2004-12-03")
        (root / path).write_text(text, encoding="utf-8")
    return root


def child(work: Callable[[], object]) -> int:
    """Do something in a child process; return its id."""
    process = os.fork()
    if not process:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return process


def dying(number: int) -> None:
    """Let this process end in front of a call to the file system, counted from 1."""
    left = [number]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as the real one)
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return real(*args, **kwargs)

        return call

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


class Experiment:
    """Signings that are killed, each on a tree of its own, and what they leave."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.runs = folder, 0
        self.before = tree_of(laboratory(folder / "before"))
        sign_files(laboratory(folder / "after"), DRAFTS)
        self.after = tree_of(folder / "after")
        self.left: Counter[str] = Counter()

    def run(self, before: Callable[[], object], kill: Callable[[int], object]) -> bool:
        """Sign, kill, and see what is left; return whether the signing came to its end."""
        self.runs += 1
        root = self.folder / str(self.runs)
        shutil.copytree(self.folder / "before", root)

        def sign() -> None:
            before()
            sign_files(root, DRAFTS)

        process = child(sign)
        kill(process)
        _, status = os.waitpid(process, 0)
        unfinished = (root / ".transaction").exists()
        loaded = load(root)
        assert not has_errors(loaded.diagnostics), [one.plain(str) for one in loaded.diagnostics]
        found = tree_of(root)
        state = "before" if found == self.before else "after" if found == self.after else "between"
        assert state != "between", sorted(changed(found, self.after))
        self.left["completed" if unfinished else state] += 1
        shutil.rmtree(root)
        assert os.waitstatus_to_exitcode(status) in {0, 9, -signal.SIGKILL}
        return status == 0

    def kill_everywhere(self) -> None:
        """End in front of every single call."""
        number = 1
        while not self.run(partial(dying, number), lambda _: None):
            number += 1

    def kill_at_random(self, kills: int) -> None:
        """Kill at random instants within the time that signing takes."""
        chance = random.Random(20261122)
        times = []
        for _ in range(3):
            start = time.perf_counter()
            assert self.run(lambda: None, lambda process: os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT))
            times.append(time.perf_counter() - start)
        for _ in range(kills):
            moment = chance.uniform(0, max(times))

            def kill(process: int, moment: float = moment) -> None:
                time.sleep(moment)
                os.kill(process, signal.SIGKILL)

            self.run(lambda: None, kill)


def sign_side_by_side(folder: Path) -> None:
    """Let two processes sign ten issues each, one after another, at the same time."""
    paths = [[f"gazette/2004/2004-12-03-{side}{n}.md" for n in range(10)] for side in "ab"]
    root = laboratory(folder / "both", [*paths[0], *paths[1]])

    def sign(own: list[str]) -> None:
        for path in own:
            sign_files(root, [path])

    processes = [child(partial(sign, own)) for own in paths]
    assert [os.waitpid(process, 0)[1] for process in processes] == [0, 0]
    lines = (root / LEDGER).read_text("utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == [str(n) for n in range(1, 23)]
    assert {line.split(",")[7] for line in lines[3:]} == {*paths[0], *paths[1]}
    assert not has_errors(load(root).diagnostics)


def main(what: str, folder: str, kills: str) -> None:
    """Experiment in a process that has no threads, and print how many signings were left in which state."""
    experiment = Experiment(Path(folder))
    if what == "side by side":
        sign_side_by_side(Path(folder))
    elif what == "everywhere":
        experiment.kill_everywhere()
    else:
        experiment.kill_at_random(int(kills))
    sys.stdout.write(json.dumps(experiment.left))


def experiment(what: str, folder: Path, kills: int = 0) -> dict[str, int]:
    """Run an experiment in a process of its own."""
    command = "import sys; from tests.site.test_signing import main; main(*sys.argv[1:])"
    path = os.pathsep.join((str(REPOSITORY / "plugins"), str(REPOSITORY)))
    done = subprocess.run(
        [sys.executable, "-c", command, what, str(folder), str(kills)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_killed_in_front_of_any_call(tmp_path: Path) -> None:
    """Signing that ends in front of any call to the file system leaves a sound tree: signed, or not at all."""
    left = experiment("everywhere", tmp_path)
    assert min(left.get(state, 0) for state in ("before", "completed", "after")) > 0, left


def test_killed_at_random_instants(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Signing killed at random leaves a sound tree, signed or not at all; --kills 1000 does it more often."""
    kills = pytestconfig.getoption("--kills")
    left = experiment("random", tmp_path, kills)
    assert sum(left.values()) == kills + 3
    assert left["before"] > 0


def test_two_sign_at_once(tmp_path: Path) -> None:
    """Of issues signed by two editors at the same time none is lost, and no number is given twice."""
    experiment("side by side", tmp_path)
