"""YAML with positions: text stays text, every fault is found at its line and column, the short cut agrees."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.diagnostics import Diagnostic, Place
from bulletin_source import positions
from bulletin_source.positions import Mapping, Node, Origin, Sequence, Text, read_yaml
from tests.unit.making import codes, shown

ORIGIN = Origin("x.md", 2)


def read(text: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read YAML that begins in line 2 of a file, as front matter does."""
    return read_yaml(text, ORIGIN)


def read_in_full(text: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read YAML without the short cut."""
    with patch.object(positions, "_plain_block", return_value=None):
        return read(text)


def place(line: int, column: int) -> Place:
    """Return a place in the file."""
    return Place("x.md", line, column)


def values(node: Node | None) -> dict[str, str]:
    """Return the text fields of a mapping."""
    assert isinstance(node, Mapping)
    return {key.value: value.value for key, value in node.fields if isinstance(value, Text)}


@pytest.mark.parametrize(
    "value",
    [
        "012",
        "08",
        "10",
        "1_000",
        "0x1F",
        "1.10",
        "1e3",
        "12:30",
        "2004-11-20",
        "2004-11-20 09:30",
        "2025-13-01",
        "NO",
        "yes",
        "on",
        "true",
        "null",
        "~",
        "=",
        "<<",
        ".inf",
    ],
)
@pytest.mark.parametrize("style", ["{}", "'{}'", '"{}"'], ids=["plain", "single", "double"])
def test_values_stay_text(value: str, style: str) -> None:
    """What YAML 1.1 takes for a number, a date, a truth value or nothing is the text the editor typed."""
    node, faults = read(f"number: {style.format(value)}")
    assert (values(node), faults) == ({"number": value}, [])


@pytest.mark.parametrize("key", ["no", "on", "null", "08", "期号"])
def test_names_stay_text(key: str) -> None:
    """Names of fields are text as well."""
    assert values(read(f"{key}: 值")[0]) == {key: "值"}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        pytest.param("number: 10", (2, 1), (2, 9), id="plain"),
        pytest.param("a: 1\nnumber:   10", (3, 1), (3, 11), id="second-line"),
        pytest.param("a: 1\n\n# 说明\nnumber: '10'", (5, 1), (5, 9), id="after-comment"),
        pytest.param("期号: 10", (2, 1), (2, 5), id="han"),
        pytest.param("{a: 1, number: 10}", (2, 8), (2, 16), id="flow"),
        pytest.param("number:\n  10", (2, 1), (3, 3), id="next-line"),
    ],
)
def test_places_of_fields(text: str, key: tuple[int, int], value: tuple[int, int]) -> None:
    """A name and its value know their line and column, counted in characters from 1."""
    node, _ = read(text)
    assert isinstance(node, Mapping)
    name, child = node.fields[-1]
    assert (name.place, child.place) == (place(*key), place(*value))


def test_places_of_nested_values() -> None:
    """Values inside lists and records have places too."""
    node, faults = read("titles:\n  - name: 甲\n    from: 2004-01-01\n  - name: 乙")
    first = Mapping(
        (
            (Text("name", place(3, 5)), Text("甲", place(3, 11))),
            (Text("from", place(4, 5)), Text("2004-01-01", place(4, 11))),
        ),
        place(3, 5),
    )
    second = Mapping(((Text("name", place(5, 5)), Text("乙", place(5, 11))),), place(5, 5))
    titles = Sequence((first, second), place(3, 3))
    assert (node, faults) == (Mapping(((Text("titles", place(2, 1)), titles),), place(2, 1)), [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("a: 1\nb: 2\na: 3", "x.md:4:1 YAML-DUPLICATE", id="duplicate"),
        pytest.param("{a: 1, a: 2}", "x.md:2:8 YAML-DUPLICATE", id="duplicate-in-flow"),
        pytest.param("a:\n  b: 1\n  b: 2", "x.md:4:3 YAML-DUPLICATE", id="duplicate-nested"),
        pytest.param("a: &x 1", "x.md:2:4 YAML-ANCHOR", id="anchor"),
        pytest.param("a: 1\nb: *x", "x.md:3:4 YAML-ANCHOR", id="alias"),
        pytest.param("a: !!int 1", "x.md:2:4 YAML-ANCHOR", id="tag"),
        pytest.param("a: !x", "x.md:2:4 YAML-ANCHOR", id="local-tag"),
        pytest.param("a: 1\n\tb: 2", "x.md:3:1 YAML-TAB", id="tab"),
        pytest.param("a:\n  - b: 1\n  \tc: 2", "x.md:4:3 YAML-TAB", id="tab-after-spaces"),
        pytest.param("title: 关于A: B的通报", "x.md:2:11 YAML-SYNTAX", id="second-colon"),
        pytest.param("a: 1\nb: [1, 2", "x.md:3:4 YAML-SYNTAX", id="open-list"),
        pytest.param("a: 1\nb: [1, 2\nc: 3", "x.md:3:4 YAML-SYNTAX", id="open-list-inside"),
        pytest.param("a: 1\nb: '甲\nc: 3", "x.md:3:4 YAML-SYNTAX", id="open-quote"),
        pytest.param("a: 1\nb", "x.md:3:1 YAML-SYNTAX", id="no-colon"),
        pytest.param("a: 1\nb 2\nc: 3", "x.md:3:1 YAML-SYNTAX", id="no-colon-inside"),
        pytest.param("a: 1\n b: 2\nc: 3", "x.md:3:3 YAML-SYNTAX", id="indented-too-far"),
        pytest.param("a:\n  b: 1\n c: 2", "x.md:4:2 YAML-SYNTAX", id="indented-between"),
        pytest.param("a: `x`", "x.md:2:4 YAML-SYNTAX", id="backtick"),
        pytest.param("a: %x", "x.md:2:4 YAML-SYNTAX", id="percent"),
        pytest.param("a: 1\n---\nb: 2", "x.md:3:1 YAML-SYNTAX", id="two-documents"),
        pytest.param("? [a]\n: 1", "x.md:2:3 YAML-SHAPE", id="no-name"),
        pytest.param("a: " + "[" * 5000 + "]" * 5000, "x.md:2:1 YAML-SYNTAX", id="deep"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    """A fault is reported once, with its own code, where it stands."""
    assert shown(read(text)[1]) == [fault]


def test_duplicates_are_all_reported() -> None:
    """Every field that stands again is named, and the first one counts."""
    node, faults = read("a: 1\na: 2\nb: 3\nb: 4\na: 5")
    assert shown(faults) == [f"x.md:{line}:1 YAML-DUPLICATE" for line in (3, 5, 6)]
    assert values(node) == {"a": "1", "b": "3"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: 甲 & 乙", "甲 & 乙", id="ampersand"),
        pytest.param("a: 甲*乙!", "甲*乙!", id="star"),
        pytest.param("a: '*甲'", "*甲", id="quoted-star"),
        pytest.param("a: 会议时间：9:30", "会议时间：9:30", id="colons"),
        pytest.param("a: “引号”", "“引号”", id="chinese-quotes"),
        pytest.param("a: C#语言", "C#语言", id="number-sign"),
        pytest.param("a: 第1期 # 附注", "第1期", id="comment"),
        pytest.param("a: |\n  说明：一\n  \t二\n", "说明：一\n\t二", id="text-block"),
        pytest.param("a: >-\n  说明：一\n\n  三：二", "说明：一\n三：二", id="folded-block"),
        pytest.param("a: 1\t", "1", id="tab-at-end"),
        pytest.param("a:", "", id="empty"),
        pytest.param("a: ''", "", id="quoted-empty"),
    ],
)
def test_what_is_no_fault(text: str, value: str) -> None:
    """Signs that only look like faults are text."""
    node, faults = read(text)
    assert (values(node), codes(faults)) == ({"a": value}, [])


@pytest.mark.parametrize("text", ["", "\n", "# 说明\n", "---\n"], ids=["nothing", "line", "comment", "marker"])
def test_empty(text: str) -> None:
    """A block with nothing in it is neither a mapping nor a fault."""
    node, faults = read(text)
    assert not faults
    assert not isinstance(node, Mapping)


KEYS = st.sampled_from(["series", "刊物", "a-b", "_x", "a1", "null", "甲a"])
JOINTS = st.sampled_from([": ", ":  ", ":", "：", " : ", ": \u3000", ":\t"])
PLAIN = st.text(st.characters(categories=["Lo", "Ll", "Nd"], max_codepoint=0xFFFF), min_size=1, max_size=6)
TRICKY = st.text("ab中0 .:-#\"'[]{}|>%@`?,&*!~=<>/\\()\u3000\u00a0\t；“", max_size=8)
LINES = st.builds("{}{}{}".format, KEYS, JOINTS, TRICKY | PLAIN)
BLOCKS = st.builds("{}{}".format, st.lists(LINES, min_size=1, max_size=3).map("\n".join), st.sampled_from(["", "\n"]))


@given(BLOCKS)
@example("series: ")
@example("a: 1\nb: -")
@example("a: ?")
def test_short_cut_agrees(text: str) -> None:
    """Where the short cut applies, the full parser gives the same values at the same places."""
    short = positions._plain_block(text, ORIGIN)
    if short is not None:
        assert read_in_full(text) == (short, [])


@given(st.lists(st.tuples(KEYS, PLAIN), min_size=1, unique_by=lambda pair: pair[0]))
def test_short_cut_is_taken(fields: list[tuple[str, str]]) -> None:
    """Plain fields take the short cut, and it reads what is written."""
    fields = [(key, value) for key, value in fields if key != "甲a"] or [("a", "1")]
    node = positions._plain_block("\n".join(f"{key}: {value}" for key, value in fields), ORIGIN)
    assert values(node) == dict(fields)


@given(st.text() | BLOCKS | st.text(" \n\t:：-[]{}&*!|>'\"#%@`?,a中"))
def test_nothing_is_raised(text: str) -> None:
    """Whatever is read gives a document, faults inside the text, or nothing at all."""
    node, faults = read(text)
    assert node is None or isinstance(node, Node)
    assert all(found.path == "x.md" and 2 <= found.line <= text.count("\n") + 3 for found in faults)


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        pytest.param("刊物：政务普刊", "政务普刊", (2, 4), id="plain"),
        pytest.param("刊物： 政务普刊", "政务普刊", (2, 5), id="space"),
        pytest.param("刊物：'政务普刊'", "政务普刊", (2, 4), id="quoted"),
        pytest.param("刊物：一：二", "一：二", (2, 4), id="colon-in-value"),
        pytest.param("刊物: |\n  甲：乙", "甲：乙", (2, 5), id="not-in-a-block-of-text"),
    ],
)
def test_full_width_colon_is_understood(text: str, value: str, place: tuple[int, int]) -> None:
    """A full-width colon after a field's name is as good as a half-width one; places are those of the text written."""
    node, faults = read_yaml(text, Origin("x.md", 2))
    assert not faults
    assert isinstance(node, Mapping)
    ((key, found),) = node.fields
    assert isinstance(found, Text)
    assert (key.value, found.value, (found.place.line, found.place.column)) == ("刊物", value, place)


def test_full_width_colon_moves_no_later_place() -> None:
    """What stands behind a full-width colon in a list of records keeps its own line and column."""
    node, faults = read_yaml("更正：\n  - date：2004-01-01\n    note：[甲]", Origin("x.md", 5))
    assert not faults
    assert isinstance(node, Mapping)
    rows = node.fields[0][1]
    assert isinstance(rows, Sequence)
    record = rows.items[0]
    assert isinstance(record, Mapping)
    assert [(one.place.line, one.place.column) for _, one in record.fields] == [(6, 10), (7, 10)]
