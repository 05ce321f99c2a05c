"""The statistics agree with counts made from the source, and add up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable

import pytest

from tests.site.output import Page, Site, text_of
from tests.site.source import Item, Shown, Source

Counts = tuple[int, int, int]  # issues, items, problem items
Keys = Callable[[Shown, Item], Iterable[str]]


def _counts(shown: Iterable[Shown], keys: Keys) -> dict[str, Counts]:
    """Count issues, items and problem items under each key; an issue counts once."""
    issues: dict[str, set[str]] = {}
    kinds: dict[str, list[str]] = {}
    for one in shown:
        for item in one.items:
            for key in keys(one, item):
                issues.setdefault(key, set()).add(one.issue.path)
                kinds.setdefault(key, []).append(item.kind)
    return {key: (len(issues[key]), len(kinds[key]), kinds[key].count("problem")) for key in kinds}


def _tables(page: Page) -> list[dict[str, Counts]]:
    """Return the tables of a statistics page: by period, by series, by topic, by unit."""
    tables = []
    for table in page.select("table.counted"):
        rows = {}
        for row in table.cssselect("tbody tr"):
            issues, items, problems = (int(text_of(cell)) for cell in row.cssselect("td.number")[:3])
            rows[text_of(row.cssselect("th")[0])] = (issues, items, problems)
        tables.append(rows)
    return tables


def _figures(page: Page) -> list[int]:
    return [int(text) for text in page.said("main dl.figures dd")]


def _sum(counts: Iterable[Counts]) -> Counts:
    issues, items, problems = (sum(column) for column in zip(*counts, strict=True))
    return issues, items, problems


@pytest.fixture
def units(source: Source) -> dict[str, str]:
    """Map every name of a unit to its full name."""
    return {name: one["name"] for one in source.data("units") for name in (one["id"], one.get("short"), one["name"])}


@pytest.fixture
def topics(source: Source) -> dict[str, str]:
    """Map every name of a topic to its full name."""
    return {name: one["name"] for one in source.data("topics") for name in (one["id"], one["name"])}


@pytest.fixture
def keys(units: dict[str, str], topics: dict[str, str]) -> tuple[Keys, Keys, Keys]:
    """Return what the tables of every statistics page count by: series, topics and units."""

    def topic(_one: Shown, item: Item) -> list[str]:
        return [topics[item.fields["topic"]]] if "topic" in item.fields else []

    return (
        lambda one, _item: [one.issue.series["titles"][-1]["name"]],
        topic,
        lambda _one, item: {units[name] for name in item.units},
    )


def test_whole(source: Source, site: Site, edition: str, keys: tuple[Keys, Keys, Keys]) -> None:
    """/statistics/ counts what its edition shows by series, year, topic and unit."""
    shown = source.shown(edition)
    by_year, by_series, by_topic, by_unit = _tables(site.pages["statistics/"])
    found = {year.rstrip("年"): counts for year, counts in by_year.items()}
    assert found == _counts(shown, lambda one, _item: [one.issue.year])
    assert [by_series, by_topic, by_unit] == [_counts(shown, key) for key in keys]


def test_years(source: Source, site: Site, edition: str, keys: tuple[Keys, Keys, Keys]) -> None:
    """A year's page counts its issues alone, by month: twelve rows, and no more than have begun in the newest year."""
    newest = max(one.issue.row["signed"] for one in source.shown(edition))
    assert newest[5:7] < "12", "the sample ends within a year"
    for year in {one.issue.year for one in source.shown(edition)}:
        shown = [one for one in source.shown(edition) if one.issue.year == year]
        by_month, by_series, by_topic, by_unit = _tables(site.pages[f"statistics/{year}/"])
        months = _counts(shown, lambda one, _item: [str(int(one.issue.row["signed"][5:7]))])
        begun = int(newest[5:7]) if year == newest[:4] else 12
        assert list(by_month.values()) == [months.get(str(month), (0, 0, 0)) for month in range(1, begun + 1)]
        assert [by_series, by_topic, by_unit] == [_counts(shown, key) for key in keys]


def test_sums(site: Site) -> None:
    """On every statistics page series and periods add up to the figures above them, and general to the rest."""
    pages = [page for address, page in site.pages.items() if address.startswith("statistics/")]
    assert pages
    for page in pages:
        issues, items, problems, general = _figures(page)
        by_period, by_series, *_ = _tables(page)
        assert _sum(by_series.values()) == _sum(by_period.values()) == (issues, items, problems), page.address
        assert problems + general == items


def test_years_add_up_to_the_whole(site: Site) -> None:
    """The figures of the years add up to those of the whole, which the home page shows too."""
    years = [_figures(page) for address, page in site.pages.items() if address.startswith("statistics/2")]
    whole = _figures(site.pages["statistics/"])
    assert [sum(column) for column in zip(*years, strict=True)] == whole
    assert _figures(site.pages[""]) == whole


def test_series_pages_count_alike(source: Source, site: Site, edition: str) -> None:
    """A series' page shows the figures of its series; a withdrawn issue is none."""
    for series, shown in source.by_series(edition).items():
        items = [item for one in shown for item in one.items]
        problems = sum(item.kind == "problem" for item in items)
        standing = sum("withdrawn" not in one.issue.fields for one in shown)
        assert _figures(site.pages[f"{series}/"])[:3] == [standing, len(items), problems]


def test_listings_hold_what_they_count(source: Source, site: Site, edition: str, topics: dict[str, str]) -> None:
    """Each year's page of a topic, and of problem items, lists exactly the items counted there, each once."""
    expected: dict[str, list[str]] = {}
    ids = {one["name"]: one["id"] for one in source.data("topics")}
    for one in source.shown(edition):
        for item in one.items:
            bases = [f"topics/{ids[topics[item.fields['topic']]]}/"] if "topic" in item.fields else []
            for base in [*bases, *(["problems/"] if item.kind == "problem" else [])]:
                expected.setdefault(f"{base}{one.issue.year}/", []).append(one.item_address(item))
    for address, items in expected.items():
        page = site.pages[address]
        listed = [site.link(page, link) or "" for link in page.select("ol.item-list h3 a")]
        assert sorted(listed) == sorted(items), address


def _rows(site: Site, path: str) -> list[dict[str, str]]:
    """Read a table of data as a spreadsheet does."""
    text = site.files[path].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_files_hold_the_figures_of_the_pages(site: Site) -> None:
    """The table to download has the rows of the page's tables, with the same figures."""
    for address, page in site.pages.items():
        if not address.startswith("statistics/"):
            continue
        rows = _rows(site, address.replace("statistics/", "data/") + "statistics.csv")
        told = [tuple(int(row[name]) for name in ("期数", "条目", "问题信息")) for row in rows]
        drawn = [counts for table in _tables(page) for counts in table.values()]
        periods = len(_tables(page)[0])
        series = len(_tables(page)[1])
        # The page has the periods first, the file the series.
        assert (
            told[1 : 1 + len(drawn)] == drawn[periods : periods + series] + drawn[:periods] + drawn[periods + series :]
        )
        assert list(told[0]) == _figures(page)[:3]
        days = [row for row in rows if row["统计口径"] == "日期"]
        assert sum(int(row["条目"]) for row in days) in {0, told[0][1]}


def test_data_of_a_year_hold_what_the_edition_shows(source: Source, site: Site, edition: str) -> None:
    """Issues and items of each year are in its files, each once, and nothing else is."""
    for year in {one.issue.year for one in source.shown(edition)}:
        shown = [one for one in source.shown(edition) if one.issue.year == year]
        items = sorted(one.item_address(item) for one in shown for item in one.items)
        issues = sorted(one.issue.address for one in shown)
        base = f"data/{year}/"
        assert sorted(site.path_of(row["地址"]) for row in _rows(site, f"{base}items.csv")) == items
        assert sorted(site.path_of(row["地址"]) for row in _rows(site, f"{base}issues.csv")) == issues
        records = json.loads(site.files[f"{base}catalogue.json"])["issues"]
        assert sorted(site.path_of(one["url"]) for one in records) == issues
        assert sorted(site.path_of(item["url"]) for one in records for item in one["items"]) == items


def test_data_are_linked_and_described(site: Site) -> None:
    """Every file of data has a link on the page of data, which names each column."""
    page = site.pages["data/"]
    linked = {site.link(page, one) for one in page.select("a[download]")}
    files = {path for path in site.files if path.startswith("data/") and not path.endswith(".html")}
    assert linked == {path for path in files if not path.endswith((".gz", ".br"))}
    described = set(page.said(".stat-tables tbody th"))
    for path in linked:
        if path and path.endswith(".csv"):
            assert set(_rows(site, path)[0]) <= described, path


def test_charts_have_names_and_stand_beside_tables(site: Site) -> None:
    """A drawing is an image with a title and a description; in its section stands a table with figures."""
    charts = [(address, one) for address, page in site.pages.items() for one in page.select("svg.chart")]
    assert {"statistics/", "problems/"} <= {address for address, _ in charts}
    for address, chart in charts:
        names = {one.attrib["id"] for one in chart.cssselect("title[id], desc[id]")}
        assert chart.attrib["role"] == "img", address
        assert set(chart.attrib["aria-labelledby"].split()) == names, address
        section = next(one for one in chart.iterancestors("section"))
        assert section.cssselect("table td.number"), address
