"""Run Pelican once in this process, with the settings file of the site and what the caller overrides."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from bulletin.codes import N_
from bulletin.dates import minute
from bulletin.kinds import Edition
from bulletin_build.plugin import STAGING, SUMMARY
from bulletin_build.release import may_hold_drafts
from bulletin_build.staging import Staging
from bulletin_language.catalogues import editor_translations
from bulletin_portal.plan import AddressTakenError
from bulletin_portal.summary import Summary


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
    cache: Path | None = None


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
        "BULLETIN_CACHE": str(order.cache or ""),
    }
    if order.now is not None:
        override["BULLETIN_NOW"] = minute(order.now)
    settings = read_settings(str(order.settings), override=override)
    # Pelican counts articles on standard output, of which there are none.
    with redirect_stdout(io.StringIO()):
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
    summary: Summary = settings[SUMMARY]
    return replace(summary, seconds=perf_counter() - started)
