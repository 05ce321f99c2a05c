"""Work shared among processes: all of it is done, or an error says that some was not."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from bulletin_source.forking import cores, share


def test_there_is_a_core() -> None:
    """There is one core at least."""
    assert cores() >= 1


def test_one_core_where_nothing_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without fork works on one core."""
    monkeypatch.delattr(os, "fork")
    assert cores() == 1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_share_is_done_once(tmp_path: Path, workers: int) -> None:
    """Each worker has a number of its own, and all have ended when share returns."""

    def work(number: int) -> None:
        with (tmp_path / str(number)).open("x") as file:
            file.write(str(os.getpid()))

    share(work, workers)
    pids = {int(path.read_text()) for path in tmp_path.iterdir()}
    assert {path.name for path in tmp_path.iterdir()} == {str(number) for number in range(workers)}
    assert len(pids) == workers
    assert os.getpid() in pids


def test_what_fails_elsewhere_fails_here(capfd: pytest.CaptureFixture[str]) -> None:
    """A worker's exception ends as one here, its traceback told."""

    def work(number: int) -> None:
        if number == 2:
            raise ValueError(number)

    with pytest.raises(ChildProcessError, match="a worker ended with"):
        share(work, 3)
    assert "ValueError: 2" in capfd.readouterr().err


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_fails_here_stops_the_others(tmp_path: Path, error: type[BaseException]) -> None:
    """An exception in this process, Ctrl-C too, is raised once the others have been stopped."""

    def work(number: int) -> None:
        if number == 0:
            raise error
        time.sleep(60)
        (tmp_path / "done").touch()

    began = time.monotonic()
    with pytest.raises(error):
        share(work, 3)
    assert time.monotonic() - began < 30
    assert not (tmp_path / "done").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["full", "broken"])
def test_what_the_system_refused_elsewhere_is_told(number: int) -> None:
    """A full disk that another process met is a full disk here."""

    def work(worker: int) -> None:
        if worker:
            raise OSError(number, os.strerror(number))

    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        share(work, 2)
    assert raised.value.errno == number


def test_a_killed_worker_is_a_failure() -> None:
    """A worker that the system kills has not done its share."""

    def work(number: int) -> None:
        if number:
            os.kill(os.getpid(), 9)

    with pytest.raises(ChildProcessError, match="a worker ended with -9"):
        share(work, 2)
