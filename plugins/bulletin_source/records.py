"""Read a mapping of YAML by a table of fields: known names, required ones, typed values, each fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, KeysView
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Mapping, Node, Sequence, Text
from bulletin_source.values import ValueFaultError, parts, scalar, suggest, whole_text

T = TypeVar("T")
_SEVERAL: Final = frozenset({Type.TEXTS, Type.PHRASES, Type.RECORD, Type.RECORDS})


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
                return self._texts(parts)
            case Type.PHRASES:
                return self._texts(whole_text)
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
        if self.field.type is Type.TEXT:
            if not self.node.value:
                self.fault("FIELD-EMPTY")
            elif self.node.cut:
                self.fault("FIELD-COMMENT")
            return self.node.value or None
        try:
            return scalar(self.field, self.node.value)
        except ValueFaultError as fault:
            self.fault(fault.code, **fault.args_of_code)
            return None


class _Table:
    """A table of fields as reading needs it: by every spelling, and what may be missing."""

    __slots__ = ("_fields", "_needs", "_required", "known")

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._fields = fields
        self._required = frozenset(field.name for field in fields if field.required)
        self._needs = {field.name: field.needs for field in fields if field.needs}
        self.known = {spelling: field for field in fields for spelling in (field.alias, field.name)}

    def missing(self, present: KeysView[str]) -> Iterable[Field]:
        """Return the fields that are absent and either required or needed by one that is present."""
        needed = {self._needs[name] for name in present if name in self._needs}
        if present >= self._required and present >= needed:
            return ()
        wanted = self._required | needed
        return [field for field in self._fields if field.name in wanted and field.name not in present]


_table: Final = lru_cache(_Table)  # of the few tables there are


def _matched(node: Mapping, table: _Table, faults: list[Diagnostic]) -> Iterator[tuple[Field, Text, Node]]:
    known = table.known
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


def _plain_value(field: Field, node: Node) -> object | None:
    """Return a value that stands as it should, most of them; None for any other, which ``_Value`` looks into."""
    if field.type in _SEVERAL or not isinstance(node, Text) or node.cut:
        return None
    if field.type is Type.TEXT:
        return node.value or None
    try:
        return scalar(field, node.value)
    except ValueFaultError:
        return None


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
    table = _table(fields)
    for field, key, child in _matched(node, table, faults):
        places[field.name] = child.place
        value = _plain_value(field, child)
        if value is None:
            value = _Value(field, key, child, chinese, faults).read()
        if value is not None:
            values[field.name] = value
    faults.extend(
        diagnose("FIELD-MISSING", node.place, name=field.alias if chinese else field.name)
        for field in table.missing(places.keys())
    )
    return Record(values, places, node.place, chinese)
