"""What feeds say of items that are public no longer, and of issues of which nothing is left: notices and tombstones.

Not a word of what was closed is in them, nor why it was: numbers and days, which followers have already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final, NamedTuple

from bulletin.issues import GoneItem, Issue
from bulletin_feeds.entries import FeedEntry, category, entry_id
from bulletin_feeds.moments import closed_at, moment_of
from bulletin_feeds.notices import Removed, majors_of, removed_withdrawal
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.series_pages import issues_of

CLOSED: Final = ("closed", "停止公开")
_COMMENT: Final = CLOSED[1]


class Closed(NamedTuple):
    """An item that was closed: on what day, and the number it had."""

    day: date
    n: int


def closed_of(items: Iterable[GoneItem]) -> list[Closed]:
    """Return which items were closed, the last one last."""
    return sorted(Closed(one.closed, one.n) for one in items if one.closed is not None)


def page_of(context: Context, issue: Issue) -> str:
    """Return where a notice leads, relative to the site's root: to what is left of the issue, or to what is above it.

    Each is the beginning of the one before, as the guard of ids wants it (``releases/guards/feed_identity.py``).
    """
    if issue.items or issue.withdrawal:
        return addresses.issue_address(issue)
    return addresses.series_address(issue.series) if issues_of(context, issue.series) else addresses.HOME


def _notice(context: Context, issue: Issue, n: int | None, day: date) -> FeedEntry:
    site, series = context.reference.site, context.cards.issue(issue).series
    item, own = ("", "") if n is None else (f"第{n}条", f"/{n}")
    said = f"{item or '本期'}已于{day.isoformat()}停止公开。"
    moment = moment_of(issue, day)
    return FeedEntry(
        id=f"{entry_id(context, issue)}{own}#closed-{day.isoformat()}",
        link=site.url + page_of(context, issue),
        title=f"[停止公开] {series.name}{context.cards.issue(issue).number_label}{item}",
        summary=said,
        html=f"<p>{said}</p>",
        authors=(issue.series.issuer,),
        categories=(
            category(site, "notice", *CLOSED),
            category(site, "series", issue.series.id, series.name),
        ),
        published=moment,
        updated=moment,
    )


def closed_item(context: Context, issue: Issue, item: Closed) -> FeedEntry:
    """Return the entry that says that an item was closed."""
    return _notice(context, issue, item.n, item.day)


def closed_issue(context: Context, issue: Issue) -> FeedEntry:
    """Return the entry that says that all of an issue was closed."""
    return _notice(context, issue, None, _last_day(issue))


def _last_day(issue: Issue) -> date:
    return closed_of(issue.gone.items)[-1].day


def _wholes(context: Context, issue: Issue, day: date) -> Iterator[str]:
    """Yield the ids of the corrections of an issue as a whole, up to a day."""
    for one in majors_of((*issue.gone.corrections, *issue.corrections)):
        if one.correction.item is None and one.correction.corrected <= day:
            yield f"{entry_id(context, issue)}#{one.key(within_issue=True)}"


def _retracted(context: Context, issue: Issue, moment: datetime) -> tuple[Removed, ...]:
    """Return the tombstone of an earlier withdrawal where no entry is left that could carry it."""
    return tuple(replace(one, comment=_COMMENT) for one in removed_withdrawal(context, issue, moment))


def corrections_closed(context: Context, issue: Issue, moment: datetime) -> tuple[Removed, ...]:
    """Return the tombstones of what a feed of issues told of items that were closed by a moment: corrections."""
    days = {n: day for day, n in closed_of(issue.gone.items)}
    return tuple(
        Removed(f"{entry_id(context, issue)}#{one.key(within_issue=True)}", closed_at(issue, days[n], n), _COMMENT)
        for one in majors_of(issue.gone.corrections)
        if (n := one.correction.item) in days and moment_of(issue, days[n]) <= moment
    )


def removed_closed(context: Context, issue: Issue, item: Closed, *, last: bool, whole: bool) -> tuple[Removed, ...]:
    """Return the tombstones of what a feed told of an item that was closed.

    Args:
        context: The edition.
        issue: Its issue, with what is gone.
        item: The item.
        last: Whether no other item of the issue stands in the feed since.
        whole: Whether the feed tells of corrections alone, each as one of the issue; else it tells of items.
    """
    issue_id = entry_id(context, issue)
    own = issue_id if whole else f"{issue_id}/{item.n}"
    corrections = (one for one in majors_of(issue.gone.corrections) if one.correction.item == item.n)
    refs = [*([] if whole else [own]), *(f"{own}#{one.key(within_issue=whole)}" for one in corrections)]
    if last:
        refs += _wholes(context, issue, item.day)
    moment = closed_at(issue, item.day, item.n)
    found = [Removed(ref, moment, _COMMENT) for ref in refs]
    return (*found, *(_retracted(context, issue, moment) if last else ()))


def removed_closed_issue(context: Context, issue: Issue) -> tuple[Removed, ...]:
    """Return the tombstones of the entry of an issue of which all was closed, first, and of its corrections."""
    day = _last_day(issue)
    moment = closed_at(issue, day)
    refs = [entry_id(context, issue), *_wholes(context, issue, day)]
    found = [Removed(ref, moment, _COMMENT) for ref in refs]
    return (*found, *corrections_closed(context, issue, moment), *_retracted(context, issue, moment))
