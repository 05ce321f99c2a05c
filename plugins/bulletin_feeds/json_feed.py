"""Write feeds as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from bulletin_feeds.entries import FeedEntry
from bulletin_feeds.entry_xml import allowed
from bulletin_feeds.story import Feed
from bulletin_portal import addresses

VERSION: Final = "https://jsonfeed.org/version/1.1"
_LANGUAGE: Final = "zh-CN"
_HISTORY: Final = "https://www.rfc-editor.org/rfc/rfc5005#section-4"


def _text(told: dict[str, Any]) -> bytes:
    return allowed(json.dumps(told, ensure_ascii=False))


def json_item(one: FeedEntry) -> bytes:
    """Return an item as it stands in every document."""
    told: dict[str, Any] = {
        "id": one.id,
        "url": one.link,
        "title": one.title,
        "content_html": one.html,
        "summary": one.summary,
        "date_published": one.published.isoformat(),
        "date_modified": one.updated.isoformat(),
        "authors": [{"name": name} for name in one.authors],
        "tags": list(dict.fromkeys(each.label for each in one.categories)),
        "language": _LANGUAGE,
    }
    if one.related:
        told["external_url"] = one.related
    if one.enclosures:
        told["attachments"] = [
            {"url": file.url, "mime_type": file.type, "size_in_bytes": file.length} for file in one.enclosures
        ]
    return _text(told)


def json_document(feed: Feed, address: str, items: Iterable[bytes], hubs: list[dict[str, str]] | None = None) -> bytes:
    """Return a feed with items that ``json_item`` wrote; ``address`` is where it will stand, absolute."""
    told: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "description": feed.description or feed.title,
        "language": _LANGUAGE,
        "authors": [{"name": feed.author}],
    }
    if feed.before:  # `next_url` would have to lead to a JSON Feed: an extension says where the past stands
        told["_archive"] = {"about": _HISTORY, "url": feed.before, "mime_type": addresses.ARCHIVE_FORMAT.type}
    if hubs:
        told["hubs"] = hubs
    told["items"] = []
    return _text(told).removesuffix(b"]}") + b",\n".join([b"", *items]).removeprefix(b",") + b"\n]}\n"


def to_json(feed: Feed, address: str) -> bytes:
    """Return a feed as JSON Feed 1.1; ``address`` is where it will stand, absolute."""
    return json_document(feed, address, map(json_item, feed.entries))
