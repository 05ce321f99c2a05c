"""Build beside the output and put it in place when it is complete, so that a failed build changes nothing.

A whole output takes the place of the old one by two renames. What changes a few files of it is moved in file by file;
a journal beside the output says what, so that the next build finishes what a killed one began.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO


class BuildRunningError(RuntimeError):
    """Another build is writing to the same output."""


@dataclass(slots=True)
class Staging:
    """A build in progress: ``folder`` becomes ``target``. The lock goes with the process, however it ends."""

    target: Path
    folder: Path
    lock: IO[bytes]

    @classmethod
    def begin(cls, target: Path) -> Staging:
        """Return an empty folder to build in; raise BuildRunningError if a build of this output is running."""
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = (target.parent / f".{target.name}.lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise BuildRunningError(target.as_posix()) from None
        old, staging = _beside(target, "old"), cls(target, _beside(target, "building"), lock)
        if old.exists() and not target.exists():
            old.rename(target)  # a build was killed between the two renames of its commit
        staging._finish()
        shutil.rmtree(staging.folder, ignore_errors=True)
        staging.folder.mkdir()
        return staging

    def commit(self) -> None:
        """Put the folder in the target's place; raise OSError, with the target as it was, if that can't be done."""
        old = _beside(self.target, "old")
        shutil.rmtree(old, ignore_errors=True)
        if self.target.exists():
            self.target.rename(old)
        try:
            self.folder.rename(self.target)
        except OSError:
            if old.exists():
                old.rename(self.target)
            raise
        shutil.rmtree(old, ignore_errors=True)
        self.lock.close()

    def files(self) -> Iterator[str]:
        """Yield the files that were built, relative to the folder."""
        return _files(self.folder)

    def merge(self, removed: Iterable[str]) -> frozenset[str]:
        """Move what was built into the target and take ``removed`` away; return the files that are others than before.

        Raises OSError; what was begun is finished by the next build.
        """
        changed = frozenset(path for path in self.files() if not _same(self.folder / path, self.target / path))
        gone = sorted(path for path in removed if path not in changed)
        if changed or gone:
            journal = _beside(self.target, "journal")
            beside = _beside(self.target, "journal-new")
            beside.write_text(json.dumps({"moved": sorted(changed), "removed": gone}), encoding="utf-8")
            beside.replace(journal)
            self._finish()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()
        return changed

    def _finish(self) -> None:
        """Do what the journal says and is not done yet."""
        journal = _beside(self.target, "journal")
        if not journal.exists():
            return
        todo = json.loads(journal.read_text(encoding="utf-8"))
        for path in todo["moved"]:
            source, place = self.folder / path, self.target / path
            if source.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                source.replace(place)
        for path in todo["removed"]:
            (self.target / path).unlink(missing_ok=True)
            self._prune((self.target / path).parent)
        journal.unlink()

    def _prune(self, folder: Path) -> None:
        """Remove folders that have become empty."""
        while folder != self.target:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:
                return  # something is left in it
            folder = folder.parent

    def abandon(self) -> None:
        """Remove what was built; the target stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{target.name}.{what}"


def _files(folder: Path, within: str = "") -> Iterator[str]:
    for entry in os.scandir(folder / within):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{within}{entry.name}/")
        else:
            yield within + entry.name


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except FileNotFoundError:
        return False
