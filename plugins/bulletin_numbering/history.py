"""Compare a ledger with what was ever committed of it: a number that was given never changes (rule N2)."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.kinds import Track
from bulletin.numbers import Number
from bulletin.reference import Series
from bulletin_numbering.lawful import follows, may_lose, overlap
from bulletin_numbering.ledger import COLUMNS, CellError, Entry, Ledger, line_of, open_ledger, parse_line
from bulletin_source.git_history import LineChange

_HASH: Final = 12
_BYTES: Final = range(0xDC80, 0xDD00)  # lone surrogates: bytes that are no UTF-8

_Slot = tuple[int, int, Track, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """What was lawfully recorded of a number, and the commit that recorded it so."""

    entry: Entry
    commit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What git has of one ledger, in the order of assignment.

    A number has several facts where branches gave it to several issues and that is not settled yet (case C31).
    """

    given: tuple[Fact, ...] = ()
    clash: int | None = None  # the first total that two branches gave, likewise


def _plain(entry: Entry) -> Entry:
    """Return an entry without what a ledger doesn't write: its line, and seconds."""
    published = entry.published.replace(second=0, microsecond=0) if entry.published else None
    return replace(entry, line=0, published=published)


def _bearer(entry: Entry) -> Hashable:
    """Return what has a number: the issue, or without one all that the line says."""
    return entry.issue or (entry.total, entry.state, entry.note)


@dataclass(slots=True)
class _Version:
    """A line of a number, and the commits that wrote it."""

    entry: Entry
    commits: list[str]


@dataclass(slots=True)
class _Claim:
    """A number given to something, as the line that says so went from one lawful version to the next."""

    versions: list[_Version]
    settled: bool = False  # another claim won, or goes on in its place

    @property
    def entry(self) -> Entry:
        """Return the present version."""
        return self.versions[-1].entry


def _first_clash(entries: Iterable[Entry], apart: Callable[[Entry, Entry], bool]) -> int | None:
    """Return the first total that was given to two numbers by branches ``apart``, if there is one."""
    held: dict[int, list[Entry]] = {}
    found: list[int] = []
    for entry in entries:
        for slot in entry.total.slots() if entry.total else ():
            others = held.setdefault(slot, [])
            found.extend(slot for one in others if one.number != entry.number and apart(one, entry))
            others.append(entry)
    return min(found, default=None)


@dataclass(frozen=True, slots=True)
class _Side:
    """What a commit removed and added relative to one parent, in the order of lines."""

    removed: dict[Entry, None]
    added: dict[Entry, None]


@dataclass(slots=True)
class _Record:
    """The claims of one ledger, followed from commit to commit."""

    claims: list[_Claim] = field(default_factory=list)
    slots: dict[_Slot, list[_Claim]] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)
    asked: tuple[str, frozenset[str]] = ("", frozenset())
    clash: int | None = None  # the first total that two branches gave, in a commit that changes totals

    def commit(self, name: str, parents: int, sides: list[_Side]) -> None:
        """Take in a commit: first what it wrote itself, then what it took away."""
        gone = {entry: side for side in sides for entry in side.removed if entry not in side.added}
        own = sides[0].added if len(sides) >= parents else {}  # it agrees with a parent that isn't mentioned
        own = dict.fromkeys(entry for entry in own if all(entry in side.added for side in sides[1:]))
        totals = {(entry.number, entry.issue): entry.total for entry in gone}
        recounted = any(totals.get((entry.number, entry.issue), entry.total) != entry.total for entry in own)
        self.clash = self._first_clash() if recounted else None
        unheard = dict.fromkeys(entry for entry in own if not self._claims_of(entry.number))
        bearers = {_bearer(entry): entry for entry in gone}
        moves = {entry: old for entry in own if (old := bearers.get(_bearer(entry))) and not overlap(old, entry)}
        for entry in sorted((one for one in own if one not in unheard), key=lambda one: one.number):
            # Where 6 gives way, 6 may become 7 and 7 become 8: what leaves a number is no claim against who takes it.
            along = entry in moves and self._may_move(name, moves[entry], gone[moves[entry]])
            self._write(name, entry, gone, set(moves.values()) if along else set())
        for entry in unheard:
            old = bearers.get(_bearer(entry))
            if old is None or self._may_move(name, old, gone[old]):
                self._write(name, entry, gone)
        for side in sides:
            numbers: dict[str, list[Entry]] = {}
            for entry in side.added:
                numbers.setdefault(entry.issue, []).append(entry)
            for entry in side.removed:
                if entry not in side.added:
                    self._remove(name, entry, side, numbers.get(entry.issue, ()))

    def facts(self) -> Facts:
        """Return what holds after the last commit."""
        claims = (claim for claim in self.claims if not claim.settled)
        given = tuple(Fact(claim.entry, claim.versions[-1].commits[0]) for claim in claims)
        return Facts(given, self._first_clash())

    def _ancestry(self, name: str) -> frozenset[str]:
        """Return a commit and all before it."""
        if self.asked[0] != name:
            seen, ahead = {name}, [name]
            while ahead:
                new = self.parents.get(ahead.pop(), set()) - seen
                seen |= new
                ahead.extend(new)
            self.asked = name, frozenset(seen)
        return self.asked[1]

    def _claims_of(self, number: Number) -> list[_Claim]:
        found = {id(claim): claim for slot in number.slots() for claim in self.slots.get(slot, ())}
        return [claim for claim in found.values() if not claim.settled]

    def _seen(self, name: str, claim: _Claim) -> int:
        """Return how many versions of a claim a commit knows."""
        ancestry = self._ancestry(name)
        numbers = range(len(claim.versions), 0, -1)
        return next((n for n in numbers if not ancestry.isdisjoint(claim.versions[n - 1].commits)), 0)

    def _add(self, versions: list[_Version]) -> None:
        claim = _Claim(versions)
        self.claims.append(claim)
        for slot in claim.entry.number.slots():
            self.slots.setdefault(slot, []).append(claim)

    def _write(self, name: str, entry: Entry, gone: Container[Entry], leaving: Container[Entry] = frozenset()) -> None:
        """Take in a line: the first of its number as far as the commit knows, or the next version of one."""
        rivals = [claim for claim in self._claims_of(entry.number) if claim.entry not in leaving]
        known = [claim.versions[-1] for claim in rivals if claim.entry == entry]
        if not known:
            # To look into the ancestry is slow, and what was there a commit ago is known.
            seen = [(one, len(one.versions) if one.entry in gone else self._seen(name, one)) for one in rivals]
            before = [(claim, claim.versions[:count]) for claim, count in seen if count]
            lawful = [
                (claim, versions)
                for claim, versions in before
                if follows(versions[-1].entry, entry, self._present, self.clash)
            ]
            current = [claim for claim, versions in lawful if len(versions) == len(claim.versions)]
            if current:
                current[0].versions.append(_Version(entry, [name]))
                for claim in current[1:]:
                    claim.settled = True
            elif lawful or not before:
                known = [version for claim in rivals for version in claim.versions if version.entry == entry]
                if not known:
                    self._add([*(lawful[0][1] if lawful else ()), _Version(entry, [name])])
        for version in known:
            version.commits.append(name)

    def _present(self) -> Iterator[Entry]:
        return (claim.entry for claim in self.claims if not claim.settled)

    def _first_clash(self) -> int | None:
        """Return the first total that two branches gave without knowing of each other."""
        claims = {claim.entry: claim.versions[0].commits[0] for claim in self.claims if not claim.settled}

        def apart(one: Entry, other: Entry) -> bool:
            first, second = claims[one], claims[other]
            return first not in self._ancestry(second) and second not in self._ancestry(first)

        return _first_clash(claims, apart)

    def _may_move(self, name: str, old: Entry, side: _Side) -> bool:
        """Say whether what had a number may take another: it was rightly given, and another has it now."""
        rivals = self._claims_of(old.number)
        if any(claim.entry == old for claim in rivals):
            return any(self._wins(name, claim, old, side, moved=True) for claim in rivals)
        claims = self.slots.get(next(old.number.slots()), ())
        return any(version.entry == old for claim in claims for version in claim.versions)

    def _remove(self, name: str, entry: Entry, side: _Side, others: Iterable[Entry]) -> None:
        """Settle a claim whose line has made room for another's; ``others`` are its issue's new lines."""
        rivals = self._claims_of(entry.number)
        claim = next((one for one in rivals if one.entry == entry), None)
        if claim is None or len(rivals) == 1:
            return
        moved = any(self._is_move(entry, one) for one in others)
        claim.settled = any(self._wins(name, other, entry, side, moved=moved) for other in rivals)

    def _wins(self, name: str, claim: _Claim, loser: Entry, side: _Side, *, moved: bool) -> bool:
        return claim.entry != loser and may_lose(loser, claim.entry, moved=moved) and self._stands(name, claim, side)

    def _is_move(self, old: Entry, new: Entry) -> bool:
        return not overlap(old, new) and any(claim.entry == new for claim in self._claims_of(new.number))

    def _stands(self, name: str, claim: _Claim, side: _Side) -> bool:
        """Say whether a claim's line is there after a commit."""
        if claim.entry in side.added:
            return True
        return claim.entry not in side.removed and self._seen(name, claim) == len(claim.versions)


def _reader() -> Callable[[str], Entry | None]:
    """Return a function that reads lines; most are met again and again, in merges."""
    known: dict[str, Entry | None] = {}

    def read(text: str) -> Entry | None:
        if text not in known:
            try:
                known[text] = None if any(ord(char) in _BYTES for char in text) else _plain(parse_line(0, text))
            except CellError:
                known[text] = None
        return known[text]

    return read


def _entries(read: Callable[[str], Entry | None], lines: Iterable[str]) -> dict[Entry, None]:
    return dict.fromkeys(entry for entry in map(read, lines) if entry)


def facts_of(changes: Iterable[LineChange]) -> dict[str, Facts]:
    """Return what git has of each ledger, by path, given its changes with parents before children."""
    read = _reader()
    commits: dict[tuple[str, str], list[LineChange]] = {}
    for change in changes:
        commits.setdefault((change.path, change.commit), []).append(change)
    records: dict[str, _Record] = {}
    for (path, name), same in commits.items():
        record = records.setdefault(path, _Record())
        record.parents[name] = {change.parent for change in same}
        sides = [_Side(_entries(read, one.removed), _entries(read, one.added)) for one in same]
        record.commit(name, same[0].parents, sides)
    return {path: record.facts() for path, record in records.items()}


def facts_at(series: str, data: bytes) -> Facts:
    """Return what git has of a ledger as of its last commit alone."""
    ledger, _ = open_ledger(series, data)
    return Facts(tuple(Fact(_plain(entry), "HEAD") for entry in ledger.entries))


def _cells(entry: Entry) -> list[str]:
    """Return what a ledger's columns say; only issue and note may hold signs that CSV puts between quotes."""
    return [*line_of(replace(entry, issue="", note="")).split(",")[:-2], entry.issue, entry.note]


def _changed(series: Series, ledger: Ledger, fact: Fact, present: Entry) -> Diagnostic:
    expected, found = _cells(fact.entry), _cells(present)
    at = next(n for n, pair in enumerate(zip(expected, found, strict=True)) if pair[0] != pair[1])
    column = 1 + sum(len(cell) + 1 for cell in found[:at])
    return diagnose(
        "LEDGER-CHANGED",
        Place(ledger.path, present.line, column),
        label=series.title + series.number_label(fact.entry.number),
        column=COLUMNS[at],
        expected=expected[at] or "—",
        value=found[at] or "—",
        commit=fact.commit[:_HASH],
    )


def _lost(series: Series, ledger: Ledger, fact: Fact) -> Diagnostic:
    """Return the diagnostic of a line that is gone; it points to where its issue stands with another number."""
    other = ledger.holding(fact.entry.issue) if fact.entry.issue else None
    return diagnose(
        "LEDGER-LOST",
        Place(ledger.path, other.line if other else 0, 1),
        label=series.title + series.number_label(fact.entry.number),
        commit=fact.commit[:_HASH],
    )


class _Present:
    """The lines of a ledger as it stands, by number and by issue."""

    def __init__(self, ledger: Ledger, clash: int | None) -> None:
        self.entries, self.clash = ledger.entries, clash
        self.slots: dict[_Slot, list[Entry]] = {}
        self.issues: dict[str, list[Entry]] = {}
        for entry in ledger.entries:
            self.issues.setdefault(entry.issue, []).append(entry)
            for slot in entry.number.slots():
                self.slots.setdefault(slot, []).append(entry)

    def of(self, number: Number) -> list[Entry]:
        """Return the lines that have the number or a part of it."""
        return list(dict.fromkeys(entry for slot in number.slots() for entry in self.slots.get(slot, ())))

    def holds(self, fact: Fact) -> bool:
        """Say whether a line is the fact or may follow on it."""
        lines = self.of(fact.entry.number)
        return any(follows(fact.entry, _plain(entry), lambda: self.entries, self.clash) for entry in lines)

    def settles(self, loser: Fact, winner: Fact) -> bool:
        """Say whether the number is the winner's now, rightly, and the loser's issue has another."""
        moved = any(not overlap(entry, loser.entry) for entry in self.issues.get(loser.entry.issue, ()))
        return may_lose(loser.entry, winner.entry, moved=moved)


def check_history(series: Series, facts: Facts, ledger: Ledger) -> Iterator[Diagnostic]:
    """Yield what a ledger, as it stands, says otherwise than git, or no longer says; one diagnostic a number."""
    present = _Present(ledger, facts.clash)
    held: dict[_Slot, list[Fact]] = {}
    missing: dict[Number, Fact] = {}
    for fact in facts.given:
        if present.holds(fact):
            for slot in fact.entry.number.slots():
                held.setdefault(slot, []).append(fact)
        else:
            missing.setdefault(fact.entry.number, fact)
    for number, fact in missing.items():
        if any(present.settles(fact, other) for slot in number.slots() for other in held.get(slot, ())):
            continue
        lines = sorted(present.of(number), key=lambda entry: (entry.issue != fact.entry.issue, entry.number != number))
        yield _changed(series, ledger, fact, lines[0]) if lines else _lost(series, ledger, fact)
