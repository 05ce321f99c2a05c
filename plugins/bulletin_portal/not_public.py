"""Mark an output that may not go to the internet: a file that says so, and the head of each printed page.

The mark in print stands in a style sheet of its own, since the theme's goes out with the public edition too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bulletin.kinds import Edition
from bulletin_portal.pages import Document

MARKER: Final = "NOT-PUBLIC.txt"
INTERNAL: Final = "internal"  # the first line of the marker: what the folder holds
DRAFTS: Final = "drafts"
STYLES: Final = "not-public.css"
# Size and place by analogy with the page number (GB/T 9704-2012); a margin box repeats on every sheet.
_STYLES: Final = """\
@page {{
  @top-center {{ content: "{mark}"; font: 14pt SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; color: #c00; }}
}}
"""


def _marker(what: str, warning: str) -> bytes:
    return f"{what}\n{warning}\n".encode()


def _styles(mark: str) -> bytes:
    return _STYLES.format(mark=mark.replace("\\", "").replace('"', "")).encode()


def not_public_documents(edition: Edition, translate: Callable[[str], str], *, drafts: bool) -> Iterator[Document]:
    """Yield the files that mark an output as not for the public; none for the public edition."""
    if edition is Edition.PUBLIC and not drafts:
        return
    if drafts:
        mark, what = translate("Draft, not for publication"), DRAFTS
    else:
        mark, what = translate("Internal edition. Do not pass on."), INTERNAL
    yield Document(MARKER, partial(_marker, what, mark))
    yield Document(STYLES, partial(_styles, mark))
