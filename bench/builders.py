"""The builders that are compared: ours, on content trees of one or two sizes, and those of equal sites."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.corpus import Size
from bench.edits import Edits, choose_edits, our_changes
from bench.eleventy import eleventy_command, eleventy_version, install_eleventy, write_eleventy_site
from bench.hugo import hugo_binary, hugo_command, hugo_server, write_hugo_site
from bench.peers import ROOT, PeerTree, peer_changes, peer_tree
from bench.pelican import pelican_command, write_pelican_site
from bench.scenarios import Change, Scenario
from bench.synthetic import MadeTree, write_tree

OURS: Final = "Govbulletin"
_PROGRAM: Final = ("tasks.py", "pelicanconf.py", "publishconf.py", "plugins", "theme")


@dataclass(frozen=True, slots=True)
class Builder:
    """A program with a site of its own to build, by a new process each time.

    Attributes:
        name: As it stands in the table.
        version: Of the program.
        issues: How many issues the site holds at first.
        command: Builds the site; the same for a clean build and for one that goes on from a finished one.
        folder: Where the command runs.
        output: Where it writes to.
        kept: Files and folders beside the output that a finished build leaves; a clean build begins without them.
        changes: What the scenarios change.
        environment: What it finds in the environment.
        server: The command of its preview on a port; None if it has none that is measured.
    """

    name: str
    version: str
    issues: int
    command: Sequence[str]
    folder: Path
    output: Path
    kept: tuple[Path, ...]
    changes: Mapping[Scenario, Change]
    environment: Mapping[str, str] = field(repr=False)
    server: Callable[[int], list[str]] | None = None

    def clear(self) -> None:
        """Remove what earlier builds left."""
        for path in (self.output, *self.kept):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """A made-up tree in a folder, what the scenarios change in it, and where builders may put their files."""

    folder: Path
    made: MadeTree
    edits: Edits
    size: Size


def prepare(size: Size, additions: int, folder: Path) -> Ground:
    """Make content up in a folder, which must be absent; ``additions`` issues will be added one by one."""
    made = write_tree(folder / "content", size)
    return Ground(folder, made, choose_edits(made, size, additions), size)


def our_builder(ground: Ground, name: str = OURS) -> Builder:
    """Return our own build, by a copy of the program: its templates are edited, and nobody edits it meanwhile."""
    home = ground.folder / "ours"
    program = home / "program"
    for part in _PROGRAM:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, program / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            program.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, program / part)
    inv, content, output = str(Path(sys.executable).parent / "inv"), str(ground.made.folder), home / "site" / "public"
    changes = our_changes(ground.made, ground.edits, program / "theme" / "templates" / "issue.html")
    return Builder(
        name, version("govbulletin"), ground.size.issues,
        [inv, "build", "--edition", "public", "--content", content, "--output", str(output)],
        program, output, (home / "site", program / ".cache"), changes,
        _environment(PYTHONPATH=str(program / "plugins")),  # the copy's packages come before the installed ones
        lambda port: [inv, "preview", "--content", content, "--port", str(port)],
    )  # fmt: skip


def peer_builders(names: Sequence[str], ground: Ground) -> list[Builder]:
    """Write the equal sites of peers and return their builds; raise PeerMissingError if one is not installed."""
    tree = peer_tree(ground.made, ground.edits) if names else None
    return [PEERS[name](ground, tree) for name in names if tree]


def _hugo_builder(ground: Ground, tree: PeerTree) -> Builder:
    said = subprocess.run([str(hugo_binary()), "version"], capture_output=True, check=True, text=True).stdout
    home = ground.folder / "hugo"
    site, output, cache = home / "site", home / "public", home / "cache"
    changes = peer_changes(write_hugo_site(tree, site), tree, ground.edits)
    return Builder(
        "Hugo", said.removeprefix("hugo v").partition("-")[0], ground.size.issues, hugo_command(site, output, cache),
        site, output, (cache,), changes, _environment(), lambda port: hugo_server(site, cache, port),
    )  # fmt: skip


def _pelican_builder(ground: Ground, tree: PeerTree) -> Builder:
    home = ground.folder / "pelican"
    site, output = home / "site", home / "public"
    changes = peer_changes(write_pelican_site(tree, site), tree, ground.edits)
    return Builder(
        "Pelican", version("pelican"), ground.size.issues, pelican_command(site, output), site, output, (), changes,
        _environment(),
    )  # fmt: skip


def _eleventy_builder(ground: Ground, tree: PeerTree) -> Builder:
    program = install_eleventy()
    home = ground.folder / "eleventy"
    site, output = home / "site", home / "public"
    changes = peer_changes(write_eleventy_site(tree, site), tree, ground.edits)
    return Builder(
        "Eleventy", eleventy_version(program), ground.size.issues, eleventy_command(program, output), site, output, (),
        changes, _environment(),
    )  # fmt: skip


def _environment(**own: str) -> dict[str, str]:
    """Return what a program finds in its environment: ours, but compiled Python is kept, as in everyday use."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | own


PEERS: Final[dict[str, Callable[[Ground, PeerTree], Builder]]] = {
    "hugo": _hugo_builder,
    "pelican": _pelican_builder,
    "eleventy": _eleventy_builder,
}
