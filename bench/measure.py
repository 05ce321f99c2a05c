"""Measure scenarios in alternation: each builder in turn, again and again, so that all meet the same conditions."""

from __future__ import annotations

import os
import platform
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench.builders import Builder
from bench.corpus import Size
from bench.log import Log
from bench.process import Usage, run_timed, run_watched
from bench.scenarios import Scenario

_NAMED: Final = 3  # of the pages only one site has, in a complaint

_Run = Callable[[Sequence[str], Path, Mapping[str, str]], Usage]


class UnequalSitesError(RuntimeError):
    """Two builders wrote different sets of pages; comparing them would mean nothing."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often each builder is run: for its times, and for its memory, whose measuring takes time."""

    timed: int
    watched_clean: int
    watched: int

    @classmethod
    def of(cls, runs: int) -> Rounds:
        """Return the rounds for a number of timed runs; memory, which changes less from run to run, takes fewer."""
        return cls(runs, min(runs, 2), 1)

    @property
    def most(self) -> int:
        """Return how many steps of a change are taken at most, not counting clean builds."""
        return self.timed + self.watched


@dataclass(frozen=True, slots=True)
class Output:
    """What a clean build wrote: HTML pages, files of every sort, and bytes of these files."""

    pages: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The runs of one builder in one scenario in the order made: timed ones, and watched ones for memory."""

    timed: tuple[Usage, ...]
    watched: tuple[Usage, ...]

    @property
    def wall(self) -> float:
        """Return the median of wall times in seconds."""
        return statistics.median(run.wall for run in self.timed)

    @property
    def processor(self) -> float:
        """Return the median of processor times, user and system of all processes, in seconds."""
        return statistics.median(run.processor for run in self.timed)

    @property
    def memory(self) -> int:
        """Return the median of peak memories of the whole process tree in bytes."""
        return round(statistics.median(run.memory for run in self.watched))


@dataclass(frozen=True, slots=True)
class Result:
    """What one builder took, scenario by scenario; ``issues`` is the size of its site."""

    name: str
    version: str
    issues: int
    output: Output
    figures: Mapping[Scenario, Figures]


@dataclass(frozen=True, slots=True)
class Measurement:
    """Results on one corpus, ours first."""

    size: Size
    machine: str
    results: tuple[Result, ...]

    @property
    def others(self) -> tuple[Result, ...]:
        """Return the results of those we are compared with."""
        return self.results[1:]

    def wall_ratios(self, scenario: Scenario, other: Result) -> list[float]:
        """Return our wall time divided by another builder's in the same scenario, pair by pair of runs."""
        ours, theirs = self.results[0].figures[scenario].timed, other.figures[scenario].timed
        return [one.wall / two.wall for one, two in zip(ours, theirs, strict=True)]

    def memory_ratio(self, scenario: Scenario, other: Result) -> float:
        """Return our peak memory divided by another builder's in the same scenario, median by median."""
        return self.results[0].figures[scenario].memory / other.figures[scenario].memory


def measure(builders: Sequence[Builder], size: Size, rounds: Rounds, log: Log) -> Measurement:
    """Measure every scenario with every builder.

    A scenario after a clean build starts from the finished build of the same builder, with everything it left, takes
    the next step of its change and runs a new process. Steps are not undone at the end of a scenario: the next one
    changes other words.

    Args:
        builders: Ours first.
        size: Of the content, for the report.
        rounds: How often.
        log: Told of each round and of each figure in it.

    Raises:
        UnequalSitesError: Builders of sites of one size wrote different pages.
        NotShownError: A build finished without showing what was changed.
        CalledProcessError: A build failed.
    """
    timed: dict[tuple[str, Scenario], list[Usage]] = defaultdict(list)
    watched: dict[tuple[str, Scenario], list[Usage]] = defaultdict(list)
    outputs: dict[str, Output] = {}
    log.keep(machine=machine(), **asdict(size), builders={one.name: one.version for one in builders})
    for scenario in Scenario:
        # The watched runs come first: they warm the file cache and compile Python for the timed ones.
        watches = rounds.watched_clean if scenario is Scenario.CLEAN else rounds.watched
        for n in range(watches + rounds.timed):
            run, usages = (run_watched, watched) if n < watches else (run_timed, timed)
            log.tell(f"{scenario}, round {n + 1} of {watches + rounds.timed}{' (memory)' if n < watches else ''}")
            for builder in builders:
                usage = run_scenario(builder, scenario, n, run)
                usages[builder.name, scenario].append(usage)
                log.tell(f"  {builder.name}: {usage}")
                log.keep(scenario=scenario, builder=builder.name, watched=n < watches, **asdict(usage))
            if scenario is Scenario.CLEAN:
                outputs = _outputs(builders)
    results = (
        Result(
            builder.name, builder.version, builder.issues, outputs[builder.name],
            {one: Figures(tuple(timed[builder.name, one]), tuple(watched[builder.name, one])) for one in Scenario},
        )
        for builder in builders
    )  # fmt: skip
    return Measurement(size, machine(), tuple(results))


def run_scenario(builder: Builder, scenario: Scenario, n: int, run: _Run = run_timed) -> Usage:
    """Take the n-th step of a scenario (from 0), build, and see that the step shows; raise as ``measure`` does."""
    if scenario is Scenario.CLEAN:
        builder.clear()
    step = builder.changes[scenario].step(n)
    step.take()
    os.sync()  # what earlier runs left to write must not slow this one
    usage = run(builder.command, builder.folder, builder.environment)
    for proof in step.proofs:
        proof.check(builder.output)
    return usage


def machine() -> str:
    """Return what the machine is, without names or paths."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    kind = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{cores} cores, {memory:.0f} GiB, {kind}"


def check_equal(sites: Mapping[str, frozenset[str]]) -> None:
    """Raise UnequalSitesError unless all sites, pages by builder, have the same pages."""
    odd = sorted(frozenset.union(*sites.values()) - frozenset.intersection(*sites.values()))
    if odd:
        counts = " : ".join(f"{name} {len(pages)}" for name, pages in sites.items())
        raise UnequalSitesError(f"{counts}; {len(odd)} not in all: {', '.join(odd[:_NAMED])}")


def _outputs(builders: Sequence[Builder]) -> dict[str, Output]:
    """Return what builders wrote; raise UnequalSitesError unless sites of the size of the first have the same pages."""
    outputs, sites = {}, {}
    for builder in builders:
        files = [path for path in builder.output.rglob("*") if path.is_file()]
        pages = frozenset(path.relative_to(builder.output).as_posix() for path in files if path.suffix == ".html")
        outputs[builder.name] = Output(len(pages), len(files), sum(path.stat().st_size for path in files))
        if builder.issues == builders[0].issues:
            sites[builder.name] = pages
    check_equal(sites)
    return outputs
