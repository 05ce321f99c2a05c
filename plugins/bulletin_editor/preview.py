"""`inv preview`: the site from memory on this machine, at once after every change; errors show in the browser too."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Final

from watchfiles import watch

from bulletin_build.running import Order
from bulletin_editor.building import edition_name
from bulletin_editor.live import Change, FaultyError, Live, fault_of
from bulletin_editor.preview_server import HOST, PreviewServer, Site
from bulletin_editor.words import complain, say
from bulletin_portal.loading import load
from bulletin_portal.reporting import report

_QUIET: Final = 20  # milliseconds without another change after which what was saved is complete
_LONGEST: Final = 400  # milliseconds that a change waits for others at most
_IDLE: Final = 1000  # milliseconds between two looks at whether there is anything else to do
# What a preview is made of: changed code that can't be loaded must not take the place of what runs.
_LOADS: Final = "import bulletin_build.plugin, bulletin_editor.preview, bulletin_feeds.plugin, bulletin_portal.plugin"


def refresh(live: Live, site: Site, changed: Iterable[Path] = ()) -> bool:
    """Serve the site as it is after a change, or what is wrong with it; return whether it could be made."""
    warnings = live.warnings
    try:
        pages = live.pages(changed)
    except FaultyError as error:
        site.fail(str(error))
        complain("{output}", output=error)
        return False
    site.show(pages)
    if live.warnings != warnings:
        sys.stderr.write(live.warnings)
    return True


def refresh_and_tell(live: Live, site: Site, changed: Iterable[Path]) -> None:
    """Do that, and tell how long it took."""
    started = perf_counter()
    if refresh(live, site, changed):
        say("the pages show what was saved, after {seconds} s", seconds=f"{perf_counter() - started:.2f}")


def restart(site: Site) -> None:
    """Begin again in this process with changed code; return if the code can't be loaded, which is told."""
    tried = subprocess.run([sys.executable, "-c", _LOADS], capture_output=True, text=True, check=False)
    if tried.returncode:
        site.fail(tried.stderr.strip())
        complain("{output}", output=tried.stderr.strip())
        return
    say("the program has changed: the preview begins again")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 (what this process was started as)


def preview(order: Order, watched: Iterable[Path], port: int) -> bool:
    """Serve until Ctrl-C; return False if the port is taken or there is no tree. Nothing is written to a folder.

    Args:
        order: The edition to show; its output folder is not touched.
        watched: What else than the content shapes the site: theme, settings, program.
        port: Where to serve; 0 for any that is free.
    """
    if not order.content.is_dir():
        report(load(order.content).diagnostics, order.content, sys.stderr)
        return False
    site = Site(fault_of)
    try:
        server = PreviewServer(site, port)
    except (OSError, OverflowError):
        complain("port {port} is in use; name another with --port", port=port)
        return False
    with server, suppress(KeyboardInterrupt):
        _serve(Live(order), site, server, [order.content, *(path for path in watched if path.exists())])
    return True


def _serve(live: Live, site: Site, server: PreviewServer, watched: Iterable[Path]) -> None:
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it warns of Ctrl-C, by which we end
    changes = watch(
        *watched,
        step=_QUIET,
        debounce=_LONGEST,
        rust_timeout=_IDLE,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    next(changes, None)  # from here on no change is missed, those made while the first plan is made included
    started = perf_counter()
    if refresh(live, site):
        _tell(live, perf_counter() - started)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    say("look at http://{host}:{port}/ (Ctrl-C ends)", host=HOST, port=server.server_port)
    sys.stdout.flush()
    untidy = True
    try:
        for found in changes:
            changed = {path for _, name in found if not _is_litter(path := Path(name), live.order.content)}
            if Change.PROGRAM in map(live.sort_of, changed):
                restart(site)
            elif changed or live.is_due():
                refresh_and_tell(live, site, changed)
                untidy = True
            elif untidy:
                live.tidy()
                untidy = False
            sys.stdout.flush()
    finally:
        server.shutdown()


def _is_litter(path: Path, content: Path) -> bool:
    """Say whether a file is none of the tree: hidden, or a copy that an editor's program keeps beside a text."""
    if not path.is_relative_to(content):
        return False
    return path.name.endswith("~") or any(part.startswith((".", "~")) for part in path.relative_to(content).parts)


def _tell(live: Live, seconds: float) -> None:
    planned = live.planned
    if planned is None:
        return
    summary = planned.summary
    say(
        "{edition}: {issues} issues, {items} items, {pages} pages, read in {seconds} s; nothing is written to a folder",
        edition=edition_name(live.order.edition),
        issues=summary.issues,
        items=summary.items,
        pages=summary.pages,
        seconds=f"{seconds:.1f}",
    )
