"""长者模式: one control, kept on this device without a cookie, there before anything is drawn, in the dark too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.looking import HEIGHT, LOOK_RULES, PHONE, View, served
from tests.site.output import Site
from tests.site.templates import pages_of

pytestmark = pytest.mark.browser

_SIZE = "parseFloat(getComputedStyle(document.body).fontSize)"
# Notes the size of letters at the first frame that is drawn.
_FIRST = f"requestAnimationFrame(() => (window.first = document.body && {_SIZE}))"


@pytest.fixture(scope="module")
def base(public: Site) -> Iterator[str]:
    """Serve the public edition."""
    with served(public.root) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open windows that share what a device keeps."""
    context = browser.new_context(viewport={"width": PHONE, "height": HEIGHT})
    yield context
    context.close()


@pytest.fixture(scope="module")
def issue(public: Site) -> str:
    """Return the address of a rich issue."""
    return pages_of(public, "issue.html")[0]


def _switch(page: Page) -> None:
    page.get_by_role("switch").click()


def test_kept_from_page_to_page(context: BrowserContext, base: str, issue: str) -> None:
    """The switch makes letters larger at once and on every page after, in other windows too, and back again."""
    page = context.new_page()
    page.goto(base)
    usual = page.evaluate(_SIZE)
    _switch(page)
    assert page.evaluate(_SIZE) >= 1.3 * usual
    page.goto(base + issue)
    assert page.evaluate(_SIZE) >= 1.3 * usual
    assert page.get_by_role("switch").is_checked()
    other = context.new_page()
    other.goto(base)
    _switch(other)
    expect(page.get_by_role("switch")).not_to_be_checked()
    assert page.evaluate(_SIZE) == usual
    assert context.cookies() == []


def test_no_flash(context: BrowserContext, base: str, issue: str) -> None:
    """The first frame of the next page has the size already."""
    page = context.new_page()
    page.goto(f"{base}?elder")
    chosen = page.evaluate(_SIZE)
    page.add_init_script(_FIRST)
    page.goto(base + issue)
    assert page.evaluate("window.first") in {chosen, None}


def test_by_address(context: BrowserContext, base: str) -> None:
    """A link with ?elder leads into it, one with ?elder=0 out of it."""
    page = context.new_page()
    for query, checked in (("?elder", True), ("", True), ("?elder=0", False), ("", False)):
        page.goto(f"{base}{query}")
        assert page.get_by_role("switch").is_checked() is checked


def test_without_scripts(browser: Browser, base: str, issue: str) -> None:
    """Without JavaScript the switch holds for the page, and buttons that need it aren't shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + issue)
    before = page.locator(".prose").first.bounding_box()
    _switch(page)
    after = page.locator(".prose").first.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    assert not [one for one in page.locator("button.tool").all() if one.is_visible()]
    context.close()


def test_storage_switched_off(context: BrowserContext, base: str) -> None:
    """Where a browser keeps nothing, the switch works for the page and nothing goes wrong."""
    page = context.new_page()
    view = View(page, base)
    view.listen()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })")
    page.goto(base)
    usual = page.evaluate(_SIZE)
    _switch(page)
    assert page.evaluate(_SIZE) > usual
    assert view.faults == []


def test_dark(context: BrowserContext, base: str, issue: str) -> None:
    """In the dark too it has the contrasts that are asked for; test_every_template.py looks at it in light."""
    view = View(context.new_page(), base)
    view.page.emulate_media(color_scheme="dark")
    view.open(f"{issue}?elder")
    assert view.axe(LOOK_RULES) == []


_VOICE = """
  window.said = [];
  class Words { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Words;
  Object.defineProperty(window, 'speechSynthesis', { value: {
    speaking: false, paused: false,
    getVoices: () => [{ lang: 'zh-CN' }],
    speak(words) { said.push(words.text); this.speaking = true; this.last = words; },
    pause() { this.paused = true; }, resume() { this.paused = false; }, cancel() {}, addEventListener() {},
  }});
"""


def test_read_aloud(context: BrowserContext, base: str, issue: str) -> None:
    """The browser's own voice reads the head, then each paragraph in turn; the button pauses and goes on."""
    page = context.new_page()
    page.add_init_script(_VOICE)
    page.goto(base + issue)
    button = page.locator("[data-read]")
    expect(button).to_have_text("朗读")
    for word in ("暂停", "继续", "暂停"):
        button.click()
        expect(button).to_have_text(word)
    page.evaluate("speechSynthesis.speaking = false; speechSynthesis.last.onend()")
    head = page.locator(".masthead-series").inner_text(), page.locator(".masthead-label").inner_text()
    assert tuple(page.evaluate("said")) == head
    assert page.locator(".spoken").count() == 1


def test_no_voice(context: BrowserContext, base: str, issue: str) -> None:
    """A device without a Chinese voice says so."""
    page = context.new_page()
    page.add_init_script(_VOICE.replace("zh-CN", "en-GB"))
    page.goto(base + issue)
    page.locator("[data-read]").click()
    expect(page.locator("[data-read]")).to_have_text("这台设备没有中文语音。")
