"""Cut a text into clauses, each with the words of the lexicon that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bulletin.kinds import CueRole
from bulletin_problems.lexicon import Hit, Lexicon

LONGEST: Final = 100  # a run of signs without punctuation is cut here, which keeps the time linear
BREAKS: Final = frozenset("，。；！？：,;!?\n")  # what a clause ends at
_CLAUSE: Final = re.compile(f"[^{''.join(sorted(BREAKS))}]{{1,{LONGEST}}}")
_STOPS: Final = frozenset("。；！？;!?\n")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause from ``start`` up to ``end``, and whether it opens a sentence; ``sentence`` counts from 0."""

    start: int
    end: int
    opening: str
    sentence: int
    opens: bool
    hits: tuple[Hit, ...]
    by_role: Mapping[CueRole, list[Hit]]

    def of(self, role: CueRole) -> Sequence[Hit]:
        """Return the words with a role, from left to right."""
        return self.by_role.get(role, ())


def clauses_of(lexicon: Lexicon, text: str) -> tuple[Clause, ...]:
    """Return the clauses of a folded text."""
    return tuple(_clauses(lexicon, text))


def _clauses(lexicon: Lexicon, text: str) -> Iterator[Clause]:
    sentence, before = 0, 0
    for n, found in enumerate(_CLAUSE.finditer(text)):
        start, end = found.span()
        opens = n == 0 or any(sign in _STOPS for sign in text[before:start])
        sentence += opens and n > 0
        hits = tuple(lexicon.find(text, start, end))
        by_role: dict[CueRole, list[Hit]] = {}
        for hit in hits:
            by_role.setdefault(hit.group.role, []).append(hit)
        yield Clause(start, end, text[start : start + 2], sentence, opens, hits, by_role)
        before = end
