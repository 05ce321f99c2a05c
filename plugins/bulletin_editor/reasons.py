"""Put an explanation into words: the words of each reason, and the cues that lost their force with what took it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bulletin_editor.marking import printable
from bulletin_editor.words import word
from bulletin_problems.explain import Explanation, Reason, Span
from bulletin_problems.folding import folded
from bulletin_problems.lexicon import GAP
from bulletin_problems.parts import Part, Where

BETWEEN: Final = "、"
_MOST: Final = 6  # words shown of one sort
_LONGEST: Final = 10  # signs of a word that is shown whole
_NEAR: Final = 40  # signs in which the word that damps a cue is looked for


def words_of(reason: Reason, title: str, text: str) -> tuple[str, ...]:
    """Return the words of a reason as they are written, each once, none that stands within another."""
    spans: list[Span] = []
    for span in sorted(reason.spans, key=lambda one: (one.where, one.start, -one.end)):
        if not (spans and span.where is spans[-1].where and span.end <= spans[-1].end):
            spans.append(span)
    words = (_written(title if span.where is Where.TITLE else text, span) for span in spans)
    return tuple(dict.fromkeys(words))


def _written(text: str, span: Span) -> str:
    found = printable(text[span.start : span.end])
    return found if len(found) <= _LONGEST else f"{found[:4]}{GAP}{found[-4:]}"


def listed(words: Sequence[str]) -> str:
    """Return words in a row; of many the first, and that there are more."""
    shown = dict.fromkeys(words)
    row = BETWEEN.join(list(shown)[:_MOST])
    return word("{words} and others", words=row) if len(shown) > _MOST else row


def damped_words(told: Explanation, title: str, text: str) -> tuple[str, ...]:
    """Return each cue that lost its force, with the word that took it: 解决了…难题, 成效…但."""
    texts = {Where.TITLE: folded(title), Where.TEXT: folded(text)}
    return tuple(dict.fromkeys(_damped(part, texts[part.where]) for part in told.damped))


def _damped(part: Part, text: str) -> str:
    """Return a cue with what damps it, in the order in which they stand."""
    before = text.rfind(part.damped_by, max(0, part.start - _NEAR), part.start)
    after = text.find(part.damped_by, part.end, part.end + _NEAR)
    first = after < 0 or (before >= 0 and part.start - before <= after - part.end)
    pair = (part.damped_by, part.word) if first else (part.word, part.damped_by)
    return GAP.join(pair)


def shares(told: Explanation) -> dict[str, int]:
    """Return what adds up to the score: start, reasons, damped cues and other wording, in thousandths."""
    return {
        "start": told.bias,
        "reasons": sum(one.share for one in (*told.speaking_for, *told.speaking_against)),
        "damped": sum(part.share for part in told.damped),
        "other": told.other,
    }
