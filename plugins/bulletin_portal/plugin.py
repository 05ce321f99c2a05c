"""Pelican plugin: adds the generator that plans the portal."""

from __future__ import annotations

from pelican import Pelican, signals

from bulletin_portal.generator import PlanGenerator


def add_generator(_pelican: Pelican) -> type[PlanGenerator]:
    """Receive ``get_generators``; module-level, since blinker keeps receivers by weak reference."""
    return PlanGenerator


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(add_generator)
