"""A content tree that changes at random, as editors, other programs and accidents change one.

`Desk` is the tree as its editor thinks of it; what it says stands in files as soon as ``sync`` has written them, and
only files that became others are written. ``ACTIONS`` are all the changes there are, by name; each may lead to a tree
with an error, which the tests then compare too and take back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from bulletin.dates import CHINA

T = TypeVar("T")

Action = Callable[["Desk", Random], None]
ACTIONS: Final[dict[str, Action]] = {}

_WHY: Final = "opened_because: 需要公众知晓。\nbasis: 《政府信息公开条例》第十九条\n"
_HEAD: Final = "year,number,total,track,state,signed,published,issue,note\n"
_UNITS: Final = ("柳泊镇", "区水利局", "区卫生局")
_TOPICS: Final = ("农业农村", "卫生健康", "城乡建设")
_WORDS: Final = (
    "干渠整修水库除险道路硬化校舍改造厂区绿化街巷照明河道清淤粮食收购苗木补植灯杆更新管网铺设桥梁加固农技培训"
)
_SIGNS: Final = "东西南北上下左右前后里外春夏秋冬甲乙丙丁金木水火土山石田林泉云雨风霜雪松竹梅兰菊桃李杏梨枣"
_MEDIA: Final = "media/gazette/2004/"


def action(change: Action) -> Action:
    """Count a function among the changes."""
    ACTIONS[change.__name__] = change
    return change


class NothingToDoError(Exception):
    """The tree holds nothing that could be changed so."""


@dataclass
class AnItem:
    """An item as it is written."""

    title: str
    body: str
    unit: str = "柳泊镇"
    fields: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the item as it stands in its file."""
        block = "".join(f"{name}: {value}\n" for name, value in self.fields.items())
        if self.fields.get("disclosure") == "public":
            block += _WHY
        return f"## {self.title}\n\n```item\nunit: {self.unit}\n{block}```\n\n{self.body}\n\n"


@dataclass
class AnIssue:
    """An issue as its file and the line of its ledger have it; without ``number`` it is a draft without a line."""

    series: str
    signed: date
    number: str
    total: str
    name: str
    items: list[AnItem]
    published: datetime | None = None
    front: dict[str, str] = field(default_factory=dict)
    state: str = "issued"
    track: str = "regular"
    held: bool = True  # the file is there

    @property
    def path(self) -> str:
        """Return the file."""
        return f"{self.series}/{self.signed.year}/{self.name}.md"

    def text(self) -> str:
        """Return the file's content."""
        head = {"series": self.series, "signed": self.signed.isoformat()}
        if self.published:
            head["published"] = f"{self.published:%Y-%m-%d %H:%M}"
        if self.number:
            head["number"] = self.number
        if self.track != "regular":
            head["track"] = self.track
        front = "".join(f"{name}: {value}\n" for name, value in (head | self.front).items())
        return f"---\n{front}---\n\n{''.join(item.text() for item in self.items)}"

    def line(self) -> str:
        """Return the line of the ledger."""
        when = f"{self.published:%Y-%m-%d %H:%M}" if self.published else ""
        total = "" if self.track != "regular" else self.total
        held = self.path if self.held or self.state == "withdrawn" else ""
        row = (str(self.signed.year), self.number, total, self.track, self.state, self.signed.isoformat(), when, held)
        if self.state == "void":
            row = (*row[:5], "", "", "")
        return ",".join((*row, "空缺" if self.state == "void" else "")) + "\n"


@dataclass
class Desk:
    """A tree under change; ``files`` are those of it and of the theme that no issue accounts for."""

    root: Path
    files: dict[str, bytes]
    issues: list[AnIssue] = field(default_factory=list)
    now: datetime = datetime(2005, 3, 1, 9, 0)  # noqa: DTZ001 (in China, as everything an editor writes)
    edition: str = "public"
    written: dict[str, bytes] = field(default_factory=dict)
    made: int = 0  # texts that were made up

    def wanted(self) -> dict[str, bytes]:
        """Return every file as it should be."""
        files = dict(self.files)
        for series in ("gazette", "key-affairs"):
            lines = [one.line() for one in self.issues if one.series == series and one.number]
            files[f"content/ledger/{series}.csv"] = (_HEAD + "".join(lines)).encode()
        for one in self.issues:
            if one.held and one.state != "void":
                files[f"content/{one.path}"] = one.text().encode()
        return files

    def sync(self) -> None:
        """Write what is not yet so, and nothing else."""
        wanted = self.wanted()
        for path in self.written.keys() - wanted.keys():
            (self.root / path).unlink()
            with suppress(OSError):
                (self.root / path).parent.rmdir()  # an empty folder of the theme would be published
        for path, data in wanted.items():
            if self.written.get(path) != data:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(data)
        self.written = wanted

    def state(self) -> tuple[dict[str, bytes], list[AnIssue]]:
        """Return what can be gone back to."""
        return dict(self.files), deepcopy(self.issues)

    def go_back(self, state: tuple[dict[str, bytes], list[AnIssue]]) -> None:
        """Let the tree be as it was."""
        self.files, self.issues = state
        self.sync()

    def now_in_china(self) -> datetime:
        """Return the moment to build for."""
        return self.now.replace(tzinfo=CHINA)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file that no issue accounts for."""
        text = self.files[path].decode()
        if old not in text:
            raise NothingToDoError(path)
        self.files[path] = text.replace(old, new, 1).encode()

    # -- Choosing -----------------------------------------------------------------------------------------------------

    def texts(self) -> list[AnIssue]:
        """Return the issues that have a text."""
        return [one for one in self.issues if one.held and one.state != "void"]

    def an_issue(self, rng: Random, which: Callable[[AnIssue], bool] = lambda _: True) -> AnIssue:
        """Choose an issue."""
        return chosen(rng, [one for one in self.texts() if which(one)])

    def an_item(self, rng: Random, which: Callable[[AnIssue, AnItem], bool] = lambda _, __: True) -> AnItem:
        """Choose an item."""
        return chosen(rng, [item for one in self.texts() for item in one.items if which(one, item)])

    def a_target(self, rng: Random) -> tuple[AnIssue, int]:
        """Choose an item that others may name."""
        one = self.an_issue(rng, lambda one: bool(one.number) and one.track == "regular")
        return one, rng.randrange(len(one.items)) + 1

    def last(self, series: str) -> AnIssue:
        """Return the issue whose number was given last."""
        return [one for one in self.issues if one.series == series and one.number and one.track == "regular"][-1]

    # -- Making up ----------------------------------------------------------------------------------------------------

    def words(self, rng: Random, number: int) -> str:
        """Make up a text that no other has."""
        self.made += 1
        words = (rng.choice(range(0, len(_WORDS), 4)) for _ in range(number))
        # Signs between them, or the words of a public text might happen to be those of a withheld one.
        return "".join(_WORDS[at : at + 4] + rng.choice(_SIGNS) + rng.choice(_SIGNS) for at in words) + f"{self.made}处"

    def new_item(self, rng: Random) -> AnItem:
        """Make up an item: general, a problem, or one whose editor left both open."""
        body = "\n\n".join(self.words(rng, 12) + "。" for _ in range(3))
        item = AnItem(self.words(rng, 2), body, rng.choice(_UNITS))
        fields = rng.choice(({"kind": "general"}, {"kind": "problem", "status": "open"}, {"kind": "general"}, {}))
        item.fields = {"topic": rng.choice(_TOPICS), **fields}
        return item

    def new_issue(self, rng: Random, series: str, *, width: int = 1) -> AnIssue:
        """Make up the next issue of a series, signed and published."""
        last = self.last(series)
        signed = last.signed + timedelta(days=rng.choice((7, 14, 40)))
        first = int(last.number.split("-")[-1]) + 1 if signed.year == last.signed.year else 1
        total = int(last.total.split("-")[-1]) + 1
        number, totals = str(first), str(total)
        if width > 1:
            number, totals = f"{first}-{first + width - 1}", f"{total}-{total + width - 1}"
        items = [self.new_item(rng) for _ in range(rng.choice((1, 2, 3)))]
        published = datetime(signed.year, signed.month, signed.day, 10, 5)  # noqa: DTZ001 (likewise)
        one = AnIssue(series, signed, number, totals, signed.isoformat(), items, published)
        self.issues.append(one)
        return one


def chosen(rng: Random, of: list[T]) -> T:
    """Choose one of a list; raise NothingToDoError where it is empty."""
    if not of:
        raise NothingToDoError
    return rng.choice(of)


def begun(root: Path, files: dict[str, bytes], seed: int) -> Desk:
    """Return a tree of two series with a pause, problems, threads, references, media and a page, and write it."""
    rng = Random(seed)
    desk = Desk(root, files)
    for series, total in (("gazette", 433), ("key-affairs", 1)):
        day = date(2004, 3, 5) if series == "gazette" else date(2004, 4, 2)
        one = AnIssue(series, day, "1", str(total), day.isoformat(), [desk.new_item(rng), desk.new_item(rng)])
        one.published = datetime(day.year, day.month, day.day, 9, 5)  # noqa: DTZ001 (likewise)
        desk.issues.append(one)
        for _ in range(4):
            desk.new_issue(rng, series)
        one.items[0].body += f"\n\n![干渠](../../{_MEDIA}canal.svg)"
        one.items[1].body += f"\n\n各段进度见[进度表](../../{_MEDIA}progress.csv)。"
    for change in (follow, refer, open_item, follow, refer, merge_two, correct_major):
        before = desk.state()
        try:
            change(desk, rng)
        except NothingToDoError:
            desk.files, desk.issues = before
    desk.sync()
    return desk


# -- Words ------------------------------------------------------------------------------------------------------------


def _is_told(one: AnIssue, item: AnItem) -> bool:
    """Say whether all of an issue is public, so that a change behind an item's beginning is seen nowhere else."""
    return one.series == "gazette" and all(other.fields.get("kind") == "general" for other in one.items) and bool(item)


@action
def body_end(desk: Desk, rng: Random) -> None:
    """Change the last words of an item."""
    desk.an_item(rng).body += f"\n\n{desk.words(rng, 9)}。"


@action
def body_end_of_the_public(desk: Desk, rng: Random) -> None:
    """Change the last words of an item of an issue that is all public."""
    desk.an_item(rng, _is_told).body += f"\n\n{desk.words(rng, 9)}。"


@action
def body_end_again(desk: Desk, rng: Random) -> None:
    """Do it again."""
    desk.an_item(rng, _is_told).body += f"{desk.words(rng, 5)}。"


@action
def body_beginning(desk: Desk, rng: Random) -> None:
    """Change the first words of an item."""
    item = desk.an_item(rng)
    item.body = f"{desk.words(rng, 6)}。{item.body}"


@action
def title(desk: Desk, rng: Random) -> None:
    """Rename an item."""
    desk.an_item(rng).title = desk.words(rng, 2)


@action
def issue_title(desk: Desk, rng: Random) -> None:
    """Rename an issue."""
    desk.an_issue(rng).front["title"] = desk.words(rng, 2)


@action
def note(desk: Desk, rng: Random) -> None:
    """Write an editor's note."""
    desk.an_issue(rng).front["note"] = desk.words(rng, 5)


@action
def add_item(desk: Desk, rng: Random) -> None:
    """Put an item somewhere into an issue."""
    one = desk.an_issue(rng)
    one.items.insert(rng.randrange(len(one.items) + 1), desk.new_item(rng))


@action
def remove_item(desk: Desk, rng: Random) -> None:
    """Take an item out of an issue."""
    one = desk.an_issue(rng, lambda one: len(one.items) > 1)
    del one.items[rng.randrange(len(one.items))]


@action
def swap_items(desk: Desk, rng: Random) -> None:
    """Turn the order of an issue round."""
    desk.an_issue(rng, lambda one: len(one.items) > 1).items.reverse()


@action
def copy_text(desk: Desk, rng: Random) -> None:
    """Say in one item what another says."""
    desk.an_item(rng).body += "\n\n" + desk.an_item(rng).body.split("\n\n")[0]


@action
def quote_withheld(desk: Desk, rng: Random) -> None:
    """Say at the end of a public item what a withheld one says."""
    withheld = desk.an_item(rng, lambda one, item: one.series == "key-affairs" and "disclosure" not in item.fields)
    desk.an_item(rng, _is_told).body += "\n\n" + withheld.body.split("\n\n")[0]


@action
def two_at_once(desk: Desk, rng: Random) -> None:
    """Rename one item and change another."""
    title(desk, rng)
    body_end(desk, rng)


# -- Fields -----------------------------------------------------------------------------------------------------------


@action
def kind(desk: Desk, rng: Random) -> None:
    """Change the kind of an item, or leave it open."""
    item = desk.an_item(rng)
    item.fields.pop("status", None)
    item.fields.pop("kind", None)
    item.fields |= rng.choice(({"kind": "general"}, {"kind": "problem"}, {}))


@action
def status(desk: Desk, rng: Random) -> None:
    """Change the status of a problem."""
    item = desk.an_item(rng, lambda _, item: item.fields.get("kind") == "problem")
    item.fields["status"] = rng.choice(
        [one for one in ("open", "handling", "resolved") if one != item.fields.get("status")]
    )


@action
def unit(desk: Desk, rng: Random) -> None:
    """Change the units of an item."""
    item = desk.an_item(rng)
    item.unit = rng.choice([one for one in (*_UNITS, "[柳泊镇, 区水利局]") if one != item.unit])


@action
def topic(desk: Desk, rng: Random) -> None:
    """Change the topic of an item."""
    item = desk.an_item(rng)
    item.fields["topic"] = rng.choice([one for one in _TOPICS if one != item.fields.get("topic")])


@action
def follow(desk: Desk, rng: Random) -> None:
    """Let an item go on from one of an earlier issue."""
    target, place = desk.a_target(rng)
    item = desk.an_item(rng, lambda one, _: one.signed > target.signed)
    item.fields["follows"] = f"{target.series}/{target.signed.year}/{target.number}/{place}"


@action
def unfollow(desk: Desk, rng: Random) -> None:
    """Let an item stand alone again."""
    del desk.an_item(rng, lambda _, item: "follows" in item.fields).fields["follows"]


@action
def refer(desk: Desk, rng: Random) -> None:
    """Name an item or an issue in a text."""
    target, place = desk.a_target(rng)
    name = f"{target.series} {target.signed.year}/{target.number}" + rng.choice(("", f"/{place}"))
    desk.an_item(rng).body += f"\n\n见[[{name}]]。"


@action
def open_item(desk: Desk, rng: Random) -> None:
    """Open an item that is withheld."""
    desk.an_item(rng, lambda _, item: item.fields.get("kind") == "problem").fields["disclosure"] = "public"


@action
def open_later(desk: Desk, rng: Random) -> None:
    """Open an item on a day after its issue, which may lie ahead."""
    one = desk.an_issue(rng, lambda one: any(item.fields.get("kind") == "problem" for item in one.items))
    item = next(item for item in one.items if item.fields.get("kind") == "problem")
    day = max(one.signed, desk.now.date()) + timedelta(days=rng.choice((1, 20)))
    item.fields |= {"disclosure": "public", "opened": day.isoformat()}


@action
def close_item(desk: Desk, rng: Random) -> None:
    """Withhold an item that was public."""
    one = desk.an_issue(rng, lambda one: one.series == "gazette" and one.published is not None)
    item = rng.choice(one.items)
    item.fields.pop("opened", None)
    item.fields |= {"disclosure": "internal", "closed": (one.signed + timedelta(days=9)).isoformat()}


@action
def on_request(desk: Desk, rng: Random) -> None:
    """Give an item on request only."""
    desk.an_item(rng).fields["disclosure"] = "on-request"


@action
def disclosure_of_issue(desk: Desk, rng: Random) -> None:
    """Withhold an issue, or give it on request only."""
    one = desk.an_issue(rng)
    one.front["disclosure"] = rng.choice(
        [said for said in ("internal", "on-request") if said != one.front.get("disclosure")]
    )


# -- Issues -----------------------------------------------------------------------------------------------------------


@action
def add_issue(desk: Desk, rng: Random) -> None:
    """Sign an issue."""
    desk.new_issue(rng, rng.choice(("gazette", "gazette", "key-affairs")))


@action
def merge_two(desk: Desk, rng: Random) -> None:
    """Sign an issue with two numbers."""
    desk.new_issue(rng, "gazette", width=2)


@action
def add_supplement(desk: Desk, rng: Random) -> None:
    """Sign a supplement."""
    day = desk.last("gazette").signed
    before = [one for one in desk.issues if one.track == "supplement" and one.signed.year == day.year]
    items = [desk.new_item(rng)]
    one = AnIssue(
        "gazette", day, str(len(before) + 1), "", f"{day}-supplement-{len(before)}", items, track="supplement"
    )
    one.published = datetime(day.year, day.month, day.day, 18, 0)  # noqa: DTZ001 (likewise)
    desk.issues.append(one)


@action
def add_draft(desk: Desk, rng: Random) -> None:
    """Begin an issue."""
    day = desk.last("gazette").signed + timedelta(days=3)
    desk.issues.append(AnIssue("gazette", day, "", "", f"{day}-draft-{desk.made}", [desk.new_item(rng)]))


@action
def delete_draft(desk: Desk, rng: Random) -> None:
    """Delete a draft."""
    desk.issues.remove(desk.an_issue(rng, lambda one: not one.number))


@action
def delete_last_issue(desk: Desk, _rng: Random) -> None:
    """Delete the last issue, with its line."""
    desk.issues.remove(desk.last("gazette"))


@action
def void_number(desk: Desk, rng: Random) -> None:
    """Leave a number unused."""
    desk.new_issue(rng, "gazette").state = "void"


@action
def rename_file(desk: Desk, rng: Random) -> None:
    """Rename a file."""
    one = desk.an_issue(rng)
    one.name = f"{one.signed}-{desk.made}-{rng.randrange(100)}"


@action
def redate(desk: Desk, rng: Random) -> None:
    """Date an issue a day earlier; the next keep their days."""
    one = desk.an_issue(rng, lambda one: one.signed.day > 1)
    one.signed -= timedelta(days=1)
    one.name = f"{one.signed}-{desk.made}"


@action
def redate_draft(desk: Desk, rng: Random) -> None:
    """Date a draft later."""
    desk.an_issue(rng, lambda one: not one.number).signed += timedelta(days=1)


def _correct(desk: Desk, rng: Random, level: str) -> None:
    one = desk.an_issue(rng, lambda one: one.published is not None)
    day = one.signed + timedelta(days=rng.choice((2, 30)))
    entry = (
        f"\n  - {{date: {day}, level: {level}, item: {rng.randrange(len(one.items)) + 1}, note: {desk.words(rng, 2)}}}"
    )
    one.front["corrections"] = one.front.get("corrections", "") + entry


@action
def correct_minor(desk: Desk, rng: Random) -> None:
    """Note a minor correction."""
    _correct(desk, rng, "minor")


@action
def correct_major(desk: Desk, rng: Random) -> None:
    """Note a major correction."""
    _correct(desk, rng, "major")


@action
def withdraw(desk: Desk, rng: Random) -> None:
    """Withdraw an issue."""
    one = desk.an_issue(rng, lambda one: bool(one.number) and one.state == "issued" and one.published is not None)
    one.state = "withdrawn"
    one.front["withdrawn"] = f"{{date: {one.signed + timedelta(days=12)}, reason: {desk.words(rng, 2)}}}"


@action
def reissue(desk: Desk, rng: Random) -> None:
    """Put a withdrawn issue out again."""
    one = desk.an_issue(rng, lambda one: one.state == "withdrawn")
    one.state = "issued"
    del one.front["withdrawn"]
    one.front["reissued"] = f"{{date: {one.signed + timedelta(days=15)}, note: {desk.words(rng, 2)}}}"


@action
def withdraw_again(desk: Desk, rng: Random) -> None:
    """Withdraw another issue."""
    withdraw(desk, rng)


@action
def replace_by(desk: Desk, rng: Random) -> None:
    """Sign an issue that stands for a withdrawn one."""
    gone = desk.an_issue(rng, lambda one: one.state == "withdrawn")
    one = desk.new_issue(rng, gone.series)
    one.front["replaces"] = f"{gone.series}/{gone.signed.year}/{gone.number}"


@action
def delete_withdrawn(desk: Desk, rng: Random) -> None:
    """Delete the file of a withdrawn issue, of which the ledger goes on to tell."""
    desk.an_issue(rng, lambda one: one.state == "withdrawn").held = False


@action
def embargo(desk: Desk, rng: Random) -> None:
    """Sign an issue that is to come out later."""
    one = desk.new_issue(rng, "gazette")
    one.published = max(desk.now, one.published or desk.now) + timedelta(days=rng.choice((1, 10)))


@action
def unpublished(desk: Desk, rng: Random) -> None:
    """Sign an issue without a moment to come out."""
    desk.new_issue(rng, "gazette").published = None


@action
def time_goes_on(desk: Desk, rng: Random) -> None:
    """Build some days later."""
    desk.now += timedelta(days=rng.choice((1, 5, 30)))


@action
def time_goes_back(desk: Desk, rng: Random) -> None:
    """Build for an earlier moment."""
    desk.now -= timedelta(days=rng.choice((1, 40)))


# -- Around the issues ------------------------------------------------------------------------------------------------


def _renamed(desk: Desk, path: str, name: str, more: str) -> None:
    old = next(line for line in desk.files[path].decode().splitlines() if name in line)
    desk.edit(path, old, old.replace(name, more))


@action
def unit_name(desk: Desk, rng: Random) -> None:
    """Change the English name of a unit."""
    _renamed(desk, "content/data/units.yaml", "Town", f"Town {rng.randrange(1000)}")


@action
def unit_short(desk: Desk, rng: Random) -> None:
    """Change the group of a unit."""
    _renamed(desk, "content/data/units.yaml", "group: 镇", f"group: 镇{desk.words(rng, 1)}")


@action
def topic_name(desk: Desk, rng: Random) -> None:
    """Change the English name of a topic."""
    _renamed(desk, "content/data/topics.yaml", "Health", f"Health {rng.randrange(1000)}")


@action
def site_words(desk: Desk, rng: Random) -> None:
    """Change what the site says of itself."""
    _renamed(desk, "content/data/site.yaml", "description: ", f"description: {desk.words(rng, 2)}")


@action
def languages(desk: Desk, _rng: Random) -> None:
    """Give the interface in English too, or no longer."""
    path, english = "content/data/site.yaml", "languages: [zh-CN, en]\n"
    text = desk.files[path].decode()
    desk.files[path] = (text.replace(english, "") if english in text else text + english).encode()


@action
def series_words(desk: Desk, rng: Random) -> None:
    """Change the English name of a series."""
    _renamed(desk, "content/data/series.yaml", "english: Gazette", f"english: Gazette {rng.randrange(1000)}")


@action
def add_redirect(desk: Desk, rng: Random) -> None:
    """Lead from an old address to an issue or an item."""
    target = desk.an_issue(
        rng, lambda one: one.series == "gazette" and one.track == "regular" and one.state == "issued"
    )
    to = f"gazette/{target.signed.year}/{target.number}/"
    path = "content/data/redirects.yaml"
    desk.files[path] = (
        desk.files.get(path, b"") + f"- {{from: old/{desk.made}/{rng.randrange(999)}.html, to: {to}}}\n".encode()
    )


@action
def remove_redirects(desk: Desk, _rng: Random) -> None:
    """Lead from nowhere."""
    if desk.files.pop("content/data/redirects.yaml", None) is None:
        raise NothingToDoError


@action
def add_page(desk: Desk, rng: Random) -> None:
    """Write a standing page: the navigation of all pages changes."""
    text = f"---\ntitle: {desk.words(rng, 1)}\n---\n\n{desk.words(rng, 9)}。\n"
    desk.files[f"content/pages/page-{rng.randrange(9)}.md"] = text.encode()


@action
def edit_page(desk: Desk, rng: Random) -> None:
    """Change the words of a standing page."""
    desk.files["content/pages/about.md"] += f"\n{desk.words(rng, 3)}。\n".encode()


@action
def remove_page(desk: Desk, rng: Random) -> None:
    """Delete a standing page."""
    del desk.files[chosen(rng, sorted(path for path in desk.files if path.startswith("content/pages/page-")))]


@action
def terms(desk: Desk, rng: Random) -> None:
    """Change the words that editors are warned of."""
    text = f"- {{wrong: {desk.words(rng, 1)}, right: {desk.words(rng, 1)}}}\n"
    desk.files["content/data/terms.yaml"] = text.encode()


@action
def media_of_same_size(desk: Desk, _rng: Random) -> None:
    """Replace a picture by another of the same size."""
    path = f"content/{_MEDIA}canal.svg"
    data = desk.files[path]
    new = data.replace(b"1", b"2") if b"1" in data else data.replace(b"2", b"1")
    desk.files[path] = new


@action
def media_of_other_size(desk: Desk, rng: Random) -> None:
    """Replace an attachment by a longer one: pages show its size."""
    desk.files[f"content/{_MEDIA}progress.csv"] += ("二,48%\n" * 300).encode()


@action
def add_media(desk: Desk, rng: Random) -> None:
    """Add a file and show it."""
    name = f"{_MEDIA}table-{desk.made}.csv"
    desk.files[f"content/{name}"] = f"段,进度\n{desk.words(rng, 1)},1%\n".encode()
    desk.an_item(rng).body += f"\n\n见[附表](../../{name})。"


@action
def add_unused_media(desk: Desk, rng: Random) -> None:
    """Add a file that nobody shows."""
    desk.files[f"content/{_MEDIA}unused-{rng.randrange(9)}.csv"] = desk.words(rng, 3).encode()


@action
def remove_media(desk: Desk, rng: Random) -> None:
    """Delete files that are shown, and what shows them."""
    name = chosen(rng, sorted(path for path in desk.files if f"{_MEDIA}table-" in path))
    del desk.files[name]
    for one in desk.texts():
        for item in one.items:
            item.body = item.body.replace(f"\n\n见[附表](../../{name.removeprefix('content/')})。", "")


# -- Theme ------------------------------------------------------------------------------------------------------------


@action
def base_template(desk: Desk, rng: Random) -> None:
    """Change what all pages extend."""
    path = "theme/templates/base.html"
    desk.files[path] += f"<!-- {rng.randrange(10**6)} -->\n".encode()


@action
def component(desk: Desk, rng: Random) -> None:
    """Change a component that some pages import."""
    desk.edit("theme/templates/components/pager.html", "<nav", f"<!-- {rng.randrange(10**6)} --><nav")


@action
def template_and_body(desk: Desk, rng: Random) -> None:
    """Change what all pages extend, and the last words of an item."""
    base_template(desk, rng)
    body_end_of_the_public(desk, rng)


@action
def static_file(desk: Desk, rng: Random) -> None:
    """Change a file of the theme that is published as it is."""
    desk.files["theme/static/css/main.css"] += f"/* {rng.randrange(10**6)} */\n".encode()


@action
def add_static(desk: Desk, rng: Random) -> None:
    """Add a file to the theme."""
    desk.files[f"theme/static/more/{rng.randrange(3)}.txt"] = f"{rng.randrange(10**6)}\n".encode()


@action
def remove_static(desk: Desk, rng: Random) -> None:
    """Take a file out of the theme."""
    del desk.files[chosen(rng, sorted(path for path in desk.files if path.startswith("theme/static/more/")))]


@action
def translation(desk: Desk, rng: Random) -> None:
    """Change a word of the pages."""
    path = "theme/translations/zh_CN/LC_MESSAGES/theme.po"
    lines = desk.files[path].decode().splitlines(keepends=True)
    at = rng.choice(
        [at for at, line in enumerate(lines) if line.startswith('msgstr "') and "{" not in line and len(line) > 12]
    )
    lines[at] = lines[at].rstrip().removesuffix('"') + '甲"\n'
    desk.files[path] = "".join(lines).encode()


# -- Errors -----------------------------------------------------------------------------------------------------------


@action
def bad_field(desk: Desk, rng: Random) -> None:
    """Write a field that there is not, and change a title elsewhere."""
    title(desk, rng)
    desk.an_item(rng).fields["colour"] = "red"


@action
def bad_reference(desk: Desk, rng: Random) -> None:
    """Name an issue that there is not."""
    desk.an_item(rng).body += "\n\n见[[gazette 2004/99]]。"


@action
def bad_data(desk: Desk, _rng: Random) -> None:
    """Damage reference data."""
    desk.files["content/data/units.yaml"] += b"- {id: [\n"


@action
def bad_ledger(desk: Desk, rng: Random) -> None:
    """Let a number not be that of the ledger."""
    desk.an_issue(rng, lambda one: bool(one.number)).front["number"] = "77"


@action
def bad_template(desk: Desk, rng: Random) -> None:
    """Write a template that can't be rendered, and change a title."""
    title(desk, rng)
    desk.edit("theme/templates/issue.html", "{% block content %}", "{% block content %}{{ nothing.at.all }}")


@action
def missing_media(desk: Desk, _rng: Random) -> None:
    """Delete a file that is shown."""
    desk.files.pop(f"content/{_MEDIA}progress.csv")


FAILING: Final = ("bad_field", "bad_reference", "bad_data", "bad_ledger", "bad_template", "missing_media")


# -- Files and times --------------------------------------------------------------------------------------------------


def _some(desk: Desk, rng: Random, number: int) -> Iterator[Path]:
    for path in rng.sample(sorted(desk.written), number):
        yield desk.root / path


@action
def nothing(_desk: Desk, _rng: Random) -> None:
    """Change nothing."""


@action
def touch(desk: Desk, rng: Random) -> None:
    """Give files another time."""
    for path in _some(desk, rng, 3):
        path.touch()


@action
def touch_long_ago(desk: Desk, rng: Random) -> None:
    """Give files a time of long ago."""
    for path in _some(desk, rng, 2):
        os.utime(path, (rng.randrange(10**9), rng.randrange(10**9)))


@action
def written_anew(desk: Desk, rng: Random) -> None:
    """Put a copy in the place of a file."""
    for path in _some(desk, rng, 2):
        beside = path.with_name(".copy")
        beside.write_bytes(path.read_bytes())
        beside.replace(path)


@action
def same_size_and_time(desk: Desk, rng: Random) -> None:
    """Change a text, and let size and time of its file be as they were."""
    item = desk.an_item(rng, lambda _, item: any(word in item.title for word in "123456789"))
    paths = [desk.root / "content" / one.path for one in desk.texts() if item in one.items]
    (stat,) = (path.stat() for path in paths)
    old = next(word for word in item.title if word in "123456789")
    item.title = item.title.replace(old, rng.choice([word for word in "123456789" if word != old]))
    desk.sync()
    os.utime(paths[0], ns=(stat.st_atime_ns, stat.st_mtime_ns))
