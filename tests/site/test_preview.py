"""`inv preview` serves the site from memory, shows what is wrong after a bad edit, and recovers after the repair."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.site.office import Office

DEADLINE = 60
_ISSUE = "content/gazette/2004/2004-02-06.md"
_PAGE = "/gazette/2004/3/"
_STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_SCRIPT = re.compile(r'<script src="/__preview__/[^>]*></script>')


def _until(what: str, found: Callable[[], object]) -> None:
    """Ask again and again until something is found; fail after the deadline."""
    end = monotonic() + DEADLINE
    while not found():
        assert monotonic() < end, f"waited {DEADLINE} s for {what}"
        sleep(0.05)


@contextmanager
def _asked(port: int, path: str, method: str = "GET") -> Iterator[HTTPResponse]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=DEADLINE)) as connection:
        connection.request(method, path)
        yield connection.getresponse()


def _get(port: int, path: str) -> tuple[int, str]:
    with _asked(port, path) as answer:
        return answer.status, answer.read().decode()


def _version(answer: HTTPResponse) -> str:
    """Return the next version that a browser is told; wait for it."""
    while True:
        line = answer.readline().decode()
        assert line, "the stream has ended"
        if line.startswith("data: "):
            return line.removeprefix("data: ").strip()


@dataclass(frozen=True)
class Running:
    """A preview that runs: its process, its port, and what it printed."""

    process: subprocess.Popen[bytes]
    port: int
    printed: Path

    def said(self) -> str:
        """Return what it printed so far."""
        return self.printed.read_text(encoding="utf-8")


@contextmanager
def running(office: Office, printed: Path, *options: str) -> Iterator[Running]:
    """Start a preview on a free port and end it with all its children."""
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "invoke", "preview", "--port", "0", *options],
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
            yield Running(process, int(started[1]), printed)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def preview(office: Office, tmp_path: Path) -> Iterator[Running]:
    """Run a preview."""
    with running(office, tmp_path / "printed") as one:
        yield one


def test_answers_as_a_server_would(preview: Running, office: Office) -> None:
    """Pages, files and missing addresses are answered; pages hold a script and are else what a build writes."""
    port = preview.port
    status, text = _get(port, _PAGE)
    assert (status, len(_SCRIPT.findall(text))) == (200, 1)
    assert "new EventSource('/__preview__/changes')" in _get(port, "/__preview__/reload.js")[1]
    assert not (office.root / "output").exists()
    assert office.build(office.root / "built").returncode == 0
    assert _SCRIPT.sub("", text) == (office.root / f"built{_PAGE}index.html").read_text(encoding="utf-8")
    for path, kind in (
        ("/theme/css/main.css", "text/css; charset=utf-8"),
        ("/feeds/all.atom", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ):
        with _asked(port, path) as answer:
            assert (answer.status, answer.getheader("Content-Type")) == (200, kind)
            assert answer.read() == (office.root / f"built{path}").read_bytes()
    with _asked(port, _PAGE.removesuffix("/")) as answer:
        assert (answer.status, answer.getheader("Location")) == (301, _PAGE)
    with _asked(port, _PAGE, "HEAD") as answer:
        assert (answer.status, answer.read()) == (200, b"")
    status, text = _get(port, "/nowhere/")
    assert (status, "404" in text) == (404, True)
    assert _get(port, "/../../tasks.py")[0] == 404
    assert _get(port, "/%2e%2e/%2e%2e/tasks.py")[0] == 404


def test_an_open_page_is_told_at_once(preview: Running, office: Office) -> None:
    """A browser hears of every change, without asking again: a good edit, a fault, its repair, another template."""
    with _asked(preview.port, "/__preview__/changes") as answer:
        seen = [_version(answer)]
        assert f'data-version="{seen[0]}"' in _get(preview.port, _PAGE)[1]

        office.change(_ISSUE, r"\nnumber: 3\n", "\nnumber: three\n")
        seen.append(_version(answer))
        status, text = _get(preview.port, _PAGE)
        assert (status, "2004-02-06.md:5:9 FIELD-NUMBER" in text, f'data-version="{seen[-1]}"' in text) == (
            503,
            True,
            True,
        )
        assert _get(preview.port, "/theme/css/main.css")[0] == 200

        office.change(_ISSUE, r"\nnumber: three\n", "\nnumber: 3\nnote: 预览之后才写的一句按语。\n")
        seen.append(_version(answer))
        status, text = _get(preview.port, _PAGE)
        assert (status, "预览之后才写的一句按语。" in text, f'data-version="{seen[-1]}"' in text) == (200, True, True)

        office.change("theme/templates/base.html", "</body>", "{{ nothing.of_this }}</body>")
        seen.append(_version(answer))
        status, text = _get(preview.port, _PAGE)
        assert (status, "base.html:" in text) == (503, True)

        office.change("theme/templates/base.html", r"{{ nothing.of_this }}", "模板也改好了")
        seen.append(_version(answer))
        assert "模板也改好了" in _get(preview.port, _PAGE)[1]
        assert len(set(seen)) == len(seen)


def test_what_editors_programs_leave_is_no_change(preview: Running, office: Office) -> None:
    """Hidden files and safety copies in the tree change nothing."""
    folder = office.content / "gazette" / "2004"
    (folder / ".2004-02-06.md.tmp").write_text("x", encoding="utf-8")
    (folder / "2004-02-06.md~").write_text("x", encoding="utf-8")
    with _asked(preview.port, "/__preview__/changes") as answer:
        before = _version(answer)
        office.change(_ISSUE, r"\nnumber: 3\n", "\nnumber: 3\nnote: 一句按语。\n")
        after = _version(answer)
    assert int(after.rpartition("-")[2]) == int(before.rpartition("-")[2]) + 1


def test_begins_again_with_a_changed_program(office: Office, tmp_path: Path) -> None:
    """Changed code that can't be loaded is told, and what ran goes on; once it can, the preview begins again."""
    own = office.by_itself()
    code = "plugins/bulletin_portal/front_pages.py"
    with running(own, tmp_path / "printed") as preview:
        text = (own.root / code).read_text(encoding="utf-8")
        (own.root / code).write_text(text + "\n)\n", encoding="utf-8")
        _until("the fault to be told", lambda: _get(preview.port, "/")[0] == 503)
        assert "SyntaxError" in _get(preview.port, "/")[1]
        (own.root / code).write_text(text + "\n# another\n", encoding="utf-8")
        _until("the preview to begin again", lambda: len(_STARTED.findall(preview.said())) == 2)
        port = int(_STARTED.findall(preview.said())[1])
        assert _get(port, "/")[0] == 200
        assert preview.process.poll() is None


def test_ctrl_c_ends_it_without_a_word(preview: Running) -> None:
    """Ctrl-C ends the preview with exit code 0, while a browser is listening, and nothing is said."""
    with _asked(preview.port, "/__preview__/changes") as answer:
        _version(answer)
        said = preview.said()
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(DEADLINE) == 0
    assert preview.said() == said


def test_a_port_in_use_is_one_line(office: Office) -> None:
    """Where the port is taken the command says so in one line and exits 1."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = office.inv("preview", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert (str(port) in done.stderr, len(done.stderr.splitlines())) == (True, 1)


def test_no_tree_is_one_line(office: Office) -> None:
    """Without a content tree the command says so and exits 1."""
    done = office.inv("preview", "--port", "0", "--content", "nowhere")
    assert (done.returncode, done.stdout, "TREE-MISSING" in done.stderr) == (1, "", True)
