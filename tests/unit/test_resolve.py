"""Ledgers that two branches or more have written on, settled (case C31)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.kinds import State, Track
from bulletin_numbering.ledger import HEAD, CellError, Entry, open_ledger, write_ledger
from bulletin_numbering.resolve import Settled, has_conflict, resolve
from bulletin_numbering.verify import check_sequence
from tests.unit.making import GAZETTE, a_series, codes

NOW = datetime(2004, 12, 1, tzinfo=CHINA)
OURS, BASE, BETWEEN, THEIRS = "<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> branch"


def line(
    number: str, path: str = "", day: str = "2004-11-20", online: str = "", *, total: str = "", state: str = "issued",
    track: str = "regular", note: str = "",
) -> str:  # fmt: skip
    """Write a line; a number without a file is void unless its state is given."""
    total = total or (number if track == "regular" else "")
    if not path:
        state = "void" if state == "issued" else state
        return f"2004,{number},{total},{track},{state},,,,{note or '未编发'}"
    return f"2004,{number},{total},{track},{state},{day},{online},{path},{note}"


COMMON = line("15", "old.md", "2004-11-01", "2004-11-01 09:00")
ONLINE, LATER = "2004-11-21 09:00", "2004-12-24 09:00"


def text(*lines: str) -> str:
    """Write a ledger."""
    return "".join(f"{one}\n" for one in (HEAD, *lines))


def both(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    """Write what git may make of two branches: with markers, with the ancestor's lines too, or with neither."""
    return {
        "merge": text(COMMON, OURS, *ours, BETWEEN, *theirs, THEIRS),
        "diff3": text(COMMON, OURS, *ours, BASE, BETWEEN, *theirs, THEIRS),
        "union": text(COMMON, *ours, *theirs),
    }


def settle(written: str, *faults: str) -> Settled:
    """Settle a ledger, which then has no fault but these."""
    settled = resolve(GAZETTE, written, NOW)
    ledger, found = open_ledger("gazette", write_ledger(b"", settled.ledger))
    assert {*codes(found), *codes(check_sequence(GAZETTE, ledger))} <= {*faults}
    return settled


def issues(settled: Settled) -> list[str]:
    """Return number and file of each issue behind the common line, with its total."""
    return [
        f"{one.number.segment} {one.issue} {one.total or ''}".strip() for one in settled.ledger.entries[1:] if one.issue
    ]


def moved(settled: Settled) -> list[str]:
    """Return the issues renumbered."""
    return [f"{one.issue} {one.before.segment} {one.after.segment}" for one in settled.renumbered]


ONE_EACH = {
    "C31": (line("16", "a.md"), line("16", "b.md", "2004-11-21"), "ab"),
    "C31-theirs-first": (line("16", "a.md", "2004-11-21"), line("16", "b.md"), "ba"),
    "C31-online": (line("16", "a.md"), line("16", "b.md", "2004-11-21", ONLINE), "ba"),
    "C31-none-online-yet": (line("16", "a.md", online=LATER), line("16", "b.md", "2004-11-21", LATER), "ab"),
    "C31-both-online": (line("16", "a.md", online=ONLINE), line("16", "b.md", "2004-11-19", "2004-11-20 09:00"), "ba"),
    "same-day-by-file": (line("16", "b.md"), line("16", "a.md"), "ab"),
}


@pytest.mark.parametrize("form", ["merge", "diff3", "union"])
@pytest.mark.parametrize(("ours", "theirs", "order"), ONE_EACH.values(), ids=ONE_EACH)
def test_one_issue_each(ours: str, theirs: str, order: str, form: str) -> None:
    """C31: who is online keeps the number, then who signed first; whatever way git has merged."""
    settled = settle(both([ours], [theirs])[form])
    assert issues(settled) == [f"16 {order[0]}.md 16", f"17 {order[1]}.md 17"]
    assert moved(settled) == [f"{order[1]}.md 16 17"]


@pytest.mark.parametrize("form", ["merge", "diff3", "union"])
@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "renumbered"),
    [
        pytest.param(
            [line("16", "a.md"), line("17", "c.md", "2004-11-22")],
            [line("16", "b.md", "2004-11-21"), line("17", "d.md", "2004-11-23")],
            ["16 a.md 16", "17 b.md 17", "18 c.md 18", "19 d.md 19"],
            ["b.md 16 17", "c.md 17 18", "d.md 17 19"],
            id="two-each",
        ),
        pytest.param(
            [line("16", "a.md"), line("17", "c.md", "2004-11-22")],
            [line("16", "b.md", "2004-11-21")],
            ["16 a.md 16", "17 b.md 17", "18 c.md 18"],
            ["b.md 16 17", "c.md 17 18"],
            id="two-and-one",
        ),
        pytest.param(
            [line("16-17", "a.md")],
            [line("16", "b.md", "2004-11-21")],
            ["16-17 a.md 16-17", "18 b.md 18"],
            ["b.md 16 18"],
            id="merged-issue",
        ),
        pytest.param(
            [line("16", "a.md", "2004-11-21")],
            [line("16-17", "b.md")],
            ["16-17 b.md 16-17", "18 a.md 18"],
            ["a.md 16 18"],
            id="merged-issue-moves-another",
        ),
        pytest.param(
            [line("1", "a.md", track="supplement")],
            [line("16", "b.md")],
            ["supplement-1 a.md", "16 b.md 16"],
            [],
            id="other-track",
        ),
    ],
)
def test_two_branches(
    ours: list[str], theirs: list[str], expected: list[str], renumbered: list[str], form: str
) -> None:
    """C31: who is online keeps the number, then who signed first; whatever way git has merged."""
    if form == "union" and not renumbered:
        return  # nothing is given twice
    settled = settle(both(ours, theirs)[form])
    assert sorted(issues(settled)) == sorted(expected)
    assert sorted(moved(settled)) == sorted(renumbered)


def test_renumbered_line_says_so() -> None:
    """A line that was renumbered notes its old number, beside what it noted."""
    ours, theirs = [line("16", "a.md")], [line("16", "b.md", "2004-11-21", note="专期")]
    entry = settle(both(ours, theirs)["merge"]).ledger.holding("b.md")
    assert entry is not None
    assert entry.note == "专期；合并时由第16期改号"


def test_states_stay() -> None:
    """What became of an issue in its branch stays so under the new number."""
    ours, theirs = [line("16", "a.md")], [line("16", "b.md", "2004-11-21", state="withdrawn")]
    settled = settle(both(ours, theirs)["merge"])
    assert [(one.number.code, one.state) for one in settled.ledger.of(State.WITHDRAWN)] == [("17", State.WITHDRAWN)]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "dropped"),
    [
        ([line("16")], [line("16", "b.md")], ["16 b.md 16"], ["16"]),
        ([line("16", "a.md")], [line("16")], ["16 a.md 16"], ["16"]),
        ([line("16")], [line("16", note="另有安排")], [], []),
        ([line("16"), line("17", "a.md")], [line("16", "b.md", "2004-11-19")], ["16 b.md 16", "17 a.md 17"], ["16"]),
        (
            [line("16"), line("17", "a.md")],
            [line("1", "b.md", track="supplement")],
            ["17 a.md 17", "supplement-1 b.md"],
            [],
        ),
    ],
    ids=["ours", "theirs", "two-voids", "void-before-another", "void-that-nobody-wants"],
)
def test_void_numbers(ours: list[str], theirs: list[str], expected: list[str], dropped: list[str]) -> None:
    """A void line gives way to an issue of the other branch, and that is told."""
    settled = settle(both(ours, theirs)["merge"])
    assert sorted(issues(settled)) == sorted(expected)
    assert [one.number.code for one in settled.dropped] == dropped


@pytest.mark.parametrize("form", ["merge", "diff3"])
def test_same_line_in_both(form: str) -> None:
    """A line that both branches have is nobody's to contest."""
    same = line("16", "a.md")
    settled = settle(both([same, line("17", "b.md")], [same, line("17", "c.md", "2004-11-21")])[form])
    assert issues(settled) == ["16 a.md 16", "17 b.md 17", "18 c.md 18"]
    assert moved(settled) == ["c.md 17 18"]


@pytest.mark.parametrize(
    ("ours", "theirs", "state", "online"),
    [
        (line("16", "a.md"), line("16", "a.md", online=ONLINE), State.ISSUED, ONLINE),
        (line("16", "a.md", online=ONLINE), line("16", "a.md"), State.ISSUED, ONLINE),
        (line("16", "a.md", online=ONLINE), line("16", "a.md", online=LATER), State.ISSUED, ONLINE),
        (line("16", "a.md"), line("16", "a.md", state="withdrawn"), State.WITHDRAWN, ""),
        (line("16", "a.md", state="withdrawn"), line("16", "a.md", online=ONLINE), State.WITHDRAWN, ONLINE),
    ],
    ids=["online", "online-in-ours", "online-twice", "withdrawn", "withdrawn-and-online"],
)
def test_same_issue_changed_in_both(ours: str, theirs: str, state: State, online: str) -> None:
    """A line that the branches changed is one: with the later state, and the first moment online."""
    settled = settle(both([ours], [theirs])["merge"])
    (entry,) = settled.ledger.entries[1:]
    moment = datetime.fromisoformat(online).replace(tzinfo=CHINA) if online else None
    assert (entry.number.code, entry.state, entry.published) == ("16", state, moment)
    assert settled.renumbered == ()


def test_three_branches() -> None:
    """Three branches' lines, merged one into the other, are settled alike."""
    nested = text(
        COMMON,
        OURS,
        line("16", "a.md"),
        line("16", "b.md", "2004-11-21"),
        BETWEEN,
        line("16", "c.md", "2004-11-19"),
        THEIRS,
    )
    union = text(COMMON, line("16", "a.md"), line("16", "b.md", "2004-11-21"), line("16", "c.md", "2004-11-19"))
    for written in (nested, union):
        assert issues(settle(written)) == ["16 c.md 16", "17 a.md 17", "18 b.md 18"]


def test_several_conflicts() -> None:
    """A ledger may hold several conflicts, and lines of both branches between them."""
    between = line("17", "old2.md", "2004-11-22")
    written = text(
        OURS, line("15", "a.md", "2004-11-02"), BETWEEN, line("15", "b.md", "2004-11-01"), THEIRS,
        OURS, line("16", "c.md", "2004-11-21"), BETWEEN, line("16", "d.md", "2004-11-20"), THEIRS,
    )  # fmt: skip
    settled = settle(written)
    assert [one.issue for one in settled.ledger.entries] == ["b.md", "a.md", "d.md", "c.md"]
    assert between not in written


def test_nothing_to_settle() -> None:
    """A ledger in order is left as it is."""
    settled = settle(text(COMMON, line("16", "a.md")))
    assert (issues(settled), settled.renumbered, settled.dropped) == (["16 a.md 16"], (), ())


@pytest.mark.parametrize("head", [HEAD, f"{OURS}\n{HEAD}"])
def test_first_lines_of_a_ledger(head: str) -> None:
    """Two branches may both have begun the ledger, head and all."""
    theirs = f"{HEAD}\n" if head != HEAD else ""
    start = head if head != HEAD else f"{HEAD}\n{OURS}"
    one, other = line("37", "a.md"), line("37", "b.md", "2004-11-21")
    written = f"{start}\n{one}\n{BETWEEN}\n{theirs}{other}\n{THEIRS}\n"
    settled = settle(written)
    assert [(one.issue, one.number.code, str(one.total)) for one in settled.ledger.entries] == [
        ("a.md", "37", "1"),
        ("b.md", "38", "2"),
    ]


@pytest.mark.parametrize("bad", ["2004,16,16,regular,issued,2004-11-31,,a.md,", "2004,16", "甲"])
def test_line_that_can_not_be_read(bad: str) -> None:
    """A line that can't be read stops the settling, which names its line."""
    with pytest.raises(CellError) as raised:
        resolve(GAZETTE, text(COMMON, OURS, line("16", "a.md"), BETWEEN, bad, THEIRS), NOW)
    assert raised.value.line == 6


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (text(COMMON), False),
        (text(COMMON, OURS), True),
        (text(COMMON, THEIRS), True),
        (text(COMMON, BETWEEN), False),
        (text(line("16", note="<<<<<<< HEAD")), False),
    ],
    ids=["none", "ours", "theirs", "underline", "in-a-note"],
)
def test_conflict_is_seen(written: str, found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """The markers of a merge are lines of their own."""
    assert has_conflict(written) is found


# --- Whatever two branches do -----------------------------------------------------------------------------------------

START = date(2004, 11, 2)


@st.composite
def branches(draw: st.DrawFn, prefix: str) -> list[str]:
    """Make the lines of one branch: issues, some merged, some online, some void, numbered on from 16."""
    lines, number, day, track_number = [], 16, START, 1
    for n in range(draw(st.integers(1, 5))):
        day += timedelta(days=draw(st.integers(0, 3)))
        what = draw(st.sampled_from(["issue", "issue", "issue", "merged", "void", "supplement"]))
        online = draw(st.sampled_from(["", f"{day} 09:00", LATER]))
        if what == "supplement":
            lines.append(line(str(track_number), f"{prefix}{n}.md", str(day), online, track="supplement"))
            track_number += 1
            continue
        span = f"{number}-{number + 1}" if what == "merged" else str(number)
        lines.append(line(span) if what == "void" else line(span, f"{prefix}{n}.md", str(day), online))
        number += 2 if what == "merged" else 1
    return lines


def is_online(entry: Entry) -> bool:
    """Say whether readers have seen it."""
    return entry.published is not None and entry.published <= NOW


@given(branches("a"), branches("b"), st.sampled_from(["merge", "diff3"]))
def test_any_two_branches(ours: list[str], theirs: list[str], form: str) -> None:
    """Whatever two branches gave: every issue has a number of its own, none is lost, and the ledger has no fault."""
    settled = settle(both(ours, theirs)[form])
    files = [one.split(",")[7] for one in (*ours, *theirs) if one.split(",")[7]]
    assert sorted(one.issue for one in settled.ledger.entries[1:] if one.issue) == sorted(files)
    slots = [slot for one in settled.ledger.entries for slot in one.number.slots()]
    assert len(slots) == len(set(slots))
    before = {one.split(",")[7]: one.split(",")[1] for one in (*ours, *theirs) if one.split(",")[7]}
    assert {one.issue: one.before.code for one in settled.renumbered} == {
        one.issue: before[one.issue]
        for one in settled.ledger.entries[1:]
        if one.issue and one.number.code != before[one.issue]
    }
    again = resolve(GAZETTE, write_ledger(b"", settled.ledger).decode(), NOW)
    assert (again.ledger, again.renumbered, again.dropped) == (settled.ledger, (), ())


@given(branches("a"), branches("b"))
def test_one_side_keeps_what_is_online(ours: list[str], theirs: list[str]) -> None:
    """C31: of the issues that are online, at most those give their number away whose rival is online too."""
    settled = settle(both(ours, theirs)["merge"])
    online = {one.issue for one in settled.ledger.entries if is_online(one)}
    for one in settled.renumbered:
        if one.issue in online:
            rivals = {slot: entry for entry in settled.ledger.entries for slot in entry.number.slots()}
            assert any(is_online(rivals[slot]) for slot in one.before.slots())


@given(branches("a"), branches("b"))
def test_sides_are_equal(ours: list[str], theirs: list[str]) -> None:
    """Which branch is merged into which changes no issue's number."""
    one, other = (settle(both(*pair)["merge"]) for pair in ((ours, theirs), (theirs, ours)))
    assert {(e.issue, e.number) for e in one.ledger.entries if e.issue} == {
        (e.issue, e.number) for e in other.ledger.entries if e.issue
    }


@pytest.mark.parametrize("form", ["merge", "diff3"])
@pytest.mark.parametrize("online", ["", ONLINE])
def test_turn_of_a_year(online: str, form: str) -> None:
    """C31: two branches' lines of two years contest a total alone: it stays with the branch that is merged into."""
    last = [line("16", "a.md"), line("17", "b.md")]
    first = [line("16", "a.md"), line("1", "c.md", "2004-11-20", online, total="17").replace("2004", "2005", 1)]
    for pair, expected in (((last, first), ["2004/17 17", "2005/1 18"]), ((first, last), ["2005/1 17", "2004/17 18"])):
        settled = resolve(GAZETTE, both(*pair)[form], NOW)
        lines = [f"{entry.number.year}/{entry.number.code} {entry.total}" for entry in settled.ledger.entries]
        assert (lines[2:], settled.renumbered) == (expected, ())


def test_series_without_totals() -> None:
    """Where no totals are counted, none is given."""
    series = a_series(total_seed=None)
    lines = [line(n, f"{n}{side}.md", total="x").replace(",x,", ",,") for n in ("16",) for side in "ab"]
    settled = resolve(series, text(OURS, lines[0], BETWEEN, lines[1], THEIRS), NOW)
    assert [(one.number.code, one.total, one.number.track) for one in settled.ledger.entries] == [
        ("16", None, Track.REGULAR),
        ("17", None, Track.REGULAR),
    ]
