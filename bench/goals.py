"""The goals of the build engine, and whether a measurement meets them."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bench.measure import Measurement, Result
from bench.scenarios import Scenario

GOAL_ISSUES: Final = 10_000
TENTH: Final = "Govbulletin, a tenth"


class Quantity(StrEnum):
    """What a goal limits, as our share of another builder's."""

    WALL = "wall time"
    MEMORY = "peak memory"


@dataclass(frozen=True, slots=True)
class Goal:
    """At most ``limit`` times what another builder takes in the same scenario."""

    scenario: Scenario
    quantity: Quantity
    limit: float
    against: str = "Hugo"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal and the ratio measured: of wall times the median of all pairs of runs."""

    goal: Goal
    ratio: float

    @property
    def met(self) -> bool:
        """Return whether the ratio, unrounded, is within the limit."""
        return self.ratio <= self.goal.limit

    def __str__(self) -> str:
        """Return ``≤ 0.06 met`` or ``≤ 0.06 missed``."""
        return f"≤ {self.goal.limit:g} {'met' if self.met else 'missed'}"


# Issue 7, at 10,000 issues of six items; a preview's goal is in preview.py.
GOALS: Final = (
    Goal(Scenario.CLEAN, Quantity.WALL, 1.0),
    Goal(Scenario.CLEAN, Quantity.MEMORY, 0.3),
    Goal(Scenario.NOTHING, Quantity.WALL, 0.05),
    Goal(Scenario.BODY, Quantity.WALL, 0.06),
    Goal(Scenario.ISSUE, Quantity.WALL, 0.08),
    Goal(Scenario.BODY, Quantity.WALL, 1.5, TENTH),
)


def verdicts(measurement: Measurement) -> Iterator[Verdict]:
    """Yield a verdict on each goal whose builder was measured."""
    others: dict[str, Result] = {result.name: result for result in measurement.others}
    for goal in GOALS:
        if goal.against in others:
            yield Verdict(goal, _ratio(measurement, goal, others[goal.against]))


def _ratio(measurement: Measurement, goal: Goal, other: Result) -> float:
    if goal.quantity is Quantity.MEMORY:
        return measurement.memory_ratio(goal.scenario, other)
    return statistics.median(measurement.wall_ratios(goal.scenario, other))
