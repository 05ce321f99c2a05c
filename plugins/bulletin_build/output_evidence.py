"""Gather what a public output may not say: from the tree that was read, its files, and the words of the theme."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.dates import minute
from bulletin.issues import Issue, StandingPage
from bulletin.kinds import Kind
from bulletin_build.output_scan import Evidence
from bulletin_gate.attachments import LARGEST, extract
from bulletin_gate.fingerprints import LENGTH, Source, Withheld
from bulletin_gate.gate import Gate
from bulletin_gate.hits import squeezed
from bulletin_gate.withheld_texts import texts_in, whole_issues_withheld, withheld_of
from bulletin_portal.addresses import issue_address, item_address, output_path
from bulletin_portal.languages import in_language
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


def _places(catalogue: Catalogue) -> Iterator[str]:
    """Yield what every page and every file of data says of an issue: parts of these are parts of withheld files too."""
    for issue in catalogue.issues:
        yield issue_address(issue)
        yield f"series:{issue.series.id}"
        yield f"published:{minute(issue.published)}" if issue.published else ""


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


def _as_json(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    r"""Yield texts as JSON has them, where that differs: linked data and open data say \" as a withheld file may."""
    return (json.dumps(text, ensure_ascii=False) for _, text in texts if '"' in text or "\\" in text)


@dataclass(frozen=True, slots=True)
class Told:
    """What was read of a tree, and what a public edition may say of it at a moment.

    ``allowed`` are the secrets that may stand, as letters and digits alone, beside the office's own.
    """

    everything: Catalogue
    edition: Catalogue
    now: datetime
    allowed: frozenset[str] = frozenset()

    @property
    def problems(self) -> frozenset[str]:
        """Return the output files that show one problem item each."""
        problems = (one for one in self.edition.entries() if one.item.kind is Kind.PROBLEM)
        shown = (item_address(one.issue, one.item) for one in problems)
        languages = self.edition.reference.site.languages
        return frozenset(output_path(in_language(one, language)) for one in shown for language in languages)

    def public(self) -> Iterator[tuple[str, str]]:
        """Yield the public texts with their files."""
        return chain(_texts_with_paths(self.edition.issues), _texts_with_paths(self.edition.pages))


def told_by(loaded: Loaded, edition: Catalogue, now: datetime) -> Told:
    """Return what was read without errors, and what its public edition may say; raise ValueError where it has some."""
    if loaded.catalogue is None:
        raise ValueError(now)
    return Told(loaded.catalogue, edition, now, frozenset(map(squeezed, loaded.gate.answered)))


def evidence_of(content: Path, theme: Path, told: Told) -> Evidence:
    """Gather the evidence for the public output of a tree."""
    published = _media_of(told.edition)
    media = _withheld_media(content, published)
    gate = Gate.of(told.everything.reference.site)
    sizes = {name: (content / name).stat().st_size for name in media}

    def withheld(among_few: bool) -> Withheld:  # noqa: FBT001 (a function of one question)
        attached = list(_attached(content, media))

        def words() -> Iterator[str]:
            yield from _theme_words(theme)
            yield from (one.text for one in _attached(content, sorted(published) if attached else ()))
            yield "\n".join(_places(told.edition))
            yield from _as_json(told.public())

        gone = whole_issues_withheld(told.everything, told.edition, told.now)
        files = [Source(path, text) for path, text in zip(gone, _texts(content / path for path in gone), strict=True)]
        files += [*attached, *(Source(path, path) for path in media)]
        return withheld_of(told.everything, told.edition, told.now, files=files, words=words, among_few=among_few)

    return Evidence(
        withheld,
        gate.allowed | told.allowed,
        gate.address,
        told.problems,
        {sha256((content / name).read_bytes()).hexdigest(): name for name, size in sizes.items() if size},
        frozenset(sizes.values()) - {0},
        told.public,
    )


def evidence_of_few(told: Told) -> Evidence:
    """Gather the evidence for a few pages, made of what was read alone: nothing else can stand on them."""
    gate = Gate.of(told.everything.reference.site)

    def withheld(among_few: bool) -> Withheld:  # noqa: FBT001 (likewise)
        def words() -> Iterator[str]:  # the file of a withheld issue may end as the address of a public one does
            yield "\n".join(_places(told.edition))

        return withheld_of(told.everything, told.edition, told.now, words=words, among_few=among_few)

    return Evidence(withheld, gate.allowed | told.allowed, gate.address, told.problems, public=told.public)
