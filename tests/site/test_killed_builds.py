"""A build that is killed, fails or finds the disk full leaves the old output, or what the next build finishes."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest
from jinja2 import UndefinedError

import bulletin_build.plugin
import bulletin_build.work
import bulletin_portal.parse_cache
import bulletin_source.tree
from bulletin.kinds import Edition
from bulletin_build import engine, made
from bulletin_build.order import Order
from bulletin_build.running import run
from bulletin_portal.summary import Summary
from bulletin_source.tree import Tree
from tests.conftest import SAMPLES
from tests.site.changing import begun
from tests.site.office import REPOSITORY, Office
from tests.site.test_incremental import differences, everything_in, files_of

Folder = dict[str, bytes | None]

_NOW: Final = "2005-03-01 09:00"

# -- Killed -----------------------------------------------------------------------------------------------------------


def _killed(office: Office, output: Path, after: float) -> int:
    """Begin `inv build` and kill it, with all its children, after some seconds; return its exit code."""
    command = [sys.executable, "-m", "invoke", "build", "--output", str(output), "--now", _NOW]
    building = subprocess.Popen(
        command,
        cwd=office.root,
        env=office.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return building.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(building.pid, signal.SIGKILL)
        return building.wait()


def test_a_build_killed_at_any_instant_does_no_harm(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whenever a build is killed, the next one succeeds and gives the bytes of a fresh build."""
    kills: int = request.config.getoption("--build-kills")
    rng = Random(kills)
    office = Office.make(_made(tmp_path / "office"), SAMPLES / "small")
    shutil.rmtree(office.root / "content")
    desk = begun(office.root, files_of(office.root), 3)
    for _ in range(50):
        desk.new_issue(rng, rng.choice(("gazette", "key-affairs")))
    desk.sync()
    output = tmp_path / "site" / "public"
    order = Order(office.root / "pelicanconf.py", office.content, output, Edition.PUBLIC, desk.now_in_china())
    started = time.monotonic()
    assert _killed(office, output, 600) == 0
    whole = time.monotonic() - started
    died = 0
    for number in range(kills):
        before = everything_in(output)
        if number % 3 == 2:
            desk.files["theme/templates/base.html"] += f"<!-- {number} -->".encode()  # everything is rendered
        desk.texts()[number % 9].items[0].title += "改"
        desk.texts()[number % 7].items[-1].body += "\n\n又有进展。"
        desk.sync()
        died += _killed(office, output, rng.uniform(0.1, whole)) != 0
        between = everything_in(output) if output.exists() else {}
        assert office.build(output, "--now", _NOW).returncode == 0, number
        fresh = _fresh(order, tmp_path / "fresh" / "public")
        assert differences(everything_in(output), fresh) == [], number
        if between and not (set(between.items()) <= set(before.items()) | set(fresh.items())):
            raise AssertionError(number)
    assert died >= min(kills, 2) / 2
    assert {path.name for path in output.parent.iterdir()} <= {"public", ".public.lock", ".public.stamp"}


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _fresh(order: Order, folder: Path) -> Folder:
    shutil.rmtree(folder.parent, ignore_errors=True)
    run(Order(order.settings, order.content, folder, order.edition, order.now))
    return everything_in(folder)


# -- Failing ----------------------------------------------------------------------------------------------------------

_TEXT: Final = "gazette/2004/2004-11-05.md"


class Site:
    """A small tree with its output, its cache and its theme; built once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copy2(REPOSITORY / "pelicanconf.py", root / "pelicanconf.py")
        shutil.copytree(REPOSITORY / "theme", root / "theme")
        shutil.copytree(SAMPLES / "small", root / "content")
        self.output = root / "site" / "public"
        self.build()
        self.old = everything_in(self.output)

    def order(self, output: Path, cache: Path | None) -> Order:
        """Return the order for a build."""
        return Order(self.root / "pelicanconf.py", self.root / "content", output, Edition.PUBLIC, None, cache=cache)

    def build(self) -> Summary:
        """Build on what stands."""
        return run(self.order(self.output, self.root / ".cache"))

    def edit(self, new: str = "整修干渠13公里", title: str = "") -> None:
        """Change the words of an issue, and its title if there is one."""
        path = self.root / "content" / _TEXT
        text = path.read_text(encoding="utf-8").replace("整修干渠12公里", new)
        path.write_text(text.replace("三村联片供水工程通水", title or "三村联片供水工程通水"), encoding="utf-8")

    def stands(self) -> bool:
        """Say whether the old output stands, complete."""
        return differences(everything_in(self.output), self.old) == []

    def comes_right(self) -> None:
        """Build, and find what a fresh build gives."""
        self.build()
        assert (
            differences(everything_in(self.output), _fresh(self.order(self.output, None), self.root / "f" / "p")) == []
        )
        left = {path.name for path in self.output.parent.iterdir()}
        assert left <= {"public", ".public.lock", ".public.stamp"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return a site of which every file is settled."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 0)
    return Site(tmp_path)


@pytest.mark.parametrize("title", ["", "三村供水工程通水"], ids=["shortcut", "plan"])
def test_a_template_that_raises(site: Site, title: str) -> None:
    """A page that can't be rendered leaves the old output; mended, the next build is right."""
    template = site.root / "theme/templates/issue.html"
    good = template.read_text(encoding="utf-8")
    template.write_text(
        good.replace("{% block content %}", "{% block content %}{{ nothing.at.all }}"), encoding="utf-8"
    )
    site.edit(title=title)
    with pytest.raises(UndefinedError):
        site.build()
    assert site.stands()
    template.write_text(good, encoding="utf-8")
    site.comes_right()


def test_a_page_written_twice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two things that would be written to one place stop the build, whatever planned them."""
    site.edit(title="三村供水工程通水")
    with monkeypatch.context() as patch:
        write = engine.Writer.write

        def twice(self: engine.Writer, path: str, data: bytes) -> None:
            write(self, path, data)
            write(self, path, data)

        patch.setattr(engine.Writer, "write", twice)
        with pytest.raises(FileExistsError):
            site.build()
    assert site.stands()
    site.comes_right()


def _full(*_arguments: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _full_at(number: int, function: Callable[..., object]) -> Callable[..., object]:
    """Let a function find the disk full when it is called for the n-th time, and from then on."""
    calls = 0

    def counted(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls >= number:
            _full()
        return function(*arguments, **options)

    return counted


_FULL: Final[dict[str, tuple[object, str, int]]] = {
    "first-page": (engine.Writer, "write", 1),
    "third-page": (engine.Writer, "write", 3),
    "journal": (Path, "write_text", 1),
    "folder": (os, "makedirs", 1),
}


@pytest.mark.parametrize(("where", "name", "number"), _FULL.values(), ids=_FULL)
def test_a_full_disk(  # noqa: PLR0917 (fixtures, and a case)
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: object,
    name: str,
    number: int,
) -> None:
    """Where the disk is full before anything is put in place, one line says so and the old output stands."""
    site.edit(title="三村供水工程通水")
    with monkeypatch.context() as patch:
        patch.setattr(where, name, _full_at(number, getattr(where, name)))
        with pytest.raises(SystemExit):
            site.build()
    assert "磁盘已满" in capsys.readouterr().err
    assert site.stands()
    site.comes_right()


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_full_disk_while_files_are_moved(site: Site, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """What was begun to be put in place is finished by the next build, even one that then fails for its content."""
    site.edit(title="三村供水工程通水")
    with monkeypatch.context() as patch:
        replace, moved = Path.replace, 0

        def full(self: Path, target: Path) -> Path:
            nonlocal moved
            if ".public.building" in self.parts:
                moved += 1
                if moved >= number:
                    _full()
            return replace(self, target)

        patch.setattr(Path, "replace", full)
        with pytest.raises(SystemExit):
            site.build()
    fresh = _fresh(site.order(site.output, None), site.root / "f" / "p")
    path = site.root / "content" / _TEXT
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("number: 1", "number: 1\ncolour: red"), encoding="utf-8")
    with pytest.raises(SystemExit):
        site.build()
    assert differences(everything_in(site.output), fresh) == []
    path.write_text(good, encoding="utf-8")
    site.comes_right()


def test_a_memory_that_can_not_be_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be remembered the output is right, and the next build makes everything."""
    site.edit()
    with monkeypatch.context() as patch:
        patch.setattr(made, "remember", lambda *_: None)
        site.comes_right()
    everything = site.build()
    assert everything.rendered == everything.pages


def test_a_damaged_journal(site: Site) -> None:
    """A journal that can't be read is not followed, and the next build makes everything."""
    (site.output.parent / ".public.journal").write_text('{"moved": ["ind', encoding="utf-8")
    site.edit()
    site.comes_right()


# -- Files that change meanwhile --------------------------------------------------------------------------------------


def test_a_text_that_changes_before_it_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that changes between the look at its stamp and its reading is not believed to be as it was read."""
    _changes_when_read(site, monkeypatch, _TEXT, before=True)


def test_a_text_that_changes_after_it_was_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that changes while the build goes on is read by the next one."""
    _changes_when_read(site, monkeypatch, _TEXT, before=False)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_reference_data_that_change_while_they_are_read(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, before: bool, number: int
) -> None:
    """Reference data that change between two readings leave no page that the next build believes."""
    _changes_when_read(site, monkeypatch, "data/site.yaml", before=before, number=number)


_NEW: Final = {"data/site.yaml": ("name: 望潮政务信息网", "name: 望潮政务信息站")}


def _changes_when_read(site: Site, patch: pytest.MonkeyPatch, path: str, *, before: bool, number: int = 1) -> None:
    old, new = _NEW.get(path, ("比上年提前9天", "比上年提前8天"))
    site.edit(title="三村供水工程通水")
    read, reads = Tree.read, 0

    def changing(tree: Tree, name: str) -> bytes:
        nonlocal reads
        data = read(tree, name)
        if name == path:
            reads += 1
            if reads == number:
                file = tree.root / path
                file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
                if before:
                    data = read(tree, name)
        return data

    with patch.context() as inner:
        inner.setattr(Tree, "read", changing)
        site.build()
    assert new in (site.root / "content" / path).read_text(encoding="utf-8")
    site.comes_right()


def test_a_clock_that_jumps(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, forth by years or back, what is built is right."""
    real = time.time_ns
    year = 366 * 24 * 3600 * 10**9
    for number, jump in enumerate((0, year, -year, 40 * year, -20 * year, 0)):
        with monkeypatch.context() as patch:
            patch.setattr(time, "time_ns", lambda jump=jump: real() + jump)
            site.edit(new=f"整修干渠12公里，第{number}次查验合格")
            site.comes_right()
            path = site.root / "content" / _TEXT
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + jump // 2))
            site.comes_right()


@pytest.mark.parametrize(
    "path", [_TEXT, "media/gazette/2004/canal.svg", "data/site.yaml"], ids=["text", "media", "data"]
)
def test_two_edits_within_one_tick(site: Site, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """On a file system that counts in seconds, the second edit of a second is seen though the stamp is the same."""
    second = 10**9
    stamps = bulletin_source.tree.stamp_of

    def coarse(stat: os.stat_result) -> bulletin_source.tree.Stamp:
        found = stamps(stat)
        return found._replace(modified=found.modified // (3600 * second), changed=stat.st_ctime_ns // 10**12 * 10**12)

    for module in (bulletin_source.tree, bulletin_portal.parse_cache, bulletin_build.work):
        monkeypatch.setattr(module, "stamp_of", coarse)
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 10**13)  # longer than such a tick
    file = site.root / "content" / path
    site.comes_right()
    data = file.read_bytes()
    for old, new in ((b"12", b"13"), (b"13", b"14"), (b"svg", b"svG"), ("一句话".encode(), "两句话".encode())):
        if path.endswith("svg") and old == b"svg":
            data = data.replace(b'"0 0 ', b'"1 0 ') if b'"0 0 ' in data else data.replace(b'"1 0 ', b'"0 0 ')
        elif not path.endswith("svg"):
            data = data.replace(old, new)
        file.write_bytes(data)
        site.comes_right()
