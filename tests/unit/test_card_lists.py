"""Lists of cards: they are tuples to whoever looks, make cards for nobody else, and know what the cards would show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues import Issue, ItemRef, Reference
from bulletin.kinds import Edition, Kind, Status
from bulletin_build.page_digests import ValueDigests
from bulletin_portal.card_lists import CardList
from bulletin_portal.cards import summary_of
from bulletin_portal.context import Context
from bulletin_portal.plan import make_plan
from tests.unit.making import a_catalogue, an_issue, an_item

_TO_ANOTHER: Final = Reference(ItemRef("gazette", 2004, "1", 2), 1, 1)


def of_numbers(*numbers: int) -> CardList[int, str]:
    """Make a list whose cards are numbers written out."""
    return CardList(numbers, str, bytes)


@given(st.lists(st.integers(0, 255)), st.integers(-300, 300), st.integers(-300, 300))
def test_a_list_is_a_tuple_of_its_cards(numbers: list[int], start: int, end: int) -> None:
    """Length, truth, order, membership, parts and equality are those of the tuple of cards."""
    cards, whole = of_numbers(*numbers), tuple(map(str, numbers))
    assert tuple(cards) == whole
    assert (len(cards), bool(cards), cards[start:end]) == (len(whole), bool(whole), whole[start:end])
    assert all(cards[place] == card for place, card in enumerate(whole))
    assert (cards == of_numbers(*numbers), hash(cards)) == (True, hash(whole))
    assert cards != of_numbers(*numbers, 1)
    assert cards != whole


def _planned(*issues: Issue) -> tuple[Context, dict[str, bytes]]:
    """Return a context and the digests of the pages planned in it, by address."""
    marks = {issue.path: b"as written" for issue in issues}
    context = Context(a_catalogue(*issues), Edition.PUBLIC, str, marks=marks)
    values = ValueDigests()
    return context, {page.address: values.page(page) for page in make_plan(context).pages}


def test_no_card_is_made_for_a_page_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """To know whether pages are as they were, nobody summarises a text."""
    asked: list[str] = []

    def summarised(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr("bulletin_portal.cards.summary_of", summarised)
    _, digests = _planned(an_issue(items=[an_item(1, kind=Kind.PROBLEM, status=Status.OPEN), an_item(2)]))
    assert {"", "problems/", "gazette/2004/", "topics/agriculture/2004/"} <= digests.keys()
    assert asked == []


@pytest.mark.parametrize(
    ("change", "differ"),
    [
        (lambda issue: issue, False),
        (lambda issue: replace(issue, notes=("本年终刊",)), False),
        (lambda issue: replace(issue, mark="专期"), True),
        (lambda issue: replace(issue, items=(replace(issue.items[0], n=3), *issue.items[1:])), True),
        (lambda issue: replace(issue, items=(replace(issue.items[0], text="见第2条。"), *issue.items[1:])), True),
    ],
    ids=["nothing", "note-of-the-masthead", "mark", "number", "words-that-name-another"],
)
def test_a_list_differs_where_its_cards_do(change: Callable[[Issue], Issue], *, differ: bool) -> None:
    """What an edition makes of an issue counts, what another item is called there too; no card has its masthead."""
    issue = an_issue(items=[replace(an_item(1), text="见第3条。", references=(_TO_ANOTHER,)), an_item(2)])
    (one, before), (other, after) = _planned(issue), _planned(change(issue))
    pages = {"", "gazette/2004/", "topics/agriculture/", "topics/agriculture/2004/", "units/liubo/2004/"}
    changed = {address for address in pages if before[address] != after[address]}
    assert bool(changed) is differ
    assert (one.items(one.shelves.newest) == other.items(other.shelves.newest)) is not differ


@given(st.text(alphabet="字。！？；，\n", max_size=200))
def test_summary(text: str) -> None:
    """A summary begins its text, has 96 characters at most, and ends with the last sentence in its second half."""
    summary = summary_of(text)
    assert len(summary) <= 96
    assert text.startswith(summary.removesuffix("…"))
    if len(text) > 96:
        ends = [place for place in range(48, 96) if text[place] in "。！？；"]
        assert summary == (text[: ends[-1] + 1] if ends else text[:95] + "…")
