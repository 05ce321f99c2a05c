"""Ledgers: reading, refusing, writing."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin_numbering.ledger import COLUMNS, HEAD, Entry, Ledger, ledger_path, read_ledger, row
from tests.unit.making import shown

LINE = "2004,10,442,regular,issued,2004-11-20,2004-11-20 09:30,gazette/2004/a.md,"


def read(*lines: str) -> tuple[Ledger, list[str]]:
    """Read a ledger with these lines below its head."""
    ledger, faults = read_ledger("gazette", "\n".join((HEAD, *lines)) + "\n")
    return ledger, shown(faults)


def test_head() -> None:
    """The first line names the columns, as the design has them."""
    assert HEAD == "year,number,total,track,state,signed,published,issue,note"
    assert ledger_path("gazette") == "ledger/gazette.csv"


def test_line() -> None:
    """A line is one number: what it is, what became of it, and which file bears it."""
    ledger, faults = read(LINE)
    assert not faults
    assert (ledger.series, ledger.path) == ("gazette", "ledger/gazette.csv")
    assert ledger.entries == (
        Entry(
            line=2,
            number=Number(2004, Track.REGULAR, Span(10, 10)),
            total=Span(442, 442),
            state=State.ISSUED,
            signed=date(2004, 11, 20),
            published=datetime(2004, 11, 20, 9, 30, tzinfo=CHINA),
            issue="gazette/2004/a.md",
            note="",
        ),
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2004,7-8,107-108,regular,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C7"),
        pytest.param("2004,7-8,107,regular,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C8"),
        pytest.param("2004,1,,supplement,issued,2004-08-31,2004-08-31 09:00,a.md,", id="C11"),
        pytest.param("2004,12,212,regular,void,,,,未编发", id="C13"),
        pytest.param("2004,15,215,regular,withdrawn,2004-08-31,2004-08-31 09:00,a.md,", id="C16"),
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
    "line",
    [
        "",
        "2004",
        LINE + ",x",
        LINE.replace("2004,", "甲,", 1),
        LINE.replace(",10,", ",010,"),
        LINE.replace(",10,", ",,"),
        LINE.replace("442", "第442期"),
        LINE.replace("regular", "zengkan"),
        LINE.replace("regular", ""),
        LINE.replace("issued", "published"),
        LINE.replace("2004-11-20,", "2004-11-31,", 1),
        LINE.replace("2004-11-20,", ",", 1),
        LINE.replace("09:30", ""),
        LINE.replace("gazette/2004/a.md", ""),
        "2004,12,212,regular,void,,,,",
        '2004,12,212,regular,void,,,,"未',
        "2004,15,215,regular,withdrawn,,,,",
    ],
    ids=str,
)
def test_refused_lines(line: str) -> None:
    """A line that can't be understood, lacks a date or file, or is void without a reason is one fault, at its line."""
    ledger, faults = read(LINE, line, LINE)
    expected = ["ledger/gazette.csv:3:1 LEDGER-ROW"] if line else []
    assert (len(ledger.entries), faults) == (2, expected)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (LINE.replace("442", "x"), "total: x"),
        (LINE.replace("regular", ""), "track: —"),
        (LINE + ",x", "10 values, 9 expected"),
        ("2004,12,212,regular,void,,,,", "note: —"),
    ],
)
def test_reason(line: str, reason: str) -> None:
    """The message names the column and what stands there."""
    (found,) = read_ledger("gazette", f"{HEAD}\n{line}\n")[1]
    assert found.message.text(str) == reason


@pytest.mark.parametrize("text", ["", "\n", LINE, HEAD.upper(), HEAD + ",x", "\ufeff" + HEAD], ids=repr)
def test_head_is_required(text: str) -> None:
    """A ledger without its first line is one fault and has no entry."""
    ledger, faults = read_ledger("gazette", text)
    assert (ledger.entries, shown(faults)) == ((), ["ledger/gazette.csv:1:1 LEDGER-HEAD"])


def test_all_faults_at_once() -> None:
    """Every line is read, whatever is wrong with the ones before."""
    assert len(read("x", LINE, "y", "z")[1]) == 3


def test_void_numbers() -> None:
    """The ledger tells which numbers were never issued."""
    ledger, _ = read(LINE, "2004,11,443,regular,void,,,,未编发")
    assert [entry.note for entry in ledger.void()] == ["未编发"]


def written(entry: Entry) -> str:
    """Write an entry as a line of CSV."""
    out = StringIO()
    csv.writer(out, lineterminator="").writerow(row(entry))
    return out.getvalue()


SPANS = st.tuples(st.integers(1, 9_999), st.integers(0, 9)).map(lambda ends: Span(ends[0], ends[0] + ends[1]))
NOTES = st.text(st.characters(categories=["Lo", "Po", "Nd"]) | st.sampled_from(' ",'), min_size=1).map(
    lambda text: text.strip() or "无"
)


@given(
    st.builds(
        Entry,
        line=st.just(2),
        number=st.builds(Number, st.integers(1949, 2100), st.sampled_from(Track), SPANS),
        total=st.none() | SPANS,
        state=st.sampled_from(State),
        signed=st.dates(),
        published=st.none() | st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=CHINA)),
        issue=st.just("gazette/2004/a.md"),
        note=NOTES,
    )
)
def test_entry_is_read_back(entry: Entry) -> None:
    """An entry written is the entry read."""
    assert len(row(entry)) == len(COLUMNS)
    ledger, faults = read(written(entry))
    assert (ledger.entries, faults) == ((entry,), [])


@given(st.text(), st.lists(st.text('0123456789-,"issued void \n', max_size=40), max_size=4))
def test_reading_never_raises(text: str, lines: list[str]) -> None:
    """Any text gives entries and faults."""
    assert read_ledger("gazette", text)[0].series == "gazette"
    assert read(*lines)[0].series == "gazette"
