"""Read single values as their types have them: what is written, understood generously and judged strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bulletin.dates import parse_date, parse_datetime, parse_month
from bulletin.diagnostics import Place
from bulletin.issues import ItemRef
from bulletin.numbers import Span, parse_span
from bulletin_source import shapes
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Text

T = TypeVar("T")

_ID: Final = re.compile(shapes.ID)
_INTEGER: Final = re.compile(shapes.INTEGER)
_REFERENCE: Final = re.compile(shapes.REFERENCE)
_ADDRESS: Final = re.compile(shapes.ADDRESS)
_ISSUE: Final = re.compile(shapes.ISSUE)
_URL: Final = re.compile(shapes.URL)
_SHOWN: Final = 12
_BARE: Final = re.compile(rf"[\s{shapes.AROUND}]*(.*?)[\s{shapes.AROUND}]*", re.DOTALL)
_ENTRY: Final = re.compile(r"[^、，,;；\[\]［］【】\s][^、，,;；\[\]［］【】]*")
# Letters and signs that are typed or pasted for digits: Latin, Greek and Cyrillic O, l and I, Arabic-Indic digits.
_LOOKALIKES: Final = str.maketrans("OoΟοОоQlI|Іі！٠١٢٣٤٥٦٧٨٩", "0000000111111" + "0123456789")
FLAGS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class ValueFaultError(ValueError):
    """A value that can't be read as its type; carries the code and arguments of its diagnostic."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.args_of_code = args


def suggest(word: str, known: list[str]) -> str:
    """Return the nearest known word, or the first dozen where none is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return near[0] if near else ", ".join(known[:_SHOWN]) + ("…" if len(known) > _SHOWN else "")


def bare(text: str) -> str:
    """Return a value without the quotation marks and wide spaces that an editor may have set around it."""
    matched = _BARE.fullmatch(text)
    return matched[1] if matched else text


@lru_cache(4096)
def _entries(value: str) -> tuple[tuple[str, int], ...]:
    return tuple((bare(found[0]), found.start()) for found in _ENTRY.finditer(value))


def parts(text: Text) -> Iterator[Text]:
    """Yield the entries of 柳泊镇、盐坨镇 or ［柳泊镇，盐坨镇］, each with its place if they stand in one line."""
    path, line, column = text.place
    for entry, start in _entries(text.value):
        yield Text(entry, Place(path, line, column + (0 if text.inset is None else text.inset + start)))


def whole_text(text: Text) -> Iterator[Text]:
    """Yield a text as it stands."""
    yield text


def _digits(code: str, parse: Callable[[str], T], text: str) -> T:
    """Read a value made of digits; tell a letter that only looks like one from other faults."""
    try:
        return parse(text)
    except ValueError:
        pass
    meant = text.translate(_LOOKALIKES)
    try:
        parse(meant)
    except ValueError:
        raise ValueFaultError(code, value=text) from None
    raise ValueFaultError("FIELD-LOOKALIKE", value=text, suggestion=meant)


def _date(text: str) -> date:
    return _digits("FIELD-DATE", parse_date, text)


def _moment(text: str) -> datetime:
    return _digits("FIELD-MOMENT", parse_datetime, text)


def _month(text: str) -> date:
    return _digits("FIELD-MONTH", parse_month, text)


def _span(text: str) -> Span:
    return _digits("FIELD-NUMBER", parse_span, text)


def _parse_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _integer(text: str) -> int:
    return _digits("FIELD-INTEGER", _parse_integer, text)


def _flag(text: str) -> bool:
    if text.lower() not in FLAGS:
        raise ValueFaultError("FIELD-VALUE", value=text, choices=", ".join(FLAGS))
    return FLAGS[text.lower()]


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueFaultError("FIELD-ID", value=text)
    return text


def _url(text: str) -> str:
    try:
        urlsplit(text)  # knows what can't be a host
    except ValueError:
        raise ValueFaultError("FIELD-URL", value=text) from None
    if not _URL.fullmatch(text):
        raise ValueFaultError("FIELD-URL", value=text)
    return text


def _reference(text: str) -> ItemRef:
    matched = _REFERENCE.fullmatch(text)
    if matched is None:
        raise ValueFaultError("FIELD-REFERENCE", value=text)
    return ItemRef(matched[1], int(matched[2]), matched[3], int(matched[4] or 1))


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueFaultError("FIELD-ADDRESS", value=text)
    return text.removeprefix("/")


def _issue(text: str) -> ItemRef:
    matched = _ISSUE.fullmatch(text)
    if matched is None:
        raise ValueFaultError("FIELD-ISSUE", value=text)
    return ItemRef(matched[1], int(matched[2]), matched[3], 0)


READERS: Final[dict[Type, Callable[[str], object]]] = {
    Type.TEXT: str,
    Type.DATE: _date,
    Type.MOMENT: _moment,
    Type.MONTH: _month,
    Type.SPAN: _span,
    Type.INTEGER: _integer,
    Type.FLAG: _flag,
    Type.ID: _id,
    Type.URL: _url,
    Type.ADDRESS: _address,
    Type.REFERENCE: _reference,
    Type.ISSUE: _issue,
}


@lru_cache(4096)  # a tree has few kinds and days, and writes them in most items
def scalar(field: Field, text: str) -> object:
    """Return the value of a field of a single value that is no text of its own; raise ValueFaultError."""
    text = bare(text)
    if not text:
        raise ValueFaultError("FIELD-EMPTY")
    if field.type is Type.FORM:
        return form(field, text)
    return choice(field, text) if field.type is Type.CHOICE else READERS[field.type](text)


def form(field: Field, text: str) -> str:
    """Return a text that has the form its field asks for; raise ValueFaultError for any other."""
    if not re.fullmatch(field.shape, text):
        raise ValueFaultError("FIELD-FORM", value=text, like=field.like)
    return text


def choice(field: Field, text: str) -> StrEnum:
    """Return the value a word of a choice means; raise ValueFaultError for any other word."""
    for spelling, value in field.choices:
        if spelling == text.lower():
            return value
    raise ValueFaultError("FIELD-VALUE", value=text, choices=", ".join(name for name, _ in field.choices))
