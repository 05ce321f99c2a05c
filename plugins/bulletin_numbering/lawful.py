"""Say what a line of a ledger may become: no step is one that a single cell can take unnoticed (rule N2, case C31)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from bulletin.kinds import State
from bulletin_numbering.ledger import CROSSED, Entry

_STEPS: Final = {
    (State.ISSUED, State.WITHDRAWN),
    (State.ADOPTED, State.WITHDRAWN),
    (State.WITHDRAWN, State.ISSUED),
    (State.WITHDRAWN, State.ADOPTED),
}
_USES: Final = {State.ISSUED, State.WITHDRAWN, State.VOID}  # what a reserved number may have become


def is_lawful(old: Entry, new: Entry) -> bool:
    """Say whether a line may become another, or is the same; no step is one that a single cell can take unnoticed.

    A reserved number is used; an issue is published, withdrawn and issued again; a note is written once.
    """
    if (old.number, old.total) != (new.number, new.total):
        return False
    if old.state is State.RESERVED and new.state in _USES:
        # Why a number was reserved is not why it was never issued.
        return new.state is not State.VOID or new.note not in {"", old.note}
    if old.state is new.state is State.ADOPTED and not old.issue:
        return _is_found(old, new)
    if (old.signed, old.issue) != (new.signed, new.issue) or old.published not in {None, new.published}:
        return False
    if old.state is new.state:
        # What is withdrawn goes online no more, and its file, which would contradict, may be gone.
        return old.note == new.note and (new.state is not State.WITHDRAWN or old.published == new.published)
    return (old.state, new.state) in _STEPS and old.note in {"", new.note}


def _is_found(old: Entry, new: Entry) -> bool:
    """Say whether an adopted number's text has turned up, or its dates, with a note of where they are from."""
    if old.signed not in {None, new.signed} or old.published not in {None, new.published}:
        return False
    if new.issue or (old.signed, old.published) == (new.signed, new.published):
        return old.note == new.note
    return old.note != new.note and new.note.startswith(old.note)


def follows(old: Entry, new: Entry, others: Callable[[], Iterable[Entry]], clash: int | None) -> bool:
    """Say whether a line may become another among the lines around it, which are asked for where they matter.

    A merger notes of a line that it keeps its number though one of a lower number was signed later, and of no other.
    It counts totals on from ``clash``, the first that two branches gave; what they must be the totals before it say.
    """
    if clash is not None and old.total and new.total and old.total.first >= clash:
        new = replace(new, total=old.total)
    if is_lawful(old, new):
        return True
    signed = new.signed
    if old.note or new.note != CROSSED or signed is None or not is_lawful(old, replace(new, note="")):
        return False
    return any(
        one.signed > signed and one.number < new.number
        for one in others()
        if one.signed and one.number.track is new.number.track and one.state is not State.ADOPTED and not one.note
    )


def overlap(one: Entry, other: Entry) -> bool:
    """Say whether two lines have a number in common."""
    return not set(one.number.slots()).isdisjoint(other.number.slots())


def may_lose(loser: Entry, winner: Entry, *, moved: bool) -> bool:
    """Say whether a number that two branches gave may be the winner's.

    The loser's issue has moved to another number, unless it is the winner's; who is published keeps the number (C31).
    """
    if not loser.issue or loser.issue == winner.issue:
        return True
    return moved and not (loser.published and not winner.published)
