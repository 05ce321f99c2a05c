"""Mastheads, neighbours and trails of issues and items are those that the ledgers give."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.site.output import Page, Site, text_of
from tests.site.source import Shown, Source


def _date(day: str) -> str:
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{date}日"


def test_masthead_is_the_ledgers(source: Source, site: Site, edition: str) -> None:
    """Each issue bears its title of the day, its ledger's 2004年第N期（总第M期）, its issuer and its signing date."""
    expected, found = {}, {}
    for one in source.shown(edition):
        issue = one.issue
        expected[issue.address] = [issue.title, issue.label, issue.series["issuer"], _date(issue.row["signed"])]
        masthead = site.pages[issue.address].one("header.masthead")
        parts = ("h1 .masthead-series", "h1 .masthead-label", ".masthead-foot span", ".masthead-foot time")
        found[issue.address] = [text_of(masthead.cssselect(part)[0]) for part in parts]
    assert found == expected


def test_item_page_bears_its_issues_masthead(source: Source, site: Site, edition: str) -> None:
    """An item's page names the issue it stands in and links to it."""
    for one in source.shown(edition):
        for item in one.items if len(one.items) > 1 else ():
            page = site.pages[one.item_address(item)]
            link = page.one(".masthead-head a")
            assert text_of(link) == f"{one.issue.title} {one.issue.label}"
            assert site.link(page, link) == one.issue.address
            assert page.said("h1") == [item.title]


def test_renamed_series_keeps_its_old_title(source: Source, public: Site) -> None:
    """The last issue before a renaming bears the old title and the first after it the new one."""
    (series,) = (one for one in source.series if len(one["titles"]) > 1)
    shown = [one.issue for one in source.by_series("public")[series["id"]]]
    last, first = next(pair for pair in pairwise(shown) if pair[0].title != pair[1].title)
    assert (last.row["number"], last.title) == ("11", "望潮政务信息")
    assert (first.row["number"], first.title) == ("12", "政务普刊")
    for issue in (last, first):
        assert public.pages[issue.address].said("h1 .masthead-series") == [issue.title]
    titles = public.pages[f"{series['id']}/"].said(".facts dt")
    assert titles == [one["name"] for one in series["titles"]]


def test_hanzi_numerals(source: Source, public: Site) -> None:
    """A series that counts in Chinese numerals shows them in mastheads, listings and feeds, never in addresses."""
    series = [one for one in source.series if one.get("numeral") == "hanzi"]
    assert [one["titles"][-1]["name"] for one in series] == ["督查专报"]
    for one in source.by_series("public")[series[0]["id"]]:
        label = one.issue.number_label
        assert label in public.pages[f"{series[0]['id']}/{one.issue.year}/"].said("h3")
        assert label in public.text(f"feeds/{series[0]['id']}.atom")
        assert one.issue.address.isascii()


def _neighbour(site: Site, page: Page, relation: str) -> str | None:
    links = page.select(f"nav.pager a[rel={relation}]")
    assert len(links) < 2
    return site.link(page, links[0]) if links else None


def _check_chain(site: Site, addresses: list[str]) -> None:
    """Assert that pages lead forwards and backwards through exactly these addresses."""
    before = {address: _neighbour(site, site.pages[address], "prev") for address in addresses}
    after = {address: _neighbour(site, site.pages[address], "next") for address in addresses}
    assert before == dict(zip(addresses, [None, *addresses[:-1]], strict=True))
    assert after == dict(zip(addresses, [*addresses[1:], None], strict=True))


def test_issues_of_a_series_form_a_chain(source: Source, site: Site, edition: str) -> None:
    """Previous and next lead through every issue of a series in the order of signing, and no other."""
    for shown in source.by_series(edition).values():
        _check_chain(site, [one.issue.address for one in shown])


def test_items_of_an_issue_form_a_chain(source: Source, site: Site, edition: str) -> None:
    """Previous and next lead through every item shown of an issue."""
    for one in source.shown(edition):
        if len(one.items) > 1:
            _check_chain(site, [one.item_address(item) for item in one.items])


def _trail(site: Site, page: Page) -> list[str | None]:
    return [site.link(page, link) for link in page.select("nav.breadcrumbs a")]


def _steps(shown: Shown) -> list[str]:
    series, year, *_ = shown.issue.address.split("/")
    return ["", f"{series}/", f"{series}/{year}/"]


def test_trail_of_issues_and_items(source: Source, site: Site, edition: str) -> None:
    """The trail leads from the home page through series and year, for an item through its issue too."""
    for one in source.shown(edition):
        page = site.pages[one.issue.address]
        assert _trail(site, page) == _steps(one)
        assert page.said("nav.breadcrumbs [aria-current=page]") == [one.issue.title + one.issue.number_label]
        for item in one.items if len(one.items) > 1 else ():
            page = site.pages[one.item_address(item)]
            assert _trail(site, page) == [*_steps(one), one.issue.address]
            assert page.said("nav.breadcrumbs [aria-current=page]") == [item.title]


@pytest.mark.parametrize(
    ("address", "trail"),
    [
        ("gazette/", [""]),
        ("gazette/2004/", ["", "gazette/"]),
        ("problems/2004/", ["", "problems/"]),
        ("topics/health/", ["", "topics/"]),
        ("topics/health/2004/", ["", "topics/", "topics/health/"]),
        ("units/liubo/2004/", ["", "units/", "units/liubo/"]),
        ("statistics/2004/", ["", "statistics/"]),
        ("about/", [""]),
    ],
)
def test_trail_of_listings(public: Site, address: str, trail: list[str]) -> None:
    """The trail of a listing leads through what it is a part of."""
    assert _trail(public, public.pages[address]) == trail


def test_issue_shows_its_items_in_order(source: Source, site: Site, edition: str) -> None:
    """An issue shows exactly the items of its source that its edition may show, in their order."""
    for one in source.shown(edition):
        titles = site.pages[one.issue.address].said("section.item > h2")
        assert titles == [item.title for item in one.items], one.issue.address


def test_year_page_lists_its_issues_newest_first(source: Source, site: Site, edition: str) -> None:
    """A year's page lists every issue of its series signed in that year, newest first, supplements in their place."""
    for series, shown in source.by_series(edition).items():
        for year in {one.issue.year for one in shown}:
            page = site.pages[f"{series}/{year}/"]
            listed = [site.link(page, link) for link in page.select("ol.issue-list h3 a")]
            assert listed == [one.issue.address for one in reversed(shown) if one.issue.year == year]
