"""Chinese numerals for issue numbers: 17 is 十七, 103 is 一百零三."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_PLACES: Final = ("", "十", "百", "千")
_LIMIT: Final = 10_000


def to_hanzi(number: int) -> str:
    """Return a number from 0 to 9999 in Chinese numerals, ten as 十; raise ValueError outside that range."""
    if not 0 <= number < _LIMIT:
        raise ValueError(number)
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    digits = [int(digit) for digit in str(number)]
    gap = False
    for power, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == 0:
            gap = True
            continue
        if gap:
            parts.append(_DIGITS[0])
            gap = False
        parts.append(_DIGITS[digit] + _PLACES[power])
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text
