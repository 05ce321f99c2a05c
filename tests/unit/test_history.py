"""What git remembers of ledgers, and what that says of the ledger as it stands."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic
from bulletin.kinds import State, Track
from bulletin.numbers import Number, Span
from bulletin_numbering.history import Facts, check_history, facts_of
from bulletin_numbering.lawful import is_lawful
from bulletin_numbering.ledger import CROSSED, HEAD, Entry, Ledger, line_of, parse_line, read_ledger
from bulletin_source.git_history import LineChange, line_changes
from tests.unit.making import a_series, codes, shown

PATH = "gazette.csv"
SERIES = a_series()

# ---- git


def git(tree: Path, *words: str) -> str:
    """Run git in a tree, deaf to the configuration of whoever runs the tests."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *words],
        cwd=tree,
        env=quiet | identity | nobody,
        check=True,
        capture_output=True,
    )
    return os.fsdecode(done.stdout).strip()


def write(content: Path, *lines: str, name: str = "a.csv") -> None:
    """Write a ledger."""
    folder = content / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode())


def commit(content: Path, *lines: str) -> str:
    """Commit a tree, with a ledger if there are lines; return the commit."""
    if lines:
        write(content, *lines)
    git(content, "add", "-A", ".")
    git(content, "commit", "-q", "--allow-empty", "-m", ":x")
    return git(content, "rev-parse", "HEAD")


def merge(content: Path, other: str, *lines: str) -> str:
    """Merge a branch, with this ledger as the result."""
    git(content, "merge", "-q", "--no-commit", "-s", "ours", "--allow-unrelated-histories", other)
    return commit(content, *lines)


def told(content: Path, folder: str = "ledger") -> list[tuple[str, str, int, str, str, str]]:
    """Return the changes with their lines joined by blanks."""
    changes = line_changes(content, folder)
    assert changes is not None
    return [
        (one.commit, one.parent, one.parents, one.path, " ".join(one.removed), " ".join(one.added)) for one in changes
    ]


HOSTILE = """
[diff]
    noprefix = true
    mnemonicPrefix = true
    external = false
    renames = copies
    relative = false
    algorithm = patience
    submodule = log
[diff "broken"]
    textconv = false
    command = false
    binary = true
[color]
    ui = always
[core]
    quotePath = true
    attributesFile = {attributes}
    pager = false
    abbrev = 4
[log]
    showSignature = true
    decorate = full
    follow = true
    date = relative
[format]
    pretty = oneline
"""


class TestGit:
    """Every commit of HEAD's history, against each parent."""

    def test_linear(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Odd names and lines come as they are, whatever git is configured to show; other files are not looked at."""
        content = tmp_path / "repository" / "内容 x"
        content.mkdir(parents=True)
        git(content.parent, "init", "-q")
        (content / "ledger.csv").write_text("x", "utf-8")
        (content.parent / "ledger").mkdir()
        (content.parent / "ledger" / "no.csv").write_text("x", "utf-8")
        zero = commit(content)
        odd = "要情 'a'\n.csv"
        write(content, 'a,\t"b"\r', "--- x", "+++ y", "@@ -1 +1 @@", "\\ No newline", name=odd)
        one = commit(content, "one", "two", "three")
        (content / "page.md").write_text("x", "utf-8")
        commit(content)
        (content / "ledger" / odd).write_bytes(b'a,\t"b"\r\n--- x\n\xff')
        two = commit(content, "one", "zero", "two", "three")
        (content / "ledger" / odd).unlink()
        three = commit(content, "three", "two!", "zero", "one")
        write(content, "not committed")
        expected = [
            (one, "", 1, "a.csv", "", "one two three"),
            (one, "", 1, odd, "", 'a,\t"b"\r --- x +++ y @@ -1 +1 @@ \\ No newline'),
            (two, one, 1, "a.csv", "", "zero"),
            (two, one, 1, odd, "+++ y @@ -1 +1 @@ \\ No newline", "\udcff"),
            (three, two, 1, "a.csv", "two", "two!"),
            (three, two, 1, odd, 'a,\t"b"\r --- x \udcff', ""),
        ]
        assert zero
        assert told(content) == expected
        before = sorted((content.parent / ".git").rglob("*"))

        attributes = tmp_path / "attributes"
        attributes.write_text("* diff=broken\n", "utf-8")
        (tmp_path / "config").write_text(HOSTILE.format(attributes=attributes), "utf-8")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
        monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
        monkeypatch.setenv("GIT_DIFF_OPTS", "-u9")
        monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
        assert told(content) == expected

        git(tmp_path, "init", "-q", "elsewhere")
        for name, value in {
            "GIT_DIR": ".git",
            "GIT_WORK_TREE": "..",
            "GIT_INDEX_FILE": "index",
            "GIT_PREFIX": "x/",
        }.items():
            monkeypatch.setenv(name, str(tmp_path / "elsewhere" / value))
        assert told(content) == expected
        assert sorted((content.parent / ".git").rglob("*")) == before

        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{content.parent}", "shallow")
        assert told(tmp_path / "shallow" / content.name) == [(three, "", 0, "a.csv", "", "three two! zero one")]

        git(content.parent, "worktree", "add", "-q", "--detach", str(tmp_path / "worktree"), two)
        assert told(tmp_path / "worktree" / content.name) == expected[:4]

        git(content.parent, "rm", "-rqf", str(content / "ledger"))
        four = commit(content)
        assert told(content) == [*expected, (four, three, 1, "a.csv", "three two! zero one", "")]
        assert line_changes(content / "ledger", "ledger") is None

    def test_merges(self, tmp_path: Path) -> None:
        """A merge is told against each parent; ``parent`` leads along the commits that concern the file."""
        git(tmp_path, "init", "-q")
        root = commit(tmp_path, "1", "2")
        git(tmp_path, "branch", "side")
        left = commit(tmp_path, "1", "2", "3left")
        (tmp_path / "page.md").write_text("x", "utf-8")
        commit(tmp_path)
        git(tmp_path, "checkout", "-q", "side")
        right = commit(tmp_path, "1", "2", "3right")
        git(tmp_path, "checkout", "-q", "main")
        settled = merge(tmp_path, "side", "1", "2", "3left", "4right")
        expected = [
            (root, "", 0, "a.csv", "", "1 2"),
            (left, root, 1, "a.csv", "", "3left"),
            (right, root, 1, "a.csv", "", "3right"),
            (settled, left, 2, "a.csv", "", "4right"),
            (settled, right, 2, "a.csv", "3right", "3left 4right"),
        ]
        assert Counter(told(tmp_path)) == Counter(expected)

        # Criss-cross: each side merges the other, and then both are merged.
        git(tmp_path, "checkout", "-q", "side")
        mine = merge(tmp_path, left, "1", "2", "3left", "4mine")
        assert told(tmp_path)[-2:] == [
            (mine, right, 2, "a.csv", "3right", "3left 4mine"),
            (mine, left, 2, "a.csv", "", "4mine"),
        ]
        last = merge(tmp_path, "main", "1", "2", "3left", "4right")
        assert told(tmp_path)[-2:] == [
            (last, mine, 2, "a.csv", "4mine", "4right"),
            (last, settled, 2, "a.csv", "", ""),
        ]
        names = [one[0] for one in told(tmp_path)]
        assert all(names.index(one[1]) < names.index(one[0]) for one in told(tmp_path) if one[1])

        # A merge of branches without commits of the file is none of its affairs; one that changes it by itself is.
        git(tmp_path, "checkout", "-q", "-b", "other")
        (tmp_path / "other.md").write_text("x", "utf-8")
        commit(tmp_path)
        git(tmp_path, "checkout", "-q", "side")
        count_before = len(told(tmp_path))
        merge(tmp_path, "other")
        assert len(told(tmp_path)) == count_before
        git(tmp_path, "checkout", "-q", "other")
        commit(tmp_path)
        git(tmp_path, "checkout", "-q", "side")
        evil = merge(tmp_path, "other", "1", "2", "3left")
        assert told(tmp_path)[count_before:] == [(evil, last, 2, "a.csv", "4right", "")] * 2

        # Two branches that made the same change agree with their merge, which still is where they meet.
        git(tmp_path, "checkout", "-q", "-b", "twin")
        (tmp_path / "twin.md").write_text("x", "utf-8")
        one = commit(tmp_path, "1", "2", "3left", "4twin")
        git(tmp_path, "checkout", "-q", "side")
        two = commit(tmp_path, "1", "2", "3left", "4twin")
        met = merge(tmp_path, "twin")
        assert told(tmp_path)[-2:] == [(met, two, 2, "a.csv", "", ""), (met, one, 2, "a.csv", "", "")]

        # A submodule has a history of its own, and the repository around it knows nothing of its files.
        outer = tmp_path / "outer"
        git(tmp_path, "init", "-q", "outer")
        git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path), "content")
        commit(outer)
        assert told(outer / "content") == told(tmp_path)
        assert line_changes(outer, "content") is None

        # An object that is missing: nothing is said rather than half of it.
        blob = git(tmp_path, "rev-parse", f"{left}:ledger/a.csv")
        (tmp_path / ".git/objects" / blob[:2] / blob[2:]).unlink()
        assert line_changes(tmp_path, "ledger") is None

    def test_nothing_to_tell(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """No git, repository, commit or folder in it is no history."""
        write(tmp_path, "1")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert line_changes(tmp_path, "ledger") is None
        git(tmp_path, "init", "-q")
        assert line_changes(tmp_path, "ledger") is None
        (tmp_path / ".gitignore").write_text("ledger/\n", "utf-8")
        commit(tmp_path)
        assert line_changes(tmp_path, "ledger") is None
        assert line_changes(tmp_path / "nowhere", "ledger") is None
        (tmp_path / "linked").symlink_to("ledger")
        commit(tmp_path)
        assert line_changes(tmp_path, "linked") is None
        git(tmp_path, "add", "-f", "ledger")
        assert line_changes(tmp_path, "ledger") is None
        last = commit(tmp_path)
        assert told(tmp_path, "ledger/") == [(last, "", 1, "a.csv", "", "1")]
        assert line_changes(tmp_path, "l*") is None
        assert line_changes(tmp_path, "a\0b") is None
        monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
        assert line_changes(tmp_path, "ledger") is None


# ---- ledgers


@dataclass
class Story:
    """A ledger's history, told without git."""

    changes: list[LineChange] = field(default_factory=list)
    lines: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"": ()})
    names: Iterable[int] = field(default_factory=lambda: count(1))

    def commit(self, parents: Sequence[str], lines: Iterable[str]) -> str:
        """Commit the lines below the head; return the commit."""
        name = f"{next(iter(self.names)):012x}".ljust(40, "0")
        after = self.lines[name] = tuple(lines)
        for parent in parents or ("",):
            before = self.lines[parent]
            removed = tuple((Counter(before) - Counter(after)).elements())
            added = tuple((Counter(after) - Counter(before)).elements())
            self.changes.append(LineChange(name, parent, len(parents), PATH, removed, added))
        return name

    def facts(self) -> Facts:
        """Return what is remembered."""
        return facts_of(self.changes).get(PATH, Facts())

    def found(self, lines: Iterable[str]) -> list[Diagnostic]:
        """Compare a ledger with the history."""
        ledger, faults = read_ledger("gazette", "".join(f"{line}\n" for line in (HEAD, *lines)))
        assert not faults
        return list(check_history(SERIES, self.facts(), ledger))


def linear(*ledgers: Sequence[str]) -> Story:
    """Tell of one commit after another."""
    story = Story()
    parents: list[str] = []
    for lines in ledgers:
        parents = [story.commit(parents, lines)]
    return story


ISSUED = "2004,10,442,regular,issued,2004-11-20,2004-11-20 09:30,gazette/2004/a.md,"
FRESH = ISSUED.replace("2004-11-20 09:30", "")
NOTED = ISSUED + "补编"
WITHDRAWN = ISSUED.replace("issued", "withdrawn")
ADOPTED = ISSUED.replace("issued", "adopted")
RESERVED = "2004,10,442,regular,reserved,,,,"
VOID = "2004,10,442,regular,void,,,,未编发"
HELD = RESERVED + "留给专刊"
UNTOLD = FRESH.replace("issued", "withdrawn")  # withdrawn before it went online
KNOWN = "2004,10,442,regular,adopted,,,,"
DATED = "2004,10,442,regular,adopted,2004-11-20,,,"
NEXT = "2004,11,443,regular,issued,2004-11-22,,gazette/2004/b.md,"
RIVAL = "2004,10,442,regular,issued,2004-11-21,,gazette/2004/b.md,"
MOVED = "2004,11,443,regular,issued,2004-11-21,,gazette/2004/b.md,"

LAWFUL = [
    (ISSUED, ISSUED),
    (RESERVED, FRESH),
    (RESERVED, ISSUED),
    (RESERVED, NOTED),
    (RESERVED, VOID),
    (FRESH, ISSUED),
    (FRESH, WITHDRAWN),
    (FRESH, WITHDRAWN + "内容有误"),
    (ISSUED, WITHDRAWN),
    (ISSUED, WITHDRAWN + "内容有误"),
    (NOTED, WITHDRAWN + "补编"),
    (ADOPTED, WITHDRAWN),
    (ADOPTED.replace("2004-11-20 09:30", ""), ADOPTED),
    (WITHDRAWN, ISSUED),
    (WITHDRAWN, ISSUED + "更正重发"),
    (ISSUED, ISSUED.replace("issued", " issued ") + '""'),
    (ISSUED, ISSUED.replace("2004-11-20 09:30", "2004/11/20 9:30") + "\r"),
    (VOID, VOID.replace("未编发", '"未编发"')),
    (HELD, VOID),
    (HELD, VOID + "：留给专刊"),
    (HELD, FRESH + "留给专刊"),
    (UNTOLD, FRESH),
    (UNTOLD, ISSUED),
    (KNOWN, ADOPTED),
    (KNOWN, ADOPTED.replace("2004-11-20 09:30", "")),
    (DATED, ADOPTED),
    (KNOWN, DATED + "据馆藏目录"),
    (KNOWN + "创刊号", DATED + "创刊号；据馆藏目录"),
    (DATED, DATED.replace(",,,", ",2004-11-20 09:30,,据网站存档")),
]
UNLAWFUL = [
    (ISSUED, FRESH, "published"),
    (ISSUED, NOTED, "note"),
    (NOTED, ISSUED, "note"),
    (NOTED, WITHDRAWN + "内容有误", "state"),
    (ISSUED, ADOPTED, "state"),
    (ADOPTED, ISSUED, "state"),
    (ISSUED, VOID, "state"),
    (ISSUED, RESERVED, "state"),
    (VOID, ISSUED, "state"),
    (VOID, RESERVED, "state"),
    (VOID, VOID + "了", "note"),
    (HELD, VOID.replace("未编发", "留给专刊"), "state"),
    (HELD, RESERVED, "note"),
    (RESERVED, RESERVED + CROSSED, "note"),
    (ISSUED, ISSUED + CROSSED, "note"),
    (UNTOLD, WITHDRAWN, "published"),
    (UNTOLD, UNTOLD + "内容有误", "note"),
    (KNOWN, DATED, "signed"),
    (DATED, DATED.replace(",,,", ",2004-11-20 09:30,,"), "published"),
    (KNOWN, KNOWN + "据馆藏目录", "note"),
    (KNOWN + "创刊号", DATED + "创刊号", "signed"),
    (KNOWN + "创刊号", DATED + "据馆藏目录", "signed"),
    (KNOWN, ADOPTED + "据馆藏目录", "signed"),
    (DATED, ADOPTED.replace("2004-11-20,", "2004-11-21,"), "signed"),
    (RESERVED, RESERVED + "留用", "note"),
    (RESERVED, ISSUED.replace("442", "443"), "total"),
    (ISSUED, ISSUED.replace("442", ""), "total"),
    (ISSUED, ISSUED.replace("442", "442-443"), "total"),
    (ISSUED, ISSUED.replace("11-20,", "11-19,", 1), "signed"),
    (ISSUED, ISSUED.replace("09:30", "09:31"), "published"),
    (ISSUED, ISSUED.replace("a.md", "b.md"), "issue"),
    (ISSUED, WITHDRAWN.replace("a.md", "b.md"), "state"),
    (ISSUED, ISSUED.replace(",10,", ",10-11,"), "number"),
    (ISSUED, ISSUED.replace(",10,", ",9-10,"), "number"),
]
GONE = [
    ISSUED.replace(",10,", ",12,"),
    ISSUED.replace(",10,", ",r2-10,"),
    ISSUED.replace("2004", "2005", 1),
    ISSUED.replace("regular", "supplement"),
]


class TestLedger:
    """A line follows on another lawfully, or the other is missed."""

    @pytest.mark.parametrize(("old", "new"), LAWFUL)
    def test_lawful(self, old: str, new: str) -> None:
        """What a line may become it may become in a commit and after it, and is the fact from then on."""
        assert not linear([old]).found([new])
        assert not linear([old], [new]).found([new])
        assert [line_of(fact.entry) for fact in linear([old], [new]).facts().given] == [line_of(parse_line(0, new))]

    @pytest.mark.parametrize(("old", "new", "column"), UNLAWFUL)
    def test_unlawful(self, old: str, new: str, column: str) -> None:
        """Anything else is seen at its cell, committed or not, and forgotten when it is restored."""
        for story in (linear([NEXT, old]), linear([NEXT, old], [NEXT, new]), linear([NEXT, old], [NEXT], [NEXT, new])):
            (found,) = story.found([NEXT, new])
            args = dict(found.message.args)
            assert (found.path, found.line, found.code, args["column"]) == (
                "ledger/gazette.csv",
                3,
                "LEDGER-CHANGED",
                column,
            )
            assert (args["label"], args["commit"]) == ("政务普刊2004年第10期", "0" * 11 + "1")
            assert args["expected"] != args["value"]
            assert not story.found([NEXT, old])
        assert not linear([NEXT, old], [NEXT, new], [NEXT, old]).found([NEXT, old])

    def test_place(self) -> None:
        """The column is that of the first cell that differs."""
        (found,) = linear([ISSUED]).found([ISSUED.replace("09:30", "09:31")])
        assert shown([found]) == ["ledger/gazette.csv:2:39 LEDGER-CHANGED"]
        assert ISSUED[38:].startswith("2004-11-20 09:30")
        assert dict(found.message.args) == {
            "label": "政务普刊2004年第10期",
            "column": "published",
            "expected": "2004-11-20 09:30",
            "value": "2004-11-20 09:31",
            "commit": "000000000001",
        }
        (found,) = linear([FRESH]).found([FRESH.replace(",,", ",,c/")])
        assert dict(found.message.args)["value"] == "c/gazette/2004/a.md"

    @pytest.mark.parametrize("new", GONE)
    def test_another_number(self, new: str) -> None:
        """A number that was changed is one diagnostic, about the number, where its issue stands now."""
        for story in (linear([NEXT, ISSUED]), linear([NEXT, ISSUED], [NEXT, new])):
            found = story.found([NEXT, new])
            assert shown(found) == ["ledger/gazette.csv:3:1 LEDGER-LOST"]
            assert dict(found[0].message.args) == {"label": "政务普刊2004年第10期", "commit": "0" * 11 + "1"}

    def test_restored_number(self) -> None:
        """A number that a line took by a change is not given: it may go when the line is restored."""
        unissued = [line.replace(",10,", ",12,") for line in (RESERVED, VOID)]
        for lines in ([FRESH, *GONE], [FRESH, FRESH.replace(",10,", ",12,"), GONE[0]], [RESERVED, unissued[0]]):
            story = linear(*([NEXT, line] for line in lines), [NEXT, lines[0]])
            assert not story.found([NEXT, lines[0]])
            assert len(story.facts().given) == 2
        story = linear([NEXT, RESERVED], [NEXT, FRESH, unissued[0]])
        assert len(story.facts().given) == 3

    def test_line_gone(self) -> None:
        """A line that is gone is missed, whether or not its going was committed; the commit is its last lawful one."""
        for story in (
            linear([NEXT], [NEXT, FRESH], [NEXT, ISSUED]),
            linear([NEXT], [NEXT, FRESH], [NEXT, ISSUED], [NEXT]),
            linear([NEXT], [NEXT, FRESH], [NEXT, ISSUED], [NEXT, RIVAL], [NEXT]),
        ):
            found = story.found([NEXT])
            assert shown(found) == ["ledger/gazette.csv:0:1 LEDGER-LOST"]
            assert dict(found[0].message.args)["commit"] == "0" * 11 + "3"
            assert not story.found([ISSUED, NEXT])
        assert codes(linear([RESERVED, NEXT]).found([])) == ["LEDGER-LOST"] * 2
        assert not linear([], [NEXT], []).found([NEXT, ISSUED])

    def test_back_to_an_earlier_version(self) -> None:
        """A lawful step is not taken back, and what follows on the older version doesn't count."""
        later = ISSUED.replace("09:30", "10:30")
        story = linear([FRESH], [ISSUED], [FRESH], [later])
        assert codes(story.found([FRESH])) == codes(story.found([later])) == ["LEDGER-CHANGED"]
        assert not story.found([ISSUED])
        assert not linear([FRESH], [RIVAL], [ISSUED]).found([WITHDRAWN])

    @pytest.mark.parametrize(
        "line",
        ["", HEAD, "<<<<<<< HEAD", "=======", "x", ISSUED + ',"', ISSUED + "\udcff", ISSUED + ",x"],
    )
    def test_what_is_no_line(self, line: str) -> None:
        """What can't be read is nobody's number."""
        story = linear([line], [line, NEXT], [NEXT])
        assert [line_of(fact.entry) for fact in story.facts().given] == [NEXT]

    def test_issued_again(self) -> None:
        """A withdrawn issue that is issued again as it was is what git has, and not the withdrawal."""
        story = linear([ISSUED], [WITHDRAWN], [ISSUED])
        assert dict(story.found([])[0].message.args)["commit"] == "0" * 11 + "3"
        assert codes(story.found([NOTED])) == ["LEDGER-CHANGED"]
        assert not linear([ISSUED], [WITHDRAWN]).found([NOTED])

    def test_strange_note(self) -> None:
        """A note between quotes is compared like any other."""
        (found,) = linear([ISSUED + '"x ""y"", z"']).found([ISSUED + '"x, y"'])
        assert (found.column, dict(found.message.args)["column"]) == (len(ISSUED) + 1, "note")

    def test_merged_numbers(self) -> None:
        """An issue over several numbers is missed by each line that takes one of them."""
        double = ISSUED.replace(",10,", ",10-11,")
        story = linear([double])
        assert codes(story.found([ISSUED])) == codes(story.found([ISSUED, NEXT])) == ["LEDGER-CHANGED"]
        assert codes(linear([ISSUED, NEXT]).found([double])) == ["LEDGER-CHANGED"] * 2
        over = "2004,12+1,,regular,issued,2004-12-31,,gazette/2004/c.md,"
        first = "2005,1,,regular,issued,2005-01-31,,gazette/2005/c.md,"
        assert codes(linear([over]).found([first])) == ["LEDGER-CHANGED"]

    def test_no_history(self) -> None:
        """What was never committed may be anything."""
        assert facts_of([]) == {}
        assert not Story().found([ISSUED, NEXT])


class TestTotals:
    """Two branches give one total to numbers of two years."""

    last = "2004,11,443,regular,issued,2004-12-31,,gazette/2004/b.md,"
    first = "2005,1,443,regular,issued,2005-01-07,,gazette/2005/c.md,"
    second = "2005,2,444,regular,issued,2005-01-14,,gazette/2005/d.md,"
    online = first.replace(",,", ",2005-01-07 09:00,")
    counted_on = (first.replace("443", "444"), second.replace("444", "445"))

    @pytest.mark.parametrize("order", [1, -1])
    def test_settled(self, order: int) -> None:
        """One keeps the total and the others are counted on: in the merge, after it, or not yet committed."""
        before, after = [ISSUED, self.last], [ISSUED, self.last, *self.counted_on]
        other = [ISSUED, self.first, self.second]
        for committed in (after, [*before, self.first, self.second]):
            story, tips = fork(base=[ISSUED], left=before, right=other)
            assert not story.found(after)
            merged = story.commit(tips[::order], committed)
            assert not story.found(after)
            story.commit([merged], after)
            assert not story.found(after)
            (found,) = story.found([*after[:-1], self.second])
            assert (found.code, dict(found.message.args)["column"]) == ("LEDGER-CHANGED", "total")

    def test_with_another_step(self) -> None:
        """Nothing else of a line is forgiven."""
        story, tips = fork(base=[ISSUED], left=[ISSUED, self.last], right=[ISSUED, self.online])
        for line in (self.online.replace("c.md", "x.md"), self.first):
            assert codes(story.found([ISSUED, self.last, line.replace("443", "444")])) == ["LEDGER-CHANGED"]
        online = self.online.replace("443", "444")
        story.commit(tips, [ISSUED, self.last, online])
        assert not story.found([ISSUED, self.last, online])

    def test_below(self) -> None:
        """A total below the one that both gave stays, and so does every one where no branch gave it twice."""
        story, _ = fork(base=[ISSUED], left=[ISSUED, self.last], right=[ISSUED, self.first])
        assert codes(story.found([ISSUED.replace("442", "443"), self.last, self.first])) == ["LEDGER-CHANGED"]
        for story in (
            linear([ISSUED, self.last], [ISSUED, self.last, self.first]),
            linear([ISSUED, self.last], [ISSUED, self.last, self.first], [ISSUED, self.last, self.counted_on[0]]),
        ):
            assert codes(story.found([ISSUED, self.last.replace("443", "444")])) == ["LEDGER-CHANGED", "LEDGER-LOST"]


class TestCrossed:
    """A number kept in a merger though one of a lower number was signed later."""

    late = "2004,11,443,regular,issued,2004-11-19,,gazette/2004/b.md,"

    @pytest.mark.parametrize("before", [ISSUED, FRESH, UNTOLD])
    def test_out_of_order(self, before: str) -> None:
        """Where the dates are out of order the note may come, in a commit or not yet in one, and stays."""
        noted = [before, self.late + CROSSED]
        assert not linear([before, self.late]).found(noted)
        story = linear([before, self.late], noted)
        assert not story.found(noted)
        assert codes(story.found([before, self.late])) == ["LEDGER-CHANGED"]

    def test_with_another_step(self) -> None:
        """The other branch may have put the issue online."""
        online = self.late.replace(",,", ",2004-11-21 09:00,")
        assert not linear([FRESH, self.late]).found([FRESH, online + CROSSED])
        assert codes(linear([FRESH, online]).found([FRESH, self.late + CROSSED])) == ["LEDGER-CHANGED"]

    @pytest.mark.parametrize(
        "before",
        [
            NOTED,
            FRESH.replace("2004-11-20", "2004-11-19"),
            FRESH.replace("regular", "supplement"),
            ADOPTED,
            DATED,
            VOID,
            ISSUED.replace(",10,", ",12,"),
        ],
    )
    def test_in_order(self, before: str) -> None:
        """Nowhere else, and committing it doesn't help: what is explained already or doesn't count is no reason."""
        noted = [before, self.late + CROSSED]
        for story in (linear([before, self.late]), linear([before, self.late], noted)):
            (found,) = story.found(noted)
            assert (found.code, dict(found.message.args)["column"]) == ("LEDGER-CHANGED", "note")


def fork(*, base: Sequence[str], left: Sequence[str], right: Sequence[str]) -> tuple[Story, list[str]]:
    """Tell of two branches that each change a ledger."""
    story = Story()
    root = story.commit([], base)
    return story, [story.commit([root], left), story.commit([root], right)]


class TestMerges:
    """Two branches give the same number (case C31)."""

    @pytest.mark.parametrize("order", [1, -1])
    @pytest.mark.parametrize("base", [(), (RESERVED,)])
    def test_settled(self, order: int, base: tuple[str, ...]) -> None:
        """One keeps the number and the other issue takes the next, in the merge, after it, or not yet committed."""
        story, tips = fork(base=base, left=[FRESH], right=[RIVAL])
        assert not story.found([FRESH, RIVAL])
        assert not story.found([FRESH, MOVED])
        both = story.commit(tips[::order], [FRESH, RIVAL])
        assert not story.found([FRESH, RIVAL])
        story.commit([both], [FRESH, MOVED])
        assert not story.found([FRESH, MOVED])

        story, tips = fork(base=base, left=[FRESH], right=[RIVAL])
        last = story.commit(tips[::order], [FRESH, MOVED])
        assert not story.found([ISSUED, MOVED])
        assert codes(story.found([RIVAL, MOVED])) == ["LEDGER-CHANGED"]
        assert codes(story.found([RIVAL])) == ["LEDGER-CHANGED", "LEDGER-LOST"]
        assert codes(story.found([FRESH])) == ["LEDGER-LOST"]
        swapped = [RIVAL, NEXT.replace("b.md", "a.md")]
        assert codes(story.found(swapped)) == ["LEDGER-CHANGED"] * 2
        story.commit([last], swapped)
        assert codes(story.found(swapped)) == ["LEDGER-CHANGED"] * 2

    def test_later(self) -> None:
        """The loser's issue may be signed again in a commit after the merge."""
        story, tips = fork(base=[], left=[FRESH], right=[RIVAL])
        last = story.commit(tips, [FRESH])
        (found,) = story.found([FRESH])
        assert (found.code, dict(found.message.args)["column"]) == ("LEDGER-CHANGED", "signed")
        story.commit([last], [FRESH, MOVED])
        assert not story.found([FRESH, MOVED])

    def test_published_keeps_it(self) -> None:
        """An issue that is published keeps its number against one that isn't."""
        story, tips = fork(base=[], left=[ISSUED], right=[RIVAL])
        story.commit(tips, [RIVAL, MOVED.replace("b.md", "a.md")])
        assert codes(story.found([RIVAL, MOVED.replace("b.md", "a.md")])) == ["LEDGER-CHANGED"]
        story, tips = fork(base=[], left=[ISSUED], right=[RIVAL])
        story.commit(tips, [ISSUED, MOVED])
        assert not story.found([ISSUED, MOVED])

    @pytest.mark.parametrize(
        ("base", "left", "right", "result"),
        [
            ([FRESH], [ISSUED], [FRESH, NEXT], [ISSUED, NEXT]),
            ([FRESH], [ISSUED], [ISSUED.replace("09:30", "10:30")], [ISSUED]),
            ([FRESH], [ISSUED], [UNTOLD], [WITHDRAWN]),
            ([FRESH], [WITHDRAWN], [UNTOLD], [WITHDRAWN]),
            ([KNOWN], [ADOPTED], [DATED + "据馆藏目录"], [ADOPTED]),
            ([HELD], [VOID], [VOID + "，另有安排"], [VOID]),
            ([RESERVED], [VOID], [FRESH], [FRESH]),
            ([RESERVED], [FRESH], [FRESH], [FRESH]),
            ([], [FRESH], [FRESH, NEXT], [FRESH, NEXT]),
            ([], [RESERVED], [FRESH], [FRESH]),
        ],
    )
    def test_both_sides_are_right(
        self, base: Sequence[str], left: Sequence[str], right: Sequence[str], result: Sequence[str]
    ) -> None:
        """Where branches differ in what they made of a line, the merge may choose."""
        for order in (1, -1):
            story, tips = fork(base=base, left=left, right=right)
            story.commit(tips[::order], result)
            assert not story.found(result)

    @pytest.mark.parametrize(
        ("base", "left", "right", "result"),
        [
            ([FRESH], [FRESH, NEXT], [FRESH], [FRESH]),
            ([FRESH], [ISSUED], [FRESH, NEXT], [FRESH, NEXT]),
            ([FRESH], [FRESH], [RIVAL], [RIVAL]),
            ([FRESH], [FRESH], [FRESH, NEXT], [RIVAL, NEXT]),
            ([], [FRESH], [RIVAL], [FRESH]),
            ([RESERVED], [VOID], [FRESH], [RIVAL]),
            ([FRESH], [UNTOLD], [FRESH, NEXT], [WITHDRAWN, NEXT]),
        ],
    )
    def test_tampering(
        self, base: Sequence[str], left: Sequence[str], right: Sequence[str], result: Sequence[str]
    ) -> None:
        """A merge hides nothing: what it drops, takes back or makes up is missed."""
        for order in (1, -1):
            story, tips = fork(base=base, left=left, right=right)
            story.commit(tips[::order], result)
            assert len(story.found(result)) == 1

    def test_same_on_both_sides(self) -> None:
        """A line both branches have is known to what follows on either."""
        story, tips = fork(base=[], left=[FRESH], right=[FRESH])
        dropped = story.commit([tips[1]], [])
        story.commit([dropped], [RIVAL])
        assert codes(story.found([RIVAL])) == ["LEDGER-CHANGED"]

    def test_same_step_on_both_sides(self) -> None:
        """A step that was taken on one branch already, and led further there, is no other step on the next."""
        story, tips = fork(base=[FRESH], left=[ISSUED], right=[ISSUED])
        tips[0] = story.commit([tips[0]], [WITHDRAWN])
        late = story.commit([story.changes[0].commit], [ISSUED])
        story.commit([*tips, late], [WITHDRAWN])
        assert [fact.entry.state for fact in story.facts().given] == [State.WITHDRAWN]

    def test_loser_goes_further(self) -> None:
        """Where two branches each settle the same clash, the number that came of it is rightly given on both."""
        story, tips = fork(base=[], left=[FRESH], right=[RIVAL])
        both = story.commit(tips, [FRESH, RIVAL])
        once = story.commit([both], [FRESH, MOVED])
        other = MOVED.replace("11,443", "12,444")
        again = story.commit([both], [FRESH, other])
        assert [fact.entry.number.span.first for fact in story.facts().given] == [10, 11, 12]
        assert not story.found([FRESH, MOVED, other])
        story.commit([once, again], [FRESH, MOVED])
        assert codes(story.found([FRESH, MOVED])) == ["LEDGER-LOST"]

    def test_agreement_may_go_unmentioned(self) -> None:
        """A merge that agrees with a parent writes nothing itself, whether or not that is said."""
        story, tips = fork(base=[], left=[FRESH], right=[RIVAL])
        story.commit(tips, [FRESH])
        kept = [one for one in story.changes if one.removed or one.added]
        assert facts_of(kept) == facts_of(story.changes)


def test_from_git(tmp_path: Path) -> None:
    """What git tells is what facts are made of: a clash settled in a merge, and a change that was committed."""
    git(tmp_path, "init", "-q")
    commit(tmp_path, HEAD)
    git(tmp_path, "branch", "side")
    given_here = commit(tmp_path, HEAD, FRESH)
    git(tmp_path, "checkout", "-q", "side")
    commit(tmp_path, HEAD, RIVAL)
    git(tmp_path, "checkout", "-q", "main")
    settled = merge(tmp_path, "side", HEAD, FRESH, MOVED)
    commit(tmp_path, HEAD, FRESH.replace("11-20", "11-19"), MOVED + "\r")
    facts = facts_of(line_changes(tmp_path, "ledger") or ())["a.csv"]
    assert [(line_of(fact.entry), fact.commit) for fact in facts.given] == [(FRESH, given_here), (MOVED, settled)]


# ---- any history


class Office:
    """Somebody who keeps a ledger as it should be kept."""

    def __init__(self, random: Random) -> None:
        self.random, self.issues = random, count(1)

    def entry(self, number: int, state: State) -> Entry:
        """Give a number to something new."""
        used = state in {State.ISSUED, State.ADOPTED}
        note = "空号" if state is State.VOID else self.random.choice(["", "补编", 'a, "b"'])
        day = date(2004, 1, 1) + timedelta(number)
        issue = f"gazette/{next(self.issues)}.md" if used else ""
        return Entry(0, a_number(number), Span(number, number), state, day if used else None, None, issue, note)

    def step(self, lines: list[Entry]) -> list[Entry]:
        """Do one thing that is right, or nothing."""
        at = self.random.randrange(len(lines) + 1)
        if at == len(lines) or self.random.random() < 0.3:
            return [*lines, self.entry(len(lines) + 1, self.random.choice([*list(State)[:3], State.ADOPTED]))]
        old = lines[at]
        made = self.entry(old.number.span.first, self.random.choice([State.ISSUED, State.VOID]))
        moment = datetime(2004, 12, 31, self.random.randrange(24), tzinfo=CHINA)
        choices = [
            replace(made, number=old.number),
            replace(old, published=moment),
            replace(old, state=State.WITHDRAWN, note=old.note or "有误"),
            replace(old, state=State.ISSUED, note=old.note or "重发"),
        ]
        new = self.random.choice(choices)
        return [*lines[:at], new, *lines[at + 1 :]] if sane(new) and is_lawful(old, new) else lines

    def merged(self, base: list[Entry], ours: list[Entry], theirs: list[Entry]) -> list[Entry]:
        """Bring two branches together; an issue that loses its number gets the next."""
        result, losers = [], []
        for number in range(max(len(ours), len(theirs))):
            old, one, other = (lines[number] if number < len(lines) else None for lines in (base, ours, theirs))
            both = [entry for entry in (one, other) if entry is not None]
            pair = [entry for entry in both if entry != old] or both
            pair.sort(key=lambda entry: (not entry.published, not entry.issue))
            if is_lawful(pair[0], pair[-1]):
                pair = pair[-1:]
            result.append(pair[0])
            losers += [entry for entry in pair[1:] if entry.issue and entry.issue != pair[0].issue]
        for number, loser in enumerate(losers, len(result) + 1):
            result.append(replace(loser, number=a_number(number), total=Span(number, number)))
        return result


def a_number(number: int) -> Number:
    """Return a regular number of 2004."""
    return Number(2004, Track.REGULAR, Span(number, number))


def sane(entry: Entry) -> bool:
    """Tell whether an entry can be written so that it is read again."""
    try:
        return parse_line(0, line_of(entry)) == entry
    except ValueError:
        return False


def spaced(random: Random, lines: Iterable[Entry]) -> list[str]:
    """Write entries, now and then in an unusual way."""
    return [line_of(one).replace(",", random.choice([",", ",", " , "]), 3) for one in lines]


def any_story(random: Random) -> tuple[Story, list[Entry]]:
    """Tell a history in which everything is right; return it and the ledger at its end."""
    office, story = Office(random), Story()
    lines: list[Entry] = []
    tip = story.commit([], [])
    for _ in range(random.randrange(1, 4)):
        tips, ledgers = [tip, tip], [lines, lines]
        for side in (0, 1)[: random.randrange(1, 3)]:
            for _ in range(random.randrange(1, 5)):
                ledgers[side] = office.step(ledgers[side])
                tips[side] = story.commit([tips[side]], spaced(random, ledgers[side]))
        if tips[1] != tip:
            lines = office.merged(lines, *ledgers)
            tip = story.commit(tips, spaced(random, lines))
        else:
            tip, lines = tips[0], ledgers[0]
    return story, lines


def tampered(random: Random, entry: Entry) -> Entry:
    """Change one cell."""
    number = entry.number
    changes: list[dict[str, object]] = [
        {"number": replace(number, year=number.year + random.choice([-1, 1]))},
        {"number": replace(number, span=Span(99, 99))},
        {"number": replace(number, span=Span(number.span.first, 99))},
        {"number": replace(number, track=Track.SPECIAL)},
        {"total": random.choice([None, Span(999, 999)])},
        {"state": random.choice(list(State))},
        {"signed": random.choice([None, date(2003, 1, 1)])},
        {"published": random.choice([None, datetime(2003, 1, 1, tzinfo=CHINA)])},
        {"issue": random.choice(["", "gazette/other.md"])},
        {"note": random.choice(["", "别的", CROSSED])},
    ]
    return replace(entry, **random.choice(changes))  # type: ignore[arg-type]


@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_lawful_history(random: Random) -> None:
    """Nothing is said of a ledger that was kept as it should be, nor of one step further."""
    story, lines = any_story(random)
    assert not story.found(map(line_of, lines))
    assert not story.found(map(line_of, Office(random).step(lines)))


@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_any_tampering_is_seen(random: Random) -> None:
    """A cell that was changed against the rules is one diagnostic, also when that was committed since."""
    story, lines = any_story(random)
    if not lines:
        return
    at = random.randrange(len(lines))
    new = tampered(random, lines[at])
    if is_lawful(lines[at], new) or not sane(new):
        return
    after = [line_of(one) for one in (*lines[:at], new, *lines[at + 1 :])]
    found = story.found(after)
    assert len(found) == 1
    tip = story.commit([story.changes[-1].commit], after)
    assert codes(story.found(after)) == codes(found)
    lost = [line for number, line in enumerate(after) if number != at]
    assert codes(story.found(lost)) == ["LEDGER-LOST"]
    story.commit([tip], map(line_of, lines))
    assert not story.found(map(line_of, lines))


@given(st.lists(st.tuples(st.text(max_size=20) | st.sampled_from([ISSUED, FRESH, RIVAL, NEXT]), st.booleans())))
def test_never_raises(pieces: list[tuple[str, bool]]) -> None:
    """Whatever was committed, in whatever order, it is taken in."""
    changes = [
        LineChange(str(n), str(n // 2), 1 + n % 2, PATH, *(((), (text,)) if is_new else ((text,), ())))
        for n, (text, is_new) in enumerate(pieces)
    ]
    facts = facts_of(changes).get(PATH, Facts())
    list(check_history(SERIES, facts, Ledger("gazette", PATH, ())))


def numbered(number: int, path: str, note: str = "") -> str:
    """Write a line of an issue that is not online."""
    return f"2004,{number},,regular,issued,2004-11-20,,{path},{note}"


def test_chain_settled_by_a_merge() -> None:
    """C31: where one branch's two issues make room for the other's one, 6 becomes 7 and 7 becomes 8."""
    base, ours = numbered(5, "e.md"), numbered(6, "a.md")
    theirs = (numbered(6, "b.md"), numbered(7, "c.md"))
    moved = (numbered(7, "b.md", "改号"), numbered(8, "c.md", "改号"))
    changes = [
        LineChange("0", "", 0, "gazette.csv", (), (HEAD, base)),
        LineChange("1", "0", 1, "gazette.csv", (), (ours,)),
        LineChange("2", "0", 1, "gazette.csv", (), theirs),
        LineChange("3", "1", 2, "gazette.csv", (), moved),
        LineChange("3", "2", 2, "gazette.csv", theirs, (ours, *moved)),
    ]
    ledger, found = read_ledger("gazette", "\n".join((HEAD, base, ours, *moved)) + "\n")
    assert not found
    assert list(check_history(SERIES, facts_of(changes)[PATH], ledger)) == []


def test_numbers_moved_without_a_conflict() -> None:
    """N2: two issues that change their numbers where nobody else has them are both reported."""
    before = (numbered(6, "b.md"), numbered(7, "c.md"))
    after = (numbered(7, "b.md", "改号"), numbered(8, "c.md", "改号"))
    changes = [
        LineChange("0", "", 0, "gazette.csv", (), (HEAD, *before)),
        LineChange("1", "0", 1, "gazette.csv", before, after),
    ]
    ledger, _ = read_ledger("gazette", "\n".join((HEAD, *after)) + "\n")
    assert codes(check_history(SERIES, facts_of(changes)[PATH], ledger)) == ["LEDGER-LOST", "LEDGER-CHANGED"]
