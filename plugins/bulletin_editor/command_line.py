"""What is said of a command line that can't be read: Invoke says it in English, of a wrong number in a traceback.

Invoke has no place for other words, so `speak` puts its own functions in the place of three of Invoke's (2.2, parser).
"""

from __future__ import annotations

import re
from typing import Any, Final

from invoke.exceptions import ParseError
from invoke.parser.argument import Argument
from invoke.parser.parser import ParseMachine

from bulletin_editor.words import N_, word

_MISTAKES: Final = (
    (
        re.compile(r"No idea what '(?P<value>.*)' is!", re.DOTALL),
        N_("there is no command or option {value}; inv --list shows the commands, inv --help COMMAND how to write one"),
    ),
    (
        re.compile(r"'(?P<command>.*)' did not receive required positional arguments: (?P<missing>.*)", re.DOTALL),
        N_("inv {command} does not say: {missing}; how it is written: inv --help {command}"),
    ),
    (
        re.compile(r"Flag <Argument: (?P<flag>[^\s>]+).*> needed value and was not given one!"),
        N_("a value is missing behind --{flag}"),
    ),
    (
        re.compile(r"--(?P<flag>\S+) is no number: (?P<value>.*)", re.DOTALL),
        N_("{value} is no number; write one behind --{flag}"),
    ),
)
_HELP: Final = ("--help", "-h")
_set_value: Final = Argument.set_value
_see_positional: Final = ParseMachine.see_positional_arg


def in_words(said: str) -> str:
    """Return what Invoke said in the editor's language; what it says of nothing above stays."""
    for pattern, message in _MISTAKES:
        found = pattern.fullmatch(said)
        if found:
            parts = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            return word(message, **parts)
    return said


def _told(error: ParseError) -> str:
    return in_words(str(error.args[0]) if error.args else "")


def _number(argument: Argument, value: Any, cast: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002 (Invoke's)
    try:
        _set_value(argument, value, cast)
    except ValueError:
        raise ParseError(f"--{argument.name} is no number: {value}") from None


def _positional(machine: ParseMachine, value: Any) -> None:  # noqa: ANN401 (Invoke's)
    """Take a word that a command needs; a flag is none, though Invoke would take it for a file's name."""
    context: Any = machine.context
    if value in _HELP:  # inv sign --help
        machine.initial.flags[value].value = context.name
        for one in context.missing_positional_args:
            one.value = value
    elif value.startswith("-") and value != "-":
        machine.error(f"No idea what {value!r} is!")
    else:
        _see_positional(machine, value)


def speak() -> None:
    """Let mistakes be told in the editor's language from here on."""
    for owner, name, own in (
        (ParseError, "__str__", _told),
        (Argument, "set_value", _number),
        (ParseMachine, "see_positional_arg", _positional),
    ):
        setattr(owner, name, own)
