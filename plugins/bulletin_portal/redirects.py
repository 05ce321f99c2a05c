"""Lead readers from addresses that are no page's own: single numbers of merged issues, and pages that have moved.

Each is a plain page, which any web server serves, and a line of two lists for servers that redirect by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from typing import Final

from bulletin.catalogue import Catalogue, Moved
from bulletin.diagnostics import Diagnostic, diagnose
from bulletin.reference import Site
from bulletin_portal import addresses
from bulletin_portal.context import Context
from bulletin_portal.pages import Document
from bulletin_portal.rendering import site_root

HOSTS: Final = "_redirects"
NGINX: Final = "redirects.map"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<p><a href="{target}">{title}</a></p>
</body>
</html>
"""


def merged(catalogue: Catalogue) -> Iterator[Moved]:
    """Yield the address of each single number of a merged issue, and where the issue stands (case C9)."""
    for issue in catalogue.issues:
        if issue.number is not None and len(issue.number.span) > 1:
            for single in issue.number.singles():
                yield Moved(addresses.number_address(issue.series, single), addresses.issue_address(issue))


def _within(catalogue: Catalogue) -> Iterator[str]:
    """Yield the addresses of what a catalogue holds."""
    for issue in catalogue.issues:
        if issue.number is not None:
            series = addresses.series_address(issue.series)
            yield from (series, addresses.year_address(series, issue.year), addresses.issue_address(issue))
            yield from (addresses.item_address(issue, item) for item in issue.items)
    yield from (f"{page.name}/" for page in catalogue.pages)
    yield from (addresses.topic_address(topic) for topic in catalogue.reference.topics)
    yield from (addresses.unit_address(unit) for unit in catalogue.reference.units)
    yield from (addresses.HOME, addresses.PROBLEMS, addresses.REVIEW, addresses.TOPICS, addresses.UNITS)
    yield from (addresses.STATISTICS, addresses.CORRECTIONS, addresses.FEEDS)


def check_moved(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield MOVED-TARGET for a new address where nothing stands, MOVED-TAKEN for an old one where something does."""
    if not catalogue.moved:
        return
    here = {addresses.output_path(address) for address in _within(catalogue)}
    taken = here | {addresses.output_path(one.old) for one in merged(catalogue)}
    for one in catalogue.moved:
        if addresses.output_path(one.new) not in here:
            yield diagnose("MOVED-TARGET", one.target_place, value=one.new)
        if addresses.output_path(one.old) in taken:
            yield diagnose("MOVED-TAKEN", one.place, value=one.old)
        taken.add(addresses.output_path(one.old))


def _page(moved: Moved, site: Site, title: str) -> bytes:
    target = addresses.root_of(moved.old) + moved.new
    page = _PAGE.format(title=escape(title), canonical=escape(site.url + moved.new), target=escape(target))
    return page.encode()


def _list(rows: Iterable[Moved], site: Site, line: Callable[[str, str], str], head: str) -> bytes:
    root = site_root(site)
    return "".join([head, *(line(root + one.old, root + one.new) for one in rows)]).encode()


def plan_redirects(context: Context, shown: Iterable[str]) -> Iterator[Document]:
    """Yield a page for each address to lead on from, and the lists, where there is one that this edition may tell.

    ``shown`` are the addresses of its pages.
    """
    given = sorted([*merged(context.catalogue), *context.catalogue.moved], key=lambda one: one.old)
    if not given:
        return
    paths = {addresses.output_path(address) for address in shown}
    rows = [
        one for one in given if addresses.output_path(one.new) in paths and addresses.output_path(one.old) not in paths
    ]
    if not rows:
        return
    site, title = context.reference.site, context.translate("This page has moved")
    for one in rows:
        yield Document(addresses.output_path(one.old), partial(_page, one, site, title))
    yield Document(HOSTS, partial(_list, rows, site, "{} {} 301\n".format, ""))
    head = (
        "# map $uri $bulletin_moved { include redirects.map; }  if ($bulletin_moved) { return 301 $bulletin_moved; }\n"
    )
    yield Document(NGINX, partial(_list, rows, site, "{} {};\n".format, head))
