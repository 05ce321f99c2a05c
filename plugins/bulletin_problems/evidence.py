"""Learn what speaks for topics: how much more often a run stands in the items of a topic than in the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

KEPT: Final = 250  # runs a topic
_LEAST: Final = 3  # items that a run must stand in
_IMAGINED: Final = 0.3  # items of either side that every run is imagined to stand in and not to stand in


def evidence_of(items: Iterable[tuple[frozenset[str], str]]) -> dict[str, dict[str, int]]:
    """Return by run the log odds, in thousandths, of topics whose strongest runs it is among."""
    inside: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for runs, topic in items:
        longer = [run for run in runs if len(run) > 1]
        sizes[topic] += 1
        counts.update(longer)
        inside.setdefault(topic, Counter()).update(longer)
    evidence: dict[str, dict[str, int]] = {}
    for topic in sorted(inside):
        for run, weight in _strongest(inside[topic], sizes[topic], counts, sizes.total()).items():
            evidence.setdefault(run, {})[topic] = weight
    return evidence


def _strongest(inside: Counter[str], size: int, counts: Counter[str], total: int) -> dict[str, int]:
    weights = {
        run: _log_odds(inside[run], size) - _log_odds(count - inside[run], total - size)
        for run, count in counts.items()
        if count >= _LEAST
    }
    order = sorted(weights, key=lambda run: (-abs(weights[run]) * math.sqrt(inside[run] + 0.1), run))
    return {run: round(1000 * weights[run]) for run in sorted(order[:KEPT])}


def _log_odds(count: int, size: int) -> float:
    return math.log((count + _IMAGINED) / (size + 2 * _IMAGINED))
