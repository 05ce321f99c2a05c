"""Measure `inv sign`: one issue after another in a made-up tree, each by a new process."""

from __future__ import annotations

import json
import os
import statistics
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bench.process import Usage, run_timed, run_watched
from bench.synthetic import make_tree

_ITEMS: Final = 2
_YEARS: Final = 20
_HERE: Final = Path(__file__).parent.parent
_DRAFT: Final = """\
---
刊物: 政务普刊
签发日期: {day}
---

## 渠道清淤完成

```item
单位: 柳泊镇
```

全镇渠道清淤全部完成。
"""


@dataclass(frozen=True, slots=True)
class Signings:
    """What signing took, run by run: seconds, and bytes at the peak."""

    issues: int
    seconds: tuple[float, ...]
    memory: int

    def table(self) -> str:
        """Return the figures as lines of text."""
        middle = statistics.median(self.seconds)
        runs = ", ".join(f"{one:.2f}" for one in self.seconds)
        return (
            f"inv sign at {self.issues} issues: median {middle:.2f} s ({runs}), peak {self.memory / (1 << 20):.0f} MiB"
        )

    def as_json(self) -> str:
        """Return them for programs."""
        return json.dumps(asdict(self))


def measure_signing(issues: int, runs: int, folder: Path, seed: int) -> Signings:
    """Sign ``runs`` drafts and one more whose memory is watched; raise CalledProcessError if one is refused."""
    content = folder / "content"
    make_tree(content, issues, _ITEMS, _YEARS, seed)
    first = date(2004 + _YEARS, 1, 1)
    usages = [_sign(content, first + timedelta(days=n), watched=n == runs) for n in range(runs + 1)]
    return Signings(issues, tuple(one.wall for one in usages[:-1]), usages[-1].memory)


def _sign(content: Path, day: date, *, watched: bool) -> Usage:
    path = content / "gazette" / str(day.year) / f"{day}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_DRAFT.format(day=day), encoding="utf-8")
    command = [sys.executable, "-m", "invoke", "sign", str(path), "--content", str(content)]
    return (run_watched if watched else run_timed)(command, _HERE, os.environ)
