"""The pages of problem items: every facet lists what the source has of it, and the chart says what its table says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from tests.site.output import Page, Site, text_of
from tests.site.source import STATUSES, Item, Shown, Source

LISTED = 60
HEIGHT = 150  # of the chart, from its lowest line to its highest
WORDS = {"open": "待解决", "handling": "办理中", "resolved": "已解决"}


@dataclass(frozen=True)
class Problem:
    """A problem item as the source has it, with the facets it belongs to."""

    address: str
    year: str
    signed: str
    facets: tuple[str, ...]  # "problems/topics/transport/"
    status: str


@pytest.fixture
def problems(source: Source, edition: str) -> list[Problem]:
    """Return the problem items of the edition under test."""
    units = {name: one["id"] for one in source.data("units") for name in (one["name"], one.get("short"), one["id"])}
    topics = {name: one["id"] for one in source.data("topics") for name in (one["name"], one["id"])}

    def problem(one: Shown, item: Item) -> Problem:
        status = STATUSES[item.fields["status"]] if "status" in item.fields else ""
        facets = [f"problems/units/{units[name]}/" for name in item.units]
        facets += [f"problems/topics/{topics[item.fields['topic']]}/"] if "topic" in item.fields else []
        facets += [f"problems/status/{status}/"] if status else []
        row = one.issue.row
        return Problem(one.item_address(item), row["year"], row["signed"], tuple(facets), status)

    return [problem(one, item) for one in source.shown(edition) for item in one.items if item.kind == "problem"]


@pytest.fixture
def by_facet(problems: list[Problem]) -> dict[str, list[Problem]]:
    """Return the problem items by the address of their facets."""
    found: dict[str, list[Problem]] = {}
    for one in problems:
        for facet in one.facets:
            found.setdefault(facet, []).append(one)
    return found


@pytest.fixture
def pages(site: Site) -> list[Page]:
    """Return every page of problem items."""
    return [page for address, page in site.pages.items() if address.startswith("problems/")]


def _listed(site: Site, page: Page) -> list[str | None]:
    return [site.link(page, link) for link in page.select("ol.item-list h3 a")]


def _addresses(problems: list[Problem]) -> list[str]:
    return sorted(one.address for one in problems)


def test_facet_lists_its_items(site: Site, by_facet: dict[str, list[Problem]]) -> None:
    """A facet's page lists every item that has it, each once, or the newest sixty."""
    assert by_facet
    for address, expected in by_facet.items():
        listed = _listed(site, site.pages[address])
        if len(expected) <= LISTED:
            assert sorted(map(str, listed)) == _addresses(expected), address
        else:
            newest = sorted((one.year, one.signed) for one in expected)[-LISTED:]
            found = {one.address: (one.year, one.signed) for one in expected}
            assert sorted(found[str(one)] for one in listed) == newest, address


def test_years_of_a_long_facet_hold_all(site: Site, by_facet: dict[str, list[Problem]]) -> None:
    """A facet that does not fit on its page has one for each year, with everything of that year; others have none."""
    for address, expected in by_facet.items():
        years = {one.year for one in expected}
        below = {one for one in site.pages if one.startswith(address)} - {address}
        assert below == ({f"{address}{year}/" for year in years} if len(expected) > LISTED else set())
        for page in below:
            year = page.removeprefix(address).rstrip("/")
            listed = sorted(map(str, _listed(site, site.pages[page])))
            assert listed == _addresses([one for one in expected if one.year == year]), page


def test_the_sample_has_a_long_facet(internal: Site) -> None:
    """The sample's internal edition has a facet that is divided by years, so that the tests here see one."""
    assert "problems/status/handling/2004/" in internal.pages


def test_newest_first(pages: list[Page]) -> None:
    """Every list of problem items goes from the newest to the oldest, and so do the years of a page."""
    for page in pages:
        for section in page.select("ol.item-list"):
            dates = [one.attrib["datetime"] for one in section.cssselect("time")]
            assert dates == sorted(dates, reverse=True), page.address
        years = [one for one in page.markup.ids if one.startswith("year-")]
        assert years == sorted(years, reverse=True), page.address


def _choices(page: Page) -> list[HtmlElement]:
    return page.select("nav.facets a")


def _count(link: HtmlElement) -> int:
    return int(text_of(link.cssselect(".count")[0]).removesuffix("条"))


def _counted(page: Page) -> list[HtmlElement]:
    """Return the links that say how many items stand behind them."""
    return [one for one in _choices(page) if one.cssselect(".count")]


def _is_of_all(page: Page) -> bool:
    """Say whether a page shows the problem items of all values, of all years or of one."""
    return re.fullmatch(r"problems/(\d{4}/)?", page.address) is not None


def _expected(problems: list[Problem], by_facet: dict[str, list[Problem]]) -> dict[str, int]:
    """Return how many items stand at every address, and at every year's part of a page, that a count may stand by."""
    found = {"problems/": len(problems)}
    for address, members in {"problems/": problems, **by_facet}.items():
        found[address] = len(members)
        for year, items in Counter(one.year for one in members).items():
            found[f"{address}{year}/"] = found[f"{address}#year-{year}"] = items
    return found


def test_counts(site: Site, pages: list[Page], problems: list[Problem], by_facet: dict[str, list[Problem]]) -> None:
    """The count beside each value of a facet is how many items stand where the link leads."""
    expected = _expected(problems, by_facet)
    for page in pages:
        found = {str(site.link(page, link)): _count(link) for link in _counted(page)}
        assert found == {address: expected[address] for address in found}, page.address
        assert 0 not in found.values()


def test_pages_of_a_value_count_their_own_alone(pages: list[Page]) -> None:
    """Where all items are shown each link says how many; the page of a value says it of its years and no other value.

    Else each new item would change the pages of all values.
    """
    for page in pages:
        years = page.select("section[aria-labelledby=facet-year] a")
        assert _counted(page) == (_choices(page) if _is_of_all(page) else years), page.address


def test_every_value_with_items_is_offered(
    site: Site, pages: list[Page], problems: list[Problem], by_facet: dict[str, list[Problem]]
) -> None:
    """All pages offer all values that have items, those of a year the values that have items in it, and no others."""
    for page in pages:
        year = re.search(r"/(\d{4})/$", page.address)
        within = [one for one in problems if year is None or one.year == year[1]]
        values = {facet for one in within for facet in one.facets}
        offered = {str(site.link(page, link)) for link in _choices(page)}
        stripped = {re.sub(r"\d{4}/$|#year-\d{4}$", "", one) for one in offered}
        assert stripped == {"problems/", *values}, page.address


def test_current_value_is_marked(site: Site, pages: list[Page]) -> None:
    """The navigation marks the one value that a page shows, with its own address."""
    for page in pages:
        marked = page.select("nav.facets [aria-current=page]")
        assert [site.link(page, one) for one in marked] == [page.address]


def test_years_can_be_chosen(site: Site, by_facet: dict[str, list[Problem]]) -> None:
    """A facet's page leads to each of its years, and a year's page to the others and to all."""
    for address, members in {"problems/": [], **by_facet}.items():
        page = site.pages[address]
        years = {one.year for one in members}
        linked = {str(site.link(page, one)) for one in page.select("section[aria-labelledby=facet-year] a")}
        assert {re.sub(r".*\D(\d{4})/?$", r"\1", one) for one in linked} >= years
        for below in (one for one in site.pages.values() if re.fullmatch(rf"{address}\d{{4}}/", one.address)):
            chosen = [site.link(below, one) for one in below.select("ul.years a")]
            assert chosen[0] == address
            assert below.address in chosen
            assert set(map(str, chosen[1:])) == {one for one in linked if "#" not in one}


def test_facets_partition_the_items(site: Site, problems: list[Problem], by_facet: dict[str, list[Problem]]) -> None:
    """Each item stands under one status at most, one topic at most and one year; those without are under none."""
    page = site.pages["problems/"]
    counts = {str(site.link(page, link)): _count(link) for link in _choices(page)}
    for facet in ("status", "topics"):
        members = [one for address, several in by_facet.items() if f"/{facet}/" in address for one in several]
        assert len(set(members)) == len(members)
        without = sum(not any(f"/{facet}/" in each for each in one.facets) for one in problems)
        assert sum(n for address, n in counts.items() if f"/{facet}/" in address) + without == len(problems)
    assert sum(n for address, n in counts.items() if re.fullmatch(r"problems/\d+/", address)) == len(problems)


def test_status_is_shown_as_a_word(site: Site, problems: list[Problem], pages: list[Page]) -> None:
    """An item says its status in words, and beside status and 内部 there is no other mark: never a score."""
    said = {one.address: WORDS.get(one.status) for one in problems}
    for page in pages:
        for card in page.select("li.item-card"):
            address = str(site.link(page, card.cssselect("h3 a")[0]))
            badges = [text_of(one) for one in card.cssselect(".badge")]
            if address in said:
                assert [one for one in badges if one != "内部"] == [one for one in [said[address]] if one], address


def test_frame(site: Site, pages: list[Page]) -> None:
    """Each page has a description and a title of its own, the trail to it, and the feed of the problem items."""
    assert len({page.said("head > title")[0] for page in pages}) == len(pages)
    for page in pages:
        assert page.one("meta[name=description]").attrib["content"].startswith("问题信息"), page.address
        trail = [site.link(page, one) for one in page.select(".breadcrumbs a")]
        (here,) = page.said(".breadcrumbs [aria-current]")
        assert here == "问题信息" or "问题信息" not in here, "the trail says nothing twice"
        above = re.sub(r"[^/]+/$", "", page.address) if page.address.count("/") == 4 else "problems/"
        assert trail == (["", "problems/", above] if above != "problems/" else ["", "problems/"][: len(trail)])
        assert len(trail) > 1 or page.address == "problems/"
        feeds = [site.link(page, one) for one in page.select("head > link[rel=alternate][type]")]
        assert feeds == ["feeds/problems.rss", "feeds/problems.atom", "feeds/problems.json"]


def test_no_script_is_needed(pages: list[Page]) -> None:
    """Facets are links to pages, and the chart is part of its page: no script, no form, no picture has to be loaded."""
    for page in pages:
        assert page.select("main script, main form, select, main img, object, iframe") == [], page.address


# --- The trend --------------------------------------------------------------------------------------------------------


def _matters(source: Source, edition: str) -> list[list[tuple[Shown, Item]]]:
    """Return the reports on each matter, oldest first."""
    entries = [(one, item) for one in source.shown(edition) for item in one.items]
    entries.sort(key=lambda entry: entry[0].issue.row["signed"])
    matters: dict[str, list[tuple[Shown, Item]]] = {}
    for one, item in entries:
        before = matters.get(f"{item.fields.get('follows')}", [])
        matters[f"{one.issue.address}{item.n}"] = before
        before.append((one, item))
    return list({id(matter): matter for matter in matters.values()}.values())


def _resolved(matter: list[tuple[Shown, Item]]) -> Iterator[Shown]:
    """Yield the issues that told of a problem's solution after it had been told of, or with it."""
    state = "nothing"
    for one, item in matter:
        solved = item.kind == "general" or STATUSES.get(item.fields.get("status", "")) == "resolved"
        if item.kind == "problem" and not solved:
            state = "in hand"
        elif solved and (state == "in hand" or (item.kind == "problem" and state == "nothing")):
            state = "solved"
            yield one


def _figures(page: Page) -> dict[str, tuple[int, int]]:
    rows = page.select("section[aria-labelledby=trend] tbody tr")
    cells = ([text_of(cell) for cell in row.cssselect("th, td")] for row in rows)
    return {name: (int(reported), int(resolved)) for name, reported, resolved in cells}


def test_trend_by_year(source: Source, site: Site, edition: str, problems: list[Problem]) -> None:
    """/problems/ says how many items each year reported and how many matters it saw resolved."""
    reported = Counter(one.year for one in problems)
    resolved = Counter(one.issue.row["year"] for each in _matters(source, edition) for one in _resolved(each))
    assert sum(resolved.values()) > 1
    expected = {f"{year}年": (reported[year], resolved[year]) for year in sorted(reported | resolved)}
    assert _figures(site.pages["problems/"]) == expected


def test_trend_by_month(source: Source, site: Site, edition: str, problems: list[Problem]) -> None:
    """A year's page says the same of its twelve months, or of those that have begun in the newest year."""
    newest = max(one.issue.row["signed"] for one in source.shown(edition))
    resolved = [one.issue.row for each in _matters(source, edition) for one in _resolved(each)]
    for year in {one.year for one in problems}:
        months = [one.signed[5:7] for one in problems if one.year == year]
        solved = [row["signed"][5:7] for row in resolved if row["year"] == year]
        begun = int(newest[5:7]) if year == newest[:4] else 12
        expected = {f"{n}月": (months.count(f"{n:02}"), solved.count(f"{n:02}")) for n in range(1, begun + 1)}
        assert _figures(site.pages[f"problems/{year}/"]) == expected


def _drawn(page: Page) -> dict[str, tuple[float, float]]:
    """Return the figures that the heights of the bars stand for, by the name of their row."""
    chart = page.one("svg.chart")
    top = max(int(text_of(one)) for one in chart.cssselect("text[text-anchor=end]"))
    found: dict[str, dict[str, float]] = {}
    for bar in (one for one in chart.iter("rect") if len(one)):
        assert float(bar.attrib["y"]) + float(bar.attrib["height"]) == pytest.approx(178)
        name, _, said = text_of(bar).split(" ")
        value = float(bar.attrib["height"]) * top / HEIGHT
        assert value == pytest.approx(int(said), abs=0.01 * top)
        found.setdefault(name, {})[bar.attrib["class"]] = value
    return {name: (one.get("reported", 0), one.get("resolved", 0)) for name, one in found.items()}


def test_chart_shows_what_the_table_says(pages: list[Page]) -> None:
    """The bars are as high as the figures of the table beside them; a figure of nothing has no bar."""
    charted = [page for page in pages if page.select("svg.chart")]
    assert {page.address for page in charted} == {
        page.address for page in pages if re.fullmatch(r"problems/(\d+/)?", page.address)
    }
    for page in charted:
        figures = {name: row for name, row in _figures(page).items() if any(row)}
        drawn = _drawn(page)
        assert drawn.keys() == figures.keys()
        for name, row in figures.items():
            assert drawn[name] == pytest.approx(row, abs=0.05), page.address


def test_chart_is_explained(pages: list[Page]) -> None:
    """A chart has a name and a description, and stands in one section with the table that holds its figures."""
    for page in pages:
        for chart in page.select("svg.chart"):
            assert chart.attrib["role"] == "img"
            title, about = (page.one(f"#{name}") for name in chart.attrib["aria-labelledby"].split())
            assert (title.tag, about.tag) == ("title", "desc")
            assert [text_of(title)] == page.said("#trend")
            assert text_of(about)
            (table,) = page.select("section[aria-labelledby=trend] table")
            assert [one.attrib["scope"] for one in table.cssselect("th")] == ["col"] * 3 + ["row"] * len(_figures(page))


# --- Threads ----------------------------------------------------------------------------------------------------------


def test_item_tells_how_its_matter_went_on(source: Source, site: Site, edition: str) -> None:
    """Each report of a matter shows all of them with date, status in words, and a link to the report and its issue."""
    several = [matter for matter in _matters(source, edition) if len(matter) > 1]
    assert several
    for matter in several:
        expected = [
            (
                one.issue.row["signed"],
                WORDS.get(STATUSES.get(item.fields.get("status", ""), ""), "普发信息"),
                one.issue.address,
            )
            for one, item in matter
        ]
        for one, item in matter:
            page = site.pages[one.item_address(item)]
            (thread,) = page.select("section.thread")
            found = []
            for row in thread.cssselect("li"):
                (badge,) = row.cssselect(".badge")
                places = [site.link(page, link) or "" for link in row.cssselect("a")] or [page.address]
                issue = re.sub(r"^([^/]+/\d+/[^/]+/).*", r"\1", places[-1])
                found.append((row.cssselect("time")[0].attrib["datetime"], text_of(badge), issue))
            assert found == expected


@pytest.mark.browser
@pytest.mark.parametrize("address", ["problems/", "problems/2004/", "problems/topics/agriculture/"])
def test_fits_a_phone(browser: Browser, public: Site, address: str) -> None:
    """No page has to be pushed sideways on a phone, and the way to the facets beside the items is offered there."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto((public.root / address / "index.html").as_uri())
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        main = page.locator("main").bounding_box()
        assert main is not None
        assert main["width"] <= width
        boxes = (one.bounding_box() or main for one in page.locator("main :is(svg, ul, ol, nav, h1)").all())
        assert max(box["x"] + box["width"] for box in boxes) <= width
    page.locator(".jump a").click()
    assert page.url.endswith("#facets")
    context.close()
