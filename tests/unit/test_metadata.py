"""What pages say to machines: index numbers, facts of an issue or item, linked data that is safe in a page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin.index_numbers import DEFAULT, FormatError, IndexScheme, check_format, index_number_of
from bulletin.issues import Issue
from bulletin.kinds import Disclosure, Language, Track
from bulletin.reference import Restart, Run, Site, Topic
from bulletin_portal.cards import Cards
from bulletin_portal.conventions import check_conventions, missing_of
from bulletin_portal.metadata import about_issue, about_item, linked_data
from bulletin_portal.pages import Page
from bulletin_portal.views import Crumb
from tests.unit.making import GAZETTE, SITE, a_catalogue, a_series, an_issue, an_item

AS_THE_STATE: Final = replace(SITE, organ_code="000014349", index_number="{organ}/{year}-{series}-{number:3}-{item:2}")
CODED: Final = replace(GAZETTE, index_code="1")
TWO_RUNS: Final = a_series(runs=(Run(None, Restart.ANNUAL), Run(date(2004, 6, 1), Restart.ANNUAL)))


@pytest.mark.parametrize(
    ("site", "issue", "n", "expected"),
    [
        pytest.param(SITE, an_issue("10"), 3, "gazette/2004-10-3", id="default"),
        pytest.param(SITE, an_issue("10"), 0, "gazette/2004-10-0", id="whole-issue"),
        pytest.param(AS_THE_STATE, an_issue("10", series=CODED), 3, "000014349/2004-1-010-03", id="as-the-state"),
        pytest.param(AS_THE_STATE, an_issue("16-17", series=CODED), 1, "000014349/2004-1-016-01", id="merged"),
        pytest.param(AS_THE_STATE, an_issue("1234"), 100, "000014349/2004-gazette-1234-100", id="wider-than-asked"),
        pytest.param(
            AS_THE_STATE, an_issue("1", track=Track.SUPPLEMENT), 0, "000014349/2004-gazette-S001-00", id="supplement"
        ),
        pytest.param(
            AS_THE_STATE, an_issue("2", track=Track.SPECIAL), 0, "000014349/2004-gazette-T002-00", id="special"
        ),
        pytest.param(
            AS_THE_STATE, an_issue("2", series=TWO_RUNS), 0, "000014349/2004-gazette-R2002-00", id="second-run"
        ),
        pytest.param(
            replace(SITE, index_number="望政{year}{date}·{series}〔{number}〕{item:6}号"),
            an_issue("3"),
            9,
            "望政200420041120·gazette〔3〕000009号",
            id="local",
        ),
    ],
)
def test_index_number(site: Site, issue: Issue, n: int, expected: str) -> None:
    """An index number is its format filled in with what never changes."""
    reference = replace(a_catalogue(issue).reference, site=site)
    assert index_number_of(reference, issue, an_item(n) if n else None) == expected


def test_a_draft_has_no_index_number() -> None:
    """Where there is no number yet, nothing is made up."""
    with pytest.raises(ValueError, match="draft"):
        IndexScheme.of(SITE).number_of(an_issue(""))


@pytest.mark.parametrize(
    "text",
    [
        "{series}/{year}-{number}",
        "{series}/{year}-{item}",
        "{year}-{number}-{item}",
        "{series}/{number}-{item}",
        "{series}/{year}-{number}{item}",
        "{series}{year}-{number}-{item}",
        "{organ}{series}-{year}-{number}-{item}",
        "{series}/{year}-{number}第{item}",
        "{series}/{year}-{number}-1{item}",
        "{series}/{year}-{number}-{item}-{item}",
        "{series}/{year:4}-{number}-{item}",
        "{series}/{year}-{number:9}-{item}",
        "{series}/{year}-{number}-{item}-{unit}",
        "{series!r}/{year}-{number}-{item}",
        "{series.id}/{year}-{number}-{item}",
        "{series}/{year}-{number}-{item} ",
        "<b>{series}/{year}-{number}-{item}",
        "",
    ],
)
def test_formats_that_are_refused(text: str) -> None:
    """A format that could give two things one number, reach into objects or hold markup is none."""
    with pytest.raises(FormatError):
        check_format(text)


_SIGNS: Final = st.sampled_from(["-", "/", "·", "〔", "-x-", "--"])
_FREE: Final = st.sampled_from(["", "A", "1", "-", "/a"])
_THING: Final = st.tuples(
    st.sampled_from(["a", "a-1", "a-2004", "b1", "a-1-1"]),
    st.sampled_from([2004, 2005]),
    st.sampled_from(list(Track)),
    st.integers(1, 120),
    st.integers(0, 120),
)


@given(st.permutations(["series", "year", "number", "item", "organ"]), st.data(), _THING, _THING)
def test_no_two_things_share_an_index_number(order: list[str], data: st.DataObject, one: object, other: object) -> None:
    """By any format that is let through, two issues or items have two numbers."""
    assume(one != other)
    widths = {"number": data.draw(st.sampled_from(["", ":2", ":4"])), "item": data.draw(st.sampled_from(["", ":3"]))}
    text = data.draw(_FREE)
    for name in order:
        text += f"{{{name}{widths.get(name, '')}}}" + data.draw(_SIGNS)
    scheme = IndexScheme.of(replace(SITE, organ_code="00000000X", index_number=text))

    def number(thing: object) -> str:
        series, year, track, first, n = thing  # type: ignore[misc]
        issue = an_issue(str(first), f"{year}-03-01", series=a_series(series), track=track)  # type: ignore[has-type]
        return scheme.number_of(issue, an_item(n) if n else None)  # type: ignore[has-type]

    assert number(one) != number(other)


def test_the_default_is_a_format() -> None:
    """The format that counts where none is given passes its own check."""
    check_format(DEFAULT)


def test_what_a_site_lacks() -> None:
    """All that is missing is named at once, of the ways to reach an office only if there is none."""
    assert list(check_conventions(SITE)) == []
    bare = replace(SITE, phone="", id_code="", icp="", police_record="", mark_url="", errors_url="")
    assert [one.split()[-1] for one in missing_of(replace(bare, email="a@b.example"))] == [
        "id_code",
        "icp",
        "police_record",
        "mark_url",
        "errors_url",
    ]
    assert missing_of(bare)[-1] == "地址 address / 电话 phone / 电子邮箱 email"
    (found,) = check_conventions(bare)
    assert (found.code, found.path) == ("SITE-MISSING", "data/site.yaml")


FARMING: Final = Topic("farming", "农业农村", "", "农业、林业、水利\\农业畜牧业渔业")
WATER: Final = Topic("water", "水利", "", "农业、林业、水利\\水利、水务")
HEALTH: Final = Topic("health", "卫生", "", "卫生、体育\\卫生")


@pytest.mark.parametrize(
    ("topics", "theme"),
    [
        ((FARMING, FARMING), FARMING.theme),
        ((FARMING, WATER), "农业、林业、水利"),
        ((FARMING, HEALTH, WATER), "农业、林业、水利；卫生、体育"),
        ((None,), ""),
        ((), ""),
    ],
    ids=["one", "one-first-level", "several", "none", "no-items"],
)
def test_class_of_an_issue(topics: tuple[Topic | None, ...], theme: str) -> None:
    """An issue has the class of its items; of several classes their first levels, each once."""
    issue = an_issue("1", items=[replace(an_item(n), topic=topic) for n, topic in enumerate(topics, 1)])
    about = about_issue(SITE, issue, Cards(a_catalogue(issue)).issue(issue))
    assert about.theme == theme
    assert about.keywords == tuple(dict.fromkeys(topic.name for topic in topics if topic))


def test_facts_of_an_item() -> None:
    """An item says what a catalogue asks for, with its own picture and its issue's editor."""
    item = replace(an_item(2), media=("media/a.pdf", "media/b.PNG", "media/c.svg"), topic=FARMING)
    issue = replace(an_issue("10", items=[an_item(1), item]), editor="信息科")
    cards = Cards(a_catalogue(issue))
    about = about_item(SITE, issue, item, cards.item(next(a_catalogue(issue).entries())))
    assert (about.index_number, about.title, about.label) == ("gazette/2004-10-2", "条目2", "2004年第10期")
    assert (about.image, about.author, about.theme) == ("media/b.PNG", "信息科", FARMING.theme)
    assert (about.disclosure, about.is_out) == (Disclosure.PUBLIC, True)


HOSTILE: Final = "</script><!--<script>alert(1)&amp;\u2028\u2029'\"\\u003c]]>"


def _page(template: str, name: str) -> Page:
    return Page("", template, name, "home", {}, crumbs=(Crumb("", name),), language=Language.ENGLISH)


@given(st.text())
def test_linked_data_is_inert(text: str) -> None:
    """Whatever names of site and pages hold, they stay within their element and come out as they went in."""
    for one in (text, HOSTILE + text):
        site = replace(SITE, name=one, organiser=one, description=one)
        written = linked_data(site, _page("home.html", one))
        assert not set("<>&\u2028\u2029") & set(written)
        home, trail = json.loads(written)["@graph"]
        assert (home["name"], home["publisher"]["name"], home.get("description", "")) == (one, one, one)
        assert [step["name"] for step in trail["itemListElement"]] == [one, one]
        assert [step["item"] for step in trail["itemListElement"]] == [f"{SITE.url}en/", SITE.url]


def test_pages_without_linked_data() -> None:
    """A page that is no step of a trail, and nothing of its own, says nothing."""
    assert not linked_data(SITE, Page("404.html", "404.html", "没有这一页", "", {}))
