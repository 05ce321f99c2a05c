"""What builders of equal sites are given: the public edition of a made-up tree, and what a site of theirs must tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from bench.edits import TEMPLATE_WORDS, Edits, additions, address, new_issue_proofs
from bench.scenarios import NO_CHANGE, Change, Scenario, Step, reworded
from bench.synthetic import MadeTree
from bulletin.catalogue import Catalogue, Entry
from bulletin.dates import CHINA
from bulletin.issues import Issue, Item
from bulletin.kinds import Edition, Kind, Status
from bulletin_gate.editions import edition_of
from bulletin_portal.cards import Cards
from bulletin_portal.citations import cited_number
from bulletin_portal.loading import load
from bulletin_portal.metadata import about_issue, about_item
from bulletin_portal.problem_pages import LISTED
from bulletin_source.documents import Document, decode, split_front, split_items

ROOT: Final = Path(__file__).parent.parent
STATUSES: Final = {Status.OPEN: "待解决", Status.HANDLING: "办理中", Status.RESOLVED: "已解决"}
COLUMNS: Final = {"problems": "问题信息", "topics": "主题", "units": "单位", "statistics": "统计", "feeds": "订阅"}
# Pages of the foot of every page and of the site map, beside columns.
FURTHER: Final = {
    "calendar": "刊期日历",
    "data": "开放数据",
    "sitemap": "站点地图",
    "search": "检索",
    "corrections": "更正与撤回",
}
# What the page of open data says of the columns of its files: caption, file, columns with their meanings.
TABLES: Final = (
    ("全年刊期", "issues.csv", {
        "刊物": "签发当日的刊名。", "期号": "刊印的期号。", "总期号": "历年累计；不计总期号的刊物此处为空。",
        "成文日期": "年-月-日。", "公开日期": "首次上网的时间，ISO 8601 格式。", "标题": "该期没有标题的，此处为空。",
        "条目": "本站所载条目的数目。", "问题信息": "其中问题信息的条数。", "已撤回": "撤回日期；未撤回的，此处为空。",
        "地址": "永久地址。",
    }),
    ("全年条目", "items.csv", {
        "刊物": "签发当日的刊名。", "期号": "刊印的期号。", "成文日期": "年-月-日。", "标题": "条目标题。",
        "类别": "普发信息或者问题信息。", "状态": "仅问题信息有，以刊发时所知为准。", "主题": "所属主题。",
        "报送单位": "多个单位以顿号分隔。", "地址": "永久地址。",
    }),
    ("统计", "statistics.csv", {
        "统计口径": "全部、刊物、年份或者月份、主题、单位、日期。", "名称": "该行所统计的对象。",
        "期数": "有该行条目的期数；撤回的不计。", "条目": "多个单位共同报送的，各计一次。",
        "问题信息": "其中问题信息的条数。", "普发信息": "其余条目。",
    }),
)  # fmt: skip
FACETS: Final = {"status": "按状态查阅", "topics": "按主题查阅", "units": "按报送单位查阅"}
_SITE: Final = (
    "name", "short_name", "organiser", "operator", "address", "phone", "email", "sample", "sample_notice", "id_code",
    "icp", "police_record", "mark_url", "errors_url",
)  # fmt: skip
_OLDEST: Final = 1_000_000  # the weight of the oldest issue; newer ones are lighter, so that adding one moves no other
_PLACES: Final = 1000  # more than an issue has items


class PeerMissingError(RuntimeError):
    """There is no such builder here; the message says how to install it."""


class PeerSite(Protocol):
    """A written site of a peer: where in it stands what the scenarios change."""

    @property
    def template(self) -> Path:
        """The template of an issue."""

    def item_files(self, issue: str, n: int) -> tuple[Path, ...]:
        """Return the files that hold title or text of the n-th item of the issue with an address."""

    def unit_files(self, unit: str) -> tuple[Path, ...]:
        """Return the files that hold the name of the unit with an id."""

    def issue_files(self, issue: Issue) -> Mapping[Path, str]:
        """Return the files that an issue is made of."""


@dataclass(frozen=True)
class PeerTree:
    """The public edition of a content tree for builders that cannot read it, without and with the issues to add.

    ``catalogue`` is without them; ``new`` are in the order of adding, and ``texts`` the bytes of their sources by path.
    """

    content: Path
    catalogue: Catalogue
    whole: Catalogue
    new: tuple[Issue, ...]
    texts: Mapping[str, bytes]

    @cached_property
    def cards(self) -> Cards:
        """Return what listings say of issues and items."""
        return Cards(self.whole)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {issue.path: place for place, issue in enumerate(self.whole.issues)}

    @cached_property
    def divided(self) -> frozenset[str]:
        """Return the values of facets with so many items that their years have pages."""
        return frozenset(value for value, count in self.facets.items() if count > LISTED)

    @cached_property
    def facets(self) -> Counter[str]:
        """Return how many items each value of a facet lists."""
        return Counter(value for issue in self.catalogue.issues for item in issue.items for value in facets_of(item))

    @cached_property
    def series(self) -> dict[str, str]:
        """Return the titles of the series that have issues, by id."""
        shown = {issue.series.id for issue in self.catalogue.issues}
        return {one.id: one.title for one in self.catalogue.reference.series if one.id in shown}

    @cached_property
    def facet_names(self) -> dict[str, str]:
        """Return the names of all values of facets in their order."""
        reference = self.catalogue.reference
        return {
            **{f"status/{status}": name for status, name in STATUSES.items()},
            **{f"topics/{topic.id}": topic.name for topic in reference.topics},
            **{f"units/{unit.id}": unit.name for unit in reference.units},
        }

    def weight(self, issue: Issue) -> int:
        """Return what puts the newest issue first."""
        return _OLDEST - self._places[issue.path]

    def item_weight(self, issue: Issue, item: Item) -> int:
        """Return what puts items of newer issues first, those of one issue in their order."""
        return self.weight(issue) * _PLACES + item.n

    def catalogued(self, issue: Issue, item: Item | None = None) -> dict[str, str]:
        """Return what the catalogue block of an issue, or of an item of it, says that nothing else on its page does."""
        site = self.whole.reference.site
        if item is None:
            about = about_issue(site, issue, self.cards.issue(issue))
        else:
            about = about_item(site, issue, item, self.cards.item(Entry(issue, item, item.n)))
        return {
            "index_number": about.index_number,
            "theme": about.theme,
            "subject_words": "；".join(about.keywords),
            "year_number": cited_number(issue.series, issue.number) if issue.number else "",
        }

    def bodies(self, issue: Issue) -> dict[int, str]:
        """Return the Markdown of an issue's items by their place in the source."""
        sections, _ = split_items(self.document(issue.path))
        headed = [section for section in sections if section.headed]
        return {n: section.body for n, section in enumerate(headed or sections, 1)}

    def document(self, path: str) -> Document:
        """Return a source file with its front matter cut off; raise ValueError if it can't be read."""
        content = self.texts[path] if path in self.texts else (self.content / path).read_bytes()
        text, _ = decode(path, content)
        document, _ = split_front(path, text or "")
        if document is None:
            raise ValueError(path)
        return document

    def site_data(self) -> dict[str, object]:
        """Return what every page says of the site."""
        site = self.catalogue.reference.site
        columns = self.series | COLUMNS
        return {
            **{name: getattr(site, name) for name in _SITE},
            "url": site.url,
            "statuses": STATUSES,
            "facets": [{"id": id_, "name": name} for id_, name in FACETS.items()],
            "listed": LISTED,
            "further": [{"address": f"{name}/", "name": title} for name, title in FURTHER.items()],
            "tables": [
                {"name": name, "file": file, "columns": [{"name": one, "means": two} for one, two in columns.items()]}
                for name, file, columns in TABLES
            ],
            "groups": list(dict.fromkeys(unit.group for unit in self.catalogue.reference.units)),
            "navigation": [{"address": f"{name}/", "name": columns[name]} for name in columns],
        }


def peer_tree(made: MadeTree, edits: Edits) -> PeerTree:
    """Load a made-up tree together with the issues to add, which stand in it meanwhile; raise ValueError on a fault."""
    files = additions(made.folder, edits.issues)
    before = {path: path.read_bytes() if path.exists() else None for step in files for path in step}
    try:
        for step in files:
            Step(step, ()).take()
        loaded = load(made.folder)
        texts = {issue.path: (made.folder / issue.path).read_bytes() for issue in edits.issues}
    finally:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
    if loaded.catalogue is None:
        raise ValueError("; ".join(f"{one.path}:{one.line} {one.code}" for one in loaded.diagnostics))
    whole, _ = edition_of(loaded.catalogue, Edition.PUBLIC)
    issues = tuple(issue for issue in whole.issues if issue.path not in texts)
    by_path = {issue.path: issue for issue in whole.issues}
    new = tuple(by_path[issue.path] for issue in edits.issues)
    return PeerTree(made.folder, replace(whole, issues=issues), whole, new, texts)


def peer_changes(site: PeerSite, tree: PeerTree, edits: Edits) -> dict[Scenario, Change]:
    """Return the changes of a peer's sources that play the same roles as ours."""
    proofs = edits.proofs()
    body, title = edits.body, edits.title
    body_files = site.item_files(address(body.issue), body.n)
    title_files = site.item_files(address(title.issue), title.n)
    old_body, old_title = body.issue.items[body.n - 1].body, title.issue.items[title.n - 1].title
    steps = (
        Step({path: text.encode() for path, text in site.issue_files(issue).items()}, new_issue_proofs(made))
        for issue, made in zip(tree.new, edits.issues, strict=True)
    )
    return {
        Scenario.CLEAN: NO_CHANGE,
        Scenario.NOTHING: NO_CHANGE,
        Scenario.BODY: reworded(body_files, old_body, body.new_body, proofs[Scenario.BODY]),
        Scenario.TITLE: reworded(title_files, old_title, title.new_title, proofs[Scenario.TITLE]),
        Scenario.ISSUE: Change(tuple(steps)),
        Scenario.TEMPLATE: reworded((site.template,), *TEMPLATE_WORDS, proofs[Scenario.TEMPLATE]),
        Scenario.DATA: reworded(
            site.unit_files(edits.unit.id), edits.unit.name, edits.unit_name, proofs[Scenario.DATA]
        ),
    }


def facets_of(item: Item) -> Iterator[str]:
    """Yield the values of facets that list an item: ``status/open``, ``topics/economy``, ``units/liubo``."""
    if item.kind is Kind.PROBLEM:
        yield from [f"status/{item.status}"] if item.status else []
        yield from [f"topics/{item.topic.id}"] if item.topic else []
        yield from (f"units/{unit.id}" for unit in item.units)


def listed_under(tree: PeerTree, issue: Issue, item: Item) -> Iterator[str]:
    """Yield the addresses of the listings that an item stands in, without their last slash."""
    year = issue.signed.year
    subjects = [*([f"topics/{item.topic.id}"] if item.topic else []), *(f"units/{unit.id}" for unit in item.units)]
    for subject in subjects:
        yield from (subject, f"{subject}/{year}")
    yield f"statistics/{year}"
    if item.kind is Kind.PROBLEM:
        yield f"problems/{year}"
    for value in facets_of(item):
        yield f"problems/{value}"
        if value in tree.divided:
            yield f"problems/{value}/{year}"


def published_text(issue: Issue) -> str:
    """Return the moment of publication in China, ``2004-03-01T09:30:00+08:00``, or nothing."""
    return issue.published.astimezone(CHINA).isoformat() if issue.published else ""


def page_text(front: Mapping[str, object], body: str = "") -> str:
    """Return a page with YAML front matter; a value written as JSON is YAML too."""
    fields = "".join(f"{name}: {as_json(value)}\n" for name, value in front.items())
    return f"---\n{fields}---\n{body}\n"


def write_text(path: Path, text: str) -> None:
    """Write a file, and the folders it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def as_json(value: object) -> str:
    """Return a value as JSON on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False)
