"""QR codes of addresses: what segno makes of each alone, though most are put together from others."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from bulletin_portal.qr_codes import QrCodes

_KEPT = QrCodes()  # one for all examples, so that they are put together from each other
_STROKE = re.compile(r"M(\d+) (\d+)h(\d+)")


def dark(drawing: str) -> set[tuple[int, int]]:
    """Return the dark modules of a drawing by column and row."""
    return {(int(x) + step, int(y)) for x, y, length in _STROKE.findall(drawing) for step in range(int(length))}


def expected(address: str) -> set[tuple[int, int]]:
    """Return the dark modules that segno draws for an address."""
    matrix = segno.make_qr(address.encode(), error="m", mode="byte", mask=3, boost_error=False).matrix
    return {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


@given(
    st.sampled_from(["gazette", "key-affairs", "a"]),
    st.integers(1990, 2060),
    st.sampled_from(["1", "10", "7-8", "supplement-1", "r2-1", "1000"]) | st.integers(1, 999).map(str),
    st.sampled_from(["https://zwxx.wangchao.example/", "http://10.1.2.3/bulletin/", "https://例子.example/"]),
)
def test_as_segno_draws_them(series: str, year: int, number: str, site: str) -> None:
    """Whatever codes were made before, an address has its own."""
    address = f"{site}{series}/{year}/{number}/"
    drawing = _KEPT.drawing(address)
    assert dark(drawing) == expected(address)


def test_margin() -> None:
    """Four modules around it stay clear (ISO/IEC 18004, 9.1), and strokes are centred on their rows."""
    drawing = QrCodes().drawing("https://zwxx.wangchao.example/gazette/2004/10/")
    found = re.match(r'viewBox="-4 -4\.5 (\d+) \1"><path stroke="#000" d="M[^"]+"/>$', drawing)
    assert found
    assert max(max(place) for place in dark(drawing)) + 1 + 8 == int(found[1])


def test_too_long() -> None:
    """An address that no code can hold is refused."""
    with pytest.raises(ValueError, match="data"):
        QrCodes().drawing("https://a.example/" + "a" * 3000)
