"""Measure the index of the search: time, memory, size, bytes a reader loads; with Pagefind beside it, same texts."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench.peers import ROOT, PeerMissingError
from bench.process import run_timed, run_watched
from bench.synthetic import make_tree
from bulletin_search.documents import INDEX

_READER: Final = Path(__file__).parent / "search_reader.mjs"
_MODULES: Final = ROOT / "theme" / "scripts"
_SCRIPT: Final = ROOT / "theme" / "static" / "js" / "search.js"
_PROJECT: Final = Path(__file__).parent / "pagefind_site"
_INSTALLED: Final = ROOT / ".cache" / "bench" / "pagefind"  # by npm; `inv clean` removes it
_MOST: Final = 80 << 10  # bytes that a query may take until its first results
_ITEMS: Final = 6
_YEARS: Final = 20


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index took and holds: seconds, bytes of memory and disk, bytes of a first load and of a query.

    ``query`` is what is sent until first results are shown, the middle one of many; of Pagefind an estimate, of ten
    results. ``first`` is what is sent once, when a reader turns to the search.
    """

    name: str
    wall: float
    memory: int
    files: int
    size: int
    first: int
    query: int

    def line(self, text: int) -> str:
        """Return the figures as a line, of an index of so many bytes of text."""
        return (
            f"{self.name}: {self.wall:.1f} s, peak {self.memory / (1 << 20):.0f} MiB; {self.size / 1e6:.1f} MB "
            f"({self.size / text:.2f} of the text) in {self.files} files; "
            f"first load {self.first / 1024:.0f} KiB, a query {self.query / 1024:.0f} KiB"
        )


@dataclass(frozen=True, slots=True)
class Searches:
    """What was measured: of how many items, of how many bytes of text; ours also with nothing changed and an edit.

    ``soon`` are the bytes until each query's first results are shown, ascending, ``whole`` those until all years were
    looked through and ten results stand, both of stretches of 2-6 signs; ``long`` are as ``soon``, of 6-12 signs.
    ``took`` are milliseconds of a processor until first results, of all these queries, ascending; reading files counts.
    """

    items: int
    text: int
    indexed: tuple[Indexed, ...]
    unchanged: float
    edit: float
    soon: tuple[int, ...]
    whole: tuple[int, ...]
    long: tuple[int, ...]
    took: tuple[float, ...]

    def table(self) -> str:
        """Return the figures as lines of text."""
        middle, most, last = _points(self.took)
        again = (
            f"ours with nothing changed {self.unchanged:.2f} s, after an edit {self.edit:.2f} s of processor; "
            f"{len(self.soon)} queries until first results {_first(self.soon)}, "
            f"until all is told {_spread(self.whole)}; "
            f"{len(self.long)} long ones until first results {_first(self.long)}; "
            f"first results of all: median {middle:.0f}, 95 % {most:.0f}, largest {last:.0f} ms of processor"
        )
        whole = f"{self.items} items, {self.text / 1e6:.1f} MB of text"
        return "\n".join((whole, *(one.line(self.text) for one in self.indexed), again))

    def as_json(self) -> str:
        """Return them for programs."""
        return json.dumps(asdict(self))


def _points(ascending: Sequence[float]) -> tuple[float, float, float]:
    """Return of ascending figures the middle one, the one at 95 %, and the last."""
    return ascending[len(ascending) // 2], ascending[len(ascending) * 95 // 100], ascending[-1]


def _spread(sizes: Sequence[int]) -> str:
    """Return the same of sizes, in words."""
    middle, most, last = (size / 1024 for size in _points(sizes))
    return f"median {middle:.0f}, 95 % {most:.0f}, largest {last:.0f} KiB"


def _first(sizes: Sequence[int]) -> str:
    """Return the sizes of what first results take, and how many of them are too much."""
    return f"{_spread(sizes)} ({sum(size > _MOST for size in sizes)} above {_MOST >> 10})"


def _modules(folder: Path) -> Path:
    """Return the theme's modules as Node.js takes them, in a folder of their own."""
    modules = folder / "modules"
    shutil.copytree(_MODULES, modules)
    (modules / "package.json").write_text('{"type":"module"}', encoding="utf-8")
    return modules


def _asked(site: Path, modules: Path, words: Path) -> tuple[tuple[int, ...], tuple[int, ...], tuple[float, ...]]:
    """Return ``soon``, ``whole`` and ``took`` of Searches for queries; raise PeerMissingError without Node.js."""
    node = shutil.which("node")
    if node is None:
        raise PeerMissingError("There is no Node.js; install node (20 or later): apt-get install nodejs")
    command = [node, str(_READER), str(modules), str(site), str(words)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    soon, whole, took = (tuple(sorted(one[at] for one in found)) for at in range(3))
    return soon, whole, took


def _program() -> Path:
    """Return Pagefind, which npm installs, for this machine alone; raise PeerMissingError if it can't be had."""
    program = _INSTALLED / "node_modules" / ".bin" / "pagefind"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise PeerMissingError("There is no Node.js; install node (20 or later) and npm: apt-get install nodejs npm")
    shutil.copytree(_PROJECT, _INSTALLED, dirs_exist_ok=True)
    try:
        subprocess.run(
            [npm, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=_INSTALLED, check=True, capture_output=True, text=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise PeerMissingError(f"npm could not install Pagefind (is there a network?):\n{error.stderr}") from error
    return program


def _sizes(paths: Sequence[Path]) -> list[int]:
    return [path.stat().st_size for path in paths]


def _pagefind(pages: Path) -> Indexed:
    """Index the pages of the items; a word loads a file of the index and ten fragments, its language's wasm first."""
    usage = run_watched([str(_program()), "--site", str(pages)], pages, os.environ)
    folder = pages / "pagefind"
    files = [path for path in folder.rglob("*") if path.is_file()]
    first = [
        folder / "pagefind.js",
        folder / "pagefind-entry.json",
        *folder.glob("wasm.zh*"),
        *folder.glob("*.pf_meta"),
    ]
    loaded = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in first)
    index, fragments = (_sizes(list(folder.rglob(f"*.pf_{sort}"))) for sort in ("index", "fragment"))
    query = statistics.median(index) + 10 * statistics.median(fragments)
    return Indexed("Pagefind", usage.wall, usage.memory, len(files), sum(_sizes(files)), loaded, int(query))


def measure_search(issues: int, folder: Path, seed: int, *, pagefind: bool = True) -> Searches:
    """Make an index of a made-up tree, twice, the second time to watch its memory; raise PeerMissingError."""
    tree, own, watched = folder / "content", folder / "own", folder / "watched"
    make_tree(tree, issues, _ITEMS, _YEARS, seed)
    environment = dict(os.environ)
    program = [sys.executable, "-m", "bench.search_child", str(tree)]
    run_timed([*program, str(own)], ROOT, environment)
    usage = run_watched([*program, str(watched), "--alone"], ROOT, environment)
    found = json.loads((own / "measured.json").read_text("utf-8"))
    first = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in (own / INDEX, _SCRIPT))
    modules = _modules(folder)
    soon, whole, took = _asked(own, modules, own / "words.json")
    long, _, longer = _asked(own, modules, own / "long.json")
    middle = soon[len(soon) // 2]
    ours = Indexed("ours", found["clean"]["wall"], usage.memory, found["files"], found["size"], first, middle)
    others = (_pagefind(own / "pages"),) if pagefind else ()
    return Searches(
        found["items"],
        found["bytes"],
        (ours, *others),
        found["unchanged"]["processor"],
        found["edit"]["processor"],
        soon,
        whole,
        long,
        tuple(sorted(took + longer)),
    )
