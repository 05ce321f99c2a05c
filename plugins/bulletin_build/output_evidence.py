"""Gather what a public output may not say: from the tree that was read, its files, and the words of the theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.issues import Issue, StandingPage
from bulletin.kinds import Kind
from bulletin_build.output_scan import Evidence
from bulletin_gate.attachments import LARGEST, extract
from bulletin_gate.fingerprints import LENGTH, Source
from bulletin_gate.gate import Gate
from bulletin_gate.hits import squeezed
from bulletin_gate.withheld_texts import fingerprints_of, texts_in, whole_issues_withheld
from bulletin_portal.addresses import item_address, output_path
from bulletin_portal.loading import Loaded

_MEDIA: Final = "media"
_MOST: Final = 1_000_000  # characters of one attachment whose fingerprints are taken: memory is bounded


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield path.read_text(encoding="utf-8", errors="replace")


def _theme_words(theme: Path) -> Iterator[str]:
    """Yield what pages say of themselves; no file that the theme publishes counts, or a text put there would pass."""
    return _texts(sorted((theme / "translations").rglob("*.po")))


def _withheld_media(content: Path, published: frozenset[str]) -> list[str]:
    """Return the files in media that no public text shows."""
    files = (path for path in sorted((content / _MEDIA).rglob("*")) if path.is_file())
    return [name for path in files if (name := path.relative_to(content).as_posix()) not in published]


def _media_of(catalogue: Catalogue) -> frozenset[str]:
    items = {path for entry in catalogue.entries() for path in entry.item.media}
    return frozenset(items.union(*(page.media for page in catalogue.pages)))


def _attached(content: Path, names: Iterable[str]) -> Iterator[Source]:
    """Yield the beginning of what attachments say; of those that can't be looked into, nothing."""
    for name in names:
        path = content / name
        if path.stat().st_size > LARGEST:
            continue
        text = "\n".join(piece.text for piece in extract(path.name, path.read_bytes()).pieces)
        if len(text) >= LENGTH:
            yield Source(name, text[:_MOST])


def _texts_with_paths(texts: Iterable[Issue | StandingPage]) -> Iterator[tuple[str, str]]:
    return ((one.path, text) for one in texts for text in texts_in(one, 1))


def evidence_of(content: Path, theme: Path, loaded: Loaded, edition: Catalogue, now: datetime) -> Evidence:
    """Gather the evidence for the public output of a tree that was read without errors.

    Args:
        content: The content tree.
        theme: The theme's folder.
        loaded: All that was read; its catalogue must be there.
        edition: What the public edition holds of it.
        now: The moment of the build.
    """
    everything = loaded.catalogue
    if everything is None:
        raise ValueError(content)
    published = _media_of(edition)
    media = _withheld_media(content, published)
    attached = list(_attached(content, media))
    words = [*_theme_words(theme), *(one.text for one in _attached(content, sorted(published) if attached else ()))]
    gone = whole_issues_withheld(everything, edition, now)
    files = [Source(path, text) for path, text in zip(gone, _texts(content / path for path in gone), strict=True)]
    files += [*attached, *(Source(path, path) for path in media)]
    gate = Gate.of(everything.reference.site)
    problems = (entry for entry in edition.entries() if entry.item.kind is Kind.PROBLEM)
    sizes = {name: (content / name).stat().st_size for name in media}
    return Evidence(
        fingerprints_of(everything, edition, now, files, words),
        gate.allowed | frozenset(map(squeezed, loaded.gate.answered)),
        gate.address,
        frozenset(output_path(item_address(one.issue, one.item)) for one in problems),
        {sha256((content / name).read_bytes()).hexdigest(): name for name, size in sizes.items() if size},
        frozenset(sizes.values()) - {0},
        lambda: chain(_texts_with_paths(edition.issues), _texts_with_paths(edition.pages)),
    )
