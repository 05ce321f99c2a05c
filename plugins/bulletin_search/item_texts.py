"""Write titles and texts of items, with all that is shown of them, into files, a run of items in each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Final

from bulletin_search.container import deflated
from bulletin_search.cutting import cuts
from bulletin_search.year_items import Row, Told, sign_of

_TARGET: Final = 10_000  # characters, about 28 KB in UTF-8


def first_items(told: Sequence[Told]) -> list[int]:
    """Return the numbers of the first items of files."""
    return cuts([len(one.title) + len(one.text) for one in told], _TARGET)


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


def item_texts(told: Sequence[Told], rows: Sequence[Row]) -> bytes:
    """Return the payload of a file of texts; ``rows`` are those of all issues of the year."""
    here = {issue: place for place, issue in enumerate(sorted({one.issue for one in told}))}
    content = (
        [rows[issue] for issue in here],
        "".join(sign_of(here[one.issue]) for one in told),
        "".join(one.n for one in told),
        "".join(one.kind for one in told),
        "".join(one.topic for one in told),
        " ".join(one.units for one in told),
        [one.title for one in told],
        [one.text for one in told],
    )
    return deflated(_gbk(json.dumps(content, ensure_ascii=False, separators=(",", ":"))))


def words_in(payload: bytes) -> list[tuple[str, str]]:
    """Return the titles and texts of a file."""
    *_, titles, texts = json.loads(zlib.decompress(payload, -15).decode("gbk"))
    return list(zip(titles, texts, strict=True))
