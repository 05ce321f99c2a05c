"""The head that every binary file of the index has: what it is, to which items it belongs, which part, and a sum."""

from __future__ import annotations

import zlib
from typing import Final

MAGIC: Final = b"GBS1"
HEAD: Final = 16  # bytes


def contained(payload: bytes, generation: int, part: str = "") -> bytes:
    """Return a file: its head, and what it holds; ``part`` says which part of the year that is."""
    figures = (generation, zlib.adler32(part.encode()), zlib.adler32(payload))
    return b"".join((MAGIC, *(figure.to_bytes(4, "little") for figure in figures), payload))


def deflated(data: bytes) -> bytes:
    """Return data compressed as browsers undo it (deflate-raw); the same bytes for the same zlib."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()
