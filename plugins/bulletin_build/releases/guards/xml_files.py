"""Read a small XML file of our own output, or say where it is broken."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding


class BrokenXMLError(Exception):
    """A file is no XML; ``found`` says where."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.path)
        self.found = found


def read_xml(path: str, data: bytes) -> Element:
    """Return the root element of a file; raise BrokenXMLError."""
    if b"<!DOCTYPE" in data[:1000]:
        raise BrokenXMLError(finding(path, N_("has a document type, which no reader of feeds needs; build anew")))
    try:
        return fromstring(data)  # noqa: S314 (likewise)
    except ParseError as error:
        line, column = error.position
        place = f"{path}:{line}:{column + 1}"
        raise BrokenXMLError(finding(place, N_("is no well-formed XML; build anew with inv build --full"))) from None


def said(element: Element, tag: str) -> str:
    """Return the text of a child, "" if it is missing or empty."""
    return (element.findtext(tag) or "").strip()
