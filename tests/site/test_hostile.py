"""Hostile texts wherever an editor can write: inert in pages and feeds, even where the checks of a body are off."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import feedparser
import pytest
from playwright.sync_api import Browser, Page, Request

import bulletin_build.plugin
import bulletin_source.reader
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_portal.loading import load
from bulletin_source.han import Converter, Run
from bulletin_source.links import Links
from tests.site.hostile import LINES, TEXTS, write, write_tree
from tests.site.office import REPOSITORY
from tests.site.output import Site, text_of

_PICTURE = re.compile(r"(?!https?:|site:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


Feeds = dict[str, feedparser.FeedParserDict]


class _Unchecked(Links):
    """Links without a check: every target goes on, but for a picture's that is merely a file that is not there."""

    def resolve(self, target: str, picture: bool) -> str | None:  # noqa: FBT001 (the signature of a Resolver)
        """Return the target as it is written."""
        read = re.sub(r"&#?\w+;", lambda found: html.unescape(found[0]), target)
        seen = re.sub(r"[\0-\x1f]", "", read).lstrip()
        return target if not picture or _PICTURE.match(seen) else None

    def refer(self, text: str) -> tuple[str, str] | None:
        """Report nothing."""
        found = super().refer(text)
        self.faults.clear()
        return found


@dataclass(frozen=True)
class Hostile:
    """The site of hostile texts, served on this machine."""

    site: Site
    base: str


class _Quiet(SimpleHTTPRequestHandler):
    """Serve files without a word on standard error, and without a policy: the pages alone have to be inert."""

    def end_headers(self) -> None:
        """Let no page be kept: one address shows one text after the other."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing of requests."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """Build the site with the checks of bodies off, so that sanitiser and templates stand alone, and serve it."""
    content, output = tmp_path_factory.mktemp("hostile") / "content", tmp_path_factory.mktemp("out") / "public"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(output))) as server:
        base = f"http://127.0.0.1:{server.server_port}/"
        write_tree(content, base)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
            patch.setattr(bulletin_source.reader, "raw_html", lambda *_: ())
            patch.setattr(bulletin_source.reader, "Links", _Unchecked)
            run(Order(REPOSITORY / "pelicanconf.py", content, output, Edition.PUBLIC))
        (output / "theme/css/main.css").write_bytes(b"")  # how the pages look costs half a minute and proves nothing
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Hostile(Site(output, base), base)
        server.shutdown()
        thread.join()


_TOGETHER: Final = 5  # entries shown on one page


# Everything in a document that does or fetches something, beyond the theme's own few elements.
_INSPECT = """() => {
  const faults = [];
  if (typeof window.__pwned !== 'undefined') faults.push('ran');
  const own = 'html head body title p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong del ' +
    'ins sub sup a img picture source figure figcaption table caption thead tbody tr th td div span time header ' +
    'footer nav main section article aside';
  const names = new Set(own.split(' '));
  const themes = 'head > meta:not([http-equiv]), head > meta[http-equiv=Content-Security-Policy],' +
    ['main', 'reading', 'print', 'charts', 'calendar', 'pictures', 'search', 'directory']
      .map((name) => `link[rel=stylesheet][href$="theme/css/${name}.css"],`).join('') +
    'link[rel=canonical], head > script[type="application/ld+json"], link[rel=icon][href$="theme/favicon.svg"],' +
    'link[rel=alternate][href],' +
    'button[popovertarget=menu], th > div > svg.bar, svg.bar > rect, svg:is(.chart, .swatch),' +
    'svg:is(.chart, .swatch) :is(defs, pattern, g, title, desc, rect, circle, path, polyline, text),' +
    'details.rest-of, details.rest-of > summary,' +
    'form.search-box, form.search-box > :is(label, input, button), script[src$="theme/js/page.js"],' +
    '.utility > label, #elder, button.tool, .share > details, .share summary, svg.qr-code, svg.qr-code > path,' +
    '.citation > span[data-today],' +
    'link[rel=modulepreload][href$="theme/js/search.js"], link[rel=preload][href$="search/index.json"],' +
    '.feed-list code > wbr,' +
    'main > :is(noscript, template#words), #help kbd, #more';
  const drawn = 'svg.bar, svg:is(.chart, .swatch), form.search-box, button.tool, .citation > span[data-today],' +
    'svg.qr-code, #elder, a[download][href*="data/"], meta[http-equiv=Content-Security-Policy], link[rel=preload]';
  const attributes = new Set(('class id href src alt title lang charset name property content rel type start scope ' +
    'role tabindex loading decoding width height srcset sizes datetime popover popovertarget aria-label ' +
    'aria-labelledby aria-hidden aria-current hidden media abbr').split(' '));
  for (const one of document.querySelectorAll('*')) {
    const theme = one.matches(themes);
    if (!theme && !names.has(one.localName) || !theme && one.namespaceURI !== document.documentElement.namespaceURI)
      faults.push('<' + one.localName + '>');
    for (const {name, value} of one.attributes) {
      if (!attributes.has(name) && !one.closest(drawn))
        faults.push(one.localName + ' ' + name);
      if ((name === 'href' || name === 'src') && !/^(https?|mailto):$/.test(new URL(value, document.baseURI).protocol))
        faults.push(one.localName + ' ' + value);
    }
  }
  if (document.createTreeWalker(document, NodeFilter.SHOW_COMMENT).nextNode()) faults.push('<!-- -->');
  return faults;
}"""


class Watch:
    """A window, with what a page in it did that it may not."""

    def __init__(self, browser: Browser, base: str, root: Path) -> None:
        self.base, self.root = base, root
        self.faults: list[str] = []
        # What leads elsewhere meets a port where nobody listens; a route would ask this process about every request.
        self.context = browser.new_context(proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"})
        self.page: Page = self.context.new_page()
        self.context.on("page", lambda page: self.faults.append(f"window: {page.url}"))
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda said: self.faults.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.context.on("request", self._asked)

    def _dialog(self, dialog: object) -> None:
        self.faults.append("dialog")
        dialog.dismiss()  # type: ignore[attr-defined]

    def _asked(self, request: Request) -> None:
        path = request.url.removeprefix(self.base)
        known = (self.root / path / "index.html" if not path or path.endswith("/") else self.root / path).is_file()
        if not request.url.startswith(self.base) or not known:
            self.faults.append(f"request: {request.url}")

    def faults_of(self, address: str) -> list[str]:
        """Open an address and return what is wrong there."""
        self.faults.clear()
        self.page.goto(self.base + address)
        found: list[str] = self.page.evaluate(_INSPECT)
        return [*self.faults, *found]


@pytest.fixture(scope="module")
def watch(browser: Browser, hostile: Hostile) -> Iterator[Watch]:
    """Open a window on the hostile site."""
    watch = Watch(browser, hostile.base, hostile.site.root)
    yield watch
    watch.context.close()


def test_the_collection_is_large() -> None:
    """There are at least 150 texts, none of them twice."""
    assert len(set(TEXTS)) == len(TEXTS) >= 150
    assert {sort for sort, _ in TEXTS} == {"raw", "url", "text"}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("<img src=theme/favicon.svg onload=__pwned=alert(1)>", "dialog"),
        ("<img src=theme/favicon.svg onload=__pwned=1>", "ran"),
        ("<p onclick=x>", "p onclick"),
        ("<a href=' jav&Tab;ascript:x'>", "a  jav\tascript:x"),
        ("<img src=//evil.example/x.png>", "request: http://evil.example/x.png"),
        ("<img src=nowhere.png>", "request: {base}entries/nowhere.png"),
        ("<svg><a/></svg>", "<svg>"),
        ("<style></style>", "<style>"),
        ("<iframe srcdoc=x></iframe>", "<iframe>"),
        ("<!-- x -->", "<!-- -->"),
        ("<script>throw 1</script>", "script: 1"),
    ],
)
def test_the_watch_sees(watch: Watch, hostile: Hostile, written: str, fault: str) -> None:
    """What would be a hole is seen: without this the tests below would prove nothing."""
    write(hostile.site.root, "entries/control.html", _entry_page(written.replace("=theme", "=../theme")))
    assert fault.format(base=hostile.base) in watch.faults_of("entries/control.html")


@pytest.mark.browser
def test_pages_are_inert(watch: Watch, hostile: Hostile) -> None:
    """No page runs, fetches or holds anything of what the texts ask for; each ninth page of a single text is opened."""
    items = [one for one in hostile.site.pages if re.fullmatch(r"gazette/2004/[\d-]+/\d+/", one)]
    assert len(items) >= len(TEXTS)
    opened = [one for one in hostile.site.pages if one not in items] + items[::9]
    faults = {address: found for address in opened if (found := watch.faults_of(address))}
    assert faults == {}


def _entry_page(content: str) -> str:
    """Return a page of an entry's HTML alone."""
    head = '<meta charset="utf-8"><title>x</title><link rel="icon" href="../theme/favicon.svg">'
    return f'<!DOCTYPE html><html lang="zh"><head>{head}</head><body>{content}</body></html>'


@pytest.fixture(scope="module")
def feeds(hostile: Hostile) -> Feeds:
    """Return every feed as a reader sees it that cleans and completes nothing."""
    site = hostile.site
    paths = [path for path in site.files if path.endswith((".rss", ".atom"))]
    return {
        path: feedparser.parse(site.files[path], sanitize_html=False, resolve_relative_uris=False) for path in paths
    }


@pytest.mark.browser
def test_feeds_are_inert(watch: Watch, hostile: Hostile, feeds: Feeds) -> None:
    """The HTML of each entry is inert where a feed reader shows it as it comes."""
    contents = {one.value for feed in feeds.values() for entry in feed.entries for one in entry.content}
    assert len(contents) > 40
    faults = {}
    several = sorted(contents)
    for n in range(0, len(several), _TOGETHER):
        write(hostile.site.root, f"entries/{n}.html", _entry_page("\n".join(several[n : n + _TOGETHER])))
        if found := watch.faults_of(f"entries/{n}.html"):
            faults[n] = found, several[n : n + _TOGETHER]
    assert faults == {}


def test_rss_descriptions_are_inert(feeds: Feeds) -> None:
    """The summary of an entry holds no element, since readers of RSS take it for HTML."""
    for path, feed in feeds.items():
        if path.endswith(".rss"):
            assert [one.summary for one in feed.entries if re.search("<[a-z]", one.summary)] == [], path


@pytest.mark.parametrize(
    "body", ["甲&#1;乙", "甲&#x1f;乙", "[甲](https://a.example/&#8; '&#11;')", "甲&#xffff;乙&#13;"]
)
def test_feeds_hold_what_xml_may(body: str) -> None:
    """A control character written as a reference is shown as one that can't be, and stops no feed."""
    shown = Converter().convert(body, Run(_Unchecked("a.md", body, 1, {}, {}), "item-1")).html
    assert "\ufffd" in shown
    assert not re.search("[\\0-\\x08\\x0b-\\x1f\\uffff]", shown)


def test_feeds_are_well_formed(feeds: Feeds) -> None:
    """No text breaks a feed, and an entry's title is the text as it is written."""
    for path, feed in feeds.items():
        assert not feed.bozo, path
    titles = [entry.title for entry in feeds["feeds/problems.atom"].entries]
    assert {title.rpartition("（")[0] for title in titles} <= set(LINES)


def test_texts_appear_as_they_are_written(hostile: Hostile) -> None:
    """A title reads on its page as the editor wrote it, `{{7*7}}` and all."""
    titles = {
        text_of(page.one("h1.item-title")) for page in hostile.site.pages.values() if page.select("h1.item-title")
    }
    assert {line.rstrip("# ") for line in LINES} <= titles
    assert "{{7*7}}" in titles


def test_template_texts_stay_in_bodies(hostile: Hostile, feeds: Feeds) -> None:
    """What a template engine would work out stands in bodies and feeds as it is written."""
    item = next(page for page in hostile.site.pages.values() if "{{7*7}}" in page.said("h1.item-title"))
    assert item.said(".prose > p")[0] == "{{7*7}}"
    assert any("<p>{{7*7}}</p>" in one.content[0].value for one in feeds["feeds/all.rss"].entries)


def _drafted(root: Path, bodies: list[str]) -> dict[int, set[str]]:
    """Return the codes that ``load`` reports for each body, as an item of one draft."""
    lines, starts = ["---", "series: gazette", "signed: 2004-12-20", "---", ""], []
    for n, body in enumerate(bodies):
        starts.append(len(lines) + 1)
        lines += [f"## 第{n}条", "", "```item", "unit: 柳泊镇", "```", "", *body.split("\n"), ""]
    write(root, "gazette/2004/2004-12-20.md", "\n".join(lines))
    found: dict[int, set[str]] = {n: set() for n in range(len(bodies))}
    for one in load(root).diagnostics:
        assert one.path == "gazette/2004/2004-12-20.md", one
        found[max(n for n, start in enumerate(starts) if start <= one.line)].add(one.code)
    return found


def test_raw_html_is_refused(small_tree: Path) -> None:
    """A body with an element of HTML is refused, each one by itself."""
    bodies = [f"甲{text}" for sort, text in TEXTS if sort == "raw"]
    found = _drafted(small_tree, bodies)
    assert [bodies[n] for n, codes in found.items() if "HTML-RAW" not in codes] == []


@pytest.mark.parametrize(
    ("form", "no_target"),
    [("[甲](<{}>)", "[\n<>]"), ("![甲](<{}>)", "[\n<>]"), ("[甲][a]\n\n[a]: {}", r"[\s<>]")],
    ids=["link", "image", "label"],
)
def test_link_targets_are_refused(small_tree: Path, form: str, no_target: str) -> None:
    """A link or picture that leads anywhere but to the web, to mail or into the tree is refused."""
    bodies = [form.format(text) for sort, text in TEXTS if sort == "url" and not re.search(no_target, text)]
    found = _drafted(small_tree, bodies)
    refused = {"LINK-SCHEME", "LINK-BROKEN", "LINK-OUT", "MEDIA-TYPE"}
    assert len(bodies) > 40
    assert [bodies[n] for n, codes in found.items() if not codes & refused] == []
