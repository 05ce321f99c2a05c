"""Tell a public release from everything else that a folder may hold, failing closed.

Three signs have to agree, so that no single slip lets an internal page out: no marker stands in the folder, robots are
let in, and no page bids them stay away as every page of the internal edition does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin_portal.not_public import DRAFTS, MARKER

_PAGE: Final = b'<meta name="robots" content="noindex, nofollow, noarchive">'
_KEPT_OUT: Final = b"Disallow: /\n"


class NotPublicError(Exception):
    """A folder is no public release; ``message`` says why, with its arguments."""

    def __init__(self, message: str, **args: object) -> None:
        super().__init__(message.format(**args))
        self.message, self.args_of_message = message, args


def marked_as(folder: Path) -> str:
    """Return the first line of the folder's marker, ``internal`` or ``drafts``; "" if it has none."""
    try:
        lines = (folder / MARKER).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return lines[0] if lines else "?"


def _objections(folder: Path) -> Iterator[NotPublicError]:
    if marked_as(folder):
        yield NotPublicError(N_("{folder} is not public: it holds the file {name}"), folder=folder, name=MARKER)
    for name in ("index.html", "robots.txt"):
        if not (folder / name).is_file():
            yield NotPublicError(N_("{folder} is no release: the file {name} is missing"), folder=folder, name=name)
            return
    if _KEPT_OUT in (folder / "robots.txt").read_bytes():
        yield NotPublicError(N_("{folder} is not public: its robots.txt keeps everybody out"), folder=folder)
    for page in sorted(folder.rglob("*.html")):
        if _PAGE in page.read_bytes():
            name = page.relative_to(folder).as_posix()
            yield NotPublicError(N_("{folder} is not public: {name} is an internal page"), folder=folder, name=name)


def refuse_unless_public(folder: Path) -> None:
    """Raise NotPublicError unless the folder holds a release of the public edition; OSError where it can't be read."""
    for objection in _objections(folder):
        raise objection


def is_public_release(folder: Path) -> bool:
    """Say whether the folder holds a release of the public edition, complete enough to tell."""
    return next(_objections(folder), None) is None


def may_hold_drafts(folder: Path) -> bool:
    """Say whether drafts may be built into a folder: it is new, empty, or held drafts before."""
    return not folder.exists() or marked_as(folder) == DRAFTS or (folder.is_dir() and not any(folder.iterdir()))
