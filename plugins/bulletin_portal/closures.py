"""Say on what the pages of one issue depend: which other issues they show something of, and in which state.

An issue as an edition shows it is made from its file, its ledger, the moment and what other issues it refers to are
called there. ``state`` is a digest of all that but the last; the digest of an issue's pages is made from its own state
and those of the others. What lies outside of issues (program, reference data, theme) is one digest for all pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bulletin.catalogue import Catalogue, Entry
from bulletin.issues import Issue, ItemRef
from bulletin_gate.embargo import Standing
from bulletin_numbering.verify import reference_to
from bulletin_portal.cards import Cards
from bulletin_source.shards import digest

_NOTHING = b"-"


@dataclass(slots=True)
class Closures:
    """The dependencies of the issues of one edition.

    ``marks`` are the digests of source files by path; ``standings`` those of issues shown before they are out.
    """

    catalogue: Catalogue
    cards: Cards
    marks: Mapping[str, bytes]
    standings: Mapping[str, Standing]
    _by_ref: dict[ItemRef, Issue] = field(init=False)
    _states: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_ref = {reference_to(issue): issue for issue in self.catalogue.issues}

    def state(self, issue: Issue) -> bytes:
        """Return the digest of an issue as it is shown, but for what it takes from others."""
        known = self._states.get(issue.path)
        if known is None:
            shape = (
                issue.total,
                issue.notes,
                issue.span,
                issue.mark,
                issue.published,
                [(item.n, item.line) for item in issue.items],
                self.standings.get(issue.path),
            )
            known = self._states[issue.path] = digest(self.marks[issue.path], repr(shape).encode())
        return known

    def cards_with_states(self) -> Iterator[tuple[object, bytes]]:
        """Yield every card with a digest of what it shows, which is of its own issue alone."""
        for issue in self.catalogue.issues:
            state = self.state(issue)
            yield self.cards.issue(issue), state
            for position, item in enumerate(issue.items, 1):
                yield self.cards.item(Entry(issue, item, position)), state + item.n.to_bytes(4, "little")

    def _others(self, issue: Issue, previous: Issue | None, following: Issue | None) -> Iterator[Issue | None]:
        """Yield every issue that the pages of one show something of, in a fixed order; None: there is none."""
        yield from (previous, following)
        yield self._by_ref.get(issue.replaces) if issue.replaces else None
        yield self.cards.replacing(issue)
        for position, item in enumerate(issue.items, 1):
            yield from (one.issue for one in self.cards.reports(Entry(issue, item, position)))
            for reference in item.references:
                target = reference.target
                yield self._by_ref.get(ItemRef(target.series, target.year, target.segment, 0))

    def key(self, issue: Issue, previous: Issue | None, following: Issue | None) -> tuple[bytes, tuple[str, ...]]:
        """Return the digest of all that an issue's pages show, and the paths of the other issues it is made from."""
        others = list(self._others(issue, previous, following))
        states = (_NOTHING if one is None else self.state(one) for one in others)
        paths = dict.fromkeys(one.path for one in others if one is not None and one.path != issue.path)
        return digest(self.state(issue), *states), tuple(paths)
