"""Write what an edition shows as tables and records: issues, items and counts of a year, for whoever counts anew.

Only what stands on pages is in them, and no text of an item: numbers, titles, days, units, addresses. A year is closed
with its last issue, so its files are too; each has a mark that is known without making it.
"""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure, Edition, Kind
from bulletin_gate.disclosure import disclosure_of
from bulletin_numbering.masthead import issue_label
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Document
from bulletin_portal.views import Bar, Link, Statistics
from bulletin_portal.words import KINDS, STATUSES
from bulletin_source.shards import digest

Table = Iterable[Sequence[object]]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets
_SEVERAL: Final = "、"  # between the units of an item


def csv_bytes(rows: Table) -> bytes:
    """Return a table as RFC 4180 writes it, in UTF-8 with a byte order mark; None is an empty cell.

    Without the mark Excel takes a file for one in the system's code page, and Chinese comes out as nonsense. A text
    that a spreadsheet would run as a formula gets an apostrophe in front, as its users would type it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        cells = ("" if cell is None else str(cell) for cell in row)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return BOM_UTF8 + out.getvalue().encode()


def data_address(year: int, name: str) -> str:
    """Return ``data/2004/items.csv``."""
    return f"{addresses.year_address(addresses.DATA, year)}{name}"


ISSUES: Final = "issues.csv"
ITEMS: Final = "items.csv"
RECORDS: Final = "catalogue.json"
STATISTICS: Final = "statistics.csv"
FILES: Final = (STATISTICS, ISSUES, ITEMS, RECORDS)  # of each year


def _is_internal(context: Context) -> bool:
    return context.edition is Edition.INTERNAL


def _total(issue: Issue) -> str:
    return str(issue.total) if issue.total else ""


def _title(issue: Issue) -> str:
    return "" if issue.withdrawal else issue.title


def _moment(issue: Issue) -> str:
    return issue.published.isoformat(timespec="minutes") if issue.published else ""


def issue_columns(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the columns of issues.csv and what each holds."""
    translate = context.translate
    return (
        (translate("Series"), translate("The title it bore on the day of signing.")),
        (translate("Number"), translate("The number as printed.")),
        (translate("Total number"), translate("Counted over all years; empty where the series counts none.")),
        (translate("Signed"), translate("The day of signing, as year-month-day.")),
        (translate("Published"), translate("The first moment online, ISO 8601.")),
        (translate("Title"), translate("Empty where an issue has none of its own.")),
        (translate("Items"), translate("How many items this edition shows.")),
        (translate("Problem items"), translate("How many of them report a problem.")),
        (translate("Withdrawn"), translate("The day of withdrawal; empty for an issue that stands.")),
        (translate("Address"), translate("Its permanent address.")),
    )


def _issue_rows(context: Context, issues: Sequence[Issue]) -> Table:
    yield tuple(name for name, _ in issue_columns(context))
    url = context.reference.site.url
    for issue in issues:
        tally = context.shelves.tallies[issue.path]
        yield (
            issue.series.title_on(issue.signed),
            issue_label(issue),
            _total(issue),
            issue.signed.isoformat(),
            _moment(issue),
            _title(issue),
            tally.items,
            tally.problems,
            issue.withdrawal and issue.withdrawal.withdrawn.isoformat(),
            url + addresses.issue_address(issue),
        )


def item_columns(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the columns of items.csv and what each holds; whether an item is public, only inside says."""
    translate = context.translate
    columns = (
        (translate("Series"), translate("The title it bore on the day of signing.")),
        (translate("Number"), translate("The number as printed.")),
        (translate("Signed"), translate("The day of signing, as year-month-day.")),
        (translate("Title"), translate("The title of the item.")),
        (translate("Kind"), translate("General item or problem item.")),
        (translate("Status"), translate("Of a problem item, as it was known when it was written.")),
        (translate("Topic"), translate("What it is about.")),
        (translate("Reporting units"), translate("Who reported it, by the names of that day, parted by 、.")),
        (translate("Address"), translate("Its permanent address.")),
    )
    inside = (translate("Public"), translate("1 for an item that is public, 0 for any other."))
    return (*columns, inside) if _is_internal(context) else columns


def _item_rows(context: Context, issues: Sequence[Issue]) -> Table:
    yield tuple(name for name, _ in item_columns(context))
    url, inside = context.reference.site.url, _is_internal(context)
    kinds = {kind: context.translate(name) for kind, name in KINDS.items()}
    statuses = {status: context.translate(name) for status, name in STATUSES.items()}
    for issue in issues:
        series, label, signed = issue.series.title_on(issue.signed), issue_label(issue), issue.signed.isoformat()
        for item in issue.items:
            row = (
                series,
                label,
                signed,
                item.title,
                kinds[item.kind],
                statuses[item.status] if item.status and item.kind is Kind.PROBLEM else "",
                item.topic and item.topic.name,
                _SEVERAL.join(unit.name_on(issue.signed) for unit in item.units),
                url + addresses.item_address(issue, item),
            )
            yield (*row, int(disclosure_of(issue, item) is Disclosure.PUBLIC)) if inside else row


def _item_record(context: Context, issue: Issue, item: Item) -> dict[str, object]:
    record: dict[str, object] = {
        "title": item.title,
        "kind": item.kind.value,
        "status": item.status.value if item.status and item.kind is Kind.PROBLEM else None,
        "topic": {"id": item.topic.id, "name": item.topic.name} if item.topic else None,
        "units": [{"id": unit.id, "name": unit.name_on(issue.signed)} for unit in item.units],
        "url": context.reference.site.url + addresses.item_address(issue, item),
    }
    if _is_internal(context):
        record["public"] = disclosure_of(issue, item) is Disclosure.PUBLIC
    return record


def _issue_record(context: Context, issue: Issue) -> dict[str, object]:
    return {
        "series": {"id": issue.series.id, "title": issue.series.title_on(issue.signed)},
        "year": issue.year,
        "number": issue.number.code if issue.number else "",
        "label": issue_label(issue),
        "total": _total(issue) or None,
        "signed": issue.signed.isoformat(),
        "published": _moment(issue) or None,
        "title": _title(issue) or None,
        "withdrawn": issue.withdrawal.withdrawn.isoformat() if issue.withdrawal else None,
        "url": context.reference.site.url + addresses.issue_address(issue),
        "items": [_item_record(context, issue, item) for item in issue.items],
    }


def terms_of(context: Context) -> str:
    """Return what whoever uses the data is to know."""
    if _is_internal(context):
        return context.translate("For use on the office network only. Do not pass on.")
    sentence = context.translate(
        "The data hold what this site shows and no more; the pages are authoritative. Name the source: %(source)s."
    )
    return sentence % {"source": context.reference.site.organiser}


def licence_of(context: Context) -> Link | None:
    """Return the name of what the data may be used under and its address or "", if the office has said so.

    The data of the internal edition are passed on to nobody, whatever the office grants the public.
    """
    site = context.reference.site
    return Link(site.data_licence_url, site.data_licence) if site.data_licence and not _is_internal(context) else None


def _records(context: Context, year: int, issues: Sequence[Issue]) -> bytes:
    """Return issues and items as JSON, a line an issue, so that two versions can be compared."""
    site = context.reference.site
    licence = licence_of(context)
    head = {
        "title": f"{site.name} {context.year(year)}",
        "publisher": site.organiser,
        "url": site.url,
        "terms": terms_of(context),
        **({"licence": {"name": licence.name, "url": licence.address or None}} if licence else {}),
        "year": year,
    }
    lines = (json.dumps(_issue_record(context, issue), ensure_ascii=False) for issue in issues)
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    listed = ",\n".join(lines)
    return f'{opening},\n "issues": [\n{listed}\n]}}\n'.encode()


def _bar_rows(name: str, bars: Iterable[Bar]) -> Table:
    for bar in bars:
        yield name, bar.name, bar.issues, bar.items, bar.problems, bar.items - bar.problems


def statistics_columns(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the columns of statistics.csv and what each holds."""
    translate = context.translate
    return (
        (translate("Counted by"), translate("All, series, year or month, topic, unit, day of signing.")),
        (translate("Name"), translate("Whose counts stand in the row.")),
        (translate("Issues"), translate("Issues with items of the row; a withdrawn issue counts for none.")),
        (translate("Items"), translate("An item of several units counts once under each of them.")),
        (translate("Problem items"), translate("How many of them report a problem.")),
        (translate("General items"), translate("All others.")),
    )


def statistics_table(context: Context, statistics: Statistics, year: int | None, days: Sequence[Bar]) -> Table:
    """Yield the tables of a page of statistics as one, with the days of a year."""
    translate = context.translate
    yield tuple(name for name, _ in statistics_columns(context))
    whole = translate("All")
    yield whole, whole, statistics.issues, statistics.items, statistics.problems, statistics.general
    yield from _bar_rows(translate("Series"), statistics.by_series)
    yield from _bar_rows(translate("Year") if year is None else translate("Month"), statistics.by_period)
    yield from _bar_rows(translate("Topic"), statistics.by_topic)
    yield from _bar_rows(translate("Unit"), statistics.by_unit)
    yield from _bar_rows(translate("Day"), days)


def _mark(context: Context, name: str, issues: Sequence[Issue]) -> bytes:
    """Return the digest of all that a file of data holds, which is less than cards show of the same issues."""
    return digest(name.encode(), context.closures.issues_mark(issues))


def _document(
    context: Context, path: str, issues: Sequence[Issue], make: Callable[[Context, Sequence[Issue]], bytes]
) -> Document:
    return Document(path, partial(make, context, issues), mark=partial(_mark, context, path, issues))


def _issues_csv(context: Context, issues: Sequence[Issue]) -> bytes:
    return csv_bytes(_issue_rows(context, issues))


def _items_csv(context: Context, issues: Sequence[Issue]) -> bytes:
    return csv_bytes(_item_rows(context, issues))


def _catalogue_json(context: Context, issues: Sequence[Issue]) -> bytes:
    return _records(context, issues[0].year, issues)


def plan_data(context: Context) -> Iterator[Document]:
    """Yield the files of each year's issues and items."""
    for year, issues in context.shelves.by_year(context.catalogue.issues).items():
        yield _document(context, data_address(year, ISSUES), issues, _issues_csv)
        yield _document(context, data_address(year, ITEMS), issues, _items_csv)
        yield _document(context, data_address(year, RECORDS), issues, _catalogue_json)
