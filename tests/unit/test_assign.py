"""Numbers assigned: what the forty cases (tests/unit/test_cases.py) leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.diagnostics import has_errors
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span, parse_span
from bulletin.reference import CombinedTotal, Counting, Pause, Restart, Run, Series, YearBasis
from bulletin_numbering.assign import Draft, Printed, adopt, publish, reissue, sign, void, withdraw
from bulletin_numbering.lawful import is_lawful
from bulletin_numbering.ledger import Ledger, open_ledger, write_ledger
from bulletin_numbering.verify import check_sequence
from tests.unit.making import (
    CHINA_NOON,
    GAZETTE,
    a_draft,
    a_ledger,
    a_row,
    a_series,
    accepted,
    an_empty,
    codes,
    labels,
    shown,
)

UNCOUNTED = a_series(total_seed=None)
PER_ISSUE = a_series(combined_total=CombinedTotal.PER_ISSUE)
CONTINUOUS = a_series(restart=Restart.CONTINUOUS)
SUPPLEMENT, SPECIAL = Track.SUPPLEMENT, Track.SPECIAL


def number(text: str, year: int = 2004, track: Track = Track.REGULAR, part: int = 1) -> Number:
    """Make a number."""
    return Number(year, track, parse_span(text), part)


def line(text: str, total: str = "", *, state: str = "issued", day: str = "2004-03-01", track: str = "regular") -> str:
    """Write a line of a ledger; void, reserved and adopted numbers have no file."""
    if state in {"void", "reserved", "adopted"}:
        return f"{day[:4]},{text},{total},{track},{state},,,,{'未编发' if state == 'void' else ''}"
    return f"{day[:4]},{text},{total},{track},{state},{day},,{track}-{day[:4]}-{text}.md,"


def taken(ledger: Ledger) -> list[str]:
    """Return year and number of each line, with its total."""
    return [f"{one.number.year}/{one.number.segment} {one.total or '—'}" for one in ledger.entries]


def faults(series: Series, ledger: Ledger) -> list[str]:
    """Return what is wrong with a ledger once it is written, as codes."""
    fresh = replace(ledger, entries=tuple(replace(entry, line=0) for entry in ledger.entries))
    written, found = open_ledger(series.id, write_ledger(b"", fresh))
    return codes([*found, *check_sequence(series, written)])


# --- Signing ---------------------------------------------------------------------------------------------------------


def test_a_line_says_what_the_draft_says() -> None:
    """A new line has the draft's file and dates, and its mark as the note."""
    draft = a_draft("2004-03-01", path="a.md", published="2004-03-02 09:00", mark="专期")
    (entry,) = accepted(sign(GAZETTE, an_empty(), [draft])).entries
    assert (entry.line, entry.state, entry.issue, entry.note) == (0, State.ISSUED, "a.md", "专期")
    assert (entry.signed, entry.published) == (draft.signed, draft.published)


def test_nothing_to_sign() -> None:
    """Signing nothing changes nothing."""
    ledger = a_ledger(line("1", "1"))
    assert sign(GAZETTE, ledger, []) == (ledger, [])


def test_order_of_signing() -> None:
    """N4: issues signed at once are numbered by signing date, whatever order they are named in."""
    days = ["2004-03-03", "2004-03-01", "2004-03-02"]
    ledger = accepted(sign(GAZETTE, an_empty(), [a_draft(day) for day in days]))
    assert [str(entry.signed) for entry in ledger.entries] == sorted(days)


@pytest.mark.parametrize(
    ("series", "days", "labels_expected"),
    [
        pytest.param(
            a_series(
                runs=(
                    Run(None, Restart.ANNUAL),
                    Run(date(2004, 3, 1), Restart.ANNUAL),
                    Run(date(2004, 9, 1), Restart.ANNUAL),
                )
            ),
            ["2004-02-01", "2004-02-20", "2004-03-01", "2004-08-31", "2004-09-01", "2005-01-04", "2005-12-31"],
            [
                "2004/1 1",
                "2004/2 2",
                "2004/r2-1 3",
                "2004/r2-2 4",
                "2004/r3-1 5",
                "2005/1 6",
                "2005/2 7",
            ],
            id="C24-several-runs-in-a-year",
        ),
        pytest.param(
            a_series(runs=(Run(None, Restart.VOLUME, 1), Run(date(2004, 7, 1), Restart.VOLUME, 2))),
            ["2003-12-01", "2004-01-05", "2004-07-01", "2005-01-04"],
            ["2003/1 1", "2004/2 2", "2004/r2-1 3", "2005/2 4"],
            id="volumes-go-over-the-year",
        ),
        pytest.param(
            a_series(runs=(Run(None, Restart.ANNUAL), Run(date(2005, 1, 1), Restart.CONTINUOUS))),
            ["2004-11-01", "2004-12-01", "2005-01-04", "2006-01-04"],
            ["2004/1 1", "2004/2 2", "2005/1 3", "2006/2 4"],
            id="annual-then-continuous",
        ),
        pytest.param(
            a_series(runs=(Run(None, Restart.CONTINUOUS), Run(date(2004, 7, 1), Restart.CONTINUOUS))),
            ["2003-11-01", "2004-01-01", "2004-07-04", "2005-01-04"],
            ["2003/1 1", "2004/2 2", "2004/r2-1 3", "2005/2 4"],
            id="continuous-anew",
        ),
    ],
)
def test_runs(series: Series, days: list[str], labels_expected: list[str]) -> None:
    """Numbers begin again with a year, a volume or a change of counting; totals never do."""
    ledger = accepted(sign(series, an_empty(), [a_draft(day) for day in days]))
    assert taken(ledger) == labels_expected
    assert faults(series, ledger) == []


def test_labels_of_volumes() -> None:
    """A volume is printed before the number."""
    series = a_series(runs=(Run(None, Restart.VOLUME, 1), Run(date(2004, 7, 1), Restart.VOLUME, 2)))
    ledger = accepted(sign(series, an_empty(), [a_draft("2004-06-30"), a_draft("2004-07-01")]))
    assert labels(series, ledger) == ["2004年第1卷第1期（总第1期）", "2004年第2卷第1期（总第2期）"]


def test_tracks_are_counted_apart() -> None:
    """N7: supplements and specials have their own numbers each year, and no total."""
    series = replace(CONTINUOUS, total_seed=10)
    drafts = [
        a_draft(day, track=track)
        for day in ("2004-03-01", "2004-04-01", "2005-01-04")
        for track in (Track.REGULAR, SUPPLEMENT, SPECIAL)
    ]
    ledger = accepted(sign(series, an_empty(), drafts))
    assert taken(ledger) == [
        "2004/1 11", "2004/supplement-1 —", "2004/special-1 —",
        "2004/2 12", "2004/supplement-2 —", "2004/special-2 —",
        "2005/3 13", "2005/supplement-1 —", "2005/special-1 —",
    ]  # fmt: skip
    assert faults(series, ledger) == []


@pytest.mark.parametrize(
    ("drafts", "expected"),
    [
        (["2004-03-20", "2004-04-20", "2005-01-20"], ["2004/3", "2004/4", "2005/1"]),
        ([("2004-05-05", "2004-04"), ("2004-06-05", "2004-05")], ["2004/4", "2004/5"]),
        ([("2005-01-05", "2004-12")], ["2004/12"]),
    ],
    ids=["C5", "C5-period", "C5-and-C6"],
)
def test_months(drafts: list[str | tuple[str, str]], expected: list[str]) -> None:
    """C5: where numbers are the month's, that of the month reported on counts before that of signing."""
    series = replace(UNCOUNTED, counting=Counting.MONTH, year_basis=YearBasis.PERIOD)
    made = [a_draft(one) if isinstance(one, str) else a_draft(one[0], period=one[1]) for one in drafts]
    ledger = accepted(sign(series, an_empty(), made))
    assert [entry.rpartition(" ")[0] for entry in taken(ledger)] == expected


def test_merged_months() -> None:
    """C5, C7: a merged issue of a series numbered by the month begins with the month it reports on."""
    series = replace(UNCOUNTED, counting=Counting.MONTH)
    drafts = [a_draft("2004-06-20"), a_draft("2004-08-20", period="2004-07", combined=2), a_draft("2004-09-20")]
    ledger = accepted(sign(series, an_empty(), drafts))
    assert [entry.number.code for entry in ledger.entries] == ["6", "7-8", "9"]


@pytest.mark.parametrize(
    ("before", "draft", "code"),
    [
        (["3"], a_draft("2004-03-20"), "NUM-DUP"),
        (["3"], a_draft("2004-05-20"), "NUM-GAP"),
        (["5"], a_draft("2004-04-20"), "SIGN-LATE"),
    ],
    ids=["same-month", "month-skipped", "month-passed"],
)
def test_months_out_of_order(before: list[str], draft: Draft, code: str) -> None:
    """C5: a month has one issue, and a month without one is void."""
    series = replace(UNCOUNTED, counting=Counting.MONTH)
    _, found = sign(series, a_ledger(*(line(text, state="adopted") for text in before)), [draft])
    assert shown(found) == [f"{draft.path}:5:9 {code}"]


def test_supplement_of_a_month() -> None:
    """C5: a supplement's number is not the month's."""
    series = replace(UNCOUNTED, counting=Counting.MONTH)
    assert taken(accepted(sign(series, an_empty(), [a_draft("2004-03-20", track=SUPPLEMENT)]))) == [
        "2004/supplement-1 —"
    ]


@pytest.mark.parametrize(
    ("before", "wanted", "code"),
    [
        ([], "1", ""),
        ([], "37", ""),
        (["15"], "16", ""),
        (["15"], "16-17", ""),
        (["15"], "17", "NUM-GAP"),
        (["15"], "17-18", "NUM-GAP"),
        (["15"], "15", "NUM-DUP"),
        (["15"], "15-16", "NUM-DUP"),
        (["13-15"], "14", "NUM-DUP"),
        (["15"], "14", "SIGN-LATE"),
        (["13", "15"], "14", "SIGN-LATE"),
    ],
)
def test_number_the_editor_wrote(before: list[str], wanted: str, code: str) -> None:
    """N5: a number written in the file wins, if it is the next; the first line of a ledger may have any."""
    ledger = a_ledger(*(line(text, state="adopted") for text in before))
    _, found = sign(UNCOUNTED, ledger, [a_draft("2004-04-01", wanted, path="a.md")])
    assert shown(found) == ([f"a.md:5:9 {code}"] if code else [])


def test_same_number_twice_at_once() -> None:
    """N5: two drafts that ask for the same number are both named."""
    drafts = [a_draft("2004-04-01", "16", path="a.md"), a_draft("2004-04-02", "16", path="b.md")]
    _, (found,) = sign(UNCOUNTED, a_ledger(line("15")), drafts)
    assert (found.code, found.path, dict(found.message.args)["other"]) == ("NUM-DUP", "b.md", "a.md")


def test_place_of_a_rival_without_a_file() -> None:
    """N5: a rival that has no file is named by its line."""
    _, (found,) = sign(UNCOUNTED, a_ledger(line("15", state="void")), [a_draft("2004-04-01", "15")])
    assert dict(found.message.args)["other"] == "ledger/gazette.csv:2"


@pytest.mark.parametrize("wanted", ["16", ""])
def test_reserved_number(wanted: str) -> None:
    """A reserved number is used by the issue that asks for it, in its old place; who doesn't ask gets the next."""
    ledger = a_ledger(line("15", "15"), "2004,16,16,regular,reserved,,,,为专期预留")
    signed = accepted(sign(GAZETTE, ledger, [a_draft("2004-04-01", wanted, path="a.md")]))
    assert taken(signed) == (["2004/15 15", "2004/16 16"] if wanted else ["2004/15 15", "2004/16 16", "2004/17 17"])
    assert signed.holding("a.md") == signed.entries[-1]
    assert (signed.entries[1].state, signed.entries[1].note) == (
        (State.ISSUED, "为专期预留") if wanted else (State.RESERVED, "为专期预留")
    )
    assert faults(GAZETTE, signed) == []


@pytest.mark.parametrize("day", ["2004-02-20", "2004-03-01", "2004-03-20"])
@pytest.mark.parametrize("note", ["", "为专期预留"])
def test_reserved_number_used_late(day: str, note: str) -> None:
    """A reserved number keeps its total and its place between others, whenever it is used."""
    lines = [line("15", "15"), f"2004,16,16,regular,reserved,,,,{note}", line("17", "17", day="2004-03-02")]
    signed = accepted(sign(GAZETTE, a_ledger(*lines), [a_draft(day, "16")]))
    assert taken(signed) == ["2004/15 15", "2004/16 16", "2004/17 17"]
    assert (signed.entries[1].state, signed.entries[1].note) == (State.ISSUED, note or "预留号")
    assert faults(GAZETTE, signed) == []


@pytest.mark.parametrize("wanted", ["16-17", "15-16"])
def test_part_of_a_reserved_number(wanted: str) -> None:
    """A merged issue can't take a number that is reserved alone."""
    ledger = a_ledger(line("15"), line("16", state="reserved"))
    assert codes(sign(UNCOUNTED, ledger, [a_draft("2004-04-01", wanted)])[1]) == ["NUM-DUP"]


@pytest.mark.parametrize(
    ("series", "seed", "expected"),
    [
        (GAZETTE, 0, ["1", "2-4", "5"]),
        (GAZETTE, 432, ["433", "434-436", "437"]),
        (PER_ISSUE, 0, ["1", "2", "3"]),
        (PER_ISSUE, 432, ["433", "434", "435"]),
        (GAZETTE, None, ["", "", ""]),
    ],
)
def test_totals(series: Series, seed: int | None, expected: list[str]) -> None:
    """N8: totals begin after the seed, and a merged issue takes as many as the series says; without a seed none."""
    series = replace(series, total_seed=seed)
    drafts = [a_draft("2004-03-01"), a_draft("2004-04-01", combined=3), a_draft("2004-05-01")]
    ledger = accepted(sign(series, an_empty(), drafts))
    assert [str(entry.total or "") for entry in ledger.entries] == expected
    assert [entry.number.code for entry in ledger.entries] == ["1", "2-4", "5"]


@pytest.mark.parametrize(
    ("before", "draft", "codes_expected"),
    [
        ("2004-03-01", a_draft("2004-03-01"), []),
        ("2004-03-02", a_draft("2004-03-01"), ["NUM-ORDER"]),
        ("2004-03-02", a_draft("2004-03-01", mark="补编"), []),
        ("2004-03-02", a_draft("2004-03-01", track=SUPPLEMENT), []),
        ("2005-01-04", a_draft("2004-12-30"), ["NUM-REOPEN"]),
        ("2005-01-04", a_draft("2004-12-30", track=SUPPLEMENT), []),
    ],
    ids=["same-day", "backwards", "C22", "other-track", "C36", "C36-supplement"],
)
def test_dates(before: str, draft: Draft, codes_expected: list[str]) -> None:
    """Dates run on with the numbers, but for an issue that says why it is late (C22)."""
    _, found = sign(UNCOUNTED, a_ledger(line("1", day=before)), [draft])
    assert codes(found) == codes_expected


@pytest.mark.parametrize(
    ("day", "closed"),
    [("2004-05-31", False), ("2004-06-01", True), ("2004-06-30", True), ("2004-07-01", False)],
)
def test_pause(day: str, closed: bool) -> None:  # noqa: FBT001 (a column of the table)
    """C34: a pause keeps out what is signed in it, both ends included."""
    series = replace(UNCOUNTED, pauses=(Pause(date(2004, 6, 1), date(2004, 6, 30), ""),))
    assert codes(sign(series, an_empty(), [a_draft(day)])[1]) == (["SERIES-CLOSED"] if closed else [])


def test_all_faults_at_once() -> None:
    """What is wrong with each draft is said of all in one run."""
    drafts = [a_draft("2004-04-01", "9", path="a.md"), a_draft("2004-04-02", "1", path="b.md")]
    assert shown(sign(UNCOUNTED, a_ledger(line("1")), drafts)[1]) == ["a.md:5:9 NUM-GAP", "b.md:5:9 NUM-DUP"]


# --- Void numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "slot", "expected"),
    [
        ([line("15", "15")], "16", ["2004/15 15", "2004/16 16"]),
        ([line("15", "15")], "16-17", ["2004/15 15", "2004/16-17 16-17"]),
        ([], "1", ["2004/1 1"]),
        ([line("15", "15"), line("16", "16", state="reserved")], "16", ["2004/15 15", "2004/16 16"]),
    ],
    ids=["next", "several", "first", "reserved"],
)
def test_void(lines: list[str], slot: str, expected: list[str]) -> None:
    """N6: the next number, or a reserved one, is recorded as never issued, with its total and its reason."""
    ledger = accepted(void(GAZETTE, a_ledger(*lines), number(slot), "未编发"))
    assert taken(ledger) == expected
    assert (ledger.entries[-1].state, ledger.entries[-1].note) == (State.VOID, "未编发")
    assert faults(GAZETTE, ledger) == []


@pytest.mark.parametrize(
    ("held_for", "reason", "note"),
    [
        ("", "未编发", "未编发"),
        ("留给专刊", "未编发", "未编发"),
        ("留给专刊", "留给专刊", "留给专刊（预留未用）"),
    ],
)
def test_void_of_a_reserved_number(held_for: str, reason: str, note: str) -> None:
    """N2, N6: why a number was reserved is no reason why it was not used; a line void for that says it was not."""
    reserved = line("16", "16", state="reserved").removesuffix("未编发") + held_for
    before = a_ledger(line("15", "15"), reserved)
    after = accepted(void(GAZETTE, before, number("16"), reason))
    assert after.entries[-1].note == note
    assert is_lawful(before.entries[-1], after.entries[-1])


def test_void_between_two_others() -> None:
    """N6: a number that was skipped goes between its neighbours, with a total only where they leave room."""
    rows = [a_row("15", "15"), a_row("17", "16"), a_row("19", "18")]
    ledger = accepted(adopt(GAZETTE, an_empty(), rows))
    assert faults(GAZETTE, ledger) == ["NUM-MISSING"]
    for slot in ("18", "16"):
        ledger = accepted(void(GAZETTE, ledger, number(slot), "未编发"))
    assert taken(ledger) == ["2004/15 15", "2004/16 —", "2004/17 16", "2004/18 17", "2004/19 18"]
    assert faults(GAZETTE, ledger) == []


def test_void_in_another_year() -> None:
    """N6: the last number of a finished year can still be recorded; it takes the next total, as it is given now."""
    lines = [line("11", "11"), line("1", "12", day="2005-01-04")]
    ledger = accepted(void(GAZETTE, a_ledger(*lines), number("12"), "未编发"))
    assert taken(ledger) == ["2004/11 11", "2005/1 12", "2004/12 13"]
    assert faults(GAZETTE, ledger) == []


@pytest.mark.parametrize(
    ("lines", "slot", "code"),
    [
        ([line("15")], "15", "NUM-TAKEN"),
        ([line("15", state="void")], "15", "NUM-TAKEN"),
        ([line("15", state="withdrawn")], "15", "NUM-TAKEN"),
        ([line("15", state="adopted")], "15", "NUM-TAKEN"),
        ([line("15-16")], "16", "NUM-TAKEN"),
        ([line("15"), line("16", state="reserved")], "16-17", "NUM-TAKEN"),
        ([line("15")], "17", "NUM-GAP"),
    ],
)
def test_void_refused(lines: list[str], slot: str, code: str) -> None:
    """N2: a number that came out never becomes void, and voiding leaves no gap either."""
    ledger = a_ledger(*lines)
    after, found = void(UNCOUNTED, ledger, number(slot), "未编发")
    assert (after, codes(found)) == (ledger, [code])


def test_void_names_what_is_skipped() -> None:
    """N6: the message names the numbers between the last and the one to be void."""
    _, (found,) = void(UNCOUNTED, a_ledger(line("15")), number("19"), "未编发")
    assert dict(found.message.args)["label"] == "政务普刊2004年第16-18期"


# --- Withdrawn, issued again, put online ------------------------------------------------------------------------------

PATH = "regular-2004-15.md"


def test_withdrawn_and_back() -> None:
    """C16, C17: a line changes its state and nothing else, there and back."""
    ledger = a_ledger(line("15"), line("16"))
    gone = accepted(withdraw(ledger, PATH))
    assert gone.entries[0] == replace(ledger.entries[0], line=0, state=State.WITHDRAWN)
    assert gone.entries[1] == ledger.entries[1]
    assert accepted(reissue(UNCOUNTED, gone, PATH)).entries[0] == replace(ledger.entries[0], line=0)


@pytest.mark.parametrize(
    ("state", "path", "of_withdraw", "of_reissue"),
    [
        ("issued", PATH, "", "SIGN-STATE"),
        ("withdrawn", PATH, "SIGN-STATE", ""),
        ("issued", "other.md", "SIGN-NONE", "SIGN-NONE"),
        ("void", "other.md", "SIGN-NONE", "SIGN-NONE"),
    ],
)
def test_what_can_be_withdrawn(state: str, path: str, of_withdraw: str, of_reissue: str) -> None:
    """Only what is out is withdrawn, and only what is withdrawn comes out again."""
    ledger = a_ledger(line("15", state=state))
    for (after, found), code in (
        (withdraw(ledger, path), of_withdraw),
        (reissue(UNCOUNTED, ledger, path), of_reissue),
    ):
        assert codes(found) == ([code] if code else [])
        assert (after == ledger) == bool(code)


def test_adopted_issue_withdrawn() -> None:
    """C16: an issue of a back-file can be withdrawn too, where its date is known."""
    ledger = accepted(adopt(GAZETTE, an_empty(), [a_row("9", "9", signed="2004-03-01", path="a.md")]))
    gone = accepted(withdraw(ledger, "a.md"))
    assert gone.entries[0].state is State.WITHDRAWN
    assert faults(GAZETTE, gone) == []


def test_published_once() -> None:
    """C21: the moment online is recorded once."""
    ledger = a_ledger(line("15"))
    online = accepted(publish(ledger, PATH, CHINA_NOON))
    assert online.entries[0] == replace(ledger.entries[0], line=0, published=CHINA_NOON)
    assert codes(publish(online, PATH, CHINA_NOON)[1]) == ["SIGN-STATE"]
    assert codes(publish(online, "other.md", CHINA_NOON)[1]) == ["SIGN-NONE"]


def test_published_when_withdrawn() -> None:
    """C16: what is withdrawn goes online no more; a moment that the file has is recorded with the withdrawal."""
    ledger = a_ledger(line("15"))
    gone = accepted(withdraw(ledger, PATH))
    (found,) = publish(gone, PATH, CHINA_NOON)[1]
    assert (found.code, dict(found.message.args)["state"]) == ("SIGN-STATE", "withdrawn")
    both = accepted(withdraw(ledger, PATH, CHINA_NOON))
    assert both.entries[0] == replace(ledger.entries[0], line=0, state=State.WITHDRAWN, published=CHINA_NOON)
    online = accepted(publish(ledger, PATH, CHINA_NOON))
    assert accepted(withdraw(online, PATH, CHINA_NOON - timedelta(days=1))) == both
    assert accepted(publish(accepted(reissue(UNCOUNTED, gone, PATH)), PATH, CHINA_NOON)) == online


# --- Back-files ------------------------------------------------------------------------------------------------------


def adopted(series: Series, *rows: Printed, before: Iterable[str] = ()) -> list[str]:
    """Enter a back-file and return the ledger's numbers and totals; nothing but a gap may be wrong with it."""
    ledger = accepted(adopt(series, a_ledger(*before), rows))
    assert set(faults(series, ledger)) <= {"NUM-MISSING"}
    return taken(ledger)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([a_row("1"), a_row("2")], ["2004/1 1", "2004/2 2"]),
        ([a_row("2"), a_row("1")], ["2004/1 1", "2004/2 2"]),
        ([a_row("37", "569"), a_row("38")], ["2004/37 569", "2004/38 570"]),
        ([a_row("37"), a_row("38", "570")], ["2004/37 569", "2004/38 570"]),
        ([a_row("36"), a_row("37-38"), a_row("39", "572")], ["2004/36 569", "2004/37-38 570-571", "2004/39 572"]),
        ([a_row("37", "569"), a_row("39", "571")], ["2004/37 569", "2004/39 571"]),
        ([a_row("37", "569"), a_row("39", "570")], ["2004/37 569", "2004/39 570"]),
        ([a_row("37", "569"), a_row("39", "573")], ["2004/37 569", "2004/39 570"]),
        (
            [a_row("24", "88", year=2003), a_row("1", year=2004), a_row("2", "90", year=2004)],
            ["2003/24 88", "2004/1 89", "2004/2 90"],
        ),
        ([a_row("12+1", "100-101"), a_row("2", year=2005)], ["2004/12-2005-1 100-101", "2005/2 102"]),
    ],
    ids=[
        "no-totals",
        "any-order",
        "C26",
        "counted-back",
        "counted-back-over-a-merged-issue",
        "hole-that-was-counted",
        "hole-that-was-not",
        "C40-after-a-hole",
        "next-year",
        "C10",
    ],
)
def test_adopted(rows: list[Printed], expected: list[str]) -> None:
    """A back-file is entered in its order, with totals as printed where they can be right."""
    assert adopted(GAZETTE, *rows) == expected


def test_adopted_with_supplements() -> None:
    """C26: a supplement among the first rows changes nothing for the regular ones, whichever is entered first."""
    supplement = replace(a_row("1"), number=number("1", track=SUPPLEMENT))
    regular = [a_row("37", "569"), a_row("38", "570")]
    series = a_series(total_seed=432)
    assert sorted(adopted(series, supplement, *regular)) == ["2004/37 569", "2004/38 570", "2004/supplement-1 —"]
    ledger = accepted(adopt(series, accepted(adopt(series, an_empty(), [supplement])), regular))
    assert (taken(ledger), faults(series, ledger)) == (["2004/supplement-1 —", "2004/37 569", "2004/38 570"], [])


def test_adopted_between_tracks() -> None:
    """A row goes before the first line of its own track that stands behind it; other tracks' lines don't matter."""
    before = [line("1", "1"), line("9", track="supplement"), line("2", "2"), line("5", "3", state="adopted")]
    ledger = accepted(adopt(GAZETTE, a_ledger(*before), [a_row("4"), a_row("3")]))
    assert [one.split()[0] for one in taken(ledger)] == [
        "2004/1", "2004/supplement-9", "2004/2", "2004/3", "2004/4", "2004/5"
    ]  # fmt: skip


def test_signed_after_supplements() -> None:
    """C26: the first regular number may be any, though supplements came before it."""
    series = UNCOUNTED
    ledger = accepted(sign(series, an_empty(), [a_draft("2004-03-01", track=SUPPLEMENT)]))
    ledger = accepted(sign(series, ledger, [a_draft("2004-03-02", "37")]))
    assert labels(series, ledger) == ["2004年增刊第1期", "2004年第37期"]
    assert codes(sign(series, ledger, [a_draft("2004-03-03", "3", track=SUPPLEMENT)])[1]) == ["NUM-GAP"]


def test_adopted_without_totals() -> None:
    """Where no totals are counted, printed ones are not either."""
    assert adopted(UNCOUNTED, a_row("37"), a_row("38")) == ["2004/37 —", "2004/38 —"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([a_row("99", "531", year=2003), a_row("100", "532", year=2003)], ["2003/99 531", "2003/100 532"]),
        ([a_row("99", year=2003), a_row("100", year=2003)], ["2003/99 531", "2003/100 532"]),
        ([a_row("98-99", year=2003), a_row("100", year=2003)], ["2003/98-99 530-531", "2003/100 532"]),
    ],
    ids=["printed", "counted-back", "counted-back-merged"],
)
def test_adopted_before_a_ledger(rows: list[Printed], expected: list[str]) -> None:
    """C26: a back-file goes before the ledger that was begun later, and its totals end where that one's begin."""
    series = a_series(total_seed=432)
    before = [line("1", "533"), line("2", "534")]
    assert adopted(replace(series, total_seed=532), *rows, before=before) == [*expected, "2004/1 533", "2004/2 534"]


def test_adopted_in_two_parts() -> None:
    """C26: the older part of a back-file may come after the newer one."""
    series = a_series(total_seed=432)
    newer = accepted(adopt(series, an_empty(), [a_row("37", "569"), a_row("38", "570")]))
    both = accepted(adopt(series, newer, [a_row("35", "567"), a_row("36", "568")]))
    assert taken(both) == ["2004/35 567", "2004/36 568", "2004/37 569", "2004/38 570"]
    assert faults(series, both) == []
    assert labels(series, accepted(sign(series, both, [a_draft("2004-03-01")])))[-1] == "2004年第39期（总第571期）"


def test_adopted_into_a_hole() -> None:
    """A number that turns up later is entered where it was missing; its neighbours stay as they are."""
    ledger = accepted(adopt(GAZETTE, an_empty(), [a_row("37", "569"), a_row("39", "571")]))
    ledger = accepted(adopt(GAZETTE, ledger, [a_row("38", "570", note="补得")]))
    assert taken(ledger) == ["2004/37 569", "2004/38 570", "2004/39 571"]
    assert faults(GAZETTE, ledger) == []


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([a_row("59", "59"), a_row("60", "61"), a_row("61", "61")], ["", "原刊误印总第61期", ""]),
        ([a_row("59", "59"), a_row("60", "6", note="缺页")], ["", "缺页；原刊误印总第6期"]),
        ([a_row("59", "59"), a_row("60-61", "60")], ["", "原刊误印总第60期"]),
        ([a_row("59", "59"), a_row("60")], ["", ""]),
    ],
    ids=["C40", "C40-beside-a-note", "C40-merged", "not-printed"],
)
def test_misprinted_total(rows: list[Printed], notes: list[str]) -> None:
    """C40: a total that can't be right is kept as it was printed, beside what else is noted."""
    ledger = accepted(adopt(GAZETTE, an_empty(), rows))
    assert [entry.note for entry in ledger.entries] == notes
    assert faults(GAZETTE, ledger) == []


@pytest.mark.parametrize(
    ("before", "rows", "others"),
    [
        ([line("15")], [a_row("15")], ["regular-2004-15.md"]),
        ([line("15", state="void")], [a_row("15")], ["ledger/gazette.csv:2"]),
        ([], [a_row("15"), a_row("15")], ["ledger/gazette.csv"]),
        ([line("15-16")], [a_row("16"), a_row("17")], ["regular-2004-15-16.md"]),
    ],
    ids=["issued", "void", "twice", "merged"],
)
def test_adopted_twice(before: list[str], rows: list[Printed], others: list[str]) -> None:
    """A number that the ledger or another row has is refused, at the row."""
    _, found = adopt(UNCOUNTED, a_ledger(*before), rows)
    assert [(one.path, one.line, one.code, dict(one.message.args)["other"]) for one in found] == [
        ("old.csv", 2, "NUM-DUP", other) for other in others
    ]


def test_sparse_numbers() -> None:
    """Numbers given out with wide holes, as those of proposals are, are entered as they are."""
    series = a_series(restart=Restart.CONTINUOUS, total_seed=None)
    rows = [a_row(str(n), year=year) for n, year in ((1, 2000), (8, 2000), (3000, 2006), (404, 2012), (8000, 2007))]
    ledger = accepted(adopt(series, an_empty(), rows))
    assert [entry.number.code for entry in ledger.entries] == ["1", "8", "404", "3000", "8000"]
    (found,) = check_sequence(series, ledger)
    assert (found.code, dict(found.message.args)["count"]) == ("NUM-MISSING", "7995")
    assert labels(series, accepted(sign(series, ledger, [a_draft("2024-03-01")])))[-1] == "第8001期"


# --- Whatever is done ------------------------------------------------------------------------------------------------

WAYS = st.sampled_from(
    [
        GAZETTE,
        PER_ISSUE,
        UNCOUNTED,
        CONTINUOUS,
        a_series(total_seed=432),
        a_series(runs=(Run(None, Restart.ANNUAL), Run(date(2004, 7, 1), Restart.ANNUAL))),
        a_series(runs=(Run(None, Restart.CONTINUOUS), Run(date(2005, 1, 1), Restart.ANNUAL))),
        a_series(runs=(Run(None, Restart.VOLUME, 1), Run(date(2004, 10, 1), Restart.VOLUME, 2))),
    ]
)


@st.composite
def acts(draw: st.DrawFn) -> list[tuple[str, str, Track, int]]:
    """Make days on which something is signed or voided, in order of time."""
    day = date(2004, 1, 1)
    made = []
    for _ in range(draw(st.integers(1, 12))):
        day += timedelta(days=draw(st.sampled_from([0, 1, 40, 200])))
        what = draw(st.sampled_from(["sign", "sign", "sign", "void", "withdraw"]))
        track = draw(st.sampled_from([Track.REGULAR, Track.REGULAR, Track.REGULAR, SUPPLEMENT, SPECIAL]))
        made.append((what, day.isoformat(), track, draw(st.sampled_from([1, 1, 1, 2, 3]))))
    return made


def _act(series: Series, ledger: Ledger, n: int, act: tuple[str, str, Track, int]) -> Ledger:
    what, day, track, combined = act
    if what == "withdraw" and ledger.of(State.ISSUED):
        return accepted(withdraw(ledger, ledger.of(State.ISSUED)[-1].issue))
    signed = accepted(sign(series, ledger, [a_draft(day, path=f"{n}.md", track=track, combined=combined)]))
    return signed if what != "void" else accepted(void(series, ledger, signed.entries[-1].number, "未编发"))


@given(WAYS, acts())
def test_ledgers_stay_sound(series: Series, done: list[tuple[str, str, Track, int]]) -> None:
    """Whatever is signed, voided and withdrawn: verification finds nothing, no number is given twice or changed."""
    ledger = an_empty()
    for n, act in enumerate(done):
        after = _act(series, ledger, n, act)
        assert [(one.number, one.total, one.issue) for one in after.entries[: len(ledger.entries)]] == [
            (one.number, one.total, one.issue) for one in ledger.entries
        ]
        ledger = after
        assert faults(series, ledger) == []
    slots = [slot for one in ledger.entries for slot in one.number.slots()]
    assert len(slots) == len(set(slots))
    totals = [n for one in ledger.entries if one.total for n in one.total.slots()]
    if totals:
        assert totals == list(range(totals[0], totals[0] + len(totals)))


@given(WAYS, st.lists(st.dates(date(2004, 1, 1), date(2006, 12, 31)), min_size=1, max_size=8), st.data())
def test_at_once_or_one_by_one(series: Series, days: list[date], data: st.DataObject) -> None:
    """N4: issues signed at once, named in any order, get the numbers they would get one after the other."""
    drafts = [a_draft(day.isoformat(), path=f"{n}.md") for n, day in enumerate(sorted(days))]
    once, found = sign(series, an_empty(), drafts)
    assert not has_errors(found)
    one_by_one = an_empty()
    for draft in drafts:
        one_by_one, _ = sign(series, one_by_one, [draft])
    assert taken(once) == taken(one_by_one)
    shuffled, _ = sign(series, an_empty(), data.draw(st.permutations(drafts)))
    assert taken(shuffled) == taken(once)


@st.composite
def back_files(draw: st.DrawFn) -> list[Printed]:
    """Make a back-file with holes, merged issues and some totals, right or wrong."""
    rows = []
    for year in range(1999, 1999 + draw(st.integers(1, 3))):
        first = draw(st.integers(1, 5))
        for _ in range(draw(st.integers(1, 6))):
            last = first + draw(st.sampled_from([0, 0, 0, 1]))
            total = draw(st.none() | st.integers(1, 60).map(str))
            rows.append(a_row(str(Span(first, last)), total or "", year=year))
            first = last + draw(st.sampled_from([1, 1, 1, 2, 4]))
    return rows


@given(st.sampled_from([GAZETTE, PER_ISSUE, UNCOUNTED, a_series(total_seed=432)]), back_files(), st.data())
def test_any_back_file_can_be_entered(series: Series, rows: list[Printed], data: st.DataObject) -> None:
    """Whatever was printed: numbers are entered as they are, in any order of rows, and no error is left."""
    ledger = accepted(adopt(series, an_empty(), rows))
    assert [entry.number for entry in ledger.entries] == sorted(row.number for row in rows)
    assert set(faults(series, ledger)) <= {"NUM-MISSING"}
    assert accepted(adopt(series, an_empty(), data.draw(st.permutations(rows)))) == ledger
    after = accepted(sign(series, ledger, [a_draft("2004-03-01")]))
    assert after.entries[-1].number.code == "1"
    assert set(faults(series, after)) <= {"NUM-MISSING"}


@given(back_files(), st.lists(st.sampled_from([Track.REGULAR, SUPPLEMENT, SPECIAL]), max_size=6), st.data())
def test_back_file_before_what_was_signed(rows: list[Printed], tracks: list[Track], data: st.DataObject) -> None:
    """A back-file with supplements goes before what was signed, in two goes too; what was signed stays as it was."""
    rows = [
        replace(row, number=replace(row.number, track=data.draw(st.sampled_from([Track.REGULAR, SUPPLEMENT]))))
        for row in rows
    ]
    drafts = [a_draft(f"2004-03-{n:02}", path=f"{n}.md", track=track) for n, track in enumerate(tracks, 1)]
    signed = accepted(sign(UNCOUNTED, an_empty(), drafts))
    first = set(data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True)))
    ledger = accepted(adopt(UNCOUNTED, signed, [row for n, row in enumerate(rows) if n in first]))
    ledger = accepted(adopt(UNCOUNTED, ledger, [row for n, row in enumerate(rows) if n not in first]))
    assert [entry for entry in ledger.entries if entry.issue] == list(signed.entries)
    assert sorted(entry.number for entry in ledger.entries if not entry.issue) == sorted(row.number for row in rows)
    assert set(faults(UNCOUNTED, ledger)) <= {"NUM-MISSING"}


@given(back_files(), st.data())
def test_back_file_in_two_goes(rows: list[Printed], data: st.DataObject) -> None:
    """A back-file entered in two goes has the same numbers as at once, and no error."""
    first = set(data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True)))
    ledger = accepted(adopt(UNCOUNTED, an_empty(), [row for n, row in enumerate(rows) if n in first]))
    ledger = accepted(adopt(UNCOUNTED, ledger, [row for n, row in enumerate(rows) if n not in first]))
    assert ledger == accepted(adopt(UNCOUNTED, an_empty(), rows))
    assert set(faults(UNCOUNTED, ledger)) <= {"NUM-MISSING"}


def test_no_room_for_an_older_total() -> None:
    """Where the ledger counts from 1, there is no total for what came before; the command then writes nothing."""
    newer = accepted(adopt(GAZETTE, an_empty(), [a_row("1", year=2000)]))
    assert faults(GAZETTE, accepted(adopt(GAZETTE, newer, [a_row("1", year=1999)]))) == ["NUM-TOTAL"]


def test_reissued_issue_of_a_back_file_stays_one() -> None:
    """An adopted issue that comes out again is adopted still where gaps stand before it that nobody explains."""
    rows = [a_row("3", "3", signed="2004-02-01"), a_row("9", "9", signed="2004-03-01", path="a.md")]
    gone = accepted(withdraw(accepted(adopt(UNCOUNTED, an_empty(), rows)), "a.md"))
    assert accepted(reissue(UNCOUNTED, gone, "a.md")).entries[-1].state is State.ADOPTED


def test_text_turns_up_for_an_adopted_number() -> None:
    """A file may be entered later for a number that a table gave; a number that has one is refused."""
    ledger = accepted(adopt(UNCOUNTED, an_empty(), [a_row("9", "")]))
    found = accepted(adopt(UNCOUNTED, ledger, [a_row("9", "", signed="2004-03-01", path="a.md")]))
    assert [(entry.issue, str(entry.signed)) for entry in found.entries] == [("a.md", "2004-03-01")]
    both = [a_row("9", "", path=path, signed="2004-03-01") for path in ("a.md", "b.md")]
    assert codes(adopt(UNCOUNTED, ledger, both)[1]) == ["NUM-DUP"]
    for path, code in (("a.md", "SIGN-DONE"), ("b.md", "NUM-DUP")):
        assert codes(adopt(UNCOUNTED, found, [a_row("9", "", path=path)])[1]) == [code]
