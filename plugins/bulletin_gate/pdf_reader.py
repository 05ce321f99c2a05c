"""Read a PDF from standard input in a process of its own, and write what was found as JSON.

Run by pdf_files, with limits on memory and time that the process sets itself before it looks at anything: pypdf is
written in Python and files can be made that keep it busy for ever. The answer is a list of [where, text] and a fault.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Final

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from bulletin_gate.metadata import read_metadata
from bulletin_gate.picture_files import jpeg
from bulletin_gate.pieces import Budget, FileFaultError, Piece, decoded

MEMORY: Final = 2_000_000_000  # bytes
SECONDS: Final = 120  # of the processor's time
MOST_PAGES: Final = 3_000
MOST_OBJECTS: Final = 300_000
_MOST_REVISIONS: Final = 8
_DEEPEST: Final = 60  # direct objects within each other
_TAIL: Final = 1_024  # bytes that servers add behind the end
_UNREADABLE: Final = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError)
_EMPTY_UNICODE: Final = "\ufffd"
# Strings that are no text: identity of the file, a signature, a colour table, the numbers of glyphs.
_NO_TEXT: Final = frozenset({"/ID", "/Lookup", "/Cert", "/ByteRange", "/CheckSum", "/Panose"})
# Streams that hold text though they are no page: by the key that leads to them.
_TEXT_STREAMS: Final = frozenset({"/JS", "/XFA", "/RC", "/Metadata", "/V", "/DV", "/Desc"})
_DATE: Final = re.compile(r"D:\d{4,14}(?:Z|[+-]\d\d'?(?:\d\d)?'?)?.?")
_FORM: Final = "/Form"
_HEAD: Final = 200_000  # bytes of a picture that can't be taken apart
_MARKS: Final = (b"BDC", b"DP")  # operators that put words beside a part of a page, such as what its signs stand for


class _Document:
    """One state of a document: its pages and all its objects."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        self._lines: set[str] = set()
        self._reader = PdfReader(io.BytesIO(data), strict=False)
        if self._reader.is_encrypted:
            raise FileFaultError("FILE-LOCKED")
        numbers = {number for one in self._reader.xref.values() for number in one} | set(self._reader.xref_objStm)
        if len(numbers) > MOST_OBJECTS:
            raise FileFaultError("FILE-LARGE")
        self._numbers = sorted(numbers)

    def pages(self) -> Iterator[Piece]:
        """Yield the pages' texts; pypdf follows the forms that a page shows."""
        for number, page in enumerate(self._pages(), 1):
            text = self._found(page.extract_text())
            self._lines.update(text.split("\n"))
            yield Piece(f"page {number}", text)
            yield from self._marks(number, page)

    def _marks(self, number: int, page: PageObject) -> Iterator[Piece]:
        contents = page.get_contents()
        if contents is None or not any(mark in contents.get_data() for mark in _MARKS):
            return
        for operands, operator in contents.operations:
            if operator in _MARKS:
                for one in operands:
                    if isinstance(one, DictionaryObject):
                        yield from (
                            Piece(f"page {number} {each.where}", each.text) for each in self._strings(one, "", 0)
                        )

    def _pages(self) -> Iterator[PageObject]:
        count = len(self._reader.pages)
        if count > MOST_PAGES:
            raise FileFaultError("FILE-LARGE")
        return iter(self._reader.pages)

    def _found(self, text: str) -> str:
        self._budget.find(len(text))
        return text

    def objects(self) -> Iterator[Piece]:
        """Yield every string in every object: information, outline, notes, fields, scripts, alternative texts."""
        yield from self._strings(self._reader.trailer, "", 0)
        for number in self._numbers:
            try:
                found = self._reader.get_object(number)
            except _UNREADABLE as error:
                raise FileFaultError("FILE-BROKEN") from error
            if found is not None:
                yield from self._strings(found, "", 0)

    def _strings(self, one: PdfObject, key: str, depth: int) -> Iterator[Piece]:
        self._budget.visit(1)
        if depth > _DEEPEST:
            raise FileFaultError("FILE-BROKEN")
        if isinstance(one, IndirectObject):
            return  # it comes by itself
        if isinstance(one, (TextStringObject, ByteStringObject)):
            yield from (
                Piece(key or "string", self._found(text))
                for text in _texts(one)
                if text.strip() and not _DATE.fullmatch(text)
            )
        elif isinstance(one, DictionaryObject):
            yield from self._dictionary(one, depth)
        elif isinstance(one, ArrayObject):
            for each in one:
                yield from self._strings(each, key, depth + 1)

    def _dictionary(self, one: DictionaryObject, depth: int) -> Iterator[Piece]:
        if "/EF" in one:
            raise FileFaultError("FILE-NESTED")
        if one.get("/Type") == "/Catalog" and "/Collection" in one:
            raise FileFaultError("FILE-NESTED")
        if isinstance(one, StreamObject):
            yield from self._stream(one)
        signed = "/ByteRange" in one
        for name, value in one.items():
            if name in _NO_TEXT or (signed and name == "/Contents"):
                continue
            if name in _TEXT_STREAMS:
                yield from self._text_streams(name, value)
            yield from self._strings(value, str(name), depth + 1)

    def _text_streams(self, name: str, value: PdfObject) -> Iterator[Piece]:
        for each in value if isinstance(value, ArrayObject) else [value]:
            target = each.get_object() if isinstance(each, IndirectObject) else each
            if isinstance(target, StreamObject):
                yield Piece(name, self._found(decoded(self._unpacked(target))))

    def _stream(self, one: StreamObject) -> Iterator[Piece]:
        if one.get("/Type") == "/EmbeddedFile":
            raise FileFaultError("FILE-NESTED")
        if one.get("/Type") == "/Metadata":
            yield Piece("XMP", self._found(decoded(self._unpacked(one))))
        elif one.get("/Subtype") == _FORM:
            text = PageObject(self._reader).extract_xform_text(one)  # type: ignore[arg-type]  # any form's, shown or not
            hidden = [line for line in self._found(text).split("\n") if line not in self._lines]
            if hidden:
                yield Piece("form", "\n".join(hidden))
        elif one.get("/Subtype") == "/Image" and "/DCTDecode" in str(one.get("/Filter")):
            yield from self._picture(self._unpacked(one))

    def _picture(self, data: bytes) -> Iterator[Piece]:
        try:
            _, taken = jpeg(data)
        except FileFaultError:
            taken = [("other", data[:_HEAD])]  # a camera's words stand at the beginning
        for sort, payload in taken:
            yield from (Piece(f"picture {one.where}", self._found(one.text)) for one in read_metadata(sort, payload))

    def _unpacked(self, one: StreamObject) -> bytes:
        data = one.get_data()
        self._budget.unpack(len(data))
        return data


def _texts(one: TextStringObject | ByteStringObject) -> Iterator[str]:
    """Yield a string as it should be read, and as a program would that wrote GB18030 without saying so."""
    if isinstance(one, ByteStringObject):
        yield decoded(bytes(one))
        return
    yield str(one)
    if one.isascii() or any(ord(sign) > 0xFF for sign in one):  # noqa: PLR2004 (the last sign of Latin-1)
        return
    yield decoded(one.original_bytes)


def _revisions(data: bytes) -> list[bytes]:
    """Return the document as it was before each change that was added at its end: earlier text is still in the file."""
    ends = []
    at = data.find(b"%%EOF")
    while at >= 0:
        ends.append(at + 5)
        at = data.find(b"%%EOF", at + 5)
    if not ends or len(data[ends[-1] :].strip()) > _TAIL:
        raise FileFaultError("FILE-BROKEN")
    if len(ends) > _MOST_REVISIONS:
        raise FileFaultError("FILE-LARGE")
    return [data[:end] for end in ends[:-1]]


def read(data: bytes, budget: Budget) -> list[Piece]:
    """Return everything readable in a PDF.

    Raises:
        FileFaultError: FILE-LOCKED, FILE-NESTED for an attached file, FILE-NO-TEXT where no page has any,
            FILE-LARGE beyond a limit, FILE-BROKEN.
    """
    earlier = _revisions(data)
    document = _Document(data, budget)
    pages = list(document.pages())
    legible = sum(sum(map(_is_legible, piece.text)) for piece in pages)
    written = sum(not sign.isspace() for piece in pages for sign in piece.text)
    if not written or legible * 2 < written:
        raise FileFaultError("FILE-NO-TEXT")
    found = dict.fromkeys([*pages, *document.objects()])
    known = {piece.text for piece in found}
    for number, state in enumerate(earlier, 1):
        for piece in _earlier(state, budget):
            if piece.text not in known:
                known.add(piece.text)
                found[Piece(f"revision {number} {piece.where}", piece.text)] = None
    return [piece for piece in found if piece.text.strip()]


def _earlier(data: bytes, budget: Budget) -> Iterator[Piece]:
    """Yield what an earlier state says; the first part of a file made for the web is no state, and can't be read."""
    try:
        document = _Document(data, budget)
        yield from document.pages()
        yield from document.objects()
    except _UNREADABLE:
        return
    except FileFaultError as fault:
        if fault.code != "FILE-BROKEN":
            raise


def _is_legible(sign: str) -> bool:
    """Say whether a sign is one that people write: a font without a table of its signs yields others."""
    return sign.isprintable() and not sign.isspace() and sign != _EMPTY_UNICODE and not "\ue000" <= sign <= "\uf8ff"


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 (Windows has none; there only the caller's patience limits the process)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read, write, and never fail in another way than by an answer, if the limits leave time for one."""
    _limit()
    logging.disable()
    warnings.simplefilter("ignore")
    pieces: list[Piece] = []
    fault = ""
    try:
        pieces = read(sys.stdin.buffer.read(), Budget())
    except FileFaultError as error:
        fault = error.code
    except (MemoryError, RecursionError):
        fault = "FILE-LARGE"
    except Exception:  # noqa: BLE001 (whatever a hostile file makes pypdf raise, the file is refused)
        fault = "FILE-BROKEN"
    text = json.dumps([[[piece.where, piece.text] for piece in pieces], fault], ensure_ascii=True)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
