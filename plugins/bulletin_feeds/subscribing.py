"""Tell the page on which readers learn how to follow the site which feeds there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bulletin_feeds import opml
from bulletin_feeds.directory import FORMS, Group
from bulletin_portal.pages import Plan

TEMPLATE: Final = "feeds.html"


def list_feeds(plan: Plan, groups: tuple[Group, ...]) -> None:
    """Give the page its groups of feeds, in every language in which it stands."""
    there = {document.path for document in plan.documents}
    forms = tuple(
        (name, ending)
        for name, ending in FORMS
        if all(row.address(ending) in there for group in groups for row in group.rows)
    )
    shown = {"groups": groups, "forms": forms, "opml": opml.PATH}
    plan.pages = [replace(page, inputs=shown) if page.template == TEMPLATE else page for page in plan.pages]
