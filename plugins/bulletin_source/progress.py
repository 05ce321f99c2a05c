"""Say how far a long run has come, to whoever asked to be told; forked workers count along.

A run goes through stages, one after the other. Who reads or renders calls ``enter``, ``expect`` and ``advance``, which
do nothing where nobody watches. Workers count in memory that they share with the process that forked them, each in a
place of its own, so that no two write to the same.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

_WIDTH: Final = 8  # bytes of a count
_MOST: Final = 512  # workers that are counted


class Stage(StrEnum):
    """What a run is doing."""

    COMPARING = "comparing"  # with what stands
    READING = "reading"
    VERIFYING = "verifying"
    PLANNING = "planning"
    RENDERING = "rendering"
    SCANNING = "scanning"
    PLACING = "placing"  # what was built


class Progress(Protocol):
    """Who is told how far a run has come; all calls come from the process that started it."""

    def begin(self, stage: Stage, total: int, done: Callable[[], int]) -> None:
        """Hear that a stage begins, of ``total`` steps (0: not known); ``done`` returns how many are over."""

    def tick(self) -> None:
        """Hear that a step is over; called often."""

    def end(self) -> None:
        """Hear that the run is over, however it ended."""


@dataclass(slots=True)
class _Counts:
    """Counts of steps, one for each worker, which children write and their parent reads."""

    memory: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, _WIDTH * _MOST))

    def add(self, worker: int, steps: int) -> None:
        if worker >= _MOST:
            return
        at = _WIDTH * worker
        before = int.from_bytes(self.memory[at : at + _WIDTH], "little")
        self.memory[at : at + _WIDTH] = (before + steps).to_bytes(_WIDTH, "little")

    def sum(self) -> int:
        memory = self.memory[:]
        return sum(int.from_bytes(memory[at : at + _WIDTH], "little") for at in range(0, len(memory), _WIDTH))


@dataclass(slots=True)
class _Watched:
    progress: Progress
    stage: Stage | None = None
    counts: _Counts = field(default_factory=_Counts)


_WATCHED: Final[ContextVar[_Watched | None]] = ContextVar("watched", default=None)


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """Let somebody hear of the run inside."""
    token = _WATCHED.set(_Watched(progress))
    try:
        yield
    finally:
        _WATCHED.reset(token)
        progress.end()


def enter(stage: Stage, total: int = 0) -> None:
    """Say that a stage begins, and the one before it is over; ``total`` is the number of its steps, 0 if not known."""
    run = _WATCHED.get()
    if run is not None:
        run.stage, run.counts = stage, _Counts()
        run.progress.begin(stage, total, run.counts.sum)


def expect(total: int) -> None:
    """Say how many steps the present stage has, now that it is known."""
    run = _WATCHED.get()
    if run is not None and run.stage is not None and total:
        run.progress.begin(run.stage, total, run.counts.sum)


def advance(worker: int = 0, steps: int = 1) -> None:
    """Say that steps of the present stage are over; worker 0 is the process that started the others."""
    run = _WATCHED.get()
    if run is not None:
        run.counts.add(worker, steps)
        if worker == 0:
            run.progress.tick()
