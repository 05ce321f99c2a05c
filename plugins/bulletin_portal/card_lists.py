"""Lists of cards that are made where somebody looks at them: most pages of a plan stand, and none of theirs is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

Row = TypeVar("Row")
Card_co = TypeVar("Card_co", covariant=True)


class CardList(Sequence[Card_co], Generic[Row, Card_co]):
    """The cards of ``rows``, each made by ``card`` whenever it is asked for; ``marked`` gives the digest of them all.

    ``marked`` knows what cards would show without making them. Two lists are equal if their cards are.
    """

    __slots__ = ("_card", "_marked", "_rows")

    def __init__(
        self, rows: Sequence[Row], card: Callable[[Row], Card_co], marked: Callable[[Sequence[Row]], bytes]
    ) -> None:
        self._rows, self._card, self._marked = rows, card, marked

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Card_co]:
        return map(self._card, self._rows)

    @overload
    def __getitem__(self, place: int) -> Card_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Card_co, ...]: ...
    def __getitem__(self, place: int | slice) -> Card_co | tuple[Card_co, ...]:
        """Return a card, or a tuple of some."""
        if isinstance(place, slice):
            return tuple(map(self._card, self._rows[place]))
        return self._card(self._rows[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardList) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    @property
    def mark(self) -> bytes:
        """Return the digest of what the cards show, in their order."""
        return self._marked(self._rows)
