"""What OPML 2.0 asks of a list of subscriptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from tests.site.feed_rules.rules import Rules, has_controls, has_markup, is_language, is_web, mail_moment, twice

_HEAD: Final = {
    *("title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState"),
    *("vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"),
}
_VERSIONS: Final = {"RSS", "RSS1", "RSS2", "scriptingNews"}


@dataclass(frozen=True)
class OpmlDocument:
    """An OPML document."""

    data: bytes
    address: str = ""

    @cached_property
    def root(self) -> etree._Element:
        """Return the root."""
        return etree.fromstring(self.data, etree.XMLParser(resolve_entities=False))

    @cached_property
    def outlines(self) -> list[etree._Element]:
        """Return every outline."""
        return list(self.root.iter("outline"))

    @property
    def feeds(self) -> list[etree._Element]:
        """Return the outlines that are subscriptions."""
        return [one for one in self.outlines if one.get("type") == "rss" or one.get("xmlUrl") is not None]


OPML_RULES: Final = Rules[OpmlDocument]("OPML 2.0")
_rule = OPML_RULES.rule


@_rule(
    "opml.root",
    "The opml element",
    ('version="2.0"', 'version="1.1"'),
    ("<opml version=", "<opml xmlns='urn:x' version="),
)
def _root(document: OpmlDocument) -> Iterator[str]:
    if document.root.tag != "opml" or document.root.get("version") != "2.0":
        yield f"{document.root.tag!s} {document.root.get('version')}"


@_rule("opml.head-and-body", "The opml element", ("<body>", "<body/><body>"), ("<head>", "<head/><head>"))
def _head_and_body(document: OpmlDocument) -> Iterator[str]:
    if [one.tag for one in document.root] != ["head", "body"]:
        yield f"{[one.tag for one in document.root]}"


@_rule(
    "opml.encoding",
    "Notes: XML",
    ("encoding='UTF-8'", "encoding='GB18030'"),
    ("<opml", "<!DOCTYPE opml><opml"),
    ("<title>", "<title>\x85"),
)
def _encoding(document: OpmlDocument) -> Iterator[str]:
    info = document.root.getroottree().docinfo
    texts = [
        *map(str, document.root.itertext()),
        *(str(text) for one in document.outlines for text in one.attrib.values()),
    ]
    if info.encoding not in {"UTF-8", "utf-8"} or info.doctype or any(map(has_controls, texts)):
        yield f"{info.encoding!r} {info.doctype}"


@_rule(
    "opml.head",
    "The head element",
    ("<title>望潮政务信息</title>", ""),
    ("<docs>", "<generator>甲</generator><docs>"),
    ("<docs>http", "<docs>"),
)
def _head(document: OpmlDocument) -> Iterator[str]:
    head = document.root.find("head")
    names = [str(one.tag) for one in head if isinstance(one.tag, str)] if head is not None else []
    yield from (one for one in names if one not in _HEAD and not one.startswith("{"))
    yield from twice(names)
    if not (document.root.findtext("head/title") or "").strip():
        yield "no title"
    if "docs" in names and not is_web(document.root.findtext("head/docs")):
        yield "docs"


@_rule(
    "opml.dates",
    "The head element: dates",
    ("<dateModified>Tue, 08 Mar 2005 00:00:00 +0800", "<dateModified>2005-03-08"),
    ('created="Sat, 20', 'created="20.11.'),
)
def _dates(document: OpmlDocument) -> Iterator[str]:
    found = [one.text for one in document.root.iter("dateCreated", "dateModified")]
    found += [one.get("created") for one in document.outlines if one.get("created") is not None]
    yield from (f"{one}" for one in found if mail_moment(one) is None)


@_rule("opml.body", "The body element", ('text="刊物">', 'text="刊物"><line/>'))
def _body(document: OpmlDocument) -> Iterator[str]:
    if document.root.find("body/outline") is None:
        yield "no outline"
    yield from (
        str(one.tag)
        for body in document.root.findall("body")
        for one in body.iter("*")
        if one.tag not in {"body", "outline"}
    )


@_rule(
    "opml.text",
    "The outline element: text",
    ('text="全部刊物"', 'text=""'),
    ('text="全部刊物"', ""),
    ('text="全部刊物"', 'text="&lt;b>全部&lt;/b>"'),
)
def _text(document: OpmlDocument) -> Iterator[str]:
    texts = [one.get("text") for one in document.outlines]
    yield from (f"{one}" for one in texts if not (one or "").strip() or has_markup(one))


@_rule(
    "opml.subscription",
    "Subscription lists",
    ('xmlUrl="https://zwxx.example/feeds/all.atom"', ""),
    ('xmlUrl="https://zwxx.example/feeds/all.atom"', 'xmlUrl="feeds/all.atom"'),
    ('type="rss" text="全部刊物"', 'text="全部刊物"'),
    ('htmlUrl="https:', 'htmlUrl="'),
)
def _subscription(document: OpmlDocument) -> Iterator[str]:
    for one in document.feeds:
        page = one.get("htmlUrl")
        if one.get("type") != "rss" or not is_web(one.get("xmlUrl")) or (page is not None and not is_web(page)):
            yield f"{dict(one.attrib)}"


@_rule("opml.is-a-list", "Subscription lists", ("xmlUrl=", "url="))
def _is_a_list(document: OpmlDocument) -> Iterator[str]:
    if not any(is_web(one.get("xmlUrl")) for one in document.feeds):
        yield "no subscription"


@_rule("opml.once", "Subscription lists", ("feeds/gazette.rss", "feeds/all.atom"))
def _once(document: OpmlDocument) -> Iterator[str]:
    yield from twice(str(one.get("xmlUrl")) for one in document.feeds)


@_rule(
    "opml.language",
    "Subscription lists: language and version",
    ('language="zh-CN"', 'language="中文"'),
    ('version="RSS2"', 'version="2.0b"'),
)
def _language(document: OpmlDocument) -> Iterator[str]:
    for one in document.feeds:
        if one.get("language") is not None and not is_language(one.get("language")):
            yield f"{one.get('language')}"
        if one.get("version") is not None and one.get("version") not in _VERSIONS:
            yield f"{one.get('version')}"


GOOD_OPML: Final = """<?xml version='1.0' encoding='UTF-8'?>
<opml version="2.0"><head><title>望潮政务信息</title><dateModified>Tue, 08 Mar 2005 00:00:00 +0800</dateModified>
<docs>http://opml.org/spec2.opml</docs></head>
<body><outline text="刊物"><outline type="rss" text="全部刊物" title="全部刊物" language="zh-CN"
created="Sat, 20 Nov 2004 12:00:00 +0800" xmlUrl="https://zwxx.example/feeds/all.atom" htmlUrl="https://zwxx.example/"/>
<outline type="rss" version="RSS2" text="政务普刊" xmlUrl="https://zwxx.example/feeds/gazette.rss"/></outline></body></opml>
"""
