"""Which parts of a feed's past are closed: a document each, which no later issue ever changes (RFC 5005, section 4).

A closed year is one document. A year of more than MOST entries is told in months, so that what people subscribe to,
which holds all that is not closed, stays small. What is closed is told by the newest thing of the edition, never by a
clock: a year is closed as soon as anything of the next one is out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bulletin_feeds.tellings import Telling
from bulletin_portal.addresses import ARCHIVE_FORMAT, FEEDS

MOST: Final = 300  # entries of a year that are one document


def by_year(told: Iterable[Telling]) -> dict[int, list[Telling]]:
    """Return what was told in each year."""
    years: dict[int, list[Telling]] = {}
    for one in told:
        year = one.moment.year
        if year in years:
            years[year].append(one)
        else:
            years[year] = [one]
    return years


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"


def _year(year: int) -> str:
    return f"{year:04}"


@dataclass(frozen=True, slots=True)
class History:
    """The closed periods of a feed, oldest first: years like ``2004`` and months like ``2004-11``."""

    closed: tuple[str, ...] = ()

    @classmethod
    def of(cls, years: Mapping[int, Sequence[Telling]], newest: datetime | None) -> History:
        """Return the history of what was told in some years, given when the newest thing of the edition came out.

        What was taken back since counts as if it stood, so that no document goes away and none takes another's place
        (RFC 5005, section 4: neither addresses nor what stands in them should change).
        """
        if newest is None:
            return cls()
        gone: dict[int, list[datetime]] = {}
        for one in (one for own in years.values() for one in own if one.gone):
            for moment in one.gone:
                gone.setdefault(moment.year, []).append(moment)
        found: set[str] = set()
        for year in {**years, **gone}:
            own, back = years.get(year, ()), gone.get(year, ())
            if year > newest.year:
                continue
            if len(own) + len(back) > MOST:
                months = {one.moment.month for one in own}.union(moment.month for moment in back)
                found |= {_month(year, month) for month in months if (year, month) < (newest.year, newest.month)}
            elif year < newest.year:
                found.add(_year(year))
        return cls(tuple(sorted(found)))

    @classmethod
    def standing(cls, documents: Iterable[str]) -> dict[str, History]:
        """Return the histories of feeds, by their names, that the paths of the documents that stand tell."""
        tail = f".{ARCHIVE_FORMAT.ending}"
        found: dict[str, list[str]] = {}
        for path in documents:
            if path.startswith(FEEDS) and path.endswith(tail):
                name, _, period = path[len(FEEDS) : -len(tail)].rpartition("/")
                if period.replace("-", "").isdecimal():
                    found.setdefault(name, []).append(period)
        return {name: cls(tuple(sorted(periods))) for name, periods in found.items()}

    def before(self, period: str) -> str:
        """Return the closed period before one, or before what is open (""); "" for the first."""
        earlier = [one for one in self.closed if not period or one < period]
        return earlier[-1] if earlier else ""

    def divide(self, years: Mapping[int, list[Telling]]) -> Iterator[tuple[str, list[Telling]]]:
        """Yield what was told in some years by closed periods, and with "" what is open, which may be several times."""
        closed = frozenset(self.closed)
        for year, told in years.items():
            if _year(year) in closed:
                yield _year(year), told
                continue
            names = [_month(year, month) for month in range(13)]  # by the number of the month
            places = [name if name in closed else "" for name in names]
            months: dict[str, list[Telling]] = {}
            for one in told:
                months.setdefault(places[one.moment.month], []).append(one)
            yield from months.items()
