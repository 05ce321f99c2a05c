"""Pages of issues and items: light, whole, and with what a reader needs to cite them, hand them on and answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import brotli
import pytest
from playwright.sync_api import Browser, Request

from bulletin_portal.qr_codes import QrCodes
from tests.site.conftest import Built
from tests.site.looking import DESK, HEIGHT, PHONE, View, served
from tests.site.output import Page, Site
from tests.site.source import Source
from tests.site.templates import pages_of

_WIRE = 40 * 1024
_REQUESTS = 6
_ADDRESSEES = {"gazette": True, "key-affairs": False}  # the sample's series that name some: whether publicly


def _issues(site: Site) -> dict[str, Page]:
    return {
        address: site.pages[address]
        for address, name in site.templates.items()
        if name == "issue.html" and address in site.pages
    }


def _items(site: Site) -> dict[str, Page]:
    return {
        address: site.pages[address]
        for address, name in site.templates.items()
        if name == "item.html" and address in site.pages
    }


def test_weight(public: Site) -> None:
    """With all it loads at first, its pictures aside, each page is at most 40 KB as it is sent."""
    sent: dict[str, int] = {}

    def size(path: str) -> int:
        if path not in sent:
            sent[path] = len(brotli.compress(public.files[path], quality=5))
        return sent[path]

    heaviest = sorted(_issues(public).items(), key=lambda pair: len(pair[1].text))[-3:]
    for address, page in heaviest:
        loaded = [one.attrib["href"] for one in page.select("link[rel=stylesheet], link[rel=icon]")]
        loaded += [one.attrib["src"] for one in page.select("script[src]")]
        assert 1 + len(loaded) <= _REQUESTS, address
        places = [public.place_of(page, one) or "" for one in loaded]
        assert size(f"{address}index.html") + sum(map(size, places)) <= _WIRE, address


def test_citations(public: Site) -> None:
    """A citation has the form of GB/T 7714-2015: who, what, kind of document, year and number, day, address."""
    form = re.compile(
        r'<p class="citation" id="citation">[^<]+\.\s[^<]+\[J/OL\]\.\s(?:[^<]+, )?\d{4}(?:, \d+)?\([^<]+\)'
        r"<span data-today>\[引用日期\]</span>\.\s(https://[^\s<]+/)\.</p>"
    )
    for address, page in {**_issues(public), **_items(public)}.items():
        assert form.findall(page.text) == [public.url + address], address


def test_codes_lead_to_their_pages(public: Site) -> None:
    """Each issue has a QR code of its own address; items, of which there are many more, have none."""
    codes = QrCodes()
    for address, page in _issues(public).items():
        assert page.text.count('class="qr-code"') == 1
        assert str(codes.drawing(public.url + address)) in page.text, address
    assert [address for address, page in _items(public).items() if "qr-code" in page.text] == []


def test_errors_can_be_reported(public: Site, source: Source) -> None:
    """A letter is begun that names the page and its address."""
    for address, page in {**_issues(public), **_items(public)}.items():
        (link,) = re.findall(r'<a class="tool" href="(mailto:[^"]+)"', page.text)
        parts = urlsplit(unescape(link))
        assert parts.path == source.site["email"]
        asked = parse_qs(parts.query, strict_parsing=True)
        assert asked["body"] == [public.url + address]
        assert f"<title>{asked['subject'][0].removeprefix('纠错：')} - " in unescape(page.text)


def test_addressees(built: Built, edition: str) -> None:
    """The foot names addressees in the internal edition, in the public one only where the series says so."""
    shown: dict[str, set[bool]] = {}
    for address, page in _issues(built[edition]).items():
        shown.setdefault(address.partition("/")[0], set()).add("addressees" in page.text)
    expected = {series: {edition == "internal" or public} for series, public in _ADDRESSEES.items()}
    assert {series: shown[series] for series in _ADDRESSEES} == expected
    assert all(found == {False} for series, found in shown.items() if series not in _ADDRESSEES)


def test_no_name_of_an_internal_addressee(public: Site, source: Source) -> None:
    """What an addressee field says that is not public stands nowhere in the public edition."""
    (series,) = [one for one in source.series if one["id"] == "key-affairs"]
    assert [path for path, data in public.files.items() if series["report_to"].encode() in data] == []


@pytest.fixture(scope="module")
def view(browser: Browser, public: Site) -> Iterator[View]:
    """Open a window on the public edition, on a host whose clipboard may be read."""
    with served(public.root) as base:
        context = browser.new_context(
            viewport={"width": DESK, "height": HEIGHT}, permissions=["clipboard-read", "clipboard-write"]
        )
        view = View(context.new_page(), base)
        view.listen()
        yield view
        context.close()
        assert view.faults == []


@pytest.mark.browser
def test_copying(view: View, public: Site) -> None:
    """The citation is copied with the day of copying, the address as it is, and the button says so."""
    address = pages_of(public, "issue.html")[0]
    view.page.goto(view.base + address)
    view.page.get_by_role("button", name="复制引文").click()
    view.page.get_by_role("button", name="已复制").wait_for()
    view.page.get_by_role("button", name="复制引文").wait_for()
    copied = view.page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"\)\[\d{4}-\d\d-\d\d\]\. https://\S+/\.$", copied)
    view.page.get_by_role("button", name="复制网址").click()
    view.page.get_by_role("button", name="已复制").wait_for()
    assert view.page.evaluate("navigator.clipboard.readText()") == public.url + address


@pytest.mark.browser
def test_nothing_moves(view: View, public: Site) -> None:
    """Nothing of a page moves while it loads, and no more than six things are asked for, pictures aside."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type != "image":
            asked.append(request.url)

    view.page.on("request", note)
    for width in (PHONE, DESK):
        view.wide(width)
        asked.clear()
        view.page.goto(view.base + pages_of(public, "issue.html")[0])
        view.page.wait_for_load_state("networkidle")
        moved = view.page.evaluate(
            """() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
                .observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(sum), 50);
            })"""
        )
        assert moved == 0
        assert len(asked) <= _REQUESTS


@pytest.mark.browser
def test_mastheads_fit(view: View, public: Site) -> None:
    """Titles of 1 to 30 characters stand within the sheet on every width; up to twelve of them on one line."""
    view.page.goto(view.base + pages_of(public, "issue.html")[0])
    for length in (1, 4, 7, 8, 12, 13, 30):
        view.page.evaluate(
            """(length) => {
              const head = document.querySelector(".masthead");
              head.className = "masthead" + (length > 12 ? " masthead-long" : length > 7 ? " masthead-wide" : "");
              head.querySelector(".masthead-series").textContent = "政".repeat(length);
            }""",
            length,
        )
        for width in (320, PHONE, DESK):
            view.wide(width)
            over, tall = view.page.evaluate(
                """() => {
                  const series = document.querySelector(".masthead-series");
                  const style = getComputedStyle(series);
                  return [series.scrollWidth - series.clientWidth, series.clientHeight / parseFloat(style.lineHeight)];
                }"""
            )
            assert over <= 0, (length, width)
            assert length > 12 or round(tall) == 1, (length, width)
