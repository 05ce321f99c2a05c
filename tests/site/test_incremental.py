"""A build that makes only what changed gives the same bytes as one that makes everything, whatever changed and how."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import pytest
from jinja2 import TemplateError

import bulletin_build.plugin
import bulletin_build.shortcut
import bulletin_portal.problem_pages
import bulletin_source.tree
from bulletin.dates import CHINA
from bulletin.kinds import Edition
from bulletin_build import fingerprint, made
from bulletin_build.running import Order, run
from bulletin_build.shortcut import Shortcut
from bulletin_editor.building import build
from bulletin_language.catalogues import load as load_words
from bulletin_portal import loading
from bulletin_portal.summary import Summary
from tests.conftest import SAMPLES
from tests.site.changing import ACTIONS, FAILING, Desk, NothingToDoError, begun
from tests.site.office import REPOSITORY
from tests.site.output import tree_of

_FEW: Final = 5  # pages: of an issue and its items
_ROWS: Final = 2  # of changes, each with a tree of its own: two workers share them
_FIRST: Final = {
    "delete_draft": "add_draft",
    "delete_withdrawn": "withdraw",
    "redate_draft": "add_draft",
    "reissue": "withdraw",
    "remove_media": "add_media",
    "remove_page": "add_page",
    "remove_redirects": "add_redirect",
    "remove_static": "add_static",
    "replace_by": "withdraw",
    "unfollow": "follow",
}
_UNCHANGED: Final = re.compile("nothing has changed|没有改动")


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Return every file and folder (None) under a folder."""
    found = {
        (Path(at) / name).relative_to(folder).as_posix(): None for at, names, _ in os.walk(folder) for name in names
    }
    return {**found, **tree_of(folder)}


def differences(one: dict[str, bytes | None], other: dict[str, bytes | None]) -> list[str]:
    """Return the paths by which two folders differ."""
    missing = object()
    paths = sorted(path for path in one.keys() | other.keys() if one.get(path, missing) != other.get(path, missing))
    return [f"{path}: {_first_difference(one.get(path), other.get(path))}" for path in paths]


def _first_difference(one: bytes | None, other: bytes | None) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one or b"", other or b"", strict=False)) if a != b), 0)
    near = slice(max(at - 60, 0), at + 60)
    return " instead of ".join(repr((data or b"")[near].decode("utf-8", "replace")) for data in (one, other))


@dataclass
class Bench:
    """A tree under change, its output with all that is remembered of it, and how it was built."""

    desk: Desk
    rng: Random
    counts: Counter[str] = field(default_factory=Counter)
    rendered: list[tuple[str, int, int]] = field(default_factory=list)  # change, pages rendered, pages there are
    passed: list[str] = field(default_factory=list)
    pages: int = 0  # those there are
    plain: float = 0.0  # the share of builds by Pelican itself, not by `inv build`

    @property
    def output(self) -> Path:
        """Return the output that is built again and again."""
        return self.desk.root / "site" / "public"

    @property
    def cache(self) -> Path:
        """Return the cache."""
        return self.desk.root / ".cache"

    def order(self, output: Path, cache: Path | None, edition: str = "") -> Order:
        """Return the order for a build of the tree as it is."""
        now = self.desk.now.replace(tzinfo=CHINA)
        settings, content = self.desk.root / "pelicanconf.py", self.desk.root / "content"
        return Order(settings, content, output, Edition(edition or self.desk.edition), now, cache=cache)

    def built(self, order: Order, *, plainly: bool) -> Summary | None:
        """Build as `inv build` does, or plainly as `pelican` does; return None for a build that failed."""
        told = io.StringIO()
        load_words.cache_clear()  # each build is a process of its own
        try:
            with redirect_stdout(told), redirect_stderr(io.StringIO()):
                summary = run(order) if plainly else build(order, full=False)
        except (SystemExit, TemplateError):
            return None
        if _UNCHANGED.search(told.getvalue()):
            self.counts["nothing built"] += 1
        return summary

    def fresh(self) -> dict[str, bytes | None] | None:
        """Return what a build into an empty folder gives, None where it fails."""
        folder = self.desk.root / "fresh"
        shutil.rmtree(folder, ignore_errors=True)
        summary = self.built(self.order(folder / "public", None), plainly=True)
        return None if summary is None else everything_in(folder / "public")

    def standing(self) -> dict[str, bytes | None]:
        """Return what stands."""
        return everything_in(self.output)

    def compared(self, name: str) -> bool:
        """Build and compare with a fresh build; return whether the tree can be built."""
        before = self.standing()
        shortcuts = self.counts["shortcut"]
        summary = self.built(self.order(self.output, self.cache), plainly=self.rng.random() < self.plain)
        now, fresh = self.standing(), self.fresh()
        history = f"{name} after {self.passed[-6:]}"
        if fresh is None:
            assert summary is None, f"built what can't be built: {history}"
            assert differences(before, now) == [], f"a build that failed changed its output: {history}"
            return False
        assert summary is not None, f"failed: {history}"
        assert differences(now, fresh) == [], f"others than in a fresh build: {history}"
        way = "shortcut" if self.counts["shortcut"] > shortcuts else "plan"
        self.counts[way + " taken"] += 1
        self.pages = summary.pages
        self.rendered.append((name, summary.rendered, summary.pages))
        return True

    def step(self, name: str) -> None:
        """Change, build, compare; what can't be built is taken back, and built and compared again."""
        state, now = self.desk.state(), self.desk.now
        try:
            (ACTIONS.get(name) or _by_name(name, self))(self.desk, self.rng)
        except NothingToDoError:
            self.desk.go_back(state)
            self.counts[f"{name}: nothing to do"] += 1
            return
        self.counts[name] += 1
        self.desk.sync()
        if not self.compared(name):
            self.counts["failed"] += 1
            self.desk.go_back(state)
            self.desk.now = now
            assert self.compared(f"{name} taken back"), f"can't be built once {name} is taken back"
        self.passed.append(name)


# -- What befalls the output and the cache ----------------------------------------------------------------------------

_ACCIDENTS: Final[dict[str, Callable[[Bench], None]]] = {}


def _accident(change: Callable[[Bench], None]) -> Callable[[Bench], None]:
    _ACCIDENTS[change.__name__.strip("_")] = change
    return change


def _by_name(name: str, bench: Bench) -> Callable[[Desk, Random], None]:
    return lambda _desk, _rng: _ACCIDENTS[name](bench)


def _a_file(bench: Bench, folder: Path) -> Path:
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    if not paths:
        raise NothingToDoError
    return bench.rng.choice(paths)


@_accident
def _output_file_deleted(bench: Bench) -> None:
    _a_file(bench, bench.output).unlink()


@_accident
def _output_folder_deleted(bench: Bench) -> None:
    shutil.rmtree(_a_file(bench, bench.output / "gazette").parent)


@_accident
def _output_deleted(bench: Bench) -> None:
    shutil.rmtree(bench.output)


@_accident
def _output_file_changed(bench: Bench) -> None:
    path = _a_file(bench, bench.output)
    path.write_bytes(path.read_bytes() + b" ")


@_accident
def _output_file_added(bench: Bench) -> None:
    (_a_file(bench, bench.output).parent / "stray.html").write_bytes(b"stray")


@_accident
def _output_folder_added(bench: Bench) -> None:
    (_a_file(bench, bench.output).parent / "stray").mkdir()


@_accident
def _output_and_text(bench: Bench) -> None:
    _output_file_deleted(bench)
    ACTIONS["body_end"](bench.desk, bench.rng)


@_accident
def _cache_deleted(bench: Bench) -> None:
    shutil.rmtree(bench.cache)
    ACTIONS["title"](bench.desk, bench.rng)


@_accident
def _cache_flipped(bench: Bench) -> None:
    for path in sorted(path for path in bench.cache.rglob("*.bin")):
        data = bytearray(path.read_bytes())
        data[bench.rng.randrange(len(data))] ^= 1 << bench.rng.randrange(8)
        path.write_bytes(data)


@_accident
def _cache_cut_off(bench: Bench) -> None:
    path = _a_file(bench, bench.cache)
    path.write_bytes(path.read_bytes()[: bench.rng.randrange(200)])
    ACTIONS["body_end"](bench.desk, bench.rng)


@_accident
def _cache_of_another_version(bench: Bench) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (made, loading, fingerprint):
            patch.setattr(module, "program", lambda: "another")
        bench.built(bench.order(bench.output, bench.cache), plainly=True)
    ACTIONS["title"](bench.desk, bench.rng)


@_accident
def _other_edition(bench: Bench) -> None:
    bench.desk.edition = "internal" if bench.desk.edition == "public" else "public"


@_accident
def _other_edition_and_back(bench: Bench) -> None:
    """Pelican builds the other edition into the folder, of which `inv build` knows nothing."""
    other = "internal" if bench.desk.edition == "public" else "public"
    bench.built(bench.order(bench.output, bench.cache, other), plainly=True)


@_accident
def _built_elsewhere_between(bench: Bench) -> None:
    """A title changes, the other edition is built beside with the same cache, then a body changes."""
    at = next((one for one in bench.desk.texts() if one.series == "gazette" and one.published), None)
    if at is None:
        raise NothingToDoError
    at.items[0].title = bench.desk.words(bench.rng, 2)
    bench.desk.sync()
    bench.built(bench.order(bench.desk.root / "beside" / "other", bench.cache), plainly=True)
    at.items[0].body += f"\n\n{bench.desk.words(bench.rng, 9)}。"


@_accident
def _failed_between(bench: Bench) -> None:
    """A title changes, the build fails in a template, which is mended; then a body changes."""
    at = next((one for one in bench.desk.texts() if one.series == "gazette" and one.published), None)
    if at is None:
        raise NothingToDoError
    path = "theme/templates/home.html"
    good = bench.desk.files[path]
    at.items[0].title = bench.desk.words(bench.rng, 2)
    bench.desk.files[path] = b"{{ nothing.at.all }}"
    bench.desk.sync()
    assert bench.built(bench.order(bench.output, bench.cache), plainly=False) is None
    at.items[0].body += f"\n\n{bench.desk.words(bench.rng, 9)}。"
    bench.desk.files[path] = good


KINDS: Final = (*ACTIONS, *_ACCIDENTS)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a folder with the settings."""
    shutil.copy2(REPOSITORY / "pelicanconf.py", tmp_path / "pelicanconf.py")
    return tmp_path


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the shortcuts; work in one process, since the test runner may have threads."""
    counts = Counter[str]()
    shortcut_of = bulletin_build.shortcut.shortcut_of

    def counting(*arguments: object) -> Shortcut | None:
        found = shortcut_of(*arguments)  # type: ignore[arg-type]
        counts["shortcut"] += found is not None
        return found

    monkeypatch.setattr(bulletin_build.plugin, "shortcut_of", counting)
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 0)  # a build takes longer than a tick
    monkeypatch.setattr(bulletin_portal.problem_pages, "LISTED", 4)  # so that lists are divided
    return counts


def files_of(office: Path) -> dict[str, bytes]:
    """Return the files of a small tree but for its issues and ledgers, and those of the theme."""
    small = {f"content/{path}": data for path, data in tree_of(SAMPLES / "small").items()}
    kept = {path: data for path, data in small.items() if path.split("/")[1] in {"data", "media", "pages"}}
    theme = {f"theme/{path}": data for path, data in tree_of(REPOSITORY / "theme").items()}
    assert office.is_dir()
    return kept | theme


def machine(office: Path, counts: Counter[str], seed: int) -> Bench:
    """Return a tree that was built once."""
    desk = begun(office, files_of(office), seed)
    bench = Bench(desk, Random(seed), counts)
    bench.output.mkdir(parents=True)
    assert bench.compared("the first build")
    return bench


@pytest.mark.parametrize("row", range(_ROWS))
def test_any_change_gives_the_bytes_of_a_fresh_build(
    office: Path, counted: Counter[str], request: pytest.FixtureRequest, row: int
) -> None:
    """After each change of a long row the output is, byte for byte, what a build from nothing gives."""
    steps: int = request.config.getoption("--steps")
    bench, rng = machine(office, counted, 7 + steps + row), Random(11 + steps)
    names = list(KINDS)
    rng.shuffle(names)
    names = names[row::_ROWS]
    for name in names:
        bench.step(name)
    for name in 3 * [name for name in names if not counted[name]]:
        if not counted[name]:
            bench.step(_FIRST.get(name, "nothing"))  # so that there is something to change
            bench.step(name)
    assert {name for name in names if not counted[name]} == set()
    assert counted["failed"] >= len(set(FAILING) & set(names))
    bench.plain = 0.3
    for _ in range(steps - len(names)):
        bench.step(rng.choice(KINDS))


def _taken(bench: Bench, name: str) -> tuple[int, int, int]:
    """Make a change and build; return how many shortcuts were taken, builds spared and pages rendered."""
    before = Counter(bench.counts)
    bench.step(name)
    assert bench.rendered[-1][0] == name, f"{name} could not be built"
    made = bench.counts - before
    return made["shortcut"], made["nothing built"], bench.rendered[-1][1]


def test_twins_in_english_keep_up(office: Path, counted: Counter[str]) -> None:
    """Where each page has a twin, an edited text makes both, by the shortcut too; words of one language make all."""
    bench = machine(office, counted, 7)
    bench.step("languages")
    assert bench.rendered[-1][1:] == (bench.pages, bench.pages)
    edits = [_taken(bench, "body_end_again") for _ in range(3)]
    short = [rendered for shortcuts, _, rendered in edits if shortcuts]
    assert short
    assert all(2 <= rendered <= 2 * _FEW for rendered in short), edits
    for name in ("title", "status"):
        assert 2 <= _taken(bench, name)[2] < bench.pages / 2, name
    bench.step("languages")
    assert bench.rendered[-1][2] == bench.rendered[0][2]


def test_what_stands_is_not_made_again(office: Path, counted: Counter[str]) -> None:
    """A change makes the pages that show it, and no plan of the whole where only words behind the beginning changed."""
    bench = machine(office, counted, 7)
    everything = bench.rendered[0][2]
    assert bench.rendered[0][1:] == (everything, everything)
    edits = [_taken(bench, "body_end_again") for _ in range(4)]
    short = [rendered for shortcuts, _, rendered in edits if shortcuts]
    assert len(short) >= len(edits) / 2  # words that search knows nothing of may make other files of it
    assert all(1 <= rendered <= _FEW for rendered in short), edits
    assert all(rendered < everything / 2 for _, _, rendered in edits), edits
    assert _taken(bench, "nothing")[:2] == (0, 1)
    assert _taken(bench, "static_file")[2] < everything / 2  # a plan of the whole looks closer at what shows the texts
    for name in ("touch", "touch_long_ago", "written_anew"):
        shortcuts, spared, rendered = _taken(bench, name)
        assert (spared, rendered <= shortcuts * 3 * _FEW) == (0, True), name
    for name in ("title", "status", "correct_minor", "edit_page", "add_redirect", "static_file", "media_of_other_size"):
        shortcuts, spared, rendered = _taken(bench, name)
        assert (shortcuts, spared, rendered < everything / 2) == (0, 0, True), (name, rendered, everything)
    for name in ("base_template", "unit_name", "translation", "add_page"):
        assert _taken(bench, name)[2] == bench.pages, name
    assert _taken(bench, "component")[2] < bench.pages
