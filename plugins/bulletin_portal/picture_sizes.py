"""Which sizes of a picture are published beside the original, and how a page offers them to a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from bulletin_source.han import LOCAL
from bulletin_source.links import MEDIA

# Half of a phone's width at two dots a px, a phone's at two or a text column's, the text column's at two.
WIDTHS: Final = (480, 960, 1440)
_SCALED: Final = frozenset({"jpg", "jpeg", "png", "webp"})  # a GIF is a drawing of few colours, an SVG has any size
_MOST: Final = 16_383  # px, more than which WebP has not (RFC 9649, 2.5)
# Wide windows show a column of text, 40 em wide, narrow ones a picture from edge to edge.
SIZES: Final = "(min-width: 48rem) 40rem, 100vw"
# As the sanitiser of bodies writes elements and attributes.
_PICTURE: Final = re.compile(r'<img (?:[^<>"]|"[^"]*")*>')
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')
_FIGURE: Final = re.compile(rf"({_PICTURE.pattern})(?:\s*<figcaption>(.*?)</figcaption>)?", re.DOTALL)
_LAZY: Final = ' loading="lazy"'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a text: its file, what it shows, its caption, and its size in px (0: not known)."""

    path: str
    description: str
    caption: str
    width: int
    height: int

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the widths of its copies, smallest first; () where there are none."""
        return widths_of(self.path, self.width, self.height)


def widths_of(path: str, width: int, height: int) -> tuple[int, ...]:
    """Return the widths in px in which a picture is published as WebP beside the original, none above its own."""
    if not width or max(width, height) > _MOST or path.rpartition(".")[2].lower() not in _SCALED:
        return ()
    below = tuple(one for one in WIDTHS if one < width)
    return below if len(below) == len(WIDTHS) else (*below, width)


def scaled_path(path: str, width: int) -> str:
    """Return where a copy stands: beside its original, whose whole name is kept, since x.jpg may stand by x.png."""
    return f"{path}-{width}.webp"


def _attributes(tag: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(tag))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def pictures_in(body: str) -> Iterator[Picture]:
    """Yield the pictures in the tree that a sanitised body shows, in their order."""
    if "<img " not in body:
        return
    for tag, caption in _FIGURE.findall(body):
        given = _attributes(tag)
        if given.get("src", "").startswith(LOCAL + MEDIA):
            words = html.unescape(given.get("alt", "")), html.unescape(caption)
            path = unquote(given["src"].removeprefix(LOCAL))
            yield Picture(path, *words, _number(given.get("width", "")), _number(given.get("height", "")))


def source_set(path: str, widths: tuple[int, ...], files: str) -> str:
    """Return the value of a srcset: the copies of a picture, whose path is percent-encoded, below ``files``."""
    return ", ".join(f"{files}{scaled_path(path, one)} {one}w" for one in widths)


def responsive(body: str, files: str) -> str:
    """Return a body whose pictures are offered in all their sizes, below ``files``; other addresses stay."""

    def offered(found: re.Match[str]) -> str:
        given = _attributes(found[0])
        source = given.get("src", "")
        if not source.startswith(LOCAL + MEDIA):
            return found[0]
        widths = widths_of(source, _number(given.get("width", "")), _number(given.get("height", "")))
        if not widths:
            return found[0]
        choice = source_set(source.removeprefix(LOCAL), widths, files)
        return f'<picture><source type="image/webp" srcset="{choice}" sizes="{SIZES}">{found[0]}</picture>'

    return _PICTURE.sub(offered, body) if "<img " in body else body


def first_at_once(page: str) -> str:
    """Return a page whose first picture is not left for later: it may be what the page is opened for."""
    return page.replace(_LAZY, "", 1)
