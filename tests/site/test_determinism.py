"""The same content gives the same bytes, whoever builds it, where, how and on how many cores."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.site.office import Office
from tests.site.output import Site, tree_of

_WITH_WORKERS = """
import sys
from pathlib import Path
from bulletin.kinds import Edition
from bulletin_build import plugin
from bulletin_build.running import Order, run
settings, content, output = map(Path, sys.argv[1:])
for workers in (1, 2):
    plugin.workers_for = lambda pages: workers
    run(Order(settings, content, output / str(workers), Edition.PUBLIC))
"""


@pytest.fixture
def office(office: Office) -> Office:
    """Return an office whose commands are processes that begin from nothing."""
    return office.by_itself()


@pytest.mark.parametrize(
    ("environment", "umask"),
    [
        ({"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C"}, 0o077),
        ({"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}, 0o002),
    ],
    ids=["west", "east"],
)
def test_surroundings_leave_no_trace(
    office: Office, public: Site, tmp_path: Path, environment: dict[str, str], umask: int
) -> None:
    """Hash seed, time zone, locale, umask, user's language and folder change not one byte."""
    office.speak_english()
    before = os.umask(umask)
    try:
        done = office.build(tmp_path / f"{umask:o}" / "public", GOVBULLETIN_LANGUAGE="zh", **environment)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert tree_of(tmp_path / f"{umask:o}" / "public") == public.files


def test_pelican_itself_builds_the_same(office: Office, public: Site, tmp_path: Path) -> None:
    """`pelican content -s pelicanconf.py` gives what `inv build` gives."""
    office.speak_english()
    done = office.pelican(tmp_path / "public")
    assert done.returncode == 0, done.stderr
    assert tree_of(tmp_path / "public") == public.files


def test_workers_share_without_a_trace(office: Office, public: Site, tmp_path: Path) -> None:
    """One worker writes the same bytes as two."""
    office.speak_english()
    arguments = (office.root / "pelicanconf.py", office.content, tmp_path)
    done = office.run("-c", _WITH_WORKERS, *map(str, arguments))
    assert done.returncode == 0, done.stderr
    for workers in ("1", "2"):
        assert tree_of(tmp_path / workers) == public.files, workers


def test_order_of_files_does_not_matter(office: Office, public: Site, tmp_path: Path) -> None:
    """Files written in another order, with other times, are the same content."""
    office.speak_english()
    paths = sorted((path for path in office.content.rglob("*") if path.is_file()), reverse=True)
    for path in paths:
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, (0, 0))
    assert office.build(tmp_path / "public").returncode == 0
    assert tree_of(tmp_path / "public") == public.files


def _written(root: Path) -> dict[str, bytes]:
    passing = ("__pycache__", ".cache")
    return {path: data for path, data in tree_of(root).items() if not any(part in path.split("/") for part in passing)}


def test_a_build_writes_only_its_output(small_office: Office, tmp_path: Path) -> None:
    """A build writes nothing in content, theme and settings but its cache, and leaves nothing beside its output."""
    office = small_office.by_itself()
    before = _written(office.root)
    assert office.build(tmp_path / "site" / "public").returncode == 0
    assert _written(office.root) == before
    beside = {path.name for path in (tmp_path / "site").iterdir()}
    assert beside == {"public", ".public.lock", ".public.stamp"}


def test_theme_files_are_copied_whole(office: Office, public: Site) -> None:
    """The theme's static files stand under theme/ as they are."""
    static = tree_of(office.root / "theme" / "static")
    assert {f"theme/{path}": data for path, data in static.items()} == {
        path: data for path, data in public.files.items() if path.startswith("theme/")
    }
