"""Kind and topic of an item at once, with the explanation where somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin_problems.explain import Explanation, explain
from bulletin_problems.judge import Judge, Judgement
from bulletin_problems.reading import Reading, read
from bulletin_problems.topics import TopicChoice, TopicWords


@dataclass(frozen=True, slots=True)
class Classified:
    """What an item is taken for, and why where that was asked for."""

    judgement: Judgement
    topic: TopicChoice
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Classifier:
    """A judge of kinds and the words of topics; ``model_bytes`` is what the model's file takes."""

    judge: Judge
    topic_words: TopicWords
    model_bytes: int = 0

    def classify(self, title: str, text: str, *, why: bool = False) -> Classified:
        """Return kind and topic of an item from its title and plain text; any text gives an answer, in linear time."""
        item = read(title, text)
        judgement = self.judge.judge(item)
        return Classified(judgement, self.topic_of(item), explain(judgement, item) if why else None)

    def topic_of(self, item: Reading) -> TopicChoice:
        """Return the topic of an item alone."""
        return self.topic_words.choose(self.judge.model.topics, item)
