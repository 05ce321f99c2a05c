"""Block structure as Chinese bulletins write it."""

from __future__ import annotations

import pytest

from bulletin_source.han import Converter, Run
from tests.unit.making import AS_IT_IS


def convert(body: str) -> str:
    """Return a body's HTML."""
    return Converter().convert(body, Run(AS_IT_IS, "item-1")).html


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        pytest.param("一、基本情况\n全区三镇。", "<h3>一、基本情况</h3>\n<p>全区三镇。</p>", id="first-level"),
        pytest.param("（一）资金不足\n\n缺口大。", "<h4>（一）资金不足</h4>\n<p>缺口大。</p>", id="second-level"),
        pytest.param("(二)资金不足", "<h4>(二)资金不足</h4>", id="half-width-brackets"),
        pytest.param("十二、结语", "<h3>十二、结语</h3>", id="two-numerals"),
        pytest.param("**一、情况**", "<p><strong>一、情况</strong></p>", id="bold-stays-a-paragraph"),
        pytest.param("一、加强领导。各镇跟进。", "<p><strong>一、加强领导。</strong>各镇跟进。</p>", id="run-in"),
        pytest.param("一、全区共有三镇。", "<p>一、全区共有三镇。</p>", id="a-sentence-is-no-heading"),
        pytest.param("（1）甲\n（2）乙", "<p>（1）甲</p>\n<p>（2）乙</p>", id="fourth-level"),
        pytest.param("正文，\n一、情况", "<p>正文，</p>\n<h3>一、情况</h3>", id="after-text"),
        pytest.param("- 一、甲\n- 二、乙", "<ul>\n<li>一、甲</li>\n<li>二、乙</li>\n</ul>", id="in-a-list"),
        pytest.param("一是甲，二是乙", "<p>一是甲，二是乙</p>", id="other-words"),
    ],
)
def test_numbered_headings_of_gb_t_9704_are_recognised(body: str, markup: str) -> None:
    """一、 and （一） on a line of their own are headings; longer ones run in; （1） begins a paragraph."""
    assert convert(body) == markup


@pytest.mark.parametrize("colon", ["：", ":"])
@pytest.mark.parametrize("mark", ["- ", "* ", "1. "])
def test_list_right_under_a_colon_is_a_list(colon: str, mark: str) -> None:
    """No blank line is needed between a line that ends in a colon and the list it announces."""
    tag = "ol" if mark == "1. " else "ul"
    expected = f"<p>做法{colon}</p>\n<{tag}>\n<li>甲</li>\n<li>乙</li>\n</{tag}>"
    assert convert(f"做法{colon}\n{mark}甲\n{mark}乙") == expected


def test_list_marks_inside_a_paragraph_begin_no_list() -> None:
    """A line that begins like a list item but follows ordinary text stays in its paragraph."""
    assert "<li>" not in convert("第一行文字\n- 接着写")


@pytest.mark.parametrize("caption", ["表1 各镇进度", "表1-2　各镇进度", "表：各镇进度"])
def test_line_above_a_table_becomes_its_caption(caption: str) -> None:
    """A short paragraph that begins with 表 right before a table is its caption."""
    markup = convert(f"{caption}\n\n| 镇 | 数 |\n|--|--|\n| 甲 | 1 |")
    assert f"<table><caption>{caption}</caption><thead>" in markup
    assert f"<p>{caption}" not in markup


def test_text_about_a_table_is_no_caption() -> None:
    """A sentence that only speaks of a table stays where it is."""
    assert "<caption>" not in convert("表明进度较快。\n\n| 镇 | 数 |\n|--|--|\n| 甲 | 1 |")
