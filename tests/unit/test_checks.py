"""Checks across files: what items follow, and drawings that may not be published."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from bulletin.diagnostics import Diagnostic
from bulletin.issues import Issue, ItemRef
from bulletin_source.checks import Known, check_drawings, check_references
from bulletin_source.tree import Tree
from tests.unit.making import an_issue, an_item, codes, shown

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
PLAIN = SVG.format('<path d="M0 0h1"/><text>甲</text><use href="#a"/><image href="data:image/png;base64,x"/>')


def ref(text: str) -> ItemRef:
    """Make a reference from series/year/number/n."""
    series, year, segment, n = text.split("/")
    return ItemRef(series, int(year), segment, int(n))


def following(text: str, number: str = "2", signed: str = "2004-11-27", *, n: int = 1) -> Issue:
    """Make an issue whose n-th item follows another."""
    items = [an_item(one) for one in range(1, n)] + [an_item(n, follows=ref(text))]
    return an_issue(number, signed, path="gazette/2004/later.md", items=items)


def references(issues: list[Issue], unread: Collection[str] = ()) -> list[Diagnostic]:
    """Return what is wrong with the references between issues."""
    return list(check_references(issues, Known(issues, unread)))


FIRST = an_issue("1", "2004-11-20", items=(an_item(1), an_item(2)))


@pytest.mark.parametrize(
    "later",
    [
        following("gazette/2004/1/1"),
        following("gazette/2004/1/2"),
        following("gazette/2004/1/1", signed="2004-11-20", n=2),
        following("gazette/2004/1/1", number=""),
    ],
    ids=["first-item", "second-item", "same-day", "draft"],
)
def test_earlier_item(later: Issue) -> None:
    """An item may follow any item that stands before it; a draft's may too."""
    assert not list(references([later, FIRST]))


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (following("gazette/2004/1/3"), "REF-UNKNOWN"),
        (following("gazette/2004/9/1"), "REF-UNKNOWN"),
        (following("gazette/2005/1/1"), "REF-UNKNOWN"),
        (following("nowhere/2004/1/1"), "REF-UNKNOWN"),
        (following("gazette/2004/supplement-1/1"), "REF-UNKNOWN"),
        (following("gazette/2004/2/1"), "REF-ORDER"),
        (following("gazette/2004/1/2", signed="2004-11-19"), "REF-ORDER"),
    ],
    ids=["no-item", "no-number", "no-year", "no-series", "other-track", "itself", "later-one"],
)
def test_no_earlier_item(later: Issue, code: str) -> None:
    """An item that follows what is not there, itself or a later one is reported at its heading."""
    assert shown(references([later, FIRST])) == [f"gazette/2004/later.md:10:1 {code}"]


def test_draft_is_not_followed() -> None:
    """A draft has no number yet, so nothing can follow it."""
    assert codes(references([an_issue(""), following("gazette/2004/1/1")])) == ["REF-UNKNOWN"]


def test_merged_issue_is_followed() -> None:
    """A merged issue is named by its address."""
    assert not list(references([an_issue("7-8"), following("gazette/2004/7-8/1", "9")]))


def test_unread_files() -> None:
    """What may stand in a file that could not be read is not missed; what stands elsewhere is."""
    unread = ["gazette/2004/x.md"]
    assert not list(references([following("gazette/2004/9/1")], unread))
    assert codes(references([following("gazette/2003/9/1")], unread)) == ["REF-UNKNOWN"]


def tree(root: Path, drawing: bytes) -> Tree:
    """Make a tree with one drawing."""
    (root / "media").mkdir()
    (root / "media/a.svg").write_bytes(drawing)
    return Tree(root, (), (), (), {"media/a.svg": 1})


def test_plain_drawing(tmp_path: Path) -> None:
    """A drawing of shapes, words, references within itself and embedded pictures is published."""
    assert not list(check_drawings(tree(tmp_path, PLAIN.encode()), ["media/a.svg"]))


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "< script>",
        "<svg:script>alert(1)</svg:script>",
        '<path onclick="alert(1)"/>',
        "<path ONLOAD = 'alert(1)'/>",
        "<path\nonmouseover='x'/>",
        '<a href="https://a.cn/"><path/></a>',
        '<a xlink:href="javascript:alert(1)"/>',
        "<image href='https://a.cn/x.png'/>",
        '<use href="other.svg#a"/>',
        '<image href="data:text/html,x"/>',
        "<foreignObject><p/></foreignObject>",
        "<iframe/>",
        "<animate attributeName='href'/>",
        "<set attributeName='onclick'/>",
        "<style>@import 'x.css'</style>",
        "<style>path{fill:url(https://a.cn/x)}</style>",
        "<style>path{fill:url('//a.cn/x')}</style>",
        '<!ENTITY x "y">',
        "<?xml-stylesheet href='x'?>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_active_drawing(tmp_path: Path, content: str, encoding: str) -> None:
    """A drawing with scripts, handlers, outside references or animation is refused, whatever its encoding."""
    drawing = tree(tmp_path, SVG.format(content).encode(encoding))
    assert shown(check_drawings(drawing, ["media/a.svg"])) == ["media/a.svg:0:0 MEDIA-ACTIVE"]


def test_drawing_in_use_is_checked_once(tmp_path: Path) -> None:
    """A drawing used in two places is reported once; other media are not looked into."""
    drawing = tree(tmp_path, SVG.format("<script/>").encode())
    assert len(list(check_drawings(drawing, ["media/a.svg", "media/a.svg", "media/b.png"]))) == 1


def test_unreadable_drawing(tmp_path: Path) -> None:
    """A drawing that can't be read is a fault, not a crash."""
    assert codes(check_drawings(tree(tmp_path, b""), ["media/b.svg"])) == ["FILE-UNREADABLE"]
