"""Convert plain paragraphs and plain tables, most of what bulletins hold, without a Markdown parser; the same bytes."""

from __future__ import annotations

import re
from typing import Final

from bulletin_source.chinese_blocks import LEVEL_START

# Han characters and the punctuation set with them: a line break between two of these is not a space.
_HAN: Final = (
    "\u2e80-\u303f\u3040-\u30ff\u31c0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff"
)
# Marks of emphasis, links and footnotes may stand between; two spaces at the line's end are a break that is meant.
SOFT_BREAK: Final = re.compile(rf"([{_HAN}](?:[*_]|\[\^[^\]\s]+\]|\]\([^()\s]*\))*) ?\n[ \t]*(?=[*_\[]*[{_HAN}])")
# Nothing in such a text has a meaning in Markdown or HTML, except that blank lines part paragraphs.
_SIGNS: Final = r"\\`*_\[\]<>&!#|^~\n\t\xa0\x02\x03"
_LINE: Final = rf"(?!\s|\d+[.)]|[:=+-]|{LEVEL_START})[^{_SIGNS}]*[^{_SIGNS}\s]"
_PARAGRAPH: Final = rf"{_LINE}(?:\n{_LINE})*"
_PARAGRAPHS: Final = re.compile(rf"{_LINE}(?:\n+{_LINE})*")
_CELL: Final = rf"[ ]*[^{_SIGNS}\s](?:[^{_SIGNS}]*[^{_SIGNS}\s])?[ ]*\|"
# Two columns at least: with one, it takes more to be a table.
_ROW: Final = rf"\|(?:{_CELL}){{2,}}"
_RULE: Final = r"\|(?:[ ]*:?-+:?[ ]*\|){2,}"
_TABLE: Final = rf"{_ROW}\n{_RULE}(?:\n{_ROW})+"
_BLOCKS: Final = re.compile(rf"(?:{_PARAGRAPH}|{_TABLE})(?:\n\n(?:{_PARAGRAPH}|{_TABLE}))*")
# What may begin a paragraph of its own below another line, or be meant for an item of a list.
_OWN_LINE: Final = re.compile(r"\n(?<=[^\n]\n)(?:\d{1,2}[．、）]|[•·●○■◆▪])")
_ALIGN: Final = {(True, True): ' class="center"', (True, False): ' class="left"', (False, True): ' class="right"'}
_CAPTION: Final = "表"


def plain_html(body: str) -> tuple[str, str] | None:
    """Return HTML and text of a body of plain paragraphs and tables; None for any other."""
    if _OWN_LINE.search(body):
        return None
    if _PARAGRAPHS.fullmatch(body):
        paragraphs = [_paragraph(one) for one in re.split(r"\n{2,}", body)]
        return "\n".join(f"<p>{one}</p>" for one in paragraphs), " ".join(" ".join(paragraphs).split())
    if "|" not in body or not _BLOCKS.fullmatch(body):
        return None
    markup: list[str] = []
    words: list[str] = []
    for block in body.split("\n\n"):
        if block[0] == _CAPTION:  # it may be the table's
            return None
        if block[0] != "|":
            paragraph = _paragraph(block)
            markup.append(f"<p>{paragraph}</p>")
            words.append(paragraph)
            continue
        rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in block.split("\n")]
        if len({len(row) for row in rows}) > 1:
            return None
        markup.append(_table(rows))
        words.extend(cell for row in (rows[0], *rows[2:]) for cell in row)
    return "\n".join(markup), " ".join(" ".join(words).split())


def _paragraph(text: str) -> str:
    return SOFT_BREAK.sub(r"\1", text) if "\n" in text else text


def _table(rows: list[list[str]]) -> str:
    """Return a table as ``han`` makes it, from its cells; the second row is the rule below the head."""
    head, rule, *body = rows
    align = [_ALIGN.get((cell[0] == ":", cell[-1] == ":"), "") for cell in rule]
    top = "".join(f"<th{attribute}>{cell}</th>\n" for attribute, cell in zip(align, head, strict=True))
    opened = [f"<td{attribute}>" for attribute in align]
    below = "".join(
        "<tr>\n" + "".join(f"{tag}{cell}</td>\n" for tag, cell in zip(opened, row, strict=True)) + "</tr>\n"
        for row in body
    )
    return (
        '<div aria-label="表格" class="table-scroll" role="group" tabindex="0"><table>\n'
        f"<thead>\n<tr>\n{top}</tr>\n</thead>\n<tbody>\n{below}</tbody>\n</table></div>"
    )
