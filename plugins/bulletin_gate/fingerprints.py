"""Know a withheld text again wherever a run of twelve of its characters stands, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, compress
from typing import Final

from bulletin_gate.unwrapping import folded, folded_lines, readings

LENGTH: Final = 12
_LETTERS: Final = 4  # a run with fewer letters of its own is a number, a date or a name
# No letters, and those that dates and numbers are written with.
_DULL: Final = re.compile(r"[\W\d_年月日时分第期号总条个元]")
_SHOWN: Final = 2
ENDS: Final = 2 * LENGTH  # characters left of either end of a line that was looked at before: runs go over it
_WINDOWS: Final = tuple(slice(at, at + LENGTH) for at in range(1 << 16))


def runs(text: str) -> Iterator[str]:
    """Yield every run of twelve characters of a folded text, in order."""
    last = len(text) - LENGTH + 1
    if last <= len(_WINDOWS):
        return map(text.__getitem__, _WINDOWS[: max(last, 0)])  # a third of the time that slicing takes
    return chain.from_iterable(runs(text[at : at + len(_WINDOWS) + LENGTH - 1]) for at in range(0, last, len(_WINDOWS)))


def tells(text: str, names: re.Pattern[str]) -> bytearray:
    """Return for each run of a text whether it holds at least four letters that belong to no name; and eleven more."""
    bare = names.sub(lambda name: "0" * len(name[0]), text)
    dull = [found.start() for found in _DULL.finditer(bare)]
    # The window that begins at ``at`` is dull if nine of its signs are: then the ninth is near the first.
    most = LENGTH - _LETTERS
    told = bytearray(b"\1") * len(text)
    for first, last in zip(dull, dull[most:], strict=False):
        if last - first < LENGTH:
            begin = max(0, last - LENGTH + 1)
            told[begin : first + 1] = bytes(first + 1 - begin)
    return told


def pieces(lines: Iterable[str], known: AbstractSet[int]) -> Iterator[str]:
    """Yield folded lines joined; of long lines whose hashes are known the ends alone."""
    parts: list[str] = []
    for line in lines:
        if len(line) > 2 * ENDS and hash(line) in known:
            yield "".join((*parts, line[:ENDS]))
            parts = [line[-ENDS:]]
        else:
            parts.append(line)
    yield "".join(parts)


def lines_of(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the folded lines of every reading of texts."""
    return (folded_lines(reading).split("\n") for text in texts for reading in readings(text))


def once(texts: Iterable[str], known: set[int]) -> Iterator[str]:
    """Yield every reading of texts, folded, in pieces without the long lines that one before had; note the lines."""
    for lines in lines_of(texts):
        yield from pieces(lines, known)
        known.update([hash(line) for line in lines if len(line) >= LENGTH])


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds names in a folded text."""
    known = sorted({folded(name) for name in names} - {""}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, known)) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Source:
    """A text and where it comes from: a file of the content tree, and which part of it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a withheld text that was found again, folded, and the file it comes from."""

    path: str
    text: str

    @property
    def quotation(self) -> str:
        """Return its ends, with the rest masked: enough to find it, too little to be one."""
        return f"{self.text[:_SHOWN]}{'＊' * 4}{self.text[-_SHOWN:]}"


def _texts(source: str) -> Iterator[str]:
    return map(folded, readings(source))


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The runs of withheld texts that no public text holds; make them with ``Fingerprints.of``.

    ``runs`` holds hashes, which differ from process to process but never reach any output: what they find is compared
    with ``sources`` before it is told.
    """

    runs: frozenset[int]
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, withheld: Iterable[Source], public: Iterable[str], names: Iterable[str] = ()) -> Fingerprints:
        """Take the fingerprints of withheld texts: whatever of them ``public`` says too is no secret.

        Args:
            withheld: Texts, HTML or plain, that must not be found.
            public: Texts that anybody may read.
            names: Names that anybody may know; a run that is made of names and numbers tells nothing.
        """
        sources, pattern = tuple(dict.fromkeys(withheld)), pattern_of(names)
        hidden: set[int] = set()
        for text in once((source.text for source in sources), set()):
            hidden.update(map(hash, compress(runs(text), tells(text, pattern))))
        for text in once(public, set()) if hidden else ():
            hidden.difference_update(map(hash, runs(text)))
        return cls(frozenset(hidden), sources)

    def touch(self, text: str) -> bool:
        """Say whether a folded text may hold a withheld run; quickly, for nearly all hold none."""
        return not self.runs.isdisjoint(map(hash, runs(text)))

    def stretches_in(self, text: str) -> list[str]:
        """Return what withheld runs make up of a folded text, those that overlap as one, in their order."""
        found: list[str] = []
        start = end = -1
        for at, run in enumerate(runs(text)):
            if hash(run) not in self.runs:
                continue
            if at > end:
                found.append(text[max(start, 0) : max(end, 0)])
                start = at
            end = at + LENGTH
        found.append(text[max(start, 0) : max(end, 0)])
        return [one for one in found if one]

    def source_of(self, stretch: str) -> Run | None:
        """Return a stretch with the file its first withheld run comes from; None if a hash deceived us."""
        for run in runs(stretch):
            for source in self.sources:
                if any(run in text for text in _texts(source.text)):
                    return Run(source.path, stretch)
        return None

    def found_in(self, text: str) -> list[Run]:
        """Return the withheld runs in a folded text with the files they come from."""
        stretches = self.stretches_in(text) if self.touch(text) else ()
        return [run for one in stretches if (run := self.source_of(one)) is not None]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Withheld texts whose fingerprints are taken only where something of them was seen; make it with ``Withheld.of``.

    ``public`` are texts that anybody may read, ``names`` those that anybody may know. ``among_few``: so little is
    looked at that public texts are gone through only if something was found.
    """

    sources: tuple[Source, ...]
    public: Iterable[str]
    names: tuple[str, ...]
    among_few: bool = False

    @classmethod
    def of(
        cls, withheld: Iterable[Source], public: Iterable[str], names: Iterable[str] = (), *, among_few: bool = False
    ) -> Withheld:
        """Gather withheld texts; the arguments are those of ``Fingerprints.of``.

        With ``among_few``, ``public`` is not gone through now, but may be later, and more than once.
        """
        sources = tuple(dict.fromkeys(withheld))
        return cls(sources, public if among_few else tuple(dict.fromkeys(public)), tuple(names), among_few)
