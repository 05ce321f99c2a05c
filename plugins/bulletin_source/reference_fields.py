"""The tables of fields of reference data: site, series, units, topics, cue words, moved pages, wrong words."""

from __future__ import annotations

from typing import Final

from bulletin.codes import N_, Severity
from bulletin.index_numbers import DEFAULT, SHAPE
from bulletin.kinds import CueRole, Disclosure
from bulletin.numbers import Numeral
from bulletin.reference import CombinedTotal, Counting, Restart, SearchEngine, YearBasis
from bulletin_source import shapes
from bulletin_source.fields import DISCLOSURES, KINDS, WAIVERS, Field, Type, choices

NUMERALS: Final = choices(阿拉伯数字=Numeral.ARABIC, 汉字=Numeral.HANZI)
RESTARTS: Final = choices(按年=Restart.ANNUAL, 连续=Restart.CONTINUOUS, 按卷=Restart.VOLUME)
YEARS: Final = choices(签发日期=YearBasis.SIGNED, 所属月份=YearBasis.PERIOD)
COUNTINGS: Final = choices(顺序=Counting.NEXT, 月份=Counting.MONTH)
TOTALS: Final = choices(按号=CombinedTotal.PER_SLOT, 按期=CombinedTotal.PER_ISSUE)
CUE_ROLES: Final = choices(
    问题=CueRole.PROBLEM,
    普发=CueRole.GENERAL,
    解决处置=CueRole.REMEDY,
    否定=CueRole.NEGATION,
    后置否定=CueRole.ABSENT,
    固定名称=CueRole.NOUN,
    尚未实现=CueRole.WANT,
    转折=CueRole.CONTRAST,
    过去=CueRole.PAST,
    转机=CueRole.TURN,
    建议=CueRole.ADVICE,
    体裁=CueRole.FRAME,
    负向指标=CueRole.BAD,
    正向指标=CueRole.GOOD,
    上升=CueRole.UP,
    下降=CueRole.DOWN,
    不计=CueRole.IGNORED,
)
ENGINES: Final = choices(百度=SearchEngine.BAIDU, 必应=SearchEngine.BING, 搜狗=SearchEngine.SOGOU)
SEVERITIES: Final = choices(错误=Severity.ERROR, 警告=Severity.WARNING)

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
    Field("on_request", "依申请公开办法", Type.TEXT, N_("how readers apply for what is disclosed on request")),
    Field(
        "counts_public",
        "公布未公开条数",
        Type.FLAG,
        N_("true: the statistics tell how many items the public edition leaves out"),
        default="false",
    ),
    Field(
        "attachment_types",
        "附件类型",
        Type.TEXTS,
        N_("endings of the files that the public edition may hold"),
        rule=N_("types that a text may link to"),
        default=N_("those the program can look into, and sound and film (mp3, mp4)"),
    ),
    Field(
        "search_engine",
        "站外搜索",
        Type.CHOICE,
        N_("outside engine that readers whose browser runs no scripts are sent to, to search this site"),
        choices=ENGINES,
        default=N_("readers are sent to none"),
    ),
    Field(
        "languages",
        "界面语言",
        Type.TEXTS,
        N_("languages that the words of the pages are given in: zh-CN, en; what issues say stays Chinese"),
        rule=N_("zh-CN stands first"),
        default="zh-CN",
    ),
    Field(
        "id_code",
        "网站标识码",
        Type.FORM,
        N_("identification code of the government website; the public edition must have it"),
        shape=shapes.SITE_CODE,
        like="0000000000",
    ),
    Field(
        "icp",
        "ICP备案号",
        Type.FORM,
        N_("record of the site at the ministry (ICP); the public edition must have it"),
        shape=shapes.ICP_RECORD,
        like="示ICP备00000000号-1",
    ),
    Field(
        "police_record",
        "公安备案号",
        Type.FORM,
        N_("record of the site at the police; the public edition must have it"),
        shape=shapes.POLICE_RECORD,
        like="示公网安备00000000000000号",
    ),
    Field(
        "mark_url",
        "党政机关标识",
        Type.FORM,
        N_("page of the site's party-and-government mark; the public edition must have it"),
        shape=shapes.LINK,
        like="https://mark.wangchao.example/?id=0",
    ),
    Field(
        "errors_url",
        "网站找错",
        Type.FORM,
        N_("page at which readers report errors of the site (我为政府网站找错); the public edition must have it"),
        shape=shapes.LINK,
        like="https://errors.wangchao.example/?site_code=0",
    ),
    Field(
        "data_licence",
        "数据使用许可",
        Type.TEXT,
        N_("licence or terms under which the open data may be used, as the office has set them"),
        default=N_("nothing is said of it"),
    ),
    Field(
        "data_licence_url",
        "数据使用许可网址",
        Type.FORM,
        N_("page at which they can be read"),
        rule=N_("where data_licence names them"),
        shape=shapes.LINK,
        like="https://www.wangchao.example/data-terms.html",
    ),
    Field(
        "organ_code",
        "机构代码",
        Type.FORM,
        N_("code of the organisation, without its hyphen, as {organ} of index numbers"),
        shape=shapes.ORGAN_CODE,
        like="000000000",
    ),
    Field(
        "index_number",
        "索引号格式",
        Type.FORM,
        N_("how index numbers of issues and items are made; never changed once something is online"),
        rule=N_("parts as INDEX-FORMAT in the handbook tells them"),
        default=DEFAULT,
        shape=SHAPE,
        like="{organ}/{year}-{series}-{number:3}-{item:2}",
    ),
    Field(
        "by_email", "邮件订阅办法", Type.TEXT, N_("how readers ask for issues by e-mail, where the office sends them")
    ),
    Field(
        "hub",
        "推送中心",
        Type.TEXT,
        N_("address of a WebSub hub, which tells readers' programs at once of what was published"),
        rule=N_("begins with https://"),
        default=N_("feed readers come and look by themselves"),
    ),
    WAIVERS,
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
    Field(
        "index_code",
        "索引代码",
        Type.FORM,
        N_("what stands for the series in index numbers; never changed"),
        rule=N_("not used twice among the index codes and ids of the file"),
        default=N_("its id"),
        shape=shapes.INDEX_CODE,
        like="1",
    ),
    Field("issuer", "编发单位", Type.TEXT, N_("issuing office, in full"), required=True),
    Field("summary", "简介", Type.TEXT, N_("what the series is for")),
    Field("launched", "创刊日期", Type.DATE, N_("signing date of the first issue")),
    Field("disclosure", "公开属性", Type.CHOICE, N_("default of its issues"), required=True, choices=DISCLOSURES),
    Field(
        "problem_disclosure",
        "问题信息公开属性",
        Type.CHOICE,
        N_("default of its problem items"),
        choices=DISCLOSURES,
        default=Disclosure.INTERNAL,
    ),
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
    Field("report_to", "报", Type.TEXT, N_("superiors whom its issues go to, as the foot of the bulletin names them")),
    Field("copy_to", "送", Type.TEXT, N_("peers whom its issues go to")),
    Field("send_to", "发", Type.TEXT, N_("subordinates whom its issues go to")),
    Field(
        "addressees_public",
        "公布发送范围",
        Type.FLAG,
        N_("true: the public edition names them too, not the internal one alone"),
        default="false",
    ),
)

FORMER_NAME: Final = (
    Field("name", "名称", Type.TEXT, N_("full name it bore"), required=True, rule=UNIQUE),
    Field("short", "简称", Type.TEXT, N_("short name it bore"), rule=UNIQUE),
    Field("from", "起", Type.DATE, N_("first day of the name"), default=N_("the day after the name before it ended")),
    Field("until", "止", Type.DATE, N_("last day of the name"), required=True),
)

UNIT: Final = (
    Field("id", "标识", Type.ID, N_("used in addresses; never changed"), required=True, rule=UNIQUE),
    Field("name", "名称", Type.TEXT, N_("full name"), required=True, rule=UNIQUE),
    Field("short", "简称", Type.TEXT, N_("short name accepted in items"), rule=UNIQUE),
    Field("english", "英文名", Type.TEXT, N_("English name")),
    Field("group", "分组", Type.TEXT, N_("group it is listed under")),
    Field(
        "former",
        "曾用名",
        Type.RECORDS,
        N_("names it bore before the present one, oldest first; items may name it by them"),
        fields=FORMER_NAME,
        rule=N_("in order of time"),
    ),
)

TOPIC: Final = (
    Field("id", "标识", Type.ID, N_("used in addresses; never changed"), required=True, rule=UNIQUE),
    Field("name", "名称", Type.TEXT, N_("name"), required=True, rule=UNIQUE),
    Field("english", "英文名", Type.TEXT, N_("English name")),
    Field("theme", "主题分类", Type.TEXT, N_("the State Council's two-level class")),
    Field("strong", "强词", Type.PHRASES, N_("words of which one tells an item of this topic, beside those shipped")),
    Field("words", "辅词", Type.PHRASES, N_("words that speak for it")),
    Field("against", "反词", Type.PHRASES, N_("words that only look like it")),
)

CUE: Final = (
    Field("role", "作用", Type.CHOICE, N_("what the words do"), required=True, choices=CUE_ROLES),
    Field("group", "名称", Type.TEXT, N_("name of the group, shown as a reason"), required=True),
    Field("weight", "分量", Type.INTEGER, N_("1 weak, 2 clear, 3 strong"), default="1"),
    Field(
        "matter", "可解决", Type.FLAG, N_("true: words of remedy in the same clause take their force"), default="false"
    ),
    Field(
        "alone",
        "单用",
        Type.CHOICE,
        N_("what a rise or fall speaks for where no indicator is named"),
        choices=KINDS,
        default=N_("nothing"),
    ),
    Field("words", "词", Type.PHRASES, N_("the words; … stands for up to twelve signs of a clause"), required=True),
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
