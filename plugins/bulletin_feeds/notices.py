"""What feeds say beside their entries: corrections, each an entry tied to what it corrects, and tombstones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Final

from bulletin.catalogue import Entry
from bulletin.issues import Correction, Issue
from bulletin.kinds import Level
from bulletin_feeds.entries import (
    CORRECTION,
    FeedEntry,
    category,
    correction_html,
    entry_id,
    issue_entry,
    item_entry,
)
from bulletin_feeds.moments import moment_of, withdrawn_at
from bulletin_portal.context import Context

ANCHOR: Final = "correction-notice"  # of the notice on the pages of issues and items


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that followers may hold and should hold no longer (RFC 6721). ``ref`` was its id."""

    ref: str
    when: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Major:
    """A major correction (C20); ``nth`` among those of one day that concern the same item, or the issue as a whole.

    So neither a correction that the edition withholds nor one that is added later changes the id of another.
    """

    correction: Correction
    nth: int

    def key(self, *, within_issue: bool) -> str:
        """Return ``correction-2004-12-01``; within an issue the item too, ``…-item-2``; the second of a day ``….2``."""
        item = f"-item-{self.correction.item}" if within_issue and self.correction.item is not None else ""
        return f"correction-{self.correction.corrected.isoformat()}{item}" + (f".{self.nth}" if self.nth > 1 else "")


def majors_of(corrections: Iterable[Correction]) -> Iterator[Major]:
    """Yield the major ones of an issue's corrections in the order written."""
    times: Counter[tuple[date, int | None]] = Counter()
    for one in corrections:
        if one.level is Level.MAJOR:
            times[one.corrected, one.item] += 1
            yield Major(one, times[one.corrected, one.item])


def _correction(context: Context, issue: Issue, major: Major, original: FeedEntry, key: str) -> FeedEntry:
    one, moment = major.correction, moment_of(issue, major.correction.corrected)
    change = f"<p><del>{escape(one.before)}</del> → <ins>{escape(one.after)}</ins></p>"
    return replace(
        original,
        id=f"{original.id}#{key}",
        link=f"{original.link}#{ANCHOR}",
        title=f"[更正] {original.title}",
        summary=one.note,
        html="\n".join([correction_html(one), *([change] if one.before and one.after else [])]),
        authors=(issue.series.issuer,),
        categories=(category(context.reference.site, "notice", *CORRECTION), *original.categories),
        published=moment,
        updated=moment,
        related=original.link,
    )


def issue_correction(context: Context, issue: Issue, major: Major) -> FeedEntry:
    """Return the entry that follows an issue's: it was corrected, as a whole or one of its items."""
    return _correction(context, issue, major, issue_entry(context, issue), major.key(within_issue=True))


def item_correction(context: Context, entry: Entry, major: Major) -> FeedEntry:
    """Return the entry that follows an item's: the item was corrected."""
    return _correction(context, entry.issue, major, item_entry(context, entry), major.key(within_issue=False))


def _removed(issue: Issue, refs: Iterable[str]) -> tuple[Removed, ...]:
    if issue.withdrawal is None:
        return ()
    when = withdrawn_at(issue, issue.withdrawal.withdrawn)
    return tuple(Removed(ref, when, issue.withdrawal.reason) for ref in refs)


def _corrections_gone(context: Context, issue: Issue) -> list[str]:
    own = entry_id(context, issue)
    return [f"{own}#{one.key(within_issue=True)}" for one in majors_of(issue.gone.corrections)]


def removed_issue(context: Context, issue: Issue) -> tuple[Removed, ...]:
    """Return the tombstones of a withdrawn issue's entry and of its corrections' (C16); none if the issue stands."""
    return _removed(issue, [entry_id(context, issue), *_corrections_gone(context, issue)])


def removed_withdrawal(context: Context, issue: Issue, moment: datetime) -> tuple[Removed, ...]:
    """Return the tombstone of the notice that an issue was withdrawn, for what is told once it is out again (C17)."""
    reissue = issue.reissue
    if reissue is None or reissue.withdrawal is None or moment < moment_of(issue, reissue.reissued):
        return ()
    ref = f"{entry_id(context, issue)}#withdrawal-{reissue.withdrawal.withdrawn.isoformat()}"
    return (Removed(ref, moment_of(issue, reissue.reissued), reissue.note),)


def removed_corrections(context: Context, issue: Issue) -> tuple[Removed, ...]:
    """Return the tombstones of a withdrawn issue's corrections alone; none if the issue stands.

    Those of items that were closed before are not among them: what told of the closing took them back.
    """
    closed = {one.n for one in issue.gone.items if one.closed is not None}
    own = entry_id(context, issue)
    majors = (one for one in majors_of(issue.gone.corrections) if one.correction.item not in closed)
    return _removed(issue, [f"{own}#{one.key(within_issue=True)}" for one in majors])


def removed_items(context: Context, issue: Issue, items: Collection[int]) -> tuple[Removed, ...]:
    """Return the tombstones of a withdrawn issue's entries in a feed of items, where these of it stood to the last."""
    own = entry_id(context, issue)
    refs = [f"{own}/{n}" for n in items]
    for one in majors_of(issue.gone.corrections):
        item = one.correction.item
        if item is None:
            refs.append(f"{own}#{one.key(within_issue=True)}")
        elif item in items:
            refs.append(f"{own}/{item}#{one.key(within_issue=False)}")
    return _removed(issue, refs)
