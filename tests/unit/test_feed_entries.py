"""Corrections and withdrawals in feeds: entries of their own, their ids and dates, and what an edition withholds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import feedparser
import pytest
from lxml import etree

from bulletin.catalogue import item_ref
from bulletin.dates import CHINA
from bulletin.issues import Correction, Issue, ItemRef, Reissue, Withdrawal
from bulletin.kinds import Disclosure, Edition, Kind, Level
from bulletin.reference import FormerName
from bulletin_feeds.feedgen_adapter import to_atom, to_rss
from bulletin_feeds.feeds import feeds_of
from bulletin_feeds.story import CORRECTIONS, NEWEST, Feed
from bulletin_gate.editions import edition_of
from bulletin_portal.context import Context
from tests.unit.making import a_catalogue, a_series, an_issue, an_item

TAG = "tag:zwxx.example,2004:"
FIFTEEN = "gazette/2004/15"
WITHDRAWN = Withdrawal(date(2004, 11, 25), "内容有误", "信息科")
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def feeds(*issues: Issue, edition: Edition = Edition.PUBLIC) -> dict[str, Feed]:
    """Return the feeds of an edition by name."""
    series = tuple({issue.series.id: issue.series for issue in issues}.values())
    catalogue, _ = edition_of(a_catalogue(*issues, series=series), edition)
    return {feed.name: feed for feed in feeds_of(Context(catalogue, edition, str))}


def ids(feed: Feed) -> list[str]:
    """Return the ids of a feed's entries without what all begin with."""
    return [entry.id.removeprefix(TAG) for entry in feed.entries]


def major(item: int | None = None, day: int = 1, note: str = "数字有误。") -> Correction:
    """Make a major correction of December 2004."""
    return Correction(date(2004, 12, day), Level.MAJOR, item, "十二", "十一", note)


def corrected(*corrections: Correction, number: str = "15", problem: bool = False) -> Issue:
    """Make an issue of two items, of which the second may be a problem item that was opened."""
    kind = Kind.PROBLEM if problem else Kind.GENERAL
    items = [an_item(1), an_item(2, kind=kind, disclosure=Disclosure.PUBLIC)]
    return an_issue(number, items=items, corrections=corrections)


def withdrawn(issue: Issue) -> Issue:
    """Make an issue that was withdrawn five days after it came out."""
    return replace(issue, withdrawal=WITHDRAWN)


def test_units_are_named_as_they_were() -> None:
    """Who reported an item bears the name of its day, in the feed of items and in the text of its issue."""
    item = an_item(1)
    unit = replace(item.units[0], former=(FormerName("柳泊乡", "", None, date(2004, 12, 31)),))
    told = feeds(an_issue("15", items=[replace(item, units=(unit,))]))
    assert told["items"].entries[0].authors == ("柳泊乡",)
    assert "<p>柳泊乡</p>" in told["all"].entries[0].html


def test_c20_entry_of_a_correction() -> None:
    """C20: a major correction is an entry with an id, a date and a text of its own, above what it corrects."""
    (notice, original) = feeds(corrected(major()))["gazette"].entries
    assert (notice.id, original.id) == (f"{TAG}{FIFTEEN}#correction-2004-12-01", f"{TAG}{FIFTEEN}")
    assert notice.title == f"[更正] {original.title}"
    assert notice.link == f"{original.link}#correction-notice"
    assert (notice.related, original.related) == (original.link, "")
    assert notice.published == notice.updated == original.updated == datetime(2004, 12, 1, tzinfo=CHINA)
    assert original.published == datetime(2004, 11, 20, 12, tzinfo=CHINA)
    assert (notice.summary, notice.authors) == ("数字有误。", ("望潮区人民政府办公室",))
    assert "数字有误。" in notice.html
    assert "<del>十二</del> → <ins>十一</ins>" in notice.html
    assert "正文" not in notice.html


def test_c20_correction_without_words() -> None:
    """C20: a correction that doesn't quote, as one of personal data, has its note alone; nothing in it is markup."""
    (notice, _) = feeds(corrected(replace(major(note="<隐去>姓名。"), before="", after="")))["gazette"].entries
    assert notice.html == "<p><strong>更正（2004-12-01）：</strong>&lt;隐去&gt;姓名。</p>"


def test_c20_several_corrections() -> None:
    """C20: each correction is an entry; none changes another's id, whether of the same day or of another item."""
    first, later = (major(), major(2)), (major(), major(1), major(2), major(day=2))
    expected = ["#correction-2004-12-01-item-2", "#correction-2004-12-01", ""]
    assert ids(feeds(corrected(*first))["all"]) == [FIFTEEN + one for one in expected]
    assert ids(feeds(corrected(*first, *later))["all"]) == [
        f"{FIFTEEN}#correction-2004-12-02",
        FIFTEEN,  # the text itself stands where it was corrected last
        f"{FIFTEEN}#correction-2004-12-01-item-2.2",
        f"{FIFTEEN}#correction-2004-12-01-item-1",
        f"{FIFTEEN}#correction-2004-12-01.2",
        *(FIFTEEN + one for one in expected if one),
    ]


def test_c20_correction_on_the_day_of_publication() -> None:
    """C20: what was corrected on the very day is told above the issue, whose text is a minute newer."""
    (notice, original) = feeds(corrected(replace(major(), corrected=date(2004, 11, 20))))["all"].entries
    assert notice.published == notice.updated == original.published
    assert original.updated == original.published + timedelta(minutes=1)
    assert notice.id.endswith("#correction-2004-11-20")


def test_c20_corrections_of_problems() -> None:
    """C20: the feed of problem items tells of corrections of these and of their issues, of no other items."""
    told = feeds(corrected(major(1, 2), major(2, 3), major(None, 4), problem=True))["problems"]
    assert ids(told) == [f"{FIFTEEN}#correction-2004-12-04", f"{FIFTEEN}/2", f"{FIFTEEN}/2#correction-2004-12-03"]
    assert [entry.title.startswith("[更正] 条目2（") for entry in told.entries] == [False, False, True]
    assert ids(feeds(corrected(major()))["problems"]) == []


def test_c20_withheld_item() -> None:
    """C20: the correction of a withheld item is in no public feed, and changes no id there."""
    hidden = [an_item(1), an_item(2, kind=Kind.PROBLEM)]
    issue = replace(corrected(major(2, note="密"), major(1), major()), items=tuple(hidden))
    told = feeds(issue)["all"]
    assert ids(told) == [
        f"{FIFTEEN}#correction-2004-12-01",
        f"{FIFTEEN}#correction-2004-12-01-item-1",
        FIFTEEN,
    ]
    assert "密" not in repr(told)
    assert ids(feeds(issue, edition=Edition.INTERNAL)["problems"])[1:] == [
        f"{FIFTEEN}/2#correction-2004-12-01",
        f"{FIFTEEN}/2",
    ]


def test_c19_minor_correction() -> None:
    """C19: a minor correction leaves every feed as it was."""
    assert feeds(corrected(replace(major(), level=Level.MINOR))) == feeds(corrected())


def test_c16_entry_of_a_withdrawal() -> None:
    """C16: a withdrawn issue's entry gives way to one that says so, and to a tombstone with its very id."""
    issue = corrected(major(1, note="更正了字句"))
    before = feeds(issue)["gazette"].entries[-1]
    for name in ("all", "gazette"):
        feed = feeds(withdrawn(issue))[name]
        (entry,) = feed.entries
        assert entry.id == f"{before.id}#withdrawal-2004-11-25"
        assert (entry.title, entry.link) == ("[撤回] 政务普刊2004年第15期", before.link)
        assert entry.published == entry.updated == feed.updated == datetime(2004, 11, 25, tzinfo=CHINA)
        assert (entry.summary, "信息科" in entry.html) == ("内容有误", True)
        assert [one.ref for one in feed.removed] == [before.id, f"{before.id}#correction-2004-12-01-item-1"]
        assert {(one.when, one.comment) for one in feed.removed} == {(entry.updated, "内容有误")}
        assert [word for word in ("正文", "条目", "按语", "更正了字句") if word in repr(feed)] == []


def test_c16_problems_withdrawn() -> None:
    """C16: the feed of problem items takes back the very entries it had, of no other items and of none withheld."""
    issue = corrected(major(1, 1), major(2, 2), major(None, 3), problem=True)
    hidden = replace(an_item(3, kind=Kind.PROBLEM), title="密")
    issue = replace(issue, items=(*issue.items, hidden), corrections=(*issue.corrections, major(3, 4, "密")))
    for edition in Edition:
        before, after = (feeds(one, edition=edition)["problems"] for one in (issue, withdrawn(issue)))
        assert ids(after) == [f"{FIFTEEN}#withdrawal-2004-11-25"]
        assert {one.ref for one in after.removed} == {entry.id for entry in before.entries}
        assert [word for word in ("正文", "条目", "密", "数字有误") if word in repr(after)] == []
    assert ids(feeds(withdrawn(corrected()))["problems"]) == []


def test_c16_withdrawn_on_the_day_of_publication() -> None:
    """C16: a withdrawal is later than what it withdraws."""
    issue = replace(corrected(), withdrawal=replace(WITHDRAWN, withdrawn=date(2004, 11, 20)))
    (removed,) = feeds(issue)["all"].removed
    assert issue.published is not None
    assert removed.when == issue.published + timedelta(minutes=1), "a tombstone is newer than what it takes back"


@pytest.mark.parametrize(
    "issue",
    [
        an_issue("15", disclosure=Disclosure.INTERNAL),
        an_issue("15", items=[an_item(kind=Kind.PROBLEM)]),
        an_issue("15", published=False),
    ],
    ids=["internal", "nothing-public", "not-yet-online"],
)
def test_c16_what_was_never_public(issue: Issue) -> None:
    """C16: the withdrawal of what an edition never showed leaves no trace in it."""
    shown = an_issue("16", "2004-12-03")
    assert feeds(withdrawn(issue), shown) == feeds(shown)


def test_c16_internal_edition_knows_more() -> None:
    """C16: the internal edition tells of withdrawn internal issues."""
    told = feeds(withdrawn(an_issue("15", disclosure=Disclosure.INTERNAL)), edition=Edition.INTERNAL)
    assert ids(told["all"]) == [f"{FIFTEEN}#withdrawal-2004-11-25"]


def test_c17_reissued_issue_has_its_entry_again() -> None:
    """C17: an issue out again has its entry with the old id, newer than the tombstone, which is gone."""
    issue = replace(corrected(), reissue=Reissue(date(2004, 12, 5), "已改", WITHDRAWN))
    feed = feeds(issue)["all"]
    assert ids(feed) == [FIFTEEN]
    assert feed.updated.date() == date(2004, 12, 5)
    for name in ("all", "items", "units/liubo"):  # and takes back the notice
        (removed,) = feeds(issue)[name].removed
        assert (removed.ref, removed.when) == (f"{TAG}{FIFTEEN}#withdrawal-2004-11-25", feed.updated)


def test_c18_replaced_issue_leads_to_the_other() -> None:
    """C18: the entry of a withdrawn issue names the issue that stands in for it."""
    later = replace(an_issue("21", "2004-12-20"), replaces=ItemRef("gazette", 2004, "15", 0))
    entry = feeds(withdrawn(corrected()), later)["all"].entries[-1]
    assert '<p>由<a href="https://zwxx.example/gazette/2004/21/">政务普刊2004年第21期</a>替代。</p>' in entry.html


def _many(told: Iterable[Issue]) -> list[Issue]:
    """Return more issues of a year than a feed holds at least, and one of the next year: the first year is closed."""
    others = (an_issue(str(n), "2004-12-10") for n in range(101, 99 + NEWEST))
    return [*told, *others, an_issue("1", "2005-01-10")]


def test_length_of_a_feed() -> None:
    """A notice takes a place like any entry; a tombstone stays as long as the notice does (C16, C20)."""
    old = an_issue("1", "2004-01-05")
    late = {
        "corrected": replace(old, corrections=(replace(major(), corrected=date(2004, 12, 11)),)),
        "withdrawn": replace(old, withdrawal=replace(WITHDRAWN, withdrawn=date(2004, 12, 11))),
    }
    for issue in late.values():
        feed = feeds(*_many([issue]))["all"]
        assert len(feed.entries) == NEWEST
        assert feed.entries[1].id.startswith(f"{TAG}gazette/2004/1#")
        assert len(feed.removed) == (issue.withdrawal is not None)
    early = replace(old, withdrawal=replace(WITHDRAWN, withdrawn=date(2004, 1, 6)))
    feed = feeds(*_many([early, an_issue("2", "2004-02-05")]))["all"]
    assert (len(feed.entries), feed.removed) == (NEWEST, ())


def test_c20_many_corrections_crowd_out_no_issues() -> None:
    """C20: of a full feed's entries ten at most are corrections, the newest; where there is room there may be more."""
    many = [major(day=day) for day in range(1, 21)] * 2
    for others, room in ((0, NEWEST - 2), (10, NEWEST - 12), (NEWEST, CORRECTIONS)):
        issues = (an_issue(str(n), "2004-11-25") for n in range(101, 101 + others))
        found = ids(feeds(corrected(*many), *issues, an_issue("1", "2005-01-10"))["all"])
        assert len(found) == NEWEST
        notices = [one for one in found if "#" in one]
        assert len(notices) == room
        assert notices[:2] == [f"{FIFTEEN}#correction-2004-12-20.2", f"{FIFTEEN}#correction-2004-12-20"]


def test_order_does_not_matter() -> None:
    """The same issues make the same feeds, whatever order they are read in."""
    issues = [corrected(major(), major(2)), corrected(major(1), number="16"), withdrawn(corrected(number="17"))]
    assert feeds(*issues) == feeds(*reversed(issues))


def test_documents() -> None:
    """C16, C20: both forms are understood by a reader and tell alike; Atom alone has tombstones and what is related."""
    other = a_series("culture")
    issues = [corrected(major(), major(2)), withdrawn(corrected(number="16")), withdrawn(an_issue("1", series=other))]
    for feed in feeds(*issues).values():
        address = f"https://zwxx.example/feeds/{feed.name}."
        rss, atom = to_rss(feed, f"{address}rss"), to_atom(feed, f"{address}atom")
        parsed = [feedparser.parse(document) for document in (rss, atom)]
        assert [one.bozo for one in parsed] == [False, False]
        for one in parsed:
            assert [entry.id for entry in one.entries] == [entry.id for entry in feed.entries]
            assert [entry.link for entry in one.entries] == [entry.link for entry in feed.entries]
        root = etree.fromstring(atom)
        assert [one.get("ref") for one in root.findall(TOMBSTONE)] == [one.ref for one in feed.removed]
        related = [link.href for entry in parsed[1].entries for link in entry.links if link.rel == "related"]
        assert related == [entry.related for entry in feed.entries if entry.related]
        assert b"tombstones" not in rss


def test_ids_of_items_are_references() -> None:
    """An item's entry has the reference of the item as its id, which its corrections extend."""
    issue = corrected(major(2), problem=True)
    notice, original = feeds(issue)["problems"].entries
    assert original.id == f"{TAG}{item_ref(issue, issue.items[1])}"
    assert notice.id == f"{original.id}#correction-2004-12-01"
