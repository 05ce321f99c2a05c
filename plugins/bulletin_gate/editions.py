"""Make an edition: from all that was read to what one output may contain, failing closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bulletin.catalogue import Catalogue, OnRequest, Unheld, Void, item_ref
from bulletin.issues import Correction, Gone, GoneItem, Issue, Item
from bulletin.kinds import Disclosure, Edition, Kind
from bulletin_gate.disclosure import disclosure_of, was_closed
from bulletin_gate.renumbering import Numbers, moved_renumbered, numbers_of, page_renumbered, renumbered, says_no_number

__all__ = ["Withheld", "disclosure_of", "edition_of"]

_PUBLIC: Final = Disclosure.PUBLIC  # these are asked of every item of a tree
_ON_REQUEST: Final = Disclosure.ON_REQUEST


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much an edition leaves out: drafts, whole issues, and single items of issues it contains."""

    drafts: int
    issues: int
    items: int


def _corrections(issue: Issue, items: tuple[Item, ...]) -> Iterator[Correction]:
    """Yield the corrections of the issue as a whole and of the items that are shown."""
    shown = {item.n for item in items}
    return (one for one in issue.corrections if one.item is None or one.item in shown)


def _public_item(item: Item) -> Item:
    """Return an item without what only the office may read of it: why it was opened, and doubts about its kind."""
    if not item.unsure and item.opening is None:
        return item
    return replace(item, kind=Kind.PROBLEM if item.unsure else item.kind, opening=None)


def _stands(issue: Issue) -> bool:
    """Say whether the public edition shows an issue as it is: nothing is left out, kept back or numbered anew.

    So are most, and making a new one costs time.
    """
    if issue.disclosure is not Disclosure.PUBLIC or issue.opening or issue.reviews or issue.corrections:
        return False
    for place, item in enumerate(issue.items, 1):
        if item.n != place or item.unsure or item.opening is not None or item.opened is not None:
            return False
        if not says_no_number(item) or disclosure_of(issue, item) is not _PUBLIC:
            return False
    return bool(issue.items)


def _public(issue: Issue) -> Issue | None:
    if issue.disclosure is not Disclosure.PUBLIC:
        return None
    items = tuple(_public_item(item) for item in issue.items if disclosure_of(issue, item) is _PUBLIC)
    if not items and not (issue.withdrawal and any(_seen(issue))):
        return None
    corrections = tuple(_corrections(issue, items))
    return replace(issue, items=items, corrections=corrections, opening=None, reviews=())


def _seen(issue: Issue) -> Iterator[Item]:
    """Yield the items that the public sees or, before they were closed, has seen."""
    for item in issue.items:
        if disclosure_of(issue, item) is _PUBLIC or was_closed(issue, item):
            yield item


def _gone_item(item: Item, n: int, closed: date | None = None) -> GoneItem:
    topic, units = item.topic.id if item.topic else "", tuple(unit.id for unit in item.units)
    return GoneItem(n, item.kind, topic, units, bool(item.media), closed)


def _wordless(one: Correction, item: int | None) -> Correction:
    return replace(one, before="", after="", note="", item=item)


def _closed_of(issue: Issue, numbers: Mapping[int, int]) -> Gone:
    """Return what of an issue readers saw until it was closed, by the numbers it had."""
    closed = {item.n: item.closed for item in issue.items if item.closed is not None and item.n in numbers}
    corrections = tuple(
        _wordless(one, numbers[one.item])
        for one in issue.corrections
        if one.item is not None and (day := closed.get(one.item)) and one.corrected <= day
    )
    items = tuple(
        _gone_item(_public_item(item), numbers[item.n], item.closed) for item in issue.items if item.n in closed
    )
    return Gone(items, corrections)


def _all_closed(issue: Issue) -> Issue | None:
    """Return a bare issue that readers saw until all of it was closed; None for any other.

    Of one that is not public any more as a whole, nobody knows until when it was, unless each of its items says so; and
    in a series that is not public none is believed to have been.
    """
    if all(item.closed is None for item in issue.items):
        return None  # as most
    if issue.disclosure is not _PUBLIC:
        whole = all(was_closed(issue, item) for item in issue.items)
        if not whole or issue.series.disclosure is not _PUBLIC:
            return None
    numbers = numbers_of(issue, _seen(issue))
    gone = _closed_of(issue, numbers)
    if not gone.items:
        return None
    last = max(one.closed for one in gone.items if one.closed)
    wholes = (_wordless(one, None) for one in issue.corrections if one.item is None and one.corrected <= last)
    reissue = issue.reissue
    if reissue is not None:
        before = reissue.withdrawal and replace(reissue.withdrawal, reason="", contact="")
        reissue = replace(reissue, note="", withdrawal=before)
    gone = replace(gone, corrections=(*gone.corrections, *wholes))
    bare = replace(_bare(issue), path=issue.path, total=None, withdrawal=None, replaces=None)
    return replace(bare, reissue=reissue, gone=gone)


def _public_edition(issued: Sequence[Issue], catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with what the public may see, numbered so that nothing tells of what it may not."""
    whole = (issue if _stands(issue) else _public(issue) for issue in issued)
    both = list(zip(issued, whole, strict=True))
    pairs = [(issue, public) for issue, public in both if public is not None]
    numbers = Numbers([issue for issue, _ in pairs], _seen)
    shown = {}
    if catalogue.moved:
        shown = {replace(item_ref(issue, issue.items[0]), n=0): len(public.items) for issue, public in pairs}

    def here(issue: Issue, public: Issue) -> Issue:
        own = numbers.of(issue)
        found = renumbered(public, own, numbers)
        return replace(found, gone=_closed_of(issue, own)) if len(own) > len(public.items) else found

    return replace(
        catalogue,
        issues=tuple(issue if public is issue else here(issue, public) for issue, public in pairs),
        closed=tuple(gone for issue, public in both if public is None and (gone := _all_closed(issue)) is not None),
        pages=tuple(page_renumbered(page, numbers) for page in catalogue.pages),
        moved=tuple(moved_renumbered(one, numbers, shown) for one in catalogue.moved),
    )


def _bare(issue: Issue) -> Issue:
    """Return an issue of which only series, number and days are left."""
    return replace(
        issue,
        path="",
        title="",
        editor="",
        note="",
        items=(),
        corrections=(),
        reissue=None,
        notes=(),
        opening=None,
        reviews=(),
    )


def _on_request(issued: Iterable[Issue]) -> Iterator[OnRequest]:
    """Yield what the public may apply for, in the order of issues and items (《政府信息公开条例》 articles 13, 27)."""
    for issue in issued:
        if issue.withdrawal is None:
            for item in issue.items:
                if disclosure_of(issue, item) is _ON_REQUEST:
                    yield OnRequest(_bare(issue), item.title, item.units)


def _without_text(issue: Issue) -> Issue:
    """A withdrawn issue keeps its number and a notice, and loses its text (C16); feeds must know what to take back."""
    if issue.withdrawal is None:
        return issue
    before = issue.gone
    gone = Gone(
        (*before.items, *(_gone_item(item, item.n) for item in issue.items)),
        (*before.corrections, *(_wordless(one, one.item) for one in issue.corrections)),
    )
    return replace(issue, items=(), corrections=(), note="", title="", gone=gone)


def _left_out(issued: Iterable[Issue], shown: Iterable[Issue]) -> tuple[tuple[int, int], ...]:
    """Return how many items of each year are not shown, a withdrawn issue's not counted."""
    counts = Counter[int]()
    for issues, sign in ((issued, 1), (shown, -1)):
        for issue in issues:
            if issue.withdrawal is None:
                counts[issue.year] += sign * len(issue.items)
    return tuple((year, number) for year, number in sorted(counts.items()) if number)


def edition_of(catalogue: Catalogue, edition: Edition) -> tuple[Catalogue, Withheld]:
    """Return the catalogue of an edition and how much it leaves out. Drafts are in neither.

    In the public one an item's ``n`` is its number among those the public sees or saw (see ``renumbering``).
    """
    issued = [issue for issue in catalogue.issues if issue.number is not None and issue.published is not None]
    public = edition is Edition.PUBLIC
    kept = _public_edition(issued, catalogue) if public else replace(catalogue, issues=tuple(issued))
    before = {issue.path: len(issue.items) for issue in issued}
    items = sum(before[issue.path] - len(issue.items) for issue in kept.issues)
    withheld = Withheld(len(catalogue.issues) - len(issued), len(issued) - len(kept.issues), items)
    shown_series = {issue.series.id for issue in kept.issues}

    def told(one: Void | Unheld) -> bool:
        return not public or one.series.id in shown_series

    shown = Catalogue.of(
        catalogue.reference,
        map(_without_text, kept.issues),
        kept.pages,
        filter(told, catalogue.voids),
        filter(told, catalogue.unheld),
    )
    counted = public and catalogue.reference.site.counts_public
    return (
        replace(
            shown,
            moved=kept.moved,
            closed=kept.closed,
            on_request=tuple(_on_request(issued)) if public else (),
            left_out=_left_out(issued, kept.issues) if counted else (),
        ),
        withheld,
    )
