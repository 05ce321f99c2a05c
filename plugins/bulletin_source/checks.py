"""Checks across files: references between items, and media that may not be published."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final
from xml.parsers import expat

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, Item, ItemRef, StandingPage
from bulletin_source.tree import Tree

_ELEMENTS: Final = "script|foreignObject|iframe|object|embed|animate\\w*|set|handler|listener"
# What shows in the bytes, however they are read; the rest shows only when the drawing is parsed.
_ACTIVE: Final = re.compile(
    rb"<\s*(?:[^\s<>/:]+:)?(%s)\b|\b(on[a-z]+)\s*=|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/(?!svg))([^\"']+)"
    rb"|(<!ENTITY|<!ATTLIST|<\?xml-stylesheet|@import|url\(\s*[\"']?(?:https?:|//))" % _ELEMENTS.encode(),
    re.IGNORECASE,
)
_ACTIVE_ELEMENT: Final = re.compile(_ELEMENTS, re.IGNORECASE)
_WITHIN: Final = re.compile(r"\s*(?:#|data:image/(?!svg)|$)", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"@import|image-set\(|(?:url|src)\(\s*[\"']?\s*(?!#|data:|[\s\"'])", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|\n|(.))", re.DOTALL)
_FOREIGN: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_ENCODINGS: Final = ("utf-8", "utf-16", "us-ascii", "iso-8859-1")


class _ActiveError(Exception):
    """Something active in a drawing; says what."""


class _Drawing:
    """A drawing as an XML parser sees it: prefixes, references and the pieces of its style sheets put together."""

    def __init__(self) -> None:
        self._style: list[str] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> None:
        """Raise _ActiveError, or ExpatError for what is no XML."""
        self._parser.Parse(data, True)  # noqa: FBT003 (the parser takes no names)

    @staticmethod
    def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise _ActiveError(encoding)

    @staticmethod
    def _doctype(_name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise _ActiveError("<!DOCTYPE [")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space in _FOREIGN or _ACTIVE_ELEMENT.fullmatch(local):
            raise _ActiveError(local)
        if local == "style":
            self._style = []
        for written, value in attributes.items():
            _check_attribute(written.rpartition(" ")[2].lower(), value)

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, name: str) -> None:
        if self._style is not None and name.rpartition(" ")[2] == "style":
            _check_style("".join(self._style))
            self._style = None


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("on") or (name in {"href", "src", "base"} and not _WITHIN.match(value)):
        raise _ActiveError(f"{name}={value}")
    _check_style(value)


def _check_style(css: str) -> None:
    """Raise _ActiveError where CSS, or an attribute that may hold some, asks for another file."""

    def character(escaped: re.Match[str]) -> str:
        code = int(escaped[1], 16) if escaped[1] else 0
        return chr(code) if 0 < code <= sys.maxunicode else escaped[2] or ""

    found = _OUTSIDE.search(_ESCAPED.sub(character, css))
    if found:
        raise _ActiveError(found[0])


def _active(data: bytes) -> str:
    """Return what is active in a drawing, or what keeps it from being read as one; the empty text if nothing is."""
    found = _ACTIVE.search(data.replace(b"\0", b""))  # so that UTF-16 hides nothing
    if found:
        return next(group for group in found.groups() if group).decode("utf-8", "replace")
    try:
        _Drawing().read(data)
    except (_ActiveError, expat.ExpatError, LookupError, ValueError) as fault:
        return str(fault)
    return ""


class Known:
    """The issues and items that references may point at; what stands in an unread file is not missed."""

    def __init__(self, issues: Iterable[Issue], unread: Collection[str] = ()) -> None:
        """``unread`` are the files with faults of their own."""
        self._folders = {path.rpartition("/")[0] for path in unread}
        self._issues: dict[tuple[str, int, str], Issue] = {}
        for issue in issues:
            if issue.number is not None:
                self._issues[issue.series.id, issue.number.year, issue.number.segment] = issue

    def find(self, ref: ItemRef) -> Issue | None:
        """Return the issue of a reference if it is there and, where an item is named (n > 0), holds it."""
        issue = self._issues.get((ref.series, ref.year, ref.segment))
        return issue if issue is not None and 0 <= ref.n <= len(issue.items) else None

    def is_missed(self, ref: ItemRef) -> bool:
        """Say whether a reference points at nothing that is or may be there."""
        return self.find(ref) is None and f"{ref.series}/{ref.year}" not in self._folders


def check_references(issues: Iterable[Issue], known: Known) -> Iterator[Diagnostic]:
    """Yield REF-UNKNOWN and REF-ORDER for items that follow an item that is not there or not older."""
    for issue in issues:
        for item in issue.items:
            if item.follows is None:
                continue
            place = Place(issue.path, item.line, 1)
            found = known.find(item.follows)
            if known.is_missed(item.follows):
                yield diagnose("REF-UNKNOWN", place, value=item.follows)
            elif found is not None and not _is_older(found, item.follows, issue, item):
                yield diagnose("REF-ORDER", place, value=item.follows)


def _is_older(found: Issue, ref: ItemRef, issue: Issue, item: Item) -> bool:
    if found.path == issue.path:
        return ref.n < item.n
    return found.signed <= issue.signed  # which of two issues signed on one day came first, nobody can say


def check_links(issues: Iterable[Issue], pages: Iterable[StandingPage], known: Known) -> Iterator[Diagnostic]:
    """Yield REF-UNKNOWN for each [[…]] that names an issue or item that is not there."""
    written = [(issue.path, one) for issue in issues for item in issue.items for one in item.references]
    written += [(page.path, one) for page in pages for one in page.references]
    for path, one in written:
        if known.is_missed(one.target):
            value = one.target if one.target.n else str(one.target).removesuffix("/0")
            yield diagnose("REF-UNKNOWN", Place(path, one.line, one.column), value=value)


def check_drawings(tree: Tree, used: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield MEDIA-ACTIVE for SVG files in use that hold scripts, handlers or outside references, or are no XML."""
    for path in sorted(set(used)):
        if path.lower().endswith(".svg"):
            try:
                data = tree.read(path)
            except OSError as error:
                yield diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror)
                continue
            what = _active(data)
            if what:
                yield diagnose("MEDIA-ACTIVE", Place(path), what=what[:40])
