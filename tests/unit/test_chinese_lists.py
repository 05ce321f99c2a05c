"""Lists come out as they were meant, however far their editor indents, or their editor is told."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_source.chinese_lists import list_faults
from bulletin_source.han import Converter, Run
from bulletin_source.plain_markdown import plain_html
from tests.unit.making import AS_IT_IS

CONVERTER = Converter()
BRACKETS = {"<ul>": "", "</ul>": "", "<ol>": "#", "</ol>": "", "<li>": "[", "</li>": "]", "\n": ""}


def outline(body: str) -> str:
    """Return a body's HTML with [ ] for items, # before those with numbers, without line ends."""
    markup = CONVERTER.convert(body, Run(AS_IT_IS, "item-1")).html
    for tag, sign in BRACKETS.items():
        markup = markup.replace(tag, sign)
    return markup


def faults(body: str) -> list[str]:
    """Return what is wrong with a body's lists, as ``2:1 LIST-INDENT``."""
    return [f"{one.line}:{one.column} {one.code}" for one in list_faults("a.md", body, 1)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("- 甲\n    - 乙\n    - 丙\n- 丁", "[甲[乙][丙]][丁]", id="four-spaces"),
        pytest.param("- 甲\n\t- 乙\n- 丙", "[甲[乙]][丙]", id="tab"),
        pytest.param("- 甲\n\t- 乙\n    - 丙", "[甲[乙][丙]]", id="tab-and-four-spaces"),
        pytest.param("- 甲\n　- 乙\n　　- 丙", "[甲[乙[丙]]]", id="wide-spaces"),
        pytest.param("- 甲\n      - 乙\n- 丙", "[甲[乙]][丙]", id="six-spaces"),
        pytest.param("- 甲\n    - 乙\n        - 丙\n    - 丁\n- 戊", "[甲[乙[丙]][丁]][戊]", id="four-and-back"),
        pytest.param("- 甲\n  - 乙\n      - 丙\n- 丁", "[甲[乙[丙]]][丁]", id="two-then-four"),
        pytest.param("- 甲\n    - 乙\n  - 丙", "[甲[乙][丙]]", id="back-by-two"),
        pytest.param("1. 甲\n    1. 乙\n    2. 丙\n2. 丁", "#[甲#[乙][丙]][丁]", id="numbers-by-four"),
        pytest.param("1. 甲\n   - 乙\n2. 丙", "#[甲[乙]][丙]", id="under-the-text"),
        pytest.param("-   甲\n    - 乙", "[甲[乙]]", id="wide-mark"),
        pytest.param("- 甲\n    续\n- 乙", "[甲续][乙]", id="rest-of-an-item"),
        pytest.param("- 甲\n    - 乙\n      续\n- 丙", "[甲[乙续]][丙]", id="rest-of-an-item-below"),
        pytest.param("- 甲\n\n    - 乙\n\n- 丙", "[<p>甲</p>[乙]][<p>丙</p>]", id="blank-lines"),
        pytest.param("- 甲\n\n        段\n\n- 乙", "[<p>甲</p><p>段</p>][<p>乙</p>]", id="paragraph-far-in"),
        pytest.param("做法：\n    - 甲\n    - 乙", "<p>做法：</p>[甲][乙]", id="all-of-it-indented"),
        pytest.param("　　- 甲\n　　- 乙", "[甲][乙]", id="indented-like-a-paragraph"),
        pytest.param("> - 甲\n>     - 乙", "<blockquote>[甲[乙]]</blockquote>", id="quoted"),
        pytest.param("> 做法：\n> - 甲", "<blockquote><p>做法：</p>[甲]</blockquote>", id="quoted-under-a-colon"),
        pytest.param("1) 甲\n2) 乙", "#[甲][乙]", id="half-bracket"),
        pytest.param("-　甲\n-　乙", "[甲][乙]", id="wide-space-behind-the-sign"),
        pytest.param("- 甲\n- 乙\n1. 丙\n2. 丁", "[甲][乙]#[丙][丁]", id="two-lists"),
        pytest.param("- 甲\n\n1. 乙", "[甲]#[乙]", id="two-lists-apart"),
        pytest.param("- 甲\n\n段\n\n- 乙", "[甲]<p>段</p>[乙]", id="text-between"),
        pytest.param("- 甲\n- - -\n- 乙", "[甲]<hr>[乙]", id="rule"),
    ],
)
def test_lists_are_what_was_meant(body: str, expected: str) -> None:
    """Two spaces, three, four or a tab nest a list; nothing is joined to the line above; nobody is warned."""
    assert outline(body) == expected
    assert faults(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("3. 甲\n4. 乙", '<ol start="3">[甲][乙]', id="from-three"),
        pytest.param("1. 甲\n\n段\n\n2. 乙", '#[甲]<p>段</p><ol start="2">[乙]', id="on-behind-a-paragraph"),
        pytest.param("1. 甲\n1. 乙", "#[甲][乙]", id="all-of-them-one"),
    ],
)
def test_numbers_stay_as_written(body: str, expected: str) -> None:
    """A numbered list begins with the number its editor gave it."""
    assert outline(body) == expected


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        pytest.param("1.甲\n2.乙", ["1.甲", "2.乙"], id="in-turn"),
        pytest.param("1．甲\n2．乙", ["1．甲", "2．乙"], id="wide-point"),
        pytest.param("1、甲\n2、乙", ["1、甲", "2、乙"], id="comma"),
        pytest.param("做法：\n1.甲。\n续。\n2.乙。", ["做法：", "1.甲。续。", "2.乙。"], id="behind-sentences"),
        pytest.param("增长\n4.8公里", ["增长\n4.8公里"], id="a-decimal"),
        pytest.param("涉及第\n2、第3组", ["涉及第\n2、第3组"], id="the-rest-of-a-sentence"),
    ],
)
def test_third_level_begins_paragraphs(body: str, paragraphs: list[str]) -> None:
    """1. without a space, and 1、, begin a paragraph of their own (GB/T 9704-2012, 7.3.3), but not a broken line."""
    assert re.findall(r"<p>(.*?)</p>", outline(body).replace("<br>", ""), re.DOTALL) == [
        one.replace("\n", "") for one in paragraphs
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("- 甲\n - 乙\n- 丙", ["2:2 LIST-INDENT"], id="one-space"),
        pytest.param("- 甲\n  - 乙\n   - 丙", ["3:4 LIST-INDENT"], id="one-space-below"),
        pytest.param(" 9. 甲\n10. 乙", [], id="numbers-set-right"),
        pytest.param("正文\n- 甲\n- 乙\n- 丙", ["2:1 LIST-BLANK"], id="inside-a-paragraph"),
        pytest.param("正文\n  1. 甲\n\n正文\n2. 乙", ["2:3 LIST-BLANK", "5:1 LIST-BLANK"], id="two-of-them"),
        pytest.param("正文\n\\- 甲", [], id="escaped"),
        pytest.param("- 甲\n（一）乙\n- 丙", [], id="rest-of-an-item"),
        pytest.param("正文。\n（1）乙\n- 丙", ["3:1 LIST-BLANK"], id="below-a-numbered-paragraph"),
        pytest.param("-甲\n-乙\n-丙", ["2:1 LIST-MARK"], id="no-space"),
        pytest.param("•甲\n•乙", ["2:1 LIST-MARK"], id="bullets"),
        pytest.param("*甲\n*乙", ["2:1 LIST-MARK"], id="asterisks"),
        pytest.param("*甲*乙\n*丙*丁", [], id="emphasis"),
        pytest.param("-5℃至\n-8℃", [], id="below-zero"),
        pytest.param("[^1]: 注\n    - 甲\n\n文[^1]", [], id="footnote"),
        pytest.param("```\n甲\n- 乙\n```", [], id="code"),
    ],
)
def test_what_cannot_be_known_is_told(body: str, expected: list[str]) -> None:
    """What only looks like a list, or like a level, gets one warning where it begins."""
    assert faults(body) == expected


STARTS = (
    *("",) * 30,
    "- ",
    "-",
    "* ",
    "*",
    "+ ",
    "•",
    "●",
    "1. ",
    "1.",
    "2.",
    "1、",
    "2、",
    "1．",
    "1) ",
    "1）",
    "（1）",
    "（一）",
    "一、",
)
INDENTS = (*("",) * 20, " ", "  ", "\t", "　　")
lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(INDENTS),
    st.sampled_from(STARTS),
    st.sampled_from(["甲", "乙。", "丙：", "4.8公里", "x"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(lines, st.sampled_from(["\n", "\n", "\n\n"])), min_size=1, max_size=4))
def test_the_short_way_is_the_long_one(parts: list[tuple[str, str]]) -> None:
    """What is converted without a Markdown parser comes out as from one, and has no fault."""
    body = "".join(line + end for line, end in parts).strip("\n")
    plain = plain_html(body)
    if plain is not None:
        converted = CONVERTER.convert(body, Run(AS_IT_IS, "item-1"))
        assert plain == (converted.html, converted.text)
        assert faults(body) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sampled_from([2, 3, 4, "\t"]), st.sampled_from("-*"))
def test_every_step_gives_the_same_tree(depths: list[int], step: int | str, sign: str) -> None:
    """The same tree, indented by whatever step, gives the same list."""
    levels = [0]
    for depth in depths:
        levels.append(min(depth, levels[-1] + 1))
    white = step if isinstance(step, str) else " " * step
    body = "\n".join(f"{white * level}{sign} 甲{n}" for n, level in enumerate(levels))
    expected = "[甲0"
    for n, (above, level) in enumerate(pairwise(levels), 1):
        expected += "]" * max(above - level + 1, 0) + f"[甲{n}"
    assert outline(body) == expected + "]" * (levels[-1] + 1)
    assert faults(body) == []
