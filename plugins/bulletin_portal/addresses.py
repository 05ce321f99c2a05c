"""Addresses: where everything stands, relative to the site's root; permanent once published."""

from __future__ import annotations

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
CORRECTIONS = "corrections/"
FEEDS = "feeds/"
SEARCH = "search/"


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


def output_path(address: str) -> str:
    """Return the file a page's address is served from."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def root_of(address: str) -> str:
    """Return the relative prefix from a page to the site's root: ``./``, ``../../``."""
    return "../" * address.count("/") or "./"
