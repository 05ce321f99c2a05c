"""What a build made, in figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bulletin.dates import minute
from bulletin.kinds import Kind
from bulletin_gate.editions import Withheld
from bulletin_gate.embargo import Window
from bulletin_portal.addresses import FEEDS
from bulletin_portal.context import Context
from bulletin_portal.pages import Plan


@dataclass(frozen=True, slots=True)
class Summary:
    """What an output holds, what the last build did to it, and the seconds that took.

    ``held`` issues wait for their moment, the next of them for ``until``; the output stands as it is from ``since``
    up to then (both as 2004-11-20 09:30, or "" for no end). ``read`` texts were read anew; ``rendered`` pages were
    made, ``removed`` files taken away, all other pages stood.
    """

    issues: int
    items: int
    problems: int
    pages: int
    feeds: int
    drafts_out: int
    issues_out: int
    items_out: int
    seconds: float = 0.0
    held: int = 0
    since: str = ""
    until: str = ""
    read: int = 0
    rendered: int = 0
    removed: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the figures by name."""
        return asdict(self)


def summary_of(plan: Plan, context: Context, withheld: Withheld, window: Window, read: int) -> Summary:
    """Return what a plan comes to."""
    items = [item for issue in context.catalogue.issues for item in issue.items]
    return Summary(
        issues=len(context.catalogue.issues),
        items=len(items),
        problems=sum(item.kind is Kind.PROBLEM for item in items),
        pages=sum(1 for _ in plan.listed()),
        feeds=sum(one.path.startswith(FEEDS) for one in plan.documents),
        drafts_out=withheld.drafts,
        issues_out=withheld.issues,
        items_out=withheld.items,
        held=window.held,
        since=minute(window.since) if window.since else "",
        until=minute(window.until) if window.until else "",
        read=read,
    )
