"""Change several files of a content tree at once or not at all, at whatever instant the command is killed.

The new files are first written beside the old ones. Then a journal that holds all of them is put into the root in one
rename: before it nothing has happened, after it everything will, if need be by the next command, which finds it there.
"""

from __future__ import annotations

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import EBADF, EBADMSG, EINVAL
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any, Final

# All names start with a dot: who walks the tree passes them over.
_JOURNAL: Final = ".transaction"
_DRAFT: Final = ".transaction.tmp"
_SPARE: Final = ".transaction.{}"
_FORM: Final = "govbulletin transaction 1"
_DAMAGED: Final = "Damaged, or not written by this program: check the files, then remove it"
_CHANGED: Final = f"Changed since a command writing it was killed: put it back, or remove {_JOURNAL}"
# What reading a journal that is none can raise.
_DAMAGE: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


class JournalError(OSError):
    """What a killed command left can't be believed, or completing it would destroy what was written since."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One file: ``spare`` stands beside ``target``, no link itself, until it takes its place."""

    number: int
    target: Path
    old: bytes | None  # None: there is no such file yet
    new: bytes
    mode: int | None  # None: a new file, the umask decides

    @property
    def spare(self) -> Path:
        """Return where the new file waits."""
        return self.target.with_name(_SPARE.format(self.number))


@dataclass(frozen=True, slots=True)
class _Transaction:
    root: Path
    changes: tuple[_Change, ...]
    folders: tuple[Path, ...]  # to be made, outer before inner

    def touched(self) -> list[Path]:
        """Return the folders whose entries change."""
        return list(dict.fromkeys(path.parent for path in (*(one.target for one in self.changes), *self.folders)))


@contextmanager
def editing(root: Path) -> Iterator[None]:
    """Hold the tree alone, after waiting for others and completing what a killed command left; raise OSError."""
    with _opened(root) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _recover(_real(root))
        yield


@contextmanager
def reading(root: Path) -> Iterator[None]:
    """Hold the tree against writers, after completing what a killed command left; read on if neither can be done."""
    with ExitStack() as held:
        with suppress(OSError):
            _share(held.enter_context(_opened(root)), _real(root))
        yield


def write_all(root: Path, contents: Mapping[str, bytes]) -> None:
    """Replace or create these files all at once; call inside ``editing``.

    Args:
        root: The content tree.
        contents: The new bytes by path relative to ``root``, with forward slashes. A link inside the tree stays, what
            it points to is replaced.

    Raises:
        ValueError: A path leads out of the tree or is hidden, or two are the same file. Nothing was written.
        OSError: It can't be done; every file is as it was. Should the disk fail once more while they are put back,
            the next command completes the change.
    """
    root = _real(root)
    _recover(root)
    transaction = _plan(root, contents)
    if not transaction.changes:
        return
    journal, draft = root / _JOURNAL, root / _DRAFT
    try:
        _write(draft, _to_json(transaction), None)
        _sync(root)  # the draft says what is to be cleared away, so it comes before anything that might be
        _prepare(transaction)
        draft.replace(journal)
        _sync(root)
        _put_in_place(transaction)
    except BaseException:  # Ctrl-C as well: not everyone who looks at the files asks us to complete them first
        with suppress(OSError):
            _undo(transaction)
        raise
    with suppress(OSError):  # all is done; a journal that stays is done once more by the next command, to no effect
        journal.unlink()
        _sync(root)


def _real(root: Path) -> Path:
    return Path(os.path.realpath(root))


@contextmanager
def _opened(root: Path) -> Iterator[int]:
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder
    finally:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_UN)  # closing does not, where a child process was forked meanwhile
        os.close(folder)


def _share(folder: int, root: Path) -> None:
    fcntl.flock(folder, fcntl.LOCK_SH)
    # Whoever can't write, or complete the journal, does not make other readers wait for trying.
    while _is_unfinished(root) and os.access(root, os.W_OK):
        _load(root)
        # Changing the lock lets go of it first: two readers don't block each other, but the one that comes second
        # finds nothing to do, and a writer may come in between, hence the loop.
        fcntl.flock(folder, fcntl.LOCK_EX)
        try:
            _recover(root)
        finally:
            fcntl.flock(folder, fcntl.LOCK_SH)


def _is_unfinished(root: Path) -> bool:
    return any(os.path.lexists(root / name) for name in (_JOURNAL, _DRAFT))


def _recover(root: Path) -> None:
    transaction = _load(root)
    if transaction is not None:
        try:
            _prepare(transaction)
            _put_in_place(transaction)
        except BaseException:
            with suppress(OSError):
                _discard(transaction)  # a full disk is no fuller than before
            raise
        (root / _JOURNAL).unlink()
        _sync(root)
    draft = _look(root / _DRAFT)
    if draft is not None:
        with suppress(*_DAMAGE):  # a torn draft: there were no other files yet
            _discard(_from_json(root, draft))
        (root / _DRAFT).unlink()


def _load(root: Path) -> _Transaction | None:
    journal = root / _JOURNAL
    found = _look(journal)
    if found is None:
        return None
    try:
        transaction = _from_json(root, found)
    except _DAMAGE as error:
        raise JournalError(EBADMSG, _DAMAGED, str(journal)) from error
    for change in transaction.changes:
        if _look(change.target) not in {change.old, change.new}:
            raise JournalError(EBADMSG, _CHANGED, str(change.target))
    return transaction


def _plan(root: Path, contents: Mapping[str, bytes]) -> _Transaction:
    targets = {_target(root, path): new for path, new in contents.items()}
    if len(targets) < len(contents) or any(folder in targets for target in targets for folder in target.parents):
        raise ValueError(f"the same file twice, or a file and a folder: {', '.join(contents)}")
    changes: list[_Change] = []
    for target, new in targets.items():
        old = _look(target)
        if old != new:
            mode = None if old is None else target.stat().st_mode & 0o777
            changes.append(_Change(len(changes), target, old, new, mode))
    missing = {folder for change in changes for folder in change.target.parents if not folder.exists()}
    return _Transaction(root, tuple(changes), tuple(sorted(missing)))


def _target(root: Path, path: str) -> Path:
    """Return the file a path means, links followed."""
    pure = PurePosixPath(path)
    # Hidden names are no content but git's, the system's or ours; ".." is one of them.
    if not pure.parts or pure.is_absolute() or path != pure.as_posix() or "\0" in path or _is_hidden(pure):
        raise ValueError(f"not a path of a file in the tree: {path!r}")
    target = Path(os.path.realpath(root / path))
    if not target.is_relative_to(root) or target == root or _is_hidden(target.relative_to(root)):
        raise ValueError(f"leads out of the tree: {path!r}")
    return target


def _is_hidden(path: PurePosixPath | Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _look(path: Path) -> bytes | None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not S_ISREG(mode):  # a pipe would make us wait, a link that is left here leads nowhere
        raise OSError(EINVAL, "Not a regular file", str(path))
    return path.read_bytes()


def _to_json(transaction: _Transaction) -> bytes:
    root = transaction.root
    files = [
        {
            "path": change.target.relative_to(root).as_posix(),
            "old": None if change.old is None else b64encode(change.old).decode(),
            "new": b64encode(change.new).decode(),
            "mode": change.mode,
        }
        for change in transaction.changes
    ]
    folders = [folder.relative_to(root).as_posix() for folder in transaction.folders]
    body = {"form": _FORM, "files": files, "folders": folders}
    return json.dumps({"digest": _digest(body), **body}).encode()


def _from_json(root: Path, data: bytes) -> _Transaction:
    """Raise one of ``_DAMAGE`` if this isn't, to the last byte, what ``_to_json`` wrote of a tree that is as it was."""
    body = json.loads(data)
    if body.pop("digest") != _digest(body) or body["form"] != _FORM:
        raise ValueError("form or digest")
    changes = tuple(_change(root, number, file) for number, file in enumerate(body["files"]))
    return _Transaction(root, changes, tuple(_own(root, folder) for folder in body["folders"]))


def _change(root: Path, number: int, file: Mapping[str, Any]) -> _Change:
    old = None if file["old"] is None else b64decode(file["old"], validate=True)
    mode = None if file["mode"] is None else file["mode"] & 0o777
    return _Change(number, _own(root, file["path"]), old, b64decode(file["new"], validate=True), mode)


def _own(root: Path, path: str) -> Path:
    target = _target(root, path)
    if target != root / path:  # links were followed before it was written down
        raise ValueError(path)
    return target


def _digest(body: Any) -> str:  # noqa: ANN401  # JSON
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _prepare(transaction: _Transaction) -> None:
    for folder in transaction.folders:
        folder.mkdir(exist_ok=True)
    for change in transaction.changes:
        _look(change.target)  # that its name is too long shows only now that its folder is there
        _write(change.spare, change.new, change.mode)


def _put_in_place(transaction: _Transaction) -> None:
    for change in transaction.changes:
        change.spare.replace(change.target)
    for folder in transaction.touched():
        _sync(folder)


def _undo(transaction: _Transaction) -> None:
    if os.path.lexists(transaction.root / _JOURNAL):
        for change in transaction.changes:
            _put_back(change)
    _discard(transaction)
    for folder in transaction.touched():
        with suppress(FileNotFoundError):  # made by us, and gone again
            _sync(folder)
    for name in (_JOURNAL, _DRAFT):  # last: as long as they are there, another command can go on from here
        (transaction.root / name).unlink(missing_ok=True)
    _sync(transaction.root)


def _put_back(change: _Change) -> None:
    if _look(change.target) != change.new:
        return  # it was not replaced yet
    if change.old is None:
        change.target.unlink()
    else:
        _write(change.spare, change.old, change.mode)
        change.spare.replace(change.target)


def _discard(transaction: _Transaction) -> None:
    for change in transaction.changes:
        change.spare.unlink(missing_ok=True)
    for folder in reversed(transaction.folders):
        with suppress(OSError):  # not made yet, or somebody put something into it
            folder.rmdir()


def _write(path: Path, data: bytes, mode: int | None) -> None:
    path.unlink(missing_ok=True)  # with O_EXCL: never through a link
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        if mode is not None:
            os.fchmod(descriptor, mode)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {EBADF, EINVAL}:  # some network file systems can't do this with a folder
            raise
    finally:
        os.close(descriptor)
