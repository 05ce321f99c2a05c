"""The way around the plan of the whole is looked for only where a few texts of issues may have changed."""

from __future__ import annotations

from typing import Final

import pytest

from bulletin_build.made import Made, MadeGroup, Tree
from bulletin_build.shortcut import MOST, changed_texts
from bulletin_gate.embargo import Window
from bulletin_portal.summary import Summary
from bulletin_source.tree import Stamp

_ISSUES: Final = tuple(f"gazette/2004/2004-11-{n:02}.md" for n in range(1, MOST + 2))
_OTHERS: Final = ("data/units.yaml", "ledger/gazette.csv", "media/a.png", "pages/about.md", "gazette/2004/draft.md")
_STAMP: Final = Stamp(1, 2, 3, 4)
_STAMPS: Final = dict.fromkeys((*_ISSUES, *_OTHERS), _STAMP)


def _made(**unsure: None) -> Made:
    """Return what stands, made of all issues but the draft; the stamps of some files may be ``unsure``."""
    summary = Summary(issues=1, items=1, problems=0, pages=2, feeds=1, drafts_out=0, issues_out=0, items_out=0)
    group = MadeGroup(b"", (), (None, None), (), (), None, ())
    tree = Tree({**_STAMPS, **unsure}, b"", (), Window(), summary, ())
    return Made(b"", tree, {}, dict.fromkeys(_ISSUES, group), {}, {})


def _with(*changed: str) -> dict[str, Stamp]:
    return {**_STAMPS, **dict.fromkeys(changed, Stamp(9, 9, 9, 9))}


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        pytest.param(_with(), [], id="nothing"),
        pytest.param(_with(_ISSUES[0]), [_ISSUES[0]], id="a-text"),
        pytest.param(_with(*_ISSUES[:MOST]), [*_ISSUES[:MOST]], id="as-many-as-may-be"),
        pytest.param(_with(*_ISSUES), None, id="too-many"),
        pytest.param(_with("gazette/2004/more.md"), None, id="a-new-text"),
        pytest.param({path: _STAMP for path in _STAMPS if path != _ISSUES[0]}, None, id="a-text-less"),
        *(pytest.param(_with(path), None, id=path) for path in _OTHERS),
        pytest.param(_with(_ISSUES[0], _OTHERS[0]), None, id="a-text-and-something-else"),
    ],
)
def test_what_may_have_changed(now: dict[str, Stamp], changed: list[str] | None) -> None:
    """Texts that have pages are told; with any other file, or many of them, the whole is planned."""
    assert changed_texts(now, _made()) == changed


@pytest.mark.parametrize("field", ["size", "modified", "changed", "inode"])
def test_every_part_of_a_stamp_counts(field: str) -> None:
    """A file may have changed when anything of its stamp did."""
    assert changed_texts({**_STAMPS, _ISSUES[0]: _STAMP._replace(**{field: 9})}, _made()) == [_ISSUES[0]]


def test_a_stamp_that_proved_nothing() -> None:
    """A file that may have changed unseen is looked at again."""
    assert changed_texts(_STAMPS, _made(**{_ISSUES[1]: None})) == [_ISSUES[1]]
