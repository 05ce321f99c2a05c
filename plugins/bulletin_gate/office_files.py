"""Read Office documents (docx, xlsx, pptx): every part, whatever it is for, and what is packed in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bulletin_gate.metadata import read_metadata
from bulletin_gate.packages import unpacked
from bulletin_gate.pictures import PICTURES, extract_picture
from bulletin_gate.pieces import Budget, Extracted, FileFaultError, Piece, decoded, legible
from bulletin_gate.sheets import SHEETS, STRINGS, read_sheets
from bulletin_gate.xml_text import read_part

# The type of the main part: templates and files with macros have others.
OFFICE: Final[Mapping[str, bytes]] = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_TYPES: Final = "[Content_Types].xml"
_DEEPEST: Final = 1  # a document in a document is read; one in that is not
_XML: Final = ("xml", "rels", "vml", "xhtml")
_TEXTS: Final = ("txt", "htm", "html", "css", "json")
_OLD_PICTURES: Final = ("tif", "tiff", "bmp")
_DRAWN: Final = ("emf", "wmf")
# Fonts and the printer's settings hold no text of the document's.
_SILENT: Final = re.compile(r"(?:.*/)?(?:fonts/[^/]+\.(?:odttf|fntdata|ttf)|printerSettings/[^/]+\.bin)", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"(?:.*/)?embeddings/[^/]+|.*\.ole", re.IGNORECASE)
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def is_archive(data: bytes) -> bool:
    """Say whether bytes begin as an archive, or as the container of old Office formats."""
    return data.startswith(_ARCHIVES)


def read_office(sort: str, data: bytes, budget: Budget, depth: int = 0) -> Iterator[Piece]:
    """Yield everything readable in a document of the type ``sort``.

    Raises:
        FileFaultError: FILE-TYPE for another content than the type says, or for a part that nobody can read;
            FILE-NESTED for an embedded object that is no document; FILE-BROKEN, FILE-LARGE, FILE-LOCKED as they say.
    """
    parts, comments = unpacked(data, budget)
    if OFFICE[sort] not in parts.get(_TYPES, b"").replace(b"\0", b""):
        raise FileFaultError("FILE-TYPE" if parts else "FILE-BROKEN")
    yield from (Piece("ZIP", decoded(comment)) for comment in comments)
    if sort == "xlsx":
        yield from read_sheets(parts, budget)
    yield Piece("ZIP", "\n".join(parts))
    for name, part in parts.items():
        if sort != "xlsx" or not (SHEETS.fullmatch(name) or name == STRINGS):
            yield from _read(name, part, budget, depth)


def _read(name: str, part: bytes, budget: Budget, depth: int) -> Iterator[Piece]:
    ending = name.rpartition(".")[2].lower()
    if not part or name == _TYPES or _SILENT.fullmatch(name):
        return
    if _EMBEDDED.fullmatch(name) or is_archive(part):
        if ending not in OFFICE or depth >= _DEEPEST:
            raise FileFaultError("FILE-NESTED")
        inner = read_office(ending, part, budget, depth + 1)
        yield from (Piece(f"{name} {piece.where}", piece.text) for piece in inner)
        return
    reader = _READERS.get(ending)
    if reader is None:
        raise FileFaultError("FILE-TYPE")
    yield from reader(name, part, budget)


def _read_text(name: str, part: bytes, budget: Budget) -> Iterator[Piece]:
    text = decoded(part)
    budget.find(len(text))
    yield Piece(name, text)


def _read_drawn(name: str, part: bytes, budget: Budget) -> Iterator[Piece]:
    """A drawing of Windows' own format has its texts as they are, in UTF-16 or the machine's encoding."""
    text = "\n".join(legible(part))
    budget.find(len(text))
    if text:
        yield Piece(name, text)


def _read_old_picture(name: str, part: bytes, budget: Budget) -> Iterator[Piece]:
    """A TIFF file is built as EXIF is; BMP has nothing but pixels."""
    if part.startswith((b"II*\0", b"MM\0*")):
        for piece in read_metadata("EXIF", part):
            budget.find(len(piece.text))
            yield Piece(f"{name} {piece.where}", piece.text)
    elif not part.startswith(b"BM"):
        raise FileFaultError("FILE-TYPE")


def _read_picture(name: str, part: bytes, budget: Budget) -> Iterator[Piece]:
    found: Extracted = extract_picture(name, part)
    if found.fault:
        raise FileFaultError(found.fault)
    for piece in found.pieces:
        budget.find(len(piece.text))
        yield Piece(f"{name} {piece.where}", piece.text)


_READERS: Final[Mapping[str, Callable[[str, bytes, Budget], Iterator[Piece]]]] = {
    **dict.fromkeys(_XML, read_part),
    **dict.fromkeys(_TEXTS, _read_text),
    **dict.fromkeys(_DRAWN, _read_drawn),
    **dict.fromkeys(PICTURES, _read_picture),
    **dict.fromkeys(_OLD_PICTURES, _read_old_picture),
}
