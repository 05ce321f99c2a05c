"""Settings of the plain Pelican site built beside ours: articles, tags and templates, without any plugin.

Issues and items are articles; a tag is a listing, and its name the listing's address (``units/liubo/2014``).
"""

import json
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_SITE = json.loads((_HERE / "data" / "site.json").read_text(encoding="utf-8"))
_NAMES = json.loads((_HERE / "data" / "names.json").read_text(encoding="utf-8"))

PATH = str(_HERE / "content")
THEME = str(_HERE / "theme")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
SITENAME = _SITE["name"]
SITEURL = _SITE["url"].rstrip("/")
PLUGINS: list[str] = []
ARTICLE_ORDER_BY = "weight"
DEFAULT_PAGINATION = False
TAG_REGEX_SUBSTITUTIONS: list[tuple[str, str]] = []  # an address is a slug already
TAG_URL = "{slug}/"
TAG_SAVE_AS = "{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = [
    "index",
    "calendar",
    "corrections",
    "data",
    "feeds",
    "problems",
    "search",
    "statistics",
    "topics",
    "units",
    "404",
    "sitemap",
    "sitemap_xml",
]
CALENDAR_SAVE_AS = "calendar/index.html"
CORRECTIONS_SAVE_AS = "corrections/index.html"
DATA_SAVE_AS = "data/index.html"
FEEDS_SAVE_AS = "feeds/index.html"
PROBLEMS_SAVE_AS = "problems/index.html"
SEARCH_SAVE_AS = "search/index.html"
STATISTICS_SAVE_AS = "statistics/index.html"
TOPICS_SAVE_AS = "topics/index.html"
UNITS_SAVE_AS = "units/index.html"
SITEMAP_SAVE_AS = "sitemap/index.html"
SITEMAP_XML_SAVE_AS = "sitemap.xml"
FEED_ALL_ATOM = "index.atom"
FEED_ALL_RSS = "index.xml"
CATEGORY_FEED_ATOM = "{slug}/index.atom"
CATEGORY_FEED_RSS = "{slug}/index.xml"
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 40


class _Site:
    """What templates ask of the whole site; each answer is found once."""

    site = _SITE

    def __init__(self, tags: Iterable[tuple[Any, Sequence[Any]]]) -> None:
        self.lists = {tag.slug: articles for tag, articles in tags}
        self.tallies: dict[int, dict[str, int]] = {}
        self._months: dict[str, list[dict[str, Any]]] = {}

    def name(self, address: str) -> str:
        """Return what a listing or page is called."""
        base, _, last = address.removeprefix("problems/").rpartition("/")
        if not last.isdecimal() or last in _NAMES:
            return str(_NAMES.get(address.removeprefix("problems/"), address))
        return f"{self.name(base)} {last}年" if base else f"{last}年"

    def last(self, address: str) -> str:
        return address.rpartition("/")[2]

    def within(self, address: str, column: str) -> bool:
        return address.startswith(column)

    def steps(self, address: str) -> list[str]:
        parts = address.strip("/").split("/")
        ways = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)] if address else []
        return [way for way in ways if way in self.lists or way in _NAMES]

    def day(self, signed: str) -> str:
        year, month, day = signed.split("-")
        return f"{year}年{int(month)}月{int(day)}日"

    def json(self, value: object) -> str:
        """Return a value as JSON that may stand in a script element."""
        return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")

    def months(self, address: str) -> list[dict[str, Any]]:
        """Return the months of a year's calendar, each with its issues, newest first, and its weeks of days."""
        if address not in self._months:
            year = int(self.last(address))
            by_day: dict[tuple[int, int], list[Any]] = defaultdict(list)
            for issue in self.listed(address):
                _, month, day = map(int, issue.signed.split("-"))
                by_day[month, day].append(issue)
            self._months[address] = [self._month(year, month, by_day) for month in range(1, 13)]
        return self._months[address]

    def _month(self, year: int, month: int, by_day: dict[tuple[int, int], list[Any]]) -> dict[str, Any]:
        weeks = [
            [{"day": day, "issues": by_day.get((month, day), ())} for day in week]
            for week in Calendar().monthdayscalendar(year, month)
        ]
        entries = [issue for week in reversed(weeks) for day in reversed(week) for issue in day["issues"]]
        return {"name": f"{month}月", "issues": len(entries), "entries": entries, "weeks": weeks}

    def first(self, entries: Sequence[Any], count: int) -> Sequence[Any]:
        return entries[:count]

    def listed(self, address: str) -> Sequence[Any]:
        return self.lists.get(address, ())

    def sort(self, address: str) -> str:
        """Return which sort of listing an address is."""
        parts = address.split("/")
        dated = parts[-1].isdecimal()
        if parts[0] in self.series():
            return "issues" if dated else "series"
        if parts[0] in {"calendar", "problems", "statistics"}:
            return parts[0]
        return "items" if dated else "subject"

    def series(self) -> list[str]:
        return [one for one in _SITE["series"] if one in self.lists]

    def fed(self) -> list[str]:
        """Return the listings that have feeds of their own; for topics Pelican would write them for all tags."""
        return [*self.series(), "problems"]

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        order = {name: place for place, name in enumerate(_NAMES)}
        for address in sorted(self.lists, key=lambda one: (order.get(one.removeprefix("problems/"), -1), one)):
            children[address.rpartition("/")[0]].append(address)
        return children

    def below(self, address: str) -> list[str]:
        return [one for one in self._children.get(address, ()) if not self.last(one).isdecimal()]

    def years(self, address: str) -> list[str]:
        """Return the years of a listing, or those beside it if it is of one year, newest first."""
        base = address.rpartition("/")[0] if self.last(address).isdecimal() else address
        return [one for one in reversed(self._children.get(base, ())) if self.last(one).isdecimal()]

    def of_year(self, column: str, address: str) -> list[str]:
        return [
            f"{one}/{self.last(address)}" for one in self.below(column) if f"{one}/{self.last(address)}" in self.lists
        ]

    def units(self, item: Any) -> list[str]:  # noqa: ANN401 (Pelican's articles have no types)
        return list(item.units.split(" "))

    @cached_property
    def _items(self) -> dict[str, list[Any]]:
        items: dict[str, list[Any]] = defaultdict(list)
        for year in self.years("statistics"):
            for item in self.lists[year]:
                items[item.issue].append(item)
        return items

    def items(self, issue: Any) -> list[Any]:  # noqa: ANN401
        return self._items[issue.address]

    def items_in(self, issues: Sequence[Any]) -> list[Any]:
        return [item for issue in issues for item in self.items(issue)]

    @cached_property
    def _all(self) -> list[Any]:
        return [item for year in self.years("statistics") for item in self.lists[year]]

    def all_items(self) -> list[Any]:
        return self._all

    def problems(self) -> list[Any]:
        return [item for year in self.years("problems") for item in self.lists[year]]

    def tally(self, items: Sequence[Any]) -> dict[str, int]:
        if id(items) not in self.tallies:
            issues, problems = len({item.issue for item in items}), sum(item.kind == "problem" for item in items)
            counted = {"issues": issues, "entries": len(items), "problems": problems}
            if not any(items is one for one in (self._all, *self.lists.values())):
                return counted  # a passing list, whose identity another may take
            self.tallies[id(items)] = counted
        return self.tallies[id(items)]

    @cached_property
    def _beside(self) -> dict[str, dict[str, Any]]:
        beside: dict[str, dict[str, Any]] = {}
        for series in self.series():
            issues = self.lists[series]
            for row in (issues[::-1], *(self.items(issue) for issue in issues)):
                for n, one in enumerate(row):
                    after = row[n + 1] if n + 1 < len(row) else None
                    beside[one.address] = {"previous": row[n - 1] if n else None, "next": after}
        return beside

    def neighbours(self, one: Any) -> dict[str, Any]:  # noqa: ANN401
        return self._beside[one.address]

    def addresses(self) -> list[str]:
        return ["", *(f"{one}/" for one in self.lists), *self._beside]


_SITES: dict[int, _Site] = {}


def _site(tags: list[tuple[Any, Sequence[Any]]]) -> _Site:
    """Return the site of a run's tags, made once: ``{% set all = tags|site %}``."""
    if id(tags) not in _SITES:
        _SITES[id(tags)] = _Site(tags)
    return _SITES[id(tags)]


JINJA_FILTERS = {"site": _site}
