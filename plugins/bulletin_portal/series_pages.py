"""Plan the pages of series, their years, their issues and their items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Final

from bulletin.issues import Issue
from bulletin.kinds import Level, Track
from bulletin.numbers import Number
from bulletin.reference import Series
from bulletin_numbering.masthead import with_last_notes
from bulletin_portal import addresses
from bulletin_portal.cards import summary_of
from bulletin_portal.context import Context, neighbours
from bulletin_portal.languages import in_language
from bulletin_portal.metadata import about_issue, about_item
from bulletin_portal.pages import Group, Page
from bulletin_portal.tallies import Tally
from bulletin_portal.views import IssueView, Link, PauseView, SeriesTitleView, SeriesView, VoidCard
from bulletin_portal.year_divisions import facets_of, month_groups, month_jumps

LATEST: Final = 10


def issues_of(context: Context, series: Series) -> list[Issue]:
    """Return a series' issues, oldest first."""
    return context.shelves.series.get(series.id, [])


def _tally(context: Context, issues: list[Issue]) -> Tally:
    whole = context.shelves.tally(issues)
    return Tally(sum(issue.withdrawal is None for issue in issues), whole.items, whole.problems)


def series_view(context: Context, series: Series, issues: list[Issue], latest: int) -> SeriesView:
    """Return a series with its years and newest issues."""
    base = addresses.series_address(series)
    years = [
        _tally(context, own).count(addresses.year_address(base, year), str(year))
        for year, own in context.shelves.by_year(issues).items()
    ]
    whole = _tally(context, issues)
    return SeriesView(
        id=series.id,
        address=base,
        title=series.title,
        english=series.english,
        titles=tuple(SeriesTitleView(one.name, one.since, one.until) for one in series.titles),
        issuer=series.issuer,
        summary=series.summary,
        issues=whole.issues,
        items=whole.items,
        problems=whole.problems,
        years=tuple(years),
        latest=context.issues(issues[-latest:][::-1]),
        feeds=context.feeds(series.id, series.title),
        pauses=tuple(PauseView(one.since, one.until, one.reason) for one in series.pauses),
        merged_into=next((_link(one) for one in _shown(context) if one.id == series.merged_into), None),
        predecessors=tuple(_link(one) for one in _shown(context) if one.merged_into == series.id),
    )


def _link(series: Series) -> Link:
    return Link(addresses.series_address(series), series.title)


def _shown(context: Context) -> list[Series]:
    """Return the series that this edition has issues of."""
    return [series for series in context.reference.series if series.id in context.shelves.series]


def _cards_without_issue(context: Context, series: Series, year: int) -> Iterator[tuple[Number, VoidCard]]:
    """Yield the numbers of a year that have no issue to read: never issued, or not held here."""
    for void in context.catalogue.voids:
        if (void.series.id, void.number.year) == (series.id, year):
            yield void.number, context.cards.void(void)
    for one in context.catalogue.unheld:
        if (one.series.id, one.number.year) == (series.id, year):
            yield one.number, context.cards.unheld(one)


def _year_rows(issues: list[Issue], gaps: Iterable[tuple[Number, VoidCard]]) -> list[tuple[date, Issue | VoidCard]]:
    """Return a year's issues and numbers without one, newest first; such a number stands beside its neighbours."""
    rows: list[tuple[date, int, int, Issue | VoidCard]] = []
    for issue in issues:
        first = issue.number.span.first if issue.number else 0
        rows.append((issue.signed, 0 if issue.track is Track.REGULAR else 1, first, issue))
    regular = [issue for issue in issues if issue.track is Track.REGULAR and issue.number]
    for number, card in gaps:
        before = [issue.signed for issue in regular if issue.number and issue.number.span.last < number.span.first]
        rows.append((max(before, default=date.min), 2, number.span.first, card))
    rows.sort(key=lambda row: row[:3], reverse=True)
    return [(row[0], row[3]) for row in rows]


def _year_pages(context: Context, view: SeriesView, series: Series, issues: list[Issue]) -> Iterator[Page]:
    by_year = context.shelves.by_year(issues)
    years, links = list(by_year), tuple(one.link for one in view.years)
    for year, own in by_year.items():
        groups = month_groups(context, _year_rows(own, _cards_without_issue(context, series, year)))
        older, newer = neighbours(years, year, lambda one: Link(addresses.year_address(view.address, one), str(one)))
        inputs = {
            "series": Link(view.address, view.title),
            "years": links,
            "year": year,
            "groups": groups,
            "jumps": month_jumps(groups),
            "facets": facets_of(context, series, year, own),
            "older": older,
            "newer": newer,
        }
        title = f"{view.title} · {context.year(year)}"
        yield Page(
            addresses.year_address(view.address, year),
            "year.html",
            title,
            view.id,
            inputs,
            context.site_sentence(title),
            context.crumbs(Link(view.address, view.title)),
            view.feeds,
            year=year,
        )


def changed_on(issue: Issue) -> date:
    """Return the day readers last had reason to look again: publication, major correction, withdrawal or reissue."""
    days = [one.corrected for one in issue.corrections if one.level is Level.MAJOR]
    if issue.withdrawal:
        days.append(issue.withdrawal.withdrawn)
    if issue.reissue:
        days.append(issue.reissue.reissued)
    return max([issue.published.date() if issue.published else issue.signed, *days])


def group_of(context: Context, issue: Issue, previous: Issue | None, following: Issue | None) -> Group:
    """Return the pages of an issue in all languages."""
    own = addresses.issue_address(issue)
    several = len(issue.items) > 1  # an issue of one item is its own page
    pages = (own, *(f"{own}{item.n}/" for item in issue.items)) if several else (own,)
    contexts = context.in_all_languages
    key, others = context.closures.key(issue, previous, following)
    return Group(
        issue,
        key,
        tuple(in_language(one, each.language) for each in contexts for one in pages) if context.twins else pages,
        ("issue.html", "item.html") if several else ("issue.html",),
        partial(_issue_pages, context, issue, previous, following),
        changed_on(issue),
        issue.year,
        (previous.path if previous else None, following.path if following else None),
        others,
        context.closures.named(issue),
        tuple(one.language for one in contexts),
    )


def _issue_pages(context: Context, issue: Issue, previous: Issue | None, following: Issue | None) -> Iterator[Page]:
    """Yield the page of an issue and, where it has several items, theirs; then those in the next language."""
    cards = context.cards
    shown = cards.issue_view(
        issue, cards.link(previous) if previous else None, cards.link(following) if following else None
    )
    for one in context.in_all_languages:
        yield from _issue_pages_in(one, issue, shown)


def _issue_pages_in(context: Context, issue: Issue, shown: IssueView) -> Iterator[Page]:
    card, series, language = shown.card, issue.series, context.language
    site = context.reference.site
    title = card.series.name + card.number_label
    year, base = issue.year, addresses.series_address(series)
    feeds = context.feeds(series.id, series.title)
    trail = (Link(base, series.title), Link(addresses.year_address(base, year), context.year(year)))
    changed = changed_on(issue)
    yield Page(
        in_language(card.address, language),
        "issue.html",
        title,
        series.id,
        {"issue": shown, "about": about_issue(site, issue, card)},
        summary_of("；".join(card.item_titles)) or title,
        context.crumbs(*trail),
        feeds,
        changed,
        year,
        language,
    )
    if len(issue.items) <= 1:
        return
    links = [Link(one.card.address, one.card.title) for one in shown.items]
    for at, one in enumerate(shown.items):
        inputs = {
            "item": one,
            "about": about_item(site, issue, issue.items[at], one.card),
            "issue": card,
            "total": len(shown.items),
            "masthead": shown.masthead,
            "previous": links[at - 1] if at else None,
            "next": links[at + 1] if at + 1 < len(links) else None,
        }
        yield Page(
            in_language(one.card.address, language),
            "item.html",
            one.card.title,
            series.id,
            inputs,
            one.card.summary,
            context.crumbs(*trail, Link(card.address, title)),
            feeds,
            changed,
            year,
            language,
        )


def plan_series(context: Context) -> Iterator[Page]:
    """Yield the pages of every series that has issues, and of its years."""
    for series in context.reference.series:
        issues = issues_of(context, series)
        if not issues:
            continue
        view = series_view(context, series, issues, LATEST)
        yield Page(
            view.address,
            "series.html",
            view.title,
            view.id,
            {"series": view},
            series.summary or context.site_sentence(view.title),
            context.crumbs(),
            view.feeds,
        )
        yield from _year_pages(context, view, series, issues)


def plan_issues(context: Context) -> Iterator[Group]:
    """Yield the pages of every issue, in all languages."""
    for series in context.reference.series:
        # Known only here, where all that the edition shows of the series stands together.
        unheld = (one.number for one in context.catalogue.unheld if one.series.id == series.id)
        issues = issues_of(context, series)
        around: list[Issue | None] = [None, *with_last_notes(series, issues, unheld), None]
        for (before, _), (issue, after) in pairwise(pairwise(around)):
            if issue is not None:
                yield group_of(context, issue, before, after)
