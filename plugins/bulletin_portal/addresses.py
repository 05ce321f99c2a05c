"""Addresses: where everything stands, relative to the site's root; permanent once published."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from bulletin.issues import Issue, Item
from bulletin.kinds import Status
from bulletin.numbers import Number
from bulletin.reference import Series, Topic, Unit

HOME = ""
PROBLEMS = "problems/"
ON_REQUEST = "on-request/"  # only in the public edition
REVIEW = "review/"  # only in the internal edition
TOPICS = "topics/"
UNITS = "units/"
STATISTICS = "statistics/"
CALENDAR = "calendar/"
PICTURES = "pictures/"  # only where there are any
DATA = "data/"
CORRECTIONS = "corrections/"
FEEDS = "feeds/"
SEARCH = "search/"


class FeedFormat(NamedTuple):
    """A format of feeds: its name, the ending of addresses, the type that a web server and links name."""

    name: str
    ending: str
    type: str


ARCHIVE_FORMAT: Final = FeedFormat("Atom", "atom", "application/atom+xml")  # of closed periods, as RFC 5005 has it
FEED_FORMATS: Final = (
    FeedFormat("RSS", "rss", "application/rss+xml"),
    ARCHIVE_FORMAT,
    FeedFormat("JSON", "json", "application/feed+json"),
)


def feed_address(name: str, ending: str, period: str = "") -> str:
    """Return ``feeds/gazette.atom``, or of a closed period ``feeds/gazette/2004.atom``."""
    return f"{FEEDS}{name}/{period}.{ending}" if period else f"{FEEDS}{name}.{ending}"


def series_address(series: Series) -> str:
    """Return ``gazette/``."""
    return f"{series.id}/"


def year_address(base: str, year: int) -> str:
    """Return a listing's page of one year: ``gazette/2004/``, ``topics/transport/2004/``."""
    return f"{base}{year}/"


def number_address(series: Series, number: Number) -> str:
    """Return ``gazette/2004/16-17/``."""
    return f"{series.id}/{number.year}/{number.segment}/"


def issue_address(issue: Issue) -> str:
    """Return ``gazette/2004/10/``; raise ValueError for a draft, which has no address."""
    if issue.number is None:
        raise ValueError(issue.path)
    return number_address(issue.series, issue.number)


def item_address(issue: Issue, item: Item) -> str:
    """Return ``gazette/2004/10/3/``, or the issue's own address where the issue shows a single item.

    The last number is the item's place in the source or, in the public edition, in order of opening, so that opening
    another item later moves nothing.
    """
    return issue_address(issue) + (f"{item.n}/" if len(issue.items) > 1 else "")


def topic_address(topic: Topic) -> str:
    """Return ``topics/transport/``."""
    return f"{TOPICS}{topic.id}/"


def unit_address(unit: Unit) -> str:
    """Return ``units/liubo/``."""
    return f"{UNITS}{unit.id}/"


def problem_status_address(status: Status) -> str:
    """Return ``problems/status/handling/``."""
    return f"{PROBLEMS}status/{status}/"


def problem_topic_address(topic: Topic) -> str:
    """Return ``problems/topics/transport/``."""
    return f"{PROBLEMS}{topic_address(topic)}"


def problem_unit_address(unit: Unit) -> str:
    """Return ``problems/units/liubo/``."""
    return f"{PROBLEMS}{unit_address(unit)}"


def year_anchor(year: int) -> str:
    """Return the id of a year's part of a listing of several years: ``year-2004``."""
    return f"year-{year}"


def month_anchor(year: int, month: int) -> str:
    """Return the id of a month's part of a list of issues: ``month-2004-11``."""
    return f"month-{year}-{month:02}"


def day_anchor(day: date) -> str:
    """Return the id of the first issue of a day in such a list: ``day-2004-11-20``."""
    return f"day-{day.isoformat()}"


def series_anchor(series: Series) -> str:
    """Return the id of a series' part of a list of items: ``in-gazette``."""
    return f"in-{series.id}"


def output_path(address: str) -> str:
    """Return the file a page's address is served from."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def root_of(address: str) -> str:
    """Return the relative prefix from a page to the site's root: ``./``, ``../../``."""
    return "../" * address.count("/") or "./"
