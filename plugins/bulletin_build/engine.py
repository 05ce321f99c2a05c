"""Render a plan into a folder: the one place that writes pages, documents and copies."""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bulletin_gate.pictures import cleaned
from bulletin_portal.pages import Copy, Document, Page, Plan
from bulletin_portal.rendering import Renderer

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
            target.write(data)


def _render(pages: Iterable[Page], renderer: Renderer, root: Path) -> None:
    writer = Writer(root)
    for page in pages:
        writer.write(page.path, renderer.render(page))


def _render_forked(pages: list[Page], renderer: Renderer, root: Path, workers: int) -> None:
    """Render on several cores; a forked child inherits the plan, so nothing has to be sent to it.

    Raises ChildProcessError if a child fails; its traceback is on standard error.
    """
    children: list[int] = []
    for worker in range(1, workers):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                _render(pages[worker::workers], renderer, root)
                status = 0
            finally:
                if status:
                    traceback.print_exc()
                os._exit(status)
        children.append(child)
    try:
        _render(pages[0::workers], renderer, root)
    finally:
        failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
    if failed:
        raise ChildProcessError(f"{len(failed)} of {workers} workers failed")


def workers_for(pages: int) -> int:
    """Return how many processes to render on."""
    if pages < _WORTH_FORKING or not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def render_plan(plan: Plan, renderer: Renderer, content: Path, root: Path, workers: int) -> None:
    """Write everything in the plan under ``root``, which must be empty; ``content`` is where copies come from."""
    root.mkdir(parents=True, exist_ok=True)
    writer = Writer(root)
    for document in plan.documents:
        _write_document(writer, document)
    for copy in plan.copies:
        _copy(writer, copy, content)
    if workers > 1:
        _render_forked(plan.pages, renderer, root, workers)
    else:
        _render(plan.pages, renderer, root)


def _write_document(writer: Writer, document: Document) -> None:
    writer.write(document.path, document.make())


def _copy(writer: Writer, copy: Copy, content: Path) -> None:
    if copy.clean:
        writer.write(copy.path, cleaned(copy.source.rpartition("/")[2], (content / copy.source).read_bytes()))
        return
    # Only the bytes: times and permissions of the source say nothing to readers and would differ between machines.
    shutil.copyfile(content / copy.source, writer.folder_of(copy.path))
