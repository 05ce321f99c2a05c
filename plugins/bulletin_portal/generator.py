"""The Pelican generator that makes the plan: loads the content, chooses the edition, plans, and lets plugins add."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final

from pelican.generators import Generator

from bulletin.catalogue import Catalogue
from bulletin.dates import minute, parse_datetime
from bulletin.diagnostics import Diagnostic, ordered
from bulletin.kinds import Edition, Kind, Language
from bulletin_gate.editions import Withheld, edition_of
from bulletin_gate.embargo import Standing, Window, released, standing_of, window_of
from bulletin_portal import addresses
from bulletin_portal.addresses import FEEDS
from bulletin_portal.context import Context
from bulletin_portal.conventions import check_conventions
from bulletin_portal.drafts import with_drafts
from bulletin_portal.languages import Words, others_of, words_of
from bulletin_portal.loading import Loaded, load
from bulletin_portal.not_public import not_public_documents
from bulletin_portal.on_request import on_request_links
from bulletin_portal.pages import Plan
from bulletin_portal.picture_pages import picture_links
from bulletin_portal.plan import check_addresses, make_plan
from bulletin_portal.rendering import Frame
from bulletin_portal.reporting import report, this_minute
from bulletin_portal.signals import plan_made
from bulletin_portal.summary import Summary
from bulletin_portal.views import Link
from bulletin_source.progress import Stage, enter
from bulletin_source.shards import without_collector

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
    frames: tuple[Frame, ...]  # one a language
    summary: Summary
    loaded: Loaded
    moment: datetime
    window: Window
    reported: tuple[Diagnostic, ...]

    @property
    def catalogue(self) -> Catalogue:
        """Return what the edition holds."""
        return self.context.catalogue


def moment_of(settings: Mapping[str, Any]) -> datetime:
    """Return the moment a run is for, which decides what is out; it stands nowhere in the output."""
    given = settings.get("BULLETIN_NOW", "")
    return parse_datetime(given) if given else this_minute()


def _summary_of(plan: Plan, context: Context, withheld: Withheld, window: Window, read: int) -> Summary:
    """Return what a plan comes to."""
    items = [item for issue in context.catalogue.issues for item in issue.items]
    return Summary(
        issues=len(context.catalogue.issues),
        items=len(items),
        problems=sum(item.kind is Kind.PROBLEM for item in items),
        pages=len(plan.pages) + sum(len(group.addresses) for group in plan.groups),
        feeds=sum(one.path.startswith(FEEDS) for one in plan.documents),
        drafts_out=withheld.drafts,
        issues_out=withheld.issues,
        items_out=withheld.items,
        held=window.held,
        since=minute(window.since) if window.since else "",
        until=minute(window.until) if window.until else "",
        read=read,
    )


@without_collector()
def planned_of(settings: Mapping[str, Any], sender: object = None) -> Planned:
    """Read the tree and plan an edition as the settings say; exit with code 1 if the content does not allow it."""
    content = Path(settings["PATH"])
    cache = settings.get("BULLETIN_CACHE", "")
    loaded = load(content, Path(cache) if cache else None)
    enter(Stage.PLANNING)
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
    published = edition is Edition.PUBLIC and not drafts
    obstacles = loaded.gate.obstacles(edition if published else Edition.INTERNAL, catalogue)
    obstacles.extend(check_conventions(whole.reference.site) if published else ())
    reported = tuple(ordered((*loaded.faults, *obstacles)))
    report(reported, content, sys.stderr)
    if obstacles:
        raise SystemExit(1)
    words = words_of(settings, whole.reference.site.languages)
    standings = {issue.path: standing_of(issue, now) for issue in whole.issues}
    waiting = {path: standing for path, standing in standings.items() if standing is not Standing.OUT}
    here = words[Language.CHINESE].gettext
    context = Context(catalogue, edition, here, loaded.classifier, waiting, loaded.marks, others_of(words))
    plan = make_plan(context)
    plan.documents.extend(not_public_documents(edition, here, drafts=drafts))
    plan_made.send(sender, plan=plan, context=context, settings=settings, version=loaded.version)
    check_addresses(plan)
    window = window_of(whole.issues, now)
    frames = tuple(replace(one, drafts=drafts) for one in frames_of(context, words))
    summary = _summary_of(plan, context, withheld, window, loaded.read)
    return Planned(plan, context, frames, summary, loaded, now, window, reported)


class PlanGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Read everything and plan; another generator renders."""

    @without_collector()
    def generate_context(self) -> None:
        """Put the plan into the shared context; stop with exit code 1 if the content has an error."""
        if self.settings.get(SHORTCUT) is None:
            self.context[PLANNED] = planned_of(self.settings, self)
        # A plan lives until the run ends: the collector, which would look at all of it several times, need not know it.
        gc.freeze()


def frames_of(context: Context, words: Words) -> tuple[Frame, ...]:
    """Return what stands around every page in each language of a plan."""
    return tuple(frame_of(one, one.language, words[one.language]) for one in context.in_all_languages)


def frame_of(context: Context, language: Language, translations: NullTranslations) -> Frame:
    """Return what stands around every page in a language: navigation shows only what the edition holds."""
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
            *picture_links(context),
        ),
    )
