"""Make scores of a machine log odds: logistic regression of labels on scores (Platt 1999), by Newton's method."""

from __future__ import annotations

import math
from collections.abc import Sequence

_ROUNDS = 50


def probability(log_odds: float) -> float:
    """Return the probability that log odds stand for."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0  # noqa: PLR2004 (where exp overflows)


def calibrate(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Return slope and offset that make ``slope * score + offset`` the log odds of a label being true.

    Targets are drawn in by one imagined text on either side, as Platt does, so that parted classes have finite odds.
    """
    positive = sum(labels)
    high, low = (positive + 1) / (positive + 2), 1 / (len(labels) - positive + 2)
    slope, offset = 1.0, 0.0
    for _ in range(_ROUNDS):
        a = b = c = da = db = 0.0
        for score, label in zip(scores, labels, strict=True):
            p = probability(slope * score + offset)
            error, weight = p - (high if label else low), max(p * (1 - p), 1e-12)
            da += error * score
            db += error
            a += weight * score * score
            b += weight * score
            c += weight
        determinant = a * c - b * b
        if determinant <= 0:
            break
        slope -= (c * da - b * db) / determinant
        offset -= (a * db - b * da) / determinant
    return slope, offset
