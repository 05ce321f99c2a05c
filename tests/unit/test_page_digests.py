"""Digests of pages: equal where the template is given equal values, others wherever anything is other."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, TemplateNotFound

from bulletin.kinds import Edition, Kind
from bulletin_build.page_digests import TemplateDigests, ValueDigests
from bulletin_portal.pages import Page
from bulletin_portal.views import Link

_LEAVES: Final = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.sampled_from([*Kind, *Edition])
_VALUES: Final = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


def page(**inputs: object) -> Page:
    """Return a page that shows some values."""
    return Page("a/", "a.html", "题", "a", inputs)


def mark(value: object) -> bytes:
    """Return the digest of a page that shows a value."""
    return ValueDigests().page(page(value=value))


@given(_VALUES)
def test_equal_values_have_equal_digests(value: object) -> None:
    """Which objects hold a value doesn't matter, nor whether a sequence is a list or a tuple."""
    assert mark(value) == mark(deepcopy(value))
    if isinstance(value, list):
        assert mark(value) == mark(tuple(value))


@given(_VALUES, _VALUES)
def test_other_values_have_other_digests(one: object, other: object) -> None:
    """Two values that a template could tell apart have two digests."""
    assert (mark(one) == mark(other)) == (repr(one) == repr(other))


_OTHERS: Final = {
    "true-and-one": (True, 1),
    "one-and-its-text": (1, "1"),
    "none-and-empty": (None, ""),
    "nothing-and-nothing": ([], {}),
    "texts-divided-elsewhere": (["ab", "c"], ["a", "bc"]),
    "one-text-or-two": (["abc"], ["a", "bc"]),
    "nested-elsewhere": ([["a"], "b"], [["a", "b"]]),
    "order": (["a", "b"], ["b", "a"]),
    "order-of-entries": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "key-and-value": ({"a": "b"}, {"b": "a"}),
    "kind-and-its-text": (Kind.GENERAL, "general"),
    "day-and-moment": (date(2004, 1, 1), datetime(2004, 1, 1)),  # noqa: DTZ001 (only values)
    "two-classes": (Link("a", "b"), ("a", "b")),
    "float-and-integer": (1.0, 1),
}


@pytest.mark.parametrize(("one", "other"), _OTHERS.values(), ids=_OTHERS)
def test_what_looks_alike_is_told_apart(one: object, other: object) -> None:
    """Values that are nearly the same have two digests."""
    assert mark(one) != mark(other)


@dataclass(frozen=True)
class _Inner:
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class _Outer:
    inner: _Inner
    day: date
    more: dict[str, tuple[int, ...]]


_OUTER: Final = _Outer(_Inner("a", (Link("b", "c"),)), date(2004, 1, 1), {"d": (1, 2)})


@pytest.mark.parametrize(
    "other",
    [
        replace(_OUTER, inner=replace(_OUTER.inner, text="b")),
        replace(_OUTER, inner=replace(_OUTER.inner, links=())),
        replace(_OUTER, inner=replace(_OUTER.inner, links=(Link("b", "d"),))),
        replace(_OUTER, day=date(2004, 1, 2)),
        replace(_OUTER, more={"e": (1, 2)}),
        replace(_OUTER, more={"d": (1, 3)}),
    ],
    ids=["text", "no-links", "link", "day", "key", "number"],
)
def test_any_leaf_counts(other: _Outer) -> None:
    """However deep something changes, the digest of the page does, also of an object met before."""
    digests = ValueDigests()
    first = digests.page(page(value=_OUTER))
    assert first == digests.page(page(value=deepcopy(_OUTER)))
    assert digests.page(page(value=other)) != first
    assert digests.page(page(value=[_OUTER, other])) != digests.page(page(value=[_OUTER, _OUTER]))


@pytest.mark.parametrize("name", [field.name for field in fields(Page)])
def test_every_field_of_a_page_counts(name: str) -> None:
    """Whatever of a page changes, its digest does."""
    other = {"inputs": {"value": 2}, "crumbs": ("x",), "feeds": ("x",), "changed": date(2004, 1, 1), "year": 2004}
    changed = replace(page(value=1), **{name: other.get(name, "another")})  # type: ignore[arg-type]
    assert ValueDigests().page(changed) != ValueDigests().page(page(value=1))


@pytest.mark.parametrize(
    "value", [object(), b"bytes", {"set"}, Link, len], ids=["object", "bytes", "set", "class", "function"]
)
def test_what_is_no_plain_value_is_refused(value: object) -> None:
    """What has no digest stops the build: a page could change unseen."""
    with pytest.raises(TypeError):
        mark(value)


def test_a_known_object_stands_for_its_digest() -> None:
    """An object that somebody knows the digest of is not looked into."""
    card = Link("a", "b")
    one, other = ValueDigests([(card, b"1")]), ValueDigests([(card, b"2")])
    assert one.page(page(value=card)) != other.page(page(value=card))
    assert one.page(page(value=[card])) != other.page(page(value=[card]))


# -- Templates --------------------------------------------------------------------------------------------------------

_THEME: Final = {
    "page.html": "{% extends 'base.html' %}{% from 'macro.html' import one %}{% block a %}{{ one() }}{% endblock %}",
    "base.html": "{% include 'foot.html' %}{% block a %}{% endblock %}",
    "foot.html": "{% import 'deep.html' as deep %}{{ deep.x }}",
    "deep.html": "{% set x = 1 %}",
    "macro.html": "{% macro one() %}{% include ['missing.html', 'either.html'] ignore missing %}{% endmacro %}",
    "either.html": "x",
    "other.html": "y",
    "missing.html": "z",
    "named.html": "{% include name %}",
}


def shapes(theme: dict[str, str]) -> TemplateDigests:
    """Return the digests of a theme."""
    return TemplateDigests(Environment(loader=DictLoader(theme), autoescape=True))


@pytest.mark.parametrize("name", _THEME)
def test_whatever_stands_behind_a_template_counts(name: str) -> None:
    """A change is seen through extends, include, import and from, and where it is not reached it is none."""
    theme = {**_THEME, name: _THEME[name] + " "}
    reached = name not in {"other.html", "named.html"}
    assert (shapes(theme).of("page.html") != shapes(_THEME).of("page.html")) is reached


@pytest.mark.parametrize("name", _THEME)
def test_a_name_worked_out_could_be_any(name: str) -> None:
    """A template that includes another by a name worked out while it renders depends on all."""
    theme = {**_THEME, name: _THEME[name] + " "}
    assert shapes(theme).of("named.html") != shapes(_THEME).of("named.html")


def test_several_templates_count_each() -> None:
    """The digest of several templates is none of theirs, and each of them counts."""
    whole = shapes(_THEME)
    assert len({whole.of("page.html"), whole.of("page.html", "other.html"), whole.of("other.html")}) == 3
    assert whole.of("page.html", "other.html") == shapes(_THEME).of("page.html", "other.html")


def test_a_template_that_is_not_there() -> None:
    """A template that is missing is an error, here as when it is rendered."""
    with pytest.raises(TemplateNotFound):
        shapes(_THEME).of("nowhere.html")
