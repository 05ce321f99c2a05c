"""What RFC 4287 asks of links and pictures, and RFC 6721 of tombstones, beyond what RELAX NG can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.site.feed_rules.atom_document import ATOM, TOMBSTONES, AtomDocument, text_of
from tests.site.feed_rules.rules import (
    Rules,
    is_absolute,
    is_language,
    is_media_type,
    is_normal,
    is_size,
    moment,
    twice,
)

# https://www.iana.org/assignments/link-relations: those that a feed may have to do with.
_RELATIONS: Final = {
    *("alternate", "archives", "collection", "current", "edit", "enclosure", "first", "hub", "icon", "last"),
    *("license", "next", "next-archive", "predecessor-version", "prev-archive", "previous", "related"),
    *("replies", "self", "successor-version", "via"),
}
_REMOVED: Final = '<at:deleted-entry ref="tag:zwxx.example,2004:gazette/2004/6" when="2004-11-30T00:00:00+08:00">'

ATOM_LINK_RULES: Final = Rules[AtomDocument]("RFC 4287")
_rule = ATOM_LINK_RULES.rule


@_rule(
    "atom.link-href",
    "4.2.7.1",
    ('href="https://zwxx.example/gazette/2004/7/"', 'href="../gazette/2004/7/"'),
    ('href="https://zwxx.example/gazette/2004/7/"', 'href="https://zwxx.example/a b/"'),
)
def _link_href(document: AtomDocument) -> Iterator[str]:
    yield from (str(one.get("href")) for one in document.feed.iter(f"{ATOM}link") if not is_absolute(one.get("href")))


@_rule("atom.link-rel", "4.2.7.2", ('rel="related"', 'rel="refers"'), ('rel="related"', 'rel=""'))
def _link_rel(document: AtomDocument) -> Iterator[str]:
    rels = [one.get("rel", "alternate") for one in document.feed.iter(f"{ATOM}link")]
    yield from (one for one in rels if one not in _RELATIONS and not is_absolute(one))


@_rule(
    "atom.link-type",
    "4.2.7.3 and 4.2.7.4",
    ('type="text/html" href="https://zwxx.example/"', 'type="TEXT/" href="https://zwxx.example/"'),
    ('hreflang="zh-CN"', 'hreflang="_"'),
)
def _link_type(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{ATOM}link"):
        if one.get("type") is not None and not is_media_type(one.get("type")):
            yield f"{one.get('href')} is {one.get('type')}"
        if one.get("hreflang") is not None and not is_language(one.get("hreflang")):
            yield f"{one.get('href')} speaks {one.get('hreflang')}"


@_rule(
    "atom.enclosure",
    "4.2.7.2 and 4.2.7.6",
    ('length="1024"', ""),
    ('length="1024"', 'length="1 KB"'),
    ('rel="enclosure" type="text/csv"', 'rel="enclosure"'),
)
def _enclosure(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{ATOM}link"):
        enclosed = one.get("rel") == "enclosure"
        if (enclosed or one.get("length") is not None) and not is_size(one.get("length")):
            yield f"{one.get('href')} has {one.get('length')} octets"
        if enclosed and not one.get("type"):
            yield f"{one.get('href')} has no type"


@_rule(
    "atom.links-once",
    "4.2.7",
    (
        '<link rel="related" type="text/html"',
        '<link rel="related" href="https://zwxx.example/gazette/2004/6/"/><link rel="related" type="text/html"',
    ),
)
def _links_once(document: AtomDocument) -> Iterator[str]:
    for element in document.containers:
        links = element.findall(f"{ATOM}link")
        yield from twice((one.get("rel", "alternate"), one.get("href"), one.get("hreflang")) for one in links)


@_rule(
    "atom.pictures",
    "4.2.5 and 4.2.8",
    ("<icon>https://zwxx.example/", "<icon>/"),
    ("<logo>https://zwxx.example/", "<logo>"),
)
def _pictures(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{ATOM}icon", f"{ATOM}logo"):
        if not is_absolute(one.text):
            yield str(one.text)


@_rule("atom.generator", "4.2.4", (">Govbulletin<", "><"), ('uri="https:', 'uri="'))
def _generator(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.findall(f"{ATOM}generator"):
        if not (one.text or "").strip() or (one.get("uri") is not None and not is_absolute(one.get("uri"))):
            yield f"{one.text} at {one.get('uri')}"


@_rule("tombstone.ref", "RFC 6721, 3", ('ref="tag:zwxx.example,2004:gazette/2004/6"', 'ref="gazette/2004/6"'))
def _ref(document: AtomDocument) -> Iterator[str]:
    refs = [str(one.get("ref")) for one in document.feed.iter(f"{TOMBSTONES}deleted-entry")]
    yield from (one for one in refs if not is_absolute(one) or not is_normal(one))


@_rule("tombstone.when", "RFC 6721, 3", ('when="2004-11-30T00:00:00+08:00"', 'when="2004-11-30T00:00:00"'))
def _when(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{TOMBSTONES}deleted-entry"):
        if moment(one.get("when")) is None:
            yield str(one.get("when"))


@_rule(
    "tombstone.once",
    "RFC 6721, 3",
    (
        "<at:comment>",
        f"</at:deleted-entry>{_REMOVED}<at:comment>",
    ),
)
def _once(document: AtomDocument) -> Iterator[str]:
    yield from twice((one.get("ref"), one.get("when")) for one in document.feed.iter(f"{TOMBSTONES}deleted-entry"))


@_rule(
    "tombstone.gone",
    "RFC 6721, 3",
    (
        'ref="tag:zwxx.example,2004:gazette/2004/6" when="2004-11-30',
        'ref="tag:zwxx.example,2004:gazette/2004/7" when="2006-11-30',
    ),
)
def _gone(document: AtomDocument) -> Iterator[str]:
    # What stands in the feed with an older date than its tombstone is both there and not there.
    updated = {text_of(one, "id"): moment(text_of(one, "updated")) for one in document.entries}
    for one in document.feed.iter(f"{TOMBSTONES}deleted-entry"):
        when, own = moment(one.get("when")), updated.get(str(one.get("ref")))
        if when is not None and own is not None and own <= when:
            yield str(one.get("ref"))
