"""Every template in a browser: phone, tablet, desk, paper, no styles; light, dark, easy to read; in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

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


def _in_chinese(view: View, shoot: Shoot) -> Iterator[str]:
    """Yield the faults of a page in every mode and width."""
    yield from view.overflow(NARROWEST, DESK, TABLET, PHONE)
    yield from (f"phone: {one}" for one in (*view.axe(), *view.focus()))
    shoot("phone")
    view.elder(on=True)
    yield from (f"easy reading: {one}" for one in (*view.overflow(NARROWEST, DESK, PHONE), *view.axe(LOOK_RULES)))
    shoot("elder")
    view.elder(on=False)
    view.wide(DESK)
    yield from (f"desk: {one}" for one in (*view.axe(SHAPE_RULES), *view.focus()))
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
