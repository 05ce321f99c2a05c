"""Know by times and sizes alone whether files have changed, and which program this is."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import yaml

_SKIPPED: Final = frozenset({"__pycache__", ".git"})


def _stats(folder: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name in _SKIPPED or entry.name.endswith(".egg-info"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _stats(Path(entry.path))
        else:
            yield _line(entry.path, entry.stat())


def _line(path: str, stat: os.stat_result) -> str:
    # The time of change and the inode too: a program may have set the time of modification back.
    return f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_ino}\n"


def fingerprint(roots: Iterable[Path], *extra: str) -> str:
    """Return a digest over path, size, times and inode of every file under the roots, and any texts."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for root in roots:
        if root.is_dir():
            for line in _stats(root):
                digest.update(line.encode("utf-8", "surrogateescape"))
        elif root.exists():
            digest.update(_line(str(root), root.stat()).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@cache
def program() -> str:
    """Return the fingerprint of the program as it was started: its modules and words, Python, installed packages."""
    packages = sorted(entry.name for entry in Path(yaml.__file__).parents[1].glob("*.dist-info"))
    return fingerprint([Path(__file__).parents[1]], sys.version, *packages)
