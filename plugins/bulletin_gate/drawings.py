"""Read SVG drawings, and write them without what does not show: metadata, comments, editors' notes, scripts."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from bulletin_gate.pieces import Budget, FileFaultError, Piece

SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_SHOWN: Final = ("", _XLINK, _XML)
_REMOVED: Final = re.compile(r"metadata|script|foreignObject|iframe|object|embed|handler|listener|set|animate\w*")
_DEEPEST: Final = 500
_PICTURE: Final = re.compile(r"\s*data:image/(png|jpeg|jpg|gif|webp)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
_DATA: Final = re.compile(r"\s*data:", re.IGNORECASE)
_DATA_IN_STYLE: Final = re.compile(r"\(\s*[\"']?\s*data:", re.IGNORECASE)
# Attributes that hold words or addresses; the others hold measures, unless they have a sign that measures have not.
_SAYING: Final = re.compile(r"id|class|title|href|alt|label|docname|export-filename|absref|aria-.*|data-.*")

Inner = Callable[[str, bytes], tuple[Piece, ...]]


def _data_picture(value: str) -> tuple[str, bytes] | None:
    """Return the ending and bytes of a picture written into an attribute; None for another value.

    Raises:
        FileFaultError: FILE-NESTED for other data, FILE-BROKEN for what can't be decoded.
    """
    found = _PICTURE.fullmatch(value)
    if found is None:
        if _DATA.match(value):
            raise FileFaultError("FILE-NESTED")
        return None
    written = unquote_to_bytes(found[3])
    if "base64" not in found[2].lower():
        return found[1].lower(), written
    try:
        return found[1].lower(), base64.b64decode(b"".join(written.split()), validate=True)
    except binascii.Error as error:
        raise FileFaultError("FILE-BROKEN") from error


class _Walker:
    """A drawing's elements with their namespaces, within limits; without a DOCTYPE that declares anything."""

    def __init__(self) -> None:
        self._budget = Budget()
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _check_doctype

    def read(self, data: bytes) -> None:
        """Raise FileFaultError FILE-BROKEN for what is no XML."""
        try:
            self.parser.Parse(data, True)  # noqa: FBT003 (the parser takes no names)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileFaultError("FILE-BROKEN") from error

    def enter(self, name: str, attributes: Mapping[str, str]) -> tuple[str, str]:
        """Count an element; return its namespace and local name."""
        self._budget.visit(1 + len(attributes))
        space, _, local = name.rpartition(" ")
        if not self.depth and (local != "svg" or space not in {SVG, ""}):
            raise FileFaultError("FILE-TYPE")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FileFaultError("FILE-BROKEN")
        return space, local


def _check_doctype(_name: str, _system: str | None, _public: str | None, internal: int) -> None:
    if internal:
        raise FileFaultError("FILE-BROKEN")


class _Reader(_Walker):
    """Gathers what a drawing says: the whole text of each outermost `text`, and everything else by itself."""

    def __init__(self, inner: Inner) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._inner = inner
        self._path: list[str] = []
        self._text: list[str] = []
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.CommentHandler = lambda text: self._add("comment", text)
        self.parser.ProcessingInstructionHandler = lambda name, text: self._add("?" + name, text)

    def _add(self, where: str, text: str) -> None:
        if text.strip():
            self.pieces.append(Piece(where, text.strip()))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        _, local = self.enter(name, attributes)
        if "text" not in self._path:
            self._settle()
        self._path.append(local)
        for written, value in attributes.items():
            key = written.rpartition(" ")[2]
            picture = _data_picture(value) if key in {"href", "src"} else None
            if picture is not None:
                self.pieces += self._inner("x." + picture[0], picture[1])
            elif _DATA_IN_STYLE.search(value):
                raise FileFaultError("FILE-NESTED")
            elif _SAYING.fullmatch(key) or "@" in value or not value.isascii():
                self._add("@" + key, value)

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if self._path.count("text") < 1 or self._path[-1] == "text":
            self._settle()
        self._path.pop()

    def _settle(self) -> None:
        text = "".join(self._text)
        if self._path:
            self._add(self._path[-1], text)
            if self._path[-1] == "style" and _DATA_IN_STYLE.search(text):
                raise FileFaultError("FILE-NESTED")
        self._text.clear()


def read_drawing(data: bytes, inner: Inner) -> Iterator[Piece]:
    """Yield a drawing's texts, comments, metadata, and what attributes and pictures within it say.

    Raises:
        FileFaultError: FILE-BROKEN for what is no XML or declares entities, FILE-TYPE for another document,
            FILE-NESTED for data within it that are no picture.
    """
    reader = _Reader(inner)
    reader.read(data)
    yield from reader.pieces


class _Writer(_Walker):
    """Writes a drawing again, without what does not show."""

    def __init__(self, inner: Callable[[str, bytes], bytes]) -> None:
        super().__init__()
        self._inner = inner
        self._spaces: dict[str, list[str]] = {_XML: ["xml"]}
        self._declared: list[tuple[str, str]] = []
        self._open: list[str] = []  # the elements as written; the empty text for one that is left out
        self._skipped = 0
        self.parts: list[str] = []
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.namespace_prefixes = True

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if uri in {SVG, _XLINK}:
            self._declared.append((prefix or "", uri or ""))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, local, prefix = _names(name)
        self.depth += 1
        if self.depth == 1:
            self.depth = 0
            self.enter(f"{space} {local}", attributes)
        elif self.depth > _DEEPEST:
            raise FileFaultError("FILE-BROKEN")
        declared, self._declared = self._declared, []
        if self._skipped or space not in {SVG, ""} or _REMOVED.fullmatch(local):
            self._skipped += 1
            return
        written = f"{prefix}:{local}" if prefix else local
        self._open.append(written)
        self.parts.append(f"<{written}")
        for one, uri in declared:
            self.parts.append(f" xmlns:{one}={quoteattr(uri)}" if one else f" xmlns={quoteattr(uri)}")
        for key, value in attributes.items():
            self._attribute(key, value)
        self.parts.append(">")

    def _attribute(self, key: str, value: str) -> None:
        space, local, prefix = _names(key)
        if space not in _SHOWN or local.lower().startswith(("on", "data-")):
            return
        picture = _data_picture(value) if local in {"href", "src"} else None
        if picture is not None:
            ending, data = picture
            value = f"data:image/{ending};base64,{base64.b64encode(self._inner('x.' + ending, data)).decode()}"
        self.parts.append(f" {prefix}:{local}={quoteattr(value)}" if prefix else f" {local}={quoteattr(value)}")

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if self._skipped:
            self._skipped -= 1
        else:
            self.parts.append(f"</{self._open.pop()}>")

    def _text(self, text: str) -> None:
        if not self._skipped:
            self.parts.append(escape(text))


def _names(written: str) -> tuple[str, str, str]:
    """Return namespace, local name and prefix of a name as the parser gives it."""
    parts = written.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 (a prefix)


def cleaned_drawing(data: bytes, inner: Callable[[str, bytes], bytes]) -> bytes:
    """Return a drawing in UTF-8 without metadata, comments, scripts, handlers, and without others' elements.

    Pictures within it are cleaned by ``inner`` (name, bytes). Raises FileFaultError as read_drawing.
    """
    writer = _Writer(inner)
    writer.read(data)
    return "".join(writer.parts).encode() + b"\n"
