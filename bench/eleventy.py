"""Write an Eleventy site equal to what we publish of a content tree, and say how Eleventy builds it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from bench.peers import ROOT, PeerMissingError, PeerTree, page_text, write_text
from bench.tagged import VIEWS, Article, TaggedSite, copy_static, write_data

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


def write_eleventy_site(tree: PeerTree, folder: Path) -> TaggedSite:
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
    site = TaggedSite(folder, tree, folder / "_includes" / "issue_view.html", _text)
    site.write_issues()
    return site


def _text(article: Article) -> str:
    fields = dict(article.fields)
    address = fields["address"]
    front = {
        "layout": f"{article.template}.njk", "title": fields.pop("title"), "address": address,
        "permalink": f"/{address}index.html", "tags": list(article.tags), "about": fields,
    }  # fmt: skip
    return page_text(front, article.body)
