"""The signal by which other plugins add to a plan before it is rendered."""

from __future__ import annotations

from typing import Final

from blinker import Signal

# Sender: the generator. Keywords: plan (pages.Plan, to be added to), context (context.Context), settings (Pelican's),
# version (the digest of program and reference data); where only some documents are asked for, wanted (their
# paths) and standing (those of all documents that stand).
plan_made: Final = Signal("bulletin_plan_made")
