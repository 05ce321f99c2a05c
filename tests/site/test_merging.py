"""Two branches that both sign "next": git merges their ledgers, `inv ledger --resolve` settles them (case C31)."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

import pytest

from bulletin_editor.numbering import void_number
from bulletin_editor.signing import sign_files
from tests.site.office import Office
from tests.site.output import tree_of

LEDGER = "content/ledger/gazette.csv"
TEXT = """---
series: gazette
signed: {day}{more}
---

## 柳泊镇冬修水利提前开工

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

柳泊镇开工整修干渠12公里。
"""
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
NAMES = {f"GIT_{who}_{what}": "office" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def path_of(day: str) -> str:
    """Return the file of an issue signed on a day."""
    return f"gazette/{day[:4]}/{day}.md"


@dataclass(frozen=True)
class Repository:
    """An office whose content is kept in git."""

    office: Office

    def git(self, *words: str, code: int = 0) -> str:
        """Run git, deaf to the configuration of whoever runs the tests."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *words],
            cwd=self.office.root,
            env={**inherited, **ALONE, **NAMES},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit the content."""
        self.git("add", "--all", "content")
        self.git("commit", "--quiet", "--message", message)

    def branch(self, name: str, *steps: str) -> None:
        """Sign and void on a branch: ``2005-04-08``, ``2005-04-08 online``, ``void 6``."""
        self.git("switch", "--quiet", "--create", name, "base")
        for step in steps:
            first, _, second = step.partition(" ")
            if first == "void":
                void_number(self.office.content, "gazette", "2005", second, "未编发")
            else:
                more = f"\npublished: {first} 16:00" if second else ""
                (self.office.content / path_of(first)).parent.mkdir(exist_ok=True)
                (self.office.content / path_of(first)).write_text(TEXT.format(day=first, more=more), encoding="utf-8")
                sign_files(self.office.content, [path_of(first)])
            self.commit(f"{name}: {step}")

    def errors(self) -> list[str]:
        """Return what `inv check` says, without its last line."""
        return self.office.inv("check", "--format", "plain").stdout.splitlines()[:-1]

    def numbers(self) -> dict[str, str]:
        """Return the numbers after the fifth, by the signing date of the issue or the state, as the ledger has them."""
        rows = [line.split(",") for line in (self.office.root / LEDGER).read_text("utf-8").splitlines()[30:]]
        return {row[5] or row[4]: row[1] for row in rows}


@pytest.fixture
def repository(office: Office) -> Repository:
    """Return an office whose content is committed."""
    made = Repository(office)
    made.git("init", "--quiet", "--initial-branch", "base")
    made.commit("base")
    return made


CASES = {
    "C31-earlier-keeps-it": (
        ["2005-04-22"],
        ["2005-04-08"],
        {"2005-04-08": "6", "2005-04-22": "7"},
        {"2005-04-22": ("6", "7")},
    ),
    "C31-ours-is-earlier": (
        ["2005-04-08"],
        ["2005-04-22"],
        {"2005-04-08": "6", "2005-04-22": "7"},
        {"2005-04-22": ("6", "7")},
    ),
    "C31-online-keeps-it": (
        ["2005-04-08"],
        ["2005-04-22 online"],
        {"2005-04-22": "6", "2005-04-08": "7"},
        {"2005-04-08": ("6", "7")},
    ),
    "C31-void-on-the-other-branch": (["void 6"], ["2005-04-08"], {"2005-04-08": "6"}, {}),
    "C31-void-and-more": (
        ["void 6", "2005-04-22"],
        ["2005-04-08"],
        {"2005-04-08": "6", "2005-04-22": "7"},
        {},
    ),
    "C31-three-against-one": (
        ["2005-04-08", "2005-04-15", "2005-04-29"],
        ["2005-04-22"],
        {"2005-04-08": "6", "2005-04-15": "7", "2005-04-22": "8", "2005-04-29": "9"},
        {"2005-04-22": ("6", "8"), "2005-04-29": ("8", "9")},
    ),
    "C31-one-online-against-three": (
        ["2005-04-08", "2005-04-15", "2005-04-29"],
        ["2005-04-22 online"],
        {"2005-04-22": "6", "2005-04-08": "7", "2005-04-15": "8", "2005-04-29": "9"},
        {"2005-04-08": ("6", "7"), "2005-04-15": ("7", "8"), "2005-04-29": ("8", "9")},
    ),
}


def settle(repository: Repository, expected: dict[str, str], moved: dict[str, tuple[str, str]]) -> None:
    """Settle a ledger; compare ledger, files and report, before and after committing, and settle again."""
    done = repository.office.inv("ledger", "--resolve")
    assert (done.returncode, done.stderr) == (0, "")
    assert repository.numbers() == expected
    for day, number in expected.items():
        assert f"\nnumber: {number}\n" in (repository.office.content / path_of(day)).read_text("utf-8")
    lines = done.stdout.splitlines()
    assert lines[0] == f"settled: {LEDGER}"
    assert [line for line in lines if "→" in line] == [
        f"  content/{path_of(day)}: 政务普刊2005年第{old}期 → 政务普刊2005年第{new}期"
        for day, (old, new) in moved.items()
    ]
    assert repository.errors() == []
    repository.commit("settled")
    assert repository.git("status", "--porcelain", "content") == ""
    assert repository.errors() == []
    before = tree_of(repository.office.content)
    done = repository.office.inv("ledger", "--resolve")
    assert (done.returncode, done.stdout) == (0, "no ledger holds a number twice; nothing was changed\n")
    assert tree_of(repository.office.content) == before


@pytest.mark.parametrize(
    ("case", "style"),
    [
        *((case, "merge") for case in CASES),
        *(("C31-three-against-one", style) for style in ("diff3", "zdiff3")),
    ],
)
def test_conflict_is_settled(repository: Repository, case: str, style: str) -> None:
    """Who signed first keeps the number unless another is online; all else moves up, in files and ledger."""
    ours, theirs, expected, moved = CASES[case]
    repository.git("config", "merge.conflictStyle", style)
    repository.branch("theirs", *theirs)
    repository.branch("ours", *ours)
    repository.git("merge", "theirs", code=1)
    assert ("|||||||" in (repository.office.root / LEDGER).read_text("utf-8")) is (style != "merge")
    (told,) = (line for line in repository.errors() if line.startswith(LEDGER))
    assert told.startswith(f"{LEDGER}:31:1 LEDGER-CONFLICT ")
    assert "inv ledger --resolve" in told
    settle(repository, expected, moved)


@pytest.mark.parametrize("case", ["C31-earlier-keeps-it", "C31-online-keeps-it", "C31-three-against-one"])
def test_union_without_markers_is_settled(repository: Repository, case: str) -> None:
    """Where git was told to keep both branches' lines, the numbers that stand twice are found and settled."""
    ours, theirs, expected, moved = CASES[case]
    (repository.office.root / ".git/info/attributes").write_text("*.csv merge=union\n", encoding="utf-8")
    repository.branch("theirs", *theirs)
    repository.branch("ours", *ours)
    repository.git("merge", "--no-commit", "theirs")
    assert any(" NUM-DUP " in line for line in repository.errors())
    settle(repository, expected, moved)


@pytest.mark.parametrize("online", ["", " online"])
def test_turn_of_a_year(repository: Repository, online: str) -> None:
    """C31: where one branch signs the last issue of a year and the other the first of the next, the total moves on."""
    repository.branch("theirs", f"2006-01-06{online}", "2006-01-13")
    repository.branch("ours", "2005-12-30")
    repository.git("merge", "theirs", code=1)
    done = repository.office.inv("ledger", "--resolve")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issue gets another number" in done.stdout
    rows = [line.split(",") for line in (repository.office.root / LEDGER).read_text("utf-8").splitlines()[30:]]
    kept = [("2005", "6", "2005-12-30"), ("2006", "1", "2006-01-06"), ("2006", "2", "2006-01-13")]
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        (year, number, total, day) for (year, number, day), total in zip(kept, ("462", "463", "464"), strict=True)
    ]
    assert repository.errors() == []
    repository.commit("settled")
    assert repository.errors() == []


def test_withdrawn_here_and_out_again_there(repository: Repository) -> None:
    """C17: where a merger withdraws an issue whose file is out again, one line says so and one command helps."""
    repository.branch("theirs", "2005-04-08 online")
    repository.git("switch", "--quiet", "--create", "ours")
    file = f"content/{path_of('2005-04-08')}"
    assert repository.office.inv("withdraw", file, "--reason", "内容有误", "--date", "2005-04-10").returncode == 0
    repository.commit("ours: withdrawn")
    repository.git("switch", "--quiet", "theirs")
    repository.office.inv("withdraw", file, "--reason", "数字有误", "--date", "2005-04-11")
    repository.commit("theirs: withdrawn")
    repository.office.inv("replace", file, "--date", "2005-04-12")
    repository.commit("theirs: out again")
    repository.git("switch", "--quiet", "ours")
    repository.git("merge", "theirs", code=1)
    repository.git("checkout", "--theirs", file)  # the file is the editor's to settle
    done = repository.office.inv("ledger", "--resolve")
    assert done.returncode == 0, done.stderr
    (told,) = repository.errors()
    assert f"{file}:" in told
    assert " NUM-WITHDRAWN " in told
    assert "inv replace" in told
    assert repository.office.inv("replace", file).returncode == 0
    assert repository.errors() == []
    repository.commit("merged")
    assert repository.errors() == []


def test_void_that_is_dropped_is_told(repository: Repository) -> None:
    """A number that one branch recorded as never issued and the other gave is in use, and the report says so."""
    repository.branch("theirs", "2005-04-08")
    repository.branch("ours", "void 6")
    repository.git("merge", "theirs", code=1)
    done = repository.office.inv("ledger", "--resolve", "gazette")
    assert "政务普刊2005年第6期 was recorded as never issued; it is in use" in done.stdout
    assert "no issue gets another number" in done.stdout


def test_number_changed_in_the_ledger_after_the_merge(repository: Repository) -> None:
    """What was settled and committed is what git has: who then swaps the two numbers is told."""
    repository.branch("theirs", "2005-04-08")
    repository.branch("ours", "2005-04-22")
    repository.git("merge", "theirs", code=1)
    repository.office.inv("ledger", "--resolve")
    repository.commit("settled")
    ledger = repository.office.root / LEDGER
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    lines[30:] = [lines[31].replace("2005,7,463", "2005,6,462"), lines[30].replace("2005,6,462", "2005,7,463")]
    ledger.write_text("".join(lines), encoding="utf-8")
    told = [line.split(" ")[:2] for line in repository.errors()]
    assert [one for one in told if one[0].startswith(LEDGER)] == [
        [f"{LEDGER}:31:27", "LEDGER-CHANGED"],
        [f"{LEDGER}:32:27", "LEDGER-CHANGED"],
    ]


def test_line_that_can_not_be_read(repository: Repository) -> None:
    """A conflict that holds a damaged line is not settled: its line is told, and nothing is written."""
    repository.branch("theirs", "2005-04-08")
    repository.branch("ours", "2005-04-22")
    repository.git("merge", "theirs", code=1)
    repository.office.change(LEDGER, "2005-04-22,,gazette", "2005-04-32,,gazette")
    before = tree_of(repository.office.content)
    done = repository.office.inv("ledger", "--resolve")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith(f"{LEDGER}:32:1 LEDGER-ROW ")
    assert tree_of(repository.office.content) == before
