"""Read everything readable in an attachment; what can't be read is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bulletin_gate.office_files import OFFICE, is_archive, read_office
from bulletin_gate.pdf_files import read_pdf
from bulletin_gate.pictures import PICTURES, extract_picture
from bulletin_gate.pieces import LARGEST, Budget, Extracted, FileFaultError, Piece, decoded_text
from bulletin_gate.radicals import without_radicals

__all__ = ["LARGEST", "Extracted", "Piece", "extract", "sort_of"]

_TEXTS: Final = ("csv", "txt")
_PDF: Final = "pdf"
# The container of old Office files; in it, a document of today that has a password (MS-OFFCRYPTO).
_CONTAINER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_NO_TEXT: Final = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
# Every type that is read: by the ending of a name, and what reads it.
SORTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(OFFICE, "office"),
    **dict.fromkeys(_TEXTS, "text"),
    **dict.fromkeys(PICTURES, "picture"),
    _PDF: _PDF,
}


def sort_of(name: str) -> str:
    """Return the ending of a file's name, in small letters: the type it says it is."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def extract(name: str, data: bytes) -> Extracted:
    """Return everything readable in a file, by what its name says it is.

    Faults: FILE-TYPE for a type that is not read (doc, xls, ppt, wps, zip, rar …) or another content than the name
    says; FILE-LOCKED with a password; FILE-BROKEN; FILE-NESTED for an archive or object packed within; FILE-LARGE
    beyond LARGEST bytes, or where unpacking costs too much; FILE-NO-TEXT for a PDF of pictures. With a fault nothing
    is returned: the file is not published, whatever it says.
    """
    if len(data) > LARGEST:
        return Extracted((), "FILE-LARGE")
    sort = SORTS.get(sort_of(name), "")
    if sort == "picture":
        return extract_picture(name, data)
    try:
        found = (Piece(piece.where, without_radicals(piece.text)) for piece in _read(sort, sort_of(name), data))
        return Extracted(tuple(dict.fromkeys(found)))
    except FileFaultError as fault:
        return Extracted((), fault.code)
    except MemoryError:
        return Extracted((), "FILE-LARGE")


def _read(sort: str, ending: str, data: bytes) -> Iterable[Piece]:
    if sort == "office":
        _check_container(data)
        return read_office(ending, data, Budget())
    if sort == _PDF:
        return read_pdf(data)
    if sort == "text":
        return (Piece("", _text(data)),)
    raise FileFaultError("FILE-TYPE")


def _check_container(data: bytes) -> None:
    if data.startswith(_CONTAINER):
        raise FileFaultError("FILE-LOCKED" if _LOCKED in data else "FILE-TYPE")
    if not data.startswith(b"PK"):
        raise FileFaultError("FILE-TYPE" if data else "FILE-BROKEN")


def _text(data: bytes) -> str:
    """Return a text file's text; raise FileFaultError FILE-TYPE for bytes that are none."""
    text = decoded_text(data)
    if text is None or is_archive(data) or data.startswith(b"%PDF-") or _NO_TEXT.search(text):
        raise FileFaultError("FILE-TYPE")
    return text
