"""Block structure as Chinese bulletins write it: 一、（一） headings, 1. paragraphs, captions of tables.

The levels 一、（一）1.（1） are those of GB/T 9704-2012, 7.3.3; the first two become headings, the others begin
paragraphs or lists of their own.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

_NUMERALS: Final = "[一二三四五六七八九十]{1,3}"
_FIRST: Final = re.compile(rf"{_NUMERALS}、")
_SECOND: Final = re.compile(rf"[（(]{_NUMERALS}[）)]")
# What begins a line in a numbered Chinese text and is therefore never the rest of the paragraph above.
LEVEL_START: Final = rf"(?:{_NUMERALS}、|[（(](?:{_NUMERALS}|\d{{1,2}})[）)])"
_LEVEL: Final = re.compile(LEVEL_START)
_STRUCTURE: Final = re.compile(r"\s*(?:[-*+>|#]|\d{1,3}[.)]\s)")
_CAPTION: Final = re.compile(r"表\s*(?:\d{1,3}(?:-\d{1,3})?)?[ \u3000：:]\s*\S.*")
_SENTENCE_END: Final = re.compile(r"[。！？]")
# 1. without a space, 1．and 1、 where no figure follows: the third level as bulletins type it.
_THIRD: Final = re.compile(r"(\d{1,2})([.．、)）])(?=[^\s\d])")
_BEFORE_THIRD: Final = ("。", "！", "？", "；", "：", ":", ";")
_NOT_ENDING: Final = ("。", "！", "？", "；", "，", "、", "：", ":")
_LONGEST_HEADING: Final = 36
_LONGEST_CAPTION: Final = 60


class _Lines(Preprocessor):
    """Set a blank line where Chinese practice begins a new block without one."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with blank ones put in."""
        out: list[str] = []
        for line in lines:
            before = out[-1] if out else ""
            if before.strip() and (starts_level(line, before) or is_heading(before)):
                out.append("")
            out.append(line)
        return out


class _Headings(Treeprocessor):
    """Make headings of short numbered paragraphs, and captions of the line above a table."""

    def run(self, root: ET.Element) -> None:
        """Rewrite the top level in place; numbered text inside lists and quotations stays as it is."""
        for paragraph in [child for child in root if child.tag == "p" and child.text]:
            tag = _heading_tag(paragraph.text or "")
            if tag is not None:
                self._head(paragraph, tag)
        for above, table in list(zip(root, list(root)[1:], strict=False)):
            if table.tag == "table" and above.tag == "p" and len(above) == 0 and _is_caption(above.text or ""):
                caption = ET.Element("caption")
                caption.text = (above.text or "").strip()
                table.insert(0, caption)
                root.remove(above)

    @staticmethod
    def _head(paragraph: ET.Element, tag: str) -> None:
        text = paragraph.text or ""
        end = _SENTENCE_END.search(text)
        if end is None:
            if is_heading(text):
                paragraph.tag = tag
        elif end.end() < len(text) and end.end() <= _LONGEST_HEADING:
            # A heading that runs into its paragraph: 一、加强领导。各镇……
            strong = ET.Element("strong")
            strong.text, strong.tail = text[: end.end()], text[end.end() :]
            paragraph.text = ""
            paragraph.insert(0, strong)


def starts_level(line: str, before: str) -> bool:
    """Say whether a line begins a numbered paragraph below another line: with 一、（一）（1）, or 1. meant so.

    A line of text may begin with a figure and a sign where it was broken; so 1. begins a paragraph behind the end of a
    sentence, or behind a line with the number before it.
    """
    if _STRUCTURE.match(before):
        return False
    if _LEVEL.match(line):
        return True
    third = _THIRD.match(line)
    if third is None:
        return False
    above = _THIRD.match(before)
    follows = above is not None and above[2] == third[2] and int(above[1]) + 1 == int(third[1])
    return follows or before.rstrip().endswith(_BEFORE_THIRD)


def is_heading(line: str) -> bool:
    """Say whether a line is a heading by itself: numbered 一、 or （一）, short, and no sentence."""
    line = line.rstrip()
    return len(line) <= _LONGEST_HEADING and _heading_tag(line) is not None and not line.endswith(_NOT_ENDING)


def _heading_tag(text: str) -> str | None:
    if _FIRST.match(text):
        return "h3"
    return "h4" if _SECOND.match(text) else None


def _is_caption(text: str) -> bool:
    return len(text) <= _LONGEST_CAPTION and _CAPTION.fullmatch(text.strip()) is not None


class ChineseBlocksExtension(Extension):
    """Register both."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        """Run before blocks are parsed, and before inline text is (20), so that marks inside headings still work."""
        md.preprocessors.register(_Lines(md), "chinese-lines", 15)
        md.treeprocessors.register(_Headings(md), "chinese-headings", 24)
