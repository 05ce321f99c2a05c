"""Commands without the half second that Python takes to begin: each is forked from a process that has the program.

``start`` runs a command like subprocess.run: a process of its own, with its own folder, environment and files. Called
as a program, ``starter.py ADDRESS inv …`` does the same for shells. Commands are run one after the other.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

FORKED: Final = frozenset({"invoke", "pelican"})  # modules that may be run
_SERVER: Final = Path(__file__).with_name("forking.py")


def start(where: str, command: Sequence[str], folder: str, environment: Mapping[str, str], files: Sequence[int]) -> int:
    """Run a module with arguments in a folder, on files for input, output and errors; return its exit code.

    ``where`` is what ``address`` says. Where a signal ends the command the code is that signal's, negative.
    """
    mask = os.umask(0)
    os.umask(mask)
    data = json.dumps([folder, mask, list(command), dict(environment)]).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(where)
        sent = socket.send_fds(connection, [data], files)
        connection.sendall(data[sent:])
        connection.shutdown(socket.SHUT_WR)
        return int(connection.recv(16) or b"1")


@cache
def address() -> str:
    """Start the process that forks, once for this one, and return where it listens; it ends with this one."""
    folder = tempfile.TemporaryDirectory(prefix="starter-", ignore_cleanup_errors=True)
    path = f"{folder.name}/socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, _SERVER, str(listener.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return path


def main() -> None:
    """Be what a shell calls."""
    _, where, name, *arguments = sys.argv
    command = [{"inv": "invoke"}.get(name, name), *arguments]
    code = start(where, command, os.getcwd(), os.environ, [0, 1, 2])  # noqa: PTH109 (a path as text)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
