"""Diagnostics: every code says what is wrong and what to do, in one form."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.codes import CODES, Severity
from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors, ordered

PLACE = Place("gazette/2004/a.md", 3, 9)


@pytest.mark.parametrize("code", CODES)
def test_every_code(code: str) -> None:
    """Every code has a message and a hint whose placeholders are plain names."""
    for text in (CODES[code].message, CODES[code].hint):
        assert text
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text))


def test_form() -> None:
    """A diagnostic is printed as path, line, column, code, message and hint."""
    found = diagnose("FIELD-DATE", PLACE, value="昨天")
    assert found.plain(str) == (
        "gazette/2004/a.md:3:9 FIELD-DATE 昨天 is not a date → write year, month and day: 2004-11-20"
    )


def test_file_as_a_whole() -> None:
    """A fault of a whole file has neither line nor column."""
    assert diagnose("FILE-LINK", Place("a.md")).plain(str).startswith("a.md FILE-LINK ")


def test_translation() -> None:
    """Message and hint are translated, arguments are not."""
    found = diagnose("FIELD-DATE", PLACE, value="{x}")
    assert found.plain(lambda text: "“{value}”" if "not a date" in text else "改").endswith("FIELD-DATE “{x}” → 改")


def test_missing_argument() -> None:
    """An argument that was forgotten shows its name: reporting never fails."""
    assert diagnose("FIELD-DATE", PLACE).message.text(str) == "{value} is not a date"


def test_unknown_code() -> None:
    """A code that is not in the table is a mistake of the program."""
    with pytest.raises(KeyError, match="FIELD-DATUM"):
        diagnose("FIELD-DATUM", PLACE)


PLACES = st.builds(Place, st.sampled_from(["a.md", "b.md"]), st.integers(0, 12), st.integers(0, 12))


@given(st.lists(st.builds(diagnose, st.sampled_from(["FIELD-DATE", "FILE-LINK"]), PLACES)))
def test_order(found: list[Diagnostic]) -> None:
    """Diagnostics stand by path, line and column, each once."""
    listed = ordered(found)
    assert len(listed) == len(set(listed)) == len(set(found))
    places = [(one.path, one.line, one.column) for one in listed]
    assert places == sorted(places)


def test_errors() -> None:
    """Errors stop a build, warnings do not."""
    assert has_errors([diagnose("FIELD-DATE", PLACE)])
    assert not has_errors([diagnose("ITEM-STATUS", PLACE)])
    assert CODES["ITEM-STATUS"].severity is Severity.WARNING
    assert not has_errors([])
