"""A linear model over runs of one to three signs, in whole numbers, so that every machine gives the same score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt
from typing import Final

from bulletin_problems.folding import Signs

FORM: Final = "govbulletin linear model 1"
LONGEST: Final = 3


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
    squared values: term presence, inverse document frequency to the power 1.5, cosine normalised.
    """

    bias: int
    weights: Mapping[str, int]
    values: Mapping[str, int]
    cues: int = 0  # thousandths of log odds that a cue of weight 1000 is worth

    def parts(self, signs: Signs) -> list[tuple[str, int]]:
        """Return each known run of a text with its share of the score, in thousandths; the order is fixed."""
        return self._shares(runs_of(signs.text))

    def _shares(self, runs: Iterable[str]) -> list[tuple[str, int]]:
        values = self.values
        known = sorted(run for run in runs if run in values)
        length = isqrt(sum(values[run] ** 2 for run in known)) or 1
        return [(run, (2 * self.weights[run] * values[run] + length) // (2 * length)) for run in known]

    def score_of(self, runs: Iterable[str]) -> int:
        """Return the score of a text's runs in thousandths of log odds."""
        return self.bias + sum(share for _, share in self._shares(runs))


class ModelError(ValueError):
    """A file that is no model of this form."""


def to_json(model: Model, about: Mapping[str, object]) -> str:
    """Return a model as a file: runs grouped by value, everything sorted, one line a group."""
    groups: dict[int, dict[str, int]] = {}
    for run in sorted(model.weights):
        groups.setdefault(model.values[run], {})[run] = model.weights[run]
    lines = [f'"form": {json.dumps(FORM)}', *(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(about.items()))]
    lines += [f'"bias": {model.bias}', f'"cues": {model.cues}']
    inner = ",\n".join(
        f'"{value}": {json.dumps(groups[value], ensure_ascii=False, separators=(",", ":"))}' for value in sorted(groups)
    )
    return "{" + ",\n".join([*lines, '"runs": {\n' + inner + "}"]) + "}\n"


def from_json(text: str) -> Model:
    """Read a model; raise ModelError."""
    try:
        read = json.loads(text)
        if read["form"] != FORM:
            raise ModelError(read["form"])
        weights: dict[str, int] = {}
        values: dict[str, int] = {}
        for value, runs in read["runs"].items():
            for run, weight in runs.items():
                weights[run], values[run] = _whole(weight), int(value)
        return Model(_whole(read["bias"]), weights, values, _whole(read["cues"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(str(error)) from None


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ModelError(str(number))
    return number


def documents_with(texts: Iterable[set[str]]) -> dict[str, int]:
    """Return in how many texts each run stands."""
    counts: dict[str, int] = {}
    for runs in texts:
        for run in runs:
            counts[run] = counts.get(run, 0) + 1
    return counts
