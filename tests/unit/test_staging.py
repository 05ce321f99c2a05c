"""Staging: the output changes at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
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


# -- A part of the output ---------------------------------------------------------------------------------------------

_OLD = {"index.html": "old", "a/index.html": "a", "a/b/index.html": "b", "c.svg": "c", "d.svg/e.svg": "e"}


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def found(folder: Path) -> dict[str, str]:
    """Return every file of a folder, and every empty folder with no text."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: path.read_text() if path.is_file() else "" for name, path in paths.items() if not _is_full(path)}


def _is_full(path: Path) -> bool:
    return path.is_dir() and any(path.iterdir())


_MERGED = {
    "changed": ({"index.html": "new"}, (), {**_OLD, "index.html": "new"}, {"index.html"}),
    "the-same": ({"index.html": "old"}, (), _OLD, set()),
    "added": ({"x/y/index.html": "y"}, (), {**_OLD, "x/y/index.html": "y"}, {"x/y/index.html"}),
    "removed": ({}, ("c.svg",), {path: text for path, text in _OLD.items() if path != "c.svg"}, set()),
    "removed-with-its-folders": (
        {},
        ("a/index.html", "a/b/index.html"),
        {path: text for path, text in _OLD.items() if not path.startswith("a/")},
        set(),
    ),
    "removed-but-built": ({"c.svg": "new"}, ("c.svg",), {**_OLD, "c.svg": "new"}, {"c.svg"}),
    "removed-but-built-the-same": ({"c.svg": "c"}, ("c.svg",), _OLD, set()),
    "removed-and-gone": ({}, ("nowhere/x.html",), _OLD, set()),
    "a-folder-where-a-file-was": (
        {"c.svg/x.svg": "x"},
        ("c.svg",),
        {**{path: text for path, text in _OLD.items() if path != "c.svg"}, "c.svg/x.svg": "x"},
        {"c.svg/x.svg"},
    ),
    "a-file-where-a-folder-was": (
        {"d.svg": "d"},
        ("d.svg/e.svg",),
        {**{path: text for path, text in _OLD.items() if path != "d.svg/e.svg"}, "d.svg": "d"},
        {"d.svg"},
    ),
}


@pytest.mark.parametrize(("new", "removed", "after", "changed"), _MERGED.values(), ids=_MERGED)
def test_merge(
    tmp_path: Path, new: dict[str, str], removed: tuple[str, ...], after: dict[str, str], changed: set[str]
) -> None:
    """A merge moves in what is other than before, takes away what is to go, and leaves nothing beside the output."""
    target = tmp_path / "public"
    put(target, _OLD)
    staging = Staging.begin(target)
    put(staging.folder, new)
    assert staging.merge(removed) == changed
    assert found(target) == after
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.lock", "public"]


@pytest.mark.parametrize(("new", "removed", "after", "changed"), _MERGED.values(), ids=_MERGED)
@pytest.mark.parametrize("at", range(1, 8))
def test_a_merge_that_stops_anywhere_is_finished(  # noqa: PLR0917 (a row of the table)
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    new: dict[str, str],
    removed: tuple[str, ...],
    after: dict[str, str],
    changed: set[str],
    at: int,
) -> None:
    """Wherever the disk is full, or the build is killed, once the journal stands the next build finishes it."""
    target, steps = tmp_path / "public", 0
    put(target, _OLD)
    staging = Staging.begin(target)
    put(staging.folder, new)
    with monkeypatch.context() as patch:
        for name in ("unlink", "rmdir", "replace", "mkdir"):
            patch.setattr(Path, name, _stopping(name, lambda: at))
        try:
            assert staging.merge(removed) == changed
        except OSError:
            steps = 1
    staging.abandon()
    begun = not steps or (tmp_path / ".public.journal").exists()
    Staging.begin(target).abandon()
    assert found(target) == (after if begun else _OLD)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.lock", "public"]


_CALLS = {"number": 0}


def _stopping(name: str, at: Callable[[], int]) -> Callable[..., object]:
    real = getattr(Path, name)
    _CALLS["number"] = 0

    def counted(*arguments: object, **options: object) -> object:
        _CALLS["number"] += 1
        if _CALLS["number"] >= at():
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    return counted


@pytest.mark.parametrize("text", ["", "{", "[]", '{"moved": []}', "\x00"], ids=["empty", "cut", "list", "half", "null"])
def test_a_damaged_journal_is_not_followed(tmp_path: Path, text: str) -> None:
    """A journal that can't be read is removed, and the output stays."""
    target = tmp_path / "public"
    put(target, _OLD)
    (tmp_path / ".public.journal").write_text(text)
    Staging.begin(target).abandon()
    assert found(target) == _OLD
    assert not (tmp_path / ".public.journal").exists()


def test_the_rest_of_an_old_output_is_cleared(tmp_path: Path) -> None:
    """A build killed while it removed the old output leaves a half of one, which never comes back."""
    target = tmp_path / "public"
    built(target, "one").commit()
    put(tmp_path / ".public.old", {"half.html": "x"})
    Staging.begin(target).abandon()
    assert not (tmp_path / ".public.old").exists()


def test_what_was_noted_of_an_output_is_forgotten(tmp_path: Path) -> None:
    """Whoever puts another output in place, `inv build` no longer believes what it noted of the one before."""
    target, stamp = tmp_path / "public", tmp_path / ".public.stamp"
    stamp.touch()
    built(target, "one").commit()
    assert not stamp.exists()
    stamp.touch()
    built(target, "two").merge(())
    assert not stamp.exists()
