"""A built site as the tests look at it: files, parsed pages, and where links lead."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_FOREIGN = {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "use"}
# Nobody serves the site here: a link that climbs above the root shows by leaving this path.
_BASE = "http://portal.test/above/root/"
_ENGLISH = "en/"


def text_of(element: HtmlElement) -> str:
    """Return an element's text with white space folded."""
    return " ".join(str(element.text_content()).split())


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder by its relative path."""
    start = len(os.path.join(folder, ""))  # noqa: PTH118 (a path object for each of a hundred thousand files takes seconds)
    paths = sorted((path[start:] for path in _files(folder)), key=lambda path: path.split("/"))
    return {path: (folder / path).read_bytes() for path in paths}


def _files(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) if os.path.isdir(folder) else nullcontext(()) as entries:  # noqa: PTH112 (likewise)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path


class Markup(HTMLParser):
    """Read a page strictly: every element closed where it should be, ids, links and attributes noted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        values = dict(attrs)
        if len(values) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, values))
        self.ids += [value for name, value in attrs if name == "id" and value is not None]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "poster", "srcset"}]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of an inline drawing that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag in _FOREIGN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Compare an element that closes with the one that is open."""
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> where </{self._open[-1] if self._open else ''}> is due")
        if tag in self._open:
            while self._open.pop() != tag:
                pass


@dataclass
class Page:
    """One page of a built site; ``address`` is relative to the root."""

    address: str
    text: str

    @cached_property
    def document(self) -> HtmlElement:
        """Return the parsed page."""
        return lxml.html.document_fromstring(self.text)

    @cached_property
    def markup(self) -> Markup:
        """Return the page read strictly."""
        return Markup(self.text)

    def select(self, selector: str) -> list[HtmlElement]:
        """Return the elements that a CSS selector finds."""
        return list(self.document.cssselect(selector))

    def one(self, selector: str) -> HtmlElement:
        """Return the only element that a selector finds."""
        (element,) = self.select(selector)
        return element

    def said(self, selector: str) -> list[str]:
        """Return the texts of the elements that a selector finds."""
        return [text_of(element) for element in self.select(selector)]


class Site:
    """A built site; ``url`` is where its public edition stands; ``moved`` are the pages that only lead on.

    ``pages`` are those in Chinese, ``english`` their twins by the same addresses: what tests/site/test_english.py says
    of the twins makes whatever holds of ``pages`` hold of them.
    ``templates`` names the template of each page where its maker has noted them.
    """

    def __init__(self, root: Path, url: str, templates: Mapping[str, str] = MappingProxyType({})) -> None:
        self.root, self.url, self.templates = root, url, templates
        self.files = tree_of(root)
        paths = (path for path in self.files if path.endswith(".html"))
        pages = (Page(re.sub(r"(^|/)index\.html$", r"\1", path), self.files[path].decode()) for path in paths)
        everything = {page.address: page for page in pages}
        self.moved = {one.address: one for one in everything.values() if one.select("meta[http-equiv=refresh]")}
        shown = {address: page for address, page in everything.items() if address not in self.moved}
        self.pages = {address: page for address, page in shown.items() if not address.startswith(_ENGLISH)}
        self.english = {
            address.removeprefix(_ENGLISH): page for address, page in shown.items() if address not in self.pages
        }

    def text(self, path: str) -> str:
        """Return a file as text."""
        return self.files[path].decode()

    def place_of(self, page: Page, link: str) -> str | None:
        """Return the address within the site, and the fragment, that a link leads to; None if it leads elsewhere."""
        base = urlsplit(self.url).path if page.address == "404.html" else urlsplit(_BASE).path
        target = urlsplit(urljoin(f"http://portal.test{base}{page.address}", link))
        if target.scheme not in {"http", "https"} or target.netloc != "portal.test":
            return None
        assert target.path.startswith(base), f"{page.address}: {link} leads above the root"
        return unquote(target.path.removeprefix(base)) + (f"#{unquote(target.fragment)}" if target.fragment else "")

    def link(self, page: Page, element: HtmlElement) -> str | None:
        """Return the address that a link element leads to."""
        return self.place_of(page, element.attrib["href"])

    def has(self, address: str) -> bool:
        """Say whether an address is served by a file."""
        path = f"{address}index.html" if not address or address.endswith("/") else address
        return path in self.files

    def path_of(self, absolute: str) -> str:
        """Return the address within the site of an absolute one."""
        assert absolute.startswith(self.url), absolute
        return absolute.removeprefix(self.url)
