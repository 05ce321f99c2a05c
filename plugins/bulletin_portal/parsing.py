"""Read one text of a tree by itself: all that can be said of it without looking at another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bulletin.diagnostics import Diagnostic, has_errors
from bulletin.issues import Issue, Item, StandingPage
from bulletin.kinds import Kind
from bulletin.reference import Topic
from bulletin_gate.gate import Gate, Scanned
from bulletin_gate.wording import Wording
from bulletin_problems.classifier import Classifier
from bulletin_problems.reading import read
from bulletin_source.picture_shapes import Shape, ShapeOf
from bulletin_source.reader import Names, read_issue, read_page
from bulletin_source.tree import PAGES


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text is, what is wrong with it, and what the gate found in it.

    ``asked`` are the files of the tree that its links were compared with, with their sizes, or None for those missing;
    ``measured`` its pictures, with width and height, or None where they have none to tell.
    """

    issue: Issue | None
    page: StandingPage | None
    faults: tuple[Diagnostic, ...]
    scanned: Scanned | None
    asked: tuple[tuple[str, int | None], ...] = ()
    measured: tuple[tuple[str, Shape | None], ...] = ()

    @property
    def is_sound(self) -> bool:
        """Say whether the text has no error, so that what it is depends on nothing but itself and these files."""
        return (self.issue is not None or self.page is not None) and not has_errors(self.faults)


@dataclass(slots=True)
class _Asked(Mapping[str, int]):
    """The files of a tree, which remember those that somebody asked for."""

    files: Mapping[str, int]
    asked: dict[str, int | None] = field(default_factory=dict)

    def __getitem__(self, path: str) -> int:
        self.asked[path] = self.files.get(path)
        return self.files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


@dataclass(slots=True)
class _Measured:
    """The shapes of a tree's pictures, which remember those that somebody asked for."""

    shapes: ShapeOf
    measured: dict[str, Shape | None] = field(default_factory=dict)

    def __call__(self, path: str) -> Shape | None:
        return self.measured.setdefault(path, self.shapes(path))


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads the texts of one tree; ``classifier`` is None where the tree's own words for it have an error."""

    names: Names
    wording: Wording
    gate: Gate
    classifier: Classifier | None
    topics: Mapping[str, Topic]

    def read(self, path: str, data: bytes) -> Parsed:
        """Return what a text is; nothing is raised for what an editor can do."""
        files = _Asked(self.names.files)
        shapes = _Measured(self.names.shapes)
        names = replace(self.names, files=files, shapes=shapes)
        issue: Issue | None = None
        page: StandingPage | None = None
        if path.startswith(PAGES):
            page, found = read_page(path, data, names)
            rendered = {0: page.body} if page else None
            day = date.max
        else:
            issue, found = read_issue(path, data, names)
            rendered = {item.line: item.body for item in issue.items} if issue else None
            day = issue.signed if issue else date.min
        scanned = self.gate.scan(path, data, rendered)
        faults = (*found, *self.wording.check(path, data, day))
        judged = None if issue is None else self._judged(issue)
        asked, measured = tuple(sorted(files.asked.items())), tuple(sorted(shapes.measured.items()))
        return Parsed(judged, page, faults, scanned, asked, measured)

    def _judged(self, issue: Issue) -> Issue:
        """Give the items what their editor did not name: a kind, and a topic."""
        if self.classifier is None or all(item.kind_by_editor and item.topic for item in issue.items):
            return issue
        return replace(issue, items=tuple(_judged(item, self.classifier, self.topics) for item in issue.items))


def _judged(item: Item, classifier: Classifier, topics: Mapping[str, Topic]) -> Item:
    if item.kind_by_editor and item.topic:
        return item
    reading = read(item.title, item.text)
    if item.topic is None:
        item = replace(item, topic=topics.get(classifier.topic_of(reading).name), topic_by_editor=False)
    if item.kind_by_editor:
        return item
    if item.status or item.subtype:  # only a problem has one, so the editor has spoken
        return replace(item, kind=Kind.PROBLEM)
    judgement = classifier.judge.judge(reading)
    return replace(item, kind=judgement.kind, unsure=judgement.unsure)
