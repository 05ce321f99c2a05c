"""The digest of an issue's pages changes with what they show of other issues, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from bulletin.issues import Issue, ItemRef
from bulletin.kinds import Edition, Kind
from bulletin.numbers import parse_span
from bulletin_portal.context import Context
from tests.unit.making import a_catalogue, an_issue, an_item

ISSUES: Final = {
    "first": an_issue("1", "2004-11-01", items=[an_item(1, kind=Kind.PROBLEM)]),
    "far": an_issue("2", "2004-11-05"),
    "before": an_issue("3", "2004-11-10"),
    "own": an_issue(
        "4", "2004-11-15", items=[an_item(1, kind=Kind.PROBLEM, follows=ItemRef("gazette", 2004, "1", 1)), an_item(2)]
    ),
    "after": an_issue("5", "2004-11-20"),
}


def key_of_own(issues: dict[str, Issue]) -> tuple[bytes, tuple[str, ...]]:
    """Return the digest of the pages of the issue named own, and which others they show."""
    # As the digests of texts do, marks leave out what ledgers say.
    marks = {issue.path: repr(replace(issue, total=None, notes=())).encode() for issue in issues.values()}
    context = Context(a_catalogue(*issues.values()), Edition.PUBLIC, str, marks=marks)
    shown = list(context.catalogue.issues)
    at = next(place for place, issue in enumerate(shown) if issue.path == issues["own"].path)
    following = shown[at + 1] if at + 1 < len(shown) else None
    return context.closures.key(shown[at], shown[at - 1], following)


def _retitled(issue: Issue) -> Issue:
    return replace(issue, items=(replace(issue.items[0], title="另一标题"), *issue.items[1:]))


def _totalled(issue: Issue) -> Issue:
    return replace(issue, total=parse_span("442"))


def _noted(issue: Issue) -> Issue:
    return replace(issue, notes=("缺号",))


@pytest.mark.parametrize(
    ("name", "change", "changes"),
    [
        pytest.param("own", _retitled, True, id="its-own-text"),
        pytest.param("own", _totalled, True, id="its-own-total"),
        pytest.param("own", _noted, True, id="a-note-of-its-own-masthead"),
        pytest.param("before", _retitled, True, id="the-issue-before"),
        pytest.param("after", _retitled, True, id="the-issue-after"),
        pytest.param("after", _totalled, True, id="the-total-of-a-neighbour"),
        pytest.param("after", _noted, False, id="a-note-on-a-neighbours-masthead"),
        pytest.param("first", _retitled, True, id="what-it-reports-on"),
        pytest.param("far", _retitled, False, id="any-other-issue"),
        pytest.param("far", _totalled, False, id="any-other-total"),
    ],
)
def test_what_changes_the_pages_of_an_issue(name: str, change: Callable[[Issue], Issue], changes: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Neighbours and reports on the same matter are shown; other issues are not."""
    changed = ISSUES | {name: change(ISSUES[name])}
    assert (key_of_own(changed)[0] != key_of_own(ISSUES)[0]) is changes


def test_others_are_named() -> None:
    """The issues shown beside it are told by their paths, each once and without itself."""
    assert sorted(key_of_own(ISSUES)[1]) == sorted(ISSUES[name].path for name in ("first", "before", "after"))


def test_a_neighbour_less() -> None:
    """An issue at the end of its series has other pages than one with a follower."""
    fewer = {name: issue for name, issue in ISSUES.items() if name != "after"}
    assert key_of_own(fewer)[0] != key_of_own(ISSUES)[0]
