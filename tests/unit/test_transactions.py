"""Transactions: several files change at once or not at all, whatever fails and whenever the command is killed."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import os
import random
import shutil
import signal
import stat
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EINVAL, EIO, ENOLCK, EROFS
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_source import transactions
from bulletin_source.transactions import JournalError, editing, reading, write_all
from bulletin_source.tree import walk

ISSUE = "gazette/2026/10.md"
LEDGER = "ledger/gazette.csv"
NEW = "notices/2026/a.md"
OLD_STATE = {ISSUE: b"number:\r\n" * 40, LEDGER: b"1,a\n"}
NEW_STATE = {ISSUE: b"number: 10\r\n" * 40, LEDGER: b"1,a\n2,b\n", NEW: b"\x00\xff new"}
# Everything by which the module changes a disk.
CALLS = ("open", "write", "fchmod", "fsync", "replace", "unlink", "mkdir", "rmdir")
FORK = multiprocessing.get_context("fork")

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # of Python 3.12, for any thread


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait for the disk: a killed process loses nothing that was written, synchronised or not."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree in the old state."""
    return fill(tmp_path / "content")


def fill(root: Path, state: Mapping[str, bytes] = OLD_STATE) -> Path:
    """Write files one by one."""
    for path, data in state.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def held(root: Path) -> dict[str, bytes]:
    """Return all files, hidden ones as well."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change(root: Path, contents: Mapping[str, bytes] = NEW_STATE) -> None:
    """Write under the lock."""
    with editing(root):
        write_all(root, contents)


def after_reading(root: Path) -> dict[str, bytes]:
    """Return what a later command sees."""
    with reading(root):
        return held(root)


class Calls:
    """Count the calls that change the disk, and let something else happen instead of some of them."""

    def __init__(self, happens: Callable[[int], bool], what: Callable[[], None]) -> None:
        self.count = 0
        self.happens = happens
        self.what = what

    def instead_of(self, name: str) -> Callable[..., Any]:
        """Return what stands in for a function of ``os``."""
        real: Callable[..., Any] = getattr(os, name)

        def call(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401
            self.count += 1
            if self.happens(self.count):
                self.what()
            if name == "write":  # a disk may take less than it is given: between two parts a file is half written
                return real(arguments[0], arguments[1][:200])
            return real(*arguments, **more)

        return call

    def patch(self, patch: pytest.MonkeyPatch) -> Calls:
        """Put the stand-ins in place."""
        for name in CALLS:
            patch.setattr(os, name, self.instead_of(name))
        return self


def fail() -> None:
    """Fail as a disk does."""
    raise OSError(EIO, "Input/output error")


def interrupt() -> None:
    """Interrupt as Ctrl-C does."""
    raise KeyboardInterrupt


def die() -> None:
    """End as a killed process does: nothing is tidied up."""
    os._exit(9)


def number_of_calls(action: Callable[[], None]) -> int:
    """Return how many calls an action makes if all goes well."""
    with pytest.MonkeyPatch.context() as patch:
        calls = Calls(lambda _: False, fail).patch(patch)
        action()
    return calls.count


def calls_of_a_change(tmp_path: Path) -> range:
    """Return the numbers of the calls that a change makes."""
    root = fill(tmp_path / "whole")
    return range(1, number_of_calls(lambda: change(root)) + 1)


def kill(action: Callable[[], None]) -> None:
    """Run what ends by ``die``, in a process of its own."""
    process = FORK.Process(daemon=True, target=action)
    process.start()
    process.join()
    assert process.exitcode == 9


def kill_at(number: int, action: Callable[[], None]) -> None:
    """Kill a process that does something at its n-th call."""

    def act() -> None:
        Calls(number.__eq__, die).patch(pytest.MonkeyPatch())
        action()

    kill(act)


@pytest.fixture(scope="module")
def remains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds a tree for every instant at which a change can be killed, as it was left."""
    folder = tmp_path_factory.mktemp("remains")
    for number in calls_of_a_change(tmp_path_factory.mktemp("whole")):
        root = fill(folder / str(number))
        kill_at(number, lambda root=root: change(root))  # type: ignore[misc]
    return folder


@pytest.fixture
def killed(remains: Path, tmp_path: Path) -> list[Path]:
    """Return those trees, in the order of the instants, to be changed at will."""
    return sorted(shutil.copytree(remains, tmp_path / "killed").iterdir(), key=lambda path: int(path.name))


def unfinished(root: Path) -> Path:
    """Return a tree in which a command was killed when it had replaced one file of three."""
    fill(root)

    def act() -> None:
        real = os.replace
        pytest.MonkeyPatch().setattr(os, "replace", lambda old, new: die() if new == root / LEDGER else real(old, new))
        change(root)

    kill(act)
    found = held(root)
    assert (found[ISSUE], found[LEDGER], NEW in found) == (NEW_STATE[ISSUE], OLD_STATE[LEDGER], False)
    return root


# ---------------------------------------------------------------------------
# What a change does.


def test_all_files_change(tree: Path) -> None:
    """Files are replaced or made, folders too; others stay, and nothing is left over."""
    fill(tree, {"pages/about.md": b"x"})
    change(tree)
    assert held(tree) == {**NEW_STATE, "pages/about.md": b"x"}


def test_no_change_writes_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that hold the bytes already are not touched."""
    before = {path: (tree / path).stat().st_ino for path in OLD_STATE}
    change(tree, OLD_STATE)
    change(tree, {})
    change(tree, {**OLD_STATE, LEDGER: b"x"})
    assert (tree / ISSUE).stat().st_ino == before[ISSUE]
    assert held(tree) == {**OLD_STATE, LEDGER: b"x"}


paths = st.sampled_from(["a.md", "b/a.md", "b/c/a.md", "b/c/b.md", "期号.md", "d/a b.md"])
states = st.dictionaries(paths, st.binary(max_size=300))


@given(old=states, new=states, after=states)
def test_any_bytes(old: dict[str, bytes], new: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Any bytes come out as they went in, change after change."""
    with TemporaryDirectory() as folder:
        root = fill(Path(folder), old)
        change(root, new)
        change(root, after)
        assert held(root) == {**old, **new, **after}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444, 0o755], ids=oct)
def test_mode_is_kept(tree: Path, mode: int) -> None:
    """A replaced file keeps its permissions."""
    (tree / ISSUE).chmod(mode)
    change(tree)
    assert stat.S_IMODE((tree / ISSUE).stat().st_mode) == mode


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077], ids=oct)
def test_mode_of_a_new_file(tree: Path, umask: int) -> None:
    """A new file gets the permissions that any new file gets."""
    before = os.umask(umask)
    try:
        change(tree)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tree / NEW).stat().st_mode) == 0o666 & ~umask


def test_links_stay(tree: Path) -> None:
    """What a link inside the tree points to is replaced or made; the link stays."""
    (tree / "latest.md").symlink_to(ISSUE)
    (tree / "next.md").symlink_to("gazette/2026/11.md")
    (tree / "current").symlink_to("gazette/2026")
    change(tree, {"latest.md": b"10", "next.md": b"11", "current/12.md": b"12"})
    assert all((tree / name).is_symlink() for name in ("latest.md", "next.md", "current"))
    folder = tree / "gazette/2026"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "10.md": b"10",
        "11.md": b"11",
        "12.md": b"12",
    }


def test_tree_behind_a_link(tree: Path) -> None:
    """The tree itself may stand behind a link."""
    (tree.parent / "here").symlink_to("content")
    change(tree.parent / "here")
    assert held(tree) == NEW_STATE


def test_relative_root(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root may be a relative path."""
    monkeypatch.chdir(tree)
    change(Path())
    assert held(tree) == NEW_STATE


# ---------------------------------------------------------------------------
# What is refused.


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "../x.md", "gazette/../../x.md", "gazette/../x.md", "/etc/x.md", "//x.md"),
        *("./x.md", "a//x.md", "a/", "a\0b", ".git/hooks/x", "gazette/.x", ".transaction", "out.md", "away/x.md"),
        *("hidden/config", "all"),
    ],
)
def test_paths_that_are_refused(tree: Path, path: str) -> None:
    """A path that leads out of the tree, into a hidden folder or to no file at all is refused before any is written."""
    (tree / ".git").mkdir()
    (tree / "out.md").symlink_to(tree.parent / "x.md")
    (tree / "away").symlink_to(tree.parent)
    (tree / "hidden").symlink_to(".git")
    (tree / "all").symlink_to(".")
    with pytest.raises(ValueError, match="tree"):
        change(tree, {**NEW_STATE, path: b"x"})
    assert held(tree) == OLD_STATE
    assert sorted(tree.parent.iterdir()) == [tree]


@pytest.mark.parametrize("path", [NEW + "/x.md", "notices", "link.md"])
def test_files_in_each_others_way(tree: Path, path: str) -> None:
    """Two names of one file, or a file where a folder is needed, are refused before anything is written."""
    (tree / "link.md").symlink_to(ISSUE)
    with pytest.raises(ValueError, match="same file"):
        change(tree, {**NEW_STATE, path: b"x"})
    assert {path: data for path, data in held(tree).items() if path != "link.md"} == OLD_STATE


@pytest.mark.parametrize("path", ["gazette", ISSUE + "/x.md", "loop.md", "pipe", "a/" + "n" * 300])
def test_what_can_not_be_written(tree: Path, path: str) -> None:
    """A folder, a file's child, a link to itself, a pipe, a name too long: an OSError, and no file has changed."""
    (tree / "loop.md").symlink_to("loop.md")
    os.mkfifo(tree / "pipe")
    with pytest.raises(OSError, match="Errno"):
        change(tree, {LEDGER: b"x", NEW: b"x", path: b"x"})
    assert {name: data for name, data in held(tree).items() if name != "pipe"} == OLD_STATE
    assert not (tree / "notices").exists()
    assert not (tree / "a").exists()


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_editing_no_tree(tmp_path: Path, name: str) -> None:
    """A root that is missing, or a file, can't be edited."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=name), editing(tmp_path / name):
        pytest.fail("not reached")


# ---------------------------------------------------------------------------
# What fails.


@pytest.mark.parametrize(("what", "error"), [(fail, OSError), (interrupt, KeyboardInterrupt)], ids=["disk", "Ctrl-C"])
def test_failure_at_any_call(tmp_path: Path, what: Callable[[], None], error: type[BaseException]) -> None:
    """Whichever call fails, every file is as it was, nothing is left over, and the change can be made afterwards."""
    outcomes = set()
    for number in calls_of_a_change(tmp_path):
        root = fill(tmp_path / str(number))
        (root / ISSUE).chmod(0o640)
        raised = False
        with pytest.MonkeyPatch.context() as patch:
            Calls(number.__eq__, what).patch(patch)
            try:
                change(root)
            except error:
                raised = True
        found = held(root)
        if raised and error is OSError:
            assert found == OLD_STATE, number
            assert not (root / "notices").exists()
        elif raised:  # interrupted when all was done: the next command tidies up
            assert found == OLD_STATE or (NEW_STATE.items() <= found.items() and after_reading(root) == NEW_STATE), (
                number
            )
        else:
            assert NEW_STATE.items() <= found.items(), number
        assert stat.S_IMODE((root / ISSUE).stat().st_mode) == 0o640
        outcomes.add(raised)
        change(root)
        assert held(root) == NEW_STATE
    assert True in outcomes


def test_disk_fails_for_good(tmp_path: Path) -> None:
    """If from some call on all fail, a later command finds all files old, or makes them all new."""
    outcomes = []
    for number in calls_of_a_change(tmp_path):
        root = fill(tmp_path / str(number))
        with pytest.MonkeyPatch.context() as patch:
            Calls(number.__le__, fail).patch(patch)
            with suppress(OSError):
                change(root)
        outcomes.append(after_reading(root))
        assert outcomes[-1] in (OLD_STATE, NEW_STATE), number
    assert outcomes == sorted(outcomes, key=[OLD_STATE, NEW_STATE].index)


def test_killed_while_undoing(tmp_path: Path) -> None:
    """Killed while it puts files back after a failure, a command leaves all old or all new."""
    fails = calls_of_a_change(tmp_path)[-6]  # a call when all files are in place

    def struggle(root: Path, second: int) -> int:
        calls = Calls(lambda count: count in {fails, second}, lambda: die() if calls.count == second else fail())
        with pytest.MonkeyPatch.context() as patch, suppress(OSError):
            calls.patch(patch)
            change(root)
        return calls.count

    count = struggle(fill(tmp_path / "undone"), 0)
    assert held(tmp_path / "undone") == OLD_STATE
    assert count > fails + 6
    for number in range(fails + 1, count + 1):
        root = fill(tmp_path / str(number))
        process = FORK.Process(daemon=True, target=struggle, args=(root, number))
        process.start()
        process.join()
        assert process.exitcode == 9
        assert after_reading(root) in (OLD_STATE, NEW_STATE), number


def test_second_change_completes_the_first(tmp_path: Path) -> None:
    """A change made where another was left unfinished, in whatever way, completes that first."""
    root = unfinished(tmp_path / "left")
    write_all(root, {LEDGER: b"later"})
    assert held(root) == {**NEW_STATE, LEDGER: b"later"}


def test_folders_that_can_not_be_synchronised(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On file systems that don't synchronise folders files change all the same."""

    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", sync)
    change(tree)
    assert held(tree) == NEW_STATE


# ---------------------------------------------------------------------------
# Power loss: the order in which things reach the disk.


def recorded(root: Path, fails: str = "") -> list[tuple[str, str]]:
    """Return what a change does, in order: calls, and the paths they are about. One file can't be replaced."""
    events: list[tuple[str, str]] = []
    names: dict[int, str] = {}
    open_, write, replace, unlink = os.open, os.write, os.replace, os.unlink

    def short(path: str | Path) -> str:
        return Path(path).relative_to(root).as_posix()

    def opened(path: str | Path, *more: int) -> int:
        descriptor = open_(path, *more)
        names[descriptor] = short(path)
        return descriptor

    def written(descriptor: int, data: bytes) -> int:
        events.append(("write", names[descriptor]))
        return write(descriptor, data)

    def replaced(old: str | Path, new: str | Path) -> None:
        if short(new) == fails:
            fail()
        events.extend([("from", short(old)), ("to", short(new))])
        replace(old, new)

    def unlinked(path: str | Path) -> None:
        if os.path.lexists(path):
            events.append(("unlink", short(path)))
        unlink(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", opened)
        patch.setattr(os, "write", written)
        patch.setattr(os, "replace", replaced)
        patch.setattr(os, "unlink", unlinked)
        patch.setattr(os, "fsync", lambda descriptor: events.append(("sync", names[descriptor])))
        with suppress(OSError):
            change(root)
    return events


def test_order_on_the_disk(tree: Path) -> None:
    """No step is taken before that on which it rests is on the disk."""
    events = recorded(tree)
    for index, (what, path) in enumerate(events):
        if what == "from":
            assert events[:index].index(("sync", path)) > events.index(("write", path)), "complete, then put in place"
    commit = events.index(("to", ".transaction"))
    first, *_, last = sorted(events.index(("to", path)) for path in NEW_STATE)
    end = events.index(("unlink", ".transaction"))
    assert events.index(("write", ".transaction.tmp")) < events.index(("sync", "."))
    assert events.index(("sync", ".")) < events.index(("write", "gazette/2026/.transaction.0"))
    assert ("sync", ".") in events[commit:first], "the journal lasts before any file changes"
    folders = {"gazette/2026", "ledger", "notices/2026", "notices", "."}
    assert {("sync", folder) for folder in folders} <= set(events[last:end]), "the files last before the journal goes"
    assert events[end:] == [("unlink", ".transaction"), ("sync", ".")]


def test_order_when_undone(tree: Path) -> None:
    """Files that were put back are on the disk before the journal goes."""
    events = recorded(tree, fails=NEW)
    assert held(tree) == OLD_STATE
    end = events.index(("unlink", ".transaction"))
    back = max(index for index, event in enumerate(events) if event == ("to", LEDGER))
    assert {("sync", folder) for folder in ("gazette/2026", "ledger", ".")} <= set(events[back:end])
    assert events[end:] == [("unlink", ".transaction"), ("sync", ".")]


def test_order_when_completed(tmp_path: Path) -> None:
    """Files are on the disk before the journal goes, and that is gone for good before others are changed."""
    events = recorded(unfinished(tmp_path / "left"))
    end = events.index(("unlink", ".transaction"))
    assert {("sync", folder) for folder in ("gazette/2026", "ledger", "notices/2026", ".")} <= set(events[:end])
    assert events[end:] == [("unlink", ".transaction"), ("sync", ".")]


# ---------------------------------------------------------------------------
# What is killed.


@pytest.mark.parametrize("then", ["reading", "editing"])
def test_killed_at_any_call(killed: list[Path], then: str) -> None:
    """Whenever a command is killed, the next one finds all files old or all new, and clears away what was left."""
    outcomes = []
    for root in killed:
        with reading(root) if then == "reading" else editing(root):
            outcomes.append(held(root))
        assert outcomes[-1] in (OLD_STATE, NEW_STATE), root.name
        assert (root / "notices").exists() == (outcomes[-1] == NEW_STATE)
    assert outcomes == sorted(outcomes, key=[OLD_STATE, NEW_STATE].index)
    assert OLD_STATE in outcomes
    assert NEW_STATE in outcomes


def test_what_is_left_is_hidden(killed: list[Path]) -> None:
    """Whatever a killed command leaves, a walk of the tree passes it over."""
    for root in killed:
        assert set(walk(root)[0].files) <= set(NEW_STATE)


def test_completing_is_killed(tmp_path: Path) -> None:
    """Completing what was left may be killed, whenever: the next command completes it."""
    root = unfinished(tmp_path / "whole")
    left = held(root)
    count = number_of_calls(lambda: check_new(root))
    for number in range(1, count + 1):
        root = fill(tmp_path / str(number), left)
        kill_at(number, lambda root=root: check_new(root))  # type: ignore[misc]
        check_new(root)


def check_new(root: Path) -> None:
    """Check that the next command sees the new state."""
    assert after_reading(root) == NEW_STATE


def test_completing_fails(tmp_path: Path) -> None:
    """If completing fails there is no editing, reading goes on, no torn file is left, and a later command completes."""
    root = unfinished(tmp_path / "whole")
    left = held(root)
    count = number_of_calls(lambda: check_new(root))
    refused = 0
    for number in range(2, count + 1):  # the first opens the folder to lock it
        root = fill(tmp_path / str(number), left)
        with pytest.MonkeyPatch.context() as patch:
            Calls(number.__eq__, fail).patch(patch)
            try:
                with editing(root):
                    assert held(root) == NEW_STATE  # making a folder that is there may fail
            except OSError:
                refused += 1
        assert set(held(root)) <= {*NEW_STATE, ".transaction"}
        with pytest.MonkeyPatch.context() as patch:
            Calls(number.__le__, fail).patch(patch)
            after_reading(root)
        check_new(root)
    assert refused == count - 3


def test_killed_at_random(tree: Path) -> None:
    """Processes killed at random instants, one after another on the same tree, never leave it between two states."""
    chance = random.Random(20261122)
    state = dict.fromkeys((ISSUE, LEDGER, NEW), b"0")
    fill(tree, state)

    def count_on(started: Any) -> None:  # noqa: ANN401  # an event
        number = int((tree / ISSUE).read_bytes())
        while True:
            number += 1
            change(tree, dict.fromkeys(state, str(number).encode()))
            started.set()

    numbers = [0]
    for _ in range(30):
        started = FORK.Event()
        process = FORK.Process(daemon=True, target=count_on, args=(started,))
        process.start()
        started.wait()
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        found = after_reading(tree)
        assert set(found) == set(state)
        assert len(set(found.values())) == 1
        numbers.append(int(found[ISSUE]))
    assert numbers == sorted(set(numbers))


# ---------------------------------------------------------------------------
# What can't be believed or completed.


def damaged(journal: bytes) -> dict[str, bytes]:
    """Return what may stand in a journal's place."""
    sham = b'{"digest": "", "form": "govbulletin transaction 1", "files": [], "folders": []}'
    return {
        "nothing": b"",
        "torn": journal[: len(journal) // 2],
        "last byte": journal[:-1],
        "zeros": bytes(len(journal)),
        "one byte": journal.replace(b"MTA", b"MTE", 1).replace(b"cg==", b"cQ==", 1).replace(b"1", b"2", 1),
        "more": journal + b"{}",
        "no journal": b"meeting notes",
        "list": b"[]",
        "text": b'"x"',
        "no digest": b"{}",
        "sham": sham,
        "deep": b"[" * 100_000,
    }


def with_digest(**body: object) -> bytes:
    """Return a journal with a right digest."""
    return json.dumps({"digest": transactions._digest(body), **body}).encode()


def foreign(path: object, **more: object) -> bytes:
    """Return a whole journal that writes a file."""
    file = {"path": path, "old": None, "new": b64encode(b"x").decode(), "mode": None, **more}
    return with_digest(form="govbulletin transaction 1", files=[file], folders=[])


FOREIGN = {
    "outside": foreign("../x.md"),
    "absolute": foreign("/tmp/x.md"),  # noqa: S108
    "hidden": foreign(".git/hooks/pre-commit"),
    "link out": foreign("out.md"),
    "link": foreign("link.md"),
    "no base64": foreign(NEW, new="?"),
    "mode": foreign(NEW, mode="rw"),
    "no text": foreign(NEW, new=1),
    "path": foreign(1),
    "other form": with_digest(form="govbulletin transaction 2", files=[], folders=[]),
    "no form": with_digest(files=[], folders=[]),
    "no files": with_digest(form="govbulletin transaction 1", folders=[]),
    "folder outside": with_digest(form="govbulletin transaction 1", files=[], folders=["../x"]),
}


@pytest.mark.parametrize("name", [*damaged(b""), *FOREIGN])
def test_journal_that_can_not_be_believed(tmp_path: Path, name: str) -> None:
    """With a torn or foreign journal there is no editing, and nothing is touched; reading goes on."""
    root = unfinished(tmp_path / "left")
    (root / "out.md").symlink_to(tmp_path / "x.md")
    (root / "link.md").symlink_to(ISSUE)
    journal = root / ".transaction"
    journal.write_bytes({**damaged(journal.read_bytes()), **FOREIGN}[name])
    before = held(root)
    with pytest.raises(JournalError, match=r"check the files, then remove it.*\.transaction"), editing(root):
        pytest.fail("not reached")
    with pytest.raises(JournalError):
        write_all(root, NEW_STATE)
    assert after_reading(root) == before
    assert held(root) == before
    journal.unlink()
    change(root)
    assert NEW_STATE.items() <= held(root).items()


@given(data=st.data())
def test_journal_with_any_damage(data: st.DataObject) -> None:
    """However a journal is cut or altered, it is refused, unless it still says the same."""
    with TemporaryDirectory() as folder:
        root = fill(Path(folder))
        plan = transactions._plan(root.resolve(), NEW_STATE)
        whole = transactions._to_json(plan)
        assert transactions._from_json(plan.root, whole) == plan
        start = data.draw(st.integers(0, len(whole) - 1))
        end = data.draw(st.integers(start, len(whole)))
        spoiled = whole[:start] + data.draw(st.binary(max_size=3)) + whole[end:]
        with suppress(*transactions._DAMAGE):
            assert transactions._from_json(plan.root, spoiled) == plan


@pytest.mark.parametrize("data", damaged(b"x" * 90).values(), ids=damaged(b""))
def test_torn_draft(tree: Path, data: bytes) -> None:
    """A journal that was not finished means that nothing has happened yet: it is removed."""
    (tree / ".transaction.tmp").write_bytes(data)
    assert after_reading(tree) == OLD_STATE


@pytest.mark.parametrize("name", [".transaction", ".transaction.tmp"])
@pytest.mark.parametrize("sort", ["folder", "link", "pipe"])
def test_journal_that_is_no_file(tree: Path, name: str, sort: str) -> None:
    """A folder, link or pipe by the name of a journal is no journal: no editing, reading goes on, it stays."""
    path = tree / name
    if sort == "folder":
        path.mkdir()
    elif sort == "link":
        path.symlink_to(ISSUE)
    else:
        os.mkfifo(path)
    with pytest.raises(OSError, match="Not a regular file"), editing(tree):
        pytest.fail("not reached")
    with reading(tree):
        assert (tree / LEDGER).read_bytes() == OLD_STATE[LEDGER]
    assert os.path.lexists(path)


@pytest.mark.parametrize("path", NEW_STATE)
def test_file_changed_since(tmp_path: Path, path: str) -> None:
    """What somebody wrote into a file after a command was killed is not overwritten: no editing, reading goes on."""
    root = fill(unfinished(tmp_path / "left"), {path: b"by hand"})
    before = held(root)
    with pytest.raises(JournalError, match=r"put it back, or remove \.transaction") as caught, editing(root):
        pytest.fail("not reached")
    assert caught.value.filename == str(root / path)
    assert after_reading(root) == before
    fill(root, {path: NEW_STATE[path]})
    check_new(root)


def test_folder_in_use_stays(killed: list[Path]) -> None:
    """A folder made by a change that never happened is removed, unless somebody has put something into it."""
    made = [root for root in killed if (root / "notices/2026").exists() and not (root / ".transaction").exists()]
    root = fill(made[0], {"notices/2026/mine.md": b"mine"})
    assert after_reading(root) == {**OLD_STATE, "notices/2026/mine.md": b"mine"}


def refuse_writing(patch: pytest.MonkeyPatch) -> None:
    """Make the file system read-only: root may write in spite of any permission."""

    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(EROFS, "Read-only file system")

    def opened(path: Path, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            refuse()
        return open_(path, flags, *mode)

    open_ = os.open
    patch.setattr(os, "open", opened)
    for name in ("replace", "unlink", "mkdir", "rmdir"):
        patch.setattr(os, name, refuse)


@pytest.mark.parametrize("known", [True, False], ids=["said beforehand", "found out"])
def test_reading_in_a_read_only_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, known: bool) -> None:
    """In a tree that can't be written to, reading works, with what a killed command left and without."""
    left, whole = unfinished(tmp_path / "left"), fill(tmp_path / "content")
    before = held(left)
    refuse_writing(monkeypatch)
    monkeypatch.setattr(os, "access", lambda *_: not known)
    assert after_reading(left) == before
    assert after_reading(whole) == OLD_STATE
    with pytest.raises(OSError, match="Read-only"), editing(left):
        pytest.fail("not reached")


@pytest.mark.parametrize("why", ["read-only", "damaged"])
def test_left_over_that_nobody_can_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    """A left-over that can't be completed makes no reader wait for another: none asks for the tree alone."""
    root = unfinished(tmp_path / "left")
    if why == "read-only":
        monkeypatch.setattr(os, "access", lambda *_: False)
    else:
        (root / ".transaction").write_bytes(b"")
    asked: list[int] = []
    monkeypatch.setattr(fcntl, "flock", lambda _, how: asked.append(how))
    after_reading(root)
    assert asked == [fcntl.LOCK_SH, fcntl.LOCK_UN]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_reading_no_tree(tmp_path: Path, name: str) -> None:
    """A root that is missing, or a file, is for the reader to complain about."""
    (tmp_path / "file").touch()
    with reading(tmp_path / name):
        assert not (tmp_path / name).is_dir()


def test_tree_that_can_not_be_locked(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no locks, there is no editing, but reading."""

    def lock(descriptor: int, how: int) -> None:
        raise OSError(ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", lock)
    assert after_reading(tree) == OLD_STATE
    with pytest.raises(OSError, match="No locks"), editing(tree):
        pytest.fail("not reached")


@pytest.mark.parametrize("hold", [reading, editing])
def test_errors_of_the_reader(tree: Path, hold: Callable[[Path], Any]) -> None:
    """What goes wrong while the tree is held is not swallowed, and the lock is let go."""
    with pytest.raises(FileNotFoundError), hold(tree):
        (tree / "x").read_bytes()
    assert is_free(tree, fcntl.LOCK_EX)


# ---------------------------------------------------------------------------
# Who waits for whom.


def is_free(root: Path, how: int) -> bool:
    """Say whether a lock could be had without waiting."""
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(folder)
    return True


def test_who_shares(tree: Path) -> None:
    """Readers share the tree with each other, a writer with nobody; no lock outlasts its holder."""
    with reading(tree), reading(tree):
        assert is_free(tree, fcntl.LOCK_SH)
        assert not is_free(tree, fcntl.LOCK_EX)
    with editing(tree):
        assert not is_free(tree, fcntl.LOCK_SH)
    assert is_free(tree, fcntl.LOCK_EX)


def test_child_does_not_keep_the_lock(tree: Path) -> None:
    """A child process forked while the tree is held, and still running, does not hold it."""
    go_on = FORK.Event()
    child = FORK.Process(target=go_on.wait, daemon=True)
    with editing(tree):
        child.start()
    assert is_free(tree, fcntl.LOCK_EX)
    go_on.set()
    child.join()


def test_reader_completes_and_then_shares(tmp_path: Path) -> None:
    """A reader that had to complete something holds the tree no more than any other."""
    root = unfinished(tmp_path / "left")
    with reading(root):
        assert held(root) == NEW_STATE
        assert is_free(root, fcntl.LOCK_SH)
        assert not is_free(root, fcntl.LOCK_EX)


def test_two_writers(tree: Path) -> None:
    """Two processes that both read and then write lose nothing."""

    def count() -> None:
        for _ in range(50):
            with editing(tree):
                write_all(tree, {path: str(int((tree / path).read_bytes()) + 1).encode() for path in (ISSUE, LEDGER)})

    fill(tree, {ISSUE: b"0", LEDGER: b"0"})
    processes = [FORK.Process(target=count, daemon=True) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert held(tree) == {ISSUE: b"100", LEDGER: b"100"}


def test_reader_waits_for_a_writer(tree: Path) -> None:
    """A reader that comes when a writer is half way sees all files new, not some."""
    half_way, go_on = FORK.Event(), FORK.Event()
    seen: list[dict[str, bytes]] = []

    def write() -> None:
        real = os.replace

        def replace(old: Path, new: Path) -> None:
            if new == tree / LEDGER:
                half_way.set()
                go_on.wait()
            real(old, new)

        pytest.MonkeyPatch().setattr(os, "replace", replace)
        change(tree)

    writer = FORK.Process(target=write, daemon=True)
    writer.start()
    half_way.wait()
    assert not is_free(tree, fcntl.LOCK_SH)
    assert held(tree)[ISSUE] == NEW_STATE[ISSUE]
    reader = threading.Thread(target=lambda: seen.append(after_reading(tree)))
    reader.start()
    go_on.set()
    reader.join()
    writer.join()
    assert seen == [NEW_STATE]


def test_reader_among_writers(tree: Path) -> None:
    """Read as often as you like while others write: the files always agree, and nothing half made is seen."""
    state = dict.fromkeys((ISSUE, LEDGER), b"0")
    fill(tree, state)

    def write() -> None:
        for number in range(100):
            change(tree, dict.fromkeys(state, str(number).encode()))

    writer = FORK.Process(target=write, daemon=True)
    writer.start()
    while writer.is_alive():
        found = after_reading(tree)
        assert set(found) == set(state)
        assert len(set(found.values())) == 1
    assert writer.exitcode == 0
