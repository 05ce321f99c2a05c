"""Making a model from labelled items: repeatable, calibrated on other writers, and better with an office's own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bulletin.kinds import CueRole, Kind
from bulletin_editor.training import corpus_items, shipped_path, train_shipped
from bulletin_problems.corpus import Labelled
from bulletin_problems.evidence import KEPT, evidence_of
from bulletin_problems.judge import Judge
from bulletin_problems.lexicon import Group, Lexicon
from bulletin_problems.model import from_json, to_json
from bulletin_problems.office import shipped_classifier
from bulletin_problems.reading import read
from bulletin_problems.shipped import MODEL, shipped
from bulletin_problems.teaching import CUES, FOLDS, RUNS, Taught, compare, teach
from bulletin_problems.word_lists import shipped_lexicon, shipped_topics

ROOT: Final = Path(__file__).parents[2]
CORPUS: Final = ROOT / "corpus"
NO_CUES: Final = Lexicon(())
# What the salt works of an office mean is known there alone.
GOOD, BAD = ("卤水归塘", "晒场起盐", "坨台封苫", "潮门落闸"), ("卤水跑塘", "晒场返潮", "坨台开口", "潮门脱轨")
PLACES: Final = ("北滩", "南滩", "东滩", "西滩", "新滩", "老滩")


def an_item(text: str, kind: Kind, source: str = "甲", topic: str = "") -> Labelled:
    """Make a labelled item."""
    return Labelled("", text, kind, topic, "", tricky=False, synthetic=False, source=source)


@cache
def writers(count: int = 2, each: int = 60) -> tuple[Labelled, ...]:
    """Return items of some of the corpus's writers."""
    items = corpus_items(CORPUS)
    names = sorted({item.source for item in items})[:count]
    return tuple(item for name in names for item in [one for one in items if one.source == name][:each])


@cache
def taught() -> Taught:
    """Return what two writers teach."""
    return teach(writers(), shipped_lexicon())


def local(source: str = "本站") -> list[Labelled]:
    """Return items of an office, of which a corpus knows no word."""
    pairs = [(text, Kind.PROBLEM) for text in BAD] + [(text, Kind.GENERAL) for text in GOOD]
    return [an_item(f"{place}{text}", kind, source) for place in PLACES for text, kind in pairs]


@pytest.mark.slow
def test_shipped_model_is_that_of_the_corpus(tmp_path: Path) -> None:
    """`inv train` gives the shipped model, byte for byte."""
    target = tmp_path / MODEL
    train_shipped(CORPUS, target)
    assert target.read_bytes() == shipped(MODEL), "corpus, lexicon or trainer has changed: run inv train"


def test_shipped_model_is_where_training_writes_it() -> None:
    """The file that is written is the file that is used."""
    assert shipped_path(ROOT / "plugins").read_bytes() == shipped(MODEL)


def test_shipped_model_is_small() -> None:
    """The shipped model takes less than 150,000 bytes, and says how many items made it."""
    data = shipped(MODEL)
    assert len(data) < 150_000
    assert shipped_classifier().model_bytes == len(data)
    assert f'"corpus": {len(corpus_items(CORPUS))}'.encode() in data


def test_shipped_model_is_whole_and_sorted() -> None:
    """The file is sorted, so that a change of the corpus shows as what it changed."""
    model = from_json(shipped(MODEL).decode())
    about = {"corpus": len(corpus_items(CORPUS)), "content": 0}
    assert to_json(model, about).encode() == shipped(MODEL)
    assert len(model.weights) == RUNS
    assert {topic for by_name in model.topics.values() for topic in by_name} == set(shipped_topics().names)


def test_two_writers_teach() -> None:
    """Two writers are enough: each is judged by what the other taught."""
    assert taught().unseen.items == len(writers())
    assert 0.5 < taught().unseen.f1 <= 1
    assert 0 <= taught().unseen.low <= taught().unseen.f1 <= taught().unseen.high


def test_teaching_is_repeatable() -> None:
    """The same items give the same file."""
    again = teach(writers(), shipped_lexicon())
    assert to_json(again.model, {}) == to_json(taught().model, {})
    assert again.unseen == taught().unseen


def test_order_of_writers_does_not_name_them() -> None:
    """Writers are told apart by name only: other names in the same order change nothing."""
    renamed = [replace(item, source=f"x-{item.source}") for item in writers()]
    assert to_json(teach(renamed, shipped_lexicon()).model, {}) == to_json(taught().model, {})


@pytest.mark.parametrize("count", [2, 3, FOLDS, FOLDS + 1])
def test_any_number_of_writers(count: int) -> None:
    """Writers are left out one by one, or together where there are many."""
    items = writers(count, 12)
    assert teach(items, shipped_lexicon()).unseen.items == len(items)


def test_taught_model_tells_its_own_items_apart() -> None:
    """What was taught is known: hardly an item of the two writers is judged wrongly by the model of both."""
    judge = Judge(shipped_lexicon(), taught().model)
    right = [judge.judge(read(item.title, item.text)).kind is item.kind for item in writers()]
    assert sum(right) >= 0.9 * len(right)


def test_cues_weigh_beside_the_wording() -> None:
    """A cue is worth the same share of every model, before calibration; it decides where the wording is unknown."""
    assert CUES > 0
    assert taught().model.cues > 0
    lexicon = Lexicon(((Group("甲", CueRole.PROBLEM, 3), ("冚冚",)), (Group("乙", CueRole.GENERAL, 3), ("囍囍",))))
    judge = Judge(lexicon, taught().model)
    bad, good = (judge.judge(read(word, word)).score for word in ("冚冚", "囍囍"))
    assert bad > 0 > good


def test_topics_are_learned_where_items_name_them() -> None:
    """Evidence is of the topics that items name; an item without one says nothing."""
    items = [replace(item, topic="农业农村" if n % 2 else "") for n, item in enumerate(writers())]
    topics = teach(items, shipped_lexicon()).model.topics
    assert {name for by_name in topics.values() for name in by_name} == {"农业农村"}


def test_evidence_of_topics() -> None:
    """A run speaks for the topic in whose items it stands, and against the others, if it stands in three."""
    items = [(frozenset({"小麦", "镇里", f"麦{n}", "麦"}), "农业") for n in range(4)]
    items += [(frozenset({"物业", "镇里", f"楼{n}"}), "城建") for n in range(4)]
    evidence = evidence_of(items)
    assert set(evidence) == {"小麦", "物业", "镇里"}
    assert evidence["小麦"]["农业"] > 0 > evidence["小麦"]["城建"]
    assert evidence["镇里"] == {"农业": 0, "城建": 0}


def test_evidence_keeps_the_strongest() -> None:
    """Each topic keeps a fixed number of runs at most."""
    items = [(frozenset(f"{n:03}" for n in range(KEPT + 50)), topic) for topic in ("甲", "乙") for _ in range(3)]
    evidence = evidence_of(items)
    assert sum("甲" in by_name for by_name in evidence.values()) == KEPT


def test_an_offices_items_help_it() -> None:
    """Items of an office in words of its own are judged better by a model taught with them as well."""
    compared = compare(writers(), local(), shipped_lexicon())
    assert compared.before.items == compared.after.items == len(local())
    assert compared.after.f1 > compared.before.f1
    assert compared.after.f1 > 0.9


def test_contradictory_labels_do_not_help() -> None:
    """Where an office's labels follow nothing, its items teach nothing, and the figures say so."""
    mixed = [replace(item, kind=Kind.GENERAL if n // 8 % 2 else item.kind) for n, item in enumerate(local())]
    compared = compare(writers(), mixed, shipped_lexicon())
    assert compared.after.f1 < 0.5


@pytest.mark.parametrize("size", [1, FOLDS - 1, FOLDS, FOLDS + 1])
def test_few_items_are_compared_each_once(size: int) -> None:
    """Each item of the office is judged once with the others and once without, however few there are."""
    compared = compare(writers(), local()[:size], NO_CUES)
    assert compared.before.items == compared.after.items == size
