"""The number of an issue as mastheads, old lists and citations print it: 二〇〇四年第七、八期合刊（总第107-108期）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bulletin.numerals import from_hanzi, to_hanzi


@dataclass(frozen=True, slots=True)
class Printed:
    """What a masthead says of a number; None where it doesn't say."""

    year: int | None = None
    volume: int | None = None
    supplement: bool = False  # 增刊
    special: bool = False  # 专刊 and 特刊, outside the regular sequence
    numbers: tuple[int, int] | None = None  # first and last
    following: tuple[int, int] | None = None  # those of the next year, in an issue merged across years
    total: tuple[int, int] | None = None
    mark: str = ""  # what stands in brackets behind: 专期, 更正重发


_LONGEST: Final = 200  # characters; no masthead says more, and no text, however long, takes long to refuse
_HIGHEST: Final = 99_999
_WIDEST: Final = 366  # a year of dailies
_YEARS: Final = range(1900, 2100)

# Full-width ASCII, then whatever is typed for a hyphen and for a tilde.
_FOLD: Final = (
    {code + 0xFEE0: code for code in range(0x21, 0x7F)}
    | dict.fromkeys(map(ord, "‐‑‒–—―−─"), "-")
    | dict.fromkeys(map(ord, "～〜∼"), "~")
    | {ord("､"): "、"}
)
_HANZI: Final = "〇○零一二三四五六七八九十百千万两"
_PLACES: Final = re.compile("[十百千万]")
# Typewriters and early input methods had no 〇: 二00四, 二OO四.
_PLAIN: Final = str.maketrans("〇○0Oo两", "零零零零零二")

# A space may stand anywhere but within a numeral: 1 0 is not 10.
_SPACE: Final = re.compile(f"(?<![0-9A-Za-z{_HANZI}]) | (?![0-9A-Za-z{_HANZI}])")

_N: Final = f"(?:[0-9]{{1,5}}|[{_HANZI}][{_HANZI}0O]{{0,8}})(?![0-9{_HANZI}])"
_R: Final = f"{_N}(?:[-~至]{_N})?"
_S: Final = f"{_R}(?:[、/]{_R})*"
# Without a 期, 7/8 is a date as likely as a number.
_BARE: Final = f"{_R}(?:、{_R})*"
_LATIN: Final = "Issue(?: ?No[.]?)?|Nos?[.]?|№|#"

# What a text is made of, the first that fits counting: a year and number with a Dot or Dash between (2004.7-8; but
# 2004-7-8 is a date), Year, Volume, Total, Number, Bare number, number in Parentheses, Kind, Merger, mark (X), Comma,
# and what Joins two numbers.
_PARTS: Final = {
    "D": "[12][0-9]{3}(?P<by>[-./])[0-9]{1,3}(?:(?!(?P=by))[-~至、][0-9]{1,3})*(?![0-9])期?",
    "Y": f"(?:[0-9]{{4}}|(?![0-9〇○零]){_N})年|[12][0-9]{{3}}(?=[, ]?(?:第|Vol|{_LATIN}))",
    "V": f"第?{_N}卷|Vol(?:ume)?[.]? ?{_N}",
    "T": "|".join(form.format(f"总(?:第{_S}期|{_S}期?|期号:?{_S})") for form in (r"\({}\)", "{}")),
    "N": f"第{_N}(?:[-~至、/]第?{_N})*期|{_S}期|(?:{_LATIN}) ?{_S}",
    "B": _BARE,
    "P": rf"\((?:第{_S}期|{_S}期|{_BARE})\)",
    "K": "增刊|专刊|特刊",
    "M": r"合刊|\(合刊\)",
    "X": r"\([^()]+\)",
    "C": ",",
    "J": "[-~至、/]",
}
_PART: Final = re.compile(
    " ?(?:" + "|".join(f"(?P<{letter}>{form})" for letter, form in _PARTS.items()) + ")", re.ASCII | re.IGNORECASE
)

# The order the parts may stand in. Two numbers with a 期 each are one issue only where 合刊 says so.
_BODY: Final = "(?:(?:YC?)?(?:VC?)?(?:NM?|N[CJ]?NM|K(?:[NBP]M?)?|NK)|YN[CJ]?YNM|DM?)"
_SHAPE: Final = re.compile(f"(?:{_BODY}|BM?)(?:C?TX?|XC?T|X)?|(?:YC?)?TX?|TC?{_BODY}X?")

# A mark that speaks of numbers, years or tracks is not understood; it must not be passed over.
_NO_MARK: Final = re.compile(f"[增专特合]刊|[{_HANZI}][期卷年]|[总第][{_HANZI}]")
_NAKED: Final = re.compile(rf"\(?[0-9{_HANZI}]")


def _folded(text: str) -> str:
    spaced = " ".join(text.split())
    if len(spaced) > _LONGEST:
        raise ValueError("too long")
    folded = _SPACE.sub("", spaced.replace("——", "—").translate(_FOLD))
    # Mastheads put the whole in brackets: （第3期）.
    is_wrapped = folded.startswith("(") and folded.endswith(")") and folded.count("(") == 1
    return folded[1:-1] if is_wrapped else folded


def _parts(text: str) -> list[tuple[str, str]]:
    """Split a text into its parts, each with its letter."""
    parts: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        matched = _PART.match(text, at)
        if matched is None:
            raise ValueError(text[at:])
        letter = matched.lastgroup or ""
        parts.append((letter, matched[letter]))
        at = matched.end()
    return parts


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    plain = text.translate(_PLAIN)
    value = from_hanzi(plain)
    if _PLACES.search(plain):
        # 一百五 is 150 to some and 105 to others; 一百十 is 110 to all.
        full = plain.replace("百十", "百一十")
        is_clear = to_hanzi(value) == (full.removeprefix("一") if full.startswith("一十") else full)
    else:
        # 七八 is 78 to some and 7 and 8 to others.
        digits = str(value)
        is_clear = len(plain) == 1 or plain.startswith("零") or digits not in "123456789"
    if not is_clear:
        raise ValueError(text)
    return value


def _span(part: str) -> tuple[int, int]:
    """Read the numbers in a part: one, a range, or several enumerated without a gap."""
    first, last = 0, 0
    for item in re.split("[、/]", part):
        ends = [_number(numeral) for numeral in re.findall(_N, item, re.IGNORECASE)]
        is_ascending = all(low < high for low, high in pairwise(ends))
        if ends[2:] or not is_ascending or (last and ends[0] != last + 1):
            raise ValueError(part)
        first, last = first or ends[0], ends[-1]
    if not 0 < first <= last <= _HIGHEST or last - first >= _WIDEST:
        raise ValueError(part)
    return first, last


def _year(part: str) -> int:
    year, _ = _span(part)
    if year not in _YEARS:
        raise ValueError(part)
    return year


def _volume(part: str) -> int:
    """Read a volume, unless it may be a year: 2004卷."""
    volume, _ = _span(part)
    if volume in _YEARS:
        raise ValueError(part)
    return volume


def _numbers(part: str) -> tuple[int, int]:
    """Read the numbers in a part, unless they may be years: 2004, 2004-2005期, 增刊（2004）."""
    first, last = _span(part)
    is_said = part.endswith("期") and first == last
    if _NAKED.match(part) and first in _YEARS and not is_said:
        raise ValueError(part)
    return first, last


def _mark(part: str) -> str:
    mark = part[1:-1]
    if not mark.replace(" ", "").isalpha() or _NO_MARK.search(mark):
        raise ValueError(part)
    return mark


def _merged(spans: list[tuple[int, int]], years: list[int]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Join two numbers merged within a year; keep them apart where the second is the next year's."""
    if not spans[1:]:
        return next(iter(spans), None), None
    one, other = spans
    goes_on = other[0] == one[1] + 1
    if not years[1:]:
        if not goes_on or other[1] - one[0] >= _WIDEST:
            raise ValueError(spans)
        return (one[0], other[1]), None
    # A series counted through the years goes on, any other begins again.
    if years[1] != years[0] + 1 or not (goes_on or other[0] == 1):
        raise ValueError(years)
    return one, other


def parse_printed(text: str) -> Printed:
    """Read the number of an issue as it is printed; raise ValueError for anything else.

    Full-width signs, spaces, a missing 第, leading zeros and Chinese numerals are understood (rule N14). Nothing is
    guessed: what can be read in two ways, or has anything left over, is refused.
    """
    parts = _parts(_folded(text))
    if _SHAPE.fullmatch("".join(letter for letter, _ in parts)) is None:
        raise ValueError(text)
    found = {letter: [part for kind, part in parts if kind == letter] for letter in _PARTS}
    years = [_year(part) for part in found["Y"]] + [_year(part[:4]) for part in found["D"]]
    spans = [_numbers(part) for letter in "NBP" for part in found[letter]] + [_span(part[5:]) for part in found["D"]]
    totals = [_span(part) for part in found["T"]]
    supplement = "增刊" in found["K"]
    if supplement and years and not spans:
        # The only supplement of a year needs no number.
        spans = [(1, 1)]
    numbers, following = _merged(spans, years)
    if not numbers and not totals:
        raise ValueError(text)
    if found["M"] and not following and numbers and numbers[0] == numbers[1]:
        raise ValueError(text)
    return Printed(
        year=next(iter(years), None),
        volume=next((_volume(part) for part in found["V"]), None),
        supplement=supplement,
        special=bool(found["K"]) and not supplement,
        numbers=numbers,
        following=following,
        total=next(iter(totals), None),
        mark=next((_mark(part) for part in found["X"]), ""),
    )
