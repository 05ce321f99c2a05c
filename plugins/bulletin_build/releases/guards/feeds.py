"""Every feed has what its format demands (RSS 2.0; Atom, RFC 4287; JSON Feed 1.1), and its links lead somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from xml.etree.ElementTree import Element

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.feed_identity import is_unchanged
from bulletin_build.releases.guards.places import Places, base_of
from bulletin_build.releases.guards.xml_files import BrokenXMLError, read_xml, said

_JSON: Final = "https://jsonfeed.org/version/1"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


def check_feeds(release: Folder, served: Folder | None) -> Iterator[Finding]:
    """Yield what is wrong with the feeds: every ``.rss`` and ``.atom`` file, and the JSON beside it.

    JSON that is served already is passed over: the Atom beside it leads to the same pages.
    """
    places = Places(release, base_of(release))
    for path in release.sizes:
        if path.endswith(".json") and f"{path[:-5]}.atom" in release.sizes and not is_unchanged(path, release, served):
            yield from _json(path, release.read(path), places)
        if not path.endswith((".rss", ".atom")):
            continue
        try:
            root = read_xml(path, release.read(path))
        except BrokenXMLError as error:
            yield error.found
            continue
        yield from _rss(path, root) if path.endswith(".rss") else _atom(path, root)
        yield from _links(path, root, places)


def _json(path: str, data: bytes, places: Places) -> Iterator[Finding]:
    try:
        feed = json.loads(data)
        items, links = feed["items"], [feed["home_page_url"], feed["feed_url"], *(one["url"] for one in feed["items"])]
        sound = feed["version"].startswith(_JSON) and feed["title"] and all(one["id"] for one in items)
    except (ValueError, LookupError, TypeError, AttributeError):
        sound, items, links = False, [], []
    if not sound:
        yield finding(path, N_("is no {format} feed; build anew with inv build --full"), format="JSON")
        return
    yield from _once(path, (one["id"] for one in items))
    yield from _dead(path, links, places)


def _demand(path: str, element: Element, tags: Iterable[str], where: str) -> Iterator[Finding]:
    for tag in tags:
        if not said(element, tag):
            yield finding(
                path,
                N_("{where} has no {element}, which readers of feeds need; build anew with inv build --full"),
                where=where,
                element=tag.rpartition("}")[2],
            )


def _once(path: str, ids: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in ids:
        if one and one in seen:
            yield finding(path, N_("two entries have the id {id}; build anew with inv build --full"), id=one)
        seen.add(one)


def _dated(path: str, text: str, moment: object) -> Iterator[Finding]:
    if text and moment is None:
        yield finding(path, N_("{value} is no date; build anew with inv build --full"), value=text)


def _rss(path: str, root: Element) -> Iterator[Finding]:
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield finding(path, N_("is no {format} feed; build anew with inv build --full"), format="RSS 2.0")
        return
    yield from _demand(path, channel, ("title", "link", "description"), "channel")
    items = channel.findall("item")
    for number, item in enumerate(items, 1):
        yield from _demand(path, item, ("title", "link", "guid"), f"item {number}")
    yield from _once(path, (said(item, "guid") for item in items))
    for element in (channel, *items):
        for tag in ("pubDate", "lastBuildDate"):
            text = said(element, tag)
            yield from _dated(path, text, _rfc_822(text))


def _rfc_822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _atom(path: str, root: Element) -> Iterator[Finding]:
    if root.tag != f"{_ATOM}feed":
        yield finding(path, N_("is no {format} feed; build anew with inv build --full"), format="Atom")
        return
    needed = (f"{_ATOM}id", f"{_ATOM}title", f"{_ATOM}updated")
    yield from _demand(path, root, needed, "feed")
    entries = root.findall(f"{_ATOM}entry")
    authored = root.find(f"{_ATOM}author") is not None
    for number, entry in enumerate(entries, 1):
        yield from _demand(path, entry, needed, f"entry {number}")
        if not authored:  # RFC 4287, 4.2.1
            author = entry.find(f"{_ATOM}author")
            yield from _demand(path, entry if author is None else author, (f"{_ATOM}name",), f"entry {number}")
    yield from _once(path, (said(entry, f"{_ATOM}id") for entry in entries))
    for element in (root, *entries):
        for tag in ("updated", "published"):
            text = said(element, f"{_ATOM}{tag}")
            yield from _dated(path, text, _rfc_3339(text))


def _rfc_3339(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _links(path: str, root: Element, places: Places) -> Iterator[Finding]:
    """Yield the links of a feed and its entries into the site that lead to nothing."""
    written = [element.text or "" for element in root.iter("link")]
    written += [element.get("href") or "" for element in root.iter(f"{_ATOM}link")]
    written += [element.get("url") or "" for element in root.iter("enclosure")]
    yield from _dead(path, written, places)


def _dead(path: str, written: Iterable[str], places: Places) -> Iterator[Finding]:
    for link in dict.fromkeys(one.strip() for one in written):
        # A feed may say where it is to be found, though it stands elsewhere: only what is ours has to be there.
        if places.base and link.startswith(places.base) and places.within(link) not in places.release.sizes:
            yield finding(
                path, N_("{link} leads to nothing in this release; build anew with inv build --full"), link=link
            )
