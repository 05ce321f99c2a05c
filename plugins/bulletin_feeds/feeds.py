"""The feeds of an edition: which there are, and what each holds, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from heapq import nlargest
from itertools import chain
from typing import Final, NamedTuple

from bulletin.catalogue import Entry
from bulletin.dates import CHINA
from bulletin.issues import Issue
from bulletin.reference import Reference
from bulletin_feeds.entries import FeedEntry, issue_entry, item_entry, moment_of, published_at, tag_uri
from bulletin_feeds.notices import (
    Removed,
    issue_correction,
    item_correction,
    majors_of,
    removed_issue,
    removed_problems,
)
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.series_pages import issues_of

NEWEST: Final = 40
CORRECTIONS: Final = 10  # of these, unless there is less to tell


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, newest entry first. ``name`` gives its addresses, ``feeds/name.rss`` and ``feeds/name.atom``."""

    name: str
    id: str
    title: str
    description: str
    home: str  # absolute address of the page it belongs to
    author: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    removed: tuple[Removed, ...] = ()
    texts: tuple[str, ...] = ()  # paths of the issues that entries were made from


class _Told(NamedTuple):
    """Something a feed may tell, before it is known whether it will: only what is told is written out.

    The greater is the newer: ``path`` is that of the issue, and ``rank`` orders what has the same moment and issue;
    there no two have the same. Corrections alone exceed 0.
    """

    moment: datetime
    path: str
    rank: int
    entry: Callable[[], FeedEntry]
    removed: tuple[Removed, ...] = ()


def _newest(told: Iterable[_Told]) -> list[_Told]:
    """Return what a feed tells, newest first; an issue with many corrections does not crowd out the others."""
    everything = list(told)
    everything.reverse()  # they come by age, and what is newest is best looked at first
    others = nlargest(NEWEST, (one for one in everything if one.rank <= 0))
    room = max(CORRECTIONS, NEWEST - len(others))
    corrections = nlargest(room, (one for one in everything if one.rank > 0))
    return nlargest(NEWEST, [*others, *corrections])


@dataclass(frozen=True, slots=True)
class _Channel:
    name: str
    title: str
    description: str
    address: str


def _feed(context: Context, channel: _Channel, told: Iterable[_Told]) -> Feed:
    site = context.reference.site
    newest = _newest(told)
    entries = tuple(one.entry() for one in newest)
    # A feed without entries still needs a date; the clock would make two builds differ.
    updated = max((one.updated for one in entries), default=datetime(2000, 1, 1, tzinfo=CHINA))
    return Feed(
        name=channel.name,
        id=tag_uri(site, f"{addresses.FEEDS}{channel.name}"),
        title=f"{channel.title} - {site.name}",
        description=channel.description,
        home=site.url + channel.address,
        author=site.organiser,
        updated=updated,
        entries=entries,
        removed=tuple(removed for one in newest for removed in one.removed),
        texts=tuple(dict.fromkeys(one.path for one in newest)),
    )


def _told_of_issue(context: Context, issue: Issue) -> Iterator[_Told]:
    """Yield an issue and its major corrections, or its withdrawal instead."""
    entry = partial(issue_entry, context, issue)
    if issue.withdrawal:
        moment = moment_of(issue, issue.withdrawal.withdrawn)
        yield _Told(moment, issue.path, 0, entry, removed_issue(context, issue))
    else:
        yield _Told(published_at(issue), issue.path, 0, entry)
    for rank, one in enumerate(majors_of(issue.corrections), 1):
        moment = moment_of(issue, one.correction.corrected)
        yield _Told(moment, issue.path, rank, partial(issue_correction, context, issue, one))


def _told_of_problems(context: Context, issue: Issue, problems: list[Entry]) -> Iterator[_Told]:
    """Yield an issue's problem items and the major corrections that concern them, or their withdrawal instead."""
    if issue.withdrawal and issue.gone.problems:
        moment, removed = moment_of(issue, issue.withdrawal.withdrawn), removed_problems(context, issue)
        yield _Told(moment, issue.path, 0, partial(issue_entry, context, issue), removed)
    if not problems:
        return
    published = published_at(issue)
    for entry in problems:
        yield _Told(published, issue.path, -entry.item.n, partial(item_entry, context, entry))
    by_n = {entry.item.n: entry for entry in problems} if issue.corrections else {}
    for rank, one in enumerate(majors_of(issue.corrections), 1):
        moment, item = moment_of(issue, one.correction.corrected), one.correction.item
        if item is None:
            yield _Told(moment, issue.path, rank, partial(issue_correction, context, issue, one))
        elif item in by_n:
            yield _Told(moment, issue.path, rank, partial(item_correction, context, by_n[item], one))


def feeds_of(context: Context) -> list[Feed]:
    """Return the feeds of an edition: all issues, each series that has issues, problem items."""
    reference: Reference = context.reference
    issues = context.catalogue.issues
    told = {issue.path: list(_told_of_issue(context, issue)) for issue in issues}
    feeds = [
        _feed(
            context,
            _Channel("all", "全部刊物", reference.site.description, addresses.HOME),
            chain.from_iterable(told.values()),
        )
    ]
    for series in reference.series:
        own = issues_of(context, series)
        if own:
            home = addresses.series_address(series)
            channel = _Channel(series.id, reference.shown_title(series), series.summary, home)
            feeds.append(_feed(context, channel, chain.from_iterable(told[issue.path] for issue in own)))
    by_issue: dict[str, list[Entry]] = {}
    for entry in context.shelves.problems:
        by_issue.setdefault(entry.issue.path, []).append(entry)
    channel = _Channel("problems", "问题信息", "各刊物所载问题信息。", addresses.PROBLEMS)
    problems = (_told_of_problems(context, issue, by_issue.get(issue.path, [])) for issue in issues)
    return [*feeds, _feed(context, channel, chain.from_iterable(problems))]
