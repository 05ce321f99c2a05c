"""What an edition may contain: doubt keeps out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.catalogue import Catalogue, Unheld, Void, item_ref
from bulletin.issues import Correction, Issue, Item, ItemRef, Opening
from bulletin.kinds import Disclosure, Edition, Kind, Track
from bulletin.numbers import Number, Span
from bulletin_gate.disclosure import check_openings, default_of, disclosure_of
from bulletin_gate.editions import Withheld, edition_of
from tests.unit.making import GAZETTE, SITE, a_catalogue, a_correction, a_series, an_issue, an_item
from tests.unit.making import shown as told

PUBLIC, ON_REQUEST, INTERNAL = Disclosure
GENERAL, PROBLEM = Kind
OTHER = a_series("other")


def public(*issues: Issue, voids: tuple[Void, ...] = ()) -> Catalogue:
    """Return the public edition of issues."""
    return edition_of(a_catalogue(*issues, series=(GAZETTE, OTHER), voids=voids), Edition.PUBLIC)[0]


def internal(*issues: Issue, voids: tuple[Void, ...] = ()) -> Catalogue:
    """Return the internal edition of issues."""
    return edition_of(a_catalogue(*issues, series=(GAZETTE, OTHER), voids=voids), Edition.INTERNAL)[0]


def withheld(*issues: Issue) -> Withheld:
    """Return how much the public edition leaves out."""
    return edition_of(a_catalogue(*issues), Edition.PUBLIC)[1]


def shown(catalogue: Catalogue) -> list[tuple[str, list[int]]]:
    """Return the numbers of the issues of an edition with the places of their items in the source."""
    return [(str(issue.span), [item.line // 10 for item in issue.items]) for issue in catalogue.issues]


def issue(*items: Item, disclosure: Disclosure = PUBLIC, corrections: tuple[Correction, ...] = ()) -> Issue:
    """Make an issue of items."""
    return an_issue(items=items or (an_item(),), disclosure=disclosure, corrections=corrections)


@pytest.mark.parametrize(
    ("of_issue", "of_item", "kind", "effective"),
    [
        (PUBLIC, None, GENERAL, PUBLIC),
        (PUBLIC, None, PROBLEM, INTERNAL),
        (PUBLIC, PUBLIC, PROBLEM, PUBLIC),
        (PUBLIC, PUBLIC, GENERAL, PUBLIC),
        (PUBLIC, ON_REQUEST, GENERAL, ON_REQUEST),
        (PUBLIC, INTERNAL, GENERAL, INTERNAL),
        (PUBLIC, ON_REQUEST, PROBLEM, ON_REQUEST),
        (ON_REQUEST, None, GENERAL, ON_REQUEST),
        (ON_REQUEST, None, PROBLEM, INTERNAL),
        (ON_REQUEST, PUBLIC, GENERAL, ON_REQUEST),
        (ON_REQUEST, PUBLIC, PROBLEM, ON_REQUEST),
        (ON_REQUEST, INTERNAL, GENERAL, INTERNAL),
        (INTERNAL, None, GENERAL, INTERNAL),
        (INTERNAL, PUBLIC, GENERAL, INTERNAL),
        (INTERNAL, PUBLIC, PROBLEM, INTERNAL),
        (INTERNAL, ON_REQUEST, GENERAL, INTERNAL),
    ],
)
def test_effective_disclosure(
    of_issue: Disclosure, of_item: Disclosure | None, kind: Kind, effective: Disclosure
) -> None:
    """The strictest of the issue's and the item's disclosure holds; a problem item is internal unless opened."""
    item = an_item(kind=kind, disclosure=of_item)
    assert disclosure_of(issue(item, disclosure=of_issue), item) is effective


@pytest.mark.parametrize("disclosure", [ON_REQUEST, INTERNAL])
def test_issue_that_is_not_public(disclosure: Disclosure) -> None:
    """An issue that is not public is not in the public edition, whatever its items say."""
    opened = issue(an_item(disclosure=PUBLIC), disclosure=disclosure)
    assert shown(public(opened)) == []
    assert shown(internal(opened)) == [("1", [1])]


def test_items_that_are_not_public() -> None:
    """Only an issue's public items are in the public edition; all are in the internal one."""
    mixed = issue(
        an_item(1),
        an_item(2, kind=PROBLEM),
        an_item(3, disclosure=ON_REQUEST),
        an_item(4, kind=PROBLEM, disclosure=PUBLIC),
    )
    assert shown(public(mixed)) == [("1", [1, 4])]
    assert shown(internal(mixed)) == [("1", [1, 2, 3, 4])]


def test_issue_without_public_items() -> None:
    """An issue of which nothing is public is not in the public edition at all."""
    assert shown(public(issue(an_item(kind=PROBLEM)))) == []


@pytest.mark.parametrize(
    "draft",
    [an_issue(""), an_issue("", published=False), an_issue("7", published=False)],
    ids=["copy", "new", "signed"],
)
def test_drafts(draft: Issue) -> None:
    """What has no number or is not yet published is in neither edition."""
    assert shown(public(draft, an_issue())) == shown(internal(draft, an_issue())) == [("1", [1])]


@pytest.mark.parametrize("edition", [public, internal], ids=["public", "internal"])
def test_withdrawn(edition: Callable[[Issue], Catalogue]) -> None:
    """C16: a withdrawn issue keeps its number and its notice and loses its text, in both editions."""
    issued = an_issue("15", withdrawn=True, corrections=(a_correction(),))
    (found,) = edition(issued).issues
    assert (found.number, found.withdrawal) == (issued.number, issued.withdrawal)
    assert (found.items, found.corrections, found.note, found.title) == ((), (), "", "")


def test_withdrawn_and_internal() -> None:
    """C16: the notice of an issue that was never public is not public either."""
    assert not public(an_issue("15", withdrawn=True, disclosure=INTERNAL)).issues


def test_corrections_of_what_is_withheld() -> None:
    """A correction of an item that is withheld does not show; one of a shown item or of the issue does."""
    mixed = issue(
        an_item(1),
        an_item(2, kind=PROBLEM),
        corrections=(a_correction(1), a_correction(2), a_correction()),
    )
    assert [one.item for one in public(mixed).issues[0].corrections] == [1, None]
    behind = issue(an_item(1, kind=PROBLEM), an_item(2), corrections=(a_correction(2), a_correction(1)))
    assert [one.item for one in public(behind).issues[0].corrections] == [1]  # its number in the edition
    assert [one.item for one in internal(mixed).issues[0].corrections] == [1, 2, None]


def test_voids() -> None:
    """C13: the public edition tells of void numbers only of series that it shows."""
    voids = tuple(Void(series, Number(2004, Track.REGULAR, Span(12, 12)), "未编发") for series in (GAZETTE, OTHER))
    hidden = an_issue(series=OTHER, disclosure=INTERNAL)
    assert [void.series for void in public(an_issue(), hidden, voids=voids).voids] == [GAZETTE]
    assert [void.series for void in internal(an_issue(), hidden, voids=voids).voids] == [GAZETTE, OTHER]


def test_unheld_issues() -> None:
    """C26: the public edition tells of issues that are not here only of series that it shows."""
    unheld = tuple(
        Unheld(series, Number(2003, Track.REGULAR, Span(12, 12)), None, None, withdrawn=False)
        for series in (GAZETTE, OTHER)
    )
    hidden = an_issue(series=OTHER, disclosure=INTERNAL)
    catalogue = replace(a_catalogue(an_issue(), hidden, series=(GAZETTE, OTHER)), unheld=unheld)
    assert [one.series for one in edition_of(catalogue, Edition.PUBLIC)[0].unheld] == [GAZETTE]
    assert [one.series for one in edition_of(catalogue, Edition.INTERNAL)[0].unheld] == [GAZETTE, OTHER]


def test_count_of_what_is_withheld() -> None:
    """An edition knows how many drafts, issues and single items it leaves out."""
    assert withheld(
        an_issue(""),
        an_issue("1", disclosure=INTERNAL, items=(an_item(1), an_item(2))),
        an_issue("2", items=(an_item(1, kind=PROBLEM),)),
        an_issue("3", items=(an_item(1), an_item(2, kind=PROBLEM), an_item(3, disclosure=ON_REQUEST))),
    ) == Withheld(drafts=1, issues=2, items=2)


ITEMS = st.builds(
    an_item,
    st.integers(1, 9),
    kind=st.sampled_from(Kind),
    disclosure=st.none() | st.sampled_from(Disclosure),
)
ISSUES = st.builds(
    an_issue,
    st.sampled_from(["", "1", "2", "3"]),
    disclosure=st.sampled_from(Disclosure),
    published=st.booleans(),
    items=st.lists(ITEMS, max_size=4, unique_by=lambda item: item.n),
    corrections=st.lists(st.builds(a_correction, st.none() | st.integers(1, 9)), max_size=3),
    withdrawn=st.booleans(),
)


@given(st.lists(ISSUES, max_size=4))
def test_public_edition_is_public(issues: list[Issue]) -> None:
    """Whatever there is, all that the public edition holds was opened at every level, and it adds nothing."""
    found = public(*issues)
    there = {(issue.path, item) for issue in issues for item in issue.items}
    for issue in found.issues:
        assert issue.number is not None
        assert issue.published is not None
        assert issue.disclosure is PUBLIC
        assert all(
            item.disclosure is PUBLIC or (item.kind is GENERAL and item.disclosure is None) for item in issue.items
        )
        assert [item.n for item in issue.items] == list(range(1, len(issue.items) + 1))
        assert {(issue.path, replace(item, n=item.line // 10)) for item in issue.items} <= there
        assert {one.item for one in issue.corrections} <= {None, *(item.n for item in issue.items)}
        assert not (issue.withdrawal and issue.items)
    assert {issue.path for issue in found.issues} <= {issue.path for issue in internal(*issues).issues}


@pytest.mark.parametrize(
    ("of_series", "of_issue", "of_item", "kind", "effective"),
    [
        ((PUBLIC, PUBLIC), PUBLIC, None, PROBLEM, PUBLIC),
        ((PUBLIC, ON_REQUEST), PUBLIC, None, PROBLEM, ON_REQUEST),
        ((PUBLIC, ON_REQUEST), PUBLIC, None, GENERAL, PUBLIC),
        ((PUBLIC, PUBLIC), INTERNAL, None, PROBLEM, INTERNAL),
        ((PUBLIC, PUBLIC), PUBLIC, INTERNAL, PROBLEM, INTERNAL),
        ((INTERNAL, PUBLIC), PUBLIC, None, PROBLEM, PUBLIC),
        ((INTERNAL, INTERNAL), INTERNAL, PUBLIC, GENERAL, INTERNAL),
    ],
)
def test_defaults_of_series_and_kind(
    of_series: tuple[Disclosure, Disclosure],
    of_issue: Disclosure,
    of_item: Disclosure | None,
    kind: Kind,
    effective: Disclosure,
) -> None:
    """A series says what its issues are, and what its problem items are; the strictest of all that holds counts."""
    series = replace(a_series(disclosure=of_series[0]), problem_disclosure=of_series[1])
    item = an_item(kind=kind, disclosure=of_item)
    assert disclosure_of(an_issue(series=series, disclosure=of_issue, items=(item,)), item) is effective


def test_closed_item() -> None:
    """What was closed is internal whatever else is said of it."""
    item = replace(an_item(disclosure=PUBLIC), closed=date(2005, 3, 1))
    assert disclosure_of(issue(item), item) is INTERNAL


INSIDE = a_series("other", disclosure=INTERNAL)
WHY = Opening("需要公众知晓。", "《政府信息公开条例》第十九条")


@pytest.mark.parametrize(
    ("found", "places"),
    [
        pytest.param(issue(an_item()), [], id="as the series"),
        pytest.param(issue(an_item(kind=PROBLEM)), [], id="problem, not opened"),
        pytest.param(issue(an_item(kind=PROBLEM, disclosure=INTERNAL)), [], id="problem, kept inside"),
        pytest.param(issue(an_item(kind=PROBLEM, disclosure=PUBLIC)), ["7:13"], id="problem, opened"),
        pytest.param(issue(an_item(kind=PROBLEM, disclosure=ON_REQUEST)), ["7:13"], id="problem, on request"),
        pytest.param(issue(replace(an_item(disclosure=PUBLIC), unsure=True)), ["7:13"], id="undecided, opened"),
        pytest.param(issue(replace(an_item(kind=PROBLEM, disclosure=PUBLIC), opening=WHY)), [], id="with a reason"),
        pytest.param(
            issue(an_item(kind=PROBLEM, disclosure=PUBLIC), disclosure=INTERNAL),
            [],
            id="opened in vain: the issue is not",
        ),
        pytest.param(issue(an_item(disclosure=PUBLIC), disclosure=ON_REQUEST), [], id="stricter than its series"),
        pytest.param(an_issue(series=INSIDE, disclosure=PUBLIC), ["4:13"], id="issue of an internal series"),
        pytest.param(an_issue(series=INSIDE, disclosure=ON_REQUEST), ["4:13"], id="issue on request"),
        pytest.param(an_issue(series=INSIDE, disclosure=INTERNAL), [], id="issue as its series"),
        pytest.param(replace(an_issue(series=INSIDE, disclosure=PUBLIC), opening=WHY), [], id="issue with a reason"),
        pytest.param(
            replace(
                an_issue(series=INSIDE, disclosure=PUBLIC, items=(an_item(kind=PROBLEM, disclosure=PUBLIC),)),
                opening=WHY,
            ),
            ["7:13"],
            id="a reason for the issue is none for a problem item",
        ),
    ],
)
def test_what_is_opened_needs_a_reason(found: Issue, places: list[str]) -> None:
    """An issue or item whose own word is more open than its default says why; one opened in vain needs not."""
    placed = replace(
        found, disclosure_at=(4, 13), items=tuple(replace(item, disclosure_at=(7, 13)) for item in found.items)
    )
    assert told(check_openings([placed])) == [f"{found.path}:{place} DISC-REASON" for place in places]


@given(ITEMS, st.sampled_from(Disclosure), st.sampled_from(Disclosure), st.sampled_from(Disclosure))
def test_no_word_no_reason(item: Item, of_series: Disclosure, of_problems: Disclosure, of_issue: Disclosure) -> None:
    """An item without a word of its own is what its default says, and needs no reason."""
    series = replace(a_series(disclosure=of_series), problem_disclosure=of_problems)
    silent = replace(item, disclosure=None)
    found = replace(an_issue(series=series, disclosure=of_issue, items=(silent,)), opening=WHY)
    assert disclosure_of(found, silent) is default_of(found, silent)
    assert list(check_openings([found])) == []


def test_on_request_by_title_only() -> None:
    """The public edition knows of what is disclosed on request the title, the units and whose number it is, no more."""
    mixed = issue(an_item(1), an_item(2, disclosure=ON_REQUEST), an_item(3, disclosure=INTERNAL))
    (one,) = public(mixed).on_request
    assert (one.title, one.units, one.issue.number) == (mixed.items[1].title, mixed.items[1].units, mixed.number)
    assert (one.issue.items, one.issue.title, one.issue.note, one.issue.editor, one.issue.path) == ((), "", "", "", "")
    assert internal(mixed).on_request == ()


@pytest.mark.parametrize(
    "hidden",
    [
        an_issue(items=(an_item(disclosure=ON_REQUEST),), withdrawn=True),
        an_issue(items=(an_item(disclosure=ON_REQUEST),), published=False),
        an_issue("", items=(an_item(disclosure=ON_REQUEST),)),
        an_issue(items=(an_item(disclosure=ON_REQUEST),), disclosure=INTERNAL),
        an_issue(items=(replace(an_item(disclosure=ON_REQUEST), closed=date(2005, 3, 1)),)),
    ],
    ids=["withdrawn", "unpublished", "draft", "internal issue", "closed"],
)
def test_not_even_on_request(hidden: Issue) -> None:
    """What is not published, withdrawn or stricter is not in the catalogue of what may be asked for."""
    assert public(hidden).on_request == ()


def test_counts_are_told_only_where_the_site_says_so() -> None:
    """How many items of a year are left out, the public edition knows only where counts are public."""
    issues = (
        an_issue("1", items=(an_item(1), an_item(2, disclosure=INTERNAL), an_item(3, disclosure=ON_REQUEST))),
        an_issue("1", "2005-01-01", disclosure=INTERNAL),
        an_issue("2", withdrawn=True, items=(an_item(1, kind=PROBLEM), an_item(2))),
    )
    open_counts = a_catalogue(*issues)
    open_counts = replace(open_counts, reference=replace(open_counts.reference, site=replace(SITE, counts_public=True)))
    assert edition_of(open_counts, Edition.PUBLIC)[0].left_out == ((2004, 2), (2005, 1))
    assert edition_of(open_counts, Edition.INTERNAL)[0].left_out == ()
    assert public(*issues).left_out == ()


def test_order_of_opening() -> None:
    """Items are numbered as the public came to see them; a closed one keeps its number; on pages all stay in place."""
    found = issue(
        replace(an_item(1), opened=date(2005, 3, 1)),
        an_item(2, kind=PROBLEM),
        an_item(3),
        replace(an_item(4), closed=date(2005, 4, 1)),
        replace(an_item(5), opened=date(2005, 2, 1)),
        an_item(6),
        replace(an_item(7), opened=date(2004, 11, 20)),  # on the day of publication: like the others
    )
    (edited,) = public(found).issues
    assert [(item.line // 10, item.n) for item in edited.items] == [(1, 6), (3, 1), (5, 5), (6, 3), (7, 4)]
    assert [item.n for item in internal(found).issues[0].items] == [1, 2, 3, 4, 5, 6, 7]


OPEN_ITEMS = st.sampled_from([None, PUBLIC]).map(lambda disclosure: an_item(disclosure=disclosure))
SECRETS = st.sampled_from(
    [
        an_item(kind=PROBLEM),
        an_item(disclosure=INTERNAL),
        replace(an_item(), unsure=True),
        an_item(kind=PROBLEM, disclosure=INTERNAL),
    ]
)
MIXTURES = st.lists(st.tuples(st.booleans(), OPEN_ITEMS, SECRETS), max_size=6)


def _made(mixture: list[tuple[bool, Item, Item]], number: str, *, present: bool) -> Issue:
    """Make an issue of shown and withheld items, or of the shown ones alone, each corrected and with its own title."""
    kept = [(k, secret, hidden if secret else shown) for k, (secret, shown, hidden) in enumerate(mixture)]
    kept = [one for one in kept if present or not one[1]]
    items = tuple(replace(item, n=n, title=f"{number}-{k}", line=0) for n, (k, _, item) in enumerate(kept, 1))
    corrections = tuple(a_correction(n) for n in range(1, len(kept) + 1))
    return an_issue(number, items=items, corrections=corrections)


def _linked(issues: list[Issue], shown: set[str]) -> list[Issue]:
    """Let every item follow and name the first shown item of all."""
    refs = [item_ref(one, item) for one in issues for item in one.items if item.title in shown]
    target: ItemRef | None = refs[0] if refs else None

    def linked(item: Item) -> Item:
        if target is None:
            return item
        label = f"《政务普刊》2004年第{target.segment}期第{target.n}条"
        link = f'<a class="issue-ref" href="site:ref/{target}/">{label}</a>'
        ids = f'<sup id="item-{item.n}-fnref-1"><a href="#item-{item.n}-fn-1">1</a></sup>'
        return replace(item, follows=target, body=f"<p>见{link}{ids}</p>", text=f"见{label}1")

    return [replace(one, items=tuple(map(linked, one.items))) for one in issues]


@given(st.lists(MIXTURES, max_size=3), st.booleans())
def test_public_edition_is_the_same_without_what_it_leaves_out(
    mixtures: list[list[tuple[bool, Item, Item]]],
    withdrawn: bool,  # noqa: FBT001 (Hypothesis gives it)
) -> None:
    """With withheld items or without them, wherever they stand, the public edition is one and the same."""
    shown_titles = {
        f"{at}-{k}" for at, mixture in enumerate(mixtures, 1) for k, (secret, _, _) in enumerate(mixture) if not secret
    }

    def edition(*, present: bool) -> Catalogue:
        issues = [_made(mixture, str(at), present=present) for at, mixture in enumerate(mixtures, 1)]
        if withdrawn and issues:
            issues[-1] = replace(issues[-1], withdrawal=an_issue(withdrawn=True).withdrawal)
        return public(*_linked(issues, shown_titles))

    assert edition(present=True) == edition(present=False)


def test_strictness_is_an_order() -> None:
    """Disclosure has a strict order, and making one of two stricter never opens anything."""
    levels = sorted(Disclosure, key=lambda one: one.strictness)
    assert levels == [PUBLIC, ON_REQUEST, INTERNAL]
    for of_issue, of_item in product(levels, levels):
        item = an_item(disclosure=of_item)
        assert disclosure_of(issue(item, disclosure=of_issue), item).strictness == max(
            of_issue.strictness, of_item.strictness
        )
