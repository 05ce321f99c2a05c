"""What commands say, in the editor's language."""

from __future__ import annotations

import sys
from collections.abc import Callable

from bulletin.codes import N_
from bulletin_language.catalogues import OWN, editor_translations, load

__all__ = ["N_", "Translate", "complain", "in_language", "say", "word"]

Translate = Callable[[str], str]


def in_language(language: str) -> Translate:
    """Return what translates messages into one language, whatever the editor's."""
    return load(OWN, "editor", language).gettext


def word(msgid: str, **args: object) -> str:
    """Return a message in the editor's language with its arguments filled in."""
    text = editor_translations().gettext(msgid)
    return text.format(**args) if args else text


def say(msgid: str, **args: object) -> None:
    """Print a message."""
    print(word(msgid, **args))  # noqa: T201 (what the editor reads)


def complain(msgid: str, **args: object) -> None:
    """Print a message to standard error."""
    print(word(msgid, **args), file=sys.stderr)  # noqa: T201
