"""Put together what the gate found in a tree: what waivers let pass, and what stops which edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic, has_errors, ordered
from bulletin.kinds import Edition
from bulletin_gate.gate import Finding, Scanned
from bulletin_gate.spots import Shown
from bulletin_gate.waivers import Waiver, check_unused

# What an internal paper may well bear.
INWARD: Final = frozenset({"GATE-INTERNAL", "GATE-COPY"})
_WAIVABLE_FAULT: Final = "FILE-NO-TEXT"  # somebody has looked at its pages


@dataclass(frozen=True, slots=True)
class Report:
    """What the gate found in a tree: findings, waivers that let others pass, and what is wrong with waivers.

    ``unread`` are the texts that have errors, of which nobody can say what the public would see; ``answered`` are the
    secrets that waivers let pass.
    """

    findings: tuple[Finding, ...] = ()
    waived: tuple[Waiver, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    unread: frozenset[str] = frozenset()
    answered: frozenset[str] = field(default=frozenset(), repr=False)

    def obstacles(self, edition: Edition, catalogue: Catalogue) -> list[Diagnostic]:
        """Return the findings that keep an edition, given its catalogue, from being built; in order."""
        shown = Shown.of(catalogue) if edition is Edition.PUBLIC else None
        stopping = [one for one in self.findings if one.stops_all or (shown is not None and shown.shows_any(one.spots))]
        return ordered([*(one.diagnostic for one in stopping), *(one for one in self.faults if has_errors([one]))])

    def diagnostics(self, public: Catalogue | None) -> list[Diagnostic]:
        """Return everything, what the public edition would not show as a warning; without its catalogue all count."""
        shown = None if public is None else Shown.of(public)

        found = []
        for one in self.findings:
            unread = any(spot.path in self.unread for spot in one.spots)
            if one.stops_all or unread or shown is None or shown.shows_any(one.spots):
                found.append(one.diagnostic)
            elif one.diagnostic.code not in INWARD:
                found.append(replace(one.diagnostic, severity=Severity.WARNING))
        return [*found, *self.faults]


NOTHING: Final = Report()


@dataclass(slots=True)
class _Desk:
    """Findings of several files, and the waivers that take some of them away."""

    findings: list[Finding] = field(default_factory=list)
    used: list[Waiver] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    def add(self, found: Iterable[Finding], waivers: Iterable[Waiver]) -> None:
        """Keep those findings for which nobody answers."""
        by_name = {(one.code, one.fingerprint): one for one in waivers}
        for one in found:
            waiver = by_name.get((one.diagnostic.code, one.fingerprint))
            if waiver is None or (waiver.code.startswith("FILE-") and waiver.code != _WAIVABLE_FAULT):
                self.findings.append(one)
            else:
                self.used.append(waiver)
                self.answered.add(one.secret)


def report_of(
    scanned: Iterable[tuple[Scanned, frozenset[int] | None]],
    others: Iterable[Finding],
    general: tuple[Waiver, ...],
) -> Report:
    """Put together what was found in files, with the lines of problem items, and elsewhere; apply the waivers.

    A finding in a text is waived in that text's metadata, one in an attachment in a text that uses it; all others,
    such as of reference data, in ``general``, those of data/site.yaml.
    """
    desk, waivers = _Desk(), {}
    for one, problems in scanned:
        waivers[one.path] = one.waivers
        desk.add(one.findings(problems), one.waivers if one.path.endswith(".md") else general)
    for finding in others:
        own = [waiver for spot in finding.spots for waiver in waivers.get(spot.path, ())]
        desk.add([finding], (*own, *general))
    unused = check_unused((waiver for some in (*waivers.values(), general) for waiver in some), desk.used)
    used, answered = tuple(dict.fromkeys(desk.used)), frozenset(desk.answered - {""})
    return Report(tuple(desk.findings), used, tuple(unused), answered=answered)
