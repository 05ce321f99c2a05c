"""The past of a feed: closed years are documents of their own that no later issue changes, and nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from unittest.mock import ANY

import feedparser
import pytest

import bulletin_feeds.history
from bulletin.dates import CHINA
from bulletin.issues import Correction, Issue, Withdrawal
from bulletin.kinds import Disclosure, Edition, Kind, Level
from bulletin_feeds.documents import feed_documents
from bulletin_feeds.feeds import stories_of
from bulletin_feeds.story import NEWEST
from bulletin_gate.editions import edition_of
from bulletin_portal.context import Context
from bulletin_portal.pages import Document
from tests.unit.making import a_catalogue, an_issue, an_item

FORMS = ("rss", "atom", "json")
MAJOR = Correction(date(2005, 3, 8), Level.MAJOR, None, "", "", "数字有误。")
WITHDRAWN = Withdrawal(date(2005, 3, 9), "内容有误", "信息科")


def context(*issues: Issue) -> Context:
    """Return the public edition of some issues; every text has a mark of its own."""
    catalogue, _ = edition_of(a_catalogue(*issues), Edition.PUBLIC)
    marks = {issue.path: repr(issue).encode() for issue in issues}
    return Context(catalogue, Edition.PUBLIC, str, marks=marks)


def documents(*issues: Issue) -> dict[str, Document]:
    """Return the feed documents of an edition by path."""
    here = context(*issues)
    return {one.path: one for one in feed_documents(here, None, list(stories_of(here)))}


def bytes_of(made: dict[str, Document], period: str) -> dict[str, bytes]:
    """Return the bytes of the documents of a closed period."""
    return {path: one.make() for path, one in made.items() if f"/{period}." in path}


def issues(year: int, numbers: Iterable[int]) -> list[Issue]:
    """Return issues of a year."""
    return [
        an_issue(str(n), f"{year}-{1 + n % 12:02}-{1 + n % 28:02}", items=[an_item(1, kind=Kind.GENERAL)])
        for n in numbers
    ]


@cache
def past() -> tuple[Issue, ...]:
    """Return issues of three years, of the last but two."""
    return (*issues(2003, range(1, 60)), *issues(2004, range(1, 60)), *issues(2005, (1, 2)))


@pytest.mark.parametrize("name", ["all", "gazette", "items", "problems", "corrections", "media", "topics/agriculture"])
def test_which_feeds_have_archives(name: str) -> None:
    """Every feed of which a year is closed."""
    made = documents(
        *past(),
        replace(an_issue("60", "2004-12-20"), items=(an_item(kind=Kind.PROBLEM, disclosure=Disclosure.PUBLIC),)),
    )
    found = {path for path in made if path.startswith(f"feeds/{name}/2")}
    years = {name: (2003, 2004), "corrections": (), "media": (), "problems": (2004,)}
    assert found == {f"feeds/{name}/{year}.atom" for year in years[name]}
    assert {f"feeds/{name}.{form}" for form in FORMS} <= set(made)


def test_closed_years_stay_as_they_are() -> None:
    """No later issue changes a byte of a closed year, nor a correction or withdrawal of another year's issue."""
    before = documents(*past())
    later = [*issues(2005, range(3, 9)), *issues(2006, range(1, 9))]
    touched = [replace(one, corrections=(MAJOR,)) if one.path == past()[-1].path else one for one in past()]
    after = documents(*touched, *later)
    for period in ("2003", "2004"):
        assert bytes_of(before, period) == bytes_of(after, period)
        marks = [
            {path: one.mark() for path, one in made.items() if one.mark and f"/{period}." in path}
            for made in (before, after)
        ]
        assert marks[0] == marks[1] != {}
    assert bytes_of(before, "2005") == {} != bytes_of(after, "2005")


def before(form: str, data: bytes) -> str:
    """Return the address of the closed period before a document, "" for none."""
    if form == "json":
        return str(json.loads(data).get("_archive", {}).get("url", ""))
    return next((one.href for one in feedparser.parse(data).feed.links if one.rel == "prev-archive"), "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["all", "gazette", "items", "topics/agriculture", "units/liubo"])
def test_a_new_subscriber_gets_everything(name: str, form: str) -> None:
    """From what people subscribe to, in whatever format, back through the archives every entry is found."""
    made = {path: one.make() for path, one in documents(*past()).items() if path.startswith(f"feeds/{name}")}
    item = "" if name in {"all", "gazette"} else "/1"
    expected = {
        f"tag:zwxx.example,2004:gazette/{one.year}/{one.number.segment if one.number else ''}{item}" for one in past()
    }
    data = made[f"feeds/{name}.{form}"]
    found = {one["id"] for one in (json.loads(data)["items"] if form == "json" else feedparser.parse(data).entries)}
    path = before(form, data)
    assert b"archive/>" not in data
    while path:
        data = made[path.removeprefix("https://zwxx.example/")]
        assert b"<fh:archive/>" in data
        found |= {entry.id for entry in feedparser.parse(data).entries}
        path = before("atom", data)
    assert found == expected


def test_the_past_is_told_in_atom_alone() -> None:
    """RSS and JSON tell what Atom's subscription tells, entry by entry, and lead to its archives."""
    made = {form: documents(*past())[f"feeds/all.{form}"].make() for form in FORMS}
    rss, atom = (feedparser.parse(made[form]) for form in ("rss", "atom"))
    told = json.loads(made["json"])
    entries = [entry.id for entry in atom.entries]
    assert len(entries) == NEWEST
    assert [entry.id for entry in rss.entries] == [item["id"] for item in told["items"]] == entries
    (past_of_rss,) = (one for one in rss.feed.links if one.rel == "prev-archive")
    address = "https://zwxx.example/feeds/all/2004.atom"
    assert (past_of_rss.href, past_of_rss.type) == (address, "application/atom+xml")
    assert told["_archive"] == {"about": ANY, "url": address, "mime_type": "application/atom+xml"}
    assert "next_url" not in told, "it leads to a JSON Feed"


def test_what_is_not_closed_stands_in_the_subscription() -> None:
    """What people subscribe to holds the whole open year however much that is, and never less than the newest."""
    young, old = (next(stories_of(context(*some))) for some in (past(), [*past(), *issues(2005, range(3, 90))]))
    assert len(young.newest) == NEWEST
    assert len(old.newest) == 89


def test_major_correction_of_a_closed_year_is_told_again() -> None:
    """C20: it is announced, and the text itself stands once more in the subscription, with its new date."""
    corrected = [replace(one, corrections=(MAJOR,)) if one.path == past()[0].path else one for one in past()]
    story = next(stories_of(context(*corrected)))
    feed, archive = (story.feed(context(*corrected).reference.site, period) for period in ("", "2003"))
    notice, text = feed.entries[:2]
    assert notice.id == f"{text.id}#correction-2005-03-08"
    assert text.updated == notice.updated == datetime(2005, 3, 8, tzinfo=CHINA)
    assert "数字有误。" in text.html
    (archived,) = (one for one in archive.entries if one.id == text.id)
    assert archived == text
    assert archive.updated == text.updated
    assert not [one for one in archive.entries if "#" in one.id]


def archives_of(some: Iterable[Issue]) -> dict[str, bytes]:
    """Return the archives of an edition by path."""
    made = documents(*some)
    return {path: one.make() for path, one in made.items() if re.search(r"/\d{4}(-\d\d)?\.atom$", path)}


@pytest.mark.parametrize(
    ("place", "changes", "years"),
    [
        pytest.param(0, {"corrections": (replace(MAJOR, level=Level.MINOR),)}, set(), id="minor correction alone"),
        pytest.param(-1, {"corrections": (MAJOR,)}, set(), id="major correction in the open year"),
        pytest.param(0, {"corrections": (MAJOR,)}, {"2003"}, id="major correction"),
        pytest.param(0, {"withdrawal": WITHDRAWN}, {"2003"}, id="withdrawal"),
        pytest.param(0, {"disclosure": Disclosure.INTERNAL}, {"2003"}, id="made internal"),
    ],
)
def test_what_rewrites_an_archive(place: int, changes: dict[str, Any], years: set[str]) -> None:
    """What is done to a text rewrites the archives of its own year at most, and no document goes away."""
    some = list(past())
    before = archives_of(some)
    some[place] = replace(some[place], **changes)
    after = archives_of(some)
    assert after.keys() == before.keys()
    assert {path.rpartition("/")[2].partition(".")[0] for path in before if before[path] != after[path]} == years


def test_a_year_of_which_all_was_withdrawn_keeps_its_document() -> None:
    """Its address stays, and that of the years beside it says the same as before."""
    first = issues(2002, [1])[0]
    before, after = (archives_of([one, *past()]) for one in (first, replace(first, withdrawal=WITHDRAWN)))
    assert after.keys() == before.keys()
    assert {path for path in before if before[path] != after[path]} <= {path for path in before if "/2002." in path}
    assert b"<entry>" not in after["feeds/all/2002.atom"]


def test_withdrawn_text_leaves_its_archive() -> None:
    """C16: what was withdrawn is in no archive any more; that it was is told in the year in which it was."""
    gone = past()[0].path
    made = documents(
        *(replace(one, withdrawal=WITHDRAWN) if one.path == gone else one for one in past()), *issues(2006, [1])
    )
    told = {path: one.make() for path, one in made.items()}
    ref = b"tag:zwxx.example,2004:gazette/2003/1"
    assert {path for path, data in told.items() if ref + b"<" in data or ref + b'",' in data} == set()
    assert b'deleted-entry ref="' + ref + b'"' in told["feeds/all/2005.atom"]
    assert b"#withdrawal-2005-03-09" in told["feeds/all/2005.atom"]
    for form in FORMS:
        assert b"#withdrawal-2005-03-09" in told[f"feeds/units/liubo.{form}"]


def test_a_year_of_many_entries_is_told_in_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of more entries than a document is to hold has one a month, closed when the next month begins."""
    monkeypatch.setattr(bulletin_feeds.history, "MOST", 50)
    some = [*issues(2003, range(1, 20)), *issues(2004, range(1, 60))]
    story = next(stories_of(context(*some)))
    assert story.history.closed == ("2003", *(f"2004-{month:02}" for month in range(1, 12)))
    assert {one.moment.month for one in story.newest if one.moment.year == 2004} >= {12}
    assert story.history.before("2004-01") == "2003"
    assert sorted(one.path for own in story.periods.values() for one in own) == sorted(
        one.path for one in some if (one.signed.year, one.signed.month) != (2004, 12)
    )


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("all", {1, 2}),
        ("gazette", {1, 2}),
        ("items", {1, 2}),
        ("problems", {1}),
        ("units/liubo", {1, 2}),
        ("media", set()),
    ],
)
def test_whose_words_a_document_holds(name: str, items: set[int]) -> None:
    """A feed of items holds the words of those it tells, one of issues those of all their items; no other is made."""
    problem = an_item(1, kind=Kind.PROBLEM, disclosure=Disclosure.PUBLIC)
    issue = an_issue("60", "2004-12-20", items=[problem, an_item(2, kind=Kind.GENERAL)])
    made = documents(issue, an_issue("1", "2005-01-08"))
    shown = made[f"feeds/{name}.atom"].shows
    assert shown is not None
    assert {n for n in (1, 2) if shown(issue.path, n)} == items
    assert not shown("gazette/2004/another.md", 1)


def test_item_opened_later_is_new() -> None:
    """An item that was opened after its issue came out is dated that day, and its issue is told again."""
    items = (
        an_item(1, kind=Kind.GENERAL),
        replace(an_item(2, kind=Kind.PROBLEM, disclosure=Disclosure.PUBLIC), opened=date(2005, 3, 10)),
    )
    issue = replace(an_issue("60", "2004-12-20"), items=items)
    told = {story.channel.name: [one.make() for one in story.newest] for story in stories_of(context(*past(), issue))}
    opened, whole = told["items"][0], told["all"][0]
    assert opened.published == opened.updated == whole.updated == datetime(2005, 3, 10, tzinfo=CHINA)
    assert whole.published.date() == date(2004, 12, 20)
    assert opened.title.startswith(items[1].title)
