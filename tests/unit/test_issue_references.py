"""References between issues, [[政务要情 2004-10]], and attachments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.catalogue import Catalogue
from bulletin.issues import ItemRef, Reference
from bulletin.reference import SeriesTitle
from bulletin_portal.references import link_references
from bulletin_source.checks import Known, check_links
from bulletin_source.han import Converter, Run
from bulletin_source.links import Links
from tests.unit.making import a_catalogue, a_series, an_issue, an_item, codes, shown

AFFAIRS = a_series("key-affairs", SeriesTitle("政务要情"))
SERIES = {"政务要情": AFFAIRS, "key-affairs": AFFAIRS}
FILES = {"media/a.pdf": 120_000, "media/b.csv": 10, "media/c.docx": 3_500_000, "media/d.svg": 5_000}


def links(body: str) -> Links:
    """Return the links of a body that begins in line 9."""
    return Links("gazette/2004/a.md", body, 9, FILES, SERIES)


def convert(body: str) -> tuple[str, Links]:
    """Return a body's HTML and its links."""
    found = links(body)
    return Converter().convert(body, Run(found, "item-1")).html, found


@pytest.mark.parametrize(
    ("text", "address", "label"),
    [
        ("政务要情 2004-10", "key-affairs/2004/10/", "《政务要情》2004年第10期"),
        ("政务要情2004年第10期", "key-affairs/2004/10/", "《政务要情》2004年第10期"),
        ("《政务要情》2004年第10期", "key-affairs/2004/10/", "《政务要情》2004年第10期"),
        ("key-affairs 2004-10", "key-affairs/2004/10/", "《政务要情》2004年第10期"),
        ("key-affairs/2004/10", "key-affairs/2004/10/", "《政务要情》2004年第10期"),
        ("政务要情 2004-r2-1", "key-affairs/2004/r2-1/", "《政务要情》2004年第1期"),
        ("政务要情 2004-special-3", "key-affairs/2004/special-3/", "《政务要情》2004年专刊第3期"),
        ("政务要情 2004-7-8", "key-affairs/2004/7-8/", "《政务要情》2004年第7-8期"),
        ("政务要情2004年增刊第1期", "key-affairs/2004/supplement-1/", "《政务要情》2004年增刊第1期"),
        ("政务要情 2004-10/2", "key-affairs/2004/10/2/", "《政务要情》2004年第10期第2条"),
        ("政务要情2004年第10期第2条", "key-affairs/2004/10/2/", "《政务要情》2004年第10期第2条"),
    ],
)
def test_forms_of_a_reference(text: str, address: str, label: str) -> None:
    """A reference may be written in several ways and is shown in one."""
    markup, found = convert(f"见[[{text}]]。")
    assert markup == f'<p>见<a class="issue-ref" href="site:ref/{address}">{label}</a>。</p>'
    assert not found.faults
    assert [(one.line, one.column) for one in found.references] == [(9, 2)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("政务要情", "gazette/2004/a.md:9:2 LINK-ISSUE"),
        ("政务要情 2004", "gazette/2004/a.md:9:2 LINK-ISSUE"),
        ("政务要情 2004-010", "gazette/2004/a.md:9:2 LINK-ISSUE"),
        ("政务要闻 2004-10", "gazette/2004/a.md:9:2 SERIES-UNKNOWN"),
    ],
)
def test_what_is_no_reference(text: str, fault: str) -> None:
    """Brackets that name no issue are reported where they stand, and their text stays."""
    markup, found = convert(f"见[[{text}]]。")
    assert shown(found.faults) == [fault]
    assert text in markup


def test_brackets_in_code_are_no_reference() -> None:
    """What stands between ` signs is shown as it is."""
    markup, found = convert("写作`[[政务要情 2004-10]]`。")
    assert "<code>[[政务要情 2004-10]]</code>" in markup
    assert not found.faults


def pointing(n: int, number: str = "9") -> Reference:
    """Make a reference to an item, or to the issue as a whole."""
    return Reference(ItemRef("gazette", 2004, number, n), 9, 2)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (pointing(0, "1"), []),
        (pointing(1, "1"), []),
        (pointing(2, "1"), ["REF-UNKNOWN"]),
        (pointing(0), ["REF-UNKNOWN"]),
    ],
)
def test_references_are_checked(reference: Reference, expected: list[str]) -> None:
    """A reference to an issue or item that is not there is reported."""
    first = an_issue("1")
    second = an_issue("2", items=[replace(an_item(), references=(reference,))])
    assert codes(check_links([second], [], Known([first, second]))) == expected


def body_of(catalogue: Catalogue) -> str:
    """Return the first body of the newest issue."""
    return catalogue.issues[-1].items[0].body


def test_links_only_to_what_an_edition_holds() -> None:
    """In an edition that lacks the issue its name stands without a link; an only item's link leads to its issue."""
    written = '<p><a class="issue-ref" href="site:ref/gazette/2004/1/1/">《政务普刊》2004年第1期第1条</a></p>'
    later = an_issue("2", "2004-11-27", items=[replace(an_item(), body=written, references=(pointing(1, "1"),))])
    alone = link_references(a_catalogue(later))
    assert body_of(alone) == "<p>《政务普刊》2004年第1期第1条</p>"
    both = link_references(a_catalogue(an_issue("1"), later))
    assert body_of(both) == '<p><a class="issue-ref" href="site:gazette/2004/1/">《政务普刊》2004年第1期第1条</a></p>'


@pytest.mark.parametrize(
    ("target", "description"),
    [("a.pdf", "PDF，118 KB"), ("b.csv", "CSV，1 KB"), ("c.docx", "DOCX，3.3 MB")],
)
def test_attachments_show_type_and_size(target: str, description: str) -> None:
    """A link to a file in the tree is followed by what the reader will get."""
    markup, found = convert(f"[附件](../../media/{target})。")
    assert markup == f'<p><a class="attachment" href="site:media/{target}">附件</a>（{description}）。</p>'
    assert found.media == [f"media/{target}"]


def test_pictures_are_no_attachments() -> None:
    """A picture is shown, not described."""
    assert "KB" not in convert("![图](../../media/d.svg)")[0]
