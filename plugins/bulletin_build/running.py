"""Run Pelican once in this process, with the settings file of the site and what the caller overrides."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from bulletin.kinds import Edition, Kind
from bulletin_build.plugin import STAGING
from bulletin_build.staging import Staging
from bulletin_gate.editions import Withheld
from bulletin_language.catalogues import editor_translations
from bulletin_portal.addresses import FEEDS
from bulletin_portal.context import Context
from bulletin_portal.pages import Plan
from bulletin_portal.plan import AddressTakenError
from bulletin_portal.signals import plan_made


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: settings file, content tree, output folder and edition."""

    settings: Path
    content: Path
    output: Path
    edition: Edition


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made, and the seconds it took."""

    issues: int
    items: int
    problems: int
    pages: int
    feeds: int
    drafts_out: int
    issues_out: int
    items_out: int
    seconds: float

    def as_dict(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)


class _Listener:
    """Keep what was planned; lives as long as one run, since blinker keeps receivers by weak reference."""

    plan: Plan
    context: Context
    withheld: Withheld

    def __call__(self, _sender: object, *, plan: Plan, context: Context, withheld: Withheld, **_kwargs: object) -> None:
        self.plan, self.context, self.withheld = plan, context, withheld

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
        )


def run(order: Order) -> Summary:
    """Build; raise SystemExit(1) after printing diagnostics if the content has an error."""
    started = perf_counter()
    override: dict[str, Any] = {
        "PATH": str(order.content),
        "OUTPUT_PATH": str(order.output),
        "BULLETIN_EDITION": order.edition.value,
    }
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
