"""What is measured: a clean build, and builds after a change of a finished site; each change is a series of steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Scenario(StrEnum):
    """What happened since the last finished build of the same builder; ``CLEAN``: there was none."""

    CLEAN = "clean build"
    NOTHING = "no change"
    BODY = "one body"
    TITLE = "one title"
    ISSUE = "new issue"
    TEMPLATE = "template"
    DATA = "reference data"


class NotShownError(RuntimeError):
    """A builder finished without showing what was changed; its time would mean nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Words that a page, named by its address (``gazette/2014/3/``), holds after a step, or holds no longer."""

    page: str
    words: str
    shown: bool = True

    def check(self, output: Path) -> None:
        """Raise NotShownError unless the page of a built site is as it should be."""
        file = output / self.page / "index.html"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not text or (self.words in text) is not self.shown:
            raise NotShownError(f"{self.page}: {self.words} {'is missing' if self.shown else 'stands there'}")


@dataclass(frozen=True, slots=True)
class Step:
    """One real change: files with what they hold from now on, and where it has to show."""

    files: Mapping[Path, bytes]
    proofs: tuple[Proof, ...]

    def take(self) -> None:
        """Write the files, as an editor saving them."""
        for path, content in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass(frozen=True, slots=True)
class Change:
    """The steps of a scenario; when all are taken, the first is due again (an edit goes forth and back)."""

    steps: tuple[Step, ...]

    def step(self, n: int) -> Step:
        """Return the n-th step to take, from 0."""
        return self.steps[n % len(self.steps)]


NO_CHANGE = Change((Step({}, ()),))


def there_and_back(texts: Mapping[Path, tuple[str, str]], proofs: tuple[Proof, ...]) -> Change:
    """Return the change of files from their first text to their second and back; ``proofs`` hold after the first step.

    Raises:
        ValueError: The two texts of every file are the same: nothing would change.
    """
    if all(before == after for before, after in texts.values()):
        raise ValueError(", ".join(str(path) for path in texts))
    undone = tuple(Proof(proof.page, proof.words, not proof.shown) for proof in proofs)
    return Change(
        (
            Step({path: after.encode() for path, (_, after) in texts.items()}, proofs),
            Step({path: before.encode() for path, (before, _) in texts.items()}, undone),
        )
    )


def reworded(paths: tuple[Path, ...], old: str, new: str, proofs: tuple[Proof, ...]) -> Change:
    """Return the change of words in files, where they first stand; raise ValueError if no file has them."""
    before = {path: path.read_text(encoding="utf-8") for path in paths}
    return there_and_back({path: (text, text.replace(old, new, 1)) for path, text in before.items()}, proofs)
