"""Write an Eleventy site equal to what we publish of a content tree, and say how Eleventy builds it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.peers import ROOT, PeerMissingError, PeerTree, page_text, write_text
from bench.tagged import VIEWS, Article, articles_of, copy_static, write_data
from bulletin.issues import Issue

_SITE: Final = Path(__file__).parent / "eleventy_site"
_INSTALLED: Final = ROOT / ".cache" / "bench" / "eleventy"  # by npm; `inv clean` removes it
_COMMAND: Final = Path("node_modules", "@11ty", "eleventy", "cmd.cjs")


def install_eleventy() -> Path:
    """Return the program, which npm installs as the lock says; raise PeerMissingError if it can't be had."""
    lock = (_SITE / "package-lock.json").read_bytes()
    stamp = _INSTALLED / "package-lock.json"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise PeerMissingError("There is no Node.js; install node (20 or later) and npm: apt-get install nodejs npm")
    if not ((_INSTALLED / _COMMAND).is_file() and stamp.is_file() and stamp.read_bytes() == lock):
        shutil.rmtree(_INSTALLED, ignore_errors=True)
        _INSTALLED.mkdir(parents=True)
        shutil.copy2(_SITE / "package.json", _INSTALLED)
        stamp.write_bytes(lock)
        try:
            subprocess.run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=_INSTALLED, check=True,
                capture_output=True, text=True,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            shutil.rmtree(_INSTALLED)
            raise PeerMissingError(f"npm could not install Eleventy (is there a network?):\n{error.stderr}") from error
    return _INSTALLED / _COMMAND


def eleventy_version(program: Path) -> str:
    """Return the version of the installed program."""
    return str(json.loads((program.parent / "package.json").read_text(encoding="utf-8"))["version"])


def eleventy_command(program: Path, output: Path) -> list[str]:
    """Return the command of a build; it runs in the folder of the site.

    ``--incremental=FILE``, in a new process, renders no page that shows what other pages hold: an issue shows its items
    (3.1.8 stops with a fault), so the same command builds again.
    """
    return ["node", str(program), "--quiet", f"--output={output}"]


@dataclass(frozen=True, slots=True)
class EleventySite:
    """An Eleventy site in a folder."""

    folder: Path
    tree: PeerTree

    @property
    def template(self) -> Path:
        """Return the template of an issue."""
        return self.folder / "_includes" / "issue_view.html"

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


def write_eleventy_site(tree: PeerTree, folder: Path) -> EleventySite:
    """Write the public edition of a content tree as an Eleventy site into a folder that must not exist."""
    shutil.copytree(_SITE / "_includes", folder / "_includes")
    shutil.copytree(VIEWS, folder / "_includes", dirs_exist_ok=True)
    shutil.copytree(_SITE / "pages", folder / "content" / "pages")
    shutil.copy2(_SITE / "eleventy.config.js", folder)
    copy_static(folder / "static")
    write_data(tree, folder / "data")
    for page in tree.catalogue.pages:
        address = f"{page.name}/"
        front = {"layout": "layout.njk", "title": page.title, "address": address, "permalink": f"/{address}index.html"}
        write_text(folder / "content" / f"{page.name}.md", page_text(front, tree.document(page.path).body))
    site = EleventySite(folder, tree)
    for issue in tree.catalogue.issues:
        for path, text in site.issue_files(issue).items():
            write_text(path, text)
    return site


def _text(article: Article) -> str:
    fields = dict(article.fields)
    address = fields["address"]
    front = {
        "layout": f"{article.template}.njk", "title": fields.pop("title"), "address": address,
        "permalink": f"/{address}index.html", "tags": list(article.tags), "about": fields,
    }  # fmt: skip
    return page_text(front, article.body)
