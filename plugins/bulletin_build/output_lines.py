"""Tell which lines of the files of an output stand in no file before them: pages share most of theirs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Generic, TypeVar

from bulletin_build.output_own import OwnWords
from bulletin_build.output_texts import FEEDS, parted, strings_by_line

_T = TypeVar("_T")

_ENTRY: Final = b"<entry>"
_BETWEEN: Final = b"\n\0\n<entry>"  # parts entries: nothing that is looked for runs over it
# Squares, as the code that telephones read is drawn: numbers of two digits at most, and letters between all of them.
_SQUARES: Final = re.compile(rb'"M[0-9]{1,2} [0-9]{1,2}(?:h[0-9]{1,2}M[0-9]{1,2} [0-9]{1,2})*+h[0-9]{1,2}"')
_GAP: Final = 2  # known lines between new ones that are looked at once more, for what runs on over them
_LINKED_DATA: Final = b'{"'  # how the lines of it begin


@dataclass(slots=True)
class Lines(Generic[_T]):
    """Texts, of each of which the lines are told that no text before had; each with what it was given with.

    A line that a text has twice is told where it stands first. Many texts are compared at once: most of what they have
    in common is found in what was looked at just now, and not among the millions of lines that were seen before.
    """

    size: int = 0
    _given: list[tuple[_T, int]] = field(default_factory=list)  # with where its lines begin
    _lines: list[bytes] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)  # hashes of lines
    _values: set[int] = field(default_factory=set)  # and of parts of linked data
    _entries: set[int] = field(default_factory=set)  # and of entries of feeds
    _own: OwnWords = field(default_factory=OwnWords)

    def add(self, given: _T, text: bytes, ending: str = "") -> None:
        """Take a text, and what files of its sort end with."""
        self._given.append((given, len(self._lines)))
        self._lines += parted(ending, self._new_entries(text) if ending in FEEDS else text).split(b"\n")
        self.size += len(text)

    def _new_entries(self, feed: bytes) -> bytes:
        """Return a feed without the entries that one before had: an item stands in several."""
        entries = feed.split(_ENTRY)
        hashes = list(map(hash, entries))
        new = [entry for entry, said in zip(entries, hashes, strict=True) if said not in self._entries]
        self._entries.update(hashes)
        return _BETWEEN.join(new)

    def taken(self) -> Iterator[tuple[_T, str]]:
        """Yield of the texts since this was called the new lines; a NUL parts those that stand far from each other."""
        given, lines = self._given, self._lines
        self._given, self._lines, self.size = [], [], 0
        last = len(lines) - 1
        firsts = dict(zip(map(hash, reversed(lines)), range(last, -1, -1), strict=True))
        new = firsts.keys() - self._known
        self._known |= new
        places = sorted(map(firsts.__getitem__, new))
        cuts = [bisect_left(places, begin) for _, begin in given]
        for (one, _), (begin, end) in zip(given, pairwise([*cuts, len(places)]), strict=True):
            if begin < end:
                text = self._own.left_of(_SQUARES.sub(b"", b"\n".join(self._spread(lines, places[begin:end]))))
                # Pages of different depth link to one address in one way.
                yield one, text.replace(b"../", b"").decode("utf-8", "replace")

    def _spread(self, lines: list[bytes], places: list[int]) -> list[bytes]:
        """Return the lines at some places, and those in between that are few; linked data value by value."""
        kept: list[bytes] = []
        first = last = places[0]
        for at in places:
            if at - last > _GAP + 1:
                kept += lines[first : last + 1]
                kept.append(b"\0")
                first = at
            last = at
        kept += lines[first : last + 1]
        for at, line in enumerate(kept):
            if line.startswith(_LINKED_DATA):
                kept[at] = self._strings(line)
        return kept

    def _strings(self, line: bytes) -> bytes:
        """Return the strings of linked data that no other had."""
        parts = self._unknown(line.replace(b"},{", b"},\n{").split(b"\n"))
        strings = self._unknown(strings_by_line(b"\n".join(parts)).split(b"\n"))
        return b"\n".join(strings).replace(b"\\n", b"\n")

    def _unknown(self, values: list[bytes]) -> list[bytes]:
        known = self._values
        new = [value for value in values if hash(value) not in known]
        known.update(map(hash, new))
        return new
