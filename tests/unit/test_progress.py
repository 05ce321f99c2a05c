"""How far a run has come: counted by all workers, shown after a second and not too often, and timed stage by stage."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from rich.console import Console

from bulletin_editor import progress_bar
from bulletin_editor.progress_bar import PATIENCE, STAGES, Bar, Times, shown
from bulletin_source.forking import share
from bulletin_source.progress import Stage, advance, enter, expect, watched


@dataclass
class Clock:
    """A clock that goes on when it is told to."""

    now: float = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@dataclass
class Listener:
    """Hears everything."""

    heard: list[str] = field(default_factory=list)
    done: Callable[[], int] = int

    def begin(self, stage: Stage, total: int, done: Callable[[], int]) -> None:
        """Hear of a stage."""
        self.heard.append(f"{stage} {total}")
        self.done = done

    def tick(self) -> None:
        """Hear of a step."""
        self.heard.append(f"{self.done()}")

    def end(self) -> None:
        """Hear of the end."""
        self.heard.append("end")


def test_nobody_watches() -> None:
    """Where nobody watches, nothing is to be heard and nothing goes wrong."""
    enter(Stage.READING)
    expect(3)
    advance()


def test_what_is_heard() -> None:
    """Stages, totals as they become known, steps and the end are heard in order, an exception or not."""
    listener = Listener()

    def run() -> None:
        expect(4)  # of no stage
        enter(Stage.READING)
        expect(0)
        expect(2)
        advance()
        advance(steps=2)
        enter(Stage.RENDERING, 7)
        advance()
        raise KeyError

    with pytest.raises(KeyError), watched(listener):
        run()
    advance()
    assert listener.heard == ["reading 0", "reading 2", "1", "3", "rendering 7", "1", "end"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forked workers")
def test_workers_count_along() -> None:
    """Steps of forked workers are counted, each in its own place; those of the first one are heard one by one."""
    listener = Listener()

    def work(worker: int) -> None:
        for _ in range(10 * (worker + 1)):
            advance(worker)

    with watched(listener):
        enter(Stage.RENDERING, 60)
        share(work, 3)
        assert listener.done() == 60
    assert len(listener.heard) == 1 + 10 + 1


def test_a_worker_too_many_is_not_counted() -> None:
    """More workers than there are places do no harm."""
    listener = Listener()
    with watched(listener):
        enter(Stage.RENDERING)
        advance(10_000)
        assert listener.done() == 0


def test_times() -> None:
    """Each stage has its seconds, those of a stage that comes twice together; the rest is the start."""
    clock = Clock()
    times = Times(clock)
    clock.now += 1
    with watched(times):
        for stage, seconds in ((Stage.READING, 2), (Stage.RENDERING, 5), (Stage.READING, 2)):
            enter(stage)
            advance()
            clock.now += seconds
    assert times.seconds == {"starting": 1, "reading": 4, "rendering": 5}
    lines = list(times.table())
    assert [line.split()[:2] for line in lines[:3]] == [["1.00", "10%"], ["4.00", "40%"], ["5.00", "50%"]]
    assert lines[3].split()[0] == "10.00"


def test_no_time_at_all() -> None:
    """A run that took no time has a table, too."""
    times = Times(Clock())
    times.end()
    assert next(times.table()).split()[:2] == ["0.00", "0%"]


def test_bar() -> None:
    """Nothing is drawn in the first second; then the stage, ten times a second at most, never beyond its total."""
    clock, drawn, closed = Clock(), list[tuple[int, int]](), list[bool]()
    bar = Bar(lambda _stage, done, total: drawn.append((done, total)), lambda: closed.append(True), clock)
    with watched(bar):
        enter(Stage.READING, 3)
        advance()
        assert drawn == []
        clock.now += PATIENCE
        advance()
        advance()
        assert drawn == [(2, 3)]
        clock.now += 0.2
        advance(steps=5)
        assert drawn == [(2, 3), (3, 3)]
        clock.now += 0.2
        enter(Stage.PLANNING)
        assert drawn[2:] == [(0, 0)]
    assert closed == [True]


def test_every_stage_has_a_name() -> None:
    """What is shown of every stage is a message of its own."""
    assert len(set(STAGES.values())) == len(Stage) == len(STAGES)


@pytest.mark.parametrize(("kind", "begun"), [("xterm", True), ("dumb", False), (None, False)])
def test_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch, kind: str | None, *, begun: bool) -> None:
    """Something is drawn only on a terminal that can move its cursor, and what is drawn is taken away again."""
    stream, clock = io.StringIO(), Clock()
    console = Console(file=stream, force_terminal=True, _environ={"TERM": kind or ""}, width=80)
    monkeypatch.setattr(progress_bar, "terminal", lambda: None if kind is None else console)
    monkeypatch.setattr(progress_bar, "CLOCK", clock)
    times = Times(clock)
    with shown(times):
        clock.now += 2
        enter(Stage.RENDERING, 1200)
        clock.now += 2
        advance(steps=600)
    assert ("600/1,200" in stream.getvalue()) is begun
    assert times.seconds["starting"] == 2


def test_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error that goes into a file is no terminal, and nobody listens where nobody asked for times."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress_bar.terminal() is None
    with shown():
        enter(Stage.READING)
        advance()
    assert sys.stderr.getvalue() == ""  # type: ignore[union-attr]
