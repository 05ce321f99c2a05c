"""What the benchmark changes: real edits that go back, at the same places for every builder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bench.builders import Ground, prepare
from bench.corpus import Size
from bench.edits import SENTENCE, TEMPLATE_WORDS, additions, our_changes
from bench.eleventy import write_eleventy_site
from bench.hugo import write_hugo_site
from bench.peers import ROOT, PeerSite, PeerTree, peer_changes, peer_tree
from bench.pelican import write_pelican_site
from bench.scenarios import Change, NotShownError, Proof, Scenario, reworded
from bulletin_portal.loading import load

SIZE = Size(issues=12)
ADDED = 3
EDITED = [Scenario.BODY, Scenario.TITLE, Scenario.TEMPLATE, Scenario.DATA]
WRITERS: dict[str, Callable[[PeerTree, Path], PeerSite]] = {
    "hugo": write_hugo_site,
    "pelican": write_pelican_site,
    "eleventy": write_eleventy_site,
}


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """Return a small tree and what is to change in it."""
    return prepare(SIZE, ADDED, tmp_path / "ground")


@pytest.fixture
def ours(ground: Ground) -> Mapping[Scenario, Change]:
    """Return our changes; the issue template is a copy beside the tree."""
    template = ground.folder / "content" / "issue.html"
    shutil.copyfile(ROOT / "theme" / "templates" / "issue.html", template)
    return our_changes(ground.made, ground.edits, template)


@pytest.fixture
def tree(ground: Ground) -> PeerTree:
    """Return what peers are given of the tree."""
    return peer_tree(ground.made, ground.edits)


def check_reversible(change: Change, folder: Path) -> None:
    """Assert that one step changes files and the next makes them as they were."""
    before = files(folder)
    change.step(0).take()
    assert files(folder) != before
    change.step(1).take()
    assert files(folder) == before


@pytest.mark.parametrize("scenario", EDITED)
def test_our_edits_are_real_and_go_back(ours: Mapping[Scenario, Change], ground: Ground, scenario: Scenario) -> None:
    """Every run builds something that differs from what stands."""
    check_reversible(ours[scenario], ground.made.folder)


@pytest.mark.parametrize("name", WRITERS)
def test_edits_of_peers_are_real_and_go_back(ground: Ground, tree: PeerTree, tmp_path: Path, name: str) -> None:
    """The same edit of the same item finds its words in the peer's own files."""
    site = WRITERS[name](tree, tmp_path / "site")
    changes = peer_changes(site, tree, ground.edits)
    for scenario in EDITED:
        check_reversible(changes[scenario], tmp_path / "site")
    assert [step.proofs for step in changes[Scenario.ISSUE].steps] == [
        step.proofs for step in our_changes(ground.made, ground.edits, site.template)[Scenario.ISSUE].steps
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_peers_add_the_same_issues(ground: Ground, tree: PeerTree, tmp_path: Path, name: str) -> None:
    """A new issue of a peer is the issue and its items, and touches no file that stands."""
    site = WRITERS[name](tree, tmp_path / "site")
    before = files(tmp_path / "site")
    for step in peer_changes(site, tree, ground.edits)[Scenario.ISSUE].steps:
        assert len(step.files) == 1 + SIZE.items
        step.take()
    assert files(tmp_path / "site").items() > before.items()


def test_every_state_of_the_tree_is_faultless(ground: Ground, ours: Mapping[Scenario, Change]) -> None:
    """Edits and new issues leave no error behind: ledger and numbers agree."""
    (ground.made.folder / "issue.html").unlink()  # of the fixture; no file of a content tree
    for scenario in (Scenario.BODY, Scenario.TITLE, Scenario.DATA):
        ours[scenario].step(0).take()
    for step in ours[Scenario.ISSUE].steps:
        step.take()
    loaded = load(ground.made.folder)
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    assert len(loaded.catalogue.issues) == SIZE.issues + ADDED


def test_the_tree_is_as_before_when_peers_have_read_it(ground: Ground) -> None:
    """The issues to add stand in it only while it is read."""
    before = files(ground.made.folder)
    tree = peer_tree(ground.made, ground.edits)
    assert files(ground.made.folder) == before
    assert len(tree.catalogue.issues) == SIZE.issues
    assert [issue.path for issue in tree.whole.issues[-ADDED:]] == [issue.path for issue in ground.edits.issues]


def test_edits_lie_in_the_middle_and_issues_at_the_end(ground: Ground) -> None:
    """Body and title are of a middle year and of two issues; new issues are of the newest year."""
    years = sorted(issue.signed.year for issue in ground.made.issues)
    assert ground.edits.body.issue.signed.year == years[len(years) // 2]
    assert ground.edits.title.issue.path != ground.edits.body.issue.path
    assert {issue.signed.year for issue in ground.edits.issues} == {years[-1]}
    assert ground.edits.body.new_body.endswith(SENTENCE)


def test_steps_add_up(ground: Ground) -> None:
    """Each step's ledger holds the lines of all issues added so far."""
    (ledger,) = {path for path in additions(ground.made.folder, ground.edits.issues)[0] if path.suffix == ".csv"}
    lengths = [len(step[ledger].splitlines()) for step in additions(ground.made.folder, ground.edits.issues)]
    assert [length - lengths[0] for length in lengths] == [0, 1, 2]


def test_an_edit_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    """A run after it would measure an unchanged site."""
    (tmp_path / "a.html").write_text("text", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.html"):
        reworded((tmp_path / "a.html",), *TEMPLATE_WORDS, ())


@pytest.mark.parametrize(
    ("text", "shown", "holds"),
    [
        ("some words", True, True),
        ("others", True, False),
        ("some words", False, False),
        ("others", False, True),
        (None, False, False),
    ],
    ids=["there", "missing", "still there", "gone", "no page"],
)
def test_a_build_must_show_its_edit(tmp_path: Path, text: str | None, shown: bool, holds: bool) -> None:  # noqa: FBT001 (a table of cases)
    """A page holds the words, or holds them no longer; without the page nothing is proven."""
    if text is not None:
        (tmp_path / "page").mkdir()
        (tmp_path / "page" / "index.html").write_text(text, encoding="utf-8")
    proof = Proof("page/", "some words", shown)
    if holds:
        proof.check(tmp_path)
    else:
        with pytest.raises(NotShownError, match="page/"):
            proof.check(tmp_path)
