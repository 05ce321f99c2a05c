"""Say to which item or field each line of a source file belongs, and which of them an edition shows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin_source.documents import Document, split_front, split_items
from bulletin_source.fields import ISSUE, PAGE
from bulletin_source.positions import Mapping
from bulletin_source.records import Record, read_record
from bulletin_source.tree import PAGES

TITLE: Final = "title"
# Fields that no public page shows.
_INWARD: Final = frozenset({"waivers", "review", "opened_because", "basis"})
# Fields of which readers are told something even when an issue was withdrawn.
_KEPT: Final = frozenset({"series", "signed", "published", "number", "mark", "withdrawn", "reissued", "replaces"})
_NAMES: Final = {spelling: field.name for field in ISSUE for spelling in (field.name, field.alias)}


@dataclass(frozen=True, slots=True)
class Spot:
    """Part of a file: the item that begins at a line (0: none), a field, and the item's title where it stands there.

    A spot without a path is shown by every edition.
    """

    path: str
    line: int = 0
    field: str = ""
    title: str = ""


EVERYWHERE: Final = Spot("")


@dataclass(frozen=True, slots=True)
class Layout:
    """The spots of a file, each from its first line on; and the record of its metadata."""

    lines: tuple[int, ...]
    spots: tuple[Spot, ...]
    front: Record | None = None

    def spot(self, line: int) -> Spot:
        """Return the spot a line belongs to."""
        return self.spots[bisect_right(self.lines, line) - 1]

    def after(self, line: int) -> int | None:
        """Return the line behind the item that begins at a line, None for the file's last."""
        begin = bisect_right(self.lines, line)
        others = zip(self.lines[begin:], self.spots[begin:], strict=True)
        return next((at for at, spot in others if spot.line != line), None)


def layout_of(path: str, text: str) -> Layout:
    """Return the layout of an issue or standing page; one that can't be read is all one spot."""
    document, _ = split_front(path, text)
    if document is None:
        return Layout((1,), (Spot(path),))
    is_page = path.startswith(PAGES)
    front = read_record(document.front, PAGE if is_page else ISSUE, [])
    marks = {1: Spot(path), **dict(_fields(document)), document.body_line: Spot(path)}
    if not is_page:
        marks |= dict(_items(document, front))
    lines = sorted(marks)
    return Layout(tuple(lines), tuple(marks[line] for line in lines), front)


def _fields(document: Document) -> Iterator[tuple[int, Spot]]:
    if isinstance(document.front, Mapping):
        for key, _ in document.front.fields:
            yield key.place.line, Spot(document.path, field=_NAMES.get(key.value, key.value))


def _items(document: Document, front: Record | None) -> Iterator[tuple[int, Spot]]:
    sections, _ = split_items(document)
    headed = [section for section in sections if section.headed]
    for section in headed:
        line = section.place.line
        yield line, Spot(document.path, line, TITLE, section.title)
        yield line + 1, Spot(document.path, line)
    if headed or not sections:
        return
    line = sections[0].place.line
    yield document.body_line, Spot(document.path, line)
    if front is not None and front.text(TITLE):
        yield front.at(TITLE).line, Spot(document.path, line, TITLE, front.text(TITLE))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a public edition shows of the tree: items by file and line, issues, and titles of items on request."""

    items: frozenset[tuple[str, int]]
    issues: frozenset[str]
    withdrawn: frozenset[str]
    titles: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Shown:
        """Take it from the catalogue of that edition, in which items keep the lines of their source."""
        issues = catalogue.issues
        return cls(
            frozenset((issue.path, item.line) for issue in issues for item in issue.items),
            frozenset(issue.path for issue in issues),
            frozenset(issue.path for issue in issues if issue.withdrawal is not None),
            frozenset(one.title for one in catalogue.on_request),
        )

    def shows(self, spot: Spot) -> bool:
        """Say whether readers see a spot, or may."""
        if not spot.path or spot.path.startswith(PAGES):
            return spot.field not in _INWARD
        if spot.line:
            return (spot.path, spot.line) in self.items or (spot.field == TITLE and spot.title in self.titles)
        if spot.path not in self.issues or spot.field in _INWARD:
            return False
        return spot.path not in self.withdrawn or spot.field in _KEPT

    def shows_any(self, spots: Iterable[Spot]) -> bool:
        """Say whether readers see one of several spots."""
        return any(map(self.shows, spots))
