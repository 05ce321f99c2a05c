"""What a page or style sheet leads to and which places it has, found without building a tree of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final

_UNREAD: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG: Final = re.compile(r"""<[a-zA-Z][^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+>""")
# Every attribute is taken, whatever its name: what stands in a value is no attribute.
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_URL: Final = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_REFRESH: Final = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
_REFRESHES: Final = re.compile(r"""http-equiv\s*=\s*["']?refresh\b""", re.IGNORECASE)
_LISTS: Final = frozenset({"srcset", "imagesrcset"})
_LINKS: Final = frozenset({"href", "poster", "src", "xlink:href"})
_PLACED: Final = frozenset({"a", "map"})  # where ``name`` is a place too


@dataclass(slots=True)
class Markup:
    """The links of a page as they are written, unescaped, and its ids."""

    links: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def links_of_styles(text: str) -> Iterator[str]:
    """Yield what a style sheet loads."""
    for found in _URL.finditer(_COMMENT.sub("", text)):
        yield next((group for group in found.groups() if group is not None), "").strip()


def candidates(value: str) -> Iterator[str]:
    """Yield the addresses in a ``srcset``: up to white space; a comma ends the sizes behind it (HTML, 4.8.4.2.1)."""
    rest = value.lstrip(" \t\n,")
    while rest:
        address, *others = rest.split(None, 1)
        rest = others[0] if others else ""
        if not address.endswith(","):
            rest = rest.partition(",")[2]
        yield address.rstrip(",")
        rest = rest.lstrip(" \t\n,")


@lru_cache(maxsize=100_000)  # pages repeat each other's tags
def _read(tag: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the links and the ids of one tag."""
    links: list[str] = []
    ids: list[str] = []
    start, *attributes = _ATTRIBUTE.finditer(tag)
    element = start[1].lower()
    for found in attributes:
        name = found[1].lower()
        value = unescape(found[2] or found[3] or found[4] or "")
        if name == "id" or (name == "name" and element in _PLACED):
            ids.append(value)
        elif name in _LISTS:
            links.extend(candidates(value))
        elif name == "content":
            target = _REFRESH.match(value) if _REFRESHES.search(tag) else None
            links.extend([target[1].strip()] if target else [])
        elif name in _LINKS or (name == "data" and element == "object"):
            links.append(value.strip())
    if "url(" in tag:
        links.extend(links_of_styles(unescape(tag)))
    return tuple(links), tuple(ids)


def read_markup(text: str) -> Markup:
    """Return what a page or drawing leads to; what stands in comments and scripts leads nowhere."""
    markup = Markup()
    kept = []
    last = 0
    for found in _UNREAD.finditer(text):
        kept.append(text[last : found.start()])
        last = found.end()
        if found[1]:
            kept.append(f"<{found[1]}{found[2]}>")  # the tag itself may lead somewhere
            if found[1].lower() == "style":
                markup.links.update(links_of_styles(found[3]))
    kept.append(text[last:])
    for tag in set(_TAG.findall("".join(kept))):
        links, ids = _read(tag)
        markup.links.update(links)
        markup.ids.update(ids)
    return markup
