"""Run a command and measure it: wall time, processor time and peak memory of its whole process tree (Linux)."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_PSS: Final = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
_SESSION: Final = 3  # the field of /proc/N/stat, counted from the one behind the command's name
# Reading memory maps holds up the process read: wait so many times as long as reading took, within limits in seconds.
_REST: Final = 12
_SHORTEST, _LONGEST = 0.01, 0.2


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run took: seconds on the clock, seconds of all processors together, and bytes (0: not measured)."""

    wall: float
    processor: float
    memory: int

    def __str__(self) -> str:
        """Return all that was measured, for people."""
        peak = f", peak {self.memory / (1 << 20):.0f} MiB" if self.memory else ""
        return f"{self.wall:.2f} s, CPU {self.processor:.2f} s{peak}"


def run_timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Usage:
    """Run a command undisturbed in a folder and return its times; raise CalledProcessError if it fails."""
    usage, _ = _run(command, folder, environment)
    return usage


def run_watched(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Usage:
    """Run a command and return its peak memory too, whose measuring slows it; raise CalledProcessError if it fails.

    The peak is the greatest sum of proportional set sizes (PSS: memory that processes share counts once) over all
    processes of the command's session, forked workers and their orphans included, and not less than the greatest
    resident size the kernel saw in any single one of them.
    """
    watch = _Watch()
    usage, largest = _run(command, folder, environment, watch)
    return Usage(usage.wall, usage.processor, max(watch.peak, largest))


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], watch: _Watch | None = None
) -> tuple[Usage, int]:
    """Return the usage without peak memory, and the bytes of the largest process."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        if watch:
            watch.begin(process.pid)
        try:
            # wait4 tells of the command and of all descendants that were waited for.
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:  # interrupted; a session of its own hears no Ctrl-C
                os.killpg(process.pid, signal.SIGKILL)
            if watch:
                watch.end()
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode(errors="replace"))
    return Usage(wall, used.ru_utime + used.ru_stime, 0), used.ru_maxrss * 1024


@dataclass(slots=True)
class _Watch:
    """A thread that adds up the memory of a session's processes again and again; ``peak`` in bytes."""

    peak: int = 0
    _sessions: dict[str, int] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self, session: int) -> None:
        """Begin watching."""
        self._thread = threading.Thread(target=self._watch, args=(session,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _watch(self, session: int) -> None:
        rest = 0.0
        while not self._over.wait(rest):
            begun = time.perf_counter()
            self.peak = max(self.peak, sum(_pss(process) for process in self._processes(session)))
            rest = min(max(_REST * (time.perf_counter() - begun), _SHORTEST), _LONGEST)

    def _processes(self, session: int) -> Iterator[str]:
        """Yield the processes of a session; each process is asked for its session once."""
        for process in os.listdir(_PROC):  # noqa: PTH208 (names are all that is needed, often)
            if process.isdigit():
                if process not in self._sessions:
                    self._sessions[process] = _session_of(process)
                if self._sessions[process] == session:
                    yield process


def _session_of(process: str) -> int:
    """Return the session of a process, 0 if it has ended."""
    try:
        stat = (_PROC / process / "stat").read_bytes()
    except OSError:
        return 0
    return int(stat[stat.rfind(b")") + 2 :].split()[_SESSION])


def _pss(process: str) -> int:
    """Return the proportional set size of a process in bytes, 0 if it has ended."""
    try:
        found = _PSS.search((_PROC / process / "smaps_rollup").read_bytes())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
