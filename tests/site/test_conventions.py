"""What government websites must say of themselves (docs/government-conventions.md): tags, catalogue, footer, map."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from tests.site.office import REPOSITORY
from tests.site.output import Page, Site, text_of
from tests.site.source import Source

# 网页设计规范 of 国办发〔2017〕47号 (domain notes 4.2).
SITE_TAGS: Final = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN_TAGS: Final = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE_TAGS: Final = {"ArticleTitle", "PubDate", "ContentSource", "Description", "Url"}
TYPES: Final = {"首页", "概况信息", "工作动态", "数据发布", "数据开放", "依申请公开"}
MANDATORY: Final = ("id_code", "icp", "police_record", "mark_url", "errors_url")
_META: Final = re.compile(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">')
_LINKED: Final = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_CHINA: Final = "+08:00"

Tags = dict[str, dict[str, str]]
Node = dict[str, Any]


def tags_of(page: Page) -> dict[str, str]:
    """Return the meta tags of a page, of which none stands there twice however it is written."""
    found = _META.findall(page.text)
    assert len({name.lower() for name, _ in found}) == len(found), page.address
    return {name: unescape(value) for name, value in found}


def linked_of(page: Page) -> dict[str, Node]:
    """Return the linked data of a page by type."""
    found = _LINKED.findall(page.text)
    assert len(found) <= 1, page.address
    if not found:
        return {}
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    nodes = {node["@type"]: node for node in data["@graph"]}
    assert len(nodes) == len(data["@graph"]), page.address
    return nodes


@pytest.fixture(scope="module")
def tags(built: dict[str, Site]) -> dict[str, Tags]:
    """Return the meta tags of every page of each edition."""
    return {name: {one: tags_of(page) for one, page in site.pages.items()} for name, site in built.items()}


@pytest.fixture(scope="module")
def linked(built: dict[str, Site]) -> dict[str, dict[str, dict[str, Node]]]:
    """Return the linked data of every page of each edition."""
    return {name: {one: linked_of(page) for one, page in site.pages.items()} for name, site in built.items()}


def test_tags_of_the_site(source: Source, tags: dict[str, Tags], edition: str) -> None:
    """Every page names site, domain and identification code."""
    expected = {
        "SiteName": source.site["name"],
        "SiteDomain": source.site["url"].split("/")[2],
        "SiteIDCode": source.site["id_code"],
    }
    assert expected.keys() == SITE_TAGS
    assert [address for address, one in tags[edition].items() if not expected.items() <= one.items()] == []


def test_tags_of_columns(tags: dict[str, Tags], edition: str) -> None:
    """Every page that is no issue and no item is a column: its name, purpose, words and type, none of them empty."""
    columns = {address: one for address, one in tags[edition].items() if "ArticleTitle" not in one}
    del columns["404.html"]
    assert columns[""]["ColumnType"] == "首页"
    assert columns["about/"]["ColumnType"] == "概况信息"
    assert [address for address, one in columns.items() if not all(map(one.get, COLUMN_TAGS))] == []
    assert {one["ColumnType"] for one in columns.values()} <= TYPES


def test_tags_of_issues_and_items(source: Source, site: Site, tags: dict[str, Tags], edition: str) -> None:
    """Every issue and item gives its title, first publication to the minute, source, beginning and address."""
    expected = {}
    for one in source.shown(edition):
        common = (one.issue.fields["published"][:16], one.issue.series["issuer"], one.issue.title)
        expected[one.issue.address] = (one.issue.title + one.issue.number_label, *common)
        if len(one.items) > 1:
            expected |= {one.item_address(item): (item.title, *common) for item in one.items}
    found = {address: one for address, one in tags[edition].items() if "ArticleTitle" in one}
    names = ("ArticleTitle", "PubDate", "ContentSource", "ColumnName")
    assert {address: tuple(map(one.get, names)) for address, one in found.items()} == expected
    assert [
        one for one, given in found.items() if not (all(map(given.get, ARTICLE_TAGS)) and given["ColumnType"])
    ] == []
    assert [one for one, given in found.items() if given["Url"] != site.url + one] == []
    pictures = {given["Image"] for given in found.values() if "Image" in given}
    assert pictures
    assert [one for one in pictures if not site.has(site.path_of(one))] == []


def test_open_graph_and_canonical_address(site: Site, tags: dict[str, Tags], edition: str) -> None:
    """Messengers are told title, kind, address and beginning, as the page and its canonical address have them."""
    for address, page in site.pages.items():
        one = tags[edition][address]
        if address == "404.html":
            continue
        kind = "article" if "ArticleTitle" in one else "website"
        described = one.get("description") or one["Description"]
        assert (one["og:type"], one["og:description"], one["og:locale"]) == (kind, described, "zh_CN")
        assert (page.one("head > title").text or "").startswith(one["og:title"])
        assert page.one("link[rel=canonical]").attrib["href"] == one["og:url"] == site.url + address


def test_catalogue_block(site: Site, tags: dict[str, Tags], edition: str) -> None:
    """Beside every issue and item stands how a catalogue has it, from its index number to its disclosure."""
    seen = Counter[str]()
    for address, one in tags[edition].items():
        if "ArticleTitle" not in one:
            assert site.pages[address].select(".catalogue") == []
            continue
        page = site.pages[address]
        rows = dict(zip(page.said(".catalogue dt"), page.said(".catalogue dd"), strict=True))
        seen[rows["索引号"]] += 1
        assert rows["发文机关"] == one["ContentSource"]
        assert rows["公开属性"] == "主动公开" or edition == "internal"
        assert page.select(".catalogue time")[0].attrib["datetime"] == page.one(".masthead time").attrib["datetime"]
        assert rows["期号"] in page.said(".masthead-label")
        if "Keywords" in one:
            assert rows["主题词"] == one["Keywords"].replace(",", "；")
            assert rows["主题分类"]
        order = ["索引号", "主题分类", "发文机关", "成文日期", "标题", "期号", "公开日期", "主题词", "公开属性"]
        assert list(rows) == [name for name in order if name in rows]
        assert {"索引号", "成文日期", "公开日期"} <= rows.keys()
    assert set(seen.values()) == {1}
    assert all(re.fullmatch(r"000000000/\d{4}-[1-6]-S?\d{3}-\d{2}", one) for one in seen)


def test_footer(source: Source, public: Site, internal: Site) -> None:
    """The foot of every public page holds what supervision looks for; nobody is sent out of the internal edition."""
    given = source.site
    out = {
        "https://beian.miit.gov.cn/": given["icp"],
        "https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000": given["police_record"],
        given["mark_url"]: "党政机关网站标识",
        given["errors_url"]: "我为政府网站找错",
    }
    shown = [given[name] for name in ("organiser", "operator", "address", "phone", "email", "id_code")]
    shown += ["主办单位", "承办单位", "网站标识码", given["sample_notice"]]
    for page in (public.pages[one] for one in ("", "gazette/2004/10/", "gazette/2004/10/1/", "about/", "404.html")):
        foot = page.one(".site-footer")
        assert [one for one in shown if one not in text_of(foot)] == [], page.address
        links = {link.attrib["href"]: text_of(link) for link in foot.cssselect("a")}
        assert out.items() <= links.items()
        assert {"sitemap/", "accessibility/"} <= {public.link(page, one) for one in foot.cssselect("a")}
    feet = {text[text.index('class="footer-links records"') :] for text in (one.text for one in public.pages.values())}
    assert len({one[: one.index("</ul>")] for one in feet}) == 1
    assert [one for one in internal.pages.values() if one.select(".records") or "beian" in one.text] == []


def test_sample_says_that_it_is_made_up(source: Source, public: Site) -> None:
    """The codes of the sample can't be taken for real ones, and each page says so."""
    assert re.fullmatch("0{10}", source.site["id_code"])
    assert all("0000000" in source.site[name] for name in ("icp", "police_record"))
    assert all(".example/" in source.site[name] for name in ("mark_url", "errors_url"))
    assert "网站标识码、备案号、索引号和页脚的链接也是虚构的" in source.site["sample_notice"]
    assert [one.address for one in public.pages.values() if source.site["sample_notice"] not in one.text] == []


def _trail(site: Site, page: Page) -> list[tuple[str, str]]:
    links = [(text_of(one), site.url + (site.link(page, one) or "")) for one in page.select(".breadcrumbs a")]
    return [*links, (page.said(".breadcrumbs [aria-current]")[0], site.url + page.address)]


def test_linked_trail(site: Site, linked: dict[str, dict[str, dict[str, Node]]], edition: str) -> None:
    """The trail that machines are told is the one that readers see."""
    for address, page in site.pages.items():
        steps = linked[edition][address].get("BreadcrumbList", {}).get("itemListElement", [])
        told = [(one["name"], one["item"]) for one in steps]
        assert told == (_trail(site, page) if page.select(".breadcrumbs") else []), address
        assert [one["position"] for one in steps] == list(range(1, len(steps) + 1))


def test_linked_site_and_series(source: Source, public: Site, linked: dict[str, dict[str, dict[str, Node]]]) -> None:
    """The home page tells of the site and its office, the page of a series of the periodical."""
    site = linked["public"][""]["WebSite"]
    assert (site["name"], site["url"]) == (source.site["name"], public.url)
    office = site["publisher"]
    foot = text_of(public.pages[""].one(".site-footer"))
    assert [value for name, value in office.items() if name != "@type" and value not in foot] == []
    for one in source.series:
        page, data = public.pages[f"{one['id']}/"], linked["public"][f"{one['id']}/"]["Periodical"]
        assert [data["name"]] == page.said("h1")
        assert data["publisher"]["name"] in page.said(".page-issuer")
        assert data["url"] == f"{public.url}{page.address}"


def test_linked_issues_and_items(
    site: Site, tags: dict[str, Tags], linked: dict[str, dict[str, dict[str, Node]]], edition: str
) -> None:
    """What machines are told of an issue or item is what its page shows: names, days, units, parts, index number."""
    for address, one in tags[edition].items():
        page, data = site.pages[address], linked[edition][address]
        if "ArticleTitle" not in one:
            assert not data.keys() & {"Article", "PublicationIssue"}
            continue
        node = data.get("Article") or data["PublicationIssue"]
        issue = node["isPartOf"] if "Article" in data else node
        assert (node["url"], node["publisher"]["name"]) == (site.url + address, one["ContentSource"])
        assert node["datePublished"] == one["PubDate"].replace(" ", "T") + _CHINA
        assert datetime.fromisoformat(node["datePublished"]).utcoffset() is not None
        assert node.get("dateModified", "9999") > one["PubDate"][:10]
        assert node["identifier"]["value"] == page.said(".catalogue dd")[0]
        assert issue["isPartOf"]["name"] in page.said(".masthead-series")
        assert page.said(".masthead-label")[0].startswith(issue["issueNumber"])
        if "Article" in data:
            assert [node["headline"]] == page.said("h1")
            assert {unit["name"] for unit in node["author"]} <= {*page.said(".byline a"), one["ContentSource"]}
            assert node.get("articleSection") == one.get("Keywords")
        else:
            parts = node.get("hasPart", [])
            titles = [text_of(title) for title in page.select("section.item .item-title")]
            assert [part["headline"] for part in parts] == titles
            assert [part for part in parts if not site.has(site.path_of(part["url"]))] == []


def test_english_pages_say_the_same(public: Site, tags: dict[str, Tags]) -> None:
    """A page in English says of its content what its twin says, but for its own address and words."""
    for address in ("gazette/2004/10/", "gazette/2004/10/1/"):
        page = public.english[address]
        same = {name: value for name, value in tags["public"][address].items() if name not in {"Url", "og:url"}}
        assert same.items() <= tags_of(page).items()
        assert tags_of(page)["Url"] == f"{public.url}en/{address}"
        issue = linked_of(page)
        assert {one["url"] for name, one in issue.items() if name != "BreadcrumbList"} == {public.url + address}


def test_site_map(source: Source, site: Site, edition: str) -> None:
    """The site map leads to every column, series, year, unit, topic and feed, and every link leads somewhere."""
    page = site.pages["sitemap/"]
    links = {site.link(page, link) or "" for link in page.select("main a")}
    assert [one for one in links if not site.has(one)] == []
    wanted = {one for one in site.pages if re.fullmatch(r"(?:units|topics)/[^/]+/", one)}
    for one in source.shown(edition):
        wanted |= {f"{one.issue.series['id']}/", f"{one.issue.series['id']}/{one.issue.row['year']}/"}
        wanted.add(f"feeds/{one.issue.series['id']}.atom")
    wanted |= {f"{path.stem}/" for path in (source.root / "pages").glob("*.md")}
    columns = site.pages[""].select(".site-nav a")
    wanted |= {site.link(site.pages[""], one) or "" for one in columns} | {"corrections/", "search/"}
    assert wanted - links == set()
    assert ("sitemap.xml" in links) == (edition == "public")


def _without(tree: Path, *names: str) -> None:
    site = tree / "data/site.yaml"
    lines = site.read_text("utf-8").splitlines(keepends=True)
    site.write_text("".join(one for one in lines if one.partition(":")[0] not in names), "utf-8")


def _built(tree: Path, output: Path, edition: Edition, *, drafts: bool = False) -> bool:
    """Build a tree, and say whether that was let."""
    try:
        run(Order(REPOSITORY / "pelicanconf.py", tree, output, edition, drafts=drafts))
    except SystemExit as left:
        return left.code != 1
    return True


def test_a_public_edition_without_them_is_not_built(
    small_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line names all that is missing; the internal edition and the preview of drafts don't ask."""
    _without(small_tree, *MANDATORY, "address")
    assert not _built(small_tree, tmp_path / "public", Edition.PUBLIC)
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "SITE-MISSING" in one]
    assert "data/site.yaml" in line
    assert [name for name in (*MANDATORY, "address", "phone", "email") if name not in line] == []
    assert not (tmp_path / "public").exists()
    assert _built(small_tree, tmp_path / "drafts", Edition.PUBLIC, drafts=True)
    assert _built(small_tree, tmp_path / "internal", Edition.INTERNAL)
