"""Content that is hard to lay out, built as it is and looked at: nothing sticks out, is covered or can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from tests.site.looking import DESK, HEIGHT, NARROWEST, PAPER, PHONE, SHAPE_RULES, TABLET, View, served
from tests.site.office import REPOSITORY
from tests.stress.tree import write_stress_tree

pytestmark = pytest.mark.browser

_ISSUE: Final = "odd/2004/2/"
_LIST_PAPER: Final = 642  # px of 96 to the inch: the 170 mm between the margins of a list
_PAGES: Final = {
    "home": "",
    "a year of 366 issues": "daily/2004/",
    "a year with a gap before it": "odd/",
    "few issues": "odd/2002/",
    "an item of one character": "odd/2002/1/",
    "60 items": "odd/2004/1/",
    "everything odd": _ISSUE,
    "10,000 characters": f"{_ISSUE}1/",
    "wide tables": f"{_ISSUE}2/",
    "rare characters": f"{_ISSUE}3/",
    "right to left": f"{_ISSUE}4/",
    "long addresses": f"{_ISSUE}5/",
    "footnotes and lists": f"{_ISSUE}6/",
    "pictures": f"{_ISSUE}7/",
    "quotations and code": f"{_ISSUE}8/",
    "units": "units/",
    "a unit with a long name": "units/long/",
    "a topic with everything": "topics/agriculture/",
    "problems": "problems/",
    "statistics": "statistics/2004/",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the tree in this process and serve it."""
    folder = tmp_path_factory.mktemp("stress")
    write_stress_tree(folder / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        run(Order(REPOSITORY / "pelicanconf.py", folder / "content", folder / "public", Edition.PUBLIC))
    with served(folder / "public") as base:
        yield base


def test_everything_is_laid_out_well(browser: Browser, base: str) -> None:
    """No page sticks out of a window of any width, and axe finds nothing, with content of every awkward sort."""
    context = browser.new_context(viewport={"width": PHONE, "height": HEIGHT}, reduced_motion="reduce")
    view = View(context.new_page(), base)
    view.listen()
    found = []
    for name, address in _PAGES.items():
        view.open(address)
        faults = view.overflow(NARROWEST, DESK, TABLET, PHONE)
        faults += view.axe(SHAPE_RULES) if address.startswith(_ISSUE) else []
        found += [f"{name}, {address}: {one}" for one in faults]
    context.close()
    assert found + view.faults == [], "\n".join([*found, *view.faults])


def test_everything_fits_on_paper(browser: Browser, base: str) -> None:
    """Nothing sticks out of the paper, of which a browser would shrink every sheet: 24 columns stand in small type."""
    view = View(browser.new_page(), base)
    found = []
    for name, address in _PAGES.items():
        view.open(address)
        view.page.emulate_media(media="print")
        width = PAPER if view.page.locator(".sheet").count() else _LIST_PAPER
        found += [f"{name}, {address}: {one}" for one in view.overflow(width)]
        view.page.emulate_media(media="screen")
    view.page.close()
    assert found == [], "\n".join(found)


def test_small_picture_stays_small(browser: Browser, base: str) -> None:
    """A picture of 8 px isn't drawn larger on paper, nor is one of 3,000 px higher than a third of a sheet."""
    page = browser.new_page(viewport={"width": PAPER, "height": HEIGHT})
    page.goto(f"{base}{_ISSUE}7/")
    page.emulate_media(media="print")
    page.evaluate("for (const one of document.images) one.loading = 'eager'")
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    heights = page.evaluate("[...document.querySelectorAll('.prose img')].map((one) => one.height)")
    page.close()
    assert heights == [74, 287, 8, 30]


def test_who_reported_nothing_is_not_linked(browser: Browser, base: str) -> None:
    """A unit without items has no page, and nothing leads there."""
    page = browser.new_page()
    page.goto(base + "units/")
    assert page.locator("a[href*='units/liubo/']").count()
    assert page.locator("a[href*='units/empty/']").count() == 0
    page.close()
