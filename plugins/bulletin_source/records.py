"""Read a mapping of YAML by a table of fields: known names, required ones, typed values, each fault at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bulletin.dates import parse_date, parse_datetime
from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import ItemRef
from bulletin.numbers import Span, parse_span
from bulletin_source import shapes
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Mapping, Node, Sequence, Text

T = TypeVar("T")

_ID: Final = re.compile(shapes.ID)
_INTEGER: Final = re.compile(shapes.INTEGER)
_REFERENCE: Final = re.compile(shapes.REFERENCE)
_URL: Final = re.compile(shapes.URL)
_SHOWN: Final = 12
_BARE: Final = re.compile(rf"[\s{shapes.AROUND}]*(.*?)[\s{shapes.AROUND}]*", re.DOTALL)
_ENTRY: Final = re.compile(r"[^、，,;；\[\]［］【】\s][^、，,;；\[\]［］【】]*")
# Letters and signs that are typed or pasted for digits: Latin, Greek and Cyrillic O, l and I, Arabic-Indic digits.
_LOOKALIKES: Final = str.maketrans("OoΟοОоQlI|Іі！٠١٢٣٤٥٦٧٨٩", "0000000111111" + "0123456789")
FLAGS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping read by a table: values by field name, and where each stands. Faulty values are absent.

    ``chinese`` says whether its editor writes the names of fields in Chinese.
    """

    values: dict[str, object]
    places: dict[str, Place]
    place: Place
    chinese: bool = False

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


def _bare(text: str) -> str:
    """Return a value without the quotation marks and wide spaces that an editor may have set around it."""
    matched = _BARE.fullmatch(text)
    return matched[1] if matched else text


def _parts(text: Text) -> Iterator[Text]:
    """Yield the entries of 柳泊镇、盐坨镇 or ［柳泊镇，盐坨镇］, each with its place."""
    for found in _ENTRY.finditer(text.value):
        place = replace(text.place, column=text.place.column + found.start())
        yield Text(_bare(found[0]), place)


def _whole(text: Text) -> Iterator[Text]:
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
    raise ValueFaultError("FIELD-VALUE", value=text, choices=", ".join(name for name, _ in field.choices))


@dataclass(frozen=True, slots=True)
class _Value:
    """A value to be read: its field as the table has it and as the editor spelled it, and what stands there."""

    field: Field
    key: Text
    node: Node
    chinese: bool
    faults: list[Diagnostic]

    def fault(self, code: str, **args: str) -> None:
        """Note a fault of the value, naming the field as the editor does."""
        self.faults.append(diagnose(code, self.node.place, name=self.key.value, **args))

    def read(self) -> object | None:
        """Return the value as its type has it, or None where it is faulty."""
        match self.field.type:
            case Type.TEXTS:
                return self._texts(_parts)
            case Type.PHRASES:
                return self._texts(_whole)
            case Type.RECORD:
                return read_record(self.node, self.field.fields, self.faults, chinese=self.chinese)
            case Type.RECORDS:
                return self._records()
            case _:
                return self._scalar()

    def _texts(self, parts: Callable[[Text], Iterator[Text]]) -> tuple[Text, ...] | None:
        items = self.node.items if isinstance(self.node, Sequence) else (self.node,)
        texts = tuple(part for one in items if isinstance(one, Text) for part in parts(one))
        if not texts or any(not isinstance(one, Text) or not one.value for one in items):
            self.fault("FIELD-EMPTY")
            return None
        return texts

    def _records(self) -> tuple[Record, ...] | None:
        if not isinstance(self.node, Sequence):
            self.fault("YAML-SHAPE", expected="- name: value")
            return None
        if not self.node.items:
            self.fault("FIELD-EMPTY")
            return None
        found = [read_record(child, self.field.fields, self.faults, chinese=self.chinese) for child in self.node.items]
        return tuple(one for one in found if one is not None)

    def _scalar(self) -> object | None:
        if not isinstance(self.node, Text):
            self.fault("YAML-SHAPE", expected=f"{self.key.value}: value")
            return None
        text = self.node.value if self.field.type is Type.TEXT else _bare(self.node.value)
        if not text:
            self.fault("FIELD-EMPTY")
            return None
        if self.node.cut and self.field.type is Type.TEXT:
            self.fault("FIELD-COMMENT")
        try:
            return _choice(self.field, text) if self.field.type is Type.CHOICE else _READERS[self.field.type](text)
        except ValueFaultError as fault:
            self.fault(fault.code, **fault.args_of_code)
            return None


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


def _missing(fields: tuple[Field, ...], present: Container[str]) -> Iterator[Field]:
    """Yield the fields that are absent and either required or needed by one that is present."""
    needed = {field.needs for field in fields if field.name in present}
    return (field for field in fields if field.name not in present and (field.required or field.name in needed))


def read_record(
    node: Node, fields: tuple[Field, ...], faults: list[Diagnostic], *, chinese: bool = False
) -> Record | None:
    """Return the record of a mapping, appending what is wrong with it to ``faults``; None if it is no mapping.

    Faults name a field as the editor does, and a missing one in Chinese where another field's name is written so;
    ``chinese`` decides for an empty mapping.
    """
    if not isinstance(node, Mapping):
        faults.append(diagnose("YAML-SHAPE", node.place, expected="name: value"))
        return None
    if node.fields:
        chinese = any(not key.value.isascii() for key, _ in node.fields)
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    for field, key, child in _matched(node, fields, faults):
        places[field.name] = child.place
        value = _Value(field, key, child, chinese, faults).read()
        if value is not None:
            values[field.name] = value
    faults.extend(
        diagnose("FIELD-MISSING", node.place, name=field.alias if chinese else field.name)
        for field in _missing(fields, places)
    )
    return Record(values, places, node.place, chinese)
