"""Make smaller copies of a picture, as WebP, of its pixels alone: for narrow windows and slow lines."""

from __future__ import annotations

import io
from typing import Final

import PIL
from PIL import Image, ImageOps

from bulletin_gate.pictures import open_picture

# What the same bytes become depends on this and on Pillow with its libraries.
VERSION: Final = f"1 {PIL.__version__}"
_QUALITY: Final = 80
_METHOD: Final = 4  # of 0 to 6: the last tenth of a file's size costs three times the time
# A drawing has few colours, and its lines blur where a photograph loses nothing that is seen.
_MOST_COLOURS: Final = 4096


def _plain(picture: Image.Image) -> Image.Image:
    """Return a picture upright and in a mode that WebP knows; transparency stays."""
    upright = ImageOps.exif_transpose(picture)
    see_through = upright.mode in {"LA", "PA", "RGBA"} or "transparency" in upright.info
    return upright.convert("RGBA" if see_through else "RGB")


def scaled(name: str, data: bytes, width: int) -> bytes:
    """Return a picture as WebP of a width in px, without any metadata; the same bytes for the same Pillow.

    Drawings (4,096 colours at most) are kept without loss, photographs with a quality of 80.

    Args:
        name: The file's name, whose ending says what it is.
        data: Its bytes.
        width: At most the picture's own: none is made larger than it is.

    Raises:
        FileFaultError: with the codes of ``pictures.extract_picture``.
        ValueError: for a width of none or more than the picture has.
    """
    picture = _plain(open_picture(name, data))
    if not 0 < width <= picture.width:
        raise ValueError(width)
    lossless = picture.getcolors(_MOST_COLOURS) is not None
    if width < picture.width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=lossless, quality=_QUALITY, method=_METHOD, exact=False)
    return out.getvalue()
