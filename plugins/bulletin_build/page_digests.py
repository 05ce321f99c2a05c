"""Digests of what a page is made from: the values its template is given, and the templates themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from jinja2 import Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates

from bulletin_portal.card_lists import CardList
from bulletin_portal.pages import Page
from bulletin_source.shards import digest


class ValueDigests:
    """Digests of values, those of dataclasses worked out once an object: cards stand on many pages.

    ``known`` are dataclasses with a digest that somebody has worked out already.
    """

    def __init__(self, known: Iterable[tuple[object, bytes]] = ()) -> None:
        # With the object itself, or another might get its id.
        self._known: dict[int, tuple[object, bytes]] = {id(one): (one, mark) for one, mark in known}

    def page(self, page: Page) -> bytes:
        """Return the digest of a page's values; raise TypeError for one that is no plain value."""
        return self.of(page)

    def of(self, value: Any) -> bytes:  # noqa: ANN401 (whatever a template is given)
        """Return what is digested of a value: no two values give bytes of which one begins with the other's."""
        kind: type = type(value)
        return _text(value) if kind is str else _way(kind)(self, value)  # texts are by far the most

    def row(self, values: Sequence[Any]) -> bytes:
        """Return what is digested of a tuple or list."""
        known = self._known.get(id(values))
        if known is not None:
            return known[1]
        mark = b"t%d:" % len(values) + b"".join(map(self.of, values))
        if len(mark) > _LONG:
            mark = b"T" + digest(mark)
            if type(values) is tuple:  # links to all years, or facets, which stand on the pages of each
                self._known[id(values)] = (values, mark)
        return mark

    def mapping(self, value: Mapping[Any, Any]) -> bytes:
        """Return what is digested of a mapping."""
        return b"m%d:" % len(value) + b"".join(map(self.of, chain.from_iterable(value.items())))

    def record(self, value: Any) -> bytes:  # noqa: ANN401 (a dataclass)
        """Return what is digested of a dataclass."""
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        kind: type = type(value)
        held = b"".join(map(self.of, _values(kind)(value)))
        name = kind.__name__.encode()
        mark = b"o" + digest(name, held) if len(held) > _LONG else b"p%d:%b;%b" % (len(held), name, held)
        self._known[id(value)] = (value, mark)
        return mark


_LONG: Final = 128  # bytes, above which a digest stands for what is digested
_Way = Callable[[ValueDigests, Any], bytes]


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of a dataclass, in the order of its fields."""
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _text(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return b"s%d:%b" % (len(data), data)


# By the kinds that a value may be of, the first of which holds: many enumerations are texts too.
_WAYS: Final[tuple[tuple[tuple[type, ...], _Way], ...]] = (
    ((Enum,), lambda _, value: f"e{type(value).__name__}.{value.name};".encode()),
    ((str,), lambda _, value: _text(value)),
    ((type(None), bool, int, float), lambda _, value: f"n{value!r};".encode()),
    ((date,), lambda _, value: f"d{value.isoformat()};".encode()),
    ((CardList,), lambda _, value: b"c" + value.mark),
    ((tuple, list), ValueDigests.row),
    ((Mapping,), ValueDigests.mapping),
)


@cache
def _way(kind: type) -> _Way:
    """Return how the values of a kind are digested; raise TypeError where that is not known."""
    found = next((way for kinds, way in _WAYS if issubclass(kind, kinds)), None)
    if found is None and not is_dataclass(kind):
        raise TypeError(kind.__name__)
    return found or ValueDigests.record


class TemplateDigests:
    """Digests of templates, with all that they extend, include and import.

    ``known`` are those that somebody has worked out already of the very same theme; templates are not even read then.
    """

    def __init__(self, env: Environment, known: Mapping[tuple[str, ...], bytes] | None = None) -> None:
        self._env = env
        self._own: dict[str, tuple[bytes, frozenset[str]]] = {}
        self._whole = dict(known or {})

    @property
    def known(self) -> Mapping[tuple[str, ...], bytes]:
        """Return all that were worked out, by the names they were asked for."""
        return dict(self._whole)

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
