"""Share work among forked processes, which inherit all that was read and leave what they make in files."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import cache
from itertools import chain
from multiprocessing import Pipe
from typing import TypeVar

T = TypeVar("T")


def cores() -> int:
    """Return how many processes this machine runs at once; 1 where it can't fork."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def share(work: Callable[[int], None], workers: int) -> None:
    """Run ``work(0)`` … ``work(workers - 1)``, the first in this process, and return when all have ended.

    Raises ChildProcessError if another fails, its traceback being on standard error; an exception of the first, Ctrl-C
    included, is raised once the others have been stopped.
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
            os.kill(child, signal.SIGTERM)
        raise
    finally:
        gc.unfreeze()
        failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
    if failed:
        raise ChildProcessError(f"{len(failed)} of {workers} workers failed")


def _fork(work: Callable[[int], None], number: int, *, quietly: bool = False) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, which gets it too, ends its children
        work(number)
        status = 0
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
