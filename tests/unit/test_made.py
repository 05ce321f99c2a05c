"""What is remembered of an output: who touched it since is known from stamps, and tables of stamps lose none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_build.made import (
    Made,
    MadeDocument,
    MadeGroup,
    Table,
    Tree,
    folders_of,
    memory_of,
    recall,
    remember,
    stamped,
    stamped_anew,
    stands,
)
from bulletin_gate.embargo import Window
from bulletin_portal.summary import Summary

FILES: Final = ("index.html", "gazette/2004/1/index.html", "feeds/all.atom")
_PATHS: Final = st.text("ab/é", min_size=1, max_size=4)
_STAMPS: Final = st.dictionaries(_PATHS, st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 3))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output of three files."""
    folder = tmp_path / "public"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def of_three_files() -> Made:
    """Return what was made of the three files."""
    summary = Summary(issues=1, items=1, problems=0, pages=2, feeds=1, drafts_out=0, issues_out=0, items_out=0)
    group = MadeGroup(b"g", ("gazette/2004/1/",), (None, None), (), (), None, ())
    return Made(
        b"base",
        Tree({}, b"version", (), Window(), summary, ()),
        {"index.html": b"p"},
        {"gazette/2004/1.md": group},
        {"feeds/all.atom": MadeDocument(b"d", ("gazette/2004/1.md",))},
        {},
    )


@given(_STAMPS)
def test_a_table_has_what_it_was_given(stamps: dict[str, tuple[int, ...]]) -> None:
    """Stamps come back as they were, whatever the paths."""
    assert Table.of(stamps).stamps() == stamps


@given(_STAMPS, st.dictionaries(_PATHS, st.none() | st.tuples(*[st.integers(0, 9)] * 3)))
def test_an_altered_table(stamps: dict[str, tuple[int, ...]], others: dict[str, tuple[int, ...] | None]) -> None:
    """A table with other stamps, with more paths or fewer, is the table of what then is."""
    expected = {path: stamp for path, stamp in (stamps | others).items() if stamp is not None}
    assert Table.of(stamps).altered(others).stamps() == expected


def test_every_planned_file() -> None:
    """Pages, pages of issues and documents are the files of a plan."""
    assert sorted(of_three_files().paths()) == sorted(FILES)


def test_folders_and_those_above() -> None:
    """The folders of a file are known up to the root."""
    assert folders_of(FILES) == {"", "gazette", "gazette/2004", "gazette/2004/1", "feeds"}


def _changed(folder: Path) -> None:
    path = folder / FILES[1]
    before = path.stat()
    path.write_text("Y" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def _replaced(folder: Path) -> None:
    path = folder / FILES[1]
    before = path.stat()
    beside = path.with_suffix(".new")
    beside.write_text(path.read_text())
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(path)


@pytest.mark.parametrize(
    "touch",
    [
        pytest.param(_changed, id="changed"),
        pytest.param(_replaced, id="replaced-by-an-equal-one"),
        pytest.param(lambda folder: (folder / FILES[1]).unlink(), id="taken-away"),
        pytest.param(lambda folder: (folder / "feeds" / "more.atom").touch(), id="another-file"),
        pytest.param(lambda folder: folder.rename(folder.with_name("elsewhere")), id="all-gone"),
    ],
)
def test_an_output_that_was_touched(output: Path, touch: Callable[[Path], object]) -> None:
    """An output stands until somebody touches any of its files or folders."""
    made = stamped(output, of_three_files(), set(FILES))
    assert stands(output, made)
    touch(output)
    assert not stands(output, made)


def test_what_was_put_in_place_stands(output: Path) -> None:
    """After files were put in place and taken away, the new stamps are true, and those of all others are kept."""
    made = stamped(output, of_three_files(), set(FILES))
    (output / "index.html").write_text("another")
    (output / "feeds" / "all.atom").unlink()
    (output / "feeds" / "new.atom").write_text("new")
    touched = ("index.html", "feeds/all.atom", "feeds/new.atom")
    assert not stands(output, made)
    now = stamped_anew(output, of_three_files(), made, touched)
    assert stands(output, now)
    assert now.files.stamps().keys() == {"index.html", "gazette/2004/1/index.html", "feeds/new.atom"}


def test_memory_outlives_the_run(output: Path, tmp_path: Path) -> None:
    """What was remembered is recalled as it was; of another output nothing is."""
    made = replace(stamped(output, of_three_files(), set(FILES)), static=frozenset({"theme/css/base.css"}))
    remember(memory_of(output, tmp_path / "cache"), made)
    assert recall(memory_of(output, tmp_path / "cache")) == made
    assert recall(memory_of(tmp_path / "internal", tmp_path / "cache")) is None
