"""Show how far a run has come, on a terminal, once it has taken a second; and how long each stage took."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bulletin_editor.words import N_, word
from bulletin_source.progress import Progress, Stage, watched

if TYPE_CHECKING:
    from rich.console import Console

PATIENCE: Final = 1.0  # seconds that a run may take without a word
_BETWEEN: Final = 0.1  # seconds between two pictures
_STARTING: Final = N_("starting")
_WHOLE: Final = N_("seconds in all")
STAGES: Final = {
    Stage.COMPARING: N_("comparing with what stands"),
    Stage.READING: N_("reading"),
    Stage.VERIFYING: N_("verifying"),
    Stage.PLANNING: N_("planning"),
    Stage.RENDERING: N_("rendering"),
    Stage.SCANNING: N_("looking through what was built"),
    Stage.PLACING: N_("putting in place"),
}
Clock = Callable[[], float]  # seconds
CLOCK: Final[Clock] = perf_counter


@dataclass(slots=True)
class Times:
    """The seconds that each stage of a run took, by its name, in the order in which they came."""

    clock: Clock = perf_counter
    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = _STARTING
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.clock()

    def begin(self, stage: Stage, _total: int, _done: Callable[[], int]) -> None:
        """Begin a stage, or go on in it."""
        self.end()
        self._stage = STAGES[stage]

    def tick(self) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Count what the present stage took up to now."""
        now = self.clock()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._since = now

    def table(self) -> Iterator[str]:
        """Yield a line for each stage, with its seconds and its share of all."""
        whole = sum(self.seconds.values())
        for name, seconds in self.seconds.items():
            yield f"{seconds:8.2f} {seconds / whole if whole else 0:5.0%}  {word(name)}"
        yield f"{whole:8.2f}        {word(_WHOLE)}"


@dataclass(slots=True)
class Bar:
    """Draws a run as one line, by ``draw``, which is given its stage, steps and total; nothing within the first second.

    No thread draws it, since a process that forks had better have none: it is drawn when there is something to say.
    """

    draw: Callable[[str, int, int], None]
    close: Callable[[], None]
    clock: Clock = perf_counter
    _next: float = field(init=False)
    _stage: str = ""
    _total: int = 0
    _done: Callable[[], int] = int

    def __post_init__(self) -> None:
        self._next = self.clock() + PATIENCE

    def begin(self, stage: Stage, total: int, done: Callable[[], int]) -> None:
        """Show a stage."""
        self._stage, self._total, self._done = word(STAGES[stage]), total, done
        now = self.clock()
        if now >= self._next:
            self._draw(now)

    def tick(self) -> None:
        """Show how far it has come, if the last picture is old enough."""
        now = self.clock()
        if now >= self._next:
            self._draw(now)

    def _draw(self, now: float) -> None:
        self._next = now + _BETWEEN
        done = self._done()
        self.draw(self._stage, min(done, self._total) if self._total else done, self._total)

    def end(self) -> None:
        """Take the picture away."""
        self.close()


def terminal() -> Console | None:
    """Return standard error if it is a terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 (slow to import, and most who build have no terminal or no time)

    return Console(stderr=True)


def _rich_bar(console: Console) -> Bar:
    """Return a bar drawn by rich, begun only when there is something to draw."""
    from rich import progress  # noqa: PLC0415 (most runs are over before there is anything to draw)

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TextColumn("{task.fields[count]}"),
        progress.TimeElapsedColumn(),
    )
    shown = progress.Progress(*columns, console=console, auto_refresh=False, transient=True, redirect_stdout=False)
    task = shown.add_task("", total=None, count="")

    def draw(stage: str, done: int, total: int) -> None:
        shown.start()
        count = f"{done:,}/{total:,}" if total else f"{done:,}" if done else ""
        shown.update(task, description=stage, completed=done, total=total or None, count=count, refresh=True)

    return Bar(draw, shown.stop, CLOCK)


@dataclass(frozen=True, slots=True)
class _Both:
    one: Progress
    other: Progress

    def begin(self, stage: Stage, total: int, done: Callable[[], int]) -> None:
        self.one.begin(stage, total, done)
        self.other.begin(stage, total, done)

    def tick(self) -> None:
        self.one.tick()
        self.other.tick()

    def end(self) -> None:
        self.one.end()
        self.other.end()


@contextmanager
def shown(times: Times | None = None) -> Iterator[None]:
    """Show how far the run inside has come, if standard error is a terminal that can, and take its times if asked."""
    console = terminal()
    bar = None if console is None or console.is_dumb_terminal else _rich_bar(console)
    told: Progress | None = _Both(bar, times) if bar is not None and times is not None else bar or times
    if told is None:
        yield
        return
    with watched(told):
        yield
