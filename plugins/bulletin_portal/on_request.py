"""Plan the catalogue of items that readers may apply for (依申请公开目录): titles and no more."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.catalogue import OnRequest
from bulletin_numbering.masthead import issue_label
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Page
from bulletin_portal.views import Link, RequestCard


def request_card(one: OnRequest) -> RequestCard:
    """Return the card of an item on request."""
    issue = one.issue
    label = issue.series.title_on(issue.signed) + issue_label(issue)
    return RequestCard(one.title, label, tuple(unit.name_on(issue.signed) for unit in one.units), issue.signed)


def on_request_links(context: Context) -> tuple[Link, ...]:
    """Return the link to the page, if there is one."""
    return (Link(addresses.ON_REQUEST, context.translate("On request")),) if context.catalogue.on_request else ()


def plan_on_request(context: Context) -> Iterator[Page]:
    """Yield /on-request/, newest issue first, where the edition knows of such items."""
    cards = [request_card(one) for one in context.catalogue.on_request]
    if not cards:
        return
    cards.sort(key=lambda card: card.signed, reverse=True)  # stable: items of an issue stay in their order
    name = context.translate("Catalogue of items on request")
    yield Page(
        addresses.ON_REQUEST,
        "on_request.html",
        name,
        "on-request",
        {"entries": tuple(cards)},
        context.site_sentence(name),
        context.crumbs(),
    )
