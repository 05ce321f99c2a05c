"""Wrong words: what a term finds, where it stands in a file, what is excused, and that the search is linear."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic
from bulletin_gate.terms import Matcher, Term
from bulletin_gate.wording import PATH, Wording, read_terms
from bulletin_portal.loading import load
from tests.unit.making import codes, shown

CONTENT: Final = Path(__file__).parents[2] / "content"
ISSUE_PATH: Final = "gazette/2004/2004-11-20.md"
FRONT: Final = "---\nseries: gazette\nsigned: 2004-11-20\n---\n"
DAY: Final = date(2004, 11, 20)


def a_term(
    wrong: str,
    *allow: str,
    right: str = "正",
    severity: Severity = Severity.ERROR,
    since: date | None = None,
) -> Term:
    """Make a term."""
    return Term(wrong, right, "理由", "来源", severity, allow, since)


def found(terms: list[Term], text: str, day: date = date.max) -> list[tuple[int, str]]:
    """Return offset and wrong form of everything found."""
    return [(at, term.wrong) for at, term in Matcher(terms).find(text, day)]


# What is found in a text


@pytest.mark.parametrize(
    ("wrong", "text", "expected"),
    [
        (["部暑"], "", []),
        (["部暑"], "部署", []),
        (["部暑"], "部暑", [(0, "部暑")]),
        (["部暑"], "周密部暑，全面部暑", [(2, "部暑"), (7, "部暑")]),
        (["部暑", "烈土"], "部暑烈土", [(0, "部暑"), (2, "烈土")]),
        (["浬"], "十浬", [(1, "浬")]),
        (["浬", "海浬"], "海浬与浬", [(0, "海浬"), (3, "浬")]),
        (["海", "海浬里"], "海浬", [(0, "海")]),
        (["。。", "。。。"], "完。。。", [(1, "。。。")]),
        (["。。"], "。。。。。", [(0, "。。"), (2, "。。")]),
        (["甲乙", "乙丙"], "甲乙丙", [(0, "甲乙")]),
        (["甲乙", "甲乙丙丁"], "甲乙丙甲乙丙丁", [(0, "甲乙"), (3, "甲乙丙丁")]),
        (["%个百分点"], "提高3%个百分点", [(3, "%个百分点")]),
        (["^-", "]", "\\d"], "a^-b]\\d5", [(1, "^-"), (4, "]"), (5, "\\d")]),
        (["𠮷野"], "甲𠮷野", [(1, "𠮷野")]),
    ],
)
def test_matches(wrong: list[str], text: str, expected: list[tuple[int, str]]) -> None:
    """The leftmost form counts, of several the longest, and none overlaps another."""
    assert found([a_term(one) for one in wrong], text) == expected


def test_no_terms() -> None:
    """Without terms nothing is wrong."""
    assert Matcher([]).is_empty
    assert found([], "部暑") == []


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (a_term("村官", "大学生村官"), "选聘大学生村官", []),
        (a_term("村官", "大学生村官"), "村官和大学生村官和村官", [0, 9]),
        (a_term("村官", "大学生村官"), "学生村官", [2]),
        (a_term("己经", "自己经", "知己经"), "自己经手，知己经商，己经", [10]),
        (a_term("烈土", "烈土壤", "强烈土"), "强烈土壤，烈土壤，烈土", [9]),
        (a_term("鲜族", right="朝鲜族"), "朝鲜族、鲜族", [4]),
        (a_term("甲甲", "甲甲甲乙"), "甲甲甲乙", []),
        (a_term("甲乙", "甲乙丙甲乙"), "甲乙丙甲乙", []),
        (a_term("甲", "乙"), "甲乙", [0]),
    ],
)
def test_allowed_texts(term: Term, text: str, expected: list[int]) -> None:
    """A form is right within an allowed text and within its own right form, and wrong beside it."""
    assert [at for at, _ in found([term], text)] == expected


def test_allowed_longer_form_leaves_the_shorter() -> None:
    """Where a longer form is allowed, a shorter one that begins there is still looked for."""
    terms = [a_term("甲乙丙", "甲乙丙丁"), a_term("甲乙")]
    assert found(terms, "甲乙丙丁") == [(0, "甲乙")]
    assert found([terms[0], a_term("甲")], "甲乙丙丁") == [(0, "甲")]


def test_since() -> None:
    """A term counts from the day it is in force on; one without a day always does."""
    terms = [a_term("国家旅游局", since=date(2018, 3, 17)), a_term("国家")]
    assert found(terms, "国家旅游局", date(2018, 3, 16)) == [(0, "国家")]
    assert found(terms, "国家旅游局", date(2018, 3, 17)) == [(0, "国家旅游局")]
    assert found(terms, "国家旅游局", date.min) == [(0, "国家")]


def naive(terms: list[Term], text: str) -> list[tuple[int, str]]:
    """Search as one would by hand: every term at every offset."""
    hits: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        here = [term for term in terms if text[at : at + len(term.wrong)] == term.wrong]
        wrong = [term for term in here if not is_allowed(term, text, at)]
        if wrong:
            longest = max(wrong, key=lambda term: len(term.wrong))
            hits.append((at, longest.wrong))
            at += len(longest.wrong)
        else:
            at += 1
    return hits


def is_allowed(term: Term, text: str, at: int) -> bool:
    """Say whether one of the allowed texts stands around the form at an offset."""
    end = at + len(term.wrong)
    return any(
        text[start : start + len(around)] == around and start + len(around) >= end
        for around in (*term.allow, term.right)
        for start in range(at + 1)
    )


ALPHABET: Final = "甲乙丙a。"
words: Final = st.text(ALPHABET, min_size=1, max_size=4)
some_terms: Final = st.lists(
    st.builds(
        lambda wrong, allow, right: a_term(wrong, *allow, right=right), words, st.lists(words, max_size=3), words
    ),
    max_size=6,
    unique_by=lambda term: term.wrong,
)


@given(terms=some_terms, text=st.text(ALPHABET, max_size=40))
def test_finds_what_a_naive_search_finds(terms: list[Term], text: str) -> None:
    """The search in one pass finds the same as trying every term at every offset."""
    assert found(terms, text) == naive(terms, text)


class Counted(str):
    """A text that counts how often it is compared or cut."""

    __slots__ = ("steps",)

    def __init__(self, _text: str) -> None:
        self.steps = 0

    def startswith(self, *args: object) -> bool:
        """Count a comparison."""
        self.steps += 1
        return super().startswith(*args)  # type: ignore[arg-type]

    def __getitem__(self, key: object) -> str:
        """Count a cut."""
        self.steps += 1
        return super().__getitem__(key)  # type: ignore[index]


@pytest.mark.parametrize("unit", ["甲乙。", "丙甲乙", "甲", "甲甲甲甲甲乙", "丁"])
def test_linear(unit: str) -> None:
    """Twice the text takes twice the steps, however much of it nearly matches; and finds twice as much."""
    matcher = Matcher([a_term("甲" * length + "乙", "丙" + "甲" * length + "乙") for length in range(1, 9)])
    once, twice = Counted(unit * 1000), Counted(unit * 2000)
    hits = [len(list(matcher.find(text))) for text in (once, twice)]
    assert hits[1] == 2 * hits[0]
    assert twice.steps <= 2 * once.steps + 20


# The file of terms

ENTRY: Final = "误: 部暑, 正: 部署, 理由: 误字, 来源: 词典, 程度: 错误"


def terms_of(*lines: str) -> tuple[tuple[Term, ...], list[Diagnostic]]:
    """Read a file of terms."""
    return read_terms("".join(f"- {{{line}}}\n" for line in lines).encode())


def test_file_of_terms() -> None:
    """An entry has its fields, in either language."""
    terms, faults = terms_of(
        f"{ENTRY}, 允许: [部暑期, 部暑假], 起: 2018-03-17",
        "wrong: 村官, right: 村干部, reason: 称谓, source: 规定, severity: warning, allow: 大学生村官",
    )
    assert not faults
    assert terms == (
        Term("部暑", "部署", "误字", "词典", Severity.ERROR, ("部暑期", "部暑假"), date(2018, 3, 17)),
        Term("村官", "村干部", "称谓", "规定", Severity.WARNING, ("大学生村官",)),
    )


@pytest.mark.parametrize(
    ("line", "place", "code"),
    [
        (f"{ENTRY}, 允许: [部暑期, 暑假]", "2:52", "TERM-ALLOW"),
        (ENTRY.replace("部署", "部暑"), "2:14", "TERM-SAME"),
        (ENTRY.replace("部暑", "烈土"), "2:7", "ID-DUPLICATE"),
        (ENTRY.replace("错误", "严重"), "2:38", "FIELD-VALUE"),
        (ENTRY.replace(", 来源: 词典", ""), "2:3", "FIELD-MISSING"),
        (ENTRY.replace("误: 部暑, ", ""), "2:3", "FIELD-MISSING"),
        (f"{ENTRY}, 级别: 高", "2:42", "FIELD-UNKNOWN"),
        (f"{ENTRY}, 起: 明年", "2:45", "FIELD-DATE"),
    ],
)
def test_faults_of_the_file(line: str, place: str, code: str) -> None:
    """Each fault is reported at its place, and then no term counts."""
    terms, faults = terms_of(ENTRY.replace("部暑", "烈土"), line)
    assert shown(faults) == [f"{PATH}:{place} {code}"]
    assert terms == ()


@pytest.mark.parametrize(("data", "expected"), [("[]\n", []), ("误: 部暑\n", ["YAML-SHAPE"]), ("", ["YAML-NONE"])])
def test_shape_of_the_file(data: str, expected: list[str]) -> None:
    """The file is a list, which may be empty."""
    assert (codes(read_terms(data.encode())[1]), read_terms(data.encode())[0]) == (expected, ())


# Places in a source file


def checked(text: str | bytes, *terms: Term, day: date = DAY, path: str = ISSUE_PATH) -> list[str]:
    """Return ``line:column wrong form`` of everything found in a file."""
    wording = Wording(Matcher(terms or (a_term("部暑"),)), frozenset({"柳泊部暑镇", "部暑普刊", "部暑"}))
    data = text.encode() if isinstance(text, str) else text
    return [f"{one.line}:{one.column} {dict(one.message.args)['wrong']}" for one in wording.check(path, data, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRONT + "\n## 部暑\n\n正文部暑。部暑\n", ["6:4 部暑", "8:3 部暑", "8:6 部暑"]),
        ("---\nnote: 部暑\ntitle: '周密部暑'\n---\n", ["2:7 部暑", "3:11 部暑"]),
        ("---\nnote: |\n  第一行\n  部暑\n---\n", ["4:3 部暑"]),
        (FRONT + "\n| 甲 | 部暑 |\n", ["6:7 部暑"]),
        (FRONT + "\n😀𠮷　部暑", ["6:4 部暑"]),
        (FRONT + "\n部暑", ["6:1 部暑"]),
        ("没有信息栏的部暑", ["1:7 部暑"]),
        (("\ufeff" + FRONT + "\n部暑\n").replace("\n", "\r\n"), ["6:1 部暑"]),
        (FRONT + "\n部\n暑", []),
        (FRONT + "\n部暑\x00", []),
        (b"---\n\xff" + "部暑".encode(), []),
    ],
)
def test_places(text: str | bytes, expected: list[str]) -> None:
    """Lines and columns count characters, wide ones as one, whatever ends the lines; unreadable files are passed."""
    assert checked(text) == expected


def item(block: str, body: str = "正文。") -> str:
    """Write an issue with one item."""
    return f"{FRONT}\n## 甲\n\n```item\n{block}\n```\n\n{body}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (item("unit: 柳泊部暑镇"), []),
        (item("单位: [柳泊部暑镇, '部暑']\n主题: 部暑"), []),
        (item("unit: 柳泊部暑镇", "柳泊部暑镇"), ["12:3 部暑"]),
        (item("unit: 部暑镇"), ["9:7 部暑"]),
        (item("unit: [柳泊部暑镇,部暑镇]"), ["9:14 部暑"]),
        (item("unit: “柳泊部暑镇”、部暑镇"), ["9:15 部暑"]),
        (item("colour: 部暑"), ["9:9 部暑"]),
        ("---\n刊物: 部暑普刊\n标题: 部暑\n---\n", ["3:5 部暑"]),
        ("---\ntitle: 部暑\n---\n\n```item\nunit: 部暑\n```\n部暑\n", ["2:8 部暑", "8:1 部暑"]),
    ],
)
def test_names_stand_as_they_are(text: str, expected: list[str]) -> None:
    """The name of a series, unit or topic is not examined where it is referred to, only where it is text."""
    assert checked(text) == expected


CORRECTED: Final = """\
---
note: 部暑
corrections:
  - {date: 2004-11-23, level: minor, before: 全面部暑, after: 全面部署, note: “部暑”应为“部署”，又见烈土。}
editor: 部暑
---
"""


def test_corrections_may_quote() -> None:
    """A correction may say what was wrong; the rest of the issue, and other forms, are examined."""
    assert checked(CORRECTED, a_term("部暑"), a_term("烈土")) == ["2:7 部暑", "4:84 烈土", "5:9 部暑"]
    last_field = CORRECTED.replace("editor: 部暑\n", "") + "\n部暑\n"
    assert checked(last_field) == ["2:7 部暑", "7:1 部暑"]
    unquoted = CORRECTED.replace("before: 全面部暑, ", "")
    assert len(checked(unquoted)) == 3


def test_message() -> None:
    """The message says what is wrong, what is right, why and by which rule, in the severity of the entry."""
    for severity in Severity:
        wording = Wording(Matcher([a_term("部暑", right="部署", severity=severity)]), frozenset())
        (one,) = wording.check(ISSUE_PATH, "部暑".encode(), DAY)
        assert (one.code, one.severity) == ("TERM-WRONG", severity)
        assert one.message.text(str) == "“部暑” should be “部署”: 理由 (来源)"


# A whole tree


def reported(root: Path, *entries: str) -> list[str]:
    """Return ``place severity`` of the diagnostics of a tree with these terms."""
    (root / PATH).write_text("".join(f"- {{{entry}}}\n" for entry in entries), encoding="utf-8")
    return [f"{one.path}:{one.line}:{one.column} {one.severity}" for one in load(root).diagnostics]


def test_tree_without_terms(small_tree: Path) -> None:
    """The file is optional; without it every word is right."""
    assert not (small_tree / PATH).exists()
    assert load(small_tree).diagnostics == ()


def test_whole_tree(small_tree: Path) -> None:
    """Issues and pages are examined, an error stops the build, a warning does not, and no file is changed."""
    (small_tree / "pages" / "words.md").write_text("---\ntitle: 用词\n---\n\n通水。\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in small_tree.rglob("*.md")}
    entry = "误: 通水, 正: 供水, 理由: 试, 来源: 试, 程度: "
    places = ("gazette/2004/2004-11-05.md:19:12", "gazette/2004/2004-11-05.md:27:13", "pages/words.md:5:1")
    assert reported(small_tree, entry + "警告") == [f"{place} warning" for place in places]
    assert load(small_tree).catalogue is not None
    assert reported(small_tree, entry + "错误") == [f"{place} error" for place in places]
    assert load(small_tree).catalogue is None
    assert {path: path.read_bytes() for path in small_tree.rglob("*.md")} == before


def test_names_of_the_tree(small_tree: Path) -> None:
    """Names in item blocks are those of the reference data."""
    assert reported(small_tree, "误: 区卫生局, 正: 区卫生健康局, 理由: 改名, 来源: 试, 程度: 错误") == []


def test_day_of_an_issue(small_tree: Path) -> None:
    """A term in force since a day spares issues signed earlier and those whose day can't be read, not the pages."""
    (small_tree / "pages" / "words.md").write_text("---\ntitle: 用词\n---\n\n至今。开工。\n", encoding="utf-8")
    entry = "误: {}, 正: 正, 理由: 试, 来源: 试, 程度: 警告, 起: {}"
    terms = [entry.format("至今", "2004-11-20"), entry.format("开工", "2004-11-06")]
    found = ["key-affairs/2004/2004-11-20.md:23:10 warning", "pages/words.md:5:1 warning", "pages/words.md:5:4 warning"]
    assert reported(small_tree, *terms) == found
    issue = small_tree / "key-affairs" / "2004" / "2004-11-20.md"
    issue.write_text(
        issue.read_text(encoding="utf-8").replace("签发日期: 2004-11-20", "签发日期: 明天"), encoding="utf-8"
    )
    assert [one for one in reported(small_tree, *terms) if one.endswith("warning")] == found[1:]


def test_faults_of_the_terms_stop_the_build(small_tree: Path) -> None:
    """A faulty file of terms is reported with everything else."""
    assert reported(small_tree, "误: 部暑") == [f"{PATH}:1:3 error"] * 4
    assert load(small_tree).catalogue is None


# The list that comes with the sample


def own_terms() -> tuple[Term, ...]:
    """Return the terms of the sample content."""
    terms, faults = read_terms((CONTENT / PATH).read_bytes())
    assert not faults
    return terms


def test_own_list() -> None:
    """The list is of some length, finds each of its forms, and calls none of its right or allowed forms wrong."""
    terms = own_terms()
    matcher = Matcher(terms)
    assert len(terms) >= 150
    assert {term.severity for term in terms} == set(Severity)
    assert [term.wrong for term in terms if [one for _, one in matcher.find(f"甲{term.wrong}乙")] != [term]] == []
    assert [term.right for term in terms if list(matcher.find(term.right))] == []
    assert [text for term in terms for text in term.allow if term in [one for _, one in matcher.find(text)]] == []


def test_sample_is_free_of_wrong_words() -> None:
    """No term is found in the sample content."""
    assert [one for one in load(CONTENT).diagnostics if one.code.startswith("TERM")] == []
