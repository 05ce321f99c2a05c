"""What feeds say: entries with stable ids and honest dates, made from the catalogue without any feed format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Final

from bulletin.catalogue import Entry, item_ref
from bulletin.issues import Correction, Issue, Item
from bulletin.kinds import Kind, Level
from bulletin.reference import Site
from bulletin_feeds.enclosures import Enclosure, Files
from bulletin_feeds.moments import moment_of, published_at, shown_at, updated_at
from bulletin_portal.addresses import issue_address
from bulletin_portal.cards import summary_of
from bulletin_portal.context import Context
from bulletin_portal.rendering import localised
from bulletin_portal.views import WithdrawalView

_KINDS: Final = {Kind.GENERAL: "普发信息", Kind.PROBLEM: "问题信息"}
CORRECTION: Final = ("correction", "更正")
WITHDRAWAL: Final = ("withdrawal", "撤回")


@dataclass(frozen=True, slots=True)
class Category:
    """A term of one of our vocabularies with the name that people read; ``scheme`` is the vocabulary's tag URI."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. ``id`` is a tag URI (RFC 4151) that no move or rename of the site changes."""

    id: str
    link: str
    title: str
    summary: str
    html: str
    authors: tuple[str, ...]
    categories: tuple[Category, ...]
    published: datetime
    updated: datetime
    related: str = ""  # absolute address of what a correction corrects
    enclosures: tuple[Enclosure, ...] = ()


def tag_uri(site: Site, specific: str) -> str:
    """Return ``tag:host,year:specific``."""
    return f"tag:{site.feed_authority}:{specific}"


def category(site: Site, scheme: str, term: str, label: str) -> Category:
    """Return a category of one of the vocabularies ``kind``, ``topic``, ``series`` and ``notice``."""
    return _category(site.feed_authority, scheme, term, label)


@lru_cache(1024)  # the same few stand in entry after entry
def _category(authority: str, scheme: str, term: str, label: str) -> Category:
    return Category(term, label, f"tag:{authority}:schemes/{scheme}")


def entry_id(context: Context, issue: Issue) -> str:
    """Return the id of an issue's entry, while the issue stands."""
    return tag_uri(context.reference.site, issue_address(issue).rstrip("/"))


def _absolute(body: str, site: Site, page: str) -> str:
    """Return a body whose links are absolute, those to its own notes too: readers drop the places that they name."""
    return str(localised(body, site.url)).replace(' href="#', f' href="{page}#')


def correction_html(one: Correction) -> str:
    """Return what readers are told of a correction."""
    return f"<p><strong>更正（{one.corrected.isoformat()}）：</strong>{escape(one.note)}</p>"


def _corrections_html(issue: Issue, n: int | None) -> list[str]:
    return [
        correction_html(one)
        for one in issue.corrections
        if one.level is Level.MAJOR and (n is None or one.item in {None, n})
    ]


def _issue_html(context: Context, issue: Issue, page: str) -> str:
    site = context.reference.site
    parts = _corrections_html(issue, None)
    if issue.note:
        parts.append(f"<p><strong>按语：</strong>{escape(issue.note)}</p>")
    for item in issue.items:
        units = "、".join(unit.name_on(issue.signed) for unit in item.units)
        parts.append(f"<h2>{escape(item.title)}</h2>\n<p>{escape(units)}</p>\n{_absolute(item.body, site, page)}")
    return "\n".join(parts)


def _withdrawal_html(withdrawal: WithdrawalView, base: str) -> str:
    parts = [f"<p>本期已于{withdrawal.withdrawn.isoformat()}撤回。{escape(withdrawal.reason)}</p>"]
    if withdrawal.contact:
        parts.append(f"<p>咨询：{escape(withdrawal.contact)}</p>")
    if withdrawal.replaced_by:
        by = withdrawal.replaced_by
        parts.append(f'<p>由<a href="{escape(base + by.address)}">{escape(by.name)}</a>替代。</p>')
    return "\n".join(parts)


def _categories(context: Context, issue: Issue, items: Iterable[Item]) -> tuple[Category, ...]:
    """Return kinds and topics of items, each once, and the series with the title it had."""
    site = context.reference.site
    items = list(items)
    found = [category(site, "kind", kind.value, name) for kind, name in _KINDS.items() if _has(items, kind)]
    topics = {item.topic.id: item.topic for item in items if item.topic}
    found += [category(site, "topic", topic.id, topic.name) for topic in topics.values()]
    return (*found, category(site, "series", issue.series.id, context.cards.issue(issue).series.name))


def _has(items: Iterable[Item], kind: Kind) -> bool:
    return any(item.kind is kind for item in items)


def _withdrawal_entry(context: Context, issue: Issue, withdrawal: WithdrawalView) -> FeedEntry:
    site, card = context.reference.site, context.cards.issue(issue)
    moment = moment_of(issue, withdrawal.withdrawn)
    return FeedEntry(
        id=f"{entry_id(context, issue)}#withdrawal-{withdrawal.withdrawn.isoformat()}",
        link=site.url + card.address,
        title=f"[撤回] {card.series.name}{card.number_label}",
        summary=withdrawal.reason,
        html=_withdrawal_html(withdrawal, site.url),
        authors=(issue.series.issuer,),
        categories=(category(site, "notice", *WITHDRAWAL), *_categories(context, issue, ())),
        published=moment,
        updated=moment,
    )


def issue_entry(context: Context, issue: Issue, files: Files | None = None) -> FeedEntry:
    """Return the entry of an issue with all its items in full; if it was withdrawn, the one that says so (C16)."""
    if issue.withdrawal and (withdrawal := context.cards.withdrawal(issue)):
        return _withdrawal_entry(context, issue, withdrawal)
    site, card = context.reference.site, context.cards.issue(issue)
    label = card.series.name + card.number_label
    media = dict.fromkeys(path for item in issue.items for path in item.media)
    return FeedEntry(
        id=entry_id(context, issue),
        link=site.url + card.address,
        title=f"{label}：{card.title}",
        summary="；".join(card.item_titles) or label,
        html=_issue_html(context, issue, site.url + card.address),
        authors=(issue.series.issuer,),
        categories=_categories(context, issue, issue.items),
        published=published_at(issue),
        updated=updated_at(issue, None, context.edition),
        enclosures=files.enclosures(site.url, media) if files else (),
    )


def item_entry(context: Context, entry: Entry, files: Files | None = None) -> FeedEntry:
    """Return the entry of a single item."""
    site, card = context.reference.site, context.cards.item(entry)
    item, issue = entry.item, entry.issue
    return FeedEntry(
        id=tag_uri(site, str(item_ref(issue, item))),
        link=site.url + card.address,
        title=f"{item.title}（{card.issue.name}）",
        summary=summary_of(item.text),
        html="\n".join([*_corrections_html(issue, item.n), _absolute(item.body, site, site.url + card.address)]),
        authors=tuple(unit.name_on(issue.signed) for unit in item.units),
        categories=_categories(context, issue, (item,)),
        published=shown_at(issue, item, context.edition),
        updated=updated_at(issue, item, context.edition),
        enclosures=files.enclosures(site.url, item.media) if files else (),
    )
