"""The texts that an editor wants judged: words given, standard input, a file, or the items of an issue."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.issues import Item
from bulletin.kinds import Kind
from bulletin.reference import Reference
from bulletin_editor.desk import RefusedError
from bulletin_editor.plain_files import STANDARD_INPUT, read_plain
from bulletin_editor.words import word
from bulletin_source.documents import split_front, split_items
from bulletin_source.reader import Names, read_issue
from bulletin_source.tree import Tree

_LONGEST: Final = 4_000_000  # bytes: more than a yearbook
_FRONT: Final = "---\n"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be judged: where it comes from, and what its editor has said of it, if anything."""

    title: str
    text: str
    source: str = ""
    place: int = 0  # among the items of an issue, from 1
    kind: Kind | None = None
    topic: str = ""

    @property
    def heading(self) -> str:
        """Return what to call it: its file and its place in it, and its title."""
        place = word("{file}, item {n}", file=self.source, n=self.place) if self.place else self.source
        return "　".join(part for part in (place, self.title) if part)


def texts_of(tree: Tree, reference: Reference, name: str) -> list[Text]:
    """Return the texts of a file or of standard input (-); raise RefusedError where it can't be read."""
    inside = os.path.relpath(os.path.realpath(name), os.path.realpath(tree.root)) if name != STANDARD_INPUT else ""
    if inside in tree.issues:
        return _of_issue(tree, reference, Path(inside).as_posix(), name)
    text = read_plain(name, _LONGEST)
    shown = "" if name == STANDARD_INPUT else name
    if name.endswith(".md") and text.startswith(_FRONT):
        parts = list(_of_document(text, shown))
        if parts:
            return parts
    return [plain(text, shown)]


def plain(text: str, source: str = "") -> Text:
    """Return a plain text; a first line that is a heading of Markdown is its title."""
    first, _, rest = text.lstrip("\n").partition("\n")
    mark, _, title = first.partition(" ")
    if mark in {"#", "##"} and title.strip():
        return Text(title.strip(), rest.strip(), source)
    return Text("", text.strip(), source)


def _of_issue(tree: Tree, reference: Reference, path: str, shown: str) -> list[Text]:
    try:
        data = tree.read(path)
    except OSError:
        return [plain(read_plain(shown, _LONGEST))]  # says why it can't be read
    issue, found = read_issue(path, data, Names.of(reference, tree.files))
    if issue is None:
        raise RefusedError(*found)
    return [_of_item(item, shown) for item in issue.items]


def _of_item(item: Item, shown: str) -> Text:
    topic = item.topic.name if item.topic and item.topic_by_editor else ""
    return Text(item.title, item.text, shown, item.n, item.kind if item.kind_by_editor else None, topic)


def _of_document(text: str, shown: str) -> Iterator[Text]:
    """Yield the items of a file that is written like an issue, but stands elsewhere."""
    document, _ = split_front(shown, text)
    sections = split_items(document)[0] if document else []
    for n, section in enumerate((one for one in sections if one.body), 1):
        yield Text(section.title, section.body, shown, n)
