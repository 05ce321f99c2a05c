"""What feeds say: entries with stable ids and honest dates, made from the catalogue without any feed format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from bulletin.catalogue import Entry, item_ref
from bulletin.dates import CHINA
from bulletin.issues import Correction, Issue
from bulletin.kinds import Kind, Level
from bulletin.reference import Site
from bulletin_portal.addresses import issue_address
from bulletin_portal.cards import summary_of
from bulletin_portal.context import Context
from bulletin_portal.rendering import localised
from bulletin_portal.views import WithdrawalView


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
    related: str = ""  # absolute address of what a correction corrects


def tag_uri(site: Site, specific: str) -> str:
    """Return ``tag:host,year:specific``."""
    return f"tag:{site.feed_authority}:{specific}"


def published_at(issue: Issue) -> datetime:
    """Return the moment an issue went online; raise ValueError for one that has not."""
    if issue.published is None:
        raise ValueError(issue.path)
    return issue.published


def moment_of(issue: Issue, day: date) -> datetime:
    """Return the moment something was done to an issue: the day's beginning, though not before it was online."""
    return max(published_at(issue), datetime(day.year, day.month, day.day, tzinfo=CHINA))


def updated_at(issue: Issue, item: int | None = None) -> datetime:
    """Return the moment of the last change readers must know of; minor corrections are none (C19, C20)."""
    majors = (one for one in issue.corrections if one.level is Level.MAJOR)
    days = [one.corrected for one in majors if item is None or one.item in {None, item}]
    days += [issue.withdrawal.withdrawn] if issue.withdrawal else []
    days += [issue.reissue.reissued] if issue.reissue else []
    return max([published_at(issue), *(moment_of(issue, day) for day in days)])


def entry_id(context: Context, issue: Issue) -> str:
    """Return the id of an issue's entry, while the issue stands."""
    return tag_uri(context.reference.site, issue_address(issue).rstrip("/"))


def _absolute(body: str, site: Site) -> str:
    return str(localised(body, site.url))


def correction_html(one: Correction) -> str:
    """Return what readers are told of a correction."""
    return f"<p><strong>更正（{one.corrected.isoformat()}）：</strong>{escape(one.note)}</p>"


def _corrections_html(issue: Issue, n: int | None) -> str:
    notes = [
        correction_html(one)
        for one in issue.corrections
        if one.level is Level.MAJOR and (n is None or one.item in {None, n})
    ]
    return "\n".join(notes)


def _issue_html(context: Context, issue: Issue) -> str:
    site = context.reference.site
    parts = [_corrections_html(issue, None)]
    if issue.note:
        parts.append(f"<p><strong>按语：</strong>{escape(issue.note)}</p>")
    for item in issue.items:
        units = "、".join(unit.name for unit in item.units)
        parts.append(f"<h2>{escape(item.title)}</h2>\n<p>{escape(units)}</p>\n{_absolute(item.body, site)}")
    return "\n".join(part for part in parts if part)


def _withdrawal_html(withdrawal: WithdrawalView, base: str) -> str:
    parts = [f"<p>本期已于{withdrawal.withdrawn.isoformat()}撤回。{escape(withdrawal.reason)}</p>"]
    if withdrawal.contact:
        parts.append(f"<p>咨询：{escape(withdrawal.contact)}</p>")
    if withdrawal.replaced_by:
        by = withdrawal.replaced_by
        parts.append(f'<p>由<a href="{escape(base + by.address)}">{escape(by.name)}</a>替代。</p>')
    return "\n".join(parts)


def _withdrawal_entry(context: Context, issue: Issue, withdrawal: WithdrawalView) -> FeedEntry:
    base, card = context.reference.site.url, context.cards.issue(issue)
    moment = moment_of(issue, withdrawal.withdrawn)
    return FeedEntry(
        id=f"{entry_id(context, issue)}#withdrawal-{withdrawal.withdrawn.isoformat()}",
        link=base + card.address,
        title=f"[撤回] {card.series.name}{card.number_label}",
        summary=withdrawal.reason,
        html=_withdrawal_html(withdrawal, base),
        authors=(issue.series.issuer,),
        categories=("撤回", card.series.name),
        published=moment,
        updated=moment,
    )


def issue_entry(context: Context, issue: Issue) -> FeedEntry:
    """Return the entry of an issue with all its items in full; if it was withdrawn, the one that says so (C16)."""
    if issue.withdrawal and (withdrawal := context.cards.withdrawal(issue)):
        return _withdrawal_entry(context, issue, withdrawal)
    site, card = context.reference.site, context.cards.issue(issue)
    label = card.series.name + card.number_label
    return FeedEntry(
        id=entry_id(context, issue),
        link=site.url + card.address,
        title=f"{label}：{card.title}",
        summary="；".join(card.item_titles) or label,
        html=_issue_html(context, issue),
        authors=(issue.series.issuer,),
        categories=(card.series.name,),
        published=published_at(issue),
        updated=updated_at(issue),
    )


def item_entry(context: Context, entry: Entry) -> FeedEntry:
    """Return the entry of a single item."""
    site, card = context.reference.site, context.cards.item(entry)
    item, issue = entry.item, entry.issue
    categories = ("问题信息" if item.kind is Kind.PROBLEM else "普发信息", *([item.topic.name] if item.topic else []))
    html = "\n".join(part for part in (_corrections_html(issue, item.n), _absolute(item.body, site)) if part)
    return FeedEntry(
        id=tag_uri(site, str(item_ref(issue, item))),
        link=site.url + card.address,
        title=f"{item.title}（{card.issue.name}）",
        summary=summary_of(item.text),
        html=html,
        authors=tuple(unit.name for unit in item.units),
        categories=categories,
        published=published_at(issue),
        updated=updated_at(issue, item.n),
    )
