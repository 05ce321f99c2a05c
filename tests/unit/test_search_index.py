"""What the index finds is what stands in the items, no more and no less; asked of its files alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues import Issue, Item
from bulletin.kinds import Edition, Kind, Status
from bulletin.reference import FormerName
from bulletin_portal.context import Context
from bulletin_search import postings
from bulletin_search.documents import search_documents
from bulletin_search.folding import simplified
from bulletin_search.store import Store
from tests.unit.making import AGRICULTURE, LIUBO, WATER, a_catalogue, an_issue, an_item
from tests.unit.search_reader import OutdatedError, Reader

# Few letters, so that what is asked for is often there: of two scripts, two widths, two cases, and what separates.
LETTERS = "饮飲水安全第6５号gG/T Ｔ。，\n的"
WORDS = st.text(LETTERS, min_size=1, max_size=12)
TEXTS = st.lists(st.tuples(st.text(LETTERS, max_size=8), st.text(LETTERS, max_size=60)), min_size=1, max_size=12)


def item(n: int, title: str, text: str, **fields: object) -> Item:
    """Make an item of some words."""
    return replace(an_item(n), title=title, text=text, units=(), topic=None, **fields)  # type: ignore[arg-type]


def fetch(files: Mapping[str, bytes], address: str) -> bytes:
    """Return a file as a server does, which doesn't look at what stands behind a question mark."""
    return files[address.partition("?")[0]]


def files_of(*issues: Issue) -> dict[str, bytes]:
    """Return the files of the index of some issues."""
    context = Context(a_catalogue(*issues), Edition.INTERNAL, str)
    return {one.path: one.make() for one in search_documents(context, Store(None))}


def reader_of(*issues: Issue) -> Reader:
    """Return the reader of the index of some issues."""
    return Reader(partial(fetch, files_of(*issues)))


def spread_over_years(texts: list[tuple[str, str]]) -> list[Issue]:
    """Return issues of one or two items, of four years."""
    issues: dict[int, list[Item]] = {}
    for place, (title, text) in enumerate(texts):
        inside = issues.setdefault(place % 7, [])
        inside.append(item(len(inside) + 1, title, text))
    return [an_issue(f"{at + 1}", f"{2001 + at % 4}-05-0{at + 1}", items=inside) for at, inside in issues.items()]


def plain(text: str) -> str:
    """Fold a text, one letter after the other, by rules written anew."""
    widths = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)}
    folded = (simplified().get(one, one) for one in (widths.get(one, one).lower() for one in text))
    return "".join(one for one in folded if not one.isspace())


def truth(issues: list[Issue], word: str) -> set[str]:
    """Return the titles of the items in which a word stands."""
    items = (one for issue in issues for one in issue.items)
    return {one.title for one in items if plain(word) in plain(one.title) or plain(word) in plain(one.text)}


def numbered(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return texts with titles that differ, by what no word has."""
    return [(f"{title}#{place}", text) for place, (title, text) in enumerate(texts)]


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=8))
def test_found_is_true(texts: list[tuple[str, str]], words: list[str]) -> None:
    """Recall and precision of any word are 1: the items found are those in which it stands."""
    issues = spread_over_years(numbered(texts))
    reader = reader_of(*issues)
    for word in words:
        if any(one.isalnum() for one in word):
            assert {hit.title for hit in reader.find(word)} == truth(issues, word), word


@given(TEXTS, st.data())
def test_every_piece_is_found(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Every stretch of every text is found, wherever it begins and ends."""
    issues = spread_over_years(numbered(texts))
    text = data.draw(st.sampled_from([text for _, text in texts]))
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    word = text[start : start + data.draw(st.integers(1, 12))]
    if any(one.isalnum() for one in word):
        assert {hit.title for hit in reader_of(*issues).find(word)} == truth(issues, word)


@given(TEXTS, WORDS)
def test_long_lists_of_single_signs(texts: list[tuple[str, str]], word: str) -> None:
    """Signs with a list of their own are found as those without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_LONG", 8)
        issues = spread_over_years(numbered(texts))
        reader = reader_of(*issues)
        for sign in {one for one in plain(word) if one.isalnum()}:
            assert {hit.title for hit in reader.find(sign)} == truth(issues, sign), sign


WORDED = [
    item(
        1,
        "关于农村饮水安全的通报",
        "全镇３个村饮水困难，按《党政机关公文格式》GB/T 9704—2012行文，文号政发〔2004〕第656号。",
    ),
    item(2, "飲水工程", "衆人拾柴，PM2.5下降。乾隆年间的著作。"),
    item(3, "饮用", "水：安全。a\U0001f600b 龘é的"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["饮水"], "12"),
        (["飲水"], "12"),
        (["众人"], "2"),
        (["眾人"], "2"),
        (["干隆"], "2"),
        (["乾隆"], "2"),
        (["水安全"], "1"),
        (["水：安全"], "3"),
        (["水:安全"], "3"),
        (["第656号"], "1"),
        (["656"], "1"),
        (["第65"], "1"),
        (["GB/T 9704"], "1"),
        (["gb/t9704"], "1"),
        (["ＧＢ／Ｔ"], "1"),
        (["3个村"], "1"),
        (["pm2.5"], "2"),
        (["饮水", "困难"], "1"),
        (["饮水", "工程"], "2"),
        (["的"], "123"),
        (["龘"], "3"),
        (["é的"], "3"),
        (["a\U0001f600b"], "3"),
        (["饮水安全吗"], ""),
        (["没有的词"], ""),
    ],
    ids="+".join,
)
def test_words(words: list[str], found: str) -> None:
    """Words are found as readers write them."""
    hits = reader_of(an_issue("7", "2004-05-08", items=WORDED)).find(*words)
    assert "".join(hit.address[-2] for hit in hits) == found


def test_units_and_topics_are_found() -> None:
    """The name of a unit or topic finds its items, and a word that goes over its end does not."""
    one = replace(an_item(1), units=(LIUBO, WATER), text="无")
    reader = reader_of(an_issue("1", "2004-05-08", items=[one, item(2, "另一条", "无")]))
    (hit,) = reader.find("水利局")
    assert (hit.address, hit.units, hit.topic) == ("gazette/2004/1/1/", (LIUBO.id, WATER.id), AGRICULTURE.id)
    assert reader.find("柳泊镇", "农业农村") == [hit]
    assert reader.find("柳泊镇区水利局") == []


@pytest.mark.parametrize(
    ("signed", "name"),
    [("2001-12-31", "柳泊公社"), ("2002-01-01", "柳泊乡"), ("2004-05-08", "柳泊乡"), ("2004-05-09", "柳泊镇")],
)
def test_units_are_found_by_the_name_of_the_day(signed: str, name: str) -> None:
    """The name that a unit bore on the day finds an item, and so does the present one; no other does."""
    past = (
        FormerName("柳泊公社", "", None, date(2001, 12, 31)),
        FormerName("柳泊乡", "", date(2002, 1, 1), date(2004, 5, 8)),
    )
    unit = replace(LIUBO, former=past)
    found = a_catalogue(an_issue("1", signed, items=[replace(an_item(1), units=(unit,), text="无")]))
    catalogue = replace(found, reference=replace(found.reference, units=(unit, WATER)))
    documents = search_documents(Context(catalogue, Edition.INTERNAL, str), Store(None))
    reader = Reader(partial(fetch, {one.path: one.make() for one in documents}))
    for one in ("柳泊公社", "柳泊乡", "柳泊镇"):
        assert bool(reader.find(one)) is (one in {name, "柳泊镇"}), one


@pytest.mark.parametrize(
    ("kind", "status", "sign"),
    [
        (Kind.GENERAL, None, "0"),
        (Kind.PROBLEM, None, "1"),
        (Kind.PROBLEM, Status.OPEN, "2"),
        (Kind.PROBLEM, Status.HANDLING, "3"),
        (Kind.PROBLEM, Status.RESOLVED, "4"),
    ],
)
def test_kind(kind: Kind, status: Status | None, sign: str) -> None:
    """A hit says what it is; the only item of an issue has the issue's address."""
    (hit,) = reader_of(an_issue("1", items=[item(1, "饮水", "", kind=kind, status=status)])).find("饮水")
    assert (hit.kind, hit.address) == (sign, "gazette/2004/1/")


def test_drafts_are_not_there() -> None:
    """What has no number has no address, and is in no year."""
    files = files_of(an_issue("1", items=[WORDED[1]]), an_issue("", "2005-01-02", items=[WORDED[0]]))
    assert [path for path in files if path.endswith(".json")] == ["search/index.json", "search/2004.json"]


# As in docs/search.md.
EXAMPLE = "47425331 a1bc75ae 23019104 210af076 0113ff58 8800010f f8396000 08f8e871 df051fc4 acde1ac8 00"


def test_the_example_of_the_manual() -> None:
    """The bytes are those that docs/search.md explains."""
    files = files_of(an_issue("1", "2004-05-08", items=[item(1, "饮水", "水。"), item(2, "道路", "饮水")]))
    assert files["search/2004/0_0.bin"] == bytes.fromhex(EXAMPLE)


def spoil_sum(data: bytes) -> bytes:
    """Change the last byte."""
    return data[:-1] + bytes([data[-1] ^ 1])


def spoil_generation(data: bytes) -> bytes:
    """Be of another numbering of items."""
    return data[:4] + bytes(4) + data[8:]


def spoil_part(data: bytes) -> bytes:
    """Be another part of the year."""
    return data[:8] + bytes(4) + data[12:]


@pytest.mark.parametrize("spoil", [spoil_sum, spoil_generation, spoil_part, lambda data: data[:9]])
@pytest.mark.parametrize("name", ["0_0.bin", "t0.bin"])
def test_damage_is_seen(spoil: Callable[[bytes], bytes], name: str) -> None:
    """A file that is damaged, or not the one that was meant, is known for it."""
    files = files_of(an_issue("1", items=WORDED))
    path = f"search/2004/{name}"
    files[path] = spoil(files[path])
    with pytest.raises(OutdatedError):
        Reader(partial(fetch, files)).find("饮水")
