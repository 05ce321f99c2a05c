"""The parts of a decision: each share of a score, with the words in the text that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """In which text a part stands."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a score, in thousandths, for the problem class where positive.

    ``start`` and ``end`` are offsets in the title or the text; ``group`` is the name of the cue's group in the lexicon.
    ``damped_by`` is the word that takes a cue's force; its share is then what is left, or speaks for the other side.
    """

    where: Where
    start: int
    end: int
    word: str
    group: str
    share: int
    damped_by: str = ""
