"""Read all texts of a tree, none twice: what they are is kept from run to run, a shard for each folder.

Whether a text has changed is known by its stamp, without reading it; where the stamp can't tell, by its digest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_portal.parsing import Parsed, TextReader
from bulletin_source.forking import cores, share
from bulletin_source.progress import advance, expect
from bulletin_source.shards import Shards, digest
from bulletin_source.tree import Stamp, Tree, is_settled, stamp_of

# Below this many texts a second process costs more than it saves.
_WORTH_FORKING: Final = 64


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was read: its stamp (None: not to be relied on), the digest of its bytes, and what it is."""

    stamp: Stamp | None
    digest: bytes
    parsed: Parsed

    @property
    def mark(self) -> bytes:
        """Return the digest of all that is shown of a text: its bytes, and how large the files are it links to."""
        asked, measured = self.parsed.asked, self.parsed.measured
        return digest(self.digest, repr((asked, measured)).encode()) if asked else self.digest


@dataclass(slots=True)
class Texts:
    """All texts of a tree, by path; how many of them were read now, and what could not be."""

    by_path: dict[str, Text] = field(default_factory=dict)
    read: int = 0
    faults: list[Diagnostic] = field(default_factory=list)


Shard = dict[str, Text]


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


@dataclass(slots=True)
class _Reading:
    """One pass over a tree."""

    tree: Tree
    reader: TextReader
    shards: Shards | None
    read: int = 0
    faults: list[Diagnostic] = field(default_factory=list)
    worker: int = 0

    def _stands(self, path: str, text: Text | None) -> Text | None:
        """Return what was kept of a text if it is true of it still, without reading it."""
        stamp = self.tree.stamps.get(path)
        if text is None or text.stamp is None or text.stamp != stamp or not text.parsed.is_sound:
            return None
        files = self.tree.files
        shapes = self.reader.names.shapes
        stand = all(files.get(name) == size for name, size in text.parsed.asked)
        return text if stand and all(shapes(name) == shape for name, shape in text.parsed.measured) else None

    def _text(self, path: str, kept: Text | None) -> Text | None:
        try:
            data = self.tree.read(path)
            after = stamp_of(os.stat(self.tree.root / path))  # noqa: PTH116 (a Path would stat it no better)
        except OSError as error:
            self.faults.append(diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror))
            return None
        sure = after == self.tree.stamps.get(path) and is_settled(after, time.time_ns())
        stamp, mark = (after if sure else None), digest(data)
        if kept is not None and kept.digest == mark and self._stands(path, replace(kept, stamp=self.tree.stamps[path])):
            return replace(kept, stamp=stamp)
        self.read += 1
        advance(self.worker)
        return Text(stamp, mark, self.reader.read(path, data))

    def folder(self, folder: str, paths: Iterable[str], kept: Shard) -> Shard:
        """Return the texts of a folder, and keep them if they are others than before."""
        now: Shard = {}
        for path in paths:
            text = self._stands(path, kept.get(path)) or self._text(path, kept.get(path))
            if text is not None:
                now[path] = text
        if self.shards is not None and (now.keys() != kept.keys() or any(now[path] != kept[path] for path in now)):
            self.shards.keep(folder, now)
        return now

    def open(self, folders: Mapping[str, list[str]]) -> dict[str, Shard]:
        """Return what is kept of each folder."""
        if self.shards is None:
            return {folder: {} for folder in folders}
        return {folder: self.shards.get(folder) or {} for folder in folders}

    def read_ahead(self, folders: Mapping[str, list[str]], kept: dict[str, Shard]) -> None:
        """Let several processes read what is not kept, and put it into ``kept``."""
        missing = {
            folder: number
            for folder, paths in folders.items()
            if (number := sum(self._stands(path, kept[folder].get(path)) is None for path in paths))
        }
        expect(sum(missing.values()))
        workers = cores()
        if self.shards is None or workers < 2 or sum(missing.values()) < _WORTH_FORKING:  # noqa: PLR2004
            return
        names = sorted(missing, key=lambda folder: (-missing[folder], folder))

        def work(number: int) -> None:
            self.worker = number
            for folder in names[number::workers]:
                self.folder(folder, folders[folder], kept[folder])

        share(work, workers)
        self.read = sum(missing.values())
        self.faults.clear()  # what can't be read will be found again
        kept.update(self.open({folder: folders[folder] for folder in names}))


def read_texts(tree: Tree, reader: TextReader, shards: Shards | None) -> Texts:
    """Return every issue and standing page of a tree; what is read anew is kept in ``shards``, if there are any."""
    paths = sorted((*tree.issues, *tree.pages), key=_folder_of)
    folders = {folder: list(group) for folder, group in groupby(paths, _folder_of)}
    reading = _Reading(tree, reader, shards)
    kept = reading.open(folders)
    reading.read_ahead(folders, kept)
    texts = Texts(faults=reading.faults)
    for folder, inside in folders.items():
        texts.by_path.update(reading.folder(folder, inside, kept[folder]))
    texts.read = reading.read
    return texts


def read_again(
    tree: Tree, reader: TextReader, shards: Shards, paths: Iterable[str]
) -> dict[str, tuple[Text, Text]] | None:
    """Return some texts as they were kept and as they are; None if one was not kept or has an error. Keeps them."""
    found: dict[str, tuple[Text, Text]] = {}
    reading = _Reading(tree, reader, None)
    for folder, inside in groupby(sorted(paths), _folder_of):
        kept: Shard = shards.get(folder) or {}
        now = reading.folder(folder, inside, kept)
        for path in now:
            if path not in kept or not now[path].parsed.is_sound:
                return None
            found[path] = (kept[path], now[path])
        if any(now[path] != kept[path] for path in now):
            shards.keep(folder, kept | now)
    return None if reading.faults else found
