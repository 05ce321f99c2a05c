"""Feeds as documents: RFC 4287 and RSS 2.0 are kept, and pages and feeds lead to one another."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from lxml import etree
from lxml.html import HtmlElement

from tests.site.output import Page, Site
from tests.site.source import Source

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
LINK = "{http://www.w3.org/2005/Atom}link"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
ARCHIVE = re.compile(r"/\d{4}(?:-\d\d)?\.atom$")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def atoms(site: Site) -> dict[str, etree._Element]:
    """Return every Atom feed of an edition."""
    return {path: etree.fromstring(data) for path, data in site.files.items() if path.endswith(".atom")}


@pytest.fixture
def channels(site: Site) -> dict[str, etree._Element]:
    """Return the channel of every RSS feed of an edition."""
    found = {path: etree.fromstring(data).find("channel") for path, data in site.files.items() if path.endswith(".rss")}
    return {path: channel for path, channel in found.items() if channel is not None}


def _texts(element: etree._Element, name: str) -> list[str]:
    return [one.text or "" for one in element.findall(f"a:{name}", ATOM)]


def _links(element: etree._Element, rel: str) -> list[str]:
    found = element.findall("a:link", ATOM)
    return [str(one.get("href")) for one in found if one.get("rel", "alternate") == rel]


def test_atom_has_what_rfc_4287_requires(atoms: dict[str, etree._Element]) -> None:
    """Feed and entries have one id, title and date each, an author, and links that do not contradict each other."""
    assert atoms
    for path, feed in atoms.items():
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        for element in (feed, *feed.findall("a:entry", ATOM)):
            for name in ("id", "title", "updated"):
                (text,) = _texts(element, name)
                assert text.strip(), path
            assert re.match(r"[a-z]+:\S+$", _texts(element, "id")[0]), path
            assert len(_links(element, "alternate")) == 1, path
            assert all(len(_texts(element, name)) < 2 for name in ("published", "summary", "subtitle", "rights"))
            assert all(one.get("term") for one in element.findall("a:category", ATOM))
        assert len(_links(feed, "self")) == 1, path


def test_atom_entries_have_authors_and_content(atoms: dict[str, etree._Element]) -> None:
    """Each entry names its authors and holds text or HTML."""
    for path, feed in atoms.items():
        for entry in feed.findall("a:entry", ATOM):
            authors = [one.text for one in entry.findall("a:author/a:name", ATOM)]
            assert authors, path
            assert all(authors), path
            (content,) = entry.findall("a:content", ATOM)
            assert content.get("type") == "html"
            assert (content.text or "").strip(), path


def test_atom_dates_are_rfc_3339(atoms: dict[str, etree._Element]) -> None:
    """Every date says its offset, and nothing is updated before it was published."""
    for feed in atoms.values():
        dates = [text for one in (feed, *feed.findall("a:entry", ATOM)) for text in _texts(one, "updated")]
        dates += [text for one in feed.findall("a:entry", ATOM) for text in _texts(one, "published")]
        assert [one for one in dates if not RFC_3339.fullmatch(one) or not one.endswith("+08:00")] == []
        for entry in feed.findall("a:entry", ATOM):
            published, updated = (datetime.fromisoformat(_texts(entry, name)[0]) for name in ("published", "updated"))
            assert published <= updated


def test_c16_atom_tells_what_was_removed(source: Source, site: Site, edition: str) -> None:
    """C16: a feed that tells of a withdrawal says by its id what is gone, as RFC 6721 has it; no other does."""
    expected: dict[str, dict[str, set[tuple[str, str, str]]]] = {}  # by feed, and by the entry that says so
    units = {name: one["id"] for one in source.data("units") for name in (one["id"], one.get("short"), one["name"])}
    topics = {name: one["id"] for one in source.data("topics") for name in (one["id"], one["name"])}
    for one in source.shown(edition):
        withdrawn = one.issue.fields.get("withdrawn")
        if withdrawn:
            ref = f"tag:{source.site['feed_authority']}:{one.issue.address.rstrip('/')}"
            refs = {"all": {ref}, one.issue.series["id"]: {ref}}
            items = [item for item in one.issue.items if edition == "internal" or one.issue.is_public(item)]
            for n, item in enumerate(items, 1):
                places = ["items", *(["problems"] if item.kind == "problem" else [])]
                places += [f"units/{units[name]}" for name in item.units]
                places += [f"topics/{topics[item.fields['topic']]}"] if "topic" in item.fields else []
                for name in places:
                    refs.setdefault(name, set()).add(f"{ref}/{n}")
            for name, gone in refs.items():
                told = {(each, f"{withdrawn['date']}T00:00:00+08:00", withdrawn["reason"]) for each in gone}
                expected.setdefault(name, {})[f"{ref}#withdrawal-{withdrawn['date']}"] = told
    everything = set()
    for path in (path for path in site.files if path.endswith((".atom", ".rss"))):
        feed = etree.fromstring(site.files[path])
        deleted = feed.findall(f"{TOMBSTONE}deleted-entry")
        found = {(one.get("ref"), one.get("when"), one.findtext(f"{TOMBSTONE}comment")) for one in deleted}
        ids = {_texts(entry, "id")[0] for entry in feed.findall("a:entry", ATOM)}
        own = expected.get(_name(path), {}).items()
        assert found == {each for id_, told in own if id_ in ids for each in told}, path
        assert len(found) == len(deleted)
        assert bool(deleted) == (b"tombstones" in site.files[path])
        assert all(RFC_3339.fullmatch(str(one.get("when"))) for one in deleted)
        tags = [one.tag for one in feed]
        assert tags == sorted(tags, key=f"{{{ATOM['a']}}}entry".__eq__)  # RFC 4287: the feed's own elements come first
        assert {one.get("ref") for one in deleted}.isdisjoint(ids)
        everything |= found
    assert everything


def test_atom_speaks_chinese(atoms: dict[str, etree._Element]) -> None:
    """Each Atom feed declares its language."""
    assert {feed.get("{http://www.w3.org/XML/1998/namespace}lang") for feed in atoms.values()} == {"zh-CN"}


def test_rss_has_what_rss_2_0_requires(channels: dict[str, etree._Element]) -> None:
    """Each channel has title, link, description and language, each item title, link, date and an id that is no link."""
    assert channels
    for path, channel in channels.items():
        for name in ("title", "link", "description", "lastBuildDate"):
            assert len(channel.findall(name)) == 1, path
            assert channel.findtext(name), path
        assert channel.findtext("language") == "zh-CN"
        for item in channel.findall("item"):
            assert all(item.findtext(name) for name in ("title", "link", "description", "pubDate")), path
            (guid,) = item.findall("guid")
            assert guid.get("isPermaLink") == "false"


def _name(path: str) -> str:
    """Return the name of the feed a document belongs to: ``gazette`` for ``feeds/gazette/2004.atom``."""
    return re.sub(r"^feeds/|(?:/\d{4}(?:-\d\d)?)?\.\w+$", "", path)


def _home(path: str) -> str:
    """Return the page a feed belongs to."""
    name = _name(path)
    return "" if name in {"all", "items", "media"} else f"{name}/"


def test_feeds_name_themselves_and_their_page(
    site: Site, atoms: dict[str, etree._Element], channels: dict[str, etree._Element]
) -> None:
    """The self link is the feed's own address; the other link, in RSS the channel's, is the page it belongs to."""
    for path, feed in atoms.items():
        assert _links(feed, "self") == [site.url + path]
        assert _links(feed, "alternate") == [site.url + _home(path)]
    for path, channel in channels.items():
        assert channel.findtext("link") == site.url + _home(path)
        own = {one.get("href") for one in channel.findall(LINK) if one.get("rel") == "self"}
        assert own == {site.url + path}
    assert {_home(path) for path in (*atoms, *channels)} <= set(site.pages)


def test_ids_of_feeds_are_unique_and_alike(
    source: Source, atoms: dict[str, etree._Element], channels: dict[str, etree._Element]
) -> None:
    """Each Atom feed has one id under the office's authority, its archives too; RSS tells of the same entries."""
    found = {path: _texts(feed, "id")[0] for path, feed in atoms.items()}
    assert found == {path: f"tag:{source.site['feed_authority']}:feeds/{_name(path)}" for path in atoms}
    assert {path for path in atoms if path.replace(".atom", ".rss") not in channels} == {
        path for path in atoms if ARCHIVE.search(path)
    }
    for path, feed in ((path, feed) for path, feed in atoms.items() if not ARCHIVE.search(path)):
        items = channels[path.replace(".atom", ".rss")].findall("item")
        entries = feed.findall("a:entry", ATOM)
        assert [one.findtext("guid") for one in items] == [_texts(one, "id")[0] for one in entries]
        assert [one.findtext("title") for one in items] == [_texts(one, "title")[0] for one in entries]


def test_no_control_characters(site: Site) -> None:
    """No feed and no page holds a control character."""
    texts = {path: data.decode() for path, data in site.files.items() if path.endswith((".atom", ".rss", ".html"))}
    assert [path for path, text in texts.items() if CONTROL.search(text)] == []


def _discovered(site: Site, address: str) -> list[str | None]:
    page = site.pages[address]
    return [site.link(page, one) for one in _feed_links(page)]


def _feed_links(page: Page) -> list[HtmlElement]:
    """Return the links in the head of a page to feeds; that to all of them at once is none."""
    links = page.select("head > link[rel=alternate][type]")
    return [one for one in links if "opml" not in one.attrib["type"]]


def test_pages_announce_their_feeds(source: Source, site: Site, edition: str) -> None:
    """Home, corrections, series, years, issues, items, topics and units announce the feeds that hold them, by type."""
    expected = {"": "all", "feeds/": "all", "problems/": "problems", "corrections/": "corrections"}
    for path in (path for path in site.files if re.fullmatch(r"feeds/(topics|units)/[a-z-]+\.atom", path)):
        name = _name(path)
        expected |= {address: name for address in site.pages if address.startswith(f"{name}/")}
    for name, shown in source.by_series(edition).items():
        expected |= {address: name for address in site.pages if address.startswith(f"{name}/")}
        assert shown
    for address, name in expected.items():
        assert _discovered(site, address) == [f"feeds/{name}.{form}" for form in ("rss", "atom", "json")], address
        types = [one.attrib["type"] for one in _feed_links(site.pages[address])]
        assert types == ["application/rss+xml", "application/atom+xml", "application/feed+json"]


def test_subscription_page_lists_every_feed(site: Site) -> None:
    """/feeds/ links to every feed there is."""
    page = site.pages["feeds/"]
    linked = {site.link(page, one) for one in page.select("main a")}
    feeds = {path for path in site.files if path.startswith("feeds/") and path.endswith((".rss", ".atom", ".json"))}
    assert {path for path in feeds if not path.rpartition("/")[2][:4].isdecimal()} <= linked
