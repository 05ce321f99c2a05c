"""A JSON Feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.site.feed_rules.rules import twice

Object = dict[str, Any]


def _once(pairs: list[tuple[str, Any]]) -> Object:
    if twice(name for name, _ in pairs):
        raise ValueError(f"{twice(name for name, _ in pairs)}")
    return dict(pairs)


def _refused(constant: str) -> None:
    raise ValueError(constant)


@dataclass(frozen=True)
class JsonDocument:
    """A JSON Feed and the address it stands at."""

    data: bytes
    address: str

    @cached_property
    def feed(self) -> Object:
        """Return the feed; {} for what is none."""
        try:
            found = json.loads(self.data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def items(self) -> list[Object]:
        """Return the items that are objects."""
        items = self.feed.get("items")
        return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []

    @property
    def containers(self) -> list[Object]:
        """Return the feed and its items."""
        return [self.feed, *self.items]
