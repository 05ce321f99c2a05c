"""Compose titles and bodies of made-up items from the vocabulary, by a seeded random generator."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Final

from bench import vocabulary as words

_SLOT: Final = re.compile(r"{(\w+)}")
_SENTENCES: Final = (2, 3, 3, 4)  # of a paragraph
_ROWS: Final = 5


class Extra(StrEnum):
    """What a body holds besides plain paragraphs."""

    NONE = "none"
    TABLE = "table"
    FOOTNOTE = "footnote"
    BOLD = "bold"
    LIST = "list"


@dataclass(slots=True)
class Prose:
    """A writer with its own source of chance; the same seed writes the same words."""

    rng: Random
    _titles: set[str] = field(default_factory=set)

    def fill(self, pattern: str, unit: str) -> str:
        """Return a pattern with every slot filled anew, slots in the words that fill them included."""
        filled = _SLOT.sub(lambda slot: self._word(slot[1], unit), pattern)
        return self.fill(filled, unit) if "{" in filled else filled

    def _word(self, slot: str, unit: str) -> str:
        if slot == "unit":
            return unit
        return self._figure(slot) if slot in _FIGURES else self.rng.choice(_LISTS[slot])

    def _figure(self, slot: str) -> str:
        return _FIGURES[slot](self.rng)

    def title(self, unit: str, *, problem: bool) -> str:
        """Return a title that no other item of this writer has."""
        patterns = words.PROBLEM_TITLES if problem else words.GENERAL_TITLES
        while (title := self.fill(self.rng.choice(patterns), unit)) in self._titles:
            pass
        self._titles.add(title)
        return title

    def body(self, unit: str, length: int, extra: Extra, *, problem: bool) -> str:
        """Return paragraphs of about ``length`` characters together, in Markdown, without a line break at the end."""
        leads, facts, ends = _PROBLEM if problem else _GENERAL
        last = self.fill(self.rng.choice(ends), unit)
        paragraphs = [self.fill(self.rng.choice(leads), unit)]
        left = length - len(paragraphs[0]) - len(last)
        room = 1
        for fact in self._order(facts, left):
            if room == 0:
                paragraphs.append("")
                room = self.rng.choice(_SENTENCES)
            sentence = self.fill(fact, unit)
            paragraphs[-1] += sentence
            room -= 1
            left -= len(sentence)
            if left <= 0:
                break
        paragraphs.append(last)
        return "\n\n".join(self._with(extra, paragraphs, unit))

    def _order(self, facts: tuple[str, ...], length: int) -> list[str]:
        """Return facts in changing order, more than enough to fill ``length`` characters."""
        order: list[str] = []
        while 20 * len(order) <= max(length, 1):
            order += self.rng.sample(facts, len(facts))
        return order

    def _with(self, extra: Extra, paragraphs: list[str], unit: str) -> list[str]:
        first, *rest = paragraphs
        match extra:
            case Extra.TABLE:
                return [first, self.fill(words.TABLE_LEAD, unit), self._table(), *rest]
            case Extra.FOOTNOTE:
                note = self.fill(self.rng.choice(words.NOTES), unit)
                return [first.removesuffix("。") + "[^1]。", *rest, f"[^1]: {note}"]
            case Extra.BOLD:
                heads = self.rng.sample(words.BOLD, len(words.BOLD))
                return [first, *(f"**{head}**：{text}" for head, text in zip(heads, rest, strict=False))]
            case Extra.LIST:
                points = [f"- {self.fill(point, unit)}；" for point in words.POINTS]
                return [first, *rest[:-1], "\n".join(points), rest[-1]]
            case Extra.NONE:
                return paragraphs

    def _table(self) -> str:
        """Return a table of names and numbers."""
        head = self.rng.choice(words.COLUMNS)
        villages = self.rng.sample(words.VILLAGES, _ROWS)
        rows = [head, ("---", *["---:"] * (len(head) - 1)), *((name, *map(self._figure, "hdp")) for name in villages)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


_GENERAL: Final = (words.GENERAL_LEADS, words.GENERAL_FACTS, words.GENERAL_ENDS)
_PROBLEM: Final = (words.PROBLEM_LEADS, words.PROBLEM_FACTS, words.PROBLEM_ENDS)
_FIGURES: Final[dict[str, Callable[[Random], str]]] = {
    "n": lambda rng: str(rng.randint(2, 98)),
    "h": lambda rng: f"{rng.randint(101, 9899):,}",
    "d": lambda rng: f"{rng.randint(11, 989) / 10}",
    "p": lambda rng: f"{rng.randint(101, 989) / 10}%",
    "m": lambda rng: f"{rng.randint(1, 12)}月",
}
_LISTS: Final[dict[str, tuple[str, ...]]] = {
    "village": words.VILLAGES,
    "crop": words.CROPS,
    "work": words.WORKS,
    "fault": words.FAULTS,
    "measure": words.MEASURES,
    "quality": words.QUALITIES,
    "trouble": words.TROUBLES,
}
