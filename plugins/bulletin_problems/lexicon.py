"""The cue words of problem and general items, in groups with roles, and where they stand in a clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bulletin.kinds import CueRole, Kind

GAP: Final = "…"  # in a word: up to REACH characters of the same clause
REACH: Final = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one role and meaning. ``weight``: 1 weak, 2 clear, 3 strong.

    ``matter``: the words name something that can be remedied, so a remedy takes their force. ``alone``: what a rise or
    fall speaks for where no indicator is named; None: nothing.
    """

    name: str
    role: CueRole
    weight: int = 1
    matter: bool = False
    alone: Kind | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the lexicon in a text, from ``start`` up to ``end``."""

    start: int
    end: int
    word: str
    group: Group

    @property
    def role(self) -> CueRole:
        """Return its role."""
        return self.group.role


_Entry = tuple[str, str, Group]  # what stands behind the gap (empty: no gap), the word, its group
_Index = dict[str, list[tuple[int, dict[str, list[_Entry]]]]]


def _indexed(words: Iterable[tuple[str, Group]]) -> _Index:
    """Arrange words by first sign and length, long ones first."""
    index: dict[str, dict[int, dict[str, list[_Entry]]]] = {}
    for word, group in words:
        head, _, tail = word.partition(GAP)
        by_length = index.setdefault(head[0], {})
        by_length.setdefault(len(head), {}).setdefault(head, []).append((tail, word, group))
    return {first: sorted(by_length.items(), reverse=True) for first, by_length in index.items()}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Groups with their words, folded. A word may stand in several groups; a word is at least one sign before a gap."""

    groups: tuple[tuple[Group, tuple[str, ...]], ...]
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = ((word, group) for group, words in self.groups if group.role is not CueRole.IGNORED for word in words)
        object.__setattr__(self, "_index", _indexed(words))

    def with_groups(self, own: tuple[tuple[Group, tuple[str, ...]], ...]) -> Lexicon:
        """Return the lexicon with an office's own groups: a word it names is only what it says."""
        taken = {word for _, words in own for word in words}
        kept = ((group, tuple(word for word in words if word not in taken)) for group, words in self.groups)
        return Lexicon((*((group, words) for group, words in kept if words), *own))

    def find(self, text: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the words of a clause: the longest at a place and none within another, but words with a gap always."""
        free = start
        for at in range(start, end):
            for length, heads in self._index.get(text[at], ()):
                if at + length > end:
                    continue
                plain = False
                for tail, word, group in heads.get(text[at : at + length], ()):
                    if tail:
                        found = text.find(tail, at + length, min(at + length + REACH + len(tail), end))
                        if found >= 0:
                            yield Hit(at, found + len(tail), word, group)
                    elif at >= free:
                        plain = True
                        yield Hit(at, at + length, word, group)
                if plain:
                    free = at + length
