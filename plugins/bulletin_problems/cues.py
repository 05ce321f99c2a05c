"""Weigh the cues of an item: each word that speaks for or against a problem, as far as its scope leaves it force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Final

from bulletin.kinds import CueRole, Kind
from bulletin_problems.clauses import Clause, clauses_of
from bulletin_problems.lexicon import GAP, Hit, Lexicon
from bulletin_problems.parts import Part, Where
from bulletin_problems.scopes import KEPT, Around, Scope, arounds, damping

_SIGNS: Final = {CueRole.PROBLEM: 1, CueRole.GENERAL: -1}
_INDICATORS: Final = frozenset({CueRole.BAD, CueRole.GOOD})
_CHANGES: Final = frozenset({CueRole.UP, CueRole.DOWN})
_TITLE: Final = 150  # hundredths that a cue counts in a title
_LAST: Final = 130  # and in the last sentence of a text of more than two clauses
_DIRECTION: Final = 2  # weight of an indicator that rises or falls
_LONG: Final = 2
_THOUSAND: Final = 1000
# Openings of a clause that goes on about the indicator named before: 投诉量三百件，同比下降…
_ONWARD: Final = (
    *("同比", "环比", "比", "较", "分别", "由", "从", "下降", "减少", "上升", "增加", "增长", "降幅", "涨幅", "回落"),
    *("又", "再", "年均", "平均", "也", "均", "合计", "净"),
)


def cue_parts(lexicon: Lexicon, title: str, text: str) -> tuple[Part, ...]:
    """Return the cues of an item's folded title and text, with shares in thousandths of a cue of weight 1.

    A longer text gets smaller shares, by the root of the number of its clauses.
    """
    headline, body = clauses_of(lexicon, title), clauses_of(lexicon, text)
    frame = next((hit.word for clause in (*headline, *body) for hit in clause.of(CueRole.FRAME)), "")
    length = isqrt(10_000 * (len(body) + 2)) * 100
    last = body[-1].sentence if len(body) > _LONG else -1
    return (
        *_parts(_Frame(Where.TITLE, length, -1), arounds(headline, frame, title=True)),
        *_parts(_Frame(Where.TEXT, length, last), arounds(body, frame, title=False)),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """How cues of one text count: what shares are divided by, and the number of a last sentence that counts more."""

    where: Where
    length: int
    last: int

    def part(self, hit: Hit, clause: Clause, word: str, value: int, damped: tuple[Scope, str] | None) -> Part:
        """Return a cue as a part."""
        factor = _TITLE if self.where is Where.TITLE else _LAST if clause.sentence == self.last else 100
        signed = value * factor * (KEPT[damped[0]] if damped else 100) * _THOUSAND
        share = signed // self.length if signed >= 0 else -(-signed // self.length)
        return Part(self.where, hit.start, hit.end, word, hit.group.name, share, damped[1] if damped else "")


def _parts(frame: _Frame, clauses: Iterable[tuple[Clause, Around]]) -> Iterator[Part]:
    indicator: Hit | None = None
    for clause, around in clauses:
        if clause.opens or not clause.opening.startswith(_ONWARD):
            indicator = None
        for hit in clause.hits:
            role = hit.group.role
            if role in _SIGNS:
                value = _SIGNS[role] * hit.group.weight
                yield frame.part(hit, clause, hit.word, value, damping(hit, clause, around, problem=value > 0))
            elif role in _INDICATORS:
                indicator = hit
            elif role in _CHANGES and (value := _direction(hit, indicator)):
                word = f"{indicator.word}{GAP}{hit.word}" if indicator else hit.word
                # That things are getting worse is a fact which no remedy in the same clause undoes.
                damped = None if value > 0 else damping(hit, clause, around, problem=False)
                yield frame.part(hit, clause, word, value, damped)


def _direction(hit: Hit, indicator: Hit | None) -> int:
    """Return what a rise or fall speaks for: a good indicator that rises is good news, a bad one bad."""
    if indicator is None:
        alone = hit.group.alone
        return 0 if alone is None else hit.group.weight * (1 if alone is Kind.PROBLEM else -1)
    return _DIRECTION * (1 if (indicator.role is CueRole.BAD) == (hit.role is CueRole.UP) else -1)
