"""The files of a site in memory: each is made when it is asked for, by what a build makes it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import Any

from bulletin_build.copying import Copier
from bulletin_build.shortcut import Shortcut
from bulletin_portal.addresses import output_path
from bulletin_portal.pages import Copy, Group, Page, Plan
from bulletin_portal.rendering import Renderer


def static_files(settings: Mapping[str, Any]) -> dict[str, Path]:
    """Return the files that Pelican copies from the theme, by their output paths."""
    theme, target = Path(settings["THEME"]), settings["THEME_STATIC_DIR"]
    roots = [theme / folder for folder in settings["THEME_STATIC_PATHS"]]
    return {
        f"{target}/{file.relative_to(root).as_posix()}": file
        for root in roots
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


@dataclass(frozen=True, slots=True)
class Pages:
    """What one plan holds, by output path; nothing is written. ``content`` is where copies come from."""

    renderer: Renderer
    content: Path
    pages: Mapping[str, Page]
    groups: Mapping[str, Group]  # by the path of each of their pages
    documents: Mapping[str, Callable[[], bytes]]
    copies: Mapping[str, Copy]
    static: Mapping[str, Path]
    _made: dict[str, dict[str, Page]] = field(default_factory=dict)  # the pages of issues that were asked for
    _lock: RLock = field(default_factory=RLock)  # requests come in threads; templates are rendered one at a time

    @classmethod
    def of(cls, plan: Plan, renderer: Renderer, content: Path, static: Mapping[str, Path]) -> Pages:
        """Return the files of a plan."""
        return cls(
            renderer,
            content,
            {page.path: page for page in plan.pages},
            {output_path(address): group for group in plan.groups for address in group.addresses},
            {one.path: one.make for one in plan.documents},
            {copy.path: copy for copy in plan.copies},
            static,
        )

    def clothed(self, renderer: Renderer, static: Mapping[str, Path]) -> Pages:
        """Return the same pages in another theme."""
        return replace(self, renderer=renderer, static=static)

    def mended(self, shortcut: Shortcut) -> Pages:
        """Return the files with those of some issues, and documents that hold their texts, made anew."""
        groups = {output_path(address): group for group in shortcut.groups for address in group.addresses}
        documents = {one.path: one.make for one in shortcut.documents}
        gone = {group.name for group in shortcut.groups}
        made = {name: pages for name, pages in self._made.items() if name not in gone}
        return replace(self, groups={**self.groups, **groups}, documents={**self.documents, **documents}, _made=made)

    def __contains__(self, path: str) -> bool:
        return any(path in one for one in (self.pages, self.groups, self.documents, self.copies, self.static))

    def get(self, path: str) -> bytes | None:
        """Return a file as a build writes it, or None if the site has none there.

        Raises OSError for a file that is gone, and whatever a template in error raises.
        """
        with self._lock:
            page = self.pages.get(path) or self._of_group(path)
            if page is not None:
                return self.renderer.render(page)
            if path in self.documents:
                return self.documents[path]()
        if path in self.copies:
            return Copier(self.content).data(self.copies[path])
        return self.static[path].read_bytes() if path in self.static else None

    def _of_group(self, path: str) -> Page | None:
        group = self.groups.get(path)
        if group is None:
            return None
        if group.name not in self._made:
            self._made[group.name] = {page.path: page for page in group.make()}
        return self._made[group.name][path]
