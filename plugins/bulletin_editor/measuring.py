"""Measure how well items are judged: figures of kinds, topics and doubts over labelled items, and the time it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import process_time
from typing import Final

from bulletin.kinds import Kind
from bulletin_editor.labelled_files import BETWEEN
from bulletin_problems.classifier import Classified, Classifier
from bulletin_problems.corpus import Labelled
from bulletin_problems.evaluation import Figures, deferral, figures, macro_f1

ALL: Final = "problem"
# By the keys of the JSON form; each asks whether an item belongs to the group.
GROUPS: Final[dict[str, Callable[[Labelled], bool]]] = {
    ALL: lambda _item: True,
    "real": lambda item: not item.synthetic,
    "synthetic": lambda item: item.synthetic,
    "tricky": lambda item: item.tricky,
}
_PASSES: Final = 3
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled item, the line it stands on, and what it was taken for."""

    line: int
    item: Labelled
    said: Classified

    @property
    def kinds(self) -> tuple[bool, bool]:
        """Return whether it is a problem item, and whether it was taken for one."""
        return self.item.kind is Kind.PROBLEM, self.said.judgement.kind is Kind.PROBLEM

    @property
    def wrong(self) -> bool:
        """Say whether it was taken for the other kind."""
        truth, said = self.kinds
        return truth is not said

    @property
    def second(self) -> bool:
        """Say whether the topic it was given is its second one."""
        return self.said.topic.name in self.item.topic_alt.split(BETWEEN) if self.said.topic.name else False


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """Macro-F1 of topics over items that have one; lenient: a second topic counts as the first."""

    macro_f1: float
    macro_f1_lenient: float
    items: int


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is left to an editor: the share decided without one, F1 of that, and how many mistakes an editor catches."""

    decided: float
    f1: float
    mistakes: int
    mistakes_in_band: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures over one file; groups are named problem (all items), real, synthetic and tricky."""

    groups: dict[str, Figures]
    topics: dict[str, TopicFigures]
    doubts: Doubts
    ms_per_item: float
    model_bytes: int

    def as_dict(self) -> dict[str, object]:
        """Return the figures as nested dictionaries: problem.f1, tricky.f1, topic.macro_f1 and so on."""
        of_groups = {name: rounded(asdict(self.topics[name])) for name in self.topics if name != ALL}
        return {
            **{name: rounded(asdict(one)) for name, one in self.groups.items()},
            "topic": {**rounded(asdict(self.topics[ALL])), **of_groups},
            "deferral": rounded(asdict(self.doubts)),
            "ms_per_item": round(self.ms_per_item, _DIGITS),
            "model_bytes": self.model_bytes,
        }


def rounded(values: dict[str, object]) -> dict[str, object]:
    """Return values with floats as they are told."""
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in values.items()}


def judge_all(classifier: Classifier, items: Sequence[tuple[int, Labelled]]) -> tuple[list[Judged], float]:
    """Return what each item is taken for, and the milliseconds an item takes with its explanation.

    The time is that of the processor in the quickest of three passes: another program's work is no part of it.
    """
    seconds: list[float] = []
    judged: list[Judged] = []
    for _ in range(_PASSES):
        began = process_time()
        said = [classifier.classify(item.title, item.text, why=True) for _, item in items]
        seconds.append(process_time() - began)
        judged = [Judged(line, item, one) for (line, item), one in zip(items, said, strict=True)]
    return judged, 1000 * min(seconds) / len(items) if items else 0.0


def evaluate(judged: Sequence[Judged], known: Sequence[str], ms_per_item: float, model_bytes: int) -> Evaluation:
    """Return the figures of judged items; ``known`` are the topics that count."""
    chosen = {name: [one for one in judged if within(one.item)] for name, within in GROUPS.items()}
    decided = deferral([(*one.kinds, one.said.judgement.unsure) for one in judged])
    mistakes = [one for one in judged if one.wrong]
    return Evaluation(
        {name: figures([one.kinds for one in group]) for name, group in chosen.items()},
        {name: _topics(group, known) for name, group in chosen.items()},
        Doubts(decided.decided, decided.f1, len(mistakes), sum(one.said.judgement.unsure for one in mistakes)),
        ms_per_item,
        model_bytes,
    )


def _topics(judged: Sequence[Judged], known: Sequence[str]) -> TopicFigures:
    counted = [one for one in judged if one.item.topic in known]
    truths = [one.item.topic for one in counted]
    lenient = [one.item.topic if one.second else one.said.topic.name for one in counted]
    strict = macro_f1(truths, [one.said.topic.name for one in counted])
    return TopicFigures(strict, macro_f1(truths, lenient), len(counted))
