"""Guards: what a release has to hold before it may be served, one table for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.feeds import check_feeds
from bulletin_build.releases.guards.links import check_links
from bulletin_build.releases.guards.markup import candidates, read_markup
from bulletin_build.releases.guards.page_count import check_page_count
from bulletin_build.releases.guards.public import check_public
from bulletin_build.releases.guards.sitemap import check_sitemap
from bulletin_build.releases.making import GUARDS, Guard
from tests.unit.release_tree import BASE, files, page, write

Contents = dict[str, str]
ISSUE = "issues/3/index.html"
SUB = "https://host.example/sub/path/"


def told(guard: Guard, root: Path, contents: Contents, served: Folder | None = None) -> list[str]:
    """Return what a guard says of an output."""
    return [one.told(str, "") for one in guard(Folder.at(write(root, contents)), served)]


@pytest.mark.parametrize("guard", GUARDS)
def test_a_sound_output_passes(guard: Guard, tmp_path: Path) -> None:
    """Nothing is said of an output that is as it should be, whether it is served already or not."""
    assert told(guard, tmp_path, files()) == []
    assert told(guard, tmp_path, files("乙"), Folder.at(tmp_path)) == []


@pytest.mark.parametrize("guard", GUARDS)
def test_a_sound_output_below_a_path_passes(guard: Guard, tmp_path: Path) -> None:
    """The same holds for a site below a path, whose 404.html begins its links with it."""
    moved = {path: text.replace(BASE, SUB) for path, text in files().items()}
    moved["404.html"] = moved["404.html"].replace('"/', '"/sub/path/')
    assert told(guard, tmp_path, moved) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        pytest.param('<a href="../4/">', "", id="sound"),
        pytest.param('<a href="../4/#title">', "", id="place"),
        pytest.param('<a href="#title">', "", id="place-here"),
        pytest.param('<a href="#top"><a href="#"><a href="">', "", id="beginning"),
        pytest.param('<a href="../4/?page=2">', "", id="query"),
        pytest.param('<a href="../4/#:~:text=%E6%98%A5">', "", id="text-fragment"),
        pytest.param('<a href="https://elsewhere.example/no/">', "", id="elsewhere"),
        pytest.param('<a href="//elsewhere.example/no/">', "", id="elsewhere-without-scheme"),
        pytest.param('<a href="mailto:a@b.example"><img src="data:image/gif;base64,R0">', "", id="no-address"),
        pytest.param("<!-- <a href='no/'> --><script>'<a href=\"no/\">'</script>", "", id="comment-and-script"),
        pytest.param('<p>a href="no/" is text</p>', "", id="text"),
        pytest.param('<p title="<a href=no/>">', "", id="inside-an-attribute"),
        pytest.param('<a href="../99/">', "../99/ leads to issues/99/index.html", id="missing"),
        pytest.param('<a href="../4">', "../4 leads to issues/4,", id="folder-without-slash"),
        pytest.param(
            '<a href="../4/#no">', "../4/#no leads to a place that issues/4/index.html has not", id="no-place"
        ),
        pytest.param('<a href="#no">', "#no leads to a place that issues/3/index.html has not", id="no-place-here"),
        pytest.param("<a href='../99/'>", "issues/99/index.html", id="single-quotes"),
        pytest.param("<A HREF=../99/>", "issues/99/index.html", id="capitals-without-quotes"),
        pytest.param('<a\n  class="x"\n  href="../99/">', "issues/99/index.html", id="over-lines"),
        pytest.param('<a href="../%E6%96%87/">', "../%E6%96%87/ leads to issues/文/index.html", id="escaped"),
        pytest.param('<a href="../9&amp;9/">', "../9&9/ leads to issues/9&9/index.html", id="entity"),
        pytest.param('<a href="../../../">', "../../../ leads to ../../../,", id="above-the-root"),
        pytest.param('<a href="/issues/99/">', "issues/99/index.html", id="from-the-root"),
        pytest.param(f'<a href="{BASE}issues/99/">', "issues/99/index.html", id="absolute"),
        pytest.param('<img src="../no.png" alt="">', "issues/no.png", id="picture"),
        pytest.param('<img srcset="../../data.json 1x, ../no.png 2x" alt="">', "issues/no.png", id="srcset"),
        pytest.param('<source srcset="../no.png, ../../data.json 2x">', "issues/no.png", id="srcset-without-size"),
        pytest.param('<video poster="../no.png">', "issues/no.png", id="poster"),
        pytest.param('<object data="../no.pdf">', "issues/no.pdf", id="object"),
        pytest.param('<p style="background: url(../no.png)">', "issues/no.png", id="style-attribute"),
        pytest.param("<style>p { background: url('../no.png') }</style>", "issues/no.png", id="style-element"),
        pytest.param('<svg><use xlink:href="#no"></use></svg>', "#no leads to a place", id="drawing"),
        pytest.param('<svg><rect fill="url(#no)"></rect></svg>', "#no leads to a place", id="paint"),
        pytest.param('<meta http-equiv="refresh" content="0; url=../99/">', "issues/99/index.html", id="refresh"),
    ],
)
def test_links(link: str, expected: str, tmp_path: Path) -> None:
    """Whatever a page leads to or loads is there, and the place in it as well."""
    found = told(check_links, tmp_path, {**files(), ISSUE: page("issues/3/", "甲", link)})
    assert len(found) == bool(expected), found
    assert all(line.startswith(f"{ISSUE}: ") and expected in line for line in found), found


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("theme/main.css", "p { background: url(no.png) }", "theme/no.png"),
        ("theme/main.css", '@import "no.css";', "theme/no.css"),
        ("theme/main.css", "/* url(no.png) */ p { background: url( 'fonts/one.woff2' ) }", ""),
        ("theme/main.css", "p { background: url(data:image/gif;base64,R0) }", ""),
        ("theme/sign.svg", '<svg><a href="no.html"></a></svg>', "theme/no.html"),
        ("theme/sign.svg", '<svg><g id="one"></g><use href="#one"/></svg>', ""),
    ],
)
def test_links_of_other_files(path: str, text: str, expected: str, tmp_path: Path) -> None:
    """Style sheets and drawings lead to files that are there."""
    found = told(check_links, tmp_path, {**files(), path: text})
    assert len(found) == bool(expected), found
    assert all(line.startswith(f"{path}: ") and expected in line for line in found), found


def test_a_link_that_many_pages_have_is_told_once(tmp_path: Path) -> None:
    """What is missing is named once, with the first page that leads there and how many do."""
    contents = {path: text.replace('data.json"', 'date.json"') for path, text in files(issues=5).items()}
    (line,) = told(check_links, tmp_path, contents)
    assert "date.json" in line
    assert "(7 pages)" in line


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        (" a.png 480w,b.png 2x", ["a.png", "b.png"]),
        ("a,b.png 1x", ["a,b.png"]),
        ("", []),
    ],
)
def test_candidates(value: str, expected: list[str]) -> None:
    """A srcset is split where browsers split it."""
    assert list(candidates(value)) == expected


def test_ids() -> None:
    """Ids and the names of anchors are places; names of fields are none."""
    assert read_markup('<p id="a"><a name=b></a><input name="c"><p id=\'d\'>').ids == {"a", "b", "d"}


@pytest.mark.parametrize(
    ("before", "after", "stops"), [(100, 100, False), (100, 90, False), (100, 89, True), (10, 0, True), (1, 2, False)]
)
def test_page_count(before: int, after: int, stops: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a row of the table)
    """Fewer than nine in ten of the pages that are online stop a release, and the message names the way on."""
    served = write(tmp_path / "served", {f"{n}.html": "" for n in range(before)} | {"x.txt": ""})
    found = told(
        check_page_count, tmp_path / "new", {f"{n}.html": "" for n in range(after)} | {"x": ""}, Folder.at(served)
    )
    assert len(found) == stops
    assert all("--fewer" in line for line in found)


def edited(path: str, old: str, new: str) -> Callable[[Contents], Contents]:
    """Return a change of one file."""

    def change(contents: Contents) -> Contents:
        assert old in contents[path]
        return {**contents, path: contents[path].replace(old, new, 1)}

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(edited("feeds/all.rss", "</rss>", ""), "feeds/all.rss:16:1: is no well-formed XML", id="torn"),
        pytest.param(
            edited("feeds/all.rss", "<rss", "<!DOCTYPE rss><rss"), "feeds/all.rss: has a document type", id="doctype"
        ),
        pytest.param(edited("feeds/all.rss", 'version="2.0"', ""), "is no RSS 2.0 feed", id="version"),
        pytest.param(edited("feeds/all.rss", "<title>普刊</title>", ""), "channel has no title", id="rss-title"),
        pytest.param(
            edited("feeds/all.rss", "<description>说明</description>", ""), "no description", id="description"
        ),
        pytest.param(
            edited("feeds/all.rss", "<title>第2期</title>", "<title> </title>"), "item 2 has no title", id="item"
        ),
        pytest.param(
            edited("feeds/all.rss", f"<guid>{BASE}issues/2/", f"<guid>{BASE}issues/1/"), "two entries", id="rss-twice"
        ),
        pytest.param(edited("feeds/all.rss", "Fri, 25 Mar", "25th of March,"), "is no date", id="rss-date"),
        pytest.param(
            edited("feeds/all.rss", f"<link>{BASE}issues/2/", f"<link>{BASE}issues/99/"), "to nothing", id="rss-link"
        ),
        pytest.param(edited("feeds/all.atom", "/2005/Atom", "/2005/Atome"), "is no Atom feed", id="namespace"),
        pytest.param(edited("feeds/all.atom", f"<id>{BASE}</id>", ""), "feed has no id", id="atom-id"),
        pytest.param(
            edited("feeds/all.atom", "第1期</title><updated>2005-03-25T16:45:00+08:00</updated>", "第1期</title>"),
            "entry 1 has no updated",
            id="atom-updated",
        ),
        pytest.param(edited("feeds/all.atom", "16:45:00+08:00", "16:45:00"), "is no date", id="date-without-zone"),
        pytest.param(edited("feeds/all.atom", "<entry><id>", "<entry><id>x"), "", id="any-id"),
        pytest.param(
            edited("feeds/all.atom", f'href="{BASE}issues/2/', f'href="{BASE}issues/99/'), "to nothing", id="atom-link"
        ),
        pytest.param(
            edited("feeds/all.atom", f"<id>{BASE}issues/2/", f"<id>{BASE}issues/1/"), "two entries", id="atom-twice"
        ),
        pytest.param(
            edited("feeds/all.rss", f"<link>{BASE}</link>", "<link>https://x.example/</link>"), "", id="other"
        ),
    ],
)
def test_feeds(change: Callable[[Contents], Contents], expected: str, tmp_path: Path) -> None:
    """A feed is read as its readers read it: well-formed, with what its format demands, links that lead somewhere."""
    found = told(check_feeds, tmp_path, change(files()))
    assert len(found) == bool(expected), found
    assert expected in "".join(found)


def test_entries_need_an_author_somewhere(tmp_path: Path) -> None:
    """Without an author of the feed, each entry needs its own (RFC 4287, 4.2.1)."""
    contents = edited("feeds/all.atom", "<author><name>办公室</name></author>", "")(files(issues=3))
    assert len(told(check_feeds, tmp_path, contents)) == 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(edited("robots.txt", "Sitemap: ", "# "), "robots.txt: names no sitemap", id="no-sitemap"),
        pytest.param(edited("sitemap.xml", "sitemap-1", "sitemap-2"), "sitemap-2.xml leads to nothing", id="no-part"),
        pytest.param(edited("sitemap-1.xml", "issues/3/", "issues/99/"), "issues/99/ leads to nothing", id="no-page"),
        pytest.param(
            edited("sitemap-1.xml", f"<url><loc>{BASE}issues/3/</loc></url>", ""), f"{ISSUE}: stands in", id="left-out"
        ),
        pytest.param(
            edited("sitemap-1.xml", "issues/3/", "issues/2/"), "names issues/2/index.html 2 times", id="twice"
        ),
        pytest.param(edited("sitemap-1.xml", f"{BASE}issues/3/", "https://x.example/"), "x.example", id="elsewhere"),
        pytest.param(edited("sitemap-1.xml", "</urlset>", ""), "sitemap-1.xml:16:1: is no well-formed XML", id="torn"),
        pytest.param(edited("sitemap-1.xml", "urlset xmlns", "urls xmlns"), "is no", id="other-root"),
        pytest.param(edited("sitemap-1.xml", "/schemas/sitemap/0.9", ""), "sitemap-1.xml: is no sitemap", id="space"),
    ],
)
def test_sitemap(change: Callable[[Contents], Contents], expected: str, tmp_path: Path) -> None:
    """The sitemap and the pages name each other."""
    found = told(check_sitemap, tmp_path, change(files()))
    assert any(expected in line for line in found), found


def test_pages_that_are_not_to_be_found_need_no_sitemap(tmp_path: Path) -> None:
    """A page that only leads on is in no sitemap."""
    contents = {**files(), "old/index.html": '<meta name="robots" content="noindex"><p>'}
    assert told(check_sitemap, tmp_path, contents) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda one: {**one, "NOT-PUBLIC.txt": "internal\n"}, "NOT-PUBLIC.txt", id="internal"),
        pytest.param(lambda one: {**one, "NOT-PUBLIC.txt": "drafts\n"}, "NOT-PUBLIC.txt", id="drafts"),
        pytest.param(lambda one: {**one, "robots.txt": "User-agent: *\nDisallow: /\n"}, "robots", id="robots"),
        pytest.param(
            edited(ISSUE, "<title>", '<meta name="robots" content="noindex, nofollow, noarchive"><title>'),
            ISSUE,
            id="internal-page",
        ),
    ],
)
def test_public(change: Callable[[Contents], Contents], expected: str, tmp_path: Path) -> None:
    """An internal page or a draft is never published, whatever else is in order."""
    (line,) = told(check_public, tmp_path, change(files()))
    assert expected in line
