"""The head that every binary file of the index has: what it is, to which numbering of items it belongs, and a sum."""

from __future__ import annotations

import zlib
from typing import Final

MAGIC: Final = b"GBS1"
HEAD: Final = 12  # bytes


def contained(payload: bytes, generation: int) -> bytes:
    """Return a file: its head of twelve bytes, and what it holds."""
    return b"".join((MAGIC, generation.to_bytes(4, "little"), zlib.adler32(payload).to_bytes(4, "little"), payload))


def deflated(data: bytes) -> bytes:
    """Return data compressed as browsers undo it (deflate-raw); the same bytes for the same zlib."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()
