"""WebSub: feeds name the hub that tells their followers of what is new, and the hub is told which have changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError, XMLParser

_SELF: Final = re.compile(rb'<((?:atom:)?link) [^>]*rel="self"[^>]*/>')
_ATOM: Final = "http://www.w3.org/2005/Atom"
_LINK: Final = f"{{{_ATOM}}}link"
_TYPE: Final = "WebSub"
_AT_ONCE: Final = 50  # topics told in one request


@dataclass(frozen=True, slots=True)
class Topic:
    """A feed that is announced: its own address (WebSub calls it the topic), and the address of its hub."""

    address: str
    hub: str


def with_hub(xml: bytes, hub: str) -> bytes:
    """Return an RSS or Atom document that names a hub beside its own address (WebSub, section 4: discovery).

    Without a hub it stays as it is. Raises ValueError for a document that doesn't say where it stands.
    """
    if not hub:
        return xml
    own = _SELF.search(xml)
    if own is None:
        raise ValueError(xml[:80])
    link = f'<{own[1].decode()} rel="hub" href="{escape(hub)}"/>'
    return xml[: own.end()] + link.encode() + xml[own.end() :]


class _Links:
    """The target of a parser that keeps the links of a feed itself, by their relation."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._within = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep a link that stands outside entries."""
        if tag in {"item", f"{{{_ATOM}}}entry"}:
            self._within += 1
        elif tag == _LINK and not self._within:
            self.found.setdefault(attributes.get("rel", "alternate"), attributes.get("href", ""))

    def end(self, tag: str) -> None:
        """Leave an entry."""
        self._within -= tag in {"item", f"{{{_ATOM}}}entry"}


def topic_of(path: str, data: bytes) -> Topic | None:
    """Return the topic that a file of an output is, by what it says of itself; None for all that names no hub."""
    if path.endswith((".rss", ".atom")) and b'rel="hub"' in data:
        links = _Links()
        parser = XMLParser(target=links)  # noqa: S314 (a feed of our own, of a release that was checked)
        try:
            parser.feed(data)
            parser.close()
        except ParseError:
            return None
        own, hub = links.found.get("self", ""), links.found.get("hub", "")
    elif path.endswith(".json") and b'"hubs"' in data:
        said = json.loads(data)
        own, hub = said.get("feed_url", ""), next((one["url"] for one in said["hubs"] if one["type"] == _TYPE), "")
    else:
        return None
    return Topic(own, hub) if own and hub else None


def hubs_of(hub: str) -> list[dict[str, str]]:
    """Return what a JSON Feed says of its hub (JSON Feed 1.1, ``hubs``)."""
    return [{"type": _TYPE, "url": hub}] if hub else []


def requests_for(topics: Iterable[Topic]) -> Iterator[tuple[str, bytes]]:
    """Yield the address of a hub and the form that tells it what has changed, some topics at a time.

    How a hub is told is no part of WebSub (section 5.2 leaves it to both sides); hubs take what PubSubHubbub 0.4 wrote
    down in its section 7.1: ``hub.mode=publish`` and a ``hub.url`` a topic.
    """
    by_hub: dict[str, list[str]] = {}
    for topic in topics:
        by_hub.setdefault(topic.hub, []).append(topic.address)
    for hub, addresses in by_hub.items():
        for at in range(0, len(addresses), _AT_ONCE):
            form = [("hub.mode", "publish"), *(("hub.url", one) for one in addresses[at : at + _AT_ONCE])]
            yield hub, urlencode(form).encode("ascii")
