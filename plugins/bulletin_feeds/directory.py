"""The directory of feeds: which there are, in groups, for the subscription page and the list in OPML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bulletin.reference import Reference, Site
from bulletin_feeds.feeds import Feed
from bulletin_portal import addresses

# The groups in the order in which they are shown; what fits none belongs to the first.
ISSUES: Final = "issues"
SERIES: Final = "series"
ITEMS: Final = "items"
TOPICS: Final = "topics"
UNITS: Final = "units"
NOTICES: Final = "notices"
MEDIA: Final = "media"
GROUPS: Final = (ISSUES, SERIES, ITEMS, TOPICS, UNITS, NOTICES, MEDIA)
_NAMES: Final = {"items": ITEMS, "problems": ITEMS, "corrections": NOTICES, "media": MEDIA}
FORMS: Final = (("Atom", "atom"), ("RSS", "rss"), ("JSON", "json"))  # the one that says most comes first


@dataclass(frozen=True, slots=True)
class Row:
    """A feed as the directory lists it: its name in addresses, its title without the site's, and its page."""

    name: str
    title: str
    description: str
    home: str  # relative to the site's root

    def address(self, ending: str) -> str:
        """Return where one of its documents stands, relative to the site's root."""
        return f"{addresses.FEEDS}{self.name}.{ending}"


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds of one sort, in the order of the reference data."""

    key: str
    rows: tuple[Row, ...]


def row_of(feed: Feed, site: Site) -> Row:
    """Return a feed's row."""
    return Row(
        feed.name,
        feed.title.removesuffix(f" - {site.name}"),
        feed.description,
        feed.home.removeprefix(site.url),
    )


def _group_of(row: Row, series: frozenset[str]) -> str:
    if row.name in _NAMES:
        return _NAMES[row.name]
    for base, key in ((addresses.TOPICS, TOPICS), (addresses.UNITS, UNITS)):
        if row.home.startswith(base):
            return key
    return SERIES if row.home in series else ISSUES


def groups_of(feeds: Iterable[Feed], reference: Reference) -> tuple[Group, ...]:
    """Return all feeds in groups, none of them empty."""
    series = frozenset(addresses.series_address(one) for one in reference.series)
    rows: dict[str, list[Row]] = {key: [] for key in GROUPS}
    for feed in feeds:
        row = row_of(feed, reference.site)
        rows[_group_of(row, series)].append(row)
    return tuple(Group(key, tuple(own)) for key, own in rows.items() if own)
