"""Render what a build has to make into a folder: the one place that writes pages, documents and copies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from bulletin_build.copying import Copier
from bulletin_build.work import Work
from bulletin_portal.pages import Document, Group, Page
from bulletin_portal.rendering import Renderer
from bulletin_source.forking import cores, share
from bulletin_source.progress import advance

# Below this many pages a second process costs more than it saves.
_WORTH_FORKING: Final = 400


class Writer:
    """Write files under one root, making each folder once."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._folders: set[str] = set()

    def folder_of(self, path: str) -> str:
        """Return the full path of a file, its folder made."""
        folder, _, _ = path.rpartition("/")
        if folder not in self._folders:
            os.makedirs(f"{self._root}/{folder}", exist_ok=True)  # noqa: PTH103 (half the cost of pathlib here)
            self._folders.add(folder)
        return f"{self._root}/{path}"

    def write(self, path: str, data: bytes) -> None:
        """Write a file that must not exist yet; raise FileExistsError if it does."""
        with open(self.folder_of(path), "xb", buffering=0) as target:  # noqa: PTH123 (likewise)
            rest = memoryview(data)
            while rest:  # a disk that is nearly full takes what it can, and says no the next time
                rest = rest[target.write(rest) :]


def workers_for(pages: int) -> int:
    """Return how many processes to render on."""
    return cores() if pages >= _WORTH_FORKING else 1


def _pages(pages: Iterable[Page], groups: Iterable[Group]) -> Iterator[Page]:
    return chain(pages, chain.from_iterable(group.make() for group in groups))


def _share_of(documents: Sequence[Document], worker: int, workers: int) -> Sequence[Document]:
    """Return a share of documents that stand together: neighbours are made of the same things."""
    return documents[len(documents) * worker // workers : len(documents) * (worker + 1) // workers]


def render(work: Work, renderer: Renderer, copier: Copier, root: Path, workers: int) -> None:
    """Write everything that is to be made under ``root``, which must be empty.

    Raises ChildProcessError if another process fails, whose traceback is on standard error.
    """
    root.mkdir(parents=True, exist_ok=True)

    def share_of(worker: int) -> None:
        own = Writer(root)
        for document in _share_of(work.documents, worker, workers):
            own.write(document.path, document.make())
        for copy in work.copies[worker::workers]:
            copier.write(copy, own.folder_of(copy.path))
        for page in _pages(work.pages[worker::workers], work.groups[worker::workers]):
            own.write(page.path, renderer.render(page))
            advance(worker)

    share(share_of, workers)
