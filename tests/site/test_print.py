"""An issue on paper: A4 as GB/T 9704-2012 has it, by analogy: text block, lines, page numbers, masthead and foot."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Browser

from tests.site.looking import DESK, HEIGHT, served
from tests.site.output import Site
from tests.site.templates import pages_of

pytestmark = pytest.mark.browser

_MM = 72 / 25.4
_LINE = 28.95  # points: 225 mm by 22


@dataclass(frozen=True)
class Word:
    """A piece of text on a page, from its lower left corner, in points."""

    text: str
    x: float
    y: float


def _words(page: pypdf.PageObject) -> list[Word]:
    found: list[Word] = []

    def visit(text: str, transform: list[float], matrix: list[float], _font: object, _size: object) -> None:
        if text.strip():
            x, y = matrix[4], matrix[5]
            a, b, c, d, e, f = transform
            found.append(Word(text.strip(), a * x + c * y + e, b * x + d * y + f))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def printed(browser: Browser, public: Site) -> list[pypdf.PageObject]:
    """Print the richest issue from a browser window in easy reading, which paper takes no notice of."""
    with served(public.root) as base:
        context = browser.new_context(viewport={"width": DESK, "height": HEIGHT}, color_scheme="dark")
        page = context.new_page()
        page.goto(f"{base}{pages_of(public, 'issue.html')[0]}?elder")
        data = page.pdf(prefer_css_page_size=True)
        context.close()
    return list(pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize(("address", "sheets"), [("", 2), ("gazette/", 3), ("statistics/", 3)])
def test_lists_are_few_sheets(browser: Browser, public: Site, address: str, sheets: int) -> None:
    """What is no document is printed small: the home page of six series on two sheets."""
    with served(public.root) as base:
        page = browser.new_page()
        page.goto(f"{base}{address}")
        data = page.pdf(prefer_css_page_size=True)
        page.close()
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) <= sheets


def test_paper(printed: list[pypdf.PageObject]) -> None:
    """Every page is A4, and an issue has several."""
    assert len(printed) > 1
    for page in printed:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595, 842), abs=1)


def test_text_block(printed: list[pypdf.PageObject]) -> None:
    """Text stands 28 mm from the left, 37 mm from the top and 35 mm from the bottom; below it is the number alone."""
    top, bottom, left, right = (297 - 37) * _MM, 35 * _MM, 28 * _MM, (210 - 26) * _MM
    for n, page in enumerate(printed, 1):
        words = _words(page)
        below = [one for one in words if one.y < bottom]
        assert "".join(one.text for one in below).replace(" ", "") == f"—{n}—"
        for one in words:
            assert one.y <= top
            assert left - 3 <= one.x <= right
        middle = sum(one.x for one in below) / len(below)
        assert middle > 300 if n % 2 else middle < 300  # outside: odd pages right, even pages left
        assert bottom - below[0].y == pytest.approx(7 * _MM + 14, abs=6)  # its top 7 mm below


def test_lines(printed: list[pypdf.PageObject]) -> None:
    """Lines of the text are 28.95 pt apart, 22 to a page."""
    steps: Counter[float] = Counter()
    for page in printed:
        rows = sorted({round(one.y, 1) for one in _words(page)}, reverse=True)
        steps.update(round(above - below, 1) for above, below in pairwise(rows))
    step, _ = steps.most_common(1)[0]
    assert step == pytest.approx(_LINE, abs=0.5)  # the browser rounds to its own px


def test_head_and_foot(printed: list[pypdf.PageObject], public: Site) -> None:
    """The first page has title, number, issuer and day; the last the foot and where the text stands; none the rest."""
    page = public.pages[pages_of(public, "issue.html")[0]]
    # A font may draw 月 and the radical of the same shape by one glyph.
    texts = ["".join(normalize("NFKC", one.extract_text()).split()) for one in printed]
    for said in (*page.said(".masthead-series"), *page.said(".masthead-label"), *page.said(".masthead-foot > time")):
        assert normalize("NFKC", "".join(said.split())) in texts[0]
    last = texts[-1] if "发布时间" in texts[-1] else texts[-2] + texts[-1]
    assert "发布时间" in last
    assert public.url in "".join(texts[-2:])
    whole = "".join(texts)
    assert [word for word in ("长者模式", "朗读", "复制引文", "订阅", "无障碍声明") if word in whole] == []
