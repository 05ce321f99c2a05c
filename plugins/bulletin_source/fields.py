"""The tables of fields: name, Chinese alias, type, rule, default, help; all about fields follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from bulletin.codes import N_, Severity
from bulletin.kinds import Disclosure, Kind, Level, Status, Track
from bulletin.numbers import Numeral
from bulletin.reference import CombinedTotal, Counting, Restart, YearBasis


class Type(Enum):
    """How a value is read."""

    TEXT = auto()
    TEXTS = auto()  # one text or a list of them
    PHRASES = auto()  # likewise, each with its punctuation
    DATE = auto()
    MOMENT = auto()
    MONTH = auto()
    SPAN = auto()  # number of an issue, 10, 7-8 or 12+1
    INTEGER = auto()
    FLAG = auto()
    CHOICE = auto()
    ID = auto()
    URL = auto()
    ADDRESS = auto()  # within the site: gazette/2004/10/
    REFERENCE = auto()  # series/year/number/n
    ISSUE = auto()  # series/year/number
    RECORD = auto()  # nested fields
    RECORDS = auto()  # list of nested fields


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``choices`` maps every accepted spelling to its value; ``fields`` are those of a nested record.

    ``rule`` is what a value must be beyond its type, ``default`` what counts where the field is absent (a value, or
    in words), ``needs`` the name of a field that must stand beside this one.
    """

    name: str
    alias: str
    type: Type
    help: str
    required: bool = False
    choices: tuple[tuple[str, StrEnum], ...] = ()
    fields: tuple[Field, ...] = ()
    rule: str = ""
    default: str = ""
    needs: str = ""


def _choices(**spellings: StrEnum) -> tuple[tuple[str, StrEnum], ...]:
    """Accept each value's own spelling and the Chinese ones."""
    values = dict.fromkeys(spellings.values())
    return (*((str(value), value) for value in values), *spellings.items())


DISCLOSURES: Final = _choices(
    主动公开=Disclosure.PUBLIC, 公开=Disclosure.PUBLIC, 依申请公开=Disclosure.ON_REQUEST, 不予公开=Disclosure.INTERNAL
)
KINDS: Final = _choices(普发信息=Kind.GENERAL, 普发=Kind.GENERAL, 问题信息=Kind.PROBLEM, 问题=Kind.PROBLEM)
STATUSES: Final = _choices(待解决=Status.OPEN, 办理中=Status.HANDLING, 已解决=Status.RESOLVED)
TRACKS: Final = _choices(正刊=Track.REGULAR, 增刊=Track.SUPPLEMENT, 专刊=Track.SPECIAL)
LEVELS: Final = _choices(一般=Level.MINOR, 重大=Level.MAJOR)
NUMERALS: Final = _choices(阿拉伯数字=Numeral.ARABIC, 汉字=Numeral.HANZI)
RESTARTS: Final = _choices(按年=Restart.ANNUAL, 连续=Restart.CONTINUOUS, 按卷=Restart.VOLUME)
YEARS: Final = _choices(签发日期=YearBasis.SIGNED, 所属月份=YearBasis.PERIOD)
COUNTINGS: Final = _choices(顺序=Counting.NEXT, 月份=Counting.MONTH)
TOTALS: Final = _choices(按号=CombinedTotal.PER_SLOT, 按期=CombinedTotal.PER_ISSUE)
SEVERITIES: Final = _choices(错误=Severity.ERROR, 警告=Severity.WARNING)

CORRECTION: Final = (
    Field("date", "更正日期", Type.DATE, N_("day of the correction"), required=True),
    Field(
        "level",
        "程度",
        Type.CHOICE,
        N_("minor: form only; major: what readers were told"),
        required=True,
        choices=LEVELS,
    ),
    Field(
        "item",
        "条目",
        Type.INTEGER,
        N_("position of the item it concerns"),
        rule=N_("not more than the issue has items"),
        default=N_("the issue as a whole"),
    ),
    Field("before", "原文", Type.TEXT, N_("the wrong words")),
    Field("after", "改为", Type.TEXT, N_("the right words")),
    Field("note", "说明", Type.TEXT, N_("what readers are told"), required=True),
)

WITHDRAWAL: Final = (
    Field("date", "撤回日期", Type.DATE, N_("day of the withdrawal"), required=True),
    Field("reason", "原因", Type.TEXT, N_("what readers are told"), required=True),
    Field("contact", "联系单位", Type.TEXT, N_("whom to ask")),
)

REISSUE: Final = (
    Field("date", "重发日期", Type.DATE, N_("day it came out again"), required=True),
    Field("note", "说明", Type.TEXT, N_("what was put right")),
)

ISSUE: Final = (
    Field(
        "series",
        "刊物",
        Type.TEXT,
        N_("id or title of the series"),
        required=True,
        rule=N_("one that stands in data/series.yaml"),
    ),
    Field(
        "signed",
        "签发日期",
        Type.DATE,
        N_("day the issue was signed"),
        required=True,
        rule=N_("in the year of the file's folder"),
    ),
    Field(
        "published",
        "发布时间",
        Type.MOMENT,
        N_("first minute online, China time; never changed afterwards"),
        rule=N_("not before the signing date"),
    ),
    Field(
        "number",
        "期号",
        Type.SPAN,
        N_("given by inv sign, never changed; absent in a draft"),
        rule=N_("as the ledger has it"),
    ),
    Field("period", "所属月份", Type.MONTH, N_("month the issue reports on"), default=N_("that of signing")),
    Field(
        "track",
        "期类",
        Type.CHOICE,
        N_("supplements and specials are numbered apart from the regular issues"),
        choices=TRACKS,
        default=Track.REGULAR,
    ),
    Field("mark", "标注", Type.TEXT, N_("stands in brackets behind the number: 专期, 补编")),
    Field(
        "printed_total",
        "误印总期号",
        Type.INTEGER,
        N_("total as wrongly printed on the paper issue"),
        rule=N_("only where it differs from the ledger's"),
    ),
    Field(
        "title",
        "标题",
        Type.TEXT,
        N_("title of an issue without ## headings"),
        rule=N_("needed where there is no ## heading"),
    ),
    Field(
        "disclosure",
        "公开属性",
        Type.CHOICE,
        N_("public, on request or internal"),
        choices=DISCLOSURES,
        default=N_("that of the series"),
    ),
    Field("editor", "责任编辑", Type.TEXT, N_("responsible section")),
    Field("note", "按语", Type.TEXT, N_("editor's note, shown before the items")),
    Field("corrections", "更正", Type.RECORDS, N_("corrections made after publication"), fields=CORRECTION),
    Field("withdrawn", "撤回", Type.RECORD, N_("withdrawal after publication"), fields=WITHDRAWAL),
    Field(
        "reissued",
        "更正重发",
        Type.RECORD,
        N_("new edition of a withdrawn issue under the same number"),
        fields=REISSUE,
        needs="withdrawn",
    ),
    Field(
        "replaces",
        "替代",
        Type.ISSUE,
        N_("withdrawn issue that this one stands in for"),
        rule=N_("a withdrawn issue"),
    ),
)

ITEM: Final = (
    Field(
        "unit",
        "单位",
        Type.TEXTS,
        N_("reporting unit or units, id or name"),
        required=True,
        rule=N_("each one that stands in data/units.yaml"),
    ),
    Field(
        "topic",
        "主题",
        Type.TEXT,
        N_("id or name of the topic"),
        rule=N_("one that stands in data/topics.yaml"),
    ),
    Field(
        "kind",
        "类别",
        Type.CHOICE,
        N_("problem or general; an editor's word is final"),
        choices=KINDS,
        default=N_("what the classifier finds"),
    ),
    Field(
        "status",
        "状态",
        Type.CHOICE,
        N_("of a problem item: open, handling or resolved"),
        choices=STATUSES,
        rule=N_("for problem items only"),
    ),
    Field(
        "disclosure",
        "公开属性",
        Type.CHOICE,
        N_("a problem item is internal unless opened here"),
        choices=DISCLOSURES,
        default=N_("internal for a problem item, otherwise that of the issue"),
    ),
    Field(
        "follows",
        "续报",
        Type.REFERENCE,
        N_("earlier report on the same matter"),
        rule=N_("an item of an earlier issue, or one further up in this issue"),
    ),
)

PAGE: Final = (Field("title", "标题", Type.TEXT, N_("title of the page"), required=True),)

SITE: Final = (
    Field("name", "网站名称", Type.TEXT, N_("standard name of the site"), required=True),
    Field("short_name", "简称", Type.TEXT, N_("name where room is short")),
    Field("description", "简介", Type.TEXT, N_("one sentence about the site"), required=True),
    Field("url", "网址", Type.URL, N_("where the public edition stands"), required=True),
    Field(
        "feed_authority",
        "订阅标识",
        Type.TEXT,
        N_("host,year that the ids of feed entries begin with; never changed"),
        required=True,
    ),
    Field("organiser", "主办单位", Type.TEXT, N_("organising office"), required=True),
    Field("operator", "承办单位", Type.TEXT, N_("operating office")),
    Field("address", "地址", Type.TEXT, N_("postal address")),
    Field("phone", "电话", Type.TEXT, N_("telephone")),
    Field("email", "电子邮箱", Type.TEXT, N_("e-mail")),
    Field("sample", "示例站点", Type.FLAG, N_("true: every page says that this is a sample"), default="false"),
    Field("sample_notice", "示例说明", Type.TEXT, N_("what it says")),
)

SERIES_TITLE: Final = (
    Field("name", "刊名", Type.TEXT, N_("title"), required=True),
    Field(
        "from",
        "起",
        Type.DATE,
        N_("first signing date it is valid for"),
        rule=N_("the day after the title before it ended"),
        default=N_("from the beginning"),
    ),
    Field("until", "止", Type.DATE, N_("last signing date it is valid for"), default=N_("still in use")),
)

RUN: Final = (
    Field("from", "起", Type.DATE, N_("first day counted in this way; numbers begin again at 1"), required=True),
    Field(
        "restart",
        "编号方式",
        Type.CHOICE,
        N_("annual, continuous or volume numbers"),
        choices=RESTARTS,
        default=N_("that of the series"),
    ),
    Field("volume", "卷", Type.INTEGER, N_("number of the volume that begins"), rule=N_("where numbers go by volume")),
)

PAUSE: Final = (
    Field("from", "起", Type.DATE, N_("first day of rest"), required=True),
    Field("until", "止", Type.DATE, N_("last day of rest"), default=N_("closed for good")),
    Field("reason", "原因", Type.TEXT, N_("what readers are told")),
)

UNIQUE: Final = N_("not used twice among the ids and names of the file")

SERIES: Final = (
    Field("id", "标识", Type.ID, N_("used in addresses; never changed"), required=True, rule=UNIQUE),
    Field(
        "titles",
        "刊名",
        Type.RECORDS,
        N_("titles, oldest first"),
        required=True,
        fields=SERIES_TITLE,
        rule=UNIQUE,
    ),
    Field("english", "英文名", Type.TEXT, N_("English name")),
    Field("issuer", "编发单位", Type.TEXT, N_("issuing office, in full"), required=True),
    Field("summary", "简介", Type.TEXT, N_("what the series is for")),
    Field("launched", "创刊日期", Type.DATE, N_("signing date of the first issue")),
    Field("disclosure", "公开属性", Type.CHOICE, N_("default of its issues"), required=True, choices=DISCLOSURES),
    Field(
        "restart",
        "编号方式",
        Type.CHOICE,
        N_("annual, continuous or volume numbers"),
        choices=RESTARTS,
        default=Restart.ANNUAL,
    ),
    Field(
        "numbering",
        "编号沿革",
        Type.RECORDS,
        N_("changes in the way of counting, and volumes, oldest first"),
        fields=RUN,
        rule=N_("in order of time"),
    ),
    Field(
        "year_basis",
        "年份依据",
        Type.CHOICE,
        N_("signed: year of signing; period: year of the month reported on"),
        choices=YEARS,
        default=YearBasis.SIGNED,
    ),
    Field(
        "number",
        "期号取法",
        Type.CHOICE,
        N_("next: one more than the last; month: that of the month"),
        choices=COUNTINGS,
        default=Counting.NEXT,
    ),
    Field(
        "numeral",
        "数字",
        Type.CHOICE,
        N_("script numbers are printed in"),
        choices=NUMERALS,
        default=Numeral.ARABIC,
    ),
    Field("separator", "合刊连接号", Type.TEXT, N_("between the numbers of a merged issue"), default="-"),
    Field(
        "total_seed",
        "总期号起点",
        Type.INTEGER,
        N_("total reached before the ledger begins"),
        default=N_("no totals are counted"),
    ),
    Field(
        "combined_total",
        "合刊总期号",
        Type.CHOICE,
        N_("how a merged issue counts"),
        choices=TOTALS,
        default=CombinedTotal.PER_SLOT,
    ),
    Field("expected_per_year", "年出刊数", Type.INTEGER, N_("issues expected in a year")),
    Field(
        "pauses",
        "停刊",
        Type.RECORDS,
        N_("times in which no issue is signed"),
        fields=PAUSE,
        rule=N_("in order of time"),
    ),
    Field(
        "merged_into",
        "并入",
        Type.ID,
        N_("id of the series that goes on in its place"),
        rule=N_("one that stands in data/series.yaml"),
    ),
    Field("mark_last", "标注终刊", Type.FLAG, N_("the last issue of a finished year says so"), default="false"),
)

UNIT: Final = (
    Field("id", "标识", Type.ID, N_("used in addresses; never changed"), required=True, rule=UNIQUE),
    Field("name", "名称", Type.TEXT, N_("full name"), required=True, rule=UNIQUE),
    Field("short", "简称", Type.TEXT, N_("short name accepted in items"), rule=UNIQUE),
    Field("english", "英文名", Type.TEXT, N_("English name")),
    Field("group", "分组", Type.TEXT, N_("group it is listed under")),
)

TOPIC: Final = (
    Field("id", "标识", Type.ID, N_("used in addresses; never changed"), required=True, rule=UNIQUE),
    Field("name", "名称", Type.TEXT, N_("name"), required=True, rule=UNIQUE),
    Field("english", "英文名", Type.TEXT, N_("English name")),
    Field("theme", "主题分类", Type.TEXT, N_("the State Council's two-level class")),
)

MOVED: Final = (
    Field(
        "from",
        "旧地址",
        Type.ADDRESS,
        N_("address readers may still have"),
        required=True,
        rule=N_("no page stands there any more"),
    ),
    Field("to", "新地址", Type.ADDRESS, N_("where its page stands now"), required=True, rule=N_("a page stands there")),
)

TERM: Final = (
    Field(
        "wrong",
        "误",
        Type.TEXT,
        N_("the wrong form, as it would stand in a text"),
        required=True,
        rule=N_("one entry a form"),
    ),
    Field("right", "正", Type.TEXT, N_("what to write instead"), required=True),
    Field("reason", "理由", Type.TEXT, N_("why it is wrong"), required=True),
    Field("source", "来源", Type.TEXT, N_("the rule or book that says so"), required=True),
    Field(
        "severity",
        "程度",
        Type.CHOICE,
        N_("error: stops the build; warning: is shown"),
        required=True,
        choices=SEVERITIES,
    ),
    Field(
        "allow",
        "允许",
        Type.PHRASES,
        N_("longer texts in which the form is right"),
        rule=N_("each holds the wrong form"),
    ),
    Field("since", "起", Type.DATE, N_("first signing date the form is wrong for"), default=N_("always wrong")),
)
