"""Plan the results page of the search: what it offers where a browser runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit

from bulletin.kinds import Edition
from bulletin.reference import SearchEngine, Site
from bulletin_numbering.masthead import issue_label
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.listings import topic_counts
from bulletin_portal.pages import Page
from bulletin_portal.views import Link

# What each engine calls its query; all of them know ``site:``.
_ENGINES: Final = {
    SearchEngine.BAIDU: "https://www.baidu.com/s?wd=",
    SearchEngine.BING: "https://cn.bing.com/search?q=",
    SearchEngine.SOGOU: "https://www.sogou.com/web?query=",
}


def outside_search(site: Site, edition: Edition) -> str:
    """Return the address at which the office's engine searches this site, or "" if it named none.

    Nobody is sent out of the internal edition.
    """
    if site.search_engine is None or edition is Edition.INTERNAL:
        return ""
    parts = urlsplit(site.url)
    return _ENGINES[site.search_engine] + quote(f"site:{parts.netloc}{parts.path.rstrip('/')} ", safe="")


def plan_search(context: Context) -> Iterator[Page]:
    """Yield /search/."""
    shelves = context.shelves
    series = []
    for one in context.reference.series:
        base, issues = addresses.series_address(one), shelves.series.get(one.id, [])
        years = tuple(Link(addresses.year_address(base, year), context.year(year)) for year in shelves.by_year(issues))
        if years:
            series.append((Link(base, context.reference.shown_title(one)), years))
    newest = next(reversed(context.catalogue.issues), None)
    name = context.translate("Search")
    yield Page(
        addresses.SEARCH,
        "search.html",
        name,
        "search",
        {
            "series": tuple(series),
            "topics": tuple(topic_counts(context).values()),
            "example": "" if newest is None else newest.series.title_on(newest.signed) + issue_label(newest),
            "outside": outside_search(context.reference.site, context.edition),
        },
        context.site_sentence(name),
        context.crumbs(),
    )
