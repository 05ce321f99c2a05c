"""`inv publish`: build the public edition strictly, check it as a release, and serve it at once or not at all."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from errno import EDQUOT, ENOSPC
from pathlib import Path
from time import perf_counter

from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Edition
from bulletin_build.output_evidence import evidence_of, told_by
from bulletin_build.output_scan import scan
from bulletin_build.releases.compressing import CopyError
from bulletin_build.releases.findings import PublishError, RefusedError, Translate
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.page_count import check_page_count
from bulletin_build.releases.making import GUARDS, KEPT, Guard, Made, Terms, go_back, make
from bulletin_build.releases.store import Store
from bulletin_build.running import Order
from bulletin_build.staging import beside
from bulletin_editor.building import build
from bulletin_editor.pinging import ping
from bulletin_editor.words import N_, complain, say, word
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import released
from bulletin_portal.loading import load
from bulletin_portal.reporting import report, this_minute
from bulletin_source.forking import cores

MOST = 100  # objections that are printed; who has that many need not see the rest


@dataclass(frozen=True, slots=True)
class Publication:
    """What to publish: a build of the public edition, and where to.

    Attributes:
        order: The build; its output is the folder that releases are made of.
        to: The folder with the releases.
        keep: How many releases stay.
        fewer: Publish though a tenth of the pages is gone.
    """

    order: Order
    to: Path
    keep: int = KEPT
    fewer: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """A leak as an objection to a release."""

    diagnostic: Diagnostic

    def told(self, translate: Translate, folder: str) -> str:
        """Return one line: where the leak is, what it is, what to do."""
        return self.diagnostic.plain(translate, folder)


def publish(publication: Publication) -> None:
    """Publish and say what was done; raise SystemExit(1) after saying why not, with what was served served still."""
    started = perf_counter()
    order = replace(publication.order, now=publication.order.now or this_minute())
    with _told(publication.to, order.output):
        if publication.keep < 1:
            raise PublishError(N_("{value} is no count of releases to keep; write 1 or more"), value=publication.keep)
        _check_apart(publication.to, order)
        store = Store(publication.to)
        with store.held():
            build(order, full=False)
            guards = [one for one in GUARDS if not (publication.fewer and one is check_page_count)]
            terms = Terms((*guards, _leaks(order)), publication.keep, cores())
            with _unbuilt(order.output):
                made = make(store, order.output, terms)
    _tell(made, store, perf_counter() - started)
    _announce(made, store)


def roll_back(to: Path) -> None:
    """Serve the release before again and say which; raise SystemExit(1) after saying why that can't be done."""
    with _told(to, None):
        if not to.is_dir():
            raise PublishError(N_("nothing was published into {folder} yet"), folder=to)
        store = Store(to)
        with store.held():
            made = go_back(store)
    say(
        "release {number} is served again in place of release {before}: {pages} pages",
        number=made.number,
        before=made.before,
        pages=made.pages,
    )
    say("what was taken offline since release {number} is online again; publish as soon as you can", number=made.number)
    _announce(made, store)


def _announce(made: Made, store: Store) -> None:
    """Tell hubs of what has changed; readers are served it by now, and no longer is anybody kept waiting."""
    if made.switched:
        ping(store, made.number, made.before)


@contextmanager
def _unbuilt(output: Path) -> Iterator[None]:
    """Keep builds of an output away while it is copied, by their own lock (`bulletin_build.staging`)."""
    with beside(output, "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = N_("another build is writing to {folder}; wait for it to end")
            raise PublishError(message, folder=output) from None
        yield


def _check_apart(to: Path, order: Order) -> None:
    """Raise PublishError where one of the folders holds another: a build or release would swallow it."""
    for other in (order.output, order.content):
        if to == other or to.is_relative_to(other) or other.is_relative_to(to):
            raise PublishError(
                N_("{folder} and {other} lie within each other; publish into a folder of its own"),
                folder=to,
                other=other,
            )


def _leaks(order: Order) -> Guard:
    """Return the guard that looks through a whole release for what the public may not see."""

    def guard(release: Folder, _served: Folder | None) -> Iterable[Leak]:
        return [Leak(one) for one in leaks_in(release.root, order)]

    return guard


def leaks_in(folder: Path, order: Order) -> list[Diagnostic]:
    """Return every leak of a public output that was built as an order says, with its moment.

    Raises SystemExit(1) after printing diagnostics if the content has an error by now.
    """
    content, theme, now = order.content, order.settings.parent / "theme", order.now
    loaded = load(content, order.cache)
    whole = loaded.catalogue
    if whole is None or now is None:
        report(loaded.diagnostics, content, sys.stderr)
        raise SystemExit(1)
    catalogue, _ = edition_of(released(whole, Edition.PUBLIC, now), Edition.PUBLIC)
    return scan(folder, evidence_of(content, theme, told_by(loaded, catalogue, now)))


@contextmanager
def _told(to: Path, output: Path | None) -> Iterator[None]:
    """Say why nothing is published, one line a reason, and raise SystemExit(1)."""
    try:
        yield
    except RefusedError as error:
        folder = "" if output is None else os.path.relpath(output) + "/"
        for one in error.objections[:MOST]:
            complain("{message}", message=one.told(word, folder))
        if len(error.objections) > MOST:
            complain("and {count} more", count=len(error.objections) - MOST)
        complain("nothing was published; what is online stays as it was")
    except PublishError as error:
        complain(error.message, **error.arguments)
    except OSError as error:
        _complain_of(error, to)
    except (CopyError, ChildProcessError):
        complain("a file could not be compressed; nothing was published. Run the command again")
    else:
        return
    raise SystemExit(1)


def _complain_of(error: OSError, to: Path) -> None:
    if error.errno in {ENOSPC, EDQUOT}:
        complain("the disk is full: nothing was published into {folder}, what is online stays as it was", folder=to)
    else:
        complain("{path} can't be written: {reason}", path=error.filename or to, reason=error.strerror or error.args)


def _tell(made: Made, store: Store, seconds: float) -> None:
    if not made.switched:
        say("nothing has changed since release {number}, which stays online", number=made.number)
    else:
        say(
            "release {number} is online: {pages} pages, {files} files, of which {shared} unchanged, "
            "{size} MB, in {seconds} s: {path}",
            number=made.number,
            pages=made.pages,
            files=made.files,
            shared=made.shared,
            size=f"{made.size / 1_000_000:.1f}",
            seconds=f"{seconds:.1f}",
            path=os.path.relpath(store.current),
        )
    if made.removed:
        say("removed: releases {numbers}", numbers=", ".join(map(str, made.removed)))
