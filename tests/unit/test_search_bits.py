"""The codes of a term shard come back as they went in, and their lengths are those of docs/search.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_search.bits import ascending, golomb, packed, rice, spread
from tests.unit.search_reader import Bits


@pytest.mark.parametrize(
    ("code", "value", "k", "bits"),
    [
        (rice, 0, 0, "0"),
        (rice, 3, 0, "1110"),
        (rice, 5, 1, "1101"),
        (rice, 5, 3, "0101"),
        (golomb, 0, 0, "0"),
        (golomb, 1, 0, "100"),
        (golomb, 2, 0, "101"),
        (golomb, 3, 0, "11000"),
        (golomb, 9, 8, "000001001"),
        (golomb, 256, 8, "10000000000"),
    ],
)
def test_codes(code: Callable[[int, int], str], value: int, k: int, bits: str) -> None:
    """The codes are the ones that the script reads."""
    assert code(value, k) == bits


@pytest.mark.parametrize(("count", "limit", "k"), [(1, 9, 2), (3, 9, 1), (5, 9, 0), (9, 9, 0), (1, 3000, 10)])
def test_spread(count: int, limit: int, k: int) -> None:
    """The k is the greatest with 3 × count × 2ᵏ ≤ 2 × limit."""
    assert spread(count, limit) == k


@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 12))))
def test_golomb_returns(given_numbers: list[tuple[int, int]]) -> None:
    """Any numbers, one behind the other, come back."""
    bits = Bits(packed("".join(golomb(value, k) for value, k in given_numbers)))
    assert [bits.golomb(k) for _, k in given_numbers] == [value for value, _ in given_numbers]


@given(st.lists(st.sets(st.integers(0, 299)), max_size=5))
def test_ascending_returns(lists: list[set[int]]) -> None:
    """Lists, one behind the other, come back: empty and full ones, which take no bits, too."""
    bits = Bits(packed("".join(ascending(sorted(one), 300) for one in lists)))
    assert [bits.ascending(len(one), 300) for one in lists] == [sorted(one) for one in lists]
    assert ascending(range(300), 300) == ascending((), 300) == ""
