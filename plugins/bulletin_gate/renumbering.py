"""Number the items of a public edition by themselves, so that no address, anchor or label tells of what is left out.

An item's number ends its address and the id of its feed entry. In the source it is the item's place, which would show
gaps; here items count in the order in which readers came to see them: those public from the beginning as they stand,
then those opened later by day. So an item opened later moves nothing, and one that was closed keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from operator import is_
from typing import Final

from bulletin.catalogue import Moved
from bulletin.issues import Issue, Item, ItemRef, StandingPage
from bulletin_source.han import LOCAL

# [[政务要情 2004-10-3]] as the reader writes it: the address of an item, and a label that ends in its place.
_REFERENCE: Final = re.compile(
    rf'(href="{LOCAL}ref/)([a-z][a-z0-9-]*)/(\d{{4}})/([^/"]+)/(\d+)/("[^>]*>)([^<]*)第\5条(?=</a>)'
)
_ITEM: Final = re.compile(r"/?([a-z][a-z0-9-]*)/(\d{4})/([^/]+)/(\d+)/?")
_ANCHOR: Final = re.compile(r'((?:id="|href="#)item-)(\d+)(?=[-"])')


def _order(issue: Issue, item: Item) -> tuple[date, int]:
    later = item.opened is not None and issue.published is not None and item.opened > issue.published.date()
    return (item.opened if later and item.opened else date.min), item.n


def numbers_of(issue: Issue, seen: Iterable[Item]) -> dict[int, int]:
    """Return the numbers of the items that the public sees or saw, by their places in the source."""
    ordered = sorted(seen, key=lambda item: _order(issue, item))
    return {item.n: number for number, item in enumerate(ordered, 1)}


@dataclass(slots=True)
class Numbers:
    """The numbers of items in an edition, worked out for the issues that are asked for.

    ``issues`` are those it shows something of, as they stand in the source; ``seen`` gives the items of one that the
    public sees or saw.
    """

    issues: Iterable[Issue]
    seen: Callable[[Issue], Iterable[Item]]
    _issues: dict[tuple[str, int, str], Issue] | None = field(init=False, default=None)
    _known: dict[str, dict[int, int]] = field(init=False, default_factory=dict)

    def of(self, issue: Issue) -> Mapping[int, int]:
        """Return the numbers of the items of an issue, by their places in the source."""
        known = self._known.get(issue.path)
        if known is None:
            known = self._known[issue.path] = numbers_of(issue, self.seen(issue))
        return known

    def get(self, ref: ItemRef) -> int | None:
        """Return the number of an item by its reference in the source; None if the public never saw it."""
        if self._issues is None:
            self._issues = {
                (one.series.id, one.number.year, one.number.segment): one for one in self.issues if one.number
            }
        issue = self._issues.get((ref.series, ref.year, ref.segment))
        return None if issue is None else self.of(issue).get(ref.n)


def _referring(body: str, text: str, numbers: Numbers) -> tuple[str, str]:
    """Give references to items the numbers they have here; to one left out, let its issue alone be named.

    What HTML and plain text say of a reference stands in both in the same order.
    """
    if f"{LOCAL}ref/" not in body:
        return body, text
    plain, at = text, 0

    def one(found: re.Match[str]) -> str:
        nonlocal plain, at
        head, series, year, segment, n, tag, label = found.groups()
        number = numbers.get(ItemRef(series, int(year), segment, int(n)))
        place = "" if number is None else f"{number}/"
        named = label if number is None else f"{label}第{number}条"
        before, after = (unescape(words) for words in (f"{label}第{n}条", named))
        start = plain.find(before, at)
        if start >= 0:
            plain = plain[:start] + after + plain[start + len(before) :]
            at = start + len(after)
        return f"{head}{series}/{year}/{segment}/{place}{tag}{named}"

    return _REFERENCE.sub(one, body), plain


def _anchored(body: str, own: Mapping[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        return f"{found[1]}{own.get(int(found[2]), 0)}"  # nothing has the id item-0

    return _ANCHOR.sub(one, body) if "item-" in body else body


def says_no_number(item: Item) -> bool:
    """Say whether no number of an item, neither its own nor another's, stands in what an item says."""
    return item.follows is None and not item.references and "item-" not in item.body


def renumbered(issue: Issue, known: Mapping[int, int], numbers: Numbers) -> Issue:
    """Return an issue, of which only shown items are left, with their new numbers wherever one stands.

    ``known`` are the numbers of its own items by their places in the source, ``numbers`` those of all others.
    """
    own = {item.n: known[item.n] for item in issue.items}

    def item_here(item: Item) -> Item:
        if own[item.n] == item.n and says_no_number(item):
            return item  # as most: making a new one costs time
        target = item.follows
        number = None if target is None else numbers.get(target)
        follows = None if target is None or number is None else replace(target, n=number)
        body, text = _referring(item.body, item.text, numbers)
        return replace(item, n=own[item.n], body=_anchored(body, own), text=text, follows=follows)

    items = tuple(map(item_here, issue.items))
    if not issue.corrections and all(map(is_, items, issue.items)):
        return issue
    corrections = tuple(one if one.item is None else replace(one, item=own[one.item]) for one in issue.corrections)
    return replace(issue, items=items, corrections=corrections)


def page_renumbered(page: StandingPage, numbers: Numbers) -> StandingPage:
    """Return a standing page whose references have the numbers of this edition."""
    return replace(page, body=_referring(page.body, "", numbers)[0])


def moved_renumbered(moved: Moved, numbers: Numbers, shown: Mapping[ItemRef, int]) -> Moved:
    """Return where a moved page stands in this edition, given how many items it shows of each issue.

    An item that is left out has the address of nothing, for another may stand where it stands in the source.
    """
    found = _ITEM.fullmatch(moved.new)
    if found is None:
        return moved
    series, year, segment, n = found.groups()
    issue = ItemRef(series, int(year), segment, 0)
    number = numbers.get(replace(issue, n=int(n)))
    several = shown.get(issue, 0) > 1
    return replace(moved, new=f"{series}/{year}/{segment}/" + (f"{number or 0}/" if several or not number else ""))
