"""From the home page to a feed by keys alone and without scripts; to a town's latest problem in three steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.looking import DESK, HEIGHT, PHONE, View, served
from tests.site.output import Site
from tests.site.source import Source

pytestmark = pytest.mark.browser

_TABS: Final = 150
_FEED: Final = re.compile(r"feeds/.+\.(atom|rss)$")


@pytest.fixture(scope="module")
def base(public: Site) -> Iterator[str]:
    """Serve the public edition on this machine."""
    with served(public.root) as base:
        yield base


@pytest.fixture
def reader(browser: Browser, base: str) -> Iterator[View]:
    """Open a window at a desk, and demand that nothing went wrong in it."""
    context = browser.new_context(viewport={"width": DESK, "height": HEIGHT})
    view = View(context.new_page(), base)
    view.listen()
    yield view
    context.close()
    assert view.faults == []


@pytest.fixture
def scriptless(browser: Browser, base: str) -> Iterator[View]:
    """Open a window on a phone whose browser runs no scripts."""
    context = browser.new_context(viewport={"width": PHONE, "height": HEIGHT}, java_script_enabled=False)
    view = View(context.new_page(), base)
    view.listen()
    yield view
    context.close()
    assert [one for one in view.faults if not one.endswith(".js")] == []  # which it doesn't fetch


def _tab_to(page: Page, is_there: Callable[[str, str], bool]) -> str:
    """Press Tab until what has the focus is it, by id and address, and is seen to have it; return the address."""
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        where, outline = page.evaluate(
            "(({ id, href }) => [[id, href ?? ''], getComputedStyle(document.activeElement).outlineStyle])"
            "(document.activeElement)"
        )
        if is_there(*where):
            assert outline != "none", f"the focus can't be seen: {where}"
            return str(where[1])
    raise AssertionError(f"not reached by {_TABS} tabs on {page.url}")


def _is_feed(page: Page, address: str) -> None:
    """Demand that a feed stands at an address."""
    answer = page.request.get(address)
    assert answer.ok
    assert re.search(r"<(feed|rss)\b", answer.text()[:1000])


def test_by_keys_alone(reader: View) -> None:
    """Who uses no mouse searches from the home page, opens the first item found, and comes from there to a feed."""
    page = reader.page
    page.goto(reader.base)
    _tab_to(page, lambda name, _: name == "q")
    page.keyboard.type("饮水")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    first = page.locator("#hits h3 a").first
    first.wait_for()
    wanted = str(first.evaluate("one => one.href"))
    _tab_to(page, lambda _, href: href == wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(wanted.partition("?")[0] + "**")
    expect(page.locator("main h1")).to_be_visible()
    _is_feed(page, _tab_to(page, lambda _, href: bool(_FEED.search(href))))


def test_without_scripts(scriptless: View) -> None:
    """On a phone without scripts items and feeds can be reached, and lists in place of the search, which says so."""
    page = scriptless.page
    page.goto(scriptless.base)
    page.locator("main").get_by_role("link", name=re.compile(r"^\S{9,}")).first.click()
    expect(page.locator("main h1, main .masthead").first).to_be_visible()
    assert re.search(r"/\d{4}/\S+/$", page.url), "an item or an issue"
    page.locator(".menu-button").click()
    page.locator("#menu a[href$='feeds/']").click()
    feed = page.locator("main a[href$='.atom'], main a[href$='.rss']").first
    expect(feed).to_be_visible()
    _is_feed(page, str(feed.evaluate("one => one.href")))
    page.locator("#q").fill("饮水")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    expect(page.locator("noscript h2")).to_contain_text("脚本")
    expect(page.locator("noscript h2")).to_be_visible()
    expect(page.locator("#browse a").first).to_be_visible()


def test_latest_problem_of_a_town(reader: View, public: Site, source: Source) -> None:
    """A reader who knows nothing of the site finds a town's latest problem item in three steps."""
    town = "柳泊镇"
    problems = [
        (one.issue.row["published"], one.item_address(item))
        for one in source.shown("public")
        for item in one.items
        if item.kind == "problem" and {town, "liubo"} & set(item.units)
    ]
    page = reader.page
    page.goto(reader.base)
    page.get_by_role("navigation").get_by_role("link", name="单位").first.click()
    page.locator("main").get_by_role("link", name=town).first.click()
    page.locator("main .badge-problem").first.locator(
        "xpath=ancestor::li[1]//a | ancestor::article[1]//a"
    ).first.click()
    assert page.url.removeprefix(reader.base) == max(problems)[1]
