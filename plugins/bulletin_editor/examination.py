"""Examine a tree as a publication would: what stops it, what of it is public when, and who answers for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic, ordered
from bulletin.issues import Issue
from bulletin.kinds import Disclosure, Edition
from bulletin_editor.inspection import Inspection, inspect
from bulletin_gate.disclosure import disclosure_of
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Due, Standing, released, standing_of, upcoming
from bulletin_gate.gate_report import Report
from bulletin_gate.waivers import Waiver
from bulletin_portal.conventions import check_conventions
from bulletin_portal.loading import Loaded

WITHDRAWN: Final = "withdrawn"
WAITING: Final = "waiting"
DRAFTS: Final = "drafts"
ROWS: Final = (*Disclosure, WITHDRAWN, WAITING, DRAFTS)
_EXPIRED: Final = "WAIVER-UNUSED"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many issues, and how many items, fall into one of ROWS; the rows add up to the tree."""

    name: str
    issues: int
    items: int


@dataclass(frozen=True, slots=True)
class Found:
    """How often the gate found a code: where the public would see it today, where it will later, and elsewhere."""

    code: str
    now: int
    later: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What can be said of a tree without errors only; ``undecided`` items are treated as problem items."""

    tallies: tuple[Tally, ...]
    undecided: int
    waiting: tuple[Due, ...]
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Examination:
    """What publishing a tree at a moment would come to; ``counted`` is None where the tree has an error."""

    now: datetime
    obstacles: tuple[Diagnostic, ...]
    waived: tuple[Waiver, ...]
    expired: tuple[Diagnostic, ...]
    findings: tuple[Found, ...]
    counted: Counted | None

    @property
    def passes(self) -> bool:
        """Say whether nothing that can be told before rendering stops publication."""
        return not self.obstacles


def examine(loaded: Loaded, now: datetime) -> Examination:
    """Examine what was read of a tree, for the public edition at ``now`` (China time).

    Obstacles are those of a publication by ``publishconf.py``, which lets no warning pass either; whether a waiver
    is still needed doesn't stop it. What only the finished output shows, its scan finds.
    """
    whole = loaded.catalogue or loaded.readable
    public = None if whole is None else edition_of(released(whole, Edition.PUBLIC, now), Edition.PUBLIC)[0]
    found = loaded.gate.diagnostics(public)
    if loaded.catalogue is None or public is None:
        stopping = [one for one in found if one.severity is Severity.ERROR]
        counted = None
    else:
        stopping = loaded.gate.obstacles(Edition.PUBLIC, public)
        stopping.extend(check_conventions(loaded.catalogue.reference.site))
        counted = _counted(loaded.catalogue, public, now)
    return Examination(
        now,
        tuple(ordered((*loaded.faults, *stopping))),
        loaded.gate.waived,
        tuple(ordered(one for one in found if one.code == _EXPIRED)),
        findings_of(loaded.gate, whole, public),
        counted,
    )


def _stopping(found: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(one.code for one in found if one.severity is Severity.ERROR)


def findings_of(gate: Report, whole: Catalogue | None, public: Catalogue | None) -> tuple[Found, ...]:
    """Count the gate's findings by code; ``public`` is the public edition of today, or None like ``whole``.

    Later are those in issues that wait for their moment. What is marked for internal use counts only where it shows.
    """
    at_last = None if whole is None else edition_of(whole, Edition.PUBLIC)[0]
    found = [one for one in gate.diagnostics(at_last) if one.code != _EXPIRED]
    every, ever, now = Counter(one.code for one in found), _stopping(found), _stopping(gate.diagnostics(public))
    return tuple(Found(code, now[code], ever[code] - now[code], every[code] - ever[code]) for code in sorted(every))


def _row(issue: Issue, now: datetime) -> str:
    """Return the row of ROWS an issue belongs to: once it is out, that of its most open item."""
    standing = standing_of(issue, now)
    if standing in {Standing.DRAFT, Standing.SIGNED}:
        return DRAFTS
    if issue.withdrawal is not None:
        return WITHDRAWN
    if standing is Standing.HELD:
        return WAITING
    several = [disclosure_of(issue, item) for item in issue.items]
    return min(several, key=lambda one: one.strictness, default=issue.disclosure)


def _counted(whole: Catalogue, public: Catalogue, now: datetime) -> Counted:
    issues, items = Counter[str](), Counter[str]()
    # What is to be opened later is not public yet.
    opened = {issue.path: issue for issue in released(whole, Edition.PUBLIC, now).issues}
    for one in whole.issues:
        issue = opened.get(one.path, one)
        row = _row(issue, now)
        issues[row] += 1
        items.update(disclosure_of(issue, item) if row in tuple(Disclosure) else row for item in issue.items)
    return Counted(
        tuple(Tally(name, issues[name], items[name]) for name in ROWS),
        sum(item.unsure for issue in whole.issues for item in issue.items),
        upcoming(whole.issues, now),
        inspect(whole, public, now),
    )
