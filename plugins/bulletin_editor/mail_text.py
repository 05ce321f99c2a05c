"""Plain text for mails: the text of an item without its elements, and lines broken as Chinese is set.

Lines are broken for programs that show them as they come, and marked so that others may join them again (RFC 3676,
``format=flowed`` with ``DelSp``, which is what it provides for scripts without spaces between words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final
from unicodedata import east_asian_width

from bulletin_source.han import LOCAL

WIDTH: Final = 72  # columns, of which a Chinese character takes two; RFC 3676, section 4.2, wants no more than 78
_INDENT: Final = "　　"
_RULE: Final = "─" * (WIDTH // 2)
# GB/T 15834-2011, 5.1: what may not begin a line, and what may not end one.
_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕］｝”’…—％℃·,.;:?!)]}")
_OPENING: Final = frozenset("（《〈「『【〔［｛“‘([{")
_PIECE: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_BLOCKS: Final = frozenset(
    # Texts, and what holds texts.
    (
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "pre",
        "caption",
        "figcaption",
        "div",
        "table",
        "tr",
        "figure",
    )
)


def columns(text: str) -> int:
    """Return how many columns a text takes in a type of fixed width; what is ambiguous counts as in Chinese, as two."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts between which a line may be broken."""
    held = ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        joins = not held or piece[0] in _CLOSING or held[-1] in _OPENING or piece == " "
        if joins:
            held += piece
        else:
            yield held
            held = piece
    if held:
        yield held


def wrapped(line: str, width: int = WIDTH) -> list[str]:
    """Return a paragraph as lines of at most ``width`` columns, where no word or address is longer than that.

    Joined together they are the paragraph again.
    """
    lines = [""]
    room = width
    for piece in _pieces(line):
        size = columns(piece.rstrip(" "))
        if size > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += piece
        room -= columns(piece)
    return lines


def flowed(paragraphs: Iterable[str]) -> str:
    """Return paragraphs as a text of RFC 3676 with DelSp: a line that goes on ends in a space that is no part of it."""
    out: list[str] = []
    for paragraph in paragraphs:
        lines = wrapped(paragraph.rstrip(" "), WIDTH - 1)
        out += [f"{_stuffed(line)} " for line in lines[:-1]] + [_stuffed(lines[-1])]
    return "\n".join(out).rstrip("\n") + "\n"


def _stuffed(line: str) -> str:
    """Return a line that doesn't begin as a quotation, an envelope or a space of its own (section 4.4)."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line


class _Reader(HTMLParser):
    """Read the HTML of an item into paragraphs."""

    def __init__(self, base: str, picture: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.picture = base, picture
        self.paragraphs: list[str] = []
        self._text = ""
        self._mark = ""  # what a list puts before the text of an entry that has just begun
        self._lists: list[int | None] = []  # the last number of each ordered list
        self._link: tuple[str, int] | None = None  # where the open link leads, and where its text begins
        self._cells: list[str] | None = None
        self._plain = False  # within preformatted text
        self._silent = False

    def _end(self) -> None:
        if self._text.strip():
            self.paragraphs.append(self._text.rstrip(" "))
        self._text = self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a list, a row, a link, or say what a picture shows."""
        given = {name: value or "" for name, value in attrs}
        begun = bool(self._mark) and self._text == self._mark
        if tag in _BLOCKS and self._cells is None and not (tag == "p" and begun):
            self._end()
        match tag:
            case "p" if not self._lists:
                self._text = _INDENT
            case "ul" | "ol":
                self._end()
                self._lists.append(int(given.get("start") or 1) - 1 if tag == "ol" else None)
            case "li":
                self._begin_item()
            case "tr":
                self._cells = []
            case "th" | "td":
                self._text = ""
            case "pre":
                self._plain = True
            case "a":
                self._begin_link(given)
            case "br" | "hr" | "img":
                self._put(tag, given)

    def _put(self, tag: str, given: dict[str, str]) -> None:
        """Put what holds no text: a line break, a rule, a picture."""
        if tag == "br":
            self._text += " " if self._cells is not None else "\n"
            return
        self._end()
        if tag == "hr":
            self.paragraphs.append(_RULE)
        else:
            address = self._absolute(given.get("src", ""))
            self.paragraphs.append(self.picture.format(text=given.get("alt", ""), address=address))

    def _absolute(self, address: str) -> str:
        return self.base + address.removeprefix(LOCAL) if address.startswith(LOCAL) else address

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._mark = _INDENT * (len(self._lists) - 1) + ("· " if number is None else f"{number + 1}. ")
        self._text = self._mark

    def _begin_link(self, given: dict[str, str]) -> None:
        self._silent = "footnote-backref" in given.get("class", "").split()
        self._link = (given.get("href", ""), len(self._text))
        if given.get("href", "").startswith("#") and not self._silent:
            self._text += "["

    def _end_link(self) -> None:
        address, begun = self._link or ("", 0)
        self._link, silent, self._silent = None, self._silent, False
        if address.startswith("#"):
            self._text += "" if silent else "]"
            return
        address = self._absolute(address)
        if address and address.removeprefix("mailto:") != self._text[begun:].strip():
            self._text += f"（{address}）"

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        match tag:
            case "a":
                self._end_link()
            case "th" | "td" if self._cells is not None:
                self._cells.append(self._text.strip())
                self._text = ""
            case "tr":
                row, self._cells = self._cells or [], None
                self.paragraphs.append(" | ".join(row))
                self._text = ""
            case "ul" | "ol":
                self._end()
                self._lists.pop()
            case "pre":
                self._end()
                self._plain = False
            case _ if tag in _BLOCKS and self._cells is None:
                self._end()

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self._silent:
            return
        text = data if self._plain else _SPACES.sub(" ", data)
        begins = not self._plain and self._text in {"", _INDENT, self._mark}
        self._text += text.lstrip(" ") if begins else text


def paragraphs_of(body: str, base: str, picture: str) -> list[str]:
    """Return a sanitised body as paragraphs of plain text, none of them empty.

    Args:
        body: The HTML of an item, whose local addresses begin with ``site:``.
        base: Where the site stands, absolute, with a slash at the end.
        picture: The words for a picture, with places for ``{text}`` and ``{address}``.
    """
    reader = _Reader(base, picture)
    reader.feed(body)
    reader.close()
    reader._end()  # noqa: SLF001 (what stands outside all elements)
    return [line for paragraph in reader.paragraphs for line in paragraph.split("\n") if line.strip()]
