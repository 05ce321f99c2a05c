"""Cut a source file into its metadata, its items and their blocks, keeping the line each begins at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.characters import CONTROL, INVISIBLE
from bulletin_source.positions import Node, Origin, read_yaml

_RULE: Final = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})\s*([\w-]*)\s*$")
_HEADING: Final = re.compile(r"(?:##|＃＃)(?![#＃])[ \t\u3000]*(.*?)[ \t#\u3000]*$")
_LOWER_HEADING: Final = re.compile(r"#{3,6}[ \t#]*$")
_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_FEW: Final = 3  # damaged characters that a slip explains
_HEADING_SIGNS: Final = "#＃"
_SIGN: Final = re.compile(rf"\n *[`~{_HEADING_SIGNS}]")  # begins with a letter as it is: searched for many times faster
BLOCK: Final = "item"


@dataclass(frozen=True, slots=True)
class Section:
    """One item as written: its title, its block's metadata, and its body with the line that begins at.

    ``faulty``: its block could not be read or stands elsewhere, and that has been reported.
    """

    title: str
    place: Place
    headed: bool
    block: Node | None
    body: str
    body_line: int
    faulty: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A source file: its front matter and the text behind it."""

    path: str
    front: Node
    body: str
    body_line: int


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """Return the text of a file and its faults; byte-order mark and CRLF are understood, only UTF-8 is read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        data = error.object  # without the byte-order mark, as is error.start
        if _is_gb18030(data):
            return None, [diagnose("FILE-GB18030", Place(path, 1, 1))]
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return None, [diagnose("FILE-UTF8", Place(path, line, column), byte=f"0x{data[error.start]:02X}")]
    text = text.replace("\r\n", "\n")
    faults = [
        diagnose("FILE-CONTROL", place_of(path, text, found.start()), character=f"U+{ord(found[0]):04X}")
        for found in CONTROL.finditer(text)
    ]
    faults.extend(
        diagnose("FILE-INVISIBLE", place_of(path, text, found.start()), character=f"U+{ord(found[0]):04X}")
        for found in INVISIBLE.finditer(text)
    )
    faults.extend(diagnose("FILE-CONFLICT", place_of(path, text, found.start())) for found in _CONFLICT.finditer(text))
    return (None if faults else text), faults[:1]


def _is_gb18030(data: bytes) -> bool:
    """Say whether bytes that are no UTF-8 are Chinese text in GB18030, and not UTF-8 with a few bytes damaged."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    as_utf8 = [char for char in data.decode("utf-8", "replace") if not char.isascii()]
    damaged = as_utf8.count("\ufffd")
    return damaged > _FEW and damaged * 2 > len(as_utf8)


def place_of(path: str, text: str, offset: int, first_line: int = 1) -> Place:
    """Return the place of an offset in a text whose first line is ``first_line`` of the file."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, first_line + text.count("\n", 0, start), offset - start + 1)


def split_front(path: str, text: str) -> tuple[Document | None, list[Diagnostic]]:
    """Return the front matter and the body; the document is None when there is no usable front matter."""
    begin = _RULE.match(text)
    if begin is None:
        return None, [diagnose("YAML-NONE", Place(path, 1, 1))]
    end = _RULE.search(text, begin.end())
    if end is None:
        return None, [diagnose("YAML-OPEN", Place(path, 1, 1))]
    front, faults = read_yaml(text[begin.end() : end.start()], Origin(path, 2))
    if front is None:
        return None, faults or [diagnose("YAML-NONE", Place(path, 1, 1))]
    return Document(path, front, text[end.end() :], text.count("\n", 0, end.end()) + 1), faults


class _Sections:
    """Collect sections line by line; one instance a document."""

    def __init__(self, document: Document) -> None:
        self.path, self.first = document.path, document.body_line
        self.faults: list[Diagnostic] = []
        self.sections: list[Section] = []
        self._start("", Place(document.path, document.body_line, 1), headed=False)

    def _start(self, title: str, place: Place, *, headed: bool) -> None:
        self.title, self.place, self.headed = title, place, headed
        self.lines: list[str] = []
        self.first_line = 0
        self.block: Node | None = None
        self.has_block = False
        self.faulty = False

    def heading(self, title: str, number: int) -> None:
        """End the section before and begin a new one."""
        self.finish()
        self._start(title, Place(self.path, number, 1), headed=True)
        if not title:
            self.faults.append(diagnose("HEADING-EMPTY", self.place))

    def text(self, line: str, number: int) -> None:
        """Add a line of body."""
        if not self.lines:
            if not line.strip():
                return
            self.first_line = number
        if line[:1] == "#" and _LOWER_HEADING.match(line):
            self.faults.append(diagnose("HEADING-EMPTY", Place(self.path, number, 1)))
        self.lines.append(line)

    def texts(self, lines: list[str], number: int) -> None:
        """Add lines of body that begin with no sign; ``number`` is the first one's."""
        if not self.lines:
            blank = next((at for at, line in enumerate(lines) if line.strip()), None)
            if blank is None:
                return
            self.first_line = number + blank
            lines = lines[blank:]
        self.lines.extend(lines)

    def item_block(self, lines: list[str], number: int) -> None:
        """Read an item block; ``number`` is the line of its fence."""
        if self.lines or self.has_block:
            self.fault("ITEM-BLOCK", number)
            if self.lines:  # what follows keeps its distance from the body's first line
                self.lines.extend([""] * (len(lines) + 2))
            return
        self.has_block = True
        if not self.headed:
            self.place = Place(self.path, number, 1)
        self.block, faults = read_yaml("\n".join(lines), Origin(self.path, number + 1))
        self.faults.extend(faults)
        self.faulty = self.block is None and bool(faults)

    def fault(self, code: str, number: int) -> None:
        """Note a fault of the section's block."""
        self.faults.append(diagnose(code, Place(self.path, number, 1)))
        self.faulty = True

    def finish(self) -> None:
        """End the section; the stretch before the first heading counts only when it holds something."""
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        if self.headed or self.lines or self.has_block:
            body = "\n".join(self.lines)
            self.sections.append(
                Section(self.title, self.place, self.headed, self.block, body, self.first_line, self.faulty)
            )


def _signed_lines(body: str) -> Iterator[int]:
    """Yield the lines, counted from 0, that may be a fence or a heading; all others are text."""
    body = "\n" + body
    line = last = 0
    for found in _SIGN.finditer(body):
        line += body.count("\n", last, found.start())
        last = found.start()
        yield line


def split_items(document: Document) -> tuple[list[Section], list[Diagnostic]]:
    """Return the sections of a body, first the text before any heading if there is some, and the faults found."""
    out = _Sections(document)
    lines = document.body.split("\n")
    index = 0
    for at in _signed_lines(document.body):
        if at < index:  # within a block or a fence that has been dealt with
            continue
        out.texts(lines[index:at], document.body_line + index)
        index = _signed_line(out, lines, at)
    out.texts(lines[index:], document.body_line + index)
    out.finish()
    return out.sections, out.faults


def _signed_line(out: _Sections, lines: list[str], index: int) -> int:
    """Read what begins at a line with a sign; return the index of the line to go on with."""
    line, number = lines[index], out.first + index
    fence = _FENCE.match(line)
    if fence and fence[2] == BLOCK:
        return _item_block(out, lines, index, fence[1])
    if fence:
        end = next((at for at in range(index + 1, len(lines)) if _closes(lines[at], fence[1])), len(lines) - 1)
        for offset, one in enumerate(lines[index : end + 1]):
            out.text(one, number + offset)
        return end + 1
    heading = _HEADING.match(line)
    if heading:
        out.heading(heading[1], number)
    else:
        out.text(line, number)
    return index + 1


def _item_block(out: _Sections, lines: list[str], index: int, fence: str) -> int:
    """Read the item block whose fence stands at ``index``; return the index of the line to go on with."""
    number = out.first + index
    for at in range(index + 1, len(lines)):
        if _closes(lines[at], fence):
            out.item_block(lines[index + 1 : at], number)
            return at + 1
        if lines[at][:1] in _HEADING_SIGNS and _HEADING.match(lines[at]):
            out.fault("ITEM-OPEN", number)
            return at
    out.fault("ITEM-OPEN", number)
    return len(lines)


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return stripped.startswith(fence) and not stripped.strip(fence[0])
