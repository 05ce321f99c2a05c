"""Threads: the reports that follow one another on the same matter."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.catalogue import Entry
from bulletin.issues import ItemRef
from bulletin.kinds import Kind, Status


def key_of(entry: Entry) -> tuple[str, int]:
    """Return what an item is known by within a catalogue: its file and its place there."""
    return entry.issue.path, entry.item.n


def threads_of(entries: Iterable[Entry]) -> dict[tuple[str, int], tuple[Entry, ...]]:
    """Map each item (by ``key_of``) that has a predecessor or successor to all reports on its matter, oldest first.

    A predecessor that is not among the entries (it may be withheld) is passed over without a trace.
    """
    by_ref = {entry.ref: entry for entry in entries}
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


def is_settled(thread: tuple[Entry, ...]) -> bool:
    """Say whether the last report on a matter tells of its solution."""
    last = thread[-1].item
    return last.kind is Kind.GENERAL or last.status is Status.RESOLVED
