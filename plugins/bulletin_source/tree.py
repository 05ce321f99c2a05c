"""Walk a content tree: which files it holds, of which sort, never following a link out of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from bulletin.diagnostics import Diagnostic, Place, diagnose

# Files that editors' programs leave behind and nobody wrote.
_LITTER: Final = re.compile(r"\..*|~.*|.*~|Thumbs\.db|desktop\.ini|.*\.(?:bak|tmp|swp|orig|rej)", re.IGNORECASE)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]*")
PAGES: Final = "pages/"
_APART: Final = ("data/", "ledger/", "media/", PAGES)


class Stamp(NamedTuple):
    """What the file system says of a file without its being read; no program sets the time of change (ctime) back."""

    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds
    inode: int


# A file that was changed this short a time ago may be changed again within one tick of the file system's clock.
_UNSETTLED: Final = 2_000_000_000  # nanoseconds


def is_settled(stamp: Stamp, now: int) -> bool:
    """Say whether a file that is changed from now on (nanoseconds since 1970) will have another stamp."""
    return stamp.changed < now - _UNSETTLED


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a content tree by sort; paths relative to ``root``, with forward slashes, sorted."""

    root: Path
    issues: tuple[str, ...]
    pages: tuple[str, ...]
    ledgers: tuple[str, ...]
    files: Mapping[str, int]  # size in bytes
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raise OSError."""
        return (self.root / path).read_bytes()


def _walk(root: Path, folder: str, faults: list[Diagnostic]) -> Iterator[tuple[str, Stamp]]:
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
            yield path, _stamp(entry)


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        return stamp_of(entry.stat())
    except OSError:
        return Stamp(0, 0, 0, 0)  # a file that went away; reading it says so


def _inside(root: Path, link: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def walk(root: Path) -> tuple[Tree, list[Diagnostic]]:
    """Return the tree under ``root`` and what is wrong with its names and links; a missing root is an empty tree."""
    faults: list[Diagnostic] = []
    stamps = dict(_walk(root, "", faults)) if root.is_dir() else {}
    files = {path: stamp.size for path, stamp in stamps.items()}
    faults.extend(diagnose("FILE-NAME", Place(path)) for path in files if not _NAME.fullmatch(path.rpartition("/")[2]))
    texts = [path for path in files if path.endswith(".md")]
    issues = tuple(path for path in texts if not path.startswith(_APART) and "/" in path)
    pages = tuple(path for path in texts if path.startswith(PAGES))
    ledgers = tuple(path for path in files if path.startswith("ledger/") and path.endswith(".csv"))
    if not root.is_dir():
        faults.append(diagnose("TREE-MISSING", Place(""), what=root.as_posix()))
    elif not issues and not faults:
        faults.append(diagnose("TREE-EMPTY", Place(""), folder=root.as_posix()))
    return Tree(root, issues, pages, ledgers, files, stamps), faults
