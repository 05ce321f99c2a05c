"""Dates as bulletins write them: strict reading, and printing in Chinese without any locale."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

from bulletin.numerals import from_hanzi

# Mainland China has kept one zone without summer time since 1992; the zone's name would need a time-zone database.
CHINA: Final = timezone(timedelta(hours=8), "+08:00")

_CANONICAL: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CANONICAL_MOMENT: Final = re.compile(rf"{_CANONICAL.pattern} \d\d:\d\d", re.ASCII)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_HANZI: Final = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九]|一?十[一二]?)月"
    r"([一二三四五六七八九]|[一二]?十[一二三四五六七八九]?|三十一?)日"
)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_FOLD: Final = str.maketrans("０１２３４５６７８９：－／　", "0123456789:-/ ")


def parse_date(text: str) -> date:
    """Read 2004-11-20, 2004/11/20, 2004年11月20日 or 二〇〇四年十一月二十日; raise ValueError for anything else.

    Full-width digits and signs are understood; nothing is guessed: no missing year, no two-digit year.
    """
    if _CANONICAL.fullmatch(text):  # nearly all are; a ledger has tens of thousands
        return date.fromisoformat(text)
    folded = text.translate(_FOLD).strip()
    matched = _DATE.fullmatch(folded)
    if matched is not None:
        year, month, day = (int(part) for part in matched.groups() if part)
        return date(year, month, day)
    written = _HANZI.fullmatch(folded)
    if written is None:
        raise ValueError(text)
    return date(*(from_hanzi(part) for part in written.groups()))


def parse_datetime(text: str) -> datetime:
    """Read a date and a time of day, ``2004-11-20 09:30``, as China time; raise ValueError for anything else."""
    if _CANONICAL_MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).replace(tzinfo=CHINA)
    head, _, tail = text.translate(_FOLD).strip().replace("T", " ").partition(" ")
    day = parse_date(head)
    matched = _TIME.fullmatch(tail.strip())
    if matched is None:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in matched.groups())
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=CHINA)


def parse_month(text: str) -> date:
    """Read 2004-12, 2004年12月 or 二〇〇四年十二月 as the first day of the month; raise ValueError else."""
    folded = text.translate(_FOLD).strip()
    return parse_date(f"{folded}-1" if "-" in folded else f"{folded}1日" if folded[:1].isascii() else f"{folded}一日")


def date_zh(day: date) -> str:
    """Return 2004年11月20日: arabic, full, month and day not zero-padded (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_en(day: date) -> str:
    """Return 20 November 2004."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def minute(moment: datetime) -> str:
    """Return 2004-11-20 09:30, the form of the PubDate tag (国办发〔2017〕47号, annex)."""
    return moment.replace(tzinfo=None).isoformat(" ", "minutes")
