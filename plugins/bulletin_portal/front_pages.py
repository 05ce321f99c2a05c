"""Plan the home page, corrections, subscription page, standing pages and the page for missing addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bulletin.kinds import Level
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.languages import PREFIXES
from bulletin_portal.listings import topic_counts, unit_groups
from bulletin_portal.pages import Page
from bulletin_portal.problem_pages import problems_in_hand
from bulletin_portal.series_pages import issues_of, series_view
from bulletin_portal.statistics_pages import whole
from bulletin_portal.views import Link
from bulletin_portal.year_calendar import newest_calendar, year_counts

ITEMS: Final = 12
PROBLEMS: Final = 6
ISSUES: Final = 3
MISSING: Final = "404.html"


def plan_home(context: Context) -> Page:
    """Return the home page."""
    statistics, _ = whole(context)
    series = ((one, issues_of(context, one)) for one in context.reference.series)
    inputs = {
        "series": tuple(series_view(context, one, issues, ISSUES) for one, issues in series if issues),
        "latest_items": context.items(context.shelves.newest[:ITEMS]),
        "problems": problems_in_hand(context, PROBLEMS),
        "topics": tuple(topic_counts(context).values()),
        "units": unit_groups(context),
        "statistics": statistics,
        "years": year_counts(context),
        "calendar": newest_calendar(context),
    }
    site = context.reference.site
    return Page(addresses.HOME, "home.html", site.name, "home", inputs, site.description, (), context.all_feeds())


def plan_corrections(context: Context) -> Page:
    """Return the page of all corrections, withdrawals and void numbers, newest first."""
    cards = context.cards
    corrections = sorted(
        (cards.correction(issue, one) for issue in context.catalogue.issues for one in issue.corrections),
        key=lambda one: (one.corrected, one.issue.address, one.item or 0),
        reverse=True,
    )
    withdrawals = [one for issue in context.catalogue.issues if (one := cards.withdrawal(issue))]
    inputs = {
        "corrections": tuple(one for one in corrections if one.level is Level.MAJOR),
        "minor": tuple(one for one in corrections if one.level is Level.MINOR),
        "withdrawals": tuple(sorted(withdrawals, key=lambda one: (one.withdrawn, one.issue.address), reverse=True)),
        "voids": tuple(
            (Link(addresses.series_address(void.series), context.reference.shown_title(void.series)), cards.void(void))
            for void in context.catalogue.voids
        ),
    }
    name = context.translate("Corrections and withdrawals")
    return Page(
        addresses.CORRECTIONS,
        "corrections.html",
        name,
        "corrections",
        inputs,
        context.site_sentence(name),
        context.crumbs(),
        context.feeds("corrections", name),
    )


def plan_feed_list(context: Context) -> Page:
    """Return the page that tells readers how to follow the site; which feeds there are is added with the feeds."""
    name = context.translate("Subscribe")
    return Page(
        addresses.FEEDS,
        "feeds.html",
        name,
        "feeds",
        {"groups": ()},
        context.site_sentence(name),
        context.crumbs(),
        context.all_feeds(),
    )


def plan_front(context: Context) -> Iterator[Page]:
    """Yield the pages that belong to no listing."""
    yield plan_home(context)
    yield plan_corrections(context)
    yield plan_feed_list(context)
    for page in context.catalogue.pages:
        yield Page(
            f"{page.name}/",
            "page.html",
            page.title,
            page.name,
            {"body": page.body},
            context.site_sentence(page.title),
            context.crumbs(),
        )


def plan_missing(context: Context) -> Page:
    """Return the page for missing addresses: a server has one, so it says in each further language where to begin."""
    missing = context.translate("Page not found")
    others = tuple(
        (one.language, PREFIXES[one.language], one.translate("Page not found"), one.translate("Home"))
        for one in context.twins
    )
    return Page(MISSING, "404.html", missing, "", {"others": others}, context.site_sentence(missing))
