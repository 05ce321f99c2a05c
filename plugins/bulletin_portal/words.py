"""The words for kinds, statuses, reviews and what holds something back, for planners and templates to translate."""

from __future__ import annotations

from typing import Final

from bulletin.codes import N_
from bulletin.kinds import Disclosure, Kind, ReviewStep, Status
from bulletin_gate.embargo import Standing
from bulletin_gate.grounds import Ground

KINDS: Final = {Kind.GENERAL: N_("General item"), Kind.PROBLEM: N_("Problem item")}
STATUSES: Final = {Status.OPEN: N_("Open"), Status.HANDLING: N_("In hand"), Status.RESOLVED: N_("Resolved")}
REVIEW_STEPS: Final = {
    ReviewStep.FIRST: N_("First review"),
    ReviewStep.SECOND: N_("Second review"),
    ReviewStep.FINAL: N_("Final review"),
}
DISCLOSURES: Final = {
    Disclosure.PUBLIC: N_("public"),
    Disclosure.ON_REQUEST: N_("on request"),
    Disclosure.INTERNAL: N_("not public"),
}
STANDINGS: Final = {
    Standing.DRAFT: N_("Draft"),
    Standing.SIGNED: N_("Draft: signed"),
    Standing.HELD: N_("Timed"),
    Standing.OUT: N_("Out"),
}
GROUNDS: Final = {
    Ground.SERIES: N_("by default of the series"),
    Ground.ISSUE: N_("by its editor's word on the issue"),
    Ground.CLOSED: N_("closed by its editor after publication"),
    Ground.ITEM: N_("by its editor's word on the item"),
    Ground.UNDECIDED: N_("nobody has decided whether it is a problem item"),
    Ground.KIND: N_("by default of problem items"),
}
