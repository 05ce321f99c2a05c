"""Diagnostics: what is wrong, where, and what to do, without words of any one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from bulletin.codes import CODES, Severity


class _Missing(dict[str, str]):
    """Show a placeholder's own name where an argument is missing, rather than fail while reporting."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@dataclass(frozen=True, slots=True)
class Message:
    """A message id with its arguments; a catalogue turns it into Chinese or English."""

    msgid: str
    args: tuple[tuple[str, str], ...] = ()

    def text(self, translate: Callable[[str], str]) -> str:
        """Return the translated message with its arguments filled in."""
        return translate(self.msgid).format_map(_Missing(self.args)) if self.msgid else ""


class Place(NamedTuple):  # every scalar of every file has one, and a tuple is made in a third of a dataclass's time
    """A position in a file: path relative to the content tree, line and column from 1 (0: the file as a whole)."""

    path: str
    line: int = 0
    column: int = 0


NOWHERE: Final = Place("")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about one place."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: Message
    hint: Message

    @property
    def sort_key(self) -> tuple[str, int, int, str, tuple[tuple[str, str], ...]]:
        """Order by place, then code."""
        return (self.path, self.line, self.column, self.code, self.message.args)

    def plain(self, translate: Callable[[str], str], folder: str = "") -> str:
        """Return ``path:line:column CODE message → hint``; ``folder`` leads to the content tree and ends in a slash."""
        where = folder + self.path + (f":{self.line}:{self.column}" if self.line else "")
        hint = self.hint.text(translate)
        return f"{where} {self.code} {self.message.text(translate)}" + (f" → {hint}" if hint else "")


def diagnose(code: str, place: Place, **args: object) -> Diagnostic:
    """Make the diagnostic of a code at a place; raise KeyError for a code that is not in the table."""
    spec = CODES[code]
    values = tuple(sorted((name, str(value)) for name, value in args.items()))
    return Diagnostic(
        place.path,
        place.line,
        place.column,
        code,
        spec.severity,
        Message(spec.message, values),
        Message(spec.hint, values),
    )


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics by place, each once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda found: found.sort_key)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any of the diagnostics stops a build."""
    return any(found.severity is Severity.ERROR for found in diagnostics)
