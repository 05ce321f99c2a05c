"""Files of data: spreadsheets read them right, they hold what the edition shows, and are made when that changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues import Issue, Withdrawal
from bulletin.kinds import Disclosure, Edition, Kind, Status
from bulletin.reference import FormerName
from bulletin_portal.context import Context
from bulletin_portal.metadata import linked_data
from bulletin_portal.open_data import csv_bytes, plan_data
from bulletin_portal.pages import Document
from bulletin_portal.statistics_pages import plan_data_page, plan_statistics_data
from tests.unit.making import LIUBO, SITE, WATER, a_catalogue, an_issue, an_item

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def read(data: bytes) -> list[list[str]]:
    """Read a table as Excel does: in UTF-8, since it begins with the mark of that."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=5))
def test_tables_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    """Commas, quotes, line breaks and characters of any sort survive; only a formula gets an apostrophe."""
    found = read(csv_bytes(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (0, "0"),
        ("=1+1", "'=1+1"),
        ("@甲", "'@甲"),
        ("－5℃", "－5℃"),
        ("一、二", "一、二"),
        ("甲,乙", '"甲,乙"'),
        ('说"好"', '"说""好"""'),
    ],
    ids=["nothing", "zero", "formula", "name", "fullwidth-minus", "enumeration", "comma", "quotes"],
)
def test_cells(cell: object, written: str) -> None:
    """A cell is written as RFC 4180 has it."""
    assert csv_bytes([(cell, "末")]).decode("utf-8-sig") == f"{written},末\r\n"


def _context(*issues: Issue, edition: Edition = Edition.PUBLIC) -> Context:
    marks = {issue.path: repr(issue).encode() for issue in issues}
    return Context(a_catalogue(*issues), edition, str, marks=marks)


def _documents(context: Context) -> dict[str, Document]:
    return {one.path: one for one in plan_data(context)}


def _files(context: Context) -> dict[str, bytes]:
    return {path: one.make() for path, one in _documents(context).items()}


def _an_issue() -> Issue:
    open_item = replace(an_item(1, kind=Kind.PROBLEM, status=Status.OPEN), units=(WATER,))
    return an_issue(items=[open_item, an_item(2)])


def test_records() -> None:
    """The JSON of a year holds each issue with its items, and whose they are."""
    (found,) = [data for path, data in _files(_context(_an_issue())).items() if path.endswith(".json")]
    told = json.loads(found)
    (issue,) = told["issues"]
    first, second = issue["items"]
    assert (told["year"], issue["withdrawn"]) == (2004, None)
    assert (first["kind"], first["status"], second["kind"], second["status"]) == ("problem", "open", "general", None)
    assert first["units"] == [{"id": "water", "name": WATER.name}]
    assert first["url"].startswith(issue["url"])
    assert "public" not in first


def test_units_are_named_as_they_were() -> None:
    """A unit that has another name now stands in the data by that of the day, and by its id."""
    unit = replace(WATER, former=(FormerName("区水利处", "", None, date(2010, 1, 1)),))
    files = _files(_context(an_issue(items=[replace(an_item(1), units=(LIUBO, unit))])))
    assert "柳泊镇、区水利处" in read(files["data/2004/items.csv"])[1]
    (item,) = json.loads(files["data/2004/catalogue.json"])["issues"][0]["items"]
    assert item["units"] == [{"id": "liubo", "name": "柳泊镇"}, {"id": "water", "name": "区水利处"}]


@pytest.mark.parametrize(
    ("edition", "licence", "address", "told"),
    [
        (Edition.PUBLIC, "某某许可", "https://a.cn/terms", {"name": "某某许可", "url": "https://a.cn/terms"}),
        (Edition.PUBLIC, "某某许可", "", {"name": "某某许可", "url": None}),
        (Edition.PUBLIC, "", "", None),
        (Edition.INTERNAL, "某某许可", "https://a.cn/terms", None),
    ],
    ids=["with-address", "name-alone", "none", "internal"],
)
def test_licence(edition: Edition, licence: str, address: str, told: dict[str, str | None] | None) -> None:
    """The data say under what they may be used if the office has said so, and never inside."""
    site = replace(SITE, data_licence=licence, data_licence_url=address)
    issue = _an_issue()
    catalogue = a_catalogue(issue)
    catalogue = replace(catalogue, reference=replace(catalogue.reference, site=site))
    context = Context(catalogue, edition, str, marks={issue.path: b"1"})
    assert json.loads(_files(context)["data/2004/catalogue.json"]).get("licence") == told
    (page,) = plan_data_page(context)
    dataset = json.loads(linked_data(site, page))["@graph"][0]
    assert dataset["@type"] == "Dataset"
    assert dataset.get("license") == (told and (told["url"] or told["name"]))
    files = {one.path for plan in (plan_data, plan_statistics_data) for one in plan(context)}
    assert {one["contentUrl"].removeprefix(site.url) for one in dataset["distribution"]} == files


def test_only_inside_says_what_is_public() -> None:
    """The internal edition marks items that are not public; the public one has no such column."""
    issue = an_issue(items=[an_item(1), replace(an_item(2), disclosure=Disclosure.INTERNAL)])
    tables = {edition: read(_files(_context(issue, edition=edition))["data/2004/items.csv"]) for edition in Edition}
    assert len(tables[Edition.INTERNAL][0]) == len(tables[Edition.PUBLIC][0]) + 1
    assert [row[-1] for row in tables[Edition.INTERNAL][1:]] == ["1", "0"]


def test_a_withdrawn_issue_has_no_title() -> None:
    """Of a withdrawn issue its number and day are left, and when it was withdrawn."""
    gone = replace(_an_issue(), title="密", items=(), withdrawal=Withdrawal(date(2004, 12, 1), "有误", ""))
    files = _files(_context(gone))
    assert not [path for path, data in files.items() if "密" in data.decode()]
    assert read(files["data/2004/issues.csv"])[1][-2] == "2004-12-01"


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (lambda issue: issue, False),
        (lambda issue: replace(issue, items=issue.items[:1]), True),
        (lambda issue: replace(issue, title="另一个标题"), True),
    ],
    ids=["nothing", "an-item-less", "title"],
)
def test_files_are_made_where_something_changed(change: Callable[[Issue], Issue], *, made: bool) -> None:
    """A file has another mark where its bytes are others, and the same where nothing changed; asking makes no file."""
    before, now = (_documents(_context(one)) for one in (_an_issue(), change(_an_issue())))
    marks = [{path: one.mark() for path, one in each.items() if one.mark} for each in (before, now)]
    assert [each.keys() for each in marks] == [before.keys(), now.keys()]
    differ = {path for path in before if before[path].make() != now[path].make()}
    assert bool(differ) is made
    assert differ <= {path for path in before if marks[0][path] != marks[1][path]}
    assert made or marks[0] == marks[1]
