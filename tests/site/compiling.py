"""Let no template be read twice: most of the time of a small build, of which some tests make a hundred."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import Environment


def remember(environments: list[Environment] | None = None) -> None:
    """Let Jinja remember what it makes of a source, and note the environments in which it makes something anew."""
    compile_: Any = Environment.compile
    parse: Any = Environment.parse
    compiled: dict[object, CodeType] = {}
    parsed: dict[object, object] = {}

    def compiled_once(
        env: Environment,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        *more: object,
        **raw: object,
    ) -> CodeType:
        if name is None or more or raw:  # no template of the theme
            return compile_(env, source, name, filename, *more, **raw)  # type: ignore[no-any-return]
        # A lexer belongs to its settings; words of each language are its own.
        key = (source, name, env.lexer, env.code_generator_class, env.globals.get("language"))
        if key not in compiled:
            compiled[key] = compile_(env, source, name, filename)
            if environments is not None:
                environments.append(env)
        return compiled[key].replace(co_filename=filename or "<template>")

    def parsed_once(env: Environment, source: str, *named: str | None) -> object:
        if named:
            return parse(env, source, *named)
        if (key := (source, env.lexer)) not in parsed:
            parsed[key] = parse(env, source)
        return parsed[key]

    Environment.compile = compiled_once  # type: ignore[method-assign,assignment]
    Environment.parse = parsed_once  # type: ignore[method-assign,assignment]
