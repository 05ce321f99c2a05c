"""Texts kept from run to run: none is read twice, and a stamp is believed only where it can tell."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import bulletin_source.tree
from bulletin_portal import parse_cache
from bulletin_portal.loading import reader_of, reference_of, text_shards, version_of
from bulletin_portal.parse_cache import Texts, read_texts
from bulletin_source.tree import Stamp, Tree, is_settled, walk

_TEXT: Final = "gazette/2004/2004-11-05.md"
_SECOND: Final = 10**9
_MEDIA: Final = "media/gazette/2004/progress.csv"


@pytest.mark.parametrize(
    ("ago", "settled"),
    [(0, False), (_SECOND, False), (2 * _SECOND, False), (2 * _SECOND + 1, True), (-_SECOND, False)],
    ids=["now", "a-second", "two", "more", "in-the-future"],
)
def test_what_changed_just_now_may_change_again(ago: int, *, settled: bool) -> None:
    """A stamp tells only of what happens later than the clock's coarsest tick after it."""
    now = 10**18
    assert is_settled(Stamp(1, now, now - ago, 1), now) is settled


def read(root: Path, cache: Path | None, files: list[str] | None = None) -> Texts:
    """Read a tree on what is kept; note the files that were opened."""
    tree, faults = walk(root)
    reference = reference_of(tree, faults)
    assert reference is not None
    shards = text_shards(root, version_of(tree), reference, cache)
    reader = reader_of(tree, reference, faults)
    if files is None:
        return read_texts(tree, reader, shards)
    plain = Tree.read

    def noting(tree: Tree, path: str) -> bytes:
        files.append(path)
        return plain(tree, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tree, "read", noting)
        return read_texts(tree, reader, shards)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what was written a moment ago be long ago."""
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 0)


def test_without_a_cache_everything_is_read(small_tree: Path) -> None:
    """Every issue and page is read each time."""
    assert read(small_tree, None).read == read(small_tree, None).read == 4


@pytest.mark.usefixtures("settled")
def test_what_is_kept_is_not_opened(small_tree: Path, tmp_path: Path) -> None:
    """The second time nothing is read, nor even opened, and everything is as it was."""
    first, opened = read(small_tree, tmp_path / "c"), list[str]()
    second = read(small_tree, tmp_path / "c", opened)
    assert (first.read, second.read, opened) == (4, 0, [])
    assert second.by_path == first.by_path


def test_what_may_have_changed_is_compared(small_tree: Path, tmp_path: Path) -> None:
    """Files that were written just now are opened again, but not read anew where their bytes are the same."""
    read(small_tree, tmp_path / "c")
    opened: list[str] = []
    again = read(small_tree, tmp_path / "c", opened)
    assert (again.read, len(opened)) == (0, 4)
    assert all(text.stamp is None for text in again.by_path.values())


def _rewritten(path: Path) -> None:
    path.write_bytes(path.read_bytes())


def _same_size_and_time(path: Path) -> None:
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("12公里", "13公里"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _replaced(path: Path) -> None:
    path.with_suffix(".new").write_text(path.read_text(encoding="utf-8").replace("12公里", "14公里"), encoding="utf-8")
    path.with_suffix(".new").replace(path)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("change", "expected"),
    [(Path.touch, 0), (_rewritten, 0), (_same_size_and_time, 1), (_replaced, 1)],
    ids=["touched", "rewritten", "same-size-and-time", "replaced"],
)
def test_a_changed_file_is_read(
    small_tree: Path, tmp_path: Path, change: Callable[[Path], None], expected: int
) -> None:
    """A text is read anew where its bytes changed, whatever size and time of its file say."""
    read(small_tree, tmp_path / "c")
    time.sleep(0.02)  # a tick of the clock that files are stamped by
    change(small_tree / _TEXT)
    again = read(small_tree, tmp_path / "c")
    assert again.read == expected
    assert {path: text.digest for path, text in again.by_path.items()} == {
        path: text.digest for path, text in read(small_tree, None).by_path.items()
    }


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", ["longer", "gone"])
def test_a_file_that_a_text_links_to_counts(small_tree: Path, tmp_path: Path, change: str) -> None:
    """Where an attachment has another size, or is gone, what links to it is read anew, and its mark is another."""
    first = read(small_tree, tmp_path / "c")
    if change == "longer":
        (small_tree / _MEDIA).write_text("段,进度\n" * 999, encoding="utf-8")
    else:
        (small_tree / _MEDIA).unlink()
    second = read(small_tree, tmp_path / "c")
    changed = {path for path, text in second.by_path.items() if text.mark != first.by_path[path].mark}
    assert (second.read, changed) == (1, {"gazette/2004/2004-11-19.md"})


@pytest.mark.usefixtures("settled")
def test_a_text_with_an_error_is_read_each_time(small_tree: Path, tmp_path: Path) -> None:
    """What is wrong with a text may lie elsewhere, so it is read until it is right."""
    path = small_tree / _TEXT
    path.write_text(path.read_text(encoding="utf-8").replace("editor:", "colour:"), encoding="utf-8")
    assert [read(small_tree, tmp_path / "c").read for _ in range(3)] == [4, 1, 1]


@pytest.mark.usefixtures("settled")
def test_another_version_reads_everything(small_tree: Path, tmp_path: Path) -> None:
    """With other reference data nothing that was kept is believed."""
    read(small_tree, tmp_path / "c")
    units = small_tree / "data/units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("Liubo Town", "Liubo"), encoding="utf-8")
    assert read(small_tree, tmp_path / "c").read == 4


@pytest.mark.usefixtures("settled")
def test_a_file_that_changes_while_it_is_read(
    small_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read of it is not believed the next time."""
    plain = Tree.read

    def changing(tree: Tree, path: str) -> bytes:
        data = plain(tree, path)
        if path == _TEXT:
            _same_size_and_time(tree.root / path)
        return data

    with monkeypatch.context() as patch:
        patch.setattr(Tree, "read", changing)
        first = read(small_tree, tmp_path / "c")
    assert first.by_path[_TEXT].stamp is None
    assert read(small_tree, tmp_path / "c").read == 1


def test_a_file_that_goes_away(small_tree: Path, tmp_path: Path) -> None:
    """A text that is gone when it is to be read is a fault, and no text."""
    tree, faults = walk(small_tree)
    reference = reference_of(tree, faults)
    assert reference is not None
    (small_tree / _TEXT).unlink()
    texts = read_texts(tree, reader_of(tree, reference, faults), text_shards(small_tree, b"", reference, tmp_path))
    assert [fault.code for fault in texts.faults] == ["FILE-UNREADABLE"]
    assert _TEXT not in texts.by_path


@pytest.mark.usefixtures("settled")
def test_processes_read_what_one_reads(small_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by several processes, texts are the same and counted the same."""
    alone = read(small_tree, None)
    monkeypatch.setattr(parse_cache, "_WORTH_FORKING", 1)
    monkeypatch.setattr(parse_cache, "cores", lambda: 2)
    together = read(small_tree, tmp_path / "c")
    assert together.read == alone.read
    assert {path: text.parsed for path, text in together.by_path.items()} == {
        path: text.parsed for path, text in alone.by_path.items()
    }
