"""Make templates cheap by the ways Jinja documents: the environment's context and code generator classes, and globals.

A page is some hundred short values between pieces of text. What costs is what Jinja does for each value and each call:
escaping by way of two classes, an attribute by way of a method, globals looked through at every import, every callable
asked what it wants passed. Here each of them has a short cut whose output is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from gettext import NullTranslations
from keyword import iskeyword
from typing import Any, Final

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Const, Expr, Filter, Getattr, Name, Template, Test
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_KEPT: Final = 1024  # results of one macro or function: more than stand near each other, little beside a plan
_ENDS: Final = re.compile(r"\n(?!\Z)")
_FILLED_IN: Final = re.compile(r"%\((\w+)\)s")


def quick_escape(value: object) -> str:
    """Return what ``markupsafe.escape`` does, character for character; a text that needs nothing is returned itself."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):  # type: ignore[operator]
        return value  # type: ignore[return-value]
    return escape(value)


@lru_cache(_KEPT)
def _variables(message: str) -> tuple[str, ...] | None:
    """Return the names that a format string fills in, if all are filled in as texts; None for any other."""
    bare = message.replace("%%", "")
    return None if "%" in _FILLED_IN.sub("", bare) else tuple(dict.fromkeys(_FILLED_IN.findall(bare)))


def filled(message: str, variables: Mapping[str, object]) -> Markup:
    """Return what Markup's own ``%`` does, which wraps every variable so that it can be asked for what it is.

    Raises KeyError for a variable that is not there, and ValueError or TypeError where a message is no format string.
    """
    names = _variables(message)
    if names is None:
        return Markup(message) % variables  # noqa: S704 (the words of the theme are ours)
    return Markup(message % {name: quick_escape(variables[name]) for name in names})  # noqa: S704 (likewise)


class Words:
    """gettext for templates, as Jinja's newstyle functions: every message a format string, its result markup.

    A message without variables is formatted once.
    """

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate
        self._whole: dict[str, Markup] = {}

    def __call__(self, message: str, **variables: object) -> Markup:
        """Return the translation, its variables escaped and filled in."""
        if variables:
            return filled(self._translate(message), variables)
        whole = self._whole.get(message)
        if whole is None:
            whole = self._whole[message] = filled(self._translate(message), {})
        return whole


class CountedWords:
    """ngettext for templates, likewise; its number is the variable ``num``."""

    def __init__(self, translate: Callable[[str, str, int], str]) -> None:
        self._translate = translate
        self._counted = lru_cache(_KEPT)(self._alone)

    def _alone(self, singular: str, plural: str, number: int) -> Markup:
        return filled(self._translate(singular, plural, number), {"num": number})

    def __call__(self, singular: str, plural: str, number: int, **variables: object) -> Markup:
        """Return the translation for a number, its variables escaped and filled in."""
        if variables or type(number) is not int:
            return filled(self._translate(singular, plural, number), {"num": number} | variables)
        return self._counted(singular, plural, number)


def remembered(macro: Callable[..., str]) -> Callable[..., str]:
    """Return a macro that is not run again for equal arguments, which are given by place and hashable.

    For one that reads nothing but them, with arguments that repeat: the head of the site, the units of an item. What it
    returns stands on one line, and must mean the same there: pages are compared line by line before they go online.
    """
    return lru_cache(_KEPT)(lambda *given: on_one_line(macro(*given)))


def on_one_line(text: str) -> str:
    """Return a text with a space for each end of a line, but for the last."""
    return type(text)(_ENDS.sub(" ", text))


_PLAIN: Final = frozenset({Words, CountedWords, type(remembered(str))})


class _Context(Context):
    """A context from which calls are quick, and whose globals are those of the environment and no others.

    Where a template has globals of its own, Jinja runs whatever it imports again for each page.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 (the name Jinja gives it)
    ) -> None:
        super().__init__(environment, parent, name, blocks)

    def call(self, called: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Call as Jinja does; what macros and our own functions want passed is known without asking."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN:
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


MARK: Final = "zh"  # a global: the attribute that marks what is Chinese among other words, known before any page is


def as_it_is(text: str) -> str:
    """Return a text: a filter that has nothing to do in an environment, and is left out of its templates."""
    return text


class _Known(NodeTransformer):
    """Put what does not differ from page to page into the text of a template: it then costs nothing on any."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    def visit_Name(self, node: Name) -> Expr:  # noqa: N802 (the name Jinja calls)
        """Return the value of the mark."""
        if node.name != MARK or MARK not in self._env.globals:
            return node
        return Const.from_untrusted(self._env.globals[MARK], node.lineno, self._env)

    def visit_Filter(self, node: Filter) -> Expr:  # noqa: N802 (likewise)
        """Return what an idle filter stands behind."""
        self.generic_visit(node)
        return node.node if node.node and self._env.filters.get(node.name) is as_it_is else node


class _Generator(CodeGenerator):
    """Jinja's compiler, but for how templates escape and look for attributes."""

    _asked = False  # inside a test whether something is defined

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 (the name Jinja calls)
        """Write an attribute as Python has it. Where there is none it raises AttributeError: see ``in_full``."""
        if self._asked or iskeyword(node.attr) or node.attr.startswith("__"):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Test(self, node: Test, frame: Frame) -> None:  # noqa: N802 (likewise)
        """Write a test; what is asked whether it is defined may not be there."""
        before, self._asked = self._asked, self._asked or node.name in {"defined", "undefined"}
        super().visit_Test(node, frame)
        self._asked = before

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:  # noqa: N802 (likewise)
        """Write the template's module, then give its functions another ``escape``."""
        super().visit_Template(_Known(self.environment).visit(node), frame)
        self.writeline(f"from {__name__} import quick_escape as escape")


def quicken(env: Environment, translations: NullTranslations) -> None:
    """Make the templates of an environment cheap; it escapes by itself, and none has been compiled yet."""
    env.context_class = _Context
    env.code_generator_class = _Generator
    words = Words(translations.gettext)
    env.globals.update(_=words, gettext=words, ngettext=CountedWords(translations.ngettext), remembered=remembered)
    env.filters.update(on_one_line=on_one_line)


def in_full(env: Environment) -> Environment:
    """Return the same environment with Jinja's own compiler.

    Its templates find the entries of a mapping by the names of attributes, and say as Jinja does what is not there.
    """
    whole = env.overlay()
    whole.code_generator_class = CodeGenerator
    return whole
