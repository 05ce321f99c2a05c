"""What a build made, in figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """What an output holds, what the last build did to it, and the seconds that took.

    ``held`` issues wait for their moment, the next of them for ``until``; the output stands as it is from ``since``
    up to then (both as 2004-11-20 09:30, or "" for no end). ``read`` texts were read anew; ``rendered`` pages were
    made, ``removed`` files taken away, all other pages stood.
    """

    issues: int
    items: int
    problems: int
    pages: int
    feeds: int
    drafts_out: int
    issues_out: int
    items_out: int
    seconds: float = 0.0
    held: int = 0
    since: str = ""
    until: str = ""
    read: int = 0
    rendered: int = 0
    removed: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the figures by name."""
        return asdict(self)
