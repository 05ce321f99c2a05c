"""What a page says of itself is told once; of its lines are left out those that another page said around its own."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_build.output_own import OwnWords

# What two pages say of themselves: address, summary, title.
_FIRST = ("https://zwxx.example/gazette/2010/5/", "全区饮水工程今年全部完工通水", "北湾片区改造饮水管道的做法和成效")
_SECOND = ("https://zwxx.example/gazette/2010/6/", "全区道路工程今年全部完工通车", "南滩片区安装巷道路灯的做法和成效")


def page(words: tuple[str, str, str], *lines: str) -> bytes:
    """Return a page that says of itself its address, summary and title, and lines in which {u}, {d}, {t} are these."""
    address, summary, title = words
    head = (
        f'<meta name="ArticleTitle" content="{title}">',
        f'<meta name="Description" content="{summary}">',
        f'<link rel="canonical" href="{address}">',
    )
    said = {"u": address, "d": summary, "t": title, "qt": quote(title), "qu": quote(address)}
    return "\n".join([*head, *(line.format(**said) for line in lines)]).encode()


def left_of(*pages: bytes) -> list[str]:
    """Return what is left of the last of some pages, without what parts it."""
    own = OwnWords()
    left = [own.left_of(one) for one in pages][-1].decode()
    return [line for line in left.split("\n") if line != "\0"]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        pytest.param("<h1>{t}</h1>", "<h1>{t}</h1>", [], id="title"),
        pytest.param("<p>{d}</p>", "<p>{d}</p>", [], id="summary"),
        pytest.param("<p>见{u}。</p>", "<p>见{u}。</p>", [], id="address"),
        pytest.param('<a href="mailto:a@b?s={qt}&b={qu}">', '<a href="mailto:a@b?s={qt}&b={qu}">', [], id="escaped"),
        pytest.param("<h1>{t}</h1>", "<h2>{t}</h2>", ["<h2>南滩片区安装巷道路灯的做法和成效</h2>"], id="other-tags"),
        pytest.param(
            "<p>{t} (1)</p>", "<p>{t} (2)</p>", ["<p>南滩片区安装巷道路灯的做法和成效 (2)</p>"], id="other-words"
        ),
        pytest.param("<p>一</p>", "<p>二</p>", ["<p>二</p>"], id="no-words"),
        pytest.param("<p>\ufffd</p>", "<p>{t}</p>", ["<p>南滩片区安装巷道路灯的做法和成效</p>"], id="not-its-own"),
    ],
)
def test_what_is_left(before: str, after: str, left: list[str]) -> None:
    """Of a second page its own words are left, and the lines that differ from those of the first by more than these."""
    assert left_of(page(_FIRST, before), page(_SECOND, after)) == [*_SECOND, *left]


@pytest.mark.parametrize("line", ["一{t}", "{t}一", "x{t}", "{t}1", "{t} 1", "{t}. 1", "1{d}", "1 {d}", "1-.{d}"])
def test_words_that_run_on(line: str) -> None:
    """Where a title or summary is part of longer words or numbers, nothing of the page is left out."""
    second = page(_SECOND, "<h1>{t}</h1>", f"<p>{line}</p>")
    own = OwnWords()
    own.left_of(page(_FIRST, "<h1>{t}</h1>", f"<p>{line}</p>"))
    assert own.left_of(second) == second


@pytest.mark.parametrize("title", ["短标题", "Eleven char", "十一个字的标题是这个吧"])
def test_short_words_stay(title: str) -> None:
    """A title shorter than a run may run on into what stands around it: its lines stay as they are."""
    pages = [page((*words[:2], one), "<h1>{t}</h1>") for words, one in ((_FIRST, "别的标题"), (_SECOND, title))]
    assert f"<h1>{title}</h1>" in left_of(*pages)


def test_what_is_no_page() -> None:
    """A text that says nothing of itself is left as it is, and so is one that is no UTF-8."""
    own = OwnWords()
    broken = page(_FIRST, "<p>\ufffd</p>").replace("\ufffd".encode(), b"\xf8\xf9\xfa\xfb\xfc")
    for text in (b"<p>a</p>", b"<p>a</p>", b"", broken, broken):
        assert own.left_of(text) == text


_WORDS = st.text("甲乙丙丁戊己庚辛", min_size=12, max_size=14)
_LINES = st.lists(st.sampled_from(["<h1>{t}</h1>", "<p>{d}{t}</p>", "甲{u}", "{t}", "乙", "丙丁", "{qt}"]), max_size=5)


@given(st.lists(st.tuples(_WORDS.map("https://a/{}".format), _WORDS, _WORDS, _LINES), min_size=1, max_size=5))
def test_nothing_is_lost(pages: list[tuple[str, str, str, list[str]]]) -> None:
    """Every line of every page is told, or a page before had it but for its own words, which are told."""
    own = OwnWords()
    before: set[str] = set()
    for address, summary, title, lines in pages:
        text = page((address, summary, title), *lines)
        told = own.left_of(text).decode().split("\n")
        assert {address, summary, title} <= set(told)
        bare = {}
        for line in text.decode().split("\n"):
            bare[line] = line
            for sign, word in enumerate((address, quote(address), summary, title, quote(title))):
                bare[line] = bare[line].replace(word, chr(sign))
        assert all(line in told or bare[line] in before for line in bare)
        before.update(bare.values())
