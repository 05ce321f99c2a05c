"""Make a judge's model from labelled items: train, calibrate on writers left out, and say how well that went."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bulletin.kinds import Kind
from bulletin_problems.calibration import calibrate
from bulletin_problems.corpus import Labelled
from bulletin_problems.cues import cue_parts
from bulletin_problems.evaluation import Figures, figures
from bulletin_problems.evidence import evidence_of
from bulletin_problems.lexicon import Lexicon
from bulletin_problems.model import Model
from bulletin_problems.reading import read
from bulletin_problems.training import to_model, train

RUNS: Final = 4000
# What a cue of weight 1 is worth beside the trained weights, and how much worse it is to miss a problem item than to
# take a general one for it (log odds; ln 2: twice). Both are explained in docs/classification.md.
CUES: Final = 0.15
MISSED: Final = math.log(2)
FOLDS: Final = 5
_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Taught:
    """A model, and its figures on items of writers that it had not seen."""

    model: Model
    unseen: Figures


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures on the same items of a model that knows none of the office's, and of models that know the others."""

    before: Figures
    after: Figures


@dataclass(frozen=True, slots=True)
class _Example:
    """An item as training needs it."""

    runs: frozenset[str]
    cues: int
    problem: bool
    source: str


def _example(item: Labelled, lexicon: Lexicon) -> _Example:
    reading = read(item.title, item.text)
    cues = sum(part.share for part in cue_parts(lexicon, reading.title, reading.text))
    return _Example(reading.runs, cues, item.kind is Kind.PROBLEM, item.source)


def _examples(items: Iterable[Labelled], lexicon: Lexicon) -> list[_Example]:
    return [_example(item, lexicon) for item in items]


def _model(examples: Sequence[_Example], slope: float = 1, offset: float = 0) -> Model:
    trained = train([one.runs for one in examples], [one.problem for one in examples], RUNS)
    return to_model(trained, slope, offset, CUES)


def _score(model: Model, one: _Example) -> float:
    """Return the score of an example in log odds."""
    return (model.score_of(one.runs) + one.cues * model.cues / _THOUSAND) / _THOUSAND


def _unseen_scores(examples: Sequence[_Example]) -> list[float]:
    """Return the score of each example by a model trained without its writer, and some others."""
    sources = {source: n % FOLDS for n, source in enumerate(sorted({one.source for one in examples}))}
    scores = [0.0] * len(examples)
    for fold in sorted(set(sources.values())):
        model = _model([one for one in examples if sources[one.source] != fold])
        for n, one in enumerate(examples):
            if sources[one.source] == fold:
                scores[n] = _score(model, one)
    return scores


def teach(items: Sequence[Labelled], lexicon: Lexicon) -> Taught:
    """Return the model of items by at least two writers; its scores are log odds, shifted by ``MISSED``."""
    examples = _examples(items, lexicon)
    scores, labels = _unseen_scores(examples), [one.problem for one in examples]
    slope, offset = calibrate(scores, labels)
    said = [slope * score + offset + MISSED > 0 for score in scores]
    model = _model(examples, slope, offset + MISSED)
    topics = evidence_of((one.runs, item.topic) for one, item in zip(examples, items, strict=True) if item.topic)
    return Taught(replace(model, topics=topics), figures(list(zip(labels, said, strict=True))))


def compare(corpus: Iterable[Labelled], own: Iterable[Labelled], lexicon: Lexicon) -> Compared:
    """Return what teaching with an office's own items would change on items of that office, none of them seen before.

    Before: judged by a model of the corpus alone. After: each fifth by a model of the corpus and the other four.
    Both have the calibration of the corpus.
    """
    known, local = _examples(corpus, lexicon), _examples(own, lexicon)
    scores, labels = _unseen_scores(known), [one.problem for one in known]
    slope, offset = calibrate(scores, labels)
    plain = _model(known, slope, offset + MISSED)
    after: dict[int, bool] = {}
    for held in _folds(len(local)):
        others = [one for n, one in enumerate(local) if n not in held]
        taught = _model([*known, *others], slope, offset + MISSED)
        after.update((n, _score(taught, local[n]) > 0) for n in held)
    return Compared(
        figures([(one.problem, _score(plain, one) > 0) for one in local]),
        figures([(one.problem, after[n]) for n, one in enumerate(local)]),
    )


def _folds(size: int) -> Iterator[range]:
    return (range(n, size, FOLDS) for n in range(min(FOLDS, size)))
