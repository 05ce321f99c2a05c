"""Choose what the scenarios change in a made-up tree, and make these changes in our own sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.corpus import MadeIssue, Size, later_issues
from bench.scenarios import NO_CHANGE, Change, Proof, Scenario, Step, reworded, there_and_back
from bench.synthetic import MadeTree, issue_text, ledger_line
from bulletin.reference import Unit
from bulletin_numbering.ledger import ledger_path
from bulletin_source.reference_data import FOLDER

SENTENCE: Final = "后续进展将在下期继续刊载。"
TITLE_END: Final = "又有进展"
UNIT_END: Final = "机关"
# A word of the issue template that all builders' templates have, and what it becomes.
TEMPLATE_WORDS: Final = ('class="sheet-foot"', 'class="sheet-foot sheet-end"')
_NOTE: Final = "[^"  # a body that may end in a footnote, which a sentence at the end would go into


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """An item, the ``n``-th of its issue, as it stands and as it becomes."""

    issue: MadeIssue
    n: int
    new_title: str
    new_body: str

    @property
    def edited(self) -> MadeIssue:
        """Return the issue with the item edited."""
        items = list(self.issue.items)
        items[self.n - 1] = replace(items[self.n - 1], title=self.new_title, body=self.new_body)
        return replace(self.issue, items=tuple(items))

    @property
    def address(self) -> str:
        """Return the address of the item's page."""
        own = f"{self.n}/" if len(self.issue.items) > 1 else ""
        return address(self.issue) + own


@dataclass(frozen=True, slots=True)
class Edits:
    """What each scenario changes, whoever builds; ``issues`` are added one a step."""

    body: ItemEdit
    title: ItemEdit
    unit: Unit
    issues: tuple[MadeIssue, ...]

    @property
    def unit_name(self) -> str:
        """Return what the unit is called after the edit of the reference data."""
        return self.unit.name + UNIT_END

    def proofs(self) -> dict[Scenario, tuple[Proof, ...]]:
        """Return where the first step of each edit has to show."""
        body, title = self.body, self.title
        return {
            Scenario.BODY: (Proof(body.address, SENTENCE), Proof(address(body.issue), SENTENCE)),
            Scenario.TITLE: tuple(
                Proof(page, title.new_title) for page in (title.address, address(title.issue), year_of(title.issue))
            ),
            Scenario.TEMPLATE: (Proof(address(body.issue), TEMPLATE_WORDS[1]),),
            Scenario.DATA: (Proof(f"units/{self.unit.id}/", self.unit_name),),
        }


def address(issue: MadeIssue) -> str:
    """Return the address of an issue's page: ``gazette/2014/3/``."""
    return f"{year_of(issue)}{issue.number}/"


def year_of(issue: MadeIssue) -> str:
    """Return the address of the page that lists an issue's year: ``gazette/2014/``."""
    return f"{issue.series.id}/{issue.signed.year}/"


def new_issue_proofs(issue: MadeIssue) -> tuple[Proof, ...]:
    """Return where a new issue has to show."""
    return tuple(Proof(page, issue.items[0].title) for page in (address(issue), year_of(issue)))


def choose_edits(made: MadeTree, size: Size, additions: int) -> Edits:
    """Choose a body and a title in the middle of all years, a unit, and issues to add; the same for the same tree."""
    issues = sorted(made.issues, key=lambda issue: (issue.signed, issue.path))
    middle = issues[len(issues) // 2]
    body_n = next((n for n, item in enumerate(middle.items, 1) if _NOTE not in item.body), 1)
    # Another issue than that of the body, so that the steps of the two scenarios do not meet in one file.
    other = issues[len(issues) // 2 - 1] if len(issues) > 1 else middle
    body, title = middle.items[body_n - 1], other.items[0]
    used = {unit.id for issue in issues for item in issue.items for unit in item.units}
    units = [unit for unit in made.reference.units if unit.id in used]
    return Edits(
        ItemEdit(middle, body_n, body.title, body.body + SENTENCE),
        ItemEdit(other, 1, title.title + TITLE_END, title.body),
        next(unit for unit in units if unit.short),  # what items call it goes on meaning it
        later_issues(made.reference, made.issues, size, additions),
    )


def our_changes(made: MadeTree, edits: Edits, template: Path) -> dict[Scenario, Change]:
    """Return the changes of our own sources; ``template`` is that of an issue in the program's copy."""
    proofs = edits.proofs()
    name, new_name = f"name: {edits.unit.name}", f"name: {edits.unit_name}"
    return {
        Scenario.CLEAN: NO_CHANGE,
        Scenario.NOTHING: NO_CHANGE,
        Scenario.BODY: _item_change(made.folder, edits.body, proofs[Scenario.BODY]),
        Scenario.TITLE: _item_change(made.folder, edits.title, proofs[Scenario.TITLE]),
        Scenario.ISSUE: _new_issues(made.folder, edits.issues),
        Scenario.TEMPLATE: reworded((template,), *TEMPLATE_WORDS, proofs[Scenario.TEMPLATE]),
        Scenario.DATA: reworded((made.folder / FOLDER / "units.yaml",), name, new_name, proofs[Scenario.DATA]),
    }


def additions(folder: Path, issues: tuple[MadeIssue, ...]) -> list[Mapping[Path, bytes]]:
    """Return, for each issue to add, its file and the ledger with its line and those of the issues before it."""
    steps: list[Mapping[Path, bytes]] = []
    for n, issue in enumerate(issues, 1):
        ledger = folder / ledger_path(issue.series.id)
        lines = "".join(f"{ledger_line(one)}\n" for one in issues[:n])
        steps.append({folder / issue.path: issue_text(issue).encode(), ledger: ledger.read_bytes() + lines.encode()})
    return steps


def _new_issues(folder: Path, issues: tuple[MadeIssue, ...]) -> Change:
    files = additions(folder, issues)
    return Change(tuple(Step(one, new_issue_proofs(issue)) for one, issue in zip(files, issues, strict=True)))


def _item_change(folder: Path, edit: ItemEdit, proofs: tuple[Proof, ...]) -> Change:
    texts = {folder / edit.issue.path: (issue_text(edit.issue), issue_text(edit.edited))}
    return there_and_back(texts, proofs)
