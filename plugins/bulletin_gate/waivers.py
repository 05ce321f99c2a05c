"""Waivers: single findings that somebody answers for, each bound to the text it was given for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.records import Record

FIELD: Final = "waivers"
_LENGTH: Final = 8
_END: Final = re.compile(r"[。！？；!?;\n]")
_LONGEST: Final = 400  # signs of a sentence on either side
_FOLDED: Final = re.compile(r"[\s*_`|\\]+")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that may stand: its code and fingerprint, why, who approved it, and where that is written."""

    code: str
    fingerprint: str
    reason: str
    approver: str
    place: Place


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a stretch of a text, without white space and marks of emphasis."""
    begin = max((found.end() for found in _END.finditer(text, max(0, start - _LONGEST), start)), default=None)
    stop = _END.search(text, end, end + _LONGEST)
    whole = text[max(0, start - _LONGEST) if begin is None else begin : stop.start() if stop else end + _LONGEST]
    return _FOLDED.sub("", whole)


def fingerprint(code: str, secret: str, context: str) -> str:
    """Return the short name of a finding; it changes with its code, its secret and its context.

    ``context`` is the sentence around it, or the digest of the file where an attachment holds it.
    """
    return sha256("\0".join((code, _FOLDED.sub("", secret), context)).encode()).hexdigest()[:_LENGTH]


def waivers_of(record: Record | None) -> tuple[Waiver, ...]:
    """Return the waivers of a file's metadata; entries that lack a field count for nothing."""
    return tuple(
        Waiver(
            one.text("code").upper(),
            one.text("fingerprint").lower(),
            one.text("reason"),
            one.text("approver"),
            one.place,
        )
        for one in (record.records(FIELD) if record is not None else ())
        if all(one.text(name) for name in ("code", "fingerprint", "reason", "approver"))
    )


def check_unused(waivers: Iterable[Waiver], used: Iterable[Waiver]) -> Iterator[Diagnostic]:
    """Yield WAIVER-UNUSED for each waiver whose finding is not there, or no longer as it was."""
    kept = set(used)
    for one in waivers:
        if one not in kept:
            yield diagnose("WAIVER-UNUSED", one.place, waiver=f"{one.code} {one.fingerprint}")
