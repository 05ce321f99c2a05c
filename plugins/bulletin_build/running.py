"""Run Pelican once in this process, with the settings file of the site and what the caller overrides."""

from __future__ import annotations

import gc
import io
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from errno import EDQUOT, ENOSPC
from pathlib import Path
from time import perf_counter
from typing import Any

from jinja2 import Environment
from pelican import Pelican
from pelican.generators import Generator
from pelican.settings import read_settings

from bulletin.codes import N_
from bulletin.dates import minute
from bulletin_build.order import Order
from bulletin_build.plugin import STAGING, STANDING, SUMMARY
from bulletin_build.release import may_hold_drafts
from bulletin_build.staging import Staging
from bulletin_build.standing import Standing
from bulletin_language.catalogues import editor_translations
from bulletin_portal.plan import AddressTakenError
from bulletin_portal.summary import Summary

__all__ = ["Order", "address_taken", "environment_of", "run", "settings_of"]


def settings_of(order: Order) -> dict[str, Any]:
    """Return Pelican's settings for an order."""
    override: dict[str, Any] = {
        "PATH": str(order.content),
        "OUTPUT_PATH": str(order.output),
        "BULLETIN_EDITION": order.edition.value,
        "BULLETIN_DRAFTS": order.drafts,
        "BULLETIN_CACHE": str(order.cache or ""),
    }
    if order.now is not None:
        override["BULLETIN_NOW"] = minute(order.now)
    settings: dict[str, Any] = read_settings(str(order.settings), override=override)
    return settings


def environment_of(settings: dict[str, Any]) -> Environment:
    """Return a new environment as Pelican makes it for every generator, its plugins connected."""
    pelican = Pelican(settings)
    environment: Environment = Generator(dict(settings), settings, pelican.path, pelican.theme, "").env
    return environment


def address_taken(error: AddressTakenError) -> str:
    """Return what editors are told where two pages claim one address."""
    message = editor_translations().gettext("two pages claim one address ({paths}); rename a series or a page")
    return message.format(paths=error)


def _unwritten(error: OSError, output: Path) -> str:
    """Return what editors are told where files can't be written, or read as the build needs them."""
    if error.errno in {ENOSPC, EDQUOT}:
        message = N_("the disk is full: {folder} stays as it was; make room and build again")
    else:
        message = N_("{path} can't be written: {reason}")
    words = {"folder": output, "path": error.filename or output, "reason": error.strerror or error.args}
    return editor_translations().gettext(message).format(**words)


def run(order: Order, standing: Standing | None = None) -> Summary:
    """Build; raise SystemExit(1) after printing diagnostics if the content has an error.

    ``standing`` is what of the output stands, where the caller has begun to look.
    """
    started = perf_counter()
    if order.drafts and not may_hold_drafts(order.output):
        message = editor_translations().gettext(N_("drafts are not built into {folder}: it holds something else"))
        sys.stderr.write(message.format(folder=order.output) + "\n")
        raise SystemExit(1)
    settings = settings_of(order) | {STANDING: standing}
    # Pelican counts articles on standard output, of which there are none.
    with redirect_stdout(io.StringIO()):
        try:
            Pelican(settings).run()
        except AddressTakenError as error:
            sys.stderr.write(address_taken(error) + "\n")
            raise SystemExit(1) from None
        except FileExistsError:  # a fault of the program: two things were written to one place
            raise
        except OSError as error:
            sys.stderr.write(_unwritten(error, order.output) + "\n")
            raise SystemExit(1) from None
        finally:
            staging: Staging | None = settings.pop(STAGING, None)
            if staging is not None:
                staging.abandon()
            gc.unfreeze()  # or what this build leaves would stay as long as the process, which may build again
    summary: Summary = settings[SUMMARY]
    return replace(summary, seconds=perf_counter() - started)
