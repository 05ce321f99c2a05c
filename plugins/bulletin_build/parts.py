"""A part of a site: the texts and pages of some folders as another machine made them, with what they were made from.

    part.json     what the pages were made from, and the digest of each
    texts/…       what the texts are, a shard for each folder
    pages/…       the pages, at their addresses

A part has no front page, so no web server shows it and nothing publishes it. It holds texts whole, withheld ones too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml

from bulletin.reference import Reference
from bulletin_portal.parse_cache import Text
from bulletin_portal.rendering import Frame
from bulletin_source.reference_data import FOLDER
from bulletin_source.shards import Shards, digest
from bulletin_source.tree import Tree

MANIFEST: Final = "part.json"
TEXTS: Final = "texts"
PAGES: Final = "pages"
_FORMAT: Final = "govbulletin part 1"
_SHARD: Final = ".bin"


@dataclass(frozen=True, slots=True)
class PartGroup:
    """The pages of an issue: the digest of what they were made from, and those of their bytes (SHA-256) by path."""

    mark: str
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part in a folder; ``base`` is the digest of all that shapes every page, ``groups`` go by paths of issues."""

    folder: Path
    base: str
    groups: Mapping[str, PartGroup] = field(default_factory=dict)

    def write(self) -> None:
        """Write what a part says of itself; raise OSError."""
        groups = {name: {"mark": one.mark, "pages": dict(one.pages)} for name, one in self.groups.items()}
        told = {"format": _FORMAT, "base": self.base, "groups": groups}
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def page(self, path: str, mark: str) -> bytes | None:
        """Return a page whose digest is known; None if it is missing or has another."""
        try:
            data = (self.folder / PAGES / path).read_bytes()
        except OSError:
            return None
        return data if digest_of(data) == mark else None


def digest_of(page: bytes) -> str:
    """Return the digest of a page's bytes."""
    return sha256(page).hexdigest()


def is_part(folder: Path) -> bool:
    """Say whether a folder holds a part, sound or not."""
    return (folder / MANIFEST).is_file()


def read_part(folder: Path) -> Part | None:
    """Return the part in a folder; None where there is none, or what it says of itself can't be understood."""
    try:
        told: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        groups = {name: PartGroup(one["mark"], dict(one["pages"])) for name, one in told["groups"].items()}
        return Part(folder, str(told["base"]), groups) if told["format"] == _FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of the program in a fixed order, without what is made of them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path):
            yield path


@cache
def program_read() -> bytes:
    """Return the digest of the program as every machine has it: ``stats.program`` goes by paths and times of files."""
    home = Path(__file__).parents[1]
    packages = sorted(entry.name for entry in Path(yaml.__file__).parents[1].glob("*.dist-info"))
    parts = (part for path in _files(home) for part in (str(path.relative_to(home)).encode(), path.read_bytes()))
    return digest(sys.version.encode(), "\n".join(packages).encode(), *parts)


def version_of(tree: Tree) -> bytes:
    """Return the digest of what decides, beside a text itself, what it is, alike on every machine.

    Raises OSError. All files of ``data/`` count, which is more than texts are read by.
    """
    data = sorted(path for path in tree.files if path.startswith(f"{FOLDER}/"))
    return digest(program_read(), *(part for path in data for part in (path.encode(), tree.read(path))))


def base_of(version: bytes, frames: Iterable[Frame], settings: Mapping[str, Any]) -> str:
    """Return the digest of all that shapes every page, alike on every machine; raise OSError."""
    shown = [(one.edition.value, one.language.value, one.drafts, *one.navigation) for one in frames]
    jinja = sorted((name, str(value)) for name, value in settings["JINJA_ENVIRONMENT"].items())
    words = sorted((Path(settings["THEME"]) / "translations").rglob("*.po"))
    return digest(version, repr((shown, jinja)).encode(), *(path.read_bytes() for path in words)).hex()


def take_texts(part: Part, version: bytes, reference: Reference, shards: Shards) -> int:
    """Keep the texts of a part where a build looks for them, and return how many; a folder kept there stays.

    They are of another machine, whose files had other stamps: a build believes them once it has read and compared the
    bytes. Shards of another version or damaged ones are left.
    """
    kept = 0
    theirs = Shards(part.folder / TEXTS, version, reference)
    for path in sorted((part.folder / TEXTS).rglob(f"*{_SHARD}")):
        name = path.relative_to(part.folder / TEXTS).as_posix().removesuffix(_SHARD)
        texts = theirs.get(name)
        if _are_texts(texts) and not _are_texts(shards.get(name)):
            shards.keep(name, texts)
            kept += len(texts)
    return kept


def _are_texts(content: object) -> bool:
    return isinstance(content, dict) and all(isinstance(text, Text) for text in content.values())
