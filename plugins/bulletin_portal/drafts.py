"""Make drafts fit to be looked at: a number and a moment that only stand in for those still to come.

Only ``inv preview --drafts`` asks for this; no edition that readers get is made of what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.dates import CHINA
from bulletin.issues import Issue
from bulletin.numbers import Number, Span
from bulletin.reference import Series

MARK: Final = "编审中"  # as in the label of a draft without a number (C29)

_Key = tuple[str, object]


def _key(series: Series, number: Number) -> _Key:
    return series.id, series.sequence_of(number)


def _numbers(catalogue: Catalogue) -> Iterable[tuple[Series, Number]]:
    yield from ((issue.series, issue.number) for issue in catalogue.issues if issue.number is not None)
    yield from ((void.series, void.number) for void in catalogue.voids)
    yield from ((one.series, one.number) for one in catalogue.unheld)


def _marked(issue: Issue) -> str:
    return f"{issue.mark}，{MARK}" if issue.mark else MARK


def with_drafts(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with its drafts numbered on, in the order they would be signed, and all of it dated.

    A number that stands in follows the highest one known here, so that addresses never clash, and is marked 编审中;
    a moment that stands in is the beginning of the day of signing.
    """
    highest: dict[_Key, int] = {}
    for series, number in _numbers(catalogue):
        key = _key(series, number)
        highest[key] = max(highest.get(key, 0), number.span.last)
    issues = []
    for issue in catalogue.issues:  # by day of signing
        shown = issue
        if shown.span is None:
            key = _key(shown.series, shown.series.number_on(shown.counted_on, shown.track, Span(1, 1)))
            highest[key] = highest.get(key, 0) + 1
            shown = replace(shown, span=Span(highest[key], highest[key]), mark=_marked(shown))
        if shown.published is None:
            shown = replace(shown, published=datetime.combine(shown.signed, time(), CHINA))
        issues.append(shown)
    return replace(catalogue, issues=tuple(issues))
