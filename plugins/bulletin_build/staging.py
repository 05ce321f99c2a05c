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
from contextlib import suppress
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
        lock = beside(target, "lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise BuildRunningError(target.as_posix()) from None
        old, staging = beside(target, "old"), cls(target, beside(target, "building"), lock)
        try:
            if old.exists() and not target.exists():
                old.rename(target)  # a build was killed between the two renames of its commit
            shutil.rmtree(old, ignore_errors=True)  # or behind them
            staging._finish()
            beside(target, "journal-new").unlink(missing_ok=True)
            shutil.rmtree(staging.folder, ignore_errors=True)
            staging.folder.mkdir()
        except BaseException:
            lock.close()
            raise
        return staging

    def commit(self) -> None:
        """Put the folder in the target's place; raise OSError, with the target as it was, if that can't be done."""
        self._forget_stamp()
        old = beside(self.target, "old")
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
        self._forget_stamp()
        built = frozenset(self.files())
        changed = frozenset(path for path in built if not _same(self.folder / path, self.target / path))
        gone = sorted(path for path in removed if path not in built)
        if changed or gone:
            journal = beside(self.target, "journal")
            new = beside(self.target, "journal-new")
            new.write_text(json.dumps({"moved": sorted(changed), "removed": gone}), encoding="utf-8")
            new.replace(journal)
            self._finish()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()
        return changed

    def _finish(self) -> None:
        """Do what the journal says and is not done yet; raise OSError, with the journal as it was, if that fails."""
        journal = beside(self.target, "journal")
        if not journal.exists():
            return
        moved, removed = _read(journal)
        for path in removed:  # first: a file may have been where a folder is to be, or a folder where a file is
            with suppress(NotADirectoryError, IsADirectoryError):  # was done before, and what came then stands there
                (self.target / path).unlink(missing_ok=True)
            self._prune((self.target / path).parent)
        for path in moved:
            source, place = self.folder / path, self.target / path
            if source.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                source.replace(place)
        journal.unlink()

    def _forget_stamp(self) -> None:
        """Remove what `inv build` has noted of the output (bulletin_build.fingerprint): it is to be another one."""
        beside(self.target, "stamp").unlink(missing_ok=True)

    def _prune(self, folder: Path) -> None:
        """Remove folders that have become empty."""
        while folder != self.target:
            try:
                folder.rmdir()
            except (FileNotFoundError, NotADirectoryError):
                pass
            except OSError:
                return  # something is left in it
            folder = folder.parent

    def abandon(self) -> None:
        """Remove what was built, the target staying as it was; what is being merged stays for the next build."""
        if not beside(self.target, "journal").exists():
            shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


def beside(target: Path, what: str) -> Path:
    """Return where something that belongs to an output stands: its lock, its stamp, what is being built."""
    return target.parent / f".{target.name}.{what}"


def _read(journal: Path) -> tuple[list[str], list[str]]:
    """Return what is to be moved and removed; nothing where the journal is damaged: the next build is whole anyway."""
    try:
        todo = json.loads(journal.read_bytes())
        return todo["moved"], todo["removed"]
    except (ValueError, KeyError, TypeError):
        return [], []


def _files(folder: Path, within: str = "") -> Iterator[str]:
    for entry in os.scandir(folder / within):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{within}{entry.name}/")
        else:
            yield within + entry.name


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:  # nothing stands there, or no file
        return False
