"""What `inv classify` says of any text: answer, reasons, marks, and parts that add up to the score."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from bulletin.kinds import Kind
from bulletin_editor.classifying import Request, as_dict, classify_and_tell, tell_item
from bulletin_editor.desk import RefusedError
from bulletin_editor.marking import marked, print_marked
from bulletin_editor.reasons import damped_words, listed, shares, words_of
from bulletin_editor.texts import Text, plain
from bulletin_problems.explain import Explanation, Reason, Span
from bulletin_problems.office import shipped_classifier
from bulletin_problems.parts import Part, Where

MIXED = "镇里投入资金，解决了困扰群众多年的饮水难题。但部分村组管网老化，漏损严重，村民反映强烈。"
TEXTS = [
    "",
    "　",
    "困",
    "。",
    "12345",
    "2004-11-20 3.14 ％",
    "The council met on Monday.",
    "問題嚴重，羣衆反映強烈，至今未獲解決。",
    "ＡＢＣ１２３　困难，(问题)突出;急需 解决！",
    "<p>道路&nbsp;破损</p><br/>&lt;script&gt;居民投诉",
    "| 一 | 二 |\n|---|---|\n| 拖欠 | 工资 |",
    "\x00\x1b[2J拖欠\u202e工资\ufeff",
    "İ拖欠工资ẞﬁ",
    "😀拖欠工资👨‍👩‍👧",
    MIXED,
    "下一步，将加大力度，着力解决物业失管等问题。",
    "没有短斤少两，未发生安全事故。",
]


def said_of(title: str, text: str) -> tuple[Text, Any, Explanation]:
    """Return a text, what it is taken for, and the explanation."""
    one = shipped_classifier().classify(title, text, why=True)
    assert one.explanation is not None
    return Text(title, text), one, one.explanation


def bare(shown: str) -> str:
    """Return a marked text without its marks."""
    return shown.translate({ord(sign): None for sign in "【】〔〕"})


@pytest.mark.parametrize("title", ["", "城南菜场脏乱问题久拖不决"], ids=["no-title", "title"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_parts_sum_to_the_score(title: str, text: str) -> None:
    """Start, reasons, damped cues and other wording are the score, to the last thousandth."""
    _, one, told = said_of(title, text)
    assert sum(shares(told).values()) == told.score == one.judgement.score
    assert len(told.speaking_for) <= 3
    assert len(told.speaking_against) <= 3


@pytest.mark.parametrize("title", ["", "拖欠工资\t问题"], ids=["no-title", "title"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_gets_an_answer(title: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Any text gets kind and topic, in words and as JSON; nothing that would steer a terminal is printed."""
    given, one, _ = said_of(title, text)
    tell_item(given, one)
    told = capsys.readouterr().out
    assert len(told.splitlines()) >= 2
    assert not [sign for sign in told if sign != "\n" and not sign.isprintable()]
    row = json.loads(json.dumps(as_dict(given, one)))
    assert row["label"] in set(Kind)
    assert row["sum"]["score"] == row["score"]
    assert row["known"] == one.judgement.known
    for span in (span for side in ("for", "against") for reason in row[side] for span in reason["spans"]):
        assert 0 <= span["start"] < span["end"] <= len(row[span["where"]])


@pytest.mark.parametrize("text", ["", "　", "☂☃☄"], ids=repr)
@pytest.mark.parametrize(("language", "told"), [("zh", "请编辑定"), ("en", "an editor has to decide")])
def test_nothing_known(
    text: str, language: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text in which nothing is known is left to an editor, with the reason, and no kind is claimed."""
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", language)
    given, one, _ = said_of("", text)
    assert one.judgement.unsure
    tell_item(given, one)
    kind, *rest = capsys.readouterr().out.splitlines()
    assert told in kind
    assert "%" not in kind
    assert len(rest) == 1


@pytest.mark.parametrize(
    ("kind", "told"),
    [(None, 0), (Kind.PROBLEM, "一致"), (Kind.GENERAL, "以编辑所写为准")],
    ids=["none", "same", "other"],
)
def test_the_editors_kind_stands_beside(
    kind: Kind | None, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the editor wrote is told too, and that it counts."""
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "zh")
    _, one, _ = said_of("", MIXED)
    assert one.judgement.kind is Kind.PROBLEM
    tell_item(Text("", MIXED, kind=kind, topic="民政"), one)
    lines = [line for line in capsys.readouterr().out.splitlines() if "编辑所写：" in line]
    assert len(lines) == bool(kind)
    assert not told or told in lines[0]


def test_damped_cues_are_shown() -> None:
    """A cue that lost its force stands with the word that took it, in the order of the text."""
    _, _, told = said_of("", MIXED)
    words = damped_words(told, "", MIXED)
    assert [word for word in words if word.startswith("解决了…") and "难" in word]


def explained(*spans: tuple[int, int, int]) -> Explanation:
    """Return an explanation with a reason of each span: start, end, share."""
    reasons = [Reason("组", share, (Span(Where.TEXT, start, end),)) for start, end, share in spans]
    speaking_for = tuple(one for one in reasons if one.share > 0)
    return Explanation(0, 0, speaking_for, tuple(one for one in reasons if one.share < 0), (), 0)


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("道路破损", [], "道路破损"),
        ("道路破损", [(2, 4, 1)], "道路【破损】"),
        ("道路已修", [(0, 2, 1), (2, 4, -1)], "【道路】〔已修〕"),
        ("道路已修好", [(2, 4, 1), (2, 5, -1)], "道路〔已修好〕"),
        ("道路已修好", [(0, 3, 1), (2, 5, -1)], "【道路已】修好"),
        ("道\x1b路\n破损", [(4, 6, 1)], "道 路 【破损】"),
    ],
)
def test_marks(text: str, spans: list[tuple[int, int, int]], shown: str) -> None:
    """Words that speak for stand in 【】, those against in 〔〕, the longer of two that meet."""
    assert marked(text, explained(*spans), Where.TEXT) == shown
    assert marked(text, explained(*spans), Where.TITLE) == text.replace("\x1b", " ").replace("\n", " ")


@pytest.mark.parametrize(
    ("spans", "longest"),
    [([], 410), ([(500, 502, 1)], 60), ([(0, 2, 1), (3, 5, 1), (998, 1000, -1)], 120)],
    ids=["nothing", "one", "ends"],
)
def test_marks_in_a_long_text(spans: list[tuple[int, int, int]], longest: int) -> None:
    """Of a long text only what is near the marks is shown, and dots for the rest."""
    text = "".join(chr(0x4E00 + n) for n in range(1000))
    shown = marked(text, explained(*spans), Where.TEXT)
    assert len(shown) <= longest
    assert all(piece in text for piece in bare(shown).split("……"))
    for start, end, share in spans:
        assert (f"【{text[start:end]}】" if share > 0 else f"〔{text[start:end]}〕") in shown


def test_marks_are_plain_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody looks at a terminal no colour is written, and no line is broken."""
    text = "[bold]:smile:" + "道路" * 100
    print_marked(text, explained((13, 15, 1)), Where.TEXT, "  ")
    assert capsys.readouterr().out == f"  [bold]:smile:【道路】{'道路' * 99}\n"


def test_words_of_a_reason() -> None:
    """Each word once, none within another, a long one cut in its middle."""
    text = "解决了甲乙丙丁戊己庚难题，解决了"
    spans = tuple(Span(Where.TEXT, *one) for one in ((0, 3), (0, 12), (13, 16), (13, 16)))
    assert words_of(Reason("组", 1, spans), "", text) == ("解决了甲…己庚难题", "解决了")


@pytest.mark.parametrize(
    ("text", "at", "by", "shown"),
    [
        ("解决了群众的饮水难", "饮水难", "解决了", "解决了…饮水难"),
        ("成效明显，但漏损多", "成效", "但", "成效…但"),
        ("但成效明显，但漏损多", "成效", "但", "但…成效"),
        ("办法另行通知", "办法", "条例", "条例…办法"),
    ],
)
def test_damped_words(text: str, at: str, by: str, shown: str) -> None:
    """A damped cue and what damps it stand as in the text; where that is far off, it stands first."""
    start = text.index(at)
    part = Part(Where.TEXT, start, start + len(at), at, "组", 0, by)
    assert damped_words(Explanation(0, 0, (), (), (part,), 0), "", text) == (shown,)


def test_many_words_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many words the first are shown."""
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "zh")
    assert listed(["甲", "乙", "甲"]) == "甲、乙"
    assert listed(list("甲乙丙丁戊己庚辛")) == "甲、乙、丙、丁、戊、己等"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("正文", "", "正文"),
        ("# 标题\n\n正文\n", "标题", "正文"),
        ("\n## 标题 \n正文\n二", "标题", "正文\n二"),
        ("### 小标题\n正文", "", "### 小标题\n正文"),
        ("#标签\n正文", "", "#标签\n正文"),
        ("# \n正文", "", "# \n正文"),
        ("# 标题", "标题", ""),
        ("", "", ""),
    ],
    ids=repr,
)
def test_plain_files(text: str, title: str, body: str) -> None:
    """A heading of the first or second level in the first line is the title."""
    found = plain(text)
    assert (found.title, found.text) == (title, body)


@pytest.mark.parametrize("sign", ["困难", "1", "a", "，", "但", "未解决", "解决了难题，", "😀"])
def test_long_texts(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    """100,000 characters take seconds at most, whatever they are, and what is printed stays short."""
    text = (sign * 100_000)[:100_000]
    began = time.process_time()
    given, one, told = said_of("", text)
    tell_item(given, one)
    assert time.process_time() - began < 15
    assert sum(shares(told).values()) == told.score
    assert len(capsys.readouterr().out) < 5_000


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Request((), None, "human"), "--text"),
        (Request((), "甲", "yaml"), "{choices}"),
        (Request(("nowhere.txt",), None, "human"), "there is no file"),
        (Request((".",), None, "human"), "folder"),
        (Request((" ",), None, "human"), "--text"),
        (Request(("n" * 5000,), None, "human"), "can't be read"),
    ],
    ids=["nothing", "format", "missing", "folder", "blank", "long-name"],
)
def test_refusals(small_tree: Path, request_: Request, told: str) -> None:
    """What can't be judged is refused with a reason."""
    with pytest.raises(RefusedError) as refused:
        classify_and_tell(small_tree, request_)
    assert told in refused.value.message
