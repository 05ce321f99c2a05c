"""Write a field into an issue's front matter and leave every other byte of the file as its editor wrote it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bulletin.diagnostics import Place
from bulletin_source import positions
from bulletin_source.characters import CONTROL, INVISIBLE
from bulletin_source.documents import decode, split_front
from bulletin_source.fields import ISSUE, Field
from bulletin_source.positions import Mapping, Node, Text

Value = str | tuple[tuple[str, "Value"], ...]

_FIELDS: Final = {field.name: field for field in ISSUE}
_WIDE: Final = "："
# What YAML takes for nothing but text behind "name: "; narrower than YAML, which lets some signs begin a text.
_PLAIN: Final = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@` ])(?:[^:#\s]|:(?=\S)|(?<!\s)#|[ \u3000](?=\S))+")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", re.DOTALL)
_BLOCK: Final = re.compile(r"[|>][-+\d]*")
_END: Final = re.compile(r"(?<!\s)\s*(?:(?<=\s)#.*)?$")
_ESCAPED: Final = re.compile(rf"[\n\t]|{CONTROL.pattern}|{INVISIBLE.pattern}")
_IN_DOUBLE: Final = re.compile(rf'["\\]|{_ESCAPED.pattern}')
_SHORT: Final = {"\n": r"\n", "\t": r"\t", "\\": r"\\", '"': r"\""}


class AmendError(ValueError):
    """The form of this front matter can't be amended by a program."""


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"


def _double(text: str) -> str:
    return f'"{_IN_DOUBLE.sub(_escape, text)}"'


def _scalar(text: str, style: str = "") -> str:
    """Return a text as YAML, in the quotation marks it had, or else in none if it needs none."""
    if _ESCAPED.search(text) or style == '"':
        return _double(text)
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return text if _PLAIN.fullmatch(text) else _double(text)


@dataclass(frozen=True, slots=True)
class _Front:
    """A file and its front matter: all lines of the file, without line feeds, and which of them ends the metadata."""

    path: str
    mark: bytes
    lines: list[str]
    end: int
    root: Mapping

    @classmethod
    def of(cls, path: str, data: bytes) -> _Front:
        """Open a file; raise AmendError where it has no faultless front matter."""
        text, _ = decode(path, data)
        if text is None:
            raise AmendError
        document, faults = split_front(path, text)
        if document is None or faults or not isinstance(document.front, Mapping) or not document.front.fields:
            raise AmendError
        end = text[: len(text) - len(document.body)].rstrip("\n").count("\n")
        mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        return cls(path, mark, data.removeprefix(mark).decode().split("\n"), end, document.front)

    def standing(self, fields: Iterable[Field]) -> list[int]:
        """Return where these fields stand among those of the file, under either name, in the order written."""
        known = {spelling for field in fields for spelling in (field.name, field.alias)}
        return [n for n, (key, _) in enumerate(self.root.fields) if key.value in known]

    def is_chinese(self) -> bool:
        """Say whether the names of fields are mostly Chinese."""
        names = [key.value.isascii() for key, _ in self.root.fields]
        return names.count(False) >= names.count(True)

    def is_wide(self) -> bool:
        """Say whether a full-width colon stands behind every name."""
        ends = ((key.place.line - 1, key.place.column - 1 + len(key.value)) for key, _ in self.root.fields)
        return all(self.lines[line].startswith(_WIDE, column) for line, column in ends)

    def indent(self) -> str:
        """Return the blanks before the names of fields."""
        line = self.lines[self.root.fields[-1][0].place.line - 1]
        return line[: len(line) - len(line.lstrip(" "))]

    def next(self, n: int) -> int:
        """Return the line, from 0, of what follows field n and the comments below it: a field or the end."""
        fields = self.root.fields
        return fields[n + 1][0].place.line - 1 if n + 1 < len(fields) else self.end

    def below(self, n: int) -> int:
        """Return the line, from 0, below the value of field n: a comment indented further than names belongs to it."""
        indent = len(self.indent())
        return self._back(self.next(n), rf"\s*| {{0,{indent}}}#.*|\.\.\.(?:\s.*)?")

    def last(self) -> int:
        """Return the line, from 0, below all that stands in the front matter."""
        return self._back(self.end, r"\s*")

    def _back(self, line: int, passed: str) -> int:
        while line > 1 and re.fullmatch(passed, self.lines[line - 1]):
            line -= 1
        return line

    def around(self, n: int, old: Text) -> tuple[str, str, str]:
        """Return what stands before the value of field n, the sign the value begins with, and what stands behind it."""
        text = "\n".join(self.lines)
        start = self._offset(old.place.line - 1) + old.place.column - 1
        block, quoted = _BLOCK.match(text, start), _QUOTED.match(text, start)
        if block:  # the comment behind | stays, the text below it goes
            written = next(line for line in self.lines[old.place.line :] if line.strip())
            indent = len(written) - len(written.lstrip(" "))
            last = self._back(self.below(n), rf"\s*| {{0,{max(indent - 1, 0)}}}#.*")
            behind = text[block.end() : text.find("\n", start)] + text[self._offset(last) - 1 :]
        elif quoted:
            behind = text[quoted.end() :]
        elif old.inset is not None:
            start += old.inset
            behind = text[start + len(old.value) :]
        else:
            last = self._back(self.below(n), r"\s*(?:#.*)?") - 1
            behind = text[self._offset(last) + len(_END.sub("", self.lines[last])) :]
        gap = " " if text[start - 1] == ":" else ""
        return text[:start] + gap, text[start], behind

    def _offset(self, line: int) -> int:
        return sum(len(before) + 1 for before in self.lines[:line])

    def amended(self, text: str, fields: Iterable[tuple[Text, Node]]) -> bytes | None:
        """Return the file with a new text, if reading it finds these fields and nothing else has changed."""
        try:
            data = self.mark + text.encode()
            now = _Front.of(self.path, data)
        except (UnicodeEncodeError, AmendError):
            return None
        same = now.lines[now.end :] == self.lines[self.end :]
        return data if same and _flat(now.root) == _flat(Mapping(tuple(fields), self.root.place)) else None


def _flat(root: Node) -> list[tuple[object, object]]:
    """Return what a node holds, wherever it stands; in a list, as comparing nested nodes could nest too deeply."""
    found: list[tuple[object, object]] = []
    left = [root]
    while left:
        node = left.pop()
        match node:
            case Text():
                found.append((node.value, node.cut))
            case positions.Sequence():
                found.append((positions.Sequence, len(node.items)))
                left.extend(node.items)
            case _:
                found.append((Mapping, len(node.fields)))
                left.extend(one for field in node.fields for one in field)
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes fields as the editor of a file writes them."""

    place: Place
    chinese: bool

    def name(self, field: Field) -> str:
        """Return the name of a field."""
        return field.alias if self.chinese else field.name

    def lines(self, field: Field, value: Value, indent: str, colon: str = ": ") -> Iterator[str]:
        """Yield the lines of a field."""
        if isinstance(value, str):
            yield f"{indent}{self.name(field)}{colon}{_scalar(value)}"
            return
        yield f"{indent}{self.name(field)}{colon.rstrip()}"
        for inner, one in _fields_of(field, value):
            yield from self.lines(inner, one, indent + "  ")

    def node(self, field: Field, value: Value) -> tuple[Text, Node]:
        """Return what is read where the field has been written."""
        name = Text(self.name(field), self.place)
        if isinstance(value, str):
            return name, Text(value, self.place)
        return name, Mapping(tuple(self.node(inner, one) for inner, one in _fields_of(field, value)), self.place)


def _fields_of(field: Field, value: tuple[tuple[str, Value], ...]) -> Iterator[tuple[Field, Value]]:
    known = {inner.name: inner for inner in field.fields}
    return ((known[name], one) for name, one in value)


def add_field(path: str, data: bytes, name: str, value: Value, after: Sequence[str]) -> bytes:
    """Return the file with a field added below the last of those named ``after``, else at the end of its metadata.

    Names are the English ones of the table, in nested records too; in the file they are written as its editor writes
    names. Raise AmendError where the field stands already, or no place is found from which every field, the new one
    included, is read as it should be; KeyError for a name that isn't in the table.
    """
    field = _FIELDS[name]
    front = _Front.of(path, data)
    if front.standing([field]):
        raise AmendError
    writer = _Writer(front.root.place, front.is_chinese())
    lines = list(writer.lines(field, value, front.indent(), _WIDE if front.is_wide() else ": "))
    anchors = front.standing(_FIELDS[one] for one in after if one in _FIELDS)
    n = anchors[-1] if anchors else len(front.root.fields) - 1
    fields = (*front.root.fields[: n + 1], writer.node(field, value), *front.root.fields[n + 1 :])
    # The other place is for values whose last line looks like a comment, and for metadata that ends with "...".
    for at in (front.below(n), front.next(n)) if anchors else (front.last(), front.below(n)):
        ending = "\r" if front.lines[at - 1].endswith("\r") else ""
        text = "\n".join([*front.lines[:at], *(line + ending for line in lines), *front.lines[at:]])
        amended = front.amended(text, fields)
        if amended is not None:
            return amended
    raise AmendError


def set_field(path: str, data: bytes, name: str, value: str) -> bytes:
    """Return the file with the value of a scalar field replaced, in the same quotation marks, its comment kept.

    Raise AmendError where the field doesn't stand exactly once as a text, or would not be read as the new value;
    KeyError for a name that isn't in the table.
    """
    field = _FIELDS[name]
    front = _Front.of(path, data)
    found = front.standing([field])
    if len(found) != 1:
        raise AmendError
    n = found[0]
    key, old = front.root.fields[n]
    if not isinstance(old, Text):
        raise AmendError
    before, style, behind = front.around(n, old)
    # A # close behind may not be taken for a part of the new value unless it was for one of the old; brackets around
    # the fields forbid signs that are harmless elsewhere. Quotation marks help against both.
    for written, cut in ((_scalar(value, style), old.cut and bool(old.value)), (_double(value), False)):
        fields = (*front.root.fields[:n], (key, Text(value, old.place, cut)), *front.root.fields[n + 1 :])
        amended = front.amended(before + written + behind, fields)
        if amended is not None:
            return amended
    raise AmendError
