"""Printers of diagnostics: lines for people with a caret, JSON, annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_editor.printers import Shown, caret, render

FOUND = diagnose("UNIT-UNKNOWN", Place("gazette/2004/a.md", 3, 4), value="柳铂镇", suggestion="柳泊镇")


def shown(root: Path) -> Shown:
    """Print English, paths from a folder content/."""
    return Shown(str, "content/", root)


def printed(root: Path, form: str, *found: Diagnostic) -> list[str]:
    """Return what a printer yields."""
    return list(render(found, form, shown(root)))


@pytest.mark.parametrize(
    ("line", "column", "mark"),
    [
        ("unit: x", 7, "      ^"),
        ("单位: 柳铂镇", 5, "      ^^"),
        ("单位：柳铂镇", 4, "      ^^"),
        ("ａb", 2, "  ^"),
        ("e\u0301x", 3, " ^"),
        ("", 1, "^"),
        ("ab", 3, "  ^"),
    ],
)
def test_caret_stands_below_its_character(line: str, column: int, mark: str) -> None:
    """The caret is as many display columns in as what stands before it, two for a wide character."""
    assert caret(line, column)[1] == mark


@pytest.mark.parametrize("column", [1, 60, 150, 400])
def test_long_lines_are_cut_around_the_caret(column: int) -> None:
    """A long line is shown in part, and the caret still stands below its character."""
    line = "柳" * (column - 1) + "泊" + "镇" * 300
    source, mark = caret(line, column)
    assert cell_len(source) <= 200
    at = len(mark) - len(mark.lstrip())
    before = next(n for n in range(len(source) + 1) if cell_len(source[:n]) == at)
    assert source[before] == "泊"


def test_human_form_shows_the_line(tmp_path: Path) -> None:
    """People see the plain line, the line of the file and the caret."""
    path = tmp_path / FOUND.path
    path.parent.mkdir(parents=True)
    path.write_text("---\n刊物: 政务普刊\n单位：柳铂镇\n", "utf-8")
    (text,) = printed(tmp_path, "human", FOUND)
    assert text.split("\n") == [
        f"content/{FOUND.plain(str)}",
        "  3 | 单位：柳铂镇",
        "    |       ^^",
    ]


def test_human_form_without_the_file(tmp_path: Path) -> None:
    """Where the file can't be read, or the fault has no line, the plain line is all."""
    whole = diagnose("FILE-PLACE", Place("a.md"), expected="gazette/2004")
    texts = printed(tmp_path, "human", FOUND, whole)
    assert [text.count("\n") for text in texts] == [0, 0]
    assert texts[1].startswith("content/a.md FILE-PLACE ")


def test_json_has_the_seven_fields(tmp_path: Path) -> None:
    """Programs get an array of objects with exactly the seven names; an empty one where nothing is wrong."""
    (text,) = printed(tmp_path, "json", FOUND)
    (found,) = json.loads(text)
    assert list(found) == ["path", "line", "column", "code", "severity", "message", "hint"]
    assert (found["line"], found["column"], found["severity"]) == (3, 4, "error")
    assert json.loads(printed(tmp_path, "json")[0]) == []


def test_annotation_escapes_what_would_end_it(tmp_path: Path) -> None:
    """In a workflow command per cent signs, line ends and, in properties, colons and commas are escaped."""
    odd = diagnose("FIELD-DATE", Place("a,b:c%.md", 1, 2), value="1%\n2")
    (text,) = printed(tmp_path, "github", odd)
    assert text.startswith("::error file=content/a%2Cb%3Ac%25.md,line=1,col=2,title=FIELD-DATE::1%25%0A2 is not a date")
    assert "\n" not in text
