"""Load a content tree: read, verify and classify everything once, and report all that is wrong in one list."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bulletin.catalogue import Catalogue, Moved, Unheld, Void
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors, ordered
from bulletin.issues import Issue, ItemRef, StandingPage
from bulletin.kinds import Edition, State
from bulletin.reference import Reference
from bulletin_gate.disclosure import check_openings
from bulletin_gate.editions import edition_of
from bulletin_gate.gate import Gate
from bulletin_gate.gate_report import NOTHING, Report
from bulletin_gate.terms import Matcher
from bulletin_gate.wording import PATH as TERMS
from bulletin_gate.wording import Wording, read_terms
from bulletin_numbering.history import Facts, check_history, facts_of
from bulletin_numbering.ledger import FOLDER as LEDGER_FOLDER
from bulletin_numbering.ledger import Ledger, ledger_path, open_ledger, series_of
from bulletin_numbering.masthead import with_numbers
from bulletin_numbering.verify import check_claims, check_ledger, check_replacements, check_sequence
from bulletin_portal.gatekeeping import Watch
from bulletin_portal.parse_cache import read_texts
from bulletin_portal.parsing import TextReader
from bulletin_portal.redirects import check_moved
from bulletin_problems.classifier import Classifier
from bulletin_problems.office import MODEL_PATH, classifier_of
from bulletin_problems.word_lists import PATH as CUES_PATH
from bulletin_source.checks import Known, check_drawings, check_links, check_references
from bulletin_source.git_history import line_changes, merging
from bulletin_source.picture_shapes import shapes_in
from bulletin_source.progress import Stage, enter
from bulletin_source.reader import Names
from bulletin_source.reference_data import FILES, FOLDER, read_list, read_reference
from bulletin_source.reference_fields import MOVED
from bulletin_source.shards import Shards, digest, without_collector
from bulletin_source.stats import program
from bulletin_source.transactions import reading
from bulletin_source.tree import Stamp, Tree, is_settled, walk

_OTHERS: Final = "others"  # what was found in files that are no texts; texts are kept by their folders
MOVED_PATH: Final = f"{FOLDER}/redirects.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a tree holds: its catalogue (None: there is an error), what is wrong, who judged items, what the gate found.

    What the gate found leaves the catalogue as it is: which edition it stops, ``Report.obstacles`` says.
    """

    catalogue: Catalogue | None
    faults: tuple[Diagnostic, ...]  # all but what the gate found
    classifier: Classifier | None = None
    gate: Report = NOTHING
    readable: Catalogue | None = None  # what could be read of a tree with an error
    marks: Mapping[str, bytes] = field(default_factory=dict)  # digests of the texts, by path
    stamps: Mapping[str, Stamp | None] = field(default_factory=dict)  # of all files; None: not to be relied on
    version: bytes = b""  # the digest of program and reference data
    read: int = 0  # how many texts were read now and not known from before

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return every diagnostic in order; what the gate found and the public edition doesn't show is a warning."""
        if not (self.gate.findings or self.gate.faults):
            return self.faults
        catalogue = self.catalogue or self.readable
        public = None if catalogue is None else edition_of(catalogue, Edition.PUBLIC)[0]
        return tuple(ordered((*self.faults, *self.gate.diagnostics(public))))


def _bytes(tree: Tree, path: str, faults: list[Diagnostic]) -> bytes | None:
    try:
        return tree.read(path)
    except OSError as error:
        faults.append(diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror))
        return None


def reference_of(tree: Tree, faults: list[Diagnostic]) -> Reference | None:
    """Read a tree's reference data; None where it has an error."""
    contents = {
        name: _bytes(tree, f"{FOLDER}/{name}", faults) if f"{FOLDER}/{name}" in tree.files else None for name in FILES
    }
    reference, found = read_reference(contents)
    faults.extend(found)
    return reference


def read_wording(tree: Tree, names: Names, faults: list[Diagnostic]) -> Wording:
    """Return the wording that a tree's terms ask for, and what is wrong with them; without the file no word is."""
    data = _bytes(tree, TERMS, faults) if TERMS in tree.files else None
    terms, found = read_terms(data) if data is not None else ((), [])
    faults.extend(found)
    return Wording(Matcher(terms), frozenset((*names.series, *names.units, *names.topics)))


def _ledgers(tree: Tree, reference: Reference, faults: list[Diagnostic]) -> dict[str, Ledger]:
    known = {series.id for series in reference.series}
    ledgers = {series.id: Ledger(series.id, ledger_path(series.id), ()) for series in reference.series}
    for path in tree.ledgers:
        name = series_of(path)
        data = _bytes(tree, path, faults)
        if name not in known:
            faults.append(diagnose("LEDGER-SERIES", Place(path), value=name))
        elif data is not None:
            ledgers[name], found = open_ledger(name, data)
            faults.extend(found)
    return ledgers


def _facts(tree: Tree) -> dict[str, Facts]:
    """Return what git remembers of each ledger, by its path."""
    if merging(tree.root):
        return {}  # which branch's line stands is being settled; the merge commit will be judged
    changes = line_changes(tree.root, LEDGER_FOLDER)
    return {f"{LEDGER_FOLDER}/{name}": facts for name, facts in facts_of(changes or ()).items()}


def _check_numbers(
    tree: Tree, reference: Reference, ledgers: dict[str, Ledger], issues: list[Issue], faults: list[Diagnostic]
) -> None:
    signed = {(entry.issue, entry.number) for ledger in ledgers.values() for entry in ledger.entries}
    faults.extend(check_claims(issues, signed))
    gone = {
        ItemRef(name, entry.number.year, entry.number.segment, 0)
        for name, ledger in ledgers.items()
        for entry in ledger.of(State.WITHDRAWN)
        if entry.issue not in tree.files
    }
    faults.extend(check_replacements(issues, gone))
    facts = _facts(tree)
    broken = {found.path for found in faults if found.path.startswith(f"{LEDGER_FOLDER}/")}
    for series in reference.series:
        ledger = ledgers[series.id]
        if ledger.path in broken:
            continue
        known = facts.get(ledger.path)
        if known is not None and ledger.path not in tree.files:
            faults.append(diagnose("TREE-MISSING", Place(ledger.path), what=ledger.path))
            continue
        # A line that is not what it was makes others look wrong, and issues too.
        changed = list(check_history(series, known, ledger)) if known is not None else []
        own = [issue for issue in issues if issue.series.id == series.id]
        sound = [*check_sequence(series, ledger), *check_ledger(series, ledger, own, tree.files)]
        faults.extend(changed or sound)


def classifier_in(tree: Tree, reference: Reference, faults: list[Diagnostic]) -> Classifier | None:
    """Return the classifier of a tree with what it has of its own; None where that has an error."""
    cues, model = (_bytes(tree, path, faults) if path in tree.files else None for path in (CUES_PATH, MODEL_PATH))
    titles = (title.name for series in reference.series for title in series.titles)
    names = (*titles, *(name for unit in reference.units for name in unit.names))
    classifier, found = classifier_of(reference.topics, names, cues, model)
    faults.extend(found)
    return classifier


def load_reference(root: Path) -> tuple[Reference | None, tuple[Diagnostic, ...]]:
    """Read the reference data of the content tree under ``root`` and what is wrong with it."""
    tree, faults = walk(root)
    faults = [found for found in faults if found.code == "TREE-MISSING"]
    reference = None if faults else reference_of(tree, faults)
    return reference, tuple(ordered(faults))


@without_collector()
def load(root: Path, cache: Path | None = None) -> Loaded:
    """Read the content tree under ``root``; nothing is raised for what an editor can do.

    Nothing is written, but for what a command that was killed left undone, and for what is kept in ``cache``: there
    what each text is stands from run to run. It may be deleted at any time.
    """
    with reading(root):
        return _load(root, cache)


def version_of(tree: Tree) -> bytes:
    """Return what decides, beside a text itself, what it is: the program and the reference data."""
    shaping = (*(f"{FOLDER}/{name}" for name in FILES), TERMS, CUES_PATH, MODEL_PATH)
    return digest(
        program().encode(), *(_bytes(tree, path, []) or b"" if path in tree.files else b"" for path in shaping)
    )


def text_shards(root: Path, version: bytes, reference: Reference, cache: Path | None) -> Shards | None:
    """Return where it is kept what the texts of a tree are; None without a cache."""
    if cache is None:
        return None
    name = digest(str(root.resolve()).encode("utf-8", "surrogateescape")).hex()[:16]
    return Shards(cache / "texts" / name, version, reference)


def reader_of(tree: Tree, reference: Reference, faults: list[Diagnostic]) -> TextReader:
    """Return what reads the texts of a tree."""
    names = Names.of(reference, tree.files, shapes_in(tree.root))
    wording = read_wording(tree, names, faults)
    classifier = classifier_in(tree, reference, faults)
    topics = {topic.name: topic for topic in reference.topics}
    return TextReader(names, wording, Gate.of(reference.site), classifier, topics)


def _load(root: Path, cache: Path | None) -> Loaded:
    enter(Stage.READING)
    began = time.time_ns()
    tree, faults = walk(root)
    version = version_of(tree)
    reference = reference_of(tree, faults) if tree.files else None
    if reference is None:
        return Loaded(None, tuple(ordered(faults)))
    watch = Watch.of(tree, reference)
    reader = reader_of(tree, reference, faults)
    classifier = reader.classifier
    if version_of(tree) != version:  # reference data changed while they were read: nothing made of them is kept
        version, cache = b"", None
    shards = text_shards(root, version, reference, cache)
    texts = read_texts(tree, reader, shards)
    enter(Stage.VERIFYING)
    faults.extend(texts.faults)
    issues, pages = list[Issue](), list[StandingPage]()
    for path in (*tree.issues, *tree.pages):
        text = texts.by_path.get(path)
        if text is None:
            continue
        parsed = text.parsed
        faults.extend(parsed.faults)
        issues.extend([parsed.issue] if parsed.issue else [])
        pages.extend([parsed.page] if parsed.page else [])
        watch.scanned.extend([parsed.scanned] if parsed.scanned else [])
    ledgers = _ledgers(tree, reference, faults)
    _check_numbers(tree, reference, ledgers, issues, faults)
    renumbered = {found.path for found in faults if found.code == "NUM-IMMUTABLE"}
    known = Known(issues, (set(tree.issues) - {issue.path for issue in issues}) | renumbered)
    faults.extend(check_references(issues, known))
    faults.extend(check_links(issues, pages, known))
    faults.extend(check_drawings(tree, _media(issues, pages)))
    moved = _moved(tree, faults)
    faults.extend(check_openings(issues))
    report = _report(watch, shards, began, (issues, pages, faults))
    if has_errors(faults) or classifier is None:
        readable = Catalogue.of(reference, issues, pages, ())
        return Loaded(None, tuple(ordered(faults)), None, report, readable)
    finished = with_numbers(issues, ledgers.values(), reference.series)
    unheld = _unheld(tree, reference, ledgers)
    catalogue = replace(Catalogue.of(reference, finished, pages, _voids(reference, ledgers), unheld), moved=moved)
    faults.extend(check_moved(catalogue))
    stamps = {path: stamp if is_settled(stamp, began) else None for path, stamp in tree.stamps.items()}
    marks = {path: text.mark for path, text in texts.by_path.items()}
    whole = None if has_errors(faults) else catalogue
    return Loaded(whole, tuple(ordered(faults)), classifier, report, catalogue, marks, stamps, version, texts.read)


def _report(
    watch: Watch, shards: Shards | None, began: int, read: tuple[list[Issue], list[StandingPage], list[Diagnostic]]
) -> Report:
    """Return what the gate finds; what it found in files that haven't changed is known from the last time."""
    if shards is None:
        return watch.report(*read)
    watch.seen = shards.get(_OTHERS) or {}
    report = watch.report(*read)
    found = {path: one for path, one in watch.found.items() if is_settled(one[0], began)}
    if found != watch.seen:
        shards.keep(_OTHERS, found)
    return report


def _moved(tree: Tree, faults: list[Diagnostic]) -> tuple[Moved, ...]:
    """Read the pages that have moved; without the file none has."""
    data = _bytes(tree, MOVED_PATH, faults) if MOVED_PATH in tree.files else None
    if data is None:
        return ()
    records, found = read_list("redirects.yaml", data, MOVED)
    faults.extend(found)
    return tuple(
        Moved(one.text("from"), one.text("to"), one.at("from"), one.at("to")) for one in records if len(one.values) > 1
    )


def _voids(reference: Reference, ledgers: Mapping[str, Ledger]) -> Iterator[Void]:
    for series in reference.series:
        for entry in ledgers[series.id].of(State.VOID):
            yield Void(series, entry.number, entry.note)


def _unheld(tree: Tree, reference: Reference, ledgers: Mapping[str, Ledger]) -> Iterator[Unheld]:
    """Yield the issues known by their numbers alone: of a back-file, or withdrawn with their texts (C33)."""
    for series in reference.series:
        for entry in ledgers[series.id].entries:
            if entry.state in {State.ADOPTED, State.WITHDRAWN} and entry.issue not in tree.files:
                withdrawn = entry.state is State.WITHDRAWN
                yield Unheld(series, entry.number, entry.total, entry.signed, withdrawn)


def _media(issues: Iterable[Issue], pages: Iterable[StandingPage]) -> Iterator[str]:
    for issue in issues:
        for item in issue.items:
            yield from item.media
    for page in pages:
        yield from page.media
