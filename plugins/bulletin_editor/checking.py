"""`inv check`: list everything wrong with a content tree."""

from __future__ import annotations

from pathlib import Path

from bulletin.codes import Severity
from bulletin_editor.words import say
from bulletin_language.catalogues import editor_translations
from bulletin_portal.loading import load


def check(content: Path) -> bool:
    """Print every diagnostic and a closing line; return whether the content can be built."""
    loaded = load(content)
    translate = editor_translations().gettext
    for found in loaded.diagnostics:
        print(found.plain(translate))  # noqa: T201 (what the editor reads)
    errors = sum(found.severity is Severity.ERROR for found in loaded.diagnostics)
    warnings = len(loaded.diagnostics) - errors
    if loaded.catalogue is None:
        say("{errors} errors, {warnings} warnings", errors=errors, warnings=warnings)
        return False
    items = sum(len(issue.items) for issue in loaded.catalogue.issues)
    say(
        "{issues} issues with {items} items: no error, {warnings} warnings",
        issues=len(loaded.catalogue.issues),
        items=items,
        warnings=warnings,
    )
    return True
