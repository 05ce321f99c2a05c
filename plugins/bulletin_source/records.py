"""Read a mapping of YAML by a table of fields: known names, required ones, typed values, each fault at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bulletin.dates import parse_date, parse_datetime
from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import ItemRef
from bulletin.numbers import Span, parse_span
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Mapping, Node, Sequence, Text

T = TypeVar("T")

_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_REFERENCE: Final = re.compile(r"/?([a-z][a-z0-9-]*)/(\d{4})/((?:supplement-)?[1-9][\d-]*)(?:/([1-9]\d*))?/?")
_SHOWN: Final = 12
_FLAGS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping read by a table: values by field name, and where each stands. Faulty values are absent."""

    values: dict[str, object]
    places: dict[str, Place]
    place: Place

    def get(self, name: str, kind: type[T]) -> T | None:
        """Return a field's value, or None where it is absent or of another type."""
        value = self.values.get(name)
        return value if isinstance(value, kind) else None

    def text(self, name: str) -> str:
        """Return a text field's value, or the empty text."""
        return self.get(name, str) or ""

    def texts(self, name: str) -> tuple[Text, ...]:
        """Return the texts of a field that takes one or several, with their places."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) and all(isinstance(one, Text) for one in value) else ()

    def records(self, name: str) -> tuple[Record, ...]:
        """Return the nested records of a field."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) and all(isinstance(one, Record) for one in value) else ()

    def at(self, name: str) -> Place:
        """Return where a field's value stands, or the record where the field is absent."""
        return self.places.get(name, self.place)


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


def _date(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError:
        raise ValueFaultError("FIELD-DATE", value=text) from None


def _moment(text: str) -> datetime:
    try:
        return parse_datetime(text)
    except ValueError:
        raise ValueFaultError("FIELD-MOMENT", value=text) from None


def _span(text: str) -> Span:
    try:
        return parse_span(text)
    except ValueError:
        raise ValueFaultError("FIELD-NUMBER", value=text) from None


def _integer(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueFaultError("FIELD-INTEGER", value=text)
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueFaultError("FIELD-VALUE", value=text, name="", choices="true, false")
    return _FLAGS[text.lower()]


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueFaultError("FIELD-ID", value=text)
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or not parts.path.endswith("/")
        or parts.query
        or parts.fragment
    ):
        raise ValueFaultError("FIELD-URL", value=text)
    return text


def _reference(text: str) -> ItemRef:
    matched = _REFERENCE.fullmatch(text)
    if matched is None:
        raise ValueFaultError("FIELD-REFERENCE", value=text)
    return ItemRef(matched[1], int(matched[2]), matched[3], int(matched[4] or 1))


_READERS: Final[dict[Type, Callable[[str], object]]] = {
    Type.TEXT: str,
    Type.DATE: _date,
    Type.MOMENT: _moment,
    Type.SPAN: _span,
    Type.INTEGER: _integer,
    Type.FLAG: _flag,
    Type.ID: _id,
    Type.URL: _url,
    Type.REFERENCE: _reference,
}


def _choice(field: Field, text: str) -> StrEnum:
    for spelling, value in field.choices:
        if spelling == text.lower():
            return value
    raise ValueFaultError(
        "FIELD-VALUE", value=text, name=field.name, choices=", ".join(name for name, _ in field.choices)
    )


def _shape(node: Node, expected: str, faults: list[Diagnostic]) -> None:
    faults.append(diagnose("YAML-SHAPE", node.place, expected=expected))


def _texts(field: Field, node: Node, faults: list[Diagnostic]) -> tuple[Text, ...] | None:
    items = node.items if isinstance(node, Sequence) else (node,)
    texts = tuple(one for one in items if isinstance(one, Text) and one.value)
    if len(texts) != len(items) or not texts:
        faults.append(diagnose("FIELD-EMPTY", node.place, name=field.name))
        return None
    return texts


def _records(field: Field, node: Node, faults: list[Diagnostic]) -> tuple[Record, ...] | None:
    if not isinstance(node, Sequence):
        _shape(node, "- name: value", faults)
        return None
    found = [read_record(child, field.fields, faults) for child in node.items]
    return tuple(one for one in found if one is not None)


def _scalar(field: Field, node: Node, faults: list[Diagnostic]) -> object | None:
    if not isinstance(node, Text):
        _shape(node, f"{field.name}: value", faults)
        return None
    if not node.value:
        faults.append(diagnose("FIELD-EMPTY", node.place, name=field.name))
        return None
    try:
        return _choice(field, node.value) if field.type is Type.CHOICE else _READERS[field.type](node.value)
    except ValueFaultError as fault:
        faults.append(diagnose(fault.code, node.place, **fault.args_of_code))
        return None


def _read_value(field: Field, node: Node, faults: list[Diagnostic]) -> object | None:
    match field.type:
        case Type.TEXTS:
            return _texts(field, node, faults)
        case Type.RECORD:
            return read_record(node, field.fields, faults)
        case Type.RECORDS:
            return _records(field, node, faults)
        case _:
            return _scalar(field, node, faults)


def _known(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {spelling: field for field in fields for spelling in (field.alias, field.name)}


def _matched(node: Mapping, fields: tuple[Field, ...], faults: list[Diagnostic]) -> Iterator[tuple[Field, Text, Node]]:
    known = _known(fields)
    seen: set[str] = set()
    for key, value in node.fields:
        field = known.get(key.value)
        if field is None:
            suggestion = suggest(key.value, list(known))
            faults.append(diagnose("FIELD-UNKNOWN", key.place, name=key.value, suggestion=suggestion))
        elif field.name in seen:
            faults.append(diagnose("YAML-DUPLICATE", key.place, name=key.value))
        else:
            seen.add(field.name)
            yield field, key, value


def read_record(node: Node, fields: tuple[Field, ...], faults: list[Diagnostic]) -> Record | None:
    """Return the record of a mapping, appending what is wrong with it to ``faults``; None if it is no mapping."""
    if not isinstance(node, Mapping):
        _shape(node, "name: value", faults)
        return None
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    present: set[str] = set()
    for field, _, child in _matched(node, fields, faults):
        present.add(field.name)
        places[field.name] = child.place
        value = _read_value(field, child, faults)
        if value is not None:
            values[field.name] = value
    faults.extend(
        diagnose("FIELD-MISSING", node.place, name=field.name)
        for field in fields
        if field.required and field.name not in present
    )
    return Record(values, places, node.place)
