"""Pelican plugin: adds the feeds to the plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bulletin_feeds.feedgen_adapter import to_atom, to_rss
from bulletin_feeds.feeds import feeds_of
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Document, Plan
from bulletin_portal.signals import plan_made


def feed_documents(context: Context) -> Iterator[Document]:
    """Yield every feed in both forms."""
    base = context.reference.site.url
    for feed in feeds_of(context):
        for ending, write in (("rss", to_rss), ("atom", to_atom)):
            path = f"{addresses.FEEDS}{feed.name}.{ending}"
            yield Document(path, partial(write, feed, base + path), feed.texts)


def add_feeds(_generator: object, *, plan: Plan, context: Context, **_kwargs: object) -> None:
    """Receive ``plan_made``."""
    plan.documents.extend(feed_documents(context))


def register() -> None:
    """Connect the receivers."""
    plan_made.connect(add_feeds)
