"""Amending an item's block: the kind is read as given, as the file's editor would write it; no other byte changes."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Final

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bulletin.kinds import Kind
from bulletin_source.amending import AmendError
from bulletin_source.amending_items import with_kind
from bulletin_source.documents import decode, split_front, split_items
from bulletin_source.fields import ITEM
from bulletin_source.positions import Mapping, Node, Sequence, Text
from bulletin_source.records import read_record
from tests.conftest import SAMPLES

CONTENT: Final = SAMPLES.parents[1] / "content"
FILES: Final = sorted([*(SAMPLES / "good").rglob("*.md"), *CONTENT.glob("*/*/*.md")])
FRONT: Final = "---\nseries: gazette\nsigned: 2004-12-03\n---\n"
ABOVE: Final = "\n## 甲\n\n```item\nunit: 柳泊镇 # 丙\n```\n\n正文：甲。\n\n## 乙\n\n"
BELOW: Final = "\n正文：乙。\n\n## 丁\n\n```item\nkind: general\n```\n\n```text\nkind: general\n```\n"


def amended(block: str, kind: Kind = Kind.PROBLEM) -> str:
    """Return a block with its fences after the kind of its item has been written; all around it is checked."""
    ending = "\r\n" if "\r\n" in block else "\n"
    head, tail = ((FRONT + ABOVE).replace("\n", ending), BELOW.replace("\n", ending))
    data = with_kind("x.md", f"{head}{block}{tail}".encode(), 2, kind).decode(errors="strict")
    assert data.startswith(head)
    assert data.endswith(tail)
    return data[len(head) : -len(tail)]


def block(fields: str, fence: str = "```") -> str:
    """Write a block with these fields."""
    return f"{fence}item\n{fields}{fence}\n"


ADDED: Final = {
    "english": ("unit: a\ntopic: b\n", "unit: a\ntopic: b\nkind: problem\n"),
    "chinese": ("单位: 甲\n", "单位: 甲\n类别: 问题信息\n"),
    "above what follows the kind": ("单位: 甲\n状态: 办理中\n", "单位: 甲\n类别: 问题信息\n状态: 办理中\n"),
    "below the topic": ("主题: 乙\n续报: 丙\n单位: 甲\n", "主题: 乙\n续报: 丙\n单位: 甲\n类别: 问题信息\n"),
    "without what it follows": ("status: open\nfollows: a\n", "status: open\nfollows: a\nkind: problem\n"),
    "as much chinese as english": ("单位: 甲\ntopic: b\n", "单位: 甲\ntopic: b\n类别: 问题信息\n"),
    "mostly english": ("单位: 甲\ntopic: b\nstatus: open\n", "单位: 甲\ntopic: b\nkind: problem\nstatus: open\n"),
    "wide colons": ("单位：甲\n主题：乙\n", "单位：甲\n主题：乙\n类别：问题信息\n"),
    "not only wide colons": ("单位：甲\n主题: 乙\n", "单位：甲\n主题: 乙\n类别: 问题信息\n"),
    "comments": ("unit: a # b\n# c\ntopic: d  # e\n# f\n", "unit: a # b\n# c\ntopic: d  # e\nkind: problem\n# f\n"),
    "a comment that goes on": ("unit: a # b\n        # c\n# d\n", "unit: a # b\n        # c\nkind: problem\n# d\n"),
    "blank lines": ("\nunit: a\n\n\n", "\nunit: a\nkind: problem\n\n\n"),
    "list": ("unit: [a, b]\n", "unit: [a, b]\nkind: problem\n"),
    "list over lines": ("unit: [a,\n  b]\nstatus: open\n", "unit: [a,\n  b]\nkind: problem\nstatus: open\n"),
    "list of lines": ("unit:\n  - a\n  # c\n  - b\n", "unit:\n  - a\n  # c\n  - b\nkind: problem\n"),
    "flat list": ("unit:\n- a\n- b\ntopic: c\n", "unit:\n- a\n- b\ntopic: c\nkind: problem\n"),
    "flat list at the end": ("unit:\n- a\n- b\n", "unit:\n- a\n- b\nkind: problem\n"),
    "text over lines": ("unit: a\ntopic: b\n  c\n", "unit: a\ntopic: b\n  c\nkind: problem\n"),
    "block of text": ("unit: |\n  a\n  kind: b\n", "unit: |\n  a\n  kind: b\nkind: problem\n"),
    "indented": ("  unit: a\n  # b\n", "  unit: a\n  kind: problem\n  # b\n"),
    "quoted names": ("\"unit\": 'a'\n", "\"unit\": 'a'\nkind: problem\n"),
    "unknown fields": ("foo: a\n", "foo: a\nkind: problem\n"),
    "a value that only looks like it": ("unit: 'kind: general'\n", "unit: 'kind: general'\nkind: problem\n"),
}


@pytest.mark.parametrize(("before", "after"), [pytest.param(*both, id=id_) for id_, both in ADDED.items()])
@pytest.mark.parametrize("fence", ["```", "````", "~~~", "~~~~~"])
def test_added_below_the_fields_it_follows(before: str, after: str, fence: str) -> None:
    """A kind is added below unit and topic, named and spaced as its neighbours are."""
    assert amended(block(before, fence)) == block(after, fence)


CHANGED: Final = {
    "english": ("kind: general\n", "kind: problem\n"),
    "chinese": ("类别: 普发信息\n", "类别: 问题信息\n"),
    "short": ("类别: 普发\n", "类别: 问题信息\n"),
    "english value": ("类别: general\n", "类别: problem\n"),
    "chinese value": ("kind: 普发信息\n", "kind: 问题信息\n"),
    "capitals": ("kind: General\n", "kind: problem\n"),
    "wide colon": ("类别：普发信息\n", "类别：问题信息\n"),
    "wide colon and blanks": ("类别：  普发信息 \n", "类别：  问题信息 \n"),
    "spacing": ("kind :   general\n", "kind :   problem\n"),
    "comment": ("类别: 普发信息 # 普发信息\n", "类别: 问题信息 # 普发信息\n"),
    "double quotes": ('类别: "普发信息"  # a\n', '类别: "问题信息"  # a\n'),
    "single quotes": ("kind: 'general'\n", "kind: 'problem'\n"),
    "chinese quotes": ("类别: “普发信息”\n", "类别: “问题信息”\n"),
    "wide blanks": ("类别: \u3000普发信息\n", "类别: \u3000问题信息\n"),
    "quoted name": ('"kind": general\n', '"kind": problem\n'),
    "value below": ("kind:\n  general\n", "kind:\n  problem\n"),
    "explicit": ("? kind\n: general\n", "? kind\n: problem\n"),
    "empty": ("类别:\n", "类别: 问题信息\n"),
    "empty in english": ("kind:\n", "kind: problem\n"),
    "wrong": ("类别: 普发新息\n", "类别: 问题信息\n"),
    "in brackets": ("{unit: a, kind: general}\n", "{unit: a, kind: problem}\n"),
}


@pytest.mark.parametrize(("before", "after"), [pytest.param(*both, id=id_) for id_, both in CHANGED.items()])
@pytest.mark.parametrize("around", ["{}", "# kind: general\n{}", "unit: 普发信息\n{}status: open # b\n\n"])
def test_changed_where_it_stands(before: str, after: str, around: str) -> None:
    """A kind that stands is replaced in its place, in its language and in its quotation marks."""
    if before.startswith("{"):
        around = "{}"
    assert amended(block(around.format(before))) == block(around.format(after))


@pytest.mark.parametrize(
    "written", ["kind: problem\n", "类别：“问题” # a\n", "kind: |\n  problem\n", "类别: Problem\n"]
)
def test_what_stands_already_stays(written: str) -> None:
    """A file that says so already is left as it is, byte for byte."""
    assert amended(block(written)) == block(written)


@pytest.mark.parametrize("fence", [" ```", "  ~~~", "   ````"])
def test_indented_fences(fence: str) -> None:
    """A fence may be indented, with the fields or without them."""
    assert amended(block("unit: a\n", fence)) == block("unit: a\nkind: problem\n", fence)
    assert amended(block("  类别：普发\n", fence)) == block("  类别：问题信息\n", fence)


@pytest.mark.parametrize("before", ["unit: a\nkind: general\n", "unit: a\n", "# a\n", ""])
def test_line_ends_and_mark(before: str) -> None:
    """Byte-order mark and Windows line ends stay, and a line that is added ends as the others do."""
    text = f"{FRONT}## 甲\n\n{block(before)}\n正文。"
    plain = with_kind("x.md", text.encode(), 1, Kind.PROBLEM)
    windows = with_kind("x.md", BOM_UTF8 + text.replace("\n", "\r\n").encode(), 1, Kind.PROBLEM)
    assert windows == BOM_UTF8 + plain.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```item\n```\n", "```item\nkind: problem\n```\n"),
        ("```item\n# a\n\n```\n", "```item\nkind: problem\n# a\n\n```\n"),
        ("\n", "\n```item\nkind: problem\n```\n\n\n"),
        ("", "```item\nkind: problem\n```\n\n"),
    ],
    ids=["empty", "comment", "no block", "no block and one line less"],
)
def test_no_field_yet(before: str, after: str) -> None:
    """An empty block gets its first field, an item without a block a block: below the heading, above the text."""
    expected = after.replace("\n\n\n", "\n\n") if before == "\n" else after
    text = f"{FRONT}## 甲\n\n{before}正文。\n"
    assert with_kind("x.md", text.encode(), 1, Kind.PROBLEM).decode() == f"{FRONT}## 甲\n\n{expected}正文。\n"


BLOCK: Final = "```item\n类别: 问题信息\n```"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\n刊物: a\n---\n## 甲\n正文。\n", f"---\n刊物: a\n---\n## 甲\n\n{BLOCK}\n\n正文。\n"),
        ("---\n刊物: a\n---\n## 甲\n", f"---\n刊物: a\n---\n## 甲\n\n{BLOCK}\n"),
        ("---\n刊物: a\n---\n## 甲", f"---\n刊物: a\n---\n## 甲\n\n{BLOCK}"),
        ("---\n刊物: a\n---\n## 甲\n\n## 乙\n", f"---\n刊物: a\n---\n## 甲\n\n{BLOCK}\n\n## 乙\n"),
        ("---\n标题: 甲\n---\n\n正文。\n", f"---\n标题: 甲\n---\n\n{BLOCK}\n\n正文。\n"),
        ("---\n标题: 甲\n---\n正文。", f"---\n标题: 甲\n---\n{BLOCK}\n\n正文。"),
        ("---\n标题: 甲\n---\n```item\n```\n正文。", f"---\n标题: 甲\n---\n{BLOCK}\n正文。"),
        (
            "---\n标题: 甲\n---\n\n~~~item\n单位：乙\n~~~\n正文。",
            "---\n标题: 甲\n---\n\n~~~item\n单位：乙\n类别：问题信息\n~~~\n正文。",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_short_issues(before: str, after: str, ending: str) -> None:
    """The form is that of the handbook wherever there is a heading, or none at all."""
    data = with_kind("x.md", before.replace("\n", ending).encode(), 1, Kind.PROBLEM)
    assert data.decode() == after.replace("\n", ending)


REFUSED: Final = {
    "both names": "```item\nkind: general\n类别: 普发信息\n```\n",
    "twice": "```item\nkind: general\nkind: general\n```\n",
    "list": "```item\n- kind: general\n```\n",
    "text": "```item\nkind\n```\n",
    "kind is a list": "```item\nkind: [general]\n```\n",
    "kind is a record": "```item\nkind:\n  a: b\n```\n",
    "kind is a block of text": "```item\nkind: |\n  general\n  problem\n```\n",
    "brackets": "```item\n{unit: a}\n```\n",
    "no field": "```item\n{}\n```\n",
    "anchor": "```item\nunit: &a b\n```\n",
    "two documents": "```item\nunit: a\n---\ntopic: b\n```\n",
    "syntax": "```item\nunit: [a\n```\n",
    "tab": "```item\nunit:\n\t- a\n```\n",
    "not closed": "```item\nunit: a\n",
    "two blocks": "```item\nunit: a\n```\n```item\nkind: general\n```\n",
    "behind the text": "甲。\n\n```item\nunit: a\n```\n",
    "conflict": "<<<<<<< HEAD\n",
    "control": "a\x01\n",
    "deep": "```item\nunit: " + "[" * 5000 + "]" * 5000 + "\n```\n",
}


@pytest.mark.parametrize("written", [pytest.param(one, id=id_) for id_, one in REFUSED.items()])
def test_refused(written: str) -> None:
    """What can't be amended with certainty is left to its editor."""
    with pytest.raises(AmendError):
        with_kind("x.md", f"{FRONT}## 甲\n\n{written}\n甲。\n".encode(), 1, Kind.PROBLEM)


@pytest.mark.parametrize("n", [-1, 0, 4, 10**9])
def test_no_such_item(n: int) -> None:
    """There is no item of that place."""
    with pytest.raises(AmendError):
        with_kind("x.md", f"{FRONT}{ABOVE}{BELOW}".encode(), n, Kind.PROBLEM)


@pytest.mark.parametrize(
    "data", [b"", b"a", b"---\n", b"---\na: b\n---\n", b"---\na: b\n---\n\n", b"\xff", b"---\n---\n"]
)
def test_no_issue(data: bytes) -> None:
    """A file that is no issue is refused."""
    with pytest.raises(AmendError):
        with_kind("x.md", data, 1, Kind.PROBLEM)


# --- Whatever the block looks like -----------------------------------------------------------------------------------

Plain = str | list["Plain"] | list[tuple[str, "Plain"]] | None
Read = list[tuple[str, bool, str]]


def plain(node: Node | None) -> Plain:
    """Return what a node holds, without the places."""
    match node:
        case None:
            return None
        case Text():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case _:
            return [(key.value, plain(value)) for key, value in node.fields]


def sections_of(data: bytes) -> tuple[Plain, Read, list[list[tuple[str, Plain]]], list[Kind | None]]:
    """Return front matter, titles and texts, the blocks without their kinds, and the kinds."""
    text, faults = decode("x.md", data)
    assert text is not None
    document, more = split_front("x.md", text)
    assert document is not None
    sections, most = split_items(document)
    assert not [*faults, *more, *most]
    blocks = [
        [(key.value, plain(value)) for key, value in one.block.fields if key.value not in {"kind", "类别"}]
        if isinstance(one.block, Mapping)
        else []
        for one in sections
    ]
    records = [read_record(one.block, ITEM, []) if one.block else None for one in sections]
    kinds = [record.get("kind", Kind) if record else None for record in records]
    return plain(document.front), [(one.title, one.headed, one.body) for one in sections], blocks, kinds


def difference(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return the stretch by which two files differ."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def check(data: bytes, n: int, kind: Kind) -> bool:
    """Amend a file; check that only the kind of that item has changed, or that nothing has; say which."""
    try:
        now = with_kind("x.md", data, n, kind)
    except AmendError:
        return False
    front, sections, blocks, kinds = sections_of(data)
    *same, kinds_now = sections_of(now)
    assert same == [front, sections, blocks]
    headed = [place for place, (_, has_heading, _) in enumerate(sections) if has_heading] or [0]
    assert kinds_now == [kind if place == headed[n - 1] else one for place, one in enumerate(kinds)]
    gone, come = difference(data, now)
    assert len(gone) <= 40
    assert len(come.decode(errors="ignore")) <= 40
    assert with_kind("x.md", now, n, kind) == now
    return True


LINES: Final = (
    *(
        "unit: a",
        "单位: 甲",
        "单位：甲、乙",
        "unit: [a, b]",
        "topic: b  # c",
        "status: open",
        "状态：待解决",
        "foo: 'a'",
    ),
    *(
        "kind: general",
        "类别: 普发信息",
        "类别：“问题”",
        "kind: 'problem' # c",
        'kind: "general"',
        "kind:",
        "类别：",
        "kind: x",
    ),
    *(
        "unit:",
        "  - a",
        "- b",
        "  a",
        "# c",
        "    # c",
        "",
        "  ",
        "'",
        '"',
        "topic: |",
        "  kind: general",
        "[",
        "{",
        "}",
    ),
    *(
        "```",
        "~~~",
        "````",
        "---",
        "...",
        "## 甲",
        "＃＃ 乙",
        "### c",
        "正文。",
        "\t",
        "    kind: general",
        "- kind: problem",
    ),
    *("```item", "~~~ item", "  ```item", "? kind", ": general", "{kind: general}", "单位： &a", "\ufeff", "| a | b |"),
)
BLOCKS: Final = st.tuples(
    st.sampled_from(["```", "~~~", "````", "  ```", " ~~~~"]),
    st.lists(st.sampled_from(LINES), max_size=6),
    st.sampled_from(["", "  "]),
).map(lambda one: [f"{one[0]}item", *(one[2] + line for line in one[1]), one[0]])


@given(
    lines=st.lists(st.one_of(BLOCKS, st.sampled_from(LINES).map(lambda one: [one])), max_size=5),
    n=st.integers(1, 3),
    kind=st.sampled_from(Kind),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
)
@example(lines=[["```item", "kind: problem", "```"]], n=1, kind=Kind.GENERAL, ending="\r\n", mark=True)
@example(lines=[["正文。"], ["`item`"]], n=1, kind=Kind.GENERAL, ending="\n", mark=False)
def test_only_the_kind_changes(lines: list[list[str]], n: int, kind: Kind, ending: str, mark: bool) -> None:  # noqa: FBT001 (drawn)
    """Whatever stands below a heading, only the kind of the item changes, or nothing does."""
    body = "\n".join(line for some in lines for line in some)
    text = f"{FRONT}\n## 一\n\n{body}\n\n## 二\n\n```item\nunit: a\n```\n\n正文。\n".replace("\n", ending)
    check((BOM_UTF8 if mark else b"") + text.encode(), n, kind)


@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["unit", "单位", "topic", "主题", "status", "foo", "kind", "类别", '"kind"']),
            st.sampled_from([": ", "：", ":   ", " : "]),
            st.sampled_from(
                ["a", "'b'", '"c"', "普发信息", "general", "“问题”", "[a, b]", "\n  - a\n  - b", "甲\n  乙", "|\n  a"]
            ),
            st.sampled_from(["", "  ", " # c", "\n# d", "\n\n"]),
        ).map("".join),
        max_size=5,
    ),
    kind=st.sampled_from(Kind),
    indent=st.sampled_from(["", "  "]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_every_sound_block_is_amended(fields: list[str], kind: Kind, indent: str, ending: str) -> None:
    """A block that can be read, with names once each and a kind in one piece, is amended."""
    body = "".join(f"{indent}{line}\n" for field in fields for line in field.split("\n"))
    data = f"{FRONT}\n## 一\n\n```item\n{body}```\n\n正文。\n".replace("\n", ending).encode()
    try:
        sections_of(data)
    except AssertionError:
        assume(condition=False)
    kinds = [field for field in fields if field.startswith(("kind", "类别", '"kind"'))]
    assume(len(kinds) <= 1 and not any("|" in one or "[" in one or "\n  " in one for one in kinds))
    assert check(data, 1, kind)


def test_every_item_of_real_files() -> None:
    """Every item of the samples and of the good examples can be given either kind."""
    for file in FILES:
        data = file.read_bytes()
        _, sections, _, _ = sections_of(data)
        for n in range(1, sum(headed for _, headed, _ in sections) + 1):
            assert all(check(data, n, kind) for kind in Kind), (file, n)
