"""Write the kind into one item's block and leave every other byte of the file as its editor wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.kinds import Kind
from bulletin_source.amending import AmendError
from bulletin_source.documents import BLOCK, Document, Section, decode, split_front, split_items
from bulletin_source.fields import ITEM
from bulletin_source.positions import Mapping, Node, Sequence, Text
from bulletin_source.values import ValueFaultError, bare, choice

_FIELDS: Final = {field.name: field for field in ITEM}
_KIND: Final = _FIELDS["kind"]
_NAMES: Final = (_KIND.name, _KIND.alias)
# What the kind stands below, as in the table of fields.
_ABOVE: Final = frozenset(name for field in ITEM[: ITEM.index(_KIND)] for name in (field.name, field.alias))
_CHINESE: Final = {Kind.PROBLEM: "问题信息", Kind.GENERAL: "普发信息"}
_OPEN: Final = re.compile(rf"\s*(?:`{{3,}}|~{{3,}})\s*{BLOCK}\s*")
_WIDE: Final = "："
# A value over more lines than that is no list of units; each line costs a reading of the file.
_FAR: Final = 40

_Held = str | tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file as text, line by line without line feeds, and as the reader cuts it up."""

    path: str
    lines: list[str]
    document: Document
    sections: list[Section]

    @classmethod
    def of(cls, path: str, data: bytes) -> _File:
        """Cut a file up; raise AmendError where it or the form of one of its blocks has a fault."""
        text, _ = decode(path, data)
        document = split_front(path, text) if text is not None else (None, [])
        if document[0] is None or document[1]:
            raise AmendError
        sections, faults = split_items(document[0])
        if faults:
            raise AmendError
        return cls(path, data.decode().split("\n"), document[0], sections)

    def place_of(self, n: int) -> int:
        """Return the place among the sections of the n-th item, counted from 1 as the reader counts."""
        headed = [place for place, section in enumerate(self.sections) if section.headed]
        items = headed or range(len(self.sections))
        if not 1 <= n <= len(items):
            raise AmendError
        return items[n - 1]

    def with_line(self, at: int, line: str) -> str:
        """Return the text with a line put in below line ``at``, from 0, and ended as that one is."""
        ending = "\r" if self.lines[at].endswith("\r") else ""
        return "\n".join([*self.lines[: at + 1], line + ending, *self.lines[at + 1 :]])

    def is_chinese(self) -> bool:
        """Say whether the names of its fields are mostly Chinese."""
        front = self.document.front
        return _is_chinese(front) if isinstance(front, Mapping) else True


def with_kind(path: str, data: bytes, n: int, kind: Kind) -> bytes:
    """Return the file of an issue with the kind written into the block of its n-th item, or corrected there.

    An item without a block gets one below its heading. Raise AmendError where the file has no such item, the form of
    its block lets a program do nothing, or all else would not be read as before.
    """
    file = _File.of(path, data)
    place = file.place_of(n)
    section = file.sections[place]
    for text in _written(file, section, kind):
        amended = text.encode()
        if amended == data or _is_amended(file, amended, place, kind):
            return amended
    raise AmendError


def _written(file: _File, section: Section, kind: Kind) -> Iterator[str]:
    """Yield the texts the file may become, the best first."""
    block = section.block
    if block is None:
        yield from _into_none(file, section, kind)
    elif isinstance(block, Mapping) and block.fields:
        standing = [(key, value) for key, value in block.fields if key.value in _NAMES]
        if not standing:
            yield from _into_block(file, block, kind)
        elif len(standing) == 1 and isinstance(standing[0][1], Text):
            yield from _in_place(file, standing[0][0], standing[0][1], kind)


def _in_place(file: _File, key: Text, value: Text, kind: Kind) -> Iterator[str]:
    """Yield the text with the word of a kind that stands there replaced, whatever quotation marks are around it."""
    old = bare(value.value)
    if _means(value, kind):
        yield "\n".join(file.lines)
    if value.inset is None:
        return
    chinese = not (old or key.value).isascii()
    line = value.place.line - 1
    start = value.place.column - 1 + value.inset + value.value.find(old)
    before, behind = file.lines[line][:start], file.lines[line][start + len(old) :]
    gap = "" if old or not before.endswith(":") else " "
    yield "\n".join(
        [*file.lines[:line], f"{before}{gap}{_word(kind, chinese=chinese)}{behind}", *file.lines[line + 1 :]]
    )


def _into_block(file: _File, block: Mapping, kind: Kind) -> Iterator[str]:
    """Yield the texts with a line put in below the fields that the kind follows: the reader says where those end."""
    keys = [key for key, _ in block.fields]
    above = [n for n, key in enumerate(keys) if key.value in _ABOVE]
    n = above[-1] if above else len(keys) - 1
    indent = file.lines[keys[n].place.line - 1]
    blanks = indent[: len(indent) - len(indent.lstrip(" "))]
    line = blanks + _line(kind, chinese=_is_chinese(block), wide=_is_wide(file, block))
    first = keys[n].place.line - 1
    for at in range(first, min(first + _FAR, len(file.lines))):
        below = file.lines[at + 1] if at + 1 < len(file.lines) else ""
        if not re.match(rf"{blanks} +#", below):  # a comment that goes on belongs to the field above
            yield file.with_line(at, line)


def _into_none(file: _File, section: Section, kind: Kind) -> Iterator[str]:
    """Yield the text with a line in a block that holds no field yet, or with a new block above the item's text."""
    line = _line(kind, chinese=file.is_chinese())
    begin = section.place.line if section.headed else section.place.line - 1
    first = next((at for at in range(begin, len(file.lines)) if file.lines[at].strip()), None)
    if first is not None and _OPEN.fullmatch(file.lines[first]):
        yield file.with_line(first, line)
        return
    ending = "\r\n" if file.lines[0].endswith("\r") else "\n"
    block = ending.join((f"```{BLOCK}", line, "```"))
    if section.body:
        first = section.body_line - 1
        gap = ending if file.lines[first - 1].strip() and section.headed else ""
        head, tail = "\n".join(file.lines[:first]), "\n".join(file.lines[first:])
        yield f"{head}\n{gap}{block}{ending}{ending}{tail}"
    elif section.headed:
        heading = file.lines[begin - 1]
        carriage = "\r" if heading.endswith("\r") else ""
        head = "\n".join([*file.lines[: begin - 1], heading.removesuffix("\r")])
        yield "\n".join([f"{head}{ending}{ending}{block}{carriage}", *file.lines[begin:]])


def _line(kind: Kind, *, chinese: bool, wide: bool = False) -> str:
    name = _KIND.alias if chinese else _KIND.name
    return f"{name}{_WIDE if wide else ': '}{_word(kind, chinese=chinese)}"


def _word(kind: Kind, *, chinese: bool) -> str:
    return _CHINESE[kind] if chinese else kind.value


def _is_chinese(block: Mapping) -> bool:
    names = [key.value.isascii() for key, _ in block.fields]
    return names.count(False) >= names.count(True)


def _is_wide(file: _File, block: Mapping) -> bool:
    """Say whether a full-width colon stands behind every name."""
    ends = ((key.place.line - 1, key.place.column - 1 + len(key.value)) for key, _ in block.fields)
    return all(file.lines[line].startswith(_WIDE, column) for line, column in ends)


def _is_amended(file: _File, amended: bytes, place: int, kind: Kind) -> bool:
    """Say whether a file reads as before but for the kind of one item."""
    try:
        now = _File.of(file.path, amended)
        if len(now.sections) != len(file.sections):
            return False
        return (
            all(
                _sections_agree(old, new, kind if n == place else None)
                for n, (old, new) in enumerate(zip(file.sections, now.sections, strict=True))
            )
            and now.lines[: now.document.body_line - 1] == file.lines[: file.document.body_line - 1]
        )
    except (AmendError, RecursionError):
        return False


def _sections_agree(old: Section, new: Section, kind: Kind | None) -> bool:
    """Say whether two sections hold the same wherever they stand; with a kind, whether that is all that is new."""
    if (old.title, old.headed, old.body, old.faulty) != (new.title, new.headed, new.body, new.faulty):
        return False
    if kind is None:
        return _held(old.block) == _held(new.block)
    before, after = _fields(old.block), _fields(new.block)
    set_to = [value for key, value in after if key.value in _NAMES]
    others = ([(key.value, _held(value)) for key, value in one if key.value not in _NAMES] for one in (before, after))
    return len(set_to) == 1 and _means(set_to[0], kind) and next(others) == next(others)


def _fields(block: Node | None) -> tuple[tuple[Text, Node], ...]:
    return block.fields if isinstance(block, Mapping) else ()


def _means(value: Node, kind: Kind) -> bool:
    try:
        return isinstance(value, Text) and choice(_KIND, bare(value.value)) is kind
    except ValueFaultError:
        return False


def _held(node: Node | None) -> _Held:
    """Return what a node holds, wherever it stands."""
    match node:
        case None:
            return ""
        case Text():
            return (node.value, node.cut)
        case Sequence():
            return ("-", *(_held(item) for item in node.items))
        case _:
            return (":", *((_held(key), _held(value)) for key, value in node.fields))
