"""A copy of what an editor works with, and the commands run in it as processes.

Where nothing depends on how a process begins it is forked from one that has the program in memory (starter.py).
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.site import starter
from tests.site.starter import FORKED, address, start

REPOSITORY = Path(__file__).parents[2]
ENGLISH = {"GOVBULLETIN_LANGUAGE": "en"}
TIMEOUT = 120


def _begun(
    arguments: Sequence[str], given: bytes, root: Path, environment: Mapping[str, str]
) -> tuple[int, bytes, bytes]:
    """Run a Python that begins from nothing; return its exit code and what it printed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=root, env=environment, input=given, capture_output=True, timeout=TIMEOUT, check=False
    )
    return done.returncode, done.stdout, done.stderr


def _forked(
    arguments: Sequence[str], given: bytes, root: Path, environment: Mapping[str, str]
) -> tuple[int, bytes, bytes]:
    """Do the same in a process that is forked."""
    source, target = os.pipe()
    with open(target, "wb") as pipe:  # noqa: PTH123 (no path)
        pipe.write(given)
    with (
        open(source, "rb") as pipe,  # noqa: PTH123 (likewise)
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        files = [pipe.fileno(), output.fileno(), errors.fileno()]
        code = start(address(), arguments[1:], str(root), environment, files)
        output.seek(0)
        errors.seek(0)
        return code, output.read(), errors.read()


@dataclass(frozen=True)
class Office:
    """A working copy: settings, tasks, theme and content.

    With ``alone``, each command is a Python that begins from nothing; ``by_itself`` gives it plugins of its own too.
    """

    root: Path
    alone: bool = False

    @classmethod
    def make(cls, root: Path, content: Path, *, english: bool = False) -> Office:
        """Copy into an empty folder what a build needs.

        Without the English interface, whose pages come from the same plan, what is tested takes half the time.
        """
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy2(REPOSITORY / name, root / name)
        shutil.copytree(REPOSITORY / "theme", root / "theme")
        shutil.copytree(content, root / "content")
        office = cls(root)
        site = office.content / "data/site.yaml"
        if not english and site.exists():
            site.write_text(re.sub(r"(?m)^languages:", "#languages:", site.read_text("utf-8")), encoding="utf-8")
        return office

    def speak_english(self) -> None:
        """Give the English interface too, as the sample has it: for what is compared with the site built once."""
        site = self.content / "data/site.yaml"
        text = site.read_text(encoding="utf-8")
        text = text.replace("#languages:", "languages:") if "#languages:" in text else f"{text}languages: [zh-CN, en]\n"
        site.write_text(text, encoding="utf-8")

    def by_itself(self) -> Office:
        """Return the same office with plugins of its own."""
        if not self.alone:
            shutil.copytree(REPOSITORY / "plugins", self.root / "plugins")
        return Office(self.root, alone=True)

    @property
    def content(self) -> Path:
        """Return the content tree."""
        return self.root / "content"

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment of a command: the tests' own, in English, with the office's plugins, if any, first."""
        own = self.root / "plugins"
        plugins = own if own.exists() else REPOSITORY / "plugins"
        return {**os.environ, **ENGLISH, "PYTHONPATH": str(plugins), **changes}

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the office and return what it printed."""
        return self._run(arguments, b"", environment)

    def fed(self, given: bytes, *command: str) -> subprocess.CompletedProcess[str]:
        """Run an editor's command with a pipe on its input; no more than a pipe holds."""
        return self._run(("-m", "invoke", *command), given, {})

    def _run(
        self, arguments: Sequence[str], given: bytes, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        known = arguments[0] == "-m" and arguments[1] in FORKED and environment.keys() <= ENGLISH.keys()
        do = _forked if known and not self.alone else _begun
        code, *printed = do(arguments, given, self.root, self.environment(**environment))
        texts = (io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read() for data in printed)
        return subprocess.CompletedProcess(arguments, code, *texts)

    def put_inv(self) -> None:
        """Put .venv/bin/inv in its place, for commands of a shell."""
        folder = self.root / ".venv" / "bin"
        if folder.exists():
            return
        folder.parent.mkdir()
        if self.alone:
            folder.symlink_to(Path(sys.executable).parent)
        else:
            folder.mkdir()
            line = shlex.join([sys.executable, "-IS", starter.__file__, address(), "inv"])
            (folder / "inv").write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
            (folder / "inv").chmod(0o755)

    def inv(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run an editor's command."""
        return self.run("-m", "invoke", *command, **environment)

    def build(self, output: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `inv build` into a folder."""
        return self.inv("build", "--output", str(output), *options, **environment)

    def pelican(self, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Pelican itself into a folder."""
        return self.run("-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(output), **environment)

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands in a file, wherever it stands."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert re.search(old, text), f"{path} does not hold {old}"
        file.write_text(re.sub(old, new, text), encoding="utf-8")
