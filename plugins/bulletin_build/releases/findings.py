"""What keeps a release from being served, and in which words it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

Translate = Callable[[str], str]


class Objection(Protocol):
    """Something wrong with a release: a finding, or what another judge says."""

    def told(self, translate: Translate, folder: str) -> str:
        """Return one line: path with ``folder`` before it, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that is not as it must be; ``message`` is a msgid, its arguments beside it."""

    path: str
    message: str
    arguments: tuple[tuple[str, object], ...] = ()

    def told(self, translate: Translate, folder: str) -> str:
        """Return one line: path with ``folder`` before it, what is wrong, what to do."""
        return f"{folder}{self.path}: {translate(self.message).format(**dict(self.arguments))}"


def finding(path: str, message: str, **arguments: object) -> Finding:
    """Return a finding about the file at ``path``, relative to the release."""
    return Finding(path, message, tuple(arguments.items()))


class RefusedError(Exception):
    """A release may not be served; ``objections`` are all that was found."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(f"{len(self.objections)} objections")


class PublishError(Exception):
    """Nothing can be published as asked; ``message`` is a msgid that says why, with its arguments."""

    def __init__(self, message: str, **arguments: object) -> None:
        super().__init__(message.format(**arguments))
        self.message, self.arguments = message, arguments
