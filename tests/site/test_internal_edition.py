"""The internal edition: all of it marked, explained, and fetching nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bulletin.kinds import Edition
from bulletin_build.release import NotPublicError, is_public_release, refuse_unless_public
from bulletin_portal.not_public import MARKER
from tests.site.office import Office
from tests.site.output import Site
from tests.site.source import Source
from tests.site.test_embargo import BEFORE, build, write

_SHEETS = "not-public.css"
_NAMES = {"public": "主动公开", "on-request": "依申请公开", "internal": "不予公开"}
_FETCHING = {"img", "script", "iframe", "video", "audio", "source", "embed", "object", "track"}
_LOADED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}


def test_every_page_is_marked(internal: Site, public: Site) -> None:
    """Each page says 内部版 above everything else, keeps robots away and brings the head of its printed sheets."""
    for page in internal.pages.values():
        assert page.said(".strip-internal strong") == ["内部版"], page.address
        assert page.one("meta[name=robots]").attrib["content"].startswith("noindex"), page.address
        sheets = [internal.link(page, sheet) for sheet in page.select("link[media=print]")]
        assert sheets[-1] == _SHEETS, page.address
    assert _SHEETS not in public.files
    assert MARKER not in public.files
    assert [one for one in public.pages.values() if one.select("meta[name=referrer]")] == []


def test_robots_are_kept_out(internal: Site, public: Site) -> None:
    """robots.txt lets nobody into the internal edition, which has no sitemap either."""
    assert internal.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert [path for path in internal.files if "sitemap" in path and path.endswith(".xml")] == []
    assert "Disallow" not in public.text("robots.txt")


def _fetched(site: Site) -> list[tuple[str, str]]:
    """Return what a browser would load by itself from elsewhere: page and address."""
    found = []
    for page in [*site.pages.values(), *site.moved.values()]:
        for tag, values in page.markup.elements:
            loads = tag in _FETCHING or (tag == "link" and _LOADED & set((values.get("rel") or "").split()))
            links = [values.get(name) or "" for name in ("src", "srcset", "poster", "data", "href")] if loads else []
            found += [(page.address, link) for link in links if link and site.place_of(page, link) is None]
    styles = [(path, data.decode()) for path, data in site.files.items() if path.endswith((".css", ".svg"))]
    found += [
        (path, text) for path, text in styles if re.search(r"url\((?![\"']?\.\./)|@import|(?:xlink:)?href=", text)
    ]
    return found


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    """No page and no style sheet of either edition loads anything from another host."""
    assert _fetched(site) == []


def test_links_to_elsewhere(small_office: Office, source: Source, internal: Site, tmp_path: Path) -> None:
    """A link to another site tells it nothing and has its host looked up only when it is followed."""
    write(small_office, "published: 2005-04-08 09:00\n")
    assert small_office.inv("sign", "content/gazette/2005/2005-04-08.md").returncode == 0
    for edition in Edition:
        build(small_office, tmp_path / edition, edition, BEFORE)
    own, public = (Site(tmp_path / edition, source.site["url"]) for edition in ("internal", "public"))
    page, other = own.pages["gazette/2005/1/1/"], public.pages["gazette/2005/1/1/"]
    abroad = "a[href^='https://elsewhere.example']"
    assert page.one(abroad).attrib["rel"] == "noreferrer noopener"
    assert "rel" not in other.one(abroad).attrib
    assert page.one("meta[name=referrer]").attrib["content"] == "no-referrer"
    assert page.one("meta[http-equiv=x-dns-prefetch-control]").attrib["content"] == "off"
    assert _fetched(own) == _fetched(internal) == []


def test_why_things_are_not_public(source: Source, internal: Site, public: Site) -> None:
    """Issue pages have a column of what is public and why not, lists say it beside the badge; the public reads none."""
    told = 0
    for one in source.shown("internal"):
        if not one.items:
            continue
        page = internal.pages[one.issue.address]
        rows = page.said(".margin section:first-child dd")
        assert len(rows) == 1 + len(one.items), one.issue.path
        assert rows[0].split(" · ")[0] == _NAMES[one.issue.disclosure], one.issue.path
        for item, row in zip(one.items, rows[1:], strict=True):
            assert (row == "主动公开") is one.issue.is_public(item), (one.issue.path, item.n)
            if item.kind == "problem" and not one.issue.is_public(item) and "disclosure" not in item.fields:
                assert re.search("问题信息默认|是否问题信息尚未确定", row), (one.issue.path, item.n)
                told += 1
    assert told
    listed = [text for one in internal.pages.values() for text in one.said(".issue-list .meta")]
    assert [text for text in listed if ("内部" in text) is not (" · " in text)] == []
    assert [text for text in listed if "不予公开 · 本刊默认" in text]
    words = ("本刊默认", "问题信息默认", "编辑定为", "尚未确定")
    assert [path for path, data in public.files.items() for word in words if word.encode() in data] == []


def test_it_is_no_public_release(internal: Site, public: Site, tmp_path: Path) -> None:
    """The public edition may be published; the internal one is refused, even where its marker was taken away."""
    refuse_unless_public(public.root)
    assert is_public_release(public.root)
    with pytest.raises(NotPublicError, match=MARKER):
        refuse_unless_public(internal.root)
    shutil.copytree(internal.root, tmp_path / "unmarked")
    (tmp_path / "unmarked" / MARKER).unlink()
    assert not is_public_release(tmp_path / "unmarked")
    (tmp_path / "unmarked/robots.txt").write_text("User-agent: *\nAllow: /\n", encoding="utf-8")
    assert not is_public_release(tmp_path / "unmarked")
    mixed = Path(shutil.copytree(public.root, tmp_path / "mixed"))
    shutil.copy(internal.root / "key-affairs/2004/index.html", mixed / "about/index.html")
    assert not is_public_release(mixed)


def test_every_printed_sheet_is_marked(internal: Site, source: Source, browser: Browser, tmp_path: Path) -> None:
    """内部版 stands at the head of each sheet of a printed issue, not of the first alone."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("no pdftotext; Debian: apt-get install poppler-utils")
    issue = max(
        (one for one in source.shown("internal") if one.issue.disclosure != "public"),
        key=lambda one: sum(len(item.body) for item in one.items),
    )
    page = browser.new_page()
    page.goto((internal.root / issue.issue.address / "index.html").as_uri())
    page.pdf(path=tmp_path / "issue.pdf", prefer_css_page_size=True)
    page.close()
    printed = subprocess.run([tool, "-layout", tmp_path / "issue.pdf", "-"], capture_output=True, check=True).stdout
    sheets = printed.decode().rstrip("\f").split("\f")
    assert len(sheets) > 1
    assert [sheet for sheet in sheets if "内部版" not in sheet.strip().splitlines()[0]] == []
