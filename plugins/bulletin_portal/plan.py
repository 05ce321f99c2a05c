"""Make the plan of an edition: a pure function from its catalogue to every page, document and file of the portal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bulletin.catalogue import Catalogue
from bulletin.kinds import Edition
from bulletin_gate.pictures import PICTURES
from bulletin_portal.context import Context
from bulletin_portal.front_pages import plan_front, plan_missing
from bulletin_portal.languages import in_language
from bulletin_portal.listings import plan_topics, plan_units
from bulletin_portal.on_request import plan_on_request
from bulletin_portal.open_data import plan_data
from bulletin_portal.pages import Copy, Page, Plan
from bulletin_portal.picture_pages import plan_pictures
from bulletin_portal.picture_sizes import pictures_in, scaled_path
from bulletin_portal.problem_pages import plan_problems
from bulletin_portal.redirects import plan_redirects
from bulletin_portal.review_pages import plan_review
from bulletin_portal.search_page import plan_search
from bulletin_portal.series_pages import plan_issues, plan_series
from bulletin_portal.site_map import plan_site_map
from bulletin_portal.sitemap import plan_sitemap
from bulletin_portal.statistics_pages import plan_data_page, plan_statistics, plan_statistics_data
from bulletin_portal.year_calendar import plan_calendar


class AddressTakenError(ValueError):
    """Two things of the plan would be written to one place."""


def _media(catalogue: Catalogue, edition: Edition) -> list[Copy]:
    """Return the media that shown texts use, and no others: an unused or withheld file is not published.

    What the public gets of a picture are its pixels, without place, time and author; so are its smaller copies.
    """
    texts = [(entry.item.media, entry.item.body) for entry in catalogue.entries() if entry.item.media]
    texts += [(page.media, page.body) for page in catalogue.pages if page.media]
    used = {path for media, _ in texts for path in media}
    pictures = {picture.path: picture for _, body in texts for picture in pictures_in(body)}
    public = edition is Edition.PUBLIC
    copies = [Copy(path, path, public and path.rpartition(".")[2].lower() in PICTURES) for path in sorted(used)]
    for path in sorted(pictures):
        copies.extend(Copy(scaled_path(path, width), path, width=width) for width in pictures[path].widths)
    return copies


def _pages(context: Context) -> Iterator[Page]:
    """Yield all pages of a language but those of issues."""
    planners = (
        plan_front,
        plan_series,
        plan_problems,
        plan_review,
        plan_topics,
        plan_units,
        plan_statistics,
        plan_data_page,
        plan_calendar,
        plan_pictures,
        plan_on_request,
        plan_search,
        plan_site_map,
    )
    for planner in planners:
        yield from planner(context)


def make_plan(context: Context) -> Plan:
    """Return the plan; raise AddressTakenError if two pages claim one address."""
    plan = Plan(list(_pages(context)), list(plan_issues(context)))
    plan.pages.append(plan_missing(context))
    for twin in context.twins:
        language = twin.language
        plan.pages.extend(
            replace(page, address=in_language(page.address, language), language=language) for page in _pages(twin)
        )
    plan.copies = _media(context.catalogue, context.edition)
    plan.documents = [
        *plan_data(context),
        *plan_statistics_data(context),
        *plan_redirects(context, plan.addresses()),
        *plan_sitemap(context.reference.site.url, plan.listed(), context.edition, context.languages),
    ]
    check_addresses(plan)
    return plan


def check_addresses(plan: Plan) -> None:
    """Raise AddressTakenError if two parts of the plan would be written to one place."""
    paths = list(plan.paths())
    if len(set(paths)) < len(paths):
        taken = [path for path, times in Counter(paths).items() if times > 1]
        raise AddressTakenError(", ".join(sorted(taken)))
