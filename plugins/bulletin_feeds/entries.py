"""What feeds say: entries with stable ids and honest dates, made from the catalogue without any feed format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from bulletin.catalogue import Entry, item_ref
from bulletin.dates import CHINA
from bulletin.issues import Issue
from bulletin.kinds import Kind, Level
from bulletin.reference import Reference, Site
from bulletin_portal import addresses
from bulletin_portal.cards import summary_of
from bulletin_portal.context import Context
from bulletin_portal.rendering import localised

NEWEST: Final = 40


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. ``id`` is a tag URI (RFC 4151) that no move or rename of the site changes."""

    id: str
    link: str
    title: str
    summary: str
    html: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    published: datetime
    updated: datetime


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


def tag_uri(site: Site, specific: str) -> str:
    """Return ``tag:host,year:specific``."""
    return f"tag:{site.feed_authority}:{specific}"


def _published(issue: Issue) -> datetime:
    if issue.published is None:
        raise ValueError(issue.path)
    return issue.published


def updated_at(issue: Issue, item: int | None = None) -> datetime:
    """Return the moment of the last change readers must know of; minor corrections are none (C19, C20)."""
    majors = (one for one in issue.corrections if one.level is Level.MAJOR)
    corrected = [one.corrected for one in majors if item is None or one.item in {None, item}]
    days = [*corrected, *([issue.withdrawal.withdrawn] if issue.withdrawal else [])]
    days += [issue.reissue.reissued] if issue.reissue else []
    moments = [datetime(day.year, day.month, day.day, tzinfo=CHINA) for day in days]
    return max([_published(issue), *moments])


def _absolute(body: str, site: Site) -> str:
    return str(localised(body, site.url))


def _notice(issue: Issue, n: int | None) -> str:
    notes = [
        f"<p><strong>更正（{one.corrected.isoformat()}）：</strong>{escape(one.note)}</p>"
        for one in issue.corrections
        if one.level is Level.MAJOR and (n is None or one.item in {None, n})
    ]
    return "\n".join(notes)


def _issue_html(context: Context, issue: Issue) -> str:
    if issue.withdrawal:
        return f"<p>本期已于{issue.withdrawal.withdrawn.isoformat()}撤回。{escape(issue.withdrawal.reason)}</p>"
    site = context.reference.site
    parts = [_notice(issue, None)]
    if issue.note:
        parts.append(f"<p><strong>按语：</strong>{escape(issue.note)}</p>")
    for item in issue.items:
        units = "、".join(unit.name for unit in item.units)
        parts.append(f"<h2>{escape(item.title)}</h2>\n<p>{escape(units)}</p>\n{_absolute(item.body, site)}")
    return "\n".join(part for part in parts if part)


def issue_entry(context: Context, issue: Issue) -> FeedEntry:
    """Return the entry of an issue with all its items in full."""
    site, card = context.reference.site, context.cards.issue(issue)
    label = card.series.name + card.number_label
    return FeedEntry(
        id=tag_uri(site, card.address.rstrip("/")),
        link=site.url + card.address,
        title=f"[撤回] {label}" if issue.withdrawal else f"{label}：{card.title}",
        summary="；".join(card.item_titles) or label,
        html=_issue_html(context, issue),
        authors=(issue.series.issuer,),
        categories=(card.series.name,),
        published=_published(issue),
        updated=updated_at(issue),
    )


def item_entry(context: Context, entry: Entry) -> FeedEntry:
    """Return the entry of a single item."""
    site, card = context.reference.site, context.cards.item(entry)
    item, issue = entry.item, entry.issue
    categories = ("问题信息" if item.kind is Kind.PROBLEM else "普发信息", *([item.topic.name] if item.topic else []))
    html = "\n".join(part for part in (_notice(issue, item.n), _absolute(item.body, site)) if part)
    return FeedEntry(
        id=tag_uri(site, str(item_ref(issue, item))),
        link=site.url + card.address,
        title=f"{item.title}（{card.issue.name}）",
        summary=summary_of(item.text),
        html=html,
        authors=tuple(unit.name for unit in item.units),
        categories=categories,
        published=_published(issue),
        updated=updated_at(issue, item.n),
    )


@dataclass(frozen=True, slots=True)
class _Channel:
    name: str
    title: str
    description: str
    address: str


def _feed(context: Context, channel: _Channel, entries: list[FeedEntry]) -> Feed:
    """Return the feed of entries that come newest first."""
    site = context.reference.site
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
        entries=tuple(entries),
    )


def _newest(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (_published(issue), issue.path), reverse=True)[:NEWEST]


def _problems(context: Context) -> list[FeedEntry]:
    entries = [entry for entry in context.catalogue.entries() if entry.item.kind is Kind.PROBLEM]
    entries.sort(key=lambda entry: (_published(entry.issue), entry.issue.path, -entry.item.n), reverse=True)
    return [item_entry(context, entry) for entry in entries[:NEWEST]]


def feeds_of(context: Context) -> list[Feed]:
    """Return the feeds of an edition: all issues, each series that has issues, problem items."""
    reference: Reference = context.reference
    issues = context.catalogue.issues
    everything = _Channel("all", "全部刊物", reference.site.description, addresses.HOME)
    feeds = [_feed(context, everything, [issue_entry(context, issue) for issue in _newest(issues)])]
    for series in reference.series:
        own = _newest(issue for issue in issues if issue.series.id == series.id)
        if own:
            channel = _Channel(
                series.id, reference.shown_title(series), series.summary, addresses.series_address(series)
            )
            feeds.append(_feed(context, channel, [issue_entry(context, issue) for issue in own]))
    problems = _Channel("problems", "问题信息", "各刊物所载问题信息。", addresses.PROBLEMS)
    return [*feeds, _feed(context, problems, _problems(context))]
