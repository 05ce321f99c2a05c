"""Every link leads somewhere, at the root of a host as well as below a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from tests.site.office import REPOSITORY, Office
from tests.site.output import Page, Site

_SUB = "https://portal.example/sub/path/"
_CODE = re.compile(r'<svg class="qr-code".*?</svg>')  # a picture of the address
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Site:
    """Build the public edition for an address below a path."""
    root = tmp_path_factory.mktemp("below")
    office = Office.make(root, content, english=True)
    office.change("content/data/site.yaml", r"(?m)^url: .*$", f"url: {_SUB}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        run(Order(REPOSITORY / "pelicanconf.py", office.content, root / "output", Edition.PUBLIC))
    return Site(root / "output", _SUB)


def _broken(site: Site, page: Page) -> Iterator[str]:
    """Yield what is wrong with the links of a page."""
    for link in page.markup.links:
        target = site.place_of(page, link)
        if target is None:
            if urlsplit(link).scheme not in {"https", "http", "mailto"}:
                yield f"{page.address}: {link} is no link"
            continue
        address, _, fragment = target.partition("#")
        if not site.has(address):
            yield f"{page.address}: {link} leads to {address}, which is not there"
        elif fragment and fragment not in site.pages[address].markup.ids:
            yield f"{page.address}: {link} leads to no place on {address}"


def test_no_link_is_broken(site: Site) -> None:
    """Each link, picture and stylesheet of each page is a file of the output, each fragment an id in it."""
    assert [fault for page in site.pages.values() for fault in _broken(site, page)] == []


def test_no_link_is_broken_below_a_path(below: Site) -> None:
    """The same holds for a site that stands below a path."""
    assert [fault for page in below.pages.values() for fault in _broken(below, page)] == []


def test_below_a_path_only_the_missing_page_is_bound_to_it(below: Site) -> None:
    """Links are relative, so that a site can be moved; 404.html, served anywhere, begins its links with the path."""
    for page in below.pages.values():
        canonical = [one.attrib["href"] for one in page.select("link[rel=canonical], link[rel=alternate][hreflang]")]
        own = [one for one in page.markup.links if one not in canonical and urlsplit(one).scheme != "mailto"]
        if page.address == "404.html":
            assert {one for one in own if not one.startswith(("/sub/path/", "https://"))} == {"#main"}
        else:
            assert [one for one in own if one.startswith(("/", _SUB))] == [], page.address


def test_a_path_changes_nothing_else(below: Site, public: Site) -> None:
    """A site below a path has the same files, and the same pages but for its own address."""
    assert set(below.files) == set(public.files)
    here, there = (urlsplit(one.url).netloc for one in (below, public))
    for address, page in below.pages.items():
        if address != "404.html":
            moved = page.text.replace(below.url, public.url).replace(quote(below.url), quote(public.url))
            moved = moved.replace(here, there)
            assert _CODE.sub("", moved) == _CODE.sub("", public.pages[address].text), address


def test_stylesheets_refer_to_files_that_are_there(public: Site) -> None:
    """Whatever a stylesheet loads is a file of the output, and none comes from another host."""
    sheets = [path for path in public.files if path.endswith(".css")]
    assert sheets
    for sheet in sheets:
        page = Page(sheet, "")
        for url in _CSS_URL.findall(public.text(sheet)):
            assert url.startswith("data:") or public.has(public.place_of(page, url) or "?"), url


def test_every_page_can_be_reached(public: Site) -> None:
    """Every page of the public edition but 404.html can be reached from the home page by links alone."""
    seen, waiting = {""}, [""]
    while waiting:
        page = public.pages[waiting.pop()]
        places = (public.place_of(page, link.attrib["href"]) for link in page.select("body a[href]"))
        for address in (place.partition("#")[0] for place in places if place is not None):
            if address not in seen and address in public.pages:
                seen.add(address)
                waiting.append(address)
    assert set(public.pages) - seen == {"404.html"}


def test_every_file_is_used(public: Site) -> None:
    """No file of the output is there without a page that leads to it."""
    linked = {
        place.partition("#")[0]
        for page in public.pages.values()
        for link in page.markup.links
        if (place := public.place_of(page, link)) is not None
    }
    fixed = re.compile(
        r"(?:.*/)?index\.html|404\.html|robots\.txt|sitemap.*\.xml|_redirects|redirects\.map"
        r"|theme/(?:css/feed\.css|cursor\.svg|js/read\.js)"  # feeds, a style sheet and a script ask for them
        r"|feeds/[\w/-]+/\d{4}(?:-\d\d)?\.atom"  # archives lead on to each other (RFC 5005)
        r"|search/(?:index|\d{4})\.json|search/fold\.txt|search/\d{4}/\w+\.bin"  # read by the script of the search
    )
    assert [path for path in public.files if path not in linked and not fixed.fullmatch(path)] == []
