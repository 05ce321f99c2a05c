"""Numbers of issues as references write them (GB/T 7714-2015)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin.kinds import Track
from bulletin.numbers import Number, Span
from bulletin.reference import Restart, Run
from bulletin_portal.citations import cited_number
from tests.unit.making import a_series


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        pytest.param(Number(2004, Track.REGULAR, Span(10, 10)), "2004(10)", id="single"),
        pytest.param(Number(2004, Track.REGULAR, Span(7, 8)), "2004(7/8)", id="merged"),
        pytest.param(Number(2004, Track.REGULAR, Span(12, 12, 1)), "2004(12)-2005(1)", id="merged-across-years"),
        pytest.param(Number(2004, Track.SUPPLEMENT, Span(1, 1)), "2004(增刊1)", id="supplement"),
        pytest.param(Number(2004, Track.SPECIAL, Span(2, 2)), "2004(专刊2)", id="special"),
    ],
)
def test_numbers(number: Number, cited: str) -> None:
    """Year and number, in the forms that issues have."""
    assert cited_number(a_series(), number) == cited


def test_volumes() -> None:
    """In a series that counts by volume, the volume stands before the number in brackets."""
    series = replace(a_series(), runs=(Run(None, Restart.VOLUME, 3), Run(date(2004, 7, 1), Restart.VOLUME, 4)))
    assert cited_number(series, Number(2004, Track.REGULAR, Span(2, 2))) == "2004, 3(2)"
    assert cited_number(series, Number(2004, Track.REGULAR, Span(2, 2), 2)) == "2004, 4(2)"
