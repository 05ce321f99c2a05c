"""Precompressed copies beside the files of a release, for web servers to send: gzip and Brotli.

The same bytes give the same copy: no clock and no name goes into it. Each is unpacked and compared before it counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import brotli

from bulletin_build.releases.disk import Disk
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.manifest import File
from bulletin_source.forking import share

COPIES: Final = ("gz", "br")
_TEXTS: Final = frozenset({"atom", "css", "csv", "html", "js", "json", "map", "mjs", "rss", "svg", "txt", "xml"})
_WORTH_FORKING: Final = 200  # copies; for fewer, a process costs more than it saves
_LEAST: Final = 256  # bytes; what is shorter goes in one packet anyway
_GZIP: Final = 31  # wbits of zlib: a gzip header with no time and no name in it
# Of pages, 9 takes a twentieth of the time of 11 and a tenth more bytes. What every page loads is worth the time.
_QUALITY: Final = 9
_BEST: Final = 11
_LOADED: Final = frozenset({"css", "js", "mjs"})
_WINDOWS: Final = (10, 24)  # of Brotli, in bits (RFC 7932, 9.1)


class CopyError(RuntimeError):
    """A copy does not unpack to what it is a copy of: the library or the memory is at fault."""


@dataclass(frozen=True, slots=True)
class Copier:
    """Makes the copies of one release, or shares those of the release before.

    Attributes:
        disk: What writes.
        folder: The release, without copies.
        same: Files that the release before has with the same bytes.
        before: Its folder.
        known: Its manifest's files.
    """

    disk: Disk
    folder: Folder
    same: frozenset[str] = frozenset()
    before: Path | None = None
    known: Mapping[str, File] | None = None

    def copy(self, path: str) -> None:
        """Put the copies of a file beside it, where they are shorter; raise OSError, CopyError."""
        missing = [ending for ending in COPIES if not self._shared(path, ending)]
        if not missing:
            return
        data = self.folder.read(path)
        target = self.folder.root / path
        changed = target.stat().st_mtime_ns  # as nginx wants it: the copy's time is the file's
        for ending in missing:
            packed = pack(data, ending, path.rpartition(".")[2])
            if len(packed) < len(data):
                self.disk.write(target.with_name(f"{target.name}.{ending}"), packed, changed)

    def _shared(self, path: str, ending: str) -> bool:
        name = f"{path}.{ending}"
        if self.before is None or self.known is None or path not in self.same or name not in self.known:
            return False
        old = self.before / name
        try:
            sound = sha256(old.read_bytes()).hexdigest() == self.known[name].sha256
        except FileNotFoundError:
            return False
        return sound and self.disk.share(old, self.folder.root / name)


def pack(data: bytes, ending: str, sort: str = "html") -> bytes:
    """Return bytes compressed; ``sort`` is the file's ending. Raises CopyError if they don't unpack to the same."""
    if ending == "gz":
        packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
        packed = packer.compress(data) + packer.flush()
        unpacked = zlib.decompress(packed, _GZIP)
    else:
        window = max(_WINDOWS[0], min(_WINDOWS[1], len(data).bit_length()))  # a window larger than the file costs time
        quality = _BEST if sort in _LOADED else _QUALITY
        packed = bytes(brotli.compress(data, quality=quality, lgwin=window))
        unpacked = brotli.decompress(packed)
    if unpacked != data:
        raise CopyError(ending)
    return packed


def to_be_copied(folder: Folder) -> list[str]:
    """Return the files worth a copy."""
    return [path for path, size in folder.sizes.items() if size >= _LEAST and path.rpartition(".")[2].lower() in _TEXTS]


def compress(copier: Copier, workers: int) -> None:
    """Put precompressed copies into a release, on several cores; raise OSError, CopyError, ChildProcessError."""
    paths = to_be_copied(copier.folder)
    workers = workers if len(paths) >= _WORTH_FORKING else 1

    def work(worker: int) -> None:
        for path in paths[worker::workers]:
            copier.copy(path)

    share(work, workers)
