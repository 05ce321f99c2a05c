"""The files of the feeds of an edition: what people subscribe to in every format, and the closed past in Atom.

A document is made only where what it is made from has changed, and an entry that stands in many is written once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Final

from bulletin.issues import Issue
from bulletin_feeds.closings import page_of
from bulletin_feeds.enclosures import Files
from bulletin_feeds.entries import FeedEntry
from bulletin_feeds.entry_xml import atom_entry, rss_item
from bulletin_feeds.feedgen_adapter import atom_document, rss_document
from bulletin_feeds.hub import hubs_of, with_hub
from bulletin_feeds.json_feed import json_document, json_item
from bulletin_feeds.story import Feed, Story
from bulletin_feeds.stylesheet import with_stylesheet
from bulletin_feeds.tellings import Sort, Telling
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Document
from bulletin_source.shards import digest

_MOST: Final = 4000  # entries that are kept written: somewhat more than a year of a large office holds

_ENTRIES: Final[Mapping[str, Callable[[FeedEntry], bytes]]] = {"rss": rss_item, "atom": atom_entry, "json": json_item}


@dataclass(slots=True)
class Entries:
    """The entries of an edition, written out when a document needs them, those of a year or so kept."""

    _known: dict[tuple[str, str, int], dict[str, bytes]] = field(default_factory=dict)

    def of(self, told: Iterable[Telling], ending: str, formats: Sequence[str]) -> Iterator[bytes]:
        """Yield the entries of what is told in a format; ``formats`` are all in which they are asked for now."""
        known = self._known
        for one in told:
            written = known.get(one.what)
            if written is None or ending not in written:
                if len(known) >= _MOST:
                    known.clear()
                entry = one.make()
                written = known[one.what] = {each: _ENTRIES[each](entry) for each in formats}
            yield written[ending]


@dataclass(slots=True)
class Marks:
    """Digests of issues as feeds show them: their own texts, what they refer to, the files that belong to them."""

    context: Context
    files: Files | None
    _issues: dict[str, Issue] = field(init=False)
    _known: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        catalogue = self.context.catalogue
        self._issues = {issue.path: issue for issue in (*catalogue.issues, *catalogue.closed)}

    def of(self, path: str) -> bytes:
        """Return the digest of an issue."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._of(self._issues[path])
        return known

    def _of(self, issue: Issue) -> bytes:
        state = self.context.closures.state(issue)
        # Words that refer elsewhere hold what stands there: the label of an issue, the number of an item.
        more = [item.body.encode() for item in issue.items if item.references]
        media = [path for item in issue.items for path in item.media]
        if media and self.files:
            more.append(self.files.mark(media))
        if issue.withdrawal and (by := self.context.cards.replacing(issue)):
            more.append(repr(self.context.cards.link(by)).encode())
        if not issue.items and not issue.withdrawal:
            more.append(page_of(self.context, issue).encode())
        return digest(state, *more) if more else state


@dataclass(slots=True)
class Writer:
    """Makes the documents of one edition."""

    context: Context
    files: Files | None
    entries: Entries = field(default_factory=Entries)
    marks: Marks = field(init=False)

    def __post_init__(self) -> None:
        self.marks = Marks(self.context, self.files)

    def documents(self, story: Story, period: str = "") -> Iterator[Document]:
        """Yield a document of a feed in every format that it has."""
        feed = story.feed(self.context.reference.site, period)
        told = story.periods[period] if period else story.newest
        mark = cache(partial(self._mark, feed, told))  # the same in every format
        for ending in feed.formats:
            make = partial(self._make, feed, told, ending)
            yield Document(feed.path(ending), make, feed.texts, mark, partial(_shows, told))

    def _mark(self, feed: Feed, told: Sequence[Telling]) -> bytes:
        """Return the digest of all that a document shows; what shapes every page is not in it.

        What is told of an issue in a period follows from the issue, what is told in an open one from others too.
        """
        head = (feed.name, feed.title, feed.home, feed.updated.isoformat(), feed.period, feed.previous)
        chosen = () if feed.period else [(one.path, one.rank, one.moment.isoformat()) for one in told]
        return digest(repr((head, chosen)).encode(), *map(self.marks.of, feed.texts))

    def _make(self, feed: Feed, told: Sequence[Telling], ending: str) -> bytes:
        site, path = self.context.reference.site, feed.path(ending)
        address, entries = site.url + path, self.entries.of(told, ending, feed.formats)
        hub = "" if feed.period else site.hub
        if ending == "json":
            return json_document(feed, address, entries, hubs_of(hub))
        data = (rss_document if ending == "rss" else atom_document)(feed, address, entries)
        return with_stylesheet(with_hub(data, hub), addresses.root_of(path))


def _shows(told: Sequence[Telling], path: str, n: int) -> bool:
    """Say whether one of some tellings holds the words of an item: its own, or one of its issue."""
    return any(one.path == path and (one.rank == -n or one.sort is not Sort.ITEM) for one in told)


def feed_documents(context: Context, files: Files | None, stories: Sequence[Story]) -> Iterator[Document]:
    """Yield feeds: first what people subscribe to, in every format, then what is closed, in Atom, by its age.

    So entries that stand in several feeds are written for documents that are made one after the other.
    """
    writer = Writer(context, files)
    for story in stories:
        yield from writer.documents(story)
    for period in sorted({period for story in stories for period in story.periods}, reverse=True):
        for story in stories:
            if period in story.periods:
                yield from writer.documents(story, period)
