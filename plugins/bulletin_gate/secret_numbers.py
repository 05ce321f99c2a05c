"""Find the numbers of persons in plain text: identity, mobile telephone, bank card, passport."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Final

from bulletin_gate.secret_signs import Run, Signs, Window

Span = tuple[int, int]

# GB/T 2260, first two digits; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan, 9x those of foreigners.
_PROVINCES: Final = frozenset(
    {
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
        *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
    }
)
_FOREIGN: Final = "9"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_YEARS: Final = range(1900, 2100)

_ID_LENGTH: Final = 18
_OLD_ID_LENGTH: Final = 15
_MOBILE_LENGTH: Final = 11
_CARD_LENGTHS: Final = range(16, 20)
# How people break numbers up; any other grouping is a row of figures.
_MOBILE_SHAPES: Final = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (6, 5), (5, 6), (1,) * 11}
)
_CARD_SHAPES: Final = frozenset(
    {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 13), (6, 4, 9), (8, 8), (8, 11)}
    | {(4, 4, 4, 7), (6, 11), (6, 12), *((1,) * length for length in _CARD_LENGTHS)}
)
_MOBILE: Final = re.compile("1[3-9][0-9]{9}")
_PREFIXES: Final = {0: "", 1: "0", 2: "86", 4: "0086"}
_NEXT_DIGIT: Final = re.compile("[0-9]")
_NO_DIGITS: Final = re.compile("[^0-9]+")
_OLD_ID_SHAPES: Final = frozenset({(15,), (6, 6, 3), (1,) * 15})
_CARD: Final = re.compile(
    "62[0-9]{14,17}|81[0-7][0-9]{13,16}|9558[0-9]{12,15}|(?:60|65)[0-9]{14}|(?:60|65)[0-9]{17}|4[0-9]{15}|"
    "5[1-5][0-9]{14}|2(?:2[2-9]|[3-6][0-9]|7[01])[0-9]{13}|35(?:2[89]|[3-8][0-9])[0-9]{12}"
)
_FEW: Final = 1
"""Other groups that may stand beside a broken-up number: a line's number, an extension. More are a row of figures."""

_ASIDE: Final = 24
"""How far before a number the words that say what it is are looked for, in signs."""

_AMOUNT: Final = re.compile(
    r" ?(?:余|多)?(?:[十百千万亿]*(?:元|吨|千瓦|度电|立方|平方|人次|人民币|公斤|千克|克|亩|美元|"
    "欧元|日元|港元|字节|股)|[%％])"
)
_SERIAL: Final = re.compile(
    r"(?:单号|编号|编码|代码|流水号?|批号|序列号?|[订工运快]单号?码?|合同号|发票号?码?|凭证号?|证书号?|许可证号?|案号|文号|"
    r"备案号?|条形?码|索引号?|税号|识别号|学号|设备号|资产号|图号|档号|卷号|受理号|办件号|登记号|批准文号|准考证号|商品码|"
    r"ISBN|ISSN|CN|DOI|S/?N|IMEI|ICCID)(?:号码?|编号)?[为是]?[:：]? ?$",
    re.IGNORECASE,
)
_PHONE_WORDS: Final = re.compile(r"电话|手机|联系|号码|微信|致电|拨打|tel|mobile|phone", re.IGNORECASE)
_CARD_WORDS: Final = re.compile(r"卡|账|帐|银行|信用社|汇款|转账|打款|开户")
_ID_WORDS: Final = re.compile(r"身份证|公民身份|证件号")
_MASK: Final = "*×xX•●"
_MASKED_BEFORE: Final = re.compile(rf"[0-9][{_MASK}]{{4,}}$")
_MASKED_AFTER: Final = re.compile(rf"[{_MASK}]{{4,}}[0-9]")
_LETTERS_BEFORE: Final = re.compile(r"[0-9][A-Za-z]{1,12}$|[A-Za-z]{13}$")
_LETTERS_AFTER: Final = re.compile(r"[A-Za-z]{1,12}[0-9]|[A-Za-z]{13}")


def has_check_digit(number: str) -> bool:
    """Say whether 18 signs end in their check digit: ISO 7064 MOD 11-2, as GB 11643-1999 has it."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def passes_luhn(number: str) -> bool:
    """Say whether the last digit is right by the formula of Luhn (GB/T 17710)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the formula's own nine
    return total % 10 == 0


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _YEARS
    except ValueError:
        return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a number is not part of a longer code, a decimal or a masked number."""
    before, after = text[max(0, start - 14) : start], text[end : end + 14]
    if before.endswith(".") and before[-2:-1].isdigit():
        return False
    if after.startswith(".") and after[1:2].isdigit():
        return False
    return not (
        _LETTERS_BEFORE.search(before)
        or _LETTERS_AFTER.match(after)
        or _MASKED_BEFORE.search(before)
        or _MASKED_AFTER.match(after)
    )


def _apart(run: Run, text: str, windows: list[Window], words: re.Pattern[str]) -> Iterator[Window]:
    """Yield the windows that are numbers broken up by people, not parts of a row of figures.

    A row of figures is set with spaces and goes on on either side with figures that are in no such number.
    """
    lows = [low for low, _ in run.groups]
    within: set[int] = set()
    for one in windows:
        within.update(range(bisect_left(lows, one.start), bisect_left(lows, one.end)))
    is_row = len(run.groups) - len(within) > _FEW
    for one in windows:
        spaced = len(one.shape) > 1 and not set(text[one.start : one.end]) & set("-._·")
        if not (spaced and is_row) or words.search(text[max(0, one.start - _ASIDE) : one.start]):
            yield one


def _last_sign(text: str, end: int) -> int:
    """Return where the X that ends an identity number ends, ``end`` if none follows."""
    at = end + 1 if text[end : end + 1] in {" ", "-"} else end
    follows = text[at + 1 : at + 2]
    is_x = text[at : at + 1] in {"X", "x"} and not (follows.isascii() and follows.isalnum())
    return at + 1 if is_x else end


def _is_identity(text: str, start: int, end: int, number: str) -> bool:
    if number[:2] not in _PROVINCES and number[0] != _FOREIGN:
        return False
    if not _is_day(number[6:14]):
        return False
    # One digit typed wrongly behind the words 身份证号 leaves the rest as it was.
    if not _stands_alone(text, start, end):
        return False
    return has_check_digit(number) or bool(_ID_WORDS.search(text[max(0, start - 12) : start]))


def find_identities(signs: Signs) -> Iterator[Span]:
    """Yield identity numbers: 18 signs with a birth date and check digit, 15 with province and birth date."""
    text = signs.text
    for one in (one for _, windows in signs.windows for one in windows):
        start, end, digits = one.start, one.end, one.digits
        if len(digits) == _ID_LENGTH - 1:
            last = _last_sign(text, end)
            if last > end and _is_identity(text, start, last, digits + "X"):
                yield start, last
        elif len(digits) == _ID_LENGTH and _is_identity(text, start, end, digits):
            yield start, end
        elif len(digits) == _OLD_ID_LENGTH and one.shape in _OLD_ID_SHAPES:
            before = text[max(0, start - _ASIDE) : start]
            if (
                digits[:2] in _PROVINCES
                and _is_day("19" + digits[6:12])
                and not _SERIAL.search(before)
                and _stands_alone(text, start, end)
            ):
                yield start, end


def _is_figure(text: str, start: int, end: int) -> bool:
    """Say whether what stands around a number makes it part of another, an amount or a serial number."""
    return not _stands_alone(text, start, end) or bool(
        _AMOUNT.match(text, end) or _SERIAL.search(text[max(0, start - _ASIDE) : start])
    )


def _prefix(digits: str) -> int | None:
    """Return how many digits before a mobile number are 86, 0086 or the 0 of trunk calls; None if others."""
    extra = len(digits) - _MOBILE_LENGTH
    return extra if digits[:extra] == _PREFIXES.get(extra) else None


def _mobile(text: str, window: Window) -> Window | None:
    """Return the mobile number that a window is, without its prefix, which is not masked; None if it is none."""
    extra = _prefix(window.digits)
    if extra is None or not _MOBILE.fullmatch(window.digits, extra) or _is_figure(text, window.start, window.end):
        return None
    first = window.start
    for _ in range(extra):
        first = _NEXT_DIGIT.search(text, first + 1).start()  # type: ignore[union-attr]  # eleven digits are left
    own = text[first : window.end]
    shape = tuple(len(group) for group in _NO_DIGITS.split(own))
    if shape not in _MOBILE_SHAPES or "\n" in own:
        return None
    return Window(first, window.end, window.digits[extra:], shape)


def find_mobiles(signs: Signs) -> Iterator[Span]:
    """Yield mobile telephone numbers, 1[3-9] and nine digits, whole or broken up as people break them up."""
    text = signs.text
    for run, windows in signs.windows:
        found = [one for one in (_mobile(text, window) for window in windows) if one]
        yield from ((one.start, one.end) for one in _apart(run, text, found, _PHONE_WORDS))


def _is_card(text: str, window: Window) -> bool:
    digits, shape = window.digits, window.shape
    if not _CARD.fullmatch(digits) or not passes_luhn(digits) or _is_figure(text, window.start, window.end):
        return False
    if len(shape) > 1 and (shape not in _CARD_SHAPES or "\n" in text[window.start : window.end]):
        return False
    # 4 and 5 begin the region codes of the south too, followed by a year in most codes made of them; 2 begins many
    # serial numbers and hardly any card of this country.
    is_code = digits[0] == "2" or (digits[0] in "45" and digits[6:8] in {"19", "20"})
    return not is_code or bool(_CARD_WORDS.search(text[max(0, window.start - _ASIDE) : window.start]))


def find_cards(signs: Signs) -> Iterator[Span]:
    """Yield bank cards: 16 to 19 digits with the prefix of an issuer and the check digit of Luhn."""
    text = signs.text
    for run, windows in signs.windows:
        found = [one for one in windows if _is_card(text, one)]
        yield from ((one.start, one.end) for one in _apart(run, text, found, _CARD_WORDS))


_PASSPORT_WORDS: Final = re.compile(r"护照|通行证|台胞证|p(?i:assport)|P(?i:assport)")
_PASSPORT: Final = re.compile(r"(?<![0-9A-Za-z])(?:[A-Za-z]{1,2} ?|1[45])[0-9]{7,8}(?:[0-9]{2})?(?![0-9A-Za-z])")
_PASSPORT_BEFORE: Final = 120
_PASSPORT_AFTER: Final = 12


def find_passports(signs: Signs) -> Iterator[Span]:
    """Yield the numbers of passports and travel permits that stand near the words 护照 or 通行证."""
    text = signs.text
    reached = 0
    for word in _PASSPORT_WORDS.finditer(text):
        # Each stretch is looked at once, however often the word stands.
        start = max(reached, word.start() - _PASSPORT_AFTER - 10)
        reached = max(reached, word.end() + _PASSPORT_BEFORE)
        for found in _PASSPORT.finditer(text, start, min(reached, len(text))):
            yield found.span()
