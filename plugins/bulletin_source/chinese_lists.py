"""Lists as editors type them: nested by two spaces, three, four or a tab, numbered 1. or 1); and what only looks so.

CommonMark 0.31 (5.2 List items) sets an item below another where its mark stands under that one's text or further in.
Python-Markdown goes by steps of one fixed width, and joins what stands deeper to the line above without a word. So
lines are brought to those steps before it sees them; what no reader can guess is left, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from markdown import Markdown
from markdown.blockprocessors import OListProcessor, UListProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.chinese_blocks import is_heading, starts_level

STEP: Final = 2  # columns between two levels, as Python-Markdown is told (tab_length)
_TAB: Final = 4  # columns, as CommonMark has it
_WIDE: Final = "\u3000"  # the space of a Chinese keyboard; it takes two columns
_WHITE: Final = f" \t{_WIDE}"
_QUOTE: Final = re.compile(r"(?:(?: ?>)+ ?)?")
_MARK: Final = re.compile(rf"(?:(?P<sign>[-*+])|(?P<number>\d{{1,9}})[.)])[{_WHITE}]+(?=\S)")
_RULE: Final = re.compile(r"(?:[-*_] *){3,}")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\]:")
_FENCE: Final = "```"
_COLON: Final = ("：", ":")
# What begins a line like an item but is none: a sign without a space behind it, or a bullet as Word prints it.
_LIKE_A_MARK: Final = re.compile(r"[-+](?=[^\W\d_])|\*(?=[^\W\d_][^*]*$)|[•·●○■◆▪]")


class ListFault(StrEnum):
    """What is wrong with a line that is, or looks like, an item of a list: a code of ``bulletin.codes``."""

    INDENT = "LIST-INDENT"  # one column deeper than the item above: no level of its own
    BLANK = "LIST-BLANK"  # a mark in the middle of a paragraph
    MARK = "LIST-MARK"  # lines that begin like items and run together


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a body (``at``: from 0) as the parser is to see it, after a blank one where ``apart``."""

    at: int
    text: str
    apart: bool = False
    fault: ListFault | None = None
    column: int = 1  # of what is wrong, from 1
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An item that later ones may stand below: the column of its mark from 0, and whether it has a number."""

    column: int
    numbered: bool


def _columns(white: str) -> int:
    """Return how far a line is indented."""
    column = 0
    for one in white:
        column += _TAB - column % _TAB if one == "\t" else 2 if one == _WIDE else 1
    return column


class _Lists:
    """The items that are open while the lines of a body go by, and the line above."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.before = ""  # without its indentation; "" for a blank line
        self.depth = 0  # of quotations
        self.in_fence = self.in_note = False

    def _level_of(self, column: int) -> int:
        """Return how many of the open items a line at this column stands below."""
        level = len(self.open)
        while level and column < self.open[level - 1].column + STEP:
            level -= 1
        return level

    def line(self, at: int, line: str) -> Line:
        """Take the next line of the body."""
        prefix = _QUOTE.match(line)[0]  # type: ignore[index]  # it matches anything
        depth = prefix.count(">")
        text = line[len(prefix) :].lstrip(_WHITE)
        if depth != self.depth:
            self.open.clear()
            self.before = self.before if depth < self.depth else ""
            self.depth, self.in_note = depth, False
        if not text.strip():
            self.before, self.in_fence = "", False
            return Line(at, line)
        white = line[len(prefix) : len(line) - len(text)]
        settled = self._text(at, line, prefix, _columns(white), text)
        self.before = text.rstrip()
        return settled

    def _text(self, at: int, line: str, prefix: str, column: int, text: str) -> Line:
        self.in_note = _FOOTNOTE.match(text) is not None or (self.in_note and bool(column or self.before))
        if text.startswith(_FENCE):
            self.in_fence = not self.in_fence
        if self.in_note or self.in_fence:
            self.open.clear()
            return Line(at, line)
        mark = None if _RULE.fullmatch(text.rstrip()) else _MARK.match(text)
        if mark is None:
            return self._continued(at, line, prefix, column, text)
        begins = not self.before or self.before.endswith(_COLON) or self.before[0] == "#" or is_heading(self.before)
        if not self.open and not begins and not _RULE.fullmatch(self.before):
            return Line(at, line, fault=ListFault.BLANK, column=len(line) - len(text) + 1, sign=mark[0].rstrip(_WHITE))
        return self._item(at, line, prefix, column, mark)

    def _item(self, at: int, line: str, prefix: str, column: int, mark: re.Match[str]) -> Line:
        level, first = self._level_of(column), not self.open
        beside = self.open[level] if level < len(self.open) else None
        numbered = mark["number"] is not None
        del self.open[level:]
        self.open.append(_Open(column, numbered))
        sign = f"{mark['number']}." if numbered else mark["sign"]
        other_kind = beside is not None and beside.numbered is not numbered
        return Line(
            at,
            f"{prefix}{' ' * (STEP * level)}{sign} {mark.string[mark.end() :]}",
            apart=bool(self.before) and (first or other_kind),
            fault=ListFault.INDENT if beside is not None and column == beside.column + 1 else None,
            column=len(line) - len(mark.string) + 1,
        )

    def _continued(self, at: int, line: str, prefix: str, column: int, text: str) -> Line:
        """Return a line that is no item: the rest of one, a paragraph below one, or text outside lists."""
        level = self._level_of(column)
        if not self.before or (not column and starts_level(text, self.before)):
            del self.open[level:]
        if self.open:
            return Line(at, f"{prefix}{' ' * (STEP * level)}{text}" if level else line)
        like = _LIKE_A_MARK.match(text)
        if like and self.before and _LIKE_A_MARK.match(self.before):
            return Line(at, line, fault=ListFault.MARK, column=len(line) - len(text) + 1, sign=like[0])
        return Line(at, line)


def settled(lines: Iterable[str]) -> Iterator[Line]:
    """Yield the lines of a body with their lists brought to steps of ``STEP`` columns; all else stays."""
    lists = _Lists()
    for at, line in enumerate(lines):
        yield lists.line(at, line)


def list_faults(path: str, body: str, body_line: int) -> Iterator[Diagnostic]:
    """Yield what is wrong with the lists of a body that begins on line ``body_line`` of its file.

    Lines that run together are reported once, where they begin to.
    """
    last = -2
    for line in settled(body.split("\n")):
        if line.fault is None:
            continue
        if line.fault is ListFault.INDENT or line.at != last + 1:
            yield diagnose(line.fault, Place(path, body_line + line.at, line.column), value=line.sign)
        if line.fault is not ListFault.INDENT:
            last = line.at


class _Settle(Preprocessor):
    """Bring lists to steps, and set a blank line before those that begin right under a line that announces them."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the parser is to see them."""
        out: list[str] = []
        for line in settled(lines):
            if line.apart:
                out.append("")
            out.append(line.text)
        return out


class _Numbered(OListProcessor):
    LAZY_OL = False  # it begins with the number its editor wrote
    SIBLING_TAGS: ClassVar[list[str]] = ["ol"]


class _Plain(UListProcessor):
    SIBLING_TAGS: ClassVar[list[str]] = ["ul"]


class ChineseListsExtension(Extension):
    """Register both: lines brought to steps, and lists that keep their number and their kind."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        """Run before tabs become spaces (30); processors take the places of those they are made from."""
        md.preprocessors.register(_Settle(md), "chinese-lists", 35)
        md.parser.blockprocessors.register(_Numbered(md.parser), "olist", 40)
        md.parser.blockprocessors.register(_Plain(md.parser), "ulist", 30)
