"""Tell why readers of the public edition do not see something, or not yet: for the internal edition and drafts."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.issues import Issue, Item
from bulletin.kinds import Edition
from bulletin_gate.disclosure import disclosure_of
from bulletin_gate.embargo import Standing
from bulletin_gate.grounds import Ground, grounds_of
from bulletin_portal.views import Holding


class Holdings:
    """What holds back the issues of one catalogue; ``standings`` names, by path, those that are not out yet.

    The public edition has no standings, unless drafts are looked at, and never tells grounds.
    """

    def __init__(self, edition: Edition, standings: Mapping[str, Standing]) -> None:
        self.told = edition is Edition.INTERNAL
        self._standings = standings

    def of(self, issue: Issue, item: Item | None = None) -> Holding | None:
        """Return what holds back an item, or an issue as a whole; None where nothing does or nothing is told."""
        standing = self._standings.get(issue.path, Standing.OUT)
        grounds: tuple[Ground, ...] = grounds_of(issue, item) if self.told else ()
        if standing is Standing.OUT and not grounds:
            return None
        return Holding(standing, issue.disclosure if item is None else disclosure_of(issue, item), grounds)
