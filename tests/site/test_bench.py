"""The benchmark end to end, on a few issues: our own build, measured and proven to show each edit; equal peers."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bench.builders import Builder, Ground, our_builder, peer_builders, prepare
from bench.corpus import Size
from bench.measure import check_equal, run_scenario
from bench.peers import PeerMissingError
from bench.process import run_watched
from bench.scenarios import Scenario


class Begun(NamedTuple):
    """A made-up tree, our builder of it, and the pages our first clean build wrote."""

    ground: Ground
    builder: Builder
    pages: frozenset[str]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Return a tree that our builder has built clean; the build was measured."""
    ground = prepare(Size(issues=30, items=2, years=3), 1, tmp_path_factory.mktemp("bench") / "whole")
    builder = our_builder(ground)
    usage = run_scenario(builder, Scenario.CLEAN, 0, run_watched)
    assert min(usage.wall, usage.processor, usage.memory) > 0
    return Begun(ground, builder, pages_of(builder))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pelican", "hugo"])  # Eleventy's site is of Pelican's templates, and npm fetches it
def test_a_peer_has_our_pages(begun: Begun, name: str) -> None:
    """A page that only our theme has would stop every comparison, and one that peers lack would make it unfair."""
    try:
        (peer,) = peer_builders([name], begun.ground)
    except PeerMissingError as error:
        pytest.skip(str(error))
    run_scenario(peer, Scenario.CLEAN, 0)
    check_equal({"ours": begun.pages, name: pages_of(peer)})


@pytest.mark.slow
def test_our_build_is_measured(begun: Begun) -> None:
    """An edit of a body and a new issue are built by new processes and show what was changed."""
    builder = begun.builder
    for scenario in (Scenario.BODY, Scenario.ISSUE):  # raise an error unless the change shows
        assert run_scenario(builder, scenario, 0).memory == 0
    assert len(pages_of(builder)) >= len(begun.pages) + 3
    builder.clear()
    assert not builder.output.exists()


def pages_of(builder: Builder) -> frozenset[str]:
    """Return the addresses of the pages in a builder's output."""
    return frozenset(path.relative_to(builder.output).as_posix() for path in builder.output.rglob("*.html"))
