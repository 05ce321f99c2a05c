"""Find the secrets of one text in every way it can be read, each at its place in the source."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bulletin_gate.secrets import Secret, find_secrets, masked, quotation
from bulletin_gate.source_text import View, scattered, views

NAME: Final = "GATE-NAME"
_AROUND: Final = 60  # signs on either side of a secret that a quotation and a mask may look at
_TAG: Final = re.compile(r"<[^>]*>")
_BLOCK: Final = re.compile(r"</(?:p|li|td|th|h[2-6]|dt|dd|figcaption|caption|pre)>|<br>")


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret: its stretch of the source, its code, what is read there, a masked quotation, and what would mask it.

    ``edits`` are stretches of the source with what is to stand there instead; empty where it stands in no one piece.
    """

    start: int
    end: int
    code: str
    secret: str
    quotation: str
    edits: tuple[tuple[int, int, str], ...] = ()


def squeezed(text: str) -> str:
    """Return letters and digits alone, wide ones narrow, small ones large: two spellings of one secret are equal."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


def _edits(view: View | None, text: str, at: int, secret: Secret) -> Iterator[tuple[int, int, str]]:
    """Yield what masks a secret of a window that begins at an offset of the view: sign by sign where lengths agree."""
    hidden = masked(text, [secret])
    piece = hidden[secret.start : len(hidden) - (len(text) - secret.end)]
    span = (at + secret.start, at + secret.end)
    if len(piece) != secret.end - secret.start:
        yield (*(view.span(*span) if view else span), piece)
        return
    for n, sign in enumerate(piece):
        if sign != text[secret.start + n]:
            here = (span[0] + n, span[0] + n + 1)
            yield (*(view.span(*here) if view else here), sign)


def _hit(text: str, secret: Secret, view: View | None) -> Hit:
    at = max(0, secret.start - _AROUND, text.rfind("\n", 0, secret.start) + 1)
    end = text.find("\n", secret.end, secret.end + _AROUND)
    window = text[at : secret.end + _AROUND if end < 0 else end]
    here = replace(secret, start=secret.start - at, end=secret.end - at)
    span = (secret.start, secret.end)
    return Hit(
        *(view.span(*span) if view else span),
        secret.code,
        text[secret.start : secret.end],
        quotation(window, here),
        tuple(_edits(view, window, at, here)),
    )


def find_hits(text: str) -> list[Hit]:
    """Return the secrets of a source text in order, without overlap, names of petitioners among them."""
    found = [_hit(text, one, None) for one in find_secrets(text, problem=True)]
    for view in views(text):
        found.extend(_hit(view.text, one, view) for one in find_secrets(view.text, problem=True))
    return _apart(found)


def _apart(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits by place; of two that overlap the one that begins first, then the longer.

    Of two readings of one stretch the one masked sign by sign is kept: it leaves markup as it is.
    A name gives way to all others, since it counts in problem items alone.
    """
    names: list[Hit] = []
    others: list[Hit] = []
    for one in sorted(found, key=lambda hit: (hit.start, -hit.end, -len(hit.edits))):
        kept = names if one.code == NAME else others
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    free = [one for one in names if not any(one.start < hit.end and hit.start < one.end for hit in others)]
    return sorted((*others, *free), key=lambda hit: hit.start)


def find_rendered(text: str, region: tuple[int, int], markup: str, known: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the secrets that stand in HTML made from a region of a text and not among those known.

    Each is placed where its characters stand in order in the source, or else at the region's beginning.
    """
    said = html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup)))
    names = [squeezed(one.secret) for one in known]
    for secret in find_secrets(said, problem=True):
        word = said[secret.start : secret.end]
        if any(squeezed(word) in name for name in names):
            continue
        hit = _hit(said, secret, None)
        at = scattered(text[region[0] : region[1]], word)
        start, end = (region[0] + at[0], region[0] + at[1]) if at else (region[0], region[0])
        yield replace(hit, start=start, end=end, edits=())
