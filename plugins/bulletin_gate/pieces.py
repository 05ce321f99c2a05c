"""Say what was read in a file, and how much may be read before it is given up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 50_000_000  # bytes of a file that is read at all
_ENCODINGS: Final = ("utf-8", "gb18030")
_UTF16: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Letters, Chinese signs (U+3000-9FFF) and full-width forms, as UTF-8 and in the two orders of UTF-16.
_RUNS: Final = (
    (re.compile(rb"(?:[\x20-\x7e]|[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbd][\x80-\xbf]){4,}"), "utf-8"),
    (re.compile(rb"(?:[\x20-\x7e]\0|[\0-\xff][\x4e-\x9f]){4,}", re.DOTALL), "utf-16-le"),
    (re.compile(rb"(?:\0[\x20-\x7e]|[\x4e-\x9f][\0-\xff]){4,}", re.DOTALL), "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of readable text and where in the file it stands, such as `word/comments.xml` or `page 3`."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What could be read; with a fault (a FILE code) not everything could, and so the file can't be published."""

    pieces: tuple[Piece, ...]
    fault: str = ""


class FileFaultError(Exception):
    """A file can't be read as a whole; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Budget:
    """How much of one file, with all that is packed in it, is read: whatever it claims to be, the work is bounded.

    Sizes are bytes after unpacking, XML elements and attributes, and characters of text found.
    """

    unpacked: int = 200_000_000
    nodes: int = 5_000_000
    characters: int = 50_000_000

    def unpack(self, size: int) -> None:
        """Take ``size`` bytes; raise FileFaultError where too few are left, here and below."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise FileFaultError("FILE-LARGE")

    def visit(self, nodes: int) -> None:
        """Take a number of elements and attributes."""
        self.nodes -= nodes
        if self.nodes < 0:
            raise FileFaultError("FILE-LARGE")

    def find(self, characters: int) -> None:
        """Take a number of characters."""
        self.characters -= characters
        if self.characters < 0:
            raise FileFaultError("FILE-LARGE")


def decoded_text(data: bytes) -> str | None:
    """Return the text that bytes hold in UTF-16 with its mark, UTF-8 or GB18030; None where it is none of these."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return None


def decoded(data: bytes) -> str:
    """Return the text that bytes hold, or else what is legible in them."""
    text = decoded_text(data)
    return "\n".join(legible(data)) if text is None else text


def legible(data: bytes) -> Iterator[str]:
    """Yield the runs of four or more signs in bytes whose format is not known."""
    for pattern, encoding in _RUNS:
        for found in pattern.finditer(data):
            yield found[0].decode(encoding, "replace")
