"""A program that imports everything an editor's command may, and forks a process for each that starter.py asks for.

Modules, the editor's catalogues, the words and model that the classifier ships with, and what Jinja made of the theme's
templates are in memory already; nothing of a content tree is.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Final

from jinja2 import Environment

_REPOSITORY: Final = Path(__file__).parents[2]
_PLUGINS: Final = _REPOSITORY / "plugins"
_TIMEOUT: Final = 120  # seconds


def prepare() -> None:
    """Import the program and read its words."""
    sys.path[0] = str(_PLUGINS)
    importlib.import_module("invoke.main")
    for one in pkgutil.walk_packages([str(_PLUGINS)]):
        importlib.import_module(one.name)
    catalogues = importlib.import_module("bulletin_language.catalogues")
    for language in catalogues.LANGUAGES:
        catalogues.load(catalogues.OWN, "editor", language)
    importlib.import_module("bulletin_problems.office").shipped_classifier()
    _compile_templates()
    gc.collect()
    gc.freeze()  # so that forks share memory


def _compile_templates() -> None:
    """Build a small tree in both languages, then let every template be compiled as it was for them."""
    sys.path.insert(0, str(_REPOSITORY))
    environments: list[Environment] = []
    importlib.import_module("tests.site.compiling").remember(environments)
    importlib.import_module("tests.site.remembering").remember()
    del sys.path[0]
    running, kinds = importlib.import_module("bulletin_build.running"), importlib.import_module("bulletin.kinds")
    importlib.import_module("bulletin_build.plugin").workers_for = lambda _pages: 1  # type: ignore[attr-defined]
    importlib.import_module("bulletin_portal.loading").load(_REPOSITORY / "content")  # and remember its words
    with tempfile.TemporaryDirectory() as folder:
        content = Path(shutil.copytree(_REPOSITORY / "tests/samples/small", Path(folder) / "content"))
        with (content / "data/site.yaml").open("a", encoding="utf-8") as site:
            site.write("languages: [zh-CN, en]\n")
        order = running.Order(_REPOSITORY / "pelicanconf.py", content, Path(folder) / "output", kinds.Edition.PUBLIC)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            running.run(order)
    for name in ("pelicanconf", "publishconf"):  # each office has its own
        sys.modules.pop(name, None)
    templates = _REPOSITORY / "theme/templates"
    names = sorted(path.relative_to(templates).as_posix() for path in templates.rglob("*.*"))
    for environment in [one for one in dict.fromkeys(environments) if "at" in one.filters]:
        for name in names:
            environment.get_template(name)


def _receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    data, files, _, _ = socket.recv_fds(connection, 1 << 16, 3)
    while more := connection.recv(1 << 16):
        data += more
    return data, files


def _become(data: bytes, files: list[int]) -> None:
    """Be the process of a command."""
    folder, mask, command, environment = json.loads(data)
    os.chdir(folder)
    os.umask(mask)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    signal.alarm(_TIMEOUT)
    sys.path[0] = folder
    sys.argv = command
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        _end(ended.code)
    _end(0)


def _end(code: int) -> None:
    """End as Python does, but leave the memory to the system: to clear up what all processes share takes longest."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python tells what went wrong
    os._exit(code)


def serve(listener: socket.socket) -> None:
    """Fork a process for each command until standard input ends; in such a process, run the command."""
    while True:
        if sys.stdin.fileno() in select.select([listener.fileno(), sys.stdin.fileno()], [], [])[0]:
            return
        connection, _ = listener.accept()
        with connection:
            data, files = _receive(connection)
            child = os.fork()
            if not child:
                connection.close()
                listener.close()
                _become(data, files)
                return
            for file in files:
                os.close(file)
            _, status = os.waitpid(child, 0)
            with suppress(OSError):  # who asked has gone
                connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    prepare()
    serve(socket.socket(fileno=int(sys.argv[1])))
