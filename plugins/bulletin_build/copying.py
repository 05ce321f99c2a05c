"""Make the bytes of a published file: as they are, of a picture only the pixels, or a smaller copy, each made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from bulletin_gate.pictures import cleaned
from bulletin_gate.scaled_pictures import VERSION, scaled
from bulletin_portal.pages import Copy

_DIGEST: Final = sha256().digest_size


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what is kept in a file behind its digest; what is damaged or missing is made, and kept if that can be."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if data and sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
        return data[_DIGEST:]
    made = make()
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(sha256(made).digest() + made)
        beside.replace(path)
    except OSError:  # a full disk costs time and nothing else
        beside.unlink(missing_ok=True)
    return made


@dataclass(frozen=True, slots=True)
class Copier:
    """Makes the files that a plan copies from a tree; scaled pictures are kept in ``memory`` if there is one."""

    content: Path
    memory: Path | None = None

    @classmethod
    def of(cls, content: Path, cache: str) -> Copier:
        """Return the copier of a run whose cache is the folder of that name; "" for none."""
        return cls(content, Path(cache) / "pictures" if cache else None)

    def data(self, copy: Copy) -> bytes:
        """Return the bytes of a file; raise OSError for one that is gone, FileFaultError for a picture that is none."""
        name, data = copy.source.rpartition("/")[2], (self.content / copy.source).read_bytes()
        if copy.width:
            return self._scaled(name, data, copy.width)
        return cleaned(name, data) if copy.clean else data

    def _scaled(self, name: str, data: bytes, width: int) -> bytes:
        if self.memory is None:
            return scaled(name, data, width)
        made_from = sha256(f"{VERSION}\n{name.rpartition('.')[2].lower()}\n{width}\n".encode() + data).hexdigest()
        return _kept(self.memory / made_from[:2] / f"{made_from}.webp", lambda: scaled(name, data, width))

    def write(self, copy: Copy, target: str) -> None:
        """Write a file, whose folder must be there; raise OSError as ``data`` does."""
        if copy.clean or copy.width:
            with open(target, "xb", buffering=0) as file:  # noqa: PTH123 (the name is a text)
                file.write(self.data(copy))
            return
        # Only the bytes: times and permissions of the source say nothing to readers and would differ between machines.
        shutil.copyfile(self.content / copy.source, target)
