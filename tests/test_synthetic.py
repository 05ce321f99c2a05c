"""The benchmark's made-up content: faultless, the same for a seed, another for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import Size, make_corpus
from bench.synthetic import main, make_tree
from bulletin.catalogue import Catalogue
from bulletin.kinds import Edition, Kind
from bulletin_gate.editions import edition_of
from bulletin_portal.loading import load

ISSUES = 30


def tree(folder: Path, seed: int = 2004) -> dict[str, bytes]:
    """Make a small tree; return its files by path."""
    make_tree(folder, issues=ISSUES, years=3, seed=seed)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return a small tree as the loader reads it."""
    folder = tmp_path_factory.mktemp("synthetic")
    make_tree(folder, issues=ISSUES, years=3)
    loaded = load(folder)
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def test_everything_is_public(catalogue: Catalogue) -> None:
    """The loader finds no fault, and the gate withholds nothing: a benchmark must build what it makes."""
    public, withheld = edition_of(catalogue, Edition.PUBLIC)
    assert len(public.issues) == ISSUES
    assert (withheld.drafts, withheld.issues, withheld.items) == (0, 0, 0)


def test_issues_are_of_realistic_size(catalogue: Catalogue) -> None:
    """An issue holds six items and 800 to 3,000 characters, and about a third of all items are problem items."""
    for issue in catalogue.issues:
        assert len(issue.items) == 6
        assert 800 <= sum(len(item.text) for item in issue.items) <= 3000
    problems = sum(entry.item.kind is Kind.PROBLEM for entry in catalogue.entries())
    assert 0.2 < problems / (6 * ISSUES) < 0.45


def test_no_two_items_are_alike(catalogue: Catalogue) -> None:
    """Titles and texts are unique, or a cache could cheat."""
    items = [entry.item for entry in catalogue.entries()]
    assert len({item.title for item in items}) == len(items)
    assert len({item.text for item in items}) == len(items)


def test_bodies_hold_more_than_paragraphs(catalogue: Catalogue) -> None:
    """One issue in ten has a table, one in twenty footnotes, bold type or a list."""
    bodies = ["".join(item.body for item in issue.items) for issue in catalogue.issues]
    assert sum("<table" in body for body in bodies) == ISSUES // 10
    assert sum(any(tag in body for tag in ("<sup", "<strong", "<ul")) for body in bodies) == ISSUES // 20


def test_a_seed_decides_every_byte(tmp_path: Path) -> None:
    """The same seed writes the same bytes, another seed other issues."""
    first, second, third = tree(tmp_path / "first"), tree(tmp_path / "second"), tree(tmp_path / "third", seed=1)
    assert first == second
    assert first != third


def test_a_full_folder_stays_as_it_is(tmp_path: Path) -> None:
    """Nothing is written where something stands."""
    (tmp_path / "kept.md").write_text("kept", encoding="utf-8")
    with pytest.raises(FileExistsError):
        make_tree(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.md"]


def test_a_size_without_issues_is_refused(catalogue: Catalogue) -> None:
    """A corpus has at least one issue."""
    with pytest.raises(ValueError, match="issues=0"):
        list(make_corpus(catalogue.reference, Size(issues=0)))


def test_the_program_writes_a_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m bench.synthetic FOLDER --issues N`` writes N issues, and says what is wrong with its arguments."""
    folder = tmp_path / "tree"
    assert main([str(folder), "--issues", "7", "--items", "2", "--years", "1"]) == 0
    assert len(list(folder.glob("*/2004/*.md"))) == 7
    with pytest.raises(SystemExit):
        main([str(folder)])
    assert "is not empty" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([str(tmp_path / "other"), "--issues", "0"])
    assert "at least 1" in capsys.readouterr().err
