"""Digests of what a page is made from: the values its template is given, and the templates themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any

from jinja2 import Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates

from bulletin_portal.card_lists import CardList
from bulletin_portal.pages import Page
from bulletin_source.shards import digest


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


class ValueDigests:
    """Digests of values, those of dataclasses worked out once an object: cards stand on many pages.

    ``known`` are objects with a digest that somebody has worked out already.
    """

    def __init__(self, known: Iterable[tuple[object, bytes]] = ()) -> None:
        # With the object itself, or another might get its id.
        self._known: dict[int, tuple[object, bytes]] = {id(one): (one, mark) for one, mark in known}

    def page(self, page: Page) -> bytes:
        """Return the digest of a page's values; raise TypeError for one that is no plain value."""
        return self._of(page)

    def _of(self, value: Any) -> bytes:  # noqa: ANN401 (whatever a template is given)
        """Return what is digested of a value: no two values give bytes of which one begins with the other's."""
        if type(value) is str:  # by far the most
            return _text(value)
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        plain = _plain(value)
        return self._held(value) if plain is None else plain

    def _held(self, value: Any) -> bytes:  # noqa: ANN401
        """Return what is digested of a value that holds others."""
        if isinstance(value, CardList):
            return b"c" + value.mark
        if isinstance(value, (tuple, list)):
            return b"t%d:" % len(value) + b"".join(map(self._of, value))
        if isinstance(value, Mapping):
            return b"m%d:" % len(value) + b"".join(map(self._of, chain.from_iterable(value.items())))
        kind = type(value)
        if is_dataclass(kind):
            held = b"".join([self._of(getattr(value, name)) for name in _names(kind)])
            mark = b"o" + digest(kind.__name__.encode(), held)
            self._known[id(value)] = (value, mark)
            return mark
        raise TypeError(kind.__name__)


def _text(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return b"s%d:" % len(data) + data


def _plain(value: object) -> bytes | None:
    """Return what is digested of a value that holds no others; None for one that does."""
    if isinstance(value, Enum):  # before texts, which many of them are too
        return f"e{type(value).__name__}.{value.name};".encode()
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, (bool, int, float)):
        return f"n{value!r};".encode()
    if isinstance(value, date):
        return f"d{value.isoformat()};".encode()
    return None


class TemplateDigests:
    """Digests of templates, with all that they extend, include and import."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._own: dict[str, tuple[bytes, frozenset[str]]] = {}
        self._whole: dict[tuple[str, ...], bytes] = {}

    def _read(self, name: str) -> tuple[bytes, frozenset[str]]:
        known = self._own.get(name)
        if known is None:
            if self._env.loader is None:
                raise TemplateNotFound(name)
            source, _, _ = self._env.loader.get_source(self._env, name)
            others = frozenset(find_referenced_templates(self._env.parse(source)))
            # One whose name is worked out while rendering could be any.
            named = frozenset(self._env.list_templates(["html"])) if None in others else others
            known = self._own[name] = (source.encode(), frozenset(one for one in named if one is not None))
        return known

    def of(self, *names: str) -> bytes:
        """Return the digest of templates and all behind them; raise TemplateNotFound for one that is not there."""
        whole = self._whole.get(names)
        if whole is None:
            whole = self._whole[names] = self._digest(names)
        return whole

    def _digest(self, names: tuple[str, ...]) -> bytes:
        seen, left = set[str](), list(names)
        while left:
            name = left.pop()
            if name not in seen:
                seen.add(name)
                left.extend(self._read(name)[1])
        return digest(*(part for name in sorted(seen) for part in (name.encode(), self._read(name)[0])))
