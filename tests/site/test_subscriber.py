"""Subscribers who follow the office through a hundred editorial actions hold exactly what is published, told once each.

A seeded machine changes a small tree and builds it after each change; subscribers of three habits read what stands:
one after every build, one now and then, one only at the end. What they should hold is worked out from the tree.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import feedparser
import pytest
from lxml import etree

import bulletin_build.plugin
import bulletin_feeds.story
import bulletin_source.tree
from bulletin.dates import CHINA
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from tests.conftest import SAMPLES
from tests.site.changing import AnIssue, AnItem, Desk, NothingToDoError, chosen
from tests.site.feed_rules.atom_document import TOMBSTONES
from tests.site.office import REPOSITORY
from tests.site.output import tree_of

_MOST: Final = 10  # issues of the tree
_TAG: Final = "tag:zwxx.example,2004:gazette/"
_SITE: Final = "content/data/site.yaml"
_UNITS: Final = "content/data/units.yaml"
_YEAR: Final = re.compile(r"\d{4}")
_UNIT: Final = re.compile(r"id: liubo, name: (\w+)")
_URL: Final = re.compile(r"^url: (\S+)$", re.MULTILINE)


# -- The office -------------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """What followers are to be told of an action: how many new entries, and of which entry a new date."""

    new: int = 0
    again: str = ""  # the id of an entry that has a new date


@dataclass
class Newsroom:
    """A tree, its builds and its clock, which never goes back."""

    desk: Desk
    rng: Random
    output: Path
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        """Return where the site stands now."""
        found = _URL.search(self.desk.files[_SITE].decode())
        assert found
        return found[1]

    @property
    def unit(self) -> str:
        """Return what the unit is called now that reports all items."""
        found = _UNIT.search(self.desk.files[_UNITS].decode())
        assert found
        return found[1]

    def build(self) -> None:
        """Build the public edition as it is now, by one worker, of what changed."""
        now = self.desk.now.replace(tzinfo=CHINA)
        self.desk.sync()
        settings, content = self.desk.root / "pelicanconf.py", self.desk.root / "content"
        run(Order(settings, content, self.output, Edition.PUBLIC, now, cache=self.desk.root / ".cache"))

    def fetch(self, address: str) -> bytes:
        """Return what a web server gives for an address; raise FileNotFoundError where nothing stands."""
        assert address.startswith(self.url), address
        return (self.output / address.removeprefix(self.url)).read_bytes()

    def act(self) -> tuple[str, Told]:
        """Let time go on and do something; return what, and what followers must be told."""
        self.desk.now += timedelta(hours=self.rng.choice((1, 1, 30, 70, 240, 500)))
        while True:
            names, weights = zip(*((name, weight) for name, (weight, _) in ACTIONS.items()), strict=True)
            (name,) = self.rng.choices(names, weights)
            try:
                told = ACTIONS[name][1](self)
            except NothingToDoError:
                continue
            self.counts[name] += 1
            return name, told

    # -- What the public may see --------------------------------------------------------------------------------------

    def issues(self, *states: str) -> list[AnIssue]:
        """Return the issues of which the public sees something."""
        every = [one for one in self.desk.issues if one.series == "gazette" and one.state in states]
        return [one for one in every if visible(one)]


Act = Callable[[Newsroom], Told]
ACTIONS: Final[dict[str, tuple[int, Act]]] = {}


def action(weight: int) -> Callable[[Act], Act]:
    """Count a function among the actions; the greater the weight the more often it is done."""

    def counted(act: Act) -> Act:
        ACTIONS[act.__name__.strip("_")] = (weight, act)
        return act

    return counted


def visible(issue: AnIssue) -> list[AnItem]:
    """Return the items that the public sees."""
    return [one for one in issue.items if "closed" not in one.fields and _was_visible(one)]


def _was_visible(item: AnItem) -> bool:
    return item.fields["kind"] == "general" or item.fields.get("disclosure") == "public"


def _id(issue: AnIssue) -> str:
    return f"{_TAG}{issue.signed.year}/{issue.number}"


def _item(room: Newsroom) -> AnItem:
    body = "\n\n".join(room.desk.words(room.rng, 5) + "。" for _ in range(2))
    item = AnItem(room.desk.words(room.rng, 2), body, unit="liubo")
    item.fields = {"topic": "农业农村", "kind": room.rng.choice(("general", "general", "problem"))}
    if item.fields["kind"] == "problem":
        item.fields["status"] = "open"
    return item


@action(16)
def _sign(room: Newsroom) -> Told:
    own = [one for one in room.desk.issues if one.series == "gazette"]
    if len(own) >= _MOST:
        raise NothingToDoError
    day = room.desk.now.date()
    before = [int(one.number) for one in own if one.signed.year == day.year]
    number, total = max(before, default=0) + 1, 433 + len(own)
    items = [_item(room) for _ in range(room.rng.choice((1, 2, 3)))]
    items[0].fields = {"topic": "农业农村", "kind": "general"}
    one = AnIssue("gazette", day, str(number), str(total), f"{day}-{len(own)}", items, room.desk.now)
    room.desk.issues.append(one)
    return Told(new=1)


@action(14)
def _edit_silently(room: Newsroom) -> Told:
    item = chosen(room.rng, [item for one in room.issues("issued", "withdrawn") for item in one.items])
    item.body = f"{room.desk.words(room.rng, 6)}。\n\n{item.body.split(chr(10))[0]}"
    return Told()


def _correct(room: Newsroom, level: str) -> AnIssue:
    one = chosen(room.rng, room.issues("issued"))
    place = one.items.index(chosen(room.rng, visible(one))) + 1
    where = room.rng.choice(("", f"item: {place}, "))
    note = f"{{date: {room.desk.now.date()}, level: {level}, {where}note: {room.desk.words(room.rng, 2)}}}"
    one.front["corrections"] = one.front.get("corrections", "") + f"\n  - {note}"
    one.items[place - 1].body += f"\n\n{room.desk.words(room.rng, 3)}。"
    return one


@action(12)
def _correct_minor(room: Newsroom) -> Told:
    _correct(room, "minor")
    return Told()


@action(18)
def _correct_major(room: Newsroom) -> Told:
    return Told(new=1, again=_id(_correct(room, "major")))


@action(7)
def _withdraw(room: Newsroom) -> Told:
    # Of an issue that is withdrawn for the second time the file forgets the first, so followers can't be told of both.
    one = chosen(room.rng, [one for one in room.issues("issued") if "reissued" not in one.front])
    one.state = "withdrawn"
    one.front["withdrawn"] = f"{{date: {room.desk.now.date()}, reason: {room.desk.words(room.rng, 2)}}}"
    return Told(new=1)


@action(9)
def _reissue(room: Newsroom) -> Told:
    one = chosen(room.rng, room.issues("withdrawn"))
    one.state = "issued"
    one.front["reissued"] = f"{{date: {room.desk.now.date()}, note: {room.desk.words(room.rng, 2)}}}"
    return Told(again=_id(one))


@action(8)
def _retitle_item(room: Newsroom) -> Told:
    chosen(room.rng, [item for one in room.issues("issued") for item in one.items]).title = room.desk.words(room.rng, 2)
    return Told()


@action(4)
def _retitle_issue(room: Newsroom) -> Told:
    chosen(room.rng, room.issues("issued")).front["title"] = room.desk.words(room.rng, 2)
    return Told()


def _older(room: Newsroom) -> list[AnIssue]:
    """Return the issues that came out before today: nothing is opened or closed on the very day."""
    return [one for one in room.issues("issued") if one.signed < room.desk.now.date()]


@action(8)
def _open_item(room: Newsroom) -> Told:
    withheld = [(one, item) for one in _older(room) for item in one.items if item not in visible(one)]
    one, item = chosen(room.rng, [pair for pair in withheld if "closed" not in pair[1].fields])
    item.fields |= {"disclosure": "public", "opened": room.desk.now.date().isoformat()}
    return Told(again=_id(one))


@action(5)
def _close_item(room: Newsroom) -> Told:
    today = room.desk.now.date().isoformat()
    shown = [(one, item) for one in _older(room) for item in visible(one)]
    one, item = chosen(room.rng, [pair for pair in shown if pair[1].fields.get("opened", "") < today])
    item.fields["closed"] = today
    if room.rng.random() < 0.5:
        item.fields["disclosure"] = "internal"  # as some editors write beside it
    return Told(again=_id(one)) if visible(one) else Told(new=1)


@action(5)
def _rename_file(room: Newsroom) -> Told:
    one = chosen(room.rng, room.desk.texts())
    one.name = f"{one.signed}-{room.desk.made}-{room.rng.randrange(10**6)}"
    return Told()


@action(4)
def _rename_unit(room: Newsroom) -> Told:
    text = room.desk.files[_UNITS].decode()
    room.desk.files[_UNITS] = text.replace(room.unit, f"柳泊{room.rng.randrange(10**6)}镇", 1).encode()
    return Told()


@action(4)
def _move_the_site(room: Newsroom) -> Told:
    new = f"https://zwxx{room.rng.randrange(10**6)}.example/"
    room.desk.files[_SITE] = _URL.sub(f"url: {new}", room.desk.files[_SITE].decode()).encode()
    return Told()


# -- Those who follow it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """An entry as a subscriber has it."""

    title: str
    link: str
    text: str
    updated: datetime


@dataclass
class Subscriber:
    """A reader of one feed as RFC 4287, 5005 and 6721 want it: by ids, dates, tombstones and archives."""

    path: str
    held: dict[str, Held] = field(default_factory=dict)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)  # every (id, updated) that was new to it
    archives: set[str] = field(default_factory=set)
    polls: int = 0

    def poll(self, room: Newsroom) -> list[tuple[str, str]]:
        """Read the feed, and every archive not yet read; return what is new, as id and date."""
        self.polls += 1
        documents = [room.fetch(room.url + self.path)]
        while True:
            found = feedparser.parse(documents[-1], sanitize_html=False, resolve_relative_uris=False)
            before = [link.href for link in found.feed.links if link.rel == "prev-archive"]
            if not before or before[0] in self.archives:
                break
            self.archives.add(before[0])
            documents.append(room.fetch(before[0]))
        return [new for data in reversed(documents) for new in self._take(data)]

    def _take(self, data: bytes) -> Iterator[tuple[str, str]]:
        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        assert not found.bozo
        for one in etree.fromstring(data).iter(f"{TOMBSTONES}deleted-entry"):
            held = self.held.get(str(one.get("ref")))
            if held and held.updated <= datetime.fromisoformat(str(one.get("when"))):
                del self.held[str(one.get("ref"))]
        for entry in found.entries:
            updated = datetime.fromisoformat(entry.updated)
            if entry.id in self.held and self.held[entry.id].updated > updated:
                continue  # an archive tells what has been told anew since
            self.held[entry.id] = Held(entry.title, entry.link, entry.content[0].value, updated)
            if (entry.id, entry.updated) not in self.told:
                self.told[entry.id, entry.updated] += 1
                yield entry.id, entry.updated


# -- What they should hold --------------------------------------------------------------------------------------------


def faults(room: Newsroom, held: Mapping[str, Held]) -> list[str]:
    """Return by what the entries that a follower of all issues holds differ from what is published."""
    expected: set[str] = set()
    found: list[str] = []
    for one in room.issues("issued"):
        own = _id(one)
        expected |= {own, *_notices(own, _majors(one, visible(one)), held)}
        found += _faults_of(room, one, held[own]) if own in held else []
    expected |= {_withdrawal(one) for one in room.issues("withdrawn")}
    expected |= {_closing(one) for one in room.desk.issues if one.series == "gazette" and not visible(one)}
    return found + _differences(expected, held)


def faults_of_problems(room: Newsroom, held: Mapping[str, Held]) -> list[str]:
    """Return by what the entries that a follower of problem items holds differ from what is published."""
    expected: set[str] = set()
    for one in room.issues("issued"):
        own, problems = _id(one), _problems(one)
        for item in problems:
            told = [id_ for id_, entry in held.items() if id_.startswith(f"{own}/") and item.title in entry.title]
            whole = [id_ for id_ in told if "#" not in id_ and _tells(room, held[id_], item)]
            expected.add(whole[0] if len(whole) == 1 else f"{own}: {item.title}")
        expected |= _notices(own, _majors(one, problems) if problems else [], held)
    expected |= {_withdrawal(one) for one in room.issues("withdrawn") if _problems(one)}
    every = [one for one in room.desk.issues if one.series == "gazette"]
    return [fault for one in every for fault in _faults_of_closings(one, held)] + _differences(
        expected, {id_: one for id_, one in held.items() if "#closed-" not in id_}
    )


def _faults_of_closings(issue: AnIssue, held: Mapping[str, Held]) -> Iterator[str]:
    """Yield by what the notices of an issue's closed problem items differ from their days; numbers follow no place."""
    closed = [one.fields["closed"] for one in issue.items if "closed" in one.fields if one.fields["kind"] == "problem"]
    found = [re.fullmatch(rf"{_id(issue)}/(\d+)#closed-(.*)", id_) for id_ in held]
    days = sorted(one[2] for one in found if one)
    if days != sorted(closed) or len({one[1] for one in found if one}) != len(days):
        yield f"{_id(issue)}: closed {days} instead of {sorted(closed)}"


def _closing(issue: AnIssue) -> str:
    return f"{_id(issue)}#closed-{max(one.fields['closed'] for one in issue.items if 'closed' in one.fields)}"


def _differences(expected: set[str], held: Mapping[str, Held]) -> list[str]:
    lacking = [f"lacks {one}" for one in sorted(expected - held.keys())]
    return lacking + [f"still holds {one}" for one in sorted(held.keys() - expected)]


def _problems(issue: AnIssue) -> list[AnItem]:
    return [one for one in visible(issue) if one.fields["kind"] == "problem"]


def _tells(room: Newsroom, held: Held, item: AnItem) -> bool:
    return held.link.startswith(room.url) and all(part in held.text for part in item.body.split("\n\n"))


def _withdrawal(issue: AnIssue) -> str:
    (day,) = re.findall(r"date: ([\d-]+)", issue.front["withdrawn"])
    return f"{_id(issue)}#withdrawal-{day}"


def _majors(issue: AnIssue, items: list[AnItem]) -> list[str]:
    """Return the notes of the major corrections of an issue as a whole and of these of its items."""
    shown = {issue.items.index(one) + 1 for one in items}
    found = re.findall(r"level: major, (?:item: (\d+), )?note: (\w+)}", issue.front.get("corrections", ""))
    return [note for item, note in found if not item or int(item) in shown]


def _notices(own: str, notes: list[str], held: Mapping[str, Held]) -> set[str]:
    """Return the id of the entry that holds each note, of which each must stand in one of its own."""
    entries = {id_: one.text for id_, one in held.items() if id_.startswith(own) and "#correction-" in id_}
    found = [[id_ for id_, text in entries.items() if note in text] for note in notes]
    return {ids[0] if len(ids) == 1 else f"{own}: {note}" for note, ids in zip(notes, found, strict=True)}


def _faults_of(room: Newsroom, issue: AnIssue, held: Held) -> Iterator[str]:
    name, items = f"{issue.signed.year}年第{issue.number}期", visible(issue)
    if name not in held.title or issue.front.get("title", items[0].title) not in held.title:
        yield f"{held.title} instead of {name}"
    if not held.link.startswith(room.url):
        yield f"{held.link} instead of {room.url}"
    notes = _majors(issue, items)
    parts = [part for item in items for part in (item.title, room.unit, *item.body.split("\n\n"))]
    yield from (f"{name} lacks {part}" for part in (*parts, *notes) if part not in held.text)
    hidden = [item for item in issue.items if item not in items]
    yield from (f"{name} tells {item.title}" for item in hidden if item.body.split("\n\n")[0] in held.text)
    if any(held.text.find(note) > held.text.find(parts[2]) for note in notes):
        yield f"{name} tells of a correction behind what was corrected"


# -- The tests --------------------------------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Return an office with one issue that is online."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 0)  # a build takes longer than a tick
    shutil.copy2(REPOSITORY / "pelicanconf.py", tmp_path / "pelicanconf.py")
    small = {f"content/{path}": data for path, data in tree_of(SAMPLES / "small").items()}
    kept = {path: data for path, data in small.items() if path.split("/")[1] in {"data", "pages"}}
    theme = {f"theme/{path}": data for path, data in tree_of(REPOSITORY / "theme").items()}
    desk = Desk(tmp_path, kept | theme, now=datetime(2004, 3, 5, 9, 0))  # noqa: DTZ001 (as the desk has it)
    made = Newsroom(desk, Random(10), tmp_path / "site" / "public")
    made.output.mkdir(parents=True)
    _sign(made)
    made.build()
    return made


Faults = Callable[[Newsroom, Mapping[str, Held]], list[str]]
_FEEDS: Final[dict[str, Faults]] = {"feeds/all.atom": faults, "feeds/problems.atom": faults_of_problems}


def test_followers_end_with_what_is_published(room: Newsroom, request: pytest.FixtureRequest) -> None:
    """Whatever editors do, followers hold what is published, told of each change once and of no typing error."""
    polls: int = request.config.getoption("--polls")
    diligent, occasional, late = ({path: Subscriber(path) for path in _FEEDS} for _ in range(3))
    for one in diligent.values():
        one.poll(room)
    passed: list[str] = []
    while len(passed) < polls:
        acts = [room.act() for _ in range(room.rng.choice((1, 1, 2, 3)))]
        room.build()
        passed += [f"{room.desk.now:%Y-%m-%d %H:%M} {name}" for name, _ in acts]
        for path, follower in diligent.items():
            before = {id_ for id_, _ in follower.told}
            news = follower.poll(room)
            assert _FEEDS[path](room, follower.held) == [], (path, passed)
            if path == "feeds/all.atom":
                new, again = ([id_ for id_, _ in news if (id_ in before) is known] for known in (False, True))
                assert len(new) <= sum(told.new for _, told in acts), (passed, news)
                assert {*again} <= {told.again for _, told in acts}, (passed, news)
                assert len(acts) > 1 or len(new) == acts[0][1].new, (passed, news)
                assert len(again) == len({*again}), (passed, news)
        if room.rng.random() < 0.15:
            for path, follower in occasional.items():
                follower.poll(room)
                assert _FEEDS[path](room, follower.held) == [], (path, passed)
    for path in _FEEDS:
        for follower in (diligent[path], occasional[path], late[path]):
            follower.poll(room)
            assert _FEEDS[path](room, follower.held) == [], (path, passed)
    assert polls < 100 or ACTIONS.keys() == set(room.counts)


def test_a_small_window_loses_nothing(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the subscription document holds few entries, the archives hold the rest, each year once it is over."""
    monkeypatch.setattr(bulletin_feeds.story, "NEWEST", 3)
    monkeypatch.setattr(bulletin_feeds.story, "CORRECTIONS", 1)
    occasional = Subscriber("feeds/all.atom")
    occasional.poll(room)
    room.desk.now += timedelta(days=200)
    for _ in range(8):
        for _ in range(4):
            room.act()
        room.build()
        occasional.poll(room)
        late = Subscriber("feeds/all.atom")
        late.poll(room)
        assert faults(room, late.held) == []
        assert occasional.held.keys() == late.held.keys()
        assert [id_ for id_, one in occasional.held.items() if one.updated != late.held[id_].updated] == []
    assert late.archives


def _archives(room: Newsroom) -> dict[str, bytes]:
    """Return every document of a feed's closed past."""
    folders = (path for path in (room.output / "feeds").rglob("*") if path.is_dir())
    files = (path for folder in folders for path in folder.iterdir() if _YEAR.fullmatch(path.stem))
    return {path.relative_to(room.output).as_posix(): path.read_bytes() for path in files}


def test_a_closed_year_is_never_rewritten(room: Newsroom) -> None:
    """New issues, in the year that follows and in the next, leave every archive there is as it is, byte for byte."""
    for _ in range(3):
        _sign(room)
        _correct_major(room)
        room.desk.now += timedelta(days=40)
    room.desk.now = datetime(2005, 1, 20, 10, 0)  # noqa: DTZ001 (as the desk has it)
    _sign(room)
    room.build()
    first = _archives(room)
    assert {Path(path).stem for path in first} == {"2004"}
    assert {Path(path).suffix for path in first} == {".atom"}
    for day in (datetime(2005, 7, 1, 10, 0), datetime(2006, 2, 1, 10, 0)):  # noqa: DTZ001 (likewise)
        room.desk.now = day
        _sign(room)
        room.build()
    later = _archives(room)
    assert {path: data for path, data in later.items() if path in first} == first
    assert {Path(path).stem for path in later} == {"2004", "2005"}
