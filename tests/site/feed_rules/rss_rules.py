"""All rules of RSS, and a document that keeps them."""

from __future__ import annotations

from typing import Final

from tests.site.feed_rules.rss_channel_rules import RSS_CHANNEL_RULES
from tests.site.feed_rules.rss_document import SPECIFICATION, RssDocument
from tests.site.feed_rules.rss_item_rules import RSS_ITEM_RULES
from tests.site.feed_rules.rules import Rules

RSS_RULES: Final = Rules[RssDocument](SPECIFICATION, [*RSS_CHANNEL_RULES.all, *RSS_ITEM_RULES.all])

GOOD_RSS: Final = """<?xml version='1.0' encoding='UTF-8'?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>
<title>望潮政务信息</title><link>https://zwxx.example/</link><description>一句话简介。</description>
<atom:link rel="self" type="application/rss+xml" href="https://zwxx.example/feeds/all.rss"/>
<atom:link rel="hub" href="https://hub.example/"/><language>zh-CN</language>
<managingEditor>bgs@zwxx.example (办公室)</managingEditor><webMaster>web@zwxx.example (网站)</webMaster>
<lastBuildDate>Tue, 08 Mar 2005 00:00:00 +0800</lastBuildDate><ttl>60</ttl>
<docs>https://www.rssboard.org/rss-specification</docs>
<cloud domain="zwxx.example" port="80" path="/rpc" registerProcedure="" protocol="http-post"/>
<image><title>望潮政务信息</title><link>https://zwxx.example/</link><url>https://zwxx.example/logo.png</url>
<width>88</width><height>31</height></image>
<skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title>政务普刊2004年第8期</title><link>https://zwxx.example/gazette/2004/8/</link>
<description>&lt;p>摘要&lt;/p></description>
<content:encoded>&lt;p>见&lt;a href=&quot;https://zwxx.example/a/&quot;>甲&lt;/a>。&lt;/p></content:encoded>
<dc:creator>柳泊镇</dc:creator><category domain="https://zwxx.example/kinds/">普发信息</category>
<comments>https://zwxx.example/gazette/2004/8/#c</comments><slash:comments>3</slash:comments>
<guid isPermaLink="false">tag:zwxx.example,2004:gazette/2004/8</guid>
<pubDate>Sat, 20 Nov 2004 12:00:00 +0800</pubDate>
<enclosure url="https://zwxx.example/a.csv" length="1024" type="text/csv"/>
<source url="https://zwxx.example/feeds/all.rss">望潮政务信息</source></item>
<item><title>政务普刊2004年第7期</title><link>https://zwxx.example/gazette/2004/7/</link>
<description>&lt;a href=&quot;https://zwxx.example/b/&quot;>乙&lt;/a></description><author>a@zwxx.example (甲)</author>
<guid isPermaLink="false">tag:zwxx.example,2004:gazette/2004/7</guid>
<pubDate>Fri, 05 Nov 2004 12:00:00 +0800</pubDate></item>
</channel></rss>
"""
