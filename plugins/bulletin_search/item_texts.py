"""Write titles and texts of items into files, a run of items in each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from bulletin_search.container import deflated
from bulletin_search.cutting import cuts

_TARGET: Final = 5_600  # characters, about 16 KB in UTF-8

Words = tuple[str, str]  # title and text


def first_items(words: Sequence[Words]) -> list[int]:
    """Return the numbers of the first items of files."""
    return cuts([len(title) + len(text) for title, text in words], _TARGET)


def _gbk(text: str) -> bytes:
    """Return JSON in GBK; what has no place in it as an escape of JSON."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return b"".join(map(_sign, text))


def _sign(sign: str) -> bytes:
    try:
        return sign.encode("gbk")
    except UnicodeEncodeError:
        return json.dumps(sign).strip('"').encode()


def item_texts(words: Iterable[Words]) -> bytes:
    """Return the payload of a file of texts."""
    return deflated(_gbk(json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))))


def words_in(payload: bytes) -> list[Words]:
    """Return the titles and texts of a file."""
    return [(title, text) for title, text in json.loads(zlib.decompress(payload, -15).decode("gbk"))]
