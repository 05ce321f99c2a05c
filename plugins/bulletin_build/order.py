"""What to build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.kinds import Edition


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: settings file, content tree, output folder and edition.

    ``now`` decides which issues are out (None: the minute in which the build starts); with ``drafts``, those that are
    not are shown too, for their editors only.
    """

    settings: Path
    content: Path
    output: Path
    edition: Edition
    now: datetime | None = None
    drafts: bool = False
    cache: Path | None = None
