"""Let no template be read twice: most of the time of a small build, of which some tests make a hundred."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType

from jinja2 import Environment

_Set = Callable[[type, str, object], None]


def remember(put: _Set = setattr) -> list[Environment]:
    """Let Jinja remember what it makes of a source; return the environments that it makes something in from now on."""
    compile_, parse = Environment.compile, Environment.parse
    compiled: dict[object, CodeType] = {}
    parsed: dict[str, object] = {}
    environments: list[Environment] = []

    def compiled_once(env: Environment, source: str, name: str | None, filename: str | None) -> CodeType:
        key = (source, name, env.code_generator_class, env.globals.get("language"))  # words of each its own
        if key not in compiled:
            compiled[key] = compile_(env, source, name, filename)
            environments.append(env)
        return compiled[key].replace(co_filename=filename or "<template>")

    def parsed_once(env: Environment, source: str) -> object:
        if source not in parsed:
            parsed[source] = parse(env, source)
        return parsed[source]

    put(Environment, "compile", compiled_once)
    put(Environment, "parse", parsed_once)
    return environments
