"""Three hundred planted secrets: each kind in each hiding place is found before a build or kept out of its output."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import unquote

import pytest

import bulletin_build.plugin
import bulletin_source.tree
from bench.synthetic import make_tree
from bulletin.catalogue import Catalogue
from bulletin.codes import Severity
from bulletin.kinds import Edition
from bulletin_build import output_evidence
from bulletin_build.running import Order, run
from bulletin_gate import fingerprints, secrets
from bulletin_gate.editions import Withheld
from bulletin_gate.hits import squeezed
from bulletin_portal import generator
from bulletin_portal.loading import load
from bulletin_portal.summary import Summary
from tests.conftest import SAMPLES
from tests.site import planted
from tests.site.office import REPOSITORY
from tests.site.output import tree_of

# What only the mark forbids, an internal paper may bear: the public edition never shows it.
_INWARD: Final = {"internal", "copy"}
_STATE: Final = {name: secret for name, secret in planted.SECRETS.items() if name == "secrecy"}
_OTHERS: Final = {name: secret for name, secret in planted.SECRETS.items() if name != "secrecy"}
_NAMES: Final = {  # file names have no Han characters; one that does is refused for that
    "id": ("GATE-ID", "11010519491231002x"),
    "old-id": ("GATE-ID", "370502491231002"),
    "mobile": ("GATE-MOBILE", "13812345678"),
    "card": ("GATE-CARD", "6222021001116245702"),
}

Build = Callable[[Path], Summary]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the small tree."""
    return Path(shutil.copytree(SAMPLES / "small", tmp_path / "content"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return where the public edition is to go."""
    return tmp_path / "site" / "public"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the tree's files are remembered that were looked into once."""
    monkeypatch.setattr(bulletin_source.tree, "_UNSETTLED", 0)  # to look into them takes longer than a tick
    return tmp_path / "cache"


@pytest.fixture
def build(output: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build the public edition in this process."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    return lambda content: run(Order(REPOSITORY / "pelicanconf.py", content, output, Edition.PUBLIC, cache=cache))


def _leaks(output: Path, texts: dict[str, tuple[str, str]]) -> list[str]:
    """Return the secrets that stand in an output, in whatever spelling; not the program's search, but a plain one."""
    said = "".join(f"{name} {data.decode(errors='ignore')}" for name, data in tree_of(output).items())
    readings = [squeezed(reading) for reading in (said, unescape(said), unquote(said))]
    return [name for name, (_, text) in texts.items() if any(squeezed(text) in reading for reading in readings)]


def _found(content: Path, cache: Path | None = None) -> Iterator[tuple[str, str, Severity]]:
    for one in load(content, cache).diagnostics:
        yield one.path, one.code, one.severity


def test_there_are_three_hundred() -> None:
    """Every kind of secret is planted in every place that the issue names, and every rule has one."""
    assert len(planted.PLACES) * len(planted.SECRETS) >= 300
    assert {code for code, _ in planted.SECRETS.values()} == {rule.code for rule in secrets.RULES}


@pytest.mark.parametrize("place", [place for place in planted.PLACES if place not in planted.KEPT_OUT])
def test_what_the_public_would_see_is_found(  # noqa: PLR0917 (fixtures, and a case)
    place: str, tree: Path, output: Path, cache: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of secret in what would be public is an error at its file; nothing is built, no message prints it."""
    names = planted.plant(tree, place)
    found = {(path, code) for path, code, severity in _found(tree, cache) if severity is Severity.ERROR}
    if place == "file-name":  # the finding's own place names the file with the secret masked
        assert {path for path in names if "FILE-NAME" not in {code for at, code in found if at == path}} == set()
    else:
        expected = {(path, planted.SECRETS[name][0]) for path, name in names.items()}
        assert len(expected) == len(planted.SECRETS)
        missing = expected - found
        # Names in metadata the gate leaves to the scan of the output, which knows them on problem items' pages.
        assert {code for _, code in missing} <= ({"GATE-NAME"} if place == "old-version" else set())
    with pytest.raises(SystemExit):
        build(tree)
    assert not output.exists()
    if place != "file-name":
        told = squeezed(capsys.readouterr().err)
        numbers = [
            squeezed(text)[-11:] for name, (_, text) in planted.SECRETS.items() if name in {"id", "mobile", "card"}
        ]
        assert [number for number in numbers if number in told] == []


def test_a_name_in_a_correction(tree: Path, output: Path, build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a petitioner in the old words of a correction is found at the latest in what would be published."""
    planted.plant(tree, "old-version", {"name": planted.SECRETS["name"]})
    with pytest.raises(SystemExit):
        build(tree)
    told = capsys.readouterr().err
    assert "GATE-NAME" in told
    assert planted.path_of(0) in told
    assert not output.exists()


@pytest.mark.parametrize("name", _NAMES)
def test_a_number_as_file_name(name: str, tree: Path, output: Path, build: Build) -> None:
    """A file's name that is nothing but a number is found like one in a text."""
    planted.plant(tree, "file-name", {name: _NAMES[name]})
    assert _NAMES[name][0] in {code for _, code, severity in _found(tree) if severity is Severity.ERROR}
    with pytest.raises(SystemExit):
        build(tree)
    assert not output.exists()


@pytest.mark.parametrize("place", planted.KEPT_OUT)
def test_what_is_withheld_is_kept_out(place: str, tree: Path, output: Path, build: Build) -> None:
    """Secrets in what the public does not see yet, or any more, are in no byte of its output; editors are told."""
    names = planted.plant(tree, place, _OTHERS)
    told = {(path, code) for path, code, _ in _found(tree)}
    expected = {(path, _OTHERS[name][0]) for path, name in names.items() if name not in _INWARD}
    assert expected - told == set()
    build(tree)
    assert _leaks(output, _OTHERS) == []


@pytest.mark.parametrize("place", planted.KEPT_OUT)
def test_state_secrets_stop_everything(place: str, tree: Path, output: Path, build: Build) -> None:
    """A secrecy mark may not be in the tree at all (涉密不上网): no edition is built, wherever it stands."""
    planted.plant(tree, place, _STATE)
    with pytest.raises(SystemExit):
        build(tree)
    assert not output.exists()


def _gate_only(place: str, tree: Path) -> set[str]:
    """Return the names of the planted secrets that the gate finds in a place."""
    names = planted.plant(tree, place)
    found = {(path, code) for path, code, _ in _found(tree)}
    return {name for path, name in names.items() if (path, planted.SECRETS[name][0]) in found}


@pytest.mark.parametrize("rule", [rule.code for rule in secrets.RULES])
def test_every_rule_is_needed(rule: str, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one rule switched off, the secrets that only this rule knows are no longer found: the tests above notice."""
    monkeypatch.setattr(secrets, "RULES", tuple(one for one in secrets.RULES if one.code != rule))
    missed = set(planted.SECRETS) - _gate_only("body", tree)
    assert missed == {name for name, (code, _) in planted.SECRETS.items() if code == rule}


def _everything(real: Callable[[Catalogue, Edition], tuple[Catalogue, Withheld]]) -> object:
    """Choose all for the public edition."""
    return lambda catalogue, _edition: (real(catalogue, Edition.INTERNAL)[0], real(catalogue, Edition.PUBLIC)[1])


def _too_early(_real: object) -> object:
    """Hold nothing back."""
    return lambda catalogue, _edition, _now: catalogue


@pytest.mark.parametrize(
    ("choice", "fault", "place"),
    [
        pytest.param("edition_of", _everything, "internal-issue", id="internal-issues-chosen"),
        pytest.param("edition_of", _everything, "withheld-item", id="internal-items-chosen"),
        pytest.param("released", _too_early, "embargoed", id="embargo-forgotten"),
    ],
)
@pytest.mark.parametrize("scanned", [True, False], ids=["scanned", "unscanned"])
def test_the_scan_catches_what_the_choice_lets_through(  # noqa: PLR0917 (pytest passes them by name)
    choice: str,
    fault: Callable[[object], object],
    place: str,
    scanned: bool,  # noqa: FBT001
    tree: Path,
    output: Path,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Were a withheld text chosen by mistake, the fingerprints keep the site as it is; nothing else knows the text."""
    text = "望潮河东段堤防存在管涌险情拟于汛前转移安置沿线群众"
    planted.plant(tree, place, {"plain": ("", text)})
    monkeypatch.setattr(generator, choice, fault(getattr(generator, choice)))
    if not scanned:
        monkeypatch.setattr(output_evidence, "withheld_of", lambda *_, **__: fingerprints.Withheld.of([], []))
    with suppress(SystemExit):
        build(tree)
    assert ("OUT-WITHHELD" in capsys.readouterr().err) is scanned
    assert not (scanned and output.exists())


def _ordinary(random: Random) -> str:
    """Return a sentence with numbers such as bulletins are full of, none of which is a secret."""
    number = random.randrange
    return random.choice(
        (
            f"群众可拨打12345热线或区政府办公室值班电话0546-83{number(10_000, 99_999)}咨询。",
            f"按照《国务院办公厅关于推进政务公开的意见》（国办发〔20{number(10, 25)}〕{number(1, 99)}号）要求落实。",
            f"索引号{number(10**8, 10**9):09}/2017-{number(1, 99_999):05}，主题分类：农业、林业、水利。",
            f"项目总投资{number(1, 99_999):,}.{number(10)}万元，其中中央预算内资金{number(1000, 9_999_999)}元。",
            f"招标编号WCZB-2004-{number(1, 9999):04}，合同编号HT{number(10**11, 10**12)}。",
            f"东经118.{number(1000, 9999)}度、北纬37.{number(1000, 9999)}度，海拔{number(1, 99)}米。",
            f"书号ISBN 978-7-{number(1000, 9999)}-{number(1000, 9999)}-{number(10)}，刊号CN 37-{number(1000, 9999)}。",
            f"2004年{number(1, 13)}月{number(1, 29)}日{number(8, 18)}时{number(10, 59)}分，水位{number(1, 9)}.5米。",
            f"抽检批次A{number(10_000, 99_999)}、B{number(10_000, 99_999)}，G18高速K{number(1, 999)}+300处。",
            f"受益{number(1, 9)},{number(100, 999)}人，户均增收{number(100, 9999)}元，同比增长{number(1, 99)}.5%。",
            "要严守工作纪律，加强内部管理和内部审计，做好保密教育，密切联系群众。",
            f"统一社会信用代码和组织机构代码{number(10**7, 10**8)}-{number(10)}已经换发。",
        )
    )


def test_two_thousand_ordinary_items(tmp_path: Path, output: Path, cache: Path, build: Build) -> None:
    """In 2,000 items of ordinary prose, a third of them withheld, the gate and the scan raise two alarms at most."""
    content, random = tmp_path / "content", Random(2005)
    make_tree(content, issues=334, items=6, years=5)
    for number, path in enumerate(sorted(content.glob("*/*/*.md"))):
        text = re.sub(
            r"(?m)^(#+ .*\n\n```item\n(?:.*\n)*?```\n)",
            lambda one: f"{one[0]}\n{_ordinary(random)}\n",
            path.read_text(),
        )
        if number % 3 == 0:
            text = text.replace(
                "---\n", "---\n公开属性: 不予公开\n" if "签发日期" in text else "---\ndisclosure: internal\n", 1
            )
        path.write_text(text, encoding="utf-8")
    loaded = load(content, cache)
    alarms = [one.plain(str) for one in loaded.diagnostics]
    assert len(alarms) <= 2, alarms
    assert loaded.catalogue is not None
    assert sum(len(issue.items) for issue in loaded.catalogue.issues) >= 2000
    build(content)  # a leak would raise SystemExit
    assert (output / "index.html").exists()
