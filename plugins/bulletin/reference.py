"""Reference data of an office: the site, its series, units and topics, and lookups by id or name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bulletin.kinds import Disclosure, Language, Track
from bulletin.numbers import Number, Span, Style, full_label, number_label

_FIRST_HALF: Final = 6


class Restart(StrEnum):
    """When numbers start again from 1."""

    ANNUAL = "annual"
    CONTINUOUS = "continuous"
    VOLUME = "volume"


class CombinedTotal(StrEnum):
    """How a merged issue counts in the total (rule N8)."""

    PER_SLOT = "per_slot"
    PER_ISSUE = "per_issue"


class YearBasis(StrEnum):
    """Which day gives a number its year: that of signing, or the end of the period covered (rule N9)."""

    SIGNED = "signed"
    PERIOD = "period"


class Counting(StrEnum):
    """What the next number is: one more than the last, or the month's (case C5)."""

    NEXT = "next"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class SeriesTitle:
    """A title of a series and the signing dates it is valid for, both ends included."""

    name: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether an issue signed on this day bears the title."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time in which numbers are counted in one way, from 1 at its beginning (cases C24, C25)."""

    since: date | None
    restart: Restart
    volume: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """停刊: days on which nothing may be signed, both ends included; without an end the series is closed (C34)."""

    since: date
    until: date | None
    reason: str

    def covers(self, day: date) -> bool:
        """Say whether the series rested on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Addressees:
    """报、送、发: whom an issue goes to, superiors, peers and subordinates (domain notes 1.1); "" for nobody."""

    report: str = ""
    copy: str = ""
    send: str = ""

    def __bool__(self) -> bool:
        return bool(self.report or self.copy or self.send)


NOBODY: Final = Addressees()


@dataclass(frozen=True, slots=True)
class Series:
    """A periodical (刊物). ``runs`` is never empty; its first has no beginning."""

    id: str
    titles: tuple[SeriesTitle, ...]
    english: str
    issuer: str
    summary: str
    disclosure: Disclosure
    runs: tuple[Run, ...]
    combined_total: CombinedTotal
    total_seed: int | None
    style: Style
    launched: date | None
    expected_per_year: int | None
    year_basis: YearBasis = YearBasis.SIGNED
    counting: Counting = Counting.NEXT
    pauses: tuple[Pause, ...] = ()
    merged_into: str = ""  # id of the series that goes on in its place (C35)
    mark_last: bool = False
    problem_disclosure: Disclosure = Disclosure.INTERNAL  # of problem items whose editor said nothing
    addressees: Addressees = NOBODY
    addressees_public: bool = False  # whether the public edition names them too
    index_code: str = ""  # what stands for it in index numbers; "": its id

    @property
    def title(self) -> str:
        """Return the present title."""
        return self.titles[-1].name

    def title_on(self, day: date) -> str:
        """Return the title valid on a signing date (rule N11); the nearest one where none covers it."""
        for title in self.titles:
            if title.covers(day):
                return title.name
        return self.titles[0].name if day < (self.titles[0].since or day) else self.title

    def pause_on(self, day: date) -> Pause | None:
        """Return the pause a day falls into, if any."""
        return next((pause for pause in self.pauses if pause.covers(day)), None)

    def counted_on(self, signed: date, period: date | None, span: Span | None = None) -> date:
        """Return the day that decides year and run of a number: of signing, or the first of the month covered (N9).

        A number merged across years belongs to the year it begins in, also when it is signed early in the next (C10).
        """
        day = period if period is not None and self.year_basis is YearBasis.PERIOD else signed
        return date(day.year - 1, 12, 31) if span and span.over and day.month <= _FIRST_HALF else day

    def number_on(self, day: date, track: Track, span: Span) -> Number:
        """Return the number of an issue counted on a day."""
        return Number(day.year, track, span, self.part_on(day) if len(self.runs) > 1 else 1)

    def _runs_of(self, year: int) -> tuple[int, ...]:
        """Return the places of the runs that a year has days of, the one it begins in first."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        begun = [n for n, run in enumerate(self.runs) if run.since is None or run.since <= last]
        return tuple(n for n in begun if n == begun[-1] or (self.runs[n + 1].since or first) > first)

    def part_on(self, day: date) -> int:
        """Return which of its year's runs a day falls into, from 1 (case C24)."""
        runs = self._runs_of(day.year)
        return sum((self.runs[n].since or day) <= day for n in runs)

    def run_of(self, number: Number) -> int:
        """Return the place of a number's run; raise ValueError where its year has no such part."""
        if len(self.runs) == 1 and number.part == 1:
            return 0
        runs = self._runs_of(number.year)
        if not 1 <= number.part <= len(runs):
            raise ValueError(number.code)
        return runs[number.part - 1]

    def sequence_of(self, number: Number) -> tuple[int, Track, int]:
        """Return what a number is unique and dense within: run, track, and the year where that counts from 1."""
        run = self.run_of(number)
        yearly = self.runs[run].restart is Restart.ANNUAL or number.track is not Track.REGULAR
        return run, number.track, number.year if yearly else 0

    def number_label(self, number: Number) -> str:
        """Return a number as the series prints it: 2004年第10期; 第533期 where numbers run on (case C3)."""
        try:
            run = self.runs[self.run_of(number)]
        except ValueError:
            run = self.runs[-1]
        regular = number.track is Track.REGULAR
        dated = run.restart is not Restart.CONTINUOUS or not regular
        return number_label(number, self.style, dated=dated, volume=run.volume if regular else None)

    def full_label(self, number: Number, total: Span | None) -> str:
        """Return number and total: 2004年第10期（总第442期）; a total that says the same again is left out (C3)."""
        label = self.number_label(number)
        same = total == number.span and label == number_label(number, self.style, dated=False)
        return full_label(label, None if same else total, self.style)


@dataclass(frozen=True, slots=True)
class FormerName:
    """曾用名: a name that a unit bore until a day, itself included; without ``since``, from the beginning."""

    name: str
    short: str
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class Unit:
    """An office that reports items (单位). ``former`` are the names before the present one, oldest first."""

    id: str
    name: str
    short: str
    english: str
    group: str
    former: tuple[FormerName, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name and short name, the present ones first."""
        past = (name for one in self.former for name in (one.name, one.short))
        return tuple(name for name in (self.name, self.short, *past) if name)

    def name_on(self, day: date) -> str:
        """Return the name it bore on a day, as the bulletin of that day printed it; where none is known, the next."""
        return next((one.name for one in self.former if day <= one.until), self.name)

    def former_name(self, name: str) -> FormerName | None:
        """Return the former name that a name or short name is, if it isn't the present one too."""
        if name in (self.name, self.short):
            return None
        return next((one for one in reversed(self.former) if name in (one.name, one.short)), None)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject (主题); ``theme`` is the State Council's two-level 公文主题分类, joined by a backslash.

    ``strong``, ``words`` and ``against`` are the office's own words that tell items of this topic.
    """

    id: str
    name: str
    english: str
    theme: str
    strong: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class SearchEngine(StrEnum):
    """An outside engine that readers without scripts may be sent to."""

    BAIDU = "baidu"
    BING = "bing"
    SOGOU = "sogou"


@dataclass(frozen=True, slots=True)
class Site:
    """What the portal says of itself. ``url`` is absolute and ends in a slash; ``feed_authority`` is ``host,year``."""

    name: str
    short_name: str
    description: str
    url: str
    feed_authority: str
    organiser: str
    operator: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    sample: bool = False
    sample_notice: str = ""
    on_request: str = ""  # how readers apply for what is disclosed on request
    counts_public: bool = False  # the public edition may say how many items it leaves out
    attachment_types: tuple[str, ...] = ()  # endings of files it may hold; none: those the program knows
    search_engine: SearchEngine | None = None  # None: readers are sent to no outside engine
    by_email: str = ""  # how readers ask for issues by e-mail
    hub: str = ""  # address of the WebSub hub that is told of changed feeds; "": there is none
    id_code: str = ""  # 政府网站标识码
    icp: str = ""  # ICP备案号
    police_record: str = ""  # 公安备案号
    mark_url: str = ""  # page of the party-and-government mark (党政机关网站标识)
    errors_url: str = ""  # page at which errors of the site are reported (我为政府网站找错)
    data_licence: str = ""  # under which the open data may be used; "": nothing is said
    data_licence_url: str = ""  # page at which it stands
    organ_code: str = ""  # of the organisation, in index numbers
    index_number: str = ""  # format of index numbers; "": that of bulletin.index_numbers
    languages: tuple[Language, ...] = (Language.CHINESE,)  # of the interface; Chinese comes first

    @property
    def police_code(self) -> str:
        """Return the digits of the record at the police, by which it is looked up there."""
        return "".join(filter(str.isdecimal, self.police_record))


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data, in the order the office wrote it."""

    site: Site
    series: tuple[Series, ...]
    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]

    def series_names(self) -> dict[str, Series]:
        """Map ids and all titles, present and past, to series; a title that two series share names neither (C37)."""
        titles = Counter(name for one in self.series for name in {title.name for title in one.titles})
        names = {name.name: one for one in self.series for name in one.titles if titles[name.name] == 1}
        return names | {one.id: one for one in self.series}

    def shown_title(self, series: Series) -> str:
        """Return a series' present title, with its issuer where another series has the same (C37)."""
        shared = any(one.title == series.title and one.id != series.id for one in self.series)
        return f"{series.title}（{series.issuer}）" if shared else series.title

    def predecessors(self, series: Series) -> tuple[Series, ...]:
        """Return the series that were merged into this one (C35)."""
        return tuple(one for one in self.series if one.merged_into == series.id)

    def unit_names(self) -> dict[str, Unit]:
        """Map ids, names and short names, present and former, to units."""
        return {name: one for one in self.units for name in (*reversed(one.names), one.id)}

    def topic_names(self) -> dict[str, Topic]:
        """Map ids and names to topics."""
        return {name: one for one in self.topics for name in (one.name, one.id)}
