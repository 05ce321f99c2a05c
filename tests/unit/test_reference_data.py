"""The reference data of a tree: values, defaults, and each fault at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Disclosure
from bulletin.numbers import Numeral, Style
from bulletin.reference import (
    Addressees,
    CombinedTotal,
    Counting,
    FormerName,
    Pause,
    Reference,
    Restart,
    Run,
    SeriesTitle,
    Site,
    Topic,
    Unit,
    YearBasis,
)
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
    assert (series.runs, series.combined_total, series.total_seed, series.style) == (
        (Run(None, Restart.ANNUAL),),
        CombinedTotal.PER_SLOT,
        None,
        Style(),
    )
    assert (series.launched, series.expected_per_year) == (None, None)
    assert (series.year_basis, series.counting) == (YearBasis.SIGNED, Counting.NEXT)
    assert (series.pauses, series.merged_into, series.mark_last) == ((), "", False)
    assert (series.addressees, series.addressees_public) == (Addressees(), False)


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
    assert (series.disclosure, series.runs, series.combined_total) == (
        Disclosure.INTERNAL,
        (Run(None, Restart.CONTINUOUS),),
        CombinedTotal.PER_ISSUE,
    )
    assert (series.style, series.total_seed) == (Style(Numeral.HANZI, "、"), 432)
    assert (series.launched, series.expected_per_year) == (date(1990, 1, 1), 26)


def test_former_names_of_a_unit() -> None:
    """A former name without a beginning follows upon the one before it."""
    (unit,) = reference(
        units="""
- 标识: planning
  名称: 区发展计划局
  曾用名:
    - {名称: 区计划组, 止: 1983年12月31日}
    - {名称: 区计划委员会, 简称: 区计委, 止: 2001-12-31}
"""
    ).units
    assert unit.former == (
        FormerName("区计划组", "", None, date(1983, 12, 31)),
        FormerName("区计划委员会", "区计委", date(1984, 1, 1), date(2001, 12, 31)),
    )


def test_history_of_a_series() -> None:
    """A series may say how its counting changed, when it rested, how years are counted and where it went on."""
    series = reference(
        series=f"""{SERIES}
  编号方式: 连续
  编号沿革:
    - {{起: 2005-01-01, 编号方式: 按年}}
    - {{起: 2008-06-01}}
  年份依据: 所属月份
  期号取法: 月份
  停刊:
    - {{起: 2006-01-01, 止: 2006-12-31, 原因: 整顿}}
    - {{起: 2010-06-01}}
  并入: other
  标注终刊: 是
  报: 市政府办公室
  发: 各镇街
  公布发送范围: 是
{SERIES.replace("gazette", "other").replace("政务普刊", "政务要情")}"""
    ).series[0]
    assert series.runs == (
        Run(None, Restart.CONTINUOUS),
        Run(date(2005, 1, 1), Restart.ANNUAL),
        Run(date(2008, 6, 1), Restart.CONTINUOUS),
    )
    assert (series.year_basis, series.counting) == (YearBasis.PERIOD, Counting.MONTH)
    assert series.pauses == (
        Pause(date(2006, 1, 1), date(2006, 12, 31), "整顿"),
        Pause(date(2010, 6, 1), None, ""),
    )
    assert (series.merged_into, series.mark_last) == ("other", True)
    assert (series.addressees, series.addressees_public) == (Addressees("市政府办公室", "", "各镇街"), True)


@pytest.mark.parametrize(
    ("numbering", "runs"),
    [
        ("", (Run(None, Restart.VOLUME, 1),)),
        ("{from: 2005-01-01, volume: 2}", (Run(None, Restart.VOLUME, 1), Run(date(2005, 1, 1), Restart.VOLUME, 2))),
        (
            "{from: 2005-01-01, volume: 9}, {from: 2006-07-01, volume: 10}",
            (
                Run(None, Restart.VOLUME, 8),
                Run(date(2005, 1, 1), Restart.VOLUME, 9),
                Run(date(2006, 7, 1), Restart.VOLUME, 10),
            ),
        ),
    ],
    ids=["one", "second", "ninth"],
)
def test_volumes(numbering: str, runs: tuple[Run, ...]) -> None:
    """Where numbers go by volume, each entry begins one, and what came before the first was the one before it."""
    text = f"{SERIES}  restart: volume\n" + (f"  numbering: [{numbering}]\n" if numbering else "")
    assert reference(series=text).series[0].runs == runs


def test_order_is_kept() -> None:
    """Series, units and topics stand in the order the office wrote them."""
    found = reference(units="- {id: b, name: 乙}\n- {id: a, name: 甲}\n")
    assert [unit.id for unit in found.units] == ["b", "a"]


def test_sample_site() -> None:
    """A site may say that it is a sample."""
    assert reference(site=f"{SITE}sample: true\nsample_notice: 示例\n").site.sample


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("", ("zh-CN",)),
        ("languages: zh-CN\n", ("zh-CN",)),
        ("languages: [zh-CN, en]\n", ("zh-CN", "en")),
        ("languages: zh-cn、EN\n", ("zh-CN", "en")),
    ],
)
def test_languages(written: str, languages: tuple[str, ...]) -> None:
    """A site chooses the languages of its interface; Chinese is one of them, and the first."""
    assert reference(site=SITE + written).site.languages == languages


@pytest.mark.parametrize(
    ("written", "places"), [("en", [12]), ("[en, zh-CN]", [13, 17]), ("[zh-CN, fr]", [20]), ("[zh-CN, zh-CN]", [20])]
)
def test_wrong_languages(written: str, places: list[int]) -> None:
    """Another language, another order, or one language twice is a fault where it stands."""
    found, faults = read(site=f"{SITE}languages: {written}\n")
    assert found is None
    assert shown(faults) == [f"data/site.yaml:6:{column} FIELD-VALUE" for column in places]


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
        pytest.param(
            "series",
            f"{SERIES}  numbering: [{{from: 2005-01-01, volume: 2}}]\n",
            "series.yaml:5:42 SERIES-VOLUME",
            id="volume-of-an-annual-series",
        ),
        pytest.param(
            "series",
            f"{SERIES}  restart: volume\n  numbering: [{{from: 2005-01-01}}]\n",
            "series.yaml:6:15 SERIES-VOLUME",
            id="volume-without-number",
        ),
        pytest.param(
            "series",
            f"{SERIES}  numbering: [{{from: 2005-01-01}}, {{from: 2005-01-01}}]\n",
            "series.yaml:5:42 SERIES-TIME",
            id="two-changes-on-a-day",
        ),
        pytest.param(
            "series",
            f"{SERIES}  pauses: [{{from: 2005-01-01}}, {{from: 2006-01-01}}]\n",
            "series.yaml:5:39 SERIES-TIME",
            id="pause-after-the-end",
        ),
        pytest.param(
            "series",
            f"{SERIES}  pauses: [{{from: 2005-01-01, until: 2005-06-30}}, {{from: 2005-06-30}}]\n",
            "series.yaml:5:58 SERIES-TIME",
            id="pauses-overlap",
        ),
        pytest.param(
            "series",
            f"{SERIES}  pauses: [{{from: 2005-01-01, until: 2004-12-31}}]\n",
            "series.yaml:5:19 SERIES-TIME",
            id="pause-backwards",
        ),
        pytest.param("series", f"{SERIES}  merged_into: other\n", "series.yaml:5:16 SERIES-UNKNOWN", id="into-none"),
        pytest.param(
            "series", f"{SERIES}  merged_into: gazette\n", "series.yaml:5:16 SERIES-UNKNOWN", id="into-itself"
        ),
    ],
)
def test_faults(name: str, text: str, fault: str) -> None:
    """A fault is reported once, where it stands, and there is no reference data."""
    found, faults = read(**{name: text})
    assert (found, shown(faults)) == (None, [f"data/{fault}"])


def test_series_share_no_title() -> None:
    """A title, past or present, belongs to one series of an office."""
    faults = read(series=f"{SERIES}{SERIES.replace('gazette', 'other')}")[1]
    assert shown(faults) == ["data/series.yaml:5:7 ID-DUPLICATE"]


def test_offices_may_share_a_title() -> None:
    """C37: two offices may have a series of the same title; they are told apart by id and issuer."""
    other = SERIES.replace("gazette", "other").replace("issuer: 甲", "issuer: 乙")
    found = reference(series=SERIES + other)
    assert [found.shown_title(one) for one in found.series] == ["政务普刊（甲）", "政务普刊（乙）"]
    assert set(found.series_names()) == {"gazette", "other"}


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
