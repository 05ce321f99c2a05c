"""Keep the plan of a site true to a tree that is being edited, in memory: what changed decides what is done again."""

from __future__ import annotations

import gc
import io
import os
import traceback
from collections.abc import Iterable
from contextlib import redirect_stderr
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError

from bulletin_build.made import Made, MadeDocument, Tree
from bulletin_build.running import Order, address_taken, environment_of, settings_of
from bulletin_build.shortcut import Shortcut, shortcut_of
from bulletin_build.work import made_group
from bulletin_editor.preview_pages import Pages, static_files
from bulletin_language.catalogues import load as load_words
from bulletin_portal.generator import Planned, moment_of, planned_of
from bulletin_portal.plan import AddressTakenError
from bulletin_portal.rendering import Frame, Renderer, dressed


class Change(StrEnum):
    """What a changed file is to the site."""

    PROGRAM = "program"
    SETTINGS = "settings"
    WORDS = "words"  # of pages
    THEME = "theme"
    TEXT = "text"  # anything in the content tree


class FaultyError(Exception):
    """The content does not allow a site; the text says why, in the editor's language."""


def fault_of(error: Exception) -> str:
    """Return what a template in error is told as: file and line of the template, and what happened."""
    kind = type(error).__name__
    if isinstance(error, TemplateSyntaxError):
        return f"{os.path.relpath(error.filename or '?')}:{error.lineno}: {kind}: {error.message}"
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.endswith(".html")]
    if frames:
        return f"{os.path.relpath(frames[-1].filename)}:{frames[-1].lineno}: {kind}: {error}"
    return "".join(traceback.format_exception(error)).rstrip()


def _made_of(planned: Planned) -> Made:
    """Return a plan as the shortcut knows what stands; no digest is asked of it."""
    loaded = planned.loaded
    navigation = tuple(frame.navigation for frame in planned.frames)
    tree = Tree(loaded.stamps, loaded.version, planned.reported, planned.window, planned.summary, navigation)
    groups = {one.name: made_group(one, loaded.marks, b"") for one in planned.plan.groups}
    documents = {one.path: MadeDocument(b"", one.texts) for one in planned.plan.documents}
    return Made(b"", tree, {}, groups, documents, {})


@dataclass(slots=True)
class Live:
    """The site an order asks for, as the tree has it now; ``warnings`` is what the last plan said of it."""

    order: Order
    settings: dict[str, Any] = field(init=False)
    warnings: str = ""
    _fresh: Environment | None = None  # in which no template was looked at yet
    _planned: Planned | None = None
    _made: Made | None = None
    _pages: Pages | None = None
    _dressed: tuple[tuple[Frame, ...], Renderer] | None = None

    def __post_init__(self) -> None:
        self._set_up()

    def _set_up(self) -> None:
        self.settings = settings_of(self.order)
        self._fresh = environment_of(self.settings)  # connects the plugins, too, which add to the plan

    @property
    def planned(self) -> Planned | None:
        """Return the last plan of the whole; None if there was none yet."""
        return self._planned

    def sort_of(self, path: Path) -> Change:
        """Say what a file is to the site."""
        theme = Path(self.settings["THEME"])
        if path.is_relative_to(self.order.content):
            return Change.TEXT
        if path.is_relative_to(theme):
            return Change.WORDS if path.is_relative_to(theme / "translations") else Change.THEME
        return Change.SETTINGS if path == self.order.settings else Change.PROGRAM

    def is_due(self) -> bool:
        """Say whether an issue has come to its moment since the plan was made, or has gone."""
        return self._planned is not None and not self._planned.window.holds(moment_of(self.settings))

    def pages(self, changed: Iterable[Path]) -> Pages:
        """Return the site after files have changed; raise FaultyError where it can't be made, for what then changes.

        The cyclic collector rests meanwhile: it would look through every object of the site, and find none.
        """
        running = gc.isenabled()
        gc.disable()
        try:
            return self._changed({path: self.sort_of(path) for path in changed})
        finally:
            if running:
                gc.enable()

    def tidy(self) -> None:
        """Collect what earlier plans left, when nobody waits; what the present one holds is not looked at again."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _changed(self, changed: dict[Path, Change]) -> Pages:
        sorts = set(changed.values())
        if Change.SETTINGS in sorts:
            self._set_up()
        if Change.WORDS in sorts:
            load_words.cache_clear()
        if sorts & {Change.SETTINGS, Change.WORDS, Change.THEME}:
            self._dressed = None
        if sorts == {Change.THEME} and self._pages is not None and self._planned is not None:
            renderer = self._renderer(self._planned.frames)
            self._pages = self._pages.clothed(renderer, static_files(self.settings))
            return self._pages
        shortcut = self._shortcut() if sorts == {Change.TEXT} else None
        self._pages = self._planned_anew() if shortcut is None else self._mended(shortcut)
        return self._pages

    def _mended(self, shortcut: Shortcut) -> Pages:
        before, pages = self._made, self._pages
        if before is None or pages is None:
            raise ValueError(shortcut)
        groups = {group.name: made_group(group, shortcut.context.marks, b"") for group in shortcut.groups}
        tree = replace(before.tree, stamps=shortcut.stamps)
        self._made = replace(before, tree=tree, groups={**before.groups, **groups})
        return pages.mended(shortcut)

    def _planned_anew(self) -> Pages:
        # A plan that fails leaves nothing to go on from: the next change plans anew, whatever it is.
        self._made = self._pages = None
        told = io.StringIO()
        try:
            with redirect_stderr(told):
                planned = planned_of(self.settings)
        except SystemExit:
            raise FaultyError(told.getvalue().strip()) from None
        except AddressTakenError as error:
            raise FaultyError(address_taken(error)) from None
        except Exception as error:
            raise FaultyError(told.getvalue() + fault_of(error)) from error
        self.warnings = told.getvalue()
        self._planned, self._made = planned, _made_of(planned)
        renderer = self._renderer(planned.frames)
        return Pages.of(planned.plan, renderer, self.order.content, static_files(self.settings))

    def _renderer(self, frames: tuple[Frame, ...]) -> Renderer:
        """Return what renders pages in their frames, with the templates as they are now."""
        if self._dressed is None or self._dressed[0] != frames:
            env, self._fresh = self._fresh or environment_of(self.settings), None
            env.auto_reload = False  # a changed template makes another environment
            self._dressed = frames, dressed(env, frames)
        return self._dressed[1]

    def _shortcut(self) -> Shortcut | None:
        """Return the shortcut from the present pages to those of the tree; None if the whole has to be planned."""
        if self._made is None or self._pages is None:
            return None
        try:
            with redirect_stderr(io.StringIO()):
                return shortcut_of(self.settings, self._made)
        except OSError:
            return None  # a file came or went meanwhile
