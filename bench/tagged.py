"""What the tagged peers are given (Pelican, Eleventy): articles, with the listings they stand in as their tags."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.peers import COLUMNS, FURTHER, ROOT, PeerTree, as_json, listed_under, published_text, write_text
from bulletin.issues import Issue
from bulletin_portal.addresses import issue_address, item_address
from bulletin_portal.cards import summary_of

VIEWS: Final = Path(__file__).parent / "peer_theme"


@dataclass(frozen=True, slots=True)
class Article:
    """An issue, or an item of one; ``name`` is its file's without ending, ``tags`` are addresses of listings."""

    name: str
    template: str
    category: str
    tags: tuple[str, ...]
    fields: dict[str, str]
    body: str


def articles_of(tree: PeerTree, issue: Issue) -> Iterator[Article]:
    """Yield an issue and its items as articles."""
    card = tree.cards.issue(issue)
    title, address, signed = tree.cards.link(issue).name, issue_address(issue), issue.signed.isoformat()
    moment = published_text(issue)
    dated = {"date": moment, "moment": moment, "published": moment[:16].replace("T", " "), "signed": signed}
    series = issue.series.id
    about = {
        "title": title, "address": address, "description": summary_of("；".join(card.item_titles)), **dated,
        "weight": str(tree.weight(issue)), "series_name": card.series.name, "number": card.number_label,
        "label": card.label, "total": card.total_label, "issuer": issue.series.issuer, "editor": issue.editor,
        **tree.catalogued(issue),
    }  # fmt: skip
    year = issue.signed.year
    yield Article(f"{address}issue", "issue", series, (series, f"{series}/{year}", f"calendar/{year}"), about, "")
    bodies = tree.bodies(issue)
    for item in issue.items:
        fields = {
            "title": item.title, "address": item_address(issue, item), "description": summary_of(item.text), **dated,
            "weight": str(tree.item_weight(issue, item)), "n": str(item.n), "issue": address, "issue_title": title,
            "kind": item.kind.value, "state": item.status.value if item.status else "",
            "topic": f"topics/{item.topic.id}" if item.topic else "",
            "units": " ".join(f"units/{unit.id}" for unit in item.units),
            "issuer": issue.series.issuer, "editor": issue.editor, "series": series, "series_name": card.series.name,
            "number": card.number_label, "label": card.label, **tree.catalogued(issue, item),
        }  # fmt: skip
        tags = tuple(listed_under(tree, issue, item))
        category = "problems" if item.kind.value == "problem" else "general"
        yield Article(f"{address}{item.n}", "item", category, tags, fields, bodies[item.n])


def write_data(tree: PeerTree, folder: Path) -> None:
    """Write what templates know of the site, and the names of its listings, whose order is that of the names."""
    write_text(folder / "site.json", as_json(tree.site_data() | {"series": list(tree.series)}))
    names = tree.series | COLUMNS | tree.facet_names | FURTHER | {"index": "首页", "404": "页面不存在"}
    write_text(folder / "names.json", as_json(names))


def copy_static(folder: Path) -> None:
    """Copy style sheet and icon of our theme."""
    shutil.copytree(ROOT / "theme" / "static", folder)


@dataclass(frozen=True, slots=True)
class TaggedSite:
    """The site of a builder that knows articles with tags: where its template of an issue stands, its front matter."""

    folder: Path
    tree: PeerTree
    template: Path
    text: Callable[[Article], str]

    def item_files(self, issue: str, n: int) -> tuple[Path, ...]:
        """Return the file of an item."""
        return (self.folder / "content" / "articles" / issue / f"{n}.md",)

    def unit_files(self, unit: str) -> tuple[Path, ...]:  # noqa: ARG002 (one file names all units)
        """Return the file that names units."""
        return (self.folder / "data" / "names.json",)

    def issue_files(self, issue: Issue) -> Mapping[Path, str]:
        """Return the files of an issue and its items."""
        articles = self.folder / "content" / "articles"
        return {articles / f"{one.name}.md": self.text(one) for one in articles_of(self.tree, issue)}

    def write_issues(self) -> None:
        """Write the files of all issues."""
        for issue in self.tree.catalogue.issues:
            for path, text in self.issue_files(issue).items():
                write_text(path, text)
