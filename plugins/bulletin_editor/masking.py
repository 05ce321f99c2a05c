"""`inv mask`: propose a text in which what the gate found is masked, as a diff; write it if asked to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import Final

from bulletin_editor.desk import Desk, RefusedError, opened
from bulletin_editor.words import N_, complain, say
from bulletin_gate.gate import Gate, Scanned, applied
from bulletin_gate.spots import Spot
from bulletin_portal.loading import load
from bulletin_source.documents import decode
from bulletin_source.links import MEDIA
from bulletin_source.reader import read_issue, read_page

# What bears a mark is taken out, not made to look as if it bore none.
MARKS: Final = frozenset({"GATE-SECRECY", "GATE-WORK-SECRET", "GATE-INTERNAL", "GATE-COPY"})
_TEXTS: Final = (".md", ".yaml", ".csv", ".txt")
# In Markdown two masks of asterisks in one paragraph would be read as bold type, and vanish.
_WIDE: Final = str.maketrans("*", "＊")

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Masked:
    """A file as it is and as it would be, and the places that only a person can mask."""

    path: str
    before: bytes
    after: bytes
    left: tuple[str, ...]


def mask_and_tell(content: Path, files: Sequence[str], *, write: bool) -> None:
    """Print the diff of each file, and write the files if asked to; raise RefusedError."""
    report = load(content).gate
    found = {(one.diagnostic.path, one.diagnostic.code, one.fingerprint) for one in report.findings}
    with opened(content) as desk:
        masked = [_masked(desk, path, found) for path in dict.fromkeys(_path_of(desk, file) for file in files)]
        for one in masked:
            sys.stdout.writelines(diff_of(one))
            for place in one.left:
                complain("to be masked by hand: {place}", place=os.path.join(os.path.relpath(content), place))  # noqa: PTH118 (relative)
        changed = [one for one in masked if one.after != one.before]
        if write:
            desk.writing.update((one.path, one.after) for one in changed)
            for one in changed:
                _check(desk, one)
            desk.commit()
    _tell(content, changed, write=write, left=any(one.left for one in masked))


def _tell(content: Path, changed: Sequence[Masked], *, write: bool, left: bool) -> None:
    for one in changed if write else ():
        say("masked: {path}", path=os.path.relpath(content / one.path))
    if not changed and not left:
        say("Nothing to mask.")
    elif changed and not write:
        say("nothing was changed; to write it: --write")


def _path_of(desk: Desk, file: str) -> str:
    """Return the path in the tree of a file that can be masked."""
    for candidate in (Path(file), desk.content / file):
        path = Path(os.path.relpath(os.path.realpath(candidate), os.path.realpath(desk.content))).as_posix()
        if path not in desk.tree.files:
            continue
        if path in desk.tree.ledgers:
            raise RefusedError(message=N_("{path} is a ledger, whose lines never change"), path=file)
        if not path.endswith(_TEXTS):
            raise RefusedError(message=N_("{path} is no text; mask it in the program that made it"), path=file)
        return path
    raise RefusedError(message=N_("there is no file {path} in the content tree"), path=file)


def _masked(desk: Desk, path: str, found: set[tuple[str, str, str]]) -> Masked:
    data = desk.data(path)
    gate = Gate.of(desk.reference.site)
    text, _ = decode(path, data)
    if text is None:
        raise RefusedError(message=N_("{path} can't be read as text; inv check says why"), path=path)
    scanned = gate.scan(path, data) if path.endswith(".md") else gate.scan_data(path, data, Spot(path))
    hits = list(_hits(scanned, found, data)) if scanned else []
    edits = [edit for places in hits for edit in places[1]]
    left = tuple(place for place, own in hits if not own)
    if path.endswith((".md", ".yaml")):
        edits = [(start, end, piece.translate(_WIDE)) for start, end, piece in edits]
    return Masked(path, data, _written(data, edits), left)


def _hits(scanned: Scanned, found: set[tuple[str, str, str]], data: bytes) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Yield place and edits of each hit of a file that the gate reports, a waived one not among them."""
    digest = sha256(data).hexdigest() if scanned.path.startswith(MEDIA) else ""
    for hit, place, mark in scanned.marked(digest):
        if (scanned.path, hit.code, mark) in found:
            yield f"{place.path}:{place.line}:{place.column}", () if hit.code in MARKS else hit.edits


def _written(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Apply edits, whose offsets count a line's end as one sign, to bytes with their own line ends and mark."""
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    if "\r\n" in text:
        at = [0]
        for line in text.split("\r\n")[:-1]:
            at.append(at[-1] + len(line) + 1)  # offsets, in the text read, of lines
        ends = at[1:]

        def moved(offset: int) -> int:
            return offset + sum(end <= offset for end in ends)

        edits = [(moved(start), moved(end), piece) for start, end, piece in edits]
    return mark + applied(text, edits).encode()


def diff_of(one: Masked) -> Iterator[str]:
    """Yield the lines of a unified diff that `git apply` and `patch` understand."""
    before, after = (data.decode("utf-8-sig").splitlines(keepends=True) for data in (one.before, one.after))
    for line in unified_diff(before, after, f"a/{one.path}", f"b/{one.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _check(desk: Desk, one: Masked) -> None:
    """Raise RefusedError where a text that could be read can't be read once it is masked."""
    if one.path not in {*desk.tree.issues, *desk.tree.pages}:
        return
    read = read_issue if one.path in desk.tree.issues else read_page
    before, after = (read(one.path, data, desk.names)[0] for data in (one.before, one.after))
    if before is not None and after is None:
        raise RefusedError(message=N_("{path} can't be masked without breaking it; mask it by hand"), path=one.path)
