"""Make letters that mean the same the same: widths, case, traditional characters; and leave out white space.

One character becomes one, so that every place in a folded text is a place in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

# The white space of JavaScript's \s, which is not quite Python's.
_SPACES: Final = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_WIDE: Final = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


@cache
def shipped_pairs() -> str:
    """Return all pairs of traditional and simplified characters, one behind the other, in order.

    Made from OpenCC 1.4.2 (Apache-2.0), configuration t2s, character by character; docs/search.md says how.
    """
    return (files(__package__) / "shipped" / "simplified.txt").read_text(encoding="utf-8")


@cache
def simplified() -> Mapping[str, str]:
    """Return the simplified character of each traditional one."""
    pairs = shipped_pairs()
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@cache
def _table() -> Mapping[int, int]:
    return _WIDE | {ord(one): ord(other) for one, other in simplified().items()}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(simplified())}]")


def folded(text: str) -> str:
    """Return a text of the same length with widths, case and script made equal."""
    plain = text.translate(_table())
    low = plain.lower()
    if len(low) == len(text):
        return low
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)  # a few letters become two


def squeezed(text: str) -> str:
    """Return a folded text without white space."""
    return _SPACES.sub("", folded(text))


def pairs_in(texts: Iterable[str]) -> str:
    """Return the pairs of traditional and simplified characters for those that occur in some texts, in order."""
    known, found = simplified(), set[str]()
    for text in texts:
        found.update(_traditional().findall(text))
    return "".join(one + known[one] for one in sorted(found))
