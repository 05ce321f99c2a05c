"""Keep the index of each year from build to build, so that a year that stands is not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from bulletin_search.year_index import Memory, made_anew, made_from
from bulletin_search.year_items import YearItems
from bulletin_source.forking import cores, gather
from bulletin_source.shards import Shards, digest

_YEARS: Final = "years"
_WORTH_FORKING: Final = 2_000  # items; with fewer, a second process costs more than it saves


class Year(NamedTuple):
    """A year of the catalogue as it is now: its items, and the states of its issues, in order."""

    items: YearItems
    states: list[bytes]

    @property
    def key(self) -> bytes:
        """Return the digest of all that the year's files are made from."""
        return digest(self.items.generation.to_bytes(4, "little"), *self.states)


class Listing(NamedTuple):
    """What a year's files were made from, and the digest of each, by path."""

    key: bytes
    marks: Mapping[str, bytes]


def paths_of(year: int, memory: Memory) -> dict[str, bytes]:
    """Return the files of a year by their paths in the output."""
    return {f"search/{year}.json": memory.manifest} | {
        f"search/{year}/{name}": data for name, data in memory.files.items()
    }


@dataclass(slots=True)
class Store:
    """The indexes of the years of one edition of one tree; without shards, nothing outlives the run.

    On disk each year has two shards: its files, and from what they can be made again where a word changes.
    """

    shards: Shards | None
    _read: dict[int, tuple[bytes, Mapping[str, bytes]]] = field(default_factory=dict)

    def _get(self, name: str) -> Any:  # noqa: ANN401 (as Shards)
        return self.shards.get(name) if self.shards is not None else None

    def _keep(self, name: str, content: object) -> None:
        if self.shards is not None:
            self.shards.keep(name, content)

    def _make(self, year: Year) -> Mapping[str, bytes]:
        """Return the files of a year, and keep them."""
        items, states = year
        before = self._get(f"{items.year}")
        memory = made_from(before, items, states) if isinstance(before, Memory) else None
        memory = memory or made_anew(items, states)
        files = paths_of(items.year, memory)
        self._keep(f"{items.year}", memory)
        self._keep(f"{items.year}-files", (year.key, files))
        return files

    def listings(self, years: Iterable[Year], *, some: bool) -> dict[int, Listing]:
        """Return the listings of years, made now where they are not known; ``some``: there are others besides."""
        kept: dict[int, Listing] = self._get(_YEARS) or {}
        years = list(years)
        found = {year.items.year: kept.get(year.items.year) for year in years}
        stale = [year for year in years if (known := found[year.items.year]) is None or known.key != year.key]
        made = self._made(stale)
        now = {year: one for year in found if (one := made.get(year) or found[year])}
        if stale or (not some and now.keys() != kept.keys()):
            self._keep(_YEARS, kept | now if some else now)
        return now

    def _made(self, stale: list[Year]) -> dict[int, Listing]:
        stale = sorted(stale, key=lambda year: (-len(year.items.items), year.items.year))
        total = sum(len(year.items.items) for year in stale)
        workers = min(cores(), len(stale)) if total >= _WORTH_FORKING else 1

        def work(worker: int) -> list[tuple[int, Listing, Mapping[str, bytes] | None]]:
            done = []
            for year in stale[worker::workers]:
                files = self._make(year)
                listing = Listing(year.key, {path: digest(data) for path, data in files.items()})
                done.append((year.items.year, listing, None if self.shards else files))
            return done

        made: dict[int, Listing] = {}
        for results in [work(0)] if workers < 2 else gather(work, workers):  # noqa: PLR2004
            for number, listing, files in results:
                made[number] = listing
                if files is not None:
                    self._read[number] = (listing.key, files)
        return made

    def file(self, year: Year, path: str) -> bytes:
        """Return a file of a year that is listed; a year that was lost meanwhile is made again."""
        number = year.items.year
        known = self._read.get(number)
        if known is None or known[0] != year.key:
            known = self._get(f"{number}-files")
            if not (isinstance(known, tuple) and known[0] == year.key and path in known[1]):
                known = (year.key, self._make(year))
            self._read[number] = known
        return known[1][path]
