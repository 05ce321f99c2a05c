"""Pelican plugin: renders what of the plan has changed, and puts it in place only when the run is complete."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Edition
from bulletin_build import made
from bulletin_build.engine import render, workers_for
from bulletin_build.made import Made, Navigation, Tree
from bulletin_build.output_evidence import evidence_of
from bulletin_build.output_scan import scan
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.shortcut import Shortcut, shortcut_of
from bulletin_build.staging import BuildRunningError, Staging
from bulletin_build.work import Work, work_of
from bulletin_language.catalogues import editor_translations
from bulletin_portal.generator import PLANNED, SHORTCUT, Planned, report
from bulletin_portal.rendering import Renderer, prepare
from bulletin_source.shards import Shards, digest

STAGING: Final = "BULLETIN_STAGING"
SUMMARY: Final = "BULLETIN_SUMMARY"
_RUN: Final = "BULLETIN_RUN"
_MEMORY: Final = "BULLETIN_MEMORY"
_BEFORE: Final = "BULLETIN_BEFORE"
# Settings that say where and when, and nothing of what pages look like.
_UNSEEN: Final = frozenset(
    {"BULLETIN_NOW", "BULLETIN_STRICT", "BULLETIN_CACHE", STAGING, SHORTCUT, SUMMARY, _RUN, _MEMORY, _BEFORE}
)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run has rendered, what it was planned from (None: a shortcut), and where that is remembered."""

    work: Work
    planned: Planned | None
    memory: Shards | None


def _base(settings: Mapping[str, Any], made_from: bytes, navigation: Navigation) -> bytes:
    """Return the digest of all that shapes every page."""
    own = {name: value for name, value in settings.items() if name.startswith("BULLETIN_") and name not in _UNSEEN}
    words = sorted((Path(settings["THEME"]) / "translations").rglob("*.po"))
    jinja = {name: str(value) for name, value in settings["JINJA_ENVIRONMENT"].items()}
    all_told = repr((sorted(own.items()), sorted(jinja.items()), navigation))
    return digest(made_from, all_told.encode(), *(one.read_bytes() for one in words))


class RenderGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Render what has changed since the output was made, or all of it."""

    def generate_output(self, _writer: Writer) -> None:
        """Write what has changed into the folder the run builds in."""
        shortcut: Shortcut | None = self.settings[SHORTCUT]
        frame = shortcut.frame if shortcut else self.context[PLANNED].frame
        prepare(self.env, frame)
        self.env.auto_reload = False  # templates do not change during a run; looking would cost a stat a page
        shapes = TemplateDigests(self.env)
        work = shortcut.work(shapes) if shortcut else self._work(self.context[PLANNED], shapes)
        renderer = Renderer(self.env.get_template, frame.site)
        render(work, renderer, Path(self.path), Path(self.output_path), workers_for(work.rendered))
        self.settings[_RUN] = _Run(work, self.context.get(PLANNED), self.settings[_MEMORY])
        summary = work.made.tree.summary
        self.settings[SUMMARY] = replace(summary, rendered=work.rendered, removed=len(work.removed))

    def _work(self, planned: Planned, shapes: TemplateDigests) -> Work:
        frame, loaded = planned.frame, planned.loaded
        navigation = (frame.series_nav, frame.feeds_nav, frame.pages_nav)
        tree = Tree(loaded.stamps, loaded.version, planned.reported, planned.window, planned.summary, navigation)
        base = _base(self.settings, loaded.version, navigation)
        before = self.settings[_BEFORE]
        return work_of(planned, base, tree, shapes=shapes, content=Path(self.path), before=before)


def _standing(settings: Mapping[str, Any], staging: Staging, memory: Shards | None) -> Made | None:
    """Return what the output was made from, if it stands as it was made and a part of it may stay."""
    before = None if memory is None else made.recall(memory)
    if before is None or _base(settings, before.tree.version, before.tree.navigation) != before.base:
        return None
    return before if made.stands(staging.target, before) else None


def begin(pelican: Pelican) -> type[RenderGenerator]:
    """Receive ``get_generators``, the first signal of a run: build beside the output.

    Generators get the output path only after this signal (pelican/__init__.py:107).
    """
    target = Path(pelican.settings["OUTPUT_PATH"])
    try:
        staging = Staging.begin(target)
    except BuildRunningError:
        message = editor_translations().gettext("another build is writing to {folder}; wait for it to end")
        sys.stderr.write(message.format(folder=target) + "\n")
        raise SystemExit(1) from None
    settings, cache = pelican.settings, pelican.settings.get("BULLETIN_CACHE", "")
    memory = made.memory_of(target, Path(cache)) if cache else None
    before = _standing(settings, staging, memory)
    settings[STAGING], settings[_MEMORY], settings[_BEFORE] = staging, memory, before
    settings[SHORTCUT] = shortcut_of(settings, before)
    pelican.output_path = staging.folder.as_posix()
    return RenderGenerator


def _leaks(pelican: Pelican, folder: Path, run: _Run) -> list[Diagnostic]:
    """Return what was built and a public output may not say; another edition may say everything."""
    planned = run.planned
    if planned is None or planned.context.edition is not Edition.PUBLIC or planned.frame.drafts:
        return []
    content, theme = Path(pelican.settings["PATH"]), Path(pelican.settings["THEME"])
    return scan(folder, evidence_of(content, theme, planned.loaded, planned.catalogue, planned.moment))


def finish(pelican: Pelican) -> None:
    """Receive ``finalized``, the last signal of a run that succeeded; what leaks never takes the output's place."""
    staging: Staging = pelican.settings[STAGING]
    run: _Run = pelican.settings.pop(_RUN)  # KeyError: a run that rendered nothing has nothing to put in place
    found = _leaks(pelican, staging.folder, run)
    if found:
        report(found, staging.target, sys.stderr)
        staging.abandon()
        raise SystemExit(1)
    _put_in_place(staging, run, pelican.settings[_BEFORE])
    pelican.settings.pop(STAGING)
    pelican.output_path = pelican.settings["OUTPUT_PATH"]


def _put_in_place(staging: Staging, run: _Run, before: Made | None) -> None:
    """Let what was built take its place, and remember what then stands."""
    work, memory = run.work, run.memory
    built = frozenset(staging.files())
    known: Mapping[str, made.FileStamp] = {}
    paths: AbstractSet[str] = built
    if memory is not None:
        made.forget(memory)  # a run that is killed from here on leaves nothing to rely on
    if work.is_part and before is not None:
        static = built - work.paths()
        gone = (*work.removed, *sorted(before.static - static))
        changed = staging.merge(gone)
        paths = (before.files.keys() | built).difference(gone)
        known = {path: stamp for path, stamp in before.files.items() if path not in changed}
    else:
        static = built.difference(work.made.paths())
        staging.commit()
    if memory is not None:
        files = made.stamped(staging.target, sorted(paths), known)
        folders = made.times_of(staging.target, made.folders_of(paths))
        made.remember(memory, replace(work.made, static=static, files=files, folders=folders))


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(begin)
    signals.finalized.connect(finish)
