"""What is measured: our build of a content tree, and Hugo's of an equal site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.hugo import ROOT, hugo_binary, hugo_command, write_site


@dataclass(frozen=True, slots=True)
class Builder:
    """A program that builds a site; ``command`` takes the folder to build into, absent so far."""

    name: str
    version: str
    command: Callable[[Path], list[str]]


def our_builder(content: Path) -> Builder:
    """Return our own build: the editor's command where there is one, else Pelican itself."""
    if (ROOT / "tasks.py").is_file():
        build = [sys.executable, "-m", "invoke", "build", "--full", "--content", str(content), "--output"]
        return Builder("Govbulletin", version("govbulletin"), lambda output: [*build, str(output)])
    build = [sys.executable, "-m", "pelican", str(content), "-q", "-s", str(ROOT / "pelicanconf.py"), "-o"]
    return Builder("Govbulletin", version("govbulletin"), lambda output: [*build, str(output)])


def hugo_builder(content: Path, folder: Path) -> Builder:
    """Write an equal Hugo site into a folder and return its build; raise HugoMissingError if there is no Hugo."""
    said = subprocess.run([str(hugo_binary()), "version"], capture_output=True, check=True, text=True).stdout
    site = folder / "hugo"
    write_site(content, site)
    number = said.removeprefix("hugo v").partition("-")[0]
    return Builder("Hugo", number, lambda output: hugo_command(site, output, output.with_suffix(".cache")))


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of all builds: ours, with compiled Python kept in a folder, as in everyday use."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "pycache")}
