"""Find out, while other things are done, what of an output stands as it was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bulletin_build import made
from bulletin_build.made import Made
from bulletin_source.forking import ask
from bulletin_source.shards import Shards


@dataclass(frozen=True, slots=True)
class Standing:
    """What an output was made from (None: nobody knows), and whether it stands as it was made.

    ``memory`` is where it is remembered, None for a run that keeps nothing.
    """

    memory: Shards | None
    before: Made | None
    stands: Callable[[], bool]
    seen: object = None  # tells one memory from the next

    def is_past(self) -> bool:
        """Say whether another run has remembered something else since."""
        return self.memory is not None and made.seen(self.memory) != self.seen


NOTHING = Standing(None, None, lambda: False)


def look(output: Path, cache: Path | None) -> Standing:
    """Begin to find out what stands: to look at all files takes a while, in which a run can do something else."""
    if cache is None:
        return NOTHING
    memory = made.memory_of(output, cache)
    seen = made.seen(memory)
    before = made.recall(memory)
    if before is None:
        return Standing(memory, None, lambda: False, seen)
    return Standing(memory, before, ask(partial(made.stands, output, before)), seen)
