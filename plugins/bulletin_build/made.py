"""Remember of an output what each of its files was made from, so that what stands need not be made again."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from bulletin.diagnostics import Diagnostic
from bulletin.numbers import Span
from bulletin_gate.embargo import Window
from bulletin_portal.addresses import output_path
from bulletin_portal.rendering import Navigation
from bulletin_portal.summary import Summary
from bulletin_source.shards import Shards
from bulletin_source.stats import program
from bulletin_source.tree import Stamp, stamp_of

_NAME: Final = "made"


def _file_stamp(path: str, root: int) -> tuple[int, ...]:
    stat = os.stat(path, dir_fd=root)
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _folder_stamp(path: str, root: int) -> tuple[int, ...]:
    return (os.stat(path or ".", dir_fd=root).st_mtime_ns,)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open a folder: what is asked relative to it is found in three quarters of the time."""
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield root
    finally:
        os.close(root)


@dataclass(frozen=True, slots=True)
class Table:
    """How the file system knew many files, or folders, in two pieces that are read and written in one go each.

    ``names`` are paths, a line each; ``figures`` those of each in turn: of a file its size, time of change in
    nanoseconds and inode, of a folder the time at which something was last put into it or taken away.
    """

    names: str = ""
    figures: bytes = b""

    @classmethod
    def of(cls, stamps: Mapping[str, tuple[int, ...]]) -> Table:
        """Return the table of some stamps."""
        return cls("\n".join(stamps), array("q", chain.from_iterable(stamps.values())).tobytes())

    def _paths(self) -> list[str]:
        return self.names.split("\n") if self.figures else []

    def stamps(self) -> dict[str, tuple[int, ...]]:
        """Return the stamps by path."""
        paths, figures = self._paths(), array("q", self.figures)
        wide = len(figures) // len(paths) if paths else 1
        return dict(zip(paths, zip(*(figures[at::wide] for at in range(wide)), strict=True), strict=True))

    def altered(self, stamps: Mapping[str, tuple[int, ...] | None]) -> Table:
        """Return the table with other stamps of some paths; None: the path is not there any more."""
        paths, figures = self._paths(), array("q", self.figures)
        places = {path: place for place, path in enumerate(paths) if path in stamps}
        if any(stamp is None for stamp in stamps.values()):
            there = {path: stamp for path, stamp in stamps.items() if stamp is not None}
            return Table.of({path: stamp for path, stamp in self.stamps().items() if path not in stamps} | there)
        new = []
        for path, stamp in stamps.items():
            place, own = places.get(path), array("q", stamp or ())
            if place is None:
                new.append(path)
                figures += own
            else:
                figures[place * len(own) : (place + 1) * len(own)] = own
        return Table("\n".join([*paths, *new]) if new else self.names, figures.tobytes())


class MadeGroup(NamedTuple):  # there is one for each issue, and a tuple is read in a fifth of a dataclass's time
    """The pages of an issue: the digest of what they were made from, their addresses, the issues they show.

    ``total`` and ``notes`` are what ledgers say of the issue; ``text`` is the mark of its text, "" where whoever
    remembers this compares the texts otherwise.
    """

    mark: bytes
    addresses: tuple[str, ...]
    beside: tuple[str | None, str | None]
    others: tuple[str, ...]
    named: tuple[str, ...]
    total: Span | None
    notes: tuple[str, ...]
    text: bytes = b""


class MadeDocument(NamedTuple):
    """A document: the digest of its bytes, and the issues whose texts it holds."""

    mark: bytes
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The content an output was made from.

    ``stamps`` are those of all files, None where one may have changed unseen; ``version`` is the digest of program and
    reference data; ``reported`` what editors were told.
    """

    stamps: Mapping[str, Stamp | None]
    version: bytes
    reported: tuple[Diagnostic, ...]
    window: Window
    summary: Summary
    navigation: tuple[Navigation, ...]  # in each language
    allowed: frozenset[str] = frozenset()  # secrets for which somebody answers, as letters and digits alone
    templates: bytes = b""  # the digest of all templates
    shapes: Mapping[tuple[str, ...], bytes] = field(default_factory=dict)  # digests of some with all behind them


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in an output folder.

    ``base`` is the digest of all that shapes every page; ``pages``, ``documents`` and ``copies`` map output files to
    what they were made from, ``groups`` the paths of issues to theirs; ``static`` are the theme's files; ``files`` and
    ``folders`` say how the file system knew them when they were put in place.
    """

    base: bytes
    tree: Tree
    pages: Mapping[str, bytes]
    groups: Mapping[str, MadeGroup]
    documents: Mapping[str, MadeDocument]
    copies: Mapping[str, bytes]
    static: frozenset[str] = frozenset()
    files: Table = Table()
    folders: Table = Table()

    def paths(self) -> Iterator[str]:
        """Yield every file that was planned."""
        yield from self.pages
        for group in self.groups.values():
            yield from map(output_path, group.addresses)
        yield from self.documents
        yield from self.copies


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders of files, and those above them; the root is ""."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def stamped(output: Path, made: Made, built: AbstractSet[str]) -> Made:
    """Return what was made with the stamps of all its files, which stand in place."""
    with _opened(output) as root:
        files = {path: _file_stamp(path, root) for path in sorted(built)}
        folders = {folder: _folder_stamp(folder, root) for folder in folders_of(built)}
    return replace(made, files=Table.of(files), folders=Table.of(folders))


def stamped_anew(output: Path, made: Made, before: Made, touched: Iterable[str]) -> Made:
    """Return what was made with stamps, those of ``before`` but for files that were put in place or taken away."""
    touched = list(touched)

    def anew(paths: Iterable[str], stamp: Callable[[str, int], tuple[int, ...]]) -> dict[str, tuple[int, ...] | None]:
        found: dict[str, tuple[int, ...] | None] = {}
        for path in paths:
            try:
                found[path] = stamp(path, root)
            except FileNotFoundError:
                found[path] = None
        return found

    with _opened(output) as root:
        files = before.files.altered(anew(touched, _file_stamp))
        folders = before.folders.altered(anew(folders_of(touched), _folder_stamp))
    return replace(made, files=files, folders=folders)


def stands(output: Path, made: Made) -> bool:
    """Say whether nobody has touched an output since it was made; no file is read."""
    try:
        with _opened(output) as root:
            return all(_file_stamp(path, root) == stamp for path, stamp in made.files.stamps().items()) and all(
                _folder_stamp(folder, root) == stamp for folder, stamp in made.folders.stamps().items()
            )
    except OSError:
        return False


def memory_of(output: Path, cache: Path) -> Shards:
    """Return where it is remembered what stands in an output folder."""
    name = sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Shards(cache / "outputs" / name, program().encode())


def seen(memory: Shards) -> object:
    """Return what the file system says of what is remembered, which changes whenever that is replaced."""
    try:
        return stamp_of(memory.path(_NAME).stat())
    except OSError:
        return None


def recall(memory: Shards) -> Made | None:
    """Return what was remembered, or None."""
    made = memory.get(_NAME)
    return made if isinstance(made, Made) else None


def remember(memory: Shards, made: Made) -> None:
    """Remember."""
    memory.keep(_NAME, made)


def forget(memory: Shards) -> None:
    """Remember nothing, before an output is touched."""
    memory.drop(_NAME)
