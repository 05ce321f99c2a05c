"""What is put around feeds: their directory and its list, the note to who opens one in a browser, the link to a hub."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.parse import parse_qs

import feedparser
import pytest
from lxml import etree

from bulletin.reference import Reference
from bulletin_feeds.directory import GROUPS, Group, Row, groups_of
from bulletin_feeds.feedgen_adapter import to_atom, to_rss
from bulletin_feeds.feeds import Feed
from bulletin_feeds.hub import Topic, hubs_of, requests_for, topic_of, with_hub
from bulletin_feeds.opml import to_opml
from bulletin_feeds.stylesheet import STYLES, with_stylesheet
from tests.unit.making import AGRICULTURE, CHINA_NOON, LIUBO, SITE, a_series

URL = SITE.url
HUB = "https://hub.example/?a=1&b=2"
REFERENCE = Reference(SITE, (a_series("gazette"),), (LIUBO,), (AGRICULTURE,))


def a_feed(name: str, home: str, title: str = "甲") -> Feed:
    """Return a feed without entries."""
    return Feed(name, f"tag:{name}", f"{title} - {SITE.name}", "简介", URL + home, "办公室", CHINA_NOON, ())


FORMS = {"rss": to_rss, "atom": to_atom}
every_form = pytest.mark.parametrize("form", FORMS)


def document(form: str, name: str = "all") -> bytes:
    """Return a feed in one form."""
    return FORMS[form](a_feed(name, ""), f"{URL}feeds/{name}.{form}")


class TestDirectory:
    """Feeds in groups."""

    @pytest.mark.parametrize(
        ("name", "home", "group"),
        [
            ("all", "", "issues"),
            ("gazette", "gazette/", "series"),
            ("items", "", "items"),
            ("problems", "problems/", "items"),
            ("topics/agriculture", "topics/agriculture/", "topics"),
            ("unit-liubo", "units/liubo/", "units"),
            ("corrections", "corrections/", "notices"),
            ("media", "", "media"),
        ],
    )
    def test_group_of_a_feed(self, name: str, home: str, group: str) -> None:
        """A feed is listed by the page it belongs to, or by its name, with its title alone."""
        assert groups_of([a_feed(name, home)], REFERENCE) == (Group(group, (Row(name, "甲", "简介", home),)),)

    def test_order(self) -> None:
        """Groups stand in their order, feeds within them in theirs, and no group is empty."""
        feeds = [
            a_feed("corrections", "corrections/"),
            a_feed("b", "gazette/"),
            a_feed("a", "gazette/"),
            a_feed("all", ""),
        ]
        groups = groups_of(feeds, REFERENCE)
        assert [(one.key, [row.name for row in one.rows]) for one in groups] == [
            ("issues", ["all"]),
            ("series", ["b", "a"]),
            ("notices", ["corrections"]),
        ]
        assert all(GROUPS.index(one.key) < GROUPS.index(two.key) for one, two in pairwise(groups))


class TestList:
    """The list in OPML."""

    def test_every_feed_stands_in_it(self) -> None:
        """A subscription names the feed and its page by absolute addresses, below the folder of its group."""
        root = etree.fromstring(to_opml(groups_of([a_feed("gazette", "gazette/", "<甲>&“乙”")], REFERENCE), SITE))
        (one,) = root.findall("body/outline/outline")
        assert dict(one.attrib) == {
            "text": "<甲>&“乙”",
            "title": "<甲>&“乙”",
            "type": "rss",
            "xmlUrl": f"{URL}feeds/gazette.atom",
            "htmlUrl": f"{URL}gazette/",
            "language": "zh-CN",
            "description": "简介",
        }
        assert root.xpath("string(body/outline/@text)") == "按刊物"
        assert root.find("head/dateCreated") is root.find("head/dateModified") is None

    def test_each_group_has_a_name(self) -> None:
        """No group is without words."""
        groups = [Group(key, (Row("a", "甲", "", ""),)) for key in GROUPS]
        root = etree.fromstring(to_opml(groups, SITE))
        names = [one.get("text") for one in root.findall("body/outline")]
        assert len(set(names)) == len(GROUPS)


class TestNote:
    """The note at the head of a feed."""

    @every_form
    def test_it_changes_nothing_for_readers(self, form: str) -> None:
        """What a reader of feeds knows is as before, but for the foreign element it passes over."""
        before, after = (feedparser.parse(data) for data in (document(form), with_stylesheet(document(form), "../")))
        assert not after.bozo
        assert after.version == before.version
        assert {key: value for key, value in after.feed.items() if not key.startswith("xhtml_")} == before.feed

    @every_form
    def test_it_is_the_first_to_be_read(self, form: str) -> None:
        """The sheet is named before the root, the note is the first in it, both by relative addresses."""
        data = with_stylesheet(document(form), "../../")
        root = etree.fromstring(data)
        head = root if form == "atom" else root[0]
        assert f'href="../../{STYLES}"' in data.decode().partition("<rss" if form == "rss" else "<feed")[0]
        assert head[0].tag == "{http://www.w3.org/1999/xhtml}div"
        links = [one.get("href") for one in head[0].iter("{*}a")]
        assert links == ["../../feeds/", "../../"] * 2

    @every_form
    def test_an_archive_is_not_to_be_followed(self, form: str) -> None:
        """Who opens an archive isn't told to subscribe to it."""
        plain = document(form)
        mark = b'<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'
        at = plain.index(b"<title>")
        assert "供阅读器使用" in with_stylesheet(plain, "../").decode()
        assert "不要订它" in with_stylesheet(plain[:at] + mark + plain[at:], "../").decode()

    def test_what_is_no_feed(self) -> None:
        """Anything else is refused, or a fault would go unnoticed."""
        for data in (b"{}", b"<rss/>", b"<?xml version='1.0'?><html/>"):
            with pytest.raises(ValueError, match=r"\A"):
                with_stylesheet(data, "../")


class TestHub:
    """Feeds and their hub."""

    @every_form
    def test_a_feed_names_it(self, form: str) -> None:
        """The hub stands beside the feed's own address, and both are found again; without one there is none."""
        plain = document(form)
        assert with_hub(plain, "") == plain
        data = with_stylesheet(with_hub(plain, HUB), "../")
        links = {one.rel: one.href for one in feedparser.parse(data).feed.links}
        assert links["hub"] == HUB
        assert topic_of(f"feeds/all.{form}", data) == Topic(f"{URL}feeds/all.{form}", HUB)
        assert topic_of(f"feeds/all.{form}", plain) is None

    def test_a_document_without_an_address(self) -> None:
        """A feed that doesn't say where it stands can't be announced."""
        with pytest.raises(ValueError, match="rss"):
            with_hub(b"<rss><channel/></rss>", HUB)

    def test_json(self) -> None:
        """A JSON Feed names it in its own way."""
        data = {"feed_url": f"{URL}feeds/all.json", "hubs": [{"type": "rssCloud", "url": "x"}, *hubs_of(HUB)]}
        assert topic_of("feeds/all.json", json.dumps(data).encode()) == Topic(f"{URL}feeds/all.json", HUB)
        assert hubs_of("") == []
        assert topic_of("feeds/all.json", b'{"hubs": []}') is None

    @pytest.mark.parametrize("path", ["feeds/index.html", "feeds/all.opml", "feeds/all.atom.gz"])
    def test_other_files(self, path: str) -> None:
        """Nothing else is a topic, whatever it holds, nor is what is no XML."""
        assert topic_of(path, with_hub(document("atom"), HUB)) is None
        assert topic_of("feeds/all.atom", b'<feed rel="hub"') is None

    def test_links_of_entries_count_for_nothing(self) -> None:
        """Whatever an entry links to, the feed's own links decide."""
        link = b'<entry><link rel="self" href="x:other"/><link rel="hub" href="x:hub"/></entry>'
        data = with_hub(document("atom"), HUB)
        at = data.index(b"<link")
        spoiled = data[:at] + link + data[at:]
        assert topic_of("feeds/all.atom", spoiled) == topic_of("feeds/all.atom", data)

    def test_requests(self) -> None:
        """Each hub is told of its topics, of no more than fifty at a time, in the form hubs take."""
        topics = [Topic(f"{URL}feeds/{n}.atom", HUB) for n in range(101)] + [Topic(f"{URL}a", "https://other.example/")]
        told = [(hub, parse_qs(form.decode())) for hub, form in requests_for(topics)]
        assert [(hub, len(form["hub.url"])) for hub, form in told] == [
            (HUB, 50),
            (HUB, 50),
            (HUB, 1),
            ("https://other.example/", 1),
        ]
        assert all(form["hub.mode"] == ["publish"] for _, form in told)
        assert [one for _, form in told for one in form["hub.url"]] == [one.address for one in topics]
