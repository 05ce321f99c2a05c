"""Staging: the output changes at once or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_build.staging import BuildRunningError, Staging


def built(target: Path, text: str) -> Staging:
    """Begin a build and write one file."""
    staging = Staging.begin(target)
    (staging.folder / "index.html").write_text(text)
    return staging


def test_commit_replaces_the_output(tmp_path: Path) -> None:
    """A finished build takes the output's place, and nothing of the old one or of the build is left beside it."""
    target = tmp_path / "public"
    built(target, "one").commit()
    built(target, "two").commit()
    assert (target / "index.html").read_text() == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.lock", "public"]


def test_abandoned_build_changes_nothing(tmp_path: Path) -> None:
    """An abandoned build leaves the output as it was."""
    target = tmp_path / "public"
    built(target, "one").commit()
    built(target, "two").abandon()
    assert (target / "index.html").read_text() == "one"
    assert not (tmp_path / ".public.building").exists()


def test_one_build_at_a_time(tmp_path: Path) -> None:
    """A second build of the same output is refused while the first runs; one of another output is not."""
    first = built(tmp_path / "public", "one")
    with pytest.raises(BuildRunningError):
        Staging.begin(tmp_path / "public")
    built(tmp_path / "internal", "two").commit()
    first.commit()
    built(tmp_path / "public", "three").commit()


def test_leftovers_of_a_killed_build(tmp_path: Path) -> None:
    """What a killed build left is cleared; an output it had moved aside is put back first."""
    target = tmp_path / "public"
    built(target, "one").commit()
    target.rename(tmp_path / ".public.old")
    (tmp_path / ".public.building").mkdir()
    (tmp_path / ".public.building/half").write_text("x")
    staging = Staging.begin(target)
    assert (target / "index.html").read_text() == "one"
    assert not list(staging.folder.iterdir())
    staging.abandon()


def test_failed_commit_puts_the_output_back(tmp_path: Path) -> None:
    """If the new folder can't be moved into place, the old output is there again."""
    target = tmp_path / "public"
    built(target, "one").commit()
    staging = built(target, "two")
    (staging.folder / "index.html").unlink()
    staging.folder.rmdir()
    with pytest.raises(OSError, match="building"):
        staging.commit()
    staging.abandon()
    assert (target / "index.html").read_text() == "one"
