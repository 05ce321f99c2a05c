"""Read what a published file says in every way that a program may read it: without tags, unescaped, decoded."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

from bulletin_gate.radicals import without_radicals

BARRIER: Final = "\ud800"
"""A sign that no text has: nothing that stands before it, tag or comment, runs on behind it."""

# Tags that stand within a line: what they part belongs together, as in 1381<b>234</b>5678. The engine tries what begins
# with one sign, or with one of a set, the fastest.
_INLINE: Final = re.compile(
    r"</?(?:[aA](?:[bB]{2}[rR])?|[bB](?:[dD][iI])?|[cC](?:[iI][tT]|[oO][dD])[eE]|[dD][eE][lL]|[eE][mM]|[fF][oO][nN][tT]"
    r"|[iI](?:[nN][sS])?|[kK][bB][dD]|[mM][aA][rR][kK]|[qQ]|[sS](?:[mM][aA][lL]{2}|[pP][aA][nN]|[tT][rR][oO][nN][gG]"
    r"|[uU][bBpP])?|[tT][iI][mM][eE]|[uU]|[wW][bB][rR])"
    rf"(?:\s[^<>{BARRIER}]*)?/?>|<!--[^{BARRIER}]*?-->|<!\[CDATA\["
)
_TAG: Final = re.compile(rf"<[A-Za-z/!?][^<>{BARRIER}]*>")
# Markup that readers do not see: of a tag what stands in its attributes, or in a name that is none; comments whole.
MARKUP: Final = (
    rf"<(?:[A-Za-z/?]|!(?!--))(?:[^<>{BARRIER}\s=]{{0,10}}+[\s=]|[^<>{BARRIER}\s=]{{11}})[^<>{BARRIER}]*+>"
    rf"|<!--[^{BARRIER}]*?(?:-->|(?={BARRIER})|\Z)"
)
_MARKUP: Final = re.compile(MARKUP)
_UNICODE: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\u\{[0-9a-fA-F]{1,6}\}|(?:\\x[0-9a-fA-F]{2})+")
_ENTITY: Final = re.compile(r"&(?:#[0-9xX]|[A-Za-z])")
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_DATA: Final = re.compile(r";base64,([A-Za-z0-9+/=\s]{8,})")
_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_INVISIBLE: Final = re.compile(f"[{_UNSEEN}]")
_ODD: Final = re.compile(f"[{_UNSEEN}\u2e80-\u2ef3\u2f00-\u2fd5]")  # or radicals
_DEEPEST: Final = 4  # wrappings within wrappings: a page escaped in a feed, an address encoded in that page


def _code_points(found: re.Match[str]) -> str:
    written = found[0]
    if written.startswith("\\u{"):
        point = int(written[3:-1], 16)
        return chr(point) if point <= 0x10FFFF else written  # noqa: PLR2004 (the last of Unicode)
    if written.startswith("\\x"):
        return bytes.fromhex(written.replace("\\x", "")).decode("utf-8", "replace")
    return bytes.fromhex(written.replace("\\u", "")).decode("utf-16-be", "replace")


def plain(text: str) -> str:
    """Return the text of marked-up text as it is read: no tags, entities resolved, a line for each block."""
    if "<" in text:
        text = _TAG.sub("\n", _INLINE.sub("", text.replace("]]>", "")))
    return unescape(text) if "&" in text else text


def tags_in(text: str) -> list[str]:
    """Return the comments of a text and the tags with attributes, each once."""
    return list(dict.fromkeys(_MARKUP.findall(text)))


def inside(tags: list[str]) -> str:
    """Return what stands in tags and comments, a line each, without angle brackets: that is text itself."""
    return "\n".join(tags).replace("<", " ").replace(">", " ")


def _payloads(text: str) -> Iterator[str]:
    for found in _DATA.finditer(text):
        letters = "".join(found[1].split()).rstrip("=")
        try:
            data = base64.b64decode(letters + "=" * (-len(letters) % 4))
        except (binascii.Error, ValueError):
            continue
        yield data.decode("utf-8", "replace")


def _decoded(text: str) -> Iterator[str]:
    """Yield the text with each of its wrappings taken off, where it has one."""
    if "&" in text and _ENTITY.search(text):
        yield unescape(text)
    if "%" in text and _PERCENT.search(text):
        yield unquote(text, errors="replace")
    if "\\u" in text or "\\x" in text:
        yield _UNICODE.sub(_code_points, text)
    if ";base64," in text:
        yield from _payloads(text)


def readings(text: str) -> Iterator[str]:
    """Yield every reading of a text that differs from the others: as seen, markup, and both with escapes resolved.

    The work is bounded: at most four layers of wrapping, and a layer is entered only where it changes something.
    """
    seen: set[str] = set()
    waiting = [(text, 0)]
    while waiting:
        one, depth = waiting.pop()
        if not one or one in seen:
            continue
        seen.add(one)
        if "<" in one:
            waiting += [(plain(one), depth), (inside(tags_in(one)), depth)]
        else:
            yield one
        if depth < _DEEPEST and "<" not in one:
            waiting += [(after, depth + 1) for after in _decoded(one) if after != one]


def folded(text: str) -> str:
    """Return a text without white space, invisible characters and radicals, in lower case: line wraps hide nothing."""
    return _visible("".join(text.split()).lower())


def folded_lines(text: str) -> str:
    """Return a text folded line by line."""
    return _visible("\n".join(["".join(line.split()) for line in text.split("\n")]).lower())


def _visible(text: str) -> str:
    if text.isascii() or not _ODD.search(text):
        return text
    return without_radicals(_INVISIBLE.sub("", text))
