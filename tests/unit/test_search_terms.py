"""The terms of a text: pairs of signs, of which two figures side by side are one, and signs by themselves."""

from __future__ import annotations

import pytest

from bulletin_search.terms import terms_of
from tests.unit import search_reader


def written(sign: str) -> str:
    """Return a sign for one figure or two as these in brackets."""
    first, second = divmod(ord(sign) - 0xE000, 16)
    return f"({first}{second - 1 if second else ''})" if 0 <= first < 10 and second <= 10 else sign


def figures(terms: frozenset[str]) -> set[str]:
    """Return terms with the signs for figures written as those in brackets."""
    return {"".join(map(written, term)) for term in terms}


@pytest.mark.parametrize(
    ("text", "pairs", "ends"),
    [
        ("", set(), set()),
        ("水", set(), {"水"}),
        ("饮水", {"饮水"}, {"水"}),
        ("饮水。水", {"饮水"}, {"水"}),
        ("第6号", {"第(6)", "6号"}, {"号"}),
        ("5", set(), {"5"}),
        ("25", set(), {"(25)", "2", "5"}),
        ("25亩", {"(25)亩", "5亩"}, {"2", "5", "亩"}),
        ("到25", {"到(25)"}, {"(25)", "2", "5"}),
        ("212亩", {"(21)(2)", "(12)亩", "2亩"}, {"2", "1", "亩"}),
        ("第656号", {"第(65)", "(65)(6)", "(56)号", "6号"}, {"6", "5", "号"}),
        ("004", {"(00)(4)"}, {"(04)", "0", "4"}),
        ("3.5万", {"5万"}, {"3", "万"}),
        ("12.50元", {"(50)元", "0元"}, {"(12)", "1", "2", "5", "0", "元"}),
        ("GB/T 9704", {"gb", "t(97)", "(97)(04)", "(70)(4)"}, {"b", "(04)", "9", "7", "0", "4"}),
        ("２００４年", {"(20)(04)", "(00)(4)", "(04)年", "4年"}, {"2", "0", "4", "年"}),
        ("①②", {"①②"}, {"②"}),
    ],
)
def test_terms(text: str, pairs: set[str], ends: set[str]) -> None:
    """Of a number three signs in a row and more are told, and each of its figures can be asked for alone."""
    found = terms_of((), text)
    assert (figures(found.pairs), figures(found.ends)) == (pairs, ends)
    assert (found.head, found.more) == (frozenset(), frozenset())


def test_head_and_more() -> None:
    """What stands in a title or name is marked, and what the text has more than once, whatever a title says again."""
    found = terms_of(("饮水25", "水务"), "饮水饮水，25亩。25亩")
    assert figures(found.head) == {"饮水", "水(25)", "水务"}
    assert figures(found.more) == {"饮水", "(25)亩", "5亩"}
    assert found.head | found.more <= found.pairs


@pytest.mark.parametrize("run", ["饮水", "第656号", "212亩", "25", "2004", "gb", "a1b22c333", "212"])
def test_terms_that_readers_ask_for_are_there(run: str) -> None:
    """Every term of a run stands in the index of a text that has it, as a pair or as a sign by itself."""
    for text in (run, f"甲{run}", f"{run}乙", f"1{run}2"):
        own = terms_of((), text)
        for term in search_reader.terms_of(run):
            if len(term) == 1:
                assert term in own.ends or any(pair.startswith(term) for pair in own.pairs)
            else:
                assert not own.pairs.isdisjoint(term[0] + chr(second) for second in search_reader.seconds_of(term))


@pytest.mark.parametrize(
    ("run", "terms"),
    [
        ("水", ["水"]),
        ("5", ["5"]),
        ("28", ["(28)"]),
        ("饮水", ["饮水"]),
        ("到2", ["到2"]),
        ("到28", ["到(28)"]),
        ("缩短到28天", ["缩短", "短到", "到(28)", "(28)天"]),
        ("的5个村", ["的(5)", "5个", "个村"]),
        ("25个", ["(25)个"]),
        ("212", ["(21)2"]),
        ("2004年", ["(20)(04)", "(04)年"]),
    ],
)
def test_terms_of_a_query(run: str, terms: list[str]) -> None:
    """A reader asks for no term that ends where one before it does, and a figure at the end means all behind it."""
    assert ["".join(map(written, term)) for term in search_reader.terms_of(run)] == terms
