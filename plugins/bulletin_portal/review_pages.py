"""Plan /review/, the items that an editor should look at; it stands in the internal edition alone."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.catalogue import Entry
from bulletin_portal import addresses
from bulletin_portal.cards import anchor_of
from bulletin_portal.context import Context
from bulletin_portal.pages import Page
from bulletin_portal.reasons import kind_reasons
from bulletin_portal.views import DoubtView, ItemCard, Link
from bulletin_problems.doubts import Doubt


def _card(context: Context, doubt: Doubt) -> ItemCard:
    position = next(n for n, item in enumerate(doubt.issue.items, 1) if item.n == doubt.item.n)
    return context.cards.item(Entry(doubt.issue, doubt.item, position))


def plan_review(context: Context) -> Iterator[Page]:
    """Yield the page of the queue: items without an editor's kind, then kinds that the classifier contradicts."""
    if context.reasons is None:
        return
    doubts = [
        DoubtView(_card(context, one), anchor_of(one.item), why)
        for one in context.reasons.doubts
        if (why := kind_reasons(one))
    ]
    name = context.translate("Items to review")
    yield Page(
        addresses.REVIEW,
        "review.html",
        name,
        "problems",
        {
            "undecided": tuple(one for one in doubts if one.why.label is None),
            "contradicted": tuple(one for one in doubts if one.why.label is not None),
        },
        context.site_sentence(name),
        context.crumbs(Link(addresses.PROBLEMS, context.translate("Problem items"))),
    )
