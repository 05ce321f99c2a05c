"""Why items are taken for what they are: who is told, what adds up, and what an editor's word silences."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bulletin.catalogue import Entry
from bulletin.issues import Issue, Item
from bulletin.kinds import Edition, Kind, Language, Status
from bulletin_portal.context import Context
from bulletin_portal.languages import words_of
from bulletin_portal.plan import make_plan
from bulletin_portal.reasons import Reasons
from bulletin_portal.rendering import Frame, Renderer, prepare
from bulletin_portal.review_pages import plan_review
from bulletin_portal.views import KindReasons, Why
from bulletin_problems.classifier import Classifier
from bulletin_problems.office import shipped_classifier
from tests.unit.making import SITE, a_catalogue, an_issue, an_item

THEME = Path(__file__).parents[2] / "theme"
TITLE = "大洼乡拖欠农民工工资问题突出"
PROBLEM = (
    "部分工地拖欠工资，群众反映强烈。工程款至今没有着落，多次上访仍未解决，安全隐患突出，矛盾不断激化，"
    "有的老人没有投诉渠道。主要原因是监管缺位、资金缺口大。建议尽快清欠。"
)
GENERAL = "区教育局举办培训班，圆满完成全年任务，顺利通过验收，受到表彰，满意率提高到百分之九十九，取得明显成效。"
UNKNOWN = "Ψωφχ Θξζ"


@cache
def classifier() -> Classifier:
    """Return the classifier as shipped, read once."""
    return shipped_classifier()


def of(text: str, title: str = "", n: int = 1, label: Kind | None = None, status: Status | None = None) -> Item:
    """Make an item with a text, and a kind only where its editor gave one."""
    kind = label or Kind.PROBLEM
    return replace(an_item(n, status=status), title=title, text=text, kind=kind, kind_by_editor=label is not None)


def told(item: Item) -> Why | None:
    """Return what is told of an item that stands alone in its issue."""
    issue = an_issue(items=[item])
    return Reasons([issue], classifier()).of(Entry(issue, item, 1))


def kind_of(item: Item) -> KindReasons:
    """Return the reasons for an item's kind, which must be told."""
    why = told(item)
    assert why is not None
    assert why.kind is not None
    return why.kind


@pytest.mark.parametrize("text", [PROBLEM, GENERAL, UNKNOWN, "", "一", PROBLEM + GENERAL])
def test_shares_add_up(text: str) -> None:
    """The shares of all reasons, of other wording and of the start make the score, and its sign the kind."""
    why = kind_of(of(text, TITLE))
    assert sum(one.share for one in why.reasons) + why.other + why.start == why.score
    assert (why.score > 0) == (why.kind is Kind.PROBLEM)
    assert 50 <= why.confidence <= 99


def test_words_are_quoted_as_written() -> None:
    """Every word of a reason stands in the title or the text, as its editor wrote it."""
    item = of(PROBLEM.replace("，", ","), TITLE)
    words = [word for one in kind_of(item).reasons for word in one.words]
    assert words
    assert [word for word in words if word not in item.title + item.text] == []


def test_reasons_stand_by_strength() -> None:
    """At most three reasons for a problem come first, then at most three against, then those that lost their force."""
    reasons = kind_of(of(PROBLEM + GENERAL, TITLE)).reasons
    live = [one.share for one in reasons if not one.damped_by]
    assert live == sorted((one for one in live if one > 0), reverse=True) + sorted(one for one in live if one < 0)
    assert 1 <= sum(one > 0 for one in live) <= 3
    assert 1 <= sum(one < 0 for one in live) <= 3
    assert [bool(one.damped_by) for one in reasons] == sorted(bool(one.damped_by) for one in reasons)


def test_cues_that_lost_their_force_are_told_with_what_took_it() -> None:
    """A cue in a clause that deals with it is told once for the word that takes its force."""
    item = of("镇里解决了拖欠和短缺问题。")
    damped = [one for one in kind_of(item).reasons if one.damped_by]
    assert "解决了" in {one.damped_by for one in damped} or "解决" in {one.damped_by for one in damped}
    assert len({one.damped_by for one in damped}) == len(damped)


def test_an_editors_word_needs_no_reasons() -> None:
    """Where an editor gave kind and topic and the classifier does not contradict, nothing is told."""
    assert told(of(PROBLEM, TITLE, label=Kind.PROBLEM)) is None


def test_a_status_is_an_editors_word() -> None:
    """An item with a status is its editor's problem item, though no kind is written."""
    assert told(of(PROBLEM, TITLE, status=Status.OPEN)) is None


def test_a_contradicted_label_is_told() -> None:
    """A label that the classifier strongly contradicts is told with the label, and by no means as doubtful."""
    why = kind_of(of(PROBLEM, TITLE, label=Kind.GENERAL))
    assert (why.label, why.kind, why.known) == (Kind.GENERAL, Kind.PROBLEM, True)


def test_nothing_known_is_said_so() -> None:
    """A text in which nothing is known leaves the decision to an editor, and says why."""
    why = kind_of(of(UNKNOWN))
    assert (why.unsure, why.known, why.reasons) == (True, False, ())


@pytest.mark.parametrize(
    ("text", "name", "worded"), [("水稻插秧、灌溉渠清淤。", "农业农村", True), (UNKNOWN, "", False)]
)
def test_the_topic_alone(text: str, name: str, worded: bool) -> None:  # noqa: FBT001 (a column of the table)
    """An item whose editor gave a kind and no topic tells the words that spoke for its topic, or that none did."""
    why = told(replace(of(text, label=Kind.GENERAL), topic_by_editor=False))
    assert why is not None
    assert why.kind is None
    assert why.topic is not None
    assert why.topic.name == name
    assert bool(why.topic.words) == worded
    assert all(word in text for word in why.topic.words)


def a_context(edition: Edition, *items: Item, judged: bool = True) -> Context:
    """Return the context of an issue of items."""
    return Context(a_catalogue(an_issue(items=items)), edition, str, classifier() if judged else None)


@pytest.mark.parametrize(("edition", "judged"), [(Edition.PUBLIC, True), (Edition.INTERNAL, False)])
def test_no_reasons(edition: Edition, judged: bool) -> None:  # noqa: FBT001 (a column of the table)
    """The public edition works out no reasons and has no queue, nor has one whose items nobody judged."""
    context = a_context(edition, of(UNKNOWN), of(PROBLEM, n=2), judged=judged)
    assert context.reasons is None
    assert list(plan_review(context)) == []
    assert {one.why for item in context.catalogue.entries() for one in [context.cards.item_view(item)]} == {None}


def rendered(context: Context, language: Language = Language.CHINESE) -> str:
    """Return the page of the queue as HTML."""
    (page,) = plan_review(context)
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    translations = words_of({"THEME": THEME}, [language])[language]
    prepare(env, Frame(SITE, Edition.INTERNAL, language, translations, (), (), ()))
    return Renderer(env.get_template, SITE).render(page).decode()


def test_an_empty_queue_says_so() -> None:
    """Where no item is waiting there is a page all the same, and it says that none is."""
    text = rendered(a_context(Edition.INTERNAL, of(PROBLEM, TITLE, label=Kind.PROBLEM)))
    assert text.count("没有需要核定的条目。") == 2


def test_the_queue_in_english() -> None:
    """The page speaks English throughout where the site does; only texts and names of cues are the office's."""
    text = rendered(a_context(Edition.INTERNAL, of(UNKNOWN), of(PROBLEM, TITLE, 2, Kind.GENERAL)), Language.ENGLISH)
    assert "kind: problem" in text
    assert "The classifier says “Problem item”" in text
    for word in ("类别", "把握", "核定", "像问题"):
        assert word not in text


def test_the_queue_is_planned() -> None:
    """A plan holds the queue's page with what is undecided and what is contradicted, and nothing that is settled."""
    items = [of(UNKNOWN), of(PROBLEM, TITLE, 2, Kind.GENERAL), of(GENERAL, "", 3, Kind.GENERAL)]
    page = next(one for one in make_plan(a_context(Edition.INTERNAL, *items)).pages if one.address == "review/")
    for name, anchor in (("undecided", "item-1"), ("contradicted", "item-2")):
        doubts = page.inputs[name]
        assert isinstance(doubts, tuple)
        assert [one.anchor for one in doubts] == [anchor]


def test_withdrawn_issues_wait_for_nobody() -> None:
    """The items of a withdrawn issue are not in the queue."""
    issue: Issue = an_issue(withdrawn=True, items=[of(UNKNOWN)])
    assert Reasons([issue], classifier()).doubts == ()
