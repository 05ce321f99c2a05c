"""Build beside the output and put it in place when it is complete, so that a failed build changes nothing."""

from __future__ import annotations

import fcntl
import shutil
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
        old, folder = _beside(target, "old"), _beside(target, "building")
        if old.exists() and not target.exists():
            old.rename(target)  # a build was killed between the two renames of its commit
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return cls(target, folder, lock)

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

    def abandon(self) -> None:
        """Remove what was built; the target stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{target.name}.{what}"
