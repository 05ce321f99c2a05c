"""Remember of an output what each of its files was made from, so that what stands need not be made again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from bulletin.diagnostics import Diagnostic
from bulletin.numbers import Span
from bulletin_gate.embargo import Window
from bulletin_portal.addresses import output_path
from bulletin_portal.summary import Summary
from bulletin_portal.views import Link
from bulletin_source.shards import Shards
from bulletin_source.stats import program
from bulletin_source.tree import Stamp

_NAME: Final = "made"

Navigation = tuple[tuple[Link, ...], tuple[Link, ...], tuple[Link, ...]]  # to series, feeds and pages
FileStamp = tuple[int, int, int]  # size, time of modification in nanoseconds, inode


@dataclass(frozen=True, slots=True)
class MadeGroup:
    """The pages of an issue: the digest of what they were made from, their addresses, the issues they show.

    ``total`` and ``notes`` are what ledgers say of the issue.
    """

    mark: bytes
    addresses: tuple[str, ...]
    beside: tuple[str | None, str | None]
    others: tuple[str, ...]
    total: Span | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeDocument:
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
    navigation: Navigation


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
    files: Mapping[str, FileStamp] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)

    def paths(self) -> Iterator[str]:
        """Yield every file that was planned."""
        yield from self.pages
        for group in self.groups.values():
            yield from map(output_path, group.addresses)
        yield from self.documents
        yield from self.copies


def _stamp(path: str) -> FileStamp:
    stat = os.stat(path)  # noqa: PTH116 (asked tens of thousands of times)
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def stamped(output: Path, paths: Iterable[str], known: Mapping[str, FileStamp]) -> dict[str, FileStamp]:
    """Return the stamps of files, those in ``known`` taken as they are."""
    root = f"{output}/"
    return {path: known.get(path) or _stamp(root + path) for path in paths}


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders of files, and those above them; the root is ""."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def times_of(output: Path, folders: Iterable[str]) -> dict[str, int]:
    """Return when something was put into or taken from each folder."""
    root = f"{output}/"
    return {folder: os.stat(root + folder).st_mtime_ns for folder in folders}  # noqa: PTH116


def stands(output: Path, made: Made) -> bool:
    """Say whether nobody has touched an output since it was made; no file is read."""
    root = f"{output}/"
    try:
        return all(_stamp(root + path) == stamp for path, stamp in made.files.items()) and all(
            os.stat(root + folder).st_mtime_ns == time  # noqa: PTH116
            for folder, time in made.folders.items()
        )
    except OSError:
        return False


def memory_of(output: Path, cache: Path) -> Shards:
    """Return where it is remembered what stands in an output folder."""
    name = sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Shards(cache / "outputs" / name, program().encode())


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
