"""Write feeds by feedgen 1.0.0; the one module that knows the library, so that it can be replaced."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from feedgen.entry import FeedEntry as LibraryEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from bulletin_feeds.entries import FeedEntry
from bulletin_feeds.feeds import Feed
from bulletin_feeds.notices import Removed

TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
_ATOM = "{http://www.w3.org/2005/Atom}link"
_ATTRIBUTES = ("rel", "type", "hreflang", "title", "length")


class _Entry(LibraryEntry):  # type: ignore[misc]  # feedgen ships no types
    """An entry whose Atom links keep their attributes, which feedgen loses (lkiesow/python-feedgen #135)."""

    def rss_entry(self, extensions: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 (the library's signature)
        """Return the item; its description is HTML to readers (RSS 2.0), ours is text and therefore escaped."""
        item = super().rss_entry(extensions)
        description = item.find("description")
        description.text = escape(description.text or "", quote=False)
        return item

    def atom_entry(self, extensions: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 (the library's signature)
        entry = super().atom_entry(extensions)
        links = self.link() or []
        for element, link in zip(entry.findall("link") or entry.findall(_ATOM), links, strict=True):
            for name in _ATTRIBUTES:
                if link.get(name):
                    element.set(name, link[name])
        return entry


class _Tombstones(BaseExtension):  # type: ignore[misc]  # likewise
    """The entries removed from an Atom feed; feedgen puts them before the entries, where RFC 4287 wants extensions."""

    removed: tuple[Removed, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix of RFC 6721."""
        return {"at": TOMBSTONES}

    def extend_atom(self, feed: Any) -> Any:  # noqa: ANN401 (an element of lxml's)
        """Add the tombstones."""
        for one in self.removed:
            deleted = xml_elem(f"{{{TOMBSTONES}}}deleted-entry", feed, ref=one.ref, when=one.when.isoformat())
            xml_elem(f"{{{TOMBSTONES}}}comment", deleted).text = one.comment
        return feed


def _entry(one: FeedEntry) -> _Entry:
    entry = _Entry()
    entry.load_extension("dc", atom=False, rss=True)
    entry.id(one.id)
    entry.title(one.title)
    entry.link(href=one.link, rel="alternate", type="text/html")
    if one.related:
        entry.link(href=one.related, rel="related", type="text/html")
    entry.summary(one.summary)
    entry.content(one.html, type="html")
    entry.author([{"name": name} for name in one.authors])
    entry.category([{"term": name} for name in one.categories])
    entry.published(one.published)
    entry.updated(one.updated)
    # RSS demands an e-mail address in <author>; offices have none to show, so the creator stands in Dublin Core.
    entry.dc.dc_creator(list(one.authors))
    return entry


def _generator(feed: Feed, address: str, media_type: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False, rss=True)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.description(feed.description or feed.title)
    generator.language("zh-CN")
    generator.author({"name": feed.author})
    # feedgen takes the last link as the channel's: the page must come after the feed itself (feed.py:616).
    generator.link(href=address, rel="self", type=media_type)
    generator.link(href=feed.home, rel="alternate", type="text/html")
    # Both default to the current time, which would make every build differ (feed.py:39, 73).
    generator.updated(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.generator("Govbulletin")
    if feed.removed:
        generator.register_extension("tombstones", _Tombstones, rss=False)
        generator.tombstones.removed = feed.removed
    for one in feed.entries:
        generator.add_entry(feedEntry=_entry(one), order="append")
    return generator


def to_rss(feed: Feed, address: str) -> bytes:
    """Return a feed as RSS 2.0; ``address`` is where it will stand, absolute."""
    return bytes(_generator(feed, address, "application/rss+xml").rss_str(pretty=True))


def to_atom(feed: Feed, address: str) -> bytes:
    """Return a feed as Atom (RFC 4287); ``address`` is where it will stand, absolute."""
    return bytes(_generator(feed, address, "application/atom+xml").atom_str(pretty=True))
