"""Items that the classifier judged: the internal edition says why and what to review, the public one shows no trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from tests.site.office import REPOSITORY, Office
from tests.site.output import Page, Site, text_of, tree_of
from tests.site.source import Source

ISSUE = "gazette/2004/1/"
FILE = "content/gazette/2004/2004-01-06.md"
CONTRADICTED, JUDGED, UNKNOWN = f"{ISSUE}1/", f"{ISSUE}4/", f"{ISSUE}6/"
TOPIC, WORDLESS = "topics/information/", "topics/wordless/"
_TOPICS = """
- {id: information, name: 信息工作, english: Information, theme: '综合政务\\\\其他', strong: [信息员, 约稿, 以干代训]}
- {id: wordless, name: 尚无用词, english: Wordless, theme: '综合政务\\\\其他'}
"""
_PROBLEM = """## 大洼乡拖欠农民工工资问题突出

```item
unit: 大洼乡
topic: 劳动和社会保障
kind: general
```

部分工地拖欠工资，群众反映强烈。工程款至今没有着落，多次上访仍未解决，安全隐患突出，矛盾不断激化。主要原因是监管缺位、资金缺口大。建议尽快清欠。
"""
_NOBODY_KNOWS = """## Ψωφχ

```item
unit: 井场街道
disclosure: public
opened_because: 需要公众知晓。
basis: 《政府信息公开条例》第十九条
```

Ψωφχ Θξζ。
"""
# What only the explanations say; the texts of the sample say none of it.
_TRACES = re.compile(r"分类器|待核定|起始值|像普发|[+−]\d+\.\d{3}")


def _build(office: Office, edition: Edition, url: str = "") -> Site:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        run(Order(REPOSITORY / "pelicanconf.py", office.content, office.root / edition, edition))
    return Site(office.root / edition, url)


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory, source: Source) -> Office:
    """Copy the sample; of its first issue contradict the first item, leave the fourth open, and the sixth unknown."""
    office = Office.make(tmp_path_factory.mktemp("judging"), source.root)
    with (office.content / "data/topics.yaml").open("a", encoding="utf-8") as file:
        file.write(_TOPICS)
    office.change(FILE, r"(?s)## 柳泊镇冬修.*?(?=## 大洼乡村内)", f"{_PROBLEM}\n")
    office.change(FILE, r"(unit: 区政府办公室\n)topic: .*\n", r"\1")
    office.change(FILE, r"(?s)## 油地联欢.*\Z", _NOBODY_KNOWS)
    return office


@pytest.fixture(scope="module")
def inside(judging: Office, source: Source) -> Site:
    """Return the internal edition of that tree."""
    return _build(judging, Edition.INTERNAL, source.site["url"])


@pytest.fixture(scope="module")
def outside(judging: Office, source: Source) -> Site:
    """Return the public edition of that tree."""
    return _build(judging, Edition.PUBLIC, source.site["url"])


@pytest.fixture(scope="module")
def queue(inside: Site) -> Page:
    """Return the page of the queue."""
    return inside.pages["review/"]


def _shares(table: HtmlElement, part: str) -> list[int]:
    """Return the shares that a part of a table says, in thousandths."""
    cells = (text_of(cell) for cell in table.cssselect(f"{part} td.number"))
    return [round(1000 * float(cell.replace("−", "-"))) for cell in cells]


def _said(page: Page, selector: str) -> str:
    return " ".join(page.said(selector))


# --- The internal edition says why ------------------------------------------------------------------------------------


def test_items_that_nobody_labelled_say_why(source: Source, internal: Site) -> None:
    """Each item without an editor's kind, and no item that nobody doubts, says why, on its and its issue's page."""
    contradicted = set(_entries(internal, internal.pages["review/"], "contradicted"))
    for shown in source.shown("internal"):
        for item in shown.items:
            address = shown.item_address(item)
            spoken = item.fields.keys() >= {"kind", "topic"} or item.fields.keys() >= {"status", "topic"}
            expected = not spoken or address in contradicted
            for page in {address, shown.issue.address}:
                ids = internal.pages[page].select(f"details.why > #item-{item.n}-why")
                assert bool(ids) == expected, (page, item.n)


def test_shares_add_up_on_the_page(internal: Site, inside: Site) -> None:
    """The shares that a page shows add up to the sum that it shows, which lies on the side of the kind."""
    tables = [(page, one) for site in (internal, inside) for page in site.pages.values() for one in page.select(".why")]
    assert len(tables) > 10
    for page, why in tables:
        for table in why.cssselect("table"):
            (total,) = _shares(table, "tfoot")
            assert sum(_shares(table, "tbody")) == total, page.address
            summary = text_of(why.cssselect("summary")[0])
            if summary.startswith("为什么归为"):
                assert summary.startswith("为什么归为问题信息" if total > 0 else "为什么归为普发信息"), page.address


def test_words_stand_in_the_text(internal: Site) -> None:
    """Every word that a table quotes stands in the item's title or text."""
    for page in internal.pages.values():
        for why in page.select("article > details.why"):
            text = re.sub(r"\s", "", _said(page, "h1, .item-title, .prose"))
            cells = why.cssselect("tbody td:nth-child(2)")
            words = [word for cell in cells for word in re.findall("“(.*?)”", text_of(cell).split("（因")[0])]
            assert [word for word in words if re.sub(r"\s", "", word) not in text] == [], page.address


def test_a_judged_item(inside: Site) -> None:
    """A judged item says how confident the classifier is, what spoke for its topic, and what an editor may write."""
    page = inside.pages[JUDGED]
    why = _said(page, ".why")
    assert re.search(r"编辑没有写明类别.*\d\d%", why)
    assert "归入“信息工作”是因为文中有： “信息员”、“以干代训”" in why
    assert "类别: " in _said(page, ".why code")
    assert page.select(".why[open]") == []


def test_an_item_that_nobody_knows(inside: Site) -> None:
    """Where nothing in a text is known, that is what is said, and both kinds are offered."""
    page = inside.pages[UNKNOWN]
    assert page.said(".why .badge-problem") == ["待核定"]
    assert "文中没有可以判断类别的词语" in _said(page, ".why")
    assert "文中也没有能说明主题的词语" in _said(page, ".why")
    assert page.said(".why code") == ["类别: 问题信息", "类别: 普发信息"]


def test_a_contradicted_item_keeps_its_label(inside: Site) -> None:
    """An editor's label stands though the classifier contradicts it, which is told."""
    page = inside.pages[CONTRADICTED]
    assert page.said(".byline .badge") == ["普发信息"]
    assert "编辑定为普发信息，以编辑所定为准；分类器判断为问题信息" in _said(page, ".why")
    assert page.said(".why code") == ["类别: 问题信息"]


# --- The queue --------------------------------------------------------------------------------------------------------


def _entries(site: Site, page: Page, section: str) -> Iterator[str]:
    links = page.select(f"section[aria-labelledby={section}] .item-card h3 a")
    return (str(site.link(page, link)) for link in links)


def test_the_queue_lists_what_is_open(inside: Site, queue: Page) -> None:
    """The queue has the items that are marked as open, those nobody knows first, and then the contradicted ones."""
    undecided = list(_entries(inside, queue, "undecided"))
    contradicted = list(_entries(inside, queue, "contradicted"))
    assert undecided[0] == UNKNOWN
    assert CONTRADICTED in contradicted
    assert JUDGED not in {*undecided, *contradicted}
    marked = {address for address, page in inside.pages.items() if page.select("article > .why .badge-problem")}
    items = {address for address in marked if len(inside.pages[address].select("h1.item-title"))}
    assert items <= set(undecided)
    counts = [f"{len(undecided)}条", f"{len(contradicted)}条"]
    assert queue.said(".section-head .count") == counts


def test_an_entry_says_what_to_do(inside: Site, queue: Page) -> None:
    """An entry says what its item is taken for, how surely, its strongest reasons, and what to write."""
    for card in queue.select(".item-card"):
        text = text_of(card)
        address = str(inside.link(queue, card.cssselect("h3 a")[0]))
        assert re.search(r"把握\d\d%", text)
        assert re.search(r"像问题.*[+]\d\.\d{3}|像普发.*−\d\.\d{3}", text) or address == UNKNOWN
        assert {text_of(one) for one in card.cssselect("code")} <= {"类别: 问题信息", "类别: 普发信息"}
        assert card.cssselect("code")
        (why,) = [inside.link(queue, one) for one in card.cssselect(".meta a[href*='#']")]
        assert str(why).startswith(f"{address}#")


def test_the_queue_can_be_found(inside: Site) -> None:
    """Every page of the internal edition leads to the queue, and the page of problem items says how long it is."""
    for page in inside.pages.values():
        assert "review/" in [inside.link(page, link) for link in page.select(".site-footer a")], page.address
    length = len(inside.pages["review/"].select(".item-card"))
    assert inside.pages["problems/"].said(".page-head .more")[0] == f"待核定条目 {length}条"


# --- The public edition -----------------------------------------------------------------------------------------------


def test_the_public_edition_shows_no_trace(public: Site, outside: Site) -> None:
    """No file of the public edition holds a score, a word of an explanation, its marks, or the queue's address."""
    for site in (public, outside):
        assert [path for path in site.files if path.startswith("review/")] == []
        for path, data in site.files.items():
            assert path.endswith(".css") or not _TRACES.search(data.decode(errors="replace")), path
        for page in site.pages.values():
            assert page.select(".why, .why details, [id$=why]") == [], page.address
            assert [link for link in page.markup.links if "review" in link] == [], page.address


def test_the_public_edition_does_not_tell_who_judged(judging: Office, outside: Site, tmp_path: Path) -> None:
    """Had an editor written what the classifier found, not one byte of the public edition would be another."""
    office = Office.make(tmp_path, judging.content)
    kind = "problem" if "问题信息" in outside.pages[JUDGED].said(".byline .badge") else "general"
    office.change(FILE, "unit: 区政府办公室\n", f"unit: 区政府办公室\ntopic: 信息工作\nkind: {kind}\n")
    office.change(FILE, "第十九条\n```\n\nΨ", "第十九条\nkind: problem\n```\n\nΨ")
    assert tree_of(_build(office, Edition.PUBLIC).root) == outside.files


def test_a_doubtful_item_that_was_opened(outside: Site, inside: Site) -> None:
    """The public edition shows an item that nobody decided only where it was opened, and as a problem item."""
    assert outside.pages[UNKNOWN].said(".byline .badge") == ["问题信息"]
    assert UNKNOWN in {
        str(outside.link(page, one)) for page in [outside.pages["problems/2004/"]] for one in page.select("h3 a")
    }
    assert inside.has(UNKNOWN)


def test_topics_of_the_office(outside: Site, inside: Site) -> None:
    """An item stands under the office's own topic by its words; a topic for which nothing speaks has no page."""
    for site in (outside, inside):
        page = site.pages[TOPIC]
        assert JUDGED in [site.link(page, link) for link in page.select(".item-card h3 a")]
        assert TOPIC in [site.link(site.pages[JUDGED], link) for link in site.pages[JUDGED].select(".byline a")]
        assert not site.has(WORDLESS)


# --- In a browser -----------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_queue_in_a_browser(inside: Site, browser: Browser) -> None:
    """The queue fits a phone; its links unfold the reasons, which fit too; on paper an item stands without them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((inside.root / "review/index.html").as_uri())
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    link = page.locator(".item-card .meta a").first
    target = str(link.get_attribute("href")).removeprefix("../").replace("/#", "/index.html#")
    page.goto((inside.root / target.partition("#")[0]).as_uri() + f"#{target.partition('#')[2]}")
    assert page.locator(".why table").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(media="print")
    assert not page.locator(".why").is_visible()
    page.close()
