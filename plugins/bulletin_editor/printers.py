"""Print diagnostics: for people, for editors' programs, as JSON, and as annotations of a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.cells import cell_len

from bulletin.diagnostics import Diagnostic

_LONGEST: Final = 96  # display columns of source shown


@dataclass(frozen=True, slots=True)
class Shown:
    """What printers need: how to translate, and where the content tree is, for people (``folder``) and for reading."""

    translate: Callable[[str], str]
    folder: str
    root: Path


def _source_line(shown: Shown, found: Diagnostic) -> str | None:
    """Return the line a diagnostic speaks of; None where it can't be shown, or holds what the gate found."""
    if not found.line or found.code.startswith("GATE-"):
        return None
    try:
        text = (shown.root / found.path).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[found.line - 1] if found.line <= len(lines) else None


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def caret(line: str, column: int) -> tuple[str, str]:
    """Return the part of a line to show and the line with the caret below it, right for wide characters."""
    before, rest = _printable(line[: column - 1]), _printable(line[column - 1 :])
    while cell_len(before) > _LONGEST // 2:
        before = "…" + before[len(before) // 2 :]
    while cell_len(before + rest) > _LONGEST and len(rest) > 1:
        rest = rest[: max(1, len(rest) * 3 // 4)]
    return before + rest, " " * cell_len(before) + "^" * max(1, cell_len(rest[:1]))


def human(found: Diagnostic, shown: Shown) -> str:
    """Return the plain line, then the offending line of the file with a caret below."""
    line = _source_line(shown, found)
    plain = found.plain(shown.translate, shown.folder)
    if line is None:
        return plain
    source, mark = caret(line, found.column)
    gutter = " " * len(str(found.line))
    return f"{plain}\n  {found.line} | {source}\n  {gutter} | {mark}"


def as_object(found: Diagnostic, shown: Shown) -> dict[str, str | int]:
    """Return the seven fields of a diagnostic."""
    return {
        "path": shown.folder + found.path,
        "line": found.line,
        "column": found.column,
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message.text(shown.translate),
        "hint": found.hint.text(shown.translate),
    }


def _escape(text: str, *, of_property: bool = False) -> str:
    for char, code in (
        ("%", "%25"),
        ("\r", "%0D"),
        ("\n", "%0A"),
        *(((":", "%3A"), (",", "%2C")) if of_property else ()),
    ):
        text = text.replace(char, code)
    return text


def github(found: Diagnostic, shown: Shown) -> str:
    """Return a workflow command that GitHub and its followers show beside the changed line."""
    fields = {"file": shown.folder + found.path, "line": found.line or 1, "col": found.column or 1, "title": found.code}
    properties = ",".join(f"{name}={_escape(str(value), of_property=True)}" for name, value in fields.items())
    hint = found.hint.text(shown.translate)
    message = found.message.text(shown.translate) + (f" → {hint}" if hint else "")
    return f"::{found.severity.value} {properties}::{_escape(message)}"


def render(diagnostics: Iterable[Diagnostic], form: str, shown: Shown) -> Iterator[str]:
    """Yield the lines or blocks of a form: human, plain, json or github."""
    if form == "json":
        yield json.dumps([as_object(found, shown) for found in diagnostics], ensure_ascii=False, indent=1)
        return
    for found in diagnostics:
        if form == "github":
            yield github(found, shown)
        elif form == "plain":
            yield found.plain(shown.translate, shown.folder)
        else:
            yield human(found, shown)
