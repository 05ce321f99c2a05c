"""The Pelican generator that makes the plan: loads the content, chooses the edition, plans, and lets plugins add."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from gettext import NullTranslations
from pathlib import Path
from typing import Final, TextIO

from pelican.generators import Generator

from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Edition
from bulletin_gate.editions import edition_of
from bulletin_language.catalogues import editor_translations
from bulletin_language.catalogues import load as load_translations
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.loading import load
from bulletin_portal.plan import check_addresses, make_plan
from bulletin_portal.rendering import Frame
from bulletin_portal.signals import plan_made
from bulletin_portal.views import Link

PLAN: Final = "bulletin_plan"
FRAME: Final = "bulletin_frame"


def report(diagnostics: Iterable[Diagnostic], content: Path, stream: TextIO) -> None:
    """Print diagnostics, one a line, with paths as seen from here; Pelican's logger drops repeats (log.py:43-48)."""
    translate = editor_translations().gettext
    folder = os.path.relpath(content) + "/"
    stream.writelines(found.plain(translate, folder) + "\n" for found in diagnostics)


class PlanGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Read everything and plan; another generator renders."""

    def generate_context(self) -> None:
        """Put the plan into the shared context; stop with exit code 1 if the content has an error."""
        loaded = load(Path(self.path))
        report(loaded.diagnostics, Path(self.path), sys.stderr)
        strict = self.settings.get("BULLETIN_STRICT", False)
        if loaded.catalogue is None or (strict and loaded.diagnostics):
            # SystemExit and no exception of another kind: Pelican would log a traceback and `-r` would loop (2.13).
            raise SystemExit(1)
        edition = Edition(self.settings["BULLETIN_EDITION"])
        catalogue, withheld = edition_of(loaded.catalogue, edition)
        language = self.settings["BULLETIN_LANGUAGE"]
        translations = load_translations(Path(self.theme) / "translations", "theme", language)
        context = Context(catalogue, edition, translations.gettext, loaded.classifier)
        plan = make_plan(context)
        plan_made.send(self, plan=plan, context=context, withheld=withheld)
        check_addresses(plan)
        self.context[PLAN] = plan
        self.context[FRAME] = frame_of(context, language, translations)


def frame_of(context: Context, language: str, translations: NullTranslations) -> Frame:
    """Return what stands around every page: navigation shows only what the edition holds."""
    shown = {issue.series.id for issue in context.catalogue.issues}
    series = (one for one in context.reference.series if one.id in shown)
    return Frame(
        context.reference.site,
        context.edition,
        language,
        translations,
        series_nav=tuple(Link(addresses.series_address(one), context.reference.shown_title(one)) for one in series),
        feeds_nav=context.all_feeds(),
        pages_nav=tuple(Link(f"{page.name}/", page.title) for page in context.catalogue.pages),
    )
