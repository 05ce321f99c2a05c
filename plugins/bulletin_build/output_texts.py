"""Read a published file into texts: pages line by line, compressed copies unpacked, attachments and pictures opened."""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO, StringIO
from pathlib import Path
from typing import Final

from bulletin_gate.attachments import LARGEST, SORTS, extract, sort_of
from bulletin_search.container import HEAD, MAGIC

BLOCK: Final = 4_000_000  # bytes looked at in one go, so that a film takes no more memory than a page
OVERLAP: Final = 4_096  # bytes that two blocks share: nothing that is looked for is longer
_PAGES: Final = frozenset({"atom", "htm", "html", "ics", "rss", "srt", "svg", "vtt", "xml"})
_CODE: Final = frozenset({"css", "js", "json", "jsonl", "map", "mjs", "ndjson", "webmanifest", "yaml"})
_TEXTS: Final = _PAGES | _CODE | {"csv", "md", "tsv", "txt"}
_OPENED: Final = frozenset(ending for ending, sort in SORTS.items() if sort != "text")
_JSON: Final = frozenset({"json", "jsonl", "ndjson", "webmanifest"})
FEEDS: Final = frozenset({"atom", "rss", "xml"})
_NESTED: Final = 2  # how deep texts stand in the files of the search index
_STRINGS: Final = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")


@dataclass(frozen=True, slots=True)
class Told:
    """A text that a file holds, where in the file it stands, whether it is written and not chance, and what sort it is.

    ``ending`` is that of a file's name, "" where the text is no file's.
    """

    text: bytes
    where: str = ""
    written: bool = True
    ending: str = ""


class UnreadableError(ValueError):
    """A published file can't be looked into; says why."""


def _blocks(path: str, size: int) -> Iterator[bytes]:
    if size <= BLOCK:
        with FileIO(path) as page:  # half the time that a path takes to be put together and opened
            yield page.readall()
        return
    with Path(path).open("rb") as file:
        tail = b""
        while block := file.read(BLOCK):
            yield tail + block
            tail = (tail + block)[-OVERLAP:]


def _unpacked(path: str) -> Iterator[bytes]:
    """Yield what a gzip file holds, block by block; raise UnreadableError where it is none."""
    machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    tail = b""
    with Path(path).open("rb") as file:
        try:
            while packed := file.read(1 << 16):
                while packed:
                    block = machine.decompress(packed, BLOCK)
                    yield tail + block
                    tail = (tail + block)[-OVERLAP:]
                    packed = machine.unconsumed_tail
                    if machine.eof and machine.unused_data:
                        packed, machine = machine.unused_data, zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            rest = machine.flush()
        except zlib.error as error:
            raise UnreadableError(str(error)) from None
    if not machine.eof:
        raise UnreadableError("cut off")
    if rest:
        yield tail + rest


def _chance(block: bytes) -> Iterator[Told]:
    """Yield what may be text in bytes of any sort, in the encodings that office programs write."""
    yield Told(b"\n".join(_STRINGS.findall(block)), written=False)
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield Told(block[start:].decode(encoding, "ignore").encode("utf-8", "ignore"), encoding, written=False)
    yield Told(block.decode("gb18030", "ignore").encode("utf-8", "ignore"), "gb18030", written=False)


def _is_text(ending: str, block: bytes) -> bool:
    if b"\0" in block[:OVERLAP]:
        return False
    if ending in _TEXTS:
        return True
    try:
        block[:OVERLAP].decode()
    except UnicodeDecodeError as error:
        return error.start > OVERLAP - 4  # a character that the limit cuts
    return True


def parted(ending: str, block: bytes) -> bytes:
    """Return a block of a file's text so that what pages, feeds and data have in common stands on lines of its own.

    Lines that were looked at need not be looked at again; what is parted here are different values.
    """
    if ending in _JSON:
        return strings_on_lines(block)
    if ending == "csv":
        return _cells_on_lines(block)
    return block.replace(b"><", b">\n<") if ending in FEEDS else block


def _cells_on_lines(table: bytes) -> bytes:
    """Return a table with each cell on a line; one that is none, or that a limit cut, may have its rows as they are."""
    try:
        rows = csv.reader(StringIO(table.decode("utf-8", "surrogateescape"), newline=""))
        return "\n".join([cell for row in rows for cell in row]).encode("utf-8", "surrogateescape")
    except csv.Error:  # a cell of more than 131,072 characters
        return table


def strings_on_lines(data: bytes) -> bytes:
    """Return JSON with each string on a line, and each line of a string too."""
    return strings_by_line(data).replace(b"\\n", b"\n")


def strings_by_line(data: bytes) -> bytes:
    """Return JSON with each string on a line as it is escaped."""
    data = data.replace(b'\\"', b"\1")
    for between in (b'":"', b'","', b'": "', b'", "', b'"'):
        data = data.replace(between, b"\n")
    return data.replace(b"\1", b'"')


def _opened(path: str, name: str) -> Iterator[Told]:
    """Yield what an attachment or picture says where only its own program shows it."""
    if Path(path).stat().st_size > LARGEST:
        raise UnreadableError("FILE-LARGE")
    extracted = extract(name, Path(path).read_bytes())
    for piece in extracted.pieces:
        yield Told(piece.text.encode("utf-8", "ignore"), piece.where)
    if extracted.fault and extracted.fault != "FILE-NO-TEXT":  # scanned pages, which the gate has asked about
        raise UnreadableError(extracted.fault)


def _unpacked_shard(path: str) -> Iterator[Told]:
    """Yield what a file of the search index says, a paragraph a line; one of terms holds pairs of signs alone."""
    payload = Path(path).read_bytes()[HEAD:]
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = machine.decompress(payload, LARGEST)
    except zlib.error:
        return
    if machine.unconsumed_tail:
        raise UnreadableError("FILE-LARGE")
    columns, texts = list[str](), list[str]()
    for depth, text in _strings(data):
        (columns if depth < _NESTED else texts).append(text)
    # A column has a sign for each item: what looks like a number in it is chance.
    for several, written in ((columns, False), ([text.replace("。 ", "。\n") for text in texts], True)):
        yield Told("\n".join(several).encode("utf-8", "replace"), "search", written=written)


def _strings(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield every text of JSON in one of the encodings of the search index, with how deep it stands.

    Of what is no JSON, yield all that it may say.
    """
    for encoding in ("utf-8", "gbk"):
        try:
            waiting: list[tuple[int, object]] = [(0, json.loads(data.decode(encoding)))]
        except ValueError:
            continue
        while waiting:
            depth, one = waiting.pop()
            if isinstance(one, str):
                yield depth, one
            elif isinstance(one, list):
                waiting.extend((depth + 1, inside) for inside in one)
            elif isinstance(one, dict):
                waiting.extend((depth + 1, inside) for inside in (*one, *one.values()))
        return
    yield from ((_NESTED, data.decode(encoding, "replace")) for encoding in ("utf-8", "gbk"))


def _is_shard(path: str) -> bool:
    with Path(path).open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def texts_of(path: str, name: str, size: int) -> Iterator[Told]:
    """Yield everything that a published file says.

    Args:
        path: The file.
        name: What it is called in the output.
        size: Its size in bytes.

    Raises:
        UnreadableError: where it can't be looked into, after what could be read.
    """
    name = name.rpartition("/")[2]
    ending = sort_of(name)
    if ending == "br":
        raise UnreadableError("Brotli")  # the standard library can't; compress after the scan, or scan the original
    if ending == "bin" and _is_shard(path):
        yield from _unpacked_shard(path)
        return
    blocks = _unpacked(path) if ending == "gz" else _blocks(path, size)
    if ending == "gz":
        ending = sort_of(name[:-3])
        if ending in _OPENED - {"svg"}:
            raise UnreadableError("gzip")
    for block in blocks:
        if _is_text(ending, block):
            yield Told(block, ending=ending)
        else:
            yield from _chance(block)
    if ending in _OPENED and not name.endswith(".gz"):
        yield from _opened(path, name)
