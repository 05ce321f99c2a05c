"""Cut a long row of things into files of about one size, so that a small change moves few of the cuts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

_STEP: Final = 8  # many files are a multiple of this, so that their number hardly ever changes


def cuts(sizes: Sequence[int], target: int) -> list[int]:
    """Return the places at which files begin, the first 0; () has one file, with nothing in it.

    Each cut is a share of the whole, so one thing that grows moves a cut only where it stood close to that anyway.

    Args:
        sizes: The size of each thing.
        target: How large files become on average, in the unit of the sizes.
    """
    total = sum(sizes)
    count = max(1, -(-total // target))
    if count > _STEP:
        count = -(-count // _STEP) * _STEP
    begun, last = [0], 0
    for place, before in enumerate(accumulate(sizes[:-1]), 1):
        share = before * count // total if total else 0
        if share > last:
            begun.append(place)
            last = share
    return begun
