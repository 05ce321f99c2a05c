"""The text of a mail: HTML with its styles on its elements, and plain text with its lines broken as Chinese is set."""

from __future__ import annotations

from email.headerregistry import Address

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_editor.mail_html import Pictures, styled
from bulletin_editor.mail_message import sender_of
from bulletin_editor.mail_text import WIDTH, columns, flowed, paragraphs_of, wrapped

BASE = "https://zwxx.example/"
_CHARACTERS = st.sampled_from("甲乙丙，。、；：？！“”（）《》…—　ab1 .%-/>")


def unflowed(text: str) -> list[str]:
    """Return the paragraphs of a text as a program that knows RFC 3676 with DelSp joins them."""
    paragraphs, going = [], ""
    for line in text.removesuffix("\n").split("\n"):
        line = line.removeprefix(" ")  # noqa: PLW2901 (section 4.4: of what was stuffed)
        if line.endswith(" "):
            going += line[:-1]
        else:
            paragraphs.append(going + line)
            going = ""
    return paragraphs


@given(st.text(_CHARACTERS, max_size=300))
def test_lines_are_the_paragraph(line: str) -> None:
    """Nothing is lost or added, and no line with a place to break is too long."""
    lines = wrapped(line)
    assert "".join(lines) == line
    assert all(columns(one.rstrip()) <= WIDTH or not _breakable(one.rstrip()) for one in lines)


def _breakable(line: str) -> bool:
    return len(wrapped(line, 1)) > 1


@given(st.lists(st.text(_CHARACTERS, max_size=200).map(lambda one: one.rstrip(" ")), min_size=1, max_size=5))
def test_programs_join_them_again(paragraphs: list[str]) -> None:
    """A program that knows the form shows the paragraphs, one that does not sees lines of at most 78 columns."""
    text = flowed(paragraphs)
    shown = unflowed(text)
    whole = paragraphs[: max((at for at, one in enumerate(paragraphs, 1) if one), default=1)]
    assert shown == whole


@pytest.mark.parametrize("first", ["，", "。", "”", "）", "》", "……"])
def test_no_line_begins_with_a_closing_sign(first: str) -> None:
    """避头: GB/T 15834-2011, 5.1."""
    lines = wrapped("甲" * (WIDTH // 2) + first + "乙" * 10)
    assert all(line[0] not in "，。”）》…" for line in lines)


@pytest.mark.parametrize("last", ["（", "《", "“"])
def test_no_line_ends_with_an_opening_sign(last: str) -> None:
    """避尾."""
    lines = wrapped("甲" * (WIDTH // 2 - 1) + last + "乙" * 10)
    assert all(line[-1] not in "（《“" for line in lines)


BODIES = {
    "paragraph": ("<p>甲\n乙</p>", ["　　甲 乙"]),
    "break": ("<p>甲<br>乙</p>", ["　　甲", "乙"]),
    "link into the site": ('<p>见<a href="site:gazette/2004/1/">甲</a></p>', [f"　　见甲（{BASE}gazette/2004/1/）"]),
    "link that is its text": ('<p><a href="https://a.example/">https://a.example/</a></p>', ["　　https://a.example/"]),
    "list": ("<ul><li>甲</li><li><p>乙</p></li></ul>", ["· 甲", "· 乙"]),
    "list in a list": (
        '<ol>\n<li>甲\n<ol start="3">\n<li>乙</li>\n</ol>\n</li>\n<li>丙</li>\n</ol>',
        ["1. 甲", "　　3. 乙", "2. 丙"],
    ),
    "table": (
        "<table><caption>表1</caption><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2&amp;3</td></tr></table>",
        ["表1", "甲 | 乙", "1 | 2&3"],
    ),
    "picture": (
        '<figure><img src="site:media/a.svg" alt="渠"><figcaption>图1</figcaption></figure>',
        [f"［渠］{BASE}media/a.svg", "图1"],
    ),
    "footnote": (
        '<p>甲<sup><a href="#n">1</a></sup></p><hr><ol><li id="n">注。<a class="footnote-backref">↩</a></li></ol>',
        ["　　甲[1]", "─" * (WIDTH // 2), "1. 注。"],
    ),
    "preformatted": ("<pre><code>  甲\n 乙</code></pre>", ["  甲", " 乙"]),
    "heading and quotation": ("<h3>甲</h3><blockquote><p>乙</p></blockquote>", ["甲", "　　乙"]),
    "nothing around": ("甲", ["甲"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("body", "paragraphs"), BODIES.values(), ids=BODIES)
def test_plain_text(body: str, paragraphs: list[str]) -> None:
    """Plain text says what the HTML says, with the addresses of links and pictures."""
    assert paragraphs_of(body, BASE, "［{text}］{address}") == paragraphs


@pytest.mark.parametrize("body", [body for body, _ in BODIES.values()], ids=list(BODIES))
def test_html_for_mails(body: str) -> None:
    """Every address is absolute, nothing has a class or id, texts stay, but for arrows that lead back."""
    made = lxml.html.fragment_fromstring(styled(body, BASE, Pictures({}, "{text}")), create_parent="div")
    before = lxml.html.fragment_fromstring(body, create_parent="div")
    assert all(link.startswith(("https://", "cid:")) for _, _, link, _ in made.iterlinks())
    assert [one for one in made.iter() if one.get("class") or one.get("id")] == []
    said = "".join(before.text_content().replace("↩", "").split())
    pictures = "".join(one.attrib["alt"] for one in before.iter("img"))
    assert "".join(made.text_content().split()) == pictures + said


def test_pictures_in_the_mail() -> None:
    """A picture that the mail holds is shown from there, another is a link with its words; a column keeps its side."""
    pictures = '<p><img src="site:media/a.png" alt="甲&quot;"><img src="site:media/b.svg" alt="乙"></p>'
    body = f'{pictures}<table><tr><td class="right">1</td></tr></table>'
    html = styled(body, BASE, Pictures({"media/a.png": "picture-1@zwxx.example"}, "图：{text}"))
    assert '<img src="cid:picture-1@zwxx.example" alt="甲&quot;"' in html
    assert f'<a href="{BASE}media/b.svg"' in html
    assert "图：乙" in html
    assert "text-align:right" in html


def test_nothing_comes_out_but_texts() -> None:
    """What a text says of elements stays a text."""
    html = styled("<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>", BASE, Pictures())
    assert html.endswith(">&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>")


@pytest.mark.parametrize("address", ["", "甲", "a@", "@b.example", "a b@c.example", "信箱@c.example", "a@b\r\nX: 1"])
def test_senders_that_are_none(address: str) -> None:
    """An address that not every server takes is none to send from."""
    with pytest.raises(ValueError, match=r"\A"):
        sender_of("办公室", address)


def test_sender() -> None:
    """An ordinary address is one."""
    assert sender_of("办公室", "a@b.example") == Address("办公室", "a", "b.example")
