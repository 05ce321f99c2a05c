"""Check the wording of source files against the office's terms, never changing a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin_gate.terms import Matcher, Term
from bulletin_source.documents import decode, split_front, split_items
from bulletin_source.fields import ISSUE, ITEM
from bulletin_source.positions import Text
from bulletin_source.records import Record, read_record
from bulletin_source.reference_data import FOLDER, read_list
from bulletin_source.reference_fields import TERM

FILE: Final = "terms.yaml"
PATH: Final = f"{FOLDER}/{FILE}"

_Position = tuple[int, int]


def _check_term(record: Record, term: Term) -> Iterator[Diagnostic]:
    if term.wrong == term.right:
        yield diagnose("TERM-SAME", record.at("right"), value=term.wrong)
    for text in record.texts("allow"):
        if term.wrong not in text.value:
            yield diagnose("TERM-ALLOW", text.place, value=text.value, wrong=term.wrong)


def read_terms(data: bytes) -> tuple[tuple[Term, ...], list[Diagnostic]]:
    """Return the terms of data/terms.yaml and everything wrong with it; no terms if there is an error."""
    records, faults = read_list(FILE, data, TERM)
    terms: dict[str, Term] = {}
    for record in records:
        term = Term(
            wrong=record.text("wrong"),
            right=record.text("right"),
            reason=record.text("reason"),
            source=record.text("source"),
            severity=record.get("severity", Severity) or Severity.ERROR,
            allow=tuple(text.value for text in record.texts("allow")),
            since=record.get("since", date),
        )
        if not term.wrong:
            continue
        if term.wrong in terms:
            faults.append(diagnose("ID-DUPLICATE", record.at("wrong"), value=term.wrong))
        faults.extend(_check_term(record, term))
        terms.setdefault(term.wrong, term)
    return (() if has_errors(faults) else tuple(terms.values())), faults


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A stretch of a file in which the forms that a text holds are not wrong."""

    start: _Position
    end: _Position
    text: str

    def excuses(self, term: Term, at: _Position) -> bool:
        """Say whether a term at a position is part of the quotation."""
        return self.start <= at < self.end and term.wrong in self.text


def _position(place: Place) -> _Position:
    return place.line, place.column


def _names(record: Record, names: frozenset[str], lines: list[str]) -> Iterator[_Quotation]:
    """Yield where a record names a series, unit or topic: a name is given, right or not."""
    texts = [Text(record.text(name), record.at(name)) for name in ("series", "topic")]
    for text in (*texts, *record.texts("unit")):
        if text.value in names:
            line, column = _position(text.place)
            start = lines[line - 1].find(text.value, column - 1) + 1  # behind a quotation mark, if there is one
            yield _Quotation((line, start), (line, start + len(text.value)), text.value)


def _corrected(front: Record, end: _Position) -> Iterator[_Quotation]:
    """Yield the corrections of an issue, in which the words that were wrong are quoted."""
    start = _position(front.at("corrections"))
    after = min((one for one in map(_position, front.places.values()) if one > start), default=end)
    for correction in front.records("corrections"):
        yield _Quotation(start, after, correction.text("before"))


def _quotations(path: str, text: str, names: frozenset[str]) -> Iterator[_Quotation]:
    document, _ = split_front(path, text)
    if document is None:
        return
    lines = text.split("\n")
    front = read_record(document.front, ISSUE, [])
    if front is not None:
        yield from _names(front, names, lines)
        yield from _corrected(front, (document.body_line, 1))
    for section in split_items(document)[0]:
        block = None if section.block is None else read_record(section.block, ITEM, [])
        if block is not None:
            yield from _names(block, names, lines)


def _located(matcher: Matcher, text: str, day: date) -> Iterator[tuple[_Position, Term]]:
    """Yield each term with its line and column, counting lines on from the one before."""
    line, line_start, counted = 1, 0, 0
    for at, term in matcher.find(text, day):
        line += text.count("\n", counted, at)
        line_start = max(line_start, text.rfind("\n", counted, at) + 1)
        counted = at
        yield (line, at - line_start + 1), term


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms, and the names of series, units and topics, which stand as they are where they are referred to."""

    matcher: Matcher
    names: frozenset[str]

    def check(self, path: str, data: bytes, day: date) -> Iterator[Diagnostic]:
        """Yield TERM-WRONG for every wrong form in a source file signed on that day.

        The day decides which terms are in force: ``date.max`` all, ``date.min`` those that always are.
        """
        text = None if self.matcher.is_empty else decode(path, data)[0]
        if text is None:
            return
        found = list(_located(self.matcher, text, day))
        quotations = list(_quotations(path, text, self.names)) if found else []
        for at, term in found:
            if not any(one.excuses(term, at) for one in quotations):
                said = {"wrong": term.wrong, "right": term.right, "reason": term.reason, "source": term.source}
                yield replace(diagnose("TERM-WRONG", Place(path, *at), **said), severity=term.severity)
