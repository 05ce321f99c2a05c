"""The sample site, built once a session in both editions, and what its source says it should hold."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_portal.loading import load
from tests.conftest import SAMPLES
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site
from tests.site.source import Source
from tests.site.templates import noted_templates
from tests.system import PACKAGES, find_browser

Built = dict[str, Site]


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the sample content, so that nobody edits it while it is tested."""
    return Path(shutil.copytree(REPOSITORY / "content", tmp_path_factory.mktemp("sample") / "content"))


@pytest.fixture(scope="session")
def source(content: Path) -> Source:
    """Return the sample content read without the plugins, but for kinds that no editor named."""
    catalogue = load(content).catalogue
    assert catalogue is not None
    items = {(issue.path, item.n): item for issue in catalogue.issues for item in issue.items}
    unsure = frozenset(at for at, item in items.items() if item.unsure)
    return Source(content, {at: item.kind.value for at, item in items.items()}, unsure)


@pytest.fixture(scope="session")
def built(content: Path, source: Source, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build both editions in this process, without forking: the test runner may have threads."""
    output = tmp_path_factory.mktemp("built")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        for edition in Edition:
            with noted_templates() as templates:
                run(Order(REPOSITORY / "pelicanconf.py", content, output / edition, edition))
            found[edition.value] = Site(output / edition, source.site["url"], templates)
    return found


@pytest.fixture(scope="session")
def public(built: Built) -> Site:
    """Return the public edition."""
    return built["public"]


@pytest.fixture(scope="session")
def internal(built: Built) -> Site:
    """Return the internal edition."""
    return built["internal"]


@pytest.fixture(params=["public", "internal"])
def edition(request: pytest.FixtureRequest) -> str:
    """Run a test for each edition."""
    return str(request.param)


@pytest.fixture
def site(built: Built, edition: str) -> Site:
    """Return the edition under test."""
    return built[edition]


@pytest.fixture
def office(tmp_path: Path, content: Path) -> Office:
    """Return a working copy of its own for a test that changes something."""
    root = tmp_path / "office"
    root.mkdir()
    return Office.make(root, content)


@pytest.fixture
def small_office(tmp_path: Path) -> Office:
    """Return a working copy with the small content: three issues, a tenth of the time where the sample adds nothing."""
    root = tmp_path / "office"
    root.mkdir()
    return Office.make(root, SAMPLES / "small")


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest) -> Path | None:
    """Return where pictures of pages are kept, in continuous integration or where asked for; None elsewhere."""
    if not (os.environ.get("CI") or request.config.getoption("--screenshots")):
        return None
    folder = REPOSITORY / ".ci" / "artifacts" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that tests/system.py finds, once: contexts keep tests apart.

    Without one, fail in CI and skip elsewhere.
    """
    path = find_browser()
    if path is None:
        missing = f"no browser; Debian: apt-get install {' '.join(PACKAGES)}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield started
        started.close()
