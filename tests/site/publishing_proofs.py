"""What is done to `inv publish` to prove that it serves one complete release whatever happens; short and long.

Nothing here knows how often: `make test` asks for a few, `inv soak` for many.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from typing import Final

import brotli

from bulletin_build.releases.disk import Disk
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.making import Made, Terms, make
from bulletin_build.releases.manifest import differences, read
from bulletin_build.releases.store import Store
from tests.site.office import REPOSITORY, Office
from tests.unit.release_tree import files, write

_MARK: Final = re.compile(r'data-mark="([^"]*)"')
_ISSUES: Final = 8
_MANY: Final = 220  # issues: enough for the work to be shared out
_PACKED: Final = "issues/1/index.html"


# -- What has to hold -------------------------------------------------------------------------------------------------


def served_whole(root: Path) -> int | None:
    """Return the release that is served, after comparing every byte with its manifest; None if none is served."""
    store = Store(root)
    number = store.served()
    if number is None:
        return None
    waiting = read(root / "releases" / ".new.manifest")  # has its name only after the switch
    manifest = store.manifest(number) or waiting
    assert manifest is not None, f"release {number} is served without a manifest"
    assert manifest.number == number
    release = Folder.at(store.folder(number))
    assert [one.told(str, "") for one in differences(manifest, release)] == []
    return number


def mark_of(root: Path) -> str:
    """Return the mark of the served release, after comparing those of all its files and of their copies."""
    current = root / "current"
    marks: set[str] = {
        mark for page in current.rglob("*.html") for mark in _MARK.findall(page.read_text(encoding="utf-8"))
    }
    marks.add(str(json.loads((current / "data.json").read_bytes())["mark"]))
    page = (current / _PACKED).read_bytes()
    assert page == gzip.decompress((current / f"{_PACKED}.gz").read_bytes())
    assert page == brotli.decompress((current / f"{_PACKED}.br").read_bytes())
    (mark,) = marks
    return mark


def without_rests(root: Path) -> None:
    """Find nothing beside complete releases."""
    names = {path.name for path in (root / "releases").iterdir()}
    numbers = {name for name in names if name.isdecimal()}
    assert names == numbers | {f"{number}.manifest" for number in numbers}
    assert {path.name for path in root.iterdir()} == {".lock", "current", "releases"}


def publish(root: Path, output: Path, mark: str, issues: int = _ISSUES, disk: Disk | None = None) -> Made:
    """Write an output with a mark and make a release of it in this process."""
    write(output, files(mark, issues))
    store = Store(root, disk or Disk())
    with store.held():
        return make(store, output, Terms())


# -- A disk that fails ------------------------------------------------------------------------------------------------


class Trouble(Disk):
    """A disk on which the ``last``-th thing that takes room, and all after it, meets trouble."""

    def __init__(self, last: int, *, deadly: bool = False) -> None:
        self._left, self._deadly = last, deadly
        self.met = False

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.met = True
            if self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    def folder(self, path: Path) -> None:
        """Make a folder, if there is room."""
        if not path.exists():
            self._step()
        super().folder(path)

    def write(self, path: Path, data: bytes, changed: int | None = None) -> None:
        """Write a file, if there is room; else a part of it."""
        try:
            self._step()
        except OSError:
            path.write_bytes(data[: len(data) // 2])
            raise
        super().write(path, data, changed)

    def share(self, old: Path, new: Path) -> bool:
        """Give a file another name, if there is room for it."""
        self._step()
        return super().share(old, new)

    def rename(self, old: Path, new: Path) -> None:
        """Rename, if there is room in the folder."""
        self._step()
        super().rename(old, new)

    def settle_all(self, folder: Path) -> None:
        """Wait, or hear only then that there was no room."""
        self._step()
        super().settle_all(folder)


def fail_at(root: Path, output: Path, step: int) -> bool:
    """Let the disk be full from a step on, then have room again; return whether the step was reached."""
    before, mark = served_whole(root), mark_of(root)
    disk = Trouble(step)
    try:
        publish(root, output, f"{step}", disk=disk)
    except OSError as error:
        assert error.errno == ENOSPC  # noqa: PT017 (that it may succeed is what is asked)
        assert (served_whole(root), mark_of(root)) == (before, mark)
    else:  # only what comes after the switch may fail without a word
        assert mark_of(root) == f"{step}"
    publish(root, output, f"after {step}")
    assert mark_of(root) == f"after {step}"
    without_rests(root)
    return disk.met


def fail_everywhere(folder: Path, points: int) -> int:
    """Let the disk be full at points spread over all that a release does to it; return how many were tried."""
    root, output = folder / "www", folder / "output"
    publish(root, output, "first")
    steps = _steps(root, output)
    tried = sorted({round(at * (steps - 1) / max(points - 1, 1)) for at in range(points)})
    for step in tried:
        assert fail_at(root, output, step), step
    return len(tried)


def _steps(root: Path, output: Path) -> int:
    """Return how many steps a release has."""
    disk = Trouble(1_000_000)
    publish(root, output, "counted", disk=disk)
    return 1_000_000 - disk._left


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path | None]:
    """Mount a small file system in memory; None where that is not allowed."""
    place = folder / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    try:
        yield place if done else None
    finally:
        if done:
            subprocess.run(["umount", str(place)], check=True)


def fill_disk(place: Path, output: Path, points: int) -> dict[str, int]:
    """Leave less and less room on a small disk; return how many releases failed and how many found room."""
    root, ballast = place / "www", place / "ballast"
    publish(root, output, "first")
    before = _free(place)
    publish(root, output, "second")
    needed = before - _free(place)
    ends = {"full": 0, "room": 0}
    for point in range(points):
        served, mark = served_whole(root), mark_of(root)
        ballast.write_bytes(b"\0" * max(0, _free(place) - needed * point // points))
        try:
            publish(root, output, f"{point}")
            ends["room"] += 1
            assert mark_of(root) == f"{point}"
        except OSError as error:
            ends["full"] += 1
            assert error.errno == ENOSPC  # noqa: PT017 (likewise)
            assert (served_whole(root), mark_of(root)) == (served, mark)
        ballast.unlink()
        publish(root, output, f"after {point}")
        assert mark_of(root) == f"after {point}"
        without_rests(root)
    return ends


def _free(place: Path) -> int:
    state = os.statvfs(place)
    return state.f_bavail * state.f_frsize


# -- Killed -----------------------------------------------------------------------------------------------------------


def _started(what: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a part of this module in a process of its own, without the threads of the test runner."""
    command = f"import sys; from tests.site.publishing_proofs import {what}; {what}(*sys.argv[1:])"
    path = os.pathsep.join((str(REPOSITORY / "plugins"), str(REPOSITORY)))
    return subprocess.Popen(
        [sys.executable, "-c", command, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def _await(process: subprocess.Popen[str]) -> None:
    """Wait until a process has begun its work."""
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"


def make_slowly(root: str, output: str, step: str) -> None:
    """Make a release on two cores and say when it begins; killed in front of a step, unless that is negative."""
    disk = Trouble(int(step), deadly=True) if int(step) >= 0 else Disk()
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    store = Store(Path(root), disk)
    with store.held():
        make(store, Path(output), Terms(workers=2))


def kill_making(folder: Path, kills: int) -> dict[str, int]:
    """Kill the making of releases at random instants; return how often the old and the new release was served."""
    root, output, chance = folder / "www", folder / "output", random.Random(1)
    publish(root, output, "first", _MANY)
    started = time.monotonic()
    publish(root, output, "measured", _MANY)
    duration = time.monotonic() - started
    found = {"old": 0, "new": 0}
    for kill in range(kills):
        served, mark = served_whole(root), mark_of(root)
        write(output, files(f"{kill}", _MANY))
        with _started("make_slowly", root, output, -1) as process:
            _await(process)
            time.sleep(chance.uniform(0, duration))
            os.kill(process.pid, signal.SIGKILL)  # its workers have to end by themselves
        after = served_whole(root)
        found["old" if after == served else "new"] += 1
        assert mark_of(root) == (mark if after == served else f"{kill}")
        publish(root, output, f"after {kill}", _MANY)
        assert mark_of(root) == f"after {kill}"
        without_rests(root)
    return found


def kill_everywhere(folder: Path, most: int) -> int:
    """Kill the making of a release in front of steps spread over all of them; return how many were tried."""
    root, output = folder / "www", folder / "output"
    publish(root, output, "first")
    steps = _steps(root, output)
    tried = sorted({round(at * (steps - 1) / max(most - 1, 1)) for at in range(most)})
    for step in tried:
        served, mark = served_whole(root), mark_of(root)
        write(output, files(f"{step}", _ISSUES))
        with _started("make_slowly", root, output, step) as process:
            process.communicate()
        assert process.returncode == -signal.SIGKILL, step
        after = served_whole(root)
        assert mark_of(root) == (mark if after == served else f"{step}")
        publish(root, output, f"after {step}")
        assert mark_of(root) == f"after {step}"
        without_rests(root)
    return len(tried)


def kill_publishing(office: Office, file: Path, root: Path, kills: int) -> dict[str, int]:
    """Kill `inv publish` at random instants, its build included; return which release was served how often.

    Args:
        office: A working copy, from which nothing was published.
        file: An issue of its content; each time its first title changes.
        root: Where to publish.
        kills: How often.
    """
    chance = random.Random(2)
    text = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "invoke", "publish", "--to", str(root), "--keep", "2"]

    def titled(title: str) -> None:
        file.write_text(re.sub(r"(?m)^## (.*)$", rf"## \1 {title}", text, count=1), encoding="utf-8")

    def finished() -> float:
        started = time.monotonic()
        done = office.inv(*command[3:])
        assert done.returncode == 0, done.stderr
        return time.monotonic() - started

    finished()
    titled("零")
    duration = finished()
    found = {"old": 0, "new": 0}
    for kill in range(kills):
        served = served_whole(root)
        titled(f"甲{kill}")
        with subprocess.Popen(
            command,
            cwd=office.root,
            env=office.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            time.sleep(chance.uniform(0, duration))
            with suppress(ProcessLookupError):
                (os.killpg if kill % 2 else os.kill)(process.pid, signal.SIGKILL)
        after = served_whole(root)
        found["old" if after == served else "new"] += 1
        titled(f"乙{kill}")
        finished()
        assert served_whole(root) != after
        assert any(f"乙{kill}" in page.read_text(encoding="utf-8") for page in (root / "current").rglob("*.html"))
        without_rests(root)
    return found


# -- Read while it switches -------------------------------------------------------------------------------------------


def read_on(root: str, until: str) -> None:
    """Read the served site on and on until a file is there; print what was seen as JSON."""
    seen: dict[str, object] = {}
    marks: set[str] = set()
    faults: list[str] = []
    rounds = switches = 0
    current = Path(root) / "current"
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while not Path(until).exists():
        page = f"issues/{rounds % _ISSUES + 1}/index.html"
        rounds += 1
        try:
            before = current.readlink()
            told = _as_server(current, page)
            moved = before != current.readlink()
            switches += moved
            if len(told) > 1 and not moved:
                faults.append(f"a mix of {told}")
            held = _as_holder(current, page)
            if len(held) > 1:
                faults.append(f"a mix of {held} in one release")
            marks |= told | held
        except (OSError, ValueError, AssertionError) as error:
            faults.append(f"{page}: {error!r}")
    seen.update(rounds=rounds, switches=switches, marks=len(marks), faults=faults)
    sys.stdout.write(json.dumps(seen))


def _marks(page: bytes, packed: bytes, styles: bytes, data: bytes) -> set[str]:
    """Return the marks of four files, each of which has to be whole."""
    for text in (page, gzip.decompress(packed)):
        assert text.endswith(b"</html>\n"), "half a page"
    assert styles.endswith(b"p { margin: 0; }\n"), "half a style sheet"
    mark = re.match(rb"/\* (.*) \*/", styles)
    assert mark is not None
    found = [_MARK.search(text.decode()) for text in (page, gzip.decompress(packed))]
    return {one[1] for one in found if one} | {mark[1].decode(), json.loads(data)["mark"]}


def _as_server(current: Path, page: str) -> set[str]:
    """Read a page and what it loads as a web server does: each request follows the link anew."""
    paths = (page, f"{page}.gz", "theme/main.css", "data.json")
    return _marks(*((current / path).read_bytes() for path in paths))


def _as_holder(current: Path, page: str) -> set[str]:
    """Read them through a folder that is opened once: whatever happens, it stays one release."""
    folder = os.open(current, os.O_RDONLY | os.O_DIRECTORY)
    try:
        read_files = []
        for path in (page, f"{page}.gz", "theme/main.css", "data.json"):
            with open(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as source:  # noqa: PTH123 (a handle, no path)
                read_files.append(source.read())
        return _marks(*read_files)
    finally:
        os.close(folder)


def read_while_switching(folder: Path, switches: int) -> dict[str, object]:
    """Switch while two read; return what they saw together."""
    root, output, end = folder / "www", folder / "output", folder / "end"
    publish(root, output, "0")
    readers = [_started("read_on", root, end) for _ in range(2)]
    for reader in readers:
        _await(reader)
    for mark in range(1, switches + 1):
        time.sleep(0.05)  # readers read the release that is served, too
        publish(root, output, f"{mark}")
    end.touch()
    told = [json.loads(reader.communicate()[0]) for reader in readers]
    return {
        "rounds": sum(one["rounds"] for one in told),
        "marks": max(one["marks"] for one in told),
        "faults": [fault for one in told for fault in one["faults"]],
    }
