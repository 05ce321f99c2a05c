"""The sitemap names every page that search engines may show, once, and nothing else (sitemaps.org 0.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.places import Places, base_of
from bulletin_build.releases.guards.xml_files import BrokenXMLError, read_xml, said

INDEX: Final = "sitemap.xml"
_SPACE: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_MISSING: Final = "404.html"
_MOST: Final = 50_000  # addresses a file may name
_HEAD: Final = 2_000  # bytes in which a page says that it is not to be shown
_UNLISTED: Final = b'<meta name="robots" content="noindex'


def check_sitemap(release: Folder, _served: Folder | None) -> Iterator[Finding]:
    """Yield pages that the sitemap leaves out, names twice or names though they are not there."""
    base = base_of(release)
    if not base or INDEX not in release.sizes:
        yield finding("robots.txt", N_("names no sitemap that is there; build anew with inv build --full"))
        return
    places = Places(release, base)
    named: Counter[str] = Counter()
    for found in _locations(release, INDEX, places, depth=0):
        if isinstance(found, str):
            named[found] += 1
        else:
            yield found
    for path, times in named.items():
        if times > 1:
            yield finding(
                INDEX, N_("names {page} {times} times; build anew with inv build --full"), page=path, times=times
            )
    for path in release.pages():
        if path not in named and path != _MISSING and _UNLISTED not in release.read(path)[:_HEAD]:
            yield finding(path, N_("stands in no sitemap; build anew with inv build --full"))


def _locations(release: Folder, path: str, places: Places, depth: int) -> Iterator[str | Finding]:
    """Yield the files that a sitemap names, and what is wrong with it."""
    try:
        root = read_xml(path, release.read(path))
    except BrokenXMLError as error:
        yield error.found
        return
    parts = root.findall(f"{_SPACE}sitemap") if root.tag == f"{_SPACE}sitemapindex" and depth == 0 else []
    if not parts and root.tag != f"{_SPACE}urlset":
        yield finding(path, N_("is no sitemap; build anew with inv build --full"))
        return
    entries = parts or root.findall(f"{_SPACE}url")
    if len(entries) > _MOST:
        yield finding(path, N_("names more than {most} addresses, which search engines refuse"), most=_MOST)
    for entry in entries:
        address = said(entry, f"{_SPACE}loc")
        target = places.within(address)
        if target is None or target not in release.sizes:
            yield finding(
                path, N_("{link} leads to nothing in this release; build anew with inv build --full"), link=address
            )
        elif parts:
            yield from _locations(release, target, places, depth + 1)
        else:
            yield target
