"""Raw HTML is found where it stands, and code and comparisons are not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_source.raw_html import raw_html
from tests.unit.making import shown


def found(body: str) -> list[str]:
    """Return the faults of a body that begins in line 5."""
    return shown(raw_html("x.md", body, 5))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<script>alert(1)</script>", "5:1"),
        ("甲<b>乙</b>", "5:2"),
        ("甲\n\n乙<div class='x'>", "7:2"),
        ("<img src=x onerror=alert(1)>", "5:1"),
        ("<IFRAME src=x>", "5:1"),
        ("<svg/onload=alert(1)>", "5:1"),
        ("<!-- 注 -->", "5:1"),
        ("<!DOCTYPE html>", "5:1"),
        ("<?php ?>", "5:1"),
        ("<o:p>", "5:1"),
        ("<my-element>", "5:1"),
        ("<a\nhref=x>", "5:1"),
        ("<script", ""),
        ("<script src=x", "5:1"),
        ("</p>", "5:1"),
        ("<br class='x'>", "5:1"),
        ("<sub onclick=x>2</sub>", "5:1"),
        ("`<b>` <i>", "5:7"),
        ("`<b> <i>", "5:2 5:6"),
        ("<b>甲</b><b>乙</b>", "5:1 5:9"),
    ],
)
def test_raw_html_is_found(body: str, place: str) -> None:
    """Each element is reported once, where it opens; an element that is left open too."""
    assert found(body) == [f"x.md:{one} HTML-RAW" for one in place.split()]


@pytest.mark.parametrize(
    "body",
    [
        "甲<乙",
        "3 < 5 > 2",
        "a<b",
        "<甲>",
        "x <- y",
        "<3",
        "甲<br>乙<br/>丙<br />丁",
        "H<sub>2</sub>O，10<sup>6</sup>",
        "`<script>`",
        "``<b> ` <i>``",
        "<https://a.cn/x>",
        "<a@b.cn>",
        "&lt;b&gt;",
    ],
)
def test_what_is_no_raw_html(body: str) -> None:
    """Comparisons, code, addresses between < and >, and the three harmless tags are no raw HTML."""
    assert found(body) == []


@given(st.text("<>/!?-`ab =\"'\n中:", max_size=40))
def test_finding_never_raises(body: str) -> None:
    """Whatever the text, every place reported is a < of it."""
    for one in raw_html("x.md", body, 1):
        assert body.split("\n")[one.line - 1][one.column - 1] == "<"
