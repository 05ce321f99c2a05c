"""Write a plain Pelican site equal to what we publish of a content tree, and say how Pelican builds it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.peers import PeerTree, write_text
from bench.tagged import VIEWS, Article, articles_of, copy_static, write_data
from bulletin.issues import Issue

_SITE: Final = Path(__file__).parent / "pelican_site"


def pelican_command(site: Path, output: Path) -> list[str]:
    """Return the command of a build; Pelican as it comes keeps nothing from one to the next."""
    return [sys.executable, "-m", "pelican", "-q", "-s", str(site / "pelicanconf.py"), "-o", str(output)]


@dataclass(frozen=True, slots=True)
class PelicanSite:
    """A Pelican site in a folder."""

    folder: Path
    tree: PeerTree

    @property
    def template(self) -> Path:
        """Return the template of an issue."""
        return self.folder / "theme" / "templates" / "issue_view.html"

    def item_files(self, issue: str, n: int) -> tuple[Path, ...]:
        """Return the file of an item."""
        return (self.folder / "content" / "articles" / issue / f"{n}.md",)

    def unit_files(self, unit: str) -> tuple[Path, ...]:  # noqa: ARG002 (one file names all units)
        """Return the file that names units."""
        return (self.folder / "data" / "names.json",)

    def issue_files(self, issue: Issue) -> Mapping[Path, str]:
        """Return the files of an issue and its items."""
        articles = self.folder / "content" / "articles"
        return {articles / f"{one.name}.md": _text(one) for one in articles_of(self.tree, issue)}


def write_pelican_site(tree: PeerTree, folder: Path) -> PelicanSite:
    """Write the public edition of a content tree as a Pelican site into a folder that must not exist."""
    theme = folder / "theme"
    shutil.copytree(_SITE / "templates", theme / "templates")
    shutil.copytree(VIEWS, theme / "templates", dirs_exist_ok=True)
    copy_static(theme / "static")
    shutil.copy2(_SITE / "pelicanconf.py", folder)
    write_data(tree, folder / "data")
    for page in tree.catalogue.pages:
        text = f"title: {page.title}\nslug: {page.name}\n\n{tree.document(page.path).body}\n"
        write_text(folder / "content" / "pages" / f"{page.name}.md", text)
    site = PelicanSite(folder, tree)
    for issue in tree.catalogue.issues:
        for path, text in site.issue_files(issue).items():
            write_text(path, text)
    return site


def _text(article: Article) -> str:
    address = article.fields["address"]
    fields = {
        **article.fields, "summary": article.fields["description"], "slug": address.strip("/").replace("/", "-"),
        "url": address, "save_as": f"{address}index.html", "template": article.template, "category": article.category,
        "tags": ", ".join(article.tags),
    }  # fmt: skip
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"\n{article.body}\n"
