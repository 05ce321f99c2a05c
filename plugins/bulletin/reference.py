"""Reference data of an office: the site, its series, units and topics, and lookups by id or name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bulletin.kinds import Disclosure
from bulletin.numbers import Style


class Restart(StrEnum):
    """When numbers start again from 1."""

    ANNUAL = "annual"
    CONTINUOUS = "continuous"


class CombinedTotal(StrEnum):
    """How a merged issue counts in the total (rule N8)."""

    PER_SLOT = "per_slot"
    PER_ISSUE = "per_issue"


@dataclass(frozen=True, slots=True)
class SeriesTitle:
    """A title of a series and the signing dates it is valid for, both ends included."""

    name: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether an issue signed on this day bears the title."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Series:
    """A periodical (刊物)."""

    id: str
    titles: tuple[SeriesTitle, ...]
    english: str
    issuer: str
    summary: str
    disclosure: Disclosure
    restart: Restart
    combined_total: CombinedTotal
    total_seed: int | None
    style: Style
    launched: date | None
    expected_per_year: int | None

    @property
    def title(self) -> str:
        """Return the present title."""
        return self.titles[-1].name

    def title_on(self, day: date) -> str:
        """Return the title valid on a signing date (rule N11); the nearest one where none covers it."""
        for title in self.titles:
            if title.covers(day):
                return title.name
        return self.titles[0].name if day < (self.titles[0].since or day) else self.title


@dataclass(frozen=True, slots=True)
class Unit:
    """An office that reports items (单位)."""

    id: str
    name: str
    short: str
    english: str
    group: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject (主题); ``theme`` is the State Council's two-level 公文主题分类, joined by a backslash."""

    id: str
    name: str
    english: str
    theme: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the portal says of itself. ``url`` is absolute and ends in a slash; ``feed_authority`` is ``host,year``."""

    name: str
    short_name: str
    description: str
    url: str
    feed_authority: str
    organiser: str
    operator: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    sample: bool = False
    sample_notice: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data, in the order the office wrote it."""

    site: Site
    series: tuple[Series, ...]
    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]

    def series_names(self) -> dict[str, Series]:
        """Map ids and all titles, present and past, to series."""
        return {name: one for one in self.series for name in (*(title.name for title in one.titles), one.id)}

    def unit_names(self) -> dict[str, Unit]:
        """Map ids, names and short names to units."""
        return {name: one for one in self.units for name in (one.short, one.name, one.id) if name}

    def topic_names(self) -> dict[str, Topic]:
        """Map ids and names to topics."""
        return {name: one for one in self.topics for name in (one.name, one.id)}
