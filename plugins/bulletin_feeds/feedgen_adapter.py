"""Write feeds by feedgen 1.0.0; the one module that knows the library, so that it can be replaced.

The library writes a document without its entries, which ``entry_xml`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from bulletin_feeds.enclosures import AUDIO, VIDEO
from bulletin_feeds.entry_xml import allowed, atom_entry, rss_item
from bulletin_feeds.notices import Removed
from bulletin_feeds.story import Feed
from bulletin_portal.addresses import ARCHIVE_FORMAT as _ATOM

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
HISTORY: Final = "http://purl.org/syndication/history/1.0"  # RFC 5005
MEDIA: Final = "http://search.yahoo.com/mrss/"  # Media RSS 1.5.1
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
# What the elements of an item may need; feedgen itself declares those of content and of links.
_ITEM_SPACES: Final = {"dc": "http://purl.org/dc/elements/1.1/", "media": MEDIA}
_PLAYED: Final = re.compile(rf'<media:content [^>]*medium="(?:{AUDIO}|{VIDEO})"'.encode())


class _Spaces(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """The prefixes of the elements of items."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes."""
        return dict(_ITEM_SPACES)


class _Channel(BaseExtension):  # type: ignore[misc]  # likewise
    """What feeds say beside feedgen's elements: history, tombstones, and to players of sound what they ask for.

    feedgen puts extensions of Atom before the entries, where RFC 4287 wants them.
    """

    is_archive = False
    removed: tuple[Removed, ...] = ()
    before = ""  # absolute address of the closed period before it, in Atom, for RSS
    author = ""  # of sound or film, "" where there is none

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes of what is used."""
        found = {"fh": HISTORY} if self.is_archive else {}
        found |= {"at": TOMBSTONES} if self.removed else {}
        return found | ({"itunes": ITUNES} if self.author else {})

    def extend_atom(self, feed: Any) -> Any:  # noqa: ANN401 (an element of lxml's)
        """Add what makes an archive (RFC 5005) and the tombstones (RFC 6721)."""
        if self.is_archive:
            xml_elem(f"{{{HISTORY}}}archive", feed)
        for one in self.removed:
            deleted = xml_elem(f"{{{TOMBSTONES}}}deleted-entry", feed, ref=one.ref, when=one.when.isoformat())
            xml_elem(f"{{{TOMBSTONES}}}comment", deleted).text = one.comment
        return feed

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401 (likewise)
        """Add where the past stands (RFC 5005, appendix B), and what players of sound ask for."""
        channel = feed.find("channel")
        if self.before:
            own = next(channel.iterchildren(f"{{{ATOM}}}link"))
            link = xml_elem(f"{{{ATOM}}}link", channel, rel="prev-archive", type=_ATOM.type, href=self.before)
            own.addnext(link)
        if self.author:
            xml_elem(f"{{{ITUNES}}}author", channel).text = self.author
            xml_elem(f"{{{ITUNES}}}category", channel, text="Government")
            xml_elem(f"{{{ITUNES}}}explicit", channel).text = "false"
        return feed


def _plain(text: str) -> str:
    return allowed(text).decode()


def _cleaned(feed: Feed) -> Feed:
    """Return a feed whose own texts lxml does not refuse."""
    removed = tuple(replace(one, comment=_plain(one.comment)) for one in feed.removed)
    texts = _plain(feed.title), _plain(feed.description), _plain(feed.author)
    return replace(feed, title=texts[0], description=texts[1], author=texts[2], removed=removed)


def _generator(feed: Feed, address: str, media_type: str, links: Mapping[str, str]) -> FeedGenerator:
    """Return a generator of a document; ``links`` are addresses in its format by their relation to it."""
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.description(feed.description or feed.title)
    generator.language("zh-CN")
    generator.author({"name": feed.author})
    # feedgen takes the last link as the channel's: the page must come after the feed itself (feed.py:616).
    generator.link(href=address, rel="self", type=media_type)
    for rel, href in links.items():
        generator.link(href=href, rel=rel, type=media_type)
    generator.link(href=feed.home, rel="alternate", type="text/html")
    # Both default to the current time, which would make every build differ (feed.py:39, 73).
    generator.updated(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.generator("Govbulletin")
    generator.register_extension("channel", _Channel)
    return generator


def _whole(document: bytes, end: bytes, entries: Iterable[bytes]) -> bytes:
    """Return a document without entries with entries before its end."""
    at = document.rindex(end)
    return b"".join([document[:at], *entries, document[at:]])


def rss_document(feed: Feed, address: str, items: Iterable[bytes]) -> bytes:
    """Return a feed as RSS 2.0 with items that ``rss_item`` wrote; ``address`` is where it will stand, absolute.

    Its closed past is that of Atom, where the same entries have the same ids.
    """
    generator, items = _generator(_cleaned(feed), address, "application/rss+xml", {}), list(items)
    generator.register_extension("spaces", _Spaces, atom=False)
    generator.channel.before = feed.before
    if any(map(_PLAYED.search, items)):
        generator.channel.author = feed.author
    return _whole(generator.rss_str(pretty=True), b"</channel>", items)


def atom_document(feed: Feed, address: str, entries: Iterable[bytes]) -> bytes:
    """Return a feed as Atom (RFC 4287) with entries that ``atom_entry`` wrote; ``address`` as above."""
    feed = _cleaned(feed)
    generator = _generator(feed, address, "application/atom+xml", feed.links())
    generator.channel.removed, generator.channel.is_archive = feed.removed, bool(feed.period)
    return _whole(generator.atom_str(pretty=True), b"</feed>", entries)


def to_rss(feed: Feed, address: str) -> bytes:
    """Return a feed as RSS 2.0; ``address`` is where it will stand, absolute."""
    return rss_document(feed, address, map(rss_item, feed.entries))


def to_atom(feed: Feed, address: str) -> bytes:
    """Return a feed as Atom (RFC 4287); ``address`` is where it will stand, absolute."""
    return atom_document(feed, address, map(atom_entry, feed.entries))
