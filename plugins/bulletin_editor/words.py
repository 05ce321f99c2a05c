"""What commands say, in the editor's language."""

from __future__ import annotations

import sys

from bulletin.codes import N_
from bulletin_language.catalogues import editor_translations

__all__ = ["N_", "complain", "say", "word"]


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
