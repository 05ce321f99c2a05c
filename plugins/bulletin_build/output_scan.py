"""Look through every byte of a finished public output for what is withheld and for what the gate forbids."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate, chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bulletin.diagnostics import Diagnostic, Place, diagnose, ordered
from bulletin_build.output_lines import Lines
from bulletin_build.output_news import News
from bulletin_build.output_texts import UnreadableError, texts_of
from bulletin_gate.fingerprints import LENGTH, Fingerprints, Withheld
from bulletin_gate.hits import squeezed
from bulletin_gate.secrets import Secret, find_secrets, masked, quotation
from bulletin_gate.unwrapping import folded_lines, readings
from bulletin_source.forking import cores, gather
from bulletin_source.shards import without_collector

if TYPE_CHECKING:
    from bulletin_gate.sighting import Sights

MOST: Final = 100  # leaks that are told; who has that many need not wait for the rest
_LOT: Final = 150_000  # bytes whose lines are compared in one go
_BATCH: Final = 500_000  # characters looked at in one go: many short texts cost more than one long one
_WORTH_FORKING: Final = 8_000_000  # bytes
_BETWEEN: Final = "\n\0\n"  # parts stretches: nothing that is looked for runs over it


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a public output may not say.

    Attributes:
        withheld: gives the withheld texts, given whether they are looked for in a few files alone.
        allowed: secrets that may stand, as letters and digits alone: the office's own, and waived ones.
        address: the office's own address, likewise.
        problems: output files that show one problem item each, where petitioners' names count.
        files: withheld files of the tree, by digest.
        sizes: their sizes in bytes.
        public: yields the files of the tree with their public texts, to tell where a secret stands.
    """

    withheld: Callable[[bool], Withheld]
    allowed: frozenset[str] = frozenset()
    address: str = ""
    problems: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    sizes: frozenset[int] = frozenset()
    public: Callable[[], Iterable[tuple[str, str]]] = tuple


def _walk(root: Path, folder: str = "") -> Iterator[tuple[str, int]]:
    """Yield the files under a folder with their sizes, in the order of their names."""
    for entry in sorted(os.scandir(root / folder), key=lambda one: one.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, f"{folder}{entry.name}/")
        else:
            yield folder + entry.name, entry.stat().st_size


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where something new stands: a file, and where in it."""

    name: str
    where: str = ""


@dataclass(slots=True)
class _Scan:
    """One look through an output. Pages repeat each other: what was looked at is not looked at again."""

    evidence: Evidence
    sights: Sights[_Stretch] | None  # None: nothing is withheld
    leaks: dict[tuple[str, ...], Diagnostic] = field(default_factory=dict)
    _lines: Lines[tuple[_Stretch, bool]] = field(default_factory=Lines)
    _news: News[_Stretch] = field(default_factory=News)

    def file(self, root: Path, name: str, size: int, *, problem: bool) -> None:
        """Look at a file: its name, its bytes as a whole, and everything it says."""
        path = f"{root}/{name}"
        self._news.add(_Stretch(name), name)
        if size in self.evidence.sizes:
            source = self.evidence.files.get(sha256(Path(path).read_bytes()).hexdigest())
            if source is not None:
                self._tell("OUT-FILE", name, source=source)
        try:
            for told in texts_of(path, name, size):
                self._lines.add((_Stretch(name, told.where), told.written), told.text, told.ending)
        except UnreadableError as error:
            self._tell("OUT-UNREADABLE", name, reason=error)
        if self._lines.size >= _LOT:
            self._sort_out()
        if self._news.size >= _BATCH:
            self.look(problem=problem)

    def _sort_out(self) -> None:
        """Take what is new of the files."""
        for (stretch, written), text in self._lines.taken():
            if written:
                self._news.add(stretch, text)
            elif self.sights:  # chance bytes say no secrets, but a withheld text is no chance
                for reading in readings(text):
                    self.sights.add(stretch, folded_lines(reading).split("\n"))

    def look(self, *, problem: bool) -> None:
        """Look at all that is new."""
        self._sort_out()
        stretches = self._news.taken()
        starts = list(accumulate((len(text) + len(_BETWEEN) for _, text in stretches), initial=0))
        whole = _BETWEEN.join(text for _, text in stretches)
        for secret in find_secrets(whole, problem=problem):
            if self._counts(secret, whole):
                self._secret(stretches[bisect_right(starts, secret.start) - 1][0], secret, whole)
        if self.sights:
            lines, at = folded_lines(whole).split("\n"), 0
            for stretch, text in stretches:
                end = at + text.count("\n") + 1
                self.sights.add(stretch, lines[at:end])
                at = end + 1  # a line parts them

    def look_again(self) -> None:
        """Compare what may say something withheld with the texts that are."""
        if not self.sights:
            return
        self.sights.settle()
        suspects = self.sights.suspects
        prints = self.sights.lookout.fingerprints_in("".join(lines) for _, lines in suspects) if suspects else None
        for stretch, lines in suspects if prints else ():
            if prints and len(self.leaks) < MOST:
                self._compare(stretch, lines, prints)

    def _compare(self, stretch: _Stretch, lines: list[str], prints: Fingerprints) -> None:
        for piece in prints.stretches_in("".join(lines)):
            # Two texts that anybody may read can make a short run where they meet.
            if len(piece) >= 2 * LENGTH or any(piece in line for line in lines):
                run = prints.source_of(piece)
                if run is not None:
                    self._tell("OUT-WITHHELD", stretch.name, stretch.where, quotation=run.quotation, source=run.path)

    def _counts(self, secret: Secret, text: str) -> bool:
        said = squeezed(text[secret.start : secret.end])
        return said not in self.evidence.allowed and not (
            secret.code == "GATE-ADDRESS" and said in self.evidence.address
        )

    def _secret(self, stretch: _Stretch, secret: Secret, text: str) -> None:
        word = text[secret.start : secret.end]
        shown, source = quotation(text, secret), self._source_of(word)
        self._tell("OUT-SECRET", stretch.name, stretch.where, kind=secret.code, quotation=shown, source=source)

    def _source_of(self, word: str) -> str:
        """Return the file of the tree that says a word, or a sign that no text of it does."""
        said = squeezed(word)
        return next((path for path, text in self.evidence.public() if said in squeezed(text)), "?")

    def _tell(self, code: str, name: str, where: str = "", **args: object) -> None:
        shown = masked(name, find_secrets(name, problem=True))
        place = Place(f"{shown} ({where})" if where else shown)
        self.leaks.setdefault((code, place.path, *map(str, args.values())), diagnose(code, place, **args))


def scan(root: Path, evidence: Evidence, *, is_part: bool = False) -> list[Diagnostic]:
    """Return every leak of a finished public output, in order: an empty list is the proof that it may go online.

    The time is linear in the bytes of the output, the memory in the withheld texts and the lines that differ.

    Args:
        root: The folder that is to go online.
        evidence: What it may not say.
        is_part: The folder holds a few files of an output, far less than there are withheld texts.
    """
    sights = _sights_of(evidence.withheld(is_part))
    files = list(_walk(root))
    shares = _shares(files, cores() if sum(size for _, size in files) >= _WORTH_FORKING else 1)

    def work(worker: int) -> list[Diagnostic]:
        with without_collector():
            return _leaks(root, shares[worker], _Scan(evidence, sights()))

    return ordered(chain.from_iterable(gather(work, len(shares))))


def _sights_of(withheld: Withheld) -> Callable[[], Sights[_Stretch] | None]:
    """Return what makes a worker's list of suspects; NumPy is imported only where something is withheld."""
    if not withheld.sources:
        return lambda: None
    from bulletin_gate.sighting import Lookout, Sights  # noqa: PLC0415

    lookout = Lookout.of(withheld)
    return lambda: Sights(lookout)


def _shares(files: list[tuple[str, int]], workers: int) -> list[list[tuple[str, int]]]:
    """Return files in equal shares by size; what stands in one folder repeats itself and stays together."""
    most = sum(size for _, size in files) / workers
    shares: list[list[tuple[str, int]]] = [[] for _ in range(workers)]
    before = 0
    for _, group in groupby(files, lambda file: file[0].split("/")[:2]):
        together = list(group)
        shares[min(int(before / most), workers - 1) if most else 0].extend(together)
        before += sum(size for _, size in together)
    return shares


def _leaks(root: Path, files: list[tuple[str, int]], looking: _Scan) -> list[Diagnostic]:
    # Lines are looked at where they are met first: that has to be where names count.
    for problem in (True, False):
        for name, size in files:
            if (name in looking.evidence.problems) is problem and len(looking.leaks) < MOST:
                looking.file(root, name, size, problem=problem)
        looking.look(problem=problem)
    looking.look_again()
    return list(looking.leaks.values())
