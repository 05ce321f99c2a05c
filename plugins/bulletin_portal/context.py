"""What every planner needs: the catalogue, its cards, the translation, and the trail of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TypeVar

from bulletin.catalogue import Catalogue, Entry
from bulletin.issues import Issue
from bulletin.kinds import Edition, Language
from bulletin.reference import Reference
from bulletin_gate.embargo import Standing
from bulletin_portal import addresses
from bulletin_portal.card_lists import CardList
from bulletin_portal.cards import Cards
from bulletin_portal.closures import Closures
from bulletin_portal.holdings import Holdings
from bulletin_portal.reasons import Reasons
from bulletin_portal.references import link_references
from bulletin_portal.tallies import Shelves
from bulletin_portal.threads import matters_of
from bulletin_portal.views import Crumb, FeedLink, IssueCard, ItemCard, Link, VoidCard
from bulletin_problems.classifier import Classifier

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """One plan in the making, in one language.

    ``others`` translate into further languages, for which there are ``twins`` that share all but their words.
    ``matters`` are the reports on each problem matter, oldest first; that with the newest last report comes first.
    """

    catalogue: Catalogue
    edition: Edition
    translate: Callable[[str], str]
    classifier: Classifier | None = None  # who judged items; without one nothing is explained
    standings: Mapping[str, Standing] = field(default_factory=dict)  # by path, of issues shown before they are out
    marks: Mapping[str, bytes] = field(default_factory=lambda: defaultdict(bytes))  # digests of texts, by path
    others: Mapping[Language, Callable[[str], str]] = field(default_factory=dict)
    language: Language = field(init=False, default=Language.CHINESE)
    twins: tuple[Context, ...] = field(init=False, default=())
    reasons: Reasons | None = field(init=False)  # None in the public edition, which never tells them
    cards: Cards = field(init=False)
    closures: Closures = field(init=False)
    shelves: Shelves = field(init=False)
    rank: dict[str, int] = field(init=False)
    matters: list[tuple[Entry, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.catalogue = link_references(self.catalogue)
        asked = self.classifier if self.edition is Edition.INTERNAL else None
        self.reasons = None if asked is None else Reasons(self.catalogue.issues, asked)
        self.cards = Cards(self.catalogue, self.reasons, Holdings(self.edition, self.standings))
        self.closures = Closures(self.catalogue, self.cards, self.marks, self.standings)
        self.shelves = Shelves(self.catalogue)
        self.rank = {issue.path: place for place, issue in enumerate(self.catalogue.issues)}
        self.matters = list(matters_of(self.shelves.problems, self.cards.threads))
        if self.cards.threads:
            self.matters.sort(key=lambda thread: self._age(thread[-1]))  # without, they are in order
        self.twins = tuple(self._twin(language, translate) for language, translate in self.others.items())

    def _twin(self, language: Language, translate: Callable[[str], str]) -> Context:
        """Return this plan in another language."""
        twin = copy(self)
        twin.language, twin.translate, twin.others = language, translate, {}
        return twin

    @property
    def in_all_languages(self) -> tuple[Context, ...]:
        """Return the plan in each language, this one first."""
        return self, *self.twins

    def _age(self, entry: Entry) -> tuple[int, int]:
        return -self.rank[entry.issue.path], entry.position

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages of the plan, the first that of the addresses without a prefix."""
        return tuple(one.language for one in self.in_all_languages)

    def newest_first(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return entries in the order of listings: newest issue first, items of an issue in their order."""
        return sorted(entries, key=self._age)

    def items(self, entries: Sequence[Entry]) -> CardList[Entry, ItemCard]:
        """Return the cards of items, made when somebody looks at them."""
        return CardList(entries, self.cards.item, self.closures.items_mark)

    def issues(self, issues: Sequence[Issue]) -> CardList[Issue, IssueCard]:
        """Return the cards of issues likewise."""
        return CardList(issues, self.cards.issue, self.closures.issues_mark)

    def numbers(self, rows: Sequence[Issue | VoidCard]) -> CardList[Issue | VoidCard, IssueCard | VoidCard]:
        """Return the cards of issues likewise, those of numbers without one as they are."""
        return CardList(rows, self.cards.issue_or_void, self.closures.issues_mark)

    @property
    def reference(self) -> Reference:
        """Return the reference data."""
        return self.catalogue.reference

    def crumbs(self, *steps: Link) -> tuple[Crumb, ...]:
        """Return the trail from the home page through the given steps; the page itself is not in it."""
        return (
            Crumb(addresses.HOME, self.translate("Home")),
            *(Crumb(step.address, step.name) for step in steps),
        )

    def site_sentence(self, subject: str) -> str:
        """Return a page's description."""
        return f"{subject} - {self.reference.site.name}"

    def feeds(self, name: str, title: str) -> tuple[FeedLink, ...]:
        """Return the links to a feed in every format, named 政务普刊 RSS."""
        formats = addresses.FEED_FORMATS
        return tuple(
            FeedLink(addresses.feed_address(name, one.ending), f"{title} {one.name}", one.type) for one in formats
        )

    def all_feeds(self) -> tuple[FeedLink, ...]:
        """Return the links to the feed of all issues."""
        return self.feeds("all", self.translate("All issues"))

    def year(self, year: int) -> str:
        """Return a year's name: 2004年, or 2004."""
        return self.translate("%(year)s") % {"year": year}


def neighbours(newest_first: list[T], here: T, link: Callable[[T], Link]) -> tuple[Link | None, Link | None]:
    """Return the links to the next older and the next newer one."""
    at = newest_first.index(here)
    older = link(newest_first[at + 1]) if at + 1 < len(newest_first) else None
    newer = link(newest_first[at - 1]) if at else None
    return older, newer
