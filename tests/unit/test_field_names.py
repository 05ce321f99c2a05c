"""Faults of fields: each names its field as its editor does, in Chinese or in English."""

from __future__ import annotations

import pytest

from bulletin.diagnostics import Diagnostic
from bulletin.reference import Reference, SeriesTitle
from bulletin_source.fields import Field, Type
from bulletin_source.positions import Origin, read_yaml
from bulletin_source.reader import Names, read_issue
from bulletin_source.records import Record, read_record
from tests.unit.making import AGRICULTURE, LIUBO, SITE, a_series

ONE = (Field("unit", "单位", Type.TEXTS, "", required=True), Field("sample", "示例", Type.FLAG, ""))
OUTER = (Field("inner", "内", Type.RECORD, "", fields=ONE), *ONE)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("示例: true", "FIELD-MISSING", "单位"),
        ("sample: true", "FIELD-MISSING", "unit"),
        ("颜色: 红\nunit: a", "FIELD-UNKNOWN", "颜色"),
        ("颜色: 红", "FIELD-MISSING", "单位"),
        ("单位: ''", "FIELD-EMPTY", "单位"),
        ("unit: ''", "FIELD-EMPTY", "unit"),
        ("unit: []", "FIELD-EMPTY", "unit"),
        ("单位: a\n示例: 对", "FIELD-VALUE", "示例"),
        ("单位: a\nsample: 对", "FIELD-VALUE", "sample"),
        ("单位: a\n内: {示例: 是}", "FIELD-MISSING", "单位"),
        ("单位: a\n内: {sample: 是}", "FIELD-MISSING", "unit"),
        ("单位: a\n内: {}", "FIELD-MISSING", "单位"),
        ("unit: a\ninner: {}", "FIELD-MISSING", "unit"),
    ],
)
def test_faults_name_a_field_as_its_editor_does(text: str, code: str, name: str) -> None:
    """A fault names a field in the language that its editor writes the names of fields in."""
    node, _ = read_yaml(text, Origin("x.md"))
    assert node is not None
    faults: list[Diagnostic] = []
    read_record(node, OUTER, faults)
    assert (code, name) in [(found.code, dict(found.message.args).get("name")) for found in faults]


@pytest.mark.parametrize(
    ("front", "name"),
    [("刊物: 政务要情\n签发日期: 2004-11-20", "单位"), ("series: 政务要情\nsigned: 2004-11-20", "unit")],
)
@pytest.mark.parametrize("block", ["", "```item\n```\n"])
def test_item_without_a_block(front: str, name: str, block: str) -> None:
    """An item without a block, or with an empty one, lacks its unit, named as the front matter's fields are."""
    series = a_series("key-affairs", SeriesTitle("政务要情"))
    names = Names.of(Reference(SITE, (series,), (LIUBO,), (AGRICULTURE,)), {})
    text = f"---\n{front}\n---\n\n## 标题\n\n{block}\n正文。\n"
    _, faults = read_issue("key-affairs/2004/2004-11-20.md", text.encode(), names)
    assert [(found.code, dict(found.message.args)["name"]) for found in faults] == [("FIELD-MISSING", name)]


def test_record_knows_its_language() -> None:
    """A record says whether its editor writes the names of fields in Chinese."""
    faults: list[Diagnostic] = []
    for text, chinese in (("单位: a", True), ("unit: a", False), ("unit: a\n示例: 是", True)):
        node, _ = read_yaml(text, Origin("x.md"))
        assert node is not None
        record = read_record(node, ONE, faults)
        assert isinstance(record, Record)
        assert record.chinese is chinese
