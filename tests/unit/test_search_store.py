"""The index is the same bytes whatever was kept of it, and what stands is not made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.issues import Issue
from bulletin_search import postings, store
from bulletin_search.cutting import cuts
from bulletin_search.store import Store, Year
from bulletin_search.year_index import made_anew, made_from
from bulletin_search.year_items import YearItems, by_year
from bulletin_source.shards import Shards, digest
from tests.unit.making import LIUBO, WATER, an_issue
from tests.unit.test_search_index import LETTERS, WORDED, item

TEXT = st.text(LETTERS, max_size=40)
WORDED_ITEM = st.tuples(TEXT, TEXT, st.booleans())
TAIL = st.lists(st.lists(WORDED_ITEM, max_size=2), max_size=2)


def states_of(own: YearItems) -> list[bytes]:
    """Return the states of issues: of all that they are."""
    return [digest(repr(issue).encode()) for issue in own.issues]


def year_of(*issues: Issue) -> YearItems:
    """Return the year of some issues."""
    (own,) = by_year(issues)
    return own


def known(*issues: Issue) -> list[Year]:
    """Return the years of issues with their states."""
    return [Year(own, states_of(own)) for own in by_year(issues)]


# An edit after which there are two buckets, of which one has the terms that were in one.
_DEALT_ANEW: Final = [
    *(("院路桥公a", "道桥", False), ("公a院万", "万院校校学1公水水里", False), ("校公路", "", False)),
    *(("万医1", "水万饮a医饮路公1里万公万", False), ("aa饮", "万a", False), ("医万a路医校", "", False)),
]


def issue_of(number: int, items: list[tuple[str, str, bool]]) -> Issue:
    """Return an issue of items of titles and texts, each of one unit or the other."""
    made = [
        replace(item(n, title, text), units=(LIUBO,) if unit else (WATER,))
        for n, (title, text, unit) in enumerate(items, 1)
    ]
    return an_issue(f"{number}", f"2004-05-{number:02}", items=made)


def assert_patched(before: list[Issue], now: list[Issue]) -> tuple[int, int]:
    """Assert that a year made from what it was is what is made from nothing; return the numbers of buckets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_LONG", 60)
        patch.setattr("bulletin_search.term_shards._TARGET", 200)  # many buckets, of one shard and of several
        patch.setattr("bulletin_search.item_texts._TARGET", 60)
        old, new = year_of(*before), year_of(*now)
        memory = made_anew(old, states_of(old))
        buckets = len(memory.deal.widths)
        anew, patched = made_anew(new, states_of(new)), made_from(memory, new, states_of(new))
        assert patched is not None
        assert (patched.files, patched.manifest) == (anew.files, anew.manifest)
        assert patched.postings.entries == anew.postings.entries
        assert (patched.postings.items, patched.postings.pairs) == (anew.postings.items, anew.postings.pairs)
        return buckets, len(anew.deal.widths)


@example(_DEALT_ANEW, "", "道a1公道饮水a公医院公饮道", 0)
@given(st.lists(WORDED_ITEM, min_size=5, max_size=12), TEXT, TEXT, st.integers(0, 4))
def test_an_edit_gives_the_same_bytes(texts: list[tuple[str, str, bool]], title: str, text: str, at: int) -> None:
    """What is made from before is what is made from nothing, whatever words an edit brings and takes."""
    issues = [issue_of(n, [one]) for n, one in enumerate(texts, 1)]
    edited = replace(issues[at], items=(replace(issues[at].items[0], title=title, text=text),))
    assert_patched(issues, [*issues[:at], edited, *issues[at + 1 :]])


@given(st.lists(WORDED_ITEM, min_size=12, max_size=14), TAIL, TAIL, WORDED_ITEM, st.integers(0, 12))
def test_a_tail_gives_the_same_bytes(
    texts: list[tuple[str, str, bool]],
    before: list[list[tuple[str, str, bool]]],
    now: list[list[tuple[str, str, bool]]],
    edited: tuple[str, str, bool],
    at: int,
) -> None:
    """So it is where issues come at the end of a year or go from there, and one of the others has other words."""
    head = [[one] for one in texts]
    old, new = [*head, *before], [*head[:at], [edited], *head[at + 1 :], *now]
    assert_patched(*([issue_of(n, one) for n, one in enumerate(year, 1)] for year in (old, new)))


@pytest.mark.parametrize(("signs", "buckets"), [(1, (1, 1)), (80, (1, 3))])
def test_an_issue_more_may_deal_anew(signs: int, buckets: tuple[int, int]) -> None:
    """A new issue is patched in whether the year has as many buckets as before or not, and as it goes again."""
    issues = [issue_of(n, [("饮水", "水利工程"[: n % 5], n % 2 == 0)]) for n in range(1, 9)]
    more = "".join(map(chr, range(0x4E00, 0x4E00 + signs)))
    longer = [*issues, issue_of(9, [("道路", more, True), ("饮水", "水", False)])]
    assert assert_patched(issues, longer) == buckets
    assert assert_patched(longer, issues) == buckets[::-1]


@pytest.mark.parametrize("count", range(1, 13))
def test_lists_in_other_bits(count: int) -> None:
    """Items that come have none of the terms of those before them, whose lists are told in other bits all the same."""
    issues = [issue_of(n, [("", "道路" if n <= count else "水", True)]) for n in range(1, 13)]
    assert_patched(issues, [*issues, issue_of(13, [("", "桥", True)] * 9)])


def test_too_much_is_not_patched() -> None:
    """Where an issue comes before others, or more than a few come, the year is made anew."""
    issues = [issue_of(n, [("饮水", "水", True)] * (n % 3)) for n in range(1, 9)]
    old = year_of(*issues)
    for other in (issues[1:], [*issues, *(issue_of(n, [("道路", "", True)]) for n in range(9, 14))]):
        now = year_of(*other)
        assert made_from(made_anew(old, states_of(old)), now, states_of(now)) is None


def issues_of(years: int) -> list[Issue]:
    """Return an issue of three items for each year."""
    return [an_issue("1", f"{2001 + year}-05-08", items=WORDED) for year in range(years)]


def all_files(own: Store, years: list[Year]) -> dict[str, bytes]:
    """Return all files of some years."""
    listings = own.listings(years, some=False)
    return {path: own.file(year, path) for year in years for path in listings[year.items.year].marks}


def test_a_year_that_stands_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The years of which nothing changed are not even read; their files are there when they are asked for."""
    shards = Shards(tmp_path, b"version")
    issues = issues_of(3)
    first = all_files(Store(shards), known(*issues))
    issues[1] = replace(issues[1], items=(replace(WORDED[0], text="别的话。"), *WORDED[1:]))
    made: list[int] = []
    make = Store._make

    def noted(self: Store, year: Year) -> object:
        made.append(year.items.year)
        return make(self, year)

    monkeypatch.setattr(Store, "_make", noted)
    files = all_files(Store(shards), known(*issues))
    assert made == [2002]
    assert {path.split("/")[1][:4] for path in files if files[path] != first[path]} == {"2002"}
    assert files == all_files(Store(None), known(*issues))


def test_some_years_leave_the_others(tmp_path: Path) -> None:
    """Where only some years are asked for, what is known of the others stays; else what is gone is forgotten."""
    shards, years = Shards(tmp_path, b"version"), known(*issues_of(3))
    Store(shards).listings(years, some=False)
    Store(shards).listings(years[:1], some=True)
    assert set(shards.get("years")) == {2001, 2002, 2003}
    Store(shards).listings(years[:1], some=False)
    assert set(shards.get("years")) == {2003}


@pytest.mark.parametrize("name", ["2002-files.bin", "2002.bin", "years.bin"])
@pytest.mark.parametrize("data", [b"", b"something else"])
def test_a_damaged_cache_costs_time_only(tmp_path: Path, name: str, data: bytes) -> None:
    """Whatever became of what was kept, the files are the same."""
    shards, years = Shards(tmp_path, b"version"), known(*issues_of(3))
    whole = all_files(Store(shards), years)
    (tmp_path / name).write_bytes(data)
    assert all_files(Store(shards), years) == whole


def test_forked_workers_make_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes make what one does, with a cache and without."""
    years = known(*issues_of(3))
    alone = all_files(Store(None), years)
    monkeypatch.setattr(store, "_WORTH_FORKING", 1)
    monkeypatch.setattr(store, "cores", lambda: 2)
    assert all_files(Store(None), years) == alone
    assert all_files(Store(Shards(tmp_path, b"version")), years) == alone


@given(st.lists(st.integers(1, 900), max_size=80), st.integers(100, 1000))
def test_cuts(sizes: list[int], target: int) -> None:
    """Files begin in order, the first at the beginning; none is larger than its share but by one thing."""
    begun = cuts(sizes, target)
    assert begun[0] == 0
    assert begun == sorted(set(begun))
    for start, end in zip(begun, [*begun[1:], len(sizes)], strict=True):
        assert sum(sizes[start:end]) <= target + max(sizes, default=0) + 1


def test_an_issue_without_items() -> None:
    """A withdrawn issue has a row and no items; a year of such issues alone has no terms."""
    own = year_of(an_issue("1", items=[], withdrawn=True))
    memory = made_anew(own, states_of(own))
    assert (memory.deal.widths, memory.texts, own.items) == ((1,), [0], [])
