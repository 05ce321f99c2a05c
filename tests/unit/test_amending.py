"""Amending front matter: the field is read as given, in the place and style of its file, and no other byte changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from textwrap import indent
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.diagnostics import Diagnostic
from bulletin_source.amending import AmendError, Value, add_field, set_field
from bulletin_source.characters import CONTROL
from bulletin_source.documents import decode, split_front
from bulletin_source.fields import ISSUE
from bulletin_source.positions import Mapping, Node, Text
from bulletin_source.records import Record, read_record
from tests.conftest import SAMPLES

CONTENT: Final = SAMPLES.parents[1] / "content"
FILES: Final = sorted([*(SAMPLES / "good").rglob("*.md"), *CONTENT.glob("*/*/*.md")])
BODY: Final = "## 甲\n\n```item\nunit: 柳泊镇\n---\n```\n\n期号：9 \t\n"
WITHDRAWN: Final[Value] = (("date", "2004-12-09"), ("reason", "内容有误: 见第11期"), ("contact", "信息科"))
ALIASES: Final = {field.name: field.alias for field in ISSUE}


def added(front: str, value: Value = "6", *, name: str = "number", after: Sequence[str] = ("published",)) -> str:
    """Return the front matter of a file after a field has been added; what follows it is checked to be the same."""
    ending = "\r\n" if "\r\n" in front else "\n"
    rest = f"---{ending}{BODY}"
    data = add_field("x.md", f"---{ending}{front}{rest}".encode(), name, value, after).decode()
    assert data.startswith(f"---{ending}")
    assert data.endswith(rest)
    return data.removeprefix(f"---{ending}").removesuffix(rest)


def changed(front: str, value: str = "6", *, name: str = "number") -> str:
    """Return the front matter of a file after a field has been set; what follows it is checked to be the same."""
    data = set_field("x.md", f"---\n{front}---\n{BODY}".encode(), name, value).decode()
    assert data.startswith("---\n")
    assert data.endswith(f"---\n{BODY}")
    return data.removeprefix("---\n").removesuffix(f"---\n{BODY}")


def front_of(data: bytes) -> Node | None:
    """Return the front matter of a file, None where it has none or a faulty one."""
    text, _ = decode("x.md", data)
    if text is None:
        return None
    document, faults = split_front("x.md", text)
    return document.front if document and not faults else None


Plain = str | list["Plain"] | list[tuple[str, "Plain"]]


def plain(node: Node | None) -> Plain:
    """Return what a node holds, without the places."""
    match node:
        case Text():
            return node.value
        case Mapping():
            return [(key.value, plain(value)) for key, value in node.fields]
        case None:
            return ""
        case _:
            return [plain(item) for item in node.items]


def fields_of(data: bytes) -> list[tuple[str, Plain]]:
    """Return the fields of a file's front matter, in the order written."""
    front = front_of(data)
    assert isinstance(front, Mapping)
    return [(key.value, plain(value)) for key, value in front.fields]


def record_of(data: bytes) -> tuple[Record, list[Diagnostic]]:
    """Return the front matter of an issue as its readers see it."""
    front, faults = front_of(data), list[Diagnostic]()
    assert front is not None
    record = read_record(front, ISSUE, faults)
    assert record is not None
    return record, faults


def without_added(before: bytes, after: bytes) -> bytes:
    """Return a file without the whole lines by which it is longer than before."""
    old, new = before.split(b"\n"), after.split(b"\n")
    same = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return b"\n".join(new[:same] + new[same + len(new) - len(old) :])


FIRST: Final = "series: gazette\npublished: 2004-12-03 09:00\n"

ADDED: Final = {
    "english": (f"{FIRST}editor: 信息科\n", f"{FIRST}number: 6\neditor: 信息科\n"),
    "chinese": ("刊物: 普刊\n发布时间: 9:00\n标题: 甲\n", "刊物: 普刊\n发布时间: 9:00\n期号: 6\n标题: 甲\n"),
    "mostly chinese": ("series: a\n发布时间: 9:00\n标题: 甲\n", "series: a\n发布时间: 9:00\n期号: 6\n标题: 甲\n"),
    "mostly english": ("series: a\n发布时间: 9:00\ntitle: b\n", "series: a\n发布时间: 9:00\nnumber: 6\ntitle: b\n"),
    "as much chinese as english": ("series: a\n发布时间: b\n", "series: a\n发布时间: b\n期号: 6\n"),
    "wide colons": ("刊物：普刊\n发布时间：9:00\n", "刊物：普刊\n发布时间：9:00\n期号：6\n"),
    "wide colons and blanks": ("刊物： 普刊\n发布时间：  甲\n", "刊物： 普刊\n发布时间：  甲\n期号：6\n"),
    "wide colons in english": ("series：a\npublished：b\n", "series：a\npublished：b\nnumber：6\n"),
    "wide colons and comments": ("刊物：甲 # 乙\n发布时间：丙\n", "刊物：甲 # 乙\n发布时间：丙\n期号：6\n"),
    "not only wide colons": ("刊物：普刊\n发布时间: 甲\n", "刊物：普刊\n发布时间: 甲\n期号: 6\n"),
    "wide colons in values": ("刊物: 甲：乙\n发布时间: 丙\n", "刊物: 甲：乙\n发布时间: 丙\n期号: 6\n"),
    "windows": ("series: a\r\npublished: b\r\ntitle: c\r\n", "series: a\r\npublished: b\r\nnumber: 6\r\ntitle: c\r\n"),
    "line ending of the line above": ("published: b\r\ntitle: c\n", "published: b\r\nnumber: 6\r\ntitle: c\n"),
    "blanks at line ends": ("series: a  \npublished: b   \ntitle: c \n", None),
    "quotation marks": ("\"series\": 'a'\n'published': \"b\"\n", "\"series\": 'a'\n'published': \"b\"\nnumber: 6\n"),
    "spacing": ("series:   a\npublished :  b\n", "series:   a\npublished :  b\nnumber: 6\n"),
    "comment behind": ("published: b  # c\ntitle: d\n", "published: b  # c\nnumber: 6\ntitle: d\n"),
    "comment of the next field": ("published: b\n# c\ntitle: d\n", "published: b\nnumber: 6\n# c\ntitle: d\n"),
    "blank line before the next field": ("published: b\n\ntitle: d\n", "published: b\nnumber: 6\n\ntitle: d\n"),
    "indented comment": ("published: b\n  # c\n\ntitle: d\n", "published: b\n  # c\nnumber: 6\n\ntitle: d\n"),
    "indented": ("  series: a\n  published: b\n  # c\n", "  series: a\n  published: b\n  number: 6\n  # c\n"),
    "text over lines": ("published: a\n  b\n\n  c\ntitle: d\n", "published: a\n  b\n\n  c\nnumber: 6\ntitle: d\n"),
    "quoted over lines": ('published: "a\n  b\n# c"\ntitle: d\n', 'published: "a\n  b\n# c"\nnumber: 6\ntitle: d\n'),
    "block": ("published: |\n  a\n\n  # b\n\ntitle: d\n", "published: |\n  a\n\n  # b\nnumber: 6\n\ntitle: d\n"),
    "folded block": ("published: >-\n  a\n   b\ntitle: d\n", "published: >-\n  a\n   b\nnumber: 6\ntitle: d\n"),
    "kept block": ("published: |+\n  a\n\n\ntitle: d\n", "published: |+\n  a\nnumber: 6\n\n\ntitle: d\n"),
    "block at the end": ("published: |\n  a\n  ---\n", "published: |\n  a\n  ---\nnumber: 6\n"),
    "block that names fields": (
        "published: |\n  number: 5\n  期号：5\n",
        "published: |\n  number: 5\n  期号：5\nnumber: 6\n",
    ),
    "empty": ("published:\ntitle: d\n", "published:\nnumber: 6\ntitle: d\n"),
    "explicit": ("? published\n: b\ntitle: d\n", "? published\n: b\nnumber: 6\ntitle: d\n"),
    "value below": ("published:\n  b\ntitle: d\n", "published:\n  b\nnumber: 6\ntitle: d\n"),
    "list in brackets": ("published: [a,\n b]\ntitle: d\n", "published: [a,\n b]\nnumber: 6\ntitle: d\n"),
    "unknown fields": ("published: b\nfoo: c\n", "published: b\nnumber: 6\nfoo: c\n"),
}


@pytest.mark.parametrize(("before", "after"), [pytest.param(*both, id=id_) for id_, both in ADDED.items()])
def test_add_a_text(before: str, after: str | None) -> None:
    """A field is added below the one it belongs behind, named and spaced as its neighbours are."""
    expected = after or before.replace("title", "number: 6\ntitle")
    assert added(before) == expected


LIST: Final = "corrections:\n  - date: 2004-12-06\n    # 甲\n    note: |\n      数字。\n  # 乙\n"
FLAT_LIST: Final = "corrections:\n- date: 2004-12-06\n  note: 数字。\n# 乙\n- date: 2004-12-07\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "series: a\n# 甲\n---\n",
            'series: a\n# 甲\nwithdrawn:\n  date: 2004-12-09\n  reason: "内容有误: 见第11期"\n  contact: 信息科\n---\n',
        ),
        (
            "刊物: a\n\n---\n",
            '刊物: a\n撤回:\n  撤回日期: 2004-12-09\n  原因: "内容有误: 见第11期"\n  联系单位: 信息科\n\n---\n',
        ),
        (
            "刊物：a\n---\n",
            '刊物：a\n撤回：\n  撤回日期: 2004-12-09\n  原因: "内容有误: 见第11期"\n  联系单位: 信息科\n---\n',
        ),
        (
            "  刊物: a\r\n--- \t\r\n",
            (
                "  刊物: a\r\n"
                "  撤回:\r\n"
                "    撤回日期: 2004-12-09\r\n"
                '    原因: "内容有误: 见第11期"\r\n'
                "    联系单位: 信息科\r\n"
                "--- \t\r\n"
            ),
        ),
    ],
    ids=["english", "chinese", "wide colons", "indented, windows"],
)
@pytest.mark.parametrize("rest", [BODY, "", "\n\n", "甲"])
def test_add_a_record(before: str, after: str, rest: str) -> None:
    """A record is added at the end, its fields indented by two blanks and named as those of the file."""
    data = add_field("x.md", f"---\n{before}{rest}".encode(), "withdrawn", WITHDRAWN, ())
    assert data.decode() == f"---\n{after}{rest}"
    record, _ = record_of(data)
    withdrawn = record.get("withdrawn", Record)
    assert withdrawn
    assert withdrawn.text("reason") == "内容有误: 见第11期"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("close", ["---", "---\n", "--- \t\n\n", "---\t"])
def test_around_the_front_matter(mark: str, ending: str, close: str) -> None:
    """Byte-order mark, line endings, blanks behind --- and a missing end of line stay."""
    before, after = f"{mark}--- \nseries: a\n", f"number: 6\n# b\n{close}"
    file = f"{before}# b\n{close}".replace("\n", ending)
    amended = add_field("x.md", file.encode(), "number", "6", ["series"])
    assert amended.decode() == (before + after).replace("\n", ending)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("series: a\npublished: b\ntitle: c\n", ("published", "series"), "series: a\npublished: b\n+title: c\n"),
        ("published: b\nseries: a\ntitle: c\n", ("published", "series"), "published: b\nseries: a\n+title: c\n"),
        ("刊物: a\n发布时间: b\ntitle: c\n", ("series", "published"), "刊物: a\n发布时间: b\n+title: c\n"),
        ("series: a\ntitle: c\n", ("published", "unheard of"), "series: a\ntitle: c\n+"),
        ("series: a\ntitle: c\n", (), "series: a\ntitle: c\n+"),
        ("series: a\n# c\n\n \n", (), "series: a\n# c\n+\n \n"),
        ("series: a\n# c\n", ("series",), "series: a\n+# c\n"),
        ("series: a\n...\n", (), "series: a\n+...\n"),
        ("series: a\n# b\n... # c\n# d\n", (), "series: a\n+# b\n... # c\n# d\n"),
        ("series: a\n...\n", ("series",), "series: a\n+...\n"),
        ('note: "a\n# b\n# c"\n', ("note",), 'note: "a\n# b\n# c"\n+'),
        ("note: |\n a\n# b\n", (), "note: |\n a\n# b\n+"),
        (f"{LIST}# 丙\ntitle: c\n", ("corrections",), f"{LIST}+# 丙\ntitle: c\n"),
        (f"{LIST}# 丙\n", (), f"{LIST}# 丙\n+"),
        (f"{FLAT_LIST}# 丙\ntitle: c\n", ("corrections",), f"{FLAT_LIST}+# 丙\ntitle: c\n"),
        ("withdrawn: {date: a,\n  reason: b}\n", ("withdrawn",), "withdrawn: {date: a,\n  reason: b}\n+"),
    ],
)
def test_where_a_field_is_added(before: str, after: tuple[str, ...], expected: str) -> None:
    """Below the whole value of the last field it follows, above the comments of the next one; else at the end."""
    names = [line.partition(":")[0] for line in before.splitlines() if line[0:1].strip() and line[0] not in "-#."]
    number = "期号" if sum(not name.isascii() for name in names) * 2 >= len(names) else "number"
    assert added(before, after=after) == expected.replace("+", f"{number}: 6\n")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("6", "6"),
        ("7-8", "7-8"),
        ("2004-12-09 09:30", "2004-12-09 09:30"),
        ("true", "true"),
        ("null", "null"),
        ("C#语言", "C#语言"),
        ("他说“好”", "他说“好”"),
        ("“好”", "“好”"),
        ("《通知》：见下", "《通知》：见下"),
        ('他说"好"', '他说"好"'),
        ("a'b", "a'b"),
        ("a, b [c] {d}", "a, b [c] {d}"),
        ("a\\b", "a\\b"),
        ("甲\u3000乙", "甲\u3000乙"),
        ("甲：|", "甲：|"),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        ("#a", '"#a"'),
        ("- a", '"- a"'),
        ("-", '"-"'),
        ("?", '"?"'),
        ("[a]", '"[a]"'),
        ("{a}", '"{a}"'),
        ("*a", '"*a"'),
        ("&a", '"&a"'),
        ("!a", '"!a"'),
        ("|", '"|"'),
        (">", '">"'),
        ("%a", '"%a"'),
        ("@a", '"@a"'),
        ("`a", '"`a"'),
        ("---", '"---"'),
        ("'a'", "\"'a'\""),
        ('"a"', r'"\"a\""'),
        ('a: "b\\', r'"a: \"b\\"'),
        ("甲\n乙", r'"甲\n乙"'),
        ("甲\t乙", r'"甲\t乙"'),
        ("甲\u200b乙", r'"甲\u200B乙"'),
        ("甲  乙", '"甲  乙"'),
    ],
)
def test_quotation_marks(value: str, written: str) -> None:
    """A text stands in quotation marks only where YAML would take it for something else."""
    assert added(FIRST, value, name="note") == f"{FIRST}note: {written}\n"
    assert added("发布时间：甲\n", value, name="note") == f"发布时间：甲\n按语：{written}\n"


@pytest.mark.parametrize("value", [" a", "a\n", "\u3000a", "a\u2028b", "a\x00b", "\x85", "\ufeff", "\ud800", "\uffff"])
def test_texts_that_no_file_can_hold(value: str) -> None:
    """A text that would be read otherwise, or not at all, is refused."""
    with pytest.raises(AmendError):
        added(FIRST, value)
    with pytest.raises(AmendError):
        changed("number: 5\n", value)


REFUSED: Final = {
    "in brackets": "---\n{series: gazette, published: a}\n---\n",
    "in brackets over lines": "---\n{\nseries: gazette,\npublished: a\n}\n---\n",
    "stands": "---\npublished: a\nnumber: 5\n---\n",
    "stands in chinese": "---\npublished: a\n期号：5\n---\n",
    "stands empty": "---\npublished: a\nnumber:\n---\n",
    "list": "---\n- published: a\n---\n",
    "text": "---\npublished\n---\n",
    "no field": "---\n{}\n---\n",
    "nothing": "---\n---\n",
    "comment": "---\n# a\n---\n",
    "not closed": "---\npublished: a\n",
    "none": "published: a\n",
    "empty": "",
    "syntax": "---\npublished: [a\n---\n",
    "twice": "---\npublished: a\npublished: b\n---\n",
    "anchor": "---\npublished: &a b\n---\n",
    "tab": "---\npublished:\n\t- a\n---\n",
    "two documents": "---\npublished: a\n...\ntitle: b\n---\n",
    "carriage return": "---\npublished: a\rtitle: b\n---\n",
    "conflict": "---\npublished: a\n---\n<<<<<<< HEAD\n",
    "deep": "---\npublished: a\ntitle: " + "[" * 5000 + "]" * 5000 + "\n---\n",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=id_) for id_, text in REFUSED.items()])
def test_add_is_refused(text: str) -> None:
    """Nothing is added where the field stands, there is no front matter, or its form has no place for a line."""
    with pytest.raises(AmendError):
        add_field("x.md", text.encode(), "number", "6", ["published"])


@pytest.mark.parametrize("data", [b"\xff", "---\n刊物: 甲\n---\n".encode("gb18030"), "---\na: b\n".encode("utf-16")])
def test_other_encodings_are_refused(data: bytes) -> None:
    """Nothing is written into a file that isn't UTF-8."""
    with pytest.raises(AmendError):
        add_field("x.md", data, "number", "6", [])
    with pytest.raises(AmendError):
        set_field("x.md", data, "number", "6")


def test_a_record_without_fields_is_refused() -> None:
    """A record of nothing would be read as an empty text."""
    with pytest.raises(AmendError):
        added(FIRST, (), name="withdrawn")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number: 5\n", "number: 6\n"),
        ("number:   5  \ntitle: a\n", "number:   6  \ntitle: a\n"),
        ("number: 5  # 甲\n", "number: 6  # 甲\n"),
        ("number: 5 # 甲\n", "number: 6 # 甲\n"),
        ("期号：5\n", "期号：6\n"),
        ("期号： 5\n", "期号： 6\n"),
        ('number: "5" # 甲\n', 'number: "6" # 甲\n'),
        ("number: '5'\n", "number: '6'\n"),
        ("number: ' 5 '\n", "number: '6'\n"),
        ('number: "\\""\n', 'number: "6"\n'),
        ("number: ''''\n", "number: '6'\n"),
        ('number: ""\n', 'number: "6"\n'),
        ("number:\n", "number: 6\n"),
        ("number:\ntitle: a\n", "number: 6\ntitle: a\n"),
        ("number:  # 待填\n", "number: 6  # 待填\n"),
        ("number: # 待填\n", 'number: "6" # 待填\n'),
        ("期号：\n刊物：甲\n", "期号：6\n刊物：甲\n"),
        ("number: |\n  5\n\n# 甲\ntitle: a\n", "number: 6\n\n# 甲\ntitle: a\n"),
        ("number: >-  # 甲\n  5\n  7\n", "number: 6  # 甲\n"),
        ("number: | # 甲\n  5\n", 'number: "6" # 甲\n'),
        ("number: |\n", "number: 6\n"),
        ("number: |\n    5\n    # 7\n  # 甲\ntitle: a\n", "number: 6\n  # 甲\ntitle: a\n"),
        ("number: 5\n  7 # 甲\n", "number: 6 # 甲\n"),
        ("number: 5\n  7\n  # 甲\n\ntitle: a\n", "number: 6\n  # 甲\n\ntitle: a\n"),
        ('number: "5\n  7" # 甲\n', 'number: "6" # 甲\n'),
        ("number:\n  5\n", "number:\n  6\n"),
        ("{number: 5, title: a}\n", "{number: 6, title: a}\n"),
        ("? number\n: 5\n", "? number\n: 6\n"),
        ('"number": 5\n', '"number": 6\n'),
    ],
)
def test_set(before: str, after: str) -> None:
    """A value is replaced where it stands; its quotation marks, blanks and comment stay."""
    assert changed(before) == after
    assert changed(before.replace("\n", "\r\n") + "# \n") == after.replace("\n", "\r\n") + "# \n"


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("note: a  # c\n", "b #d", 'note: "b #d"  # c\n'),
        ("note: 'a'\n", "it's: b", "note: 'it''s: b'\n"),
        ("note: 'a'\n", "b\nc", 'note: "b\\nc"\n'),
        ('note: "a"\n', 'b"', 'note: "b\\""\n'),
        ("note: |\n  a\n  b\n", "c\nd", 'note: "c\\nd"\n'),
        ("{note: a}\n", "b, c}", '{note: "b, c}"}\n'),
        ("note: a\n", "", 'note: ""\n'),
        ("note: a\n", "a", "note: a\n"),
    ],
)
def test_set_a_text(before: str, value: str, after: str) -> None:
    """A new value is put in quotation marks where it needs them and the old one had none."""
    assert changed(before, value, name="note") == after


@pytest.mark.parametrize(
    "front",
    [
        "title: a\n",
        "number: [5]\n",
        "number:\n  - 5\n",
        "number:\n  a: 5\n",
        "number: 5\n期号: 5\n",
        "number: 5\nnumber: 5\n",
        "? number\ntitle: a\n",
        "{number: 5\n 7}\n",
        "- number: 5\n",
    ],
)
def test_set_is_refused(front: str) -> None:
    """Nothing is set where the field is absent, stands twice or holds more than a text."""
    with pytest.raises(AmendError):
        changed(front)


def test_names_outside_the_table() -> None:
    """A name that no table has is the caller's mistake, not the file's."""
    with pytest.raises(KeyError):
        added(FIRST, name="nummer")
    with pytest.raises(KeyError):
        changed("number: 5\n", name="nummer")


@pytest.mark.parametrize("file", [pytest.param(file, id="/".join(file.parts[-3:])) for file in FILES])
def test_real_files(file: Path) -> None:
    """Every issue and page can be withdrawn: it is read with the record, and without its lines it is as before."""
    before = file.read_bytes()
    old, faults = record_of(before)
    if "withdrawn" in old.values:
        with pytest.raises(AmendError):
            add_field("x.md", before, "withdrawn", WITHDRAWN, ["corrections"])
        return
    after = add_field("x.md", before, "withdrawn", WITHDRAWN, ["corrections"])
    new, now = record_of(after)
    withdrawn = new.get("withdrawn", Record)
    assert withdrawn
    assert set(withdrawn.values) == {"date", "reason", "contact"}
    assert [fault.code for fault in now] == [fault.code for fault in faults]
    assert without_added(before, after) == before
    assert after.endswith(before[before.index(b"---", 6) :])


# Fields in every form, by the name each has; {} stands for the name.
FORMS: Final = (
    "{}: a\n",
    "{}:   a  \n",
    "{}：a\n",
    "{}: a # b\n",
    "{}: a:b#c\n",
    "{}: 'it''s'\n",
    '{}: "a\\"b"  # c\n',
    "{}:\n",
    "{}: # a\n",
    "{}: a\n  b\n",
    '{}: "a\n\n  b"\n',
    "{}: |\n  a\n  # b\n\n   c\n",
    "{}: >+\n  a\n\n\n",
    "{}：|\n  a: b\n",
    "{}: |-\n\n",
    "{}: [a, b]\n",
    "{}: [a,\n  b, {{c: d}}]  # e\n",
    "{}: {{a: b}}\n",
    "{}:\n  - a\n  - b: c\n    d: e\n",
    "{}:\n- a\n# b\n- c\n",
    "{}：\n  甲：乙\n  丙: |\n    丁\n",
    '"{}": a\n',
    "? {}\n: a\n",
)
BETWEEN: Final = st.sampled_from(["", "", "", "\n", "# a\n", "  # a: b\n", "\n# a\n\n", " \n"])
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not CONTROL.search(text))
VALUES: Final = st.one_of(
    TEXTS,
    st.text("甲ab01:：# \n\t-\"'\\|>[]{},&*!%@`?“”\u3000\u200b=<~_.", max_size=8),
).map(str.strip)
RESTS: Final = st.sampled_from(["---\n", "---", "--- \t\n甲\n", "---\n## 甲\n\n---\n", "...\n---\n"])


@st.composite
def files(draw: st.DrawFn, names: Sequence[str], indents: Sequence[str] = ("", "", "  ")) -> bytes:
    """Make a file of a few fields in any form, in any order, with comments between them."""
    chosen = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=5))
    forms = [draw(st.sampled_from(FORMS)) for _ in chosen]
    spelled = [draw(st.sampled_from([name, ALIASES[name]])) for name in chosen]
    front = "".join(form.format(name) + draw(BETWEEN) for form, name in zip(forms, spelled, strict=True))
    text = "---\n" + indent(draw(BETWEEN) + front, draw(st.sampled_from(indents))) + draw(RESTS)
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))).encode()


WITHOUT_NUMBER: Final = tuple(name for name in ALIASES if name not in {"number", "withdrawn"})


@given(data=files(WITHOUT_NUMBER), value=VALUES, after=st.lists(st.sampled_from(WITHOUT_NUMBER), max_size=3))
def test_any_text_in_any_file(data: bytes, value: str, after: list[str]) -> None:
    """Whatever the forms around it, a text is read as given, in its place, and taking it away leaves the file."""
    before = fields_of(data)
    amended = add_field("x.md", data, "number", value, after)
    now = fields_of(amended)
    places = [n for n, (name, _) in enumerate(now) if name in {"number", "期号"}]
    assert len(places) == 1
    assert now.pop(places[0])[1] == value
    assert now == before
    anchors = [n for n, (name, _) in enumerate(before) if {name} & {*after, *(ALIASES[one] for one in after)}]
    assert places[0] == (anchors[-1] + 1 if anchors else len(before))
    assert amended.count(b"\n") == data.count(b"\n") + 1
    assert without_added(data, amended) == data


@given(data=files(WITHOUT_NUMBER), reason=VALUES, contact=VALUES)
def test_any_record_in_any_file(data: bytes, reason: str, contact: str) -> None:
    """The same of a record: its texts are read as given, below each other."""
    amended = add_field("x.md", data, "withdrawn", (("reason", reason), ("contact", contact)), ["corrections"])
    found = [value for name, value in fields_of(amended) if name in {"withdrawn", "撤回"}]
    assert found in ([[("reason", reason), ("contact", contact)]], [[("原因", reason), ("联系单位", contact)]])
    assert without_added(data, amended) == data


SCALARS: Final = FORMS[:15] + FORMS[-2:]


@given(
    form=st.sampled_from(SCALARS),
    name=st.sampled_from(["number", "期号"]),
    front=files(WITHOUT_NUMBER, [""]),
    at_end=st.booleans(),
    value=VALUES,
)
def test_set_any_text(form: str, name: str, front: bytes, at_end: bool, value: str) -> None:  # noqa: FBT001 (drawn)
    """A value in any form is replaced by any text, and all others stay; setting it again changes nothing."""
    mark, rule, rest = front.partition(b"---\r\n" if b"\r\n" in front else b"---\n")
    field = form.format(name).encode().replace(b"\n", rule[3:])
    close = rest.rindex(b"...") if b"..." in rest else rest.index(b"\n---" if b"\n---" in rest else b"---")
    close += rest[close:].startswith(b"\n")
    rest = rest[:close] + field + rest[close:] if at_end else field + rest
    data = mark + rule + rest
    before = fields_of(data)
    amended = set_field("x.md", data, "number", value)
    assert fields_of(amended) == [(one, value if one == name else old) for one, old in before]
    assert set_field("x.md", amended, "number", value) == amended


PIECES: Final = (
    *(form.format(name).encode() for form in FORMS for name in ("number", "刊物", "title")),
    *(
        one.encode()
        for one in ("---\n", "...\n", "{", "}", "[", "]", "? ", ": ", "：", "- ", "|\n", "#", " #", '"', "'")
    ),
    *(
        one.encode()
        for one in ("\t", "\r", "\r\n", "\ufeff", "\u2028", "&a ", "*a", "!", "%", "  ", "\x00", "甲", "\n")
    ),
    *(b"\xff", b"\xe4\xb8", "刊物".encode("gb18030"), b"[" * 999, b"{a: " * 999, b"9" * 5000),
)


def _check(data: bytes) -> None:
    values: list[tuple[str, Value]] = [("number", "a: b"), ("withdrawn", WITHDRAWN)]
    for name, value in values:
        try:
            amended = add_field("x.md", data, name, value, ["series"])
        except AmendError:
            pass
        else:
            assert without_added(data, amended) == data
            assert [one for one in fields_of(amended) if one in fields_of(data)] == fields_of(data)
            assert len(fields_of(amended)) == len(fields_of(data)) + 1
    try:
        amended = set_field("x.md", data, "number", "a: b")
    except AmendError:
        return
    old, new = fields_of(data), fields_of(amended)
    assert [name for name, _ in old] == [name for name, _ in new]
    assert [value for name, value in new if name in {"number", "期号"}] == ["a: b"]
    assert [one for one in old if one[0] not in {"number", "期号"}] == [
        one for one in new if one[0] not in {"number", "期号"}
    ]


@given(head=st.sampled_from([b"", b"---\n", b"---\nseries: a\n"]), pieces=st.lists(st.sampled_from(PIECES), max_size=9))
@example(head=b"---\n", pieces=[b"? number\n---\n"])
def test_files_of_fragments(head: bytes, pieces: list[bytes]) -> None:
    """A file of fragments is amended as it should be or refused."""
    _check(head + b"".join(pieces) + b"\n---\n")


@given(data=st.binary())
def test_bytes(data: bytes) -> None:
    """Any bytes are amended as they should be or refused."""
    _check(data)
    _check(b"---\nnumber: " + data + b"\n---\n")


def test_spoiled_files() -> None:
    """A real file after an accident is amended as it should be or refused."""
    random = Random(1)
    for file in FILES:
        data = file.read_bytes()
        front = data.index(b"---", 6)
        cuts = sorted(random.randrange(front + 4) for _ in range(8))
        for start, end in pairwise(cuts):
            _check(data[:start] + random.choice(PIECES) + data[end:])
