"""Records: a mapping read by a table of fields."""

from __future__ import annotations

from datetime import date, datetime
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic, Place
from bulletin.issues import ItemRef
from bulletin.kinds import Disclosure, Kind, Level, Status, Track
from bulletin.numbers import Span
from bulletin_source import records
from bulletin_source.fields import CORRECTION, ISSUE, ITEM, PAGE, WITHDRAWAL, Field, Type
from bulletin_source.positions import Origin, Text, read_yaml
from bulletin_source.records import Record, read_record
from bulletin_source.reference_fields import SERIES, SITE, TOPIC, UNIT
from bulletin_source.values import suggest
from tests.unit.making import codes, shown

DAY = Field("day", "日期", Type.DATE, "")
MOMENT = Field("moment", "时间", Type.MOMENT, "")
SPAN = Field("span", "期号", Type.SPAN, "")
COUNT = Field("count", "数", Type.INTEGER, "")
FLAG = Field("flag", "是否", Type.FLAG, "")
IDENTITY = Field("id", "标识", Type.ID, "")
URL = Field("url", "网址", Type.URL, "")
FOLLOWS = Field("follows", "续报", Type.REFERENCE, "")
NAMED = Field("name", "名称", Type.TEXT, "", required=True)
NAMES = Field("names", "各名", Type.TEXTS, "")
INNER = Field("inner", "内", Type.RECORD, "", fields=(NAMED, DAY))
MANY = Field("many", "各内", Type.RECORDS, "", fields=(NAMED,))
FIELDS = (DAY, MOMENT, SPAN, COUNT, FLAG, IDENTITY, URL, FOLLOWS, NAMES, INNER, MANY)


def read(text: str, fields: tuple[Field, ...] = FIELDS) -> tuple[Record | None, list[Diagnostic]]:
    """Read a record that begins in the first line of a file."""
    node, faults = read_yaml(text, Origin("x.md"))
    assert node is not None
    return read_record(node, fields, faults), faults


def value(text: str, name: str) -> object:
    """Return the value of a field in a record without faults."""
    record, faults = read(text)
    assert not faults
    assert record is not None
    return record.values[name]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("day: 2004-11-20", "day", date(2004, 11, 20)),
        ("日期: 2004年11月20日", "day", date(2004, 11, 20)),
        ("moment: 2004-11-20 09:30", "moment", datetime(2004, 11, 20, 9, 30, tzinfo=CHINA)),
        ("span: 10", "span", Span(10, 10)),
        ("期号: ７－８", "span", Span(7, 8)),
        ("count: 12", "count", 12),
        ("flag: true", "flag", True),
        ("flag: 是", "flag", True),
        ("flag: No", "flag", False),
        ("id: key-affairs", "id", "key-affairs"),
        ("url: https://a.cn/x/", "url", "https://a.cn/x/"),
        ("follows: gazette/2004/7-8/2", "follows", ItemRef("gazette", 2004, "7-8", 2)),
        ("follows: gazette/2004/7", "follows", ItemRef("gazette", 2004, "7", 1)),
        ("follows: /gazette/2004/supplement-1/3/", "follows", ItemRef("gazette", 2004, "supplement-1", 3)),
        ("names: 甲", "names", (Text("甲", Place("x.md", 1, 8)),)),
        ("names: [甲, 乙]", "names", (Text("甲", Place("x.md", 1, 9)), Text("乙", Place("x.md", 1, 12)))),
    ],
)
def test_values(text: str, name: str, expected: object) -> None:
    """A value is read as its field's type, under the field's name or its Chinese alias."""
    assert value(text, name) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("day: 2004-13-01", "x.md:1:6 FIELD-DATE"),
        ("day: 昨天", "x.md:1:6 FIELD-DATE"),
        ("day: ''", "x.md:1:6 FIELD-EMPTY"),
        ("day:", "x.md:1:5 FIELD-EMPTY"),
        ("day: [2004-01-01]", "x.md:1:6 YAML-SHAPE"),
        ("day: {a: 1}", "x.md:1:6 YAML-SHAPE"),
        ("moment: 2004-11-20", "x.md:1:9 FIELD-MOMENT"),
        ("span: 010", "x.md:1:7 FIELD-NUMBER"),
        ("span: 第10期", "x.md:1:7 FIELD-NUMBER"),
        ("count: 1.5", "x.md:1:8 FIELD-INTEGER"),
        ("count: -1", "x.md:1:8 FIELD-INTEGER"),
        ("flag: 也许", "x.md:1:7 FIELD-VALUE"),
        ("id: Key", "x.md:1:5 FIELD-ID"),
        ("id: 1a", "x.md:1:5 FIELD-ID"),
        ("id: 要情", "x.md:1:5 FIELD-ID"),
        ("url: /x/", "x.md:1:6 FIELD-URL"),
        ("url: https://a.cn", "x.md:1:6 FIELD-URL"),
        ("url: https://a.cn/?x/", "x.md:1:6 FIELD-URL"),
        ("url: ftp://a.cn/", "x.md:1:6 FIELD-URL"),
        ("url: javascript:alert(1)", "x.md:1:6 FIELD-URL"),
        ("url: 'http://[/'", "x.md:1:6 FIELD-URL"),
        ("follows: 2004/7", "x.md:1:10 FIELD-REFERENCE"),
        ("follows: gazette/2004/07/1", "x.md:1:10 FIELD-REFERENCE"),
        ("follows: gazette/2004/7/0", "x.md:1:10 FIELD-REFERENCE"),
        ("names: []", "x.md:1:8 FIELD-EMPTY"),
        ("names: [甲, '']", "x.md:1:8 FIELD-EMPTY"),
        ("inner: 甲", "x.md:1:8 YAML-SHAPE"),
        ("inner: {day: 2004-01-01}", "x.md:1:8 FIELD-MISSING"),
        ("inner: {name: 甲, day: x}", "x.md:1:23 FIELD-DATE"),
        ("many: {name: 甲}", "x.md:1:7 YAML-SHAPE"),
        ("many: []", "x.md:1:7 FIELD-EMPTY"),
        ("many: [{name: 甲}, 乙]", "x.md:1:19 YAML-SHAPE"),
        ("dya: 2004-01-01", "x.md:1:1 FIELD-UNKNOWN"),
        ("day: 2004-01-01\n日期: 2004-01-01", "x.md:2:1 YAML-DUPLICATE"),
        ("- day: 2004-01-01", "x.md:1:1 YAML-SHAPE"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    """A value that is not of its field's type is one fault, at the value; a wrong name is one, at the name."""
    assert shown(read(text)[1]) == [fault]


def test_missing_field() -> None:
    """A required field that is absent is missing from the record as a whole."""
    assert shown(read("day: 2004-01-01", (NAMED, DAY))[1]) == ["x.md:1:1 FIELD-MISSING"]


def test_faulty_field_is_not_missing() -> None:
    """A required field with a faulty value is reported once: it is there."""
    assert codes(read("name: []", (NAMED,))[1]) == ["YAML-SHAPE"]


def test_all_faults_at_once() -> None:
    """Every field is read, whatever is wrong with the ones before."""
    _, faults = read("day: x\nspan: y\nzzz: 1\ncount: z", (*FIELDS, NAMED))
    assert sorted(codes(faults)) == ["FIELD-DATE", "FIELD-INTEGER", "FIELD-MISSING", "FIELD-NUMBER", "FIELD-UNKNOWN"]


def test_faulty_values_are_absent() -> None:
    """A faulty value is no value: nobody computes with it."""
    record, _ = read("day: x\ncount: 3")
    assert record is not None
    assert record.get("day", date) is None
    assert record.get("count", int) == 3


def test_where_a_value_stands() -> None:
    """A record knows where each value stands, and itself where there is none."""
    record, _ = read("count: 3\nday: 2004-01-01")
    assert record is not None
    assert record.at("day") == Place("x.md", 2, 6)
    assert record.at("span") == Place("x.md", 1, 1)


def test_absent_values() -> None:
    """An absent text is empty, absent texts and records are none, and a value of another type is absent."""
    record, _ = read("count: 3")
    assert record is not None
    assert (record.text("name"), record.texts("names"), record.records("many")) == ("", (), ())
    assert record.get("count", str) is None


def test_flag_fault_names_its_field() -> None:
    """The message about a choice says of which field it is."""
    _, faults = read("flag: 也许")
    assert dict(faults[0].message.args)["name"] == "flag"


@pytest.mark.parametrize(
    ("fields", "text", "name", "expected"),
    [
        (ISSUE, "公开属性: 主动公开", "disclosure", Disclosure.PUBLIC),
        (ISSUE, "disclosure: On-Request", "disclosure", Disclosure.ON_REQUEST),
        (ISSUE, "公开属性: 依申请公开", "disclosure", Disclosure.ON_REQUEST),
        (ISSUE, "公开属性: 不予公开", "disclosure", Disclosure.INTERNAL),
        (ISSUE, "期类: 增刊", "track", Track.SUPPLEMENT),
        (ITEM, "类别: 问题信息", "kind", Kind.PROBLEM),
        (ITEM, "kind: general", "kind", Kind.GENERAL),
        (ITEM, "状态: 办理中", "status", Status.HANDLING),
        (CORRECTION, "程度: 重大", "level", Level.MAJOR),
    ],
)
def test_choices(fields: tuple[Field, ...], text: str, name: str, expected: object) -> None:
    """A choice is read in English or Chinese, whatever the case."""
    record, _ = read(text, fields)
    assert record is not None
    assert record.values[name] == expected


@pytest.mark.parametrize(
    "fields",
    [ISSUE, ITEM, CORRECTION, WITHDRAWAL, PAGE, SITE, SERIES, UNIT, TOPIC],
    ids=["issue", "item", "correction", "withdrawal", "page", "site", "series", "unit", "topic"],
)
def test_table_of_fields(fields: tuple[Field, ...]) -> None:
    """No name or alias in a table means two fields; choices and nested fields stand where the type wants them."""
    spellings = [name for field in fields for name in (field.name, field.alias)]
    assert len(spellings) == len(set(spellings))
    assert all(field.help for field in fields)
    assert all(bool(field.choices) == (field.type is Type.CHOICE) for field in fields)
    assert all(bool(field.fields) == (field.type in {Type.RECORD, Type.RECORDS}) for field in fields)


@pytest.mark.parametrize(
    ("word", "suggestion"), [("gazete", "gazette"), ("政务普", "政务普刊"), ("xyz", "gazette, 政务普刊")]
)
def test_suggestion(word: str, suggestion: str) -> None:
    """The nearest known word is suggested, or all of them where none is near."""
    assert suggest(word, ["gazette", "政务普刊"]) == suggestion


def test_long_suggestion() -> None:
    """A long list of known words is cut."""
    assert suggest("xyz", [f"单位{n}" for n in range(40)]).endswith("单位11…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("names: 柳泊镇、盐坨镇", ["柳泊镇", "盐坨镇"]),
        ("names: ［柳泊镇，盐坨镇］", ["柳泊镇", "盐坨镇"]),
        ("names: [柳泊镇，盐坨镇]", ["柳泊镇", "盐坨镇"]),
        ("names: [柳泊镇, 盐坨镇]", ["柳泊镇", "盐坨镇"]),
        ("各名：“柳泊镇”；盐坨镇", ["柳泊镇", "盐坨镇"]),
    ],
)
def test_lists_as_chinese_writes_them(text: str, expected: list[str]) -> None:
    """Several names may be parted by full-width signs, in full-width brackets and between Chinese quotation marks."""
    texts = value(text, "names")
    assert isinstance(texts, tuple)
    assert [one.value for one in texts] == expected


def test_place_of_a_name_in_a_list() -> None:
    """Each name of a list in one text has its own place."""
    texts = value("names: 柳泊镇、盐坨镇", "names")
    assert isinstance(texts, tuple)
    assert [one.place.column for one in texts] == [8, 12]


@pytest.mark.parametrize("text", ["day: “2004-11-20”", "day: 「2004-11-20」", "day：　2004-11-20　"])
def test_quotation_marks_around_a_date(text: str) -> None:
    """Quotation marks and wide spaces around a value that is no free text do not count."""
    assert value(text, "day") == date(2004, 11, 20)


@pytest.mark.parametrize("text", ["day: 2OO4-11-20", "day: 2004-l1-20", "span: 1О", "count: I2", "day: ٢٠٠٤-11-20"])
def test_letters_that_look_like_digits(text: str) -> None:
    """A letter typed for a digit is told from other faults, and the right form is shown."""
    _, faults = read(text)
    assert [found.code for found in faults] == ["FIELD-LOOKALIKE"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: 第1期 # 附注", ["x.md:1:7 FIELD-COMMENT"]),
        ("name: 第1期   # 附注", []),
        ("name: '第1期 # 附注'", []),
        ("name: 第1期#附注", []),
    ],
)
def test_comment_sign_close_behind_a_text(text: str, found: list[str]) -> None:
    """A # one space behind a text may have been meant as part of it: the editor is asked, the comment stays one."""
    _, faults = read(text, (NAMED,))
    assert shown(faults) == found


DAYS = ["2004-11-20", "２００４年11月20日", "2004-13-01", "2OO4-11-20", "2004-11-20 09:30"]
NUMBERS = ["7-8", "8-7", "12", "O", "是", "no"]
WORDS = ["gazette", "https://a.cn/", "gazette/2004/10/1", "“甲”", "''", "甲、乙", "甲 #乙", "甲 # 乙", "、", "\u3000"]
NESTED = ["[甲, 乙]", "[]", "{day: 2004-11-20}", "[{name: 甲}]", "- 甲", "|"]
WRITTEN = st.sampled_from([*DAYS, *NUMBERS, *WORDS, *NESTED])
SPELLINGS = st.sampled_from(
    [spelling for field in (*FIELDS, NAMED) for spelling in (field.name, field.alias)] + ["daz"]
)
TEXTS = st.dictionaries(SPELLINGS, WRITTEN, min_size=1, max_size=6).map(
    lambda fields: "\n".join(f"{name}: {written}" for name, written in fields.items())
)
NEEDING = (*FIELDS, NAMED, Field("note", "注", Type.TEXT, "", needs="day"))


@given(TEXTS, st.sampled_from([FIELDS, NEEDING, (NAMED,), (DAY, NAMED)]))
def test_short_cut_reads_the_same(text: str, fields: tuple[Field, ...]) -> None:
    """Values that stand as they should are read as those are that don't: the same values, places and faults."""
    node, _ = read_yaml(text, Origin("x.md"))
    assume(node is not None)
    assert node is not None
    quick: list[Diagnostic] = []
    slow: list[Diagnostic] = []
    found = read_record(node, fields, quick)
    with patch.object(records, "_plain_value", return_value=None):
        assert read_record(node, fields, slow) == found
    assert slow == quick
