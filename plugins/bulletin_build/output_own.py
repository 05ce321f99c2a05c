"""Tell what a page says of itself again and again, its title, its summary and its address, from the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from bulletin_gate.fingerprints import LENGTH

# Where a page says each first, and the bytes that may stand for it and for its escaped form: no UTF-8 has any of these.
_WORDS: Final = (
    (b'<link rel="canonical" href="', b"\xf8", b"\xf9"),
    (b'<meta name="Description" content="', b"\xfa", b""),
    (b'<meta name="ArticleTitle" content="', b"\xfb", b"\xfc"),
)
_SAFE: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")
_QUOTED: Final = tuple(chr(one) if one in _SAFE else f"%{one:02X}" for one in range(256))
_BARRIER: Final = b"\0"
# A summary or title that a letter touches, or that a digit goes on behind what may part the digits of a number.
_TOUCHED: Final = re.compile(
    rb"[\xfa\xfb](?:(?=[0-9A-Za-z\x80-\xf7]|[ _.-]{1,2}[0-9])"
    rb"|(?<=[0-9A-Za-z\x80-\xf7].)|(?<=[0-9][ _.-].)|(?<=[0-9][ _.-][ _.-].))"
)


@dataclass(slots=True)
class OwnWords:
    """Lines of pages that say what others said, but for what each says of itself."""

    _known: set[int] = field(default_factory=set)  # hashes of lines with signs for what is a page's own

    def left_of(self, text: bytes) -> bytes:
        """Return the lines of a page that are to be looked at: its own words, and what no page said around its own.

        Words shorter than a run stay as they are, since they may run on into what stands around them. Where words of a
        summary or title are part of longer ones or of numbers, the page stays as it is: they may say something else
        together. What is left out is parted from what is not by a NUL.
        """
        signs: list[tuple[bytes, bytes]] = []
        own: list[bytes] = []
        signed = text
        for begin, sign, escaped_sign in _WORDS:
            at = text.find(begin) + len(begin)
            word = text[at : text.find(b'"', at)] if at >= len(begin) else b""
            if len(word) < LENGTH or len(word.decode("utf-8", "replace")) < LENGTH or sign in text:
                continue
            own.append(word)
            signs.append((word, sign))
            signed = signed.replace(word, sign)
            if escaped_sign and escaped_sign not in text:
                escaped = _escaped(word)
                signs.append((escaped, escaped_sign))
                signed = signed.replace(escaped, escaped_sign)
        if not own or _TOUCHED.search(signed):
            return text
        lines = signed.split(b"\n")
        hashes = list(map(hash, lines))
        known = self._known
        left = b"\n".join([line if said not in known else _BARRIER for line, said in zip(lines, hashes, strict=True)])
        known.update(hashes)
        for word, sign in signs:
            left = left.replace(sign, word)
        return b"\n".join([*own, left])


def _escaped(word: bytes) -> bytes:
    """Return what an address has for a text of HTML."""
    plain = unescape(word.decode("utf-8", "replace")).encode() if b"&" in word else word
    return "".join([_QUOTED[one] for one in plain]).encode()
