"""Train a linear model: support vector machine with squared hinge loss, by dual coordinate descent, in pure Python.

Hsieh, Chang, Lin, Keerthi, Sundararajan: A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008,
algorithm 1. Nothing is random, so the same texts give the same weights, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bulletin_problems.model import FLOOR, Model, documents_with

_POWER: Final = 1.5  # of the inverse document frequency
_COST: Final = 0.3
_ROUNDS: Final = 10
_SCALE: Final = 1000
_LEAST: Final = 2  # texts that a run must stand in
_STRIDE: Final = 7919  # a prime: texts are visited in a fixed order that mixes them

Vector = tuple[tuple[int, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights by run as trained, before rounding, and the bias; in how many of the texts each run stood."""

    weights: dict[str, float]
    bias: float
    counts: dict[str, int]
    texts: int


def _values(counts: dict[str, int], texts: int, runs: Sequence[str]) -> list[float]:
    return [(math.log((1 + texts) / (1 + counts[run])) + 1) ** _POWER for run in runs]


def _vectors(texts: Sequence[Collection[str]], runs: Sequence[str], values: Sequence[float]) -> list[Vector]:
    """Return each text as sorted indices and normalised values; the last index is the bias."""
    index = {run: n for n, run in enumerate(runs)}
    vectors: list[Vector] = []
    for text in texts:
        at = sorted(index[run] for run in text if run in index)
        length = math.sqrt(FLOOR + math.fsum(values[n] ** 2 for n in at))
        vectors.append(((*at, len(runs)), (*(values[n] / length for n in at), 1.0)))
    return vectors


def _descend(vectors: Sequence[Vector], labels: Sequence[bool]) -> list[float]:
    size = 1 + max(at[-1] for at, _ in vectors)
    weights = [0.0] * size
    alphas = [0.0] * len(vectors)
    signs = [1.0 if label else -1.0 for label in labels]
    diagonal = 1 / (2 * _COST)
    squares = [math.fsum(value * value for value in values) + diagonal for _, values in vectors]
    stride = _STRIDE if len(vectors) % _STRIDE else 1
    order = [n * stride % len(vectors) for n in range(len(vectors))]
    for _ in range(_ROUNDS):
        for n in order:
            at, values = vectors[n]
            sign, alpha = signs[n], alphas[n]
            dot = 0.0
            for i, value in zip(at, values, strict=True):
                dot += weights[i] * value
            gradient = sign * dot - 1 + diagonal * alpha
            if alpha == 0.0 and gradient >= 0.0:
                continue
            moved = max(alpha - gradient / squares[n], 0.0)
            step = (moved - alpha) * sign
            alphas[n] = moved
            for i, value in zip(at, values, strict=True):
                weights[i] += step * value
    return weights


def train(texts: Sequence[Collection[str]], labels: Sequence[bool], keep: int) -> Trained:
    """Return weights for the ``keep`` runs that matter most.

    All runs that stand in two texts are weighed first; the strongest are then weighed again by themselves.
    """
    counts = documents_with(texts)
    runs = sorted(run for run, count in counts.items() if count >= _LEAST)
    weights = _descend(_vectors(texts, runs, _values(counts, len(texts), runs)), labels)
    best = sorted(range(len(runs)), key=lambda n: (-abs(weights[n]), runs[n]))[:keep]
    chosen = sorted(runs[n] for n in best)
    again = _descend(_vectors(texts, chosen, _values(counts, len(texts), chosen)), labels)
    return Trained(dict(zip(chosen, again, strict=False)), again[-1], counts, len(texts))


def to_model(trained: Trained, slope: float = 1, offset: float = 0, cues: float = 0) -> Model:
    """Return a model in whole numbers whose score is log odds: ``slope`` and ``offset`` are those of calibration.

    ``cues`` is what a cue of weight 1 is worth beside the trained weights, before calibration.
    """
    runs = sorted(trained.weights)
    values = dict(zip(runs, _values(trained.counts, trained.texts, runs), strict=True))
    return Model(
        bias=round(_SCALE * (trained.bias * slope + offset)),
        weights={run: round(_SCALE * trained.weights[run] * slope) for run in runs},
        values={run: round(_SCALE * values[run]) for run in runs},
        cues=round(_SCALE * cues * slope),
    )
