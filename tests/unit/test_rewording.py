"""A change of words behind the beginning of a text is one that no other page shows; any other change is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from bulletin.diagnostics import Place, diagnose
from bulletin.issues import Issue, ItemRef, Reference
from bulletin.kinds import Disclosure, Edition, Kind, Status
from bulletin_build.rewording import all_shown, reworded, told_alike
from bulletin_gate.gate import Scanned
from bulletin_gate.spots import Layout
from bulletin_portal.parse_cache import Text
from bulletin_portal.parsing import Parsed
from tests.unit.making import WATER, a_correction, an_issue, an_item

_LONG: Final = "甲" * 200
_PICTURE: Final = '<p><img src="site:media/a.png" alt="图" width="800" height="600"></p>'


def _issue(**of_first: Any) -> Issue:  # noqa: ANN401 (whatever an item has)
    """Return an issue of two items with long texts, the first as it is given."""
    first, second = (replace(an_item(n), text=_LONG, body=f"<p>{_LONG}</p>") for n in (1, 2))
    return an_issue(items=[replace(first, **of_first), second])


def _text(issue: Issue | None, **more: Any) -> Text:  # noqa: ANN401 (whatever a text is)
    return Text(None, b"", Parsed(**{"issue": issue, "page": None, "faults": (), "scanned": None, **more}))


_REFERENCE: Final = Reference(ItemRef("gazette", 2004, "1", 0), 3, 4)


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        pytest.param({}, True, id="nothing"),
        pytest.param({"text": f"{_LONG}乙", "body": f"<p>{_LONG}乙</p>"}, True, id="words-behind-the-beginning"),
        pytest.param({"text": f"乙{_LONG}", "body": f"<p>乙{_LONG}</p>"}, False, id="its-beginning"),
        pytest.param({"body": f"<p><strong>{_LONG}</strong></p>"}, True, id="other-markup"),
        pytest.param({"body": f"<p>{_LONG}</p>{_PICTURE}"}, False, id="a-picture"),
        pytest.param({"line": 99}, True, id="another-line"),
        pytest.param({"disclosure_at": (9, 9)}, True, id="another-place-of-its-disclosure"),
        pytest.param({"title": "另一标题"}, False, id="title"),
        pytest.param({"units": (WATER,)}, False, id="unit"),
        pytest.param({"topic": None}, False, id="topic"),
        pytest.param({"kind": Kind.PROBLEM}, False, id="kind"),
        pytest.param({"status": Status.RESOLVED}, False, id="status"),
        pytest.param({"kind_by_editor": False}, False, id="who-named-its-kind"),
        pytest.param({"disclosure": Disclosure.INTERNAL}, False, id="disclosure"),
        pytest.param({"opened": date(2004, 12, 1)}, False, id="opened"),
        pytest.param({"follows": ItemRef("gazette", 2004, "1", 1)}, False, id="what-it-follows"),
        pytest.param({"media": ("media/a.pdf",)}, False, id="attachment"),
        pytest.param({"references": (_REFERENCE,)}, False, id="reference"),
    ],
)
def test_what_of_an_item_others_show(change: dict[str, Any], alike: bool) -> None:  # noqa: FBT001 (a case)
    """Listings and others show of an item all but the end of its words and where it stands in its text."""
    assert told_alike(_text(_issue()), _text(_issue(**change))) is alike


def test_a_reference_may_stand_elsewhere() -> None:
    """Where in its text a reference is written shows nowhere."""
    moved = replace(_REFERENCE, line=8, column=9)
    assert told_alike(_text(_issue(references=(_REFERENCE,))), _text(_issue(references=(moved,))))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: replace(one, title="题"), id="title"),
        pytest.param(lambda one: replace(one, note="另按"), id="note"),
        pytest.param(lambda one: replace(one, signed=date(2004, 11, 21)), id="day"),
        pytest.param(lambda one: replace(one, items=one.items[:1]), id="an-item-less"),
        pytest.param(lambda one: replace(one, items=one.items[::-1]), id="order"),
        pytest.param(lambda one: replace(one, corrections=(a_correction(),)), id="correction"),
    ],
)
def test_what_of_an_issue_others_show(change: Callable[[Issue], Issue]) -> None:
    """All that stands above the items shows elsewhere, or may."""
    assert not told_alike(_text(_issue()), _text(change(_issue())))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"issue": None}, id="no-issue"),
        pytest.param({"faults": (diagnose("FILE-NAME", Place("a.md")),)}, id="fault"),
        pytest.param({"scanned": Scanned("a.md", "", (), Layout((), ()))}, id="finding-of-the-gate"),
        pytest.param({"asked": (("media/a.pdf", 1),)}, id="a-file-it-links-to"),
        pytest.param({"measured": (("media/a.png", (8, 6)),)}, id="a-picture-of-another-size"),
    ],
)
def test_whatever_is_said_of_a_text(more: dict[str, Any]) -> None:
    """A text of which there is something to say, before or now, is left to the plan of the whole."""
    said = _text(**{"issue": _issue(), **more})
    assert not told_alike(_text(_issue()), said)
    assert not told_alike(said, _text(_issue()))


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        pytest.param({}, set(), id="nothing"),
        pytest.param({"body": "<p>别的</p>"}, {1}, id="body"),
        pytest.param({"text": "别的"}, {1}, id="text"),
        pytest.param({"line": 99}, set(), id="place"),
    ],
)
def test_whose_words_changed(change: dict[str, Any], numbers: set[int]) -> None:
    """The items whose words are others are known by their numbers."""
    assert reworded(_text(_issue()), _issue(**change)) == numbers


_WITHHELD: Final = an_issue(items=[an_item(1), an_item(2, disclosure=Disclosure.INTERNAL)])
_JUDGED: Final = an_issue(items=[an_item(1), replace(an_item(2), kind_by_editor=False)])


@pytest.mark.parametrize(
    ("issue", "public", "internal"),
    [
        pytest.param(an_issue(), True, True, id="public"),
        pytest.param(an_issue(items=()), True, True, id="without-items"),
        pytest.param(an_issue(disclosure=Disclosure.INTERNAL), False, True, id="internal"),
        pytest.param(_WITHHELD, False, True, id="an-internal-item"),
        pytest.param(an_issue(withdrawn=True), False, True, id="withdrawn"),
        pytest.param(_JUDGED, True, False, id="a-kind-that-no-editor-named"),
        pytest.param(replace(_JUDGED, items=(replace(an_item(), topic_by_editor=False),)), True, False, id="a-topic"),
    ],
)
def test_what_an_edition_shows_whole(issue: Issue, public: bool, internal: bool) -> None:  # noqa: FBT001 (cases)
    """The public edition has to show all of an issue, the internal one has to explain nothing of it."""
    assert all_shown(issue, Edition.PUBLIC) is public
    assert all_shown(issue, Edition.INTERNAL) is internal
