"""What commands that list things have in common: forms to print in, columns, and what issues and items are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from bulletin.issues import Issue, Item
from bulletin_editor.desk import RefusedError
from bulletin_editor.words import N_
from bulletin_numbering.masthead import issue_label

FORMATS: Final = ("table", "json")

Row = Sequence[str]


def check_form(form: str, forms: Sequence[str] = FORMATS) -> None:
    """Raise RefusedError for a form that a command doesn't know."""
    if form not in forms:
        message = N_("{value} is no format; write one of: {choices}")
        raise RefusedError(message=message, value=form, choices=", ".join(forms))


def aligned(rows: Iterable[Row], indent: str = "  ") -> Iterator[str]:
    """Yield rows of equally many cells as lines, columns as wide as they need be; Han characters take two cells."""
    rows = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield (indent + "  ".join(cells)).rstrip()


def label_of(issue: Issue, item: Item | None = None) -> str:
    """Return the title and number of an issue, and of which of its items."""
    return issue.series.title_on(issue.signed) + issue_label(issue) + (f"第{item.n}条" if item else "")
