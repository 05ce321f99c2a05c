"""The words for kinds and statuses, for planners and templates to translate."""

from __future__ import annotations

from typing import Final

from bulletin.codes import N_
from bulletin.kinds import Kind, Status

KINDS: Final = {Kind.GENERAL: N_("General item"), Kind.PROBLEM: N_("Problem item")}
STATUSES: Final = {Status.OPEN: N_("Open"), Status.HANDLING: N_("In hand"), Status.RESOLVED: N_("Resolved")}
