"""Explain a judgement: the strongest reasons for and against, at their words, so that they and the rest add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bulletin_problems.judge import Judgement
from bulletin_problems.parts import Part, Where
from bulletin_problems.reading import Reading

SHOWN: Final = 3
# Two to eight signs that lean to one side are a stretch, which is shown as one reason.
_STRETCH: Final = re.compile(r"([+0-])\1{1,7}")
# Words that carry weight but tell an editor nothing.
_FUNCTION: Final = frozenset(
    "的了是在和与及或就都也很把被让对从向到为以而之其这那有无不没个一些部分各等中上下内外年月日0，。；：、！？（）“”"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of title or text."""

    where: Where
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: the name of a group of cues, or empty for wording that the model learned; its share, and its places."""

    name: str
    share: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Up to three reasons for a problem item and three against, the cues that lost their force, and all the rest.

    ``score`` = ``bias`` + shares of all reasons + shares of the damped cues + ``other``; all in thousandths.
    """

    score: int
    bias: int
    speaking_for: tuple[Reason, ...]
    speaking_against: tuple[Reason, ...]
    damped: tuple[Part, ...]
    other: int


def explain(judgement: Judgement, read: Reading) -> Explanation:
    """Return the explanation of the judgement of an item."""
    damped = tuple(part for part in judgement.cues if part.damped_by)
    cues = _grouped(part for part in judgement.cues if not part.damped_by)
    told = tuple(_apart(chain(cues, _learned(judgement.runs, read))))
    shown = sum(one.share for one in told) + sum(part.share for part in damped)
    return Explanation(
        judgement.score,
        judgement.bias,
        tuple(one for one in told if one.share > 0),
        tuple(one for one in told if one.share < 0),
        damped,
        judgement.score - judgement.bias - shown,
    )


def _apart(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Yield the first three reasons on each side whose words no reason before them has."""
    seen: set[tuple[Where, int]] = set()
    left = {True: SHOWN, False: SHOWN}
    for one in reasons:
        side = one.share > 0
        if one.share and left[side] and seen.isdisjoint(_signs(one)):
            yield one
            seen.update(_signs(one))
            left[side] -= 1
            if not any(left.values()):
                return


def _signs(reason: Reason) -> Iterator[tuple[Where, int]]:
    return ((span.where, n) for span in reason.spans for n in range(span.start, span.end))


def _grouped(cues: Iterable[Part]) -> list[Reason]:
    """Return one reason for the cues of each group on each side, the strongest first."""
    groups: dict[tuple[str, bool], list[Part]] = {}
    for part in cues:
        groups.setdefault((part.group, part.share > 0), []).append(part)
    reasons = [
        Reason(
            name,
            sum(part.share for part in parts),
            tuple(dict.fromkeys(Span(part.where, part.start, part.end) for part in parts)),
        )
        for (name, _), parts in groups.items()
    ]
    return sorted(reasons, key=lambda one: (-abs(one.share), one.name))


def _learned(runs: Iterable[tuple[str, int]], read: Reading) -> Iterator[Reason]:
    """Yield one reason for each stretch of wording, the strongest first."""
    for share, begin, end in sorted(_stretches(runs, read.signs.text), key=lambda one: -abs(one[0])):
        span = _located(read, begin, end)
        if span is not None:
            yield Reason("", share, (span,))


def _stretches(runs: Iterable[tuple[str, int]], text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the shares of the runs that lie in a stretch of signs, and where that begins and ends.

    A run counts where it first stands; its share leans on each of its signs alike.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    lean = [0.0] * len(text)
    for run, share in runs:
        at = text.find(run)
        places.setdefault(at, []).append((at + len(run), share))
        each = share / len(run)
        for n in range(at, at + len(run)):
            lean[n] += each
    sides = "".join(
        " " if sign in _FUNCTION else "+" if leaning > 0 else "-" if leaning < 0 else "0"
        for sign, leaning in zip(text, lean, strict=True)
    )
    for found in _STRETCH.finditer(sides):
        begin, end = found.span()
        share = sum(share for n in range(begin, end) for stop, share in places.get(n, ()) if stop <= end)
        if share:
            yield share, begin, end


def _located(read: Reading, begin: int, end: int) -> Span | None:
    """Return where a stretch of signs stands; None where it crosses the seam."""
    start, stop = read.signs.starts[begin], read.signs.ends[end - 1]
    if stop <= len(read.title):
        return Span(Where.TITLE, start, stop)
    return Span(Where.TEXT, start - read.body, stop - read.body) if start >= read.body else None
