"""The shapes of values: regular expressions in the part of the language that Python and JSON Schema read alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Quotation marks and wide spaces that editors set around a value.
AROUND: Final = "“”‘’「」『』\"'\u3000\u00a0 "
# Full-width digits and signs count as their half-width brothers, as in bulletin.dates and bulletin.numbers.
_DIGIT: Final = "[0-9０-９]"
_POSITIVE: Final = "[1-9１-９]"
_SLOT: Final = f"{_POSITIVE}{_DIGIT}{{0,4}}"
_MONTH: Final = f"(?:[0０]?{_POSITIVE}|[1１][0-2０-２])"
_DAY: Final = f"(?:[0０]?{_POSITIVE}|[12１２]{_DIGIT}|[3３][01０１])"
_HANZI: Final = (
    "[〇○零一二三四五六七八九]{4}年(?:[一二三四五六七八九]|一?十[一二]?)月"
    "(?:[一二三四五六七八九]|[一二]?十[一二三四五六七八九]?|三十一?)日"
)
_HOUR: Final = f"(?:[01０１]?{_DIGIT}|[2２][0-3０-３])"
_SIXTY: Final = f"[0-5０-５]{_DIGIT}"

_STEP: Final = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~%-]+"
ADDRESS: Final = f"/?(?:{_STEP}/)*{_STEP}/?"
ID: Final = "[a-z][a-z0-9-]{0,39}"
INTEGER: Final = f"{_DIGIT}{{1,9}}"
SPAN: Final = f"{_SLOT}(?:[-－—–～~]{_SLOT})?(?:[+＋]{_POSITIVE}{_DIGIT}?)?"
ISSUE: Final = "/?([a-z][a-z0-9-]*)/([0-9]{4})/((?:supplement-|special-)?(?:r[2-9]-)?[1-9][0-9-]*)/?"
REFERENCE: Final = f"{ISSUE.removesuffix('/?')}(?:/([1-9][0-9]*))?/?"
URL: Final = r"""[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#"'<>]+/(?:[^\s?#"'<>]*/)?"""
# A hub on this machine, for trials, needs no encryption: nobody stands between.
HUB: Final = r"""(?:https://[A-Za-z0-9.-]+|http://127\.0\.0\.1)(?::[0-9]{1,5})?(?:/[^\s"'<>#]*)?"""
# Somewhere else on the web, down to the query.
LINK: Final = r"""[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#"'<>]+(?:[/?#][^\s"'<>]*)?"""
# 政府网站标识码: ten characters; all that were seen (domain notes 4.2) are the six digits of an area and four more, or
# bm and eight digits for ministries.
SITE_CODE: Final = "(?:[0-9]{10}|[Bb][Mm][0-9]{8})"
# The two records as they are printed: the short name of a province and a serial, behind - that of the site.
ICP_RECORD: Final = "[\u4e00-\u9fff]ICP备[0-9]{8,10}号(?:-[1-9][0-9]{0,2})?"
POLICE_RECORD: Final = "[\u4e00-\u9fff]公网安备 ?[0-9]{14}号"
# The code of an organisation, its hyphen dropped, as index numbers have it (domain notes 4.5).
ORGAN_CODE: Final = "[0-9A-Z]{9}"
# What stands for a series in index numbers.
INDEX_CODE: Final = "[0-9A-Za-z]{1,8}"
# That a day exists (no 30 February), and that a merged issue's numbers ascend, no expression says; the reader does.
DATE: Final = f"(?:{_DIGIT}{{4}}(?:[-－]{_MONTH}[-－]{_DAY}|[/／]{_MONTH}[/／]{_DAY}|年{_MONTH}月{_DAY}日)|{_HANZI})"
MONTH: Final = (
    f"(?:{_DIGIT}{{4}}(?:[-－]{_MONTH}|年{_MONTH}月)"
    "|[〇○零一二三四五六七八九]{4}年(?:[一二三四五六七八九]|一?十[一二]?)月)"
)
MOMENT: Final = f"{DATE}[T 　]+{_HOUR}[:：]{_SIXTY}(?:[:：]{_SIXTY})?"


def any_case(words: Iterable[str]) -> str:
    """Return the expression of a choice of words whose letters may be large or small."""
    return "|".join("".join(f"[{c}{c.upper()}]" if c != c.upper() else c for c in word) for word in words)


def whole(shape: str) -> str:
    """Return the expression for a value that has this shape from end to end but for space and quotes around it."""
    return rf"^[\s{AROUND}]*(?:{shape})[\s{AROUND}]*$"
