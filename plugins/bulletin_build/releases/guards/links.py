"""Every link within a release leads to one of its files, and every fragment to a place in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.markup import Markup, links_of_styles, read_markup
from bulletin_build.releases.guards.places import Places, base_of

_MARKUP: Final = (".html", ".svg")
_EVERYWHERE: Final = frozenset({"", "top"})  # the beginning of any page (HTML, 7.4.6.3)
_DIRECTIVE: Final = ":~:"  # what follows is for the browser to look for in the text


@dataclass(slots=True)
class _Asked:
    """Who leads to a place: the first page, how it writes the link, how many pages."""

    page: str
    link: str
    pages: int = 0


def _text(release: Folder, path: str) -> str:
    return release.read(path).decode("utf-8", "replace")


def _links(release: Folder) -> Iterator[tuple[str, Markup]]:
    for path in release.sizes:
        if path.endswith(_MARKUP):
            yield path, read_markup(_text(release, path))
        elif path.endswith(".css"):
            yield path, Markup(set(links_of_styles(_text(release, path))))


def check_links(release: Folder, _served: Folder | None) -> Iterator[Finding]:
    """Yield each place that links lead to and that is not there, with the first page that does and how many do."""
    places = Places(release, base_of(release))
    missing: dict[str, _Asked] = {}
    asked: dict[str, dict[str, _Asked]] = defaultdict(dict)
    for page, markup in _links(release):
        for link in sorted(markup.links):
            place = places.of(page, link)
            if place is None:
                continue
            if place.path is None or place.path not in release.sizes:
                missing.setdefault(place.path or link, _Asked(page, link)).pages += 1
                continue
            fragment = place.fragment.partition(_DIRECTIVE)[0]
            if fragment in _EVERYWHERE or (place.path == page and fragment in markup.ids):
                continue
            asked[place.path].setdefault(fragment, _Asked(page, link)).pages += 1
    for target, one in missing.items():
        yield finding(
            one.page,
            N_("{link} leads to {target}, which is not there ({pages} pages); put the link right, or bring it back"),
            link=one.link,
            target=target,
            pages=one.pages,
        )
    for path, fragments in asked.items():
        ids = read_markup(_text(release, path)).ids if path.endswith(_MARKUP) else set()
        for fragment, one in fragments.items():
            if fragment not in ids:
                yield finding(
                    one.page,
                    N_("{link} leads to a place that {target} has not ({pages} pages); put the link right"),
                    link=one.link,
                    target=path,
                    pages=one.pages,
                )
