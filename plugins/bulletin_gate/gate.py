"""The gate: what stands in a tree's files that may not be published, with who would show it and who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.reference import Site
from bulletin_gate.attachments import LARGEST, Extracted, extract
from bulletin_gate.hits import NAME, Hit, find_hits, find_rendered, squeezed
from bulletin_gate.spots import Layout, Spot, layout_of
from bulletin_gate.waivers import Waiver, fingerprint, sentence, waivers_of
from bulletin_source.documents import decode, place_of
from bulletin_source.fields import ISSUE
from bulletin_source.positions import Mapping as Fields
from bulletin_source.positions import Node, Origin, Text, read_yaml
from bulletin_source.positions import Sequence as List

SECRECY: Final = "GATE-SECRECY"
# Sound and film can't be looked into: who lists them in site.yaml has heard and seen them.
UNREAD: Final = frozenset({"avif", "mp3", "mp4", "odt"})
TYPES: Final = ("csv", "docx", "gif", "jpeg", "jpg", "mp3", "mp4", "pdf", "png", "pptx", "svg", "txt", "webp", "xlsx")
_LINES: Final = frozenset({"csv", "txt"})  # attachments that are text as it stands
_MEGABYTE: Final = 1_000_000
_NUMBER_OR_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}|\+?\d[\d ()（）－-]{3,20}\d")
# HTML without these reads as its source does, and has been looked through as such.
_MARKS: Final = ("<strong", "<em", "<code", "<a ", "<sup", "<sub", "&", "<br", "<table", "<img")
_LINE_END: Final = re.compile("\n")
_WAIVERS: Final = tuple(spelling for one in ISSUE if one.name == "waivers" for spelling in (one.name, one.alias))


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: its diagnostic, its fingerprint, the spots whose readers would see it, and the secret itself."""

    diagnostic: Diagnostic
    fingerprint: str
    spots: tuple[Spot, ...]
    secret: str = field(default="", repr=False)

    @property
    def stops_all(self) -> bool:
        """Say whether it stops every edition: what is secret may not be on a networked machine (涉密不上网)."""
        return self.diagnostic.code == SECRECY


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text file that has hits or waivers."""

    path: str
    text: str
    hits: tuple[Hit, ...]
    layout: Layout
    waivers: tuple[Waiver, ...] = ()

    def findings(self, problems: frozenset[int] | None) -> Iterator[Finding]:
        """Yield the findings; names count in the problem items, which begin at those lines (None: everywhere)."""
        for hit, place, mark in self.marked():
            spot = self.layout.spot(place.line)
            if not (hit.code == NAME and problems is not None and spot.line not in problems):
                yield _finding(hit, place, mark, (spot,))

    def marked(self, digest: str = "") -> Iterator[tuple[Hit, Place, str]]:
        """Yield the hits with their places and fingerprints; those of an attachment go by the digest of the file."""
        for hit in self.hits:
            context = digest or sentence(self.text, hit.start, hit.end)
            yield hit, place_of(self.path, self.text, hit.start), fingerprint(hit.code, hit.secret, context)


def _finding(hit: Hit, place: Place, mark: str, spots: tuple[Spot, ...], where: str = "") -> Finding:
    quotation = f"{where}: {hit.quotation}" if where else hit.quotation
    found = diagnose(hit.code, place, quotation=quotation, fingerprint=mark, path=place.path)
    return Finding(found, mark, spots, hit.secret)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate of one site lets pass: its own telephone and e-mail, and types of attachments."""

    allowed: frozenset[str] = frozenset()
    address: str = ""
    types: frozenset[str] = frozenset(TYPES)

    @classmethod
    def of(cls, site: Site) -> Gate:
        """Return the gate of a site."""
        own = [part for text in (site.phone, site.email) for part in _parts(text)]
        return cls(frozenset(map(squeezed, own)), squeezed(site.address), frozenset(site.attachment_types or TYPES))

    def _counts(self, hit: Hit) -> bool:
        said = squeezed(hit.secret)
        return said not in self.allowed and not (hit.code == "GATE-ADDRESS" and said in self.address)

    def hits(self, text: str) -> list[Hit]:
        """Return the secrets of a text but the site's own telephone, e-mail and address."""
        return [one for one in find_hits(text) if self._counts(one)]

    def scan(self, path: str, data: bytes, rendered: Mapping[int, str] | None = None) -> Scanned | None:
        """Look through an issue or standing page; None where nothing is found and nothing waived.

        ``rendered`` is the HTML made from its items by the lines they begin at, a page's by 0.
        """
        text, _ = decode(path, data)
        if text is None:
            return None  # not a text: that is an error already
        hits = self.hits(text)
        known = tuple(hits)
        # Without marks, what is read is what is written.
        marked = {line: markup for line, markup in (rendered or {}).items() if any(sign in markup for sign in _MARKS)}
        layout = layout_of(path, text) if marked else None
        starts = [0, *(found.end() for found in _LINE_END.finditer(text))] if marked else []
        for line, markup in marked.items():
            region = _region(layout, line, starts, len(text)) if layout and line else (0, len(text))
            within = [one for one in known if region[0] <= one.start < region[1]]
            hits.extend(one for one in find_rendered(text, region, markup, within) if self._counts(one))
        hits.extend(self._values(path, text, known))
        if not hits and not any(name in text for name in _WAIVERS):
            return None
        layout = layout or layout_of(path, text)
        hits.sort(key=lambda one: (one.start, one.end))
        return Scanned(path, text, tuple(hits), layout, waivers_of(layout.front))

    def _values(self, path: str, text: str, known: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the secrets of metadata that are written so that only YAML can read them."""
        if not text.startswith("---\n"):
            return
        end = text.find("\n---", 3)
        front = text[4:end] if end > 0 else ""
        if not any(sign in front for sign in "\\|>\"'"):
            return
        within = [one for one in known if one.start < end]
        written = self._written(text, read_yaml(front, Origin(path, 2))[0])
        yield from (one for one in written if not _is_known(one, within))

    def _written(self, text: str, node: Node | None) -> Iterator[Hit]:
        for one in _texts(node):
            if one.inset is None:
                start = _offset(text, one.place)
                for hit in self.hits(one.value):
                    yield replace(hit, start=start, end=start, edits=())

    def scan_data(self, path: str, data: bytes, spot: Spot) -> Scanned | None:
        """Look through a file of reference data or a ledger, which is all one spot; None where nothing is found."""
        text, _ = decode(path, data)
        if text is None:
            return None
        hits = self.hits(text)
        if path.endswith(".yaml") and any(sign in text for sign in "\\|>"):
            written = self._written(text, read_yaml(text, Origin(path))[0])
            hits.extend([one for one in written if not _is_known(one, hits)])
        return Scanned(path, text, tuple(hits), Layout((1,), (spot,))) if hits else None

    def check_name(self, path: str, spots: tuple[Spot, ...]) -> Iterator[Finding]:
        """Yield the secrets in the name of a file; its place, too, names the file with the secret masked."""
        hits = self.hits(path)
        if hits:
            shown = Place(_applied(path, hits))
            yield from (_finding(one, shown, fingerprint(one.code, one.secret, path), spots) for one in hits)

    def check_media(self, path: str, data: bytes | None, spots: tuple[Spot, ...]) -> Iterator[Finding]:
        """Yield what keeps an attachment or picture from being published; ``data`` is None for one over LARGEST.

        That it can't be looked into counts only where a text uses it.
        """
        ending = path.rpartition(".")[2].lower()
        refused = ending not in self.types
        if data is None:
            extracted = Extracted((), "" if ending in UNREAD else "FILE-LARGE")
        elif ending in UNREAD:
            extracted = Extracted(())
        else:
            extracted = extract(path.rpartition("/")[2], data)
        digest = sha256(data or b"").hexdigest()
        fault = "FILE-TYPE" if refused else extracted.fault
        if fault and spots:
            mark = fingerprint(fault, "", digest)
            args = {"type": ending, "choices": ", ".join(sorted(self.types)), "most": LARGEST // _MEGABYTE}
            yield Finding(diagnose(fault, Place(path), **args, fingerprint=mark), mark, spots)
        known: list[Hit] = []
        for where, place, hit in self._pieces(path, data, ending, extracted):
            if not _is_known(hit, known):
                known.append(hit)
                yield _finding(hit, place, fingerprint(hit.code, hit.secret, digest), spots, where)

    def _pieces(
        self, path: str, data: bytes | None, ending: str, extracted: Extracted
    ) -> Iterator[tuple[str, Place, Hit]]:
        """Yield the secrets of an attachment: of one that is text with line and column, of others with the part."""
        lines = decode(path, data)[0] if data is not None and ending in _LINES else None
        for hit in self.hits(lines or ""):
            yield "", place_of(path, lines or "", hit.start), hit
        for piece in extracted.pieces:
            for hit in self.hits(piece.text):
                yield piece.where, Place(path), hit


def _parts(text: str) -> Iterator[str]:
    """Yield a telephone or e-mail as a whole, and each of several in one field."""
    yield text
    yield from _NUMBER_OR_ADDRESS.findall(text)


def _is_known(hit: Hit, known: Iterable[Hit]) -> bool:
    said = squeezed(hit.secret)
    return any(said in squeezed(one.secret) for one in known)


def _texts(node: Node | None) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, List):
        for one in node.items:
            yield from _texts(one)
    elif isinstance(node, Fields):
        for key, value in node.fields:
            yield key
            yield from _texts(value)


def _offset(text: str, place: Place) -> int:
    start = 0
    for _ in range(place.line - 1):
        start = text.find("\n", start) + 1
    return start + place.column - 1


def _region(layout: Layout, line: int, starts: Sequence[int], length: int) -> tuple[int, int]:
    """Return from, to of the item that begins at a line, given where each line of a text of that length starts."""
    after = layout.after(line)
    return starts[line - 1], length if after is None else starts[after - 1]


def applied(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with stretches replaced; the edits may not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, piece in sorted(edits):
        parts.extend((text[at:start], piece))
        at = end
    return "".join((*parts, text[at:]))


def _applied(text: str, hits: Iterable[Hit]) -> str:
    return applied(text, (edit for hit in hits for edit in hit.edits))
