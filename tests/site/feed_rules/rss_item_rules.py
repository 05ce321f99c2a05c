"""What RSS 2.0 and the RSS Advisory Board's Best Practices Profile ask of items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.site.feed_rules.rss_document import (
    DC,
    ENCODED,
    SLASH,
    SPECIFICATION,
    RssDocument,
    htmls_of,
    name_of,
    own_of,
)
from tests.site.feed_rules.rules import (
    Rules,
    has_markup,
    is_media_type,
    is_size,
    is_web,
    twice,
)

_ITEM_ONCE: Final = ("title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source")

RSS_ITEM_RULES: Final = Rules[RssDocument](SPECIFICATION)
_rule = RSS_ITEM_RULES.rule


@_rule(
    "rss.item-says-something",
    "specification, Elements of item",
    ("<title>政务普刊2004年第7期</title>", "<title/>"),
    ("<title>政务普刊2004年第7期</title>", ""),
)
def _item_says_something(document: RssDocument) -> Iterator[str]:
    # One of title and description suffices the specification; readers list titles, and ours always have one.
    yield from (name_of(one) for one in document.items if not (one.findtext("title") or "").strip())


@_rule(
    "rss.item-once",
    "profile, Item",
    ("<comments>", "<link>https://zwxx.example/b</link><comments>"),
    ("<comments>", "<pubDate>Sat, 20 Nov 2004 12:00:00 +0800</pubDate><comments>"),
    ("<comments>", "<description/><comments>"),
    ("<comments>", "<guid>2</guid><comments>"),
)
def _item_once(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        yield from (f"{name_of(item)}: {one}" for one in twice(one for one in own_of(item) if one in _ITEM_ONCE))


@_rule(
    "rss.titles-are-text",
    "profile, Data Types: Character Data",
    ("<title>政务普刊2004年第7期", "<title>政务普刊2004年第&lt;b>7&lt;/b>期"),
    ("<title>政务普刊2004年第7期", "<title>甲&amp;amp;乙"),
    ("<title>望潮政务信息</title><l", "<title>&lt;i>望潮政务信息&lt;/i></title><l"),
    ("<category domain", "<category>&lt;b>甲&lt;/b></category><category domain"),
)
def _titles_are_text(document: RssDocument) -> Iterator[str]:
    for element in document.containers:
        for name in ("title", "category", "generator", "copyright", f"{DC}creator"):
            yield from (str(one.text) for one in element.findall(name) if has_markup(one.text) or len(one))


@_rule(
    "rss.item-link",
    "specification, Elements of item: link",
    ("<link>https://zwxx.example/gazette/2004/7/", "<link>/gazette/2004/7/"),
    ("<link>https://zwxx.example/gazette/2004/7/</link>", ""),
)
def _item_link(document: RssDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.items if not is_web(one.findtext("link")))


@_rule(
    "rss.item-date",
    "specification, Elements of item: pubDate",
    ("<pubDate>Fri, 05 Nov 2004 12:00:00 +0800</pubDate>", ""),
)
def _item_date(document: RssDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.items if one.find("pubDate") is None)


@_rule(
    "rss.guid",
    "specification and profile, Elements of item: guid",
    ('<guid isPermaLink="false">tag:zwxx.example,2004:gazette/2004/7</guid>', ""),
    ('<guid isPermaLink="false">tag:zwxx.example,2004:gazette/2004/7', "<guid>tag:zwxx.example,2004:gazette/2004/7"),
    (
        'isPermaLink="false">tag:zwxx.example,2004:gazette/2004/7',
        'isPermaLink="no">tag:zwxx.example,2004:gazette/2004/7',
    ),
)
def _guid(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        guid = item.find("guid")
        text, kind = (guid.text or "", guid.get("isPermaLink", "true")) if guid is not None else ("", "")
        if not text.strip() or kind not in {"true", "false"} or (kind == "true" and not is_web(text)):
            yield f"{name_of(item)}: {text} {kind}"


@_rule(
    "rss.guids-differ", "specification, Elements of item: guid", (":gazette/2004/8</guid>", ":gazette/2004/7</guid>")
)
def _guids_differ(document: RssDocument) -> Iterator[str]:
    yield from twice(one.findtext("guid") for one in document.items)


@_rule(
    "rss.one-enclosure",
    "profile, Item: enclosure",
    ("<enclosure", '<enclosure url="https://zwxx.example/b.csv" length="1" type="text/csv"/><enclosure'),
)
def _one_enclosure(document: RssDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.items if len(one.findall("enclosure")) > 1)


@_rule(
    "rss.enclosure",
    "specification, Elements of item: enclosure",
    ('length="1024"', ""),
    ('length="1024"', 'length="-1"'),
    ('type="text/csv"', ""),
    ('type="text/csv"', 'type="csv"'),
    ('url="https://zwxx.example/a.csv"', ""),
    ('url="https://zwxx.example/a.csv"', 'url="/a.csv"'),
    ('url="https://zwxx.example/a.csv"', 'url="ftp://zwxx.example/a.csv"'),
)
def _enclosure(document: RssDocument) -> Iterator[str]:
    for one in document.root.iter("enclosure"):
        if not (is_web(one.get("url")) and is_size(one.get("length")) and is_media_type(one.get("type"))):
            yield f"{dict(one.attrib)}"


@_rule(
    "rss.source",
    "specification, Elements of item: source",
    ('<source url="https:', '<source url="'),
    ('<source url="https://zwxx.example/feeds/all.rss"', "<source"),
)
def _source(document: RssDocument) -> Iterator[str]:
    yield from (f"{one.text}" for one in document.root.iter("source") if not is_web(one.get("url")) or not one.text)


@_rule("rss.comments", "specification, Elements of item: comments", ("<comments>https:", "<comments>"))
def _comments(document: RssDocument) -> Iterator[str]:
    yield from (f"{one.text}" for one in document.root.iter("comments") if not is_web(one.text))


@_rule(
    "rss.category",
    "specification, Elements of item: category",
    ('<category domain="https://zwxx.example/kinds/">普发信息', '<category domain="https://zwxx.example/kinds/">'),
    ('domain="https://zwxx.example/kinds/"', 'domain=""'),
    ("<category domain", '<category domain="https://zwxx.example/kinds/">普发信息</category><category domain'),
)
def _category(document: RssDocument) -> Iterator[str]:
    for element in document.containers:
        found = [(one.get("domain"), (one.text or "").strip()) for one in element.findall("category")]
        yield from (f"{name_of(element)}: {text} of {domain}" for domain, text in found if not text or domain == "")
        yield from twice((name_of(element), *one) for one in found)


@_rule(
    "rss.description-well-formed",
    "profile, Item: description",
    ("<description>&lt;p>摘要", "<description>&lt;p>&lt;b>摘要"),
    ("<description>&lt;p>摘要&lt;/p>", "<description>&lt;p>摘要"),
)
def _description_well_formed(document: RssDocument) -> Iterator[str]:
    for name, fragment in htmls_of(document):
        yield from (f"{name}: {one}" for one in fragment.faults)


@_rule(
    "rss.no-relative-addresses",
    "profile, Item: description",
    ("href=&quot;https://zwxx.example/a/&quot;", "href=&quot;/a/&quot;"),
    ("href=&quot;https://zwxx.example/b/&quot;", "href=&quot;../b/&quot;"),
)
def _no_relative_addresses(document: RssDocument) -> Iterator[str]:
    for name, fragment in htmls_of(document):
        yield from (f"{name}: {one}" for one in fragment.relative)


@_rule(
    "rss.description-is-encoded",
    "profile, Item: description",
    ("<description>&lt;p>摘要&lt;/p>", '<description><p xmlns="http://www.w3.org/1999/xhtml">摘要</p>'),
)
def _description_is_encoded(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        yield from (name_of(item) for name in ("description", ENCODED) for one in item.findall(name) if len(one))


@_rule(
    "rss.content-after-description",
    "profile, Namespace Elements: content:encoded",
    ("<description>&lt;p>摘要&lt;/p></description>", ""),
    ("</content:encoded>", "</content:encoded><content:encoded>1</content:encoded>"),
)
def _content_after_description(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        tags = [one.tag for one in item if one.tag in {"description", ENCODED}]
        if tags not in (["description"], ["description", ENCODED]):
            yield f"{name_of(item)}: {tags}"


@_rule(
    "rss.full-text",
    "profile, Namespace Elements: content:encoded",
    (
        "<content:encoded>&lt;p>见&lt;a href=&quot;https://zwxx.example/a/&quot;>甲&lt;/a>。&lt;/p>",
        "<content:encoded> ",
    ),
)
def _full_text(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        texts = [item.findtext(name) or "" for name in (ENCODED, "description")]
        if not any(one.strip() for one in (texts[:1] if item.find(ENCODED) is not None else texts)):
            yield name_of(item)


@_rule(
    "rss.creator",
    "profile, Namespace Elements: dc:creator",
    ("<dc:creator>柳泊镇", "<dc:creator>"),
    ("<dc:creator>柳泊镇", "<dc:creator>柳泊镇</dc:creator><dc:creator>柳泊镇"),
)
def _creator(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        names = [(one.text or "").strip() for one in item.findall(f"{DC}creator")]
        yield from (name_of(item) for one in names if not one)
        yield from twice((name_of(item), one) for one in names)


@_rule(
    "rss.someone-wrote-it",
    "profile, Item: author",
    ("<dc:creator>柳泊镇</dc:creator>", ""),
    ("<dc:creator>柳泊镇", "<author>a@zwxx.example (甲)</author><dc:creator>柳泊镇"),
)
def _someone_wrote_it(document: RssDocument) -> Iterator[str]:
    for item in document.items:
        if (item.find("author") is None) == (item.find(f"{DC}creator") is None):
            yield f"{name_of(item)}: either author or dc:creator"


@_rule(
    "rss.comments-counted", "profile, Namespace Elements: slash:comments", ("<slash:comments>3", "<slash:comments>drei")
)
def _comments_counted(document: RssDocument) -> Iterator[str]:
    yield from (f"{one.text}" for one in document.root.iter(SLASH) if not is_size(one.text))
