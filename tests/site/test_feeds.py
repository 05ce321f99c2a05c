"""What followers read: stable ids, honest dates, full text, corrections and withdrawals, in both forms alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import pairwise

import feedparser
import lxml.html
import pytest

from tests.site.output import Site, text_of
from tests.site.source import Item, Shown, Source, runs

CHINA = timezone(timedelta(hours=8))
FORMS = ("rss", "atom")


@dataclass(frozen=True)
class Expected:
    """What the source says of an entry; ``item`` is None for an entry about a whole issue."""

    shown: Shown
    item: Item | None

    @property
    def address(self) -> str:
        """Return the address the entry leads to."""
        return self.shown.item_address(self.item) if self.item else self.shown.issue.address

    @property
    def published(self) -> datetime:
        """Return the moment of publication."""
        return datetime.fromisoformat(self.shown.issue.row["published"]).replace(tzinfo=CHINA)

    @property
    def updated(self) -> datetime:
        """Return the last moment that changed what readers were told."""
        n = str(self.item.n) if self.item else None
        days = [one["date"] for one in self.shown.issue.corrections("major") if n in {None, one.get("item", n)}]
        days += [self.shown.issue.fields["withdrawn"]["date"]] if "withdrawn" in self.shown.issue.fields else []
        return max([self.published, *(datetime.fromisoformat(day).replace(tzinfo=CHINA) for day in days)])

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that the entry tells in full."""
        return (self.item,) if self.item else self.shown.items


Ids = Mapping[str, Expected]


@pytest.fixture(scope="module")
def ids(source: Source) -> Ids:
    """Return every id that an entry may have, computed from ledger and source."""
    found: dict[str, Expected] = {}
    tag = f"tag:{source.site['feed_authority']}:"
    for one in source.shown("public"):
        address = one.issue.address.rstrip("/")
        found[tag + address] = Expected(one, None)
        found |= {f"{tag}{address}/{item.n}": Expected(one, item) for item in one.items}
    return found


@pytest.fixture(scope="module")
def feeds(public: Site) -> dict[str, feedparser.FeedParserDict]:
    """Return every feed of the public edition, parsed as a feed reader would."""
    paths = (path for path in public.files if path.startswith("feeds/") and path.endswith(FORMS))
    return {path: feedparser.parse(public.files[path]) for path in paths}


Feeds = dict[str, feedparser.FeedParserDict]


def test_feeds_are_understood(feeds: Feeds) -> None:
    """A feed reader understands each feed without complaint."""
    assert {path: feed.bozo_exception for path, feed in feeds.items() if feed.bozo} == {}
    assert {feed.version for feed in feeds.values()} == {"rss20", "atom10"}


def test_each_series_all_and_problems_have_feeds(source: Source, feeds: Feeds) -> None:
    """There is a feed of everything, of each series and of problem items, in both forms."""
    names = {"all", "problems", *source.by_series("public")}
    assert {f"feeds/{name}.{form}" for name in names for form in FORMS} <= set(feeds)
    assert {path.rpartition(".")[0] for path in feeds if path.endswith("rss")} == {
        path.rpartition(".")[0] for path in feeds if path.endswith("atom")
    }


def test_feeds_hold_the_newest(source: Source, feeds: Feeds, ids: Ids) -> None:
    """The feed of everything begins with the newest issues, a series' with its own, and leaves none out between."""
    groups = {"all": source.shown("public"), **source.by_series("public")}
    for name, shown in groups.items():
        newest = sorted(shown, key=lambda one: one.issue.row["published"], reverse=True)
        for form in FORMS:
            found = [ids[entry.id].address for entry in feeds[f"feeds/{name}.{form}"].entries]
            assert found == [one.issue.address for one in newest[: len(found)]]
            assert len(found) >= min(20, len(newest))


def test_ids_are_unique_and_the_ledgers(feeds: Feeds, ids: Ids) -> None:
    """Each id is the tag of an issue's or item's place in its ledger, and stands once in a feed."""
    for path, feed in feeds.items():
        found = [entry.id for entry in feed.entries]
        assert set(found) <= set(ids), path
        assert len(found) == len(set(found)), path


def test_problem_feed_holds_problems(feeds: Feeds, ids: Ids) -> None:
    """The feed of problem items holds items of that kind alone, newest first."""
    for form in FORMS:
        items = [ids[entry.id].item for entry in feeds[f"feeds/problems.{form}"].entries]
        assert items
        assert {item.kind if item else None for item in items} == {"problem"}


def test_newest_first(feeds: Feeds, ids: Ids) -> None:
    """Entries stand in the order of publication, newest first."""
    for path, feed in feeds.items():
        dates = [ids[entry.id].published for entry in feed.entries]
        assert all(one >= two for one, two in pairwise(dates)), path


def test_dates_are_the_sources(feeds: Feeds, ids: Ids) -> None:
    """An entry bears the minute of publication and of the last major change, in China time."""
    for path, feed in feeds.items():
        for entry in feed.entries:
            if path.endswith("atom"):
                assert entry.published == ids[entry.id].published.isoformat(), entry.id
                assert entry.updated == ids[entry.id].updated.isoformat(), entry.id
            else:
                assert parsedate_to_datetime(entry.published) == ids[entry.id].published, entry.id
                assert entry.published.endswith(" +0800")


def test_a_feed_is_as_new_as_its_newest_change(feeds: Feeds, ids: Ids) -> None:
    """A feed's own date is the latest of its entries', never the clock's."""
    for path, feed in feeds.items():
        newest = max(ids[entry.id].updated for entry in feed.entries)
        if path.endswith("atom"):
            assert feed.feed.updated == newest.isoformat(), path
        else:
            assert parsedate_to_datetime(feed.feed.updated) == newest, path


def test_links_lead_to_pages(public: Site, feeds: Feeds, ids: Ids) -> None:
    """An entry's link is absolute and the address of its page."""
    for feed in feeds.values():
        for entry in feed.entries:
            assert entry.link == public.url + ids[entry.id].address
            assert public.has(public.path_of(entry.link))


def test_full_text(feeds: Feeds, ids: Ids) -> None:
    """An entry holds its texts in full: every title of an issue, every run of plain text, in order."""
    for feed in feeds.values():
        for entry in feed.entries:
            expected, content = ids[entry.id], entry.content[0].value
            text = text_of(lxml.html.fragment_fromstring(content, create_parent="div"))
            at = 0
            for item in expected.items:
                at = at if expected.item else text.index(item.title, at)
                parts = list(runs(item.body, 24))[::24]
                assert parts
                assert [run for run in parts if run not in content] == [], entry.id


def test_texts_refer_to_absolute_addresses(public: Site, feeds: Feeds) -> None:
    """Pictures and links inside an entry are absolute, and those into the site lead to files of it."""
    for feed in feeds.values():
        for entry in feed.entries:
            for _, _, link, _ in lxml.html.fragment_fromstring(entry.content[0].value, create_parent="div").iterlinks():
                assert link.startswith(("https://", "http://", "mailto:", "#")), link
                if link.startswith(public.url):
                    assert public.has(public.path_of(link)), link


def test_authors_and_categories(source: Source, feeds: Feeds, ids: Ids) -> None:
    """An issue is by its issuer, an item by its units; both have a category."""
    names = {name: one["name"] for one in source.data("units") for name in (one["id"], one.get("short"), one["name"])}
    for feed in feeds.values():
        for entry in feed.entries:
            expected = ids[entry.id]
            units = [names[one] for one in expected.item.units] if expected.item else []
            authors = units or [expected.shown.issue.series["issuer"]]
            assert [one["name"] for one in entry.authors] == authors, entry.id
            assert entry.tags


def test_major_correction_is_announced(feeds: Feeds, ids: Ids) -> None:
    """A major correction opens its entry's text and sets its date, while publication stays."""
    corrected = {id_ for id_, one in ids.items() if one.shown.issue.corrections("major") and one.item is None}
    assert corrected
    for path, feed in feeds.items():
        for entry in (one for one in feed.entries if one.id in corrected):
            (correction,) = ids[entry.id].shown.issue.corrections("major")
            assert correction["note"] in entry.content[0].value
            assert correction["date"] in entry.content[0].value
            if path.endswith("atom"):
                assert entry.updated == f"{correction['date']}T00:00:00+08:00"
                assert entry.published < entry.updated


def test_minor_correction_is_not_announced(source: Source, feeds: Feeds) -> None:
    """A minor correction changes neither date nor text of an entry."""
    notes = [entry["note"] for one in source.issues for entry in one.corrections("minor")]
    assert notes
    texts = [entry.content[0].value for feed in feeds.values() for entry in feed.entries]
    assert [note for note in notes if any(note in text for text in texts)] == []


def test_withdrawal_is_announced(feeds: Feeds, ids: Ids) -> None:
    """A withdrawn issue's entry says so in its title and tells why, without a word of its text."""
    told = 0
    for feed in feeds.values():
        for entry in feed.entries:
            issue = ids[entry.id].shown.issue
            if "withdrawn" in issue.fields:
                told += 1
                assert entry.title == f"[撤回] {issue.title}{issue.number_label}"
                assert issue.fields["withdrawn"]["reason"] in entry.content[0].value
                assert [item.title for item in issue.items if item.title in str(entry)] == []
    assert told
