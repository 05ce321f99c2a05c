"""What is not due yet: how far an issue has come, when a build is due, and what drafts look like to their editors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Void
from bulletin.dates import CHINA
from bulletin.issues import Issue
from bulletin.kinds import Edition, Track
from bulletin.numbers import Number, Span
from bulletin.reference import Restart
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Standing, Window, released, standing_of, upcoming, window_of
from bulletin_portal.addresses import issue_address
from bulletin_portal.drafts import MARK, with_drafts
from tests.unit.making import GAZETTE, a_catalogue, a_series, an_issue, an_item

NOW = datetime(2005, 4, 8, 16, 30, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)


def due(moment: datetime, number: str = "1", **fields: object) -> Issue:
    """Make a signed issue that goes online at a moment."""
    return replace(an_issue(number, **fields), published=moment)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issue", "standing"),
    [
        (an_issue("", published=False), Standing.DRAFT),
        (replace(an_issue(""), published=NOW + MINUTE), Standing.DRAFT),
        (replace(an_issue(""), published=NOW - MINUTE), Standing.DRAFT),
        (an_issue("7", published=False), Standing.SIGNED),
        (due(NOW + MINUTE), Standing.HELD),
        (due(NOW + MINUTE, withdrawn=True), Standing.HELD),
        (due(NOW), Standing.OUT),
        (due(NOW - MINUTE), Standing.OUT),
    ],
    ids=["new", "copy-ahead", "copy", "signed", "ahead", "ahead-withdrawn", "this-minute", "past"],
)
def test_standing(issue: Issue, standing: Standing) -> None:
    """An issue waits for its moment only when it is signed, and is out at that very minute."""
    assert standing_of(issue, NOW) is standing


def test_next_comes_first() -> None:
    """What waits comes in the order of its moments, whatever the order of numbers and signing."""
    issues = [due(NOW + 3 * MINUTE, "1"), due(NOW, "2"), due(NOW + MINUTE, "3"), an_issue("", published=False)]
    assert [str(due.issue.span) for due in upcoming(issues, NOW)] == ["3", "1"]


def test_an_item_opened_later_waits_for_its_day() -> None:
    """Until the day on which an item is opened it is withheld from the public; that day begins at midnight."""
    opened = replace(an_item(2), opened=date(2005, 4, 9))
    issue = an_issue(items=[an_item(1), opened])
    midnight = datetime(2005, 4, 9, tzinfo=CHINA)
    assert [(due.moment, due.item) for due in upcoming([issue], NOW)] == [(midnight, opened)]
    assert window_of([issue], NOW) == Window(0, issue.published, midnight)
    for now, seen in ((midnight - MINUTE, 1), (midnight, 2)):
        catalogue, _ = edition_of(released(a_catalogue(issue), Edition.PUBLIC, now), Edition.PUBLIC)
        assert len(catalogue.issues[0].items) == seen
        assert released(a_catalogue(issue), Edition.INTERNAL, now) == a_catalogue(issue)


@pytest.mark.parametrize(
    ("offsets", "window"),
    [
        ([], Window()),
        ([-2, -1], Window(0, NOW - MINUTE, None)),
        ([0], Window(0, NOW, None)),
        ([1, 2], Window(2, None, NOW + MINUTE)),
        ([-1, 3, 1], Window(2, NOW - MINUTE, NOW + MINUTE)),
    ],
    ids=["empty", "past", "now", "ahead", "both"],
)
def test_window(offsets: list[int], window: Window) -> None:
    """A build stands from the last moment that came to the next that will come."""
    assert window_of([due(NOW + n * MINUTE, str(k)) for k, n in enumerate(offsets, 1)], NOW) == window


@given(st.lists(st.integers(-5, 5), max_size=5), st.integers(-7, 7))
def test_window_holds_as_long_as_the_choice_is_the_same(offsets: list[int], later: int) -> None:
    """A build may be kept at another moment if and only if the same issues are out then."""
    issues = [due(NOW + n * MINUTE, str(k)) for k, n in enumerate(offsets, 1)]
    other = NOW + later * MINUTE
    same = upcoming(issues, other) == upcoming(issues, NOW)
    assert window_of(issues, NOW).holds(other) is same


def test_public_edition_has_no_trace() -> None:
    """The public edition with an issue that waits is the one without it; the internal edition holds it."""
    waiting, out = due(NOW + MINUTE, "2"), an_issue("1")
    public = released(a_catalogue(out, waiting), Edition.PUBLIC, NOW)
    assert edition_of(public, Edition.PUBLIC) == edition_of(a_catalogue(out), Edition.PUBLIC)
    whole = a_catalogue(out, waiting)
    assert released(whole, Edition.INTERNAL, NOW) == whole


def test_at_its_minute_it_is_out() -> None:
    """At the minute of its moment an issue is in the public edition."""
    assert released(a_catalogue(due(NOW)), Edition.PUBLIC, NOW).issues == (due(NOW),)


# --- Drafts, as their editors look at them ---------------------------------------------------------------------------


def shown(*issues: Issue, **fields: object) -> list[tuple[str, str]]:
    """Return addresses and marks of issues with drafts made fit to look at."""
    catalogue = a_catalogue(*issues, **fields)  # type: ignore[arg-type]
    return [(issue_address(issue), issue.mark) for issue in with_drafts(catalogue).issues]


def test_drafts_number_on() -> None:
    """A draft stands behind the highest number known, void numbers included, and says that it has none yet."""
    voids = [Void(GAZETTE, Number(2004, Track.REGULAR, Span(8, 8)), "未编发")]
    drafts = [an_issue("", f"2004-12-{day}", path=f"{day}.md", published=False) for day in ("10", "20")]
    assert shown(an_issue("7"), *drafts, voids=voids) == [
        ("gazette/2004/7/", ""),
        ("gazette/2004/9/", MARK),
        ("gazette/2004/10/", MARK),
    ]


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: an_issue("", "2005-01-10", path="d.md"), "gazette/2005/1/"),
        (lambda: an_issue("", "2004-12-10", path="d.md", track=Track.SUPPLEMENT), "gazette/2004/supplement-1/"),
        (
            lambda: an_issue("", "2004-12-10", path="d.md", series=a_series("other")),
            "other/2004/1/",
        ),
    ],
    ids=["year", "track", "series"],
)
def test_drafts_number_within_their_sequence(make: Callable[[], Issue], address: str) -> None:
    """Years, supplements and other series count by themselves."""
    draft = make()
    series = (GAZETTE,) if draft.series.id == "gazette" else (GAZETTE, draft.series)
    assert (address, MARK) in shown(an_issue("7"), draft, series=series)


def test_drafts_of_a_series_that_never_begins_again() -> None:
    """Where numbers run on over the years, so does a draft's."""
    series = a_series(restart=Restart.CONTINUOUS)
    draft = an_issue("", "2005-01-10", path="d.md", series=series)
    assert shown(an_issue("7", series=series), draft, series=(series,))[1] == ("gazette/2005/8/", MARK)


def test_signed_and_waiting_issues_keep_what_they_have() -> None:
    """A signed issue keeps its number, without a mark, and one that waits its moment."""
    signed, waiting = an_issue("7", published=False), due(NOW + MINUTE, "8")
    one, other = with_drafts(a_catalogue(signed, waiting)).issues
    assert (one.number, one.mark, one.published) == (signed.number, "", datetime(2004, 11, 20, tzinfo=CHINA))
    assert other == waiting


def test_a_draft_with_a_mark_keeps_it() -> None:
    """A draft's own mark stands before the one that says it is a draft."""
    draft = replace(an_issue("", published=False), mark="专期")
    assert shown(draft) == [("gazette/2004/1/", f"专期，{MARK}")]


DRAFTS = st.builds(
    an_issue,
    st.sampled_from(["", "", "1", "2-3"]),
    st.sampled_from(["2004-11-20", "2004-12-31", "2005-01-01"]),
    track=st.sampled_from(Track),
    published=st.booleans(),
)


@given(st.lists(DRAFTS, max_size=6, unique_by=lambda one: (one.signed.year, one.track, one.span or object())))
def test_everything_can_be_looked_at(issues: list[Issue]) -> None:
    """Whatever there is, with drafts made fit each issue has a number, a moment and an address of its own."""
    numbered = [replace(issue, path=f"{place}.md") for place, issue in enumerate(issues)]
    found = with_drafts(a_catalogue(*numbered)).issues
    assert len(found) == len(issues)
    assert all(issue.published for issue in found)
    assert len({issue_address(issue) for issue in found}) == len(found)
    given_before = {issue.path: issue.number for issue in numbered if issue.number}
    assert {issue.path: issue.number for issue in found if issue.path in given_before} == given_before
