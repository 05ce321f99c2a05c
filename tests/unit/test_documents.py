"""Source files cut into metadata, items and blocks, each fault at its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.diagnostics import Place
from bulletin_source.documents import Document, Section, decode, place_of, split_front, split_items
from bulletin_source.positions import Mapping, Text
from tests.unit.making import codes, shown

PATH = "x.md"
BLOCK = "```item\nunit: 柳泊镇\n```\n"


def document(body: str) -> Document:
    """Return the document of a file with four lines of front matter and this body from its fifth line."""
    found, faults = split_front(PATH, f"---\na: 1\nb: 2\n---\n{body}")
    assert found is not None
    assert not faults
    return found


def cut(body: str) -> tuple[list[Section], list[str]]:
    """Return the sections of a body and the faults."""
    sections, faults = split_items(document(body))
    return sections, shown(faults)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("甲\n乙\n".encode(), "甲\n乙\n", id="plain"),
        pytest.param("甲\n".encode("utf-8-sig"), "甲\n", id="byte-order-mark"),
        pytest.param("甲\r\n乙\r\n".encode(), "甲\n乙\n", id="crlf"),
        pytest.param("甲\r\n乙".encode("utf-8-sig"), "甲\n乙", id="both"),
        pytest.param(b"", "", id="empty"),
        pytest.param("甲\t乙".encode(), "甲\t乙", id="tab"),
        pytest.param("𠮷野家".encode(), "𠮷野家", id="rare-han"),
        pytest.param("标题\n=======\n".encode(), "标题\n=======\n", id="underlined"),
        pytest.param(b"a <<<<<<< b\n", "a <<<<<<< b\n", id="marks-in-a-line"),
    ],
)
def test_text_is_read(data: bytes, text: str) -> None:
    """UTF-8 is read with or without a byte-order mark, and CRLF is a line's end."""
    assert decode(PATH, data) == (text, [])


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(b"\xff", "x.md:1:1 FILE-UTF8", id="first-byte"),
        pytest.param("甲乙\n丙".encode() + b"\xd6\xd0", "x.md:2:2 FILE-UTF8", id="characters-count"),
        pytest.param("标题: 政务要情".encode("gbk"), "x.md:1:1 FILE-GB18030", id="gbk"),
        pytest.param("a: 政务\n柳泊镇三村饮水".encode("gb18030"), "x.md:1:1 FILE-GB18030", id="gb18030"),
        pytest.param("甲\u200b乙".encode(), "x.md:1:2 FILE-INVISIBLE", id="zero-width-space"),
        pytest.param("甲\n乙\u202e丙".encode(), "x.md:2:2 FILE-INVISIBLE", id="direction-override"),
        pytest.param("a".encode("utf-16"), "x.md:1:1 FILE-UTF8", id="utf-16"),
        pytest.param("ab\n甲".encode("utf-8-sig") + b"\xff", "x.md:2:2 FILE-UTF8", id="after-byte-order-mark"),
        pytest.param("甲".encode("utf-8-sig") + b"\xff", "x.md:1:2 FILE-UTF8", id="byte-order-mark-same-line"),
        pytest.param("甲".encode()[:2], "x.md:1:1 FILE-UTF8", id="cut-off"),
        pytest.param(b"\xed\xa0\x80", "x.md:1:1 FILE-UTF8", id="surrogate"),
        pytest.param("甲\n乙\x00".encode(), "x.md:2:2 FILE-CONTROL", id="nul"),
        pytest.param("甲\x0b".encode(), "x.md:1:2 FILE-CONTROL", id="vertical-tab"),
        pytest.param(b"a\rb", "x.md:1:2 FILE-CONTROL", id="lone-carriage-return"),
        pytest.param("甲\u2028乙".encode(), "x.md:1:2 FILE-CONTROL", id="line-separator"),
        pytest.param("甲\ufeff乙".encode(), "x.md:1:2 FILE-CONTROL", id="inner-byte-order-mark"),
        pytest.param("甲\x7f".encode(), "x.md:1:2 FILE-CONTROL", id="delete"),
        pytest.param("甲\x85".encode(), "x.md:1:2 FILE-CONTROL", id="c1"),
        pytest.param(b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", "x.md:2:1 FILE-CONFLICT", id="conflict"),
        pytest.param(b"a\n>>>>>>> x\n", "x.md:2:1 FILE-CONFLICT", id="half-a-conflict"),
        pytest.param(b"a\n||||||| base\n", "x.md:2:1 FILE-CONFLICT", id="base-of-a-conflict"),
    ],
)
def test_text_is_refused(data: bytes, fault: str) -> None:
    """A file that is no clean text gives no text and one fault, where the first trouble stands."""
    text, faults = decode(PATH, data)
    assert (text, shown(faults)) == (None, [fault])


def test_byte_is_named() -> None:
    """The message names the byte that is not UTF-8, byte-order mark or not."""
    for encoding in ("utf-8", "utf-8-sig"):
        _, faults = decode(PATH, "甲".encode(encoding) + b"\xfe")
        assert dict(faults[0].message.args)["byte"] == "0xFE"


def test_control_character_is_named() -> None:
    """The message names the control character."""
    assert dict(decode(PATH, b"\x07")[1][0].message.args)["character"] == "U+0007"


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    """Any bytes give a text or one fault."""
    text, faults = decode(PATH, data)
    assert (text is None) == (len(faults) == 1)


@given(st.text("a甲\n", max_size=30), st.integers(0, 30))
def test_place_of_offset(text: str, offset: int) -> None:
    """An offset's line and column lead back to it."""
    offset = min(offset, len(text))
    place = place_of(PATH, text, offset, first_line=5)
    lines = text.split("\n")
    assert sum(len(line) + 1 for line in lines[: place.line - 5]) + place.column - 1 == offset


def test_front_matter() -> None:
    """Front matter is what stands between two lines of three hyphens; the body knows its first line."""
    found, faults = split_front(PATH, "---\na: 1\n---\n正文\n")
    assert not faults
    assert found is not None
    assert isinstance(found.front, Mapping)
    assert (found.body, found.body_line) == ("正文\n", 4)
    key, value = found.front.fields[0]
    assert isinstance(value, Text)
    assert (key.place.line, value.place.line) == (2, 2)


@pytest.mark.parametrize("text", ["---\na: 1\n---", "---\na: 1\n---\n"], ids=["end-of-file", "empty-body"])
def test_front_matter_without_body(text: str) -> None:
    """A file may end with its front matter."""
    found, faults = split_front(PATH, text)
    assert not faults
    assert found is not None
    assert found.body == ""
    assert isinstance(found.front, Mapping)
    assert found.front.fields[0][1] == Text("1", Place(PATH, 2, 4))


def test_hyphens_in_body() -> None:
    """Further lines of three hyphens are the body's."""
    assert document("甲\n\n---\n\n乙").body == "甲\n\n---\n\n乙"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "x.md:1:1 YAML-NONE", id="empty-file"),
        pytest.param("正文", "x.md:1:1 YAML-NONE", id="no-front-matter"),
        pytest.param("\n---\na: 1\n---\n", "x.md:1:1 YAML-NONE", id="line-before"),
        pytest.param("---\n---\n正文", "x.md:1:1 YAML-NONE", id="no-field"),
        pytest.param("---\n# 说明\n---\n", "x.md:1:1 YAML-NONE", id="only-a-comment"),
        pytest.param("---\na: 1\n", "x.md:1:1 YAML-OPEN", id="open"),
        pytest.param("---", "x.md:1:1 YAML-OPEN", id="only-hyphens"),
        pytest.param("---\n", "x.md:1:1 YAML-OPEN", id="only-a-line"),
        pytest.param("---\na: 1\n----\n", "x.md:1:1 YAML-OPEN", id="four-hyphens"),
        pytest.param("---\na: 1\nb: [\n---\n", "x.md:4:1 YAML-SYNTAX", id="broken"),
    ],
)
def test_front_matter_is_refused(text: str, fault: str) -> None:
    """Front matter that is absent, empty, open or broken gives no document and one fault."""
    found, faults = split_front(PATH, text)
    assert (found, shown(faults)) == (None, [fault])


def test_items() -> None:
    """Each second-level heading begins an item with its block and its body."""
    sections, faults = cut(f"\n## 甲\n\n{BLOCK}\n正文一\n\n正文二\n\n##乙 ##\n{BLOCK}正文三\n")
    assert not faults
    assert [(one.title, one.place.line, one.body, one.body_line) for one in sections] == [
        ("甲", 6, "正文一\n\n正文二", 12),
        ("乙", 16, "正文三", 20),
    ]
    assert all(isinstance(one.block, Mapping) and one.headed for one in sections)


def test_block_places() -> None:
    """What stands in an item's block knows its line in the file."""
    sections, _ = cut(f"## 甲\n\n{BLOCK}\n正文")
    block = sections[0].block
    assert isinstance(block, Mapping)
    assert (block.fields[0][0].place.line, block.fields[0][1].place.column) == (8, 7)


def test_body_without_heading() -> None:
    """A body without a heading is one section that has none."""
    sections, faults = cut(f"\n{BLOCK}\n正文\n")
    assert not faults
    assert [(one.title, one.headed, one.body) for one in sections] == [("", False, "正文")]


def test_stray_text() -> None:
    """Text before the first heading is a section of its own, for the reader to judge."""
    sections, _ = cut("\n迷路\n\n## 甲\n\n正文")
    assert [(one.headed, one.body, one.body_line) for one in sections] == [(False, "迷路", 6), (True, "正文", 10)]


def test_lower_headings_belong_to_the_body() -> None:
    """Headings of lower levels, and signs that only look like headings, stay in the body."""
    body = "### 一、成因\n\n#二\n\n #### 三"
    sections, faults = cut(f"## 甲\n\n{body}")
    assert not faults
    assert [one.body for one in sections] == [body]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_fenced_headings_are_text(fence: str) -> None:
    """A heading between fences is text."""
    sections, faults = cut(f"## 甲\n\n{fence}\n## 乙\n{fence}\n\n正文")
    assert not faults
    assert [(one.title, one.body) for one in sections] == [("甲", f"{fence}\n## 乙\n{fence}\n\n正文")]


def test_longer_fence() -> None:
    """A fence is closed by one of its own sort that is at least as long."""
    sections, _ = cut("## 甲\n\n````\n```\n~~~~\n## 乙\n`````\n## 丙\n")
    assert [one.title for one in sections] == ["甲", "丙"]


@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["at-once", "line", "empty-line"])
def test_open_fence(end: str) -> None:
    """A fence that is never closed reaches to the end, and nothing of it is lost."""
    sections, faults = cut(f"## 甲\n\n```\n## 乙\n尾{end}")
    assert not faults
    assert [one.body for one in sections] == ["```\n## 乙\n尾"]


@pytest.mark.parametrize("fence", ["~~~", "````"])
def test_other_fences_of_blocks(fence: str) -> None:
    """An item's block may have any fence."""
    sections, faults = cut(f"## 甲\n\n{fence}item\nunit: 柳泊镇\n{fence}\n\n正文")
    assert not faults
    assert isinstance(sections[0].block, Mapping)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        pytest.param(f"##\n\n{BLOCK}\n正文", "x.md:5:1 HEADING-EMPTY", id="empty-heading"),
        pytest.param(f"## ##\n\n{BLOCK}\n正文", "x.md:5:1 HEADING-EMPTY", id="only-signs"),
        pytest.param(f"## 甲\n\n{BLOCK}\n###\n\n正文", "x.md:11:1 HEADING-EMPTY", id="empty-lower-heading"),
        pytest.param(f"## 甲\n\n正文\n\n{BLOCK}", "x.md:9:1 ITEM-BLOCK", id="block-after-text"),
        pytest.param(f"## 甲\n\n{BLOCK}\n{BLOCK}\n正文", "x.md:11:1 ITEM-BLOCK", id="second-block"),
        pytest.param("## 甲\n\n```item\nunit: 柳泊镇\n\n正文", "x.md:7:1 ITEM-OPEN", id="open-block"),
        pytest.param(f"## 甲\n\n```item\nunit: 柳泊镇\n\n## 乙\n{BLOCK}", "x.md:7:1 ITEM-OPEN", id="open-to-heading"),
        pytest.param("## 甲\n\n```item\nunit: [\n```\n", "x.md:8:8 YAML-SYNTAX", id="broken-block"),
    ],
)
def test_faults_in_body(body: str, fault: str) -> None:
    """A fault in a body is reported once, where it stands."""
    assert cut(body)[1] == [fault]


def test_items_after_an_open_block() -> None:
    """An open block ends before the next heading, so that the items below are read."""
    sections, _ = cut(f"## 甲\n\n```item\nunit: 柳泊镇\n\n## 乙\n{BLOCK}\n正文")
    assert [(one.title, one.faulty) for one in sections] == [("甲", True), ("乙", False)]
    assert sections[1].body == "正文"


@given(st.lists(st.sampled_from(["## 甲", "##", "### 乙", "```", "```item", "~~~", "unit: 柳泊镇", "正文", ""])))
def test_nothing_is_raised_or_lost(lines: list[str]) -> None:
    """Whatever the order of headings, fences and text, every body line outside an open block is in a section."""
    found = document("\n".join(lines))
    sections, faults = split_items(found)
    assert [one.title for one in sections if one.headed].count("甲") <= lines.count("## 甲")
    if "ITEM-OPEN" not in codes(faults) and "```item" not in lines:
        assert sum(one.body.count("正文") for one in sections) == lines.count("正文")


def line_by_line(body: str, first: int) -> list[tuple[str, str, int]]:
    """Cut a body without item blocks into titles, texts and their first lines, one line after the other."""
    sections: list[tuple[str, list[tuple[int, str]]]] = [("", [])]
    closing = ""
    for number, line in enumerate(body.split("\n"), first):
        stripped = line.strip(" \t")
        if closing:
            sections[-1][1].append((number, line))
            closing = "" if stripped.startswith(closing) and not stripped.strip(closing[0]) else closing
            continue
        fence = re.match(r" {0,3}(`{3,}|~{3,})[ \t]*[a-z]*[ \t]*$", line)
        closing = fence[1] if fence else ""
        title = re.fullmatch(r"(?:##|＃＃)(?![#＃])[ \t]*(.*?)[ \t#]*", line)
        if title and not fence:
            sections.append((title[1], []))
        else:
            sections[-1][1].append((number, line))
    found = []
    for title_text, lines in sections:
        while lines and not lines[0][1].strip():
            del lines[0]
        while lines and not lines[-1][1].strip():
            del lines[-1]
        found.append((title_text, "\n".join(line for _, line in lines), lines[0][0] if lines else 0))
    return found if found[0][1] else found[1:]


SIGNED = ["## 甲", "##", "＃＃ 乙 ##", " ## 丙", "### 丁", "###", "#", "甲 ## 乙", "> ## 戊"]
FENCES = ["```", "  ~~~", "````", "`a`", "~", "~~~ python", "    ```", "\t```"]
LINES = st.lists(st.sampled_from(["", " ", "正文", " 正文", "-", *SIGNED, *FENCES]), max_size=12)


@given(LINES)
def test_sections_are_those_of_the_lines(lines: list[str]) -> None:
    """Looking at lines with a sign alone finds what looking at each line finds."""
    body = "\n".join(lines)
    sections, _ = cut(body)
    assert [(one.title, one.body, one.body_line) for one in sections] == line_by_line(body, 5)
