"""What git remembers of some files: each commit's added and removed lines."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Final, NamedTuple

# Nothing is replaced, fetched or asked for, and a path is only a path.
_GIT: Final = ("git", "--no-replace-objects", "--literal-pathspecs", "-c", "protocol.allow=never")
_COMMITS: Final = ("rev-list", "--topo-order", "--reverse", "--parents", "HEAD", "--")
_CHANGES: Final = ("diff-tree", "--stdin", "--root", "--raw", "-r", "-z", "--no-abbrev", "--no-renames", "--relative")
_CONTENTS: Final = ("cat-file", "--batch", "--buffer")
_ENVIRONMENT: Final = {
    "LC_ALL": "C",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
# A hook's GIT_DIR and GIT_INDEX_FILE are those of its own repository; these say which configuration is trusted and
# where the search for a repository ends.
_KEPT: Final = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_FILE: Final = b"100"  # the mode of a regular file begins so; links and submodules have others
_BLOCKS: Final = (4096, 64, 1)  # contents are compared by the page, then by the line, then by the byte


@dataclass(frozen=True, slots=True)
class LineChange:
    """How the lines of one file differ between a commit and one of its parents.

    ``parent`` is the last commit on that parent's side, itself included, that changed the file or merged two versions
    of it; "" where there is none. So the changes of a file are linked by ``parent``, whatever else was committed in
    between. A merge of two sides that each have commits of the file has one change for every parent, without lines
    where it agrees with it.
    """

    commit: str
    parent: str
    parents: int
    path: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class _Version(NamedTuple):
    """A file as of a commit: the last commit that concerned it, and its content's id, or "" for no file."""

    commit: str
    blob: str


class _Step(NamedTuple):
    """A file's way from one of a commit's parents to the commit."""

    commit: str
    parents: int
    path: str
    old: _Version
    new: str


_State = dict[str, _Version]  # the files below the folder, by path
_NEVER: Final = _Version("", "")


class _UnknownError(Exception):
    """Git has nothing to say."""


def line_changes(root: Path, folder: str) -> tuple[LineChange, ...] | None:
    r"""Return the changes of all files below root/folder in the history of HEAD, parents before children.

    Lines are what stands between two ``\n``; bytes that are no UTF-8 become lone surrogates. Returns None where there
    is no git, no repository, no commit, where the folder is ignored or was never committed, or an object is missing.
    """
    try:
        commits = [line.split() for line in _ask(root, _COMMITS).decode("ascii").splitlines()]
        steps = list(_steps(commits, _first_parent_changes(root, folder.strip("/"), commits)))
        return tuple(_with_lines(root, steps)) if steps else None
    except (OSError, ValueError, _UnknownError):
        return None


def revision(root: Path) -> str:
    """Return what git is at: the commit, and another one being merged; the empty text where git can't say."""
    with suppress(OSError, _UnknownError):
        head = _ask(root, ("rev-parse", "--verify", "--quiet", "HEAD")).decode("ascii", "replace").strip()
        return f"{head} {merging(root)}".strip()
    return ""


def merging(root: Path) -> str:
    """Return the commit that is being merged and not committed yet, or the empty text."""
    with suppress(OSError, _UnknownError):
        return _ask(root, ("rev-parse", "--verify", "--quiet", "MERGE_HEAD")).decode("ascii", "replace").strip()
    return ""


def committed(root: Path, path: str) -> bytes | None:
    """Return a file as of HEAD, or None where git has none."""
    with suppress(OSError, _UnknownError):
        return _ask(root, ("cat-file", "blob", f"HEAD:./{path}"))
    return None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | _ENVIRONMENT


def _ask(root: Path, words: Sequence[str], question: bytes = b"") -> bytes:
    done = subprocess.run(
        (*_GIT, *words), cwd=root, env=_environment(), input=question, capture_output=True, check=False
    )
    if done.returncode:
        raise _UnknownError
    return done.stdout


def _first_parent_changes(root: Path, folder: str, commits: Iterable[Sequence[str]]) -> dict[str, dict[str, str]]:
    """Map commits to the files that differ from their first parent, and these to the ids of their contents."""
    question = "".join(" ".join(names[:2]) + "\n" for names in commits).encode()
    answer = iter(_ask(root, (*_CHANGES, "--", folder or "."), question).split(b"\0"))
    changes: dict[str, dict[str, str]] = {}
    files: dict[str, str] = {}
    for word in answer:
        if word.startswith(b":"):
            _, mode, _, blob, _ = word.split()
            path = os.fsdecode(next(answer))
            if path.startswith(f"{folder}/") or not folder:
                files[path.removeprefix(f"{folder}/")] = blob.decode("ascii") if mode.startswith(_FILE) else ""
        elif word:
            files = changes[word.decode("ascii").strip()] = {}
    return changes


def _steps(commits: Iterable[Sequence[str]], changes: dict[str, dict[str, str]]) -> Iterator[_Step]:
    """Yield each file's steps, oldest first.

    Commits that leave all files as they are share one state, which keeps a long history small.
    """
    states: dict[str, _State] = {}
    for commit, *parents in commits:
        before = [states.get(parent, {}) for parent in parents] or [{}]
        state, changed = before[0], changes.get(commit)
        if changed or any(other is not state for other in before):
            state, steps = _merged(commit, len(parents), before, changed or {})
            yield from steps
        states[commit] = state


def _merged(commit: str, parents: int, before: list[_State], changed: dict[str, str]) -> tuple[_State, list[_Step]]:
    """Return the state a commit made of those of its parents, and its steps."""
    state = dict(before[0])
    steps: list[_Step] = []
    for path in sorted({*changed}.union(*before)):
        old = [one.get(path, _NEVER) for one in before]
        new = changed.get(path, old[0].blob)
        if any(one.blob != new or one.commit != old[0].commit for one in old):
            steps.extend(_Step(commit, parents, path, one, new) for one in old)
            state[path] = _Version(commit, new)
    return (state if steps else before[0]), steps


def _with_lines(root: Path, steps: Sequence[_Step]) -> Iterator[LineChange]:
    """Yield the steps as changes of lines; a content is read once, and forgotten when it has been used."""
    uses = Counter(blob for step in steps for blob in {step.old.blob, step.new} if blob)
    contents = _contents(root, list(uses))
    known: dict[str, bytes] = {"": b""}
    for step in steps:
        pair = (step.old.blob, step.new)
        while not all(blob in known for blob in pair):
            known.update([next(contents)])
        removed, added = ((), ()) if pair[0] == pair[1] else _difference(known[pair[0]], known[pair[1]])
        yield LineChange(step.commit, step.old.commit, step.parents, step.path, removed, added)
        for blob in {*pair} - {""}:
            uses[blob] -= 1
            if not uses[blob]:
                del known[blob]


def _contents(root: Path, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield contents in the order of their ids."""
    with subprocess.Popen(
        (*_GIT, *_CONTENTS),
        cwd=root,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as git:
        question, answer = git.stdin, git.stdout
        if question is None or answer is None:  # pragma: no cover (both are pipes)
            raise _UnknownError
        # Git answers while it is being asked, and stops when nobody reads.
        asking = Thread(target=_write, args=(question, "".join(f"{blob}\n" for blob in blobs).encode()), daemon=True)
        asking.start()
        try:
            for blob in blobs:
                head = answer.readline().split()
                if head[1:2] != [b"blob"]:
                    raise _UnknownError
                yield blob, answer.read(int(head[2]) + 1)[:-1]
        finally:
            git.kill()
            asking.join()


def _write(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:
        pipe.write(data)


def _difference(old: bytes, new: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that only the old and only the new content has; a line that was moved is neither."""
    start = old.rfind(b"\n", 0, _common(old, new)) + 1
    old, new = old[start:], new[start:]
    tail = old[len(old) - _common(old[::-1], new[::-1]) :]
    end = len(tail) - (tail.find(b"\n") + 1 or len(tail))  # only whole lines are cut off behind
    before, after = (_lines(text[: len(text) - end]) for text in (old, new))
    common = Counter(before) & Counter(after)
    return _without(before, common), _without(after, common)


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes at their beginning are the same."""
    length = min(len(one), len(other))
    at = 0
    for size in _BLOCKS:
        while at < length and one[at : at + size] == other[at : at + size]:
            at += size
    return min(at, length)


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    return lines if lines[-1] else lines[:-1]


def _without(lines: Iterable[str], common: Counter[str]) -> tuple[str, ...]:
    left = common.copy()
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return tuple(kept)
