"""What a masthead says beside the number: marks, and notes in a fixed order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues import Issue, Reissue, Withdrawal
from bulletin.kinds import Track
from bulletin.numbers import Number, Style, parse_span
from bulletin.reference import Pause, Restart, Run, Series
from bulletin_numbering.ledger import Ledger
from bulletin_numbering.masthead import Mastheads, full_issue_label, issue_label, with_last_notes, with_numbers
from tests.unit.making import GAZETTE, a_ledger, a_series, an_issue

UNCOUNTED = a_series(total_seed=None)
LAUNCHED = replace(UNCOUNTED, launched=date(2004, 3, 1))
LAST = replace(UNCOUNTED, mark_last=True)
VOLUMES = a_series(total_seed=None, runs=(Run(None, Restart.VOLUME, 1), Run(date(2004, 7, 1), Restart.VOLUME, 2)))
SUPPLEMENT = Track.SUPPLEMENT


def line(number: str, day: str = "2004-11-20", total: str = "", *, track: str = "regular") -> str:
    """Write the line of the file that ``an_issue`` makes."""
    return f"{day[:4]},{number},{total},{track},issued,{day},,gazette/{day[:4]}/{track}-{number}.md,"


def void(number: str, reason: str = "未编发", year: int = 2004) -> str:
    """Write the line of a number that was never issued."""
    return f"{year},{number},,regular,void,,,,{reason}"


def notes(issue: Issue, *lines: str) -> tuple[str, ...]:
    """Return an issue's notes, given the lines of its ledger."""
    return Mastheads(issue.series, a_ledger(*lines)).with_number(issue).notes


def of(series: Series, number: str, day: str = "2004-11-20", track: Track = Track.REGULAR) -> Issue:
    """Make an issue of a series."""
    return an_issue(number, day, series=series, track=track)


# --- Labels ----------------------------------------------------------------------------------------------------------

AGAIN = Reissue(date(2004, 12, 3), "", Withdrawal(date(2004, 12, 1), "内容有误", ""))


@pytest.mark.parametrize(
    ("issue", "label", "full"),
    [
        pytest.param(of(GAZETTE, "10"), "2004年第10期", "2004年第10期（总第442期）", id="plain"),
        pytest.param(
            replace(of(GAZETTE, "10"), mark="专期"),
            "2004年第10期（专期）",
            "2004年第10期（专期）（总第442期）",
            id="C12",
        ),
        pytest.param(
            replace(of(GAZETTE, "10"), reissue=AGAIN),
            "2004年第10期（更正重发）",
            "2004年第10期（更正重发）（总第442期）",
            id="C17",
        ),
        pytest.param(
            replace(of(GAZETTE, "10"), mark="补编", reissue=AGAIN),
            "2004年第10期（补编）（更正重发）",
            "2004年第10期（补编）（更正重发）（总第442期）",
            id="C22-and-C17",
        ),
        pytest.param(of(a_series(restart=Restart.CONTINUOUS), "442"), "第442期", "第442期", id="C3"),
        pytest.param(
            replace(of(a_series(restart=Restart.CONTINUOUS), "442"), mark="专期"),
            "第442期（专期）",
            "第442期（专期）",
            id="C3-and-C12",
        ),
        pytest.param(of(GAZETTE, ""), "2004年第×期（编审中）", "2004年第×期（编审中）", id="C29"),
        pytest.param(
            of(GAZETTE, "", track=SUPPLEMENT),
            "2004年增刊第×期（编审中）",
            "2004年增刊第×期（编审中）",
            id="C29-supplement",
        ),
    ],
)
def test_labels(issue: Issue, label: str, full: str) -> None:
    """Marks stand in brackets behind the number, the total behind them; a draft has neither."""
    counted = replace(issue, total=parse_span("442"))
    assert (issue_label(counted), full_issue_label(counted)) == (label, full)


# --- Notes -----------------------------------------------------------------------------------------------------------


def test_nothing_to_say() -> None:
    """An ordinary issue's masthead says nothing beside the number."""
    assert notes(of(LAST, "10"), line("9"), line("10"), line("11")) == ()


def test_draft() -> None:
    """C29: a draft's masthead says nothing, though it is dated like the first issue."""
    assert notes(of(LAUNCHED, "", "2004-03-01")) == ()


@pytest.mark.parametrize(
    ("number", "day", "track", "said"),
    [
        ("1", "2004-03-01", Track.REGULAR, ("创刊号",)),
        ("2", "2004-03-02", Track.REGULAR, ()),
        ("1", "2004-03-01", SUPPLEMENT, ()),
    ],
    ids=["C4", "second", "supplement"],
)
def test_launch(number: str, day: str, track: Track, said: tuple[str, ...]) -> None:
    """C4: the first issue of a series is its 创刊号; a supplement of the day is not."""
    assert notes(of(LAUNCHED, number, day, track)) == said


@pytest.mark.parametrize(
    ("series", "number", "said"),
    [
        (UNCOUNTED, "7-8", "本期为第7、8期合刊"),
        (UNCOUNTED, "7-9", "本期为第7、8、9期合刊"),
        (a_series(style=Style(separator="、")), "7-8", "本期为第7、8期合刊"),
        (UNCOUNTED, "12+1", "本期为2004年第12期、2005年第1期合刊"),
        (UNCOUNTED, "11-12+1", "本期为2004年第11期、2004年第12期、2005年第1期合刊"),
        (a_series(restart=Restart.CONTINUOUS), "7-8", "本期为第7、8期合刊"),
    ],
    ids=["C7", "three", "C9", "C10", "C10-more", "continuous"],
)
def test_merger(series: Series, number: str, said: str) -> None:
    """C7, C10: a merged issue names each of its numbers (GB 3179)."""
    assert notes(of(series, number), line(number)) == (said,)


@pytest.mark.parametrize(
    ("lines", "number", "said"),
    [
        ([line("11"), void("12"), line("13")], "13", ("第12期空号：未编发",)),
        ([line("11"), void("12", "甲"), void("13", "乙"), line("14")], "14", ("第12期空号：甲", "第13期空号：乙")),
        ([line("11"), void("12-13"), line("14")], "14", ("第12-13期空号：未编发",)),
        ([line("11"), void("12"), line("13"), void("14"), line("15")], "15", ("第14期空号：未编发",)),
        ([line("11"), void("12"), line("13"), line("14")], "14", ()),
        ([void("1"), line("2")], "2", ("第1期空号：未编发",)),
        ([void("12"), line("13-14")], "13-14", ("本期为第13、14期合刊", "第12期空号：未编发")),
        ([line("11"), line("13"), void("12")], "13", ("第12期空号：未编发",)),
    ],
    ids=["C13", "several", "several-at-once", "the-last-only", "not-the-second", "first", "merged", "any-order"],
)
def test_gaps(lines: list[str], number: str, said: tuple[str, ...]) -> None:
    """C13: the issue after numbers never issued names each with its reason (N6)."""
    assert notes(of(UNCOUNTED, number), *lines) == said


@pytest.mark.parametrize(
    ("issue", "lines"),
    [
        (of(UNCOUNTED, "1", "2005-01-04"), [line("11"), void("12")]),
        (of(UNCOUNTED, "13", track=SUPPLEMENT), [void("12")]),
        (of(UNCOUNTED, "13"), ["2004,12,,supplement,void,,,,未编发"]),
    ],
    ids=["next-year", "supplement", "void-supplement"],
)
def test_gaps_elsewhere(issue: Issue, lines: list[str]) -> None:
    """A gap in another year or track is not this masthead's to tell."""
    assert notes(issue, *lines) == ()


def test_gap_at_the_end_of_a_continuous_year() -> None:
    """Where numbers run on, the first issue of the next year tells of the gap before it."""
    series = a_series(restart=Restart.CONTINUOUS, total_seed=None)
    assert notes(of(series, "13", "2005-01-04"), line("11"), void("12")) == ("第12期空号：未编发",)


RESTED = replace(
    UNCOUNTED,
    pauses=(Pause(date(2004, 4, 1), date(2004, 4, 30), "整顿"), Pause(date(2004, 6, 1), date(2004, 6, 30), "")),
)
FIRST, SECOND = "复刊：本刊自2004年4月1日至2004年4月30日停刊（整顿）", "复刊：本刊自2004年6月1日至2004年6月30日停刊"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2004-03-20", "2004-05-10"], [(), (FIRST,)]),
        (["2004-03-20", "2004-05-10", "2004-05-20"], [(), (FIRST,), ()]),
        (["2004-03-20", "2004-05-10", "2004-07-01", "2004-07-02"], [(), (FIRST,), (SECOND,), ()]),
        (["2004-03-20", "2004-07-01"], [(), (FIRST, SECOND)]),
        (["2004-03-31", "2004-05-01"], [(), (FIRST,)]),
    ],
    ids=["C34", "said-once", "twice", "two-pauses-at-once", "both-ends"],
)
def test_resumption(days: list[str], said: list[tuple[str, ...]]) -> None:
    """C34: the first issue after a pause says how long it lasted, and no other."""
    lines = [line(str(n), day) for n, day in enumerate(days, 1)]
    assert [notes(of(RESTED, str(n), day), *lines) for n, day in enumerate(days, 1)] == said


def test_resumption_and_supplements() -> None:
    """A supplement neither resumes a series nor keeps its first issue from saying so."""
    lines = [line("1", "2004-03-20"), line("1", "2004-05-05", track="supplement"), line("2", "2004-05-10")]
    assert notes(of(RESTED, "1", "2004-05-05", SUPPLEMENT), *lines) == ()
    assert notes(of(RESTED, "2", "2004-05-10"), *lines) == (FIRST,)


def test_no_resumption_of_a_closed_series() -> None:
    """A series that is closed for good says nothing yet."""
    closed = replace(UNCOUNTED, pauses=(Pause(date(2004, 6, 1), None, ""),))
    assert notes(of(closed, "1", "2004-05-31"), line("1", "2004-05-31")) == ()


@pytest.mark.parametrize(
    ("printed", "total", "said"),
    [(61, "60", ("原刊误印总第61期",)), (60, "60", ()), (None, "60", ()), (61, "60-61", ("本期为第9、10期合刊",))],
    ids=["C40", "right", "not-said", "last-of-two"],
)
def test_misprint(printed: int | None, total: str, said: tuple[str, ...]) -> None:
    """C40: a total that was misprinted is shown as such."""
    number = "9-10" if "-" in total else "9"
    issue = replace(of(GAZETTE, number), printed_total=printed)
    assert notes(issue, line(number, total=total)) == said


@pytest.mark.parametrize(
    ("note", "said"),
    [("数字已改", "本期于2004年12月3日更正重发：数字已改"), ("", "本期于2004年12月3日更正重发")],
)
def test_reissue(note: str, said: str) -> None:
    """C17: an issue that came out again says when and why."""
    assert notes(replace(of(UNCOUNTED, "10"), reissue=replace(AGAIN, note=note)), line("10")) == (said,)


def ends(series: Series, *shown: tuple[str, str], unheld: tuple[Number, ...] = ()) -> list[tuple[str, ...]]:
    """Return the notes of the issues that an edition shows, given numbers and days."""
    return [one.notes for one in with_last_notes(series, [of(series, *one) for one in shown], unheld)]


@pytest.mark.parametrize(
    ("series", "shown", "said"),
    [
        (LAST, [("1", "2004-12-10"), ("2", "2004-12-20")], [(), ()]),
        (LAST, [("1", "2004-12-10"), ("2", "2004-12-20"), ("1", "2005-01-04")], [(), ("本年终刊",), ()]),
        (LAST, [("2", "2004-12-20"), ("1", "2005-01-04"), ("3", "2004-12-30")], [(), (), ("本年终刊",)]),
        (LAST, [("1", "2003-12-20"), ("1", "2004-12-20"), ("1", "2006-01-04")], [("本年终刊",), ("本年终刊",), ()]),
        (UNCOUNTED, [("2", "2004-12-20"), ("1", "2005-01-04")], [(), ()]),
        (VOLUMES, [("2", "2004-06-20"), ("1", "2004-07-04")], [("卷终",), ()]),
        (VOLUMES, [("1", "2004-06-10"), ("2", "2004-06-20")], [(), ()]),
        (
            replace(a_series(restart=Restart.CONTINUOUS), mark_last=True),
            [("2", "2004-12-20"), ("3", "2005-01-04")],
            [(), ()],
        ),
    ],
    ids=["year-goes-on", "C36", "signed-late", "years", "not-wanted", "volume", "volume-goes-on", "continuous"],
)
def test_last_of_a_year(series: Series, shown: list[tuple[str, str]], said: list[tuple[str, ...]]) -> None:
    """C36: the last issue says so once an issue of the next year or volume is shown."""
    assert ends(series, *shown) == said


def test_a_supplement_ends_no_year() -> None:
    """Supplements have a sequence of their own: neither does one begin a year nor is it the last of one."""
    supplements = [of(LAST, "1", day, SUPPLEMENT) for day in ("2004-12-30", "2005-01-04")]
    regular = of(LAST, "2", "2004-12-20")
    assert [one.notes for one in with_last_notes(LAST, [regular, *supplements])] == [(), (), ()]
    assert ends(LAST, ("2", "2004-12-20")) == [()]


@pytest.mark.parametrize(
    ("year", "number", "said"),
    [(2005, "1", ("本年终刊",)), (2004, "3", ()), (2004, "1", ())],
    ids=["of-the-next-year", "the-last-itself", "an-earlier-one"],
)
def test_numbers_without_text_count(year: int, number: str, said: tuple[str, ...]) -> None:
    """An issue of which readers know the number alone ends a year as well, and may be its last (C33)."""
    assert ends(LAST, ("2", "2004-12-20"), unheld=(Number(year, Track.REGULAR, parse_span(number)),)) == [said]


@pytest.mark.parametrize("later", [line("1", "2005-01-04"), line("1", "2005-01-04", total="9")], ids=["", "total"])
def test_the_ledger_ends_no_year(later: str) -> None:
    """The ledger knows of issues that readers must not know of: what it alone says leaves no note."""
    assert notes(of(LAST, "2", "2004-12-20"), line("2", "2004-12-20"), later) == ()


@given(st.lists(st.tuples(st.integers(2001, 2006), st.integers(1, 4)), min_size=1, unique=True))
def test_one_issue_of_each_finished_year_is_its_last(shown: list[tuple[int, int]]) -> None:
    """Whatever is shown, one issue of every year but the latest says that it was the last: the one numbered highest."""
    issues = [of(LAST, str(number), f"{year}-06-{number:02}") for year, number in sorted(shown)]
    marked = [(one.year, one.span and one.span.last) for one in with_last_notes(LAST, issues) if one.notes]
    years = sorted({year for year, _ in shown})[:-1]
    assert marked == [(year, max(number for one, number in shown if one == year)) for year in years]


def test_order_of_notes() -> None:
    """Notes stand in one order: launch, merger, gaps, resumption, misprint, reissue, last."""
    series = replace(
        a_series(),
        launched=date(2004, 11, 20),
        mark_last=True,
        pauses=(Pause(date(2004, 5, 1), date(2004, 5, 31), ""),),
    )
    issue = replace(of(series, "13-14"), printed_total=61, reissue=AGAIN)
    lines = [line("11", "2004-03-01"), void("12"), line("13-14", total="7-8"), line("1", "2005-01-04")]
    numbered = Mastheads(series, a_ledger(*lines)).with_number(issue)
    assert with_last_notes(series, [numbered, of(series, "1", "2005-01-04")])[0].notes == (
        "创刊号",
        "本期为第13、14期合刊",
        "第12期空号：未编发",
        "复刊：本刊自2004年5月1日至2004年5月31日停刊",
        "原刊误印总第61期",
        "本期于2004年12月3日更正重发",
        "本年终刊",
    )


# --- Many issues -----------------------------------------------------------------------------------------------------


def test_issues_of_several_series() -> None:
    """Every issue gets what the ledger of its own series says."""
    other = a_series("other")
    ledgers = [
        a_ledger(line("1", total="433")),
        a_ledger(line("1", total="7").replace("gazette/", "other/"), series="other"),
    ]
    issues = [of(GAZETTE, "1"), of(other, "1"), of(GAZETTE, "")]
    assert [str(one.total or "") for one in with_numbers(issues, ledgers, [GAZETTE, other])] == ["433", "7", ""]


@given(st.lists(st.sampled_from(["issued", "void"]), min_size=1, max_size=12))
def test_every_gap_is_told_once(states: list[str]) -> None:
    """However numbers were issued or not, each void one before an issue is told by exactly the issue after it."""
    lines = [line(str(n)) if state == "issued" else void(str(n)) for n, state in enumerate(states, 1)]
    mastheads = Mastheads(UNCOUNTED, a_ledger(*lines))
    issued = [n for n, state in enumerate(states, 1) if state == "issued"]
    told = [note for n in issued for note in mastheads.with_number(of(UNCOUNTED, str(n))).notes]
    last = max(issued, default=0)
    assert told == [f"第{n}期空号：未编发" for n, state in enumerate(states, 1) if state == "void" and n < last]


def test_ledger_of_no_line() -> None:
    """Where the ledger is empty nothing is known, and nothing is said."""
    empty = Ledger("gazette", "ledger/gazette.csv", ())
    issue = Mastheads(LAST, empty).with_number(of(LAST, "3"))
    assert (issue.total, issue.notes) == (None, ())
