"""Issues and standing pages read from text: values, defaults, and each fault at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic
from bulletin.issues import Correction, Issue, ItemRef, Reissue, Withdrawal
from bulletin.kinds import Disclosure, Kind, Level, Status, Track
from bulletin.numbers import Span
from bulletin.reference import FormerName, Reference, SeriesTitle, YearBasis
from bulletin_source.reader import Names, read_issue, read_page
from tests.unit.making import AGRICULTURE, LIUBO, SITE, WATER, a_series, codes, shown

PATH = "gazette/2004/2004-11-20.md"
GAZETTE = a_series("gazette", SeriesTitle("望潮政务信息", until=date(2004, 5, 31)), SeriesTitle("政务普刊"))
INSIDE = a_series("inside", SeriesTitle("内参"), disclosure=Disclosure.INTERNAL)
REFERENCE = Reference(SITE, (GAZETTE, INSIDE), (LIUBO, WATER), (AGRICULTURE,))
NAMES = Names.of(REFERENCE, {"media/gazette/2004/map.svg": 2_000})
FRONT = ("series: gazette", "signed: 2004-11-20", "published: 2004-11-22 09:30", "number: 10")
ITEM = "## 甲\n\n```item\nunit: 柳泊镇\n```\n\n正文。\n"


def read(*front: str, body: str = ITEM, path: str = PATH) -> tuple[Issue | None, list[Diagnostic]]:
    """Read an issue with these lines of front matter."""
    text = "\n".join(("---", *front, "---", "", body))
    return read_issue(path, text.encode(), NAMES)


def issue(*front: str, body: str = ITEM, path: str = PATH) -> Issue:
    """Read an issue without faults."""
    found, faults = read(*front, body=body, path=path)
    assert not faults
    assert found is not None
    return found


def item(block: str, text: str = "正文。") -> str:
    """Write an item."""
    return f"## 甲\n\n```item\n{block}\n```\n\n{text}\n"


def test_issue() -> None:
    """An issue has what its front matter says; its total is the ledger's to give."""
    found = issue(*FRONT, "editor: 信息科", "note: 按语。", "title: 专题", "track: supplement")
    assert (found.path, found.series, found.signed) == (PATH, GAZETTE, date(2004, 11, 20))
    assert found.published == datetime(2004, 11, 22, 9, 30, tzinfo=CHINA)
    assert (found.span, found.total, found.track) == (Span(10, 10), None, Track.SUPPLEMENT)
    assert (found.editor, found.note, found.title) == ("信息科", "按语。", "专题")
    assert found.number is not None
    assert found.number.segment == "supplement-10"


def test_issue_in_chinese() -> None:
    """Every field may be written in Chinese, and means the same."""
    body = "## 甲\n\n```item\n单位: [柳泊镇, 水利局]\n主题: 农业农村\n类别: 问题信息\n状态: 办理中\n```\n\n正文。\n"
    chinese = issue(
        "刊物: 政务普刊", "签发日期: 2004年11月20日", "发布时间: 2004年11月22日 09:30", "期号: １０", body=body
    )
    english = (
        "## 甲\n\n```item\nunit: [liubo, water]\ntopic: agriculture\nkind: problem\nstatus: handling\n```\n\n正文。\n"
    )
    expected = issue(*FRONT, body=english)
    assert (chinese.number_at, expected.number_at) == ((5, 5), (5, 9))
    assert replace(chinese, number_at=expected.number_at) == expected


def test_number_and_what_stands_beside_it() -> None:
    """An issue may say its month, its mark, a total misprinted on paper, and which issue it stands in for."""
    found = issue(*FRONT, "所属月份: 2004年10月", "标注: 专期", "误印总期号: 61", "替代: gazette/2004/9")
    assert (found.period, found.mark, found.printed_total) == (date(2004, 10, 1), "专期", 61)
    assert found.replaces == ItemRef("gazette", 2004, "9", 0)
    plain = issue(*FRONT)
    assert (plain.period, plain.mark, plain.printed_total, plain.replaces) == (None, "", None, None)


@pytest.mark.parametrize(
    ("front", "at"),
    [(FRONT, (5, 9)), (FRONT[:2], (3, 9)), (("number: 10", *FRONT[:2]), (2, 9))],
    ids=["number", "draft", "first"],
)
def test_place_of_the_number(front: tuple[str, ...], at: tuple[int, int]) -> None:
    """What is wrong with a number is reported where it stands, with a draft's at its signing date."""
    assert issue(*front).number_at == at


def test_issue_merged_across_years() -> None:
    """C10: an issue merged across years is filed in the year it begins in, also when it is signed in the next."""
    front = ("series: gazette", "signed: 2005-01-06", "number: 12+1")
    found = issue(*front, path="gazette/2004/x.md")
    assert (found.year, found.number and found.number.segment) == (2004, "12-2005-1")
    assert shown(read(*front, path="gazette/2005/x.md")[1]) == ["gazette/2005/x.md:0:0 FILE-PLACE"]


def test_year_of_the_period() -> None:
    """C6: where years go by the month reported on, the December report signed in January is filed in December."""
    names = Names.of(replace(REFERENCE, series=(replace(GAZETTE, year_basis=YearBasis.PERIOD),)), {})
    text = "---\nseries: gazette\nsigned: 2005-01-05\nperiod: 2004-12\nnumber: 10\n---\n\n" + ITEM
    found, faults = read_issue("gazette/2004/x.md", text.encode(), names)
    assert not faults
    assert found is not None
    assert (found.year, found.number and found.number.year) == (2004, 2004)


def test_series_of_the_same_title() -> None:
    """C37: a title that two series have names neither; the editor writes an id."""
    twins = (GAZETTE, replace(GAZETTE, id="other", issuer="乙"))
    names = Names.of(replace(REFERENCE, series=twins), {})
    text = "---\nseries: 政务普刊\nsigned: 2004-11-20\n---\n\n" + ITEM
    found, faults = read_issue(PATH, text.encode(), names)
    assert (found, shown(faults)) == (None, [f"{PATH}:2:9 SERIES-AMBIGUOUS"])
    assert dict(faults[0].hint.args)["choices"] == "gazette, other"


def test_defaults() -> None:
    """What is not said has its default: the series' disclosure, the regular track, no kind by the editor."""
    found = issue(*FRONT)
    assert (found.disclosure, found.track) == (Disclosure.PUBLIC, Track.REGULAR)
    assert (found.corrections, found.withdrawal) == ((), None)
    one = found.items[0]
    assert (one.kind, one.kind_by_editor, one.disclosure, one.status, one.follows) == (
        Kind.GENERAL,
        False,
        None,
        None,
        None,
    )


def test_disclosure_of_the_series() -> None:
    """An issue is as open as its series, unless it says otherwise."""
    front = ("series: inside", "signed: 2004-11-20")
    assert issue(*front, path="inside/2004/x.md").disclosure is Disclosure.INTERNAL
    assert issue(*front, "disclosure: public", path="inside/2004/x.md").disclosure is Disclosure.PUBLIC


@pytest.mark.parametrize("name", ["gazette", "政务普刊", "望潮政务信息"])
def test_series_by_any_name(name: str) -> None:
    """A series is known by its id and by every title it ever had."""
    assert issue(f"series: {name}", *FRONT[1:]).series is GAZETTE


def test_draft() -> None:
    """An issue without a number is a draft, and needs no moment of publication (C29)."""
    draft = issue("series: gazette", "signed: 2004-11-20")
    assert (draft.number, draft.published) == (None, None)


def test_signed_but_not_online() -> None:
    """C21: an issue may have its number before it goes online."""
    found = issue(*FRONT[:2], FRONT[3])
    assert (str(found.span), found.published) == ("10", None)


def test_items() -> None:
    """Items are numbered as they stand and know their lines, units, words and media."""
    body = f"{item('unit: [水利局, 柳泊镇, water]')}\n{item('unit: liubo', '![图](../../media/gazette/2004/map.svg)')}"
    first, second = issue(*FRONT, body=body).items
    assert (first.n, first.line, first.units, first.text) == (1, 8, (WATER, LIUBO), "正文。")
    assert (second.n, second.line, second.media) == (2, 16, ("media/gazette/2004/map.svg",))
    assert 'src="site:media/gazette/2004/map.svg"' in second.body


def test_footnotes_of_two_items() -> None:
    """Two items may number their footnotes alike."""
    text = "甲[^1]\n\n[^1]: 注"
    first, second = issue(*FRONT, body=f"{item('unit: liubo', text)}\n{item('unit: liubo', text)}").items
    assert 'id="item-1-fn-1"' in first.body
    assert 'id="item-2-fn-1"' in second.body


def test_item_without_heading() -> None:
    """A body without headings is one item whose title is the issue's."""
    found = issue(*FRONT, "title: 关于甲", body="```item\nunit: liubo\n```\n\n正文。")
    assert [(one.n, one.title, one.text) for one in found.items] == [(1, "关于甲", "正文。")]


def test_item_follows() -> None:
    """An item names the earlier report it follows."""
    found = issue(*FRONT, body=item("unit: liubo\nfollows: gazette/2004/7-8/2"))
    assert found.items[0].follows == ItemRef("gazette", 2004, "7-8", 2)


def test_corrections() -> None:
    """Corrections say what was wrong, in which item, and how grave it was."""
    found = issue(
        *FRONT,
        "corrections:",
        "  - {date: 2004-12-01, level: major, item: 1, before: 十二, after: 十一, note: 数字有误。}",
        "  - {更正日期: 2004-12-02, 程度: 一般, 说明: 错字。}",
    )
    assert found.corrections == (
        Correction(date(2004, 12, 1), Level.MAJOR, 1, "十二", "十一", "数字有误。"),
        Correction(date(2004, 12, 2), Level.MINOR, None, "", "", "错字。"),
    )


def test_withdrawal() -> None:
    """A withdrawn issue says when and why."""
    found = issue(*FRONT, "withdrawn: {date: 2004-12-01, reason: 内容有误, contact: 信息科}")
    assert found.withdrawal == Withdrawal(date(2004, 12, 1), "内容有误", "信息科")


def test_reissue() -> None:
    """C17: an issue that came out again keeps the record of its withdrawal, and is withdrawn no more."""
    withdrawn = "withdrawn: {date: 2004-12-01, reason: 内容有误}"
    found = issue(*FRONT, withdrawn, "reissued: {date: 2004-12-03, note: 数字已改}")
    assert found.withdrawal is None
    assert found.reissue == Reissue(date(2004, 12, 3), "数字已改", Withdrawal(date(2004, 12, 1), "内容有误", ""))


def test_status_of_a_problem() -> None:
    """A problem item says how far its matter has come."""
    assert issue(*FRONT, body=item("unit: liubo\nkind: problem\nstatus: open")).items[0].status is Status.OPEN


def test_warning_does_not_stop() -> None:
    """A status on a general item is a warning, and the issue is read."""
    found, faults = read(*FRONT, body=item("unit: liubo\nkind: general\nstatus: open"))
    assert found is not None
    assert shown(faults) == [f"{PATH}:13:9 ITEM-STATUS"]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2004, 11, 20), []),
        (date(2004, 11, 19), [f"{PATH}:11:13 UNIT-FORMER"]),
    ],
    ids=["on-its-last-day", "the-day-after"],
)
def test_unit_by_a_former_name(until: date, expected: list[str]) -> None:
    """An item belongs to the unit whichever of its names it is given; one that had ended is told of."""
    unit = replace(WATER, former=(FormerName("区水利处", "水利处", None, until),))
    names = Names.of(replace(REFERENCE, units=(LIUBO, unit)), {})
    text = "\n".join(("---", *FRONT, "---", "", item("unit: [水利局, 水利处]")))
    found, faults = read_issue(PATH, text.encode(), names)
    assert found is not None
    assert found.items[0].units == (unit,)
    assert shown(faults) == expected


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        pytest.param(FRONT[1:], "2:1 FIELD-MISSING", id="no-series"),
        pytest.param((FRONT[0], *FRONT[2:]), "2:1 FIELD-MISSING", id="no-date"),
        pytest.param((*FRONT, "reissued: {date: 2004-12-01}"), "2:1 FIELD-MISSING", id="reissued-but-never-withdrawn"),
        pytest.param((*FRONT, "period: 2004-13"), "6:9 FIELD-MONTH", id="no-such-month"),
        pytest.param((*FRONT, "replaces: gazette/2004/9/1"), "6:11 FIELD-ISSUE", id="replaces-an-item"),
        pytest.param((*FRONT, "printed_total: 总61"), "6:16 FIELD-INTEGER", id="no-total"),
        pytest.param(("series: gazete", *FRONT[1:]), "2:9 SERIES-UNKNOWN", id="unknown-series"),
        pytest.param((FRONT[0], "signed: 2004-11-31", *FRONT[2:]), "3:9 FIELD-DATE", id="no-such-day"),
        pytest.param((*FRONT[:2], "published: 2004-11-19 23:59", FRONT[3]), "4:12 DATE-ORDER", id="too-early"),
        pytest.param((*FRONT[:3], "number: 010"), "5:9 FIELD-NUMBER", id="zeros"),
        pytest.param((*FRONT, "edtor: 甲"), "6:1 FIELD-UNKNOWN", id="unknown-field"),
        pytest.param((*FRONT, "期号: 10"), "6:1 YAML-DUPLICATE", id="twice-in-two-languages"),
        pytest.param((*FRONT, "disclosure: 公开吗"), "6:13 FIELD-VALUE", id="unknown-value"),
        pytest.param(
            (*FRONT, "corrections: [{date: 2004-12-01, level: minor, note: 甲, item: 2}]"),
            "6:63 REF-UNKNOWN",
            id="correction-of-no-item",
        ),
        pytest.param((*FRONT, "withdrawn: {date: 2004-12-01}"), "6:12 FIELD-MISSING", id="no-reason"),
        pytest.param(("series: inside", *FRONT[1:]), "0:0 FILE-PLACE", id="wrong-series-folder"),
        pytest.param(
            (FRONT[0], "signed: 2003-12-31", *FRONT[2:]),
            "0:0 FILE-PLACE",
            id="wrong-year-folder",
        ),
    ],
)
def test_faults_of_front_matter(front: tuple[str, ...], fault: str) -> None:
    """A fault in the front matter is reported once, and there is no issue."""
    found, faults = read(*front)
    assert (found, shown(faults)) == (None, [f"{PATH}:{fault}"])


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        pytest.param("", "7:1 ITEM-NONE", id="empty"),
        pytest.param("正文。", "7:1 ITEM-NONE", id="no-heading"),
        pytest.param(f"迷路。\n\n{ITEM}", "8:1 ITEM-STRAY", id="stray-text"),
        pytest.param("## 甲\n\n正文。", "8:1 FIELD-MISSING", id="no-block"),
        pytest.param("## 甲\n\n```item\n```\n\n正文。", "8:1 FIELD-MISSING", id="empty-block"),
        pytest.param(item("topic: 农业农村"), "11:1 FIELD-MISSING", id="no-unit"),
        pytest.param(item("unit: liubo", ""), "8:1 ITEM-EMPTY", id="no-text"),
        pytest.param(item("unit: 刘泊镇"), "11:7 UNIT-UNKNOWN", id="unknown-unit"),
        pytest.param(item("unit: [liubo, 刘泊镇]"), "11:15 UNIT-UNKNOWN", id="one-of-two-units"),
        pytest.param(item("unit: liubo\ntopic: 农业"), "12:8 TOPIC-UNKNOWN", id="unknown-topic"),
        pytest.param(item("unit: liubo\nkind: 要闻"), "12:7 FIELD-VALUE", id="unknown-kind"),
        pytest.param(item("unit: liubo\nfollows: 第7期"), "12:10 FIELD-REFERENCE", id="no-reference"),
        pytest.param(item("unit: [liubo"), "11:7 YAML-SYNTAX", id="broken-block"),
        pytest.param("```item\nunit: liubo\n```\n\n## 甲\n\n正文。", "8:1 ITEM-BLOCK", id="block-above-heading"),
        pytest.param("## 甲\n\n正文。\n\n```item\nunit: liubo\n```\n", "12:1 ITEM-BLOCK", id="block-below-text"),
        pytest.param("## 甲\n\n```item\nunit: liubo\n\n正文。\n", "10:1 ITEM-OPEN", id="open-block"),
        pytest.param(f"## 甲\n\n```item\nunit: liubo\n\n{ITEM}", "10:1 ITEM-OPEN", id="open-block-above-heading"),
        pytest.param(item("unit: liubo").replace("## 甲", "##"), "8:1 HEADING-EMPTY", id="empty-heading"),
        pytest.param(item("unit: liubo", "<script>x</script>"), "14:1 HTML-RAW", id="script"),
        pytest.param(item("unit: liubo", "[甲](x.pdf)"), "14:5 LINK-BROKEN", id="broken-link"),
        pytest.param(item("unit: liubo", "[甲](javascript:x)"), "14:5 LINK-SCHEME", id="javascript"),
        pytest.param(
            item("unit: liubo", "甲\n\n![](../../media/gazette/2004/map.svg)"), "16:1 IMAGE-ALT", id="no-description"
        ),
    ],
)
def test_faults_of_the_body(body: str, fault: str) -> None:
    """A fault in the body is reported once, at its line of the file, and there is no issue."""
    found, faults = read(*FRONT, body=body)
    assert (found, shown(faults)) == (None, [f"{PATH}:{fault}"])


def test_places_below_a_misplaced_block() -> None:
    """What stands below a block in the wrong place keeps its own line."""
    _, faults = read(*FRONT, body="## 甲\n\n正文。\n\n```item\nunit: liubo\n```\n\n<b>x</b>\n")
    assert shown(faults) == [f"{PATH}:12:1 ITEM-BLOCK", f"{PATH}:16:1 HTML-RAW"]


def test_all_faults_at_once() -> None:
    """Front matter and every item are read through, whatever is wrong before."""
    _, faults = read("series: x", "signed: y", body=f"{item('unit: a')}\n{item('topic: b', '')}\n## \n")
    assert set(codes(faults)) == {
        "SERIES-UNKNOWN",
        "FIELD-DATE",
        "UNIT-UNKNOWN",
        "TOPIC-UNKNOWN",
        "FIELD-MISSING",
        "ITEM-EMPTY",
        "HEADING-EMPTY",
    }


@pytest.mark.parametrize(
    ("data", "fault"),
    [(b"\xff", "1:1 FILE-UTF8"), (b"", "1:1 YAML-NONE"), (b"---\n- a\n---\n", "2:1 YAML-SHAPE")],
    ids=["bytes", "nothing", "list"],
)
def test_files_that_are_no_issue(data: bytes, fault: str) -> None:
    """A file that is no text, has no front matter or a list for it, is one fault."""
    assert [shown(read(PATH, data, NAMES)[1]) for read in (read_issue, read_page)] == [[f"{PATH}:{fault}"]] * 2


def test_page() -> None:
    """A standing page has a title and a body, and is called after its file."""
    page, faults = read_page("pages/about.md", "---\ntitle: 关于本站\n---\n\n## 甲\n\n正文。\n".encode(), NAMES)
    assert not faults
    assert page is not None
    assert (page.name, page.title, page.body) == ("about", "关于本站", "<h2>甲</h2>\n<p>正文。</p>")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\nname: 甲\n---\n正文。", "2:1 FIELD-UNKNOWN"),
        ("---\ntitle:\n---\n正文。", "2:7 FIELD-EMPTY"),
        ("---\ntitle: 甲\n---\n\n\n<b>x</b>", "6:1 HTML-RAW"),
        ("---\ntitle: 甲\n---\n\n[甲](../../x.pdf)", "5:5 LINK-OUT"),
    ],
)
def test_faults_of_a_page(text: str, fault: str) -> None:
    """A fault of a standing page is reported at its line of the file, and there is no page."""
    page, faults = read_page("pages/about.md", text.encode(), NAMES)
    assert page is None
    assert f"pages/about.md:{fault}" in shown(faults)
