"""Labelled items, as the corpus and evaluation files hold them: JSON Lines, one item a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.kinds import Kind


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item with what it is. ``topic`` and ``topic_alt`` are names of topics, or empty."""

    title: str
    text: str
    kind: Kind
    topic: str
    topic_alt: str
    tricky: bool
    synthetic: bool
    source: str


class LineError(ValueError):
    """A line that is no labelled item: its number and what is wrong."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_items(text: str, source: str = "") -> Iterator[Labelled]:
    """Yield the items of JSON Lines; raise LineError. Only text and label are needed; other fields may be absent."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _item(number, line, source)


def _item(number: int, line: str, source: str) -> Labelled:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(number, str(error)) from None
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        raise LineError(number, "text")
    try:
        kind = Kind(read.get("label", ""))
    except ValueError:
        raise LineError(number, "label") from None
    texts = {name: str(read.get(name) or "") for name in ("title", "topic", "topic_alt")}
    return Labelled(
        texts["title"],
        read["text"],
        kind,
        texts["topic"],
        texts["topic_alt"],
        bool(read.get("tricky")),
        bool(read.get("synthetic")),
        source,
    )
