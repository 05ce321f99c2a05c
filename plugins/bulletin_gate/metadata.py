"""Make readable what a picture's metadata say: EXIF with place and thumbnail, XMP, IPTC, comments, profiles."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import ExifTags, Image, TiffImagePlugin

from bulletin_gate.pieces import Piece, decoded, legible

_ORIENTATION: Final = ExifTags.Base.Orientation
_SHORT: Final = 200_000  # bytes of a value that is shown
_WINDOWS: Final = range(0x9C9B, 0x9CA0)  # XPTitle … XPSubject, in UTF-16
_CHARACTERS: Final = {b"ASCII\0\0\0": "", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp", b"\0" * 8: ""}
_IPTC: Final = struct.Struct(">BBBH")
_TAG: Final = re.compile(r"<!--|-->|<[^>]*>")
_ATTRIBUTE: Final = re.compile(r"[\w:.-]+\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")


def read_metadata(sort: str, data: bytes) -> Iterator[Piece]:
    """Yield what one part beside the pixels says; ``sort`` as in picture_files."""
    if sort == "EXIF":
        yield from _exif(data)
        yield from _piece("EXIF", "\n".join(legible(data)))
    elif sort == "XMP":
        yield from _piece("XMP", _without_tags(_xmp(data)))
    elif sort == "IPTC":
        yield from _iptc(data)
        yield from _piece("IPTC", "\n".join(legible(data)))
    elif sort in {"comment", "text"}:
        yield from _piece(sort, decoded(data))
    else:
        yield from _piece(sort, "\n".join(legible(data)))


def _piece(where: str, text: str) -> Iterator[Piece]:
    text = text.replace("\0", "").strip()
    if text:
        yield Piece(where, text)


def orientation_of(data: bytes) -> int:
    """Return how a camera was held, from 1 (upright) to 8, by an EXIF block; 1 where that isn't readable."""
    try:
        found = _folders(data)[""].get(_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1  # noqa: PLR2004 (as the docstring says)


# What Pillow raises for EXIF that is none.
_UNREADABLE: Final = (SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, struct.error, OverflowError)


def _folders(data: bytes) -> dict[str, dict[int, object]]:
    """Return EXIF's values by folder, the first with the empty name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of damage, and reads on
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + data.removeprefix(b"Exif\0\0"))
        return {"": dict(exif), **{one.name: dict(exif.get_ifd(one)) for one in ExifTags.IFD}}


def _exif(data: bytes) -> Iterator[Piece]:
    try:
        folders = _folders(data)
    except _UNREADABLE:
        return  # its legible runs are shown all the same
    for folder, values in folders.items():
        names = ExifTags.GPSTAGS if folder == "GPSInfo" else ExifTags.TAGS
        for tag, value in values.items():
            text = _value(tag, value)
            if text:
                yield from _piece(f"EXIF {names.get(tag, tag)}", text)


def _value(tag: int, value: object) -> str:
    """Return a value of EXIF's as text."""
    if isinstance(value, bytes):
        return _from_bytes(tag, value[:_SHORT])
    if isinstance(value, tuple) and tag in _WINDOWS:
        return _from_bytes(tag, bytes(one & 0xFF for one in value[:_SHORT] if isinstance(one, int)))
    if isinstance(value, tuple):
        return " ".join(_value(tag, one) for one in value[:_SHORT])
    if isinstance(value, str):
        return _mended(value)
    return str(value) if isinstance(value, (int, float, TiffImagePlugin.IFDRational)) else ""


def _from_bytes(tag: int, value: bytes) -> str:
    if tag in _WINDOWS:
        return value.decode("utf-16-le", "replace")
    if value[:8] in _CHARACTERS:
        encoding = _CHARACTERS[value[:8]]
        return value[8:].decode(encoding, "replace") if encoding else decoded(value[8:])
    return "\n".join(legible(value))


def _mended(text: str) -> str:
    """EXIF's text should be ASCII; Pillow reads it as Latin-1, and Chinese programs write UTF-8 or GB18030."""
    try:
        return decoded(text.encode("latin-1"))
    except UnicodeEncodeError:
        return text


def _xmp(data: bytes) -> str:
    """XMP is UTF-8, rarely UTF-16; a long one stands in several segments with a name before each."""
    text = data.rpartition(b"\0")[2] if data.startswith(b"http://ns.adobe.com/xap/1.0/\0") else data
    return text.decode("utf-8", "replace") if b"\0\0" not in text[:400] else decoded(text)


def _without_tags(text: str) -> str:
    """Return the text and the values of attributes, for XML that need not be whole."""
    values = [first or second for first, second in _ATTRIBUTE.findall(text)]
    lines = [*_TAG.sub("\n", text).split("\n"), *(one for one in values if not one.startswith("http://"))]
    said = "\n".join(line.strip() for line in lines if line.strip())
    return _REFERENCE.sub(_referred, said)


def _referred(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 (the last character there is)


def _iptc(data: bytes) -> Iterator[Piece]:
    """Yield IPTC's fields (record 2: byline, caption, place …), which begin with 1C, record, field and length."""
    at = data.find(b"\x1c\x02")
    while 0 <= at <= len(data) - _IPTC.size:
        _, record, field, size = _IPTC.unpack_from(data, at)
        if record and size < 1 << 15:
            yield from _piece(f"IPTC {record}:{field}", decoded(data[at + 5 : at + 5 + size]))
        at = data.find(b"\x1c\x02", at + 5 + size if size < 1 << 15 else at + 2)
