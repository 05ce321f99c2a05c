"""Gather what a public output may not say: from the tree that was read, its files, and the words of the theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.kinds import Kind
from bulletin_build.output_scan import Evidence
from bulletin_gate.attachments import LARGEST, extract
from bulletin_gate.fingerprints import Source
from bulletin_gate.gate import PICTURES, Gate
from bulletin_gate.hits import squeezed
from bulletin_gate.pictures import extract_picture
from bulletin_gate.waivers import Waiver, fingerprint, sentence
from bulletin_gate.withheld_texts import fingerprints_of, texts_in, whole_issues_withheld
from bulletin_portal.addresses import item_address, output_path
from bulletin_portal.loading import Loaded

_MEDIA: Final = "media"


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


def _attached(name: str, data: bytes) -> Iterator[str]:
    pictured = name.rpartition(".")[2].lower() in PICTURES
    for piece in (extract_picture if pictured else extract)(name.rpartition("/")[2], data).pieces:
        yield piece.text


def _waived(content: Path, gate: Gate, waivers: Iterable[Waiver], catalogue: Catalogue) -> Iterator[str]:
    """Yield the secrets that somebody answers for: waivers know them by fingerprint alone."""
    marks: dict[str, set[tuple[str, str]]] = {}
    for one in waivers:
        marks.setdefault(one.place.path, set()).add((one.code, one.fingerprint))
    issues = {issue.path: issue for issue in catalogue.issues}
    pages = {page.path: page for page in catalogue.pages}
    for path, wanted in marks.items():
        issue, page = issues.get(path), pages.get(path)
        rendered = {item.line: item.body for item in issue.items} if issue else {0: page.body} if page else None
        found = gate.scan(path, (content / path).read_bytes(), rendered)
        for hit in found.hits if found else ():
            if (
                hit.code,
                fingerprint(hit.code, hit.secret, sentence(found.text if found else "", hit.start, hit.end)),
            ) in wanted:
                yield hit.secret
        media = [*(name for item in issue.items for name in item.media)] if issue else [*page.media] if page else []
        for name in media:
            data = (content / name).read_bytes() if (content / name).stat().st_size <= LARGEST else b""
            digest = sha256(data).hexdigest()
            for text in (name, *_attached(name, data)):
                for hit in gate.hits(text):
                    if (hit.code, fingerprint(hit.code, hit.secret, name if text is name else digest)) in wanted:
                        yield hit.secret


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
    media = _withheld_media(content, _media_of(edition))
    gone = whole_issues_withheld(everything, edition, now)
    files = [Source(path, text) for path, text in zip(gone, _texts(content / path for path in gone), strict=True)]
    files += [Source(path, path) for path in media]
    public = [(issue.path, text) for issue in edition.issues for text in texts_in(issue, 1)]
    public += [(page.path, text) for page in edition.pages for text in texts_in(page, 1)]
    gate = Gate.of(everything.reference.site)
    problems = (entry for entry in edition.entries() if entry.item.kind is Kind.PROBLEM)
    sizes = {name: (content / name).stat().st_size for name in media}
    return Evidence(
        fingerprints_of(everything, edition, now, files, _theme_words(theme)),
        gate.allowed | frozenset(map(squeezed, _waived(content, gate, loaded.gate.waived, everything))),
        gate.address,
        frozenset(output_path(item_address(one.issue, one.item)) for one in problems),
        {sha256((content / name).read_bytes()).hexdigest(): name for name, size in sizes.items() if size},
        frozenset(sizes.values()) - {0},
        tuple(public),
    )
