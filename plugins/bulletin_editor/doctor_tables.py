"""Print an examination of a tree as plain aligned tables, in the editor's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bulletin.dates import minute
from bulletin.kinds import Disclosure
from bulletin_editor.examination import DRAFTS, WAITING, WITHDRAWN, Counted, Examination
from bulletin_editor.inspection import Age, Inspection, Late, Result
from bulletin_editor.listing import Row, aligned, label_of
from bulletin_editor.words import N_, Translate

_ROWS: Final = {
    Disclosure.PUBLIC: N_("public"),
    Disclosure.ON_REQUEST: N_("on request"),
    Disclosure.INTERNAL: N_("not public"),
    WITHDRAWN: N_("withdrawn"),
    WAITING: N_("waiting for their moment"),
    DRAFTS: N_("drafts, without number or moment"),
}
_CHECKS: Final = {
    "home": N_("home page: days since the newest public issue"),
    "two-weeks": N_("columns without an issue for over two weeks"),
    "six-months": N_("of these, for over six months"),
    "empty": N_("empty columns"),
    "undated": N_("signed issues without a moment of publication"),
    "without-unit": N_("public items without a unit"),
    "late": N_("issues not published within 20 working days of signing"),
}
_RESULTS: Final = {
    Result.OK: N_("in order"),
    Result.NOTE: N_("to be seen to"),
    Result.VETO: N_("single-vote veto"),
}
_AGES: Final = {
    Age.FRESH: N_("up to date"),
    Age.OVER_TWO_WEEKS: N_("over two weeks"),
    Age.OVER_SIX_MONTHS: N_("over six months"),
    Age.EMPTY: N_("empty"),
    Age.RESTING: N_("paused, closed or merged"),
}
_NEVER: Final = "—"


def _table(title: str, head: Row, rows: Iterable[Row], translate: Translate) -> Iterator[str]:
    """Yield a heading and, if there are rows, a table of them."""
    rows = list(rows)
    yield ""
    yield title
    if rows:
        yield from aligned([tuple(map(translate, head)), *rows])


def lines_of(one: Examination, folder: str, translate: Translate) -> Iterator[str]:
    """Yield an examination line by line; ``folder`` leads to the content tree and ends in a slash."""
    moment = minute(one.now)
    if one.passes:
        yield translate("{moment}: this tree can be published").format(moment=moment)
    else:
        text = translate("{moment}: this tree can't be published; obstacles: {count} (warnings count)")
        yield text.format(moment=moment, count=len(one.obstacles))
        for found in one.obstacles:
            yield "  " + found.plain(translate, folder)
    if one.counted is None:
        yield ""
        yield translate("what is public, what waits and what an inspection finds can be told once this is put right")
    else:
        yield from _disclosures(one.counted, translate)
        yield from _waiting(one.counted, folder, translate)
    yield from _gate(one, folder, translate)
    if one.counted is not None:
        yield from _inspection(one.counted.inspection, folder, translate)


def _disclosures(counted: Counted, translate: Translate) -> Iterator[str]:
    head = (N_("disclosure"), N_("issues"), N_("items"))
    rows = ((translate(_ROWS[one.name]), str(one.issues), str(one.items)) for one in counted.tallies)
    yield from _table(translate("What is public"), head, rows, translate)
    text = translate("nobody has decided whether these are problem items, so they count as such: {count}")
    yield "  " + text.format(count=counted.undecided)


def _waiting(counted: Counted, folder: str, translate: Translate) -> Iterator[str]:
    title = translate("Waiting for a moment: {count}").format(count=len(counted.waiting))
    head = (N_("moment"), N_("issue or item"), N_("file"))
    rows = ((minute(one.moment), label_of(one.issue, one.item), folder + one.issue.path) for one in counted.waiting)
    yield from _table(title, head, rows, translate)


def _gate(one: Examination, folder: str, translate: Translate) -> Iterator[str]:
    title = translate("Waivers in use: {count}").format(count=len(one.waived))
    head = (N_("code"), N_("where"), N_("reason"), N_("approver"))
    rows = (
        (waiver.code, f"{folder}{waiver.place.path}:{waiver.place.line}", waiver.reason, waiver.approver)
        for waiver in one.waived
    )
    yield from _table(title, head, rows, translate)
    yield ""
    yield translate("Waivers that hold no longer: {count}").format(count=len(one.expired))
    for found in one.expired:
        yield "  " + found.plain(translate, folder)
    count = sum(found.now + found.later + found.elsewhere for found in one.findings)
    title = translate("Found by the check before publication: {count}").format(count=count)
    head = (N_("code"), N_("stops publication"), N_("will stop it later"), N_("elsewhere"))
    cells = ((each.code, str(each.now), str(each.later), str(each.elsewhere)) for each in one.findings)
    yield from _table(title, head, cells, translate)


def _name(check: str, translate: Translate) -> str:
    return translate(_CHECKS[check])


def _inspection(one: Inspection, folder: str, translate: Translate) -> Iterator[str]:
    head: Row = (N_("checked"), N_("found"), N_("at most"), N_("result"))
    rows = (
        (
            _name(check.name, translate),
            _NEVER if check.found is None else str(check.found),
            str(check.most),
            translate(_RESULTS[check.result]),
        )
        for check in one.checks()
    )
    yield from _table(translate("Website inspection, as far as the content tells"), head, rows, translate)
    head = (N_("column"), N_("public issues"), N_("newest"), N_("days"), N_("state"))
    cells = (
        (
            column.title,
            str(column.issues),
            column.newest.isoformat() if column.newest else _NEVER,
            _NEVER if column.days is None else str(column.days),
            translate(_AGES[column.age]),
        )
        for column in one.columns
    )
    yield from _table(translate("Columns"), head, cells, translate)
    if one.undated:
        named = ((label_of(issue), folder + issue.path) for issue in one.undated)
        yield from _list(_name("undated", translate), named)
    if one.without_unit:
        named = ((label_of(issue, item), f"{folder}{issue.path}:{item.line}") for issue, item in one.without_unit)
        yield from _list(_name("without-unit", translate), named)
    if one.late:
        yield from _lateness(one.late, folder, translate)


def _list(title: str, rows: Iterable[Row]) -> Iterator[str]:
    yield ""
    yield title
    yield from aligned(rows)


def _lateness(late: Iterable[Late], folder: str, translate: Translate) -> Iterator[str]:
    head = (N_("working days"), N_("signed"), N_("published"), N_("issue or item"), N_("file"))
    rows = (
        (
            str(one.working_days),
            one.issue.signed.isoformat(),
            translate(N_("not yet")) if one.waiting else one.until.isoformat(),
            label_of(one.issue),
            folder + one.issue.path,
        )
        for one in late
    )
    yield from _table(_name("late", translate), head, rows, translate)
    yield "  " + translate("working days are those from Monday to Friday; public holidays are not known here")
