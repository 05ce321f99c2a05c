"""Read the word lists: the shipped ones, and those an office has beside or in place of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from bulletin.diagnostics import Diagnostic, diagnose, has_errors
from bulletin.kinds import CueRole, Kind
from bulletin.reference import Topic
from bulletin_problems.clauses import BREAKS
from bulletin_problems.folding import folded
from bulletin_problems.lexicon import GAP, Group, Lexicon
from bulletin_problems.shipped import LEXICON, TOPICS, shipped
from bulletin_problems.topics import AGAINST, STRONG, WEAK, TopicWord, TopicWords
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Text
from bulletin_source.records import Record
from bulletin_source.reference_data import FOLDER, read_list
from bulletin_source.reference_fields import CUE, TOPIC

FILE: Final = "lexicon.yaml"
PATH: Final = f"{FOLDER}/{FILE}"
_WEIGHTS: Final = range(1, 4)
_POINTS: Final = {"strong": STRONG, "words": WEAK, "against": AGAINST}
_SHIPPED_TOPIC: Final = (
    Field("topic", "专题", Type.TEXT, "", required=True),
    *(field for field in TOPIC if field.name in _POINTS),
)
_Groups = tuple[tuple[Group, tuple[str, ...]], ...]


def _words(record: Record, faults: list[Diagnostic]) -> Iterator[str]:
    for text in record.texts("words"):
        word = _folded(text)
        if word.startswith(GAP) or word.endswith(GAP) or word.count(GAP) > 1:
            faults.append(diagnose("CUE-GAP", text.place, value=text.value))
        elif not BREAKS.isdisjoint(word):
            faults.append(diagnose("CUE-CLAUSE", text.place, value=text.value))
        elif word:
            yield word


def _folded(text: Text) -> str:
    """Return a word as texts are compared; editors write the gap as …, …… or three points."""
    return re.sub(rf"\s*{GAP}\s*", GAP, folded(text.value.strip()).replace("...", GAP).replace(GAP * 2, GAP))


def read_cues(data: bytes) -> tuple[_Groups, list[Diagnostic]]:
    """Return the groups of a list of cue words and everything wrong with it; no groups if there is an error."""
    records, faults = read_list(FILE, data, CUE)
    groups: list[tuple[Group, tuple[str, ...]]] = []
    for record in records:
        role, weight = record.get("role", CueRole), record.get("weight", int)
        words = tuple(dict.fromkeys(_words(record, faults)))
        if weight not in {None, *_WEIGHTS}:
            faults.append(diagnose("CUE-WEIGHT", record.at("weight"), value=weight))
        if role is not None and words:
            matter, alone = record.get("matter", bool) or False, record.get("alone", Kind)
            groups.append((Group(record.text("group"), role, 1 if weight is None else weight, matter, alone), words))
    return (() if has_errors(faults) else tuple(groups)), faults


@cache
def shipped_lexicon() -> Lexicon:
    """Return the shipped cue words."""
    groups, _ = read_cues(shipped(LEXICON))
    return Lexicon(groups)


@cache
def _shipped_topics() -> tuple[TopicWord, ...]:
    records, _ = read_list(TOPICS, shipped(TOPICS), _SHIPPED_TOPIC)
    return tuple(
        TopicWord(record.text("topic"), text.value, points)
        for record in records
        for name, points in _POINTS.items()
        for text in record.texts(name)
    )


def topic_words(topics: Iterable[Topic]) -> TopicWords:
    """Return the words of an office's topics: its own, and those shipped for a topic of the same name.

    A word that the office names is only what it says.
    """
    topics = tuple(topics)
    names = tuple(topic.name for topic in topics)
    own = tuple(one for topic in topics for one in _own(topic))
    taken = {folded(one.word) for one in own}
    beside = (one for one in _shipped_topics() if one.topic in names and folded(one.word) not in taken)
    return TopicWords(names, (*own, *beside))


def _own(topic: Topic) -> Iterator[TopicWord]:
    for points, words in ((STRONG, topic.strong), (WEAK, topic.words), (AGAINST, topic.against)):
        for word in words:
            yield TopicWord(topic.name, word, points)


def shipped_topics() -> TopicWords:
    """Return the shipped topics and their words."""
    words = _shipped_topics()
    return TopicWords(tuple(dict.fromkeys(one.topic for one in words)), words)
