"""What texts say in tags, in entities and as readers see it is told, in whatever company they are looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_build.output_news import News

LONG = "望潮河东段堤防存在管涌险情拟于汛前转移"
OTHER = "安置沿线群众的方案已经区政府常务会议同意"
_PIECE = st.sampled_from(
    [
        *(f"<p>{LONG}</p>", f"<p>{OTHER}</p>\n", f'<meta content="{LONG}">', f"<!-- {OTHER} -->", "<b>甲</b>", "乙\n"),
        *("<!-- ", "<a href=", ' title="', '">', "-->", f"&lt;p&gt;{LONG}&lt;/p&gt;", f"<a{OTHER}x>", "</p>", "\0\n"),
    ]
)
_TEXTS = st.lists(st.lists(_PIECE, max_size=6).map("".join), max_size=5)


def told(texts: list[str]) -> list[tuple[int, str]]:
    """Return what is told of texts that are looked at together."""
    news = News[int]()
    for number, text in enumerate(texts):
        news.add(number, text)
    return news.taken()


def long_lines(several: list[tuple[int, str]]) -> set[str]:
    """Return what is told that is long enough to be found by itself."""
    return {line.strip(" !-") for _, text in several for line in text.split("\n") if len(line) >= len(LONG)}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param([f"<p>{LONG}</p>"], {0: {LONG}}, id="text"),
        pytest.param([f"<p>{LONG}</p>", f"<h1>{LONG}</h1>"], {0: {LONG}}, id="in-another-tag"),
        pytest.param([f'<meta content="{LONG}">', f"<p>{OTHER}</p>"], {0: {LONG}, 1: {OTHER}}, id="attribute"),
        pytest.param([f"<a{OTHER}>"], {0: {f"a{OTHER}"}}, id="a-tag-that-is-none"),
        pytest.param([f"</a{OTHER}>"], {0: {f"/a{OTHER}"}}, id="an-end-of-one"),
        pytest.param([f"<!-- {LONG}"], {0: {f"<!-- {LONG}", f"!-- {LONG}"}}, id="a-comment-without-end"),
        pytest.param(["<!-- ", f"<p>{LONG}</p> -->"], {1: {LONG}}, id="nor-does-it-run-on-in-the-next"),
        pytest.param(['<a title="', f"{LONG}>{OTHER}"], {1: {f"{LONG}>{OTHER}"}}, id="nor-a-tag"),
        pytest.param(["<A>甲</A><SPAN CLASS='a'>乙</SPAN>" + LONG], {0: {f"甲乙{LONG}"}}, id="within-a-line"),
        pytest.param([f"<![CDATA[<p>{LONG}</p>]]>"], {0: {LONG}}, id="cdata"),
        pytest.param(
            [f'<a href="mailto:a?b={LONG[:9]}%20{LONG[9:]}">'], {0: {f"mailto:a?b={LONG[:9]} {LONG[9:]}"}}, id="mail"
        ),
    ],
)
def test_what_is_told(texts: list[str], found: dict[int, set[str]]) -> None:
    """Each text tells what it says that none before it said, and no markup hides what stands in it."""
    said: dict[int, set[str]] = {}
    for number, text in told(texts):
        lines = {line.strip() for line in text.split("\n") if LONG[:9] in line or OTHER in line}
        said.setdefault(number, set()).update(lines)
    assert {number: lines for number, lines in said.items() if lines} == found


@given(_TEXTS)
def test_together_as_alone(texts: list[str]) -> None:
    """Texts that are looked at together say what they say one by one, and each no more than it says alone."""
    together = told(texts)
    alone = [told([text]) for text in texts]
    assert long_lines(together) == long_lines([one for several in alone for one in several])
    for number, text in together:
        assert long_lines([(number, text)]) <= long_lines(alone[number])


def test_what_was_taken_is_known() -> None:
    """A text that was taken is not told again, in other markup neither."""
    news = News[str]()
    news.add("a", f"<p>{LONG}</p>")
    assert [stretch for stretch, _ in news.taken()] == ["a"]
    news.add("b", f'<meta content="{LONG}">')
    news.add("c", f"<p>{OTHER}</p>")
    assert {stretch for stretch, text in news.taken() if LONG in text or OTHER in text} == {"c"}
