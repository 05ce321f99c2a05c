"""Every page has a twin in English: the same page, link for link, with other words around what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from babel.messages.pofile import read_po
from lxml.html import HtmlElement

from tests.site.office import REPOSITORY
from tests.site.output import Page, Site

_CHINESE: Final = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SAID: Final = ("alt", "aria-label", "placeholder", "title", "data-failed", "data-retry")  # read out, or shown
_TAG: Final = re.compile(r"<(/?[a-z][\w-]*)([^<>]*)>")
_NAMED: Final = re.compile(r'\b(?:id|class)="[^"]*"')
_VERSIONS: Final = [("zh-CN", ""), ("x-default", ""), ("en", "en/")]
_XHTML: Final = "{http://www.w3.org/1999/xhtml}link"
_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def twin_of(place: str, site: Site) -> str:
    """Return where an English page leads where its twin leads to a place: to the page's twin, to the same file."""
    address, hash_sign, fragment = place.partition("#")
    return f"en/{address}{hash_sign}{fragment}" if address in site.english else place


def _links(site: Site, page: Page) -> list[str | None]:
    """Return where a page leads, but for what its head and its first lines say of its versions."""
    own = ("canonical", "alternate")
    links = [one for one in page.select("[href], [src]") if one.attrib.get("rel") not in own]
    return [site.place_of(page, one.attrib.get("href") or one.attrib["src"]) for one in links]


def _skeleton(page: Page) -> list[tuple[str, ...]]:
    """Return the tags of a page but for plain spans, which mark a language, and links to its other versions."""
    tags = (match.groups() for match in _TAG.finditer(page.text))
    return [
        (tag, *sorted(_NAMED.findall(attributes)))
        for tag, attributes in tags
        if not (tag.endswith("span") and not _NAMED.search(attributes)) and "hreflang=" not in attributes
    ]


def test_every_page_has_a_twin(site: Site) -> None:
    """Each page of both editions stands below /en/ too, but for 404.html, and there is no page beside."""
    assert set(site.english) == set(site.pages) - {"404.html"}


def test_files_stand_once(site: Site) -> None:
    """Feeds, pictures, data, the search index and the theme's files have one address: below /en/ stand pages alone."""
    assert [path for path in site.files if path.startswith("en/") and not path.endswith(".html")] == []


def test_a_twin_is_the_same_page(site: Site) -> None:
    """A twin has the elements of its page, in its order: landmarks, headings and ids are as they are tested there."""
    for address, twin in site.english.items():
        assert _skeleton(twin) == _skeleton(site.pages[address]), address


def test_links_stay_in_the_language(site: Site) -> None:
    """A twin leads where its page leads: to the twins of pages, and to the same files, all of which are there."""
    for address, twin in site.english.items():
        page = site.pages[address]
        places = [None if one is None else twin_of(one, site) for one in _links(site, page)]
        assert _links(site, twin) == places, address
        assert [one for one in places if one is not None and not site.has(one.partition("#")[0])] == [], address


def test_pages_name_their_versions(site: Site) -> None:
    """Page and twin name the same versions, themselves too; each has its own address as the permanent one."""
    for address, twin in site.english.items():
        named = [(tag, site.url + prefix + address) for tag, prefix in _VERSIONS]
        for page, own in ((site.pages[address], address), (twin, f"en/{address}")):
            links = page.select("head > link[rel=alternate][hreflang]")
            assert [(one.attrib["hreflang"], one.attrib["href"]) for one in links] == named, own
            assert page.one("head > link[rel=canonical]").attrib["href"] == site.url + own
    assert site.pages["404.html"].select("link[hreflang]") == []


@pytest.mark.parametrize(("name", "tag"), [("English", "en"), ("中文", "zh-CN")])
def test_readers_change_the_language_and_keep_the_page(site: Site, name: str, tag: str) -> None:
    """A link in the other language, which needs no script, leads from each page to its twin."""
    pages = site.pages if tag == "en" else site.english
    for address in site.english:
        link = pages[address].one(f".languages a[hreflang={tag}][lang={tag}]")
        assert link.text == name
        assert site.link(pages[address], link) == ("en/" if tag == "en" else "") + address


def _said(element: HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    """Yield what an element says to readers, with the language it is said in."""
    own = element.attrib.get("lang", language)
    yield from ((own, element.attrib[name]) for name in _SAID if name in element.attrib)
    yield own, element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _said(child, own)
        yield own, child.tail or ""


def test_twins_are_english(site: Site) -> None:
    """What is Chinese on a twin says so: a voice reads it out, and a browser breaks its lines, by another rule."""
    for address, twin in site.english.items():
        assert twin.document.attrib["lang"] == "en", address
        unmarked = {text for language, text in _said(twin.one("body"), "en") if language == "en"}
        assert [text for text in unmarked if _CHINESE.search(text)] == [], address
        assert all(one.attrib["lang"] in {"zh-CN", "en"} for one in twin.select("[lang]")), address


def test_no_chinese_word_of_the_interface_is_left(site: Site) -> None:
    """Nothing that the Chinese interface says stands on a twin, marked as Chinese or not, where the page says it."""
    with (REPOSITORY / "theme/translations/zh_CN/LC_MESSAGES/theme.po").open("rb") as file:
        words = {str(one.string) for one in read_po(file) if one.id and isinstance(one.string, str)}
    for address in ("", "statistics/", "search/", "problems/", "corrections/", "units/"):
        page, twin = site.pages[address], site.english[address]
        headings = "h2, dt, th, button, label, .lead, .empty, .badge, .more"
        for there, here in zip(page.select(headings), twin.select(headings), strict=True):
            if (there.text or "") in words:
                assert here.text != there.text, address


def test_dates_are_english(public: Site) -> None:
    """Days are written 20 November 2004, months March and years without 年."""
    days = [one for page in public.english.values() for one in page.said("time") if "-" not in one]
    assert days
    assert [one for one in days if not re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", one)] == []
    assert public.english["statistics/2004/"].said("h1") == ["Statistics of 2004"]
    for address, months in (("calendar/2004/", ".month caption"), ("statistics/2004/", ".drawn tbody th")):
        pairs = [(site[address].said(months)[2].split()[0]) for site in (public.pages, public.english)]
        assert pairs[0].startswith("3月")
        assert pairs[1] == "March"


def test_the_sitemap_names_all_versions(public: Site) -> None:
    """Each entry names every version of its page, itself too."""
    parts = [path for path in public.files if re.fullmatch(r"sitemap-\w+\.xml", path)]
    entries = [one for path in parts for one in ET.fromstring(public.files[path])]  # noqa: S314 (our own)
    found = {
        (one.findtext(f"{_SITEMAP}loc") or ""): [
            (link.attrib["hreflang"], link.attrib["href"]) for link in one.iter(_XHTML)
        ]
        for one in entries
    }
    named = [[(tag, public.url + prefix + address) for tag, prefix in _VERSIONS] for address in public.english]
    assert {url: sorted(links) for url, links in found.items()} == {
        public.url + prefix + links[0][1].removeprefix(public.url): sorted(links)
        for links in named
        for prefix in ("", "en/")
    }


def test_the_page_for_missing_addresses_speaks_both(public: Site) -> None:
    """There is one, since a server has one: it says in English what it is, and leads to the English pages."""
    page = public.pages["404.html"]
    line = page.one("main [lang=en]")
    assert "Page not found" in str(line.text_content())
    assert public.link(page, page.one("main [lang=en] a")) == "en/"


def test_the_search_is_the_same(public: Site) -> None:
    """The English page searches the same index by the same script, with English words."""
    twin = public.english["search/"]
    assert public.place_of(twin, twin.one("form[role=search]").attrib["action"]) == "en/search/"
    words = {one.attrib["value"]: one.text for one in twin.select("#words data")}
    assert words["found"] == "# items found"
    assert [word for word in words.values() if _CHINESE.search(word or "")] == []
