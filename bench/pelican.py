"""Write a plain Pelican site equal to what we publish of a content tree, and say how Pelican builds it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from bench.peers import PeerTree, write_text
from bench.tagged import VIEWS, Article, TaggedSite, copy_static, write_data

_SITE: Final = Path(__file__).parent / "pelican_site"


def pelican_command(site: Path, output: Path) -> list[str]:
    """Return the command of a build; Pelican as it comes keeps nothing from one to the next."""
    return [sys.executable, "-m", "pelican", "-q", "-s", str(site / "pelicanconf.py"), "-o", str(output)]


def write_pelican_site(tree: PeerTree, folder: Path) -> TaggedSite:
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
    site = TaggedSite(folder, tree, theme / "templates" / "issue_view.html", _text)
    site.write_issues()
    return site


def _text(article: Article) -> str:
    address = article.fields["address"]
    fields = {
        **article.fields, "summary": article.fields["description"], "slug": address.strip("/").replace("/", "-"),
        "url": address, "save_as": f"{address}index.html", "template": article.template, "category": article.category,
        "tags": ", ".join(article.tags),
    }  # fmt: skip
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"\n{article.body}\n"
