"""Read a source text as its readers will, each character knowing where in the source it stands."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_HAN: Final = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026"
_ENTITY: Final = r"&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
# What Markdown leaves out of the text that it prints. Four asterisks and more are a mask and stay; an underscore
# within a word does too.
_MARKUP: Final = re.compile(
    rf"""
    \\(?P<sign>[!-/:-@\[-`{{-~])
    |(?P<entity>{_ENTITY})
    |(?P<mask>\*{{4,}})
    |(?P<space>\\\n|<[bB][rR][ ]*/?>|\|)
    |<!--[^<>]{{0,200}}-->
    |</?[A-Za-z][^<>\n]{{0,500}}>
    |!?\[\^[^\]\s]{{1,60}}\]
    |\]\([^()\n]{{0,1000}}\)
    |\]\[[^\]\n]{{0,200}}\]
    |[*`\[\]]|!(?=\[)|~~
    |(?<!\w)_+|_+(?!\w)
    |(?<=[{_HAN}])[ ]?\n[ \t]*(?=[*_\[]*[{_HAN}])
    |(?P<line>(?<=\S)[ ]{{0,2}}\n[ \t>]*(?=[^\s#>|*+-]))
    """,
    re.VERBOSE,
)
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SIGNS: Final = re.compile(r"[\\&*<>\[\]`_|~\n]")


@dataclass(frozen=True, slots=True)
class View:
    """A text made from a source; ``starts`` and ``ends`` hold the stretch of the source each character stands for."""

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the source that a stretch of the text (not empty) was made from."""
        return self.starts[start], self.ends[end - 1]


def _made(text: str, pieces: Iterable[tuple[int, int, str]]) -> View:
    """Make a view from the stretches that read otherwise, in order, with what they read as."""
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for start, end, reads in pieces:
        parts.extend((text[at:start], reads))
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        starts.extend([start] * len(reads))
        ends.extend([end] * len(reads))
        at = end
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return View("".join(parts), starts, ends)


def _read_as(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups["entity"]:
        return html.unescape(groups["entity"])
    if groups["space"] or groups["line"]:
        return " "
    return groups["sign"] or groups["mask"] or ""


def printed(text: str) -> View | None:
    """Return the text that Markdown prints, without markup and targets of links; None where the two are the same.

    Paragraphs that print as they stand are left out.
    """
    blocks = [(0, len(text))] if "<!--" in text else list(_marked_blocks(text))
    return _made(text, _pieces(text, blocks)) if blocks else None


def _marked_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield from, to of the paragraphs that hold a sign of markup or a line's end."""
    at = 0
    for block in text.split("\n\n"):
        if _SIGNS.search(block):
            yield at, at + len(block)
        at += len(block) + 2


def _pieces(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the markup of blocks with what it reads as, and what stands between the blocks as an empty line."""
    at = 0
    for low, high in blocks:
        if at < low:
            yield at, low, "\n\n"
        for found in _MARKUP.finditer(text, low, high):
            yield found.start(), found.end(), _read_as(found)
        at = high
    if at < len(text):
        yield at, len(text), "\n\n"


def decoded(text: str) -> View | None:
    """Return the text with what is written as in addresses (%31%33…) decoded; None where nothing is."""
    if "%" not in text or not _PERCENT.search(text):
        return None
    return _made(text, ((one.start(), one.end(), unquote(one[0], errors="replace")) for one in _PERCENT.finditer(text)))


def views(text: str) -> Iterator[View]:
    """Yield every other way in which a text is read."""
    makers: tuple[Callable[[str], View | None], ...] = (printed, decoded)
    for make in makers:
        view = make(text)
        if view is not None:
            yield view


def scattered(text: str, secret: str) -> tuple[int, int] | None:
    """Return where the characters of a secret stand in order with nothing but markup between; None if nowhere."""
    signs = [re.escape(sign) for sign in secret if not sign.isspace()]
    if not signs:
        return None
    # Between two characters at most forty of what is no letter or digit: linear, since the secret is short.
    found = re.search(r"[^\w\n]{0,40}?".join(signs), text)
    return found.span() if found else None
