"""Walking a content tree: what is in it, what is litter, what leads out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path

import pytest

from bulletin_source.tree import walk
from tests.unit.making import shown

ISSUE = "gazette/2004/a.md"


def write(root: Path, *paths: str) -> None:
    """Write empty files."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()


def test_sorts_of_files(tmp_path: Path) -> None:
    """Files are told apart by folder and ending, and stand in order."""
    write(tmp_path, "b/2004/b.md", ISSUE, "a/2004/10.md", "pages/about.md", "ledger/gazette.csv", "ledger/notes.txt")
    write(tmp_path, "data/site.yaml", "data/readme.md", "media/gazette/x.svg", "media/y.md", "readme.md")
    tree, faults = walk(tmp_path)
    assert not faults
    assert tree.issues == ("a/2004/10.md", "b/2004/b.md", ISSUE)
    assert (tree.pages, tree.ledgers) == (("pages/about.md",), ("ledger/gazette.csv",))
    assert {"data/site.yaml", "media/gazette/x.svg", "media/y.md", "readme.md"} < set(tree.files)


@pytest.mark.parametrize(
    "name",
    [".DS_Store", ".a.md.swp", "a.md~", "~$a.docx", "Thumbs.db", "thumbs.DB", "desktop.ini", "a.bak", "a.md.orig"],
)
def test_litter(tmp_path: Path, name: str) -> None:
    """What editors' programs leave behind is not there."""
    write(tmp_path, ISSUE, f"gazette/2004/{name}")
    tree, faults = walk(tmp_path)
    assert (set(tree.files), faults) == ({ISSUE}, [])


def test_hidden_folder(tmp_path: Path) -> None:
    """Hidden folders are not walked."""
    write(tmp_path, ISSUE, ".git/x/y.md")
    assert walk(tmp_path)[0].issues == (ISSUE,)


@pytest.mark.parametrize("name", ["第10期.md", "A.md", "a b.md", "-a.md", "_a.md", "a(1).md", "ａ.md"])
def test_names(tmp_path: Path, name: str) -> None:
    """A file's name is lower-case ASCII; any other is one fault, and the file is read all the same."""
    write(tmp_path, ISSUE, f"gazette/2004/{name}")
    tree, faults = walk(tmp_path)
    assert shown(faults) == [f"gazette/2004/{name}:0:0 FILE-NAME"]
    assert f"gazette/2004/{name}" in tree.issues


@pytest.mark.parametrize("target", ["file", "folder", "nothing", "itself", "parent"])
def test_links_that_lead_out(tmp_path: Path, target: str) -> None:
    """A symbolic link that leads out of the tree, or nowhere, is not followed but reported."""
    root = tmp_path / "content"
    write(root, ISSUE)
    write(tmp_path, "secret.md", "secrets/a.md")
    link = root / "gazette/2004/link.md"
    ends = {"file": tmp_path / "secret.md", "folder": tmp_path / "secrets", "nothing": root / "x", "itself": link}
    link.symlink_to(ends.get(target, tmp_path))
    tree, faults = walk(root)
    assert (set(tree.files), shown(faults)) == ({ISSUE}, ["gazette/2004/link.md:0:0 FILE-LINK"])


def test_links_inside(tmp_path: Path) -> None:
    """A link to a file of the tree is that file; a link to a folder of the tree is passed over: no file twice."""
    write(tmp_path, ISSUE)
    (tmp_path / "gazette/2004/b.md").symlink_to("a.md")
    (tmp_path / "gazette/loop").symlink_to(tmp_path)
    tree, faults = walk(tmp_path)
    assert (tree.issues, faults) == ((ISSUE, "gazette/2004/b.md"), [])


def test_tree_behind_a_link(tmp_path: Path) -> None:
    """The tree itself may stand behind a link."""
    write(tmp_path / "there", ISSUE)
    (tmp_path / "here").symlink_to("there")
    (tmp_path / "there/gazette/2004/b.md").symlink_to("a.md")
    tree, faults = walk(tmp_path / "here")
    assert (len(tree.issues), faults) == (2, [])


@pytest.mark.parametrize("paths", [(), ("data/site.yaml",), ("pages/about.md",)], ids=["nothing", "data", "page"])
def test_tree_without_issues(tmp_path: Path, paths: tuple[str, ...]) -> None:
    """A tree that holds no issue is one fault."""
    write(tmp_path, *paths)
    assert [found.code for found in walk(tmp_path)[1]] == ["TREE-EMPTY"]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_missing_tree(tmp_path: Path, name: str) -> None:
    """A tree that is not there, or no folder, is one fault and holds nothing."""
    write(tmp_path, "file")
    tree, faults = walk(tmp_path / name)
    assert (tree.files, [found.code for found in faults]) == ({}, ["TREE-MISSING"])


def test_reading(tmp_path: Path) -> None:
    """A tree gives a file's bytes."""
    write(tmp_path, ISSUE)
    (tmp_path / ISSUE).write_bytes(b"\xff\x00")
    assert walk(tmp_path)[0].read(ISSUE) == b"\xff\x00"


@pytest.mark.parametrize("folder", [".", "gazette"])
def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """A folder that can't be read is a fault, not a crash, and the others are read."""
    write(tmp_path, ISSUE, "other/2004/a.md")

    def scan(path: Path) -> Iterator[os.DirEntry[str]]:
        if path == tmp_path / folder:
            raise PermissionError(EACCES, "Permission denied")
        return list_folder(path)

    list_folder = os.scandir
    monkeypatch.setattr(os, "scandir", scan)
    tree, faults = walk(tmp_path)
    assert "FILE-UNREADABLE" in [found.code for found in faults]
    assert tree.issues == (() if folder == "." else ("other/2004/a.md",))
