"""Write numbers as bits: the three codes of a term shard, and lists of ascending numbers (docs/search.md).

Bits are strings of 0 and 1 until they are packed, which is what Python joins fastest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import repeat
from operator import sub


def plain(value: int, size: int) -> str:
    """Return a number in so many bits, the highest first."""
    return format(value, f"0{size}b") if size else ""


@cache
def rice(value: int, k: int) -> str:
    """Return the Rice code: short for numbers about 2ᵏ, one bit longer for each further 2ᵏ."""
    return "1" * (value >> k) + "0" + plain(value & ((1 << k) - 1), k)


@cache
def golomb(value: int, k: int) -> str:
    """Return the exponential Golomb code: short for small numbers, never much too long."""
    value += 1 << k
    over = value.bit_length() - 1 - k
    return "1" * over + "0" + plain(value - (1 << (over + k)), over + k)


def spread(count: int, limit: int) -> int:
    """Return the k for the gaps between ``count`` numbers below ``limit``: 2ᵏ is at most two thirds of the mean."""
    ratio = 2 * limit // (3 * count)
    return ratio.bit_length() - 1 if ratio else 0


def ascending(numbers: Sequence[int], limit: int) -> str:
    """Return ascending numbers below ``limit``; nothing where none of them or all are there."""
    count = len(numbers)
    if count in {0, limit}:
        return ""
    k = spread(count, limit)
    gaps = map(sub, numbers[1:], numbers)
    return rice(numbers[0], k) + "".join(map(rice, map(sub, gaps, repeat(1)), repeat(k)))


def packed(bits: str) -> bytes:
    """Return bits as bytes, the first bit the highest of the first byte, filled with zeros."""
    size = (len(bits) + 7) // 8
    return int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big") if bits else b""
