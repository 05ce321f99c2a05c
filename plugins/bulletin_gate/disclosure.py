"""Say how far an item or issue may be disclosed: defaults by series and kind, the strictest word, reasons to open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure, Kind

# Asked for every item of a tree, where looking up a member of an enumeration each time would be felt.
_PUBLIC, _INTERNAL = Disclosure.PUBLIC, Disclosure.INTERNAL
_PROBLEM: Final = Kind.PROBLEM

_NAMES: Final = {
    Disclosure.PUBLIC: "主动公开",
    Disclosure.ON_REQUEST: "依申请公开",
    Disclosure.INTERNAL: "不予公开",
}


def strictest(one: Disclosure, other: Disclosure) -> Disclosure:
    """Return the one that opens least."""
    if one is _PUBLIC or other is _INTERNAL:
        return other
    return one  # internal, or on request where the other is no more than that


def is_problem(item: Item) -> bool:
    """Say whether an item is a problem item, or may be one as long as no editor has said what it is."""
    return item.kind is _PROBLEM or item.unsure


def default_of(issue: Issue, item: Item) -> Disclosure:
    """Return what an item would be without a word of its editor.

    A problem item is what its series says of problem items, internal if it says nothing (process information:
    《政府信息公开条例》 article 16), though never more open than its issue.
    """
    return strictest(issue.series.problem_disclosure if is_problem(item) else issue.disclosure, issue.disclosure)


def disclosure_of(issue: Issue, item: Item) -> Disclosure:
    """Return an item's effective disclosure: the strictest of its issue's and its own; what was closed is internal."""
    if item.closed is not None:
        return _INTERNAL
    own = item.disclosure or (issue.series.problem_disclosure if is_problem(item) else issue.disclosure)
    return strictest(own, issue.disclosure)


def was_closed(issue: Issue, item: Item) -> bool:
    """Say whether the public saw an item until it was closed.

    The day itself says so, whatever the item's disclosure is by now; it is not believed where by its days the item was
    closed before anybody could see it.
    """
    if item.closed is None or issue.published is None:
        return False
    return item.closed > max(issue.published.date(), item.opened or issue.published.date())


def check_openings(issues: Iterable[Issue]) -> Iterator[Diagnostic]:
    """Yield DISC-REASON for each issue or item that its editor opened beyond its default without reason and basis."""
    for issue in issues:
        if issue.opening is None and issue.disclosure.strictness < issue.series.disclosure.strictness:
            place = Place(issue.path, *issue.disclosure_at)
            yield diagnose("DISC-REASON", place, default=_NAMES[issue.series.disclosure])
        for item in issue.items:
            default = default_of(issue, item)
            if item.opening is None and disclosure_of(issue, item).strictness < default.strictness:
                yield diagnose("DISC-REASON", Place(issue.path, *item.disclosure_at), default=_NAMES[default])
