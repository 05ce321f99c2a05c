"""A linear model over runs of one to three signs, in whole numbers, so that every machine gives the same score."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import isqrt
from typing import Final

_FORM: Final = "govbulletin linear model 1"
# A text's length is never less than this (squared): the two or three known runs of a short text say little.
FLOOR: Final = 300
_SQUARE: Final = 1_000_000  # values are in thousandths


def runs_of(signs: str) -> set[str]:
    """Return the different runs of one to three signs."""
    found = set(signs)
    found.update(map("".join, pairwise(signs)))
    found.update(map("".join, zip(signs, signs[1:], signs[2:], strict=False)))
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in thousandths of log odds by run, and how much a run counts in the length of a text (``values``).

    A text's score is ``bias`` and, for every run it holds, weight times value, divided by the root of the sum of
    squared values and of ``FLOOR``: term presence, inverse document frequency to the power 1.5, cosine normalised.
    """

    bias: int
    weights: Mapping[str, int]
    values: Mapping[str, int]
    cues: int = 0  # thousandths of log odds that a cue of weight 1 is worth
    topics: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # log odds of topics by run, in thousandths

    def shares(self, runs: Iterable[str]) -> list[tuple[str, int]]:
        """Return each known run of a text with its share of the score, in thousandths; the order is fixed."""
        values = self.values
        known = sorted(values.keys() & runs)
        length = isqrt(FLOOR * _SQUARE + sum(values[run] ** 2 for run in known))
        return [(run, (2 * self.weights[run] * values[run] + length) // (2 * length)) for run in known]

    def score_of(self, runs: Iterable[str]) -> int:
        """Return the score of a text's runs in thousandths of log odds."""
        return self.bias + sum(share for _, share in self.shares(runs))


class ModelError(ValueError):
    """A file that is no model of this form."""


def to_json(model: Model, about: Mapping[str, object]) -> str:
    """Return a model as a file: runs grouped by value, everything sorted, one line a group."""
    groups: dict[int, dict[str, int]] = {}
    for run in sorted(model.weights):
        groups.setdefault(model.values[run], {})[run] = model.weights[run]
    lines = [f'"form": {json.dumps(_FORM)}', *(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(about.items()))]
    lines += [f'"bias": {model.bias}', f'"cues": {model.cues}']
    inner = ",\n".join(f'"{value}": {_compact(groups[value])}' for value in sorted(groups))
    by_topic: dict[str, dict[str, int]] = {}
    for run, by_name in sorted(model.topics.items()):
        for name, weight in by_name.items():
            by_topic.setdefault(name, {})[run] = weight
    topics = ",\n".join(f"{_compact(name)}: {_compact(by_topic[name])}" for name in sorted(by_topic))
    return "{" + ",\n".join([*lines, '"runs": {\n' + inner + "}", '"topics": {\n' + topics + "}"]) + "}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Model:
    """Read a model; raise ModelError."""
    try:
        read = json.loads(text)
        if read["form"] != _FORM:
            raise ModelError(read["form"])
        weights: dict[str, int] = {}
        values: dict[str, int] = {}
        for value, runs in read["runs"].items():
            for run, weight in runs.items():
                weights[run], values[run] = _whole(weight), int(value)
        topics: dict[str, dict[str, int]] = {}
        for topic, runs in read["topics"].items():
            for run, weight in runs.items():
                topics.setdefault(run, {})[topic] = _whole(weight)
        return Model(_whole(read["bias"]), weights, values, _whole(read["cues"]), topics)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(str(error)) from None


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ModelError(str(number))
    return number


def documents_with(texts: Iterable[Collection[str]]) -> dict[str, int]:
    """Return in how many texts each run stands."""
    counts: dict[str, int] = {}
    for runs in texts:
        for run in runs:
            counts[run] = counts.get(run, 0) + 1
    return counts
