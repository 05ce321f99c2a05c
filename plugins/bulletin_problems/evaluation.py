"""Figures of judgements against labels: precision, recall, F1, bootstrap intervals, macro-F1 of topics, deferral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

_DRAWS: Final = 1000
_SEED: Final = 2004


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of the problem class over some items, and the 95 % bootstrap interval of F1."""

    items: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def _counts(pairs: Sequence[tuple[bool, bool]]) -> tuple[int, int, int]:
    both = sum(truth and said for truth, said in pairs)
    return both, sum(said for _, said in pairs), sum(truth for truth, _ in pairs)


def _f1(both: int, said: int, truth: int) -> float:
    return 2 * both / (said + truth) if said + truth else 0.0


def figures(pairs: Sequence[tuple[bool, bool]]) -> Figures:
    """Return the figures of pairs of truth and judgement; the bootstrap draws with a fixed seed."""
    both, said, truth = _counts(pairs)
    random = Random(_SEED)  # noqa: S311 (statistics, not secrets)
    draws = sorted(_f1(*_counts(random.choices(pairs, k=len(pairs)))) for _ in range(_DRAWS if pairs else 0)) or [0.0]
    low, high = draws[int(0.025 * len(draws))], draws[min(int(0.975 * len(draws)), len(draws) - 1)]
    return Figures(
        len(pairs), both / said if said else 0.0, both / truth if truth else 0.0, _f1(both, said, truth), low, high
    )


def macro_f1(truths: Sequence[str], said: Sequence[str]) -> float:
    """Return the mean F1 over the classes that truths name."""
    classes = sorted(set(truths))
    scores = []
    for one in classes:
        pairs = [(truth == one, other == one) for truth, other in zip(truths, said, strict=True)]
        scores.append(_f1(*_counts(pairs)))
    return sum(scores) / len(scores) if scores else 0.0


@dataclass(frozen=True, slots=True)
class Deferral:
    """What is left to an editor: the share decided without one, and how those are decided."""

    decided: float
    f1: float


def deferral(judged: Sequence[tuple[bool, bool, bool]]) -> Deferral:
    """Return the deferral figures of truth, judgement and doubt."""
    sure = [(truth, said) for truth, said, unsure in judged if not unsure]
    return Deferral(len(sure) / len(judged) if judged else 0.0, _f1(*_counts(sure)))
