"""Dates as bulletins write them: strict reading, and printing in Chinese without any locale."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

# Mainland China has kept one zone without summer time since 1992; the zone's name would need a time-zone database.
CHINA: Final = timezone(timedelta(hours=8), "+08:00")

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_FOLD: Final = str.maketrans("０１２３４５６７８９：－／　", "0123456789:-/ ")


def parse_date(text: str) -> date:
    """Read 2004-11-20, 2004/11/20 or 2004年11月20日, full-width digits included; raise ValueError for anything else."""
    matched = _DATE.fullmatch(text.translate(_FOLD).strip())
    if matched is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in matched.groups() if part)
    return date(year, month, day)


def parse_datetime(text: str) -> datetime:
    """Read a date and a time of day, ``2004-11-20 09:30``, as China time; raise ValueError for anything else."""
    head, _, tail = text.translate(_FOLD).strip().replace("T", " ").partition(" ")
    day = parse_date(head)
    matched = _TIME.fullmatch(tail.strip())
    if matched is None:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in matched.groups())
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=CHINA)


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
