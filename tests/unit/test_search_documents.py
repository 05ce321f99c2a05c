"""What the file above the years tells: by which pattern an index number is known, and what codes series have."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from bulletin.index_numbers import IndexScheme
from bulletin.kinds import Edition
from bulletin.reference import Site
from bulletin_search.documents import index_number_pattern, index_of
from bulletin_search.folding import squeezed
from tests.unit.making import a_catalogue, an_issue

SITE = Site("甲", "", "乙", "https://a.cn/", "a.cn,2004", "丙")
LOCAL = ("{organ}/{year}-{series}-{number:3}-{item:2}", "000014349")
DAYS = ("JX({series})[{date}]+{year}.{number}_{item}", "")


def match(form: str, organ: str, number: str) -> dict[str, str] | None:
    """Return what a browser finds in an index number, by its own way to write groups."""
    pattern = index_number_pattern(IndexScheme.of(replace(SITE, index_number=form, organ_code=organ)))
    found = re.fullmatch(pattern.replace("(?<", "(?P<"), squeezed(number))
    return found and found.groupdict()


def parts(*values: str) -> dict[str, str]:
    """Return values by the names of groups."""
    return dict(zip(("series", "year", "number", "item"), values, strict=True))


@pytest.mark.parametrize(
    ("scheme", "number", "expected"),
    [
        (("", ""), "gazette/2004-10-3", parts("gazette", "2004", "10", "3")),
        (("", ""), "key-affairs/2004-S1-0", parts("key-affairs", "2004", "s1", "0")),
        (("", ""), "gazette/2004-R2T3-0", parts("gazette", "2004", "r2t3", "0")),
        (("", ""), "gazette/2004-10", None),
        (("", ""), "gazette/204-10-3", None),
        (LOCAL, "000014349/2004-A-010-03", parts("a", "2004", "010", "03")),
        (LOCAL, "０００014349／2004-a-S001-00", parts("a", "2004", "s001", "00")),
        (LOCAL, "000014340/2004-A-010-03", None),
        (DAYS, "JX(gazette)[20041120]+2004.10_3", parts("gazette", "2004", "10", "3")),
        (DAYS, "jx（gazette）[20041120]+2004.T1_0", parts("gazette", "2004", "t1", "0")),
        (DAYS, "jx(gazette)[20041120]+2004x10_3", None),
        (DAYS, "jxgazette20041120]2004.10_3", None),
    ],
)
def test_index_numbers(scheme: tuple[str, str], number: str, expected: dict[str, str] | None) -> None:
    """An index number is known as a whole, however wide or large it is typed; what only looks like one is not."""
    assert match(*scheme, number) == expected


def test_every_number_of_a_scheme_is_known() -> None:
    """What a scheme makes for an issue, its pattern finds, with the parts it was made of."""
    issue = an_issue("10", "2004-05-08")
    for form, organ in (("", ""), LOCAL, DAYS):
        number = IndexScheme.of(replace(SITE, index_number=form, organ_code=organ)).number_of(issue, issue.items[0])
        found = match(form, organ, number)
        assert found is not None
        assert (found["series"], found["year"], int(found["number"]), int(found["item"])) == ("gazette", "2004", 10, 1)


def test_code_of_a_series() -> None:
    """A series has a code where index numbers name it by one, and none where they have its id."""
    reference = a_catalogue(an_issue("10", "2004-05-08")).reference
    coded = replace(reference, series=tuple(replace(one, index_code="A") for one in reference.series))
    for own, codes in ((reference, {None}), (coded, {"A"})):
        told = json.loads(index_of(own, Edition.PUBLIC, []))
        assert {one.get("code") for one in told["series"]} == codes
        assert told["number"] == index_number_pattern(IndexScheme.of(own.site))
