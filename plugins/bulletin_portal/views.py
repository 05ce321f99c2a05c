"""What templates see: small immutable views with addresses and labels already worked out.

An address is relative to the site's root, without a leading slash and with a trailing one for pages
("gazette/2004/10/"); the home page's is "". Templates write ``{{ root }}{{ card.address }}``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bulletin.issues import Review
from bulletin.kinds import Disclosure, Kind, Level, Status
from bulletin.reference import NOBODY, Addressees
from bulletin_gate.embargo import Standing
from bulletin_gate.grounds import Ground


@dataclass(frozen=True, slots=True)
class Link:
    """A named address."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A named address of a feed, with the type of what stands there."""

    address: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Count:
    """A named address with how many issues, items and problem items stand behind it."""

    address: str
    name: str
    issues: int
    items: int
    problems: int

    @property
    def link(self) -> Link:
        """Return it without the counts, for pages that show none, and so need not change when these do."""
        return Link(self.address, self.name)


@dataclass(frozen=True, slots=True)
class Holding:
    """What keeps an issue or item from readers of the public edition; they are never told."""

    standing: Standing
    disclosure: Disclosure
    grounds: tuple[Ground, ...]  # why it is not public; () where only its moment has not come


@dataclass(frozen=True, slots=True)
class ItemCard:
    """An item as a line of a listing."""

    address: str
    title: str
    summary: str
    kind: Kind
    status: Status | None
    units: tuple[Link, ...]
    topic: Link | None
    issue: Link  # "政务要情2004年第10期"
    signed: date
    published: datetime
    internal: bool
    holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class IssueCard:
    """An issue as an entry of a listing."""

    address: str
    series: Link  # the title valid on the signing date
    number_label: str  # "2004年第10期" or "2004年增刊第1期"
    total_label: str  # "总第442期", or "" where the series counts no totals
    label: str  # "2004年第10期（总第442期）"
    title: str  # the issue's own title, else its first item's
    contents: tuple[Link, ...]  # its items
    items: int
    problems: int
    signed: date
    published: datetime
    withdrawn: bool
    internal: bool
    holding: Holding | None = None

    @property
    def item_titles(self) -> tuple[str, ...]:
        """Return the titles of its items."""
        return tuple(item.name for item in self.contents)


@dataclass(frozen=True, slots=True)
class RequestCard:
    """An item that readers may apply for: what they need to name it, and nothing of its text."""

    title: str
    issue: str  # "政务要情2004年第10期"
    units: tuple[str, ...]
    signed: date


@dataclass(frozen=True, slots=True)
class VoidCard:
    """A number without an issue to read, explained: never issued (rule N6), or its text is not here."""

    number_label: str  # "2004年第9期"
    reason: str
    void: bool = True
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction as readers are told of it."""

    corrected: date
    level: Level
    issue: Link
    item: int | None  # n of the item it concerns; None for the issue as a whole
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """A withdrawal as readers are told of it."""

    withdrawn: date
    issue: Link
    reason: str
    contact: str
    replaced_by: Link | None = None  # the later issue that stands in for it (C18)
    reissued: date | None = None  # it came out again under its number (C17)


@dataclass(frozen=True, slots=True)
class ReasonView:
    """What speaks for or against a problem item: words of the text, and their share in thousandths.

    ``name`` is that of a group of cues, empty for wording that the model learned; ``damped_by`` is the word that takes
    the force of cues.
    """

    name: str
    words: tuple[str, ...]
    share: int
    damped_by: str = ""


@dataclass(frozen=True, slots=True)
class KindReasons:
    """Why the classifier takes an item for ``kind``; start, other wording and the shares of all reasons make the score.

    ``label`` is the kind that an editor gave and the classifier strongly contradicts. ``known`` is False where nothing
    in the text tells of its kind.
    """

    kind: Kind
    label: Kind | None
    confidence: int  # per cent, never 100
    unsure: bool
    known: bool
    reasons: tuple[ReasonView, ...]  # for a problem item, against it, then those that lost their force
    other: int
    start: int
    score: int


@dataclass(frozen=True, slots=True)
class TopicReasons:
    """The topic that the classifier gave, empty for none, and the words that spoke for it, the strongest first."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What the classifier gave an item in place of its editor, and why; only the internal edition tells."""

    kind: KindReasons | None
    topic: TopicReasons | None


@dataclass(frozen=True, slots=True)
class DoubtView:
    """An item that an editor should look at; ``anchor`` is that of its part of a page."""

    card: ItemCard
    anchor: str
    why: KindReasons


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item in full. ``body`` is sanitised HTML whose local addresses begin with ``site:``."""

    card: ItemCard
    position: int  # n among the items shown, from 1
    anchor: str  # "item-1"
    body: str
    corrections: tuple[CorrectionView, ...]
    thread: tuple[ItemCard, ...]  # all reports on one matter, oldest first, this one included; () if alone
    why: Why | None = None  # None in the public edition, and where all is its editor's word


@dataclass(frozen=True, slots=True)
class Masthead:
    """版头: the head of a printed bulletin (domain notes 1.1)."""

    series: str  # 政务普刊
    label: str  # 2004年第10期（总第442期）
    issuer: str
    signed: date
    notes: tuple[str, ...]  # "第9期空号", "本期为第16、17期合刊"
    cited: str = ""  # its number as references write it: 2004(10)


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue in full."""

    card: IssueCard
    masthead: Masthead
    note: str  # editor's note (按语), plain text
    editor: str
    items: tuple[ItemView, ...]
    corrections: tuple[CorrectionView, ...]  # all of the issue's, its items' included
    withdrawal: WithdrawalView | None
    replaces: Link | None
    previous: Link | None
    next: Link | None
    reviews: tuple[Review, ...] = ()  # only in the internal edition
    addressees: Addressees = NOBODY  # nobody in the public edition, unless the series says so


@dataclass(frozen=True, slots=True)
class SeriesTitleView:
    """A title of a series with the first and last date it was valid."""

    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class FormerNameView:
    """A name that a unit bore, with its short name or "", and the first and last day of it."""

    name: str
    short: str
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class PauseView:
    """A time of rest; without an end the series is closed."""

    since: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series with its years, newest first."""

    id: str
    address: str
    title: str
    english: str
    titles: tuple[SeriesTitleView, ...]
    issuer: str
    summary: str
    issues: int
    items: int
    problems: int
    years: tuple[Count, ...]  # name is the year, "2004"
    latest: Sequence[IssueCard]  # newest first
    feeds: tuple[FeedLink, ...]
    pauses: tuple[PauseView, ...] = ()
    merged_into: Link | None = None
    predecessors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a statistics table that is also drawn as a bar."""

    name: str
    address: str  # "" where there is no page
    issues: int
    items: int
    problems: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over a span: all years, or one."""

    issues: int
    items: int
    problems: int
    general: int
    by_series: tuple[Bar, ...]
    by_unit: tuple[Bar, ...]
    by_topic: tuple[Bar, ...]
    by_period: tuple[Bar, ...]  # years of the whole, or the twelve months of a year


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, with how many items stand at its address; None where that is not said."""

    address: str
    name: str
    items: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to divide a listing (by status, by topic) with the values that have items."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The items of one year within a listing of several years."""

    anchor: str
    year: int
    address: str  # the page of that year, "" where there is none
    total: int  # how many items the year has, which may be more than are listed
    items: Sequence[ItemCard]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A year or month: how many problem items were reported, how many matters resolved."""

    name: str  # "2004年"
    mark: str  # "2004", for the axis of a chart
    address: str  # "" where there is no page
    reported: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Rows, oldest first, with the round numbers of a chart's axis, from 0 up to at least the highest figure.

    The first ``begun`` rows have figures; the months after the newest issue of all have none yet.
    """

    rows: tuple[TrendRow, ...]
    ticks: tuple[int, ...]
    begun: int


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb trail; the last has an empty address' page as current."""

    address: str
    name: str
