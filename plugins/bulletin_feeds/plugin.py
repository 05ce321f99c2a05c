"""Pelican plugin: adds the feeds to the plan, and tells the page about them which there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bulletin.kinds import Edition
from bulletin_feeds import opml
from bulletin_feeds.directory import groups_of
from bulletin_feeds.documents import feed_documents
from bulletin_feeds.enclosures import Files
from bulletin_feeds.feeds import stories_of
from bulletin_feeds.subscribing import list_feeds
from bulletin_portal.context import Context
from bulletin_portal.pages import Document, Plan
from bulletin_portal.signals import plan_made


def add_feeds(
    _generator: object,
    *,
    plan: Plan,
    context: Context,
    settings: Mapping[str, Any],
    standing: Collection[str] | None = None,
    **_kwargs: object,
) -> None:
    """Receive ``plan_made``."""
    files = Files(Path(settings["PATH"]), clean=context.edition is Edition.PUBLIC)
    stories = list(stories_of(context, files, standing))
    plan.documents.extend(feed_documents(context, files, stories))
    groups = groups_of((story.feed(context.reference.site) for story in stories), context.reference)
    plan.documents.append(Document(opml.PATH, partial(opml.to_opml, groups, context.reference.site)))
    list_feeds(plan, groups)


def register() -> None:
    """Connect the receivers."""
    plan_made.connect(add_feeds)
