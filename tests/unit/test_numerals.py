"""Chinese numerals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.numerals import from_hanzi, to_hanzi
from tests.unit.making import is_refused

NUMBERS = st.integers(0, 99_999)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        pytest.param(17, "十七", id="C27-17"),
        (20, "二十"),
        (99, "九十九"),
        pytest.param(100, "一百", id="C27-100"),
        pytest.param(103, "一百零三", id="C27-103"),
        pytest.param(110, "一百一十", id="C27-110"),
        (115, "一百一十五"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (2004, "二千零四"),
        (9999, "九千九百九十九"),
        (10_000, "一万"),
        (10_010, "一万零一十"),
        (20_500, "二万零五百"),
        (99_999, "九万九千九百九十九"),
    ],
)
def test_number_in_chinese(number: int, text: str) -> None:
    """A number is written with its places, one zero for a gap, and ten without a leading one."""
    assert to_hanzi(number) == text


@pytest.mark.parametrize("number", [-1, 100_000])
def test_number_out_of_range(number: int) -> None:
    """What has no numeral here is refused."""
    with pytest.raises(ValueError, match=str(number)):
        to_hanzi(number)


@given(NUMBERS)
def test_numeral_is_well_formed(number: int) -> None:
    """A numeral has neither two zeros in a row nor a zero at the end, except zero itself."""
    assert number == 0 or not re.search("零零|零$|^零", to_hanzi(number))


@given(NUMBERS)
def test_numeral_is_read_back(number: int) -> None:
    """A numeral read is the number written."""
    assert from_hanzi(to_hanzi(number)) == number


@pytest.mark.parametrize(("text", "number"), [("二〇〇四", 2004), ("一〇三", 103), ("两百", 200)])
def test_other_ways_to_write(text: str, number: int) -> None:
    """Digit by digit, as years are written, and 两 are understood."""
    assert from_hanzi(text) == number


@pytest.mark.parametrize("text", ["", "10", "第十", "十百", "百千", "十十", "百百", "壹", "二三百", "一百二三"])
def test_no_numeral(text: str) -> None:
    """What is no numeral is refused."""
    assert is_refused(from_hanzi, text)
