"""Pelican plugin: renders what of the plan has changed, and puts it in place only when the run is complete."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.dates import minute
from bulletin.kinds import Edition
from bulletin_build import made
from bulletin_build.copying import Copier
from bulletin_build.engine import render, workers_for
from bulletin_build.made import Tree
from bulletin_build.output_evidence import evidence_of, evidence_of_few, told_by
from bulletin_build.output_scan import Evidence, scan
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.shortcut import Shortcut, shortcut_of
from bulletin_build.staging import BuildRunningError, Staging
from bulletin_build.standing import Standing, look
from bulletin_build.work import Work, work_of
from bulletin_gate.hits import squeezed
from bulletin_language.catalogues import editor_translations
from bulletin_portal.generator import PLANNED, SHORTCUT, Planned, moment_of, planned_of
from bulletin_portal.rendering import Navigation, dressed
from bulletin_portal.reporting import report
from bulletin_source.progress import Stage, enter
from bulletin_source.shards import Shards, digest

STAGING: Final = "BULLETIN_STAGING"
SUMMARY: Final = "BULLETIN_SUMMARY"
_RUN: Final = "BULLETIN_RUN"
STANDING: Final = "BULLETIN_STANDING"
_TEMPLATES: Final = "BULLETIN_TEMPLATES"
# Settings that say where and when, and nothing of what pages look like.
_UNSEEN: Final = frozenset(
    {
        "BULLETIN_NOW",
        "BULLETIN_STRICT",
        "BULLETIN_CACHE",
        STAGING,
        SHORTCUT,
        SUMMARY,
        STANDING,
        _RUN,
        _TEMPLATES,
    }
)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run has rendered, what it may not say (None: everything), and where it is remembered what was rendered."""

    work: Work
    evidence: Evidence | None
    memory: Shards | None


def _base(settings: Mapping[str, Any], made_from: bytes, navigation: tuple[Navigation, ...]) -> bytes:
    """Return the digest of all that shapes every page."""
    own = {name: value for name, value in settings.items() if name.startswith("BULLETIN_") and name not in _UNSEEN}
    words = sorted((Path(settings["THEME"]) / "translations").rglob("*.po"))
    jinja = {name: str(value) for name, value in settings["JINJA_ENVIRONMENT"].items()}
    all_told = repr((sorted(own.items()), sorted(jinja.items()), navigation))
    return digest(made_from, all_told.encode(), *(one.read_bytes() for one in words))


def _templates(settings: Mapping[str, Any]) -> bytes:
    """Return the digest of all templates of the theme, used or not."""
    folder = Path(settings["THEME"]) / "templates"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest(*(part for path in paths for part in (str(path.relative_to(folder)).encode(), path.read_bytes())))


class RenderGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Render what has changed since the output was made, or all of it."""

    def generate_output(self, _writer: Writer) -> None:
        """Write what has changed into the folder the run builds in."""
        enter(Stage.COMPARING)
        standing: Standing = self.settings[STANDING]
        shortcut: Shortcut | None = self.settings[SHORTCUT]
        if not standing.stands() and shortcut is not None:
            shortcut = None
            self.context[PLANNED] = planned_of(self.settings, self)
        frames = shortcut.frames if shortcut else self.context[PLANNED].frames
        self.env.auto_reload = False  # templates do not change during a run; looking would cost a stat a page
        renderer = dressed(self.env, frames)
        before = standing.before
        alike = before is not None and before.tree.templates == self.settings[_TEMPLATES]
        shapes = TemplateDigests(self.env, before.tree.shapes if before and alike else None)
        work = shortcut.work(shapes) if shortcut else self._work(self.context[PLANNED], shapes)
        enter(Stage.RENDERING, work.rendered)
        copier = Copier.of(Path(self.path), self.settings.get("BULLETIN_CACHE", ""))
        render(work, renderer, copier, Path(self.output_path), workers_for(work.effort))
        gc.freeze()  # again: processes that share work let go of what was frozen
        self.settings[_RUN] = _Run(work, self._evidence(shortcut), standing.memory)
        summary = work.made.tree.summary
        read = len(shortcut.groups) if shortcut else summary.read
        self.settings[SUMMARY] = replace(summary, read=read, rendered=work.rendered, removed=len(work.removed))

    def _evidence(self, shortcut: Shortcut | None) -> Evidence | None:
        if Edition(self.settings["BULLETIN_EDITION"]) is not Edition.PUBLIC or self.settings.get("BULLETIN_DRAFTS"):
            return None
        if shortcut is not None:
            return evidence_of_few(shortcut.told(moment_of(self.settings)))
        planned: Planned = self.context[PLANNED]
        told = told_by(planned.loaded, planned.catalogue, planned.moment)
        return evidence_of(Path(self.path), Path(self.theme), told)

    def _work(self, planned: Planned, shapes: TemplateDigests) -> Work:
        loaded = planned.loaded
        navigation = tuple(frame.navigation for frame in planned.frames)
        allowed = frozenset(map(squeezed, loaded.gate.answered))
        told = (planned.reported, planned.window, planned.summary)
        tree = Tree(loaded.stamps, loaded.version, *told, navigation, allowed, self.settings[_TEMPLATES])
        base = _base(self.settings, loaded.version, navigation)
        standing: Standing = self.settings[STANDING]
        before = standing.before if standing.stands() else None
        return work_of(planned, base, tree, shapes=shapes, content=Path(self.path), before=before)


def _standing(settings: dict[str, Any], target: Path) -> Standing:
    """Return what of an output may stay: nothing that was made under another program, theme or settings."""
    cache = settings.get("BULLETIN_CACHE", "")
    standing: Standing | None = settings.get(STANDING)
    if standing is None or standing.is_past():
        standing = look(target, Path(cache) if cache else None)
    before = standing.before
    if before is None or _base(settings, before.tree.version, before.tree.navigation) == before.base:
        return standing
    return replace(standing, before=None, stands=lambda: False)


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
    settings = pelican.settings
    settings["BULLETIN_NOW"] = minute(moment_of(settings))  # what is out is settled once, however long the run takes
    standing = _standing(settings, target)
    before, templates = standing.before, _templates(settings)
    settings[STAGING], settings[STANDING], settings[_TEMPLATES] = staging, standing, templates
    # A shortcut knows of changed texts alone.
    alike = before is not None and before.tree.templates == templates
    settings[SHORTCUT] = shortcut_of(settings, before if alike else None)
    pelican.output_path = staging.folder.as_posix()
    return RenderGenerator


def finish(pelican: Pelican) -> None:
    """Receive ``finalized``, the last signal of a run that succeeded; what leaks never takes the output's place."""
    staging: Staging = pelican.settings[STAGING]
    run: _Run = pelican.settings.pop(_RUN)  # KeyError: a run that rendered nothing has nothing to put in place
    enter(Stage.SCANNING)
    found = [] if run.evidence is None else scan(staging.folder, run.evidence, is_part=run.work.before is not None)
    if found:
        report(found, staging.target, sys.stderr)
        staging.abandon()
        raise SystemExit(1)
    enter(Stage.PLACING)
    gc.freeze()  # likewise
    _put_in_place(staging, run)
    pelican.settings.pop(STAGING)
    pelican.output_path = pelican.settings["OUTPUT_PATH"]


def _put_in_place(staging: Staging, run: _Run) -> None:
    """Let what was built take its place, and remember what then stands."""
    work, memory = run.work, run.memory
    built = frozenset(staging.files())
    static = built - work.paths()
    if memory is not None:
        made.forget(memory)  # a run that is killed from here on leaves nothing to rely on
    before = work.before
    if before is None:
        staging.commit()
    else:
        gone = frozenset(work.removed) | (before.static - static)
        touched = staging.merge(gone) | gone
    if memory is None:
        return
    now = replace(work.made, static=static)
    if before is None:
        now = made.stamped(staging.target, now, built)
    else:
        now = made.stamped_anew(staging.target, now, before, touched)
    made.remember(memory, now)


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(begin)
    signals.finalized.connect(finish)
