"""Which feeds an edition has, and what there is to tell in each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from bulletin.catalogue import Entry
from bulletin.issues import GoneItem, Issue, Item
from bulletin.kinds import Kind
from bulletin_feeds.enclosures import Files
from bulletin_feeds.history import History
from bulletin_feeds.moments import published_at
from bulletin_feeds.story import Channel, Feed, Story
from bulletin_feeds.tellings import Teller, Telling, is_eventful
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.series_pages import issues_of

__all__ = ["Feed", "feeds_of", "stories_of"]

ALL: Final = "all"
ITEMS: Final = "items"
PROBLEMS: Final = "problems"
CORRECTIONS: Final = "corrections"
MEDIA: Final = "media"
_PROBLEM: Final = Kind.PROBLEM

Told = dict[str, list[Telling]]


def topic_feed(identity: str) -> str:
    """Return the name of a topic's feed, by the topic's id."""
    return f"{addresses.TOPICS}{identity}"


def unit_feed(identity: str) -> str:
    """Return the name of a unit's feed, by the unit's id."""
    return f"{addresses.UNITS}{identity}"


def _of_item(item: Item) -> Iterator[str]:
    """Yield the names of the feeds in which an item stands."""
    yield ITEMS
    if item.kind is _PROBLEM:
        yield PROBLEMS
    if item.topic is not None:
        yield topic_feed(item.topic.id)
    for unit in item.units:
        yield unit_feed(unit.id)
    if item.media:
        yield MEDIA


def _of_gone(item: GoneItem) -> Iterator[str]:
    """Yield the names of the feeds in which an item stood that is public no longer."""
    yield ITEMS
    if item.kind is _PROBLEM:
        yield PROBLEMS
    if item.topic:
        yield topic_feed(item.topic)
    yield from map(unit_feed, item.units)
    if item.media:
        yield MEDIA


def _plain(teller: Teller, issue: Issue, told: Told) -> None:
    """Tell the items of an issue to which nothing happened since it came out, as most."""
    published = published_at(issue)
    for position, item in enumerate(issue.items, 1):
        telling = teller.item(Entry(issue, item, position), published)
        for name in _of_item(item):
            told.setdefault(name, []).append(telling)


def _eventful(teller: Teller, issue: Issue, told: Told) -> None:
    """Tell the items of an issue, and what happened to them, in each feed by itself."""
    entries: dict[str, list[Entry]] = {}
    gone: dict[str, list[GoneItem]] = {}
    for position, item in enumerate(issue.items, 1):
        for name in _of_item(item):
            entries.setdefault(name, []).append(Entry(issue, item, position))
    for one in issue.gone.items:
        for name in _of_gone(one):
            gone.setdefault(name, []).append(one)
    for name in {**entries, **gone}:
        told.setdefault(name, []).extend(teller.items(issue, entries.get(name, ()), gone.get(name, ())))
    told.setdefault(CORRECTIONS, []).extend(teller.notices(issue))


def told_of(teller: Teller) -> Told:
    """Return what there is to tell in each feed, by its name."""
    told: Told = {}
    for issue in teller.context.catalogue.issues:
        whole = teller.issue(issue)
        told.setdefault(ALL, []).extend(whole)
        told.setdefault(issue.series.id, []).extend(whole)
        if is_eventful(issue):
            _eventful(teller, issue, told)
        else:
            _plain(teller, issue, told)
    for issue in teller.context.catalogue.closed:
        for name in (ALL, issue.series.id):
            told.setdefault(name, []).append(teller.closed(issue))
        _eventful(teller, issue, told)
    return told


def channels_of(context: Context, told: Collection[str]) -> Iterator[Channel]:
    """Yield the feeds of an edition in the order in which readers are shown them; ``told`` are names of some.

    A series, topic or unit has one if there is anything to tell of it; where all of it was taken back, it has no page.
    """
    reference, description = context.reference, context.reference.site.description
    yield Channel(ALL, "全部刊物", description, addresses.HOME)
    for series in reference.series:
        if series.id in told:
            home = addresses.series_address(series) if issues_of(context, series) else addresses.HOME
            yield Channel(series.id, reference.shown_title(series), series.summary, home)
    yield Channel(ITEMS, "全部条目", "各刊物所载条目，一条一篇。", addresses.HOME)
    yield Channel(PROBLEMS, "问题信息", "各刊物所载问题信息。", addresses.PROBLEMS)
    for topic in reference.topics:
        name = topic_feed(topic.id)
        if name in told:
            home = addresses.topic_address(topic) if topic.id in context.shelves.topics else addresses.TOPICS
            yield Channel(name, topic.name, f"主题为{topic.name}的条目。", home)
    for unit in reference.units:
        name = unit_feed(unit.id)
        if name in told:
            home = addresses.unit_address(unit) if unit.id in context.shelves.units else addresses.UNITS
            yield Channel(name, unit.name, f"{unit.name}报送的条目。", home)
    yield Channel(CORRECTIONS, "更正与撤回", "已刊发内容的重大更正和撤回。", addresses.CORRECTIONS)
    yield Channel(MEDIA, "图表和附件", "带有图表、音视频或者附件的条目。", addresses.HOME)


def stories_of(
    context: Context, files: Files | None = None, documents: Collection[str] | None = None
) -> Iterator[Story]:
    """Yield the feeds of an edition with all there is to tell.

    Args:
        context: The edition, or a few issues of it.
        files: What belongs to entries; None: nothing does.
        documents: Paths of all documents that stand, where the context holds only a few issues.
    """
    told = told_of(Teller(context, files))
    # What is shown before its moment closes nothing: others will come out before it.
    out = (one.moment for one in told.get(ALL, ()) if one.path not in context.standings)
    newest = max(out, default=None)
    standing = None if documents is None else History.standing(documents)
    for channel in channels_of(context, told):
        story = Story(channel, told.get(channel.name, []))
        story.divide(newest, None if standing is None else standing.get(channel.name, History()))
        yield story


def feeds_of(context: Context, files: Files | None = None) -> Iterator[Feed]:
    """Yield what people can subscribe to in an edition; entries are made when somebody looks at them."""
    for story in stories_of(context, files):
        yield story.feed(context.reference.site)
