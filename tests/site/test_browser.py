"""The public edition in a real browser: by mouse and keyboard, on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.site.looking import View, served
from tests.site.output import Site
from tests.site.source import Source
from tests.site.templates import pages_of

pytestmark = pytest.mark.browser

_DESK = {"width": 1280, "height": 900}
_TABS = 120


@pytest.fixture(scope="module")
def base(public: Site) -> Iterator[str]:
    """Serve the public edition on this machine."""
    with served(public.root) as address:
        yield address


class Visit(View):
    """A reader's page with what went wrong on it; addresses are relative to the site's root."""

    def allowed(self) -> tuple[str, ...]:
        """Return that pages here ask for nothing but files of the site."""
        return (self.base,)

    def open(self, address: str) -> Page:
        """Open an address and wait until it is loaded."""
        self.page.goto(self.base + address)
        return self.page

    def arrived(self, address: str) -> None:
        """Wait for an address to be loaded."""
        self.page.wait_for_url(self.base + address)
        self.page.wait_for_load_state()

    def tab_to(self, address: str) -> None:
        """Skip to the content, then press Tab until a link to an address has the focus, and show that it has."""
        self.page.keyboard.press("Tab")
        assert self._focused("className") == "skip-link"
        self.page.keyboard.press("Enter")
        for _ in range(_TABS):
            self.page.keyboard.press("Tab")
            if self._focused("href") == self.base + address:
                style = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert style != "none", "the focus can't be seen"
                return
        pytest.fail(f"{address} not reached by {_TABS} tabs")

    def _focused(self, attribute: str) -> object:
        return self.page.evaluate(f"document.activeElement.{attribute}")


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    """Open a window of its own for each test, and demand that nothing went wrong in it."""
    context = browser.new_context(viewport=_DESK, color_scheme="light")  # type: ignore[arg-type]
    visit = Visit(context.new_page(), base)
    visit.listen()
    yield visit
    context.close()
    assert visit.faults == []


@pytest.fixture
def path(source: Source) -> tuple[str, str, str, str]:
    """Return the addresses of a series, its newest issue of several items, its last item, and that item's title."""
    several = [one for one in source.by_series("public")["gazette"] if len(one.items) > 1]
    shown, item = several[-1], several[-1].items[-1]
    return "gazette/", shown.issue.address, shown.item_address(item), item.title


@pytest.fixture(scope="module")
def addresses(public: Site) -> dict[str, str]:
    """Return the richest page of some templates."""
    return {name: pages_of(public, f"{name}.html")[0] for name in ("home", "issue", "item", "statistics", "year")}


def test_by_mouse(visit: Visit, path: tuple[str, str, str, str]) -> None:
    """A reader clicks from the home page through a series and an issue to an item, and back home."""
    *steps, title = path
    page = visit.open("")
    for address in steps:
        page.locator(f"main a[href$='/{address}']").first.click()
        visit.arrived(address)
    assert page.locator("h1").inner_text() == title
    page.locator(".site-name").click()
    visit.arrived("")


def test_by_keyboard(visit: Visit, path: tuple[str, str, str, str]) -> None:
    """The same way can be gone by Tab and Enter alone, and the focus is always seen."""
    *steps, title = path
    page = visit.open("")
    for address in steps:
        visit.tab_to(address)
        page.keyboard.press("Enter")
        visit.arrived(address)
    assert page.locator("h1").inner_text() == title


def test_menu_on_a_phone_needs_no_script(browser: Browser, base: str) -> None:
    """On a phone the navigation opens by its button, without JavaScript."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    assert not page.locator(".site-nav").is_visible()
    page.locator(".menu-button").click()
    page.locator(".site-nav a[href='./gazette/']").click()
    page.wait_for_url(f"{base}gazette/")
    context.close()


def test_latest_problem_of_a_town_on_a_phone(browser: Browser, base: str, source: Source) -> None:
    """Three taps lead from the home page to the latest problem item of a town, without the menu and without scripts."""
    problems = [
        (one.issue.row["published"], one.item_address(item))
        for one in source.shown("public")
        for item in one.items
        if item.kind == "problem" and {"柳泊镇", "liubo"} & set(item.units)
    ]
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.locator("main").get_by_role("link", name="柳泊镇").first.click()
    page.locator(".page-head").get_by_role("link", name=f"问题信息 {len(problems)}条").click()
    page.locator("main .item-card h3 a").first.click()
    assert page.url == base + max(problems)[1]
    context.close()


def _background(page: Page) -> object:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("template", ["home", "issue", "statistics"])
def test_dark(visit: Visit, addresses: dict[str, str], template: str) -> None:
    """Where the reader's system is dark, so are the pages."""
    page = visit.open(addresses[template])
    light = _background(page)
    page.emulate_media(color_scheme="dark")
    assert _background(page) != light


@pytest.mark.parametrize("template", ["issue", "item", "year"])
def test_print(visit: Visit, addresses: dict[str, str], template: str) -> None:
    """On paper the text stands without navigation, and with its permanent address."""
    page = visit.open(addresses[template])
    assert page.locator(".site-nav").is_visible()
    page.emulate_media(media="print")
    for navigation in (".site-nav", ".skip-link", ".breadcrumbs", ".pager", ".menu-button"):
        assert [one for one in page.locator(navigation).all() if one.is_visible()] == [], navigation
    assert page.locator("main h1, .masthead-head").first.is_visible()
    assert page.locator(".print-address").is_visible()


def test_missing_pages_are_explained(browser: Browser, base: str, public: Site) -> None:
    """The page for missing addresses leads back home from wherever it is shown."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/gazette/1999/nowhere/", lambda route: route.fulfill(status=404, body=public.text("404.html")))
    page.goto(f"{base}gazette/1999/nowhere/")
    page.locator("main a").first.click()
    page.wait_for_url(base)
    context.close()
