"""What editors have in front of them on two branches, how git merges it, and a ledger's lines as they are written."""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bulletin.issues import Issue
from bulletin_numbering.ledger import CellError, Ledger, open_ledger, parse_line
from bulletin_source.git_history import LineChange

PATH: Final = "ledger/gazette.csv"


@dataclass
class Branch:
    """What one editor has in front of him: the ledger's bytes, the issues by file, and the last commit."""

    data: bytes = b""
    issues: dict[str, Issue] = field(default_factory=dict)
    head: str = ""

    def copy(self) -> Branch:
        """Return a branch that begins here."""
        return Branch(self.data, dict(self.issues), self.head)

    @property
    def ledger(self) -> Ledger:
        """Return the ledger, which can be read."""
        ledger, found = open_ledger("gazette", self.data) if self.data else (Ledger("gazette", PATH, ()), [])
        assert not found
        return ledger

    def lines(self) -> list[str]:
        """Return the ledger's lines."""
        return self.data.decode().splitlines()


def merged_by_git(base: bytes, ours: bytes, theirs: bytes, style: tuple[str, ...]) -> bytes:
    """Return what git makes of two versions of a file."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("ours", "base", "theirs")
        for name, data in zip(names, (ours, base, theirs), strict=True):
            (Path(folder) / name).write_bytes(data)
        command = ("git", "merge-file", "-p", "-q", *style, *names)
        return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout


def written(cells: Iterable[str]) -> str:
    """Return cells as a line."""
    return ",".join(f'"{cell}"' if "," in cell or '"' in cell else cell for cell in cells)


def is_same(old: str, new: str) -> bool:
    """Say whether a line means what it meant."""
    try:
        return parse_line(2, old) == parse_line(2, new)
    except CellError:
        return False


def both(base: Issue | None, ours: Issue | None, theirs: Issue | None) -> Issue:
    """Merge two versions of an issue's file; where both changed a field, ours stands."""
    assert ours is not None or theirs is not None
    if ours is None or theirs is None or base is None:
        only = ours or theirs
        assert only is not None
        return only
    names = ("published", "withdrawal", "reissue")
    changed = {name: getattr(theirs, name) for name in names if getattr(ours, name) == getattr(base, name)}
    merged = replace(ours, **changed)
    return replace(merged, withdrawal=None) if merged.reissue else merged


def change(commit: str, parent: str, parents: int, old: list[str], new: list[str]) -> LineChange:
    """Return what git has of a change."""
    before, after = Counter(old), Counter(new)
    return LineChange(
        commit, parent, parents, PATH, tuple((before - after).elements()), tuple((after - before).elements())
    )
