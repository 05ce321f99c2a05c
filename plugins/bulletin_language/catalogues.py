"""Read a .po catalogue and give its translations; catalogues are compiled in memory, nothing is written."""

from __future__ import annotations

import io
import os
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT: Final = "zh_CN"
LANGUAGES: Final = (DEFAULT, "en")
VARIABLE: Final = "GOVBULLETIN_LANGUAGE"
OWN: Final = Path(__file__).parent / "catalogues"


@cache  # a command asks for dozens of messages, and reading a catalogue takes 20 ms
def load(folder: Path, domain: str, language: str) -> NullTranslations:
    """Return the translations of ``folder/language/LC_MESSAGES/domain.po``; raise OSError or ValueError."""
    with (folder / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def editor_language() -> str:
    """Return the language of the editor's commands: Chinese unless GOVBULLETIN_LANGUAGE says otherwise."""
    asked = os.environ.get(VARIABLE, DEFAULT).replace("-", "_")
    return next((one for one in LANGUAGES if one.split("_")[0] == asked.split("_")[0].lower()), DEFAULT)


def editor_translations() -> NullTranslations:
    """Return the translations of diagnostics and commands."""
    return load(OWN, "editor", editor_language())
