"""Links and pictures: what they may point at, and where a wrong one stands."""

from __future__ import annotations

import pytest

from bulletin.diagnostics import Place
from bulletin_source.links import TYPES, Links
from tests.unit.making import GAZETTE, shown

FILES = dict.fromkeys(
    (
        "gazette/2004/2004-11-20.md",
        "data/site.yaml",
        "media/gazette/2004/map.svg",
        "media/gazette/2004/水利 图.png",
        "media/gazette/2004/run.exe",
        "media/gazette/2004/PHOTO.JPG",
        "media/none",
    ),
    2_000,
)


def links(body: str = "") -> Links:
    """Return the links of a body that begins in line 5."""
    return Links("gazette/2004/2004-11-20.md", body, 5, FILES, {GAZETTE.id: GAZETTE, GAZETTE.title: GAZETTE})


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../../media/gazette/2004/map.svg", "site:media/gazette/2004/map.svg"),
        ("../../media/gazette/2004/map.svg#part", "site:media/gazette/2004/map.svg#part"),
        ("../../media/gazette/../gazette/2004/map.svg", "site:media/gazette/2004/map.svg"),
        (
            "../../media/gazette/2004/水利 图.png",
            "site:media/gazette/2004/%E6%B0%B4%E5%88%A9%20%E5%9B%BE.png",
        ),
        (
            "../../media/gazette/2004/%E6%B0%B4%E5%88%A9%20%E5%9B%BE.png",
            "site:media/gazette/2004/%E6%B0%B4%E5%88%A9%20%E5%9B%BE.png",
        ),
        ("../../media/gazette/2004/PHOTO.JPG", "site:media/gazette/2004/PHOTO.JPG"),
        ("https://a.cn/x", "https://a.cn/x"),
        ("http://a.cn/x", "http://a.cn/x"),
        ("HTTPS://a.cn/", "HTTPS://a.cn/"),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("#表1", "#表1"),
    ],
)
def test_links(target: str, address: str) -> None:
    """Links lead to media files of the tree, to the web, to mail, or within the page."""
    one = links()
    assert (one.resolve(target, picture=False), one.faults) == (address, [])


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("javascript:alert(1)", "LINK-SCHEME"),
        ("JavaScript:alert(1)", "LINK-SCHEME"),
        (" javascript:alert(1)", "LINK-SCHEME"),
        ("vbscript:x", "LINK-SCHEME"),
        ("data:text/html,x", "LINK-SCHEME"),
        ("file:///etc/passwd", "LINK-SCHEME"),
        ("ftp://a.cn/", "LINK-SCHEME"),
        ("site:media/x.svg", "LINK-SCHEME"),
        ("C:/x.pdf", "LINK-SCHEME"),
        ("//a.cn/x", "LINK-SCHEME"),
        ("\\\\server\\x", "LINK-SCHEME"),
        ("../../../x.pdf", "LINK-OUT"),
        ("../../%2e%2e/x.pdf", "LINK-OUT"),
        ("/etc/passwd", "LINK-OUT"),
        ("/media/gazette/2004/map.svg", "LINK-OUT"),
        ("", "LINK-BROKEN"),
        ("#", "LINK-BROKEN"),
        ("map.svg", "LINK-BROKEN"),
        ("../../media/gazette/2004/Map.svg", "LINK-BROKEN"),
        ("../../media/gazette/2004/map.svg?x", "LINK-BROKEN"),
        ("../../media/gazette/2004", "LINK-BROKEN"),
        ("2004-11-20.md", "LINK-BROKEN"),
        ("../../data/site.yaml", "LINK-BROKEN"),
        ("javascript&colon;alert(1)", "LINK-BROKEN"),
        ("../../media/gazette/2004/run.exe", "MEDIA-TYPE"),
        ("../../media/none", "MEDIA-TYPE"),
    ],
)
def test_refused_links(target: str, code: str) -> None:
    """A link of another kind, out of the tree, or to what is not there or not published is dropped and reported."""
    one = links(f"见[文]({target})")
    assert one.resolve(target, picture=False) is None
    assert [found.code for found in one.faults] == [code]
    assert not one.media


@pytest.mark.parametrize("target", ["http://a.cn/x.png", "mailto:a@b.cn", "data:image/png,x"])
def test_refused_pictures(target: str) -> None:
    """A picture from elsewhere comes by https or not at all."""
    one = links(f"![图]({target})")
    assert one.resolve(target, picture=True) is None
    assert shown(one.faults) == ["gazette/2004/2004-11-20.md:5:6 LINK-SCHEME"]


def test_picture_by_https() -> None:
    """A picture may come by https."""
    assert links().resolve("https://a.cn/x.png", picture=True) == "https://a.cn/x.png"


def test_media_in_use() -> None:
    """The media files that links and pictures need are remembered."""
    one = links()
    for target in ("../../media/gazette/2004/map.svg#a", "../../media/gazette/2004/PHOTO.JPG", "https://a.cn/"):
        one.resolve(target, picture=False)
    assert one.media == ["media/gazette/2004/map.svg", "media/gazette/2004/PHOTO.JPG"]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        pytest.param("见[文](x)", 5, 6, id="link"),
        pytest.param("x 见 x\n\n[x](x)", 7, 5, id="same-words-before"),
        pytest.param("[文](<x>)", 5, 6, id="pointed"),
        pytest.param("[文][1]\n\n[1]: x", 7, 6, id="definition"),
        pytest.param("x", 5, 1, id="anywhere"),
        pytest.param("文", 5, 1, id="nowhere"),
    ],
)
def test_place_of_a_target(body: str, line: int, column: int) -> None:
    """A target's place is where it is written as one."""
    assert links(body).place("x") == Place("gazette/2004/2004-11-20.md", line, column)


def test_place_of_a_bare_picture() -> None:
    """Each picture without a description has its own place."""
    one = links("![](a)\n\n甲![图](b) ![ ](c)")
    assert [(place.line, place.column) for place in map(one.bare_picture, range(3))] == [(5, 1), (7, 10), (7, 10)]
    assert links("甲").bare_picture(0).line == 5


def test_types() -> None:
    """Nothing that a browser or desktop runs is published."""
    assert not {"html", "htm", "js", "exe", "xml", "xhtml", "swf", "docm", "xlsm"} & set(TYPES)
