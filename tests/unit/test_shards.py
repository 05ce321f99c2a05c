"""Shards: what is kept comes back as it was, and nothing else ever comes back."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.kinds import Kind
from bulletin.numbers import parse_span
from bulletin.reference import Reference
from bulletin_source import shards
from bulletin_source.shards import Shards, digest
from tests.unit.making import AGRICULTURE, GAZETTE, LIUBO, SITE, WATER, an_issue

_REFERENCE: Final = Reference(SITE, (GAZETTE,), (LIUBO, WATER), (AGRICULTURE,))
_PLAIN: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates() | st.sampled_from(Kind),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner) | st.frozensets(st.text()),
)


def kept(folder: Path, content: object, version: bytes = b"1") -> Shards:
    """Return shards with one that holds something."""
    found = Shards(folder, version, _REFERENCE)
    found.keep("a/b", content)
    return found


@given(_PLAIN)
def test_what_is_kept_comes_back(content: object) -> None:
    """Any plain value comes back equal."""
    with TemporaryDirectory() as folder:
        assert kept(Path(folder), content).get("a/b") == content


def test_an_issue_comes_back_with_the_present_reference_data(tmp_path: Path) -> None:
    """Series, units and topics are the very objects of the reference data that is asked with."""
    issue = an_issue("1")
    found = kept(tmp_path, [issue, parse_span("7-8"), timezone(timedelta(hours=8))]).get("a/b")
    assert found == [issue, parse_span("7-8"), timezone(timedelta(hours=8))]
    assert found[0].series is GAZETTE
    assert found[0].items[0].units[0] is LIUBO
    assert found[0].items[0].topic is AGRICULTURE


def test_what_names_something_unknown_is_not_there(tmp_path: Path) -> None:
    """Without the series that an issue is of there is no such issue."""
    kept(tmp_path, an_issue("1"))
    other = Shards(tmp_path, b"1", Reference(SITE, (), (LIUBO, WATER), (AGRICULTURE,)))
    assert other.get("a/b") is None


@given(st.data())
def test_a_changed_bit_anywhere_is_no_shard(data: st.DataObject) -> None:
    """Wherever one bit is another, head or content, nothing is read."""
    with TemporaryDirectory() as folder:
        found = kept(Path(folder), [an_issue("1")])
        whole = bytearray(found.path("a/b").read_bytes())
        at = data.draw(st.integers(0, len(whole) * 8 - 1))
        whole[at // 8] ^= 1 << at % 8
        found.path("a/b").write_bytes(whole)
        assert found.get("a/b") is None


@given(st.data())
def test_a_cut_or_lengthened_file_is_no_shard(data: st.DataObject) -> None:
    """A file that was cut off anywhere, or that goes on, is nothing."""
    with TemporaryDirectory() as folder:
        found = kept(Path(folder), [an_issue("1")])
        whole = found.path("a/b").read_bytes()
        other = whole[: data.draw(st.integers(0, len(whole) - 1))] + data.draw(st.sampled_from((b"", b"x", whole)))
        found.path("a/b").write_bytes(other)
        assert found.get("a/b") is None or other == whole


def test_another_version_is_not_there(tmp_path: Path) -> None:
    """What another version kept is nothing; what this one keeps then stands in its place."""
    first, second = kept(tmp_path, "old"), Shards(tmp_path, b"2", _REFERENCE)
    assert second.get("a/b") is None
    second.keep("a/b", "new")
    assert (first.get("a/b"), second.get("a/b")) == (None, "new")


def test_missing_and_dropped(tmp_path: Path) -> None:
    """What was never kept is nothing, nor is what was dropped, once or twice."""
    found = kept(tmp_path, 1)
    assert found.get("b") is None
    found.drop("a/b")
    found.drop("a/b")
    assert found.get("a/b") is None


class _Calls:
    """A pickle of this calls a function with something when it is read."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._called = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._called


def _forged(found: Shards, content: object) -> None:
    """Write a shard as someone would who knows the form but not the manners."""
    data = pickle.dumps(content)
    found.path("x").parent.mkdir(parents=True, exist_ok=True)
    found.path("x").write_bytes(b"".join((shards._MAGIC, digest(found.version, data), data)))


@pytest.mark.parametrize(
    "content",
    [
        _Calls(os.system, "touch CALLED"),
        _Calls(eval, "open('CALLED', 'w')"),
        _Calls(exec, "open('CALLED', 'w')"),
        _Calls(os.mkdir, "CALLED"),
        _Calls(digest, b"a function of our own"),
        _Calls(getattr, date, "today"),
        Path("CALLED"),
        [_Calls(os.system, "touch CALLED")],
    ],
    ids=["system", "eval", "exec", "mkdir", "own-function", "getattr", "foreign-class", "inside"],
)
def test_no_function_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: object) -> None:
    """A pickle that names a function, or a class that is not ours, is nothing, and calls nothing."""
    monkeypatch.chdir(tmp_path)
    found = Shards(tmp_path / "cache", b"1", _REFERENCE)
    _forged(found, content)
    assert found.get("x") is None
    assert not (tmp_path / "CALLED").exists()


def test_no_name_leads_on_from_our_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that one of our modules has imported is not one of ours, however it is named."""
    monkeypatch.chdir(tmp_path)
    found = Shards(tmp_path / "cache", b"1", _REFERENCE)
    for name in (b"subprocess.Popen", b"Path"):
        called = b"\x80\x04cbulletin_source.git_history\n" + name + b"\n(\x8c\x05touch\x8c\x06CALLEDl\x85R."
        path = found.path("x")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join((shards._MAGIC, digest(found.version, called), called)))
        assert found.get("x") is None
    assert not (tmp_path / "CALLED").exists()


def test_a_moment_is_let_in(tmp_path: Path) -> None:
    """A forged shard of let-in classes is read: so the cases above fail for what they name, not for their form."""
    found = Shards(tmp_path, b"1", _REFERENCE)
    _forged(found, datetime(2004, 11, 20, 9, 30))  # noqa: DTZ001 (only a value)
    assert found.get("x") == datetime(2004, 11, 20, 9, 30)  # noqa: DTZ001 (likewise)


def test_a_full_disk_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written what was kept before stands, and no rest is left."""
    found = kept(tmp_path, "old")

    def full(_path: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found.keep("a/b", "new")
    found.keep("c", "new")
    assert (found.get("a/b"), found.get("c")) == ("old", None)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.bin"]


def test_where_parts_end_counts() -> None:
    """Two parts have another digest than one, and than two that are divided elsewhere."""
    marks = {digest(b"ab"), digest(b"a", b"b"), digest(b"", b"ab"), digest(b"ab", b""), digest()}
    assert len(marks) == 5
    assert {len(mark) for mark in marks} == {16}
