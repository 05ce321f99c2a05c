"""Share work out to forked processes that end when this one does."""

from __future__ import annotations

import ctypes
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from typing import Final

_LEAST: Final = 200  # pieces of work; for fewer, a process costs more than it saves
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_UNKNOWN: Final = 255


def share_out(work: Sequence[str], do: Callable[[str], None], workers: int) -> None:
    """Do every piece of work, here and in children.

    Raises:
        OSError: what one of the processes met, its number kept.
        ChildProcessError: a child failed in another way; its traceback is on standard error.
    """
    workers = workers if len(work) >= _LEAST and hasattr(os, "fork") else 1
    parent = os.getpid()
    children = []
    for worker in range(1, workers):
        child = os.fork()
        if child == 0:
            _work(work[worker::workers], do, parent)
        children.append(child)
    try:
        for piece in work[0::workers]:
            do(piece)
    except BaseException:
        for child in children:
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    for end in ends:
        if 0 < end < _UNKNOWN:
            raise OSError(end, os.strerror(end))
        if end:
            raise ChildProcessError(f"a worker ended with {end}")


def _work(work: Sequence[str], do: Callable[[str], None], parent: int) -> None:
    """Work as a child and end: with the number of an OSError as exit code, if one came."""
    status = _UNKNOWN
    try:
        prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux; elsewhere a child ends when its work is done
        if prctl is not None:
            prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:  # else the parent was killed before it could be said that we end with it
            for piece in work:
                do(piece)
        status = 0
    except OSError as error:
        status = error.errno if error.errno and 0 < error.errno < _UNKNOWN else _UNKNOWN
    except BaseException:  # noqa: BLE001 (a child must not run on in its parent's frames)
        traceback.print_exc()
    finally:
        os._exit(status)
