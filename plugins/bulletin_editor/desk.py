"""The desk at which numbers are given: reference data, ledgers and files of a tree held by one command alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bulletin.codes import N_
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors, ordered
from bulletin.issues import Issue
from bulletin.reference import Reference, Series
from bulletin_editor.words import complain
from bulletin_language.catalogues import editor_translations
from bulletin_numbering.history import check_history, facts_at
from bulletin_numbering.ledger import Ledger, ledger_path, open_ledger, write_ledger
from bulletin_numbering.verify import check_ledger, check_sequence
from bulletin_portal.loading import reference_of
from bulletin_source.git_history import committed, merging
from bulletin_source.reader import Names, read_issue
from bulletin_source.transactions import editing, write_all
from bulletin_source.tree import Tree, walk
from bulletin_source.values import suggest


class RefusedError(Exception):
    """A command can't be carried out, and nothing was written: diagnostics, or a message with its arguments."""

    def __init__(self, *diagnostics: Diagnostic, message: str = "", **args: object) -> None:
        super().__init__(message)
        self.diagnostics, self.message, self.args_of_message = diagnostics, message, args


@dataclass(slots=True)
class Desk:
    """An open content tree: what it holds, the ledgers as they will be, and the files to write."""

    content: Path
    tree: Tree
    reference: Reference
    names: Names
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    writing: dict[str, bytes] = field(default_factory=dict)
    warnings: list[Diagnostic] = field(default_factory=list)

    def series(self, name: str) -> Series:
        """Return a series by id or title; raise RefusedError for any other name."""
        if name in self.names.shared:
            choices = ", ".join(self.names.shared[name])
            raise RefusedError(
                message=N_("several series are called {value}; write the id of one: {choices}"),
                value=name,
                choices=choices,
            )
        found = self.names.series.get(name)
        if found is None:
            raise RefusedError(
                message=N_("there is no series {name}; did you mean {suggestion}?"),
                name=name,
                suggestion=suggest(name, list(self.names.series)),
            )
        return found

    def path_of(self, file: str) -> str:
        """Return the path within the tree of an issue's file as an editor names it: from here, or from the tree."""
        if not file.strip():
            raise RefusedError(message=N_("name the file of an issue, for example content/gazette/2005/2005-04-08.md"))
        for candidate in (Path(file), self.content / file):
            path = os.path.relpath(os.path.realpath(candidate), os.path.realpath(self.content))
            if path in self.tree.files:
                if path not in self.tree.issues:
                    raise RefusedError(message=N_("{path} is not the file of an issue"), path=file)
                return Path(path).as_posix()
        raise RefusedError(message=N_("there is no file {path} in the content tree"), path=file)

    def data(self, path: str) -> bytes:
        """Return a file's bytes as they will be."""
        if path in self.writing:
            return self.writing[path]
        try:
            return self.tree.read(path)
        except OSError as error:
            raise RefusedError(diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror)) from None

    def issue(self, path: str) -> tuple[Issue | None, list[Diagnostic]]:
        """Read an issue as its file will be."""
        return read_issue(path, self.data(path), self.names)

    def sound_issue(self, path: str) -> Issue:
        """Read an issue; raise RefusedError where it has an error."""
        issue, found = self.issue(path)
        if issue is None or has_errors(found):
            raise RefusedError(*found)
        return issue

    def ledger(self, series: Series) -> Ledger:
        """Return a series' ledger as it will be; raise RefusedError where the one that stands is not in order."""
        if series.id in self.ledgers:
            return self.ledgers[series.id]
        path = ledger_path(series.id)
        data = self.data(path) if path in self.tree.files else b""
        before = None if merging(self.content) else committed(self.content, path)
        if before and not data:
            raise RefusedError(diagnose("TREE-MISSING", Place(path), what=path))  # numbers would begin at 1 again
        ledger, found = open_ledger(series.id, data) if data else (Ledger(series.id, path, ()), [])
        if not found and before not in {None, data}:  # a line that is gone would have its number given again
            found = list(check_history(series, facts_at(series.id, before or b""), ledger))
        if not found:
            found = [*check_sequence(series, ledger), *check_ledger(series, ledger, (), self.tree.files)]
        if has_errors(found):
            raise RefusedError(*found)
        self.ledgers[series.id], self.before[series.id] = ledger, data
        return ledger

    def accept(self, series: Series, outcome: tuple[Ledger, list[Diagnostic]]) -> Ledger:
        """Take over a ledger as it will be; raise RefusedError where there is an error, keep warnings."""
        ledger, found = outcome
        if has_errors(found):
            raise RefusedError(*found)
        self.warnings.extend(found)
        self.ledgers[series.id] = ledger
        return ledger

    def commit(self) -> None:
        """Write all ledgers and files at once; raise RefusedError, with nothing written, where that can't be done."""
        contents = {ledger.path: write_ledger(self.before[name], ledger) for name, ledger in self.ledgers.items()}
        try:
            write_all(self.content, contents | self.writing)
        except OSError as error:
            raise unwritable(error) from None


def unwritable(error: OSError) -> RefusedError:
    """Return the refusal for what the machine doesn't let be written."""
    return RefusedError(
        message=N_("{path} can't be written: {reason}; nothing was changed"),
        path=error.filename or "—",
        reason=error.strerror or error,
    )


def tell(diagnostics: Iterable[Diagnostic], content: Path) -> None:
    """Print diagnostics to standard error, with paths as seen from here."""
    folder = os.path.relpath(content)
    for found in diagnostics:
        shown = replace(found, path=os.path.normpath(f"{folder}/{found.path}"))
        sys.stderr.write(shown.plain(editor_translations().gettext) + "\n")


def refuse(refused: RefusedError, content: Path) -> None:
    """Print why a command can't be carried out."""
    tell(refused.diagnostics, content)
    if refused.message:
        complain(refused.message, **refused.args_of_message)


@contextmanager
def opened(content: Path) -> Iterator[Desk]:
    """Hold a tree alone and open it; raise RefusedError where it can't be held or its reference data has errors."""
    if not content.is_dir():
        raise RefusedError(diagnose("TREE-MISSING", Place(""), what=content.as_posix()))
    try:
        with editing(content):
            yield _desk(content)
    except OSError as error:
        raise unwritable(error) from None


def _desk(content: Path) -> Desk:
    tree, _ = walk(content)
    found: list[Diagnostic] = []
    reference = reference_of(tree, found)
    if reference is None:
        raise RefusedError(*ordered(found))
    return Desk(content, tree, reference, Names.of(reference, tree.files))
