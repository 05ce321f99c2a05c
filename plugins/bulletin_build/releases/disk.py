"""Everything a release does to the disk, in one place: what has to last is synced, and a test can let it fail."""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import suppress
from errno import EMLINK, EOPNOTSUPP, EPERM, EXDEV
from pathlib import Path
from typing import Final

# What a file system answers that can't link, or not once more (ext4: 65,000 names a file).
_UNLINKABLE: Final = frozenset({EMLINK, EOPNOTSUPP, EPERM, EXDEV})


class Disk:
    """The disk as it is. Every method raises OSError where the disk refuses."""

    def folder(self, path: Path) -> None:
        """Make a folder and those above it, unless they are there."""
        path.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, data: bytes, changed: int | None = None) -> None:
        """Write a new file.

        Args:
            path: Where; nothing may stand there.
            data: All its bytes.
            changed: Its time of change in nanoseconds; None: now.
        """
        with path.open("xb", buffering=0) as target:
            rest = memoryview(data)
            while rest:  # a full disk may take a part and refuse the next
                rest = rest[target.write(rest) :]
        if changed is not None:
            os.utime(path, ns=(changed, changed))

    def share(self, old: Path, new: Path) -> bool:
        """Give a file a second name; say whether the file system can."""
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError as error:
            if error.errno in _UNLINKABLE:
                return False
            raise
        return True

    def rename(self, old: Path, new: Path) -> None:
        """Put something in another's place at once."""
        old.rename(new)
        self.settle(new.parent)

    def point(self, link: Path, target: str) -> None:
        """Make a symbolic link, or lead one elsewhere: at every instant it leads to the old or the new target."""
        spare = link.with_name(f".{link.name}.new")
        spare.unlink(missing_ok=True)
        spare.symlink_to(target)
        self.rename(spare, link)

    def settle(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def settle_all(self, folder: Path) -> None:
        """Wait until all that was written is on the disk that holds a folder: one call, not one for each file."""
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:  # no Linux
            os.sync()
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            if syncfs(handle) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), str(folder))
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Remove a file, link or folder with all it holds; what is not there is removed already."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            with suppress(FileNotFoundError):
                path.unlink()
