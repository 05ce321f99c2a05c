"""Read what a picture says besides its pixels, and take it out."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from typing import Final

from PIL import Image

from bulletin_gate.drawings import cleaned_drawing, read_drawing
from bulletin_gate.metadata import orientation_of, read_metadata
from bulletin_gate.picture_files import taken_apart
from bulletin_gate.pieces import LARGEST, Extracted, FileFaultError, Piece

# Types by the ending of a name.
PICTURES: Final[Mapping[str, str]] = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "gif": "gif",
    "webp": "webp",
    "svg": "svg",
}
MOST_PIXELS: Final = 60_000_000
# By EXIF's orientation: what makes the picture upright.
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUALITY: Final = 92
# What Pillow raises for pictures that are none.
_UNREADABLE: Final = (
    *(OSError, SyntaxError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, EOFError),
    *(RuntimeError, struct.error, zlib.error),
)
_PILLOW: Final = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}


def _sort(name: str, data: bytes) -> str:
    sort = PICTURES.get(name.rpartition(".")[2].lower())
    if sort is None:
        raise FileFaultError("FILE-TYPE")
    if len(data) > LARGEST:
        raise FileFaultError("FILE-LARGE")
    return sort


def _opened(sort: str, data: bytes) -> Image.Image:
    """Return the picture, unpacked; raise FileFaultError FILE-BROKEN, and FILE-LARGE before that is tried."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's lower limit for bombs: the one here is checked for itself
            picture = Image.open(io.BytesIO(data), formats=[_PILLOW[sort]])
            if picture.width * picture.height > MOST_PIXELS:
                raise FileFaultError("FILE-LARGE")
            picture.load()
    except (Image.DecompressionBombError, MemoryError) as error:
        raise FileFaultError("FILE-LARGE") from error
    except _UNREADABLE as error:
        raise FileFaultError("FILE-BROKEN") from error
    return picture


def open_picture(name: str, data: bytes) -> Image.Image:
    """Return a picture that is no drawing, unpacked; raise FileFaultError with the codes of ``extract_picture``."""
    sort = _sort(name, data)
    if sort == "svg":
        raise FileFaultError("FILE-TYPE")
    return _opened(sort, data)


def extract_picture(name: str, data: bytes) -> Extracted:
    """Return every text in a picture's file: EXIF, place, XMP, IPTC, comments, text chunks, and what follows its end.

    Faults are FILE-TYPE (another content than the name says, or a type that is not read), FILE-LARGE (more than
    LARGEST bytes or MOST_PIXELS pixels), FILE-BROKEN; then nothing is read.
    """
    try:
        sort = _sort(name, data)
        if sort == "svg":
            return Extracted(tuple(read_drawing(data, _read_inner)))
        _, taken = taken_apart(sort, data)
        _opened(sort, data)
    except FileFaultError as fault:
        return Extracted((), fault.code)
    found = (piece for part, payload in taken for piece in read_metadata(part, payload))
    return Extracted(tuple(dict.fromkeys(found)))


def _read_inner(name: str, data: bytes) -> tuple[Piece, ...]:
    """Read a picture within a drawing."""
    found = extract_picture(name, data)
    if found.fault:
        raise FileFaultError(found.fault)
    return found.pieces


def cleaned(name: str, data: bytes) -> bytes:
    """Return the picture without metadata, thumbnails, comments, scripts and anything behind its end.

    The pixels are the same, byte for byte; only a picture that its metadata turn is turned for good, and so written
    anew (JPEG and WebP with a quality of 92). The same bytes give the same bytes.

    Raises:
        FileFaultError: with the codes of extract_picture.
    """
    sort = _sort(name, data)
    if sort == "svg":
        return cleaned_drawing(data, cleaned)
    kept, taken = taken_apart(sort, data)
    turn = next((_TURNS.get(orientation_of(payload)) for part, payload in taken if part == "EXIF"), None)
    picture = _opened(sort, data)
    # Animations are no camera's; a JPEG with several frames has the others, which are dropped, behind its end.
    if turn is None or (sort != "jpeg" and getattr(picture, "n_frames", 1) > 1):
        return kept
    upright = picture.transpose(turn)
    upright.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    out = io.BytesIO()
    icc = picture.info.get("icc_profile")
    if sort == "png":
        upright.save(out, "PNG", icc_profile=icc)
    else:
        upright.save(out, _PILLOW[sort], quality=_QUALITY, icc_profile=icc)
    return taken_apart(sort, out.getvalue())[0]
