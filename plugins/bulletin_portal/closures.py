"""Say on what the pages of one issue depend: which other issues they show something of, and in which state.

An issue as an edition shows it is made from its file, its ledger, the moment and what other issues it refers to are
called there. ``state`` is a digest of what others show of it; the digest of an issue's pages is made from its own state
and those of the others. What lies outside of issues (program, reference data, theme) is one digest for all pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bulletin.catalogue import Catalogue, Entry
from bulletin.issues import Issue, Item, ItemRef
from bulletin.numbers import Span
from bulletin_gate.embargo import Standing
from bulletin_portal.cards import Cards, summary_of
from bulletin_portal.views import VoidCard
from bulletin_source.shards import digest

_NOTHING = b"-"


def _bare(span: Span | None) -> tuple[int, int, int] | None:
    return None if span is None else (span.first, span.last, span.over)


def _shape(item: Item) -> object:
    """Return what an edition makes of an item; where others are named, their numbers stand in its words too."""
    return (item.n, item.line, summary_of(item.text)) if item.references else (item.n, item.line)


@dataclass(slots=True)
class Closures:
    """The dependencies of the issues of one edition.

    ``marks`` are the digests of source files by path; ``standings`` those of issues shown before they are out.
    """

    catalogue: Catalogue
    cards: Cards
    marks: Mapping[str, bytes]
    standings: Mapping[str, Standing]
    _states: dict[str, bytes] = field(init=False, default_factory=dict)
    _items: dict[str, list[bytes]] = field(init=False, default_factory=dict)
    _in_threads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._in_threads = frozenset(path for path, _ in self.cards.threads)

    def state(self, issue: Issue) -> bytes:
        """Return the digest of an issue as others show it, which is all but the notes of its masthead."""
        known = self._states.get(issue.path)
        if known is None:
            shape = (
                _bare(issue.total),
                _bare(issue.span),
                issue.mark,
                issue.published and issue.published.isoformat(),
                list(map(_shape, issue.items)),
                self.standings.get(issue.path),
            )
            known = self._states[issue.path] = digest(self.marks[issue.path], repr(shape).encode())
        return known

    def items_mark(self, entries: Sequence[Entry]) -> bytes:
        """Return the digests of what the cards of items show, one after the other."""
        known = self._items
        try:
            return b"".join([known[entry.issue.path][entry.position - 1] for entry in entries])
        except KeyError:
            for path, issue in {entry.issue.path: entry.issue for entry in entries}.items():
                if path not in known:
                    state = self.state(issue)
                    known[path] = [state + item.n.to_bytes(4, "little") for item in issue.items]
            return self.items_mark(entries)

    def issues_mark(self, rows: Sequence[Issue | VoidCard]) -> bytes:
        """Return the digest of what the cards of issues show, and of numbers without one."""
        return digest(*(repr(row).encode() if isinstance(row, VoidCard) else self.state(row) for row in rows))

    def _others(self, issue: Issue, previous: Issue | None, following: Issue | None) -> Iterator[Issue | None]:
        """Yield every issue that the pages of one show something of, in a fixed order; None: there is none."""
        yield from (previous, following, self.cards.by_ref(issue.replaces), self.cards.replacing(issue))
        threaded = issue.path in self._in_threads
        for position, item in enumerate(issue.items, 1):
            if threaded:
                yield from (one.issue for one in self.cards.reports(Entry(issue, item, position)))
            yield from self._targets(item)

    def _targets(self, item: Item) -> Iterator[Issue | None]:
        for reference in item.references:
            target = reference.target
            yield self.cards.by_ref(ItemRef(target.series, target.year, target.segment, 0))

    def named(self, issue: Issue) -> tuple[str, ...]:
        """Return the paths of the issues whose items, with their numbers in this edition, an issue's words name."""
        targets = (target for item in issue.items if item.references for target in self._targets(item))
        return tuple(dict.fromkeys(target.path for target in targets if target is not None))

    def key(self, issue: Issue, previous: Issue | None, following: Issue | None) -> tuple[bytes, tuple[str, ...]]:
        """Return the digest of all that an issue's pages show, and the paths of the other issues it is made from."""
        others = list(self._others(issue, previous, following))
        states = (_NOTHING if one is None else self.state(one) for one in others)
        paths = dict.fromkeys(one.path for one in others if one is not None and one.path != issue.path)
        return digest(self.state(issue), repr(issue.notes).encode(), *states), tuple(paths)
