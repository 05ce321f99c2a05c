"""Measure previews: from an edit saved until the page asked for over loopback shows it."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from bench.builders import OURS, Builder
from bench.log import Log
from bench.measure import machine
from bench.scenarios import Proof, Scenario, Step

_HOST: Final = "127.0.0.1"
_POLL: Final = 0.005  # seconds between two requests
_REST: Final = 1.0  # seconds between two edits, so that what a server does behind the page is over
_PATIENCE: Final = 300.0  # seconds
_FAREWELL: Final = 10.0  # seconds


class PreviewSilentError(RuntimeError):
    """A preview did not show what it should; the message says what, and what the server printed."""


@dataclass(frozen=True, slots=True)
class Previews:
    """Seconds from an edit of one body until it showed, run by run, by builder."""

    issues: int
    machine: str
    seconds: dict[str, tuple[float, ...]]

    def ratio(self, other: str) -> float | None:
        """Return the median of our time divided by another's, pair by pair; None for ourselves."""
        if other == OURS:
            return None
        pairs = zip(self.seconds[OURS], self.seconds[other], strict=True)
        return statistics.median(one / two for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Preview:
    """A running preview."""

    builder: Builder
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def wait(self, proof: Proof) -> float:
        """Ask for a page until it is as a proof says; return the moment, or raise PreviewSilentError."""
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end and self.process.poll() is None:
            text = fetch(self.port, f"/{proof.page}")
            if text is not None and (proof.words.encode() in text) is proof.shown:
                return time.perf_counter()
            time.sleep(_POLL)
        said = self.log.read_text(encoding="utf-8", errors="replace")
        raise PreviewSilentError(f"{self.builder.name}: {proof}\n{said}")

    def time_step(self, step: Step) -> float:
        """Save an edit and return the seconds until its page, the first the step names, shows it."""
        step.take()
        saved = time.perf_counter()
        return self.wait(step.proofs[0]) - saved


def fetch(port: int, path: str) -> bytes | None:
    """Return a page served on this machine, None if there is none yet or it is an error."""
    connection = HTTPConnection(_HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return text if answer.status == 200 else None


def measure_previews(builders: Sequence[Builder], runs: int, folder: Path, log: Log) -> Previews:
    """Run the previews of builders side by side and edit a body in each in turn; raise PreviewSilentError.

    Args:
        builders: Ours first; those without a preview are left out.
        runs: How many edits of each.
        folder: Where the previews' words are kept; the caller removes it.
        log: Told of each step and of each figure.
    """
    seconds: dict[str, list[float]] = {}
    log.keep(machine=machine(), issues=builders[0].issues)
    with ExitStack() as stack:
        previews = []
        for builder in builders:
            if builder.server:
                log.tell(f"starting the preview of {builder.name}")
                preview = stack.enter_context(_serving(builder, folder))
                # Before the first edit the page stands without the words that the first step adds.
                first = builder.changes[Scenario.BODY].step(0).proofs[0]
                preview.wait(Proof(first.page, first.words, not first.shown))
                previews.append(preview)
        for n in range(runs):
            log.tell(f"edit {n + 1} of {runs}")
            for preview in previews:
                time.sleep(_REST)
                step = preview.builder.changes[Scenario.BODY].step(n)
                waited = preview.time_step(step)
                seconds.setdefault(preview.builder.name, []).append(waited)
                log.tell(f"  {preview.builder.name}: {waited:.2f} s")
                log.keep(builder=preview.builder.name, edit=n + 1, seconds=waited)
    return Previews(builders[0].issues, machine(), {name: tuple(each) for name, each in seconds.items()})


@contextmanager
def _serving(builder: Builder, folder: Path) -> Iterator[Preview]:
    """Run a builder's preview on a free port; its whole session ends with the context."""
    if builder.server is None:
        raise ValueError(builder.name)
    port, log = _free_port(), folder / f"{builder.name}.log"
    with log.open("wb") as words:
        process = subprocess.Popen(
            builder.server(port), cwd=builder.folder, env=dict(builder.environment), stdin=subprocess.DEVNULL,
            stdout=words, stderr=words, start_new_session=True,
        )  # fmt: skip
        try:
            yield Preview(builder, process, port, log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server as Ctrl-C does, with what it started; in earnest if it does not hear."""
    for heard in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, heard)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_FAREWELL)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((_HOST, 0))
        return int(one.getsockname()[1])
