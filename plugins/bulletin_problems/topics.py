"""The topic of an item: by the words that speak for topics; where these leave it open, by the model's runs of signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isqrt
from typing import Final

from bulletin_problems.folding import folded
from bulletin_problems.parts import Where
from bulletin_problems.reading import Reading

STRONG: Final = 3
WEAK: Final = 1
AGAINST: Final = -2
_TITLE: Final = 2  # times that a word counts in a title
_DOUBT: Final = 3  # imagined points without a topic: a single weak word is no certainty
_WHOLE: Final = 1_000_000
_TIE: Final = 200  # what the model's evidence is worth beside the words, see docs/classification.md


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word that speaks for a topic, with its points: strong, weak, or against where it only looks like one."""

    topic: str
    word: str
    points: int


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A word that spoke for the topic chosen, and where it stands first; points as they counted."""

    where: Where
    start: int
    end: int
    word: str
    points: int


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """The topic of an item, empty where nothing speaks for any, and the words that spoke for it."""

    name: str = ""
    hits: tuple[TopicHit, ...] = ()


Evidence = Mapping[str, Mapping[str, int]]
_Found = dict[str, tuple[Where, int, int]]


@dataclass(frozen=True, slots=True)
class TopicWords:
    """The words of an office's topics; of topics with equal scores the first in ``names`` is taken."""

    names: tuple[str, ...]
    words: tuple[TopicWord, ...]
    _points: dict[str, dict[str, int]] = field(init=False, repr=False, compare=False)
    _lengths: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        points: dict[str, dict[str, int]] = {}
        for one in self.words:
            points.setdefault(folded(one.word), {}).setdefault(one.topic, one.points)
        lengths: dict[str, set[int]] = {}
        for word in points:
            lengths.setdefault(word[0], set()).add(len(word))
        object.__setattr__(self, "_points", points)
        object.__setattr__(self, "_lengths", {sign: tuple(sorted(ns, reverse=True)) for sign, ns in lengths.items()})

    def _find(self, where: Where, text: str) -> Iterator[tuple[str, tuple[Where, int, int]]]:
        """Yield the words of a folded text, the longest at each place and none within another."""
        at = 0
        while at < len(text):
            for length in self._lengths.get(text[at], ()):
                if text[at : at + length] in self._points:
                    yield text[at : at + length], (where, at, at + length)
                    at += length
                    break
            else:
                at += 1

    def choose(self, evidence: Evidence, read: Reading) -> TopicChoice:
        """Return the topic of an item; ``evidence`` are the model's thousandths of log odds by run and topic."""
        found: _Found = {}
        for word, place in (*self._find(Where.TITLE, read.title), *self._find(Where.TEXT, read.text)):
            found.setdefault(word, place)
        scores = dict.fromkeys(self.names, 0)
        for word, (where, _, _) in found.items():
            for topic, points in self._points[word].items():
                scores[topic] += points * _times(where)
        shares = _shares(scores)
        ties = _ties(evidence, read)
        best = max(self.names, key=lambda name: shares[name] + ties.get(name, 0), default="")
        if not best or (scores[best] <= 0 and ties.get(best, 0) <= 0):
            return TopicChoice()
        return TopicChoice(best, tuple(self._hits(best, found)))

    def _hits(self, topic: str, found: _Found) -> Iterable[TopicHit]:
        hits = (
            TopicHit(where, start, end, word, points * _times(where))
            for word, (where, start, end) in found.items()
            if (points := self._points[word].get(topic, 0))
        )
        return sorted(hits, key=lambda one: (-one.points, one.where, one.start))


def _times(where: Where) -> int:
    return _TITLE if where is Where.TITLE else 1


def _shares(scores: Mapping[str, int]) -> dict[str, int]:
    """Return each topic's share of all points, in millionths."""
    total = _DOUBT + sum(points for points in scores.values() if points > 0)
    return {name: max(points, 0) * _WHOLE // total for name, points in scores.items()}


def _ties(evidence: Evidence, read: Reading) -> dict[str, int]:
    """Return what the model adds to each topic's share."""
    sums: dict[str, int] = {}
    for run in read.runs & evidence.keys():
        for topic, weight in evidence[run].items():
            sums[topic] = sums.get(topic, 0) + weight
    length = isqrt(len(read.runs) * _WHOLE) or 1
    return {topic: weight * _TIE * 1000 // length for topic, weight in sums.items()}
