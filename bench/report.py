"""Print a measurement: as a Markdown table for people, as JSON for programs."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from unicodedata import east_asian_width

from bench.goals import GOAL_ISSUES, Quantity, Verdict, verdicts
from bench.measure import Figures, Measurement, Result
from bench.preview import Previews
from bench.scenarios import Scenario

_MEBIBYTE: Final = 1 << 20
_FIGURES: Final = ("scenario", "builder", "wall s", "CPU s", "peak MiB", "ours : it", "pair by pair", "memory", "goal")
_SITES: Final = ("clean build of", "issues", "pages", "files", "output MiB")
_PREVIEWS: Final = ("edit to visible", "median s", "run by run", "ours : it", "goal")


def as_table(measurement: Measurement) -> str:
    """Return the medians, ratios and goals as tables, what each site holds, and a line about the machine."""
    size, ours = measurement.size, measurement.results[0]
    found = {(one.goal.scenario, one.goal.against, one.goal.quantity): one for one in verdicts(measurement)}
    rows = [_row(measurement, scenario, result, found) for scenario in Scenario for result in measurement.results]
    sites = [
        (f"{one.name} {one.version}", str(one.issues), str(one.output.pages), str(one.output.files),
         f"{one.output.size / _MEBIBYTE:.0f}")
        for one in measurement.results
    ]  # fmt: skip
    clean, other = ours.figures[Scenario.CLEAN], ours.figures[Scenario.BODY]
    lines = [
        f"{size.issues} issues of {size.items} items over {size.years} years, seed {size.seed}; {measurement.machine}",
        "",
        *table(_FIGURES, rows, left=2),
        "",
        *table(_SITES, sites),
        "",
        f"Medians of {len(clean.timed)} timed runs, builders in alternation;"  # noqa: ISC004 (one line of the report)
        f" peak of {len(clean.watched)} watched runs of a clean build, {len(other.watched)} of every other scenario.",
        "CPU: user and system, all processes. Peak: PSS summed over the process tree, sampled.",
        "Ours : it: our wall time by its own in the same scenario, median of the pairs; memory: likewise, peaks.",
    ]
    if found and size.issues != GOAL_ISSUES:
        lines.append(f"The goals are meant for {GOAL_ISSUES} issues.")
    return "\n".join(lines)


def as_json(measurement: Measurement) -> str:
    """Return everything measured; times in seconds, memory in bytes."""
    whole = {
        "size": asdict(measurement.size),
        "machine": measurement.machine,
        "results": [
            {
                "name": result.name,
                "version": result.version,
                "issues": result.issues,
                "output": asdict(result.output),
                "scenarios": {scenario: _figures(figures) for scenario, figures in result.figures.items()},
            }
            for result in measurement.results
        ],
        "ratios": {
            other.name: {
                scenario: {
                    "wall": statistics.median(measurement.wall_ratios(scenario, other)),
                    "wall_pairs": measurement.wall_ratios(scenario, other),
                    "memory": measurement.memory_ratio(scenario, other),
                }
                for scenario in Scenario
            }
            for other in measurement.others
        },
        "goals": [{**asdict(one.goal), "ratio": one.ratio, "met": one.met} for one in verdicts(measurement)],
    }
    return json.dumps(whole, indent=2)


def previews_as_table(previews: Previews) -> str:
    """Return how long it took until an edit showed in each preview."""
    rows = []
    for name, seconds in previews.seconds.items():
        ratio = previews.ratio(name)
        rows.append(
            (
                name, f"{statistics.median(seconds):.2f}", ", ".join(f"{one:.2f}" for one in seconds),
                "" if ratio is None else f"{ratio:.2f}", _preview_goal(name, ratio),
            )
        )  # fmt: skip
    return "\n".join([f"{previews.issues} issues; {previews.machine}", "", *table(_PREVIEWS, rows)])


def previews_as_json(previews: Previews) -> str:
    """Return the same for programs."""
    ratios = {name: previews.ratio(name) for name in previews.seconds}
    return json.dumps({**asdict(previews), "ratios": ratios}, indent=2)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Return the lines of a Markdown table that reads well as it is; the first ``left`` columns are set left."""
    widths = [max(_width(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [f"{'-' * width}" if n < left else f"{'-' * (width - 1)}:" for n, width in enumerate(widths)]
    lines = []
    for row in (head, rule, *rows):
        cells = (
            text + " " * (width - _width(text)) if n < left else " " * (width - _width(text)) + text
            for n, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _row(
    measurement: Measurement, scenario: Scenario, result: Result, found: dict[tuple[Scenario, str, Quantity], Verdict]
) -> tuple[str, ...]:
    figures = result.figures[scenario]
    ratio = pairs = memory = goal = ""
    if result is not measurement.results[0]:
        ratios = measurement.wall_ratios(scenario, result)
        ratio, pairs = f"{statistics.median(ratios):.3f}", ", ".join(f"{one:.2f}" for one in ratios)
        memory = f"{measurement.memory_ratio(scenario, result):.2f}"
        said = [(quantity, found.get((scenario, result.name, quantity))) for quantity in Quantity]
        goal = ", ".join(f"{quantity} {verdict}" for quantity, verdict in said if verdict)
    return (
        scenario.value, result.name, f"{figures.wall:.2f}", f"{figures.processor:.2f}",
        f"{figures.memory / _MEBIBYTE:.0f}", ratio, pairs, memory, goal,
    )  # fmt: skip


def _figures(figures: Figures) -> dict[str, object]:
    return {
        "median": {"wall": figures.wall, "processor": figures.processor, "memory": figures.memory},
        "timed": [asdict(run) for run in figures.timed],
        "watched": [asdict(run) for run in figures.watched],
    }


def _preview_goal(name: str, ratio: float | None) -> str:
    if name != "Hugo" or ratio is None:
        return ""
    return f"≤ 1 {'met' if ratio <= 1 else 'missed'}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
