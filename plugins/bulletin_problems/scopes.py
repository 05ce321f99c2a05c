"""What takes the force of a cue: the words around it in its clause, its sentence and the whole text (notes 2.5 d)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bulletin.kinds import CueRole
from bulletin_problems.clauses import Clause
from bulletin_problems.lexicon import Hit

_NONE: Final = frozenset({"没有", "没", "未", "无"})
_STRONG: Final = 2  # weight of a contrast that turns all that was said before
_OPENING: Final = 3  # signs from the beginning of a clause in which 过去 stands for all that the sentence says
_OPENING_ADVICE: Final = 2
_NEAR_NEGATION: Final = 10
_NEAR_LIST: Final = 4
_NEAR_WANT: Final = 6
_NEAR_REMEDY: Final = 8


class Scope(StrEnum):
    """How a cue lost its force."""

    NOUN = "noun"  # it is part of a fixed name
    REMEDY = "remedy"  # its clause deals with it
    NEGATION = "negation"
    FALLING = "falling"  # it names an indicator, which falls
    LIST = "list"  # 没有短斤少两
    PAST = "past"
    TURN = "turn"  # things are better since
    FRAME = "frame"
    WANT = "want"  # a good word that is only wished for
    ADVICE = "advice"
    SECTION = "section"  # a good word in the part that says what should be done
    CONTRAST = "contrast"  # a good word before 但


# The share of its weight, in hundredths, that a cue keeps; below 0 it speaks for the other side.
KEPT: Final = {
    Scope.NOUN: 0,
    Scope.REMEDY: 0,
    Scope.NEGATION: -25,
    Scope.FALLING: 0,
    Scope.LIST: -50,
    Scope.PAST: -25,
    Scope.TURN: 0,
    Scope.FRAME: 0,
    Scope.WANT: 0,
    Scope.ADVICE: 0,
    Scope.SECTION: 0,
    Scope.CONTRAST: 60,
}


@dataclass(frozen=True, slots=True)
class Around:
    """What reaches a clause from outside: words of its sentence before it, and of the whole text.

    ``contrast``: a contrast stands in this clause or before it. ``turned`` is the last strong contrast of the text if
    that comes later, ``turn`` the last word from which on things are better.
    """

    past: Hit | None
    advice: Hit | None
    contrast: bool
    turned: Hit | None
    turn: Hit | None
    frame: str
    section: Hit | None


def arounds(clauses: Sequence[Clause], frame: str, *, title: bool) -> Iterator[tuple[Clause, Around]]:
    """Yield each clause with what reaches it; a title is a sentence by itself, in which nothing turns."""
    turns = [hit for clause in clauses for hit in clause.of(CueRole.TURN)]
    contrasts = [hit for clause in clauses for hit in clause.of(CueRole.CONTRAST) if hit.group.weight >= _STRONG]
    turn = turns[-1] if turns and not title else None
    last = contrasts[-1] if contrasts and not title else None
    past: Hit | None = None
    advice: Hit | None = None
    section: Hit | None = None
    contrast = False
    for clause in clauses:
        if clause.opens:
            past = advice = None
        contrast = contrast or bool(clause.of(CueRole.CONTRAST))
        opening = clause.of(CueRole.PAST)
        if opening and opening[0].start - clause.start <= _OPENING:
            past = opening[0]
        first = next(iter(clause.of(CueRole.ADVICE)), None)
        advice = advice or first
        if section is None and not title and clause.opens and first and first.start - clause.start <= _OPENING_ADVICE:
            section = first
        turned = last if last and clause.start < last.start else None
        yield clause, Around(past, advice, contrast, turned, turn, frame, section)


def damping(hit: Hit, clause: Clause, around: Around, *, problem: bool) -> tuple[Scope, str] | None:
    """Return how a cue loses its force and the word that does it; None if it doesn't."""
    for scope, word in _problem_scopes(hit, clause, around) if problem else _general_scopes(hit, clause, around):
        if word:
            return scope, word
    return None


def _problem_scopes(hit: Hit, clause: Clause, around: Around) -> Iterator[tuple[Scope, str]]:
    matter = hit.group.matter
    yield Scope.NOUN, _first(clause.of(CueRole.NOUN), lambda one: one.start <= hit.start and hit.end <= one.end)
    yield Scope.REMEDY, _remedy(hit, clause) if matter else ""
    yield Scope.NEGATION, _negation(hit, clause)
    yield Scope.FALLING, _falling(hit, clause)
    yield Scope.LIST, _list(hit, clause)
    yield Scope.PAST, around.past.word if around.past and not around.contrast else ""
    turned = around.turn is not None and hit.start < around.turn.start and not around.contrast
    yield Scope.TURN, around.turn.word if around.turn and turned else ""
    yield Scope.FRAME, around.frame


def _general_scopes(hit: Hit, clause: Clause, around: Around) -> Iterator[tuple[Scope, str]]:
    yield Scope.WANT, _first(clause.of(CueRole.WANT), lambda one: one.end <= hit.start <= one.end + _NEAR_WANT)
    yield Scope.ADVICE, around.advice.word if around.advice and around.advice.end <= hit.start else ""
    yield Scope.SECTION, around.section.word if around.section and around.section.end <= hit.start else ""
    yield Scope.CONTRAST, around.turned.word if around.turned and hit.start < around.turned.start else ""


def _first(hits: Iterable[Hit], test: Callable[[Hit], bool]) -> str:
    return next((hit.word for hit in hits if test(hit)), "")


def _remedy(hit: Hit, clause: Clause) -> str:
    """Return the remedy that deals with a matter: one that isn't only wanted, with no contrast between."""
    wants, contrasts = clause.of(CueRole.WANT), clause.of(CueRole.CONTRAST)
    live = [
        one
        for one in clause.of(CueRole.REMEDY)
        if not any(want.end <= one.start <= want.start + _NEAR_REMEDY for want in wants)
    ]
    before = _first(
        live,
        lambda one: one.end <= hit.start and not any(one.end <= other.start < hit.start for other in contrasts),
    )
    return before or _first(live, lambda one: one.start >= hit.end)


def _negation(hit: Hit, clause: Clause) -> str:
    before = _first(clause.of(CueRole.NEGATION), lambda one: one.start < hit.start <= one.end + _NEAR_NEGATION)
    return before or _first(clause.of(CueRole.ABSENT), lambda one: one.start >= hit.end)


def _falling(hit: Hit, clause: Clause) -> str:
    """Return the fall of a matter that is named as an indicator: 投诉量同比下降."""
    if not any(bad.start <= hit.start < bad.end for bad in clause.of(CueRole.BAD)):
        return ""
    return _first(clause.of(CueRole.DOWN), lambda down: down.start >= hit.end)


def _list(hit: Hit, clause: Clause) -> str:
    """Return the other half of 没有短斤少两: the negation, or what it negates."""
    problems = clause.of(CueRole.PROBLEM)
    if hit.word in _NONE:
        return _first(problems, lambda one: one.group.matter and 0 <= one.start - hit.end <= _NEAR_LIST)
    if not hit.group.matter:
        return ""
    return _first(problems, lambda one: one.word in _NONE and 0 <= hit.start - one.end <= _NEAR_LIST)
