"""An item as the classifiers read it: title and text folded, and the runs of signs of both together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bulletin_problems.folding import Signs, folded, signs_of
from bulletin_problems.model import runs_of

# Space between Chinese signs stands where a heading or a paragraph ends; elsewhere Chinese is written without.
_BREAK: Final = re.compile(r"(?<=[^\x00-\x7f])[ \n]+(?=[^\x00-\x7f])")
_SEAM: Final = "。"  # between title and text, where models see one text


@dataclass(frozen=True, slots=True)
class Reading:
    """Title and text of the same lengths as written; ``signs`` are those of title, seam and text."""

    title: str
    text: str
    signs: Signs
    runs: frozenset[str]

    @property
    def body(self) -> int:
        """Return the offset at which the text begins in what the signs are counted in."""
        return len(self.title) + len(_SEAM) if self.title else 0


def read(title: str, text: str) -> Reading:
    """Read an item's title and plain text; any text can be read, in linear time."""
    headline, body = (_BREAK.sub(_lines, folded(one)) for one in (title, text))
    signs = signs_of(f"{headline}{_SEAM}{body}" if headline else body)
    return Reading(headline, body, signs, frozenset(runs_of(signs.text)))


def _lines(space: re.Match[str]) -> str:
    return "\n" * len(space[0])
