"""`inv check`: list everything wrong with a content tree."""

from __future__ import annotations

import sys
from pathlib import Path

from bulletin.codes import Severity
from bulletin_editor.words import say
from bulletin_portal.generator import report
from bulletin_portal.loading import load


def check(content: Path) -> bool:
    """Print every diagnostic and a closing line; return whether the content can be built."""
    loaded = load(content)
    report(loaded.diagnostics, content, sys.stdout)
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
