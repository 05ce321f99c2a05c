"""The gate in builds and commands: what stops a build, what is written of pictures, what `inv mask` proposes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from PIL import Image

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_editor.desk import RefusedError
from bulletin_editor.masking import mask_and_tell
from bulletin_portal.loading import load
from tests.site.office import REPOSITORY
from tests.site.output import tree_of

MOBILE: Final = "13812345678"
PUBLIC: Final = "gazette/2004/2004-11-19.md"
BODY: Final = "截至11月15日"
HIDDEN: Final = ("key-affairs/2004/2004-11-20.md", "两所卫生院的急救药品")


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)


def plant(tree: Path, path: str, old: str, new: str) -> None:
    """Put a text before another, wherever it stands."""
    text = (tree / path).read_bytes().decode("utf-8")
    assert old in text
    (tree / path).write_bytes(text.replace(old, new + old).encode())


def build(tree: Path, output: Path, edition: Edition) -> None:
    """Build an edition."""
    run(Order(REPOSITORY / "pelicanconf.py", tree, output, edition))


def test_finding_keeps_the_old_output(
    small_tree: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret in a public text ends the build with code 1; the output stays as it was, and nothing prints it."""
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "en")
    output = tmp_path / "output"
    build(small_tree, output, Edition.PUBLIC)
    before = tree_of(output)
    plant(small_tree, PUBLIC, BODY, f"来电1381**2345678**。{MOBILE}。")
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        build(small_tree, output, Edition.PUBLIC)
    assert left.value.code == 1
    assert tree_of(output) == before
    said = capfd.readouterr().err
    assert "GATE-MOBILE" in said
    assert "inv mask" in said
    assert MOBILE not in said.replace("*", "")
    build(small_tree, tmp_path / "internal", Edition.INTERNAL)


def test_withheld_finding_is_no_obstacle(small_tree: Path, tmp_path: Path) -> None:
    """A secret in a withheld item changes not one byte of the public edition."""
    build(small_tree, tmp_path / "before", Edition.PUBLIC)
    plant(small_tree, *HIDDEN, f"来电{MOBILE}。")
    build(small_tree, tmp_path / "after", Edition.PUBLIC)
    assert tree_of(tmp_path / "after") == tree_of(tmp_path / "before")


@pytest.mark.parametrize("edition", list(Edition))
def test_secrecy_mark_stops_both(small_tree: Path, tmp_path: Path, edition: Edition) -> None:
    """A secrecy mark in a withheld item stops either edition, and nothing is written."""
    plant(small_tree, *HIDDEN, "机密★10年\n\n")
    with pytest.raises(SystemExit):
        build(small_tree, tmp_path / "output", edition)
    assert not (tmp_path / "output").exists()


def test_public_pictures_are_clean(small_tree: Path, tmp_path: Path) -> None:
    """The public edition holds a picture's pixels alone; the internal one the file as it is."""
    path = "media/gazette/2004/canal.jpg"
    exif = Image.Exif()
    exif[0x013B] = "Author of the picture"
    Image.new("RGB", (8, 8), "navy").save(small_tree / path, exif=exif)
    plant(small_tree, PUBLIC, BODY, f"![干渠](../../{path})\n\n")
    for edition in Edition:
        build(small_tree, tmp_path / edition, edition)
    source = (small_tree / path).read_bytes()
    assert (tmp_path / "internal" / path).read_bytes() == source
    public = (tmp_path / "public" / path).read_bytes()
    assert b"Author" in source
    assert b"Author" not in public
    with Image.open(tmp_path / "public" / path) as picture:
        assert picture.size == (8, 8)
        assert not picture.getexif()


# inv mask


def test_mask_proposes_a_diff(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --write nothing changes; the diff holds the masked line."""
    plant(small_tree, PUBLIC, BODY, f"来电{MOBILE}。")
    before = (small_tree / PUBLIC).read_bytes()
    mask_and_tell(small_tree, [PUBLIC], write=False)
    said = capsys.readouterr().out
    assert f"--- a/{PUBLIC}\n+++ b/{PUBLIC}\n" in said
    assert "+来电138＊＊＊＊5678。截至" in said
    assert (small_tree / PUBLIC).read_bytes() == before


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        (f"来电{MOBILE}。", "来电138＊＊＊＊5678。"),
        ("来电1381**2345678**。", "来电138＊**＊＊＊5678**。"),
        ("身份证11010519491231002X。", "身份证110105＊＊＊＊＊＊＊＊002X。"),
        (f"来电{MOBILE}或{MOBILE}。", "来电138＊＊＊＊5678或138＊＊＊＊5678。"),
    ],
    ids=["plain", "bold", "identity", "twice"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_mask_changes_nothing_else(small_tree: Path, written: str, masked: str, newline: str, mark: str) -> None:
    """With --write the secrets' characters change and no other byte; then nothing is found."""
    text = mark + (small_tree / PUBLIC).read_text("utf-8").replace("\n", newline)
    (small_tree / PUBLIC).write_bytes(text.replace(BODY, written + BODY).encode())
    mask_and_tell(small_tree, [PUBLIC], write=True)
    assert (small_tree / PUBLIC).read_bytes() == text.replace(BODY, masked + BODY).encode()
    assert load(small_tree).diagnostics == ()


def test_mask_leaves_marks_and_waivers(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A secrecy mark is to be taken out by hand; what is waived stays."""
    plant(small_tree, PUBLIC, BODY, f"机密★10年\n\n来电{MOBILE}。\n\n")
    mark = next(one.fingerprint for one in load(small_tree).gate.findings if one.diagnostic.code == "GATE-MOBILE")
    waiver = f"waivers: [{{code: GATE-MOBILE, fingerprint: {mark}, reason: 值班, approver: 信息科}}]\n"
    plant(small_tree, PUBLIC, "number: 2", waiver)
    before = (small_tree / PUBLIC).read_bytes()
    mask_and_tell(small_tree, [PUBLIC], write=True)
    assert (small_tree / PUBLIC).read_bytes() == before
    assert f"{PUBLIC}:19:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path", ["ledger/gazette.csv", "media/gazette/2004/canal.svg", "nowhere.md"], ids=["ledger", "picture", "missing"]
)
def test_mask_refuses(small_tree: Path, path: str) -> None:
    """Ledgers, what is no text, and what is not there are refused."""
    with pytest.raises(RefusedError):
        mask_and_tell(small_tree, [path], write=True)


def test_mask_of_a_clean_file(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in which nothing is found is left alone."""
    mask_and_tell(small_tree, [PUBLIC, "media/gazette/2004/progress.csv"], write=True)
    assert capsys.readouterr().out.count("\n") == 1
