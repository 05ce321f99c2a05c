"""Resolve the links and pictures of a body: local ones to files under media/, others by their scheme."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import ItemRef, Reference
from bulletin.kinds import Track
from bulletin.numbers import Number, parse_span
from bulletin.reference import Series
from bulletin_source.documents import place_of
from bulletin_source.han import LOCAL
from bulletin_source.picture_shapes import Shape, ShapeOf, unmeasured
from bulletin_source.values import suggest

MEDIA: Final = "media/"
TYPES: Final = (
    *("avif", "csv", "docx", "gif", "jpg", "jpeg", "mp3", "mp4", "odt", "pdf", "png", "pptx", "svg", "txt", "webp"),
    "xlsx",
)
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_REFERENCE: Final = re.compile(
    r"《?(?P<series>[^《》\d\s/][^《》\s/]*?)》?\s*/?\s*(?P<year>\d{4})\s*[-年/]\s*(?P<track>增刊|专刊|supplement-|special-)?(?:r(?P<part>[2-9])-)?第?"
    r"(?P<number>[1-9]\d{0,4}(?:-[1-9]\d{0,4})?)期?(?:[/第](?P<n>[1-9]\d{0,2})条?)?/?",
    re.ASCII,
)
_TRACKS: Final = {
    None: Track.REGULAR,
    "增刊": Track.SUPPLEMENT,
    "supplement-": Track.SUPPLEMENT,
    "专刊": Track.SPECIAL,
    "special-": Track.SPECIAL,
}
_MEGABYTE: Final = 1024 * 1024
_ALLOWED: Final = frozenset({"http", "https", "mailto"})


@dataclass(slots=True)
class Links:
    """The links of one body: resolves each and keeps the faults and the media files found."""

    path: str
    body: str
    body_line: int
    files: Mapping[str, int]  # size in bytes of each file
    series: Mapping[str, Series]  # by id and title
    shapes: ShapeOf = unmeasured  # of pictures among the files
    faults: list[Diagnostic] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def place(self, target: str) -> Place:
        """Return where a target is written in the body."""
        written = re.search(r"(?:\]\(|\]:)\s*<?" + re.escape(target), self.body)
        start = written.end() - len(target) if written else max(self.body.find(target), 0)
        return place_of(self.path, self.body, start, self.body_line)

    def bare_picture(self, n: int) -> Place:
        """Return where the n-th picture without a description is written, from 0."""
        starts = [found.start() for found in re.finditer(r"!\[\s*\]", self.body)] or [0]
        return place_of(self.path, self.body, starts[min(n, len(starts) - 1)], self.body_line)

    def resolve(self, target: str, picture: bool) -> str | None:  # noqa: FBT001 (the signature of a Resolver)
        """Return the address to write, or None after reporting why there is none."""
        scheme = _SCHEME.match(target)
        if scheme or target.startswith(("//", "\\")):
            name = scheme[1].lower() if scheme else "//"
            if name in _ALLOWED and not (picture and name != "https"):
                return target
            self.faults.append(diagnose("LINK-SCHEME", self.place(target), scheme=name))
            return None
        local, hash_sign, fragment = target.partition("#")
        if not local and fragment:
            return target
        return self._local(unquote(local), target, hash_sign + fragment)

    def _local(self, local: str, target: str, fragment: str) -> str | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), local))
        if path.startswith(("..", "/")):
            self.faults.append(diagnose("LINK-OUT", self.place(target), target=target))
            return None
        if not path.startswith(MEDIA) or path not in self.files:
            self.faults.append(diagnose("LINK-BROKEN", self.place(target), target=target))
            return None
        ending = path.rpartition(".")[2].lower()
        if ending not in TYPES:
            self.faults.append(diagnose("MEDIA-TYPE", self.place(target), type=ending, choices=", ".join(TYPES)))
            return None
        self.media.append(path)
        return LOCAL + quote(path) + fragment

    def measure(self, address: str) -> Shape | None:
        """Return width and height of a local picture; None where they aren't known."""
        return self.shapes(unquote(address.removeprefix(LOCAL))) if address.startswith(LOCAL + MEDIA) else None

    def describe(self, address: str) -> str | None:
        """Return type and size of a local file: ``PDF，120 KB``."""
        path = unquote(address.removeprefix(LOCAL).partition("#")[0])
        size = self.files.get(path) if address.startswith(LOCAL) else None
        return None if size is None else f"{path.rpartition('.')[2].upper()}，{_printed(size)}"

    def refer(self, text: str) -> tuple[str, str] | None:
        """Return address and label of ``[[text]]``; whether the issue exists is known only when all are read."""
        matched = _REFERENCE.fullmatch(text)
        written = self.body.find(f"[[{text}")
        place = place_of(self.path, self.body, max(written, 0), self.body_line)
        try:
            span = parse_span(matched["number"]) if matched else None
        except ValueError:  # 10-2, descending
            span = None
        if matched is None or span is None:
            self.faults.append(diagnose("LINK-ISSUE", place, value=text))
            return None
        series = self.series.get(matched["series"])
        if series is None:
            near = suggest(matched["series"], list(self.series))
            self.faults.append(diagnose("SERIES-UNKNOWN", place, value=matched["series"], suggestion=near))
            return None
        number = Number(int(matched["year"]), _TRACKS[matched["track"]], span, int(matched["part"] or 1))
        n = int(matched["n"] or 0)
        self.references.append(Reference(ItemRef(series.id, number.year, number.segment, n), place.line, place.column))
        name = matched["series"] if not matched["series"].isascii() else series.title
        label = f"《{name}》{series.number_label(number)}" + (f"第{n}条" if n else "")
        address = f"{series.id}/{number.year}/{number.segment}/" + (f"{n}/" if n else "")
        return f"{LOCAL}ref/{address}", label


def _printed(size: int) -> str:
    """Return a size as people read it, rounded up to whole KB."""
    return f"{max(1, -(-size // 1024))} KB" if size < _MEGABYTE else f"{size / _MEGABYTE:.1f} MB"
