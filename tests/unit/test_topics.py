"""The topic of an item: words strong, weak and against, those of an office, and the model where words leave it open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.reference import Topic
from bulletin_problems.office import classifier_of, shipped_classifier
from bulletin_problems.parts import Where
from bulletin_problems.reading import read
from bulletin_problems.topics import AGAINST, STRONG, WEAK, TopicChoice, TopicHit, TopicWord, TopicWords
from bulletin_problems.word_lists import shipped_topics, topic_words

SHIPPED: Final = tuple(
    "城乡建设 环境保护 交通运输 教育文体 劳动和社会保障 商贸旅游 卫生健康 "  # noqa: SIM905 (a list of names reads best)
    "农业农村 安全生产 社会治安 党务政务 经济管理 民政 科技与信息".split()
)
WORDS: Final = (
    TopicWord("环境", "污染", STRONG),
    TopicWord("环境", "河道", WEAK),
    TopicWord("环境", "营商环境", AGAINST),
    TopicWord("环境", "PM2.5", STRONG),
    TopicWord("农业", "小麦", STRONG),
    TopicWord("农业", "村", WEAK),
    TopicWord("农业", "农药污染", WEAK),
    TopicWord("城建", "物业", STRONG),
    TopicWord("城建", "河道", WEAK),
)
SMALL: Final = TopicWords(("环境", "农业", "城建"), WORDS)


def chosen(title: str, text: str, evidence: Mapping[str, Mapping[str, int]] | None = None) -> TopicChoice:
    """Return the topic of an item by the small lists."""
    return SMALL.choose(evidence or {}, read(title, text))


def a_topic(name: str, strong: str = "", words: str = "", against: str = "") -> Topic:
    """Make a topic of an office with words of its own, parted by spaces."""
    lists = (tuple(each.split()) for each in (strong, words, against))
    return Topic(f"id-{name}", name, "", "", *lists)


def name_of(words: TopicWords, title: str, text: str) -> str:
    """Return the name of the topic that words alone choose."""
    return words.choose({}, read(title, text)).name


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        pytest.param("", "污染", "环境", id="strong"),
        pytest.param("", "村", "农业", id="weak"),
        pytest.param("", "污染，村", "环境", id="strong-before-weak"),
        pytest.param("", "村村村村村，污染", "环境", id="a-word-counts-once"),
        pytest.param("小麦", "污染，河道", "农业", id="title-counts-twice"),
        pytest.param("小麦", "小麦，污染，物业", "农业", id="title-and-text-once"),
        pytest.param("", "农药污染", "农业", id="longest-word"),
        pytest.param("", "农药污染，污染", "环境", id="longest-at-each-place"),
        pytest.param("", "河道", "环境", id="equal-scores-first-topic"),
        pytest.param("", "河道，物业", "城建", id="a-word-for-two-topics"),
        pytest.param("", "营商环境", "", id="only-against"),
        pytest.param("", "营商环境，河道", "城建", id="against-takes-points"),
        pytest.param("", "ｐｍ２.5", "环境", id="width-and-case"),
        pytest.param("", "道路", "", id="nothing-known"),
        pytest.param("", "", "", id="empty"),
        pytest.param("污", "染", "", id="no-word-across-title-and-text"),
    ],
)
def test_words(title: str, text: str, name: str) -> None:
    """The topic is that of the words with most points."""
    assert chosen(title, text).name == name


def test_nothing_known_has_no_hits() -> None:
    """Where nothing speaks for any topic there is none, and no word."""
    assert chosen("道路", "营商环境") == TopicChoice()
    assert TopicWords((), ()).choose({}, read("甲", "污染")) == TopicChoice()


@pytest.mark.parametrize(
    ("title", "text", "hits"),
    [
        ("", "河道有污染", [(Where.TEXT, 3, 5, "污染", 3), (Where.TEXT, 0, 2, "河道", 1)]),
        ("污染", "污染", [(Where.TITLE, 0, 2, "污染", 6)]),
        ("", "污染，污染", [(Where.TEXT, 0, 2, "污染", 3)]),
        ("河道", "ＰＭ2.5", [(Where.TEXT, 0, 5, "pm2.5", 3), (Where.TITLE, 0, 2, "河道", 2)]),
        ("", "污染，营商环境", [(Where.TEXT, 0, 2, "污染", 3), (Where.TEXT, 3, 7, "营商环境", -2)]),
        ("小麦", "污染", [(Where.TITLE, 0, 2, "小麦", 6)]),
    ],
)
def test_hits(title: str, text: str, hits: list[tuple[Where, int, int, str, int]]) -> None:
    """The words that spoke for the topic are told, the strongest first, with the points as they counted."""
    assert chosen(title, text).hits == tuple(TopicHit(*hit) for hit in hits)


@pytest.mark.parametrize(
    ("text", "evidence", "name"),
    [
        pytest.param("河道", {}, "环境", id="words-alone"),
        pytest.param("河道", {"河道": {"城建": 1}}, "城建", id="tie"),
        pytest.param("河道", {"河": {"城建": 900}, "道": {"环境": 1000}}, "环境", id="sum-of-runs"),
        pytest.param("道路", {"道路": {"城建": 500}}, "城建", id="evidence-alone"),
        pytest.param("道路", {"道路": {"城建": -500}}, "", id="evidence-against"),
        pytest.param("河道", {"河道": {"城建": -500, "环境": -600}}, "城建", id="evidence-against-both"),
        pytest.param("污染，物业，河道", {"污": {"农业": 10}}, "环境", id="words-come-first"),
        pytest.param("道路", {"道路": {"别处": 900}}, "", id="a-topic-the-office-has-not"),
        pytest.param("河道", {"河道": {"别处": 900, "城建": 1}}, "城建", id="beside-a-topic-it-has-not"),
    ],
)
def test_evidence_breaks_ties(text: str, evidence: dict[str, dict[str, int]], name: str) -> None:
    """The model's runs decide where words leave it open, and never for a topic that the office does not have."""
    assert chosen("", text, evidence).name == name


def test_shipped_topics() -> None:
    """The fourteen topics are shipped, each with words of each strength."""
    shipped = shipped_topics()
    assert shipped.names == SHIPPED
    for name in SHIPPED:
        assert {one.points for one in shipped.words if one.topic == name} >= {STRONG, WEAK}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("老旧小区加装电梯，物业费收缴困难", "城乡建设"),
        ("黑臭水体治理，排污口全部封堵", "环境保护"),
        ("农村公路养护，公交线路延伸", "交通运输"),
        ("中小学校课后服务，教师交流轮岗", "教育文体"),
        ("拖欠农民工工资，劳动合同签订率低", "劳动和社会保障"),
        ("景区游客接待量，商场促销", "商贸旅游"),
        ("医院门诊，疫苗接种，医保报销", "卫生健康"),
        ("小麦条锈病防控，农药补贴", "农业农村"),
        ("危险化学品企业安全检查，消防隐患", "安全生产"),
        ("电信网络诈骗案件，派出所巡逻", "社会治安"),
        ("低保对象，养老机构，救助金", "民政"),
        ("专利授权，人工智能，5G基站", "科技与信息"),
    ],
)
def test_topics_of_texts(text: str, name: str) -> None:
    """Plain texts have the topic that an editor would give them."""
    assert shipped_classifier().classify("", text).topic.name == name


def test_office_with_some_of_the_topics() -> None:
    """Words of topics that an office does not have choose none of its own."""
    words = topic_words([a_topic("农业农村"), a_topic("交通运输")])
    assert words.names == ("农业农村", "交通运输")
    assert name_of(words, "", "小麦") == "农业农村"
    assert name_of(words, "", "物业费") == ""
    assert {one.topic for one in words.words} == {"农业农村", "交通运输"}


def test_office_with_topics_of_its_own() -> None:
    """A topic that is not shipped has the words that the office gives it, and only these."""
    words = topic_words([a_topic("盐业", strong="盐田", words="晒盐"), a_topic("农业农村"), a_topic("海事")])
    assert name_of(words, "", "盐田") == "盐业"
    assert name_of(words, "", "小麦") == "农业农村"
    assert not [one for one in words.words if one.topic == "海事"]


@pytest.mark.parametrize(
    ("topics", "text", "name"),
    [
        pytest.param([a_topic("农业农村", words="稻鸭")], "稻鸭", "农业农村", id="more-words"),
        pytest.param([a_topic("农业农村", against="小麦")], "小麦", "", id="a-word-against"),
        pytest.param([a_topic("农业农村"), a_topic("盐业", strong="小麦")], "小麦", "盐业", id="a-word-of-another"),
        pytest.param([a_topic("环境保护"), a_topic("盐业", words="PM2.5")], "PM2.5", "盐业", id="as-written"),
        pytest.param([a_topic("环境保护"), a_topic("盐业", words="pm2.5")], "PM2.5", "盐业", id="in-small-letters"),
        pytest.param([a_topic("环境保护"), a_topic("盐业", words="ＰＭ2.5")], "PM2.5", "盐业", id="in-wide-letters"),
    ],
)
def test_an_offices_word_is_only_what_it_says(topics: list[Topic], text: str, name: str) -> None:
    """A word that an office names speaks for what it says and for nothing else, in whatever width it is written."""
    assert name_of(topic_words(topics), "", text) == name


def test_an_offices_words_reach_its_classifier() -> None:
    """The classifier of an office has its topics; the model's evidence never names one that it has not."""
    classifier, faults = classifier_of([a_topic("盐业", strong="盐田"), a_topic("农业农村")])
    assert not faults
    assert classifier is not None
    assert classifier.classify("", "盐田减产，小麦减产，盐田复产。盐田").topic.name in {"盐业", "农业农村"}
    for text in ("物业费", "老旧小区加装电梯", "小麦", "高速公路"):
        assert classifier.classify("", text).topic.name in {"盐业", "农业农村", ""}


def test_an_office_without_topics() -> None:
    """An office without topics gets kinds only."""
    classifier, _ = classifier_of([])
    assert classifier is not None
    assert classifier.classify("小麦", "小麦").topic == TopicChoice()


@given(st.text(), st.text())
def test_any_text_has_a_topic_or_none(title: str, text: str) -> None:
    """Any text gets one of the topics or none; the words told stand where they are said to."""
    choice = shipped_classifier().classify(title, text).topic
    assert choice.name in {"", *SHIPPED}
    reading = read(title, text)
    for hit in choice.hits:
        within = reading.title if hit.where is Where.TITLE else reading.text
        assert within[hit.start : hit.end] == hit.word
