"""The Pelican generator that makes the plan: loads the content, chooses the edition, plans, and lets plugins add."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Final, TextIO

from pelican.generators import Generator

from bulletin.dates import CHINA, parse_datetime
from bulletin.diagnostics import Diagnostic, ordered
from bulletin.kinds import Edition
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Standing, released, standing_of, window_of
from bulletin_language.catalogues import editor_translations
from bulletin_language.catalogues import load as load_translations
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.drafts import with_drafts
from bulletin_portal.loading import load
from bulletin_portal.not_public import not_public_documents
from bulletin_portal.on_request import on_request_links
from bulletin_portal.plan import check_addresses, make_plan
from bulletin_portal.rendering import Frame
from bulletin_portal.signals import plan_made
from bulletin_portal.views import Link

PLAN: Final = "bulletin_plan"
FRAME: Final = "bulletin_frame"
LOADED: Final = "bulletin_loaded"  # of the public edition: all that was read, what it holds of it, its moment


def report(diagnostics: Iterable[Diagnostic], content: Path, stream: TextIO) -> None:
    """Print diagnostics, one a line, with paths as seen from here; Pelican's logger drops repeats (log.py:43-48)."""
    translate = editor_translations().gettext
    folder = os.path.relpath(content) + "/"
    stream.writelines(found.plain(translate, folder) + "\n" for found in diagnostics)


def this_minute() -> datetime:
    """Return the present minute, for a build or command that was not told its moment."""
    return datetime.now(CHINA).replace(second=0, microsecond=0)


class PlanGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Read everything and plan; another generator renders."""

    def generate_context(self) -> None:
        """Put the plan into the shared context; stop with exit code 1 if the content has an error."""
        loaded = load(Path(self.path))
        strict = self.settings.get("BULLETIN_STRICT", False)
        if loaded.catalogue is None or (strict and loaded.faults):
            report(loaded.diagnostics, Path(self.path), sys.stderr)
            # SystemExit and no exception of another kind: Pelican would log a traceback and `-r` would loop (2.13).
            raise SystemExit(1)
        edition = Edition(self.settings["BULLETIN_EDITION"])
        # The moment decides what is out; it stands nowhere in the output.
        given = self.settings.get("BULLETIN_NOW", "")
        now = parse_datetime(given) if given else this_minute()
        drafts = bool(self.settings.get("BULLETIN_DRAFTS", False))
        whole = loaded.catalogue
        before = with_drafts(whole) if drafts else released(whole, edition, now)
        catalogue, withheld = edition_of(before, edition)
        # Drafts that are looked at here are not published: only what is secret stops them.
        obstacles = loaded.gate.obstacles(Edition.INTERNAL if drafts else edition, catalogue)
        report(ordered((*loaded.faults, *obstacles)), Path(self.path), sys.stderr)
        if obstacles:
            raise SystemExit(1)
        language = self.settings["BULLETIN_LANGUAGE"]
        translations = load_translations(Path(self.theme) / "translations", "theme", language)
        standings = {issue.path: standing_of(issue, now) for issue in whole.issues}
        waiting = {path: standing for path, standing in standings.items() if standing is not Standing.OUT}
        context = Context(catalogue, edition, translations.gettext, loaded.classifier, waiting)
        plan = make_plan(context)
        plan.documents.extend(not_public_documents(edition, translations.gettext, drafts=drafts))
        window = window_of(whole.issues, now)
        plan_made.send(self, plan=plan, context=context, withheld=withheld, window=window)
        check_addresses(plan)
        self.context[PLAN] = plan
        self.context[LOADED] = (loaded, catalogue, now) if edition is Edition.PUBLIC and not drafts else None
        self.context[FRAME] = replace(frame_of(context, language, translations), drafts=drafts)


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
        pages_nav=(
            *(Link(f"{page.name}/", page.title) for page in context.catalogue.pages),
            *on_request_links(context),
        ),
    )
