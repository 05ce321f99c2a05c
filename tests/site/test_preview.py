"""`inv preview` serves the site, shows what is wrong after a bad edit, and recovers after the repair."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.site.office import Office

DEADLINE = 60
_ISSUE = "content/gazette/2004/2004-02-06.md"
_STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/")


def _until(what: str, found: Callable[[], object]) -> None:
    """Ask again and again until something is found; fail after the deadline."""
    end = monotonic() + DEADLINE
    while not found():
        assert monotonic() < end, f"waited {DEADLINE} s for {what}"
        sleep(0.05)


def _get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=DEADLINE)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture
def port(office: Office, tmp_path: Path) -> Iterator[int]:
    """Start a preview on a free port and end it with all its children."""
    printed = tmp_path / "printed"
    command = [sys.executable, "-m", "invoke", "preview", "--port", "0"]
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=office.root,
            env=office.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            _until(
                "the preview to start",
                lambda: process.poll() is not None or _STARTED.search(printed.read_text(encoding="utf-8")),
            )
            started = _STARTED.search(printed.read_text(encoding="utf-8"))
            assert started, printed.read_text(encoding="utf-8")
            yield int(started[1])
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def test_serves_what_was_built(port: int, office: Office) -> None:
    """Pages, files and missing addresses are answered as a server would; pages reload themselves."""
    status, text = _get(port, "/gazette/2004/3/")
    assert (status, "fetch('/__preview__/version')" in text) == (200, True)
    built = (office.root / "output/preview/gazette/2004/3/index.html").read_text(encoding="utf-8")
    assert re.sub(r"<script>.*?</script>", "", text) == built
    assert _get(port, "/theme/css/main.css")[0] == 200
    status, text = _get(port, "/nowhere/")
    assert (status, "404" in text) == (404, True)
    assert _get(port, "/../../tasks.py")[0] == 404


def test_shows_faults_and_recovers(port: int, office: Office) -> None:
    """After an edit that breaks a file every page tells the fault; after the repair the site is back, with the edit."""
    version = _get(port, "/__preview__/version")[1]
    office.change(_ISSUE, r"\nnumber: 3\n", "\nnumber: three\n")
    _until("the error page", lambda: _get(port, "/")[0] == 503)
    text = _get(port, "/gazette/2004/3/")[1]
    assert "2004-02-06.md:5:9 FIELD-NUMBER" in text
    assert "fetch('/__preview__/version')" in text
    broken = _get(port, "/__preview__/version")[1]
    assert broken != version
    office.change(_ISSUE, r"\nnumber: three\n", "\nnumber: 3\nnote: 预览之后才写的一句按语。\n")
    _until("the site to be back", lambda: _get(port, "/")[0] == 200)
    assert "预览之后才写的一句按语。" in _get(port, "/gazette/2004/3/")[1]
    assert _get(port, "/__preview__/version")[1] not in {version, broken}


def test_a_port_in_use_is_one_line(office: Office) -> None:
    """Where the port is taken the command says so in one line and exits 1."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = office.inv("preview", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert (str(port) in done.stderr, len(done.stderr.splitlines())) == (True, 1)
