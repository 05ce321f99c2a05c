"""Fingerprints of files by what the file system says of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from bulletin_source.stats import fingerprint, program


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with two files."""
    (tmp_path / "root" / "below").mkdir(parents=True)
    (tmp_path / "root" / "a.md").write_text("a")
    (tmp_path / "root" / "below" / "b.md").write_text("b")
    return tmp_path / "root"


def _same_size_and_time(root: Path) -> None:
    stat = (root / "a.md").stat()
    (root / "a.md").write_text("b")
    os.utime(root / "a.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _another_in_its_place(root: Path) -> None:
    stat = (root / "a.md").stat()
    (root / "new").write_text("b")
    os.utime(root / "new", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (root / "new").replace(root / "a.md")


_CHANGES: Final[dict[str, Callable[[Path], object]]] = {
    "longer": lambda root: (root / "a.md").write_text("aa"),
    "touched": lambda root: os.utime(root / "below/b.md", (1, 1)),
    "added": lambda root: (root / "below/c.md").touch(),
    "removed": lambda root: (root / "below/b.md").unlink(),
    "renamed": lambda root: (root / "a.md").rename(root / "c.md"),
    "moved": lambda root: (root / "a.md").rename(root / "below/a.md"),
    "same-size-and-time": _same_size_and_time,
    "another-in-its-place": _another_in_its_place,
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_a_change_is_seen(root: Path, change: Callable[[Path], object]) -> None:
    """Whatever happens to a file gives another fingerprint."""
    before = fingerprint([root])
    assert before == fingerprint([root])
    change(root)
    assert fingerprint([root]) != before


@pytest.mark.parametrize("name", ["__pycache__/a.pyc", ".git/HEAD", "x.egg-info/PKG-INFO"])
def test_what_programs_write_beside_is_no_change(root: Path, name: str) -> None:
    """What Python and git write for themselves does not count."""
    before = fingerprint([root])
    (root / name).parent.mkdir()
    (root / name).touch()
    assert fingerprint([root]) == before


def test_extras_and_files_count(root: Path) -> None:
    """Texts count, and so does a root that is a file; one that is missing is nothing."""
    assert len({fingerprint([root]), fingerprint([root], "a"), fingerprint([root], "a", "b"), fingerprint([])}) == 4
    assert fingerprint([root / "a.md"]) != fingerprint([root / "below/b.md"])
    assert fingerprint([root / "missing"]) == fingerprint([])


def test_the_program_is_one() -> None:
    """The program's fingerprint is the same however often it is asked for."""
    assert program() == program()
