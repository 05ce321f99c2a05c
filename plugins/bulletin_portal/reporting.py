"""Tell an editor on a stream what is wrong with the content; and the minute it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic
from bulletin_language.catalogues import editor_translations


def report(diagnostics: Iterable[Diagnostic], content: Path, stream: TextIO) -> None:
    """Print diagnostics, one a line, with paths as seen from here; Pelican's logger drops repeats (log.py:43-48)."""
    translate = editor_translations().gettext
    folder = os.path.relpath(content) + "/"
    stream.writelines(found.plain(translate, folder) + "\n" for found in diagnostics)


def this_minute() -> datetime:
    """Return the present minute, for a build or command that was not told its moment."""
    return datetime.now(CHINA).replace(second=0, microsecond=0)
