"""One answer of an editor: a key pressed at a terminal, or a letter on a line of its own where there is none."""

from __future__ import annotations

import os
import sys
import termios
import tty
import unicodedata
from typing import Final

END: Final = ""
_ESCAPE: Final = "\x1b"
_ENDING: Final = frozenset({"\x03", "\x04"})  # Ctrl-C and Ctrl-D, where the terminal hands them on
_KEY: Final = 64  # bytes: an arrow key sends several, a Chinese character three


def read_key() -> str:
    """Return a letter in lower case and half-width, or another sign; ``END`` where nothing comes any more.

    What was typed before is thrown away at a terminal: a key held down must not answer what nobody has read.
    """
    return _letter(_pressed() if sys.stdin.isatty() else sys.stdin.readline())


def _letter(typed: str) -> str:
    if not typed or typed[0] in _ENDING:
        return END
    if typed[0] == _ESCAPE:  # an arrow key is an escape and letters
        return " "
    return (unicodedata.normalize("NFKC", typed.strip()).lower() or " ")[0]


def _pressed() -> str:
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        return os.read(terminal, _KEY).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
