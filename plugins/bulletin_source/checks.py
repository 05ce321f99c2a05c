"""Checks across files: references between items, and media that may not be published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, Item, ItemRef, StandingPage
from bulletin_source.tree import Tree

_ACTIVE: Final = re.compile(
    rb"<\s*(?:[\w.-]+:)?(script|foreignObject|iframe|object|embed|animate|set)\b|\b(on[a-z]+)\s*=|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/)([^\"']+)"
    rb"|(<!ENTITY|<\?xml-stylesheet|@import|url\(\s*[\"']?(?:https?:|//))",
    re.IGNORECASE,
)


class Known:
    """The issues and items that references may point at; what stands in an unread file is not missed."""

    def __init__(self, issues: Iterable[Issue], unread: Collection[str] = ()) -> None:
        """``unread`` are the files with faults of their own."""
        self._folders = {path.rpartition("/")[0] for path in unread}
        self._issues: dict[tuple[str, int, str], Issue] = {}
        for issue in issues:
            if issue.number is not None:
                self._issues[issue.series.id, issue.number.year, issue.number.segment] = issue

    def find(self, ref: ItemRef) -> Issue | None:
        """Return the issue of a reference if it is there and, where an item is named (n > 0), holds it."""
        issue = self._issues.get((ref.series, ref.year, ref.segment))
        return issue if issue is not None and 0 <= ref.n <= len(issue.items) else None

    def is_missed(self, ref: ItemRef) -> bool:
        """Say whether a reference points at nothing that is or may be there."""
        return self.find(ref) is None and f"{ref.series}/{ref.year}" not in self._folders


def check_references(issues: Iterable[Issue], known: Known) -> Iterator[Diagnostic]:
    """Yield REF-UNKNOWN and REF-ORDER for items that follow an item that is not there or not older."""
    for issue in issues:
        for item in issue.items:
            if item.follows is None:
                continue
            place = Place(issue.path, item.line, 1)
            found = known.find(item.follows)
            if known.is_missed(item.follows):
                yield diagnose("REF-UNKNOWN", place, value=item.follows)
            elif found is not None and not _is_older(found, item.follows, issue, item):
                yield diagnose("REF-ORDER", place, value=item.follows)


def _is_older(found: Issue, ref: ItemRef, issue: Issue, item: Item) -> bool:
    if found.path == issue.path:
        return ref.n < item.n
    return found.signed <= issue.signed  # which of two issues signed on one day came first, nobody can say


def check_links(issues: Iterable[Issue], pages: Iterable[StandingPage], known: Known) -> Iterator[Diagnostic]:
    """Yield REF-UNKNOWN for each [[…]] that names an issue or item that is not there."""
    written = [(issue.path, one) for issue in issues for item in issue.items for one in item.references]
    written += [(page.path, one) for page in pages for one in page.references]
    for path, one in written:
        if known.is_missed(one.target):
            value = one.target if one.target.n else str(one.target).removesuffix("/0")
            yield diagnose("REF-UNKNOWN", Place(path, one.line, one.column), value=value)


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
