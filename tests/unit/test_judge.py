"""Judgements and their explanations: parts that add up, an answer to any text, and doubts where little is known."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.kinds import CueRole, Kind
from bulletin_editor.training import corpus_items
from bulletin_problems.calibration import probability
from bulletin_problems.classifier import Classified
from bulletin_problems.corpus import Labelled
from bulletin_problems.explain import SHOWN, Explanation, Reason, Span, explain
from bulletin_problems.folding import folded
from bulletin_problems.judge import BAND, Judge, Judgement
from bulletin_problems.lexicon import Group, Lexicon
from bulletin_problems.model import Model
from bulletin_problems.office import shipped_classifier
from bulletin_problems.parts import Part, Where
from bulletin_problems.reading import read
from bulletin_problems.word_lists import shipped_lexicon

ROOT: Final = Path(__file__).parents[2]
NOTHING: Final = Lexicon(())


@cache
def corpus() -> tuple[Labelled, ...]:
    """Return some items of each file of the corpus."""
    return tuple(corpus_items(ROOT / "corpus")[::20])


def said_of(title: str, text: str) -> tuple[Classified, Explanation]:
    """Return what the shipped classifier says of an item, with the explanation."""
    one = shipped_classifier().classify(title, text, why=True)
    assert one.explanation is not None
    return one, one.explanation


def reasons_of(told: Explanation) -> tuple[Reason, ...]:
    """Return the reasons of both sides."""
    return told.speaking_for + told.speaking_against


def total(told: Explanation) -> int:
    """Return what the parts of an explanation add up to."""
    return told.bias + sum(one.share for one in reasons_of(told)) + sum(part.share for part in told.damped) + told.other


def meet(one: Span, other: Span) -> bool:
    """Say whether two stretches have a character in common."""
    return one.where is other.where and one.start < other.end and other.start < one.end


def check_explanation(title: str, text: str) -> None:
    """Check what holds for the explanation of any item."""
    one, told = said_of(title, text)
    assert total(told) == told.score == one.judgement.score
    assert told.score == told.bias + sum(p.share for p in one.judgement.cues) + sum(s for _, s in one.judgement.runs)
    for side, reasons in ((1, told.speaking_for), (-1, told.speaking_against)):
        assert len(reasons) <= SHOWN
        assert all(reason.share * side > 0 and reason.spans for reason in reasons)
    lengths = {Where.TITLE: len(title), Where.TEXT: len(text)}
    for span in (span for reason in reasons_of(told) for span in reason.spans):
        assert 0 <= span.start < span.end <= lengths[span.where]
    for reason, other in combinations(reasons_of(told), 2):
        assert not any(meet(a, b) for a in reason.spans for b in other.spans)


def words() -> Iterator[str]:
    """Yield words of the shipped lexicon, and what texts have between them."""
    yield from "，。；、 \n　１aＺ某地的0"
    for _, of_group in shipped_lexicon().groups:
        yield from (word.replace("…", "群众") for word in of_group[:6])


TEXTS: Final = st.lists(st.sampled_from([*words()]), max_size=40).map("".join)


@given(TEXTS, TEXTS)
def test_parts_sum_to_the_score(title: str, text: str) -> None:
    """Bias, reasons, damped cues and the rest are the score; reasons are three a side and stand apart."""
    check_explanation(title, text)


@given(st.text(), st.text())
@example("拖欠", "\ud800拖欠工资\udfff")
@example("\n", " \n ")
@example("", "İ拖欠工资ẞﬁ")
def test_parts_sum_to_the_score_of_any_text(title: str, text: str) -> None:
    """So they do for any string, lone surrogates and control characters included."""
    check_explanation(title, text)


@pytest.mark.parametrize("part", range(8))
def test_parts_sum_to_the_score_of_items(part: int) -> None:
    """So they do for the items of the corpus."""
    for item in corpus()[part::8]:
        check_explanation(item.title, item.text)


def test_reasons_stand_at_their_words() -> None:
    """The places of a reason hold the words of its group, as the text has them."""
    text = "居民反映ＰＭ2.5超标,道路 破损严重，至今無人清理。"
    one, told = said_of("", text)
    by_group: dict[str, set[str]] = {}
    for part in one.judgement.cues:
        by_group.setdefault(part.group, set()).add(part.word)
    named = [reason for reason in reasons_of(told) if reason.name]
    assert named
    for reason in named:
        assert {folded(text[span.start : span.end]) for span in reason.spans} <= by_group[reason.name]


def test_a_reason_has_all_the_places_of_its_group() -> None:
    """The cues of a group on one side are one reason; on the other side they are another."""
    group = Group("隐患", CueRole.PROBLEM, matter=True)
    lexicon = Lexicon(((group, ("隐患", "淤积")), (Group("否定", CueRole.NEGATION), ("未发现",))))
    judge, reading = Judge(lexicon, Model(0, {}, {}, cues=1000)), read("隐患", "淤积，路窄，未发现隐患")
    told = explain(judge.judge(reading), reading)
    (reason,) = told.speaking_for
    assert reason.name == "隐患"
    assert reason.spans == (Span(Where.TITLE, 0, 2), Span(Where.TEXT, 0, 2))
    assert told.speaking_against == ()
    assert [(part.word, part.damped_by) for part in told.damped] == [("隐患", "未发现")]


@pytest.mark.parametrize("words", ["甲乙丙丁戊", "戊丁丙乙甲"])
def test_the_strongest_are_told(words: str) -> None:
    """Of many reasons the strongest three of each side are told, the strongest first; the rest is added up."""
    groups = tuple((Group(f"{n}", CueRole.PROBLEM, n), (word,)) for n, word in enumerate("甲乙丙丁戊", 1))
    judge, reading = Judge(Lexicon(groups), Model(50, {}, {}, cues=1000)), read("", words)
    told = explain(judge.judge(reading), reading)
    assert [reason.name for reason in told.speaking_for] == ["5", "4", "3"]
    shares = {part.group: part.share for part in judge.judge(reading).cues}
    assert told.other == shares["1"] + shares["2"]


def test_wording_that_the_model_learned() -> None:
    """What the model learned is told as stretches of the text, without a name, and never across title and text."""
    model = Model(0, {"渠道": 900, "通车": -900, "道。": 500}, {"渠道": 9000, "通车": 9000, "道。": 9000})
    judge, reading = Judge(NOTHING, model), read("渠道", "通车")
    told = explain(judge.judge(reading), reading)
    (good,), (bad,) = told.speaking_against, told.speaking_for
    assert (good.name, good.spans) == ("", (Span(Where.TEXT, 0, 2),))
    assert (bad.name, bad.spans) == ("", (Span(Where.TITLE, 0, 2),))
    assert total(told) == told.score


@pytest.mark.parametrize(
    ("text", "weights", "spans"),
    [
        ("渠道通车", {"渠道": 900, "通车": -800}, [(0, 2), (2, 4)]),
        ("渠道的通车", {"渠道": 900, "通车": 800}, [(0, 2), (3, 5)]),
        ("甲乙丙丁戊己庚辛壬癸", dict.fromkeys("甲乙丙丁戊己庚辛壬癸", 900), [(0, 8), (8, 10)]),
        ("甲渠道", {"甲": -900, "渠道": 900}, [(1, 3)]),
    ],
    ids=["two-sides", "function-word", "long", "one-sign"],
)
def test_stretches(text: str, weights: dict[str, int], spans: list[tuple[int, int]]) -> None:
    """A stretch leans to one side, is two to eight signs long and ends at a function word."""
    judge, reading = Judge(NOTHING, Model(0, weights, dict.fromkeys(weights, 9000))), read("", text)
    reasons = reasons_of(explain(judge.judge(reading), reading))
    assert sorted((span.start, span.end) for reason in reasons for span in reason.spans) == spans


@pytest.mark.parametrize(("weight", "side"), [(900, "speaking_for"), (-900, "speaking_against")])
def test_unknown_wording_is_no_reason(weight: int, side: str) -> None:
    """Wording that the model knows nothing of belongs to no stretch, on either side."""
    judge, reading = Judge(NOTHING, Model(0, {"通车": weight}, {"通车": 9000})), read("", "甲乙通车丙丁")
    (reason,) = getattr(explain(judge.judge(reading), reading), side)
    assert reason.spans == (Span(Where.TEXT, 2, 4),)


@pytest.mark.parametrize(
    ("score", "kind", "unsure"),
    [
        (0, Kind.GENERAL, True),
        (1, Kind.PROBLEM, True),
        (BAND - 1, Kind.PROBLEM, True),
        (1 - BAND, Kind.GENERAL, True),
        (BAND, Kind.PROBLEM, False),
        (-BAND, Kind.GENERAL, False),
    ],
)
def test_band(score: int, kind: Kind, *, unsure: bool) -> None:
    """A problem item is one with a score above 0; near 0 an editor has to decide."""
    judgement = Judgement(score, 0, (Part(Where.TEXT, 0, 1, "某", "某", score),), ())
    assert (judgement.kind, judgement.unsure) == (kind, unsure)
    assert judgement.confidence == judgement.shown_confidence == probability(abs(score) / 1000) >= 0.5


@pytest.mark.parametrize(
    ("cues", "runs", "known", "unsure"),
    [(0, 0, False, True), (0, 7, True, True), (0, 8, True, False), (1, 0, True, False)],
)
def test_little_is_known(cues: int, runs: int, *, known: bool, unsure: bool) -> None:
    """A score says nothing where no cue and hardly any run of signs is known, whatever the bias is."""
    part = Part(Where.TEXT, 0, 1, "某", "某", 0)
    judgement = Judgement(-5000, -5000, (part,) * cues, (("某", 0),) * runs)
    assert (judgement.known, judgement.unsure) == (known, unsure)


def test_confidence_of_huge_scores() -> None:
    """The confidence of any score is a probability; it is never shown as certainty."""
    judgement = Judgement(-(10**9), 0, (), ())
    assert (judgement.confidence, judgement.shown_confidence) == (1, 0.99)
    assert probability(-1e9) == 0


BAD: Final = {
    "empty": "",
    "blank": " \n　\t ",
    "one-character": "困",
    "one-stop": "。",
    "digits": "12345 2004-11-20 3.14",
    "wide-digits": "１２３４５６７８９０％",
    "english": "The council met on Monday to discuss road repairs.",
    "traditional": "問題嚴重，羣衆反映強烈，至今未獲解決。",
    "mixed-widths": "ＡＢＣ１２３　困难，(问题)突出;急需 解决！",
    "html": "<p>道路&nbsp;破损</p><br/>&lt;script&gt;居民投诉",
    "table": "| 一 | 二 |\n|---|---|\n| 拖欠 | 工资 |",
    "control": "\x00\x1b[2J拖欠\u202e工资\ufeff\x7f",
    "surrogates": "\ud800拖欠\udfff工资",
    "emoji": "😀拖欠工资👨\u200d👩\u200d👧",
    "case-that-grows": "İ拖欠工资ẞﬁ",
    "private-use": "\ue000\U0010ffff" * 40,
    "one-of-many": "龘" * 400,
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BAD.items()])
def test_bad_input(text: str) -> None:
    """Any input gets a kind, a confidence and parts that add up, as text, as title and as both."""
    for title, body in ((text, ""), ("", text), (text, text)):
        check_explanation(title, body)
        judgement = said_of(title, body)[0].judgement
        assert judgement.kind in set(Kind)
        assert 0.5 <= judgement.confidence <= 1


@pytest.mark.parametrize(
    "name", ["empty", "blank", "one-character", "one-stop", "digits", "wide-digits", "private-use", "one-of-many"]
)
def test_hardly_anything_is_known(name: str) -> None:
    """Where hardly anything is known an editor has to decide."""
    assert said_of("", BAD[name])[0].judgement.unsure


@pytest.mark.parametrize(
    "text",
    [
        "<p>道路破损</p>，居民投诉，至今无人维修",
        "道路\u200b破损，居民投诉，至今无人维修",
        "道路破损,居民投诉,至今无人维修",
        "１．道路破损；居民投诉；至今无人维修",
    ],
    ids=["html", "zero-width", "half-width", "numbered"],
)
def test_left_overs_do_not_hide_a_problem(text: str) -> None:
    """Tags, widths and numbering of lines do not hide what a text says."""
    assert said_of("", text)[0].judgement.kind is Kind.PROBLEM


@pytest.mark.parametrize("sign", ["困难", "1", "a", "，", "但", "😀", "\x00", "\n"], ids=ascii)
def test_long_texts(sign: str) -> None:
    """100,000 characters of one kind get an answer whose parts add up."""
    _, told = said_of("", (sign * 100_000)[:100_000])
    assert total(told) == told.score


def test_title_and_text_are_read_apart() -> None:
    """No word and no reason reaches from the title into the text."""
    one, told = said_of("渠道淤", "积严重，拖欠工资")
    assert not [part for part in one.judgement.cues if part.word == "淤积"]
    assert total(told) == told.score


PROGRAM: Final = """
import json, sys
from bulletin_problems.office import shipped_classifier
classifier = shipped_classifier()
print(json.dumps([repr(classifier.classify(*pair, why=True)) for pair in json.load(sys.stdin)]))
"""


@pytest.mark.parametrize("seed", ["0", "1", "31337"])
def test_same_in_another_process(seed: str) -> None:
    """Another process with another hash seed gives the same judgement, topic and explanation, to the letter."""
    pairs = [(item.title, item.text) for item in corpus()[::4]]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(pairs),
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout) == [repr(shipped_classifier().classify(*pair, why=True)) for pair in pairs]


def test_without_being_asked_nothing_is_explained() -> None:
    """Reasons are made where somebody asks; kind and topic are the same without them."""
    asked, plain = (shipped_classifier().classify("", "拖欠工资", why=why) for why in (True, False))
    assert plain.explanation is None
    assert (plain.judgement, plain.topic) == (asked.judgement, asked.topic)
