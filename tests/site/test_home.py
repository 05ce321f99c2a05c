"""The home page leads to everything new, the calendar to every issue, and a year's facets to what they count."""

from __future__ import annotations

from itertools import chain

from tests.site.output import Page, Site, text_of
from tests.site.source import Source


def _newest(source: Source, edition: str) -> str:
    return max(one.issue.year for one in source.shown(edition))


def _links(site: Site, page: Page, selector: str) -> list[str]:
    return [site.link(page, one) or "" for one in page.select(selector)]


def test_home_shows_the_newest_of_everything(source: Source, site: Site, edition: str) -> None:
    """Home leads to the newest issue of every series, and to the newest items, newest first."""
    home = site.pages[""]
    shelves = _links(site, home, ".shelf-number a")
    newest = {
        series: max(shown, key=lambda one: one.issue.row["signed"])
        for series, shown in source.by_series(edition).items()
    }
    assert set(shelves) == {one.issue.address for one in newest.values()}
    titles = {
        (item.title, one.item_address(item))
        for one in newest.values()
        if "withdrawn" not in one.issue.fields
        for item in one.items[:3]
    }
    shown = [(text_of(one), site.link(home, one)) for one in home.select(".shelf-contents a")]
    assert set(shown) == titles
    assert len(shown) == len(titles)
    days = [one.attrib["datetime"] for one in home.select("#latest-items ~ .item-lines time")]
    assert days
    assert days == sorted(days, reverse=True)


def test_lists_of_issues_lead_to_items(source: Source, site: Site, edition: str) -> None:
    """Wherever an issue is listed with its contents, each title leads to its item."""
    for one in source.shown(edition):
        if "withdrawn" in one.issue.fields:
            continue
        page = site.pages[f"{one.issue.address.split('/')[0]}/{one.issue.year}/"]
        (card,) = [
            each
            for each in page.select(".issue-card:not(.issue-void)")
            if site.link(page, each.cssselect("h3 a")[0]) == one.issue.address
        ]
        found = [(text_of(link), site.link(page, link)) for link in card.cssselect(".issue-contents li a")]
        assert found == [(item.title, one.item_address(item)) for item in one.items]


def test_problems_in_hand_say_their_status(site: Site) -> None:
    """Each problem in hand on the home page has its status in words."""
    (section,) = [one for one in site.pages[""].select("section") if one.attrib.get("aria-labelledby") == "in-hand"]
    lines = section.cssselect(".item-line")
    assert lines
    assert {text_of(line.cssselect(".status")[0]) for line in lines} <= {"待解决", "办理中"}


def test_calendar_leads_to_every_issue_of_its_year(source: Source, site: Site, edition: str) -> None:
    """A day of the calendar leads to its issue or to the list of its issues; no issue of the year is left out."""
    years = {one.issue.year for one in source.shown(edition)}
    for address, year in [("", _newest(source, edition)), *((f"calendar/{one}/", one) for one in years)]:
        page = site.pages[address]
        found = set()
        for link in _links(site, page, ".calendar a"):
            place, _, anchor = link.partition("#")
            if not anchor:
                found.add(place)
                continue
            day = anchor.removeprefix("day-")
            listed = site.pages[place].select(f".issue-line:has(time[datetime='{day}']) a")
            assert anchor in site.pages[place].markup.ids
            found |= {site.link(site.pages[place], one) or "" for one in listed}
        shown = {
            one.issue.address for one in source.shown(edition) if one.issue.row["signed"][:4] == one.issue.year == year
        }
        assert shown <= found, address
        assert all(one.startswith(tuple(f"{series['id']}/" for series in source.series)) for one in found if one)


def test_calendar_lists_every_issue_once(source: Source, site: Site, edition: str) -> None:
    """The page of a year lists each of its issues once, newest first."""
    for year in {one.issue.year for one in source.shown(edition)}:
        page = site.pages[f"calendar/{year}/"]
        listed = _links(site, page, ".issue-line a")
        shown = [one.issue.address for one in source.shown(edition) if one.issue.year == year]
        assert sorted(listed) == sorted(shown)
        days = [one.attrib["datetime"] for one in page.select(".issue-line time")]
        assert days == sorted(days, reverse=True)


def test_facets_of_a_year_lead_to_what_they_count(source: Source, site: Site, edition: str) -> None:
    """Each value beside the issues of a year leads to the items of that series and year that have it, all of them."""
    for series, shown in source.by_series(edition).items():
        for year in {one.issue.year for one in shown}:
            page = site.pages[f"{series}/{year}/"]
            items = {one.item_address(item) for one in shown if one.issue.year == year for item in one.items}
            for choice in page.select("#facets li a"):
                place, _, anchor = (site.link(page, choice) or "").partition("#")
                assert anchor == f"in-{series}"
                target = site.pages[place]
                (part,) = [one for one in target.select("section") if one.attrib["aria-labelledby"] == anchor]
                listed = [site.link(target, one) for one in part.cssselect("h3 a")]
                assert f" {len(listed)}条" in f" {text_of(choice.cssselect('.count')[0])}"
                assert set(listed) <= items


def test_months_of_a_year_hold_its_issues(site: Site) -> None:
    """The links to months of a year's page name as many issues as stand there."""
    pages = [page for page in site.pages.values() if page.select(".jumps a[href^='#month-']")]
    assert pages
    for page in pages:
        told = {one.attrib["href"][1:]: text_of(one.cssselect(".count")[0]) for one in page.select(".jumps a")}
        parts = {one.attrib["aria-labelledby"]: one for one in page.select(".month-part")}
        held = {anchor: len(part.cssselect(".issue-card:not(.issue-void)")) for anchor, part in parts.items()}
        assert told == {anchor: f"{number}期" for anchor, number in held.items()}, page.address


def test_units_and_topics_tell_what_became_of_their_problems(site: Site) -> None:
    """A heading with problem items says how many matters are in which state, and names no more than are in hand."""
    pages = [page for page in site.pages.values() if page.select("#matters")]
    assert pages
    for page in pages:
        states = dict.fromkeys(page.said(".statuses .status"), 0)
        numbers = [int(text.removesuffix("件")) for text in page.said(".statuses .count")]
        in_hand = sum(number for state, number in zip(states, numbers, strict=True) if state != "已解决")
        shorter, beside = page.one(".page-head .jump a"), page.one("section[aria-labelledby=matters] .section-head a")
        assert site.link(page, shorter) == site.link(page, beside)
        assert text_of(shorter) == text_of(beside).replace("全部", "问题信息")
        days = page.said("section[aria-labelledby=matters] .item-line time")
        assert [one for one in days if len(one) != len("2004-10-15")] == [], "they are of several years"
        assert len(page.select("#matters ~ .item-lines, section[aria-labelledby=matters] .item-line")) <= min(
            in_hand, 5
        )


def test_anchors_of_all_links_are_there(site: Site) -> None:
    """Whatever link of these pages names a part of a page finds it."""
    names = ("", "calendar/", "data/", "statistics/")
    pages = [page for address, page in site.pages.items() if address in names or address.startswith(names[1:])]
    links = chain.from_iterable(((page, link) for link in _links(site, page, "main a")) for page in pages)
    missing = []
    for page, link in links:
        place, _, anchor = link.partition("#")
        if anchor and place in site.pages and anchor not in site.pages[place].markup.ids:
            missing.append((page.address, link))
    assert missing == []
