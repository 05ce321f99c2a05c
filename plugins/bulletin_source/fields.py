"""The tables of fields of texts: name, Chinese alias, type, rule, default, help; all about fields follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from bulletin.codes import N_
from bulletin.kinds import Disclosure, Kind, Level, ReviewStep, Status, Subtype, Track


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
    FORM = auto()  # a text of the field's own form
    RECORD = auto()  # nested fields
    RECORDS = auto()  # list of nested fields


@dataclass(frozen=True, slots=True, eq=False)  # each is one of its table and no other; to be told apart at once
class Field:
    """One field: ``choices`` maps every accepted spelling to its value; ``fields`` are those of a nested record.

    ``rule`` is what a value must be beyond its type, ``default`` what counts where the field is absent (a value, or
    in words), ``needs`` the name of a field that must stand beside this one. Of a form, ``shape`` is the regular
    expression and ``like`` an example.
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
    shape: str = ""
    like: str = ""


def choices(**spellings: StrEnum) -> tuple[tuple[str, StrEnum], ...]:
    """Accept each value's own spelling and the Chinese ones."""
    values = dict.fromkeys(spellings.values())
    return (*((str(value), value) for value in values), *spellings.items())


DISCLOSURES: Final = choices(
    主动公开=Disclosure.PUBLIC, 公开=Disclosure.PUBLIC, 依申请公开=Disclosure.ON_REQUEST, 不予公开=Disclosure.INTERNAL
)
KINDS: Final = choices(普发信息=Kind.GENERAL, 普发=Kind.GENERAL, 问题信息=Kind.PROBLEM, 问题=Kind.PROBLEM)
SUBTYPES: Final = choices(
    普遍性问题=Subtype.COMMON,
    苗头性问题=Subtype.SIGN,
    社情民意=Subtype.OPINION,
    突发事件=Subtype.INCIDENT,
    意见建议=Subtype.ADVICE,
    政策执行=Subtype.POLICY,
    请求协调=Subtype.REQUEST,
)
STATUSES: Final = choices(待解决=Status.OPEN, 办理中=Status.HANDLING, 已解决=Status.RESOLVED)
TRACKS: Final = choices(正刊=Track.REGULAR, 增刊=Track.SUPPLEMENT, 专刊=Track.SPECIAL)
LEVELS: Final = choices(一般=Level.MINOR, 重大=Level.MAJOR)
REVIEW_STEPS: Final = choices(初审=ReviewStep.FIRST, 复审=ReviewStep.SECOND, 终审=ReviewStep.FINAL)

OPENED_BECAUSE: Final = Field(
    "opened_because",
    "公开理由",
    Type.TEXT,
    N_("why this may be read by all though it is not so by default; only the internal edition shows it"),
    needs="basis",
)
BASIS: Final = Field(
    "basis",
    "公开依据",
    Type.TEXT,
    N_("law and article that this rests on"),
    needs="opened_because",
)

REVIEW: Final = (
    Field("step", "审次", Type.CHOICE, N_("first, second or final review"), required=True, choices=REVIEW_STEPS),
    Field("role", "审核人", Type.TEXT, N_("office or post of who reviewed, never a name"), required=True),
    Field("date", "审核日期", Type.DATE, N_("day of the review"), required=True),
)

WAIVER: Final = (
    Field("code", "代码", Type.TEXT, N_("code of the finding"), required=True),
    Field("fingerprint", "指纹", Type.TEXT, N_("fingerprint printed with the finding"), required=True),
    Field("reason", "理由", Type.TEXT, N_("why it may be published"), required=True),
    Field("approver", "批准人", Type.TEXT, N_("office or post of who approved it"), required=True),
)
WAIVERS: Final = Field(
    "waivers",
    "豁免",
    Type.RECORDS,
    N_("findings of the check before publication that may stand; each expires when its text changes"),
    fields=WAIVER,
)

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
    OPENED_BECAUSE,
    BASIS,
    Field(
        "review",
        "审核记录",
        Type.RECORDS,
        N_("reviews before publication; only the internal edition shows them"),
        fields=REVIEW,
        rule=N_("in order, not after publication"),
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
    WAIVERS,
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
        "subtype",
        "问题类型",
        Type.CHOICE,
        N_("what sort of problem: common, sign, opinion, incident, advice, policy or request"),
        choices=SUBTYPES,
        rule=N_("for problem items only"),
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
        N_("a problem item is internal unless opened here or in the series"),
        choices=DISCLOSURES,
        default=N_("that of problem items in the series for a problem item, otherwise that of the issue"),
    ),
    OPENED_BECAUSE,
    BASIS,
    Field(
        "opened",
        "开放日期",
        Type.DATE,
        N_("day on which an item left out at publication was opened; the other items keep their addresses"),
        rule=N_("after the issue was published"),
        needs="disclosure",
    ),
    Field(
        "closed",
        "停止公开日期",
        Type.DATE,
        N_("day from which a public item is public no longer; the other items keep their addresses"),
    ),
    Field(
        "follows",
        "续报",
        Type.REFERENCE,
        N_("earlier report on the same matter"),
        rule=N_("an item of an earlier issue, or one further up in this issue"),
    ),
)

PAGE: Final = (Field("title", "标题", Type.TEXT, N_("title of the page"), required=True), WAIVERS)
