"""Every template in a browser: phone, tablet, desk, paper, no styles; light, dark, easy to read; in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Built
from tests.site.looking import (
    DESK,
    HEIGHT,
    LOOK_RULES,
    NARROWEST,
    PAPER,
    PHONE,
    SHAPE_RULES,
    TABLET,
    WORD_RULES,
    View,
    served,
)
from tests.site.templates import edition_of, names, pages_of

pytestmark = pytest.mark.browser

Shoot = Callable[[str], None]

# Tables of ours that must be pushed sideways; those in texts are as wide as their editors made them.
_PUSHED = """
  [...document.querySelectorAll("main .table-scroll:not(.prose *)")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => `pushed sideways, ${one.scrollWidth} in ${one.clientWidth} px: ${one.textContent.trim().slice(0, 9)}`)
"""
# Parts of a page that touch what stands above them, padding counted as distance.
_TOUCHING = """
  [...document.querySelectorAll("main :is(section, nav, .figures, .jumps, section > .summary, .table-scroll)")]
    .map((one) => [one, one.previousElementSibling])
    .filter((pair) => pair.every((one) => one?.checkVisibility() && one.offsetHeight > 1 && !one.closest(".prose")))
    .filter(([one, above]) => {
      const [its, over] = [one.getBoundingClientRect(), above.getBoundingClientRect()];
      const inside = parseFloat(getComputedStyle(one).paddingTop) + parseFloat(getComputedStyle(above).paddingBottom);
      const below = its.left < over.right && over.left < its.right && its.top >= over.top;
      return below && its.top - over.bottom + inside < 4;
    })
    .map(([one]) => `touches what is above it: ${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 20)}`)
"""
# Latin words of headings that are broken over two lines.
_BROKEN = r"""
  [...document.querySelectorAll("main :is(h1, h2, h3, th, caption, .count)")].flatMap((one) => {
    const found = [];
    for (const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT); texts.nextNode(); ) {
      const node = texts.currentNode;
      for (const word of node.data.matchAll(/[A-Za-z]{3,}/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
        if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) found.push(`word broken: ${word[0]}`);
      }
    }
    return found;
  })
"""
# Letters twice as large, of which the page knows nothing (WCAG 1.4.4).
_TWICE = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200% !important; }");
  document.adoptedStyleSheets = [sheet];
"""
_AS_BEFORE = "document.adoptedStyleSheets = []"


@pytest.fixture(scope="module")
def bases(built: Built) -> Iterator[dict[str, str]]:
    """Serve both editions on this machine with a strict policy; return where."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(site.root)) for name, site in built.items()}


@pytest.fixture
def view(browser: Browser, bases: dict[str, str], template: str) -> Iterator[View]:
    """Open a window on the edition that has the template, and demand that nothing went wrong in it."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
    )
    view = View(context.new_page(), bases[edition_of(template)])
    view.listen()
    yield view
    context.close()
    assert view.faults == []


@pytest.fixture
def shoot(view: View, template: str, screenshots: Path | None) -> Shoot:
    """Return what keeps a picture of the page as it is, where somebody wants it: ``issue-phone.png``."""

    def take(name: str) -> None:
        if screenshots is not None:
            path = screenshots / f"{template.removesuffix('.html')}-{name}.png"
            view.page.screenshot(full_page=True, path=path, animations="disabled")

    return take


def _laid_out(view: View) -> Iterator[str]:
    """Yield what would have been seen at a glance: tables pushed sideways, parts that touch, words broken in two."""
    for look in (_PUSHED, _TOUCHING, _BROKEN):
        yield from view.page.evaluate(look)


def _in_chinese(view: View, shoot: Shoot) -> Iterator[str]:
    """Yield the faults of a page in every mode and width."""
    yield from view.overflow(NARROWEST, DESK, TABLET, PHONE)
    yield from (f"phone: {one}" for one in (*view.axe(), *view.focus(), *_laid_out(view)))
    shoot("phone")
    view.page.evaluate(_TWICE)
    yield from (f"letters twice as large: {one}" for one in view.overflow(PHONE))
    view.page.evaluate(_AS_BEFORE)
    view.elder(on=True)
    yield from (f"easy reading: {one}" for one in (*view.overflow(NARROWEST, DESK, PHONE), *view.axe(LOOK_RULES)))
    yield from (f"easy reading: {one}" for one in _laid_out(view))
    shoot("elder")
    view.elder(on=False)
    view.wide(DESK)
    yield from (f"desk: {one}" for one in (*view.axe(SHAPE_RULES), *view.focus(), *_laid_out(view)))
    shoot("desk")
    yield from (f"without style sheets: {one}" for one in view.bare())
    view.page.emulate_media(color_scheme="dark")
    yield from (f"dark: {one}" for one in view.axe(LOOK_RULES))
    shoot("dark")
    view.page.emulate_media(color_scheme="light", media="print")
    yield from (f"paper: {one}" for one in view.overflow(PAPER))
    shoot("paper")
    view.page.emulate_media(media="screen")


def _in_english(view: View, shoot: Shoot) -> Iterator[str]:
    """Yield the faults of a page in the other language, whose words are longer."""
    yield from (f"English: {one}" for one in (*view.overflow(NARROWEST, PHONE, DESK), *view.axe(WORD_RULES)))
    for width in (PHONE, DESK):
        view.wide(width)
        yield from (f"English, {width} px: {one}" for one in _laid_out(view))
    shoot("english")


@pytest.mark.parametrize("template", names())
def test_template(view: View, built: Built, shoot: Shoot, template: str) -> None:
    """The richest page of each template fits every window, and axe finds nothing, whatever its reader has set."""
    site = built[edition_of(template)]
    pages = pages_of(site, template)
    assert pages, f"no page of the sample is made from {template}"
    view.open(pages[0])
    found = list(_in_chinese(view, shoot))
    for english in pages_of(site, template, english=True)[:1]:
        view.open(english)
        found += _in_english(view, shoot)
    assert found == [], "\n".join([pages[0], *found])


def test_nothing_found(browser: Browser, bases: dict[str, str]) -> None:
    """Where a search finds nothing, help stands right below; the list of years was asked for once, with the page."""
    context = browser.new_context(viewport={"width": PHONE, "height": HEIGHT}, reduced_motion="reduce")
    view = View(context.new_page(), bases["public"])
    view.listen()
    asked: list[str] = []
    view.page.on("request", lambda request: asked.append(request.url))
    view.page.goto(f"{view.base}search/?q=没有这个词的")
    expect(view.page.locator("#found")).to_have_text("没有找到相符的信息")
    expect(view.page.locator("#help")).to_be_visible()
    head, aid = view.page.locator("#found").bounding_box(), view.page.locator("#help").bounding_box()
    assert head
    assert aid
    assert 0 < aid["y"] - head["y"] < 200
    assert [one.removeprefix(view.base) for one in asked if one.endswith("index.json")] == ["search/index.json"]
    context.close()
    assert view.faults == []
