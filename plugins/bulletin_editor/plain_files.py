"""Read the plain text that an editor hands to a command: from a file anywhere, or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from bulletin_editor.desk import RefusedError
from bulletin_editor.words import N_, word

STANDARD_INPUT: Final = "-"


def read_plain(name: str, most: int = -1) -> str:
    """Return the text of a file, or of standard input (-), without byte-order mark and carriage returns.

    Raises RefusedError for what can't be read, is longer than ``most`` bytes, or is no UTF-8 text.
    """
    shown = word(N_("standard input")) if name == STANDARD_INPUT else name
    data = _data(name, shown, -1 if most < 0 else most + 1)
    if 0 <= most < len(data):
        raise RefusedError(message=N_("{path} is too long; name a file of at most {most} bytes"), path=shown, most=most)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise RefusedError(
            message=N_("{path} is no plain text in UTF-8; save it again as plain text with that encoding"), path=shown
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _data(name: str, shown: str, most: int) -> bytes:
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(most)
        with Path(name).open("rb") as source:
            return source.read(most)
    except FileNotFoundError:
        raise RefusedError(message=N_("there is no file {path}"), path=shown) from None
    except IsADirectoryError:
        raise RefusedError(message=N_("{path} is a folder; name a file in it"), path=shown) from None
    except (OSError, ValueError) as error:  # ValueError: a name that holds a null character
        reason = error.strerror if isinstance(error, OSError) else error
        raise RefusedError(message=N_("{path} can't be read: {reason}"), path=shown, reason=reason) from None
