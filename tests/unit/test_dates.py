"""Dates and moments: what is accepted, what is refused, how they are printed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.dates import CHINA, date_en, date_zh, minute, parse_date, parse_datetime, parse_month
from tests.unit.making import is_refused


@pytest.mark.parametrize(
    "text",
    [
        "2004-11-02",
        "2004-11-2",
        "2004/11/02",
        "2004/11/2",
        "2004年11月2日",
        "2004年11月02日",
        "２００４－１１－０２",
        "２００４年１１月２日",
        "２００４／１１／２",
        " 2004-11-02 ",
        "二〇〇四年十一月二日",
        "二○○四年十一月二日",
    ],
)
def test_accepted_dates(text: str) -> None:
    """Year, month and day are read with hyphens, slashes or Chinese characters, full-width digits included."""
    assert parse_date(text) == date(2004, 11, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2004",
        "2004-11",
        "2004年11月",
        "11-02",
        "10",
        "02/11/2004",
        "04-11-02",
        "20041102",
        "2004.11.02",
        "2004-11/02",
        "2004年11-02",
        "2004-13-01",
        "2004-00-10",
        "2004-02-30",
        "2005-02-29",
        "2004-11-32",
        "0000-01-01",
        "2004-011-02",
        "2004-11-02 09:30",
        "2004-11-02T09:30",
        "2004-11-02a",
        "2004 11 02",
        "today",
        "今天",
        "二〇〇四年十三月二日",
        "二〇〇四年二月三十日",
        "〇四年十一月二日",
        "٢٠٠٤-١١-٠٢",
        "+2004-11-02",
    ],
)
def test_refused_dates(text: str) -> None:
    """Anything incomplete, impossible or ambiguous is refused; nothing is filled in from today."""
    assert is_refused(parse_date, text)


@pytest.mark.parametrize(
    "text",
    [
        "2004-11-02 09:30",
        "2004-11-02 9:30",
        "2004-11-02  09:30",
        "2004-11-02T09:30",
        "2004-11-02 09:30:00",
        "2004/11/2 09:30",
        "2004年11月2日 09:30",
        "２００４年１１月２日　０９：３０",
        "2004-11-02 09：30",
    ],
)
def test_accepted_moments(text: str) -> None:
    """A day and a time of day are China time, however they are typed."""
    assert parse_datetime(text) == datetime(2004, 11, 2, 9, 30, tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2004-11-02",
        "09:30",
        "2004-11-02 0930",
        "2004-11-02 09:3",
        "2004-11-02 24:00",
        "2004-11-02 09:60",
        "2004-11-02 09:30:60",
        "2004-11-02 9",
        "2004-11-02 09:30 PM",
        "2004-11-02 09:30+08:00",
        "2004-11-02 09:30Z",
        "2004-11 09:30",
        "2004-11-02-09:30",
        "2004-11-02 ٠٩:٣٠",
    ],
)
def test_refused_moments(text: str) -> None:
    """A moment without its time, with an impossible one or with a zone is refused."""
    assert is_refused(parse_datetime, text)


@pytest.mark.parametrize("text", ["2004-12", "２００４－１２", "2004年12月", " 2004年12月 ", "二〇〇四年十二月"])
def test_accepted_months(text: str) -> None:
    """A month is its first day, however it is typed."""
    assert parse_month(text) == date(2004, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2004",
        "12月",
        "2004年",
        "2004-13",
        "2004-0",
        "2004-12-05",
        "2004年12月5日",
        "十二月",
        "2004年十二月",
        "04-12",
    ],
)
def test_refused_months(text: str) -> None:
    """A day, a year alone and a month without its year are no month."""
    assert is_refused(parse_month, text)


@given(st.dates(date(1949, 10, 1)))
def test_month_is_read_back(day: date) -> None:
    """A month is read back from the forms it is written in."""
    first = day.replace(day=1)
    assert parse_month(f"{day:%Y-%m}") == parse_month(f"{day.year}年{day.month}月") == first


@given(st.dates())
def test_date_is_read_back(day: date) -> None:
    """A date is read back from ISO writing."""
    assert parse_date(day.isoformat()) == day


@given(st.dates(date(1949, 10, 1)))
def test_chinese_date_is_read_back(day: date) -> None:
    """A date is read back from the form it is printed in."""
    assert parse_date(date_zh(day)) == day


@given(st.datetimes())
def test_moment_is_read_back(moment: datetime) -> None:
    """A moment is read back from the form it is printed in."""
    there = moment.replace(second=0, microsecond=0, tzinfo=CHINA)
    assert parse_datetime(minute(there)) == there


@given(st.text(alphabet="0123456789-/年月日 :０１２９－T") | st.text())
def test_reading_fails_in_one_way(text: str) -> None:
    """A text is a date or raises ValueError; never both a date and a moment."""
    if not is_refused(parse_date, text):
        assert is_refused(parse_datetime, text)


def test_china_time() -> None:
    """China time is eight hours ahead of UTC the year round."""
    assert parse_datetime("2004-07-01 00:00").utcoffset() == timedelta(hours=8)
    assert parse_datetime("2004-01-01 00:00").utcoffset() == timedelta(hours=8)


def test_printed_dates() -> None:
    """Dates are printed without zero padding, in Chinese and in English, whatever the locale."""
    assert date_zh(date(2004, 1, 5)) == "2004年1月5日"
    assert date_en(date(2004, 11, 20)) == "20 November 2004"


def test_printed_moment() -> None:
    """A moment is printed to the minute, as the PubDate tag has it."""
    assert minute(datetime(2004, 1, 5, 9, 5, 59, tzinfo=CHINA)) == "2004-01-05 09:05"
