"""Why something is not public: every hurdle, in the words that tell an editor which to take away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bulletin.issues import Item
from bulletin.kinds import Disclosure, Edition, Kind
from bulletin_gate.disclosure import disclosure_of
from bulletin_gate.embargo import Standing
from bulletin_gate.grounds import Ground, grounds_of
from bulletin_portal.holdings import Holdings
from tests.unit.making import a_series, an_issue, an_item

PUBLIC, ON_REQUEST, INTERNAL = Disclosure.PUBLIC, Disclosure.ON_REQUEST, Disclosure.INTERNAL
PROBLEM = an_item(kind=Kind.PROBLEM)


@pytest.mark.parametrize(
    ("of_series", "of_issue", "item", "grounds"),
    [
        (PUBLIC, PUBLIC, an_item(), ()),
        (INTERNAL, INTERNAL, None, (Ground.SERIES,)),
        (ON_REQUEST, ON_REQUEST, None, (Ground.SERIES,)),
        (PUBLIC, INTERNAL, None, (Ground.ISSUE,)),
        (INTERNAL, ON_REQUEST, None, (Ground.ISSUE,)),
        (INTERNAL, PUBLIC, None, ()),
        (PUBLIC, PUBLIC, PROBLEM, (Ground.KIND,)),
        (PUBLIC, PUBLIC, an_item(kind=Kind.PROBLEM, disclosure=PUBLIC), ()),
        (PUBLIC, PUBLIC, replace(an_item(), unsure=True), (Ground.UNDECIDED,)),
        (PUBLIC, PUBLIC, an_item(disclosure=ON_REQUEST), (Ground.ITEM,)),
        (PUBLIC, PUBLIC, replace(an_item(), closed=date(2005, 1, 1)), (Ground.CLOSED,)),
        (INTERNAL, INTERNAL, PROBLEM, (Ground.SERIES, Ground.KIND)),
        (PUBLIC, INTERNAL, an_item(disclosure=INTERNAL), (Ground.ISSUE, Ground.ITEM)),
        (INTERNAL, INTERNAL, an_item(disclosure=PUBLIC), (Ground.SERIES,)),
    ],
)
def test_grounds(of_series: Disclosure, of_issue: Disclosure, item: Item | None, grounds: tuple[Ground, ...]) -> None:
    """Each default and each word that withholds something is a ground, those of the issue first."""
    issue = an_issue(series=a_series(disclosure=of_series), disclosure=of_issue)
    assert grounds_of(issue, item) == grounds


def test_problem_items_that_a_series_opens() -> None:
    """Where a series opens its problem items by default, being one is no ground."""
    series = replace(a_series(), problem_disclosure=PUBLIC)
    assert grounds_of(an_issue(series=series), PROBLEM) == ()


def test_there_is_a_ground_whenever_something_is_withheld() -> None:
    """An item has a ground exactly when it isn't public."""
    words = (None, *Disclosure)
    for of_issue, of_item, kind, unsure in product(Disclosure, words, Kind, (False, True)):
        item = replace(an_item(kind=kind, disclosure=of_item), unsure=unsure)
        issue = an_issue(disclosure=of_issue)
        assert bool(grounds_of(issue, item)) is (disclosure_of(issue, item) is not PUBLIC)


@pytest.mark.parametrize(
    ("edition", "standing", "told"),
    [
        (Edition.PUBLIC, Standing.OUT, None),
        (Edition.PUBLIC, Standing.DRAFT, (Standing.DRAFT, ())),
        (Edition.INTERNAL, Standing.OUT, (Standing.OUT, (Ground.KIND,))),
        (Edition.INTERNAL, Standing.HELD, (Standing.HELD, (Ground.KIND,))),
    ],
)
def test_holdings(edition: Edition, standing: Standing, told: tuple[Standing, tuple[Ground, ...]] | None) -> None:
    """The public edition never tells grounds; a standing is told wherever an issue is shown before it is out."""
    issue = an_issue(items=[PROBLEM])
    found = Holdings(edition, {issue.path: standing}).of(issue, PROBLEM)
    assert (None if found is None else (found.standing, found.grounds)) == told
