"""An Atom document, and the schema of RFC 4287."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from lxml import etree

ATOM: Final = "{http://www.w3.org/2005/Atom}"
TOMBSTONES: Final = "{http://purl.org/atompub/tombstones/1.0}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def schema() -> etree.RelaxNG:
    """Return the schema of RFC 4287, appendix B."""
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


@dataclass(frozen=True)
class AtomDocument:
    """An Atom document and the address it stands at."""

    data: bytes
    address: str

    @cached_property
    def feed(self) -> etree._Element:
        """Return the root."""
        return etree.fromstring(self.data, etree.XMLParser(resolve_entities=False, huge_tree=True))

    @cached_property
    def entries(self) -> list[etree._Element]:
        """Return the entries in their order."""
        return self.feed.findall(f"{ATOM}entry")

    @property
    def containers(self) -> list[etree._Element]:
        """Return the feed and its entries."""
        return [self.feed, *self.entries]

    def links(self, rel: str) -> list[str]:
        """Return where the feed's own links of a relation lead."""
        return [str(one.get("href")) for one in self.feed.findall(f"{ATOM}link") if one.get("rel", "alternate") == rel]


def text_of(element: etree._Element, name: str) -> str:
    """Return the text of a child, empty where there is none."""
    return element.findtext(f"{ATOM}{name}") or ""


def name_of(element: etree._Element) -> str:
    """Return what a message calls a feed or entry."""
    return text_of(element, "id") or str(etree.QName(element).localname)
