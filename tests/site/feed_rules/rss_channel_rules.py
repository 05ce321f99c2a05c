"""What RSS 2.0 and the RSS Advisory Board's Best Practices Profile ask of a document and its channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from tests.site.feed_rules.rss_document import (
    ATOM,
    SPECIFICATION,
    XHTML,
    RssDocument,
    own_of,
)
from tests.site.feed_rules.rules import (
    Rules,
    has_controls,
    is_absolute,
    is_language,
    is_size,
    is_web,
    mail_moment,
    twice,
)

_CHANNEL_ONCE: Final = (
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours"),
    "skipDays",
)
_CHANNEL: Final = {*_CHANNEL_ONCE, "category", "item"}
_ITEM_ONCE: Final = ("title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source")
_ITEM: Final = {*_ITEM_ONCE, "category"}
_DAYS: Final = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
_MAIL: Final = re.compile(r"[^\s@()]+@[^\s@()]+ \([^()]+\)")  # the profile's form: address (Name)

RSS_CHANNEL_RULES: Final = Rules[RssDocument](SPECIFICATION)
_rule = RSS_CHANNEL_RULES.rule


# -- The document -----------------------------------------------------------------------------------------------------


@_rule(
    "rss.root", "specification, What is RSS", ('version="2.0"', 'version="0.92"'), ("<channel>", "<channel/><channel>")
)
def _root(document: RssDocument) -> Iterator[str]:
    if document.root.tag != "rss" or document.root.get("version") != "2.0":
        yield f"{document.root.tag!s} {document.root.get('version')}"
    if own_of(document.root) != ["channel"]:
        yield f"rss holds {own_of(document.root)}"


@_rule(
    "rss.encoding",
    "profile, Character Data",
    ("encoding='UTF-8'", "encoding='GB18030'"),
    ("<rss", "<!DOCTYPE rss><rss"),
)
def _encoding(document: RssDocument) -> Iterator[str]:
    info = document.root.getroottree().docinfo
    if info.encoding not in {"UTF-8", "utf-8"} or info.doctype:
        yield f"{info.encoding!r} {info.doctype}"


@_rule("rss.controls", "profile, Character Data", ("<title>望潮", "<title>\x85望潮"))
def _controls(document: RssDocument) -> Iterator[str]:
    yield from (repr(text) for text in map(str, document.root.itertext()) if has_controls(text))


@_rule("rss.namespaces-at-the-root", "profile, Namespace Elements", ("<docs>", '<x:y xmlns:x="urn:x"/><docs>'))
def _namespaces_at_the_root(document: RssDocument) -> Iterator[str]:
    declared = set(document.root.nsmap.values())
    names = {etree.QName(one).namespace for one in document.root.iter("*")}
    # XHTML alone may be declared where it stands: browsers read it, and readers of feeds pass it over.
    yield from (f"{one}" for one in names if one not in {None, XHTML, *declared})


@_rule(
    "rss.extensions-have-namespaces",
    "specification, Extending RSS",
    ("<docs>", "<creator>甲</creator><docs>"),
    ("<comments>", "<updated>1</updated><comments>"),
)
def _extensions_have_namespaces(document: RssDocument) -> Iterator[str]:
    yield from (one for one in own_of(document.channel) if one not in _CHANNEL)
    yield from (one for item in document.items for one in own_of(item) if one not in _ITEM)


# -- The channel ------------------------------------------------------------------------------------------------------


@_rule(
    "rss.channel-required",
    "specification, Required channel elements",
    ("<title>望潮政务信息</title>", ""),
    ("<link>https://zwxx.example/</link>", ""),
    ("<description>一句话简介。</description>", "<description/>"),
)
def _channel_required(document: RssDocument) -> Iterator[str]:
    yield from (one for one in ("title", "link", "description") if not (document.channel.findtext(one) or "").strip())


@_rule(
    "rss.channel-once",
    "profile, Channel",
    ("<language>", "<language>en</language><language>"),
    ("<ttl>", "<ttl>1</ttl><ttl>"),
)
def _channel_once(document: RssDocument) -> Iterator[str]:
    yield from twice(one for one in own_of(document.channel) if one in _CHANNEL_ONCE)


@_rule(
    "rss.channel-link",
    "specification, Required channel elements",
    ("<link>https://zwxx.example/</link>", "<link>/</link>"),
    ("<link>https://zwxx.example/</link>", "<link>https://zwxx.example/feeds/all.rss</link>"),
)
def _channel_link(document: RssDocument) -> Iterator[str]:
    link = document.channel.findtext("link")
    if not is_web(link) or link == document.address:  # feedgen takes the last link: PEPs' feed led to itself so
        yield f"{link}"


@_rule("rss.items-last", "profile, Item", ("<docs>", "<item><title>甲</title></item><docs>"))
def _items_last(document: RssDocument) -> Iterator[str]:
    tags = [one.tag for one in document.channel]
    if "item" in tags and set(tags[tags.index("item") :]) != {"item"}:
        yield "an item stands before what belongs to the channel"


@_rule(
    "rss.language",
    "specification, Optional channel elements: language",
    ("<language>zh-CN", "<language>中文"),
    ("<language>zh-CN</language>", ""),
)
def _language(document: RssDocument) -> Iterator[str]:
    if not is_language(document.channel.findtext("language")):
        yield f"{document.channel.findtext('language')}"


@_rule(
    "rss.people",
    "profile, Data Types: Email Address",
    ("<managingEditor>bgs@zwxx.example (办公室)", "<managingEditor>办公室"),
    ("<webMaster>web@zwxx.example (网站)", "<webMaster>web@zwxx.example"),
    ("<author>a@zwxx.example (甲)", "<author>甲"),
)
def _people(document: RssDocument) -> Iterator[str]:
    people = [document.channel.findtext(name) for name in ("managingEditor", "webMaster")]
    people += [item.findtext("author") for item in document.items]
    yield from (one for one in people if one is not None and not _MAIL.fullmatch(one))


@_rule(
    "rss.dates",
    "specification, channel: pubDate; RFC 822",
    ("Sat, 20 Nov 2004 12:00:00 +0800</pubDate>\n<e", "2004-11-20T12:00:00+08:00</pubDate>\n<e"),
    ("Sat, 20 Nov 2004 12:00:00 +0800</pubDate>\n<e", "Sat, 20 Nov 04 12:00:00 +0800</pubDate>\n<e"),
    ("Sat, 20 Nov 2004 12:00:00 +0800</pubDate>\n<e", "Sun, 20 Nov 2004 12:00:00 +0800</pubDate>\n<e"),
    ("Sat, 20 Nov 2004 12:00:00 +0800</pubDate>\n<e", "Sat, 20 Nov 2004 12:00:00 CST</pubDate>\n<e"),
    ("<lastBuildDate>", "<lastBuildDate>am "),
)
def _dates(document: RssDocument) -> Iterator[str]:
    found = [one.text for one in document.root.iter("pubDate", "lastBuildDate")]
    yield from (f"{one}" for one in found if mail_moment(one) is None)


@_rule(
    "rss.last-build",
    "specification, Optional channel elements: lastBuildDate",
    ("<lastBuildDate>Tue, 08 Mar 2005", "<lastBuildDate>Mon, 08 Mar 2004"),
    ("<lastBuildDate>Tue, 08 Mar 2005 00:00:00 +0800</lastBuildDate>", ""),
)
def _last_build(document: RssDocument) -> Iterator[str]:
    own = mail_moment(document.channel.findtext("lastBuildDate"))
    dates = [one for one in (mail_moment(item.findtext("pubDate")) for item in document.items) if one]
    if own is None or any(one > own for one in dates):
        yield f"{document.channel.findtext('lastBuildDate')}"


@_rule("rss.docs", "specification, Optional channel elements: docs", ("<docs>https:", "<docs>"))
def _docs(document: RssDocument) -> Iterator[str]:
    docs = document.channel.findtext("docs")
    if docs is not None and not is_web(docs):
        yield docs


@_rule(
    "rss.ttl", "specification, Optional channel elements: ttl", ("<ttl>60", "<ttl>eine Stunde"), ("<ttl>60", "<ttl>-1")
)
def _ttl(document: RssDocument) -> Iterator[str]:
    ttl = document.channel.findtext("ttl")
    if ttl is not None and not is_size(ttl):
        yield ttl


@_rule(
    "rss.image",
    "specification and profile, Channel: image",
    ("<url>https:", "<url>"),
    ("<width>88", "<width>200"),
    ("<height>31", "<height>500"),
    ("<image><title>望潮政务信息", "<image><title>另一"),
    ("<image><title>望潮政务信息</title>", "<image>"),
)
def _image(document: RssDocument) -> Iterator[str]:
    image = document.channel.find("image")
    if image is None:
        return
    if not is_web(image.findtext("url")):
        yield f"at {image.findtext('url')}"
    yield from (one for one in ("title", "link") if image.findtext(one) != document.channel.findtext(one))
    for name, most in (("width", 144), ("height", 400)):
        size = image.findtext(name)
        if size is not None and not (is_size(size) and 1 <= int(size) <= most):
            yield f"{name} {size}"


@_rule("rss.no-text-input", "profile, Channel: textInput", ("<docs>", "<textInput/><docs>"))
def _no_text_input(document: RssDocument) -> Iterator[str]:
    if document.channel.find("textInput") is not None:
        yield "textInput"


@_rule(
    "rss.skip",
    "specification, skipHours and skipDays",
    ("<hour>3", "<hour>24"),
    ("<hour>3</hour>", "<hour>3</hour><hour>3</hour>"),
    ("<day>Sunday", "<day>Sun"),
)
def _skip(document: RssDocument) -> Iterator[str]:
    hours = [one.text or "" for one in document.channel.findall("skipHours/hour")]
    days = [one.text or "" for one in document.channel.findall("skipDays/day")]
    yield from (one for one in hours if not is_size(one) or int(one) > 23)
    yield from (one for one in days if one not in _DAYS)
    yield from twice([*hours, *days])


@_rule(
    "rss.cloud",
    "specification, Optional channel elements: cloud",
    ('protocol="http-post"', 'protocol="ftp"'),
    ('port="80" ', ""),
)
def _cloud(document: RssDocument) -> Iterator[str]:
    cloud = document.channel.find("cloud")
    if cloud is not None:
        names = ("domain", "port", "path", "registerProcedure", "protocol")
        yield from (name for name in names if cloud.get(name) is None)
        if cloud.get("protocol") not in {"xml-rpc", "soap", "http-post"}:
            yield f"{cloud.get('protocol')}"


@_rule(
    "rss.self",
    "profile, Namespace Elements: atom:link",
    ('rel="self"', 'rel="via"'),
    ("feeds/all.rss", "feeds/other.rss"),
    ('type="application/rss+xml"', 'type="text/xml"'),
)
def _self(document: RssDocument) -> Iterator[str]:
    own = [one for one in document.channel.findall(f"{ATOM}link") if one.get("rel") == "self"]
    if [(one.get("href"), one.get("type")) for one in own] != [(document.address, "application/rss+xml")]:
        yield f"{[dict(one.attrib) for one in own]} instead of {document.address}"


@_rule("rss.atom-links", "profile, Namespace Elements: atom:link", ('rel="hub" href="https:', 'rel="hub" href="'))
def _atom_links(document: RssDocument) -> Iterator[str]:
    yield from (f"{one.get('href')}" for one in document.root.iter(f"{ATOM}link") if not is_absolute(one.get("href")))
