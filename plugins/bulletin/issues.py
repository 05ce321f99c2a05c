"""Issues and their items: one numbered act of publishing, and the pieces of information inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bulletin.kinds import Disclosure, Kind, Level, ReviewStep, Status, Subtype, Track
from bulletin.numbers import Number, Span
from bulletin.reference import Series, Topic, Unit


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """A reference to an item, written ``series/year/number/n`` like its address; the n-th item of the source file."""

    series: str
    year: int
    segment: str
    n: int

    def __str__(self) -> str:
        return f"{self.series}/{self.year}/{self.segment}/{self.n}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A ``[[…]]`` in a text: what it points at (n 0: the issue as a whole), and where it is written."""

    target: ItemRef
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: what was wrong, what is right, and how readers are told (domain notes 6.4)."""

    corrected: date
    level: Level
    item: int | None
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """撤回: the number stays used, the text goes, a notice remains (case C16)."""

    withdrawn: date
    reason: str
    contact: str


@dataclass(frozen=True, slots=True)
class GoneItem:
    """Under what an item that is public no longer was listed: ``topic`` ("" for none) and ``units`` are ids.

    ``closed`` is the day on which it was closed; None: its issue was withdrawn.
    """

    n: int
    kind: Kind
    topic: str
    units: tuple[str, ...]
    media: bool  # whether files belonged to it
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What an edition showed of an issue and shows no longer, without a word of it: feeds have to take it back (C16).

    Of a withdrawn issue these are all items and corrections, of any other the closed items and their corrections.
    """

    items: tuple[GoneItem, ...] = ()
    corrections: tuple[Correction, ...] = ()  # their days and items alone


@dataclass(frozen=True, slots=True)
class Reissue:
    """更正重发: a withdrawn issue that came out again under its number (case C17)."""

    reissued: date
    note: str
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Why an editor opened what defaults to less: the reason, and the article that allows or demands it."""

    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Review:
    """One of the readings before publication (《政府信息公开条例》 article 17): which, by what office, and when."""

    step: ReviewStep
    role: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class Item:
    """条目. ``body`` is sanitised HTML whose local addresses begin with ``site:``; ``text`` is its plain text.

    ``n`` ends its address: its place in the source file, from 1; in a public catalogue, its place in order of opening.
    ``opened`` and ``closed`` are days after publication on which the public began and ceased to see it.
    """

    n: int
    line: int
    title: str
    units: tuple[Unit, ...]
    topic: Topic | None
    kind: Kind
    kind_by_editor: bool
    status: Status | None
    disclosure: Disclosure | None
    follows: ItemRef | None
    body: str
    text: str
    media: tuple[str, ...]
    references: tuple[Reference, ...]
    subtype: Subtype | None = None
    unsure: bool = False  # no editor named its kind, and the classifier leaves it to one
    topic_by_editor: bool = True
    opening: Opening | None = None
    opened: date | None = None
    closed: date | None = None
    disclosure_at: tuple[int, int] = (0, 0)  # line and column of the item's own disclosure, or of its title


@dataclass(frozen=True, slots=True)
class Issue:
    """期. ``path`` is relative to the content tree; ``span`` is None while the issue is an unsigned draft (rule N1).

    ``period`` is the first day of the month the issue reports on; ``mark`` stands in brackets behind its number.
    ``withdrawal`` is None again once the issue was reissued; ``replaces`` names a withdrawn issue (case C18).
    """

    path: str
    series: Series
    title: str
    signed: date
    published: datetime | None
    track: Track
    span: Span | None
    total: Span | None
    disclosure: Disclosure
    editor: str
    note: str
    items: tuple[Item, ...]
    corrections: tuple[Correction, ...]
    withdrawal: Withdrawal | None
    period: date | None = None
    mark: str = ""
    printed_total: int | None = None
    reissue: Reissue | None = None
    replaces: ItemRef | None = None
    number_at: tuple[int, int] = (0, 0)  # line and column of the number, or of the signing date
    notes: tuple[str, ...] = ()  # what the masthead says beside the number
    gone: Gone = Gone()
    opening: Opening | None = None
    reviews: tuple[Review, ...] = ()  # as written; the checks see to their order
    disclosure_at: tuple[int, int] = (0, 0)  # line and column of the issue's own disclosure, or of its front matter
    number: Number | None = field(init=False, compare=False, repr=False)  # None for a draft; asked for very often

    def __post_init__(self) -> None:
        number = None if self.span is None else self.series.number_on(self.counted_on, self.track, self.span)
        object.__setattr__(self, "number", number)

    @property
    def counted_on(self) -> date:
        """Return the day that decides in which year and run the issue is counted (rule N9)."""
        return self.series.counted_on(self.signed, self.period, self.span)

    @property
    def year(self) -> int:
        """Return the year the issue is filed under, that of its number."""
        return self.counted_on.year if self.number is None else self.number.year


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page that is no bulletin: about, accessibility. ``name`` is its file's name without the ending."""

    path: str
    name: str
    title: str
    body: str
    media: tuple[str, ...]
    references: tuple[Reference, ...]
