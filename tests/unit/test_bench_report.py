"""The benchmark's figures: ratios pair by pair, goals met or missed, table and JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.corpus import Size
from bench.goals import GOALS, TENTH, Goal, Quantity, Verdict, verdicts
from bench.measure import Figures, Measurement, Output, Result, Rounds, UnequalSitesError, check_equal
from bench.preview import Previews
from bench.process import Usage
from bench.report import as_json, as_table, previews_as_json, previews_as_table, table
from bench.scenarios import Scenario

MEBIBYTE = 1 << 20


def result(name: str, *walls: float, memory: int = 100, issues: int = 10_000) -> Result:
    """Return a result with the same wall times in every scenario, and memory in MiB."""
    figures = Figures(tuple(Usage(wall, 2 * wall, 0) for wall in walls), (Usage(9.0, 9.0, memory * MEBIBYTE),))
    return Result(name, "1.0", issues, Output(3, 5, 2 * MEBIBYTE), dict.fromkeys(Scenario, figures))


def measurement(*results: Result) -> Measurement:
    """Return a measurement of results, ours first."""
    return Measurement(Size(issues=10_000), "2 cores", results)


OURS = result("Govbulletin", 1.0, 2.0, 3.0)
HUGO = result("Hugo", 20.0, 100.0, 30.0, memory=400)


def test_ratios_are_of_pairs() -> None:
    """Our run is divided by the other's of the same round, not median by median."""
    assert measurement(OURS, HUGO).wall_ratios(Scenario.BODY, HUGO) == [0.05, 0.02, 0.1]
    assert measurement(OURS, HUGO).memory_ratio(Scenario.BODY, HUGO) == 0.25


def test_medians_leave_watched_runs_out() -> None:
    """Times are of undisturbed runs, memory is of the watched ones."""
    figures = OURS.figures[Scenario.CLEAN]
    assert (figures.wall, figures.processor, figures.memory) == (2.0, 4.0, 100 * MEBIBYTE)


@pytest.mark.parametrize(
    ("ratio", "met"),
    [(0.05, True), (0.06, True), (0.0601, False), (1.0, False)],
    ids=["below", "at", "just above", "far"],
)
def test_a_goal_is_met_at_its_limit(ratio: float, met: bool) -> None:  # noqa: FBT001 (a table of cases)
    """A ratio is compared as measured, not as rounded for print."""
    verdict = Verdict(Goal(Scenario.BODY, Quantity.WALL, 0.06), ratio)
    assert verdict.met is met
    assert str(verdict) == f"≤ 0.06 {'met' if met else 'missed'}"


def test_goals_are_judged_where_their_builder_was_measured() -> None:
    """Without Hugo no goal against Hugo is judged; the goal for growth needs the tree of a tenth."""
    tenth = result(TENTH, 1.0, 1.0, 1.0, issues=1_000)
    assert list(verdicts(measurement(OURS))) == []
    assert [one.goal.against for one in verdicts(measurement(OURS, tenth))] == [TENTH]
    judged = {(one.goal.scenario, one.goal.quantity): one for one in verdicts(measurement(OURS, HUGO))}
    assert len(judged) == len([goal for goal in GOALS if goal.against == "Hugo"])
    assert judged[Scenario.BODY, Quantity.WALL].ratio == 0.05
    assert judged[Scenario.CLEAN, Quantity.MEMORY].met


def test_the_table_tells_everything() -> None:
    """Each builder has a line in each scenario, with ratios and goals beside the peers'."""
    lines = as_table(measurement(OURS, HUGO)).splitlines()
    body = [line.split("|")[2:-1] for line in lines if line.startswith("| one body")]
    assert [[cell.strip() for cell in row] for row in body] == [
        ["Govbulletin", "2.00", "4.00", "100", "", "", "", ""],
        ["Hugo", "30.00", "60.00", "400", "0.050", "0.05, 0.02, 0.10", "0.25", "wall time ≤ 0.06 met"],
    ]
    assert sum(line.startswith("| ") for line in lines) == 2 * len(Scenario) + 2 + 4
    assert "meant for" not in lines[-1]


def test_a_smaller_tree_says_what_goals_are_meant_for() -> None:
    """A goal for 10,000 issues says little of 200."""
    small = replace(measurement(OURS, HUGO), size=Size(issues=200))
    assert as_table(small).endswith("The goals are meant for 10000 issues.")


def test_json_holds_every_run() -> None:
    """A program finds runs, medians, ratios and goals."""
    whole = json.loads(as_json(measurement(OURS, HUGO)))
    body = whole["results"][1]["scenarios"]["one body"]
    assert [run["wall"] for run in body["timed"]] == [20.0, 100.0, 30.0]
    assert whole["ratios"]["Hugo"]["one body"]["wall"] == 0.05
    assert {
        "scenario": "one body",
        "quantity": "wall time",
        "limit": 0.06,
        "against": "Hugo",
        "ratio": 0.05,
        "met": True,
    } in whole["goals"]


def test_columns_stand_under_each_other() -> None:
    """Chinese takes two columns of a terminal."""
    assert table(("a", "b"), [("期", "1"), ("x", "10")]) == ["| a  |  b |", "| -- | -: |", "| 期 |  1 |", "| x  | 10 |"]


def test_sites_must_have_the_same_pages() -> None:
    """One page more, and the figures mean nothing."""
    check_equal({"ours": frozenset({"a"}), "theirs": frozenset({"a"})})
    with pytest.raises(UnequalSitesError, match=r"ours 1 : theirs 2; 1 not in all: b"):
        check_equal({"ours": frozenset({"a"}), "theirs": frozenset({"a", "b"})})


@pytest.mark.parametrize(("runs", "rounds"), [(1, Rounds(1, 1, 1)), (5, Rounds(5, 2, 1))], ids=["one", "five"])
def test_memory_is_measured_less_often(runs: int, rounds: Rounds) -> None:
    """Three watched runs of a clean build are enough, one of the others."""
    assert Rounds.of(runs) == rounds


def test_previews_are_compared_pair_by_pair() -> None:
    """The goal of a preview is to be no slower than Hugo's."""
    previews = Previews(2500, "2 cores", {"Govbulletin": (0.2, 0.5), "Hugo": (0.4, 0.4)})
    assert previews.ratio("Govbulletin") is None
    assert previews.ratio("Hugo") == pytest.approx(0.875)
    assert "≤ 1 met" in previews_as_table(previews)
    assert json.loads(previews_as_json(previews))["seconds"]["Hugo"] == [0.4, 0.4]
