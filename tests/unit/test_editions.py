"""What an edition may contain: doubt keeps out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Catalogue, Unheld, Void
from bulletin.issues import Correction, Issue, Item
from bulletin.kinds import Disclosure, Edition, Kind, Track
from bulletin.numbers import Number, Span
from bulletin_gate.editions import Withheld, disclosure_of, edition_of
from tests.unit.making import GAZETTE, a_catalogue, a_correction, a_series, an_issue, an_item

PUBLIC, ON_REQUEST, INTERNAL = Disclosure
GENERAL, PROBLEM = Kind
OTHER = a_series("other")


def public(*issues: Issue, voids: tuple[Void, ...] = ()) -> Catalogue:
    """Return the public edition of issues."""
    return edition_of(a_catalogue(*issues, series=(GAZETTE, OTHER), voids=voids), Edition.PUBLIC)[0]


def internal(*issues: Issue, voids: tuple[Void, ...] = ()) -> Catalogue:
    """Return the internal edition of issues."""
    return edition_of(a_catalogue(*issues, series=(GAZETTE, OTHER), voids=voids), Edition.INTERNAL)[0]


def withheld(*issues: Issue) -> Withheld:
    """Return how much the public edition leaves out."""
    return edition_of(a_catalogue(*issues), Edition.PUBLIC)[1]


def shown(catalogue: Catalogue) -> list[tuple[str, list[int]]]:
    """Return the numbers of the issues of an edition with those of their items."""
    return [(str(issue.span), [item.n for item in issue.items]) for issue in catalogue.issues]


def issue(*items: Item, disclosure: Disclosure = PUBLIC, corrections: tuple[Correction, ...] = ()) -> Issue:
    """Make an issue of items."""
    return an_issue(items=items or (an_item(),), disclosure=disclosure, corrections=corrections)


@pytest.mark.parametrize(
    ("of_issue", "of_item", "kind", "effective"),
    [
        (PUBLIC, None, GENERAL, PUBLIC),
        (PUBLIC, None, PROBLEM, INTERNAL),
        (PUBLIC, PUBLIC, PROBLEM, PUBLIC),
        (PUBLIC, PUBLIC, GENERAL, PUBLIC),
        (PUBLIC, ON_REQUEST, GENERAL, ON_REQUEST),
        (PUBLIC, INTERNAL, GENERAL, INTERNAL),
        (PUBLIC, ON_REQUEST, PROBLEM, ON_REQUEST),
        (ON_REQUEST, None, GENERAL, ON_REQUEST),
        (ON_REQUEST, None, PROBLEM, INTERNAL),
        (ON_REQUEST, PUBLIC, GENERAL, ON_REQUEST),
        (ON_REQUEST, PUBLIC, PROBLEM, ON_REQUEST),
        (ON_REQUEST, INTERNAL, GENERAL, INTERNAL),
        (INTERNAL, None, GENERAL, INTERNAL),
        (INTERNAL, PUBLIC, GENERAL, INTERNAL),
        (INTERNAL, PUBLIC, PROBLEM, INTERNAL),
        (INTERNAL, ON_REQUEST, GENERAL, INTERNAL),
    ],
)
def test_effective_disclosure(
    of_issue: Disclosure, of_item: Disclosure | None, kind: Kind, effective: Disclosure
) -> None:
    """The strictest of the issue's and the item's disclosure holds; a problem item is internal unless opened."""
    item = an_item(kind=kind, disclosure=of_item)
    assert disclosure_of(issue(item, disclosure=of_issue), item) is effective


@pytest.mark.parametrize("disclosure", [ON_REQUEST, INTERNAL])
def test_issue_that_is_not_public(disclosure: Disclosure) -> None:
    """An issue that is not public is not in the public edition, whatever its items say."""
    opened = issue(an_item(disclosure=PUBLIC), disclosure=disclosure)
    assert shown(public(opened)) == []
    assert shown(internal(opened)) == [("1", [1])]


def test_items_that_are_not_public() -> None:
    """Only an issue's public items are in the public edition; all are in the internal one."""
    mixed = issue(
        an_item(1),
        an_item(2, kind=PROBLEM),
        an_item(3, disclosure=ON_REQUEST),
        an_item(4, kind=PROBLEM, disclosure=PUBLIC),
    )
    assert shown(public(mixed)) == [("1", [1, 4])]
    assert shown(internal(mixed)) == [("1", [1, 2, 3, 4])]


def test_issue_without_public_items() -> None:
    """An issue of which nothing is public is not in the public edition at all."""
    assert shown(public(issue(an_item(kind=PROBLEM)))) == []


@pytest.mark.parametrize(
    "draft",
    [an_issue(""), an_issue("", published=False), an_issue("7", published=False)],
    ids=["copy", "new", "signed"],
)
def test_drafts(draft: Issue) -> None:
    """What has no number or is not yet published is in neither edition."""
    assert shown(public(draft, an_issue())) == shown(internal(draft, an_issue())) == [("1", [1])]


@pytest.mark.parametrize("edition", [public, internal], ids=["public", "internal"])
def test_withdrawn(edition: Callable[[Issue], Catalogue]) -> None:
    """C16: a withdrawn issue keeps its number and its notice and loses its text, in both editions."""
    issued = an_issue("15", withdrawn=True, corrections=(a_correction(),))
    (found,) = edition(issued).issues
    assert (found.number, found.withdrawal) == (issued.number, issued.withdrawal)
    assert (found.items, found.corrections, found.note, found.title) == ((), (), "", "")


def test_withdrawn_and_internal() -> None:
    """C16: the notice of an issue that was never public is not public either."""
    assert not public(an_issue("15", withdrawn=True, disclosure=INTERNAL)).issues


def test_corrections_of_what_is_withheld() -> None:
    """A correction of an item that is withheld does not show; one of a shown item or of the issue does."""
    mixed = issue(
        an_item(1),
        an_item(2, kind=PROBLEM),
        corrections=(a_correction(1), a_correction(2), a_correction()),
    )
    assert [one.item for one in public(mixed).issues[0].corrections] == [1, None]
    assert [one.item for one in internal(mixed).issues[0].corrections] == [1, 2, None]


def test_voids() -> None:
    """C13: the public edition tells of void numbers only of series that it shows."""
    voids = tuple(Void(series, Number(2004, Track.REGULAR, Span(12, 12)), "未编发") for series in (GAZETTE, OTHER))
    hidden = an_issue(series=OTHER, disclosure=INTERNAL)
    assert [void.series for void in public(an_issue(), hidden, voids=voids).voids] == [GAZETTE]
    assert [void.series for void in internal(an_issue(), hidden, voids=voids).voids] == [GAZETTE, OTHER]


def test_unheld_issues() -> None:
    """C26: the public edition tells of issues that are not here only of series that it shows."""
    unheld = tuple(
        Unheld(series, Number(2003, Track.REGULAR, Span(12, 12)), None, None, withdrawn=False)
        for series in (GAZETTE, OTHER)
    )
    hidden = an_issue(series=OTHER, disclosure=INTERNAL)
    catalogue = replace(a_catalogue(an_issue(), hidden, series=(GAZETTE, OTHER)), unheld=unheld)
    assert [one.series for one in edition_of(catalogue, Edition.PUBLIC)[0].unheld] == [GAZETTE]
    assert [one.series for one in edition_of(catalogue, Edition.INTERNAL)[0].unheld] == [GAZETTE, OTHER]


def test_count_of_what_is_withheld() -> None:
    """An edition knows how many drafts, issues and single items it leaves out."""
    assert withheld(
        an_issue(""),
        an_issue("1", disclosure=INTERNAL, items=(an_item(1), an_item(2))),
        an_issue("2", items=(an_item(1, kind=PROBLEM),)),
        an_issue("3", items=(an_item(1), an_item(2, kind=PROBLEM), an_item(3, disclosure=ON_REQUEST))),
    ) == Withheld(drafts=1, issues=2, items=2)


ITEMS = st.builds(
    an_item,
    st.integers(1, 9),
    kind=st.sampled_from(Kind),
    disclosure=st.none() | st.sampled_from(Disclosure),
)
ISSUES = st.builds(
    an_issue,
    st.sampled_from(["", "1", "2", "3"]),
    disclosure=st.sampled_from(Disclosure),
    published=st.booleans(),
    items=st.lists(ITEMS, max_size=4, unique_by=lambda item: item.n),
    corrections=st.lists(st.builds(a_correction, st.none() | st.integers(1, 9)), max_size=3),
    withdrawn=st.booleans(),
)


@given(st.lists(ISSUES, max_size=4))
def test_public_edition_is_public(issues: list[Issue]) -> None:
    """Whatever there is, all that the public edition holds was opened at every level, and it adds nothing."""
    found = public(*issues)
    there = {(issue.path, item) for issue in issues for item in issue.items}
    for issue in found.issues:
        assert issue.number is not None
        assert issue.published is not None
        assert issue.disclosure is PUBLIC
        assert all(
            item.disclosure is PUBLIC or (item.kind is GENERAL and item.disclosure is None) for item in issue.items
        )
        assert {(issue.path, item) for item in issue.items} <= there
        assert {one.item for one in issue.corrections} <= {None, *(item.n for item in issue.items)}
        assert not (issue.withdrawal and issue.items)
    assert {issue.path for issue in found.issues} <= {issue.path for issue in internal(*issues).issues}


def test_strictness_is_an_order() -> None:
    """Disclosure has a strict order, and making one of two stricter never opens anything."""
    levels = sorted(Disclosure, key=lambda one: one.strictness)
    assert levels == [PUBLIC, ON_REQUEST, INTERNAL]
    for of_issue, of_item in product(levels, levels):
        item = an_item(disclosure=of_item)
        assert disclosure_of(issue(item, disclosure=of_issue), item).strictness == max(
            of_issue.strictness, of_item.strictness
        )
