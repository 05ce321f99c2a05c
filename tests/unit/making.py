"""Domain objects for tests: each function makes one of which only what it is given matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from bulletin.catalogue import Catalogue, Void
from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic, Place
from bulletin.issues import Correction, Issue, Item, ItemRef, Withdrawal
from bulletin.kinds import Disclosure, Kind, Level, Status, Track
from bulletin.numbers import Number, Numeral, Style, parse_span
from bulletin.reference import CombinedTotal, Reference, Restart, Run, Series, SeriesTitle, Site, Topic, Unit
from bulletin_numbering.assign import Draft, Outcome, Printed
from bulletin_numbering.ledger import HEAD, Ledger, read_ledger


class Unchecked:
    """A tree that lets every link through as it is written and knows no file and no issue."""

    def resolve(self, target: str, picture: bool) -> str | None:  # noqa: FBT001 (the signature of a Resolver)
        """Return the target."""
        return target

    def measure(self, address: str) -> tuple[int, int] | None:
        """Know the size of no picture but one."""
        return (800, 450) if address == "measured.svg" else None

    def describe(self, address: str) -> str | None:
        """Know nothing of the file."""
        return None

    def refer(self, text: str) -> tuple[str, str] | None:
        """Know no issue."""
        return None


AS_IT_IS = Unchecked()
CHINA_NOON = datetime(2004, 11, 20, 12, tzinfo=CHINA)
SITE = Site(
    "望潮政务信息网",
    "",
    "简介。",
    "https://zwxx.example/",
    "zwxx.example,2004",
    "望潮区人民政府办公室",
    phone="0000-0000000",
    id_code="0000000000",
    icp="示ICP备00000000号",
    police_record="示公网安备00000000000000号",
    mark_url="https://mark.example/?id=0",
    errors_url="https://errors.example/?site_code=0000000000",
)
LIUBO = Unit("liubo", "柳泊镇", "", "Liubo Town", "镇")
WATER = Unit("water", "区水利局", "水利局", "Water Resources Bureau", "区直部门")
AGRICULTURE = Topic("agriculture", "农业农村", "Agriculture", "")


def a_series(
    identity: str = "gazette",
    *titles: SeriesTitle,
    disclosure: Disclosure = Disclosure.PUBLIC,
    restart: Restart = Restart.ANNUAL,
    combined_total: CombinedTotal = CombinedTotal.PER_SLOT,
    total_seed: int | None = 0,
    style: Style | None = None,
    runs: tuple[Run, ...] = (),
) -> Series:
    """Make a series."""
    return Series(
        id=identity,
        titles=titles or (SeriesTitle("政务普刊"),),
        english="",
        issuer="望潮区人民政府办公室",
        summary="",
        disclosure=disclosure,
        runs=runs or (Run(None, restart),),
        combined_total=combined_total,
        total_seed=total_seed,
        style=style or Style(Numeral.ARABIC),
        launched=None,
        expected_per_year=None,
    )


GAZETTE = a_series()


def an_item(
    n: int = 1,
    *,
    kind: Kind = Kind.GENERAL,
    disclosure: Disclosure | None = None,
    status: Status | None = None,
    follows: ItemRef | None = None,
) -> Item:
    """Make an item."""
    return Item(
        n=n,
        line=10 * n,
        title=f"条目{n}",
        units=(LIUBO,),
        topic=AGRICULTURE,
        kind=kind,
        kind_by_editor=True,
        status=status,
        disclosure=disclosure,
        follows=follows,
        body=f"<p>正文{n}</p>",
        text=f"正文{n}",
        media=(),
        references=(),
    )


def an_issue(
    number: str = "1",
    signed: str = "2004-11-20",
    *,
    path: str = "",
    series: Series = GAZETTE,
    track: Track = Track.REGULAR,
    disclosure: Disclosure = Disclosure.PUBLIC,
    published: bool = True,
    items: Iterable[Item] | None = None,
    corrections: Iterable[Correction] = (),
    withdrawn: bool = False,
) -> Issue:
    """Make an issue, published at noon of the day it was signed; a number "" makes a draft."""
    day = date.fromisoformat(signed)
    return Issue(
        path=path or f"{series.id}/{day.year}/{track}-{number or 'draft'}.md",
        series=series,
        title="",
        signed=day,
        published=datetime.combine(day, time(12), CHINA) if published else None,
        track=track,
        span=parse_span(number) if number else None,
        total=None,
        disclosure=disclosure,
        editor="信息科",
        note="按语",
        items=(an_item(),) if items is None else tuple(items),
        corrections=tuple(corrections),
        withdrawal=Withdrawal(day, "内容有误", "") if withdrawn else None,
    )


def a_correction(item: int | None = None) -> Correction:
    """Make a correction of an item, or of the issue as a whole."""
    return Correction(date(2004, 12, 1), Level.MAJOR, item, "十二", "十一", "数字有误。")


def a_catalogue(*issues: Issue, series: tuple[Series, ...] = (GAZETTE,), voids: Iterable[Void] = ()) -> Catalogue:
    """Make a catalogue of issues."""
    return Catalogue.of(Reference(SITE, series, (LIUBO, WATER), (AGRICULTURE,)), issues, (), voids)


def a_ledger(*lines: str, series: str = "gazette") -> Ledger:
    """Make a ledger of lines below its head."""
    ledger, faults = read_ledger(series, "".join(f"{line}\n" for line in (HEAD, *lines)))
    assert not faults
    return ledger


def an_empty(series: Series = GAZETTE) -> Ledger:
    """Make a ledger without a line."""
    return a_ledger(series=series.id)


def a_draft(
    signed: str,
    number: str = "",
    *,
    path: str = "",
    published: str = "",
    period: str = "",
    track: Track = Track.REGULAR,
    combined: int = 1,
    mark: str = "",
) -> Draft:
    """Make an issue to be signed; its path is the day, so that two of a day need one each."""
    return Draft(
        path=path or f"{signed}{track}.md",
        signed=date.fromisoformat(signed),
        published=datetime.fromisoformat(published).replace(tzinfo=CHINA) if published else None,
        period=date.fromisoformat(f"{period}-01") if period else None,
        track=track,
        span=parse_span(number) if number else None,
        combined=combined,
        mark=mark,
        place=(5, 9),
    )


def a_row(
    number: str, total: str = "", *, year: int = 2004, signed: str = "", path: str = "", note: str = ""
) -> Printed:
    """Make an issue of a back-file, with its number and total as printed."""
    return Printed(
        number=Number(year, Track.REGULAR, parse_span(number)),
        total=parse_span(total) if total else None,
        signed=date.fromisoformat(signed) if signed else None,
        published=None,
        path=path,
        note=note,
        place=Place("old.csv", 2, 1),
    )


def accepted(outcome: Outcome) -> Ledger:
    """Return a ledger as it will be, in which nothing is wrong."""
    ledger, faults = outcome
    assert not faults
    return ledger


def labels(series: Series, ledger: Ledger) -> list[str]:
    """Return the numbers of a ledger as printed, with their totals."""
    return [series.full_label(entry.number, entry.total) for entry in ledger.entries]


def is_refused(read: Callable[[str], object], text: str) -> bool:
    """Tell whether a reader refuses a text by ValueError."""
    try:
        read(text)
    except ValueError:
        return True
    return False


def shown(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return the diagnostics as ``path:line:column CODE``, in the order found."""
    return [f"{found.path}:{found.line}:{found.column} {found.code}" for found in diagnostics]


def codes(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return the codes of the diagnostics, in the order found."""
    return [found.code for found in diagnostics]
