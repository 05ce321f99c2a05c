"""Read one issue or standing page: text to domain object, or the diagnostics that say why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.issues import Correction, Issue, Item, ItemRef, Opening, Reissue, Review, StandingPage, Withdrawal
from bulletin.issues import Reference as Mentioned
from bulletin.kinds import Disclosure, Kind, Level, ReviewStep, Status, Subtype, Track
from bulletin.numbers import Span
from bulletin.reference import Reference, Series, Topic, Unit
from bulletin_source import positions
from bulletin_source.chinese_lists import list_faults
from bulletin_source.documents import Document, Section, decode, split_front, split_items
from bulletin_source.fields import ISSUE, ITEM, PAGE, REVIEW_STEPS
from bulletin_source.han import Converted, Converter, Run
from bulletin_source.links import Links
from bulletin_source.picture_shapes import ShapeOf, unmeasured
from bulletin_source.raw_html import raw_html
from bulletin_source.records import Record, read_record
from bulletin_source.values import suggest

_WRITTEN: Final = {field.name: field.alias for field in ITEM}
_STEP_NAMES: Final = {step: name for name, step in REVIEW_STEPS}  # the last spelling of each is the Chinese one
_CONVERTER: Final = Converter()


@dataclass(frozen=True, slots=True)
class Names:
    """Reference data by every name an editor may use, and the files of the tree."""

    series: dict[str, Series]
    units: dict[str, Unit]
    topics: dict[str, Topic]
    files: Mapping[str, int]  # size in bytes of each file of the tree
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # titles that several series have, their ids
    shapes: ShapeOf = unmeasured  # of pictures among the files

    @classmethod
    def of(cls, reference: Reference, files: Mapping[str, int], shapes: ShapeOf = unmeasured) -> Names:
        """Index reference data by name."""
        titles: dict[str, list[str]] = {}
        for series in reference.series:
            for title in dict.fromkeys(one.name for one in series.titles):
                titles.setdefault(title, []).append(series.id)
        shared = {title: tuple(ids) for title, ids in titles.items() if len(ids) > 1}
        return cls(reference.series_names(), reference.unit_names(), reference.topic_names(), files, shared, shapes)


@dataclass(slots=True)
class Reading:
    """One file being read: what is wrong with it so far."""

    path: str
    names: Names
    faults: list[Diagnostic] = field(default_factory=list)
    chinese: bool = False  # its editor writes the names of fields in Chinese
    signed: date | None = None  # the day of its signing, where it is known

    def fault(self, code: str, place: Place, **args: object) -> None:
        """Note a fault."""
        self.faults.append(diagnose(code, place, **args))

    def convert(self, body: str, line: int, anchor: str) -> tuple[Converted, tuple[str, ...], tuple[Mentioned, ...]]:
        """Return a body's HTML, and the media files and other issues it links to."""
        plain = _CONVERTER.plain(body)
        if plain is not None:
            return plain, (), ()
        self.faults.extend(raw_html(self.path, body, line))
        self.faults.extend(list_faults(self.path, body, line))
        links = Links(self.path, body, line, self.names.files, self.names.series, self.names.shapes)
        try:
            converted = _CONVERTER.convert(body, Run(links, anchor))
        except RecursionError:
            self.fault("FILE-UNREADABLE", Place(self.path, line, 1), reason="nested too deeply")
            return Converted("", "", ()), (), ()
        self.faults.extend(links.faults)
        for n in range(len(converted.images_without_text)):
            self.fault("IMAGE-ALT", links.bare_picture(n))
        return converted, tuple(dict.fromkeys(links.media)), tuple(links.references)


def _open(path: str, data: bytes) -> tuple[Document | None, list[Diagnostic]]:
    text, faults = decode(path, data)
    if text is None:
        return None, faults
    return split_front(path, text)


def _series(reading: Reading, front: Record) -> Series | None:
    name = front.text("series")
    series = reading.names.series.get(name)
    if name in reading.names.shared:
        choices = ", ".join(reading.names.shared[name])
        reading.fault("SERIES-AMBIGUOUS", front.at("series"), value=name, choices=choices)
    elif series is None and name:
        known = [one.id for one in reading.names.series.values()] + list(reading.names.series)
        reading.fault(
            "SERIES-UNKNOWN", front.at("series"), value=name, suggestion=suggest(name, list(dict.fromkeys(known)))
        )
    return series


def _units(reading: Reading, block: Record) -> tuple[Unit, ...]:
    units = []
    for text in block.texts("unit"):
        unit = reading.names.units.get(text.value)
        if unit is None:
            known = list(reading.names.units)
            reading.fault("UNIT-UNKNOWN", text.place, value=text.value, suggestion=suggest(text.value, known))
        else:
            units.append(unit)
            former = unit.former_name(text.value)
            if former and reading.signed and reading.signed > former.until:
                args = {"value": text.value, "name": unit.name, "until": former.until}
                reading.fault("UNIT-FORMER", text.place, **args)
    return tuple(dict.fromkeys(units))


def _topic(reading: Reading, block: Record) -> Topic | None:
    name = block.text("topic")
    topic = reading.names.topics.get(name)
    if topic is None and name:
        reading.fault(
            "TOPIC-UNKNOWN",
            block.at("topic"),
            value=name,
            suggestion=suggest(name, [one for one in reading.names.topics if not one.isascii()]),
        )
    return topic


def _item(reading: Reading, section: Section, n: int, title: str) -> Item | None:
    if not section.headed and not title:
        return None
    place = section.place
    block = Record({}, {}, place)
    if section.block is not None or not section.faulty:
        node = section.block or positions.Mapping((), place)
        block = read_record(node, ITEM, reading.faults, chinese=reading.chinese) or block
    if not section.body and title and not section.faulty:
        reading.fault("ITEM-EMPTY", place, title=title)
    converted, media, references = reading.convert(section.body, section.body_line, f"item-{n}")
    kind, status = block.get("kind", Kind), block.get("status", Status)
    if kind is Kind.GENERAL:
        for name in ("subtype", "status"):
            if name in block.values:
                reading.fault("ITEM-STATUS", block.at(name), name=_WRITTEN[name] if reading.chinese else name)
    return Item(
        n=n,
        line=place.line,
        title=title,
        units=_units(reading, block),
        topic=_topic(reading, block),
        kind=kind or Kind.GENERAL,
        kind_by_editor=kind is not None,
        status=status,
        subtype=block.get("subtype", Subtype),
        disclosure=block.get("disclosure", Disclosure),
        follows=block.get("follows", ItemRef),
        body=converted.html,
        text=converted.text,
        media=media,
        references=references,
        opening=_opening(block),
        opened=block.get("opened", date),
        closed=block.get("closed", date),
        disclosure_at=block.at("disclosure")[1:] if "disclosure" in block.places else (place.line, 1),
    )


def _opening(record: Record) -> Opening | None:
    reason, basis = record.text("opened_because"), record.text("basis")
    return Opening(reason, basis) if reason and basis else None


def _items(reading: Reading, document: Document, title: str) -> tuple[Item, ...]:
    sections, faults = split_items(document)
    headed = [section for section in sections if section.headed]
    if not headed and not title:  # blocks then stand below none, which is the same fault
        faults = [found for found in faults if found.code != "ITEM-BLOCK"]
    reading.faults.extend(faults)
    if not headed and sections and title:
        item = _item(reading, sections[0], 1, title)
        return (item,) if item else ()
    if not headed:
        reading.fault("ITEM-NONE", Place(reading.path, document.body_line, 1))
    elif not sections[0].headed:
        stray = sections[0]
        if stray.body:
            reading.fault("ITEM-STRAY", Place(reading.path, stray.body_line, 1))
        elif not stray.faulty:
            reading.fault("ITEM-BLOCK", stray.place)
        if stray.block is not None:  # meant for the item below it
            headed[0] = replace(headed[0], faulty=True)
    found = [_item(reading, section, n, section.title) for n, section in enumerate(headed, 1)]
    return tuple(item for item in found if item is not None)


def _corrections(reading: Reading, front: Record, items: int) -> tuple[Correction, ...]:
    corrections = []
    for one in front.records("corrections"):
        item, corrected, level = one.get("item", int), one.get("date", date), one.get("level", Level)
        if item is not None and not 1 <= item <= items:
            reading.fault("REF-UNKNOWN", one.at("item"), value=item)
        if corrected is not None and level is not None:
            corrections.append(
                Correction(corrected, level, item, one.text("before"), one.text("after"), one.text("note"))
            )
    return tuple(corrections)


def _withdrawal(front: Record) -> Withdrawal | None:
    record = front.get("withdrawn", Record)
    withdrawn = record and record.get("date", date)
    return Withdrawal(withdrawn, record.text("reason"), record.text("contact")) if record and withdrawn else None


def _reissue(front: Record) -> Reissue | None:
    record = front.get("reissued", Record)
    reissued = record and record.get("date", date)
    return Reissue(reissued, record.text("note"), _withdrawal(front)) if record and reissued else None


def _reviews(reading: Reading, front: Record, published: date | None) -> tuple[Review, ...]:
    """Return the reviews, each step once and none earlier than the step before it or later than publication."""
    steps, found = list(ReviewStep), list[Review]()
    for one in front.records("review"):
        step, reviewed = one.get("step", ReviewStep), one.get("date", date)
        if step is None or reviewed is None:
            continue
        before = found[-1] if found else None
        if before is not None and (steps.index(step) <= steps.index(before.step) or reviewed < before.reviewed):
            reading.fault("REVIEW-ORDER", one.at("step"), value=_STEP_NAMES[step], other=_STEP_NAMES[before.step])
        elif published is not None and reviewed > published:
            reading.fault("REVIEW-LATE", one.at("date"), value=reviewed, published=published)
        found.append(Review(step, one.text("role"), reviewed))
    return tuple(found)


def _check_openings(reading: Reading, items: Iterable[Item], published: datetime | None) -> None:
    """Note items that were opened or closed before readers could see the issue, or closed before they were opened."""
    for item in items:
        earliest = item.opened or (published.date() if published else None)
        for day, after in ((item.opened, published.date() if published else None), (item.closed, earliest)):
            if day is not None and after is not None and day <= after:
                reading.fault("DISC-DATE", Place(reading.path, item.line, 1), value=day, after=after)


def _check_place(reading: Reading, series: Series, year: int) -> None:
    expected = f"{series.id}/{year}"
    if reading.path.rpartition("/")[0] != expected:
        reading.fault("FILE-PLACE", Place(reading.path), expected=expected)


def read_issue(path: str, data: bytes, names: Names) -> tuple[Issue | None, list[Diagnostic]]:
    """Return the issue of a file, without its total, and everything wrong with it; None if there is an error."""
    document, faults = _open(path, data)
    if document is None:
        return None, faults
    reading = Reading(path, names, list(faults))
    front = read_record(document.front, ISSUE, reading.faults)
    if front is None:
        return None, reading.faults
    series, signed, published = _series(reading, front), front.get("signed", date), front.get("published", datetime)
    reading.chinese, reading.signed = front.chinese, signed
    items = _items(reading, document, front.text("title"))
    if signed is not None and published is not None and published.date() < signed:
        reading.fault("DATE-ORDER", front.at("published"), published=published.date(), signed=signed)
    period, span = front.get("period", date), front.get("number", Span)
    if series is not None and signed is not None:
        _check_place(reading, series, series.counted_on(signed, period, span).year)
    _check_openings(reading, items, published)
    corrections = _corrections(reading, front, len(items))
    reviews = _reviews(reading, front, published.date() if published else None)
    if series is None or signed is None or has_errors(reading.faults):
        return None, reading.faults
    issue = Issue(
        path=path,
        series=series,
        title=front.text("title"),
        signed=signed,
        published=published,
        track=front.get("track", Track) or Track.REGULAR,
        span=span,
        total=None,
        disclosure=front.get("disclosure", Disclosure) or series.disclosure,
        editor=front.text("editor"),
        note=front.text("note"),
        items=items,
        corrections=corrections,
        withdrawal=None if "reissued" in front.values else _withdrawal(front),
        period=period,
        mark=front.text("mark"),
        printed_total=front.get("printed_total", int),
        reissue=_reissue(front),
        replaces=front.get("replaces", ItemRef),
        number_at=front.at("number" if "number" in front.places else "signed")[1:],
        opening=_opening(front),
        reviews=reviews,
        disclosure_at=front.at("disclosure")[1:],
    )
    return issue, reading.faults


def read_page(path: str, data: bytes, names: Names) -> tuple[StandingPage | None, list[Diagnostic]]:
    """Return the standing page of a file under pages/, and everything wrong with it; None if there is an error."""
    document, faults = _open(path, data)
    if document is None:
        return None, faults
    reading = Reading(path, names, list(faults))
    front = read_record(document.front, PAGE, reading.faults)
    body = document.body.lstrip("\n")
    line = document.body_line + len(document.body) - len(body)
    converted, media, references = reading.convert(body.rstrip("\n"), line, "page")
    if front is None or has_errors(reading.faults):
        return None, reading.faults
    name = path.rpartition("/")[2].removesuffix(".md")
    return StandingPage(path, name, front.text("title"), converted.html, media, references), reading.faults
