"""The benchmark end to end, on a few issues: our own build, measured and proven to show each edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.builders import our_builder, prepare
from bench.corpus import Size
from bench.measure import run_scenario
from bench.process import run_watched
from bench.scenarios import Scenario


@pytest.mark.slow
def test_our_build_is_measured(tmp_path: Path) -> None:
    """A clean build, an edit of a body and a new issue are built by new processes and show what was changed."""
    builder = our_builder(prepare(Size(issues=30, items=2, years=3), 1, tmp_path / "whole"))
    usage = run_scenario(builder, Scenario.CLEAN, 0, run_watched)
    assert min(usage.wall, usage.processor, usage.memory) > 0
    before = len(list(builder.output.rglob("*.html")))
    for scenario in (Scenario.BODY, Scenario.ISSUE):  # raise an error unless the change shows
        assert run_scenario(builder, scenario, 0).memory == 0
    assert len(list(builder.output.rglob("*.html"))) >= before + 3
    builder.clear()
    assert not builder.output.exists()
