"""The forty cases of the domain notes (6.3), each under its number: situation and expected output.

What pages, feeds and redirects show of them is tested on the built site (tests/site).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bulletin.catalogue import Catalogue
from bulletin.codes import CODES, Severity
from bulletin.dates import CHINA
from bulletin.issues import Issue, ItemRef, Reissue, Withdrawal
from bulletin.kinds import Edition, Level, State, Track
from bulletin.numbers import Numeral, Span, Style
from bulletin.printed import parse_printed
from bulletin.reference import CombinedTotal, Counting, Pause, Reference, Restart, Run, Series, SeriesTitle, YearBasis
from bulletin_feeds.entries import FeedEntry, issue_entry
from bulletin_gate.editions import edition_of
from bulletin_numbering.assign import adopt, publish, reissue, sign, void, withdraw
from bulletin_numbering.ledger import Ledger, line_of
from bulletin_numbering.masthead import Mastheads, full_issue_label, issue_label, with_last_notes
from bulletin_numbering.resolve import resolve
from bulletin_numbering.verify import check_ledger, check_replacements, check_sequence, reference_to
from bulletin_portal.addresses import issue_address
from bulletin_portal.context import Context
from bulletin_portal.loading import load
from bulletin_portal.series_pages import changed_on
from tests.unit.making import (
    AGRICULTURE,
    GAZETTE,
    LIUBO,
    SITE,
    a_catalogue,
    a_correction,
    a_draft,
    a_ledger,
    a_row,
    a_series,
    accepted,
    an_empty,
    an_issue,
    codes,
    labels,
)

NOW = datetime(2004, 12, 1, tzinfo=CHINA)
SUPPLEMENT = Track.SUPPLEMENT
OLD, NEW = "东营区政务信息", "政务普刊"


def after(series: Series, number: int, total: int | None = None, day: str = "2004-03-01") -> Ledger:
    """Make the ledger of a series that has come to a number of 2004, and to a total."""
    said = "" if total is None else str(total)
    return a_ledger(f"2004,{number},{said},regular,adopted,{day},,,", series=series.id)


def signed(series: Series, ledger: Ledger, *days: str) -> Ledger:
    """Sign an issue on each day, one after the other."""
    for day in days:
        ledger = accepted(sign(series, ledger, [a_draft(day)]))
    return ledger


def months(*numbers: int) -> list[str]:
    """Return the twentieth of months of 2004."""
    return [f"2004-{n:02}-20" for n in numbers]


def written(series: Series, ledger: Ledger, **changes: object) -> Issue:
    """Return the issue of a ledger's last line, as read from its file, with number, total and notes."""
    entry = ledger.entries[-1]
    day = entry.signed.isoformat() if entry.signed else ""
    bare = an_issue(str(entry.number.span), day, path=entry.issue, series=series, track=entry.number.track)
    return Mastheads(series, ledger).with_number(replace(bare, **changes))  # type: ignore[arg-type]


def faults(series: Series, ledger: Ledger) -> list[str]:
    """Return what is wrong with a ledger, as codes."""
    return codes(check_sequence(series, ledger))


def feed_entry(issue: Issue) -> FeedEntry:
    """Return what the feed says of an issue."""
    catalogue, _ = edition_of(a_catalogue(issue, series=(issue.series,)), Edition.PUBLIC)
    context = Context(catalogue, Edition.PUBLIC, str)
    return issue_entry(context, context.catalogue.issues[0])


# --- Years and totals ------------------------------------------------------------------------------------------------

SEEDED = a_series(total_seed=432)


def test_c1_annual_with_a_total() -> None:
    """The hundredth issue of 2004, in a series that had come to 432 before."""
    ledger = an_empty()
    for _ in range(100):
        ledger = signed(SEEDED, ledger, "2004-03-01")
    assert labels(SEEDED, ledger)[-1] == "2004年第100期（总第532期）"
    assert len(ledger.entries) == 100


def test_c2_next_year() -> None:
    """The next issue, signed in January, begins again; the total goes on."""
    ledger = signed(SEEDED, after(SEEDED, 100, 532), "2005-01-04")
    assert labels(SEEDED, ledger)[-1] == "2005年第1期（总第533期）"


def test_c3_continuous() -> None:
    """Numbers that run on have no year, and no total that says the same again."""
    series = a_series(restart=Restart.CONTINUOUS)
    ledger = signed(series, after(series, 532, 532), "2005-01-04")
    assert labels(series, ledger)[-1] == "第533期"


def test_c4_launched_in_march() -> None:
    """A monthly launched in March has its tenth issue in December; the first is labelled."""
    series = replace(a_series(), launched=date(2004, 3, 20))
    ledger = signed(series, an_empty(), "2004-03-20")
    assert (labels(series, ledger), written(series, ledger).notes) == (["2004年第1期（总第1期）"], ("创刊号",))
    ledger = signed(series, ledger, *months(*range(4, 13)))
    assert (labels(series, ledger)[-1], written(series, ledger).notes) == ("2004年第10期（总第10期）", ())


def test_c5_number_of_the_month() -> None:
    """Where the number is the month's, the numbers before the launch are nobody's and no gap; ten issues came out."""
    series = replace(a_series(total_seed=None), counting=Counting.MONTH)
    ledger = signed(series, an_empty(), *months(*range(3, 13)))
    assert [series.number_label(one.number) for one in (ledger.entries[0], ledger.entries[-1])] == [
        "2004年第3期",
        "2004年第12期",
    ]
    assert len(ledger.of(State.ISSUED)) == len(ledger.entries) == 10
    assert faults(series, ledger) == []


@pytest.mark.parametrize(
    ("basis", "label"),
    [(YearBasis.SIGNED, "2005年第1期"), (YearBasis.PERIOD, "2004年第10期")],
    ids=["C6-signed", "C6-period"],
)
def test_c6_december_signed_in_january(basis: YearBasis, label: str) -> None:
    """The December report signed on 5 January counts in the year of signing, or in that of its month."""
    series = replace(a_series(total_seed=None), year_basis=basis)
    ledger = signed(series, an_empty(), *months(*range(3, 12)))
    draft = a_draft("2005-01-05", period="2004-12", published="2005-01-05 09:00")
    ledger = accepted(sign(series, ledger, [draft]))
    entry = ledger.entries[-1]
    assert series.number_label(entry.number) == label
    assert (entry.published and entry.published.date()) == date(2005, 1, 5)
    assert faults(series, ledger) == []


# --- Merged issues ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combined", "expected"),
    [
        pytest.param(CombinedTotal.PER_SLOT, ["2004年第7-8期（总第107-108期）", "2004年第9期（总第109期）"], id="C7"),
        pytest.param(CombinedTotal.PER_ISSUE, ["2004年第7-8期（总第107期）", "2004年第9期（总第108期）"], id="C8"),
    ],
)
def test_c7_c8_july_and_august_merged(combined: CombinedTotal, expected: list[str]) -> None:
    """A merged issue takes two numbers, and as many totals as the series says (N8)."""
    series = a_series(combined_total=combined)
    ledger = accepted(sign(series, after(series, 6, 106), [a_draft("2004-08-20", combined=2)]))
    ledger = signed(series, ledger, "2004-09-20")
    assert labels(series, ledger)[1:] == expected
    assert faults(series, ledger) == []


def test_c9_enumerated() -> None:
    """A series may print merged numbers with 、; the address keeps the hyphen, and each number leads there."""
    series = a_series(total_seed=None, style=Style(separator="、"))
    issue = an_issue("7-8", series=series)
    assert issue.number is not None
    assert series.number_label(issue.number) == "2004年第7、8期合刊"
    assert (issue.number.code, issue.number.segment, issue_address(issue)) == ("7-8", "7-8", "gazette/2004/7-8/")
    assert [one.segment for one in issue.number.singles()] == ["7", "8"]


def test_c10_merged_across_years() -> None:
    """The last number of a year may be merged with the first of the next, which then goes on with the second."""
    series = a_series()
    ledger = accepted(sign(series, after(series, 11, 11), [a_draft("2004-12-30", "12+1")]))
    ledger = signed(series, ledger, "2005-01-20")
    assert labels(series, ledger)[1:] == [
        "2004年第12期、2005年第1期合刊（总第12-13期）",
        "2005年第2期（总第14期）",
    ]
    number = ledger.entries[1].number
    assert [(one.year, one.segment) for one in number.singles()] == [(2004, "12"), (2005, "1")]
    assert faults(series, ledger) == []


# --- Beside the sequence, and holes in it ----------------------------------------------------------------------------


def test_c11_supplements() -> None:
    """Two supplements leave the regular numbers and the total alone."""
    series = a_series()
    supplements = [a_draft(day, track=SUPPLEMENT) for day in ("2004-05-01", "2004-05-02")]
    ledger = accepted(sign(series, after(series, 5, 15), supplements))
    ledger = signed(series, ledger, "2004-06-01")
    assert labels(series, ledger)[1:] == ["2004年增刊第1期", "2004年增刊第2期", "2004年第6期（总第16期）"]
    assert faults(series, ledger) == []


def test_c12_special_issue_in_the_sequence() -> None:
    """A 专期 inside the sequence takes the regular number and is marked."""
    series = a_series(total_seed=None)
    ledger = accepted(sign(series, after(series, 48), [a_draft("2004-10-01", mark="专期")]))
    issue = written(series, ledger, mark="专期")
    assert full_issue_label(issue) == "2004年第49期（专期）"
    assert labels(series, signed(series, ledger, "2004-10-02"))[-1] == "2004年第50期"


def test_c13_never_issued() -> None:
    """A number that was never issued is void with its reason; the next masthead says so, and it counts as no issue."""
    series = a_series(total_seed=200)
    ledger = signed(series, an_empty(), *months(*range(1, 12)))
    ledger = accepted(void(series, ledger, replace(ledger.entries[0].number, span=Span(12, 12)), "未编发"))
    ledger = signed(series, ledger, "2004-12-01")
    assert labels(series, ledger)[-1] == "2004年第13期（总第213期）"
    assert written(series, ledger).notes == ("第12期空号：未编发",)
    assert [(one.number.code, one.note) for one in ledger.of(State.VOID)] == [("12", "未编发")]
    assert len(ledger.of(State.ISSUED)) == 12
    assert faults(series, ledger) == []


def test_c14_two_files_of_a_number(small_tree: Path) -> None:
    """Two files that claim one number stop the build, which names both and writes nothing."""
    first = small_tree / "gazette/2004/2004-11-19.md"
    (small_tree / "gazette/2004/copy.md").write_bytes(first.read_bytes())
    before = {path: path.read_bytes() for path in small_tree.rglob("*") if path.is_file()}
    loaded = load(small_tree)
    found = [one for one in loaded.diagnostics if one.code == "NUM-DUP"]
    assert loaded.catalogue is None
    assert {(one.path, dict(one.message.args)["other"]) for one in found} == {
        ("gazette/2004/copy.md", "gazette/2004/2004-11-19.md")
    }
    assert {path: path.read_bytes() for path in small_tree.rglob("*") if path.is_file()} == before


def test_c15_gap() -> None:
    """A number skipped without a word is an error, in the ledger and at signing; a back-file's is a warning."""
    series = a_series(total_seed=None)
    _, found = sign(series, after(series, 15), [a_draft("2004-04-01", "17")])
    line = "2004,17,,regular,issued,2004-04-01,,a.md,"
    kept = a_ledger(line_of(after(series, 15).entries[0]), line)
    assert (codes(found), faults(series, kept)) == (["NUM-GAP"], ["NUM-GAP"])
    imported = accepted(adopt(series, an_empty(), [a_row("15"), a_row("17")]))
    assert faults(series, imported) == ["NUM-MISSING"]
    assert (CODES["NUM-GAP"].severity, CODES["NUM-MISSING"].severity) == (Severity.ERROR, Severity.WARNING)


# --- Withdrawn, corrected, late --------------------------------------------------------------------------------------


def fifteen() -> Ledger:
    """Make the ledger of a series whose last issue is no. 15."""
    return signed(GAZETTE, after(GAZETTE, 14, 14), "2004-11-20")


def test_c16_withdrawn() -> None:
    """A withdrawn issue keeps number and notice and loses its text; the feed says 撤回; the next issue is no. 16."""
    ledger = accepted(withdraw(fifteen(), "2004-11-20regular.md"))
    assert [(one.number.code, one.state) for one in ledger.of(State.WITHDRAWN)] == [("15", State.WITHDRAWN)]
    assert labels(GAZETTE, signed(GAZETTE, ledger, "2004-11-21"))[-1] == "2004年第16期（总第16期）"
    issue = written(GAZETTE, ledger, withdrawal=Withdrawal(date(2004, 11, 22), "内容有误", "信息科"))
    (shown,) = edition_of(a_catalogue(issue), Edition.PUBLIC)[0].issues
    assert (shown.number, shown.withdrawal, shown.items) == (issue.number, issue.withdrawal, ())
    assert issue_address(shown) == "gazette/2004/15/"
    entry = feed_entry(issue)
    assert entry.title.startswith("[撤回]")
    assert "正文" not in entry.html
    assert codes(check_ledger(GAZETTE, ledger, [replace(issue, published=None)], {issue.path})) == []


def test_c17_reissued() -> None:
    """A withdrawn issue that comes out again has its number and says so; no number is consumed."""
    path = "2004-11-20regular.md"
    ledger = accepted(reissue(GAZETTE, accepted(withdraw(fifteen(), path)), path))
    assert len(ledger.entries) == 2
    issue = written(GAZETTE, ledger, reissue=Reissue(date(2004, 12, 3), "数字已改", None))
    assert issue_label(issue) == "2004年第15期（更正重发）"
    assert issue.notes == ("本期于2004年12月3日更正重发：数字已改",)
    assert labels(GAZETTE, signed(GAZETTE, ledger, "2004-12-04"))[-1] == "2004年第16期（总第16期）"


def test_c18_replaced_by_a_later_issue() -> None:
    """No. 21 names the withdrawn no. 15 that it stands in for, and may name no other."""
    old = replace(an_issue("15"), withdrawal=Withdrawal(date(2004, 11, 22), "内容有误", ""))
    new = replace(an_issue("21"), replaces=ItemRef("gazette", 2004, "15", 0))
    assert reference_to(old) == new.replaces
    assert codes(check_replacements([old, new])) == []
    assert codes(check_replacements([an_issue("15"), new])) == ["NUM-REPLACES"]


@pytest.mark.parametrize(
    ("level", "changed"),
    [
        pytest.param(Level.MINOR, date(2004, 11, 20), id="C19"),
        pytest.param(Level.MAJOR, date(2004, 12, 1), id="C20"),
    ],
)
def test_c19_c20_corrected(level: Level, changed: date) -> None:
    """A typo put right changes neither number, date nor feed; a fact put right changes date and feed, no number."""
    issue = an_issue("15")
    fixed = replace(issue, corrections=(replace(a_correction(), level=level),))
    assert (fixed.number, changed_on(fixed)) == (issue.number, changed)
    one, other = feed_entry(issue), feed_entry(fixed)
    assert (other.updated.date(), other.published) == (changed, one.published)
    assert other.id == one.id
    assert (one == other) == (level is Level.MINOR)


def test_c21_put_online_late() -> None:
    """No. 8, signed in March and put online in June, keeps number and signing date and bears the true moment."""
    ledger = signed(GAZETTE, after(GAZETTE, 7, 7), "2004-03-02", "2004-03-09")
    online = datetime(2004, 6, 1, 9, 30, tzinfo=CHINA)
    ledger = accepted(publish(ledger, "2004-03-02regular.md", online))
    entry = ledger.entries[1]
    assert (entry.number.code, entry.signed, entry.published) == ("8", date(2004, 3, 2), online)
    late, other = (
        replace(an_issue("8", "2004-03-02"), published=online),
        an_issue("9", "2004-03-09"),
    )
    assert (changed_on(late), feed_entry(late).published) == (date(2004, 6, 1), online)
    assert [str(issue.span) for issue in a_catalogue(other, late).issues] == ["8", "9"]
    assert faults(GAZETTE, ledger) == []


def test_c22_forgotten() -> None:
    """An issue forgotten in March and written up in June takes the next number, and says 补编."""
    ledger = after(GAZETTE, 11, 11, "2004-06-01")
    ledger = signed(GAZETTE, ledger, "2004-06-02")
    ledger = accepted(sign(GAZETTE, ledger, [a_draft("2004-03-20", mark="补编")]))
    issue = written(GAZETTE, ledger, mark="补编")
    assert full_issue_label(issue) == "2004年第13期（补编）（总第13期）"
    assert faults(GAZETTE, ledger) == []


# --- Names, ways of counting, back-files -----------------------------------------------------------------------------

RENAMED = a_series("gazette", SeriesTitle(OLD, until=date(2004, 5, 31)), SeriesTitle(NEW, since=date(2004, 6, 1)))


def titled(series: Series, ledger: Ledger) -> list[str]:
    """Return the titles and numbers of a ledger's issues, with totals."""
    days = [entry.signed for entry in ledger.entries if entry.signed]
    return [series.title_on(day) + label for day, label in zip(days, labels(series, ledger), strict=True)]


def test_c23_renamed() -> None:
    """A renamed series goes on counting; each issue bears the title of its day, and the year counts both."""
    ledger = signed(RENAMED, after(RENAMED, 31, 531, "2004-05-20"), "2004-06-04")
    assert titled(RENAMED, ledger) == ["东营区政务信息2004年第31期（总第531期）", "政务普刊2004年第32期（总第532期）"]
    assert [title.name for title in RENAMED.titles] == [OLD, NEW]
    assert {entry.number.year for entry in ledger.entries} == {2004}
    assert faults(RENAMED, ledger) == []


def test_c24_renamed_and_counted_anew() -> None:
    """A renamed series may count anew; the total goes on, and the address tells the two no. 1 of the year apart."""
    series = replace(RENAMED, runs=(Run(None, Restart.ANNUAL), Run(date(2004, 6, 1), Restart.ANNUAL)))
    ledger = signed(series, after(series, 31, 531, "2004-05-20"), "2004-06-04")
    assert titled(series, ledger)[-1] == "政务普刊2004年第1期（总第532期）"
    assert ledger.entries[-1].number.segment == "r2-1"
    assert faults(series, ledger) == []
    following = signed(series, ledger, "2005-01-04")
    assert (labels(series, following)[-1], following.entries[-1].number.segment) == ("2005年第1期（总第533期）", "1")


def test_c25_continuous_then_annual() -> None:
    """Numbers that ran on to 532 begin again each year from 2005 on; the total goes on."""
    series = a_series(runs=(Run(None, Restart.CONTINUOUS), Run(date(2005, 1, 1), Restart.ANNUAL)))
    ledger = signed(series, after(series, 531, 531), "2004-12-20", "2005-01-04")
    assert labels(series, ledger)[1:] == ["第532期", "2005年第1期（总第533期）"]
    assert faults(series, ledger) == []


def test_c26_import_from_the_middle() -> None:
    """Numbers before a back-file's first are nobody's: no gap, no count, and the next goes on."""
    series = a_series(total_seed=432)
    ledger = accepted(adopt(series, an_empty(), [a_row("37", "569", signed="2004-03-01")]))
    assert (len(ledger.entries), faults(series, ledger)) == (1, [])
    assert labels(series, signed(series, ledger, "2004-03-08"))[-1] == "2004年第38期（总第570期）"


@pytest.mark.parametrize(
    ("n", "label"), [(17, "第十七期"), (100, "第一百期"), (103, "第一百零三期"), (110, "第一百一十期")]
)
def test_c27_chinese_numerals(n: int, label: str) -> None:
    """A series may print its numbers in Chinese."""
    series = a_series(restart=Restart.CONTINUOUS, total_seed=None, style=Style(Numeral.HANZI))
    assert labels(series, after(series, n)) == [label]


@pytest.mark.parametrize("text", ["第１００期", " 第 100 期", "第一百期"])
def test_c28_number_read(text: str) -> None:
    """A number is understood however it is printed."""
    printed = parse_printed(text)
    assert (printed.numbers, printed.total) == ((100, 100), None)
    assert labels(GAZETTE, after(GAZETTE, 100)) == ["2004年第100期"]


@pytest.mark.parametrize("text", ["总532期", "（总第532期)"])
def test_c28_total_read(text: str) -> None:
    """So is a total."""
    printed = parse_printed(text)
    assert (printed.numbers, printed.total) == (None, (532, 532))
    assert labels(GAZETTE, after(GAZETTE, 100, 532)) == ["2004年第100期（总第532期）"]


def test_c29_draft() -> None:
    """A draft has no number, no line in the ledger and no place in an edition."""
    draft = replace(an_issue(""), published=None)
    assert issue_label(draft) == full_issue_label(draft) == "2004年第×期（编审中）"
    assert draft.number is None
    assert codes(check_ledger(GAZETTE, an_empty(), [draft], {draft.path})) == []
    for edition in Edition:
        assert edition_of(a_catalogue(draft), edition)[0].issues == ()


# --- Two at a time ---------------------------------------------------------------------------------------------------


def given(ledger: Ledger) -> list[tuple[str, str]]:
    """Return the files and numbers of a ledger's issues."""
    return [(entry.issue, entry.number.code) for entry in ledger.entries if entry.issue]


def test_c30_two_on_a_day() -> None:
    """Two issues of a day are numbered by time of publication, then in the order given; the ledger fixes that."""
    drafts = [
        a_draft("2004-03-01", path="d.md"),
        a_draft("2004-03-01", path="b.md", published="2004-03-01 16:00"),
        a_draft("2004-03-01", path="c.md"),
        a_draft("2004-03-01", path="a.md", published="2004-03-01 09:00"),
    ]
    ledger = accepted(sign(GAZETTE, an_empty(), drafts))
    assert given(ledger) == [("a.md", "1"), ("b.md", "2"), ("d.md", "3"), ("c.md", "4")]
    assert given(accepted(sign(GAZETTE, an_empty(), drafts))) == given(ledger)
    assert faults(GAZETTE, ledger) == []


def line(number: int, path: str, day: str, published: str = "") -> str:
    """Write the line of an issue."""
    return f"2004,{number},{number},regular,issued,{day},{published},{path},"


def conflict(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """Write a ledger that two branches have written on."""
    head = "year,number,total,track,state,signed,published,issue,note"
    common = line(15, "old.md", "2004-11-01", "2004-11-01 09:00")
    return "\n".join((head, common, "<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> branch", ""))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (("a.md", "2004-12-02", ""), ("b.md", "2004-12-03", ""), [("a.md", "16"), ("b.md", "17")]),
        (("a.md", "2004-12-03", ""), ("b.md", "2004-12-02", ""), [("b.md", "16"), ("a.md", "17")]),
        (("a.md", "2004-11-20", ""), ("b.md", "2004-11-21", "2004-11-22 09:00"), [("b.md", "16"), ("a.md", "17")]),
        (("a.md", "2004-11-20", "2004-12-24 09:00"), ("b.md", "2004-11-21", ""), [("a.md", "16"), ("b.md", "17")]),
    ],
    ids=["C31-ours-first", "C31-theirs-first", "C31-published", "C31-not-yet-online"],
)
def test_c31_two_branches(ours: tuple[str, str, str], theirs: tuple[str, str, str], expected: object) -> None:
    """Of two branches that both gave no. 16, who signed first keeps it, unless the other is online already."""
    text = conflict([line(16, *ours)], [line(16, *theirs)])
    settled = resolve(GAZETTE, text, NOW)
    assert given(settled.ledger)[1:] == expected
    assert labels(GAZETTE, settled.ledger)[1:] == ["2004年第16期（总第16期）", "2004年第17期（总第17期）"]
    assert [(one.before.code, one.after.code) for one in settled.renumbered] == [("16", "17")]


# --- What verification finds -----------------------------------------------------------------------------------------


def test_c32_number_edited() -> None:
    """A published issue's number can't be edited."""
    ledger = fifteen()
    edited = replace(written(GAZETTE, ledger), span=Span(16, 16), published=None)
    assert codes(check_ledger(GAZETTE, ledger, [edited], {edited.path})) == ["NUM-IMMUTABLE"]
    assert CODES["NUM-IMMUTABLE"].severity is Severity.ERROR


def test_c33_file_deleted() -> None:
    """The file of an issued number can't go; a withdrawn one's can."""
    ledger = fifteen()
    assert codes(check_ledger(GAZETTE, ledger, [], ())) == ["NUM-LOST"]
    withdrawn = accepted(withdraw(ledger, "2004-11-20regular.md"))
    assert codes(check_ledger(GAZETTE, withdrawn, [], ())) == []


def test_c34_closed_and_resumed() -> None:
    """Nothing is signed in a closed series; once it is resumed, numbers go on, and the first masthead says 复刊."""
    closed = replace(a_series(total_seed=None), pauses=(Pause(date(2010, 6, 1), None, "停刊整顿"),))
    ledger = signed(closed, a_ledger("2010,4,,regular,adopted,2010-04-20,,,"), "2010-05-20")
    _, found = sign(closed, ledger, [a_draft("2010-06-20")])
    assert codes(found) == ["SERIES-CLOSED"]
    resumed = replace(closed, pauses=(Pause(date(2010, 6, 1), date(2010, 9, 30), "停刊整顿"),))
    ledger = signed(resumed, ledger, "2010-10-20")
    assert labels(resumed, ledger)[-1] == "2010年第6期"
    assert written(resumed, ledger).notes == ("复刊：本刊自2010年6月1日至2010年9月30日停刊（停刊整顿）",)
    assert written(resumed, signed(resumed, ledger, "2010-11-20")).notes == ()
    assert faults(resumed, ledger) == []


def test_c35_two_series_merged() -> None:
    """The series that two were merged into counts on from its seed, knows both, and their addresses stay."""
    pair = [
        replace(a_series(name, SeriesTitle(title)), merged_into="joint") for name, title in (("a", "甲"), ("b", "乙"))
    ]
    joint = a_series("joint", SeriesTitle("丙"), total_seed=300)
    reference = Reference(SITE, (*pair, joint), (LIUBO,), (AGRICULTURE,))
    ledger = signed(joint, an_empty(joint), "2005-01-04")
    assert labels(joint, ledger) == ["2005年第1期（总第301期）"]
    assert [one.title for one in reference.predecessors(joint)] == ["甲", "乙"]
    assert issue_address(an_issue("9", series=pair[0])) == "a/2004/9/"


def test_c36_last_of_the_year() -> None:
    """Once the year is over its last issue says so; one signed later reopens the year, with a warning."""
    series = replace(a_series(), mark_last=True)
    ledger = signed(series, after(series, 11, 11), "2004-12-20")
    last = written(series, ledger)
    assert with_last_notes(series, [last])[0].notes == ()
    ledger = signed(series, ledger, "2005-01-04")
    following = written(series, ledger)
    assert [one.notes for one in with_last_notes(series, [last, following])] == [("本年终刊",), ()]
    reopened, found = sign(series, ledger, [a_draft("2004-12-30")])
    assert codes(found) == ["NUM-REOPEN"]
    assert CODES["NUM-REOPEN"].severity is Severity.WARNING
    assert labels(series, reopened)[-1] == "2004年第13期（总第14期）"
    late = written(series, reopened)
    assert [one.notes for one in with_last_notes(series, [last, late, following])] == [(), ("本年终刊",), ()]


def test_c37_two_series_of_one_title() -> None:
    """Two offices' series of one title number independently and are told apart by their issuers."""
    pair = [
        replace(a_series(name, SeriesTitle("督查专报")), issuer=issuer) for name, issuer in (("a", "甲"), ("b", "乙"))
    ]
    reference = Reference(SITE, (*pair, GAZETTE), (LIUBO,), (AGRICULTURE,))
    assert [reference.shown_title(one) for one in reference.series] == ["督查专报（甲）", "督查专报（乙）", "政务普刊"]
    ledgers = [signed(one, an_empty(one), "2004-03-01") for one in pair]
    assert [labels(one, ledger) for one, ledger in zip(pair, ledgers, strict=True)] == [["2004年第1期（总第1期）"]] * 2
    issues = [an_issue("1", series=one) for one in pair]
    assert len(Catalogue.of(reference, issues, (), ()).issues) == 2


def test_c38_thirteenth_issue_of_a_monthly() -> None:
    """One issue more than expected is a warning and no more."""
    series = replace(a_series(total_seed=None), expected_per_year=12)
    ledger = signed(series, an_empty(), *months(*range(1, 13)))
    assert faults(series, ledger) == []
    ledger = signed(series, ledger, "2004-12-30")
    assert faults(series, ledger) == ["NUM-FREQ"]
    assert CODES["NUM-FREQ"].severity is Severity.WARNING


def test_c39_chinese_year() -> None:
    """A year in Chinese numerals is understood."""
    printed = parse_printed("二〇〇四年第三期")
    assert (printed.year, printed.numbers) == (2004, (3, 3))


def test_c40_misprinted_total() -> None:
    """A wrong total on the paper issue is kept and shown as such; what is counted goes on unaffected."""
    rows = [
        a_row("59", "59", year=1999),
        a_row("60", "61", year=1999, signed="1999-10-01", path="a.md"),
        a_row("61", "61", year=1999),
    ]
    ledger = accepted(adopt(GAZETTE, an_empty(), rows))
    assert [str(entry.total) for entry in ledger.entries] == ["59", "60", "61"]
    assert [entry.note for entry in ledger.entries] == ["", "原刊误印总第61期", ""]
    bare = replace(an_issue("60", "1999-10-01", path="a.md"), printed_total=61)
    issue = Mastheads(GAZETTE, ledger).with_number(bare)
    assert (full_issue_label(issue), issue.notes) == ("1999年第60期（总第60期）", ("原刊误印总第61期",))
    assert faults(GAZETTE, ledger) == []
