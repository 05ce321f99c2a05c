"""All rules of Atom, a document that keeps them, and what the schema must refuse and accept."""

from __future__ import annotations

from typing import Final

from tests.site.feed_rules.atom_document import AtomDocument
from tests.site.feed_rules.atom_link_rules import ATOM_LINK_RULES
from tests.site.feed_rules.atom_text_rules import ATOM_TEXT_RULES
from tests.site.feed_rules.rules import Rules

ATOM_RULES: Final = Rules[AtomDocument]("RFC 4287", [*ATOM_TEXT_RULES.all, *ATOM_LINK_RULES.all])

GOOD_ATOM: Final = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="zh-CN">
<id>tag:zwxx.example,2004:feeds/all</id><title>望潮政务信息</title><subtitle>一句话简介。</subtitle>
<updated>2005-03-08T00:00:00+08:00</updated><author><name>望潮区人民政府办公室</name><uri>https://zwxx.example/</uri></author>
<link rel="self" type="application/atom+xml" href="https://zwxx.example/feeds/all.atom"/>
<link type="text/html" href="https://zwxx.example/"/>
<icon>https://zwxx.example/icon.png</icon><logo>https://zwxx.example/logo.png</logo>
<generator uri="https://zwxx.example/about/" version="1">Govbulletin</generator>
<at:deleted-entry ref="tag:zwxx.example,2004:gazette/2004/6" when="2004-11-30T00:00:00+08:00">
<at:comment>内容有误</at:comment></at:deleted-entry>
<entry><id>tag:zwxx.example,2004:gazette/2004/8</id><title>政务普刊2004年第8期</title>
<updated>2005-03-08T00:00:00+08:00</updated><published>2004-11-20T12:00:00+08:00</published>
<author><name>柳泊镇</name></author><category term="普发信息" scheme="https://zwxx.example/kinds/"/>
<link rel="alternate" type="text/html" hreflang="zh-CN" href="https://zwxx.example/gazette/2004/8/"/>
<link rel="enclosure" type="text/csv" length="1024" href="https://zwxx.example/media/a.csv"/>
<summary>摘要</summary><content type="html">&lt;p>见&lt;a href=&quot;https://zwxx.example/a/&quot;>甲&lt;/a>。&lt;/p></content></entry>
<entry><id>tag:zwxx.example,2004:gazette/2004/7</id><title>政务普刊2004年第7期</title>
<updated>2004-11-05T12:00:00+08:00</updated><published>2004-11-05T12:00:00+08:00</published>
<author><name>区水利局</name></author>
<link rel="alternate" type="text/html" href="https://zwxx.example/gazette/2004/7/"/>
<link rel="related" type="text/html" href="https://zwxx.example/gazette/2004/6/"/>
<content type="html">&lt;p>正文。&lt;/p></content></entry>
</feed>
"""

# What the schema must refuse: each a replacement in the good document.
SCHEMA_REFUSES: Final = {
    "no-id": ("<id>tag:zwxx.example,2004:gazette/2004/8</id>", ""),
    "no-title": ("<title>政务普刊2004年第8期</title>", ""),
    "no-updated": ("<updated>2004-11-05T12:00:00+08:00</updated>", ""),
    "no-feed-id": ("<id>tag:zwxx.example,2004:feeds/all</id>", ""),
    "two-ids": ("<id>tag:zwxx.example,2004:feeds/all</id>", 2 * "<id>tag:zwxx.example,2004:feeds/all</id>"),
    "two-titles": ("<title>望潮政务信息</title>", 2 * "<title>望潮政务信息</title>"),
    "two-summaries": ("<summary>摘要</summary>", 2 * "<summary>摘要</summary>"),
    "two-subtitles": ("<subtitle>", "<subtitle/><subtitle>"),
    "two-contents": ("<summary>摘要</summary>", "<content/>"),
    "two-published": (
        "<published>2004-11-20T12:00:00+08:00</published>",
        2 * "<published>2004-11-20T12:00:00+08:00</published>",
    ),
    "no-date": ("2005-03-08T00:00:00+08:00", "2005-03-08"),
    "mail-date": ("<published>2004-11-20T12:00:00+08:00", "<published>Sat, 20 Nov 2004 12:00:00 +0800"),
    "no-such-day": ("2004-11-20T12", "2004-11-31T12"),
    "author-without-name": ("<author><name>柳泊镇</name></author>", "<author/>"),
    "author-as-text": ("<author><name>柳泊镇</name></author>", "<author>柳泊镇</author>"),
    "two-names": ("<name>柳泊镇</name>", "<name>柳泊镇</name><name>甲</name>"),
    "no-email": ("<name>柳泊镇</name>", "<name>柳泊镇</name><email>柳泊镇</email>"),
    "link-without-href": (' href="https://zwxx.example/gazette/2004/7/"', ""),
    "link-with-bad-type": ('type="text/csv"', 'type="csv"'),
    "link-with-bad-hreflang": ('hreflang="zh-CN"', 'hreflang="zh_CN"'),
    "link-with-unknown-attribute": ('length="1024"', 'size="1024"'),
    "category-without-term": ('term="普发信息"', ""),
    "unknown-element": ("<summary>摘要</summary>", "<description>摘要</description>"),
    "unknown-type-of-text": ("<summary>", '<summary type="markdown">'),
    "markup-in-text": ("<summary>摘要", "<summary>摘要<title/>"),
    "xhtml-without-div": ("<summary>摘要", '<summary type="xhtml">摘要'),
    "text-between": ("</author><category", "</author>甲<category"),
    "entry-before-the-feeds-own": ("<generator", "<entry/><generator"),
    "tombstone-after-an-entry": (
        "</entry>\n</feed>",
        '</entry><at:deleted-entry ref="a:b" when="2004-11-30T00:00:00Z"/></feed>',
    ),
    "tombstone-without-ref": ('ref="tag:zwxx.example,2004:gazette/2004/6"', ""),
    "tombstone-without-when": ('when="2004-11-30T00:00:00+08:00"', ""),
    "tombstone-with-a-day": ('when="2004-11-30T00:00:00+08:00"', 'when="2004-11-30"'),
    "tombstone-with-two-comments": ("<at:comment>", "<at:comment/><at:comment>"),
    "tombstone-in-an-entry": ("<summary>摘要</summary>", '<at:deleted-entry ref="a:b" when="2004-11-30T00:00:00Z"/>'),
    "unknown-of-tombstones": ("<at:comment>", "<at:why/><at:comment>"),
    "archive-with-content": (
        "<generator",
        '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0">1</fh:archive><generator',
    ),
    "archive-twice": (
        "<generator",
        2 * '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>' + "<generator",
    ),
    "unknown-of-history": ("<generator", '<fh:old xmlns:fh="http://purl.org/syndication/history/1.0"/><generator'),
    "another-root": ("<feed xmlns=", "<channel xmlns="),
}

# And what it must accept.
SCHEMA_ACCEPTS: Final = {
    "as-it-is": ("", ""),
    "archive": ("<generator", '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><generator'),
    "foreign-element": (
        "<summary>",
        '<m:group xmlns:m="urn:m" a="1"><m:content url="b">甲</m:content></m:group><summary>',
    ),
    "foreign-attribute": ("<summary>", '<summary xmlns:m="urn:m" m:a="1">'),
    "xhtml": (
        "<summary>摘要</summary>",
        '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>甲</p></div></summary>',
    ),
    "other-order": (
        "<summary>摘要</summary>",
        "<rights>甲</rights><contributor><name>甲</name></contributor><summary>摘要</summary>",
    ),
    "source": ("<summary>摘要</summary>", "<source><id>a:b</id><title>甲</title></source>"),
    "registered-by-iri": ('rel="related"', 'rel="https://zwxx.example/rel"'),
}
