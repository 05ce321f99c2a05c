"""JSON Schemas: they are valid, and judge as the reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bulletin_editor.schema import schemas
from bulletin_source import shapes
from bulletin_source.documents import split_front, split_items
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Node, Origin, Sequence, read_yaml
from bulletin_source.tables import TABLES, Table
from tests.unit.field_values import (
    GOOD,
    Value,
    good_values,
    instance_of,
    minimum,
    node_of,
    passes_reader,
    passes_schema,
    verdicts,
    with_value,
)

ROOT: Final = Path(__file__).parents[2]

every_table = pytest.mark.parametrize("name", list(TABLES))


@every_table
def test_a_field_stands_there_once(name: str) -> None:
    """Reader and schema refuse a field that stands there in both languages."""
    for field in TABLES[name].fields:
        value = good_values(field)[0]
        record = with_value(TABLES[name].fields, field, value, chinese=True) | {field.name: value}
        assert verdicts(name, record) == (False, False), field.name


@every_table
def test_required_fields(name: str) -> None:
    """Reader and schema miss every required field, and every field that another one needs."""
    fields = TABLES[name].fields
    for field in fields:
        if field.required:
            record = minimum(fields)
            del record[field.alias]
            assert verdicts(name, record) == (False, False), field.name
        if field.needs:
            assert verdicts(name, minimum(fields) | {field.name: good_values(field)[0]}) == (False, False), field.name


@every_table
def test_unknown_fields(name: str) -> None:
    """Reader and schema refuse a field that is in no table, and what is no record at all."""
    for other in ({"colour": "red"}, {"颜色": "红"}):
        assert verdicts(name, {**minimum(TABLES[name].fields), **other}) == (False, False)
    others: list[Value] = ["text", ["text"]]
    for value in others:
        assert verdicts(name, value) == (False, False)


SHAPED: Final = {
    Type.DATE: shapes.DATE,
    Type.MOMENT: shapes.MOMENT,
    Type.SPAN: shapes.SPAN,
    Type.INTEGER: shapes.INTEGER,
    Type.ID: shapes.ID,
    Type.URL: shapes.URL,
    Type.REFERENCE: shapes.REFERENCE,
}
# What no expression says: that a day exists, that a merged issue's numbers ascend, what can't be a host.
LAX: Final = frozenset({Type.DATE, Type.MOMENT, Type.SPAN, Type.URL})


@cache
def single(kind: Type) -> tuple[tuple[Field, ...], Draft202012Validator]:
    """Return a table of one field of a type, and a validator by its schema."""
    fields = (Field("value", "值", kind, "", required=True),)
    return fields, Draft202012Validator(schemas({"single": Table(fields, "", "")})["single"])


@pytest.mark.parametrize("kind", [*SHAPED, Type.FLAG, Type.TEXT], ids=lambda kind: kind.name)
@settings(deadline=None)  # the first example reads the catalogues
@given(data=st.data())
def test_no_false_alarm(kind: Type, data: st.DataObject) -> None:
    """The schema accepts every value that the reader accepts; for most types it refuses all others too."""
    near = [st.from_regex(shapes.whole(SHAPED[kind]))] if kind in SHAPED else []
    text = data.draw(
        st.one_of(*near, st.sampled_from([str(one) for one in GOOD[kind]]), st.text("0129-/:年月日十 aTe"))
    )
    if any(ord(char) < 32 or 0x7F <= ord(char) <= 0x9F for char in text.strip()):
        return  # decode() has refused the file
    fields, validator = single(kind)
    node = node_of({"value": text})
    read, schemed = passes_reader(fields, node), validator.is_valid(instance_of(node))
    number = isinstance(instance_of(node_of(text)), int) and not re.fullmatch("[1-9][0-9]*|0", text.strip())
    if number:  # 010 and +1 are numbers before the schema sees them
        return
    assert schemed or not read, text
    assert read or not schemed or kind in LAX, text


@every_table
def test_schema_is_valid(name: str) -> None:
    """Every schema is a JSON Schema of the dialect it names."""
    schema = schemas()[name]
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def content_records() -> Iterator[tuple[str, str, Node]]:
    """Yield the records of the sample content: file, table, record."""
    content = ROOT / "content"
    for path in sorted(content.rglob("*.md")):
        document, faults = split_front(path.name, path.read_text(encoding="utf-8"))
        assert document is not None, faults
        where = path.relative_to(content).as_posix()
        yield where, "page" if where.startswith("pages/") else "issue", document.front
        for section in split_items(document)[0]:
            if section.block is not None:
                yield f"{where}:{section.place.line}", "item", section.block
    for path in sorted((content / "data").glob("*.yaml")):
        root, _ = read_yaml(path.read_text(encoding="utf-8"), Origin(path.name))
        for node in root.items if isinstance(root, Sequence) else (root,):
            assert node is not None
            yield path.name, path.stem, node


def test_sample_content_passes() -> None:
    """All front matter, item blocks and data files of the sample content pass their schemas."""
    records = list(content_records())
    assert {"issue", "item", "page", "site", "series"} <= {name for _, name, _ in records} <= set(TABLES)
    assert [where for where, name, node in records if not passes_schema(name, node)] == []
