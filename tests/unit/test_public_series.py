"""Public series entered by `inv adopt`: numbering facts of tests/data, and what `inv ledger` then tells of them."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin.codes import Severity
from bulletin_editor.adopting import Adopted, adopt_files
from bulletin_editor.desk import RefusedError
from bulletin_editor.ledger_table import Table, tables
from bulletin_editor.signing import sign_files
from bulletin_portal.loading import load
from tests.unit.making import codes

DATA = Path(__file__).parents[1] / "data"
ISSUE = "---\nseries: {series}\nsigned: {day}\n---\n\n## 甲\n\n```item\nunit: liubo\n```\n\n正文。\n"


@pytest.fixture
def tree(small_tree: Path) -> Path:
    """Return a content tree with reference data and no issue."""
    for name in ("gazette", "key-affairs", "ledger"):
        shutil.rmtree(small_tree / name)
    (small_tree / "pages/about.md").write_text("---\ntitle: 关于\n---\n\n正文。\n", "utf-8")
    return small_tree


def founded(tree: Path, **series: str) -> None:
    """Write the series of an office: each id with what it says beside the least."""
    least = "- id: {0}\n  titles: [{{name: 《{0}》}}]\n  issuer: 甲\n  disclosure: public\n"
    texts = [
        least.format(name.replace("_", "-")) + "".join(f"  {one}\n" for one in said.split("; ") if one)
        for name, said in series.items()
    ]
    (tree / "data/series.yaml").write_text("".join(texts), "utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_of(rows: Iterable[dict[str, str]]) -> list[int]:
    """Return the numbers of a table whose series are continuous."""
    return [int("".join(char for char in row["number"] if char.isdecimal())) for row in rows]


def holes(numbers: list[int]) -> list[tuple[int, int]]:
    """Return what lies between numbers, as first and last."""
    return [(one + 1, other - 1) for one, other in pairwise(numbers) if other > one + 1]


def label(first: int, last: int) -> str:
    """Return numbers as a continuous series prints them."""
    return f"第{first}期" if first == last else f"第{first}-{last}期"


def table(tree: Path, series: str, year: int | None = None) -> Table:
    """Return what `inv ledger` prints."""
    (found,) = tables(tree, series, year, str)
    return found


def adopted(tree: Path, name: str) -> Adopted:
    """Enter a table for the series of its name."""
    return adopt_files(tree, [str(DATA / f"{name}.csv")], name)


def signed_next(tree: Path, series: str, day: str) -> str:
    """Sign the next issue and return its masthead."""
    path = tree / series / day[:4] / f"{day}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ISSUE.format(series=series, day=day), "utf-8")
    (signed,) = sign_files(tree, [str(path)]).signed
    return signed.masthead


# Rows, first and last number.
PUBLIC = [("this-week-in-rust", 671, (1, 672)), ("ruanyf-weekly", 341, (1, 341)), ("pep", 727, (1, 8107))]


@pytest.mark.parametrize(("name", "count", "ends"), PUBLIC, ids=[row[0] for row in PUBLIC])
def test_continuous_series(tree: Path, name: str, count: int, ends: tuple[int, int]) -> None:
    """A series that numbers on for years is entered as it is: its numbers, its dates, and what is missing of it."""
    founded(tree, **{name.replace("-", "_"): "restart: continuous"})
    rows = rows_of(name)
    numbers = numbers_of(rows)
    assert (len(rows), numbers[0], numbers[-1]) == (count, *ends)
    missing = numbers[-1] - count
    done = adopted(tree, name)
    assert (list(done.counts.values()), codes(done.warnings)) == ([count], ["NUM-MISSING"] * bool(missing))
    found = table(tree, name)
    entered = [row for row in found.rows if row[5] == "adopted"]
    assert [row[0] for row in entered] == [label(n, n) for n in numbers]
    assert [row[3] for row in entered] == [row["date"] if len(row["date"]) == 10 else "" for row in rows]
    assert [row[0] for row in found.rows if row[5] == "not recorded"] == [label(*gap) for gap in holes(numbers)]
    assert found.counts[0] == ("adopted", count)
    assert sum(last - first + 1 for first, last in holes(numbers)) == missing
    assert [one.severity for one in found.found] == [Severity.WARNING] * bool(missing)
    assert [dict(one.message.args)["count"] for one in found.found] == [str(missing)] * bool(missing)


@pytest.mark.parametrize(
    ("name", "day"), [("this-week-in-rust", "2026-10-14"), ("ruanyf-weekly", "2025-03-21"), ("pep", "2026-11-22")]
)
def test_next_issue(tree: Path, name: str, day: str) -> None:
    """After a back-file the next issue gets the next number, and the tree has no error."""
    founded(tree, **{name.replace("-", "_"): "restart: continuous"})
    adopted(tree, name)
    last = numbers_of(rows_of(name))[-1]
    assert signed_next(tree, name, day) == f"《{name}》第{last + 1}期"
    loaded = load(tree)
    assert loaded.catalogue is not None
    assert {one.severity for one in loaded.diagnostics} <= {Severity.WARNING}
    assert len(loaded.catalogue.unheld) == len(rows_of(name))


@pytest.mark.parametrize("name", ["this-week-in-rust", "ruanyf-weekly", "pep"])
def test_one_year(tree: Path, name: str) -> None:
    """The table of a year has that year's issues, also where only the month is known."""
    founded(tree, **{name.replace("-", "_"): "restart: continuous"})
    adopted(tree, name)
    for year, count in Counter(int(row["date"][:4]) for row in rows_of(name)).items():
        rows = [row for row in table(tree, name, year).rows if row[5] == "adopted"]
        assert (year, len(rows)) == (year, count)


def test_totals_of_a_continuous_series(tree: Path) -> None:
    """C3: where totals are counted as well, they say the same again until a number is missing."""
    founded(tree, this_week_in_rust="restart: continuous; total_seed: 0")
    adopted(tree, "this-week-in-rust")
    rows = [row for row in table(tree, "this-week-in-rust").rows if row[5] == "adopted"]
    assert [row[1] for row in rows] == [str(n) for n in range(1, 672)]
    assert signed_next(tree, "this-week-in-rust", "2026-10-14") == "《this-week-in-rust》第673期（总第672期）"


def test_gaps() -> None:
    """The weekly lacks no. 28, the other weekly none, proposals most numbers: so say those who collected them."""
    assert holes(numbers_of(rows_of("this-week-in-rust"))) == [(28, 28)]
    assert holes(numbers_of(rows_of("ruanyf-weekly"))) == []
    said = "14-19 21-41 43-99 104-159 161-199 300-300 388-388 716-717 795-796 805-805 812-812 823-824 834-834 836-2025"
    later = "2027-2999 3004-3098 3157-3332 3334-7999 8003-8009 8017-8099"
    assert [f"{first}-{last}" for first, last in holes(numbers_of(rows_of("pep")))] == f"{said} {later}".split()


def test_entered_twice(tree: Path) -> None:
    """A table that was entered already is refused whole, with a diagnostic a row, and nothing is written."""
    founded(tree, pep="restart: continuous")
    adopted(tree, "pep")
    before = (tree / "ledger/pep.csv").read_bytes()
    with pytest.raises(RefusedError) as refused:
        adopted(tree, "pep")
    assert codes(refused.value.diagnostics) == ["NUM-DUP"] * 727
    assert [one.line for one in refused.value.diagnostics] == list(range(2, 729))
    assert (tree / "ledger/pep.csv").read_bytes() == before


def test_number_without_any_year(tree: Path, tmp_path: Path) -> None:
    """A number is entered under a year; where neither it nor a date says which, nothing is guessed."""
    founded(tree, weekly="restart: continuous")
    file = tmp_path / "weekly.csv"
    file.write_text("number,date\n341,2025-03\n342,\n第343期,2025\n", "utf-8")
    with pytest.raises(RefusedError) as refused:
        adopt_files(tree, [str(file)], "weekly")
    assert [(one.line, one.code) for one in refused.value.diagnostics] == [(3, "ADOPT-YEAR"), (4, "FIELD-DATE")]
    assert not (tree / "ledger").exists()


# --- The founding example: six series in 2004, of which only the counts are known ------------------------------------

SEEDS = {"gazette": 432}  # what it had come to before, so that its hundredth issue is 总第532期 (C1)
OFFICE = {row["series"]: row for row in rows_of("dongying-2004")}


def tables_of(folder: Path) -> dict[str, Path]:
    """Write a table of numbers for each of the six series, from the number of its issues."""
    made = {}
    for name, row in OFFICE.items():
        made[name] = folder / f"{name}.csv"
        lines = [f"{row['year']}年第{n}期" for n in range(1, int(row["issues"]) + 1)]
        made[name].write_text("\n".join(("number", *lines, "")), "utf-8")
    return made


@pytest.fixture
def office(tree: Path, tmp_path: Path) -> Path:
    """Return the tree of an office with its six series of 2004."""
    said = {
        name.replace("-", "_"): f"total_seed: {SEEDS.get(name, 0)}" if name in SEEDS or row["founded"] == "true" else ""
        for name, row in OFFICE.items()
    }
    founded(tree, **said)
    for name, file in tables_of(tmp_path).items():
        assert adopt_files(tree, [str(file)], name).warnings == ()
    return tree


def test_founding_counts(office: Path) -> None:
    """Six series had 100, 10, 10, 4, 24 and 30 issues in 2004, without a gap."""
    found = tables(office, "", None, str)
    assert [(one.series.id, one.counts) for one in found] == [
        ("gazette", (("adopted", 100),)),
        ("monthly-report", (("adopted", 10),)),
        ("key-affairs", (("adopted", 10),)),
        ("special-report", (("adopted", 4),)),
        ("policy-research", (("adopted", 24),)),
        ("supervision-report", (("adopted", 30),)),
    ]
    assert not any(one.found for one in found)
    assert sum(count for one in found for _, count in one.counts) == 178


def test_founding_numbers(office: Path) -> None:
    """Each begins at no. 1; the dates nobody knows stay empty."""
    for name, row in OFFICE.items():
        rows = table(office, name, 2004).rows
        assert (rows[0][0], rows[-1][0]) == ("2004年第1期", f"2004年第{row['issues']}期")
        assert {(one[3], one[4]) for one in rows} == {("", "")}
        assert table(office, name, 2005).rows == ()


@pytest.mark.parametrize(
    ("name", "masthead"),
    [
        pytest.param("gazette", "《gazette》2005年第1期（总第533期）", id="C2"),
        pytest.param("monthly-report", "《monthly-report》2005年第1期（总第11期）", id="C4"),
        pytest.param("policy-research", "《policy-research》2005年第1期", id="no-totals"),
    ],
)
def test_year_after_the_founding(office: Path, name: str, masthead: str) -> None:
    """The first issue of 2005 begins again at 1; the total goes on from what 2004 came to."""
    assert signed_next(office, name, "2005-01-04") == masthead


def test_rest_of_the_founding_year(office: Path) -> None:
    """An issue signed at the end of 2004 gets the next number of that year (C1: the hundredth had 总第532期)."""
    rows = table(office, "gazette").rows
    assert (rows[-1][0], rows[-1][1]) == ("2004年第100期", "532")
    assert signed_next(office, "gazette", "2004-12-31") == "《gazette》2004年第101期（总第533期）"
