"""Pelican plugin: renders the plan, and puts the output in place only when the run is complete."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.diagnostics import Diagnostic
from bulletin_build.engine import render_plan, workers_for
from bulletin_build.output_evidence import evidence_of
from bulletin_build.output_scan import scan
from bulletin_build.staging import BuildRunningError, Staging
from bulletin_language.catalogues import editor_translations
from bulletin_portal.generator import FRAME, LOADED, PLAN, report
from bulletin_portal.pages import Plan
from bulletin_portal.rendering import Frame, Renderer, prepare

STAGING: Final = "BULLETIN_STAGING"
READ: Final = "BULLETIN_READ"


class RenderGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Render what the plan generator planned."""

    def generate_output(self, _writer: Writer) -> None:
        """Write the plan into the folder the run builds in."""
        plan: Plan = self.context[PLAN]
        frame: Frame = self.context[FRAME]
        prepare(self.env, frame)
        self.env.auto_reload = False  # templates do not change during a run; looking would cost a stat a page
        renderer = Renderer(self.env.get_template, frame.site)
        render_plan(plan, renderer, Path(self.path), Path(self.output_path), workers_for(len(plan.pages)))
        self.settings[READ] = self.context[LOADED]


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
    pelican.settings[STAGING] = staging
    pelican.output_path = staging.folder.as_posix()
    return RenderGenerator


def leaks(pelican: Pelican, folder: Path) -> list[Diagnostic]:
    """Return what a finished public output says and may not; another edition may say everything."""
    read = pelican.settings.pop(READ)  # KeyError: a run that rendered nothing has nothing to put in place
    if read is None:
        return []
    return scan(folder, evidence_of(Path(pelican.settings["PATH"]), Path(pelican.settings["THEME"]), *read))


def finish(pelican: Pelican) -> None:
    """Receive ``finalized``, the last signal of a run that succeeded; what leaks never takes the output's place."""
    staging: Staging = pelican.settings[STAGING]
    found = leaks(pelican, staging.folder)
    if found:
        report(found, staging.target, sys.stderr)
        staging.abandon()
        raise SystemExit(1)
    pelican.settings.pop(STAGING).commit()
    pelican.output_path = pelican.settings["OUTPUT_PATH"]


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(begin)
    signals.finalized.connect(finish)
