"""Measure clean builds in alternation: each builder in turn, again and again, so that all meet the same conditions."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.builders import Builder, environment, hugo_builder, our_builder
from bench.corpus import Size
from bench.hugo import ROOT
from bench.process import Usage, run_timed, run_watched
from bench.synthetic import make_tree

_WATCHED_RUNS: Final = 3  # for memory, which changes less from run to run than time does
_NAMED: Final = 3  # of the pages only one site has, in a complaint


class UnequalSitesError(RuntimeError):
    """Two builders wrote different sets of pages; comparing them would mean nothing."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a build wrote: HTML pages, files of every sort, and bytes of these files."""

    pages: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """The runs of one builder in the order made: timed ones, and watched ones for memory."""

    name: str
    version: str
    output: Output
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
class Measurement:
    """Results on one corpus, ours first."""

    size: Size
    machine: str
    results: tuple[Result, ...]

    def ratios(self) -> list[float]:
        """Return our wall time divided by the other builder's, pair by pair of runs; empty if we were alone."""
        if len(self.results) == 1:
            return []
        ours, other = self.results
        return [one.wall / two.wall for one, two in zip(ours.timed, other.timed, strict=True)]


def measure(size: Size, against: str | None, runs: int, folder: Path, tell: Callable[[str], None]) -> Measurement:
    """Make content up in an empty folder and measure clean builds of it.

    Args:
        size: How much content.
        against: ``hugo`` to measure Hugo too, or None.
        runs: How many timed runs of each builder.
        folder: Where content and output go; the caller removes it.
        tell: Called with a line before each step.

    Raises:
        UnequalSitesError: The builders wrote different pages.
        CalledProcessError: A build failed.
        HugoMissingError: There is no Hugo.
    """
    tell(f"making up {size.issues} issues")
    content = folder / "content"
    make_tree(content, size.issues, size.items, size.years, size.seed)
    builders = [our_builder(content)]
    if against == "hugo":
        tell("writing the equal Hugo site")
        builders.append(hugo_builder(content, folder))
    # The watched runs come first: they warm the file cache and compile Python for the timed ones.
    watched = _alternate(builders, min(runs, _WATCHED_RUNS), folder, _Round("memory", run_watched, tell))
    outputs = [run.output for run in watched[-1]]
    timed = _alternate(builders, runs, folder, _Round("time", run_timed, tell))
    results = (
        Result(builder.name, builder.version, outputs[n], _usages(timed, n), _usages(watched, n))
        for n, builder in enumerate(builders)
    )
    return Measurement(size, machine(), tuple(results))


def machine() -> str:
    """Return what the machine is, without names or paths."""
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


@dataclass(frozen=True, slots=True)
class _Run:
    usage: Usage
    output: Output
    pages: frozenset[str]  # their paths


@dataclass(frozen=True, slots=True)
class _Round:
    """A kind of run: what it measures, how, and whom to tell."""

    subject: str
    run: Callable[[Sequence[str], Path, Mapping[str, str]], Usage]
    tell: Callable[[str], None]


def _alternate(builders: Sequence[Builder], runs: int, folder: Path, kind: _Round) -> list[list[_Run]]:
    """Return round by round a run of each builder, each into an empty folder."""
    rounds = []
    for number in range(1, runs + 1):
        kind.tell(f"measuring {kind.subject}, round {number} of {runs}")
        rounds.append([_clean_run(builder, folder, kind) for builder in builders])
        _check_equal([run.pages for run in rounds[-1]])
    return rounds


def _clean_run(builder: Builder, folder: Path, kind: _Round) -> _Run:
    place = folder / "run"
    place.mkdir()
    os.sync()  # what earlier runs left to write must not slow this one
    try:
        usage = kind.run(builder.command(place / "output"), ROOT, environment(folder))
        return _run_of(usage, place / "output")
    finally:
        shutil.rmtree(place)


def _run_of(usage: Usage, folder: Path) -> _Run:
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages = frozenset(path.relative_to(folder).as_posix() for path in files if path.suffix == ".html")
    return _Run(usage, Output(len(pages), len(files), sum(path.stat().st_size for path in files)), pages)


def _check_equal(sites: Sequence[frozenset[str]]) -> None:
    """Raise UnequalSitesError unless all sites have the same pages."""
    odd = sorted(frozenset.union(*sites) - frozenset.intersection(*sites))
    if odd:
        counts = " : ".join(str(len(pages)) for pages in sites)
        raise UnequalSitesError(f"{counts}; {len(odd)} in one only: {', '.join(odd[:_NAMED])}")


def _usages(rounds: list[list[_Run]], builder: int) -> tuple[Usage, ...]:
    return tuple(runs[builder].usage for runs in rounds)
