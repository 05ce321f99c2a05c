"""Read the text of an Office document's XML part: lines of paragraphs, rows of tables, and what attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from bulletin_gate.pieces import Budget, FileFaultError, Piece

_DEEPEST: Final = 1_000
# The elements that make a line of their own, also within another line (a text box within a paragraph), and those
# whose text belongs to it: Word's and PowerPoint's paragraphs, Excel's strings and comments, readings above signs.
_LINES: Final = frozenset({"p", "si", "is", "rPh", "text", "rt"})
_RUNS: Final = frozenset({"t", "delText"})
_CODES: Final = frozenset({"instrText", "delInstrText"})  # a field's code goes on over several of them
_CONTAINERS: Final = {"tr": "\t", "tc": " "}
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MEASURES: Final = frozenset({"posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "Anchor"})
# What a reader of the document as it was, and as it is to be, doesn't see.
DELETED: Final = frozenset({"del", "moveFrom"})
INSERTED: Final = frozenset({"ins", "moveTo"})
# Attributes that hold words whatever they look like.
_WORDS: Final = re.compile(
    "alias|alt|author|comment|companyName|content|descr|description|display|displayName|error|errorTitle|initials|instr"
    "|location|name|prompt|promptTitle|string|Target|title|tooltip|userId"
)
_MACHINE: Final = re.compile(r"rsid\w*|paraId|textId|durableId|uri|schemaLocation|Type|ContentType|PartName")
_MADE: Final = re.compile(
    r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|\d{4}-\d\d-\d\dT[\d:.]+Z?|-?\d{1,10}"
)
_DIGITS: Final = 7  # fewer make no number that a rule knows


def _says_something(name: str, value: str) -> bool:
    """Say whether an attribute may hold words or a number of a person's, not just a measure."""
    if _WORDS.fullmatch(name):
        return len(value) > 1 and not _MADE.fullmatch(value)
    if _MACHINE.fullmatch(name) or _MADE.fullmatch(value):
        return False
    return "@" in value or not value.isascii() or sum(map(str.isdigit, value)) >= _DIGITS


class _Frame:
    """An element that gathers text: a line, a cell or row of a table, or the whole part."""

    __slots__ = ("name", "parts")

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[str] = []


class PartReader:
    """One reading of a part; ``skipped`` names elements left out with all they contain."""

    def __init__(self, budget: Budget, skipped: frozenset[str] = frozenset()) -> None:
        self._budget = budget
        self._skipped = skipped
        self._skipping = 0
        self._names: list[str] = []
        self._frames = [_Frame("")]
        self._loose: list[str] = []
        self._codes: list[str] = []
        self.is_tracked = False
        self.asides: dict[str, dict[str, None]] = {}

    @property
    def lines(self) -> str:
        """The text of the part, a paragraph or a row of a table a line."""
        return "\n".join(self._frames[0].parts)

    def read(self, data: bytes) -> None:
        """Read a part's bytes.

        Raises:
            FileFaultError: FILE-BROKEN for what is no XML, has a DOCTYPE (only an attack has one) or is too deep;
                FILE-LARGE beyond the budget.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        try:
            parser.Parse(data, True)  # noqa: FBT003 (the parser takes no names)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileFaultError("FILE-BROKEN") from error

    # What the parser calls.
    def _start(self, written: str, attributes: Mapping[str, str]) -> None:
        self._budget.visit(1 + len(attributes))
        self._settle()
        name = written.rpartition(" ")[2]
        self._names.append(name)
        if len(self._names) > _DEEPEST:
            raise FileFaultError("FILE-BROKEN")
        self.is_tracked = self.is_tracked or name in DELETED or name in INSERTED
        if self._skipping or name in self._skipped:
            self._skipping += 1
            return
        for key, value in attributes.items():
            self.attribute(key.rpartition(" ")[2], value)
        self.started(name, attributes)

    def _end(self, written: str) -> None:
        self._settle()
        self._names.pop()
        if self._skipping:
            self._skipping -= 1
        else:
            self.ended(written.rpartition(" ")[2])

    def _characters(self, text: str) -> None:
        if not self._skipping:
            self.text(self._names[-1], text)

    def _comment(self, text: str) -> None:
        self.aside("comment", text)

    # What a reader of another sort of part does otherwise.
    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        del attributes
        if name in _LINES or name in _CONTAINERS:
            self._frames.append(_Frame(name))
        elif name in _SIGNS:
            self._line(_SIGNS[name])

    def ended(self, name: str) -> None:
        """End an element."""
        if name in _LINES:
            self.line("".join(self._frames.pop().parts))
            self.aside("instrText", "".join(self._codes))
            self._codes.clear()
        elif name in _CONTAINERS:
            self.line(_CONTAINERS[name].join(self._frames.pop().parts))

    def text(self, name: str, text: str) -> None:
        """Take the text of an element."""
        if name in _RUNS or name in _LINES:
            self._line(text)
        elif name in _CODES:
            self._codes.append(text)
        elif name not in _MEASURES:
            self._loose.append(text)

    def attribute(self, name: str, value: str) -> None:
        """Take an attribute."""
        if _says_something(name, value):
            self.aside("@" + name, value)
            if "%" in value:
                self.aside("@" + name, unquote(value))

    # What both have in common.
    def line(self, text: str) -> None:
        """Add a line to the table's cell or row, or the part, that is being read."""
        if text.strip():
            frame = next(one for one in reversed(self._frames) if one.name not in _LINES)
            frame.parts.append(text)
            self._budget.find(len(text))

    def aside(self, name: str, text: str) -> None:
        """Add something that stands beside the text; each is kept once."""
        if text.strip():
            said = self.asides.setdefault(name, {})
            if text not in said:
                said[text] = None
                self._budget.find(len(text))

    def _settle(self) -> None:
        """The parser gives a long text in pieces: put them together before the element's name changes."""
        if self._loose:
            self.aside(self._names[-1], "".join(self._loose))
            self._loose.clear()

    def _line(self, text: str) -> None:
        frame = self._frames[-1]
        if frame.name in _LINES:
            frame.parts.append(text)
        elif frame.name:
            self.line(text)
        else:
            self._loose.append(text)


def _refuse_doctype(*_: object) -> None:
    raise FileFaultError("FILE-BROKEN")


def pieces_of(where: str, reader: PartReader) -> Iterator[Piece]:
    """Yield what a reader has read."""
    if reader.lines:
        yield Piece(where, reader.lines)
    for name, said in reader.asides.items():
        yield Piece(f"{where} {name}", "\n".join(said))


def read_part(where: str, data: bytes, budget: Budget) -> Iterator[Piece]:
    """Yield the text of a part; one with tracked changes is read as it is, as it was, and as it is to be.

    A number that was corrected in the middle shows in none of the three but its own.
    """
    reader = PartReader(budget)
    reader.read(data)
    yield from pieces_of(where, reader)
    if reader.is_tracked:
        for mark, skipped in (("-del", DELETED), ("-ins", INSERTED)):
            other = PartReader(budget, skipped)
            other.read(data)
            if other.lines != reader.lines:
                yield Piece(f"{where} {mark}", other.lines)
