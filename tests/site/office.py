"""A copy of what an editor works with, and the commands run in it as processes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ENGLISH = {"GOVBULLETIN_LANGUAGE": "en"}
TIMEOUT = 120


@dataclass(frozen=True)
class Office:
    """A working copy: settings, tasks, plugins, theme and content."""

    root: Path

    @classmethod
    def make(cls, root: Path, content: Path) -> Office:
        """Copy into an empty folder what a build needs."""
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy2(REPOSITORY / name, root / name)
        shutil.copytree(REPOSITORY / "theme", root / "theme")
        shutil.copytree(content, root / "content")
        shutil.copytree(REPOSITORY / "plugins", root / "plugins")
        return cls(root)

    @property
    def content(self) -> Path:
        """Return the content tree."""
        return self.root / "content"

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment of a command: the tests' own, in English, with the office's own plugins first."""
        return {**os.environ, **ENGLISH, "PYTHONPATH": str(self.root / "plugins"), **changes}

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the office and return what it printed."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self.environment(**environment),
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )

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
