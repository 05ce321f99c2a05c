"""``python -m bench.scaling TREE``: build a tree in parts, put them together, and compare with a single build.

Says what each step takes in seconds of processor time, which other work on the machine changes little, and whether the
bytes are the same. With ``--dask`` two workers of a Dask cluster make the parts; requirements/bench.txt has it.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bench.process import Usage, run_timed

_REPOSITORY: Final = Path(__file__).parents[1]
_NOW: Final = "2026-01-01T00:00"

Part = tuple[Path, Sequence[str]]  # its folder, and the folders of texts in it


@dataclass(frozen=True, slots=True)
class Office:
    """A working copy with a cache of its own, in which commands are run."""

    root: Path
    content: Path
    edition: str

    @classmethod
    def make(cls, root: Path, content: Path, edition: str) -> Office:
        """Copy into a new folder what a build needs beside the program and the content."""
        root.mkdir()
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy2(_REPOSITORY / name, root / name)
        shutil.copytree(_REPOSITORY / "theme", root / "theme")
        return cls(root, content, edition)

    def build(self, output: Path, *options: str) -> Usage:
        """Run `inv build`; raise CalledProcessError if it fails."""
        given = ["--content", str(self.content), "--edition", self.edition, "--now", _NOW, "--output", str(output)]
        environment = {**os.environ, "PYTHONPATH": str(_REPOSITORY / "plugins"), "GOVBULLETIN_LANGUAGE": "en"}
        return run_timed([sys.executable, "-m", "invoke", "build", *given, *options], self.root, environment)


def folders_of(content: Path) -> Counter[str]:
    """Return the folders of issues (series/year) with the number of texts in each."""
    texts = (path.relative_to(content).parent.as_posix() for path in content.glob("*/[0-9]*/*.md"))
    return Counter(texts)


def shared_out(folders: Counter[str], parts: int) -> list[list[str]]:
    """Return the folders in so many lists, about equal in texts: the largest goes where there are fewest."""
    lists: list[list[str]] = [[] for _ in range(parts)]
    sizes = [0] * parts
    for folder, texts in sorted(folders.items(), key=lambda one: (-one[1], one[0])):
        least = sizes.index(min(sizes))
        lists[least].append(folder)
        sizes[least] += texts
    return [sorted(one) for one in lists if one]


def make_part(office: Office, part: Part) -> Usage:
    """Make one part, as one machine does."""
    folder, names = part
    return office.build(folder, "--only", ",".join(names))


def with_dask(make: Callable[[Part], Usage], parts: Sequence[Part]) -> list[Usage]:
    """Make the parts on a Dask cluster of two processes; raise ImportError where there is no Dask."""
    distributed: Any = import_module("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        return list(client.gather(client.map(make, parts, pure=False)))


def one_by_one(make: Callable[[Part], Usage], parts: Iterable[Part]) -> list[Usage]:
    """Make the parts in turn."""
    return [make(part) for part in parts]


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that differ or stand on one side only."""
    files = [{path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} for root in (one, other)]
    both = sorted(files[0] & files[1])
    _, differing, failing = filecmp.cmpfiles(one, other, both, shallow=False)
    return sorted([*(files[0] ^ files[1]), *differing, *failing])


def measure(content: Path, edition: str, parts: int, root: Path, *, dask: bool) -> tuple[str, list[str]]:
    """Return a line of the table and the paths in which both sites differ."""
    lists = shared_out(folders_of(content), parts)
    office = Office.make(root / "office", content, edition)
    wanted = [(root / f"part-{n}", names) for n, names in enumerate(lists, 1)]
    made = (with_dask if dask else one_by_one)(partial(make_part, office), wanted)
    whole = office.build(root / "whole", "--assemble", ",".join(str(folder) for folder, _ in wanted))
    single = Office.make(root / "other", content, edition).build(root / "single")
    longest, together = max(one.processor for one in made), sum(one.processor for one in made)
    figures = [single.processor, longest, together, whole.processor]
    told = [f"{figure:.1f}" for figure in figures] + [f"{single.processor / (longest + whole.processor):.2f}"]
    line = " | ".join([str(sum(folders_of(content).values())), str(len(made)), *told])
    return f"| {line} |", differences(root / "whole", root / "single")


def main(argv: Sequence[str] | None = None) -> int:
    """Run as a program; return 1 if the bytes differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--edition", choices=("public", "internal"), default="public")
    parser.add_argument("--parts", type=int, nargs="+", default=[2])
    parser.add_argument("--dask", action="store_true")
    given = parser.parse_args(argv)
    print("| issues | parts | single build | longest part | all parts | assembly | single / (longest + assembly) |")
    print("|---|---|---|---|---|---|---|")
    for parts in given.parts:
        with tempfile.TemporaryDirectory(prefix="govbulletin-scaling-") as folder:
            line, differing = measure(given.content.resolve(), given.edition, parts, Path(folder), dask=given.dask)
        print(line, flush=True)
        if differing:
            print("The bytes differ:", *differing[:20], sep="\n", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
