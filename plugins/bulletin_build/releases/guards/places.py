"""Where a link leads within a release, as a web server and a browser would say (RFC 3986)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Final
from urllib.parse import unquote, urlsplit

from bulletin_build.releases.folder import Folder

_SITEMAP: Final = re.compile(rb"(?mi)^Sitemap:\s*(\S+/)sitemap\.xml\s*$")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the release by its path, and a place in it, "" for none; ``path`` None: above the root."""

    path: str | None
    fragment: str


def base_of(release: Folder) -> str:
    """Return the absolute address of the site, as robots.txt says it; "" if it does not."""
    found = _SITEMAP.search(release.read("robots.txt")) if "robots.txt" in release.sizes else None
    return found[1].decode("utf-8", "replace") if found else ""


@dataclass(slots=True)
class Places:
    """Resolves links within one release; the same link from pages of one depth is resolved once."""

    release: Folder
    base: str
    _path: str = field(init=False)
    _known: dict[tuple[object, str], Place | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._path = (urlsplit(self.base).path if self.base else "") or "/"

    def of(self, page: str, link: str) -> Place | None:
        """Return the place that a link on the page at this path leads to; None for one that leads elsewhere."""
        folder = page.rpartition("/")[0]
        depth = folder.count("/") + 1 if folder else 0
        # From pages of one depth, a link that goes up to the root leads to the same place.
        key = (depth if depth and link.startswith("../" * depth) else page, link)
        if key not in self._known:
            place = self._resolve(page, folder, link)
            if key[0] == page:
                return place  # a page's own: not kept, there are too many
            self._known[key] = place
        return self._known[key]

    def _resolve(self, page: str, folder: str, link: str) -> Place | None:
        address, _, fragment = link.partition("#")
        address, fragment = address.partition("?")[0], unquote(fragment)
        if not address:
            return Place(page, fragment)
        if _SCHEME.match(address):
            within = self.within(address)
            return None if within is None else Place(within, fragment)
        if address.startswith("/"):
            if not address.startswith(self._path):
                return None  # another site of the same host
            relative = address[len(self._path) :]
        else:
            relative = f"{folder}/{address}" if folder else address
        return Place(self._file(unquote(relative)), fragment)

    def within(self, absolute: str) -> str | None:
        """Return the file that an absolute address of the site is served from; None for an address elsewhere."""
        if not self.base or not (absolute + "/").startswith(self.base):
            return None
        return self._file(unquote(absolute[len(self.base) :].partition("?")[0].partition("#")[0]))

    def _file(self, relative: str) -> str | None:
        path = normpath(relative) if relative else "."
        if path == ".." or path.startswith(("../", "/")):
            return None
        if path == ".":
            return "index.html"
        as_folder = relative.endswith(("/", "/.", "/.."))
        return self.release.served_for(f"{path}/" if as_folder else path)
