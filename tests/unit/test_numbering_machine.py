"""Numbering as a machine: whatever editors do, numbers stay, totals run on, and no cell of a ledger can be changed.

A series, its ledger, its files and what git has of the ledger are taken through every lawful step in any order; two
branches that sign at once are merged by git itself. After each step everything is verified as a build verifies it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Final, Protocol, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic, Place, has_errors
from bulletin.issues import Issue, Reissue, Withdrawal
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin.reference import CombinedTotal, Pause, Restart, Run, SeriesTitle
from bulletin_numbering import assign, ledger
from bulletin_numbering.assign import Draft, Outcome, Printed
from bulletin_numbering.history import Facts, check_history, facts_of
from bulletin_numbering.ledger import (
    COLUMNS,
    CROSSED,
    Entry,
    Ledger,
    line_of,
    open_ledger,
    write_ledger,
)
from bulletin_numbering.resolve import has_conflict, resolve
from bulletin_numbering.sequences import Reached, slots_of
from bulletin_numbering.verify import check_claims, check_ledger, check_replacements, check_sequence, reference_to
from bulletin_source.git_history import LineChange
from tests.unit.branches import PATH, Branch, both, change, is_same, merged_by_git, written
from tests.unit.making import a_series, an_issue

T = TypeVar("T")
REGULAR: Final = Track.REGULAR
OTHERS: Final = ("gazette/2004/1.jpg", "other/2004/1.md")  # files of the tree that are no issues of the series
CELLS: Final = 20  # that are tampered with after a run, and the values tried in each
VALUES: Final = 5
STYLES: Final = ((), ("--diff3",), ("--union",))


def errors(found: Iterable[Diagnostic]) -> list[str]:
    """Return those diagnostics that stop a build."""
    return [one.plain(str) for one in found if has_errors([one])]


class Draw(Protocol):
    """Choose something."""

    def __call__(self, strategy: st.SearchStrategy[T]) -> T:
        """Return what was chosen."""


class Office(RuleBasedStateMachine):
    """One series, at whose desk anything lawful may happen in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Branch()
        self.series = a_series()
        self.today = date(2004, 1, 5)
        self.begin = 1
        self.files = 0
        self.changes: list[LineChange] = []
        self.commits = 0
        self.numbers: dict[str, Number] = {}
        self.old: set[str] = set()  # files of a back-file

    # --- What there is -----------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """Return the present moment: noon."""
        return datetime.combine(self.today, time(12), CHINA)

    def reached(self, branch: Branch) -> Reached:
        """Return what a branch has reached."""
        return Reached.after(self.series, branch.ledger.entries)

    def following(self, branch: Branch, track: Track, day: date, length: int = 1) -> Number:
        """Return the next number of a day."""
        probe = self.series.number_on(day, track, Span(1, 1))
        last = self.reached(branch).last.get(self.series.sequence_of(probe), 0)
        if not branch.ledger.entries:
            last = self.begin - 1
        return replace(probe, span=Span(last + 1, last + length))

    def new_path(self) -> str:
        """Return the name of a new file."""
        self.files += 1
        return f"gazette/{self.today.year}/{self.files}.md"

    @staticmethod
    def some(branch: Branch, draw: Draw, wanted: Callable[[Entry, Issue], bool]) -> str | None:
        """Return the file of an issue of the ledger, if there is such a one."""
        found = [
            entry.issue
            for entry in branch.ledger.entries
            if entry.issue in branch.issues and wanted(entry, branch.issues[entry.issue])
        ]
        return draw(st.sampled_from(found)) if found else None

    # --- What an editor does, on any branch --------------------------------------------------------------------------

    def take(self, branch: Branch, outcome: Outcome) -> bool:
        """Write down what came of a step, unless it was refused."""
        ledger, found = outcome
        if has_errors(found):
            return False
        branch.data = write_ledger(branch.data, ledger)
        return True

    def sign(self, branch: Branch, draw: Draw, count: int = 1) -> None:
        """Sign drafts: the next numbers, merged ones, supplements, specials; online today, tomorrow or not yet."""
        drafts = []
        for _ in range(count):
            track = draw(st.sampled_from([REGULAR, REGULAR, REGULAR, Track.SUPPLEMENT, Track.SPECIAL]))
            late = draw(st.sampled_from([0, 0, 0, 0, 3, 40, 400]))
            drafts.append(
                Draft(
                    self.new_path(),
                    self.today - timedelta(days=late),
                    self.moment(draw),
                    track=track,
                    combined=draw(st.sampled_from([1, 1, 1, 2, 3])),
                    mark="补编" if late else draw(st.sampled_from(["", "", "专期"])),
                )
            )
        if not branch.data:
            first = self.following(branch, REGULAR, drafts[0].signed).span
            drafts = [replace(drafts[0], track=REGULAR, span=first, signed=self.today)]
        self.signed(branch, drafts, refused=any(self.series.pause_on(one.signed) for one in drafts))

    def moment(self, draw: Draw) -> datetime | None:
        """Return when something goes online: this morning, tomorrow, or nobody knows."""
        day = draw(st.sampled_from([None, 0, 0, 1]))
        return None if day is None else datetime.combine(self.today, time(9), CHINA) + timedelta(days=day)

    def signed(self, branch: Branch, drafts: list[Draft], *, refused: bool) -> None:
        """Sign and compare with what is expected: refused, or the next number and total each."""
        before = self.reached(branch)
        outcome = assign.sign(self.series, branch.ledger, drafts)
        assert self.take(branch, outcome) is not refused, outcome[1]
        if refused:
            return
        after = branch.ledger
        for draft in drafts:
            entry = after.holding(draft.path)
            assert entry is not None
            branch.issues[draft.path] = self.issue_of(entry)
            assert branch.issues[draft.path].number == entry.number
        (draft, *more) = drafts
        entry = after.holding(draft.path)
        if not more and entry is not None and draft.span is None:
            last = before.last.get(self.series.sequence_of(entry.number), 0)
            assert entry.number.span == Span(last + 1, last + draft.combined)

    def issue_of(self, entry: Entry) -> Issue:
        """Return the issue as its file has it once it is signed."""
        assert entry.signed is not None
        made = an_issue(str(entry.number.span), entry.signed.isoformat(), path=entry.issue, track=entry.number.track)
        return replace(made, published=entry.published, mark=entry.note, series=self.series)

    def void(self, branch: Branch, draw: Draw) -> None:
        """Record the next number, or two, as never issued."""
        if branch.data:
            track = draw(st.sampled_from([REGULAR, REGULAR, Track.SUPPLEMENT]))
            number = self.following(branch, track, self.today, draw(st.sampled_from([1, 1, 2])))
            assert self.take(branch, assign.void(self.series, branch.ledger, number, "未编发"))

    def publish(self, branch: Branch, draw: Draw) -> None:
        """Put an issue online that was signed before."""
        path = self.some(branch, draw, lambda entry, _: entry.published is None and entry.state is not State.WITHDRAWN)
        if path is not None:
            assert self.take(branch, assign.publish(branch.ledger, path, self.now))
            branch.issues[path] = replace(branch.issues[path], published=self.now)

    def withdraw(self, branch: Branch, draw: Draw) -> None:
        """Withdraw an issue."""
        path = self.some(
            branch,
            draw,
            lambda entry, issue: entry.state in {State.ISSUED, State.ADOPTED} and issue.reissue is None,
        )
        if path is not None:
            assert self.take(branch, assign.withdraw(branch.ledger, path))
            gone = Withdrawal(self.today, "内容有误", "")
            branch.issues[path] = replace(branch.issues[path], withdrawal=gone)

    def reissue(self, branch: Branch, draw: Draw) -> None:
        """Bring a withdrawn issue out again, unless another stands in for it."""
        replaced = {issue.replaces for issue in branch.issues.values()}
        path = self.some(
            branch,
            draw,
            lambda entry, issue: (
                entry.state is State.WITHDRAWN and reference_to(issue) not in replaced and entry.issue not in self.old
            ),
        )
        if path is not None:
            assert self.take(branch, assign.reissue(self.series, branch.ledger, path))
            again = Reissue(self.today, "", branch.issues[path].withdrawal)
            branch.issues[path] = replace(branch.issues[path], withdrawal=None, reissue=again)

    # --- Steps -------------------------------------------------------------------------------------------------------

    @initialize(
        restart=st.sampled_from(Restart),
        combined=st.sampled_from(CombinedTotal),
        seed=st.sampled_from([None, 0, 432]),
        begin=st.sampled_from([1, 5]),
    )
    def found(self, restart: Restart, combined: CombinedTotal, seed: int | None, begin: int) -> None:
        """Found a series, counted in any way; its ledger may begin at a later number (C26)."""
        series = a_series(combined_total=combined, total_seed=seed)
        self.series = replace(series, runs=(Run(None, restart, 1 if restart is Restart.VOLUME else None),))
        self.begin = begin

    @rule(days=st.sampled_from([1, 7, 30, 200]))
    def time_passes(self, days: int) -> None:
        """Let time pass, the turn of a year now and then."""
        self.today += timedelta(days=days)

    @rule(data=st.data(), count=st.sampled_from([1, 1, 2, 3]))
    def sign_drafts(self, data: st.DataObject, count: int) -> None:
        """Sign one draft or several at once."""
        self.sign(self.desk, data.draw, count)
        self.commit(self.desk)

    @precondition(lambda self: self.desk.data)
    @rule(data=st.data(), written=st.sampled_from(["next", "over", "skipped", "taken"]))
    def sign_as_written(self, data: st.DataObject, written: str) -> None:
        """Sign a draft whose number its editor wrote: right, merged with the next year's first, skipping, or taken."""
        number = self.following(self.desk, REGULAR, self.today)
        span, reached = number.span, self.reached(self.desk)
        if written == "over":
            if self.series.runs[self.series.run_of(number)].restart is not Restart.ANNUAL:
                return  # to assume something would end the whole run of steps
            day = self.series.counted_on(self.today, None, Span(1, 1, 1))
            first = self.following(self.desk, REGULAR, day).span.first
            span = Span(first, first, 1)
            number = self.series.number_on(day, REGULAR, span)
        elif written == "skipped":
            span = Span(span.first + 1, span.first + 1)
        elif written == "taken":
            if span.first <= self.begin:
                return
            span = Span(span.first - 1, span.first - 1)
        number = replace(number, span=span)
        holders = [reached.holders[slot] for slot in slots_of(self.series, number) if slot in reached.holders]
        reserved = any(one.number == number and one.state is State.RESERVED for one in holders)
        late = any(slot <= reached.last.get(own, 0) for own, slot in slots_of(self.series, number))
        taken = (bool(holders) or late) and not reserved
        closed = self.series.pause_on(self.today) is not None
        draft = Draft(self.new_path(), self.today, self.moment(data.draw), span=span, mark="合刊")
        self.signed(self.desk, [draft], refused=taken or closed or written == "skipped")
        self.commit(self.desk)

    @rule(data=st.data())
    def void_next(self, data: st.DataObject) -> None:
        """Record a number as never issued."""
        self.void(self.desk, data.draw)
        self.commit(self.desk)

    @rule(data=st.data())
    def publish_later(self, data: st.DataObject) -> None:
        """Put a signed issue online."""
        self.publish(self.desk, data.draw)
        self.commit(self.desk)

    @rule(data=st.data())
    def withdraw_issue(self, data: st.DataObject) -> None:
        """Withdraw an issue."""
        self.withdraw(self.desk, data.draw)
        self.commit(self.desk)

    @rule(data=st.data())
    def reissue_issue(self, data: st.DataObject) -> None:
        """Bring an issue out again."""
        self.reissue(self.desk, data.draw)
        self.commit(self.desk)

    @rule(data=st.data())
    def replace_issue(self, data: st.DataObject) -> None:
        """Let a later issue stand in for a withdrawn one."""
        old = self.some(self.desk, data.draw, lambda entry, _: entry.state is State.WITHDRAWN)
        new = self.some(self.desk, data.draw, lambda entry, _: entry.state is State.ISSUED)
        if old is not None and new is not None:
            self.desk.issues[new] = replace(self.desk.issues[new], replaces=reference_to(self.desk.issues[old]))

    @rule(data=st.data())
    def text_goes_for_good(self, data: st.DataObject) -> None:
        """Remove the file of a withdrawn issue (C33)."""
        replaced = {issue.replaces for issue in self.desk.issues.values()}
        path = self.some(
            self.desk,
            data.draw,
            lambda entry, issue: entry.state is State.WITHDRAWN and reference_to(issue) not in replaced,
        )
        if path is not None:
            del self.desk.issues[path]

    @precondition(lambda self: self.desk.data)
    @rule(note=st.sampled_from(["", "留给专刊"]))
    def reserve(self, note: str) -> None:
        """Write a reserved number into the ledger by hand."""
        number = self.following(self.desk, REGULAR, self.today)
        total = self.reached(self.desk).next_total(number)
        line = line_of(Entry(0, number, total, State.RESERVED, None, None, "", note))
        self.desk.data += f"{line}\n".encode()
        self.commit(self.desk)

    @rule(data=st.data(), used=st.booleans())
    def use_reserved(self, data: st.DataObject, *, used: bool) -> None:
        """Sign an issue under a reserved number, or record that it was never used."""
        found = [one for one in self.desk.ledger.of(State.RESERVED) if one.number.year == self.today.year]
        found = [one for one in found if self.series.part_on(self.today) == one.number.part]
        if not found:
            return
        entry = data.draw(st.sampled_from(found))
        if used:
            draft = Draft(self.new_path(), self.today, self.moment(data.draw), span=entry.number.span, mark="补编")
            self.signed(self.desk, [draft], refused=self.series.pause_on(self.today) is not None)
        else:
            assert self.take(self.desk, assign.void(self.series, self.desk.ledger, entry.number, "未用"))
        self.commit(self.desk)

    @precondition(lambda self: self.begin > 1 and self.desk.data)
    @rule(data=st.data())
    def adopt(self, data: st.DataObject) -> None:
        """Enter some numbers before the ledger's beginning, from files or a table; printed totals may be wrong."""
        first = next((one.number for one in self.desk.ledger.entries if one.number.track is REGULAR), None)
        if first is None or first.span.first == 1:
            return
        chosen = data.draw(st.sets(st.integers(1, first.span.first - 1))) | {first.span.first - 1}
        rows, signed = [], next((one.signed for one in self.desk.ledger.entries if one.number == first), None)
        for n in sorted(chosen):
            path = self.new_path() if signed and data.draw(st.booleans()) else ""
            day = signed if path else data.draw(st.sampled_from([None, signed]))
            total = data.draw(st.sampled_from([None, None, n, 420 + n, 432 + n]))
            number = replace(first, span=Span(n, n))
            printed = None if total is None else Span(total, total)
            rows.append(Printed(number, printed, day, None, path, "", Place(path or "old.csv")))
        ledger, found = assign.adopt(self.series, self.desk.ledger, rows)
        numbered = replace(ledger, entries=tuple(replace(one, line=n) for n, one in enumerate(ledger.entries, 2)))
        if has_errors([*found, *check_sequence(self.series, numbered)]):
            return  # `inv adopt` refuses
        self.desk.data = write_ledger(self.desk.data, ledger)
        self.old.update(entry.issue for entry in self.desk.ledger.entries if entry.number == first)
        for row in rows:
            entry = self.desk.ledger.holding(row.path) if row.path else None
            if entry is not None:
                self.desk.issues[row.path] = replace(self.issue_of(entry), mark="")
                self.old.add(row.path)
        self.commit(self.desk)

    @rule()
    def void_missing(self) -> None:
        """Record a number that a back-file passes over as never issued."""
        reached = self.reached(self.desk)
        for (run, track, year), last in reached.last.items():
            held = [n for sequence, n in reached.holders if sequence == (run, track, year)]
            missing = [n for n in range(min(held), last) if n not in held]
            if missing:
                number = next(e.number for s, e in reached.holders.items() if s[0] == (run, track, year))
                number = replace(number, span=Span(missing[0], missing[0]))
                assert self.take(self.desk, assign.void(self.series, self.desk.ledger, number, "未出"))
        self.commit(self.desk)

    @rule(name=st.sampled_from(["政务普刊", "政务信息", "内参"]))
    def rename(self, name: str) -> None:
        """Give the series another title from tomorrow on."""
        self.configure(titles=(*self.series.titles, SeriesTitle(name, self.today + timedelta(days=1))))

    @precondition(lambda self: len(self.series.runs) < 5)
    @rule(restart=st.sampled_from(Restart))
    def count_otherwise(self, restart: Restart) -> None:
        """Count from 1 again, in any way, from tomorrow on (C24, C25)."""
        self.today += timedelta(days=1)
        volumes = [run.volume or 0 for run in self.series.runs]
        volume = max(volumes) + 1 if restart is Restart.VOLUME else None
        self.configure(runs=(*self.series.runs, Run(self.today, restart, volume)))

    @precondition(lambda self: self.series.pause_on(self.today) is None)
    @rule()
    def close(self) -> None:
        """Close the series from tomorrow on (C34)."""
        self.today += timedelta(days=1)
        self.configure(pauses=(*self.series.pauses, Pause(self.today, None, "停刊")))

    @precondition(lambda self: self.series.pause_on(self.today) is not None)
    @rule()
    def reopen(self) -> None:
        """Reopen the series tomorrow."""
        *before, last = self.series.pauses
        self.configure(pauses=(*before, replace(last, until=self.today)))
        self.today += timedelta(days=1)

    def configure(self, **changes: object) -> None:
        """Change the series' settings."""
        self.series = replace(self.series, **changes)  # type: ignore[arg-type]
        self.desk.issues = {path: replace(one, series=self.series) for path, one in self.desk.issues.items()}

    @precondition(lambda self: self.begin == 1 or self.desk.data)
    @rule(data=st.data(), style=st.sampled_from(STYLES))
    def two_writers(self, data: st.DataObject, style: tuple[str, ...]) -> None:
        """Let two branches work from the same state and merge them: `git merge`, and `inv ledger --resolve` (C31)."""
        base, ours, theirs = self.desk, self.desk.copy(), self.desk.copy()
        acts = (self.sign, self.sign, self.sign, self.void, self.publish, self.withdraw)
        for branch in (ours, theirs):
            for act in data.draw(st.lists(st.sampled_from(acts), min_size=1, max_size=3)):
                act(branch, data.draw)
                self.commit(branch)
        self.desk = self.merged(base, ours, theirs, style)
        # Committed as one: how a merger looks in git's memory is test_history's and test_merging's.
        self.changes.clear()
        self.desk.head = ""
        self.commit(self.desk)

    def merged(self, base: Branch, ours: Branch, theirs: Branch, style: tuple[str, ...]) -> Branch:
        """Merge files one by one, and settle the ledger where it needs to be."""
        data = merged_by_git(base.data, ours.data, theirs.data, style)
        issues = dict(base.issues)
        for path in {*ours.issues, *theirs.issues}:
            issues[path] = both(base.issues.get(path), ours.issues.get(path), theirs.issues.get(path))
        ledger, found = open_ledger("gazette", data) if data else (Ledger("gazette", PATH, ()), [])
        if not has_errors([*found, *check_sequence(self.series, ledger)]):
            return Branch(data, issues)
        assert has_conflict(data.decode()) or style == ("--union",)
        settled = resolve(self.series, data.decode(), self.now, lambda path: issues[path].reissue is not None)
        if has_errors(check_sequence(self.series, settled.ledger)):
            assert style == ("--union",), list(check_sequence(self.series, settled.ledger))
            return self.merged(base, ours, theirs, ())  # the command refuses, the editor merges with markers
        for one in settled.renumbered:
            assert issues[one.issue].number == one.before
            issues[one.issue] = replace(issues[one.issue], span=one.after.span)
            assert issues[one.issue].number == one.after
            assert (one.issue in ours.issues) is not (one.issue in theirs.issues)
            self.numbers.pop(one.issue, None)
        return Branch(write_ledger(b"", settled.ledger), issues)

    # --- Git ---------------------------------------------------------------------------------------------------------

    def commit(self, branch: Branch) -> None:
        """Commit a branch."""
        committed = self.text_of.get(branch.head, [])
        if branch.lines() != committed:
            before, branch.head = branch.head, self.new_commit(branch)
            self.changes.append(change(branch.head, before, 1, committed, branch.lines()))

    def new_commit(self, branch: Branch) -> str:
        """Return the name of a new commit of a branch's ledger."""
        self.commits += 1
        name = f"{self.commits:040x}"
        self.text_of[name] = branch.lines()
        return name

    @property
    def text_of(self) -> dict[str, list[str]]:
        """Return the ledger's lines by commit."""
        return self.__dict__.setdefault("_text_of", {})  # type: ignore[no-any-return]

    # --- What always holds -------------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Return what git has of the ledger."""
        return facts_of(self.changes).get(PATH, Facts())

    def faults(self, data: bytes, facts: Facts | None = None) -> list[str]:
        """Verify a ledger as a build does: in itself, against the files, and against git."""
        ledger, found = open_ledger("gazette", data) if data else (Ledger("gazette", PATH, ()), [])
        if not found:
            issues = list(self.desk.issues.values())
            signed = {(entry.issue, entry.number) for entry in ledger.entries}
            found = [
                *check_claims(issues, signed),
                *check_replacements(issues),
                *check_sequence(self.series, ledger),
                *check_ledger(self.series, ledger, issues, {*self.desk.issues, *OTHERS}),
                *check_history(self.series, facts or self.facts(), ledger),
            ]
        return errors(found)

    @invariant()
    def every_state_is_accepted(self) -> None:
        """Verification finds no error in any state that can be reached."""
        found = self.faults(self.desk.data)
        assert found == [], "\n".join((*found, *self.desk.lines()))

    @invariant()
    def numbers_stay(self) -> None:
        """An issue's number never changes, and no number is ever another's."""
        for entry in self.desk.ledger.entries:
            if entry.issue:
                assert self.numbers.setdefault(entry.issue, entry.number) == entry.number
        issued = {entry.issue for entry in self.desk.ledger.entries}
        assert set(self.numbers) <= issued

    @invariant()
    def totals_are_consecutive(self) -> None:
        """Totals run on from the seed without a gap, whatever the numbers do."""
        if self.series.total_seed is None:
            assert not any(entry.total for entry in self.desk.ledger.entries)
            return
        last: int | None = None
        for entry in self.desk.ledger.entries:
            if entry.number.track is not REGULAR:
                assert entry.total is None
            elif entry.total is None:
                assert entry.state is State.VOID
            else:
                first = entry.total.first
                if entry.state is State.ADOPTED:
                    assert last is None or first > last
                elif last is not None:
                    assert first == last + 1
                else:
                    assert first == self.series.total_seed + 1
                per_slot = self.series.combined_total is CombinedTotal.PER_SLOT
                assert len(entry.total) == (len(entry.number.span) if per_slot else 1)
                last = entry.total.last

    @invariant()
    def ledger_is_written_as_it_is_read(self) -> None:
        """Reading and writing a ledger changes no byte of it."""
        if self.desk.data:
            ledger = self.desk.ledger
            assert write_ledger(self.desk.data, ledger) == self.desk.data
            anew = replace(ledger, entries=tuple(replace(one, line=0) for one in ledger.entries))
            assert write_ledger(b"", anew) == self.desk.data

    def teardown(self) -> None:
        """Whatever cell is replaced by whatever other value, verification reports an error."""
        random, facts = Random(self.desk.data), self.facts()
        head, *lines = self.desk.lines() or [""]
        places = [(at, column) for at in range(len(lines)) for column in range(len(COLUMNS))]
        for at, column in random.sample(places, min(CELLS, len(places))):
            cells = next(csv.reader([lines[at]]))
            values = sorted({*self.values(COLUMNS[column], cells[column])})
            for value in random.sample(values, min(VALUES, len(values))):
                changed = written([*cells[:column], value, *cells[column + 1 :]])
                if not is_same(lines[at], changed):
                    tampered = "".join(f"{one}\n" for one in (head, *lines[:at], changed, *lines[at + 1 :]))
                    assert self.faults(tampered.encode(), facts), (lines[at], changed)

    @precondition(lambda self: self.desk.ledger.entries)
    @rule(data=st.data(), twice=st.booleans())
    def no_line_can_go(self, data: st.DataObject, *, twice: bool) -> None:
        """Whatever line is lost, or stands twice, verification reports an error."""
        lines = self.desk.lines()
        at = data.draw(st.integers(1, len(lines) - 1))
        lines[at : at + 1] = [lines[at]] * (2 if twice else 0)
        assert self.faults("".join(f"{line}\n" for line in lines).encode())

    def values(self, column: str, old: str) -> Iterator[str]:
        """Yield what might stand in a cell instead."""
        yield from ("", "x", "0")
        entries = self.desk.ledger.entries
        others = [next(csv.reader([line_of(one)])) for one in entries]
        yield from {cells[COLUMNS.index(column)] for cells in others}
        match column:
            case "year":
                yield from (str(int(old) + n) for n in (-1, 1))
            case "number" | "total" if old and "r" not in old:
                first = int(old.partition("-")[0].partition("+")[0])
                yield from (f"{first + 1}", f"{max(1, first - 1)}", f"{first}-{first + 1}", f"{first}+1", f"r2-{first}")
            case "track":
                yield from Track
            case "state":
                yield from State
            case "signed" | "published":
                for day in (self.today, self.today - timedelta(days=1), self.today - timedelta(days=366)):
                    yield from [f"{day}"] if column == "signed" else [f"{day} 09:01", f"{day} 09:00:30"]
            case "issue":
                yield from self.desk.issues
                yield from OTHERS
                yield f"gazette/{self.today.year}/none.md"
            case _:
                yield from ("补编", "别的", "a,b", CROSSED)


@pytest.fixture(autouse=True)
def _lines_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember what lines of ledgers say: the machine reads the same ones three hundred thousand times."""
    monkeypatch.setattr(ledger, "parse_line", cache(ledger.parse_line))


Office.TestCase.settings = settings(
    stateful_step_count=25, max_examples=max(200, settings().max_examples), deadline=None
)
TestOffice = Office.TestCase
