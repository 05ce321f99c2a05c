"""Make the plan of an edition: a pure function from its catalogue to every page, document and file of the portal."""

from __future__ import annotations

from collections import Counter

from bulletin.catalogue import Catalogue
from bulletin.kinds import Edition
from bulletin_gate.pictures import PICTURES
from bulletin_portal.context import Context
from bulletin_portal.front_pages import plan_front
from bulletin_portal.listings import plan_topics, plan_units
from bulletin_portal.on_request import plan_on_request
from bulletin_portal.pages import Copy, Group, Plan
from bulletin_portal.problem_pages import plan_problems
from bulletin_portal.redirects import plan_redirects
from bulletin_portal.review_pages import plan_review
from bulletin_portal.search_page import plan_search
from bulletin_portal.series_pages import plan_series
from bulletin_portal.sitemap import plan_sitemap
from bulletin_portal.statistics_pages import plan_statistics


class AddressTakenError(ValueError):
    """Two things of the plan would be written to one place."""


def _media(catalogue: Catalogue, edition: Edition) -> list[Copy]:
    """Return the media that shown texts use, and no others: an unused or withheld file is not published.

    What the public gets of a picture are its pixels, without place, time and author.
    """
    used = {path for entry in catalogue.entries() for path in entry.item.media}
    used.update(path for page in catalogue.pages for path in page.media)
    public = edition is Edition.PUBLIC
    return [Copy(path, path, public and path.rpartition(".")[2].lower() in PICTURES) for path in sorted(used)]


def make_plan(context: Context) -> Plan:
    """Return the plan; raise AddressTakenError if two pages claim one address."""
    plan = Plan()
    planners = (
        plan_front,
        plan_series,
        plan_problems,
        plan_review,
        plan_topics,
        plan_units,
        plan_statistics,
        plan_on_request,
        plan_search,
    )
    for planner in planners:
        for one in planner(context):
            if isinstance(one, Group):
                plan.groups.append(one)
            else:
                plan.pages.append(one)
    plan.copies = _media(context.catalogue, context.edition)
    plan.documents = [
        *plan_redirects(context, [page.address for page in plan.listed()]),
        *plan_sitemap(context.reference.site.url, plan.listed(), context.edition),
    ]
    check_addresses(plan)
    return plan


def check_addresses(plan: Plan) -> None:
    """Raise AddressTakenError if two parts of the plan would be written to one place."""
    taken = [path for path, times in Counter(plan.paths()).items() if times > 1]
    if taken:
        raise AddressTakenError(", ".join(sorted(taken)))
