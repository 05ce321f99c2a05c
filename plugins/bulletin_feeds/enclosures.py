"""Attachments, pictures, sound and video of entries: where they stand, of what type they are, how long.

Length and type have to be those of the file that is served (RSS 2.0, ``enclosure``; RFC 4287, 4.2.7.3 and 4.2.7.6), and
what the public gets of a picture is shorter than the file in the tree.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bulletin_gate.pictures import PICTURES, cleaned
from bulletin_gate.pieces import FileFaultError
from bulletin_source.shards import digest
from bulletin_source.tree import is_settled, stamp_of

IMAGE: Final = "image"
AUDIO: Final = "audio"
VIDEO: Final = "video"
DOCUMENT: Final = "document"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# By the ending of a name: what a web server says of it. The machine's own table differs between machines.
_TYPES: Final = {
    "aac": "audio/aac",
    "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "flac": "audio/flac",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}
_ANY: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry; ``length`` is in bytes, ``medium`` what Media RSS calls its sort."""

    url: str
    type: str
    length: int
    medium: str


def type_of(path: str) -> str:
    """Return the media type of a file by its name, that for any bytes where the ending says nothing."""
    return _TYPES.get(path.rpartition(".")[2].lower(), _ANY)


def medium_of(path: str) -> str:
    """Return whether a file is a picture, sound, a film, or a document."""
    kind = type_of(path).partition("/")[0]
    return kind if kind in {IMAGE, AUDIO, VIDEO} else DOCUMENT


@dataclass(slots=True)
class Files:
    """The files of a tree that entries refer to; with ``clean``, of pictures only the pixels are published."""

    content: Path
    clean: bool
    _sizes: dict[str, int | None] = field(default_factory=dict)

    def _size(self, path: str) -> int | None:
        """Return how many bytes of a file are published; None for one that is not there."""
        if path not in self._sizes:
            self._sizes[path] = self._counted(path)
        return self._sizes[path]

    def _counted(self, path: str) -> int | None:
        try:
            if self.clean and path.rpartition(".")[2].lower() in PICTURES:
                return len(cleaned(path.rpartition("/")[2], (self.content / path).read_bytes()))
            return (self.content / path).stat().st_size
        except (OSError, FileFaultError):
            return None

    def enclosures(self, base: str, paths: Iterable[str]) -> tuple[Enclosure, ...]:
        """Return files as parts of an entry, in the order of its text; one that is not there is left out."""
        found = ((path, self._size(path)) for path in paths)
        return tuple(
            Enclosure(base + quote(path), type_of(path), size, medium_of(path))
            for path, size in found
            if size is not None
        )

    def mark(self, paths: Iterable[str]) -> bytes:
        """Return how the file system knows files, or their digests while they may change without its knowing."""
        return digest(*map(self._mark, paths))

    def _mark(self, path: str) -> bytes:
        try:
            stamp = stamp_of((self.content / path).stat())
            known = is_settled(stamp, time.time_ns())
            return repr((path, stamp)).encode() if known else digest((self.content / path).read_bytes())
        except OSError:
            return path.encode()
