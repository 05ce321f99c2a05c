"""Print a measurement: as a table for people, as JSON for programs."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from typing import Final

from bench.measure import Measurement, Result

_MEBIBYTE: Final = 1 << 20
_HEAD: Final = ("clean build", "wall s", "CPU s", "peak MiB", "pages", "files", "output MiB")


def as_table(measurement: Measurement) -> str:
    """Return the medians as a table, the ratios, and a line about the machine."""
    size = measurement.size
    results = measurement.results
    ours = results[0]
    rows = [_HEAD, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [f"{size.issues} issues of {size.items} items over {size.years} years, seed {size.seed}", ""]
    for row in rows:
        figures = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join([row[0].ljust(widths[0]), *figures]))
    lines += ["", f"Medians of {len(ours.timed)} timed and {len(ours.watched)} watched runs, alternating."]
    lines.append("CPU: user and system, all processes. Peak: PSS summed over the process tree, sampled.")
    ratios = measurement.ratios()
    if ratios:
        other = results[1]
        pairs = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        names = f"{ours.name} : {other.name}"
        lines.append(f"{names}, wall time: median {statistics.median(ratios):.2f} (pair by pair {pairs})")
        lines.append(f"{names}, peak memory: {ours.memory / other.memory:.2f}")
    lines.append(measurement.machine)
    return "\n".join(lines)


def as_json(measurement: Measurement) -> str:
    """Return everything measured; times in seconds, memory in bytes."""
    results = [
        {
            "name": result.name,
            "version": result.version,
            "median": {"wall": result.wall, "processor": result.processor, "memory": result.memory},
            "output": asdict(result.output),
            "timed": [asdict(run) for run in result.timed],
            "watched": [asdict(run) for run in result.watched],
        }
        for result in measurement.results
    ]
    whole = {
        "size": asdict(measurement.size),
        "machine": measurement.machine,
        "results": results,
        "wall_ratios": measurement.ratios(),
    }
    return json.dumps(whole, indent=2)


def _row(result: Result) -> tuple[str, ...]:
    output = result.output
    return (
        f"{result.name} {result.version}", f"{result.wall:.2f}", f"{result.processor:.2f}",
        f"{result.memory / _MEBIBYTE:.0f}", str(output.pages), str(output.files), f"{output.size / _MEBIBYTE:.0f}",
    )  # fmt: skip
