"""A build that fails says why in one line a fault and leaves the site that stands as it was."""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.site.office import Office
from tests.site.output import tree_of

Build = Callable[[Office, Path], "CompletedProcess[str]"]
_BUILDS = {
    "inv": lambda office, output: office.build(output),
    "pelican": lambda office, output: office.pelican(output),
}


@pytest.fixture
def output(small_office: Office, tmp_path: Path) -> Path:
    """Return an output that stands from an earlier build."""
    folder = tmp_path / "site" / "public"
    assert small_office.build(folder).returncode == 0
    return folder


@pytest.fixture
def standing(small_office: Office, output: Path) -> Path:
    """Return an output that stands, of which no stamp says what it was built from."""
    (output.parent / f".{output.name}.stamp").unlink()
    shutil.rmtree(small_office.root / ".cache")
    return output


@pytest.fixture(params=_BUILDS)
def build(request: pytest.FixtureRequest) -> Build:
    """Build by the editor's command and by Pelican itself."""
    return _BUILDS[request.param]


def test_each_fault_is_one_line_and_the_site_stands(small_office: Office, standing: Path, build: Build) -> None:
    """Faults of several files are told in one run, a line each; the output stays until they are repaired."""
    office = small_office
    before = tree_of(standing)
    good = {path: path.read_bytes() for path in office.content.rglob("*.md")}
    office.change("content/gazette/2004/2004-11-05.md", r"\nnumber: 1\n", "\nnumber: 1\ncolour: red\n")
    office.change("content/key-affairs/2004/2004-11-20.md", r"签发日期: \S+", "签发日期: 2004-13-45")
    done = build(office, standing)
    assert done.returncode == 1
    assert [line.split(" ")[:2] for line in done.stderr.splitlines()] == [
        ["content/gazette/2004/2004-11-05.md:6:1", "FIELD-UNKNOWN"],
        ["content/key-affairs/2004/2004-11-20.md:3:7", "FIELD-DATE"],
    ]
    assert "Traceback" not in done.stdout
    assert tree_of(standing) == before
    for path, data in good.items():
        path.write_bytes(data)
    assert build(office, standing).returncode == 0
    assert tree_of(standing) == before


def test_a_template_that_raises_leaves_the_site(small_office: Office, standing: Path, build: Build) -> None:
    """A template with an error in it fails the build and leaves the output."""
    office, before = small_office, tree_of(standing)
    office.change("theme/templates/item.html", r"\{% block content %\}", "{% block content %}{{ nothing.at.all }}")
    done = build(office, standing)
    assert done.returncode != 0
    assert "nothing" in done.stderr + done.stdout
    assert tree_of(standing) == before


def test_a_first_build_that_fails_leaves_no_site(office: Office, tmp_path: Path, build: Build) -> None:
    """Where nothing stood, nothing stands after a build that failed."""
    office.change("content/data/site.yaml", r"(?m)^name: .*\n", "")
    assert build(office, tmp_path / "public").returncode == 1
    assert not (tmp_path / "public").exists()


def test_a_second_build_at_once_is_refused(small_office: Office, standing: Path, build: Build) -> None:
    """While a build of the same output is running another says so in one line, exits 1 and changes nothing."""
    office, before = small_office, tree_of(standing)
    office.change("content/data/site.yaml", r"(?m)^address: .*$", "address: 渤宁市望潮区文澜路2号")
    with (standing.parent / f".{standing.name}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done = build(office, standing)
    assert done.returncode == 1
    assert re.fullmatch(r"another build is writing to .*/public; wait for it to end\n", done.stderr)
    assert tree_of(standing) == before
    assert build(office, standing).returncode == 0
    assert tree_of(standing) != before


def test_two_builds_of_two_outputs_do_not_meet(small_office: Office, output: Path) -> None:
    """A build running elsewhere is no reason to refuse."""
    with (output.parent / ".internal.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert small_office.build(output, "--full").returncode == 0


_UNCHANGED = "nothing has changed"


def test_nothing_is_built_when_nothing_changed(small_office: Office, output: Path) -> None:
    """A second build says that nothing has changed, and touches nothing; --full builds all the same."""
    before = output.stat().st_ino
    done = small_office.build(output)
    assert (done.returncode, _UNCHANGED in done.stdout) == (0, True)
    assert output.stat().st_ino == before
    done = small_office.build(output, "--full")
    assert (done.returncode, _UNCHANGED in done.stdout) == (0, False)
    assert output.stat().st_ino != before


def test_touching_one_file_builds(small_office: Office, tmp_path: Path) -> None:
    """Touching an issue, reference data, a ledger, the theme, a plugin or the settings is a change."""
    office, output = small_office, tmp_path / "site" / "public"
    paths = (
        "content/gazette/2004/2004-11-05.md",
        "content/data/topics.yaml",
        "content/ledger/gazette.csv",
        "theme/static/css/main.css",
        "theme/templates/base.html",
        "pelicanconf.py",
    )
    for alone, touched in ((False, paths), (True, ("plugins/bulletin/numbers.py",))):
        office = office.by_itself() if alone else office
        done = office.build(output)
        assert (done.returncode, _UNCHANGED in done.stdout) == (0, False)
        for path in touched:
            (office.root / path).touch()
            assert _UNCHANGED not in office.build(output).stdout, path
        assert _UNCHANGED in office.build(output).stdout


def test_an_output_that_was_touched_is_built_anew(small_office: Office, output: Path) -> None:
    """A file of the output that someone changed, added or removed is put right."""
    before = tree_of(output)
    (output / "index.html").write_text("", encoding="utf-8")
    (output / "stray.html").write_text("", encoding="utf-8")
    (output / "robots.txt").unlink()
    assert _UNCHANGED not in small_office.build(output).stdout
    assert tree_of(output) == before


def test_two_pages_at_one_address(small_office: Office, standing: Path) -> None:
    """A standing page that would take a listing's address is one line, and the site stands."""
    office, before = small_office, tree_of(standing)
    (office.content / "pages/topics.md").write_text("---\ntitle: 主题\n---\n\n正文。\n", "utf-8")
    done = office.build(standing)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "topics/index.html" in done.stderr
    assert tree_of(standing) == before
