"""A folder of files as a release sees it: paths, sizes, bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding


@dataclass(frozen=True, slots=True)
class Folder:
    """The files under ``root``, in the order of their paths.

    Attributes:
        root: The folder.
        sizes: Bytes of each file, by its path relative to the root, with forward slashes.
        strange: Paths of what is neither file nor folder: links, sockets, devices.
    """

    root: Path
    sizes: Mapping[str, int]
    strange: tuple[str, ...] = ()

    @classmethod
    def at(cls, root: Path) -> Folder:
        """Look through a folder; raise OSError where that can't be done."""
        found = sorted(_walk(str(root), ""))
        return cls(
            root,
            {path: size for path, size in found if size >= 0},
            tuple(path for path, size in found if size < 0),
        )

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        with open(f"{self.root}/{path}", "rb", buffering=0) as source:  # noqa: PTH123 (half the cost of pathlib here)
            return source.read()

    def pages(self) -> list[str]:
        """Return the paths of the pages."""
        return [path for path in self.sizes if path.endswith(".html")]

    def served_for(self, address: str) -> str:
        """Return the path of the file a web server answers with for an address relative to the root."""
        return f"{address}index.html" if not address or address.endswith("/") else address


def _walk(root: str, below: str) -> Iterator[tuple[str, int]]:
    """Yield paths with sizes, -1 for what is no file."""
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            path = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, f"{path}/")
            else:
                regular = entry.is_file(follow_symlinks=False)
                yield path, entry.stat(follow_symlinks=False).st_size if regular else -1


def check_sorts(folder: Folder) -> Iterator[Finding]:
    """Yield what is no plain file: it would be served from outside the release, or not at all."""
    for path in folder.strange:
        yield finding(path, N_("neither file nor folder; a release holds no links: put the file itself there"))
