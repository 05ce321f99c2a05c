"""No id of a feed changes its meaning from one release to the next: what it leads to, and when that came out.

Followers know entries by their ids alone (RFC 4287, 4.2.6; RSS 2.0, ``guid``). An id that stands for something else
hides it from them, and a date that changes lets old news be new. Entries may leave: withdrawn, or pushed out by newer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.places import base_of
from bulletin_build.releases.guards.xml_files import BrokenXMLError, read_xml, said

_ATOM: Final = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an id stands for: the page below the site's root, and when it came out, as the feed at ``path`` says."""

    path: str
    page: str
    published: str


def is_unchanged(path: str, release: Folder, served: Folder | None) -> bool:
    """Say whether a file of a release is the same, byte for byte, in the one that is served."""
    if served is None or served.sizes.get(path) != release.sizes[path]:
        return False
    return served.read(path) == release.read(path)


def check_feed_identity(release: Folder, served: Folder | None) -> Iterator[Finding]:
    """Yield ids of Atom feeds that the release and the one that is served understand differently.

    Every entry stands in an Atom feed, and the other formats are made of the same entries. A document that is the same
    in both is not read.
    """
    if served is None:
        return
    same = {path for path in _atoms(release) if is_unchanged(path, release, served)}
    before, after = _roots(served, same), _roots(release, same)
    for path, root in after.items():
        if path in before and said(root, f"{_ATOM}id") != said(before[path], f"{_ATOM}id"):
            yield finding(
                path,
                N_("the feed was {before} and is {after} now: all would be told anew; restore feed_authority"),
                before=said(before[path], f"{_ATOM}id"),
                after=said(root, f"{_ATOM}id"),
            )
            return  # the ids of all entries begin with the same name, and all would be told
    known: dict[str, _Meaning] = {}
    for one, meaning in _meanings(before, base_of(served)):
        known.setdefault(one, meaning)
    told: set[str] = set()
    for one, meaning in _meanings(after, base_of(release)):
        found = list(_differences(one, known.setdefault(one, meaning), meaning)) if one not in told else []
        if found:
            told.add(one)  # an entry stands in several feeds
        yield from found


def _atoms(folder: Folder) -> list[str]:
    return [path for path in folder.sizes if path.endswith(".atom")]


def _roots(folder: Folder, same: Iterable[str]) -> dict[str, Element]:
    """Return the feeds that are not the same in both; what is broken is told by another guard."""
    found = {}
    for path in sorted({*_atoms(folder)} - {*same}):
        try:
            found[path] = read_xml(path, folder.read(path))
        except BrokenXMLError:
            continue
    return found


def _meanings(roots: dict[str, Element], base: str) -> Iterator[tuple[str, _Meaning]]:
    for path, root in roots.items():
        for entry in root.findall(f"{_ATOM}entry"):
            links = entry.findall(f"{_ATOM}link")
            page = next((one.get("href", "") for one in links if one.get("rel", "alternate") == "alternate"), "")
            published = said(entry, f"{_ATOM}published")
            yield said(entry, f"{_ATOM}id"), _Meaning(path, page.removeprefix(base), published)


def _differences(one: str, before: _Meaning, after: _Meaning) -> Iterator[Finding]:
    pages = before.page.partition("#")[0], after.page.partition("#")[0]
    # An item that is alone in its issue stands on the page until another is opened beside it.
    if not (pages[0].startswith(pages[1]) or pages[1].startswith(pages[0])):
        yield finding(
            after.path,
            N_("{id} stood for {before} and stands for {after} now; an id is never given to anything else; undo it"),
            id=one,
            before=before.page,
            after=after.page,
        )
    if before.published != after.published:
        yield finding(
            after.path,
            N_("{id} was published {before} and is dated {after} now; restore the moment in the text it is made of"),
            id=one,
            before=before.published,
            after=after.published,
        )
