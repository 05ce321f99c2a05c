"""Turn domain objects into the views that templates show; each card is made once, when a page is that shows it."""

from __future__ import annotations

from datetime import date
from typing import Final

from bulletin.catalogue import Catalogue, Entry, Unheld, Void
from bulletin.issues import Correction, Issue, Item, ItemRef
from bulletin.kinds import Disclosure, Kind
from bulletin.numbers import total_label
from bulletin.reference import NOBODY, Addressees, Series, Topic, Unit
from bulletin_gate.disclosure import disclosure_of
from bulletin_numbering.masthead import full_issue_label, issue_label
from bulletin_numbering.verify import reference_to
from bulletin_portal import addresses
from bulletin_portal.citations import cited_number
from bulletin_portal.holdings import Holdings
from bulletin_portal.reasons import Reasons
from bulletin_portal.threads import key_of, threads_of
from bulletin_portal.views import (
    CorrectionView,
    IssueCard,
    IssueView,
    ItemCard,
    ItemView,
    Link,
    Masthead,
    VoidCard,
    WithdrawalView,
)

_SUMMARY: Final = 96
_ENDS: Final = "。！？；"  # of sentences


def summary_of(text: str) -> str:
    """Return the beginning of a text, about a hundred characters, ended at a sentence where one ends near."""
    if len(text) <= _SUMMARY:
        return text
    last = max(text.rfind(end, _SUMMARY // 2, _SUMMARY) for end in _ENDS)
    return text[: _SUMMARY - 1] + "…" if last < 0 else text[: last + 1]


def title_of(issue: Issue) -> str:
    """Return an issue's own title, else its first item's."""
    return issue.title or (issue.items[0].title if issue.items else "")


def anchor_of(item: Item) -> str:
    """Return the id of an item's part of its issue's page."""
    return f"item-{item.n}"


class Cards:
    """The cards of one catalogue; with reasons, items in full say why they are taken for what they are.

    With holdings, cards say what keeps their issue or item from the public.
    """

    def __init__(self, catalogue: Catalogue, reasons: Reasons | None = None, holdings: Holdings | None = None) -> None:
        self.catalogue = catalogue
        self._reasons = reasons
        self._holdings = holdings
        self._inside = holdings is not None and holdings.told
        self._units: dict[str, Link] = {}
        self._topics: dict[str, Link] = {}
        self.threads = threads_of(catalogue.issues)
        self._by_ref: dict[ItemRef, Issue] | None = None
        self._replacing = {issue.replaces: issue for issue in catalogue.issues if issue.replaces is not None}
        self._issues: dict[str, IssueCard] = {}
        self._items: dict[tuple[str, int], ItemCard] = {}

    def unit(self, unit: Unit, day: date) -> Link:
        """Return the link to a unit's page, named as it was on a day."""
        name = unit.name_on(day) if unit.former else unit.name
        return self._units.setdefault(name, Link(addresses.unit_address(unit), name))

    def topic(self, topic: Topic) -> Link:
        """Return the link to a topic's page."""
        return self._topics.setdefault(topic.id, Link(addresses.topic_address(topic), topic.name))

    def issue(self, issue: Issue) -> IssueCard:
        """Return an issue's card."""
        card = self._issues.get(issue.path)
        if card is None:
            card = self._issues[issue.path] = self._issue_card(issue)
        return card

    def issue_or_void(self, row: Issue | VoidCard) -> IssueCard | VoidCard:
        """Return an issue's card, and the card of a number without one as it is."""
        return row if isinstance(row, VoidCard) else self.issue(row)

    def item(self, entry: Entry) -> ItemCard:
        """Return an item's card."""
        key = key_of(entry)
        card = self._items.get(key)
        if card is None:
            card = self._items[key] = self._item_card(entry)
        return card

    def link(self, issue: Issue) -> Link:
        """Return the link to an issue, named 政务要情2004年第10期."""
        card = self.issue(issue)
        return Link(card.address, card.series.name + card.number_label)

    def _issue_card(self, issue: Issue) -> IssueCard:
        if issue.number is None or issue.published is None:
            raise ValueError(issue.path)
        series = Link(addresses.series_address(issue.series), issue.series.title_on(issue.signed))
        return IssueCard(
            address=addresses.issue_address(issue),
            series=series,
            number_label=issue_label(issue),
            total_label=total_label(issue.total, issue.series.style),
            label=full_issue_label(issue),
            title=title_of(issue),
            contents=tuple(Link(addresses.item_address(issue, item), item.title) for item in issue.items),
            items=len(issue.items),
            problems=sum(item.kind is Kind.PROBLEM for item in issue.items),
            signed=issue.signed,
            published=issue.published,
            withdrawn=issue.withdrawal is not None,
            internal=issue.disclosure is not Disclosure.PUBLIC,
            holding=self._holdings.of(issue) if self._holdings else None,
        )

    def _item_card(self, entry: Entry) -> ItemCard:
        issue, item = entry.issue, entry.item
        if issue.published is None:
            raise ValueError(issue.path)
        return ItemCard(
            address=addresses.item_address(issue, item),
            title=item.title,
            summary=summary_of(item.text),
            kind=item.kind,
            status=item.status if item.kind is Kind.PROBLEM else None,
            units=tuple(self.unit(unit, issue.signed) for unit in item.units),
            topic=self.topic(item.topic) if item.topic else None,
            issue=self.link(issue),
            signed=issue.signed,
            published=issue.published,
            internal=disclosure_of(issue, item) is not Disclosure.PUBLIC,
            holding=self._holdings.of(issue, item) if self._holdings else None,
        )

    def unheld(self, one: Unheld) -> VoidCard:
        """Return the card of an issue whose text is not here."""
        return VoidCard(one.series.number_label(one.number), "", void=False, withdrawn=one.withdrawn)

    def void(self, void: Void) -> VoidCard:
        """Return the card of a number that was never issued."""
        return VoidCard(void.series.number_label(void.number), void.reason)

    def correction(self, issue: Issue, correction: Correction) -> CorrectionView:
        """Return a correction as readers are told of it."""
        return CorrectionView(
            correction.corrected,
            correction.level,
            self.link(issue),
            correction.item,
            correction.before,
            correction.after,
            correction.note,
        )

    def withdrawal(self, issue: Issue) -> WithdrawalView | None:
        """Return an issue's withdrawal, if it was ever withdrawn."""
        reissue = issue.reissue
        one = reissue.withdrawal if reissue else issue.withdrawal
        if one is None:
            return None
        by = self.replacing(issue)
        return WithdrawalView(
            one.withdrawn,
            self.link(issue),
            one.reason,
            one.contact,
            self.link(by) if by else None,
            reissue.reissued if reissue else None,
        )

    def replacing(self, issue: Issue) -> Issue | None:
        """Return the later issue that stands in for a withdrawn one."""
        return self._replacing.get(reference_to(issue)) if self._replacing else None

    def by_ref(self, ref: ItemRef | None) -> Issue | None:
        """Return the issue that a reference names (its n is 0), if the edition holds it."""
        if ref is None:
            return None
        if self._by_ref is None:
            self._by_ref = {reference_to(issue): issue for issue in self.catalogue.issues}
        return self._by_ref.get(ref)

    def _replaced(self, issue: Issue) -> Link | None:
        replaced = self.by_ref(issue.replaces)
        return self.link(replaced) if replaced else None

    def reports(self, entry: Entry) -> tuple[Entry, ...]:
        """Return all reports on an item's matter, oldest first, or none if it stands alone."""
        return self.threads.get(key_of(entry), ())

    def thread(self, entry: Entry) -> tuple[ItemCard, ...]:
        """Return the cards of all reports on an item's matter, or none if it stands alone."""
        return tuple(map(self.item, self.reports(entry)))

    def item_view(self, entry: Entry) -> ItemView:
        """Return an item in full."""
        item = entry.item
        corrections = (one for one in entry.issue.corrections if one.item == item.n)
        return ItemView(
            card=self.item(entry),
            position=entry.position,
            anchor=anchor_of(entry.item),
            body=item.body,
            corrections=tuple(self.correction(entry.issue, one) for one in corrections),
            thread=self.thread(entry),
            why=self._reasons.of(entry) if self._reasons else None,
        )

    def masthead(self, issue: Issue) -> Masthead:
        """Return an issue's masthead with the notes its number calls for (rule N6; GB 3179: gaps, merged issues)."""
        card = self.issue(issue)
        cited = cited_number(issue.series, issue.number) if issue.number else ""
        return Masthead(card.series.name, card.label, issue.series.issuer, issue.signed, issue.notes, cited)

    def issue_view(self, issue: Issue, previous: Link | None, following: Link | None) -> IssueView:
        """Return an issue in full."""
        entries = (Entry(issue, item, position) for position, item in enumerate(issue.items, 1))
        return IssueView(
            card=self.issue(issue),
            masthead=self.masthead(issue),
            note=issue.note,
            editor=issue.editor,
            items=tuple(self.item_view(entry) for entry in entries),
            corrections=tuple(self.correction(issue, one) for one in issue.corrections),
            withdrawal=self.withdrawal(issue) if issue.withdrawal else None,
            replaces=self._replaced(issue),
            previous=previous,
            next=following,
            reviews=issue.reviews,
            addressees=self._addressees(issue.series),
        )

    def _addressees(self, series: Series) -> Addressees:
        """Return whom an issue goes to, for whom that is meant to be known (domain notes 1.3)."""
        return series.addressees if self._inside or series.addressees_public else NOBODY
