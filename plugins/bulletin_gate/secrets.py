"""Find what may not be public in a text, quote it without telling it, and mask it.

Sources: 《保守国家秘密法》 2024 (marks, work secrets), 《个人信息保护法》 (personal data), GB/T 9704-2012 (marks and
copy numbers), GB 11643-1999 (identity numbers), GA 36 (plates). What each rule finds is said where its finder stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin_gate.secret_contacts import find_addresses, find_births, find_emails, find_phones, find_plates
from bulletin_gate.secret_marks import find_copy_numbers, find_internal, find_levels, find_work_secrets
from bulletin_gate.secret_names import find_petitioners, surname_at
from bulletin_gate.secret_numbers import find_cards, find_identities, find_mobiles, find_passports
from bulletin_gate.secret_signs import Signs, signs_of

_MASK: Final = "*"
_ALNUM: Final = re.compile(r"[0-9A-Za-z]")
_NUMERAL: Final = re.compile(r"[0-9零〇○一二三四五六七八九十百]")
_WORD: Final = re.compile(r"\S")
_LONG_NUMBER: Final = re.compile(r"[0-9０-９](?:[ -]?[0-9０-９]){4,}+")
_OLD_ID_LENGTH: Final = 15

Span = tuple[int, int]
Finder = Callable[[Signs], Iterator[Span]]


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A stretch of a text, from one offset to before another, that a rule forbids."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What may not be public, how it is found, and what of it a masked form shows.

    Attributes:
        code: code of the diagnostic.
        find: yields where it stands in plain signs, in linear time.
        hides: matches each sign that is hidden; others stay as they are.
        first: how many of the signs that would be hidden stay at the beginning,
        last: and at the end.
        in_problems: only the texts of problem items are searched.
    """

    code: str
    find: Finder
    hides: re.Pattern[str] = _ALNUM
    first: int = 0
    last: int = 0
    in_problems: bool = False


# In the order of precedence: where two find the same signs, the first names them.
RULES: Final[tuple[Rule, ...]] = (
    Rule("GATE-ID", find_identities, first=6, last=4),
    Rule("GATE-CARD", find_cards, first=4, last=4),
    Rule("GATE-MOBILE", find_mobiles, first=3, last=4),
    Rule("GATE-PASSPORT", find_passports, first=1, last=2),
    Rule("GATE-PHONE", find_phones, first=4),
    Rule("GATE-PLATE", find_plates, _WORD, first=2, last=1),
    Rule("GATE-EMAIL", find_emails, _WORD, first=1),
    Rule("GATE-BIRTH", find_births, _NUMERAL, first=4),
    Rule("GATE-ADDRESS", find_addresses, _NUMERAL),
    Rule("GATE-WORK-SECRET", find_work_secrets, _WORD, first=1),
    Rule("GATE-SECRECY", find_levels, _WORD, first=1),
    Rule("GATE-INTERNAL", find_internal, _WORD, first=1),
    Rule("GATE-COPY", find_copy_numbers, _ALNUM),
    Rule("GATE-NAME", find_petitioners, _WORD, first=1, in_problems=True),
)
_RULES: Final = {rule.code: rule for rule in RULES}


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield stretches sorted, each without what one before it has."""
    reach = 0
    for start, end in sorted(spans):
        if max(start, reach) < end:
            yield max(start, reach), end
            reach = end


def _outside(spans: Iterable[Span], taken: list[Secret]) -> Iterator[Span]:
    """Yield the parts of stretches that no secret covers yet; both are sorted and without overlaps."""
    first = 0
    for span in spans:
        start, end = span
        while first < len(taken) and taken[first].end <= start:
            first += 1
        which = first
        while which < len(taken) and taken[which].start < end:
            if start < taken[which].start:
                yield start, taken[which].start
            start = max(start, taken[which].end)
            which += 1
        if start < end:
            yield start, end


def find_secrets(text: str, *, problem: bool = False, allowed: Collection[str] = ()) -> list[Secret]:
    """Return everything in a text that may not be public, sorted, without overlaps, in time linear in its length.

    Args:
        text: any text: a source file, a paragraph, a cell, a property, a file name, a page of HTML.
        problem: the text is a problem item's, in which petitioners' names count.
        allowed: e-mail addresses that are an office's own, in any case.
    """
    signs = signs_of(text)
    fine = {address.lower() for address in allowed}
    taken: list[Secret] = []
    for rule in RULES:
        if rule.in_problems and not problem:
            continue
        found = (signs.span(*span) for span in rule.find(signs) if signs.text[slice(*span)].lower() not in fine)
        new = [Secret(*span, rule.code) for span in _outside(_apart(found), taken)]
        taken = sorted(taken + new) if new else taken
    return taken


def _first(rule: Rule, text: str) -> int:
    """Return how many signs a rule lets be seen at the beginning of a secret."""
    if rule.code == "GATE-NAME":
        return surname_at(text, 0)
    if rule.code == "GATE-PHONE" and not text.startswith("0"):
        return rule.first - 1
    return rule.first


def _covered(text: str, code: str, sign: str = _MASK) -> str:
    """Return the masked form of a secret: as many signs as the plain text of it has."""
    rule = _RULES[code]
    plain = signs_of(text).text
    if "@" in plain and code == "GATE-EMAIL":
        local, _, domain = plain.rpartition("@")
        shown = local[: min(rule.first, len(local) - 1)]
        return shown + sign * (len(local) - len(shown)) + "@" + domain
    places = [at for at, one in enumerate(plain) if rule.hides.match(one)]
    last = rule.last - 1 if code == "GATE-ID" and len(places) == _OLD_ID_LENGTH else rule.last
    hidden = places[_first(rule, plain) : len(places) - last]
    # The rest of a stretch that another secret took: nothing of it is needed.
    hidden = hidden or places
    dark = set(hidden)
    return "".join(sign if at in dark else one for at, one in enumerate(plain))


def masked(text: str, secrets: Iterable[Secret], *, sign: str = _MASK) -> str:
    """Return a text with secrets in their masked form: 110105********002X, 138****1234, 李**, z***@example.cn.

    A secret keeps its length, save for the invisible signs, entities and tags inside it, which go. With all that
    `find_secrets` found, nothing more is found in the result.

    Args:
        text: the text that was searched.
        secrets: what was found in it.
        sign: what stands for a hidden sign, ``*`` or ``×``. Markdown takes ``****`` for emphasis, but not ``××××``.
    """
    pieces: list[str] = []
    at = 0
    for secret in sorted(secrets):
        if secret.start < at:
            continue
        pieces += (text[at : secret.start], _covered(text[secret.start : secret.end], secret.code, sign))
        at = secret.end
    return "".join(pieces) + text[at:]


_AROUND: Final = 8
_WINDOW: Final = 300


def _dark(text: str) -> str:
    return _WORD.sub(_MASK, text)


def _surrounding(text: str, low: int, high: int, secrets: Iterable[Secret]) -> str:
    """Return a part of a text in which every secret and every long number is hidden wholly."""
    part = text[low:high]
    for one in secrets:
        start, end = max(one.start, low) - low, min(one.end, high) - low
        if start < end:
            part = part[:start] + _dark(part[start:end]) + part[end:]
    return _LONG_NUMBER.sub(lambda number: _dark(number[0]), part)


def quotation(text: str, secret: Secret) -> str:
    """Return the masked form of a secret with up to eight signs of the text on either side, on one line.

    Other secrets in those signs are hidden wholly, whatever kind of text it is; so is what only the cut makes one.
    """
    low, high = max(0, secret.start - _AROUND), min(len(text), secret.end + _AROUND)
    begin = max(0, secret.start - _WINDOW)
    near = [
        Secret(one.start + begin, one.end + begin, one.code)
        for one in find_secrets(text[begin : secret.end + _WINDOW], problem=True)
    ]
    shown = (
        "…" if low else "",
        _surrounding(text, low, secret.start, near),
        _covered(text[secret.start : secret.end], secret.code),
        _surrounding(text, secret.end, high, near),
        "…" if high < len(text) else "",
    )
    said = " ".join("".join(shown).split())
    return masked(said, find_secrets(said, problem=True))
