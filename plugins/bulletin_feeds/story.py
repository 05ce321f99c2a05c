"""What a feed is: the documents it consists of, which people subscribe to, and those of its closed past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from operator import itemgetter
from typing import Final

from bulletin.dates import CHINA
from bulletin.reference import Site
from bulletin_feeds.entries import FeedEntry, tag_uri
from bulletin_feeds.history import History, by_year
from bulletin_feeds.notices import Removed
from bulletin_feeds.tellings import Telling
from bulletin_portal import addresses
from bulletin_portal.card_lists import CardList

NEWEST: Final = 40  # entries that a feed holds at least, while there are as many
CORRECTIONS: Final = 10  # of these, unless there is less to tell
# By place: a tuple's own ways to be sorted, which cost a fifth of a property's.
_moment, _path = itemgetter(0), itemgetter(1)
_order = itemgetter(0, 1, 2)
_NEVER: Final = datetime(
    2000, 1, 1, tzinfo=CHINA
)  # a feed without entries has a date too; the clock would tell another


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed, newest entry first: what people subscribe to or, with a ``period``, a closed part of it.

    ``name`` gives its addresses, ``feeds/name.rss`` and so on, that of a period ``feeds/name/2004.atom``: what is
    closed is told in Atom alone. ``previous`` is the closed period before it, "" for none.
    """

    name: str
    id: str
    title: str
    description: str
    home: str  # absolute address of the page it belongs to
    author: str
    updated: datetime
    entries: Sequence[FeedEntry]
    removed: tuple[Removed, ...] = ()
    texts: tuple[str, ...] = ()  # paths of the issues that entries were made from
    period: str = ""
    previous: str = ""
    base: str = ""  # absolute address of the site

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the endings of its addresses."""
        formats = (addresses.ARCHIVE_FORMAT,) if self.period else addresses.FEED_FORMATS
        return tuple(one.ending for one in formats)

    def path(self, ending: str) -> str:
        """Return where the document stands in a format."""
        return addresses.feed_address(self.name, ending, self.period)

    @property
    def before(self) -> str:
        """Return the absolute address of the closed period before it, "" where there is none."""
        ending = addresses.ARCHIVE_FORMAT.ending
        return self.base + addresses.feed_address(self.name, ending, self.previous) if self.previous else ""

    def links(self) -> dict[str, str]:
        """Return what leads through its history in Atom, absolute addresses by their relation (RFC 5005, section 4)."""
        current = addresses.feed_address(self.name, addresses.ARCHIVE_FORMAT.ending)
        found = {"current": self.base + current} if self.period else {}
        return found | ({"prev-archive": self.before} if self.before else {})


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is called and where it belongs."""

    name: str
    title: str
    description: str
    address: str


@dataclass(slots=True)
class Story:
    """A feed with all that there ever was to tell, oldest issue first: its documents are made of it."""

    channel: Channel
    told: list[Telling]
    history: History = field(default_factory=History)
    newest: list[Telling] = field(init=False, default_factory=list)
    periods: dict[str, Sequence[Telling]] = field(init=False, default_factory=dict)
    _retold: dict[str, list[Telling]] = field(init=False, default_factory=dict)
    _last: dict[tuple[object, ...], Telling] = field(init=False, default_factory=dict)

    def divide(self, newest: datetime | None, standing: History | None) -> None:
        """Decide what each document holds.

        Args:
            newest: When the newest thing of the edition came out.
            standing: What is closed already, where not everything is told here; None: everything is.
        """
        changed = {one.path for one in self.told if one.again}
        for one in self.told if changed else ():
            if one.path in changed and one.rank <= 0 and (last := self._last.get(one.what)) != one:
                self._last[one.what] = max(one, last, key=_order) if last else one
        unarchived: list[Telling] = []
        first = by_year([one for one in self.told if not one.again] if changed else self.told)
        if standing is None:
            self.history = History.of(first, newest)
            self.periods = dict.fromkeys(self.history.closed, ())
        else:
            self.history = standing
        for period, own in self.history.divide(first):
            if period:
                self.periods[period] = sorted(own, key=_order, reverse=True)
            else:
                unarchived += own
        for period, own in self.history.divide(by_year(one for one in self.told if one.again)) if changed else ():
            if period:  # who read nothing in all that time has to learn there what was taken back
                self._retold[period] = [one for one in own if one.removed]
            else:
                unarchived += own
        self.newest = self._newest(unarchived, None if changed else first)

    def _newest(self, unarchived: Iterable[Telling], years: Mapping[int, list[Telling]] | None) -> list[Telling]:
        """Return what subscribers are told, newest first: all that stands in no archive, and at least the newest.

        An entry stands once, where it was told last. An issue with many corrections does not crowd out the others.
        ``years`` are what was told in each, None where something was told twice.
        """
        last = self._last
        everything = [one for one in self.told if last.get(one.what, one) is one] if last else self.told
        others = nlargest(NEWEST, _uncorrected(everything if years is None else years))
        room = max(CORRECTIONS, NEWEST - len(others))
        corrections = nlargest(room, [one for one in everything if one.rank > 0])
        chosen = {one.order: one for one in nlargest(NEWEST, [*others, *corrections])}
        chosen |= {one.order: one for one in unarchived if last.get(one.what, one) is one}
        return sorted(chosen.values(), key=_order, reverse=True)

    def feed(self, site: Site, period: str = "") -> Feed:
        """Return a document of the feed: that of a closed period, or what people subscribe to."""
        channel, told = self.channel, self.periods[period] if period else self.newest
        last, retold = self._last, self._retold.get(period, []) if period else []
        heading = f"{channel.title}（{period}）" if period else channel.title
        every = [*told, *retold] if retold else told
        beside = any(one.beside for one in every)
        texts = (path for one in every for path in (one.path, *one.beside)) if beside else map(_path, every)
        return Feed(
            name=channel.name,
            id=tag_uri(site, f"{addresses.FEEDS}{channel.name}"),
            title=f"{heading} - {site.name}",
            description=channel.description,
            home=site.url + channel.address,
            author=site.organiser,
            updated=max(
                [*(last.get(one.what, one).moment if last else one.moment for one in told), *map(_moment, retold)],
                default=_NEVER,
            ),
            entries=CardList(told, _made, _unmarked),
            removed=tuple(dict.fromkeys(removed for one in every if one.removed for removed in one.removed)),
            texts=tuple(dict.fromkeys(texts)),
            period=period,
            previous=self.history.before(period),
            base=site.url,
        )


def _uncorrected(told: Sequence[Telling] | Mapping[int, list[Telling]]) -> list[Telling]:
    """Return the newest of what is told that are no corrections, and others; of what is given by years not all."""
    if not isinstance(told, Mapping):
        return [one for one in told if one.rank <= 0]
    found: list[Telling] = []
    for year in sorted(told, reverse=True):
        found += [one for one in told[year] if one.rank <= 0]
        if len(found) >= NEWEST:
            break
    return found


def _made(one: Telling) -> FeedEntry:
    return one.make()


def _unmarked(_told: Sequence[Telling]) -> bytes:
    return b""
