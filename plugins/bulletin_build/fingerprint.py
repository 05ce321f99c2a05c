"""Know by file times and sizes alone that neither the inputs of a build nor its output have changed."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import yaml

from bulletin.dates import parse_datetime
from bulletin_build.running import Order, Summary
from bulletin_gate.embargo import Window

_SKIPPED = frozenset({"__pycache__", ".git"})


def _stats(folder: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name in _SKIPPED or entry.name.endswith(".egg-info"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _stats(Path(entry.path))
        else:
            stat = entry.stat()
            yield f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n"


def fingerprint(roots: Iterable[Path], *extra: str) -> str:
    """Return a digest over path, size and time of every file under the roots, and any texts."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for root in roots:
        if root.is_dir():
            for line in _stats(root):
                digest.update(line.encode("utf-8", "surrogateescape"))
        elif root.exists():
            stat = root.stat()
            digest.update(f"{root}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def program(*extra: str) -> str:
    """Return the fingerprint of the program: its modules and words, Python and the installed packages."""
    packages = sorted(entry.name for entry in Path(yaml.__file__).parents[1].glob("*.dist-info"))
    return fingerprint([Path(__file__).parents[1]], sys.version, *packages, *extra)


def inputs_of(order: Order) -> str:
    """Return the fingerprint of all that shapes a build: program, content, theme and settings."""
    home = order.settings.parent
    return program(fingerprint([order.content, home / "theme", order.settings], order.edition.value, str(order.drafts)))


def _stamp(output: Path) -> Path:
    return output.parent / f".{output.name}.stamp"


def remember(order: Order, inputs: str, summary: Summary) -> None:
    """Note beside the output what it was built from."""
    stamp = {"inputs": inputs, "output": fingerprint([order.output]), "summary": summary.as_dict()}
    _stamp(order.output).write_text(json.dumps(stamp), encoding="utf-8")


def _window(summary: Summary) -> Window:
    since, until = (parse_datetime(text) if text else None for text in (summary.since, summary.until))
    return Window(summary.held, since, until)


def recall(order: Order, inputs: str, now: datetime) -> Summary | None:
    """Return the summary of the build that stands, if it was made from these inputs and nobody touched it.

    It has to hold at ``now`` too: since it was made, no issue has come to its moment.
    """
    try:
        stamp = json.loads(_stamp(order.output).read_text(encoding="utf-8"))
        if stamp["inputs"] == inputs and order.output.is_dir() and stamp["output"] == fingerprint([order.output]):
            summary = Summary(**stamp["summary"])
            return summary if _window(summary).holds(now) else None
    except (OSError, ValueError, KeyError, TypeError):
        pass  # a stamp that is missing or damaged is no stamp
    return None
