"""Share work among forked processes, which inherit all that was read and leave what they make in files."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import cache
from itertools import chain
from multiprocessing import Pipe
from typing import Final, TypeVar

T = TypeVar("T")
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_FAILED: Final = 255  # the exit code of a child; less is the number of an OSError


def cores() -> int:
    """Return how many processes this machine runs at once; 1 where it can't fork."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def share(work: Callable[[int], None], workers: int) -> None:
    """Run ``work(0)`` … ``work(workers - 1)``, the first in this process, and return when all have ended.

    An exception of the first, Ctrl-C included, is raised once the others have been stopped; they end with this process
    however it ends.

    Raises:
        OSError: what another process met, a full disk for one, with its number.
        ChildProcessError: another process failed in any other way; its traceback is on standard error.
    """
    children: list[int] = []
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # or the collector would touch, and so copy, every object that both share
    try:
        children.extend(_fork(work, number) for number in range(1, workers))
        work(0)
    except BaseException:
        for child in children:
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        gc.unfreeze()
        ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    for end in ends:
        if 0 < end < _FAILED:
            raise OSError(end, os.strerror(end))
        if end:
            raise ChildProcessError(f"a worker ended with {end}")


def _fork(work: Callable[[int], None], number: int, *, quietly: bool = False) -> int:
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    status = _FAILED
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, which gets it too, ends its children
        prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux; elsewhere a child ends when its work is done
        if prctl is not None:
            prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:  # else the parent was killed before it could be said that we end with it
            work(number)
            status = 0
    except OSError as error:
        status = error.errno if error.errno and 0 < error.errno < _FAILED else _FAILED
    except BaseException:  # noqa: BLE001 (nothing may come back to the parent's code)
        if not quietly:
            traceback.print_exc()
    finally:
        os._exit(status)


def gather(work: Callable[[int], T], workers: int) -> list[T]:
    """Return ``[work(0), …, work(workers - 1)]``; what the others return is pickled. Raises as ``share`` does."""
    pipes = [Pipe(duplex=False) for _ in range(1, workers)]
    results: list[T] = []

    def tell(number: int) -> None:
        for place, (reader, writer) in enumerate(pipes, 1):
            if place != number:
                writer.close()  # or nobody would see the end of another's words before this process has ended
            if number:
                reader.close()
        if number:
            pipes[number - 1][1].send(work(number))
            return
        results.append(work(0))
        try:
            results.extend(reader.recv() for reader, _ in pipes)
        except EOFError:
            raise ChildProcessError("a worker ended without a result") from None

    try:
        share(tell, workers)
    finally:
        for end in chain.from_iterable(pipes):
            end.close()
    return results


def ask(question: Callable[[], bool]) -> Callable[[], bool]:
    """Have another process answer a question meanwhile; the answer is waited for when it is asked for.

    Where the machine can't fork, the question is answered then and there. A process that fails says no.
    """
    if cores() == 1:
        return cache(question)

    def work(_number: int) -> None:
        if not question():
            raise SystemExit(1)

    child = _fork(work, 1, quietly=True)
    return cache(lambda: os.waitpid(child, 0)[1] == 0)
