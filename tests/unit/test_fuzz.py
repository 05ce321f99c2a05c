"""The readers, given spoiled files: they answer with a document or diagnostics in places that exist, and never raise.

``pytest tests/unit/test_fuzz.py --fuzz 50000`` is the form for the night: as many files, each read within a second
and all of them without 200 MB more memory.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.diagnostics import Diagnostic, has_errors
from bulletin.issues import Issue, StandingPage
from bulletin.reference import Reference
from bulletin_gate.terms import Term
from bulletin_gate.wording import read_terms
from bulletin_numbering.ledger import Ledger, read_ledger
from bulletin_source.documents import decode
from bulletin_source.reader import Names, read_issue, read_page
from bulletin_source.reference_data import FILES, read_reference
from bulletin_source.tree import walk
from tests.conftest import SAMPLES

CONTENT: Final = SAMPLES.parents[1] / "content"
FILES_A_RUN: Final = 2_000
FILES_A_TEST: Final = 100
LIMIT_SECONDS: Final = 1.0
LIMIT_BYTES: Final = 200 * 1024 * 1024
SORTS: Final = {".md", ".yaml", ".csv"}

# What stands between the lines of real files, and what breaks parsers of YAML, Markdown, CSV and UTF-8.
FRAGMENTS: Final[tuple[bytes, ...]] = (
    *(
        text.encode()
        for text in (
            "---\n",
            "\n---\n",
            "...\n",
            "## ",
            "＃＃",
            "### \n",
            "```item\n",
            "```\n",
            "~~~\n",
            "````item\n",
            "signed: 2004-11-20\n",
            "签发日期：二〇〇四年十三月三十二日\n",
            "number: 7-6\n",
            "期号: 99999-1\n",
            "unit: [柳泊镇, 、，；]\n",
            "follows: gazette/2004/1/1\n",
            "corrections:\n  - \n",
            "更正: [{条目: 0}]\n",
            "withdrawn: {}\n",
            "title: 甲\n",
            ": ",
            "：",
            "- ",
            "? ",
            "&a ",
            "*a",
            "!!python/object:os.system ",
            "<<: *a\n",
            "|\n",
            ">-9\n",
            "%YAML 9.9\n",
            "{a: {a: {a: {",
            "[" * 600,
            "{a: " * 200,
            "- " * 400,
            "1. " * 600,
            "[" * 200 + "](a",
            "# " * 500,
            ">" * 300,
            "  " * 100 + "- 甲\n",
            "#",
            " #甲",
            '"',
            "'",
            "\t",
            "“",
            "[[",
            "]]",
            "[[政务要情 2004-1]]",
            "[[政务要情 2004-99999/999]]",
            "](",
            "![](",
            "[甲](../../media/",
            "[甲](//[)",
            "[甲](https://[::1)",
            "[甲](%ff%00)",
            "[^1]",
            "\n[^1]: ",
            "\n[a]: <",
            "<script>",
            "<br ",
            "<!--",
            "<https://",
            "<a@b>",
            "|-|-|\n",
            "\n| a | b |\n| - | - |\n",
            "表1 甲\n",
            "一、",
            "（一）",
            "**",
            "_" * 50,
            "甲" + "*_" * 30 + "\n",
            "*" * 99,
            "`" * 77,
            "\\",
            "&#0;",
            "&amp;",
            "\x02wzxhzdk:0\x03",
            "\x02",
            "<<<<<<< HEAD\n",
            "=======\n",
            ",",
            ",,,,,,,,",
            '"\n',
            "2004,3,435,regular,void,,,,甲\n",
            "9" * 5000,
            "2OO4",
            "٣",
            "²",
            "①",
            "\u3000",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\U0001f600",
            "\U0002ffff",
            "\r",
            "\r\n",
            "\x85",
            "\u2028",
            "\x00",
        )
    ),
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\x80",
    b"\xe4\xb8",
    "柳泊镇".encode("gb18030"),
    "# 柳泊镇\n".encode("utf-16"),
)


@cache
def _names() -> Names:
    tree, _ = walk(CONTENT)
    reference, _ = read_reference(_data())
    assert reference is not None
    return Names.of(reference, tree.files)


@cache
def _data() -> dict[str, bytes | None]:
    return {name: (CONTENT / "data" / name).read_bytes() for name in FILES}


@cache
def _real_files() -> tuple[tuple[str, bytes], ...]:
    """Return the files that are spoiled: where each stands in its tree, and what it holds."""
    found = [(path.relative_to(root), path) for root in (CONTENT, SAMPLES / "small") for path in root.rglob("*")]
    samples = [(Path("gazette/2004") / path.name, path) for path in (SAMPLES / "bad/issue").iterdir()]
    samples += [(Path("gazette/2004") / path.name, path) for path in (SAMPLES / "good/issue").iterdir()]
    kept = [(place.as_posix(), path.read_bytes()) for place, path in (*found, *samples) if path.suffix in SORTS]
    return tuple(sorted(one for one in kept if not one[0].startswith("media/")))


def _lines(data: bytes) -> list[str]:
    """Return the lines of a file as an editor's program counts them, with bytes that are no text shown as one sign."""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")


def _check_places(path: str, data: bytes, found: Sequence[Diagnostic]) -> None:
    lines = _lines(data)
    for one in found:
        assert one.path == path
        if (one.line, one.column) != (0, 0):  # the file as a whole
            assert 1 <= one.line <= len(lines), one
            assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        assert one.plain(str)


def _read_issue(path: str, data: bytes) -> None:
    issue, found = read_issue(path, data, _names())
    assert isinstance(issue, Issue) != has_errors(found)
    _check_places(path, data, found)


def _read_page(path: str, data: bytes) -> None:
    page, found = read_page(path, data, _names())
    assert isinstance(page, StandingPage) != has_errors(found)
    _check_places(path, data, found)


def _read_data(path: str, data: bytes) -> None:
    name = path.rpartition("/")[2]
    if name not in FILES:
        terms, found = read_terms(data)
        assert all(isinstance(term, Term) for term in terms)
        assert not (terms and has_errors(found))
    else:
        reference, found = read_reference({**_data(), name: data})
        assert isinstance(reference, Reference) != has_errors(found)
    _check_places(path, data, found)


def _read_ledger(path: str, data: bytes) -> None:
    text, found = decode(path, data)
    assert isinstance(text, str) != has_errors(found)
    if text is not None:
        name = path.removeprefix("ledger/").removesuffix(".csv")
        ledger, found = read_ledger(name, text)
        assert isinstance(ledger, Ledger)
        assert len(ledger.entries) + len(found) <= text.count("\n") + 1
    _check_places(path, data, found)


def _reader_of(path: str) -> Callable[[str, bytes], None]:
    sort = path.partition("/")[0]
    return {"data": _read_data, "ledger": _read_ledger, "pages": _read_page}.get(sort, _read_issue)


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Spoils files, the same way for the same seed."""

    random: Random

    def spoil(self) -> tuple[str, bytes]:
        """Return a real file's place, and what it holds after a few accidents."""
        path, data = self.random.choice(_real_files())
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            data = self._accident(path, data)
        return path, data

    def _accident(self, path: str, data: bytes) -> bytes:  # noqa: PLR0911 (one accident a line is the clearest)
        one = self.random
        at = one.randrange(len(data) + 1)
        match one.randrange(8):
            case 0:  # a bit turned around
                spoiled = bytearray(data)
                if at < len(data):
                    spoiled[at] ^= 1 << one.randrange(8)
                return bytes(spoiled)
            case 1:
                return data[:at] + data[at + one.randint(1, 40) :]
            case 2 | 3:
                return data[:at] + one.choice(FRAGMENTS) + data[at:]
            case 4:
                fragment = one.choice(FRAGMENTS)
                return data[:at] + fragment + data[at + len(fragment) :]
            case 5:
                return self._lines(data)
            case 6:  # the beginning of this file and the end of another of its sort
                sort = path.rpartition("/")[0]
                other = one.choice([held for place, held in _real_files() if place.rpartition("/")[0] == sort])
                return data[:at] + other[one.randrange(len(other) + 1) :]
            case _:
                return data[:at]

    def _lines(self, data: bytes) -> bytes:
        one = self.random
        lines = data.splitlines(keepends=True) or [b""]
        start = one.randrange(len(lines))
        some = lines[start : start + one.randint(1, 8)]
        match one.randrange(4):
            case 0:
                one.shuffle(some)
            case 1:
                some = []
            case 2:
                some *= 2
            case _:
                some = [some[0].rstrip(b"\r\n") + one.choice(FRAGMENTS) + b"\n", *some[1:]]
        return b"".join([*lines[:start], *some, *lines[start + 8 :]])


class _TooSlowError(Exception):
    """A file took longer to read than it may."""


@contextmanager
def _within_a_second() -> Iterator[None]:
    # A second of this process's own time: what else the machine does must not count, and no reader waits.
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _peak() -> int:
    """Return the most memory this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@cache
def _before() -> int:
    """Return what _peak() was when this was first asked."""
    return _peak()


def _survives(path: str, data: bytes, *, bounded: bool) -> None:
    try:
        if bounded:
            with _within_a_second():
                _reader_of(path)(path, data)
        else:
            _reader_of(path)(path, data)
    except Exception as error:
        raise AssertionError(f"{path}: {error!r} for {data!r}") from error


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Deal the files out to tests, so that several processes can share them."""
    if "seed" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--fuzz") or FILES_A_RUN
        metafunc.parametrize("seed", range(-(-wanted // FILES_A_TEST)))


def test_spoiled_files(seed: int, request: pytest.FixtureRequest) -> None:
    """A real file after accidents is read or its faults are told, in places that exist; at night in bounds too."""
    bounded = bool(request.config.getoption("--fuzz"))
    spoiler = Spoiler(Random(seed))
    _names()
    before = _before()
    for _ in range(FILES_A_TEST):
        path, data = spoiler.spoil()
        _survives(path, data, bounded=bounded)
        assert not bounded or _peak() - before < LIMIT_BYTES, f"{path}: {data!r}"


PIECES: Final = st.sampled_from(FRAGMENTS) | st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace"))
PATHS: Final = st.sampled_from(
    ["gazette/2004/a.md", "pages/a.md", "ledger/gazette.csv", *(f"data/{name}" for name in (*FILES, "terms.yaml"))]
)
HEADS: Final = st.sampled_from(
    [
        b"",
        b"---\n",
        b"---\nseries: gazette\nsigned: 2004-12-03\n---\n",
        "---\n刊物：政务普刊\n签发日期：2004-12-03\n---\n## 甲\n```item\n单位：柳泊镇\n```\n".encode(),
        "---\ntitle: 甲\n---\n".encode(),
        b"year,number,total,track,state,signed,published,issue,note\n",
        b"- id: ",
    ]
)


@given(path=PATHS, head=HEADS, pieces=st.lists(PIECES, max_size=12))
@settings(max_examples=400)
def test_files_of_fragments(path: str, head: bytes, pieces: list[bytes]) -> None:
    """A file made of nothing but fragments is read or its faults are told, in places that exist."""
    _survives(path, head + b"".join(pieces), bounded=False)
