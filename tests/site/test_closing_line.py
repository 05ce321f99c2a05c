"""What `inv build` says in the end: what was read, made, left standing and removed; and where its time went."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bulletin_editor.progress_bar import STAGES
from tests.site.office import Office

DONE: Final = re.compile(
    r"^texts read: (\d+); pages made: (\d+), standing as they were: (\d+); files removed: (\d+)$", re.MULTILINE
)
PAGES: Final = re.compile(r" (\d+) pages, \d+ feeds in ")


def test_what_was_done(small_office: Office, tmp_path: Path) -> None:
    """Every page is made at first, a few after an edit, none where nothing has changed, which is told instead."""
    office, output = small_office, tmp_path / "public"
    first = office.build(output).stdout
    made, pages = DONE.findall(first), PAGES.findall(first)
    texts = sum(1 for path in office.content.rglob("*.md"))
    assert made == [(str(texts), pages[0], "0", "0")]

    office.change("content/gazette/2004/2004-11-05.md", r"\nnumber: 1\n", "\nnumber: 1\nnote: 一句按语。\n")
    ((_, rendered, reused, removed),) = DONE.findall(office.build(output).stdout)
    assert (int(rendered) + int(reused), removed) == (int(pages[0]), "0")
    assert 0 < int(rendered) < int(reused)

    third = office.build(output)
    assert third.stdout.startswith("nothing has changed")
    assert (DONE.findall(third.stdout), third.stderr) == ([], "")


def test_where_the_time_went(small_office: Office, tmp_path: Path) -> None:
    """With --profile every stage has a line, in seconds, and all of them together one more."""
    done = small_office.build(tmp_path / "public", "--profile")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if re.match(r" +\d+\.\d\d ", line)]
    names = [re.sub(r"^ *[\d.]+ +(\d+% +)?", "", line) for line in lines]
    assert names[0] == "starting"
    assert set(names[1:-1]) == set(STAGES.values())
    seconds = [float(line.split()[0]) for line in lines]
    assert abs(sum(seconds[:-1]) - seconds[-1]) < 0.1
