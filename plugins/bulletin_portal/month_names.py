"""The names of the twelve months in the language of a plan."""

from __future__ import annotations

from collections.abc import Callable


def month_names(translate: Callable[[str], str]) -> tuple[str, ...]:
    """Return 1月 to 12月, or January to December."""
    return (
        translate("January"),
        translate("February"),
        translate("March"),
        translate("April"),
        translate("May"),
        translate("June"),
        translate("July"),
        translate("August"),
        translate("September"),
        translate("October"),
        translate("November"),
        translate("December"),
    )


def short_month_names(translate: Callable[[str], str]) -> tuple[str, ...]:
    """Return 1月 to 12月, or Jan to Dec: what has room beside a drawing, the first three letters in either language."""
    return tuple(name[:3] for name in month_names(translate))
