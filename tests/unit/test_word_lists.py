"""The word lists: the shipped ones are in order, and each fault in an office's own is told at its place."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from bulletin.diagnostics import has_errors
from bulletin.kinds import CueRole, Kind
from bulletin.reference import Topic
from bulletin_problems.folding import folded
from bulletin_problems.lexicon import GAP, Group
from bulletin_problems.office import classifier_of
from bulletin_problems.shipped import LEXICON, MODEL, TOPICS, shipped
from bulletin_problems.word_lists import read_cues, shipped_lexicon, shipped_topics
from bulletin_source.reference_data import read_list
from bulletin_source.reference_fields import CUE_ROLES, TOPIC
from tests.unit.making import shown

SHIPPED: Final = shipped_lexicon().groups
STOPS: Final = "，。；！？：,;!?\n"
Groups = tuple[tuple[Group, tuple[str, ...]], ...]


def groups_of(text: str) -> Groups:
    """Read a list in which nothing is wrong."""
    groups, faults = read_cues(text.encode())
    assert not faults
    return groups


def test_shipped_cues_have_no_fault() -> None:
    """The shipped cue words are read without a word of complaint."""
    groups, faults = read_cues(shipped(LEXICON))
    assert not faults
    assert groups == SHIPPED
    assert len({word for _, words in groups for word in words}) > 2000


def test_every_role_is_shipped() -> None:
    """Each role has words, but the one by which an office takes words out."""
    assert {group.role for group, _ in SHIPPED} == set(CueRole) - {CueRole.IGNORED}


@pytest.mark.parametrize(
    ("group", "words"), [pytest.param(*one, id=f"{n}-{one[0].role}-{one[0].name}") for n, one in enumerate(SHIPPED)]
)
def test_shipped_group(group: Group, words: tuple[str, ...]) -> None:
    """A group has a name, a weight of 1 to 3, and words that are folded, stand once and can be found in a clause."""
    assert group.name
    assert 1 <= group.weight <= 3
    assert words
    assert not [word for word, count in Counter(words).items() if count > 1]
    for word in words:
        assert word == folded(word).strip()
        assert not set(word) & set(STOPS)
        head, gap, tail = word.partition(GAP)
        assert head
        assert bool(tail) == bool(gap)


@pytest.mark.parametrize("field", ["matter", "alone"])
def test_shipped_groups_say_what_their_role_knows(field: str) -> None:
    """Only problems are dealt with, and only a rise or a fall stands alone."""
    roles = {"matter": {CueRole.PROBLEM}, "alone": {CueRole.UP, CueRole.DOWN}}[field]
    assert {group.role for group, _ in SHIPPED if getattr(group, field)} <= roles


def test_shipped_words_take_one_side() -> None:
    """No word speaks for a problem and against one."""
    sides = {
        role: {word for group, words in SHIPPED if group.role is role for word in words}
        for role in (CueRole.PROBLEM, CueRole.GENERAL, CueRole.GOOD, CueRole.BAD)
    }
    assert not sides[CueRole.PROBLEM] & sides[CueRole.GENERAL]
    assert not sides[CueRole.GOOD] & sides[CueRole.BAD]


def test_shipped_topics_have_no_fault() -> None:
    """The words of topics stand once in a topic, folded alike, and each reads as a word."""
    names = [field.name for field in TOPIC]
    assert {"strong", "words", "against"} <= set(names)
    counts = Counter((one.topic, folded(one.word)) for one in shipped_topics().words)
    assert not [pair for pair, count in counts.items() if count > 1]
    assert all(one.word.strip() == one.word for one in shipped_topics().words)
    assert not [one.word for one in shipped_topics().words if set(one.word) & set(STOPS)]


@pytest.mark.parametrize("name", [LEXICON, TOPICS])
def test_shipped_files_are_plain(name: str) -> None:
    """The files an office may read as a model are UTF-8 without a mark, with lines that end alike."""
    data = shipped(name)
    assert data.decode("utf-8").startswith("#")
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_all_an_office_may_write() -> None:
    """A group has a role, a name and words; weight, matter and alone have defaults."""
    text = """
- role: problem
  group: 盐业
  words: [卤水外溢, 盐田…淹]
- {role: down, group: 价格, weight: 3, alone: problem, words: [塌]}
- {role: problem, group: 事项, matter: true, words: [倒灌]}
"""
    assert groups_of(text) == (
        (Group("盐业", CueRole.PROBLEM, 1), ("卤水外溢", "盐田…淹")),
        (Group("价格", CueRole.DOWN, 3, alone=Kind.PROBLEM), ("塌",)),
        (Group("事项", CueRole.PROBLEM, 1, matter=True), ("倒灌",)),
    )


def test_chinese_names_of_fields() -> None:
    """Fields and values may be written in Chinese."""
    text = "- {作用: 上升, 名称: 甲, 分量: 2, 可解决: 是, 单用: 问题信息, 词: [乙]}\n"
    assert groups_of(text) == ((Group("甲", CueRole.UP, 2, matter=True, alone=Kind.PROBLEM), ("乙",)),)


@pytest.mark.parametrize(("name", "role"), [pytest.param(name, role, id=f"{role}-{name}") for name, role in CUE_ROLES])
def test_names_of_roles(name: str, role: CueRole) -> None:
    """A role is named in English or in Chinese."""
    ((group, _),) = groups_of(f"- {{role: {name}, group: 甲, words: [乙]}}\n")
    assert group.role is role


def test_all_roles_have_chinese_names() -> None:
    """No role has been forgotten."""
    assert {role for name, role in CUE_ROLES if not name.isascii()} == set(CueRole)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("解决…难题", "解决…难题"),
        ("解决……难题", "解决…难题"),
        ("解决...难题", "解决…难题"),
        ("解决......难题", "解决…难题"),
        ("ＰＭ2.5", "pm2.5"),
        ("P2P", "p2p"),
        ("' 倒灌 '", "倒灌"),
        ("'100%'", "100%"),
    ],
)
def test_how_words_are_written(written: str, word: str) -> None:
    """A gap is written as editors write dots; widths, case and space around a word do not matter."""
    assert groups_of(f"- {{role: problem, group: 甲, words: [{written}]}}\n")[0][1] == (word,)


GOOD: Final = "- {role: problem, group: 甲, words: [乙]}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("- {role: problem, group: 甲, words: [解决…]}\n", "1:37 CUE-GAP", id="gap-at-end"),
        pytest.param("- {role: problem, group: 甲, words: [乙, …解决]}\n", "1:40 CUE-GAP", id="gap-at-beginning"),
        pytest.param("- {role: problem, group: 甲, words: […]}\n", "1:37 CUE-GAP", id="gap-alone"),
        pytest.param("- {role: problem, group: 甲, words: [甲…乙…丙]}\n", "1:37 CUE-GAP", id="two-gaps"),
        pytest.param(
            GOOD + "- role: noun\n  group: 乙\n  words:\n    - 解决...\n", "5:7 CUE-GAP", id="gap-on-its-line"
        ),
        pytest.param("- {role: probelm, group: 甲, words: [乙]}\n", "1:10 FIELD-VALUE", id="role"),
        pytest.param("- {作用: 难题, 名称: 甲, 词: [乙]}\n", "1:8 FIELD-VALUE", id="chinese-role"),
        pytest.param("- {group: 甲, words: [乙]}\n", "1:3 FIELD-MISSING", id="no-role"),
        pytest.param("- {role: problem, words: [乙]}\n", "1:3 FIELD-MISSING", id="no-name"),
        pytest.param("- {role: problem, group: 甲}\n", "1:3 FIELD-MISSING", id="no-words"),
        pytest.param("- {role: problem, group: 甲, words: []}\n", "1:36 FIELD-EMPTY", id="empty-words"),
        pytest.param("- {role: problem, group: 甲, words: ['', 乙]}\n", "1:36 FIELD-EMPTY", id="empty-word"),
        pytest.param("- {role: problem, group: 甲, weight: 很, words: [乙]}\n", "1:37 FIELD-INTEGER", id="weight"),
        pytest.param("- {role: problem, group: 甲, weight: -3, words: [乙]}\n", "1:37 FIELD-INTEGER", id="negative"),
        pytest.param("- {role: problem, group: 甲, matter: 也许, words: [乙]}\n", "1:37 FIELD-VALUE", id="matter"),
        pytest.param("- {role: up, group: 甲, alone: bad, words: [乙]}\n", "1:31 FIELD-VALUE", id="alone"),
        pytest.param("- {role: noun, group: 甲, words: [乙], wieght: 1}\n", "1:38 FIELD-UNKNOWN", id="unknown-field"),
        pytest.param("- {role: noun, group: 甲, words: [乙], 词: [丙]}\n", "1:38 YAML-DUPLICATE", id="field-twice"),
        pytest.param("role: problem\n", "1:1 YAML-SHAPE", id="no-list"),
        pytest.param("- 乙\n", "1:3 YAML-SHAPE", id="words-without-group"),
        pytest.param("- [\n", "2:1 YAML-SYNTAX", id="syntax"),
        pytest.param("", "1:1 YAML-NONE", id="empty-file"),
    ],
)
def test_faults(text: str, place: str) -> None:
    """Each fault is told with its line and column, and none of the file's groups is used."""
    groups, faults = read_cues(text.encode())
    assert shown(faults) == [f"data/lexicon.yaml:{place}"]
    assert has_errors(faults)
    assert groups == ()


def test_every_fault_is_told() -> None:
    """All faults of a file are told in one run."""
    text = "- {role: x, group: 甲, words: [乙]}\n- {role: noun, group: 甲, words: [乙…, …丙]}\n"
    _, faults = read_cues(text.encode())
    assert sorted(shown(faults)) == [
        "data/lexicon.yaml:1:10 FIELD-VALUE",
        "data/lexicon.yaml:2:34 CUE-GAP",
        "data/lexicon.yaml:2:38 CUE-GAP",
    ]


def test_another_encoding() -> None:
    """A file in another encoding is told with what it seems to be in."""
    _, faults = read_cues("- {role: noun, group: 甲, words: [乙]}\n".encode("gbk"))
    assert shown(faults) == ["data/lexicon.yaml:1:1 FILE-GB18030"]


@pytest.mark.parametrize(
    ("cues", "model", "place"),
    [
        pytest.param("- {role: noun, group: 甲, words: [乙…]}\n", None, "lexicon.yaml:1:34 CUE-GAP", id="cues"),
        pytest.param(GOOD, b"{}", "classifier.json:0:0 MODEL-UNREADABLE", id="model"),
        pytest.param(GOOD, b"\xff", "classifier.json:0:0 MODEL-UNREADABLE", id="model-no-text"),
        pytest.param(GOOD, shipped(MODEL)[:-100], "classifier.json:0:0 MODEL-UNREADABLE", id="model-torn"),
    ],
)
def test_no_classifier_with_a_fault(cues: str, model: bytes | None, place: str) -> None:
    """With an error in one of its files an office has no classifier."""
    classifier, faults = classifier_of((), (), cues.encode(), model)
    assert classifier is None
    assert shown(faults) == [f"data/{place}"]


def cues_of(text: str, *names: str, own: str = "") -> list[str]:
    """Return the words of a text that are cues for an office with these names and words of its own."""
    classifier, faults = classifier_of((), names, own.encode() if own else None)
    assert not faults
    assert classifier is not None
    return [part.word for part in classifier.classify("", text).judgement.cues]


def test_an_offices_words_and_names_are_used() -> None:
    """Words of an office count as it says, and no sign in the name of a unit or series is a cue."""
    assert cues_of("卤水外溢") == []
    assert cues_of("卤水外溢", own="- {role: problem, group: 盐业, words: [卤水外溢]}\n") == ["卤水外溢"]
    assert cues_of("倒闭", own="- {role: 不计, group: 本区, words: [倒闭]}\n") == []
    assert cues_of("没水镇修桥") == ["没"]
    assert cues_of("没水镇修桥", "没水镇", "", "甲…乙") == []


def test_names_of_any_width() -> None:
    """The name of a unit is a name in whatever width it is written."""
    assert cues_of("Ｂ没水镇修桥", "B没水镇") == cues_of("b没水镇修桥", "Ｂ没水镇") == []


def test_topics_of_the_tree_are_read_with_their_words() -> None:
    """What an office writes for a topic in data/topics.yaml reaches its classifier."""
    topic = Topic("salt", "盐业", "", "", ("盐田",), (), ())
    classifier, _ = classifier_of([topic])
    assert classifier is not None
    assert classifier.classify("", "盐田").topic.name == "盐业"
    records, faults = read_list("topics.yaml", "- {id: salt, name: 盐业, 强词: [盐田, '甲、乙']}\n".encode(), TOPIC)
    assert not faults
    assert [text.value for text in records[0].texts("strong")] == ["盐田", "甲、乙"]
