"""Labelled items, which the model is taught and measured with."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.kinds import Kind


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item with what it is. ``topic`` and ``topic_alt`` are names of topics, or empty; ``source`` is its writer."""

    title: str
    text: str
    kind: Kind
    topic: str
    topic_alt: str
    tricky: bool
    synthetic: bool
    source: str
