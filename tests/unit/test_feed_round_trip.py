"""What a feed is given, its readers get: a thousand nasty titles and texts come out of every format as they went in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html import escape, unescape
from random import Random
from typing import Final

import feedparser
import pytest
from lxml import etree

from bulletin.kinds import Edition
from bulletin_feeds.entries import FeedEntry
from bulletin_feeds.feedgen_adapter import to_atom, to_rss
from bulletin_feeds.feeds import Feed, feeds_of
from bulletin_feeds.json_feed import to_json
from bulletin_portal.context import Context
from bulletin_source.characters import CONTROL
from bulletin_source.positions import Origin, read_yaml
from tests.unit.making import a_catalogue, an_issue

MANY: Final = 1000
ADDRESS: Final = "https://zwxx.example/feeds/all"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
ENCODED: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"

# What has broken feeds: ends of CDATA and comments, markup, references, what XML and HTML drop, what can't be seen,
# what joins its neighbours, what is written from the right, what lies beyond the first plane, what ends a script.
_NASTY: Final = (
    *("]]>", "<![CDATA[", "-->", "<!--", "<?xml version='1.0'?>", "<!DOCTYPE a>", "</title>", "</content>", "<br/>"),
    *(
        "<b>粗</b>",
        "<script>alert(1)</script>",
        "</script>",
        "a<b>c",
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "\\",
        "\\u0041",
        "\\n",
    ),
    *(
        "&amp;",
        "&amp;amp;",
        "&lt;",
        "&#60;",
        "&#x3c;",
        "&nbsp;",
        "&nosuch;",
        "&#0;",
        "&#xD800;",
        "&copy",
        "%",
        "%s",
        "{0}",
    ),
    *(
        "{{ title }}",
        "{% raw %}",
        "${a}",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        " 首",
        "尾 ",
        "\u00a0",
        "\u2003",
        "\u3000",
    ),
    *(
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\u00ad",
        "\u180e",
        "\ufe0f",
        "\u2028",
        "\u2029",
        "\u0085",
        "\u00b7",
        "\ufeff",
    ),
    *("\u202e倒写\u202c", "\u2066甲\u2069", "שלום", "مرحبا", "\u0301", "e\u0301\u0327", "각", "ไทย", "हिन्दी"),
    *("𠮷", "𪚥", "𰻞", "㐀", "龦", "\U000f0000", "\U0010fffd", "\ue000", "\ufffd"),
    *("😀", "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "1️⃣", "☃︎", "①", "㈱", "㎡", "℃", "½", "Ⅳ", "〇", "—", "…", "“", "”"),
    *(
        "关于2004年第10期（总第442期）的通知",
        "〔2004〕10号",
        "12+1",
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "=1+1",
        "@a",
        "#b",
    ),
)
# XML 1.0, 2.2, can't hold these at all; JSON could, and readers would trip over them.
_REFUSED: Final = (*map(chr, {*range(0x20)} - {0x9, 0xA, 0xD}), "\ufffe", "\uffff", "\ud800", "\udfff", "\udc80")

Said = tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]]  # id, title, summary, html, authors, categories


@cache
def _feed() -> Feed:
    """Return a feed of one plain issue."""
    context = Context(a_catalogue(an_issue()), Edition.PUBLIC, str)
    return next(feed for feed in feeds_of(context) if feed.name == "all")


def _text(rng: Random, most: int) -> str:
    return "".join(rng.choice(_NASTY) for _ in range(rng.randrange(1, most)))


@cache
def nasty() -> tuple[FeedEntry, ...]:
    """Return a thousand entries whose every text is nasty, the same in each run; three of them have 100 KB and more."""
    rng, (plain,) = Random(1), _feed().entries
    found = []
    for n in range(MANY):
        title = _text(rng, 12).strip() or "题"
        body = _text(rng, 40)
        if n % 400 == 0:
            body = body * (100_000 // len(body.encode()) + 1)
        html = rng.choice((f"<p>{escape(body)}</p>", f'<p title="{escape(body)}">{escape(title)}</p>', body))
        one = replace(
            plain,
            id=f"{plain.id}/{n}",
            title=title,
            summary=_text(rng, 12),
            html=html,
            authors=(title[:9].strip() or "甲", f"乙{_text(rng, 4).strip()}"),
        )
        found.append(one)
    return tuple(found)


def _said_by_atom(data: bytes) -> Iterator[Said]:
    for one in _root(data).iter(f"{ATOM}entry"):
        id_, title, summary, html = (
            one.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "summary", "content")
        )
        authors = tuple(name.text or "" for name in one.findall(f"{ATOM}author/{ATOM}name"))
        labels = tuple(str(tag.get("label")) for tag in one.findall(f"{ATOM}category"))
        yield id_, title, summary, html, authors, labels


def _said_by_rss(data: bytes) -> Iterator[Said]:
    for one in _root(data).iter("item"):
        id_, title, summary, html = (one.findtext(name) or "" for name in ("guid", "title", "description", ENCODED))
        authors = tuple(name.text or "" for name in one.findall(CREATOR))
        labels = tuple(tag.text or "" for tag in one.findall("category"))
        # A description is HTML (RSS 2.0, Elements of item), the only text here that is read twice.
        yield id_, title, unescape(summary), html, authors, labels


def _said_by_json(data: bytes) -> Iterator[Said]:
    for one in json.loads(data)["items"]:
        authors = tuple(author["name"] for author in one["authors"])
        yield one["id"], one["title"], one["summary"], one["content_html"], authors, tuple(one["tags"])


def _root(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True))


FORMATS: Final[dict[str, tuple[Callable[[Feed, str], bytes], Callable[[bytes], Iterator[Said]]]]] = {
    "atom": (to_atom, _said_by_atom),
    "rss": (to_rss, _said_by_rss),
    "json": (to_json, _said_by_json),
}


def _lines(text: str) -> str:
    """Return a text with line feeds for ends of lines, as XML (1.0, 2.11) reads one; no carriage return gets here."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read(said: Said) -> Said:
    id_, title, summary, html, authors, labels = said
    return id_, _lines(title), _lines(summary), _lines(html), tuple(map(_lines, authors)), labels


def _given(one: FeedEntry) -> Said:
    return _read((one.id, one.title, one.summary, one.html, one.authors, tuple(each.label for each in one.categories)))


@pytest.mark.parametrize("form", FORMATS)
def test_a_thousand_nasty_texts_come_back(form: str) -> None:
    """Titles, summaries, texts and authors are to the character what they were."""
    write, said_by = FORMATS[form]
    data = write(replace(_feed(), entries=nasty()), f"{ADDRESS}.{form}")
    data.decode("utf-8")
    said = {one[0]: _read(one) for one in said_by(data)}
    assert len(said) == MANY
    assert [one.id for one in nasty() if said[one.id] != _given(one)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_the_feeds_own_texts_come_back(form: str) -> None:
    """The title and description of a feed are what they were, too."""
    write, _ = FORMATS[form]
    for one in nasty()[:50]:
        data = write(
            replace(_feed(), title=one.title, description=one.summary, author=one.authors[0]), f"{ADDRESS}.{form}"
        )
        told = tuple(_lines(text or "") for text in _own_texts(form, data))
        assert told == (_lines(one.title), _lines(one.summary))


def _own_texts(form: str, data: bytes) -> tuple[str | None, str | None]:
    if form == "json":
        told = json.loads(data)
        return told["title"], told["description"]
    head = ATOM if form == "atom" else "channel/"
    return _root(data).findtext(f"{head}title"), _root(data).findtext(
        head + ("subtitle" if head == ATOM else "description")
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("character", _REFUSED, ids=[f"U+{ord(one):04X}" for one in _REFUSED])
def test_what_no_document_can_hold_breaks_none(form: str, character: str) -> None:
    """A character that XML can't hold, should one ever get so far, is left out, and all else is there."""
    write, said_by = FORMATS[form]
    (plain,) = _feed().entries
    text = f"甲{character}乙"
    told = replace(plain, title=text, summary=text, html=text, authors=(text,))
    try:
        data = write(replace(_feed(), title=text, entries=(told,)), f"{ADDRESS}.{form}")
    except ValueError:  # as good: nothing is published
        return
    ((_, *said, _),) = said_by(data)
    left = (
        {"甲乙"} if form != "json" or _is_surrogate(character) else {"甲乙", text}
    )  # JSON has an escape for the others
    assert {*said[:3], *said[3]} <= left
    assert _own_texts(form, data)[0] in left


@pytest.mark.parametrize("character", _REFUSED, ids=[f"U+{ord(one):04X}" for one in _REFUSED])
def test_editors_are_told_of_it_long_before(character: str) -> None:
    """None of them gets as far as a feed: the file is refused, even where YAML writes it as an escape."""
    if not _is_surrogate(character):  # UTF-8 can't write a surrogate, an escape of YAML can
        assert CONTROL.search(character)
    code = f"\\x{ord(character):02X}" if ord(character) < 0x100 else f"\\u{ord(character):04X}"
    _, faults = read_yaml(f'title: "甲{code}乙"\n', Origin("a.md"))
    assert [one.code for one in faults] == ["YAML-SYNTAX" if _is_surrogate(character) else "FILE-CONTROL"]


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_reader_shows_them(form: str) -> None:
    """A library that feed readers use gives the texts back too: plain titles as they are, HTML as it was written."""
    write, _ = FORMATS[form]
    some = nasty()[1:400:7]
    found = feedparser.parse(
        write(replace(_feed(), entries=some), ADDRESS), sanitize_html=False, resolve_relative_uris=False
    )
    assert not found.bozo
    for entry, one in zip(found.entries, some, strict=True):
        _, title, _, html, authors, _ = _given(one)
        # feedparser takes U+0085 for what Windows has there; the text of an element begins and ends with no space.
        assert _lines(entry.title) == title.replace("\x85", "…")
        assert _lines(entry.content[0].value) == html.replace("\x85", "…").strip()
        told = [_lines(author.name).replace("\x85", "…") for author in entry.authors]
        assert told == [name.replace("\x85", "…").strip() for name in authors]
