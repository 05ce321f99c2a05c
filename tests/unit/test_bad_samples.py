"""The files of tests/samples/bad/ hold one fault each, at the place their names say; those of good/ hold none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from bulletin.codes import CODES
from bulletin_portal.loading import load
from tests.conftest import SAMPLES
from tests.unit.making import shown

# Where in the small tree a file goes, by its folder; {slug} is the end of its name.
HOMES: Final = {
    "issue": "gazette/2004/{slug}.md",
    "signed": "gazette/2004/2004-11-19.md",
    "offline": "gazette/2004/2004-11-19.md",
    "withdrawn": "gazette/2004/2004-11-19.md",
    "page": "pages/{slug}.md",
    "site": "data/site.yaml",
    "series": "data/series.yaml",
    "units": "data/units.yaml",
    "topics": "data/topics.yaml",
    "terms": "data/terms.yaml",
    "lexicon": "data/lexicon.yaml",
    "model": "data/classifier.json",
    "redirects": "data/redirects.yaml",
    "ledger": "ledger/gazette.csv",
    "stray-ledger": "ledger/{slug}.csv",
    "media": "media/gazette/2004/canal.svg",
}
TERMS: Final = """\
- {wrong: 入民政府, right: 人民政府, reason: “人”误作“入”, source: 校对经验, severity: error}
- {wrong: 帐户, right: 账户, reason: 规范用字, source: 《现代汉语词典》, severity: warning}
"""
# What a year of the gazette should hold, when it rested, and two offices whose series share a title.
SERIES: Final = """\
  expected_per_year: 4
  pauses:
    - {from: 2004-12-20, until: 2004-12-31, reason: 编辑部搬迁}
- {id: east-report, titles: [{name: 督查专报}], issuer: 东区督查室, disclosure: internal}
- {id: west-report, titles: [{name: 督查专报}], issuer: 西区督查室, disclosure: internal}
"""
# What the ledger says otherwise of the issue that a file of this folder takes the place of.
RECORDED: Final = {"offline": ("2004-11-19 09:05", ""), "withdrawn": ("434,regular,issued", "434,regular,withdrawn")}
# Codes that no file can cause by what it holds, or by its name, alone.
NOT_A_FILE: Final = {
    "TREE-EMPTY": "a tree without issues",
    "TREE-MISSING": "a file or folder that is not there",
    "FILE-LINK": "a symbolic link",
    "FILE-UNREADABLE": "a file's permissions",
    "MEDIA-TYPE": "a link to a file of a type that the small tree does not hold",
    "FILE-TYPE": "an attachment (tests/unit/test_gate.py)",
    "FILE-LOCKED": "an attachment",
    "FILE-BROKEN": "an attachment",
    "FILE-NESTED": "an attachment",
    "FILE-LARGE": "an attachment",
    "FILE-NO-TEXT": "an attachment",
    "SITE-MISSING": "a build of the public edition (tests/site/test_conventions.py)",
    "NUM-REOPEN": "inv sign",
    "NUM-TAKEN": "inv void",
    "SIGN-LATE": "inv sign",
    "SIGN-DONE": "inv sign, a second time",
    "SIGN-NONE": "inv withdraw and inv replace",
    "SIGN-STATE": "inv withdraw and inv replace",
    "ADOPT-NUMBER": "inv adopt, of a table",
    "ADOPT-YEAR": "inv adopt, of a table",
    "ADOPT-HEAD": "inv adopt, of a table",
    "LEDGER-CHANGED": "a line that differs from what was committed",
    "LEDGER-LOST": "a line that was committed and is gone",
    "OUT-WITHHELD": "the finished output",
    "OUT-FILE": "the finished output",
    "OUT-SECRET": "the finished output",
    "OUT-UNREADABLE": "the finished output",
}
_NAME: Final = re.compile(r"(?P<code>[A-Z0-9-]+?)--(?P<line>\d+)-(?P<column>\d+)--(?P<slug>.+)\.\w+")
BAD: Final = sorted(path for path in (SAMPLES / "bad").glob("*/*"))
GOOD: Final = sorted(path for path in (SAMPLES / "good").glob("*/*"))


def _named(path: Path) -> re.Match[str]:
    found = _NAME.fullmatch(path.name)
    assert found, path.name
    return found


def _put(tree: Path, sample: Path, slug: str) -> str:
    """Copy a sample to its place in a tree that has terms and more series; return that place."""
    home = HOMES[sample.parent.name].format(slug=slug)
    (tree / "data/terms.yaml").write_text(TERMS, encoding="utf-8")
    gazette, others = (tree / "data/series.yaml").read_text(encoding="utf-8").split("- id: key-affairs")
    (tree / "data/series.yaml").write_text(f"{gazette}{SERIES}- id: key-affairs{others}", encoding="utf-8")
    ledger = tree / "ledger/gazette.csv"
    old, new = RECORDED.get(sample.parent.name, ("", ""))
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (tree / home).write_bytes(sample.read_bytes())
    return home


@pytest.mark.parametrize("sample", BAD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_bad_sample(small_tree: Path, sample: Path) -> None:
    """A bad sample is exactly one diagnostic, with the code, line and column that its name says."""
    name = _named(sample)
    home = _put(small_tree, sample, name["slug"])
    assert shown(load(small_tree).diagnostics) == [f"{home}:{name['line']}:{name['column']} {name['code']}"]


@pytest.mark.parametrize("sample", GOOD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_good_sample(small_tree: Path, sample: Path) -> None:
    """A good sample, however unusually it is written, is understood without a word."""
    _put(small_tree, sample, sample.stem)
    loaded = load(small_tree)
    assert shown(loaded.diagnostics) == []
    assert loaded.catalogue is not None


def test_every_code_has_a_bad_sample() -> None:
    """Every code that a file can cause has a bad sample; the others are listed with the reason."""
    assert {_named(path)["code"] for path in BAD} == set(CODES) - set(NOT_A_FILE)


def test_there_are_enough_samples() -> None:
    """A glob that finds nothing would let every test above pass."""
    assert len(BAD) >= 400
    assert len(GOOD) >= 75
