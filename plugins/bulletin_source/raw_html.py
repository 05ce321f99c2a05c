"""Find raw HTML in a body, with the line and column of each tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bulletin.diagnostics import Diagnostic, diagnose
from bulletin_source.documents import place_of

ALLOWED: Final = frozenset({"br", "sub", "sup"})
_CODE: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
# A tag that is closed, or one that begins a line's end: browsers complete what is left open. <https://…> and <ftp://…>
# are links to Markdown, which are looked at as such.
_TAG: Final = re.compile(
    r"</?(?!(?i:https?|ftps?)://)([A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])(?:[^<>]*>|[^<>]*$)|<(!--|!|\?)", re.ASCII
)


def raw_html(path: str, body: str, body_line: int) -> Iterator[Diagnostic]:
    """Yield HTML-RAW where an element opens, outside code, that is not br, sub or sup without attributes."""
    if "<" not in body:
        return
    opened: list[str] = []
    bare = _CODE.sub(lambda found: " " * len(found[0]), body)
    for found in _TAG.finditer(bare):
        name = (found[1] or found[2]).lower()
        if name in ALLOWED and re.fullmatch(r"</?\w+\s*/?>", found[0]):
            continue
        if found[0].startswith("</") and name in opened:
            opened.remove(name)
            continue
        opened.append(name)
        yield diagnose("HTML-RAW", place_of(path, body, found.start(), body_line), tag=name)
