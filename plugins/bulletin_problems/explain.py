"""Explain a judgement: the strongest reasons for and against, at their words, so that they and the rest add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin_problems.judge import Judgement
from bulletin_problems.parts import Part, Where
from bulletin_problems.reading import Reading

SHOWN: Final = 3
_LONGEST: Final = 8  # signs of a stretch that is shown as one reason
_SHORTEST: Final = 2
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
    cues = list(_grouped(part for part in judgement.cues if not part.damped_by))
    learned = list(_stretches(judgement.runs, read))
    in_stretches = sum(one.share for one in learned)
    reasons = [*sorted(cues, key=_strength), *sorted(learned, key=_strength)]
    chosen = set(_apart(reasons))
    other = sum(one.share for n, one in enumerate(reasons) if n not in chosen)
    other += sum(share for _, share in judgement.runs) - in_stretches
    told = [reasons[n] for n in sorted(chosen)]
    return Explanation(
        judgement.score,
        judgement.bias,
        tuple(one for one in told if one.share > 0),
        tuple(one for one in told if one.share < 0),
        damped,
        other,
    )


def _strength(reason: Reason) -> tuple[int, str]:
    return -abs(reason.share), reason.name


def _apart(reasons: Iterable[Reason]) -> Iterator[int]:
    """Yield the places of the first three reasons on each side whose words no reason before them has."""
    seen: set[tuple[Where, int]] = set()
    count = {True: 0, False: 0}
    for n, one in enumerate(reasons):
        side = one.share > 0
        if one.share and count[side] < SHOWN and seen.isdisjoint(_signs(one)):
            seen.update(_signs(one))
            count[side] += 1
            yield n


def _signs(reason: Reason) -> Iterator[tuple[Where, int]]:
    return ((span.where, n) for span in reason.spans for n in range(span.start, span.end))


def _grouped(cues: Iterable[Part]) -> Iterator[Reason]:
    """Yield one reason for the cues of each group on each side."""
    groups: dict[tuple[str, bool], list[Part]] = {}
    for part in cues:
        groups.setdefault((part.group, part.share > 0), []).append(part)
    for (name, _), parts in groups.items():
        spans = dict.fromkeys(Span(part.where, part.start, part.end) for part in parts)
        yield Reason(name, sum(part.share for part in parts), tuple(spans))


def _stretches(runs: Iterable[tuple[str, int]], read: Reading) -> Iterator[Reason]:
    """Yield stretches of wording whose signs lean to one side, each with the shares of the runs that lie in it.

    A run counts where it first stands.
    """
    text = read.signs.text
    places: dict[int, list[tuple[int, int]]] = {}
    lean = [0.0] * len(text)
    for run, share in runs:
        at = text.find(run)
        places.setdefault(at, []).append((at + len(run), share))
        for n in range(at, at + len(run)):
            lean[n] += share / len(run)
    for begin, end in _same_side(text, lean):
        within = (share for n in range(begin, end) for stop, share in places.get(n, ()) if stop <= end)
        share = sum(within)
        span = _located(read, begin, end)
        if span is not None and share:
            yield Reason("", share, (span,))


def _same_side(text: str, lean: list[float]) -> Iterator[tuple[int, int]]:
    begin = 0
    for n in range(1, len(text) + 1):
        ends = n == len(text) or _side(lean[n]) != _side(lean[begin]) or n - begin == _LONGEST
        if ends or text[n - 1] in _FUNCTION:
            end = n - 1 if text[n - 1] in _FUNCTION else n
            if end - begin >= _SHORTEST:
                yield begin, end
            begin = n


def _side(lean: float) -> int:
    return (lean > 0) - (lean < 0)


def _located(read: Reading, begin: int, end: int) -> Span | None:
    """Return where a stretch of signs stands; None where it crosses the seam."""
    start, stop = read.signs.starts[begin], read.signs.ends[end - 1]
    if stop <= len(read.title):
        return Span(Where.TITLE, start, stop)
    return Span(Where.TEXT, start - read.body, stop - read.body) if start >= read.body else None
