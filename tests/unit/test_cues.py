"""The cues of a text: which words count, for what, how much, and what takes their force (domain notes 2.5)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from math import isqrt
from types import FrameType
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.kinds import CueRole, Kind
from bulletin_problems.clauses import clauses_of
from bulletin_problems.cues import cue_parts
from bulletin_problems.explain import explain
from bulletin_problems.folding import folded
from bulletin_problems.judge import Judge
from bulletin_problems.lexicon import GAP, Group, Lexicon
from bulletin_problems.model import Model
from bulletin_problems.office import shipped_classifier
from bulletin_problems.parts import Part, Where
from bulletin_problems.reading import read
from bulletin_problems.scopes import KEPT, Scope
from bulletin_problems.word_lists import shipped_lexicon

_GROUPS: Final = (
    (Group("事项", CueRole.PROBLEM, 1, matter=True), "隐患 淤积 短斤少两 投诉 p2p 发现…漏洞"),
    (Group("缺少", CueRole.PROBLEM, 1), "没有"),
    (Group("如故", CueRole.PROBLEM, 2), "反弹"),
    (Group("成效", CueRole.GENERAL, 2), "成效明显 完成"),
    (Group("处置", CueRole.REMEDY), "整治 解决"),
    (Group("否定", CueRole.NEGATION), "未发现"),
    (Group("后置", CueRole.ABSENT), "一例未见"),
    (Group("名称", CueRole.NOUN), "隐患排查 针对…问题 隐患…台账 消除…隐患"),
    (Group("要求", CueRole.WANT), "亟待 尚未"),
    (Group("转折", CueRole.CONTRAST, 2), "但"),
    (Group("仍旧", CueRole.CONTRAST, 1), "仍"),
    (Group("过去", CueRole.PAST), "过去"),
    (Group("转机", CueRole.TURN), "如今"),
    (Group("建议", CueRole.ADVICE), "建议"),
    (Group("体裁", CueRole.FRAME), "演练"),
    (Group("负向", CueRole.BAD), "投诉 投诉量"),
    (Group("正向", CueRole.GOOD), "收入"),
    (Group("上升", CueRole.UP), "上升"),
    (Group("上涨", CueRole.UP, 1, alone=Kind.PROBLEM), "猛涨"),
    (Group("下降", CueRole.DOWN, 1, alone=Kind.GENERAL), "下降"),
)


def lexicon_of(*groups: tuple[Group, str]) -> Lexicon:
    """Make a lexicon of groups and their words, parted by spaces."""
    return Lexicon(tuple((group, tuple(words.split())) for group, words in groups))


SMALL: Final = lexicon_of(*_GROUPS)
Case = tuple[str, str]


def forces(text: str, title: str = "", lexicon: Lexicon = SMALL) -> str:
    """Return the cues with their force in hundredths of a cue of weight 1, and the words that damp them.

    The force is a share without what the length of the text does to it.
    """
    root = isqrt(10_000 * (len(clauses_of(lexicon, folded(text))) + 2)) / 100
    parts = cue_parts(lexicon, folded(title), folded(text))
    return " ".join(f"{one.word}{round(one.share * root / 10):+d}{one.damped_by}" for one in parts)


def tables(**rules: list[Case]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a test of tables: one of pairs of text and cues for each rule."""
    cases = [pytest.param(*case, id=f"{rule}-{n}") for rule, table in rules.items() for n, case in enumerate(table, 1)]
    return pytest.mark.parametrize(("text", "cues"), cases)


@tables(
    plain=[("隐患", "隐患+100"), ("反弹", "反弹+200"), ("完成", "完成-200"), ("道路", "")],
    noun=[
        ("开展隐患排查", ""),
        ("针对隐患问题座谈", "隐患+0针对…问题"),
        ("隐患排查发现隐患", "隐患+100"),
        ("隐患整改台账", "隐患+0隐患…台账"),
        ("消除一批隐患", "隐患+0消除…隐患"),
    ],
    remedy_before=[
        ("整治隐患", "隐患+0整治"),
        ("整治路口，隐患多", "隐患+100"),
        ("整治反弹", "反弹+200"),
        ("整治后仍有隐患", "隐患+100"),
        ("仍在整治隐患", "隐患+0整治"),
        ("整治仍有隐患", "隐患+100"),
    ],
    remedy_after=[
        ("隐患整治", "隐患+0整治"),
        ("隐患已解决", "隐患+0解决"),
        ("隐患多，已解决", "隐患+100"),
        ("隐患仍由镇里解决", "隐患+0解决"),
    ],
    remedy_only_wanted=[
        ("隐患亟待解决", "隐患+100"),
        ("隐患尚未整治", "隐患+100"),
        ("亟待一二三四五六解决隐患", "隐患+100"),
        ("亟待一二三四五六七解决隐患", "隐患+0解决"),
        ("整治后亟待解决的隐患", "隐患+0整治"),
    ],
)
def test_names_and_remedies(text: str, cues: str) -> None:
    """A matter within a fixed name, or dealt with in its clause, has no force; what is only to be done leaves it."""
    assert forces(text) == cues


@tables(
    before=[
        ("未发现隐患", "隐患-25未发现"),
        ("未发现反弹", "反弹-50未发现"),
        ("未发现一处漏洞", "发现…漏洞-25未发现"),
        ("隐患未发现", "隐患+100"),
        ("未发现，隐患多", "隐患+100"),
        ("未发现一二三四五六七八九十隐患", "隐患-25未发现"),
        ("未发现一二三四五六七八九十一隐患", "隐患+100"),
    ],
    behind=[("隐患一例未见", "隐患-25一例未见"), ("一例未见隐患", "隐患+100"), ("隐患多，一例未见", "隐患+100")],
    listed=[
        ("没有短斤少两", "没有-50短斤少两 短斤少两-50没有"),
        ("没有一二三四短斤少两", "没有-50短斤少两 短斤少两-50没有"),
        ("没有一二三四五短斤少两", "没有+100 短斤少两+100"),
        ("短斤少两没有", "短斤少两+100 没有+100"),
        ("没有反弹", "没有+100 反弹+200"),
    ],
)
def test_negations(text: str, cues: str) -> None:
    """What is said not to be speaks a little for the other side."""
    assert forces(text) == cues


@tables(
    falling=[
        ("投诉下降", "投诉+0下降 投诉…下降-200"),
        ("下降的投诉", "下降-100 投诉+100"),
        ("隐患下降", "隐患+100 下降-100"),
        ("投诉隐患下降", "投诉+0下降 隐患+100 投诉…下降-200"),
        ("投诉上升", "投诉+100 投诉…上升+200"),
    ],
    direction=[
        ("投诉量上升", "投诉量…上升+200"),
        ("投诉量下降", "投诉量…下降-200"),
        ("收入上升", "收入…上升-200"),
        ("收入下降", "收入…下降+200"),
        ("收入上升投诉量上升", "收入…上升-200 投诉量…上升+200"),
    ],
    named_a_clause_before=[
        ("投诉量三百件，同比下降一成", "投诉量…下降-200"),
        ("投诉量三百件，比去年上升", "投诉量…上升+200"),
        ("投诉量三百件，同比持平，又上升", "投诉量…上升+260"),
        ("投诉量三百件，房价下降", "下降-100"),
        ("投诉量三百件。同比下降一成", "下降-100"),
    ],
    no_indicator=[("上升", ""), ("猛涨", "猛涨+100"), ("下降", "下降-100"), ("下降后收入", "下降-100")],
    damped=[
        ("投诉量尚未下降", "投诉量…下降+0尚未"),
        ("建议投诉量下降", "投诉量…下降+0建议"),
        ("整治后投诉量上升", "投诉量…上升+200"),
        ("未发现投诉量上升", "投诉量…上升+200"),
    ],
)
def test_indicators(text: str, cues: str) -> None:
    """What rises or falls counts by its indicator; that things get worse is a fact nothing takes away."""
    assert forces(text) == cues


@tables(
    past=[
        ("过去隐患多", "隐患-25过去"),
        ("过去路窄，隐患多", "隐患-25过去"),
        ("过去路窄。隐患多", "隐患+100"),
        ("早在过去有隐患", "隐患-25过去"),
        ("镇上的过去有隐患", "隐患-25过去"),
        ("各村镇的过去有隐患", "隐患+100"),
    ],
    past_with_contrast=[
        ("过去隐患多，但路窄", "隐患-25过去"),
        ("过去路窄，但隐患多", "隐患+100"),
        ("仍如过去有隐患", "隐患+100"),
        ("但路窄。过去隐患多", "隐患+100"),
    ],
    turn=[
        ("隐患多。如今路好", "隐患+0如今"),
        ("如今隐患多", "隐患+100"),
        ("但隐患多。如今路好", "隐患+100"),
        ("隐患多。如今反弹，如今路好", "隐患+0如今 反弹+0如今"),
    ],
    frame=[("演练隐患处置", "隐患+0演练"), ("隐患多。演练结束", "隐患+0演练"), ("演练完成", "完成-200")],
)
def test_times_and_genres(text: str, cues: str) -> None:
    """What once was, is over, or is only played has no force; after a contrast it is of today."""
    assert forces(text) == cues


@tables(
    want=[
        ("尚未完成", "完成+0尚未"),
        ("尚未一二三四五六完成", "完成+0尚未"),
        ("尚未一二三四五六七完成", "完成-200"),
        ("完成尚未", "完成-200"),
    ],
    advice=[
        ("路窄，建议修路，完成绿化", "完成+0建议"),
        ("路窄，建议完成绿化", "完成+0建议"),
        ("路窄，完成后建议修路", "完成-200"),
        ("路窄，建议修路。完成绿化", "完成-260"),
    ],
    section=[
        ("建议。路要宽。完成绿化", "完成+0建议"),
        ("二、建议修路。完成绿化", "完成+0建议"),
        ("居民都建议修路。完成绿化", "完成-200"),
        ("五 建议修路。完成绿化", "完成+0建议"),
        ("完成绿化。建议修路", "完成-200"),
    ],
    contrast=[
        ("成效明显，但路窄", "成效明显-120但"),
        ("成效明显但路窄", "成效明显-120但"),
        ("但成效明显", "成效明显-200"),
        ("路窄，但成效明显", "成效明显-200"),
        ("路窄但成效明显", "成效明显-200"),
        ("但成效明显，但路窄", "成效明显-120但"),
        ("成效明显，仍有路窄", "成效明显-200"),
        ("成效明显。路窄。但天晴", "成效明显-120但"),
    ],
)
def test_good_words(text: str, cues: str) -> None:
    """A good word that is wished, advised or followed by a contrast counts less, or not at all."""
    assert forces(text) == cues


@pytest.mark.parametrize(
    ("title", "text", "cues"),
    [
        ("隐患", "", "隐患+150"),
        ("完成", "", "完成-300"),
        ("投诉量上升", "", "投诉量…上升+300"),
        ("成效明显，但路窄", "", "成效明显-300"),
        ("隐患多。如今路好", "", "隐患+150"),
        ("建议。完成绿化", "", "完成-300"),
        ("隐患", "演练", "隐患+0演练"),
        ("演练", "隐患", "隐患+0演练"),
        ("过去", "隐患", "隐患+100"),
        ("隐患", "隐患。路窄", "隐患+150 隐患+100"),
        ("", "隐患，路窄。隐患", "隐患+100 隐患+130"),
        ("", "路窄，隐患，隐患", "隐患+130 隐患+130"),
        ("", "隐患。隐患", "隐患+100 隐患+100"),
    ],
)
def test_places(title: str, text: str, cues: str) -> None:
    """A title counts half as much again, and the last sentence of a text of three clauses or more a third."""
    assert forces(text, title) == cues


def test_longer_texts_get_smaller_shares() -> None:
    """The share of a cue shrinks by the root of the number of clauses and two more."""
    shares = [cue_parts(SMALL, "", "隐患" + "，路窄" * n + "。路窄")[0].share for n in (0, 1, 6, 13)]
    assert shares == [500, 448, 316, 242]


@pytest.mark.parametrize("scope", Scope)
def test_no_scope_strengthens(scope: Scope) -> None:
    """What takes the force of a cue leaves it less than all of it, and turns it round by half of it at most."""
    assert -50 <= KEPT[scope] < 100


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("未 未见 一例未见", "一例未见", "一例未见"),
        ("未见 一例未见", "三例未见", "未见"),
        ("问题清单 清单式", "问题清单式", "问题清单"),
        ("问题 问题清单", "问题清单 问题", "问题清单 问题"),
        ("解决…难题", "解决难题", "解决…难题"),
        ("解决…难题", f"解决{'一' * 12}难题", "解决…难题"),
        ("解决…难题", f"解决{'一' * 13}难题", ""),
        ("解决…难题", "解决了，难题", ""),
        ("解决…难题", "难题解决", ""),
        ("解决…题", "解决问题和难题", "解决…题"),
        ("解决…难题 行路难题 解决", "解决行路难题", "解决…难题 解决 行路难题"),
        ("解决…难题 解决问题", "解决问题和难题", "解决问题 解决…难题"),
        ("甲", "乙丙", ""),
    ],
)
def test_words(words: str, text: str, found: str) -> None:
    """The longest word at a place is found and none within another, but words with a gap always, within a clause."""
    lexicon = lexicon_of((Group("组", CueRole.PROBLEM), words))
    assert " ".join(one.word for one in cue_parts(lexicon, "", folded(text))) == found


def test_word_with_a_gap_ends_with_its_nearest_end() -> None:
    """The place of a word with a gap runs from its beginning to the first end behind it."""
    (part,) = cue_parts(lexicon_of((Group("组", CueRole.PROBLEM), "解决…题")), "", "已解决问题和难题")
    assert (part.start, part.end) == (1, 5)


def test_word_in_two_groups() -> None:
    """A word that stands in two groups counts in both."""
    lexicon = lexicon_of((Group("甲", CueRole.PROBLEM, 1), "停车难"), (Group("乙", CueRole.PROBLEM, 3), "停车难"))
    assert [part.group for part in cue_parts(lexicon, "", "停车难")] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("group", "words", "text", "cues"),
    [
        pytest.param(Group("本区", CueRole.GENERAL), "隐患", "隐患", "隐患-100", id="other-role"),
        pytest.param(Group("本区", CueRole.PROBLEM, 3), "隐患", "隐患", "隐患+300", id="other-weight"),
        pytest.param(Group("本区", CueRole.IGNORED), "隐患", "隐患", "", id="ignored"),
        pytest.param(Group("本区", CueRole.IGNORED), "隐患", "隐患，淤积", "淤积+100", id="others-stay"),
        pytest.param(Group("本区", CueRole.IGNORED), "针对…问题", "针对隐患问题", "隐患+100", id="gap-ignored"),
        pytest.param(Group("本区", CueRole.PROBLEM), "没水", "没水", "没水+100", id="new"),
        pytest.param(Group("本区", CueRole.IGNORED), "投诉", "投诉下降", "下降-100", id="from-all-its-groups"),
    ],
)
def test_an_offices_word_is_only_what_it_says(group: Group, words: str, text: str, cues: str) -> None:
    """A word that an office names leaves the groups it was in; one that counts for nothing is found no more."""
    own = ((group, tuple(words.split())),)
    assert forces(text, lexicon=SMALL.with_groups(own)) == cues


def test_groups_without_words_are_gone() -> None:
    """A group all of whose words an office has taken is none any more; the lexicon it came from stays as it was."""
    mine = SMALL.with_groups(((Group("本区", CueRole.PROBLEM), ("没有",)),))
    assert [group.name for group, _ in mine.groups].count("缺少") == 0
    assert forces("没有") == forces("没有", lexicon=mine)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", []),
        ("，。", []),
        ("一，二；三。四", [(0, True, "一"), (0, False, "二"), (1, True, "三"), (2, True, "四")]),
        ("一：二、三", [(0, True, "一"), (0, False, "二、三")]),
        ("一\n二", [(0, True, "一"), (1, True, "二")]),
        ("。一！", [(0, True, "一")]),
        ("一" * 101, [(0, True, "一" * 100), (0, False, "一")]),
    ],
)
def test_clauses(text: str, clauses: list[tuple[int, bool, str]]) -> None:
    """Clauses end at commas and stops, sentences at stops and lines, and a run without either after 100 signs."""
    found = clauses_of(SMALL, text)
    assert [(one.sentence, one.opens, text[one.start : one.end]) for one in found] == clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ｐ２Ｐ爆雷，淤积", ["Ｐ２Ｐ", "淤积"]),
        ("P2P,隐患", ["P2P", "隐患"]),
        ("İ隐患ẞﬁ淤积", ["隐患", "淤积"]),
        ("😀隐患 \n 淤积\x00", ["隐患", "淤积"]),
    ],
)
def test_places_are_those_of_the_text_as_written(text: str, words: list[str]) -> None:
    """Widths and case are made equal to compare, and the places are those in the text as it was written."""
    reading = read("", text)
    assert [text[part.start : part.end] for part in cue_parts(SMALL, "", reading.text)] == words


SIGNS: Final = st.lists(
    st.sampled_from([*(word for _, words in SMALL.groups for word in words), *"，。；、\n 道路１２aＺ", "Ｐ２Ｐ", "İ"]),
    max_size=30,
).map("".join)


def _stands(part: Part, text: str) -> bool:
    """Say whether a part's place in the text as written holds its word."""
    head, _, tail = part.word.rpartition(GAP)
    here = folded(text[part.start : part.end])
    return here.endswith(tail) and (here.startswith(head) or part.group in {"上升", "上涨", "下降"})


@given(SIGNS, SIGNS)
def test_places_hold_the_words(title: str, text: str) -> None:
    """Every cue stands in its title or text, and its place holds its word."""
    for part in cue_parts(SMALL, folded(title), folded(text)):
        within = title if part.where is Where.TITLE else text
        assert 0 <= part.start < part.end <= len(within)
        assert _stands(part, within)


@given(SIGNS, SIGNS)
def test_widths_do_not_matter(title: str, text: str) -> None:
    """A text whose letters, digits and signs are of the other width has the same cues in the same places."""
    wide = {0x21 + n: 0xFF01 + n for n in range(94)}
    one, other = read(title, text), read(title.translate(wide), text.translate(wide))
    assert cue_parts(SMALL, one.title, one.text) == cue_parts(SMALL, other.title, other.text)


@given(st.text(), st.text())
def test_any_text_has_its_cues(title: str, text: str) -> None:
    """Any title and text give an answer, the same each time."""
    again = [cue_parts(shipped_lexicon(), folded(title), folded(text)) for _ in range(2)]
    assert again[0] == again[1]


def calls_in(act: Callable[[], object]) -> int:
    """Return how many functions an act calls: a measure of work that is the same on every machine."""
    counts: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        counts[event] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return counts["call"] + counts["c_call"]


LONG: Final = [
    "隐患",
    "但",
    "，",
    "1",
    "a",
    "没人，全部",
    "隐患亟待",
    "解决了难题",
    "未发生隐患，",
    "投诉量下降，",
    "建议。如今",
    "困难全部仍没人缺乏。",
]


@pytest.mark.parametrize("words", LONG)
def test_cues_take_linear_time(words: str) -> None:
    """Four times the text is four times the work, whatever stands in it."""
    texts = [(words * 2000)[:size] for size in (500, 2000)]
    short, long = (calls_in(lambda text=text: cue_parts(shipped_lexicon(), "", text)) for text in texts)  # type: ignore[misc]
    assert long <= 4.4 * short + 100


@pytest.mark.parametrize("words", LONG)
def test_explanations_take_linear_time(words: str) -> None:
    """So it is with the explanation, though a group of cues may have thousands of places."""
    classifier = shipped_classifier()
    texts = [(words * 2000)[:size] for size in (500, 2000)]
    short, long = (calls_in(lambda text=text: classifier.classify("", text, why=True)) for text in texts)  # type: ignore[misc]
    assert long <= 4.4 * short + 100


def test_a_judge_of_cues_alone() -> None:
    """A judge whose model knows no run judges by cues: a cue of weight 1 is worth what the model says."""
    judge = Judge(SMALL, Model(-100, {}, {}, cues=2000))
    reading = read("", "隐患。路窄")
    judgement = judge.judge(reading)
    assert [part.share for part in judgement.cues] == [1000]
    assert judgement.score == 900
    assert explain(judgement, reading).speaking_for[0].name == "事项"
