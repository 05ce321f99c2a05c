"""Measure the pictures of a tree: how wide and how high each is shown, read from the beginning of its file."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image

Shape = tuple[int, int]  # width and height in px, upright
ShapeOf = Callable[[str], Shape | None]

_FORMATS: Final = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_LYING: Final = frozenset({5, 6, 7, 8})  # orientations of EXIF (CIPA DC-008, 4.6.4) with width and height exchanged
_HEAD: Final = 4096  # bytes of a drawing, among which its first tag stands
_TAG: Final = re.compile(rb"<svg\b[^>]*>")
_LENGTH: Final = rb"""(?<![-\w])%s\s*=\s*["']\s*(\d{1,5}(?:\.\d{1,6})?)(?:px)?\s*["']"""  # no stroke-width, no 100%%
_WIDE, _HIGH = (re.compile(_LENGTH % name) for name in (b"width", b"height"))
_BOX: Final = re.compile(rb"""\bviewBox\s*=\s*["']\s*(?:[-\d.]+[\s,]+){2}(\d[\d.]{0,9})[\s,]+(\d[\d.]{0,9})\s*["']""")
_UNREADABLE: Final = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError),
    *(struct.error, AttributeError, Image.DecompressionBombError, MemoryError),
)


def _of_drawing(path: Path) -> Shape | None:
    """Return the size of an SVG drawing by its width and height, else by its viewBox."""
    with path.open("rb") as file:
        tag = _TAG.search(file.read(_HEAD))
    if tag is None:
        return None
    width, height = _WIDE.search(tag[0]), _HIGH.search(tag[0])
    box = _BOX.search(tag[0])
    found = (width[1], height[1]) if width and height else box.groups() if box else None
    return None if found is None else (round(float(found[0])), round(float(found[1])))


def _of_picture(path: Path, sort: str) -> Shape | None:
    """Return the size of a picture as it is shown; None for one that moves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow's lower limit for bombs: nothing is unpacked here
        with Image.open(path, formats=[_FORMATS[sort]]) as picture:
            if sort != "jpeg" and picture.format != "JPEG" and getattr(picture, "n_frames", 1) > 1:
                return None
            lying = picture.getexif().get(ExifTags.Base.Orientation) in _LYING
            return (picture.height, picture.width) if lying else (picture.width, picture.height)


def shape_of(path: Path) -> Shape | None:
    """Return width and height of a picture in px, 1 at least.

    None for what is no picture, can't be read, moves, or (a drawing) doesn't say how large it is.
    """
    sort = path.suffix[1:].lower()
    try:
        shape = _of_drawing(path) if sort == "svg" else _of_picture(path, sort) if sort in _FORMATS else None
    except _UNREADABLE:
        return None
    return shape if shape and min(shape) > 0 else None


def shapes_in(root: Path) -> ShapeOf:
    """Return what measures the pictures of a tree by their paths relative to ``root``, each once."""
    return cache(lambda path: shape_of(root / path))


def unmeasured(_path: str) -> Shape | None:
    """Say of every picture that its size isn't known."""
    return None
