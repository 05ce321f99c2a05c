"""Run Pelican once in this process, with the settings file of the site and what the caller overrides."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from bulletin.codes import N_
from bulletin.dates import minute
from bulletin.kinds import Edition, Kind
from bulletin_build.plugin import STAGING
from bulletin_build.release import may_hold_drafts
from bulletin_build.staging import Staging
from bulletin_gate.editions import Withheld
from bulletin_gate.embargo import Window
from bulletin_language.catalogues import editor_translations
from bulletin_portal.addresses import FEEDS
from bulletin_portal.context import Context
from bulletin_portal.pages import Plan
from bulletin_portal.plan import AddressTakenError
from bulletin_portal.signals import plan_made


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: settings file, content tree, output folder and edition.

    ``now`` decides which issues are out (None: the minute in which the build starts); with ``drafts``, those that are
    not are shown too, for their editors only.
    """

    settings: Path
    content: Path
    output: Path
    edition: Edition
    now: datetime | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made, and the seconds it took.

    ``held`` issues wait for their moment, the next of them for ``until``; the output stands as it is from ``since``
    up to then (both as 2004-11-20 09:30, or "" for no end).
    """

    issues: int
    items: int
    problems: int
    pages: int
    feeds: int
    drafts_out: int
    issues_out: int
    items_out: int
    seconds: float
    held: int = 0
    since: str = ""
    until: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the figures by name."""
        return asdict(self)


class _Listener:
    """Keep what was planned; lives as long as one run, since blinker keeps receivers by weak reference."""

    plan: Plan
    context: Context
    withheld: Withheld
    window: Window

    def __call__(
        self,
        _sender: object,
        *,
        plan: Plan,
        context: Context,
        withheld: Withheld,
        window: Window,
        **_kwargs: object,
    ) -> None:
        self.plan, self.context, self.withheld, self.window = plan, context, withheld, window

    def summary(self, seconds: float) -> Summary:
        """Return what the finished run made."""
        entries = list(self.context.catalogue.entries())
        return Summary(
            issues=len(self.context.catalogue.issues),
            items=len(entries),
            problems=sum(entry.item.kind is Kind.PROBLEM for entry in entries),
            pages=len(self.plan.pages),
            feeds=sum(one.path.startswith(FEEDS) for one in self.plan.documents),
            drafts_out=self.withheld.drafts,
            issues_out=self.withheld.issues,
            items_out=self.withheld.items,
            seconds=seconds,
            held=self.window.held,
            since=minute(self.window.since) if self.window.since else "",
            until=minute(self.window.until) if self.window.until else "",
        )


def run(order: Order) -> Summary:
    """Build; raise SystemExit(1) after printing diagnostics if the content has an error."""
    started = perf_counter()
    if order.drafts and not may_hold_drafts(order.output):
        message = editor_translations().gettext(N_("drafts are not built into {folder}: it holds something else"))
        sys.stderr.write(message.format(folder=order.output) + "\n")
        raise SystemExit(1)
    override: dict[str, Any] = {
        "PATH": str(order.content),
        "OUTPUT_PATH": str(order.output),
        "BULLETIN_EDITION": order.edition.value,
        "BULLETIN_DRAFTS": order.drafts,
    }
    if order.now is not None:
        override["BULLETIN_NOW"] = minute(order.now)
    settings = read_settings(str(order.settings), override=override)
    listener = _Listener()
    # Pelican counts articles on standard output, of which there are none.
    with plan_made.connected_to(listener), redirect_stdout(io.StringIO()):
        try:
            Pelican(settings).run()
        except AddressTakenError as error:
            message = editor_translations().gettext("two pages claim one address ({paths}); rename a series or a page")
            sys.stderr.write(message.format(paths=error) + "\n")
            raise SystemExit(1) from None
        finally:
            staging: Staging | None = settings.pop(STAGING, None)
            if staging is not None:
                staging.abandon()
    return listener.summary(perf_counter() - started)
