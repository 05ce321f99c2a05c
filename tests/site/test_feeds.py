"""What followers read: stable ids, honest dates, full text, corrections and withdrawals, in both forms alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

import feedparser
import lxml.html
import pytest

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_editor.signing import sign_files
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site, text_of
from tests.site.source import Fields, Item, Shown, Source, runs

CHINA = timezone(timedelta(hours=8))
FORMS = ("rss", "atom")


@dataclass(frozen=True)
class Expected:
    """What the source says of an entry; ``item`` is None for an entry about a whole issue.

    ``notice`` is what the entry announces: a correction or a withdrawal.
    """

    shown: Shown
    item: Item | None
    notice: Fields | None = None

    @property
    def page(self) -> str:
        """Return the address of the page that tells the whole."""
        return self.shown.item_address(self.item) if self.item else self.shown.issue.address

    @property
    def address(self) -> str:
        """Return the address the entry leads to."""
        return self.page + ("#correction-notice" if self.notice and "level" in self.notice else "")

    @property
    def published(self) -> datetime:
        """Return the moment of publication; that of a notice is the beginning of its day."""
        moment = self.notice["date"] if self.notice else self.shown.issue.row["published"]
        return datetime.fromisoformat(moment).replace(tzinfo=CHINA)

    @property
    def updated(self) -> datetime:
        """Return the last moment that changed what readers were told."""
        if self.notice:
            return self.published
        n = str(self.item.n) if self.item else None
        days = [one["date"] for one in self.shown.issue.corrections("major") if n in {None, one.get("item", n)}]
        return max([self.published, *(datetime.fromisoformat(day).replace(tzinfo=CHINA) for day in days)])

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that the entry tells in full."""
        if self.notice:
            return ()
        return (self.item,) if self.item else self.shown.items


Ids = Mapping[str, Expected]


def _tag(source: Source, one: Shown) -> str:
    return f"tag:{source.site['feed_authority']}:{one.issue.address.rstrip('/')}"


def _corrected(tag: str, whole: Expected) -> Iterator[tuple[str, Expected]]:
    """Yield the entries that announce major corrections of an issue, and of its items."""
    items = {str(item.n): item for item in whole.items}
    for notice in whole.shown.issue.corrections("major"):
        day, item = notice["date"], items.get(str(notice.get("item")))
        n = whole.shown.number(item) if item else None
        yield f"{tag}#correction-{day}" + (f"-item-{n}" if n else ""), replace(whole, notice=notice)
        if item:
            yield f"{tag}/{n}#correction-{day}", replace(whole, item=item, notice=notice)


@pytest.fixture(scope="module")
def ids(source: Source) -> Ids:
    """Return every id that an entry may have, computed from ledger and source."""
    found: dict[str, Expected] = {}
    for one in source.shown("public"):
        tag, whole = _tag(source, one), Expected(one, None)
        withdrawn = one.issue.fields.get("withdrawn")
        if withdrawn:
            found[f"{tag}#withdrawal-{withdrawn['date']}"] = replace(whole, notice=withdrawn)
        else:
            found |= {tag: whole, **{f"{tag}/{one.number(item)}": Expected(one, item) for item in one.items}}
            found |= _corrected(tag, whole)
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
    """There is a feed of everything, of each series and of problem items, in both forms; archives are Atom."""
    names = {"all", "problems", *source.by_series("public")}
    assert {f"feeds/{name}.{form}" for name in names for form in FORMS} <= set(feeds)
    assert {path.rpartition(".")[0] for path in feeds if path.endswith("rss")} == {
        path.rpartition(".")[0]
        for path in feeds
        if path.endswith("atom") and not re.fullmatch(r"\d{4}(-\d\d)?\.atom", path.rpartition("/")[2])
    }


def test_feeds_hold_the_newest(source: Source, feeds: Feeds, ids: Ids) -> None:
    """The feed of everything begins with what is newest, a series' with its own, and leaves nothing out between."""
    told = sorted((one for one in ids.values() if one.item is None), key=lambda one: one.published, reverse=True)
    for name in ("all", *source.by_series("public")):
        newest = [one.address for one in told if name in {"all", one.shown.issue.series["id"]}]
        for form in FORMS:
            found = [ids[entry.id].address for entry in feeds[f"feeds/{name}.{form}"].entries]
            assert found == newest[: len(found)]
            assert len(found) == min(40, len(newest))


def test_ids_are_unique_and_the_ledgers(feeds: Feeds, ids: Ids) -> None:
    """Each id is the tag of an issue's or item's place in its ledger, and stands once in a feed."""
    for path, feed in feeds.items():
        found = [entry.id for entry in feed.entries]
        assert set(found) <= set(ids), path
        assert len(found) == len(set(found)), path


def test_problem_feed_holds_problems(feeds: Feeds, ids: Ids) -> None:
    """The feed of problem items holds items of that kind, and withdrawals of issues that had some, newest first."""
    for form in FORMS:
        told = [ids[entry.id] for entry in feeds[f"feeds/problems.{form}"].entries]
        items = [one.item for one in told if not one.notice or "level" in one.notice]
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
            page, _, anchor = public.path_of(entry.link).partition("#")
            assert public.has(page)
            assert anchor in {"", *public.pages[page].markup.ids}


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
                assert link.startswith(("https://", "http://", "mailto:")), link
                if link.startswith(public.url):
                    page, _, anchor = public.path_of(link).partition("#")
                    assert public.has(page), link
                    assert anchor in {"", *(public.pages[page].markup.ids if anchor else ())}, link


def test_authors_and_categories(source: Source, feeds: Feeds, ids: Ids) -> None:
    """An issue and a notice are by the issuer, an item by its units; all have a category."""
    names = {name: one["name"] for one in source.data("units") for name in (one["id"], one.get("short"), one["name"])}
    for feed in feeds.values():
        for entry in feed.entries:
            expected = ids[entry.id]
            units = [names[one] for one in expected.item.units] if expected.item and not expected.notice else []
            authors = units or [expected.shown.issue.series["issuer"]]
            assert [one["name"] for one in entry.authors] == authors, entry.id
            assert entry.tags


def test_major_correction_is_announced(feeds: Feeds, ids: Ids) -> None:
    """A major correction opens its entry's text and sets its date, while publication stays."""
    whole = {id_: one.shown.issue for id_, one in ids.items() if one.item is None and one.notice is None}
    corrected = {id_ for id_, issue in whole.items() if issue.corrections("major")}
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


def test_c20_major_correction_is_an_entry(public: Site, feeds: Feeds, ids: Ids) -> None:
    """C20: [更正] is an entry of its own, tied to the corrected one, which keeps its id and gets a new date."""
    corrected = {id_: one for id_, one in ids.items() if one.notice and "level" in one.notice}
    assert corrected
    told = set()
    for path, feed in feeds.items():
        entries = {entry.id: entry for entry in feed.entries}
        for id_ in entries.keys() & corrected.keys():
            entry, notice, original = entries[id_], corrected[id_].notice or {}, entries.get(id_.partition("#")[0])
            if original is None:  # the feed of corrections, or an archive: the text stands in that of its own year
                continue
            told.add(id_)
            assert entry.title == f"[更正] {original.title}"
            assert entry.id != original.id
            assert [one for one in (notice["note"], notice["date"]) if one not in entry.content[0].value] == []
            if path.endswith("atom"):
                related = [link.href for link in entry.links if link.rel == "related"]
                assert entry.summary == notice["note"]
                assert related == [original.link] == [public.url + corrected[id_].page]
                assert original.updated == entry.updated > original.published
    assert {id_ for id_, one in corrected.items() if one.item is None} <= told


NEXT = """---
series: gazette
signed: 2005-04-08
published: 2005-04-08 16:30
---

## 更正

```item
unit: 区政府办公室
kind: general
```

[[望潮政务信息 2004-7/2]]中归雁镇冬枣新植面积应为0.23万亩。
"""


def test_c20_next_issue_carries_it(
    office: Office, edition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C20: a later issue carries the correction as an item, which leads to what it corrects on page and in feeds."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    path = "gazette/2005/2005-04-08.md"
    (office.content / path).write_text(NEXT, encoding="utf-8")
    sign_files(office.content, [path])
    run(Order(REPOSITORY / "pelicanconf.py", office.content, tmp_path / "output", Edition(edition)))
    site = Site(tmp_path / "output", "https://zwxx.wangchao.example/")
    page = site.pages["gazette/2005/6/"]
    assert [site.link(page, one) for one in page.select(".prose a")] == ["gazette/2004/7/2/"]
    for form in FORMS:
        newest = feedparser.parse(site.files[f"feeds/gazette.{form}"]).entries[0]
        assert newest.title == "政务普刊2005年第6期：更正"
        assert f'href="{site.url}gazette/2004/7/2/"' in newest.content[0].value


def test_c19_minor_correction_is_no_entry(source: Source, feeds: Feeds, ids: Ids) -> None:
    """C19: a minor correction makes no entry and changes no date."""
    (issue,) = (one for one in source.issues if one.corrections("minor"))
    for path, feed in feeds.items():
        found = [entry for entry in feed.entries if ids[entry.id].shown.issue.path == issue.path]
        assert [entry.id for entry in found if "#" in entry.id] == []
        assert path.endswith("rss") or [entry.id for entry in found if entry.updated != entry.published] == []


def test_c16_withdrawal_is_announced(feeds: Feeds, ids: Ids) -> None:
    """C16: [撤回] is an entry of its own that leads to the notice and tells why, without a word of the text."""
    told = set()
    for path, feed in feeds.items():
        for entry in feed.entries:
            issue = ids[entry.id].shown.issue
            if "withdrawn" in issue.fields:
                told.add(path.removeprefix("feeds/"))
                assert entry.title == f"[撤回] {issue.title}{issue.number_label}"
                for name in ("reason", "contact", "date"):
                    assert issue.fields["withdrawn"][name] in entry.content[0].value
                assert [item.title for item in issue.items if item.title in str(entry)] == []
    assert {"all.rss", "all.atom", "gazette.rss", "gazette.atom", "problems.rss", "problems.atom"} <= told


def test_c16_withdrawn_text_is_in_no_feed(source: Source, public: Site) -> None:
    """C16: not a run of a withdrawn text stands in any feed."""
    texts = [public.text(path) for path in public.files if path.startswith("feeds/")]
    bodies = [item.body for one in source.issues if "withdrawn" in one.fields for item in one.items]
    assert bodies
    found = [run for body in bodies for run in list(runs(body, 24))[::24] if any(run in text for text in texts)]
    assert found == []
