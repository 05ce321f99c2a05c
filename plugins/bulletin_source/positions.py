"""YAML with positions: every scalar as text, every key and value with its line and column, every trap reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

import yaml

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.characters import CONTROL

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# One line of metadata in which YAML can mean only text; the whole block in this shape needs no YAML parser.
_NAME: Final = r"(?:[A-Za-z_][\w-]*|[一-鿿]+)"
_PLAIN: Final = re.compile(
    rf"({_NAME})(?::[ ]+|：[ ]*)"
    r"(?![-?:,\[\]{}#&*!|>'\"%@` ])((?:[^:#\s]|:(?=\S)|(?<!\s)#|[ ](?=\S))+)"
)
_SIGN: Final = re.compile("scanning an? (?:anchor|alias|tag)|parsing a tag")
_WIDE_COLON: Final = re.compile(rf"[ ]*(?:- )?{_NAME}：")


class Text(NamedTuple):  # as Place is, and for the same reason
    """A scalar. ``cut``: a # so close behind it that the editor may have meant it as part of the value.

    ``inset``: how far behind its place the value is written, in quotation marks 1; None: not in one piece.
    """

    value: str
    place: Place
    cut: bool = False
    inset: int | None = 0


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields, in the order written."""

    fields: tuple[tuple[Text, Node], ...]
    place: Place


Node = Text | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of YAML begins in its file: line of its first line, and columns it is indented by."""

    path: str
    line: int = 1
    widened: frozenset[tuple[int, int]] = frozenset()  # (line from 0, column from 0) after which a space was put in

    def place(self, mark: yaml.Mark) -> Place:
        """Return the place a mark of the parser stands for, in the text as the editor wrote it."""
        added = sum(line == mark.line and column < mark.column for line, column in self.widened)
        return Place(self.path, self.line + mark.line, mark.column + 1 - added)


@lru_cache(4096)  # a tree has few units, topics and kinds, and writes them in most items
def _plain_line(line: str) -> tuple[str, str, int] | None:
    """Return name, value and the value's column of a plain ``name: value`` line; None for any other."""
    matched = None if "#" in line else _PLAIN.fullmatch(line)
    return None if matched is None else (matched[1], matched[2], matched.start(2) + 1)


def _plain_block(text: str, origin: Origin) -> Mapping | None:
    """Read a block of plain ``name: value`` lines: most front matter, at a tenth of the parser's cost."""
    fields: list[tuple[Text, Node]] = []
    seen: set[str] = set()
    path = origin.path
    for number, line in enumerate(text.removesuffix("\n").split("\n"), origin.line):
        plain = _plain_line(line)
        if plain is None or plain[0] in seen:
            return None
        name, value, column = plain
        seen.add(name)
        fields.append((Text(name, Place(path, number, 1)), Text(value, Place(path, number, column))))
    return Mapping(tuple(fields), Place(path, origin.line, 1)) if fields else None


def _structural(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines in which fields are named, with their offsets: not those inside a block of text (| or >)."""
    block: int | None = None  # how far the field is indented whose value is the block being passed
    for offset, line in enumerate(lines):
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if block is not None and (not body or indent > block):
            continue
        block = indent if re.search(r"(?::[ ]+|：[ ]*)[|>][-+\d]{0,2}[ ]*$", line) else None
        yield offset, line


def _tabs(text: str, origin: Origin) -> Iterator[Diagnostic]:
    for offset, line in _structural(text.split("\n")):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            yield diagnose("YAML-TAB", Place(origin.path, origin.line + offset, line.index("\t") + 1))


def _half_width(text: str, origin: Origin) -> tuple[str, Origin]:
    """Make the full-width colon after a field's name a half-width one with a space, and remember where."""
    if "：" not in text:
        return text, origin
    lines = text.split("\n")
    widened = set()
    for offset, line in list(_structural(lines)):
        named = _WIDE_COLON.match(line)
        if named:
            lines[offset] = f"{named[0][:-1]}: {line[named.end() :]}"
            widened.add((offset, named.end()))
    return "\n".join(lines), replace(origin, widened=frozenset(widened))


def _is_cut(node: yaml.ScalarNode, lines: list[str]) -> bool:
    """Say whether a plain scalar is followed by a single space and a #, which YAML takes for a comment."""
    end = node.end_mark
    return not node.style and end.line < len(lines) and lines[end.line][end.column :].startswith(" #")


def _inset(node: yaml.ScalarNode, value: str, lines: list[str]) -> int | None:
    begin, end = node.start_mark, node.end_mark
    if begin.line != end.line:
        return None
    at = lines[begin.line][begin.column : end.column].find(value) if begin.line < len(lines) else -1
    return None if at < 0 else at


def _convert(node: yaml.Node, origin: Origin, lines: list[str], faults: list[Diagnostic]) -> Node:
    place = origin.place(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        found = CONTROL.search(node.value)  # written as an escape, "\\x01", it passed the look at the file
        if found:
            faults.append(diagnose("FILE-CONTROL", place, character=f"U+{ord(found[0]):04X}"))
        value = str(node.value).strip()
        return Text(value, place, _is_cut(node, lines), _inset(node, value, lines))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(child, origin, lines, faults) for child in node.value), place)
    fields: list[tuple[Text, Node]] = []
    seen: set[str] = set()
    for key, value in node.value:
        name = Text(str(key.value) if isinstance(key, yaml.ScalarNode) else "", origin.place(key.start_mark))
        if not name.value:
            faults.append(diagnose("YAML-SHAPE", name.place, expected="name: value"))
        elif name.value in seen:
            faults.append(diagnose("YAML-DUPLICATE", name.place, name=name.value))
        else:
            seen.add(name.value)
            fields.append((name, _convert(value, origin, lines, faults)))
    return Mapping(tuple(fields), place)


def _anchors(text: str, origin: Origin) -> Iterator[Diagnostic]:
    tokens = (yaml.tokens.AnchorToken, yaml.tokens.AliasToken, yaml.tokens.TagToken)
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, tokens):
            yield diagnose("YAML-ANCHOR", origin.place(token.start_mark))


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Return where the fault is: where a line or bracket left open begins, not the later line that shows it."""
    begun, met = error.context_mark, error.problem_mark
    if begun and met and begun.line < met.line and re.search("scanning|flow", str(error.context)):
        return begun
    return met or begun


def _place(mark: yaml.Mark | None, origin: Origin, lines: list[str]) -> Place:
    """Return the place of a fault; the parser sees one behind the last line of a text that breaks off."""
    if mark is None:
        return Place(origin.path, origin.line, 1)
    last = len(lines) - 1
    if mark.line > last:
        mark = yaml.Mark(mark.name, mark.index, last, len(lines[last]), None, 0)
    return origin.place(mark)


def _reason(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem or error.context or "?")


def _syntax(error: yaml.YAMLError | RecursionError, origin: Origin, lines: list[str]) -> Diagnostic:
    """Return the diagnostic of what the parser stumbled over."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return diagnose("YAML-SYNTAX", Place(origin.path, origin.line, 1), reason=str(error).splitlines()[0])
    if _SIGN.search(str(error.context)):  # **bold**, & alone, !重要: no name follows
        return diagnose("YAML-ANCHOR", _place(error.context_mark, origin, lines))
    return diagnose("YAML-SYNTAX", _place(_mark(error), origin, lines), reason=_reason(error))


def read_yaml(text: str, origin: Origin) -> tuple[Node | None, list[Diagnostic]]:
    """Return the document and its faults; the document is None when it is empty or can't be understood."""
    plain = _plain_block(text, origin)
    if plain is not None:
        return plain, []
    faults = list(_tabs(text, origin))
    if faults:
        return None, faults
    text, origin = _half_width(text, origin)
    lines = text.split("\n")
    try:
        faults = list(_anchors(text, origin)) if re.search(r"[&*!]", text) else []
        root = None if faults else yaml.compose(text, Loader=_Loader)
        node = None if root is None else _convert(root, origin, lines, faults)
    except (yaml.YAMLError, RecursionError) as error:
        return None, [_syntax(error, origin, lines)]
    return node, faults
