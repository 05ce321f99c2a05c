"""Checks across files: references between items, and media that may not be published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, Item, ItemRef
from bulletin_source.tree import Tree

_ACTIVE: Final = re.compile(
    rb"<\s*(?:[\w.-]+:)?(script|foreignObject|iframe|object|embed|animate|set)\b|\b(on[a-z]+)\s*=|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/)([^\"']+)"
    rb"|(<!ENTITY|<\?xml-stylesheet|@import|url\(\s*[\"']?(?:https?:|//))",
    re.IGNORECASE,
)


def check_references(issues: Iterable[Issue], unread: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Yield REF-UNKNOWN and REF-ORDER for items that follow an item that is not there or not older.

    What may stand in one of the ``unread`` files, those with faults of their own, is not missed.
    """
    known: dict[ItemRef, tuple[Issue, Item]] = {}
    listed = list(issues)
    for issue in listed:
        if issue.number is not None:
            for item in issue.items:
                known[ItemRef(issue.series.id, issue.number.year, issue.number.segment, item.n)] = (issue, item)
    for issue in listed:
        for item in issue.items:
            if item.follows is None:
                continue
            found = known.get(item.follows)
            place = Place(issue.path, item.line, 1)
            if found is None:
                folder = f"{item.follows.series}/{item.follows.year}/"
                if not any(path.startswith(folder) for path in unread):
                    yield diagnose("REF-UNKNOWN", place, value=item.follows)
            elif (found[0].signed, found[1].n) >= (issue.signed, item.n) and found[0].signed >= issue.signed:
                yield diagnose("REF-ORDER", place, value=item.follows)


def check_drawings(tree: Tree, used: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield MEDIA-ACTIVE for SVG files in use that hold scripts, event handlers or outside references."""
    for path in sorted(set(used)):
        if path.endswith(".svg"):
            try:
                data = tree.read(path)
            except OSError as error:
                yield diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror)
                continue
            found = _ACTIVE.search(data.replace(b"\0", b""))  # so that UTF-16 hides nothing
            if found:
                what = next(group for group in found.groups() if group).decode("utf-8", "replace")
                yield diagnose("MEDIA-ACTIVE", Place(path), what=what[:40])
