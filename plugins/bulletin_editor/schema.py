"""JSON Schemas of the tables of fields, for editing programs; they judge as the reader does, as far as a schema can."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bulletin_editor.words import Translate, in_language
from bulletin_source import shapes
from bulletin_source.fields import Field, Type
from bulletin_source.tables import TABLES, Table, rule_of
from bulletin_source.values import FLAGS

Schema = dict[str, object]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# What YAML takes for a number or for true is text all the same where the table says text.
_TEXT: Final[Schema] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_SHAPES: Final = {
    Type.DATE: shapes.DATE,
    Type.MOMENT: shapes.MOMENT,
    Type.MONTH: shapes.MONTH,
    Type.SPAN: shapes.SPAN,
    Type.INTEGER: shapes.INTEGER,
    Type.ID: shapes.ID,
    Type.URL: shapes.URL,
    Type.ADDRESS: shapes.ADDRESS,
    Type.REFERENCE: shapes.REFERENCE,
    Type.ISSUE: shapes.ISSUE,
}
_NUMBERS: Final[dict[Type, Schema]] = {
    Type.SPAN: {"type": ["integer", "string"], "minimum": 1, "maximum": 99_999},
    Type.INTEGER: {"type": ["integer", "string"], "minimum": 0, "maximum": 999_999_999},
}


def _list_of(entry: Schema) -> Schema:
    return {"type": "array", "items": entry, "minItems": 1}


def _one_of(field: Field) -> Schema:
    """Accept the words of a field with small or large letters; editing programs offer those that are listed."""
    words = [word for word, _ in field.choices] or list(FLAGS)
    listed = words if field.choices else [True, False, "是", "否"]
    return {"anyOf": [{"enum": listed}, {"type": "string", "pattern": shapes.whole(shapes.any_case(words))}]}


class _Writer:
    """Write schemas in the words of two catalogues."""

    def __init__(self) -> None:
        self.chinese = in_language("zh_CN")
        self.english = in_language("en")

    def value(self, field: Field, name: str) -> Schema:
        """Return what a field's value must be; ``name`` is the field's full name, as definitions have it."""
        match field.type:
            case Type.TEXT:
                return dict(_TEXT)
            case Type.TEXTS | Type.PHRASES:
                return {"anyOf": [_TEXT, _list_of(_TEXT)]}
            case Type.FLAG | Type.CHOICE:
                return _one_of(field)
            case Type.RECORD:
                return record(field.fields, f"{name}.")
            case Type.RECORDS:
                return _list_of(record(field.fields, f"{name}."))
            case _:
                # A code of digits is a number to YAML, and a text all the same.
                form = field.type is Type.FORM
                pattern = shapes.whole(field.shape if form else _SHAPES[field.type])
                shape = {"type": ["string", "integer"] if form else "string", "pattern": pattern}
                told = {"patternErrorMessage": rule_of(field)[0].text(self.chinese)}  # of VS Code
                return {**shape, **_NUMBERS.get(field.type, {}), **told}

    def told(self, field: Field, translate: Translate) -> str:
        """Return a field's help, rules and default in one language."""
        default = translate("default: {default}").format(default=translate(field.default)) if field.default else ""
        lines = (translate(field.help), *(rule.text(translate) for rule in rule_of(field)), default)
        return "  \n".join(line for line in lines if line)

    def definitions(self, fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, Schema]]:
        """Yield the schema of each field, nested ones included, by full name."""
        for field in fields:
            name = f"{prefix}{field.name}"
            words: Schema = {
                "title": f"{field.alias} {field.name}",
                "description": self.chinese(field.help),
                "markdownDescription": f"{self.told(field, self.chinese)}\n\n{self.told(field, self.english)}",
            }
            yield name, {**words, **self.value(field, name), **_default(field)}
            yield from self.definitions(field.fields, f"{name}.")

    def schema(self, name: str, table: Table) -> Schema:
        """Return the schema of a table."""
        one = record(table.fields)
        return {
            "$schema": DIALECT,
            "title": f"{self.chinese(table.title)} {name}",
            "description": self.chinese(table.where),
            **({"type": "array", "items": one} if table.many else one),
            "$defs": dict(self.definitions(table.fields)),
        }


def chinese_word(field: Field, word: str) -> str:
    """Return the Chinese spelling of a choice's value; a word that is none stays as it is."""
    meant = dict(field.choices).get(word)
    return next((one for one, value in field.choices if value is meant and not one.isascii()), word)


def _default(field: Field) -> Schema:
    """Return the default as a value, which editing programs fill in; defaults in words they can't."""
    if field.type is Type.FLAG:
        return {"default": FLAGS[field.default]} if field.default else {}
    return {"default": chinese_word(field, field.default)} if field.default in dict(field.choices) else {}


def _either(field: Field) -> list[Schema]:
    return [{"required": [field.alias]}, {"required": [field.name]}]


def _presence(field: Field, fields: tuple[Field, ...]) -> Iterator[Schema]:
    """Yield that a required field is there in one spelling, that no field is there in both, and what it needs."""
    yield {"oneOf": _either(field)} if field.required else {"not": {"required": [field.alias, field.name]}}
    for other in fields:
        if other.name == field.needs:
            yield {"if": {"anyOf": _either(field)}, "then": {"anyOf": _either(other)}}


def record(fields: tuple[Field, ...], prefix: str = "") -> Schema:
    """Return the schema of a mapping with these fields, each of which is defined under ``$defs``."""
    return {
        "type": "object",
        "properties": {
            spelling: {"$ref": f"#/$defs/{prefix}{field.name}"}
            for field in fields
            for spelling in (field.alias, field.name)
        },
        "allOf": [rule for field in fields for rule in _presence(field, fields)],
        "additionalProperties": False,
    }


def schemas(tables: Mapping[str, Table] = TABLES) -> dict[str, Schema]:
    """Return the schemas of tables by name."""
    writer = _Writer()
    return {name: writer.schema(name, table) for name, table in tables.items()}


def schema_files() -> dict[str, str]:
    """Return the texts of the schemas by file name."""
    return {f"{name}.json": json.dumps(one, ensure_ascii=False, indent=2) + "\n" for name, one in schemas().items()}
