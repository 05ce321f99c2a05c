"""Walk a content tree: which files it holds, of which sort, never following a link out of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose

# Files that editors' programs leave behind and nobody wrote.
_LITTER: Final = re.compile(r"\..*|~.*|.*~|Thumbs\.db|desktop\.ini|.*\.(?:bak|tmp|swp|orig|rej)", re.IGNORECASE)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]*")
PAGES: Final = "pages/"
_APART: Final = ("data/", "ledger/", "media/", PAGES)


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a content tree by sort; paths relative to ``root``, with forward slashes, sorted."""

    root: Path
    issues: tuple[str, ...]
    pages: tuple[str, ...]
    ledgers: tuple[str, ...]
    files: Mapping[str, int]  # size in bytes

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raise OSError."""
        return (self.root / path).read_bytes()


def _walk(root: Path, folder: str, faults: list[Diagnostic]) -> Iterator[tuple[str, int]]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError as error:
        faults.append(diagnose("FILE-UNREADABLE", Place(folder or "."), reason=error.strerror))
        return
    for entry in entries:
        path = folder + entry.name
        if _LITTER.fullmatch(entry.name):
            continue
        if entry.is_symlink() and not _inside(root, Path(entry.path)):
            faults.append(diagnose("FILE-LINK", Place(path)))
        elif entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(root, path + "/", faults)
        else:
            yield path, _size(entry)


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0  # a file that went away; reading it says so


def _inside(root: Path, link: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def walk(root: Path) -> tuple[Tree, list[Diagnostic]]:
    """Return the tree under ``root`` and what is wrong with its names and links; a missing root is an empty tree."""
    faults: list[Diagnostic] = []
    files = dict(_walk(root, "", faults)) if root.is_dir() else {}
    faults.extend(diagnose("FILE-NAME", Place(path)) for path in files if not _NAME.fullmatch(path.rpartition("/")[2]))
    texts = [path for path in files if path.endswith(".md")]
    issues = tuple(path for path in texts if not path.startswith(_APART) and "/" in path)
    pages = tuple(path for path in texts if path.startswith(PAGES))
    ledgers = tuple(path for path in files if path.startswith("ledger/") and path.endswith(".csv"))
    if not root.is_dir():
        faults.append(diagnose("TREE-MISSING", Place(""), what=root.as_posix()))
    elif not issues and not faults:
        faults.append(diagnose("TREE-EMPTY", Place(""), folder=root.as_posix()))
    return Tree(root, issues, pages, ledgers, files), faults
