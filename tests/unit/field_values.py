"""Right and wrong values of fields of every type, and how the reader and the schemas judge them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from jsonschema import Draft202012Validator

from bulletin.diagnostics import Diagnostic, Place
from bulletin_editor.schema import schemas
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Mapping, Node, Sequence, Text
from bulletin_source.records import read_record
from bulletin_source.tables import TABLES

HERE: Final = Place("x.yaml", 1, 1)

Value = str | list["Value"] | dict[str, "Value"]

GOOD: Final[dict[Type, list[Value]]] = {
    Type.TEXT: ["柳泊镇", "2004", "true", "1.5"],
    Type.TEXTS: ["柳泊镇", ["柳泊镇", "2004"]],
    Type.PHRASES: ["“柳泊镇”", ["柳泊、盐坨", "2004"]],
    Type.DATE: [
        "2004-11-20",
        "2004/11/20",
        "2004年11月20日",
        "二〇〇四年十一月二十日",
        "２００４－１１－２０",
        "2004-1-5",
    ],
    Type.MOMENT: ["2004-11-20 09:30", "2004年11月20日 9:30", "2004-11-20T09:30:00", "２００４／１１／２０　０９：３０"],
    Type.MONTH: ["2004-12", "2004年12月", "２００４－１", "二〇〇四年十二月"],
    Type.SPAN: ["10", "7-8", "７－８", "12+1", "11-12＋2"],
    Type.INTEGER: ["0", "12", "１２"],
    Type.FLAG: ["true", "FALSE", "是", "否", "Yes"],
    Type.ID: ["key-affairs", "a1"],
    Type.URL: ["https://zwxx.example/", "http://zwxx.example:8000/a/b/"],
    Type.ADDRESS: ["gazette/2004/10/", "/old/2004-10.html", "%E5%88%8A/"],
    Type.REFERENCE: ["key-affairs/2004/1/1", "/key-affairs/2004/supplement-1/", "key-affairs/2004/7-8"],
    Type.ISSUE: ["key-affairs/2004/1", "/key-affairs/2004/special-1/", "key-affairs/2004/r2-1"],
}
BAD: Final[dict[Type, list[Value]]] = {
    Type.TEXT: ["", ["柳泊镇"], {"name": "柳泊镇"}],
    Type.TEXTS: ["", [], [""], [["柳泊镇"]], {"name": "柳泊镇"}],
    Type.PHRASES: ["", [], [""], [["柳泊镇"]], {"name": "柳泊镇"}],
    Type.DATE: ["", "2004-11", "04-11-20", "2004-13-01", "2004-11-32", "2004-11/20", "二〇〇四年十三月一日", "今天"],
    Type.MOMENT: ["", "2004-11-20", "2004-11-20 24:00", "2004-11-20 9", "2004-11-20 09:30 PM"],
    Type.MONTH: ["", "2004", "2004-13", "2004-12-01", "十二月", "2004/12"],
    Type.SPAN: ["", "0", "-1", "第10期", "7-08", "123456", "12+", "12+1+1", "12+01"],
    Type.INTEGER: ["", "-1", "1.5", "十", "1234567890"],
    Type.FLAG: ["", "对", "2", "是否"],
    Type.CHOICE: ["", "没有", "1", ["public"]],
    Type.ID: ["", "Key-Affairs", "1a", "政务", "a" * 41, "12"],
    Type.URL: ["", "zwxx.example", "https://zwxx.example", "https://zwxx.example/a", "ftp://zwxx.example/", "https://"],
    Type.ADDRESS: ["", "/", "https://zwxx.example/old/", "//zwxx.example/", "../gazette/", "旧刊/"],
    Type.REFERENCE: ["", "key-affairs", "key-affairs/04/1/1", "key-affairs/2004/0/1", "政务要情/2004/1/1"],
    Type.ISSUE: ["", "key-affairs", "key-affairs/2004/1/1", "key-affairs/2004/0"],
    Type.FORM: ["", "不合 格式", ["0000000000"]],
    Type.RECORD: ["", "2004-11-20", [], {}, {"colour": "red"}],
    Type.RECORDS: ["", "2004-11-20", [], [{}], [{"colour": "red"}], {}],
}


def good_values(field: Field) -> list[Value]:
    """Return values that a field may have."""
    match field.type:
        case Type.CHOICE:
            words = [word for word, _ in field.choices]
            return [*words, *(word.upper() for word in words)]
        case Type.FORM:
            return [field.like]
        case Type.RECORD:
            return [minimum(field.fields), minimum(field.fields, chinese=False)]
        case Type.RECORDS:
            return [[minimum(field.fields), minimum(field.fields, chinese=False)]]
        case _:
            return GOOD[field.type]


def minimum(fields: tuple[Field, ...], *, chinese: bool = True) -> dict[str, Value]:
    """Return a record that holds what is required and no more."""
    return {spelled(field, chinese=chinese): good_values(field)[0] for field in fields if field.required}


def spelled(field: Field, *, chinese: bool) -> str:
    """Return the name of a field in one language."""
    return field.alias if chinese else field.name


def node_of(value: Value) -> Node:
    """Return a value as the reader gets it from its YAML parser."""
    if isinstance(value, str):
        return Text(value.strip(), HERE)
    if isinstance(value, list):
        return Sequence(tuple(node_of(one) for one in value), HERE)
    return Mapping(tuple((Text(key, HERE), node_of(one)) for key, one in value.items()), HERE)


def instance_of(node: Node) -> object:
    """Return a value as an editing program gets it from its YAML parser, by the core schema of YAML 1.2."""
    if isinstance(node, Sequence):
        return [instance_of(one) for one in node.items]
    if isinstance(node, Mapping):
        return {key.value: instance_of(one) for key, one in node.fields}
    if re.fullmatch(r"true|True|TRUE|false|False|FALSE", node.value):
        return node.value.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.value):
        return int(node.value)
    if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", node.value):
        return float(node.value)
    return node.value or None


@cache
def schema_of(name: str) -> Draft202012Validator:
    """Return a validator by the schema of a table."""
    return Draft202012Validator(schemas()[name])


def passes_schema(name: str, node: Node) -> bool:
    """Tell whether a record of a table passes its schema."""
    instance = instance_of(node)
    return bool(schema_of(name).is_valid([instance] if TABLES[name].many else instance))


def passes_reader(fields: tuple[Field, ...], node: Node) -> bool:
    """Tell whether the reader finds no fault in a record."""
    faults: list[Diagnostic] = []
    return read_record(node, fields, faults) is not None and not faults


def verdicts(name: str, record: Value) -> tuple[bool, bool]:
    """Return what the reader and the schema say of a record of a table."""
    node = node_of(record)
    return passes_reader(TABLES[name].fields, node), passes_schema(name, node)


def with_value(fields: tuple[Field, ...], field: Field, value: Value, *, chinese: bool) -> dict[str, Value]:
    """Return the least record in which a field has a value."""
    record = minimum(fields, chinese=chinese)
    for other in fields:
        if other.name == field.needs:
            record[spelled(other, chinese=chinese)] = good_values(other)[0]
    return record | {spelled(field, chinese=chinese): value}


def probes(fields: tuple[Field, ...], *, good: bool) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield records that are right, or wrong in one field only, nested fields included, with the field's name."""
    for chinese in (True, False):
        for field in fields:
            for value in good_values(field) if good else BAD[field.type]:
                yield field.name, with_value(fields, field, value, chinese=chinese)
            for name, inner in probes(field.fields, good=good):
                nested: Value = [inner] if field.type is Type.RECORDS else inner
                yield f"{field.name}.{name}", with_value(fields, field, nested, chinese=chinese)


def all_fields(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every field of a table by its full name."""
    for field in fields:
        yield f"{prefix}{field.name}", field
        yield from all_fields(field.fields, f"{prefix}{field.name}.")
