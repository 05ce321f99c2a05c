"""Ledgers: reading, refusing, writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin_numbering.ledger import (
    HEAD,
    Entry,
    Ledger,
    ledger_path,
    line_of,
    open_ledger,
    read_ledger,
    series_of,
    write_ledger,
)
from tests.unit.making import shown

LINE = "2004,10,442,regular,issued,2004-11-20,2004-11-20 09:30,gazette/2004/a.md,"

NEW = Entry(
    line=2,
    number=Number(2004, Track.REGULAR, Span(10, 10)),
    total=Span(442, 442),
    state=State.ISSUED,
    signed=date(2004, 11, 20),
    published=datetime(2004, 11, 20, 9, 30, tzinfo=CHINA),
    issue="gazette/2004/a.md",
    note="",
)


def read(*lines: str) -> tuple[Ledger, list[str]]:
    """Read a ledger with these lines below its head."""
    ledger, faults = read_ledger("gazette", "\n".join((HEAD, *lines)) + "\n")
    return ledger, shown(faults)


def test_head() -> None:
    """The first line names the columns, as the design has them."""
    assert HEAD == "year,number,total,track,state,signed,published,issue,note"
    assert ledger_path("gazette") == "ledger/gazette.csv"
    assert series_of("ledger/gazette.csv") == "gazette"


def test_line() -> None:
    """A line is one number: what it is, what became of it, and which file bears it."""
    ledger, faults = read(LINE)
    assert not faults
    assert (ledger.series, ledger.path) == ("gazette", "ledger/gazette.csv")
    assert ledger.entries == (NEW,)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2004,7-8,107-108,regular,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C7"),
        pytest.param("2004,7-8,107,regular,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C8"),
        pytest.param("2004,12+1,112-113,regular,issued,2004-12-31,2004-12-31 09:00,a.md,", id="C10"),
        pytest.param("2004,1,,supplement,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C11"),
        pytest.param("2004,12,212,regular,void,,,,未编发", id="C13"),
        pytest.param("2004,15,215,regular,withdrawn,2004-08-31,2004-08-31 09:00,a.md,", id="C16"),
        pytest.param("2004,r2-1,532,regular,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C24"),
        pytest.param("1999,60,60,regular,adopted,,,,原刊误印总第61期", id="C40"),
        pytest.param("1999,60,60,regular,adopted,1999-08-31,,a.md,", id="adopted-with-file"),
        pytest.param("2004,16,216,regular,reserved,,,,", id="reserved"),
        pytest.param("2004,16,216,regular,issued,2004-08-31,,a.md,", id="not-yet-published"),
        pytest.param('2004,12,212,regular,void,,,,"未编发，原定""专刊"",后取消"', id="quoted-note"),
        pytest.param(" 2004 , 12 ,212,regular,void,,,, 未编发 ", id="spaces"),
    ],
)
def test_lines(line: str) -> None:
    """Merged, supplementary, void, withdrawn and reserved numbers each have their line."""
    ledger, faults = read(line)
    assert (len(ledger.entries), faults) == (1, [])


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("2004", 1, "LEDGER-COLUMNS"),
        (LINE + ",x", 1, "LEDGER-COLUMNS"),
        (LINE.replace("2004,", "甲,", 1), 1, "LEDGER-ROW"),
        (LINE.replace("2004,", "204,", 1), 1, "LEDGER-ROW"),
        (LINE.replace("2004,", "２００４,", 1), 1, "LEDGER-ROW"),
        (LINE.replace(",10,", ",010,"), 6, "LEDGER-ROW"),
        (LINE.replace(",10,", ",,"), 6, "LEDGER-ROW"),
        (LINE.replace(",10,", ",r1-10,"), 6, "LEDGER-ROW"),
        (LINE.replace("442", "第442期"), 9, "LEDGER-ROW"),
        (LINE.replace("442", "442+1"), 9, "LEDGER-ROW"),
        (LINE.replace("regular", "zengkan"), 13, "LEDGER-ROW"),
        (LINE.replace("regular", ""), 13, "LEDGER-ROW"),
        (LINE.replace("issued", "published"), 21, "LEDGER-ROW"),
        (LINE.replace("2004-11-20,", "2004-11-31,", 1), 28, "LEDGER-ROW"),
        (LINE.replace("2004-11-20,", ",", 1), 28, "LEDGER-EMPTY"),
        (LINE.replace("09:30", ""), 39, "LEDGER-ROW"),
        (LINE.replace("09:30", "09:30:01"), 39, "LEDGER-ROW"),
        (LINE.replace("gazette/2004/a.md", ""), 56, "LEDGER-EMPTY"),
        ("2004,12,212,regular,void,,,,", 29, "LEDGER-EMPTY"),
        ("2004,12,212,regular,void,2004-12-01,,,未编发", 26, "LEDGER-FULL"),
        ("2004,12,212,regular,void,,,a.md,未编发", 28, "LEDGER-FULL"),
        ("2004,12,212,regular,reserved,,2004-12-01 09:00,,", 31, "LEDGER-FULL"),
        ("2004,12,212,regular,adopted,,2004-12-01 09:00,,", 29, "LEDGER-EMPTY"),
        ('2004,12,212,regular,void,,,,"未', 1, "LEDGER-ROW"),
        ("2004,15,215,regular,withdrawn,,,,", 31, "LEDGER-EMPTY"),
    ],
    ids=str,
)
def test_refused_lines(line: str, column: int, code: str) -> None:
    """A line that can't be understood, or says too little or too much for its state, is one fault, at its cell."""
    ledger, faults = read(LINE, line, LINE)
    assert (len(ledger.entries), faults) == (2, [f"ledger/gazette.csv:3:{column} {code}"])


def test_empty_lines() -> None:
    """A line with nothing on it says nothing."""
    ledger, faults = read(LINE, "", "  ", LINE)
    assert ([entry.line for entry in ledger.entries], faults) == ([2, 5], [])


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        (LINE.replace("442", "x"), {"column": "total", "value": "x"}),
        (LINE.replace("regular", ""), {"column": "track", "value": "—"}),
        (LINE + ",x", {"found": "10", "expected": "9"}),
        ("2004,12,212,regular,void,,,,", {"column": "note", "state": "void"}),
    ],
)
def test_reason(line: str, arguments: dict[str, str]) -> None:
    """The message names the column and what stands there."""
    (found,) = read_ledger("gazette", f"{HEAD}\n{line}\n")[1]
    assert dict(found.message.args) == arguments


@pytest.mark.parametrize("torn", range(1, len(LINE)))
def test_torn_last_line(torn: int) -> None:
    """A last line that breaks off is one fault, or it can still be read: then only its end is missing."""
    ledger, faults = read_ledger("gazette", f"{HEAD}\n{LINE}\n{LINE[:torn]}")
    assert (len(ledger.entries), shown(faults)) in [(1, ["ledger/gazette.csv:3:1 LEDGER-TORN"]), (2, [])]
    assert (len(ledger.entries) == 2) == (LINE[:torn].count(",") == 8)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (f"{HEAD}\r\n{LINE}\r\n".encode(), "1:1 LEDGER-CRLF"),
        (f"{HEAD}\n{LINE}\r\n".encode(), "2:1 LEDGER-CRLF"),
        (f"{HEAD}\n<<<<<<< HEAD\n{LINE}\n=======\n{LINE}\n>>>>>>> b\n".encode(), "2:1 LEDGER-CONFLICT"),
        (f"{HEAD}\n{LINE}编发\n".encode("gbk"), "2:74 FILE-UTF8"),
    ],
    ids=["crlf", "one-crlf", "conflict", "gbk"],
)
def test_file_of_other_programs(data: bytes, fault: str) -> None:
    """Line ends of Windows, the markers of a merge and another encoding are one fault each, and nothing is read."""
    ledger, faults = open_ledger("gazette", data)
    assert (ledger.entries, shown(faults)) == ((), [f"ledger/gazette.csv:{fault}"])


@pytest.mark.parametrize("text", ["", "\n", LINE, HEAD.upper(), HEAD + ",x", "\ufeff" + HEAD], ids=repr)
def test_head_is_required(text: str) -> None:
    """A ledger without its first line is one fault, where that begins to differ, and has no entry."""
    ledger, (fault,) = read_ledger("gazette", text)
    assert (ledger.entries, fault.code, fault.line) == ((), "LEDGER-HEAD", 1)
    head = text.partition("\n")[0]
    assert head[: fault.column - 1] == HEAD[: fault.column - 1]
    assert head[fault.column - 1 : fault.column] != HEAD[fault.column - 1 : fault.column]


def test_all_faults_at_once() -> None:
    """Every line is read, whatever is wrong with the ones before."""
    assert len(read("x", LINE, "y", "z")[1]) == 3


def test_void_numbers() -> None:
    """The ledger tells which numbers were never issued."""
    ledger, _ = read(LINE, "2004,11,443,regular,void,,,,未编发")
    assert [entry.note for entry in ledger.of(State.VOID)] == ["未编发"]


SPANS = st.tuples(st.integers(1, 9_999), st.integers(0, 9), st.integers(0, 3)).map(
    lambda ends: Span(ends[0], ends[0] + ends[1], ends[2])
)
NOTES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from(' ",0'), min_size=1).map(
    lambda text: text.strip() or "无"
)


DATES = st.dates(date(1000, 1, 1))
MOMENTS = st.datetimes(datetime(1000, 1, 1)).map(  # noqa: DTZ001 (the zone is set below)
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=CHINA)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Make a line that says what its state calls for and no more."""
    state = draw(st.sampled_from(State))
    has_issue = state in {State.ISSUED, State.WITHDRAWN} or (state is State.ADOPTED and draw(st.booleans()))
    is_open = state in {State.VOID, State.RESERVED}
    signed = draw(DATES) if has_issue else None if is_open else draw(st.none() | DATES)
    return Entry(
        line=2,
        number=draw(
            st.builds(Number, st.integers(1949, 2100), st.sampled_from(Track), SPANS, st.integers(1, 9)),
        ),
        total=draw(st.none() | SPANS.map(lambda span: replace(span, over=0))),
        state=state,
        signed=signed,
        published=draw(st.none() | MOMENTS) if signed else None,
        issue="gazette/2004/a.md" if has_issue else "",
        note=draw(NOTES) if state is State.VOID else draw(st.just("") | NOTES),
    )


@given(entries())
def test_entry_is_read_back(entry: Entry) -> None:
    """An entry written is the entry read."""
    ledger, faults = read(line_of(entry))
    assert (ledger.entries, faults) == ((entry,), [])


@given(st.lists(entries(), max_size=5))
def test_ledger_is_written_as_it_was(lines: list[Entry]) -> None:
    """Lines that were read are written letter by letter, however they are spelt, and a new one behind them."""
    before = "".join(f"{text}\n" for text in (HEAD, *(line_of(one).replace(",", " ,", 1) for one in lines))).encode()
    ledger, faults = open_ledger("gazette", before)
    assert not faults
    assert write_ledger(before, ledger) == before
    more = replace(ledger, entries=(*ledger.entries, replace(NEW, line=0)))
    assert write_ledger(before, more) == before + f"{LINE}\n".encode()


def test_changed_line_is_written_out() -> None:
    """Of a changed ledger only the changed line is written anew, and a blank line is not kept."""
    before = f"{HEAD}\n 2004 ,9,441,regular,void,,,,未编发\n\n{LINE}\n".encode()
    ledger, _ = open_ledger("gazette", before)
    changed = replace(ledger.entries[1], line=0, state=State.WITHDRAWN)
    written = write_ledger(before, replace(ledger, entries=(ledger.entries[0], changed)))
    assert written.decode() == f"{HEAD}\n 2004 ,9,441,regular,void,,,,未编发\n{LINE.replace('issued', 'withdrawn')}\n"


def test_new_ledger() -> None:
    """The first line makes the file."""
    assert (
        write_ledger(b"", Ledger("gazette", "ledger/gazette.csv", (replace(NEW, line=0),))).decode()
        == f"{HEAD}\n{LINE}\n"
    )


@given(st.text(), st.lists(st.text('0123456789-,"issued void \n', max_size=40), max_size=4))
def test_reading_never_raises(text: str, lines: list[str]) -> None:
    """Any text gives entries and faults."""
    assert read_ledger("gazette", text)[0].series == "gazette"
    assert read(*lines)[0].series == "gazette"
