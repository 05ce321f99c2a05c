"""A folder is a public release only if every sign says so; drafts go only where drafts were."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.kinds import Edition
from bulletin_build.release import NotPublicError, is_public_release, may_hold_drafts, refuse_unless_public
from bulletin_portal.not_public import DRAFTS, INTERNAL, MARKER, not_public_documents

PAGE = "<!DOCTYPE html>\n<title>首页</title>\n"
INTERNAL_PAGE = PAGE + '<meta name="robots" content="noindex, nofollow, noarchive">\n'
REDIRECT = PAGE + '<meta name="robots" content="noindex">\n'
RELEASE = {"index.html": PAGE, "robots.txt": "User-agent: *\nAllow: /\n", "gazette/2004/7/index.html": REDIRECT}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_release(tmp_path: Path) -> None:
    """The public edition is one, with pages that lead on from old addresses."""
    assert is_public_release(write(tmp_path, RELEASE))
    refuse_unless_public(tmp_path)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({MARKER: f"{INTERNAL}\n内部版\n"}, MARKER),
        ({MARKER: ""}, MARKER),
        ({MARKER: f"{DRAFTS}\n"}, MARKER),
        ({"robots.txt": "User-agent: *\nDisallow: /\n"}, "robots.txt"),
        ({"gazette/2005/1/index.html": INTERNAL_PAGE}, "gazette/2005/1/index.html"),
        ({"404.html": INTERNAL_PAGE}, "404.html"),
    ],
    ids=["internal", "emptied-marker", "drafts", "robots", "one-page", "404"],
)
def test_no_release(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    """Each sign by itself is enough to refuse, so that taking the marker away opens nothing."""
    write(tmp_path, {**RELEASE, **files})
    assert not is_public_release(tmp_path)
    with pytest.raises(NotPublicError, match=reason):
        refuse_unless_public(tmp_path)


@pytest.mark.parametrize("missing", ["index.html", "robots.txt"])
def test_half_a_release(tmp_path: Path, missing: str) -> None:
    """A folder that isn't complete enough to tell is refused."""
    write(tmp_path, {name: text for name, text in RELEASE.items() if name != missing})
    with pytest.raises(NotPublicError, match=missing):
        refuse_unless_public(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """What isn't there is no release."""
    assert not is_public_release(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("edition", "drafts", "first"),
    [
        (Edition.PUBLIC, False, None),
        (Edition.PUBLIC, True, DRAFTS),
        (Edition.INTERNAL, False, INTERNAL),
        (Edition.INTERNAL, True, DRAFTS),
    ],
)
def test_marker(edition: Edition, drafts: bool, first: str | None) -> None:  # noqa: FBT001 (a case of the table)
    """Everything but the public edition is marked, drafts as such whatever their edition."""
    made = {one.path: one.make().decode() for one in not_public_documents(edition, str, drafts=drafts)}
    assert (made[MARKER].splitlines()[0] if made else None) == first


@pytest.mark.parametrize(
    ("files", "allowed"),
    [
        ({}, True),
        ({MARKER: f"{DRAFTS}\n", "index.html": PAGE}, True),
        (RELEASE, False),
        ({MARKER: f"{INTERNAL}\n"}, False),
        ({MARKER: ""}, False),
        ({"letter.docx": ""}, False),
    ],
    ids=["empty", "drafts", "public", "internal", "emptied-marker", "something"],
)
def test_where_drafts_go(tmp_path: Path, files: dict[str, str], allowed: bool) -> None:  # noqa: FBT001 (likewise)
    """Drafts never take the place of an edition, or of anything else."""
    assert may_hold_drafts(write(tmp_path, files)) is allowed
    assert may_hold_drafts(tmp_path / "new")
