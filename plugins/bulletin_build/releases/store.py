"""The folder that is published to: numbered releases, the link to the one served, the lock, what is kept.

DIR/current             symbolic link to the release that is served, replaced by one rename
DIR/releases/7/         a release; nothing in it is ever written again
DIR/releases/7.manifest its manifest. A release without one was never served: its making was killed
DIR/releases/.new/      the release being made, with .new.manifest until it is served
DIR/.lock               held by who makes or switches; the kernel lets go of it however the process ends
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.disk import Disk
from bulletin_build.releases.findings import PublishError
from bulletin_build.releases.manifest import Manifest, read

_RELEASES: Final = "releases"
_TARGET: Final = re.compile(rf"{_RELEASES}/([1-9][0-9]*)")
_NUMBER: Final = re.compile(r"([1-9][0-9]*)(?:\.manifest)?")
# Workers of a killed publish are killed with it, but hold the lock until the kernel has cleared them away.
_TRIES: Final = 20
_PAUSE: Final = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Store:
    """The releases under ``root``; all but ``served`` is to be called inside ``held``."""

    root: Path
    disk: Disk = field(default_factory=Disk)

    @property
    def current(self) -> Path:
        """Return the link that web servers follow."""
        return self.root / "current"

    @property
    def fresh(self) -> Path:
        """Return the folder in which a release is made."""
        return self.root / _RELEASES / ".new"

    @property
    def _waiting(self) -> Path:
        return self.root / _RELEASES / ".new.manifest"

    def folder(self, number: int) -> Path:
        """Return the folder of a release."""
        return self.root / _RELEASES / str(number)

    def manifest_path(self, number: int) -> Path:
        """Return where the manifest of a release stands."""
        return self.root / _RELEASES / f"{number}.manifest"

    def manifest(self, number: int) -> Manifest | None:
        """Return the manifest of a release; None if there is none to be believed."""
        return read(self.manifest_path(number))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the releases alone, and clear away what a killed command left.

        Raises PublishError if another command holds them or the folder holds something else, OSError.
        """
        self.disk.folder(self.root / _RELEASES)
        with (self.root / ".lock").open("wb") as lock:
            _take(lock.fileno(), self.root)
            self.recover()
            yield

    def served(self) -> int | None:
        """Return the number of the release that is served; raise PublishError if something else is."""
        try:
            target = str(self.current.readlink())
        except FileNotFoundError:
            return None
        except OSError:
            target = ""
        found = _TARGET.fullmatch(target)
        if found is None:
            raise PublishError(
                N_("{path} is no link that inv publish made; move it away, or publish into another folder"),
                path=self.current,
            )
        return int(found[1])

    def recover(self) -> None:
        """Complete or clear away what was begun: only a release that is served or was may stay; raise OSError."""
        served = self.served()
        waiting = read(self._waiting)
        if waiting is not None and waiting.number == served and self.folder(served).is_dir():
            self.disk.rename(self._waiting, self.manifest_path(served))
        for rest in (self._waiting, self.fresh, self.root / ".current.new"):
            self.disk.remove(rest)
        for number in self._numbers_used():
            whole = self.folder(number).is_dir() and self.manifest_path(number).is_file()
            if not whole and number != served:
                self._remove(number)

    def _remove(self, number: int) -> None:
        """Remove a release, its manifest first: a folder without one is believed by nobody."""
        self.disk.remove(self.manifest_path(number))
        self.disk.settle(self.root / _RELEASES)
        self.disk.remove(self.folder(number))

    def _numbers_used(self) -> list[int]:
        names = (_NUMBER.fullmatch(name) for name in os.listdir(self.root / _RELEASES))  # noqa: PTH208 (names only)
        return sorted({int(found[1]) for found in names if found})

    def numbers(self) -> list[int]:
        """Return the numbers of the releases that can be served, upwards."""
        return [number for number in self._numbers_used() if self.folder(number).is_dir()]

    def next_number(self) -> int:
        """Return the number of the next release: no number is given twice."""
        return max((0, *self._numbers_used(), self.served() or 0)) + 1

    def before(self, number: int) -> int | None:
        """Return the release that was served before another, as far as it is kept."""
        there, manifest = self.numbers(), self.manifest(number)
        if manifest is not None and manifest.after in there:
            return manifest.after
        return max((one for one in there if one < number), default=None)

    def serve(self, manifest: Manifest) -> None:
        """Make the finished fresh folder a release, and serve it; raise OSError.

        Before anybody is led to it, every byte of it is on the disk.
        """
        self.disk.write(self._waiting, manifest.to_bytes())
        self.disk.settle_all(self.root)
        self.disk.rename(self.fresh, self.folder(manifest.number))
        self.switch(manifest.number)
        with suppress(OSError):  # it is served; the next command does this if it can't be done now
            self.disk.rename(self._waiting, self.manifest_path(manifest.number))

    def switch(self, number: int) -> None:
        """Serve a release from now on; raise OSError, with the old one served, if that can't be done."""
        self.disk.point(self.current, f"{_RELEASES}/{number}")

    def prune(self, keep: int) -> list[int]:
        """Remove all but the last ``keep`` releases, never the one served nor the one before it; return the removed."""
        served = self.served()
        spared = {served, None if served is None else self.before(served)}
        old = [number for number in self.numbers()[:-keep] if number not in spared]
        removed = []
        for number in old:
            with suppress(OSError):  # what stays is removed another time
                self._remove(number)
                removed.append(number)
        return removed


def _take(lock: int, root: Path) -> None:
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if left:
                sleep(_PAUSE)
        else:
            return
    raise PublishError(N_("another inv publish is at work in {folder}; wait for it to end"), folder=root)
