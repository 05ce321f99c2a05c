"""The content tree as the tests read it: with yaml and regular expressions, without the plugins they test."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

NAMES = {
    "刊物": "series",
    "签发日期": "signed",
    "发布时间": "published",
    "期号": "number",
    "期类": "track",
    "标题": "title",
    "公开属性": "disclosure",
    "责任编辑": "editor",
    "按语": "note",
    "更正": "corrections",
    "撤回": "withdrawn",
    "单位": "unit",
    "主题": "topic",
    "类别": "kind",
    "状态": "status",
    "续报": "follows",
    "更正日期": "date",
    "撤回日期": "date",
    "程度": "level",
    "条目": "item",
    "原文": "before",
    "改为": "after",
    "说明": "note",
    "原因": "reason",
    "联系单位": "contact",
}
VALUES = {
    "主动公开": "public",
    "公开": "public",
    "依申请公开": "on-request",
    "不予公开": "internal",
    "普发信息": "general",
    "普发": "general",
    "问题信息": "problem",
    "问题": "problem",
    "一般": "minor",
    "重大": "major",
    "正刊": "regular",
    "增刊": "supplement",
}
STATUSES = {"待解决": "open", "办理中": "handling", "已解决": "resolved"}
STATUSES |= {one: one for one in STATUSES.values()}
_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"\A\s*```[ \t]*item[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
# Stretches of a text that stand in HTML and XML as they stand in Markdown.
_PLAIN = re.compile(r"[\w、，。；：？！（）“”《》—％%.℃㎡]+")
_HAN = "零一二三四五六七八九十"

Fields = dict[str, Any]


def runs(text: str, length: int = 16) -> Iterator[str]:
    """Yield every run of ``length`` characters that a page would show as the source has it."""
    for one in _PLAIN.findall(text):
        for at in range(len(one) - length + 1):
            yield one[at : at + length]


def _english(value: object) -> object:
    """Give fields and closed vocabularies their English names, at every depth."""
    if isinstance(value, dict):
        return {NAMES.get(str(key), str(key)): _english(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_english(child) for child in value]
    return VALUES.get(str(value), value)


def _fields(text: str) -> Fields:
    fields = _english(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (the loader that makes texts only)
    return fields if isinstance(fields, dict) else {}


@dataclass(frozen=True)
class Item:
    """An item as written; ``kind`` is the editor's word or, failing that, the classifier's."""

    n: int
    title: str
    fields: Fields
    body: str
    kind: str
    unsure: bool = False  # the classifier leaves its kind to an editor

    @property
    def units(self) -> list[str]:
        """Return the units as named by the editor."""
        unit = self.fields["unit"]
        return unit if isinstance(unit, list) else [unit]


@dataclass(frozen=True)
class Issue:
    """An issue as written, with the row of its ledger; a draft has an empty row."""

    path: str
    fields: Fields
    items: tuple[Item, ...]
    row: Mapping[str, str]
    series: Mapping[str, Any]

    @property
    def year(self) -> str:
        """Return the year of signing."""
        return str(self.fields["signed"])[:4]

    @property
    def address(self) -> str:
        """Return the address that the ledger's row gives it."""
        prefix = "" if self.row["track"] == "regular" else f"{self.row['track']}-"
        return f"{self.series['id']}/{self.row['year']}/{prefix}{self.row['number']}/"

    @property
    def title(self) -> str:
        """Return the series' title on the day of signing."""
        signed = self.row["signed"]
        titles = (one for one in self.series["titles"] if one.get("from", "0") <= signed <= one.get("until", "9"))
        return str(next(titles)["name"])

    def _numeral(self, number: str) -> str:
        return _HAN[int(number)] if self.series.get("numeral") == "hanzi" else number

    @property
    def number_label(self) -> str:
        """Return 2004年第10期."""
        track = "增刊" if self.row["track"] == "supplement" else ""
        return f"{self.row['year']}年{track}第{self._numeral(self.row['number'])}期"

    @property
    def label(self) -> str:
        """Return 2004年第10期（总第442期）."""
        total = self.row["total"]
        return self.number_label + (f"（总第{self._numeral(total)}期）" if total else "")

    @property
    def disclosure(self) -> str:
        """Return the issue's own disclosure or its series'."""
        return str(self.fields.get("disclosure", self.series["disclosure"]))

    def is_public(self, item: Item) -> bool:
        """Say whether the public edition may show an item."""
        own = item.fields.get("disclosure") or (
            "internal" if item.kind == "problem" or item.unsure else self.disclosure
        )
        return own == self.disclosure == "public"

    def corrections(self, level: str) -> list[Fields]:
        """Return the corrections of a level."""
        return [one for one in self.fields.get("corrections", ()) if one["level"] == level]


@dataclass(frozen=True)
class Shown:
    """An issue with the items that an edition shows of it."""

    issue: Issue
    items: tuple[Item, ...]

    def number(self, item: Item) -> int:
        """Return the number of an item among those shown; the sample holds none that was opened or closed later."""
        return self.items.index(item) + 1

    def item_address(self, item: Item) -> str:
        """Return the address of an item: the issue's own where it shows a single one."""
        return self.issue.address + (f"{self.number(item)}/" if len(self.items) > 1 else "")


@dataclass(frozen=True)
class Source:
    """A content tree; ``kinds`` says what the classifier makes of items whose editor named no kind."""

    root: Path
    kinds: Mapping[tuple[str, int], str]
    unsure: frozenset[tuple[str, int]] = frozenset()  # those of which it leaves the kind to an editor

    def data(self, name: str) -> Any:  # noqa: ANN401 (whatever the file holds)
        """Return a file of reference data."""
        text = (self.root / "data" / f"{name}.yaml").read_text(encoding="utf-8")
        return _english(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (likewise)

    @cached_property
    def site(self) -> dict[str, str]:
        """Return what the site says of itself."""
        return dict(self.data("site"))

    @cached_property
    def series(self) -> list[Fields]:
        """Return the series in the office's order."""
        return list(self.data("series"))

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """Return every row of every ledger with its series, in the order written."""
        found = []
        for one in self.series:
            with (self.root / "ledger" / f"{one['id']}.csv").open(encoding="utf-8", newline="") as ledger:
                found += [{**row, "series": one["id"]} for row in csv.DictReader(ledger)]
        return found

    @cached_property
    def issues(self) -> list[Issue]:
        """Return the issues the ledgers know, series by series, in the order of their ledger."""
        series = {one["id"]: one for one in self.series}
        return [self._issue(row["issue"], row, series[row["series"]]) for row in self.rows if row["issue"]]

    def _issue(self, path: str, row: Mapping[str, str], series: Fields) -> Issue:
        _, front, text = (self.root / path).read_text(encoding="utf-8").split("---\n", 2)
        fields = _fields(front)
        parts = _HEADING.split(text)[1:] or [fields["title"], text]
        return Issue(path, fields, tuple(self._items(path, parts)), row, series)

    def _items(self, path: str, parts: list[str]) -> Iterator[Item]:
        for n, (title, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1):
            block = _BLOCK.match(text)
            assert block, f"{path}: item {n} has no block"
            fields = _fields(block[1])
            kind = fields.get("kind") or self.kinds[path, n]
            yield Item(n, title, fields, text[block.end() :], kind, (path, n) in self.unsure)

    def shown(self, edition: str) -> list[Shown]:
        """Return what an edition shows: a withdrawn issue stands without items."""
        found = []
        for issue in self.issues:
            items = tuple(one for one in issue.items if edition == "internal" or issue.is_public(one))
            if items:
                found.append(Shown(issue, () if "withdrawn" in issue.fields else items))
        return found

    def by_series(self, edition: str) -> dict[str, list[Shown]]:
        """Return what an edition shows, by series."""
        groups: dict[str, list[Shown]] = {}
        for one in self.shown(edition):
            groups.setdefault(one.issue.series["id"], []).append(one)
        return groups
