"""Say how far a measurement has come, and keep each figure at once: one that is cut off still has figures."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bench.peers import ROOT

_KEPT: Final = ROOT / ".cache" / "bench"  # `inv clean` removes it


@dataclass(frozen=True, slots=True)
class Log:
    """Lines for people on standard error, each with its time, and figures for programs in a file.

    ``file`` holds an object of JSON a line (https://jsonlines.org), None: figures are not kept.
    """

    file: Path | None = None

    @classmethod
    def begin(cls) -> Log:
        """Return a log whose figures have a new file, named by the moment."""
        _KEPT.mkdir(parents=True, exist_ok=True)
        log = cls(_KEPT / f"{datetime.now():%Y-%m-%dT%H%M%S.%f}.jsonl")  # noqa: DTZ005 (by the clock on the wall)
        log.tell(f"figures are kept in {log.file}")
        return log

    def tell(self, line: str) -> None:
        """Print a line where it does not mix with the result."""
        print(f"{datetime.now():%H:%M:%S} {line}", file=sys.stderr, flush=True)  # noqa: DTZ005 (likewise)

    def keep(self, **figures: object) -> None:
        """Write figures to the file, whole, before anything else is measured."""
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(figures, ensure_ascii=False) + "\n")
