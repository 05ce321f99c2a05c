"""The Pelican generator that makes the plan: loads the content, chooses the edition, plans, and lets plugins add."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final, TextIO

from pelican.generators import Generator

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA, parse_datetime
from bulletin.diagnostics import Diagnostic, ordered
from bulletin.kinds import Edition
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Standing, Window, released, standing_of, window_of
from bulletin_language.catalogues import editor_translations
from bulletin_language.catalogues import load as load_translations
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.drafts import with_drafts
from bulletin_portal.loading import Loaded, load
from bulletin_portal.not_public import not_public_documents
from bulletin_portal.on_request import on_request_links
from bulletin_portal.pages import Plan
from bulletin_portal.plan import check_addresses, make_plan
from bulletin_portal.rendering import Frame
from bulletin_portal.signals import plan_made
from bulletin_portal.summary import Summary, summary_of
from bulletin_portal.views import Link

PLANNED: Final = "bulletin_planned"
# A setting: what to render is known without a plan of the whole.
SHORTCUT: Final = "BULLETIN_SHORTCUT"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with all that decides how it is rendered, and with what it was made from.

    ``reported`` are the diagnostics that the editor was told of; ``moment`` decided what is out.
    """

    plan: Plan
    context: Context
    frame: Frame
    summary: Summary
    loaded: Loaded
    moment: datetime
    window: Window
    reported: tuple[Diagnostic, ...]

    @property
    def catalogue(self) -> Catalogue:
        """Return what the edition holds."""
        return self.context.catalogue


def report(diagnostics: Iterable[Diagnostic], content: Path, stream: TextIO) -> None:
    """Print diagnostics, one a line, with paths as seen from here; Pelican's logger drops repeats (log.py:43-48)."""
    translate = editor_translations().gettext
    folder = os.path.relpath(content) + "/"
    stream.writelines(found.plain(translate, folder) + "\n" for found in diagnostics)


def this_minute() -> datetime:
    """Return the present minute, for a build or command that was not told its moment."""
    return datetime.now(CHINA).replace(second=0, microsecond=0)


def moment_of(settings: Mapping[str, Any]) -> datetime:
    """Return the moment a run is for, which decides what is out; it stands nowhere in the output."""
    given = settings.get("BULLETIN_NOW", "")
    return parse_datetime(given) if given else this_minute()


def words_of(settings: Mapping[str, Any]) -> NullTranslations:
    """Return the words of the pages in the language of a run."""
    return load_translations(Path(settings["THEME"]) / "translations", "theme", settings["BULLETIN_LANGUAGE"])


def planned_of(settings: Mapping[str, Any], sender: object = None) -> Planned:
    """Read the tree and plan an edition as the settings say; exit with code 1 if the content does not allow it."""
    content = Path(settings["PATH"])
    cache = settings.get("BULLETIN_CACHE", "")
    loaded = load(content, Path(cache) if cache else None)
    strict = settings.get("BULLETIN_STRICT", False)
    if loaded.catalogue is None or (strict and loaded.faults):
        report(loaded.diagnostics, content, sys.stderr)
        # SystemExit and no exception of another kind: Pelican would log a traceback and `-r` would loop (2.13).
        raise SystemExit(1)
    edition, now = Edition(settings["BULLETIN_EDITION"]), moment_of(settings)
    drafts = bool(settings.get("BULLETIN_DRAFTS", False))
    whole = loaded.catalogue
    before = with_drafts(whole) if drafts else released(whole, edition, now)
    catalogue, withheld = edition_of(before, edition)
    # Drafts that are looked at here are not published: only what is secret stops them.
    obstacles = loaded.gate.obstacles(Edition.INTERNAL if drafts else edition, catalogue)
    reported = tuple(ordered((*loaded.faults, *obstacles)))
    report(reported, content, sys.stderr)
    if obstacles:
        raise SystemExit(1)
    words = words_of(settings)
    standings = {issue.path: standing_of(issue, now) for issue in whole.issues}
    waiting = {path: standing for path, standing in standings.items() if standing is not Standing.OUT}
    context = Context(catalogue, edition, words.gettext, loaded.classifier, waiting, loaded.marks)
    plan = make_plan(context)
    plan.documents.extend(not_public_documents(edition, words.gettext, drafts=drafts))
    plan_made.send(sender, plan=plan, context=context)
    check_addresses(plan)
    window = window_of(whole.issues, now)
    frame = replace(frame_of(context, settings["BULLETIN_LANGUAGE"], words), drafts=drafts)
    summary = summary_of(plan, context, withheld, window, loaded.read)
    return Planned(plan, context, frame, summary, loaded, now, window, reported)


class PlanGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Read everything and plan; another generator renders."""

    def generate_context(self) -> None:
        """Put the plan into the shared context; stop with exit code 1 if the content has an error."""
        if self.settings.get(SHORTCUT) is None:
            self.context[PLANNED] = planned_of(self.settings, self)


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
