"""The reference data of a tree: values, defaults, and each fault at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Disclosure
from bulletin.numbers import Numeral, Style
from bulletin.reference import CombinedTotal, Reference, Restart, SeriesTitle, Site, Topic, Unit
from bulletin_source.reference_data import read_reference
from tests.unit.making import shown

SITE = "name: 甲\ndescription: 乙\nurl: https://a.cn/\nfeed_authority: a.cn,2004\norganiser: 丙\n"
SERIES = "- id: gazette\n  titles: [{name: 政务普刊}]\n  issuer: 甲\n  disclosure: public\n"
UNITS = "- {id: liubo, name: 柳泊镇}\n"
TOPICS = "- {id: agriculture, name: 农业农村}\n"
TEXTS = {"site.yaml": SITE, "series.yaml": SERIES, "units.yaml": UNITS, "topics.yaml": TOPICS}


def read(**texts: str | None) -> tuple[Reference | None, list[Diagnostic]]:
    """Read small reference data in which some files (site, series, …) are others, or missing."""
    changed = {f"{name}.yaml": text for name, text in texts.items()}
    return read_reference({name: None if text is None else text.encode() for name, text in (TEXTS | changed).items()})


def reference(**texts: str) -> Reference:
    """Read reference data without faults."""
    found, faults = read(**texts)
    assert not faults
    assert found is not None
    return found


def test_least() -> None:
    """What is not said has its default."""
    found = reference()
    assert found.site == Site("甲", "", "乙", "https://a.cn/", "a.cn,2004", "丙")
    assert found.units == (Unit("liubo", "柳泊镇", "", "", ""),)
    assert found.topics == (Topic("agriculture", "农业农村", "", ""),)
    series = found.series[0]
    assert (series.restart, series.combined_total, series.total_seed, series.style) == (
        Restart.ANNUAL,
        CombinedTotal.PER_SLOT,
        None,
        Style(),
    )
    assert (series.launched, series.expected_per_year) == (None, None)


def test_everything() -> None:
    """A series may say how it numbers, since when, and how often it appears."""
    series = reference(
        series="""
- 标识: gazette
  刊名:
    - {刊名: 望潮政务信息, 止: 2004-05-31}
    - {刊名: 政务普刊, 起: 2004-06-01}
  英文名: Gazette
  编发单位: 甲
  简介: 乙
  创刊日期: 1990年1月1日
  公开属性: 不予公开
  编号方式: 连续
  数字: 汉字
  合刊连接号: 、
  总期号起点: 432
  合刊总期号: 按期
  年出刊数: 26
"""
    ).series[0]
    assert series.titles == (
        SeriesTitle("望潮政务信息", None, date(2004, 5, 31)),
        SeriesTitle("政务普刊", date(2004, 6, 1), None),
    )
    assert (series.id, series.english, series.issuer, series.summary) == ("gazette", "Gazette", "甲", "乙")
    assert (series.disclosure, series.restart, series.combined_total) == (
        Disclosure.INTERNAL,
        Restart.CONTINUOUS,
        CombinedTotal.PER_ISSUE,
    )
    assert (series.style, series.total_seed) == (Style(Numeral.HANZI, "、"), 432)
    assert (series.launched, series.expected_per_year) == (date(1990, 1, 1), 26)


def test_order_is_kept() -> None:
    """Series, units and topics stand in the order the office wrote them."""
    found = reference(units="- {id: b, name: 乙}\n- {id: a, name: 甲}\n")
    assert [unit.id for unit in found.units] == ["b", "a"]


def test_sample_site() -> None:
    """A site may say that it is a sample."""
    assert reference(site=f"{SITE}sample: true\nsample_notice: 示例\n").site.sample


@pytest.mark.parametrize("name", ["site", "series", "units", "topics"])
def test_missing_file(name: str) -> None:
    """A missing file is one fault, of the file as a whole."""
    found, faults = read(**{name: None})
    assert (found, shown(faults)) == (None, [f"data/{name}.yaml:0:0 TREE-MISSING"])


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        pytest.param("units", "", "units.yaml:1:1 YAML-NONE", id="empty"),
        pytest.param("units", "# 单位\n", "units.yaml:1:1 YAML-NONE", id="only-a-comment"),
        pytest.param("units", "id: a\nname: 甲\n", "units.yaml:1:1 YAML-SHAPE", id="no-list"),
        pytest.param("units", "- 甲\n", "units.yaml:1:3 YAML-SHAPE", id="no-record"),
        pytest.param("site", "- name: 甲\n", "site.yaml:1:1 YAML-SHAPE", id="list"),
        pytest.param("units", "- {id: a, name: 甲\n", "units.yaml:1:3 YAML-SYNTAX", id="broken"),
        pytest.param("units", "- {id: a}\n", "units.yaml:1:3 FIELD-MISSING", id="no-name"),
        pytest.param("units", "- {id: A, name: 甲}\n", "units.yaml:1:8 FIELD-ID", id="capital-id"),
        pytest.param("units", f"{UNITS}- {{id: liubo, name: 乙}}\n", "units.yaml:2:8 ID-DUPLICATE", id="same-id"),
        pytest.param("units", f"{UNITS}- {{id: b, name: 柳泊镇}}\n", "units.yaml:2:8 ID-DUPLICATE", id="same-name"),
        pytest.param(
            "units", f"{UNITS}- {{id: b, name: 乙, short: 柳泊镇}}\n", "units.yaml:2:8 ID-DUPLICATE", id="same-short"
        ),
        pytest.param("site", SITE.replace("a.cn/", "a.cn"), "site.yaml:3:6 FIELD-URL", id="url-without-slash"),
        pytest.param("site", SITE.replace("https://a.cn/", "'http://[/'"), "site.yaml:3:6 FIELD-URL", id="no-url"),
        pytest.param("site", f"{SITE}sample: 也许\n", "site.yaml:6:9 FIELD-VALUE", id="no-flag"),
        pytest.param(
            "series", SERIES.replace("[{name: 政务普刊}]", "[]"), "series.yaml:2:11 FIELD-EMPTY", id="untitled"
        ),
        pytest.param("series", SERIES.replace("public", "open"), "series.yaml:4:15 FIELD-VALUE", id="no-disclosure"),
        pytest.param("series", f"{SERIES}  total_seed: 很多\n", "series.yaml:5:15 FIELD-INTEGER", id="no-seed"),
        pytest.param("series", f"{SERIES}  restart: weekly\n", "series.yaml:5:12 FIELD-VALUE", id="no-restart"),
    ],
)
def test_faults(name: str, text: str, fault: str) -> None:
    """A fault is reported once, where it stands, and there is no reference data."""
    found, faults = read(**{name: text})
    assert (found, shown(faults)) == (None, [f"data/{fault}"])


def test_series_share_no_title() -> None:
    """A title, past or present, belongs to one series."""
    faults = read(series=f"{SERIES}{SERIES.replace('gazette', 'other')}")[1]
    assert shown(faults) == ["data/series.yaml:5:7 ID-DUPLICATE"]


def test_unit_may_repeat_itself() -> None:
    """A unit whose short name is its name is no duplicate."""
    assert reference(units="- {id: a, name: 甲, short: 甲}\n").units[0].short == "甲"


@pytest.mark.parametrize(
    ("until", "since", "faulty"),
    [
        ("2004-05-31", "2004-06-01", False),
        ("2003-12-31", "2004-01-01", False),
        ("2004-05-31", "2004-06-02", True),
        ("2004-05-31", "2004-05-31", True),
        ("9999-12-31", "2004-06-01", True),
        ("2004-05-31", "", True),
        ("", "2004-06-01", True),
    ],
)
def test_periods_of_titles(until: str, since: str, faulty: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Each title begins on the day after the one before it ended; no day is uncovered or covered twice."""
    old = "{name: 甲" + (f", until: {until}" if until else "") + "}"
    new = "{name: 乙" + (f", from: {since}" if since else "") + "}"
    _, faults = read(series=SERIES.replace("{name: 政务普刊}", f"{old}, {new}"))
    assert shown(faults) == (["data/series.yaml:2:11 TITLE-PERIOD"] if faulty else [])


def test_all_faults_at_once() -> None:
    """All four files are read through, whatever is wrong with the ones before."""
    _, faults = read(site=None, series="- {id: a}\n", units="", topics=f"{TOPICS}{TOPICS}")
    assert {found.path for found in faults} == {f"data/{name}" for name in TEXTS}


def test_file_that_is_no_text() -> None:
    """A file that is not UTF-8 is one fault."""
    contents: dict[str, bytes | None] = {name: text.encode() for name, text in TEXTS.items()}
    found, faults = read_reference(contents | {"units.yaml": "- {id: a, name: 甲}".encode("gbk")})
    assert (found, shown(faults)) == (None, ["data/units.yaml:1:17 FILE-UTF8"])


def test_small_tree(small_tree: Path) -> None:
    """The small tree's reference data has no fault."""
    found, faults = read_reference({name: (small_tree / "data" / name).read_bytes() for name in TEXTS})
    assert not faults
    assert found is not None
    assert (len(found.series), len(found.units), len(found.topics)) == (2, 3, 3)
