"""The manifest of a release: every file with size and SHA-256, so that anybody can prove what was served."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder

FORM: Final = "govbulletin release 1"
_DAMAGE: Final = (ValueError, LookupError, TypeError)  # what reading a file that is no manifest can raise


@dataclass(frozen=True, slots=True)
class File:
    """Size in bytes and SHA-256 in hexadecimal of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release: its number, the one that was served when it was made, its files by path."""

    number: int
    after: int | None
    files: Mapping[str, File]

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(one.size for one in self.files.values())

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return sum(path.endswith(".html") for path in self.files)

    def to_bytes(self) -> bytes:
        """Return JSON lines: first what the release is and the digest of all lines below, then one file a line."""
        lines = [
            json.dumps({"path": path, "size": one.size, "sha256": one.sha256}, ensure_ascii=False)
            for path, one in sorted(self.files.items())
        ]
        body = "".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape")
        head = {
            "form": FORM,
            "release": self.number,
            "after": self.after,
            "files": len(self.files),
            "pages": self.pages,
            "bytes": self.size,
            "sha256": sha256(body).hexdigest(),
        }
        return json.dumps(head).encode() + b"\n" + body

    @classmethod
    def of(cls, folder: Folder, number: int, after: int | None) -> Manifest:
        """Read every file of a folder and return its manifest."""
        return cls(number, after, {path: _file(folder, path) for path in folder.sizes})


def _file(folder: Folder, path: str) -> File:
    data = folder.read(path)
    return File(len(data), sha256(data).hexdigest())


def read(path: Path) -> Manifest | None:
    """Return the manifest in a file; None if there is none, or one that is torn or was tampered with."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        said = json.loads(head)
        if said["form"] != FORM or said["sha256"] != sha256(body).hexdigest():
            return None
        rows = [json.loads(line) for line in body.decode("utf-8", "surrogateescape").splitlines()]
        files = {row["path"]: File(int(row["size"]), str(row["sha256"])) for row in rows}
        return _made(said["release"], said["after"], files)
    except (OSError, *_DAMAGE):
        return None


def _made(number: object, after: object, files: Mapping[str, File]) -> Manifest:
    """Return a manifest; raise TypeError where a number is none."""
    if not isinstance(number, int) or not (after is None or isinstance(after, int)):
        raise TypeError(number, after)
    return Manifest(number, after, files)


def differences(manifest: Manifest, folder: Folder) -> Iterator[Finding]:
    """Yield every file that is not what the manifest says: missing, changed, or not named in it."""
    for path, one in manifest.files.items():
        if path not in folder.sizes:
            yield finding(path, N_("missing, though the manifest names it; publish anew"))
        elif _file(folder, path) != one:
            yield finding(path, N_("changed since the release was made; publish anew"))
    for path in (*folder.sizes, *folder.strange):
        if path not in manifest.files:
            yield finding(path, N_("put there after the release was made; remove it, or publish anew"))
