"""Unpack an Office file: a ZIP archive of named parts, within limits and without anything beside the parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from bulletin_gate.pieces import Budget, FileFaultError

MOST_PARTS: Final = 5_000
_LARGEST_PART: Final = 100_000_000
_DIRECTORY: Final = 2_000_000  # bytes of the archive's directory
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<26x2H")
_LOCAL_SIZE: Final = 30
_DESCRIPTOR: Final = 24  # at most, behind a part whose size was not known when it was begun
_STREAMED: Final = 0x08
_ENCRYPTED: Final = 0x01
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _check_end(data: bytes) -> None:
    """Look at the directory's size before it is read: a small file can claim a million parts."""
    start = data.rfind(b"PK\x05\x06", -_END.size - 0xFFFF)
    if start < 0 or len(data) < start + _END.size:
        raise FileFaultError("FILE-BROKEN")
    _, disk, _, _, parts, size, _, comment = _END.unpack_from(data, start)
    if size > _DIRECTORY or parts > MOST_PARTS:
        raise FileFaultError("FILE-LARGE")
    if disk or len(data) != start + _END.size + comment:
        raise FileFaultError("FILE-BROKEN")


def _check_places(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse parts that overlap (bombs do) and bytes that belong to no part (what an editor cut may still be there)."""
    reached = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if not 0 <= info.header_offset - reached <= (_DESCRIPTOR if reached else 0):
            raise FileFaultError("FILE-BROKEN")
        if info.header_offset + _LOCAL_SIZE > len(data):
            raise FileFaultError("FILE-BROKEN")
        name, extra = _LOCAL.unpack_from(data, info.header_offset)
        reached = info.header_offset + _LOCAL_SIZE + name + extra + info.compress_size
    if not 0 <= directory - reached <= _DESCRIPTOR:
        raise FileFaultError("FILE-BROKEN")


def _check(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise FileFaultError("FILE-LARGE")
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise FileFaultError("FILE-BROKEN")  # which of two parts of one name is read, every program decides for itself
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise FileFaultError("FILE-LOCKED")
        if info.compress_type not in _METHODS:
            raise FileFaultError("FILE-BROKEN")
        if info.file_size > _LARGEST_PART:
            raise FileFaultError("FILE-LARGE")
    return infos


def unpacked(data: bytes, budget: Budget) -> tuple[Mapping[str, bytes], tuple[bytes, ...]]:
    """Return an archive's parts by name, sorted, and its comments.

    Raises:
        FileFaultError: FILE-BROKEN, FILE-LOCKED for a part with a password, FILE-LARGE beyond a limit.
    """
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = _check(archive)
            _check_places(data, infos, archive.start_dir)
            for info in infos:
                budget.unpack(info.file_size)
            # Never more than file_size bytes are unpacked, and a wrong size shows in the check sum.
            parts = {info.filename: archive.read(info) for info in sorted(infos, key=lambda one: one.filename)}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise FileFaultError("FILE-BROKEN") from error
    return parts, tuple(_comments(archive.comment, infos))


def _comments(comment: bytes, infos: list[zipfile.ZipInfo]) -> Iterator[bytes]:
    yield from (one for one in (comment, *(info.comment for info in infos)) if one)
