"""`inv publish`: what it says and does, and that one complete release is served whatever happens to it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from tests.site.office import Office
from tests.site.output import tree_of
from tests.site.publishing_proofs import (
    fail_everywhere,
    fill_disk,
    kill_everywhere,
    kill_making,
    kill_publishing,
    read_while_switching,
    served_whole,
    small_disk,
    without_rests,
)

# `inv publish --to www` on a disk that takes no byte of a release more.
FULL: Final = """
from invoke.main import program
from bulletin_build.releases.disk import Disk
def full(*_):
    raise OSError({number}, "full")
Disk.write = full
program.run(["inv", "publish", "--to", "www"])
"""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory, where there is one: releases wait for the disk, and that of tests is busy."""
    shared = Path("/dev/shm")  # noqa: S108 (the folder within is nobody else's)
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=shared, prefix="govbulletin-test-") as folder:
        yield Path(folder)


def originals(folder: Path) -> dict[str, bytes]:
    """Return the files of a release without precompressed copies."""
    return {path: data for path, data in tree_of(folder).items() if not path.endswith((".gz", ".br"))}


def test_the_sample_is_published(office: Office) -> None:
    """The sample site passes all guards, is served as built, and published again changes nothing."""
    first = office.inv("publish", "--to", "www")
    assert first.returncode == 0, first.stderr
    assert re.search(r"(?m)^release 1 is online: \d+ pages, \d+ files, .*: www/current$", first.stdout), first.stdout
    root = office.root / "www"
    assert originals(root / "current") == tree_of(office.root / "output" / "release")
    assert served_whole(root) == 1
    again = office.inv("publish", "--to", "www")
    assert again.stdout.splitlines()[-1] == "nothing has changed since release 1, which stays online"
    without_rests(root)


def test_one_edit_shares_the_rest(small_office: Office) -> None:
    """After an edit, what has not changed is shared; taking back serves the old text and says so."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    issue = next(path for path in sorted(small_office.content.rglob("*.md")) if "\n## " in path.read_text("utf-8"))
    issue.write_text(re.sub(r"(?m)^## (.*)$", r"## \1又及", issue.read_text("utf-8"), count=1), encoding="utf-8")
    done = small_office.inv("publish", "--to", "www")
    assert done.returncode == 0, done.stderr
    told = re.search(r"release 2 is online: .*?(\d+) files, of which (\d+) unchanged", done.stdout)
    assert told is not None
    assert int(told[2]) > 10
    back = small_office.inv("publish", "--to", "www", "--rollback")
    assert "release 1 is served again in place of release 2" in back.stdout
    assert served_whole(small_office.root / "www") == 1
    none = small_office.inv("publish", "--to", "www", "--rollback")
    assert (none.returncode, none.stderr) == (1, "there is no release before release 1; publish a new one\n")


def test_every_objection_is_told_and_nothing_is_published(small_office: Office) -> None:
    """A template that makes broken links, an internal page and a secret: all are told in one run, nothing goes out."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    before = tree_of(small_office.root / "www")
    base = "theme/templates/base.html"
    small_office.change(base, r"</main>", '<a href="{{ root }}nowhere/">x</a> <a href="#no-place">y</a></main>')
    done = small_office.inv("publish", "--to", "www")
    assert done.returncode == 1
    assert "nowhere/ leads to nowhere/index.html, which is not there" in done.stderr
    assert "#no-place leads to a place that" in done.stderr
    assert done.stderr.splitlines()[-1] == "nothing was published; what is online stays as it was"
    assert tree_of(small_office.root / "www") == before


def test_warnings_stop_a_publication(small_office: Office) -> None:
    """publishconf.py is strict: a draft with a warning is published by no one."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    before = tree_of(small_office.root / "www")
    issue = min(small_office.content.rglob("2*.md"))
    issue.write_text(issue.read_text("utf-8").replace("---\n", "---\n不认识的字段: 1\n", 1), encoding="utf-8")
    done = small_office.inv("publish", "--to", "www")
    assert done.returncode == 1
    assert tree_of(small_office.root / "www") == before


def test_fewer_pages_need_a_word(small_office: Office) -> None:
    """A site that shrinks by more than a tenth is not published, unless that is meant."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    current = small_office.root / "www" / "current"
    for number in range(40):  # as if there had been more before
        (current / f"page-{number}.html").write_text("<p>")
    stopped = small_office.inv("publish", "--to", "www")
    assert stopped.returncode == 1
    assert "--fewer" in stopped.stderr
    meant = small_office.inv("publish", "--to", "www", "--fewer")
    assert meant.returncode == 0, meant.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say where to: inv publish --to FOLDER"),
        (("--to", "output"), "lie within each other"),
        (("--to", "output/release"), "lie within each other"),
        (("--to", "content/www"), "lie within each other"),
        (("--to", "www", "--keep", "0"), "0 is no count of releases to keep"),
        (("--to", "www", "--rollback"), "nothing was published into"),
    ],
)
def test_wrong_orders(small_office: Office, options: tuple[str, ...], message: str) -> None:
    """What can't be meant is answered in one line."""
    done = small_office.inv("publish", *options)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr


@pytest.mark.parametrize("number", [ENOSPC, EDQUOT])
def test_a_full_disk_is_told_in_a_line(small_office: Office, number: int) -> None:
    """Who runs out of disk space reads one line, and the old release is served."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    before = tree_of(small_office.root / "www")
    issue = min(small_office.content.rglob("2*.md"))
    issue.write_text(re.sub(r"(?m)^## (.*)$", r"## \1又及", issue.read_text("utf-8"), count=1), encoding="utf-8")
    done = small_office.run("-c", FULL.format(number=number))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert done.stderr.startswith("the disk is full: nothing was published into ")
    assert tree_of(small_office.root / "www") == before


def spoil_template(office: Office) -> None:
    """Make a template raise in the midst of rendering."""
    office.change("theme/templates/base.html", r"</main>", "{{ nothing.at_all }}</main>")


def claim_twice(office: Office) -> None:
    """Make two pages of one address."""
    series = next(path.name for path in sorted(office.content.iterdir()) if any(path.glob("20*")))
    (office.content / "pages").mkdir(exist_ok=True)
    (office.content / "pages" / f"{series}.md").write_text("---\ntitle: 同名\n---\n\n正文。\n", encoding="utf-8")


def break_content(office: Office) -> None:
    """Leave the traces of a merge in an issue."""
    file = min(office.content.rglob("2*.md"))
    file.write_text(file.read_text("utf-8") + "\n<<<<<<< HEAD\n", encoding="utf-8")


@pytest.mark.parametrize("trouble", [spoil_template, claim_twice, break_content])
def test_trouble_in_the_build(small_office: Office, trouble: Callable[[Office], None]) -> None:
    """Whatever stops the build, the old release is served, and the next build succeeds when it is put right."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    before = tree_of(small_office.root / "www")
    kept = small_office.root.parent / "kept"
    for name in ("content", "theme"):
        shutil.copytree(small_office.root / name, kept / name)
    trouble(small_office)
    stopped = small_office.inv("publish", "--to", "www")
    assert stopped.returncode != 0
    assert stopped.stderr
    assert tree_of(small_office.root / "www") == before
    for name in ("content", "theme"):
        shutil.rmtree(small_office.root / name)
        shutil.copytree(kept / name, small_office.root / name)
    file = min(small_office.content.rglob("2*.md"))
    file.write_text(re.sub(r"(?m)^## (.*)$", r"## \1又及", file.read_text("utf-8"), count=1), encoding="utf-8")
    done = small_office.inv("publish", "--to", "www")
    assert done.returncode == 0, done.stderr
    assert served_whole(small_office.root / "www") == 2


@pytest.mark.parametrize("years", [-30, 30], ids=["back", "on"])
def test_a_clock_that_jumps(small_office: Office, years: int) -> None:
    """Files whose times lie far back or ahead are published by their bytes."""
    assert small_office.inv("publish", "--to", "www").returncode == 0
    file = min(small_office.content.rglob("2*.md"))
    file.write_text(re.sub(r"(?m)^## (.*)$", r"## \1又及", file.read_text("utf-8"), count=1), encoding="utf-8")
    moment = file.stat().st_mtime + years * 365 * 86_400
    os.utime(file, (moment, moment))
    for built in (small_office.root / "output" / "release").rglob("*.html"):
        os.utime(built, (moment, moment))
    done = small_office.inv("publish", "--to", "www")
    assert done.returncode == 0, done.stderr
    assert served_whole(small_office.root / "www") == 2
    assert any("又及" in page.read_text("utf-8") for page in (small_office.root / "www/current").rglob("*.html"))


# -- Proofs: `inv soak` runs them at length ---------------------------------------------------------------------------


def number_of(config: pytest.Config, option: str) -> int:
    """Return how often a proof is to be made."""
    return int(config.getoption(option))


def test_killed_while_making(memory: Path, pytestconfig: pytest.Config) -> None:
    """Killed at random instants while a release is made: one complete release is served, and the next succeeds."""
    kills = number_of(pytestconfig, "--publish-kills")
    assert sum(kill_making(memory, kills).values()) == kills


def test_killed_in_front_of_any_step(memory: Path, pytestconfig: pytest.Config) -> None:
    """Killed in front of anything it does to the disk: likewise."""
    assert kill_everywhere(memory, number_of(pytestconfig, "--publish-kills")) > 1


def test_killed_while_publishing(small_office: Office, memory: Path, pytestconfig: pytest.Config) -> None:
    """The whole command killed at random instants, the build included: likewise."""
    issue = next(path for path in sorted(small_office.content.rglob("*.md")) if "\n## " in path.read_text("utf-8"))
    kills = number_of(pytestconfig, "--publish-kills")
    assert sum(kill_publishing(small_office, issue, memory / "www", kills).values()) == kills


def test_disk_full_at_any_step(memory: Path, pytestconfig: pytest.Config) -> None:
    """A disk that is full from any step on: the old release is served, and with room again the next succeeds."""
    assert fail_everywhere(memory, number_of(pytestconfig, "--full-disks")) > 1


def test_a_small_disk(memory: Path, pytestconfig: pytest.Config) -> None:
    """The same on a real file system with less and less room left; where none may be mounted, the test above stands."""
    points = number_of(pytestconfig, "--full-disks")
    with small_disk(memory, 1_024) as place:
        if place is None:
            pytest.skip("mounting is not allowed here")
        ends = fill_disk(place, memory / "output", points)
    assert sum(ends.values()) == points
    assert ends["full"] > 0


def test_read_while_it_switches(memory: Path, pytestconfig: pytest.Config) -> None:
    """Who reads during releases sees no missing file, no half page, and never files of two releases in one."""
    switches = number_of(pytestconfig, "--switches")
    seen = read_while_switching(memory, switches)
    assert seen["faults"] == []
    assert int(str(seen["marks"])) > 1, json.dumps(seen)
