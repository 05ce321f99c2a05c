"""The benchmark as a command: what it refuses, what it needs, and how it waits for a preview."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.builders import OURS, Builder
from bench.log import Log
from bench.preview import PreviewSilentError, measure_previews
from bench.scenarios import Proof, Scenario, there_and_back


@pytest.mark.parametrize(
    "arguments",
    [["--against", "jekyll"], ["--issues", "0"], ["--runs", "none"], ["--format", "xml"]],
    ids=["unknown builder", "no issues", "no number", "unknown format"],
)
def test_a_wrong_option_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is made before the options are understood."""
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_without_node_eleventy_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One line says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--issues", "6", "--runs", "1", "--against", "eleventy"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "install node (20 or later) and npm" in printed.err.splitlines()[-1]


def serving(folder: Path, command: list[str]) -> Builder:
    """Return a builder whose preview serves a folder as it is; its edit is one of the only page."""
    page = folder / "page" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("before", encoding="utf-8")
    change = there_and_back({page: ("before", "before and after")}, (Proof("page/", "after"),))
    return Builder(
        OURS, "1.0", 1, [], folder, folder, (), {Scenario.BODY: change}, dict(os.environ),
        lambda port: [*command, str(port)] if "http.server" in command else command,
    )  # fmt: skip


def test_a_preview_is_timed_until_the_page_shows_the_edit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first edit adds the words, the second takes them away; both are waited for, told and kept at once."""
    server = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path / "site")]
    log = Log(tmp_path / "figures.jsonl")
    previews = measure_previews([serving(tmp_path / "site", server)], 2, tmp_path, log)
    assert len(previews.seconds[OURS]) == 2
    assert min(previews.seconds[OURS]) > 0
    lines = (tmp_path / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [one["seconds"] for one in map(json.loads, lines) if "seconds" in one]
    assert tuple(kept) == previews.seconds[OURS], "each is kept when it is measured"
    told = capsys.readouterr().err.splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d ", line) for line in told)
    assert f"{kept[0]:.2f} s" in told[2]


def test_a_preview_that_ends_is_told_with_its_words(tmp_path: Path) -> None:
    """What the server printed says why nothing came."""
    server = [sys.executable, "-c", "print('no port for me')"]
    with pytest.raises(PreviewSilentError, match="no port for me"):
        measure_previews([serving(tmp_path / "site", server)], 1, tmp_path, Log())
