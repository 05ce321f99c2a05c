"""Threads: the reports that follow one another on the same matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bulletin.catalogue import Entry
from bulletin.issues import Issue, ItemRef
from bulletin.kinds import Kind, Status

Threads = Mapping[tuple[str, int], tuple[Entry, ...]]

_PROBLEM: Final = Kind.PROBLEM


def key_of(entry: Entry) -> tuple[str, int]:
    """Return what an item is known by within a catalogue: its file and its place there."""
    return entry.issue.path, entry.item.n


def _concerned(issues: Iterable[Issue]) -> Iterator[Entry]:
    """Yield the items of issues in which one follows another or one may be followed, oldest first."""
    issues = list(issues)
    follows = [(issue, item.follows) for issue in issues for item in issue.items if item.follows is not None]
    if not follows:
        return
    paths = {issue.path for issue, _ in follows}
    followed = {(target.series, target.year, target.segment) for _, target in follows}
    for issue in issues:
        number = issue.number
        if issue.path in paths or (number and (issue.series.id, number.year, number.segment) in followed):
            for position, item in enumerate(issue.items, 1):
                yield Entry(issue, item, position)


def threads_of(issues: Iterable[Issue]) -> dict[tuple[str, int], tuple[Entry, ...]]:
    """Map each item (by ``key_of``) that has a predecessor or successor to all reports on its matter, oldest first.

    A predecessor that is not among the issues' (it may be withheld) is passed over without a trace.
    """
    by_ref = {entry.ref: entry for entry in _concerned(issues)}
    leader: dict[ItemRef, ItemRef] = {}

    def lead(ref: ItemRef) -> ItemRef:
        while ref in leader:
            ref = leader[ref]
        return ref

    for ref, entry in by_ref.items():
        follows = entry.item.follows
        if follows in by_ref and lead(follows) != lead(ref):
            leader[lead(ref)] = lead(follows)
    groups: dict[ItemRef, list[Entry]] = {}
    for ref, entry in by_ref.items():
        groups.setdefault(lead(ref), []).append(entry)
    return {key_of(entry): tuple(group) for group in groups.values() if len(group) > 1 for entry in group}


def matters_of(problems: Iterable[Entry], threads: Threads) -> Iterator[tuple[Entry, ...]]:
    """Yield the reports on each problem matter, oldest first; a report that nothing follows is a matter alone."""
    if not threads:
        yield from ((entry,) for entry in problems)
        return
    yield from ((entry,) for entry in problems if key_of(entry) not in threads)
    for key, thread in threads.items():
        if key_of(thread[-1]) == key and any(entry.item.kind is _PROBLEM for entry in thread):
            yield thread


def is_settled(thread: tuple[Entry, ...]) -> bool:
    """Say whether the last report on a matter tells of its solution."""
    last = thread[-1].item
    return last.kind is Kind.GENERAL or last.status is Status.RESOLVED
