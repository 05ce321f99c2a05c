"""Read the reference data of a content tree: data/site.yaml, series.yaml, units.yaml, topics.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, TypeVar

from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.index_numbers import DEFAULT, FormatError, check_format
from bulletin.kinds import Disclosure, Language
from bulletin.numbers import Numeral, Style
from bulletin.reference import (
    Addressees,
    CombinedTotal,
    Counting,
    FormerName,
    Pause,
    Reference,
    Restart,
    Run,
    SearchEngine,
    Series,
    SeriesTitle,
    Site,
    Topic,
    Unit,
    YearBasis,
)
from bulletin_source import shapes
from bulletin_source.documents import decode
from bulletin_source.fields import Field
from bulletin_source.links import TYPES
from bulletin_source.positions import Node, Origin, Sequence, read_yaml
from bulletin_source.records import Record, read_record
from bulletin_source.reference_fields import SERIES, SITE, TOPIC, UNIT
from bulletin_source.values import suggest

T = TypeVar("T")
FOLDER: Final = "data"
_NO_TEXTS: Final = ("attachment_types", "search_engine", "languages")  # of a site
FILES: Final = ("site.yaml", "series.yaml", "units.yaml", "topics.yaml")


def _titles(record: Record, faults: list[Diagnostic]) -> tuple[SeriesTitle, ...]:
    titles = tuple(
        SeriesTitle(one.text("name"), one.get("from", date), one.get("until", date)) for one in record.records("titles")
    )
    dates = [(one, name) for one in record.records("titles") for name in ("from", "until") if name in one.places]
    if any(one.get(name, date) is None for one, name in dates):
        return titles  # that one of them is no date has been reported
    for before, after in pairwise(titles):
        if before.until is None or after.since is None or (after.since - before.until).days != 1:
            faults.append(diagnose("TITLE-PERIOD", record.at("titles"), value=record.text("id")))
    return titles


def _runs(record: Record, faults: list[Diagnostic]) -> tuple[Run, ...]:
    restart = record.get("restart", Restart) or Restart.ANNUAL
    later: list[Run] = []
    for one in record.records("numbering"):
        way, since = one.get("restart", Restart) or restart, one.get("from", date)
        volume = one.get("volume", int)
        if since is None:
            continue
        if (volume is None) == (way is Restart.VOLUME):
            faults.append(diagnose("SERIES-VOLUME", one.at("volume"), value=record.text("id")))
        if later and later[-1].since is not None and since <= later[-1].since:
            faults.append(diagnose("SERIES-TIME", one.at("from"), value=record.text("id")))
        later.append(Run(since, way, volume))
    # Before the first volume that is written down came the one before it.
    first = next((run.volume - 1 for run in later if run.volume), 1) or None
    return Run(None, restart, first if restart is Restart.VOLUME else None), *later


def _pauses(record: Record, faults: list[Diagnostic]) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    for one in record.records("pauses"):
        since, until = one.get("from", date), one.get("until", date)
        if since is None:
            continue
        before = pauses[-1].until if pauses else date.min
        if before is None or since <= before or (until is not None and until < since):
            faults.append(diagnose("SERIES-TIME", one.at("from"), value=record.text("id")))
        pauses.append(Pause(since, until, one.text("reason")))
    return tuple(pauses)


def _series(record: Record, faults: list[Diagnostic]) -> Series:
    return Series(
        id=record.text("id"),
        titles=_titles(record, faults),
        english=record.text("english"),
        issuer=record.text("issuer"),
        summary=record.text("summary"),
        disclosure=record.get("disclosure", Disclosure) or Disclosure.INTERNAL,
        runs=_runs(record, faults),
        combined_total=record.get("combined_total", CombinedTotal) or CombinedTotal.PER_SLOT,
        total_seed=record.get("total_seed", int),
        style=Style(record.get("numeral", Numeral) or Numeral.ARABIC, record.text("separator") or "-"),
        launched=record.get("launched", date),
        expected_per_year=record.get("expected_per_year", int),
        year_basis=record.get("year_basis", YearBasis) or YearBasis.SIGNED,
        counting=record.get("number", Counting) or Counting.NEXT,
        pauses=_pauses(record, faults),
        merged_into=record.text("merged_into"),
        mark_last=record.get("mark_last", bool) or False,
        index_code=record.text("index_code"),
        problem_disclosure=record.get("problem_disclosure", Disclosure) or Disclosure.INTERNAL,
        addressees=Addressees(*(record.text(name) for name in ("report_to", "copy_to", "send_to"))),
        addressees_public=record.get("addressees_public", bool) or False,
    )


def _former(record: Record, faults: list[Diagnostic]) -> tuple[FormerName, ...]:
    former: list[FormerName] = []
    for one in record.records("former"):
        since, until = one.get("from", date), one.get("until", date)
        if until is None:  # which has been reported
            continue
        if (former and (since or until) <= former[-1].until) or (since is not None and until < since):
            faults.append(diagnose("SERIES-TIME", one.at("until"), value=record.text("id")))
        # Without a beginning it follows upon the name before it.
        begun = since or (former[-1].until + timedelta(1) if former else None)
        former.append(FormerName(one.text("name"), one.text("short"), begun, until))
    return tuple(former)


def _unit(record: Record, faults: list[Diagnostic]) -> Unit:
    return Unit(
        id=record.text("id"),
        name=record.text("name"),
        short=record.text("short"),
        english=record.text("english"),
        group=record.text("group"),
        former=_former(record, faults),
    )


def _topic(record: Record, _faults: list[Diagnostic]) -> Topic:
    strong, words, against = (tuple(one.value for one in record.texts(name)) for name in ("strong", "words", "against"))
    return Topic(
        id=record.text("id"),
        name=record.text("name"),
        english=record.text("english"),
        theme=record.text("theme"),
        strong=strong,
        words=words,
        against=against,
    )


def _attachment_types(record: Record, faults: list[Diagnostic]) -> tuple[str, ...]:
    types: list[str] = []
    name = "附件类型" if record.chinese else "attachment_types"
    for text in record.texts("attachment_types"):
        types.append(text.value.lower().removeprefix("."))
        if types[-1] not in TYPES:
            choices = ", ".join(TYPES)
            faults.append(diagnose("FIELD-VALUE", text.place, name=name, value=text.value, choices=choices))
    return tuple(types)


def _languages(record: Record, faults: list[Diagnostic]) -> tuple[Language, ...]:
    """Return the languages of the interface. Chinese comes first: its pages stand at the addresses that are cited."""
    known = {str(one).lower(): one for one in Language}
    given = record.texts("languages")
    for at, text in enumerate(given):
        choices = [Language.CHINESE] if at == 0 else list(Language)[1:]
        if known.get(text.value.lower()) not in choices:
            name = "界面语言" if record.chinese else "languages"
            choice = ", ".join(choices)
            faults.append(diagnose("FIELD-VALUE", text.place, name=name, value=text.value, choices=choice))
    return tuple(dict.fromkeys(known[text.value.lower()] for text in given if text.value.lower() in known)) or (
        Language.CHINESE,
    )


def _check_hub(record: Record, faults: list[Diagnostic]) -> None:
    """Report the address of a hub that isn't encrypted, so that anybody between could announce what he likes."""
    hub = record.text("hub")
    if hub and not re.fullmatch(shapes.HUB, hub):
        faults.append(diagnose("SITE-HUB", record.at("hub"), value=hub))


def _check_index_numbers(record: Record, faults: list[Diagnostic]) -> None:
    """Report a format of index numbers that could give two things one number, or lacks the code it asks for."""
    text = record.text("index_number")
    if not text:
        return
    try:
        check_format(text)
    except FormatError:
        faults.append(diagnose("INDEX-FORMAT", record.at("index_number"), value=text, default=DEFAULT))
    if "{organ}" in text and not record.text("organ_code"):
        name = "机构代码" if record.chinese else "organ_code"
        faults.append(diagnose("FIELD-MISSING", record.at("index_number"), name=name))


def _site(record: Record, faults: list[Diagnostic]) -> Site:
    _check_hub(record, faults)
    _check_index_numbers(record, faults)
    if "data_licence_url" in record.places and not record.text("data_licence"):
        name = "数据使用许可" if record.chinese else "data_licence"
        faults.append(diagnose("FIELD-MISSING", record.at("data_licence_url"), name=name))
    flags = {name: record.get(name, bool) or False for name in ("sample", "counts_public")}
    types, engine = _attachment_types(record, faults), record.get("search_engine", SearchEngine)
    languages = _languages(record, faults)
    texts = {name: record.text(name) for name in Site.__slots__ if name not in {*flags, *_NO_TEXTS}}
    # Texts are text, flags are flags.
    given = {"attachment_types": types, "search_engine": engine, "languages": languages}
    return Site(**texts, **flags, **given)  # type: ignore[arg-type]


def _unique(records: Iterable[Record], names: Callable[[Record], Iterable[str]]) -> Iterable[Diagnostic]:
    seen: set[str] = set()
    for record in records:
        for name in dict.fromkeys(one for one in names(record) if one):
            if name in seen:
                yield diagnose("ID-DUPLICATE", record.at("id"), value=name)
            seen.add(name)


def _names(record: Record) -> Iterable[str]:
    # Offices may give their series the same title (C37), each of them once.
    issuer = record.text("issuer")
    return (
        *(record.text(name) for name in ("id", "name", "short")),
        *(f"{one.text('name')}（{issuer}）" for one in record.records("titles")),
        *(one.text(name) for one in record.records("former") for name in ("name", "short")),
    )


def _check_mergers(records: Iterable[Record], faults: list[Diagnostic]) -> None:
    records = list(records)
    known = {record.text("id") for record in records}
    for record in records:
        successor = record.text("merged_into")
        if successor and (successor not in known or successor == record.text("id")):
            others = sorted(known - {record.text("id")})
            place = record.at("merged_into")
            faults.append(diagnose("SERIES-UNKNOWN", place, value=successor, suggestion=suggest(successor, others)))


def _check_index_codes(records: Iterable[Record], faults: list[Diagnostic]) -> None:
    """Report a series whose index code stands for another one too."""
    taken: dict[str, str] = {}
    for record in records:
        taken.setdefault(record.text("index_code") or record.text("id"), record.text("id"))
    for record in records:
        code = record.text("index_code")
        if code and taken[code] != record.text("id"):
            faults.append(diagnose("ID-DUPLICATE", record.at("index_code"), value=code))


class _Files:
    """The four files, read one by one, with their faults."""

    def __init__(self, contents: dict[str, bytes | None]) -> None:
        self.contents = contents
        self.faults: list[Diagnostic] = []

    def _root(self, name: str) -> Node | None:
        path = f"{FOLDER}/{name}"
        data = self.contents.get(name)
        if data is None:
            self.faults.append(diagnose("TREE-MISSING", Place(path), what=path))
            return None
        text, faults = decode(path, data)
        self.faults.extend(faults)
        if text is None:
            return None
        root, faults = read_yaml(text, Origin(path))
        self.faults.extend(faults)
        if root is None and not faults:
            self.faults.append(diagnose("YAML-NONE", Place(path, 1, 1)))
        return root

    def many(
        self, name: str, fields: tuple[Field, ...], make: Callable[[Record, list[Diagnostic]], T]
    ) -> tuple[T, ...]:
        """Read a list of records."""
        root = self._root(name)
        if root is None:
            return ()
        if not isinstance(root, Sequence):
            self.faults.append(
                diagnose("YAML-SHAPE", Place(f"{FOLDER}/{name}", 1, 1), expected=f"- {fields[0].name}: …")
            )
            return ()
        records = [one for node in root.items if (one := read_record(node, fields, self.faults)) is not None]
        self.faults.extend(_unique(records, _names))
        _check_mergers(records, self.faults)
        _check_index_codes(records, self.faults)
        return tuple(make(record, self.faults) for record in records)

    def one(self, name: str, fields: tuple[Field, ...], make: Callable[[Record, list[Diagnostic]], T]) -> T | None:
        """Read a single record."""
        root = self._root(name)
        record = None if root is None else read_record(root, fields, self.faults)
        return None if record is None else make(record, self.faults)


def read_reference(contents: dict[str, bytes | None]) -> tuple[Reference | None, list[Diagnostic]]:
    """Return the reference data of the files by name (None: missing), and everything wrong with them."""
    files = _Files(contents)
    site = files.one("site.yaml", SITE, _site)
    series = files.many("series.yaml", SERIES, _series)
    units = files.many("units.yaml", UNIT, _unit)
    topics = files.many("topics.yaml", TOPIC, _topic)
    if site is None or has_errors(files.faults):
        return None, files.faults
    return Reference(site, series, units, topics), files.faults


def read_list(name: str, data: bytes, fields: tuple[Field, ...]) -> tuple[tuple[Record, ...], list[Diagnostic]]:
    """Return the records of another file of the folder, a list read by a table of fields, and what is wrong with it."""
    files = _Files({name: data})
    return files.many(name, fields, lambda record, _: record), files.faults
