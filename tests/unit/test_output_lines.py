"""Lines of an output are told once, in the first file that has them, however many files are compared at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_build.output_lines import Lines

_LINE = st.sampled_from([b"", b"</div>", b"<p>a</p>", b"b", b"c", b"d", b'{"name":"b","url":"e"}', b"f"])
_TEXTS = st.lists(st.lists(_LINE, min_size=1, max_size=12).map(b"\n".join), max_size=6)


def told(texts: list[bytes], at_once: int = 100) -> list[tuple[int, str]]:
    """Return what is told of texts that are compared some at a time."""
    lines = Lines[int]()
    found: list[tuple[int, str]] = []
    for number, text in enumerate(texts):
        lines.add(number, text)
        if number % at_once == at_once - 1:
            found += lines.taken()
    return [*found, *lines.taken()]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param([b"a\nb", b"b\nc"], [(0, "a\nb"), (1, "c")], id="known-before"),
        pytest.param([b"a\nb", b"b\na"], [(0, "a\nb")], id="nothing-new"),
        pytest.param([b"a\nb\na\nc"], [(0, "a\nb\na\nc")], id="twice-in-a-text"),
        pytest.param([b"a\nb", b"c\na\nb\nd"], [(0, "a\nb"), (1, "c\na\nb\nd")], id="two-known-between"),
        pytest.param([b"a\nb\nc", b"d\na\nb\nc\ne"], [(0, "a\nb\nc"), (1, "d\n\0\ne")], id="three-known-between"),
        pytest.param([b'<a href="../a/">'], [(0, '<a href="a/">')], id="how-deep-a-page-lies"),
        pytest.param(
            [b'{"a":"b","c":"d"},{"a":"b","c":"e"}'], [(0, "{\na\nb\nc\nd\n},\n{\na\nb\nc\ne\n}")], id="linked-data"
        ),
        pytest.param(
            [b'{"a":"b\\nc"}', b'{"d":"b\\ne"}', b'{"a":"b\\nc","d":"b"}'],
            [(0, "{\na\nb\nc\n}"), (1, "d\nb\ne"), (2, "b")],
            id="lines-of-a-string",
        ),
        pytest.param([b"\xff"], [(0, "\ufffd")], id="no-text"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_new_lines(texts: list[bytes], found: list[tuple[int, str]]) -> None:
    """Of each text its new lines are told, with known ones between them that are few; of linked data the strings."""
    assert told(texts) == found


@pytest.mark.parametrize(
    ("feeds", "found"),
    [
        pytest.param(
            [b"<feed><a/>\n<entry><b/></entry>\n<entry><c/>", b"<feed><a/>\n<entry><b/></entry>\n<entry><d/>"],
            [(0, "<feed>\n<a/>\n\n\0\n<entry>\n<b/>\n</entry>\n\0\n<c/>"), (1, "<d/>")],
            id="an-entry-of-another-feed",
        ),
        pytest.param([b"<rss><a/>", b"<rss><b/>"], [(0, "<rss>\n<a/>"), (1, "<b/>")], id="no-entries"),
    ],
)
def test_feeds(feeds: list[bytes], found: list[tuple[int, str]]) -> None:
    """Of a feed the entries are told that no other had, value by value; nothing runs from one into the next."""
    lines = Lines[int]()
    for number, feed in enumerate(feeds):
        lines.add(number, feed, "atom")
    assert list(lines.taken()) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param('<path d="M0 0h7M8 0h2M11 10h1"/>', "<path d=/>", id="a-code"),
        pytest.param('<path d="M0 0h7M138 0h2"/>', '<path d="M0 0h7M138 0h2"/>', id="long-numbers"),
        pytest.param('<path d="M0 0h7甲M8 0h2"/>', '<path d="M0 0h7甲M8 0h2"/>', id="words"),
        pytest.param("M0 0h7M8 0h2", "M0 0h7M8 0h2", id="no-value"),
    ],
)
def test_squares_say_nothing(line: str, found: str) -> None:
    """The squares of a code are no text: none of their numbers has three digits, and letters part them."""
    assert told([line.encode()]) == [(0, found)]


@given(_TEXTS, st.integers(1, 4))
def test_many_at_once(texts: list[bytes], at_once: int) -> None:
    """Texts that are compared at once are told as if one after the other were."""
    assert told(texts, at_once) == told(texts, 1)


@given(_TEXTS)
def test_the_first_that_has_a_line_tells_it(texts: list[bytes]) -> None:
    """The plain way: each line is asked for among all of the texts before; of a text nothing else is told."""
    found = {number: text.split("\n") for number, text in told(texts)}
    before: set[str] = set()
    for number, text in enumerate(texts):
        lines = [line for line in text.decode().split("\n") if not line.startswith("{")]
        assert set(lines) - before <= set(found.get(number, []))
        if "{" not in text.decode():
            assert set(found.get(number, [])) <= {*lines, "\0"}
        before.update(lines)
