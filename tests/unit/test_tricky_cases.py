"""The forty tricky cases of the domain notes (2.6), each under its number: what the shipped classifier takes them for.

Some rows of the notes say more than the label; what of it the classifier decides is tested below the table. Whether a
matter is being handled (39) and whether an advice came from a study (11) are fields of an item that an editor fills in.
"""

from __future__ import annotations

from typing import Final

import pytest

from bulletin.kinds import Kind
from bulletin_problems.classifier import Classified
from bulletin_problems.office import shipped_classifier

G, P = Kind.GENERAL, Kind.PROBLEM
TEXTS: Final = {
    "1": "解决了群众反映强烈的问题127件",
    "2": "坚持问题导向,推动改革落地见效",
    "3": "全年实现安全生产零事故、群众零投诉",
    "4": "我区信访积案化解率达98%",
    "5": "未发生一起重大食品安全事件",
    "6": "区住建局扎实开展燃气安全隐患排查整治",
    "7": "燃气安全隐患排查发现的突出问题亟待解决",
    "8": "老旧小区加装电梯推进难、协调难、筹资难",
    "9": "破解停车难 我区新增泊位3200个",
    "10": "停车难如何破解?居民呼吁增加公共泊位",
    "11": "我区电商发展存在的主要问题是人才不足",
    "12": "年度工作总结: 今年以来,全局圆满完成各项任务。一、主要工作。二、主要成效。三、存在的问题和不足。四、下步打算",
    "13": "政府信息公开年度报告:存在的主要问题及改进情况",
    "14": "督查通报: 16件事项中5件进展滞后",
    "15": "9月份群众反映问题办理情况通报: 办结率99%",
    "16": "第三季度投诉量同比下降12%",
    "17": "第三季度投诉量同比上升35%,集中在物业领域",
    "18": "居民反映良好",
    "19": "多家企业反映用工成本上升、订单下滑",
    "20": "为困难群众发放救助金",
    "21": "困难群众医疗救助报销周期长、门槛高",
    "22": "办理人大代表建议121件,办复率100%",
    "23": "建议将农村公路养护资金纳入预算",
    "24": "出台《关于促进民营经济发展的意见》",
    "25": "虽然成效明显,但仍存在资金缺口大等问题,建议尽快安排专项资金",
    "26": "针对反映的噪声问题,区执法局当日整改到位",
    "27": "噪声扰民问题反弹,夜间投诉再度增多",
    "28": '未解决好群众身边的"小事"就难以取信于民',
    "29": '会上,群众代表说:"办证跑了五趟还没办成。"',
    "30": "开展防汛应急演练,模拟堤坝决口险情处置",
    "31": "7月20日14时,××镇发生堤坝决口,转移群众300人",
    "32": '谨防"校园贷"新变种',
    "33": "严防死守 我区连续五年无重大森林火灾",
    "34": "小麦条锈病呈偏重发生趋势,需加强防控",
    "35": '问题楼盘"保交楼"任务全部完成',
    "36": '某镇"零报送、零采用"被通报',
    "37-praise": "通报表扬2024年度先进集体",
    "37-blame": "通报批评3个乡镇工作不力",
    "38": "玉米价格下跌,农民惜售心理增强",
    "39": '该问题已列入"回头看"清单,目前完成60%',
    "40": '小区充电桩"建而不用"现象调查',
}
PROBLEMS: Final = frozenset(
    "7 8 10 11 14 17 19 21 23 25 27 29 31 32 34 37-blame 38 39 40".split()  # noqa: SIM905 (numbers read best so)
)
FULL_WIDTH: Final = str.maketrans(",:?", "，：？")


def said_of(title: str, text: str) -> Classified:
    """Return what the shipped classifier says of an item."""
    return shipped_classifier().classify(title, text, why=True)


def cases() -> list[object]:
    """Return the cases by number, with their labels."""
    return [pytest.param(n, P if n in PROBLEMS else G, id=f"tricky-{n}") for n in TEXTS]


def test_all_are_here() -> None:
    """All forty numbers stand here, 37 with both its halves."""
    assert sorted({int(n.partition("-")[0]) for n in TEXTS}) == list(range(1, 41))
    assert len(TEXTS) == 41
    assert set(TEXTS) >= PROBLEMS


@pytest.mark.parametrize(("number", "kind"), cases())
def test_as_a_text(number: str, kind: Kind) -> None:
    """A case that is all the text of an item has the label of the notes."""
    judgement = said_of("", TEXTS[number]).judgement
    assert judgement.kind is kind, judgement.score


@pytest.mark.parametrize(("number", "kind"), cases())
def test_as_a_title(number: str, kind: Kind) -> None:
    """So has a case that is the title of an item whose text says no more."""
    judgement = said_of(TEXTS[number], "").judgement
    assert judgement.kind is kind, judgement.score


@pytest.mark.parametrize("number", [pytest.param(n, id=f"tricky-{n}") for n in TEXTS])
def test_punctuation_of_either_width(number: str) -> None:
    """Clauses part at Chinese and at Western signs alike."""
    text = TEXTS[number]
    assert said_of("", text.translate(FULL_WIDTH)).judgement.score == said_of("", text).judgement.score


@pytest.mark.parametrize(
    ("number", "word", "damped_by"),
    [
        pytest.param(number, word, damped_by, id=f"tricky-{number}-{word}")
        for number, word, damped_by in (
            ("9", "停车难", "破解"),
            ("12", "问题和不足", "年度工作总结"),
            ("13", "存在…问题", "信息公开年度报告"),
            ("25", "成效明显", "但"),
            ("26", "噪声", "针对…问题"),
            ("28", "难以", "未…就难以"),
            ("30", "决口", "模拟"),
        )
    ],
)
def test_what_takes_the_force(number: str, word: str, damped_by: str) -> None:
    """A word that only looks like a problem, or like an achievement, is shown with the word that takes its force."""
    told = said_of("", TEXTS[number]).explanation
    assert told is not None
    assert (word, damped_by) in {(part.word, part.damped_by) for part in told.damped}


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        pytest.param(number, groups, id=f"tricky-{number}")
        for number, groups in (
            ("7", {"亟待解决"}),
            ("8", {"某某难"}),
            ("14", {"应引起重视"}),
            ("17", {"上升"}),
            ("19", {"群众反映", "市场反常"}),
            ("21", {"某某难"}),
            ("23", {"来文请求"}),
            ("25", {"仍未解决", "存在问题", "来文请求"}),
            ("27", {"仍然如此"}),
            ("31", {"突发情形"}),
            ("32", {"应引起重视"}),
            ("39", {"仍然如此"}),
        )
    ],
)
def test_what_speaks_for_a_problem(number: str, groups: set[str]) -> None:
    """The words that the notes name keep their force: what is still to be solved, advice, warnings, events, rises."""
    judgement = said_of("", TEXTS[number]).judgement
    assert groups <= {part.group for part in judgement.cues if part.share > 0 and not part.damped_by}


@pytest.mark.parametrize(
    ("number", "word"),
    [
        pytest.param(number, word, id=f"tricky-{number}")
        for number, word in (("6", "隐患"), ("20", "困难"), ("22", "建议"), ("24", "意见"), ("35", "问题"))
    ],
)
def test_nouns_that_only_look_like_problems(number: str, word: str) -> None:
    """Fixed names are no cues: 隐患排查, 困难群众, 代表建议, a document named 意见, 问题楼盘."""
    judgement = said_of("", TEXTS[number]).judgement
    assert not [part for part in judgement.cues if word in part.word and part.share > 0]


def test_tricky_16_is_17_turned_round() -> None:
    """The same indicator is good news where it falls and a problem where it rises."""
    falls, rises = (said_of("", f"第三季度投诉量同比{change}12%").judgement for change in ("下降", "上升"))
    assert falls.kind is G
    assert rises.kind is P


def test_tricky_29_is_less_certain_in_a_meeting() -> None:
    """A fault that only a quotation tells is a problem or left to an editor; told as the item's subject, a problem."""
    quoted = said_of("", TEXTS["29"]).judgement
    told = said_of("办证跑了五趟还没办成", "群众代表反映，" + TEXTS["29"]).judgement
    assert quoted.kind is P or quoted.unsure
    assert told.kind is P
    assert told.score > quoted.score


def test_tricky_39_until_all_is_done() -> None:
    """What is partly solved is a problem still, and what is solved is none."""
    assert said_of("", TEXTS["39"]).judgement.kind is P
    assert said_of("", "该问题已整改到位，目前全部完成").judgement.kind is G


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        pytest.param("", "多家企业反映用工成本上升，订单下滑，亏损扩大。", P, id="tricky-19-in-text"),
        pytest.param(
            "燃气安全", "区住建局扎实开展燃气安全隐患排查整治，消除隐患、风险127处。", G, id="tricky-6-in-text"
        ),
        pytest.param("年度工作总结", "……三、存在的问题和不足。四、下步打算", G, id="tricky-12-under-its-title"),
        pytest.param("政府信息公开年度报告", "存在的主要问题及改进情况", G, id="tricky-13-under-its-title"),
        pytest.param("", "虽然成效明显，但仍存在资金缺口大等问题，建议……", P, id="tricky-25-cut"),
        pytest.param("", "去年整治了一批隐患。今年资金缺口扩大，企业反映强烈。", P, id="remedy-of-another-sentence"),
    ],
)
def test_in_other_words(title: str, text: str, kind: Kind) -> None:
    """The same matters at the length and in the places that items have."""
    judgement = said_of(title, text).judgement
    assert judgement.kind is kind, judgement.score
