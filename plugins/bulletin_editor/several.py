"""A command that takes several words, `inv sign FILE FILE`; Invoke counts words beforehand and takes no list."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from invoke.parser.argument import Argument
from invoke.tasks import Task

WORDS: Final = "words"


def count_words(argv: Sequence[str], command: str, takes_value: Iterable[str]) -> int:
    """Return how many words stand behind a command, flags and their values not counted.

    A word that is neither a path nor a file is the next command.
    """
    flags = set(takes_value)
    rest = iter(argv[list(argv).index(command) + 1 :] if command in argv else ())
    count = 0
    for word in rest:
        if word in flags:
            next(rest, None)
        elif not word.startswith("-") or word == "-":
            if count and not ("/" in word or "." in word or Path(word).exists()):
                break
            count += 1
    return count


class SeveralTask(Task[Any]):
    """A task whose parameter ``words`` becomes the list of words of the command line.

    ``noun`` is what help calls a word, ``least`` how many are needed.
    """

    noun = "file"
    least = 1

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:  # noqa: FBT001 (Invoke's)
        """Return one positional argument a word."""
        arguments = super().get_arguments(ignore_unknown_help)
        others = [one for one in arguments if one.name != WORDS]
        help_text = next(one.help for one in arguments if one.name == WORDS)
        names = [name.replace("_", "-") for one in others if one.takes_value for name in one.names]
        flags = [f"{'-' if len(name) == 1 else '--'}{name}" for name in names]
        count = max(self.least, count_words(sys.argv, self.name, flags))
        words = [Argument(names=(self._name_of(n),), positional=True, help=help_text) for n in range(1, count + 1)]
        return [*words, *others]

    def _name_of(self, n: int) -> str:
        return self.noun if n == 1 else f"{self.noun}-{n}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Invoke's signature)
        """Run with the words as a list."""
        names = [name for name in kwargs if name == self.noun or name.startswith(f"{self.noun}-")]
        words = [value for name in names if (value := kwargs.pop(name)) is not None]
        return super().__call__(*args, words=words, **kwargs)


class OptionalTask(SeveralTask):
    """Likewise, of series, and it runs without a word."""

    noun = "series"
    least = 0


class OptionalFilesTask(SeveralTask):
    """Likewise, of files."""

    least = 0
