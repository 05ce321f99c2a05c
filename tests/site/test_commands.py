"""The editor's commands, run as an editor runs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.site.office import Office
from tests.site.output import tree_of

_NEW = ("new", "key-affairs", "--signed", "2005-04-01", "--content", "content")
_ADDED = "key-affairs/2005/2005-04-01.md"


def test_new_writes_a_file_to_fill_in(office: Office) -> None:
    """`inv new` writes one file where the signing date puts it, and says where."""
    before = tree_of(office.content)
    done = office.inv(*_NEW)
    assert done.returncode == 0, done.stderr
    assert _ADDED in done.stdout
    after = tree_of(office.content)
    assert set(after) - set(before) == {_ADDED}
    assert {path: data for path, data in after.items() if path != _ADDED} == before
    text = after[_ADDED].decode()
    assert text.startswith("---\n")
    assert "政务要情" in text
    assert "2005-04-01" in text
    assert "期号" not in text


def test_new_never_overwrites(office: Office) -> None:
    """A second `inv new` of the same day is refused in one line and changes nothing."""
    office.inv(*_NEW)
    before = tree_of(office.content)
    done = office.inv(*_NEW)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert _ADDED in done.stderr
    assert tree_of(office.content) == before


def test_new_knows_series_by_title_and_by_former_title(office: Office) -> None:
    """A series can be named as people name it; the file bears the title of the day."""
    assert office.inv("new", "政务普刊", "--signed", "2004年4月3日", "--content", "content").returncode == 0
    assert "望潮政务信息" in (office.content / "gazette/2004/2004-04-03.md").read_text(encoding="utf-8")


def test_check_tells_what_a_new_issue_lacks(office: Office) -> None:
    """`inv check` leads through a new issue: it names the fields still empty, and passes once they are filled in."""
    office.inv(*_NEW)
    done = office.inv("check", "--content", "content")
    assert done.returncode == 1
    assert f"content/{_ADDED}:" in done.stdout
    file = office.content / _ADDED
    lines = file.read_text(encoding="utf-8").splitlines()
    values = {"单位": "柳泊镇", "主题": "农业农村", "类别": "问题信息"}
    filled = [f"{line.strip()} {values[line.strip(': ')]}" if line.strip(": ") in values else line for line in lines]
    file.write_text("\n".join(filled) + "\n", encoding="utf-8")
    done = office.inv("check", "--content", "content")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new", "key-afairs", "--signed", "2005-04-01"), ("key-afairs", "key-affairs")),
        (("new", "政务要请", "--signed", "2005-04-01"), ("政务要请", "政务要情")),
        (("new", "key-affairs", "--signed", "2005-02-30"), ("2005-02-30",)),
        (("new", "key-affairs", "--signed", "tomorrow"), ("tomorrow",)),
        (("build", "--edition", "nonsense"), ("nonsense", "public", "internal")),
        (("build", "--content", "nowhere"), ("nowhere",)),
        (("new", "key-affairs", "--content", "nowhere"), ("nowhere",)),
        (("preview", "--port", "99999999"), ("99999999",)),
        (("schema", "--output", "tasks.py"), ("tasks.py",)),
        (("build", "--output", "tasks.py"), ("tasks.py",)),
        (("build", "--output", "content/site"), ("content/site",)),
        (("build", "--output", "theme"), ("theme", "babel.cfg")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_mistakes_are_told_in_one_line(office: Office, arguments: tuple[str, ...], told: tuple[str, ...]) -> None:
    """A wrong name, date, edition, folder or port is told in one line with a way out; exit code 1, nothing written."""
    before = tree_of(office.root)
    done = office.inv(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert [word for word in told if word not in done.stderr] == []
    after = tree_of(office.root)
    assert {path for path in set(after) - set(before) if "__pycache__" not in path} == set()


def test_check_passes_the_sample(office: Office) -> None:
    """`inv check` finds no error in the sample, says how much it read, and writes nothing."""
    before = tree_of(office.content)
    done = office.inv("check")
    assert done.returncode == 0, done.stdout
    issues = sum(1 for path in before if path.endswith(".md") and not path.startswith("pages/"))
    assert f"issues: {issues}," in done.stdout
    assert tree_of(office.content) == before


def test_check_lists_every_fault(office: Office) -> None:
    """`inv check` lists the faults of all files in one run, each on a line with place and code; exit code 1."""
    office.change("content/gazette/2004/2004-02-06.md", r"\nnumber: 3\n", "\nnumber: 3\ncolour: red\n")
    office.change("content/gazette/2004/2004-02-20.md", r"unit: .*", "unit: 某某镇")
    office.change("content/ledger/key-affairs.csv", r"2004,2,2,", "2004,2,7,")
    done = office.inv("check")
    assert done.returncode == 1
    for place, code in (
        ("gazette/2004/2004-02-06.md:6:1", "FIELD-UNKNOWN"),
        ("gazette/2004/2004-02-20.md:", "UNIT-UNKNOWN"),
        ("ledger/key-affairs.csv:3:1", "NUM-TOTAL"),
    ):
        assert [line for line in done.stdout.splitlines() if place in line and code in line], place


@pytest.mark.parametrize(("language", "word"), [("zh", "找不到"), ("en", "missing"), ("xx", "找不到")])
def test_language_of_the_editor(office: Office, language: str, word: str) -> None:
    """Commands speak Chinese unless the environment asks for English."""
    done = office.inv("check", "--content", "nowhere", GOVBULLETIN_LANGUAGE=language)
    assert done.returncode == 1
    assert word in done.stdout


def test_schema_writes_where_it_is_told(office: Office) -> None:
    """`inv schema` writes the page and the schemas into the folder named, says so, and touches nothing else."""
    before = tree_of(office.root)
    done = office.inv("schema", "--output", "told")
    assert done.returncode == 0, done.stderr
    new = {path for path in set(tree_of(office.root)) - set(before) if "__pycache__" not in path}
    assert {"told/fields.md", "told/schema/issue.json"} <= new
    assert {line.rpartition(" ")[2] for line in done.stdout.splitlines()} == new


def test_every_command_has_a_help_text(office: Office) -> None:
    """`inv --list` says in a sentence what each command does, in the editor's language."""
    done = office.inv("--list", GOVBULLETIN_LANGUAGE="zh")
    assert done.returncode == 0
    for name in ("new", "check", "build", "preview", "test"):
        (line,) = (line for line in done.stdout.splitlines() if line.split()[:1] == [name])
        assert not line.strip().isascii(), line


def test_new_supplement_stands_beside_the_issue_of_the_day(office: Office) -> None:
    """A supplement begun on the day of a regular issue has a file of its own that says what it is."""
    assert office.inv(*_NEW).returncode == 0
    done = office.inv(*_NEW, "--track", "supplement")
    assert done.returncode == 0, done.stderr
    text = (office.content / "key-affairs/2005/2005-04-01-supplement.md").read_text(encoding="utf-8")
    assert "期类: 增刊" in text
    done = office.inv(*_NEW, "--track", "weekly")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("sign", "content/gazette/2004/2004-11-05.md"),
        ("ledger",),
        ("void", "gazette", "2004", "1", "--reason", "x"),
        ("withdraw", "content/gazette/2004/2004-11-05.md"),
        ("adopt", "nowhere.csv", "--series", "gazette"),
        ("classify", "--text", "甲"),
        ("review", "--list"),
        ("mask", "content/gazette/2004/2004-11-05.md"),
        ("due",),
        ("doctor", "--now", "2004-12-01T09:00"),
        ("new", "gazette", "--signed", "2004-12-03"),
        ("schema", "--output", "told"),
    ],
    ids=lambda one: one[0],
)
def test_a_new_process_does_the_same(tmp_path: Path, command: tuple[str, ...]) -> None:
    """What a command prints and leaves in a Python that begins from nothing is what it does when it is forked."""
    offices = []
    for name in ("forked", "begun"):
        (tmp_path / name).mkdir()
        offices.append(Office.make(tmp_path / name, SAMPLES / "small"))
    done = [office.inv(*command) for office in (offices[0], replace(offices[1], alone=True))]
    assert "Traceback" not in done[0].stderr
    assert (done[0].returncode, done[0].stdout, done[0].stderr) == (done[1].returncode, done[1].stdout, done[1].stderr)
    assert tree_of(offices[0].content) == tree_of(offices[1].content)
