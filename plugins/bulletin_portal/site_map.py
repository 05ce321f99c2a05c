"""Plan the site map (站点地图) for readers: every column, series with its years, unit, topic and feed on one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bulletin.kinds import Edition
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.listings import topic_counts, unit_groups
from bulletin_portal.on_request import on_request_links
from bulletin_portal.pages import Page
from bulletin_portal.picture_pages import picture_links
from bulletin_portal.views import FeedLink, Link

SITE_MAP: Final = "sitemap/"


def _columns(context: Context) -> tuple[Link, ...]:
    """Return the columns of the navigation and what stands beside them in the footer."""
    translate = context.translate
    columns = (
        (addresses.HOME, "Home"),
        (addresses.PROBLEMS, "Problem items"),
        (addresses.TOPICS, "Topics"),
        (addresses.UNITS, "Units"),
        (addresses.STATISTICS, "Statistics"),
        (addresses.CALENDAR, "Calendar of issues"),
        (addresses.DATA, "Open data"),
        (addresses.FEEDS, "Subscribe"),
        (addresses.SEARCH, "Search"),
        (addresses.CORRECTIONS, "Corrections and withdrawals"),
        *([(addresses.REVIEW, "Items to review")] if context.edition is Edition.INTERNAL else []),
    )
    others = (*on_request_links(context), *picture_links(context))
    return (*(Link(address, translate(name)) for address, name in columns), *others)


def _series(context: Context) -> Iterator[tuple[Link, tuple[Link, ...], tuple[FeedLink, ...]]]:
    """Yield each series that has issues, with its years, newest first, and its feeds."""
    for one in context.reference.series:
        issues = context.shelves.series.get(one.id, [])
        if not issues:
            continue
        base, name = addresses.series_address(one), context.reference.shown_title(one)
        years = (
            Link(addresses.year_address(base, year), context.year(year)) for year in context.shelves.by_year(issues)
        )
        yield Link(base, name), tuple(years), context.feeds(one.id, name)


def plan_site_map(context: Context) -> Iterator[Page]:
    """Yield /sitemap/."""
    name = context.translate("Sitemap")
    inputs = {
        "columns": _columns(context),
        "series": tuple(_series(context)),
        "units": unit_groups(context),
        "topics": tuple(topic_counts(context).values()),
        "subscriptions": context.all_feeds(),
        "standing": tuple(Link(f"{page.name}/", page.title) for page in context.catalogue.pages),
    }
    yield Page(SITE_MAP, "site_map.html", name, "sitemap", inputs, context.site_sentence(name), context.crumbs())
