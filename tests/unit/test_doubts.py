"""The review queue: what is in it, and in which order, told by a classifier that says what each test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

import pytest

from bulletin.issues import Item
from bulletin.kinds import Kind, Status, Subtype
from bulletin_problems.classifier import Classified, Classifier
from bulletin_problems.doubts import STRONG, label_of, other, queue
from bulletin_problems.judge import BAND, Judgement
from bulletin_problems.parts import Part, Where
from bulletin_problems.topics import TopicChoice
from tests.unit.making import an_issue, an_item

SURE: Final = BAND + 1


@dataclass(frozen=True)
class Stub:
    """Gives each title the score it is asked to; a title that is not named is one of which nothing is known."""

    scores: Mapping[str, int]

    def classify(self, title: str, text: str, *, why: bool = False) -> Classified:
        """Return a judgement of that score."""
        score = self.scores.get(title)
        cues = () if score is None else (Part(Where.TITLE, 0, 1, "某", "某", score),)
        return Classified(Judgement(score or 0, 0, cues, ()), TopicChoice())


def stub(**scores: int) -> Classifier:
    """Return a classifier of these scores."""
    return cast("Classifier", Stub(scores))


def item(title: str, label: Kind | None = None, n: int = 1, **changes: object) -> Item:
    """Make an item, with its editor's label or without one."""
    made = replace(an_item(n), title=title, kind=label or Kind.GENERAL, kind_by_editor=label is not None)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("score", [0, 1, -1, BAND - 1, 1 - BAND])
def test_unlabelled_items_in_the_band(score: int) -> None:
    """An item that no editor labelled is in the queue while the score is in the band."""
    (doubt,) = queue([an_issue(items=[item("甲")])], stub(甲=score))
    assert (doubt.label, doubt.contradicts, doubt.known) == (None, False, True)
    assert doubt.proposed is (Kind.PROBLEM if score > 0 else Kind.GENERAL)


@pytest.mark.parametrize("score", [BAND, -BAND, SURE, 9 * STRONG, -9 * STRONG])
def test_unlabelled_items_out_of_the_band(score: int) -> None:
    """What the classifier is sure of is nobody's work."""
    assert queue([an_issue(items=[item("甲")])], stub(甲=score)) == []


def test_items_of_which_nothing_is_known_come_first() -> None:
    """No cue and no wording that the model knows: nothing is less certain than that."""
    doubts = queue([an_issue(items=[item("甲"), item("乙", n=2)])], stub(甲=0))
    assert [(one.item.title, one.known) for one in doubts] == [("乙", False), ("甲", True)]


def test_a_score_that_rests_on_next_to_nothing() -> None:
    """An item of which hardly anything is known is undecided, whatever its score, and comes first."""

    class Guess(Stub):
        """Knows one run of signs."""

        def classify(self, title: str, text: str, *, why: bool = False) -> Classified:
            """Return a high score that rests on it, but for one title."""
            if title in self.scores:
                return super().classify(title, text)
            return Classified(Judgement(9000, 0, (), (("某", 9000),)), TopicChoice())

    items = [item("甲"), item("乙", n=2), item("丙", Kind.GENERAL, 3)]
    doubts = queue([an_issue(items=items)], cast("Classifier", Guess({"甲": 0})))
    assert [(one.item.title, one.known) for one in doubts] == [("乙", False), ("甲", True)]


@pytest.mark.parametrize(
    ("label", "score", "questioned"),
    [
        (Kind.PROBLEM, -STRONG, True),
        (Kind.PROBLEM, 1 - STRONG, False),
        (Kind.PROBLEM, STRONG, False),
        (Kind.GENERAL, STRONG, True),
        (Kind.GENERAL, STRONG - 1, False),
        (Kind.GENERAL, -STRONG, False),
        (Kind.GENERAL, 0, False),
    ],
)
def test_labels(label: Kind, score: int, questioned: bool) -> None:  # noqa: FBT001 (a column)
    """An editor's word is questioned only where the model says the contrary, strongly."""
    doubts = queue([an_issue(items=[item("甲", label)])], stub(甲=score))
    assert [(one.label, one.contradicts, one.proposed) for one in doubts] == [(label, True, label)] * questioned


def test_an_editors_label_of_an_item_of_which_nothing_is_known_stands() -> None:
    """A model that knows nothing contradicts nobody."""
    assert queue([an_issue(items=[item("甲", Kind.PROBLEM)])], stub()) == []


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({}, None),
        ({"status": Status.OPEN}, Kind.PROBLEM),
        ({"subtype": Subtype.SIGN}, Kind.PROBLEM),
        ({"status": Status.OPEN, "kind_by_editor": True}, Kind.GENERAL),
        ({"kind_by_editor": True, "kind": Kind.PROBLEM}, Kind.PROBLEM),
    ],
)
def test_status_and_sort_are_the_editors_word(changes: dict[str, object], label: Kind | None) -> None:
    """Who gives an item a status or a sort of problem has called it a problem item, unless a kind says otherwise."""
    one = item("甲", **changes)  # type: ignore[arg-type]
    assert label_of(one) is label
    assert bool(queue([an_issue(items=[one])], stub(甲=0))) == (label is None)
    assert bool(queue([an_issue(items=[one])], stub(甲=-STRONG))) == (label is Kind.PROBLEM)


def test_order() -> None:
    """Unlabelled items come first, the least certain first; then labels, the most contradicted first; then by place."""
    issues = [
        an_issue("2", items=[item("甲", n=1), item("乙", n=2), item("丙", Kind.PROBLEM, 3)]),
        an_issue("1", items=[item("丁", n=1), item("戊", Kind.GENERAL, 2), item("己", n=3)]),
    ]
    classifier = stub(甲=200, 乙=-30, 丙=-STRONG, 丁=-200, 戊=9000, 己=200)
    expected = ["乙", "丁", "己", "甲", "戊", "丙"]
    assert [one.item.title for one in queue(issues, classifier)] == expected
    assert [one.item.title for one in queue(reversed(issues), classifier)] == expected


def test_drafts_and_withdrawn_issues() -> None:
    """A draft is looked at, as labels cost least before signing; the items of a withdrawn issue are read by nobody."""
    issues = [an_issue("", items=[item("甲")]), an_issue("2", items=[item("甲")], withdrawn=True)]
    assert [one.issue.number for one in queue(issues, stub(甲=0))] == [None]


def test_other() -> None:
    """There are two kinds."""
    assert [other(kind) for kind in Kind] == [Kind.PROBLEM, Kind.GENERAL]
