"""An RSS document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from tests.site.feed_rules.rules import Fragment

SPECIFICATION: Final = "RSS 2.0 and its Best Practices Profile"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
ENCODED: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
XHTML: Final = "http://www.w3.org/1999/xhtml"
SLASH: Final = "{http://purl.org/rss/1.0/modules/slash/}comments"
_EMPTY: Final = etree.Element("channel")


@dataclass(frozen=True)
class RssDocument:
    """An RSS document and the address it stands at."""

    data: bytes
    address: str

    @cached_property
    def root(self) -> etree._Element:
        """Return the root."""
        return etree.fromstring(self.data, etree.XMLParser(resolve_entities=False, huge_tree=True))

    @property
    def channel(self) -> etree._Element:
        """Return the channel."""
        found = self.root.find("channel")
        return _EMPTY if found is None else found

    @cached_property
    def items(self) -> list[etree._Element]:
        """Return the items in their order."""
        return self.channel.findall("item")

    @property
    def containers(self) -> list[etree._Element]:
        """Return the channel and its items."""
        return [self.channel, *self.items]


def name_of(item: etree._Element) -> str:
    """Return what a message calls an item."""
    return item.findtext("guid") or item.findtext("title") or str(item.tag)


def own_of(element: etree._Element) -> list[str]:
    """Return the names of the children that are of no namespace."""
    return [str(one.tag) for one in element if isinstance(one.tag, str) and not one.tag.startswith("{")]


def htmls_of(document: RssDocument) -> Iterator[tuple[str, Fragment]]:
    """Yield the HTML of each item, with what a message calls the item."""
    for item in document.items:
        for name in ("description", ENCODED):
            yield from ((name_of(item), Fragment(one.text or "")) for one in item.findall(name))
