"""An issue on paper: A4 as GB/T 9704-2012 has it, by analogy: text block, lines, page numbers, masthead and foot."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Browser

from tests.site.looking import DESK, HEIGHT, PAPER, View, served
from tests.site.output import Site
from tests.site.templates import names, pages_of

pytestmark = pytest.mark.browser

_MM = 72 / 25.4
_LINE = 28.95  # points: 225 mm by 22
_TOP, _BOTTOM = (297 - 37) * _MM, 35 * _MM  # of the text block, points from the lower edge

Press = Callable[[str], list[pypdf.PageObject]]


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


@pytest.fixture(scope="module")
def press(browser: Browser, public: Site) -> Iterator[Press]:
    """Return what prints an address of the public edition; its drawings are fetched wherever they stand."""
    with served(public.root) as base:
        page = browser.new_page()

        def run(address: str) -> list[pypdf.PageObject]:
            page.goto(base + address)
            page.evaluate("for (const one of document.images) one.loading = 'eager'")
            page.wait_for_function("[...document.images].every((one) => one.complete)")
            return list(pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)

        yield run
        page.close()


_SHEETS = (
    *(("", 2), ("gazette/", 2), ("gazette/2004/", 3), ("calendar/2004/", 3), ("statistics/2004/", 3)),
    *(("problems/", 2), ("problems/2004/", 4), ("problems/topics/urban-rural/", 1)),
    *(("topics/agriculture/", 2), ("topics/agriculture/2004/", 3), ("units/", 1), ("units/trade/", 2)),
    *(("pictures/2004/", 1), ("feeds/", 2), ("sitemap/", 1), ("search/", 1)),
)


@pytest.mark.parametrize(("address", "sheets"), _SHEETS)
def test_lists_are_few_sheets(press: Press, address: str, sheets: int) -> None:
    """What is no document is printed small and in columns: the 67 problem items of a year on four sheets."""
    assert len(press(address)) <= sheets


def _rows(page: pypdf.PageObject) -> list[tuple[float, str]]:
    """Return the lines above the number of a page, from the top: height in points, words without spaces."""
    lines: dict[float, str] = defaultdict(str)
    for one in _words(page):
        if one.y >= _BOTTOM:
            lines[round(one.y, 1)] += "".join(normalize("NFKC", one.text).split())
    return sorted(lines.items(), reverse=True)


@pytest.mark.parametrize(
    "address",
    [f"gazette/2004/{one}/" for one in ("11/2", "12/1", "15/1", "24/2")]
    + [f"monthly-report/2004/{one}/" for one in ("5/1", "5/4", "8/1", "10/2")],
)
def test_sheets_are_full(press: Press, address: str) -> None:
    """A drawing or a table after the first lines of an item doesn't leave the rest of its sheet empty."""
    *sheets, _ = press(address)
    assert [n for n, one in enumerate(sheets, 1) if _TOP - _rows(one)[-1][0] < 0.75 * (_TOP - _BOTTOM)] == []


@pytest.mark.parametrize(
    "address",
    [
        "gazette/2004/1/1/",
        "gazette/2004/10/2/",
        "monthly-report/2004/5/2/",
        "monthly-report/2004/3/",
        "gazette/2004/6/",
    ],
)
def test_foot_follows_text(press: Press, public: Site, address: str) -> None:
    """The foot stands below lines of the text, with the address below it: no sheet has one of them alone."""
    last = _rows(press(address)[-1])
    foot = "".join("".join(one.split()) for one in public.pages[address].said(".sheet-foot"))
    assert last[-1][1].endswith(public.url + address)
    assert last[0][1][:4] not in normalize("NFKC", foot)


def test_title_is_on_one_sheet(press: Press, public: Site) -> None:
    """A title of two lines that would end a sheet isn't parted: it begins the next one."""
    title, *_ = public.pages["gazette/2004/7/"].said(".item-title")
    texts = ["".join(line for _, line in _rows(one)) for one in press("gazette/2004/7/")]
    assert texts[1].startswith("".join(title.split()))


@pytest.mark.parametrize("template", [one for one in names() if one not in {"review.html", "404.html"}])
def test_nothing_is_cut_in_english(browser: Browser, public: Site, template: str) -> None:
    """Words of the other language, which are longer, stay on the paper."""
    with served(public.root) as base:
        view = View(browser.new_page(), base)
        view.open(pages_of(public, template, english=True)[0])
        view.page.emulate_media(media="print")
        found = view.overflow(PAPER)
        view.page.close()
    assert found == []


def test_paper(printed: list[pypdf.PageObject]) -> None:
    """Every page is A4, and an issue has several."""
    assert len(printed) > 1
    for page in printed:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595, 842), abs=1)


def test_text_block(printed: list[pypdf.PageObject]) -> None:
    """Text stands 28 mm from the left, 37 mm from the top and 35 mm from the bottom; below it is the number alone."""
    top, bottom, left, right = _TOP, _BOTTOM, 28 * _MM, (210 - 26) * _MM
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
