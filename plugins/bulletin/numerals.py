"""Chinese numerals for issue numbers: 17 is 十七, 103 is 一百零三."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_PLACES: Final = ("", "十", "百", "千", "万")
_LIMIT: Final = 100_000
_VALUES: Final = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}


def to_hanzi(number: int) -> str:
    """Return a number from 0 to 99999 in Chinese numerals, ten as 十; raise ValueError outside that range."""
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


def from_hanzi(text: str) -> int:
    """Read Chinese numerals with places, 一百零三, or digit by digit, 二〇〇四; raise ValueError for anything else."""
    if not text or any(char not in _VALUES and char not in _PLACES[1:] for char in text):
        raise ValueError(text)
    if not any(char in text for char in _PLACES[1:]):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit, last_place = 0, 0, len(_PLACES)
    for char in text:
        place = _PLACES.index(char) if char in _PLACES else 0
        if not place:
            if digit:
                raise ValueError(text)
            digit = _VALUES[char]
            continue
        if place >= last_place:
            raise ValueError(text)
        # 十七 is 一十七.
        total += (digit or 1) * 10**place
        digit, last_place = 0, place
    return total + digit
