"""Fill a release from a finished output: what has not changed is shared with the release before, the rest copied.

Never shared with the output itself: a build may rewrite its files where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.codes import N_
from bulletin_build.releases.compressing import COPIES
from bulletin_build.releases.disk import Disk
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder


@dataclass(frozen=True, slots=True)
class Comparison:
    """The files of an output that a release has with the same bytes, those it has not, and how many are gone."""

    same: frozenset[str]
    new: tuple[str, ...]
    gone: int

    @property
    def nothing_new(self) -> bool:
        """Say whether a release made from the output would hold the same files with the same bytes."""
        return not self.new and not self.gone


def originals(folder: Folder) -> list[str]:
    """Return the files of a release without the precompressed copies beside them."""
    return [path for path in folder.sizes if original_of(path) not in folder.sizes]


def original_of(path: str) -> str:
    """Return the path of what a precompressed copy is a copy of, "" for a file of any other name."""
    stem, _, ending = path.rpartition(".")
    return stem if ending in COPIES else ""


def compare(output: Folder, release: Folder | None) -> Comparison:
    """Compare an output with a release, byte by byte."""
    if release is None:
        return Comparison(frozenset(), tuple(output.sizes), 0)
    there = set(originals(release))
    same = frozenset(
        path
        for path, size in output.sizes.items()
        if path in there and release.sizes[path] == size and output.read(path) == release.read(path)
    )
    new = tuple(path for path in output.sizes if path not in same)
    return Comparison(same, new, len(there - output.sizes.keys()))


def fill(disk: Disk, output: Folder, release: Folder | None, compared: Comparison, target: Path) -> int:
    """Make ``target`` hold the files of an output; return how many are shared with the release; raise OSError."""
    shared = 0
    made: set[str] = set()
    disk.folder(target)
    for path in output.sizes:
        folder = path.rpartition("/")[0]
        if folder not in made:
            disk.folder(target / folder)
            made.add(folder)
        if release is not None and path in compared.same and disk.share(release.root / path, target / path):
            shared += 1
        else:
            disk.write(target / path, output.read(path))
    return shared


def check_names(folder: Folder) -> Iterator[Finding]:
    """Yield files of an output whose names are kept for precompressed copies, which web servers send instead."""
    for path in folder.sizes:
        original = original_of(path)
        if original in folder.sizes:
            yield finding(
                path, N_("would be sent to readers in place of {original}; give it another name"), original=original
            )
