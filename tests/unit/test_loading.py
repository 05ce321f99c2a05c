"""A tree loaded: kinds, totals and voids as the build needs them."""

from __future__ import annotations

from datetime import date
from errno import EACCES
from pathlib import Path

import pytest

from bulletin.issues import Item
from bulletin.kinds import Kind, Status, Subtype
from bulletin_portal.loading import load
from bulletin_source.tree import Tree

ISSUE = "gazette/2004/2004-11-05.md"


def items(root: Path) -> list[Item]:
    """Return the items of the first issue of a tree without faults."""
    catalogue = load(root).catalogue
    assert catalogue is not None
    return list(catalogue.issues[0].items)


def replace(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text in a file, each time it stands there."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_order_and_totals(small_tree: Path) -> None:
    """Issues stand by signing date, with the totals of their ledgers."""
    catalogue = load(small_tree).catalogue
    assert catalogue is not None
    assert [(issue.series.id, str(issue.span), str(issue.total)) for issue in catalogue.issues] == [
        ("gazette", "1", "433"),
        ("gazette", "2", "434"),
        ("key-affairs", "1", "1"),
    ]
    assert [page.name for page in catalogue.pages] == ["about"]


def test_editor_has_the_last_word(small_tree: Path) -> None:
    """A kind that the editor named stays, whatever the text says."""
    replace(small_tree, ISSUE, "柳泊镇冬修水利提前开工", "柳泊镇渠道淤积问题亟待解决")
    assert [(one.kind, one.kind_by_editor) for one in items(small_tree)] == [(Kind.GENERAL, True)] * 2


@pytest.mark.parametrize(
    ("title", "kind"), [("柳泊镇冬修水利提前开工", Kind.GENERAL), ("柳泊镇渠道淤积问题亟待解决", Kind.PROBLEM)]
)
def test_kind_by_rule(small_tree: Path, title: str, kind: Kind) -> None:
    """Where the editor named no kind, the rule says which, and it is remembered whose word that was."""
    replace(small_tree, ISSUE, "kind: general\n", "")
    replace(small_tree, ISSUE, "柳泊镇冬修水利提前开工", title)
    assert (items(small_tree)[0].kind, items(small_tree)[0].kind_by_editor) == (kind, False)


def test_status_speaks_for_a_problem(small_tree: Path) -> None:
    """An item with a status is a problem item, though nobody says so and no word of it does."""
    replace(small_tree, ISSUE, "kind: general\n", "status: open\n")
    assert [(one.kind, one.status) for one in items(small_tree)] == [(Kind.PROBLEM, Status.OPEN)] * 2


def test_void_numbers(small_tree: Path) -> None:
    """C13: void numbers come with their reasons."""
    ledger = small_tree / "ledger/gazette.csv"
    ledger.write_text(ledger.read_text("utf-8") + "2004,3,435,regular,void,,,,未编发\n", "utf-8")
    catalogue = load(small_tree).catalogue
    assert catalogue is not None
    assert [(void.series.id, str(void.number.span), void.reason) for void in catalogue.voids] == [
        ("gazette", "3", "未编发")
    ]


def test_unheld_issues(small_tree: Path) -> None:
    """C26: issues of a back-file of which there is only the number come with total and date."""
    ledger = small_tree / "ledger/gazette.csv"
    head, rest = ledger.read_text("utf-8").split("\n", 1)
    old = "2003,31,431,regular,adopted,2003-12-01,,,\n2003,32,432,regular,adopted,,,,原刊误印总第43期\n"
    ledger.write_text(f"{head}\n{old}{rest}", "utf-8")
    catalogue = load(small_tree).catalogue
    assert catalogue is not None
    assert [(str(one.number.span), str(one.total), one.signed, one.withdrawn) for one in catalogue.unheld] == [
        ("31", "431", date(2003, 12, 1), False),
        ("32", "432", None, False),
    ]
    assert len(catalogue.issues) == 3


def test_reference_to_an_unread_issue(small_tree: Path) -> None:
    """An item that follows one in a file with a fault of its own is not reported besides."""
    replace(small_tree, ISSUE, "unit: 柳泊镇", "unit: 刘泊镇")
    assert [found.code for found in load(small_tree).diagnostics] == ["UNIT-UNKNOWN"]


def test_loading_changes_nothing(small_tree: Path) -> None:
    """Loading writes nothing, and twice gives the same."""
    before = {path: path.read_bytes() for path in small_tree.rglob("*") if path.is_file()}
    assert load(small_tree) == load(small_tree)
    assert {path: path.read_bytes() for path in small_tree.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("path", [ISSUE, "ledger/gazette.csv", "data/units.yaml", "pages/about.md"])
def test_unreadable_file(small_tree: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """A file that can't be read is a fault of that file, not a crash."""

    def read(tree: Tree, asked: str) -> bytes:
        if asked == path:
            raise PermissionError(EACCES, "Permission denied")
        return (tree.root / asked).read_bytes()

    monkeypatch.setattr(Tree, "read", read)
    loaded = load(small_tree)
    assert loaded.catalogue is None
    assert (path, "FILE-UNREADABLE") in [(found.path, found.code) for found in loaded.diagnostics]


def test_sort_of_problem_speaks_for_a_problem(small_tree: Path) -> None:
    """An item that says what sort of problem it reports is a problem item, whatever its wording."""
    replace(small_tree, ISSUE, "kind: general\n", "subtype: sign\n")
    found = items(small_tree)[0]
    assert (found.kind, found.kind_by_editor, found.subtype) == (Kind.PROBLEM, False, Subtype.SIGN)
