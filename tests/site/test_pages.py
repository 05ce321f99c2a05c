"""The public edition has every page it should have, and says of unusual issues what readers must know."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from tests.site.output import Site, text_of
from tests.site.source import STATUSES, Issue, Shown, Source, runs

LISTED = 60  # problem items on one page; a facet with more has a page for each year
FRONT = {"", "problems/", "topics/", "units/", "statistics/", "corrections/", "feeds/", "about/", "404.html"}


def _facet_addresses(facets: dict[str, list[str]]) -> set[str]:
    """Return the page of each facet of the problem items, and its years' where they don't fit on that page."""
    divided = {base: years for base, years in facets.items() if len(years) > LISTED}
    return {*facets, *(f"{base}{year}/" for base, years in divided.items() for year in years)}


def _addresses(source: Source, edition: str) -> set[str]:
    """Return the address of every page that follows from what an edition shows."""
    shown = source.shown(edition)
    units = {name: one["id"] for one in source.data("units") for name in (one["name"], one.get("short"), one["id"])}
    topics = {name: one["id"] for one in source.data("topics") for name in (one["name"], one["id"])}
    found = {f"{path.stem}/" for path in (source.root / "pages").glob("*.md")}
    facets: dict[str, list[str]] = {}
    for one in shown:
        year, series = one.issue.row["year"], one.issue.series["id"]
        found |= {f"{series}/", f"{series}/{year}/", one.issue.address}
        found |= {f"statistics/{year}/"} if one.items else set()
        for item in one.items:
            bases = [f"units/{units[name]}/" for name in item.units]
            bases += [f"topics/{topics[item.fields['topic']]}/"] if "topic" in item.fields else []
            if item.kind == "problem":
                status = f"status/{STATUSES[item.fields['status']]}/" if "status" in item.fields else None
                for facet in (*bases, *filter(None, [status])):
                    facets.setdefault(f"problems/{facet}", []).append(year)
                bases.append("problems/")
            found |= {address for base in bases for address in (base, f"{base}{year}/")}
            found.add(one.item_address(item))
    return found | _facet_addresses(facets) | FRONT


def test_every_address_has_its_page(source: Source, site: Site, edition: str) -> None:
    """An edition holds the pages that the design promises for what it shows."""
    assert _addresses(source, edition) - set(site.pages) == set()


def test_no_page_of_an_issue_that_is_not_there(source: Source, site: Site, edition: str) -> None:
    """Below a series, a unit, a topic, problems and statistics there is no page that nothing asks for."""
    kept = ("units/", "topics/", "problems/", "statistics/", *(f"{one['id']}/" for one in source.series))
    assert {one for one in site.pages if one.startswith(kept)} - _addresses(source, edition) == set()


def test_sitemap_and_robots(source: Source, public: Site, internal: Site) -> None:
    """The public edition has a sitemap that robots.txt names; the internal one keeps robots out."""
    parts = re.findall("<loc>(.*?)</loc>", public.text("sitemap.xml"))
    listed = [loc for part in parts for loc in re.findall("<loc>(.*?)</loc>", public.text(public.path_of(part)))]
    shown = [*public.pages, *(page.address for page in public.english.values())]
    assert sorted(listed) == sorted(source.site["url"] + one for one in shown if one != "404.html")
    assert f"Sitemap: {source.site['url']}sitemap.xml\n" in public.text("robots.txt")
    assert "Disallow: /\n" in internal.text("robots.txt")
    assert not [path for path in internal.files if path.startswith("sitemap") and path.endswith(".xml")]


def test_sitemap_dates_are_publication_or_major_correction(source: Source, public: Site) -> None:
    """A sitemap says when readers last had reason to look: publication, major correction or withdrawal."""
    text = "".join(public.text(path) for path in public.files if path.startswith("sitemap-"))
    dates = dict(re.findall("<loc>([^<]*)</loc><lastmod>(.*?)</lastmod>", text))
    for one in source.shown("public"):
        fields = one.issue.fields
        moments = [fields["published"], *(each["date"] for each in one.issue.corrections("major"))]
        moments += [fields["withdrawn"]["date"]] if "withdrawn" in fields else []
        assert dates[source.site["url"] + one.issue.address] == max(moments)[:10]


def _only(shown: list[Shown], **row: str) -> list[Issue]:
    found = [one.issue for one in shown if all(re.fullmatch(value, one.issue.row[key]) for key, value in row.items())]
    assert found, f"the sample has no public issue with {row}"
    return found


def test_merged_issue(source: Source, public: Site) -> None:
    """A merged issue stands at one address and says what it merges; each of its numbers leads there (C9)."""
    for issue in _only(source.shown("public"), number=r"\d+-\d+"):
        first, last = issue.row["number"].split("-")
        assert f"本期为第{first}、{last}期合刊" in public.pages[issue.address].said(".masthead-note")
        for number in range(int(first), int(last) + 1):
            address = f"{issue.series['id']}/{issue.year}/{number}/"
            page = public.moved[address]
            assert public.link(page, page.one("a")) == issue.address
            assert page.one("link[rel=canonical]").attrib["href"] == public.url + issue.address
            (refresh,) = [one.attrib["content"] for one in page.select("meta[http-equiv=refresh]")]
            assert public.place_of(page, refresh.removeprefix("0; url=")) == issue.address
            assert f"/{address} /{issue.address} 301\n" in public.text("_redirects")
            assert f"/{address} /{issue.address};\n" in public.text("redirects.map")


def test_supplement(source: Source, public: Site) -> None:
    """A supplement has an address and a label of its own, and no total."""
    for issue in _only(source.shown("public"), track="supplement"):
        assert "/supplement-" in issue.address
        (label,) = public.pages[issue.address].said(".masthead-label")
        assert label == f"{issue.year}年增刊第{issue.row['number']}期"


def test_void_number(source: Source, public: Site) -> None:
    """A number that was never issued is explained on its year's page, on /corrections/, and has no page."""
    voids = [row for row in source.rows if row["state"] == "void"]
    assert voids
    for row in voids:
        base = f"{row['series']}/{row['year']}/"
        (card,) = public.pages[base].said(".issue-void")
        for shown in (card, text_of(public.pages["corrections/"].one("main"))):
            assert f"第{row['number']}期" in shown
            assert row["note"] in shown
        assert not public.has(f"{base}{row['number']}/")


def test_issue_after_a_void_number_says_so(source: Source, public: Site) -> None:
    """The masthead of the issue after a void number names the gap and its reason."""
    for row in (row for row in source.rows if row["state"] == "void"):
        page = public.pages[f"{row['series']}/{row['year']}/{int(row['number']) + 1}/"]
        assert f"第{row['number']}期空号：{row['note']}" in page.said(".masthead-note")


def test_withdrawn_issue_shows_a_notice(source: Source, public: Site) -> None:
    """A withdrawn issue keeps its address and tells when, why and whom to ask; nothing stands below it."""
    for issue in _only(source.shown("public"), state="withdrawn"):
        fields = issue.fields["withdrawn"]
        notice = public.pages[issue.address].one(".notice-withdrawal")
        assert notice.cssselect("time")[0].attrib["datetime"] == fields["date"]
        assert fields["reason"] in text_of(notice)
        assert fields["contact"] in text_of(notice)
        assert fields["reason"] in text_of(public.pages["corrections/"].one("main"))
        assert [one for one in public.files if one.startswith(issue.address)] == [f"{issue.address}index.html"]


def test_withdrawn_texts_are_nowhere(source: Source, site: Site) -> None:
    """Neither edition holds a title or a run of the text of a withdrawn issue."""
    gone = [item for issue in source.issues if "withdrawn" in issue.fields for item in issue.items]
    assert gone
    everything = "\n".join(data.decode(errors="replace") for data in site.files.values())
    assert [item.title for item in gone if item.title in everything] == []
    assert [run for item in gone for run in islice(runs(item.body), 0, None, 8) if run in everything] == []


def _told(entry: dict[str, Any], text: str) -> bool:
    return all(entry[name] in text for name in ("note", "before", "after") if name in entry)


def test_major_correction_is_shown_where_the_text_stands(source: Source, public: Site) -> None:
    """A major correction stands before the text on its issue's and its item's page, and on /corrections/."""
    major = [(one, entry) for one in source.shown("public") for entry in one.issue.corrections("major")]
    assert major
    for shown, entry in major:
        item = next(one for one in shown.items if str(one.n) == entry["item"])
        for address in {shown.issue.address, shown.item_address(item)}:
            assert _told(entry, text_of(public.pages[address].one("section.notice"))), address
        assert _told(entry, text_of(public.pages["corrections/"].one("section[aria-labelledby=major]")))


def test_minor_correction_makes_no_notice(source: Source, public: Site) -> None:
    """A minor correction is recorded on /corrections/ and raises no notice on its page."""
    minor = [(one, entry) for one in source.shown("public") for entry in one.issue.corrections("minor")]
    assert minor
    for shown, entry in minor:
        if not shown.issue.corrections("major"):
            assert public.pages[shown.issue.address].select("section.notice") == []
        assert _told(entry, text_of(public.pages["corrections/"].one("section[aria-labelledby=minor]")))
