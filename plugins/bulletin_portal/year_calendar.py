"""Plan the calendar of issues: a page for each year with all that came out, of every series, by the day of signing."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.issues import Issue
from bulletin_numbering.masthead import issue_label
from bulletin_portal import addresses
from bulletin_portal.context import Context, neighbours
from bulletin_portal.month_names import month_names
from bulletin_portal.pages import Page
from bulletin_portal.views import Count, Link
from bulletin_portal.year_divisions import month_groups


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; ``address`` leads to its issue or, where it has several, to the list of them."""

    number: int
    issues: int = 0
    address: str = ""
    name: str = ""  # of its issue, "政务要情2004年第10期"; "" where it has several


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a calendar prints it: weeks from Monday to Sunday, None for days of the months around it."""

    name: str
    issues: int
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The months of a year up to the last that has issues.

    ``issues`` counts those filed under the year, of which some may be signed in another.
    """

    year: int
    address: str
    issues: int
    months: tuple[Month, ...]


def _days_of(issues: Sequence[Issue], year: int) -> dict[tuple[int, int], list[Issue]]:
    days: dict[tuple[int, int], list[Issue]] = {}
    for issue in issues:
        if issue.signed.year == year:
            days.setdefault((issue.signed.month, issue.signed.day), []).append(issue)
    return days


def _day(number: int, issues: Sequence[Issue], listed: str) -> Day:
    if not issues:
        return Day(number)
    if len(issues) > 1:
        return Day(number, len(issues), f"{listed}#{addresses.day_anchor(issues[0].signed)}")
    (issue,) = issues
    return Day(number, 1, addresses.issue_address(issue), issue.series.title_on(issue.signed) + issue_label(issue))


def calendar_of(context: Context, year: int, issues: Sequence[Issue]) -> YearCalendar:
    """Return the calendar of a year from the issues filed under it."""
    listed = addresses.year_address(addresses.CALENDAR, year)
    days = _days_of(issues, year)
    months = []
    for month, name in enumerate(month_names(context.translate), 1):
        weeks = tuple(
            tuple(_day(one, days.get((month, one), ()), listed) if one else None for one in week)
            for week in monthcalendar(year, month)
        )
        held = sum(len(own) for (at, _), own in days.items() if at == month)
        months.append(Month(name, held, weeks))
    last = max((place for place, month in enumerate(months, 1) if month.issues), default=0)
    return YearCalendar(year, listed, len(issues), tuple(months[:last]))


def newest_calendar(context: Context) -> YearCalendar | None:
    """Return the calendar of the newest year that has issues; None for an edition without any."""
    years = context.shelves.by_year(context.catalogue.issues)
    year = next(iter(years), None)
    return None if year is None else calendar_of(context, year, years[year])


def year_counts(context: Context) -> tuple[Count, ...]:
    """Return the years that have issues as links to their calendars, newest first."""
    return tuple(
        Count(
            addresses.year_address(addresses.CALENDAR, year),
            str(year),
            sum(issue.withdrawal is None for issue in own),
            (tally := context.shelves.tally(own)).items,
            tally.problems,
        )
        for year, own in context.shelves.by_year(context.catalogue.issues).items()
    )


def _series_counts(context: Context, year: int, issues: Sequence[Issue]) -> Iterator[Count]:
    """Yield the series with issues of a year as links to their pages of that year."""
    for one in context.reference.series:
        own = [issue for issue in issues if issue.series.id == one.id]
        if own:
            tally = context.shelves.tally(own)
            address = addresses.year_address(addresses.series_address(one), year)
            yield Count(address, context.reference.shown_title(one), len(own), tally.items, tally.problems)


def plan_calendar(context: Context) -> Iterator[Page]:
    """Yield /calendar/ and a page for each year."""
    name = context.translate("Calendar of issues")
    counts = year_counts(context)
    links = tuple(one.link for one in counts)
    sentence = context.site_sentence(name)
    yield Page(addresses.CALENDAR, "calendar.html", name, "calendar", {"years": counts}, sentence, context.crumbs())
    years = {year: own[::-1] for year, own in context.shelves.by_year(context.catalogue.issues).items()}
    for count, (year, issues) in zip(counts, years.items(), strict=True):
        older, newer = neighbours(
            list(years), year, lambda one: Link(addresses.year_address(addresses.CALENDAR, one), str(one))
        )
        inputs = {
            "year": year,
            "figures_of": count,
            "calendar": calendar_of(context, year, issues),
            "groups": month_groups(context, [(issue.signed, issue) for issue in issues]),
            "series": tuple(_series_counts(context, year, issues)),
            "years": links,
            "older": older,
            "newer": newer,
        }
        yield Page(
            count.address,
            "calendar_year.html",
            f"{name} · {context.year(year)}",
            "calendar",
            inputs,
            context.site_sentence(f"{name} {context.year(year)}"),
            context.crumbs(Link(addresses.CALENDAR, name)),
            year=year,
        )
