"""Let no template be read twice: most of the time of a small build, of which some tests make a hundred."""

from __future__ import annotations

from types import CodeType

from jinja2 import Environment


def remember(environments: list[Environment] | None = None) -> None:
    """Let Jinja remember what it makes of a source, and note the environments in which it makes something anew."""
    compile_, parse = Environment.compile, Environment.parse
    compiled: dict[object, CodeType] = {}
    parsed: dict[str, object] = {}

    def compiled_once(env: Environment, source: str, name: str | None, filename: str | None) -> CodeType:
        key = (source, name, env.code_generator_class, env.globals.get("language"))  # words of each its own
        if key not in compiled:
            compiled[key] = compile_(env, source, name, filename)
            if environments is not None:
                environments.append(env)
        return compiled[key].replace(co_filename=filename or "<template>")

    def parsed_once(env: Environment, source: str) -> object:
        if source not in parsed:
            parsed[source] = parse(env, source)
        return parsed[source]

    Environment.compile = compiled_once  # type: ignore[method-assign,assignment]
    Environment.parse = parsed_once  # type: ignore[method-assign,assignment]
