"""Tags within a line are taken off without a trace, all others part what stands on either side."""

from __future__ import annotations

import pytest

from bulletin_gate.unwrapping import plain, tags_in

INLINE = (
    *("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd"),
    *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
)
BLOCKS = (
    *("article", "aside", "base", "bdo", "blockquote", "body", "br", "codes", "div", "h1", "img", "isindex"),
    *("li", "p", "samp", "section", "svg", "table", "td", "ul", "var"),
)


@pytest.mark.parametrize("name", [*INLINE, *map(str.upper, INLINE)])
def test_within_a_line(name: str) -> None:
    """What such a tag parts belongs together, however it is written."""
    assert plain(f"1381<{name}>234</{name}>5<{name} class='x'>67</{name} ><{name}/>8") == "13812345678"


@pytest.mark.parametrize("name", [*BLOCKS, *map(str.upper, BLOCKS)])
def test_between_lines(name: str) -> None:
    """What another tag parts stands on two lines."""
    assert plain(f"1381<{name}>234</{name}>5<{name} class='x'>67") == "1381\n234\n5\n67"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("<p><li></li></blockquote>", [], id="nothing-in-them"),
        pytest.param("<p a=b><br c><p\nd>", ["<p a=b>", "<br c>", "<p\nd>"], id="attributes"),
        pytest.param("<a13812345678></a13812345678>", ["<a13812345678>", "</a13812345678>"], id="no-name"),
        pytest.param("<!-- <p> --><!DOCTYPE html><!--a", ["<!-- <p> -->", "<!DOCTYPE html>", "<!--a"], id="comments"),
        pytest.param("<!---->a<b c>-->", ["<!---->", "<b c>"], id="an-empty-comment"),
        pytest.param("a < b, c > d", [], id="no-tags"),
    ],
)
def test_what_stands_in_tags(text: str, tags: list[str]) -> None:
    """Comments and tags that hold more than a name are looked into."""
    assert tags_in(text) == tags
