"""Wrong and sensitive words (错敏词): the terms of an office, and every place of a text where one of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bulletin.codes import Severity

_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A wrong form, what to write instead and why; ``allow`` holds longer texts in which the form is right.

    From ``since`` on the form is wrong: what was signed earlier keeps it.
    """

    wrong: str
    right: str
    reason: str
    source: str
    severity: Severity
    allow: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term with the texts in which it is right, each with the offset that the wrong form has in it."""

    term: Term
    contexts: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, term: Term) -> _Candidate:
        """Find the wrong form in every allowed text, and in the right form if that holds it (鲜族 in 朝鲜族)."""
        return cls(
            term,
            tuple(
                (offset, text)
                for text in (*term.allow, term.right)
                for offset in range(len(text))
                if text.startswith(term.wrong, offset)
            ),
        )

    def stands(self, text: str, at: int, day: date) -> bool:
        """Say whether the term stands at an offset of a text of that day and is wrong there."""
        return (
            text.startswith(self.term.wrong, at)
            and (self.term.since is None or self.term.since <= day)
            and not any(offset <= at and text.startswith(around, at - offset) for offset, around in self.contexts)
        )


def _one_of(characters: Iterable[str]) -> str:
    return "[" + "".join(re.escape(one) for one in sorted(set(characters))) + "]"


class Matcher:
    """Find terms in one pass: a pattern proposes offsets by two characters, a table says which terms may begin so."""

    def __init__(self, terms: Iterable[Term]) -> None:
        candidates = sorted(map(_Candidate.of, terms), key=lambda one: -len(one.term.wrong))
        self._pairs: dict[str, list[_Candidate]] = {}
        self._single: dict[str, list[_Candidate]] = {}
        for one in candidates:
            head = one.term.wrong[:_PAIR]
            (self._pairs if len(head) == _PAIR else self._single).setdefault(head, []).append(one)
        for head, found in self._pairs.items():
            found.extend(self._single.get(head[0], ()))
        alternatives = []
        if self._pairs:
            firsts, seconds = zip(*self._pairs, strict=True)
            alternatives.append(f"{_one_of(firsts)}(?={_one_of(seconds)})")
        if self._single:
            alternatives.append(_one_of(self._single))
        self._gate = re.compile("|".join(alternatives) or r"(?!)")
        self.is_empty = not candidates

    def find(self, text: str, day: date = date.max) -> Iterator[tuple[int, Term]]:
        """Yield each term that is wrong in a text of that day, with its offset: leftmost, then longest, no overlap.

        Every offset is looked at once and compared with the few terms that begin with its two characters.
        """
        end = 0
        pairs, single = self._pairs.get, self._single
        for gate in self._gate.finditer(text):
            at = gate.start()
            found = pairs(text[at : at + _PAIR])
            if found is None and single:
                found = single.get(text[at])
            if found is None or at < end:
                continue
            for one in found:
                if one.stands(text, at, day):
                    end = at + len(one.term.wrong)
                    yield at, one.term
                    break
