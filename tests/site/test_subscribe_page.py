"""How readers learn to follow the site: the subscription page, the list of feeds, and a feed opened in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Thread

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.site.feed_rules.opml_rules import OPML_RULES, OpmlDocument
from tests.site.output import Site, text_of
from tests.site.searching import BELOW, Handler, Server
from tests.site.source import Source

XHTML = "{http://www.w3.org/1999/xhtml}"
FORMS = ("atom", "rss", "json")
PAGE = "feeds/"
LIST = "feeds/all.opml"


def subscriptions(site: Site) -> dict[str, set[str]]:
    """Return the feeds that can be followed by their names, archives left out: the endings of each."""
    atoms = (path for path in site.files if path.startswith(PAGE) and path.endswith(".atom"))
    names = [path.removeprefix(PAGE).removesuffix(".atom") for path in atoms if b"<fh:archive" not in site.files[path]]
    return {name: {form for form in FORMS if f"{PAGE}{name}.{form}" in site.files} for name in names}


def listed(site: Site) -> list[etree._Element]:
    """Return the subscriptions of the list."""
    return [one for one in etree.fromstring(site.files[LIST]).iter("outline") if one.get("type") == "rss"]


def test_every_feed_is_offered(site: Site) -> None:
    """The page leads to every feed in every form, and names one address of each to be copied, without a script."""
    page = site.pages[PAGE]
    links = {site.link(page, one) for one in page.select(".feed-list a")}
    written = page.said(".feed-list code")
    feeds = subscriptions(site)
    assert {f"{PAGE}{name}.{ending}" for name, endings in feeds.items() for ending in endings} <= links
    assert sorted(written) == sorted(f"{site.url}{PAGE}{name}.atom" for name in feeds)
    assert all(site.has(address) for address in links if address is not None)


def test_groups_are_those_of_the_office(source: Source, public: Site) -> None:
    """Feeds stand in groups, each series under its title, leading to its page as well."""
    page = public.pages[PAGE]
    heads = page.said(".section-head")
    assert heads[:2] == ["全部刊物", "按刊物"]
    assert len(heads) == len(set(heads))
    series = {public.link(page, one): text_of(one) for one in page.select("#feeds-series ~ ul .feed-name")}
    assert set(series) == {f"{name}/" for name in source.by_series("public")}


def test_it_explains(source: Source, public: Site) -> None:
    """The page says what a feed is, what to do, in steps, and how the office sends issues by e-mail."""
    page = public.pages[PAGE]
    assert "阅读器" in text_of(page.one(".lead"))
    assert len(page.select(".steps > li")) == 3
    assert page.said("#by-email + p") == [source.site["by_email"]]


def test_buttons_wait_for_scripts(public: Site) -> None:
    """A button that copies is shown where scripts run, copies what stands beside it, and says of what."""
    page = public.pages[PAGE]
    buttons = page.select(".feed-list button")
    assert len(buttons) == len(page.select(".feed-list li"))
    for button in buttons:
        row = button.getparent()
        assert row is not None
        (target,) = page.select(f'code[id="{button.attrib["data-copy"]}"]')
        assert target.getparent() is row
        assert "scripted" in button.attrib["class"].split()
        assert text_of(row.cssselect(".feed-name")[0]) in button.attrib["aria-label"]


def test_the_list_is_opml(site: Site) -> None:
    """The list breaks no rule of OPML 2.0, and the page names it for programs and for people."""
    assert OPML_RULES.broken(OpmlDocument(site.files[LIST])) == []
    page = site.pages[PAGE]
    (named,) = page.select("head > link[type='text/x-opml']")
    assert named.attrib["rel"] == "alternate"
    assert site.link(page, named) == LIST
    assert LIST in {site.link(page, one) for one in page.select("main a")}


def test_the_list_is_whole(site: Site) -> None:
    """Every feed stands in the list once, in a folder, with its page; both are there."""
    rows = listed(site)
    assert sorted(row.attrib["xmlUrl"] for row in rows) == sorted(
        f"{site.url}{PAGE}{name}.atom" for name in subscriptions(site)
    )
    assert all(site.has(site.path_of(row.attrib[name])) for row in rows for name in ("xmlUrl", "htmlUrl"))
    assert len(rows) == len(etree.fromstring(site.files[LIST]).findall("body/outline/outline"))


def test_feeds_open_with_a_note(site: Site) -> None:
    """Every RSS and Atom document, archives too, names its style sheet and opens with the note; both are there."""
    documents = [path for path in site.files if path.startswith(PAGE) and path.endswith((".rss", ".atom"))]
    for path in documents:
        root = etree.fromstring(site.files[path])
        (sheet,) = root.xpath("preceding-sibling::processing-instruction()")
        up = "../" * path.count("/")
        assert str(sheet) == f'<?xml-stylesheet type="text/css" href="{up}theme/css/feed.css"?>'
        note = (root if path.endswith(".atom") else root[0])[0]
        assert note.tag == f"{XHTML}div"
        assert {one.get("href") for one in note.iter(f"{XHTML}a")} == {up, f"{up}feeds/"}
    assert documents
    assert "theme/css/feed.css" in site.files


def test_autodiscovery(source: Source, public: Site) -> None:
    """The home page and the subscription page name the feed of everything, pages that have a feed of their own that."""
    expected = {"": "feeds/all.atom", PAGE: "feeds/all.atom"}
    own = {f"{name}/" for name in (*source.by_series("public"), *subscriptions(public))}
    expected |= {address: f"feeds/{address.rstrip('/')}.atom" for address in own & public.pages.keys()}
    assert {"gazette/", "problems/", "corrections/"} < own & public.pages.keys()
    for address, feed in expected.items():
        page = public.pages[address]
        named = [public.link(page, one) for one in page.select("link[rel=alternate][type='application/atom+xml']")]
        assert feed in named, address


class _Feeds(Handler):
    """Serve feeds as docs/publishing.md says."""

    def guess_type(self, path: object) -> str:
        """Return the type of a file."""
        return (
            "application/xml; charset=utf-8" if str(path).endswith((".rss", ".atom")) else super().guess_type(str(path))
        )


@pytest.fixture(scope="module")
def base(public: Site) -> Iterator[str]:
    """Serve the public edition below a path, with a policy that lets nothing inline through."""
    with Server(("127.0.0.1", 0), partial(_Feeds, directory=str(public.root))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{BELOW}"
        server.shutdown()
        thread.join()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Open a window as wide as a phone."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


# What of a document that is no HTML is shown.
_SHOWN = "(() => { const all = getSelection(); all.selectAllChildren(document.documentElement); return `${all}` })()"


@pytest.mark.browser
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_in_a_browser(reader: Page, base: str, form: str) -> None:
    """A feed is a page that a person understands, in both languages, and that leads on; nothing is wrong with it."""
    wrong: list[str] = []
    reader.on("console", lambda said: wrong.append(said.text) if "favicon" not in said.location["url"] else None)
    reader.goto(f"{base}feeds/all.{form}")
    said = reader.evaluate(_SHOWN)
    for words in ("全部刊物", "这是订阅源", "This is a feed", "政务"):
        assert words in said
    assert "<p>" not in said  # full texts, which are HTML in disguise, are for programs
    assert "tag:" not in said
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert reader.evaluate(colour) == "rgb(245, 243, 238)"
    assert reader.evaluate("document.documentElement.scrollWidth") == 390
    top = {
        name: reader.locator(name).first.bounding_box()
        for name in ("title", "div", "item" if form == "rss" else "entry")
    }
    assert [round(box["y"]) for box in top.values() if box] == sorted(round(box["y"]) for box in top.values() if box)
    reader.emulate_media(color_scheme="dark")
    assert reader.evaluate(colour) == "rgb(21, 19, 18)"
    assert wrong == []
    reader.get_by_text("怎样订阅").click()
    reader.wait_for_url(f"{base}feeds/")


@pytest.mark.browser
def test_copying_an_address(browser: Browser, base: str) -> None:
    """The button copies the address that stands beside it and says so; without scripts there is no button."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base}{PAGE}")
    row = page.locator(".feed-list li").first
    row.get_by_role("button").click()
    row.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == row.locator("code").inner_text()
    context.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{base}{PAGE}")
    assert page.locator(".feed-list button:visible").count() == 0
    assert page.locator(".feed-list code").first.inner_text().startswith("https://")
    plain.close()
