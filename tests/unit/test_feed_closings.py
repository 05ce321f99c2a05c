"""Items that are closed, and issues of which nothing is left: what feeds take back, and what they say instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bulletin.dates import CHINA
from bulletin.issues import Correction, Issue, Item, Reissue, Withdrawal
from bulletin.kinds import Disclosure, Edition, Kind
from bulletin_feeds.feeds import stories_of
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import released
from bulletin_portal.context import Context
from tests.unit.making import a_catalogue, a_series, an_issue, an_item
from tests.unit.test_feed_entries import FIFTEEN, TAG, feeds, ids, major

CLOSED = date(2005, 3, 1)
MOMENT = datetime(2005, 3, 1, tzinfo=CHINA)
PUBLIC, INTERNAL = Disclosure.PUBLIC, Disclosure.INTERNAL
OTHERS = ("items", "units/liubo")


def closed(n: int, *, day: date = CLOSED, disclosure: Disclosure | None = PUBLIC, kind: Kind = Kind.GENERAL) -> Item:
    """Make an item that was closed."""
    return replace(an_item(n, disclosure=disclosure, kind=kind), closed=day)


def issue_of(*items: Item, corrections: tuple[Correction, ...] = ()) -> Issue:
    """Make an issue that came out on 20 November 2004."""
    return an_issue("15", items=items, corrections=corrections)


def refs(issue: Issue, name: str) -> set[str]:
    """Return the ids of a feed's tombstones without what all begin with."""
    return {one.ref.removeprefix(TAG) for one in feeds(issue)[name].removed}


def test_closed_item_is_taken_back() -> None:
    """A closed item has a tombstone and a notice where it stood, and its issue is told anew without it."""
    issue = issue_of(an_item(1), closed(2, kind=Kind.PROBLEM))
    found = feeds(issue)
    for name in (*OTHERS, "problems"):
        notice = found[name].entries[0]
        assert (notice.id, notice.published) == (f"{TAG}{FIFTEEN}/2#closed-2005-03-01", MOMENT)
        assert (notice.title, notice.link) == (
            "[停止公开] 政务普刊2004年第15期第2条",
            "https://zwxx.example/gazette/2004/15/",
        )
        assert [(one.ref, one.when) for one in found[name].removed] == [(f"{TAG}{FIFTEEN}/2", MOMENT)]
    assert ids(found["corrections"]) == [f"{FIFTEEN}/2#closed-2005-03-01"]
    for name in ("all", "gazette"):
        (entry,) = found[name].entries
        assert (entry.updated, found[name].removed, "条目2" in entry.html) == (MOMENT, (), False)
    assert [one for one in ("条目2", "正文2") if one in repr([found[name] for name in (*OTHERS, "problems")])] == []


def test_its_corrections_are_taken_back() -> None:
    """What was told of a closed item goes with it, by the ids it had in each feed; of other items nothing does."""
    later = replace(major(2), corrected=date(2005, 3, 2))
    issue = issue_of(an_item(1), closed(2, kind=Kind.PROBLEM), corrections=(major(1, 2), major(2, 3), major(), later))
    assert refs(issue, "all") == refs(issue, "corrections") == {f"{FIFTEEN}#correction-2004-12-03-item-2"}
    own = {f"{FIFTEEN}/2", f"{FIFTEEN}/2#correction-2004-12-03"}
    assert refs(issue, "items") == own
    assert refs(issue, "problems") == {*own, f"{FIFTEEN}#correction-2004-12-01"}


def test_closing_what_was_opened_later() -> None:
    """The issue never seems older than it was: followers by date take the text without what was closed."""
    opened = replace(an_item(2), opened=date(2005, 2, 1))
    before, after = (
        feeds(issue_of(an_item(1), one))["all"].entries[0].updated for one in (opened, replace(opened, closed=CLOSED))
    )
    assert (before, after) == (datetime(2005, 2, 1, tzinfo=CHINA), MOMENT)


def test_numbers_stay_whatever_is_written_beside() -> None:
    """An item made internal when it was closed, or a problem item that nobody opened, keeps its number."""
    for disclosure in (None, PUBLIC, Disclosure.ON_REQUEST, INTERNAL):
        for kind in (Kind.GENERAL, Kind.PROBLEM):
            issue = issue_of(closed(1, disclosure=disclosure, kind=kind), an_item(2))
            assert ids(feeds(issue)["items"]) == [f"{FIFTEEN}/1#closed-2005-03-01", f"{FIFTEEN}/2"]


@pytest.mark.parametrize(
    "hidden",
    [
        closed(1, day=date(2004, 11, 20), disclosure=INTERNAL),
        closed(1, day=date(2004, 11, 1)),
        replace(closed(1), opened=CLOSED),
        replace(closed(1), opened=date(2005, 4, 1)),
    ],
    ids=["on-the-day", "before-the-issue", "opened-that-day", "opened-afterwards"],
)
def test_what_was_never_public(hidden: Item) -> None:
    """What by its days was closed before anybody could see it leaves no trace: no number, notice or tombstone."""
    alone = replace(an_item(2), n=1)
    other = issue_of(alone)
    assert feeds(issue_of(hidden, an_item(2)))["items"].removed == ()
    assert ids(feeds(issue_of(hidden, an_item(2)))["items"]) == ids(feeds(other)["items"]) == [f"{FIFTEEN}/1"]
    assert feeds(issue_of(hidden)) == feeds()


def test_internal_edition_keeps_it() -> None:
    """The internal edition shows what was closed and takes nothing back."""
    issue = issue_of(an_item(1), closed(2), corrections=(major(2),))
    assert feeds(issue, edition=Edition.INTERNAL) == feeds(
        issue_of(an_item(1), replace(closed(2), closed=None), corrections=(major(2),)), edition=Edition.INTERNAL
    )
    withdrawn = replace(issue, withdrawal=Withdrawal(date(2005, 4, 1), "有误", ""))
    assert len(ids(feeds(withdrawn, edition=Edition.INTERNAL)["items"])) == 1


@pytest.mark.parametrize("disclosure", [PUBLIC, INTERNAL], ids=["public", "made-internal"])
def test_all_of_an_issue_was_closed(disclosure: Disclosure) -> None:
    """An issue of which all was closed says so once, takes back its entry, and has no page in the edition."""
    items = (closed(1, day=date(2005, 2, 1)), closed(2))
    whole = replace(issue_of(*items, corrections=(major(1), major())), disclosure=disclosure, title="密", note="密")
    found = feeds(whole, an_issue("16", "2004-12-03"))
    for name in ("all", "gazette"):
        notice = found[name].entries[0]
        assert (notice.id, notice.title) == (f"{TAG}{FIFTEEN}#closed-2005-03-01", "[停止公开] 政务普刊2004年第15期")
        assert notice.link == "https://zwxx.example/gazette/"
        assert notice.html == "<p>本期已于2005-03-01停止公开。</p>"
        keys = ("", "#correction-2004-12-01", "#correction-2004-12-01-item-1")
        assert {one.ref for one in found[name].removed} == {f"{TAG}{FIFTEEN}{key}" for key in keys}
    first = f"{FIFTEEN}/1#correction-2004-12-01"
    gone = {f"{FIFTEEN}/1", first, f"{FIFTEEN}/2", f"{FIFTEEN}#correction-2004-12-01"}
    for name in OTHERS:
        assert {one.ref.removeprefix(TAG) for one in found[name].removed} == gone
        assert ids(found[name])[:2] == [f"{FIFTEEN}/2#closed-2005-03-01", f"{FIFTEEN}/1#closed-2005-02-01"]
    assert [word for word in ("密", "正文1", "条目2") if word in repr(found)] == []
    assert {one.ref.removeprefix(TAG) for one in found["corrections"].removed} == {
        f"{FIFTEEN}#correction-2004-12-01-item-1",
        f"{FIFTEEN}#correction-2004-12-01",
    }


def test_nothing_else_of_the_series_is_left() -> None:
    """The feed of a series goes on where all of it was closed, and its notice leads to the site."""
    (notice,) = feeds(issue_of(closed(1)))["gazette"].entries
    assert notice.link == "https://zwxx.example/"


@pytest.mark.parametrize(
    "issue",
    [
        replace(issue_of(closed(1), an_item(2)), disclosure=INTERNAL),
        replace(issue_of(an_item(1)), disclosure=INTERNAL),
        an_issue("15", series=a_series(disclosure=INTERNAL), disclosure=INTERNAL, items=(closed(1),)),
        replace(issue_of(closed(1)), published=None),
        issue_of(),
    ],
    ids=["not-all-closed", "internal", "internal-series", "not-published", "no-items"],
)
def test_what_files_can_not_tell(issue: Issue) -> None:
    """Where the files don't say that readers saw all of an issue, nothing tells of it: fail closed."""
    catalogue, _ = edition_of(a_catalogue(issue, series=(issue.series,)), Edition.PUBLIC)
    assert (catalogue.issues, catalogue.closed) == ((), ())


def test_withdrawn_after_an_item_was_closed() -> None:
    """A withdrawal takes back what still stood; what was closed before stays told where it stood."""
    withdrawal = Withdrawal(date(2005, 4, 1), "有误", "")
    issue = issue_of(an_item(1), closed(2, kind=Kind.PROBLEM), corrections=(major(2), major(1)))
    found = feeds(replace(issue, withdrawal=withdrawal))
    notice, gone = f"{FIFTEEN}#withdrawal-2005-04-01", f"{FIFTEEN}/2#closed-2005-03-01"
    assert (ids(found["items"]), ids(found["problems"])) == ([notice, gone], [gone])
    assert ids(found["corrections"]) == [notice, gone]
    for feed in found.values():
        every = [one.ref for one in feed.removed]
        assert len(every) == len({*every}), feed.name


def test_withdrawn_after_all_was_closed() -> None:
    """An issue of which all was closed may still be withdrawn: its page says so again."""
    withdrawn = replace(issue_of(closed(1)), withdrawal=Withdrawal(date(2005, 4, 1), "有误", ""))
    found = feeds(withdrawn)
    assert ids(found["all"]) == [f"{FIFTEEN}#withdrawal-2005-04-01"]
    assert ids(found["items"]) == [f"{FIFTEEN}/1#closed-2005-03-01"]


def test_closed_after_a_reissue() -> None:
    """C17: the notice of the withdrawal is taken back even where nothing is left that could say so."""
    reissue = Reissue(date(2004, 12, 5), "密", Withdrawal(date(2004, 11, 25), "密", "密"))
    withdrawal = f"{FIFTEEN}#withdrawal-2004-11-25"
    one = replace(issue_of(an_item(1), closed(2, kind=Kind.PROBLEM)), reissue=reissue)
    assert withdrawal in refs(one, "problems")
    whole = replace(issue_of(closed(1)), reissue=reissue)
    for name in ("all", "items"):
        assert withdrawal in refs(whole, name)
    assert "密" not in repr(feeds(whole))


def test_archives_tell_of_what_was_taken_back() -> None:
    """Who read nothing for years learns of it from the archive of the year in which it was taken back."""
    issue = issue_of(an_item(1), closed(2), corrections=(major(2),))
    catalogue, _ = edition_of(
        a_catalogue(issue, *(an_issue("1", f"{year}-12-10") for year in (2005, 2006))), Edition.PUBLIC
    )
    context = Context(catalogue, Edition.PUBLIC, str)
    stories = {story.channel.name: story for story in stories_of(context)}
    expected = {"all": {"#correction-2004-12-01-item-2"}, "items": {"/2", "/2#correction-2004-12-01"}}
    for name, keys in expected.items():
        archive = stories[name].feed(context.reference.site, "2005")
        assert {one.ref for one in archive.removed} == {f"{TAG}{FIFTEEN}{key}" for key in keys}
        assert (issue.path in archive.texts, archive.updated.year) == (True, 2005)


def test_closed_before_anybody_decided_its_kind() -> None:
    """Readers saw an item without a sure kind as a problem item, and where it stood it is taken back."""
    unsure = replace(closed(2), unsure=True)
    assert ids(feeds(issue_of(an_item(1), unsure))["problems"]) == [f"{FIFTEEN}/2#closed-2005-03-01"]


def test_days_that_lie_ahead() -> None:
    """An item to be opened, and closed after that, is no closed one before it was opened."""
    issue = issue_of(an_item(1), replace(closed(2), opened=date(2005, 2, 1)))
    counts = []
    for now in (datetime(2005, 1, 1, tzinfo=CHINA), datetime(2005, 3, 2, tzinfo=CHINA)):
        tree = released(a_catalogue(issue), Edition.PUBLIC, now)
        (shown,) = edition_of(tree, Edition.PUBLIC)[0].issues
        counts.append(len(shown.gone.items))
    assert counts == [0, 1]
