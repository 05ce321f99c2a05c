"""Make the links between issues right for one edition: what it doesn't hold is named but not linked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from bulletin.catalogue import Catalogue
from bulletin.issues import Issue, Item, StandingPage
from bulletin_portal.addresses import issue_address, item_address
from bulletin_source.han import LOCAL, REFERENCE

Text = TypeVar("Text", Item, StandingPage)
_LINK: Final = re.compile(rf'<a (?=[^>]*class="{REFERENCE}")[^>]*href="{LOCAL}ref/([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _targets(issues: Iterable[Issue]) -> Iterator[tuple[str, str]]:
    """Yield what a reference may name, and where that stands in this edition."""
    for issue in issues:
        address = issue_address(issue)
        yield address, address
        for item in issue.items:
            yield f"{address}{item.n}/", item_address(issue, item)


def _with_body(text: Text, linked: Callable[[str], str]) -> Text:
    return replace(text, body=linked(text.body)) if text.references else text


def link_references(catalogue: Catalogue) -> Catalogue:
    """Return an edition's catalogue with every ``[[…]]`` resolved within it."""
    if not any(item.references for issue in catalogue.issues for item in issue.items) and not any(
        page.references for page in catalogue.pages
    ):
        return catalogue
    targets = dict(_targets(catalogue.issues))

    def linked(body: str) -> str:
        def one(found: re.Match[str]) -> str:
            address = targets.get(found[1])
            return found[2] if address is None else f'<a class="{REFERENCE}" href="{LOCAL}{address}">{found[2]}</a>'

        return _LINK.sub(one, body)

    issues = tuple(
        replace(issue, items=tuple(_with_body(item, linked) for item in issue.items))
        if any(item.references for item in issue.items)
        else issue
        for issue in catalogue.issues
    )
    pages = tuple(_with_body(page, linked) for page in catalogue.pages)
    return replace(catalogue, issues=issues, pages=pages)
