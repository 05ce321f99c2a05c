"""Tell why items are taken for what they are: the classifier's explanations, as templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bulletin.catalogue import Entry
from bulletin.issues import Issue, Item
from bulletin.kinds import Kind
from bulletin_portal.threads import key_of
from bulletin_portal.views import KindReasons, ReasonView, TopicReasons, Why
from bulletin_problems.classifier import Classified, Classifier
from bulletin_problems.doubts import Doubt, label_of, queue
from bulletin_problems.explain import Explanation, Span
from bulletin_problems.parts import Part, Where
from bulletin_problems.topics import TopicChoice

_TOPIC_WORDS: Final = 6


class Reasons:
    """The reasons for what the items of one catalogue are taken for, worked out where they are asked for.

    ``doubts`` are the items that an editor should look at, in the order in which they should be.
    """

    def __init__(self, issues: Iterable[Issue], classifier: Classifier) -> None:
        self.doubts = tuple(queue(issues, classifier))
        self._doubts = {(one.issue.path, one.item.n): one for one in self.doubts}
        self._classifier = classifier

    def of(self, entry: Entry) -> Why | None:
        """Return why an item is what it is; None where that is its editor's word and nobody doubts it."""
        item, doubt = entry.item, self._doubts.get(key_of(entry))
        open_kind = label_of(item) is None
        if doubt is None and not open_kind and item.topic_by_editor:
            return None
        said = doubt.said if doubt else self._classifier.classify(item.title, item.text, why=open_kind)
        return Why(
            _kind_reasons(item, said, None if doubt is None else doubt.label),
            None if item.topic_by_editor else _topic_reasons(item, said.topic),
        )


def kind_reasons(doubt: Doubt) -> KindReasons | None:
    """Return why a doubtful item is taken for a kind."""
    return _kind_reasons(doubt.item, doubt.said, doubt.label)


def _kind_reasons(item: Item, said: Classified, label: Kind | None) -> KindReasons | None:
    judgement, told = said.judgement, said.explanation
    if told is None:
        return None
    return KindReasons(
        judgement.kind,
        label,
        round(100 * judgement.shown_confidence),
        judgement.unsure,
        judgement.known,
        (*_reasons(item, told), *_damped(item, told.damped)),
        told.other,
        told.bias,
        told.score,
    )


def _reasons(item: Item, told: Explanation) -> Iterator[ReasonView]:
    for side in (told.speaking_for, told.speaking_against):
        for one in sorted(side, key=lambda reason: -abs(reason.share)):
            yield ReasonView(one.name, _quoted(item, one.spans), one.share)


def _damped(item: Item, parts: Iterable[Part]) -> Iterator[ReasonView]:
    """Yield the cues that lost their force, those together that lost it to the same word."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.damped_by, []).append(part)
    for word, several in groups.items():
        spans = (Span(part.where, part.start, part.end) for part in several)
        yield ReasonView("", _quoted(item, spans), sum(part.share for part in several), word)


def _quoted(item: Item, spans: Iterable[Span]) -> tuple[str, ...]:
    """Return stretches of an item as its editor wrote them, each once."""
    texts = {Where.TITLE: item.title, Where.TEXT: item.text}
    words = (" ".join(texts[span.where][span.start : span.end].split()) for span in spans)
    return tuple(dict.fromkeys(words))


def _topic_reasons(item: Item, choice: TopicChoice) -> TopicReasons:
    hits = [hit for hit in choice.hits if hit.points > 0][:_TOPIC_WORDS]
    return TopicReasons(choice.name, _quoted(item, (Span(hit.where, hit.start, hit.end) for hit in hits)))
