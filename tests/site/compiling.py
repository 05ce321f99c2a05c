"""Let no template be read twice: most of the time of a small build, of which some tests make a hundred."""

from __future__ import annotations

import pytest
from jinja2 import Environment


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Let Jinja remember, while ``patch`` stands, what it made of a source."""
    compile_, parse = Environment.compile, Environment.parse
    compiled: dict[object, object] = {}

    def compiled_once(env: Environment, source: str, name: str | None, filename: str | None) -> object:
        key = (source, name, filename, env.code_generator_class, env.globals.get("language"))  # words of each its own
        if key not in compiled:
            compiled[key] = compile_(env, source, name, filename)
        return compiled[key]

    def parsed_once(env: Environment, source: str) -> object:
        if source not in compiled:
            compiled[source] = parse(env, source)
        return compiled[source]

    patch.setattr(Environment, "compile", compiled_once)
    patch.setattr(Environment, "parse", parsed_once)
