"""`inv check`: what it remembers, and what has changed since a revision."""

from __future__ import annotations

import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest

from bulletin_editor import checking
from bulletin_editor.checking import RevisionError, changed_since, check, remembered

ISSUE = "gazette/2004/2004-11-05.md"


def spoil(tree: Path) -> Path:
    """Give an issue an unknown field."""
    path = tree / ISSUE
    path.write_text(path.read_text("utf-8").replace("series:", "nonsense: 1\nseries:", 1), "utf-8")
    return path


def test_unchanged_tree_is_not_read_again(small_tree: Path, tmp_path: Path) -> None:
    """What was found stands as long as no file changes, and is forgotten when one does."""
    spoil(small_tree)
    first = remembered(small_tree, tmp_path / "cache")
    with patch.object(checking, "examine", side_effect=AssertionError):
        assert remembered(small_tree, tmp_path / "cache") == first
    assert [found.code for found in first.diagnostics] == ["FIELD-UNKNOWN"]
    (small_tree / "pages/new.md").write_text("x", "utf-8")
    assert len(remembered(small_tree, tmp_path / "cache").diagnostics) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"inputs": 1}', "\x00"])
def test_damaged_memory_is_not_believed(small_tree: Path, tmp_path: Path, damage: str) -> None:
    """A memory that is torn or of another form is as good as none."""
    cache = tmp_path / "cache"
    first = remembered(small_tree, cache)
    (memory,) = cache.glob("check-*.json")
    memory.write_text(damage, "utf-8")
    assert remembered(small_tree, cache) == first


def git(tree: Path, *words: str) -> None:
    """Run git in a tree."""
    identity = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
    subprocess.run(["git", *identity, *words], cwd=tree, check=True, capture_output=True)


def test_only_changed_files(small_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a revision only files that differ from it, or are new, are reported."""
    spoil(small_tree)
    git(small_tree, "init", "-q")
    git(small_tree, "add", ".")
    git(small_tree, "commit", "-qm", "x")
    assert check(small_tree, tmp_path / "cache", "plain", "HEAD")
    (small_tree / "pages/new.md").write_text("x", "utf-8")
    assert changed_since(small_tree, "HEAD") == {"pages/new.md"}
    assert not check(small_tree, tmp_path / "cache", "plain", "HEAD")
    assert not check(small_tree, tmp_path / "cache", "plain")
    told = [line for line in capsys.readouterr().out.splitlines() if "/" in line]
    assert [line.split()[1] for line in told] == ["YAML-NONE", "FIELD-UNKNOWN", "YAML-NONE"]


def test_unknown_revision(small_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A revision git doesn't know, or a tree outside a repository, is one line and no success."""
    with pytest.raises(RevisionError):
        changed_since(small_tree, "nonsense")
    assert not check(small_tree, tmp_path / "cache", "plain", "nonsense")
    assert not check(small_tree, tmp_path / "cache", "nonsense")
    assert len(capsys.readouterr().err.splitlines()) == 2
