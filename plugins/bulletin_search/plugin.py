"""Pelican plugin: adds the index of the search to the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from bulletin_portal.context import Context
from bulletin_portal.pages import Plan
from bulletin_portal.signals import plan_made
from bulletin_search.documents import search_documents
from bulletin_search.store import Store
from bulletin_source.shards import Shards


def store_of(settings: Mapping[str, Any], version: bytes) -> Store:
    """Return where the index of a tree and edition is kept; nowhere without a cache or a version."""
    cache = settings.get("BULLETIN_CACHE", "")
    if not cache or not version:
        return Store(None)
    told = (str(Path(settings["PATH"]).resolve()), settings["BULLETIN_EDITION"], settings.get("BULLETIN_DRAFTS", False))
    name = sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Store(Shards(Path(cache) / "search" / name, version))


def add_index(
    _generator: object,
    *,
    plan: Plan,
    context: Context,
    settings: Mapping[str, Any],
    version: bytes,
    wanted: Collection[str] | None = None,
    **_kwargs: object,
) -> None:
    """Receive ``plan_made``."""
    plan.documents.extend(search_documents(context, store_of(settings, version), wanted))


def register() -> None:
    """Connect the receivers."""
    plan_made.connect(add_index)
