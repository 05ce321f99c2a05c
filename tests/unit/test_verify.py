"""Numbers verified: issues against the ledger, the ledger against itself; C1-C33 are cases of domain notes 6.3.

Covered here are the cases that a build verifies.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic, has_errors
from bulletin.issues import Issue, ItemRef
from bulletin.kinds import Track
from bulletin.numbers import Number, Numeral, Style, parse_span
from bulletin.reference import CombinedTotal, Pause, Restart, Series
from bulletin_numbering.ledger import Ledger
from bulletin_numbering.masthead import with_numbers
from bulletin_numbering.verify import check_claims, check_ledger, check_replacements, check_sequence
from tests.unit.making import GAZETTE, a_ledger, a_series, an_issue, codes, labels, shown

PER_ISSUE = a_series(combined_total=CombinedTotal.PER_ISSUE)
UNCOUNTED = a_series(total_seed=None)
CONTINUOUS = a_series(restart=Restart.CONTINUOUS)
SUPPLEMENT = Track.SUPPLEMENT
DAY = "2004-11-20"


def seeded(total: int, combined: CombinedTotal = CombinedTotal.PER_SLOT) -> Series:
    """Make a series that had reached a total before its ledger begins."""
    return a_series(total_seed=total, combined_total=combined)


def line(number: str, total: str = "", *, state: str = "issued", track: str = "regular", signed: str = DAY) -> str:
    """Write a line of a ledger, of the file that ``an_issue`` makes; a void number has neither date nor file."""
    year = signed[:4]
    if state in {"void", "reserved", "adopted"}:
        return f"{year},{number},{total},{track},{state},,,,未编发"
    path = f"gazette/{year}/{track}-{number}.md"
    return f"{year},{number},{total},{track},{state},{signed},{signed} 12:00,{path},"


def sequence(series: Series, *lines: str) -> list[str]:
    """Check a ledger against itself; return faults as line and code."""
    return [f"{found.line} {found.code}" for found in check_sequence(series, a_ledger(*lines))]


def without_total(text: str) -> str:
    """Return a line of a series that counts no totals."""
    cells = text.split(",")
    return ",".join([*cells[:2], "", *cells[3:]])


def against(ledger: Ledger, *issues: Issue, files: tuple[str, ...] | None = None) -> list[Diagnostic]:
    """Check issues against a ledger; the tree holds the issues' files unless it is said which."""
    there = frozenset(issue.path for issue in issues) if files is None else frozenset(files)
    return list(check_ledger(GAZETTE, ledger, issues, there))


def arguments(found: Diagnostic) -> dict[str, str]:
    """Return what a message is filled in with."""
    return dict(found.message.args)


# --- The ledger against itself ---------------------------------------------------------------------------------------

YEAR_2004 = [line(str(n), str(432 + n)) for n in range(1, 101)]


@pytest.mark.parametrize(
    ("series", "lines", "label"),
    [
        pytest.param(
            seeded(432),
            [*YEAR_2004[:99], line("100", "532")],
            "2004年第100期（总第532期）",
            id="C1",
        ),
        pytest.param(
            seeded(432), [*YEAR_2004, line("1", "533", signed="2005-01-04")], "2005年第1期（总第533期）", id="C2"
        ),
        pytest.param(
            seeded(100),
            [*(line(str(n), str(100 + n)) for n in range(1, 7)), line("7-8", "107-108"), line("9", "109")],
            "2004年第9期（总第109期）",
            id="C7",
        ),
        pytest.param(
            seeded(100, CombinedTotal.PER_ISSUE),
            [*(line(str(n), str(100 + n)) for n in range(1, 7)), line("7-8", "107"), line("9", "108")],
            "2004年第9期（总第108期）",
            id="C8",
        ),
        pytest.param(
            seeded(10),
            [
                *(line(str(n), str(10 + n)) for n in range(1, 6)),
                line("1", track="supplement"),
                line("2", track="supplement"),
                line("6", "16"),
            ],
            "2004年第6期（总第16期）",
            id="C11",
        ),
        pytest.param(
            seeded(200),
            [
                *(line(str(n), str(200 + n)) for n in range(1, 12)),
                line("12", "212", state="void"),
                line("13", "213"),
            ],
            "2004年第13期（总第213期）",
            id="C13",
        ),
        pytest.param(
            seeded(0),
            [
                *(line(str(n), str(n)) for n in range(1, 15)),
                line("15", "15", state="withdrawn"),
                line("16", "16"),
            ],
            "2004年第16期（总第16期）",
            id="C16",
        ),
        pytest.param(seeded(432), [line("37", "569"), line("38", "570")], "2004年第38期（总第570期）", id="C26"),
    ],
)
def test_good_sequence(series: Series, lines: list[str], label: str) -> None:
    """A ledger kept by the rules has no fault, and its last number is printed as the notes say."""
    assert sequence(series, *lines) == []
    assert labels(series, a_ledger(*lines))[-1] == label


def test_labels_in_chinese_numerals() -> None:
    """C27: a series may print its numbers in Chinese."""
    series = a_series(style=Style(Numeral.HANZI))
    numbers = [Number(2004, Track.REGULAR, parse_span(text)) for text in ("17", "100", "103", "110")]
    assert [series.full_label(number, None) for number in numbers] == [
        "2004年第十七期",
        "2004年第一百期",
        "2004年第一百零三期",
        "2004年第一百一十期",
    ]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        pytest.param([line("1"), line("2"), line("2").replace("/regular-2", "/x")], ["4 NUM-DUP"], id="C14"),
        pytest.param([line("1"), line("2"), line("2")], ["4 LEDGER-TWICE"], id="line-twice"),
        pytest.param([line("7-8"), line("8")], ["3 NUM-DUP"], id="C14-merged"),
        pytest.param([line("15"), line("17")], ["3 NUM-GAP"], id="C15"),
        pytest.param([line("15"), line("18")], ["3 NUM-GAP"], id="C15-two-missing"),
        pytest.param([line("15"), line("17-18")], ["3 NUM-GAP"], id="C15-merged"),
        pytest.param([line("15"), line("17"), line("19")], ["3 NUM-GAP", "4 NUM-GAP"], id="C15-twice"),
        pytest.param([line("15"), line("16", state="void"), line("17")], [], id="C13-void"),
        pytest.param([line("15"), line("16", state="withdrawn"), line("17")], [], id="C16-withdrawn"),
        pytest.param([line("15"), line("16", state="reserved"), line("17")], [], id="reserved"),
        pytest.param([line("37"), line("38")], [], id="C26"),
        pytest.param([line("37"), line("1", signed="2005-01-04")], [], id="C26-next-year"),
        pytest.param([line("37"), line("2", signed="2005-01-04")], ["3 NUM-GAP"], id="C15-first-of-a-year"),
        pytest.param([line("5"), line("1", track="supplement")], [], id="C11-first-supplement"),
        pytest.param([line("1", track="supplement"), line("37")], [], id="C26-behind-a-supplement"),
        pytest.param([line("5"), line("2", track="supplement")], ["3 NUM-GAP"], id="C11-supplement-skipped"),
        pytest.param([line("2"), line("1")], ["3 LEDGER-ORDER"], id="order"),
        pytest.param([], [], id="empty"),
    ],
)
def test_density(lines: list[str], faults: list[str]) -> None:
    """Numbers are dense: what is given twice or skipped without a void record is reported at its line (N2, N6)."""
    assert sequence(UNCOUNTED, *lines) == faults


def test_gap_names_what_is_missing() -> None:
    """C15: the message names the numbers that are skipped, not the one after them."""
    found = list(check_sequence(UNCOUNTED, a_ledger(line("11"), line("13"), line("16"))))
    assert [arguments(one)["label"] for one in found] == ["政务普刊2004年第12期", "政务普刊2004年第14-15期"]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([line("532"), line("533", signed="2005-01-04")], []),
        ([line("532"), line("1", signed="2005-01-04")], ["3 LEDGER-ORDER"]),
        ([line("532"), line("535", signed="2005-01-04")], ["3 NUM-GAP"]),
        ([line("532"), line("1", track="supplement"), line("1", track="supplement", signed="2005-01-04")], []),
    ],
    ids=["C3", "C3-restarted", "C3-gap", "C3-supplements"],
)
def test_continuous_numbers(lines: list[str], faults: list[str]) -> None:
    """Where numbers are continuous, they run on over the years; supplements restart all the same."""
    assert sequence(a_series(restart=Restart.CONTINUOUS, total_seed=None), *lines) == faults


@pytest.mark.parametrize(
    ("series", "lines", "faults"),
    [
        pytest.param(GAZETTE, [line("1", "1"), line("2", "2")], [], id="right"),
        pytest.param(GAZETTE, [line("1", "2")], ["2 NUM-TOTAL"], id="wrong-start"),
        pytest.param(GAZETTE, [line("1")], ["2 NUM-TOTAL"], id="missing"),
        pytest.param(GAZETTE, [line("1", "1"), line("2", "3"), line("3", "4")], ["3 NUM-TOTAL"], id="once-only"),
        pytest.param(GAZETTE, [line("1", "1"), line("2", "1")], ["3 NUM-TOTAL"], id="twice"),
        pytest.param(GAZETTE, [line("1-2", "1-2"), line("3", "3")], [], id="C7"),
        pytest.param(GAZETTE, [line("1-2", "1"), line("3", "2")], ["2 NUM-TOTAL"], id="C7-as-one"),
        pytest.param(PER_ISSUE, [line("1-2", "1"), line("3", "2")], [], id="C8"),
        pytest.param(PER_ISSUE, [line("1-2", "1-2"), line("3", "3")], ["2 NUM-TOTAL"], id="C8-by-slot"),
        pytest.param(GAZETTE, [line("1", "1"), line("1", track="supplement"), line("2", "2")], [], id="C11"),
        pytest.param(GAZETTE, [line("1", "1"), line("2", "2", state="void"), line("3", "3")], [], id="C13"),
        pytest.param(GAZETTE, [line("37", "569"), line("38", "570")], [], id="C26"),
        pytest.param(GAZETTE, [line("2", "569"), line("3", "570")], [], id="C26-from-two"),
        pytest.param(
            GAZETTE,
            [line("1", track="supplement"), line("37", "569"), line("38", "570")],
            [],
            id="C26-behind-a-supplement",
        ),
        pytest.param(
            seeded(432),
            [line("31", "431", state="adopted"), line("32", "432", state="adopted"), line("33", "433")],
            [],
            id="C26-before-the-seed",
        ),
        pytest.param(GAZETTE, [line("37", "569"), line("38", "571")], ["3 NUM-TOTAL"], id="C26-wrong"),
        pytest.param(UNCOUNTED, [line("1"), line("2")], [], id="none-counted"),
        pytest.param(CONTINUOUS, [line("1", "1"), line("2", "2", signed="2005-01-04")], [], id="continuous"),
    ],
)
def test_totals(series: Series, lines: list[str], faults: list[str]) -> None:
    """Totals are consecutive from the seed, merged issues by the series' rule (N8), supplements apart (N7)."""
    assert sequence(series, *lines) == faults


def test_total_says_what_is_expected() -> None:
    """The message has both totals."""
    (found,) = check_sequence(GAZETTE, a_ledger(line("1", "1"), line("2-3", "9")))
    assert (arguments(found)["total"], arguments(found)["expected"]) == ("9", "2-3")


@st.composite
def kept_by_rule(draw: st.DrawFn) -> tuple[Series, list[str]]:
    """Keep a ledger by rule N3: each number the next, merged ones, void ones and supplements among them."""
    combined = draw(st.sampled_from(CombinedTotal))
    seed = draw(st.integers(0, 999))
    total, lines = seed, []
    for year in range(2004, 2004 + draw(st.integers(1, 3))):
        next_number, next_supplement = 1, 1
        for _ in range(draw(st.integers(1, 8))):
            signed = f"{year}-06-01"
            if draw(st.integers(0, 4)) == 0:
                lines.append(line(str(next_supplement), track="supplement", signed=signed))
                next_supplement += 1
                continue
            length = draw(st.sampled_from([1, 1, 1, 2, 3]))
            counted = length if combined is CombinedTotal.PER_SLOT else 1
            state = draw(st.sampled_from(["issued", "issued", "void", "withdrawn"]))
            number, sum_ = (
                f"{first}-{first + n - 1}" if n > 1 else f"{first}"
                for first, n in ((next_number, length), (total + 1, counted))
            )
            lines.append(line(number, sum_, state=state, signed=signed))
            next_number, total = next_number + length, total + counted
    return seeded(seed, combined), lines


@given(kept_by_rule())
def test_kept_ledger_is_sound(kept: tuple[Series, list[str]]) -> None:
    """A ledger kept by the rules has no fault."""
    series, lines = kept
    assert sequence(series, *lines) == []


@given(kept_by_rule(), st.data())
def test_lines_in_another_order(kept: tuple[Series, list[str]], data: st.DataObject) -> None:
    """The order of the lines is that of assignment; within a year and track no other order will do."""
    series, lines = kept
    shuffled = data.draw(st.permutations(lines))
    tracks = {tuple(one.split(",")[n] for n in (0, 3)) for one in lines}
    same = all(
        [one for one in part if one.startswith(f"{year},") and f",{track}," in one] == shuffled_part
        for year, track in tracks
        for part, shuffled_part in [
            (lines, [one for one in shuffled if one.startswith(f"{year},") and f",{track}," in one])
        ]
    )
    assert bool(sequence(replace(series, total_seed=None), *map(without_total, shuffled))) != same


@given(kept_by_rule(), st.data())
def test_line_lost_or_doubled(kept: tuple[Series, list[str]], data: st.DataObject) -> None:
    """A line that is lost between two others of its year and track, or stands twice, is noticed."""
    series, lines = kept
    at = data.draw(st.integers(0, len(lines) - 1))
    year, _, _, track = lines[at].split(",")[:4]
    assert sequence(series, *lines, lines[at])
    before, after = (
        [one for one in part if one.startswith(f"{year},") and f",{track}," in one]
        for part in (lines[:at], lines[at + 1 :])
    )
    assume(before and after)
    assert sequence(series, *lines[:at], *lines[at + 1 :])


# --- Files against each other ----------------------------------------------------------------------------------------


def test_two_files_claim_one_number() -> None:
    """C14: of two files that claim one number, the one the ledger does not name is reported, and names the other."""
    signed, copy = an_issue("15", path="gazette/2004/z.md"), an_issue("15", path="gazette/2004/a.md")
    assert signed.number is not None
    (found,) = check_claims([copy, signed], {(signed.path, signed.number)})
    assert (found.code, found.path, arguments(found)["other"]) == ("NUM-DUP", copy.path, signed.path)


def test_claims_without_a_ledger() -> None:
    """C14: where the ledger names neither, the file that is first by name has the number."""
    issues = [an_issue("15", path=f"gazette/2004/{name}.md") for name in "cab"]
    assert shown(check_claims(issues)) == ["gazette/2004/b.md:0:0 NUM-DUP", "gazette/2004/c.md:0:0 NUM-DUP"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (an_issue("7-8"), an_issue("8")),
        (an_issue("7"), an_issue("7-8")),
        (an_issue("7-8"), an_issue("8-9")),
        (an_issue("1", track=SUPPLEMENT), an_issue("1", track=SUPPLEMENT, path="gazette/2004/x.md")),
    ],
    ids=["C14-inside", "C14-around", "C14-overlap", "C14-supplement"],
)
def test_rival_claims(one: Issue, other: Issue) -> None:
    """Merged issues claim each of their numbers."""
    assert codes(check_claims([one, other])) == ["NUM-DUP"]


def test_claim_names_all_rivals() -> None:
    """A merged issue that claims two others' numbers names both."""
    (found,) = check_claims([an_issue("7", path="a"), an_issue("8", path="b"), an_issue("7-8", path="c")])
    assert (found.path, arguments(found)["other"]) == ("c", "a, b")


def test_claims_that_differ() -> None:
    """Neither another track, year or series, nor a draft, claims the same number."""
    issues = [
        an_issue("1"),
        an_issue("1", track=SUPPLEMENT),
        an_issue("1", "2005-01-04"),
        an_issue("1", series=a_series("other")),
        an_issue(""),
        an_issue("", path="gazette/2004/second-draft.md"),
    ]
    assert not list(check_claims(issues))


# --- Issues against the ledger ---------------------------------------------------------------------------------------


def test_agreement() -> None:
    """Issues that are as the ledger has them, and drafts, are no fault."""
    ledger = a_ledger(line("1"), line("1", track="supplement"), line("2-3"), line("4", state="withdrawn"))
    issues = (an_issue("1"), an_issue("1", track=SUPPLEMENT), an_issue("2-3"), an_issue("4", withdrawn=True))
    assert not against(ledger, *issues, an_issue(""))


def test_unknown_number() -> None:
    """A number that the ledger does not know was never signed (N1)."""
    (found,) = against(a_ledger(line("1")), an_issue("1"), an_issue("2"))
    assert (found.code, found.path, arguments(found)["ledger"]) == (
        "NUM-UNKNOWN",
        "gazette/2004/regular-2.md",
        "ledger/gazette.csv",
    )


@pytest.mark.parametrize(
    ("lines", "claim", "other"),
    [
        ([line("15")], "15", "gazette/2004/regular-15.md"),
        ([line("15-16")], "16", "gazette/2004/regular-15-16.md"),
        ([line("15", state="void")], "15", "ledger/gazette.csv:2"),
        ([line("15", state="adopted")], "15", "ledger/gazette.csv:2"),
    ],
    ids=["C14", "C14-merged", "C13-void", "adopted-without-file"],
)
def test_number_of_another(lines: list[str], claim: str, other: str) -> None:
    """C14: a file that the ledger does not name can't claim a number that the ledger gave or voided."""
    rival = an_issue(claim, path="gazette/2004/x.md")
    files = (rival.path, "gazette/2004/regular-15.md", "gazette/2004/regular-15-16.md")
    (found,) = against(a_ledger(*lines), rival, files=files)
    assert (found.code, found.path, arguments(found)["other"]) == ("NUM-DUP", rival.path, other)


def test_reserved_number() -> None:
    """A number that is reserved is free for the issue it was kept for, once that is signed."""
    assert codes(against(a_ledger(line("15", state="reserved")), an_issue("15"))) == ["NUM-UNKNOWN"]


@pytest.mark.parametrize(
    "changed",
    [
        an_issue("16", path="gazette/2004/regular-15.md"),
        an_issue("15-16", path="gazette/2004/regular-15.md"),
        an_issue("15", track=SUPPLEMENT, path="gazette/2004/regular-15.md"),
        an_issue("15", "2005-11-20", path="gazette/2004/regular-15.md"),
        an_issue("", path="gazette/2004/regular-15.md"),
    ],
    ids=["C32", "C32-merged", "C32-track", "C32-year", "C32-removed"],
)
def test_number_never_changes(changed: Issue) -> None:
    """C32: a number once given can be neither edited nor removed, by whatever field it changes (N2)."""
    assert shown(against(a_ledger(line("15")), changed)) == ["gazette/2004/regular-15.md:0:0 NUM-IMMUTABLE"]


def test_immutable_says_both() -> None:
    """C32: the message has the ledger's number and the file's."""
    (found,) = against(a_ledger(line("15")), an_issue("16", path="gazette/2004/regular-15.md"))
    assert (arguments(found)["expected"], arguments(found)["label"]) == ("政务普刊2004年第15期", "政务普刊2004年第16期")


def test_lost_file() -> None:
    """C33: an issued number whose file is gone is reported at its line of the ledger."""
    found = against(a_ledger(line("1"), line("2")), an_issue("1"))
    assert shown(found) == ["ledger/gazette.csv:3:1 NUM-LOST"]
    assert arguments(found[0])["issue"] == "gazette/2004/regular-2.md"


@pytest.mark.parametrize("state", ["void", "withdrawn"])
def test_lost_file_explained(state: str) -> None:
    """C33: a file may go where the number is recorded as void or withdrawn."""
    assert not against(a_ledger(line("1"), line("2", state=state)), an_issue("1"))


@pytest.mark.parametrize("file", ["gazette/2004/1.jpg", "other/2004/1.md", "data/series.yaml"])
def test_file_that_is_no_issue(file: str) -> None:
    """N2: a line may not name any file of the tree, but one where the issues of its series stand."""
    adopted = f"2004,15,,regular,adopted,,,{file},"
    assert codes(against(a_ledger(adopted), files=(file,))) == ["NUM-LOST"]


def test_file_with_faults_is_not_lost() -> None:
    """C33: a file that is there but could not be read is not lost."""
    assert not against(a_ledger(line("1")), files=("gazette/2004/regular-1.md",))


@pytest.mark.parametrize(
    ("state", "withdrawn", "fault"),
    [
        ("issued", False, []),
        ("issued", True, ["NUM-STANDS"]),
        ("withdrawn", True, []),
        ("withdrawn", False, ["NUM-WITHDRAWN"]),
    ],
    ids=["issued", "only-in-file", "C16", "only-in-ledger"],
)
def test_withdrawn_in_both(state: str, withdrawn: bool, fault: list[str]) -> None:  # noqa: FBT001 (a column of the table)
    """C16: the file and the ledger agree whether an issue is withdrawn."""
    assert codes(against(a_ledger(line("15", state=state)), an_issue("15", withdrawn=withdrawn))) == fault


NOON = datetime(2004, 11, 20, 12, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("issue", "faults"),
    [
        (replace(an_issue("15"), signed=date(2004, 11, 19)), ["NUM-SIGNED"]),
        (replace(an_issue("15"), published=NOON + timedelta(minutes=1)), ["NUM-DATE"]),
        (replace(an_issue("15"), published=None), ["NUM-DATE"]),
        (replace(an_issue("15"), signed=date(2004, 11, 19), published=None), ["NUM-SIGNED", "NUM-DATE"]),
        (an_issue("15"), []),
    ],
    ids=["signed", "published", "unpublished", "both", "same"],
)
def test_dates_never_change(issue: Issue, faults: list[str]) -> None:
    """The dates of signing and publication are the ledger's."""
    assert codes(against(a_ledger(line("15")), issue)) == faults


def test_place_of_a_number() -> None:
    """What is wrong with an issue's number is reported where the file has it."""
    changed = replace(an_issue("16", path="gazette/2004/regular-15.md"), number_at=(5, 9))
    assert shown(against(a_ledger(line("15")), changed)) == ["gazette/2004/regular-15.md:5:9 NUM-IMMUTABLE"]


def test_date_that_is_gone() -> None:
    """The message has what the ledger says, and a dash where the file says nothing."""
    (found,) = against(a_ledger(line("15")), replace(an_issue("15"), published=None))
    assert arguments(found)["value"] == "—"
    assert arguments(found)["expected"].startswith("2004-11-20 12:00")


def test_date_still_open() -> None:
    """C21: an issue may be signed before it goes online, and the ledger is told when it does."""
    signed = a_ledger(line("15").replace(f"{DAY} 12:00", ""))
    assert not against(signed, replace(an_issue("15"), published=None))
    assert codes(against(signed, an_issue("15"))) == ["NUM-PUBLISHED"]


def test_date_of_a_withdrawn_issue() -> None:
    """C16: what is withdrawn is not told to be signed again when its file says that it went online."""
    signed = a_ledger(line("15", state="withdrawn").replace(f"{DAY} 12:00", ""))
    assert not against(signed, replace(an_issue("15", withdrawn=True), published=None))
    (found,) = against(signed, an_issue("15", withdrawn=True))
    assert (found.code, arguments(found)["expected"]) == ("NUM-DATE", "—")


def test_totals_come_from_the_ledger() -> None:
    """Issues get the totals that their ledgers gave; others have none."""
    ledger = a_ledger(line("7-8", "107-108"), line("1", track="supplement"))
    issues = [an_issue("7-8"), an_issue("1", track=SUPPLEMENT), an_issue("")]
    assert [str(issue.total or "") for issue in with_numbers(issues, [ledger], [GAZETTE])] == ["107-108", "", ""]


# --- Dates, pauses and files in the ledger ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        pytest.param([line("1", signed="2004-03-01"), line("2", signed="2004-03-01")], [], id="C30"),
        pytest.param([line("1", signed="2004-03-02"), line("2", signed="2004-03-01")], ["3 NUM-ORDER"], id="backwards"),
        pytest.param([line("1", signed="2004-03-02"), f"{line('2', signed='2004-03-01')}补编"], [], id="C22"),
        pytest.param(
            [line("1", signed="2004-03-02"), line("1", track="supplement", signed="2004-03-01")], [], id="other-track"
        ),
        pytest.param([line("1").replace("2004,", "2003,", 1)], ["2 NUM-YEAR"], id="signed-later"),
        pytest.param([line("1").replace("2004,", "2005,", 1)], ["2 NUM-YEAR"], id="signed-earlier"),
        pytest.param([line("1").replace("2004,1,", "2003,12+1,", 1).replace("2004-11-20", "2004-01-06")], [], id="C10"),
        pytest.param([line("1").replace(" 12:00", "").replace(f"{DAY},g", "2004-11-19 12:00,g")], ["2 DATE-ORDER"]),
    ],
)
def test_dates_in_the_ledger(lines: list[str], faults: list[str]) -> None:
    """Dates run on with the numbers; a late one gives its reason in the note (C22)."""
    assert sequence(UNCOUNTED, *lines) == faults


PAUSED = replace(
    UNCOUNTED,
    pauses=(Pause(date(2004, 6, 1), date(2004, 12, 31), "整顿"), Pause(date(2010, 6, 1), None, "停刊")),
)


@pytest.mark.parametrize(
    ("day", "faults"),
    [
        ("2004-05-31", []),
        ("2004-06-01", ["2 SERIES-CLOSED"]),
        ("2004-12-31", ["2 SERIES-CLOSED"]),
        ("2005-01-01", []),
        ("2010-05-31", []),
        ("2010-06-01", ["2 SERIES-CLOSED"]),
        ("2030-01-01", ["2 SERIES-CLOSED"]),
    ],
)
def test_closed_series(day: str, faults: list[str]) -> None:
    """C34: nothing is signed while a series rests, both ends included."""
    assert sequence(PAUSED, line("1", signed=day)) == faults


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([line(str(n)) for n in range(1, 4)], []),
        ([line(str(n)) for n in range(1, 5)], ["5 NUM-FREQ"]),
        ([line(str(n)) for n in range(1, 7)], ["5 NUM-FREQ"]),
        ([*(line(str(n)) for n in range(1, 4)), line("1", track="supplement")], []),
        ([*(line(str(n)) for n in range(1, 4)), line("4", state="void")], []),
        ([*(line(str(n)) for n in range(1, 4)), line("1", signed="2005-01-04")], []),
    ],
    ids=["as-many", "one-more", "reported-once", "supplements", "void", "next-year"],
)
def test_frequency(lines: list[str], faults: list[str]) -> None:
    """C38: more regular issues in a year than expected are reported once a year; void numbers are no issues."""
    assert sequence(replace(UNCOUNTED, expected_per_year=3), *lines) == faults


def test_two_numbers_of_one_file() -> None:
    """An issue has one line; the second is reported and names the first."""
    second = line("2").replace("regular-2.md", "regular-1.md")
    (found,) = check_sequence(UNCOUNTED, a_ledger(line("1"), second))
    assert (found.line, found.code, arguments(found)["other"]) == (3, "LEDGER-TWICE", "2")


def test_number_of_no_part() -> None:
    """C24: a number of a part that its year does not have is reported where it stands."""
    (found,) = check_sequence(UNCOUNTED, a_ledger(line("1"), line("r2-1")))
    assert (found.line, found.code, arguments(found)["value"]) == (3, "LEDGER-ROW", "r2-1")


@pytest.mark.parametrize(
    ("numbers", "faults", "count"),
    [
        (["3", "7"], ["3 NUM-MISSING"], "3"),
        (["3", "7", "8", "11-12"], ["3 NUM-MISSING"], "5"),
        (["3", "4"], [], ""),
    ],
    ids=["C15-import", "C15-import-once", "whole"],
)
def test_missing_in_a_back_file(numbers: list[str], faults: list[str], count: str) -> None:
    """C15: numbers that a back-file passes over are one warning for them all."""
    lines = [line(number, state="adopted") for number in numbers]
    found = list(check_sequence(UNCOUNTED, a_ledger(*lines)))
    assert [f"{one.line} {one.code}" for one in found] == faults
    assert [arguments(one)["count"] for one in found] == [count] * len(faults)
    assert not has_errors(found)


# --- Files that moved, issues that replace others ---------------------------------------------------------------------


def test_renamed_file() -> None:
    """A file that was renamed is one fault, at the ledger's line, and names both."""
    found = against(a_ledger(line("1"), line("2")), an_issue("1"), an_issue("2", path="gazette/2004/new.md"))
    assert shown(found) == ["ledger/gazette.csv:3:1 NUM-MOVED"]
    assert (arguments(found[0])["issue"], arguments(found[0])["other"]) == (
        "gazette/2004/regular-2.md",
        "gazette/2004/new.md",
    )


def test_lost_file_of_another_number() -> None:
    """C33: a file of another number does not stand for the one that is gone."""
    found = against(a_ledger(line("1")), an_issue("2", path="gazette/2004/new.md"))
    assert codes(found) == ["NUM-LOST", "NUM-UNKNOWN"]


@pytest.mark.parametrize(
    ("replaced", "faults"),
    [("15", []), ("14", ["NUM-REPLACES"]), ("99", ["NUM-REPLACES"])],
    ids=["C18", "not-withdrawn", "unknown"],
)
def test_replacement(replaced: str, faults: list[str]) -> None:
    """C18: an issue stands in for a withdrawn one only."""
    later = replace(an_issue("21"), replaces=ItemRef("gazette", 2004, replaced, 0), number_at=(5, 9))
    found = list(check_replacements([an_issue("14"), an_issue("15", withdrawn=True), later, an_issue("")]))
    assert codes(found) == faults
    assert [arguments(one)["value"] for one in found] == [f"gazette/2004/{replaced}"] * len(faults)
