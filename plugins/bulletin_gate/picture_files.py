"""Take pictures' files apart: the pixels and what is needed to show them, and everything else, which is taken out.

Each function returns the file without what is beside the pixels, byte for byte the same otherwise, and what was taken
out as pairs of a sort and its bytes. Sorts are EXIF, XMP, IPTC, comment, text, ICC (which is kept, but reported),
other, and end (what follows the end of the picture). They raise FileFaultError FILE-BROKEN, and FILE-LARGE for text
that is packed like a bomb.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from bulletin_gate.pieces import FileFaultError

Parts = list[tuple[str, bytes]]

_LONGEST_TEXT: Final = 4_000_000  # bytes of one packed text

# JPEG (ITU-T T.81, annex B): markers without a length, and those of application segments.
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATIONS: Final = range(0xE0, 0xF0)
_SEGMENTS: Final = (
    (0xE1, b"Exif\0", "EXIF"),
    (0xE1, b"http://ns.adobe.com/", "XMP"),
    (0xED, b"Photoshop 3.0\0", "IPTC"),
    (0xE2, b"ICC_PROFILE\0", "ICC"),
    (0xE0, b"JFIF\0", "JFIF"),
    (0xEE, b"Adobe", "Adobe"),
)
_JFIF_SIZE: Final = 14  # without a thumbnail
_JPEG_KEPT: Final = frozenset({"ICC", "JFIF", "Adobe"})


def _segment_sort(marker: int, payload: bytes) -> str:
    if marker == _COMMENT:
        return "comment"
    return next((sort for number, start, sort in _SEGMENTS if number == marker and payload.startswith(start)), "other")


def _scan_end(data: bytes, at: int) -> int:
    """Return where the compressed pixels that begin at ``at`` end: the next marker that is one."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in {0, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2  # noqa: PLR2004 (a fill byte)
    raise FileFaultError("FILE-BROKEN")


def _marker(data: bytes, at: int) -> tuple[int, int, int]:
    """Return a marker, where it stands behind bytes that only fill, and where its segment ends."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if len(data) < at + 2 or data[at] != 0xFF or data[at + 1] in {0, _START}:  # noqa: PLR2004 (every marker's first byte)
        raise FileFaultError("FILE-BROKEN")
    marker = data[at + 1]
    if marker == _END or marker in _ALONE:
        return marker, at, at + 2
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    if not at + 4 <= end <= len(data):
        raise FileFaultError("FILE-BROKEN")
    return marker, at, _scan_end(data, end) if marker == _SCAN else end


def jpeg(data: bytes) -> tuple[bytes, Parts]:
    """Take a JPEG file apart; a thumbnail in its first segment goes too."""
    kept, taken, marker, end = bytearray(data[:2]), Parts(), 0, 2
    while marker != _END:
        marker, at, end = _marker(data, end)
        if marker != _COMMENT and marker not in _APPLICATIONS:
            kept += data[at:end]
            continue
        payload = data[at + 4 : end]
        sort = _segment_sort(marker, payload)
        if sort in _JPEG_KEPT:
            kept += _segment(marker, payload[:12] + b"\0\0" if sort == "JFIF" else payload)
        if sort not in _JPEG_KEPT or sort == "ICC" or (sort == "JFIF" and len(payload) > _JFIF_SIZE):
            taken.append((sort, payload))
    if len(data) > end:
        taken.append(("end", data[end:]))
    return bytes(kept), taken


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2) + payload


# PNG (W3C, third edition): what shows; everything else may say something.
_SHOWN: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT mDCV cLLI".split()
)
_CHUNK: Final = struct.Struct(">I4s")


def png(data: bytes) -> tuple[bytes, Parts]:
    """Take a PNG file apart."""
    kept, taken, at, kind = bytearray(data[:8]), Parts(), 8, b""
    while kind != b"IEND":
        if len(data) < at + 12:
            raise FileFaultError("FILE-BROKEN")
        size, kind = _CHUNK.unpack_from(data, at)
        end = at + 12 + size
        if end > len(data):
            raise FileFaultError("FILE-BROKEN")
        payload = data[at + 8 : at + 8 + size]
        if kind in _SHOWN:
            kept += data[at:end]
        if kind not in _SHOWN or kind == b"iCCP":
            taken.append(_png_text(kind, payload))
        at = end
    if len(data) > at:
        taken.append(("end", data[at:]))
    return bytes(kept), taken


def _png_text(kind: bytes, payload: bytes) -> tuple[str, bytes]:
    """Return what a chunk says, with a text's key word before it, unpacked."""
    word, _, rest = payload.partition(b"\0")
    if kind == b"eXIf":
        return "EXIF", payload
    if kind == b"iCCP":
        return "ICC", word + b"\n" + _inflated(rest[1:])
    if kind == b"zTXt":
        return "text", word + b"\n" + _inflated(rest[1:])
    if kind == b"iTXt":
        packed, text = rest[:1] == b"\1", rest[2:]
        language, _, text = text.partition(b"\0")
        translated, _, text = text.partition(b"\0")
        said = _inflated(text) if packed else text
        return ("XMP" if word.startswith(b"XML:") else "text"), b"\n".join((word, language, translated, said))
    return ("text", word + b"\n" + rest) if kind == b"tEXt" else ("other", payload)


def _inflated(data: bytes) -> bytes:
    try:
        packed = zlib.decompressobj()
        text = packed.decompress(data, _LONGEST_TEXT)
    except zlib.error as error:
        raise FileFaultError("FILE-BROKEN") from error
    if packed.unconsumed_tail:
        raise FileFaultError("FILE-LARGE")
    return text


# GIF89a: of the extensions, how frames follow, how often they are repeated, and colours are kept.
_TRAILER, _IMAGE, _EXTENSION = 0x3B, 0x2C, 0x21
_CONTROL, _REMARK, _APPLICATION = 0xF9, 0xFE, 0xFF
_GIF_KEPT: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def _table(flags: int) -> int:
    """Return the size of the table of colours that flags tell of, in bytes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the joined blocks at a place, and where they end."""
    parts = []
    while size := data[at]:
        parts.append(data[at + 1 : at + 1 + size])
        at += 1 + size
    return b"".join(parts), at + 1


def gif(data: bytes) -> tuple[bytes, Parts]:
    """Take a GIF file apart."""
    try:
        return _gif(data)
    except IndexError as error:
        raise FileFaultError("FILE-BROKEN") from error


def _gif(data: bytes) -> tuple[bytes, Parts]:
    at = 13 + _table(data[10])
    kept, taken = bytearray(data[:at]), Parts()
    while data[at] != _TRAILER:
        if data[at] == _IMAGE:
            _, end = _blocks(data, at + 11 + _table(data[at + 9]))
            keep = True
        elif data[at] == _EXTENSION:
            said, end = _blocks(data, at + 2)
            application = data[at + 1] == _APPLICATION and said.startswith(_GIF_KEPT)
            keep = data[at + 1] == _CONTROL or application
            if not keep:
                taken.append(("comment" if data[at + 1] == _REMARK else "XMP", said))
            elif said.startswith(_GIF_KEPT[-1]):
                taken.append(("ICC", said))
        else:
            raise FileFaultError("FILE-BROKEN")
        if keep:
            kept += data[at:end]
        at = end
    kept += data[at : at + 1]
    if len(data) > at + 1:
        taken.append(("end", data[at + 1 :]))
    return bytes(kept), taken


# WebP (RFC 9649): chunks in a RIFF container; the first says which others there are.
_RIFF_SHOWN: Final = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_RIFF_SORTS: Final = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "ICC"}
_RIFF_CHUNK: Final = struct.Struct("<4sI")
_WITH_EXIF, _WITH_XMP = 0x08, 0x04


def webp(data: bytes) -> tuple[bytes, Parts]:
    """Take a WebP file apart."""
    stop = 8 + int.from_bytes(data[4:8], "little")
    if stop > len(data):
        raise FileFaultError("FILE-BROKEN")
    kept, taken, at = bytearray(), Parts(), 12
    while at + 8 <= stop:
        kind, size = _RIFF_CHUNK.unpack_from(data, at)
        end = at + 8 + size + size % 2
        if end > stop:
            raise FileFaultError("FILE-BROKEN")
        payload = data[at + 8 : at + 8 + size]
        if kind == b"VP8X":
            flags = bytes([payload[0] & ~(_WITH_EXIF | _WITH_XMP)]) if payload else b""
            kept += data[at : at + 8] + flags + data[at + 8 + len(flags) : end]
        elif kind in _RIFF_SHOWN:
            kept += data[at:end]
        if kind not in _RIFF_SHOWN or kind == b"ICCP":
            taken.append((_RIFF_SORTS.get(kind, "other"), payload))
        at = end
    if len(data) > at:
        taken.append(("end", data[at:]))
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + bytes(kept), taken


def _starts(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


_APART: Final[Mapping[str, Callable[[bytes], tuple[bytes, Parts]]]] = {
    "jpeg": jpeg,
    "png": png,
    "gif": gif,
    "webp": webp,
}


def taken_apart(sort: str, data: bytes) -> tuple[bytes, Parts]:
    """Take a file of the sort jpeg, png, gif or webp apart; raise FileFaultError FILE-TYPE for another's bytes."""
    if not data:
        raise FileFaultError("FILE-BROKEN")
    if _starts(data) != sort:
        raise FileFaultError("FILE-TYPE")
    return _APART[sort](data)
