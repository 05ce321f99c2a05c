"""What tests of every sort share."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.site import compiling, remembering

compiling.remember()  # of builds in this process
remembering.remember()
# A worker of the tests keeps much that stays: looking through all of it again and again takes a tenth of the time.
gc.set_threshold(100_000, 20, 100)

SAMPLES = Path(__file__).parent / "samples"

# The same examples in every run, however slow the machine; to look for new ones: --hypothesis-profile explore.
settings.register_profile("same", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("explore", deadline=None, max_examples=5_000)
settings.load_profile("same")


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """Return a copy, to be changed at will, of a small valid content tree: 2 series, 3 units, 3 topics, 3 issues."""
    return Path(shutil.copytree(SAMPLES / "small", tmp_path / "content"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the night ask for more spoiled files and killed commands than a test run has time for."""
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="spoil N files, each bounded in time and memory")
    parser.addoption("--kills", type=int, default=30, metavar="N", help="kill `inv sign` N times at random instants")
    parser.addoption("--steps", type=int, default=0, metavar="N", help="change a tree N times, at least once a kind")
    parser.addoption("--build-kills", type=int, default=5, metavar="N", help="kill `inv build` N times")
    parser.addoption("--publish-kills", type=int, default=5, metavar="N", help="kill `inv publish` N times")
    parser.addoption("--full-disks", type=int, default=5, metavar="N", help="fill the disk at N points of a release")
    parser.addoption("--screenshots", action="store_true", help="keep a picture of every template in every view")
    parser.addoption("--switches", type=int, default=3, metavar="N", help="switch releases N times while they are read")
    parser.addoption("--polls", type=int, default=100, metavar="N", help="follow feeds through N actions of editors")
