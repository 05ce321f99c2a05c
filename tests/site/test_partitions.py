"""A site put together from parts is the one that is built in one go, whatever parts are given and what they hold."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench import scaling
from bulletin.kinds import Edition
from bulletin_build.parts import PAGES, TEXTS, digest_of
from bulletin_build.release import NotPublicError, refuse_unless_public
from tests.conftest import SAMPLES
from tests.site.office import Office
from tests.site.output import Site, tree_of

FOLDERS = [
    "key-affairs",
    "gazette/2004,gazette/2005",
    "monthly-report,policy-research,special-report,supervision-report",
]

Parts = dict[str, list[Path]]


@pytest.fixture(scope="module")
def made(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Make three parts of both editions, each in a process of its own, three at a time, none with a cache."""
    root = tmp_path_factory.mktemp("parts")
    (root / "office").mkdir()
    office = Office.make(root / "office", content, english=True)
    parts = {edition.value: [root / edition / f"part-{n}" for n in (1, 2, 3)] for edition in Edition}

    def make(edition: str, part: Path, folders: str) -> str:
        return office.build(part, "--edition", edition, "--only", folders).stderr

    with ThreadPoolExecutor(3) as pool:
        told = [
            pool.submit(make, edition, part, folders)
            for edition, own in parts.items()
            for part, folders in zip(own, FOLDERS, strict=True)
        ]
    assert [one.result() for one in told] == [""] * 6
    assert not (office.root / ".cache/texts").exists(), "a part is made from its own folders"
    return parts


@pytest.fixture
def office(tmp_path: Path, content: Path) -> Office:
    """Return a working copy that builds the site in both languages."""
    (tmp_path / "office").mkdir()
    return Office.make(tmp_path / "office", content, english=True)


@pytest.fixture
def parts(made: Parts, tmp_path: Path, edition: str) -> list[Path]:
    """Return copies of the parts of the edition under test, to be spoiled at will."""
    return [Path(shutil.copytree(part, tmp_path / "copies" / part.name)) for part in made[edition]]


def assembled(office: Office, edition: str, parts: list[Path], output: Path) -> str:
    """Put parts together and return what was said of them."""
    given = ",".join(map(str, parts))
    done = office.build(output, "--edition", edition, "--assemble", given)
    assert done.returncode == 0, done.stdout + done.stderr
    said = re.search(r"from parts: .*", done.stdout)
    assert said is not None, done.stdout
    return said[0] + done.stderr


def pages_of(parts: list[Path]) -> int:
    """Return how many pages parts hold."""
    return sum(len(tree_of(part / PAGES)) for part in parts)


def test_parts_make_the_site(office: Office, site: Site, edition: str, parts: list[Path], tmp_path: Path) -> None:
    """Every text and page of the parts is used, and the bytes are those of a single build."""
    said = assembled(office, edition, parts, tmp_path / edition)
    assert tree_of(tmp_path / edition) == site.files
    assert re.fullmatch(rf"from parts: 72 texts, {pages_of(parts)} of \d+ pages", said), said


def one_missing(parts: list[Path]) -> None:
    """Lose a machine's part."""
    shutil.rmtree(parts[1])


def page_missing(parts: list[Path]) -> None:
    """Lose a page."""
    next((parts[0] / PAGES).rglob("*.html")).unlink()


def page_changed(parts: list[Path]) -> None:
    """Change every page a little."""
    for page in (parts[1] / PAGES).rglob("*.html"):
        page.write_bytes(page.read_bytes().replace(b"</body>", b"!</body>"))


def manifest_torn(parts: list[Path]) -> None:
    """Cut off what a part says of itself."""
    manifest = parts[-1] / "part.json"
    manifest.write_bytes(manifest.read_bytes()[:-100])


def other_base(parts: list[Path]) -> None:
    """Take a part of another program."""
    manifest = parts[0] / "part.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"base": "0" * 32}))


def texts_spoiled(parts: list[Path]) -> None:
    """Change what a part has read, one bit each."""
    for shard in (parts[1] / TEXTS).rglob("*.bin"):
        data = bytearray(shard.read_bytes())
        data[-40] ^= 1
        shard.write_bytes(data)


def mixed_up(parts: list[Path]) -> None:
    """Take the pages of one part for those of another."""
    shutil.rmtree(parts[0] / PAGES)
    shutil.copytree(parts[1] / PAGES, parts[0] / PAGES)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, list[Path], dict[str, bytes]]:
    """Return a small office, what each series of it makes as a part, and the site made in one go."""
    root = tmp_path_factory.mktemp("few")
    (root / "office").mkdir()
    office = Office.make(root / "office", SAMPLES / "small")
    parts = [root / "part-1", root / "part-2"]
    for part, folder in zip(parts, ("key-affairs", "gazette"), strict=True):
        assert office.build(part, "--edition", "internal", "--only", folder).returncode == 0
    assert office.build(root / "site", "--edition", "internal").returncode == 0
    return office, parts, tree_of(root / "site")


@pytest.mark.parametrize(
    "spoil", [one_missing, page_missing, page_changed, manifest_torn, other_base, texts_spoiled, mixed_up]
)
def test_spoiled_parts_cost_time_only(
    few: tuple[Office, list[Path], dict[str, bytes]], tmp_path: Path, spoil: Callable[[list[Path]], None]
) -> None:
    """What a part does not hold as it should is made anew."""
    office, made, site = few
    shutil.rmtree(office.root / ".cache", ignore_errors=True)  # of the build before: texts are to come from the parts
    parts = [Path(shutil.copytree(part, tmp_path / "copies" / part.name)) for part in made]
    whole = pages_of(parts)
    spoil(parts)
    said = assembled(office, "internal", parts, tmp_path / "internal")
    assert tree_of(tmp_path / "internal") == site
    damaged = spoil in {page_missing, page_changed, mixed_up}
    assert ("damaged, made anew" in said) is damaged
    assert (f"3 texts, {whole} of" in said) is damaged


def test_parts_of_the_other_edition(office: Office, site: Site, edition: str, made: Parts, tmp_path: Path) -> None:
    """Their texts are the same, of their pages none is."""
    other = "internal" if edition == "public" else "public"
    said = assembled(office, edition, made[other], tmp_path / edition)
    assert tree_of(tmp_path / edition) == site.files
    assert "72 texts, 0 of" in said


def test_parts_of_yesterday(office: Office, edition: str, parts: list[Path], tmp_path: Path) -> None:
    """Pages that an edit changed are made anew, those of other issues taken; a part made again holds it."""
    issue = office.content / "gazette/2004/2004-06-11.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(re.sub(r"(?m)^## (\S)", r"## 重修\1", text, count=1), encoding="utf-8")
    said = assembled(office, edition, parts, tmp_path / "stale")
    assert office.build(tmp_path / "single", "--edition", edition).returncode == 0
    assert tree_of(tmp_path / "stale") == tree_of(tmp_path / "single")
    taken = [int(number) for number in re.findall(r"\d+", said)][1]
    assert 0 < taken < pages_of(parts)
    assert office.build(parts[1], "--edition", edition, "--only", FOLDERS[1]).returncode == 0
    shutil.rmtree(office.root / ".cache")
    said = assembled(office, edition, parts, tmp_path / "fresh")
    assert tree_of(tmp_path / "fresh") == tree_of(tmp_path / "single")
    assert f"{pages_of(parts)} of" in said


def test_what_leaks_is_found_in_parts_too(office: Office, made: Parts, tmp_path: Path) -> None:
    """A page that says what is withheld, and whose part vouches for it, stops the site; the old one stays."""
    parts = [Path(shutil.copytree(part, tmp_path / "copies" / part.name)) for part in made["public"]]
    assembled(office, "public", parts, tmp_path / "public")
    before = tree_of(tmp_path / "public")
    secret = "联系人身份证号" + "110101" + "19900307" + "7571"
    page = next((parts[1] / PAGES).rglob("index.html"))
    page.write_bytes(page.read_bytes().replace(b"</body>", f"<p>{secret}</p></body>".encode()))
    manifest = parts[1] / "part.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    name = page.relative_to(parts[1] / PAGES).as_posix()
    for group in told["groups"].values():
        if name in group["pages"]:
            group["pages"][name] = digest_of(page.read_bytes())
    manifest.write_text(json.dumps(told), encoding="utf-8")
    done = office.build(tmp_path / "public", "--assemble", ",".join(map(str, parts)))
    assert done.returncode == 1
    assert name in done.stderr
    assert tree_of(tmp_path / "public") == before


def test_a_part_is_no_site(office: Office, made: Parts) -> None:
    """It can't be published, nor be taken for the folder of a site."""
    part = made["public"][0]
    for folder in (part, part / PAGES):
        with pytest.raises(NotPublicError):
            refuse_unless_public(folder)
    done = office.build(part, "--assemble", str(part))
    assert done.returncode == 1
    assert "is a part" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--only", "nowhere/2004"], "no issue stands in nowhere/2004"),
        (["--only", "pages"], "no issue stands in pages"),
        (["--only", "gazette", "--assemble", "x"], "either --only or --assemble"),
    ],
    ids=["no folder", "no folder of issues", "both"],
)
def test_what_cannot_be_made_is_said(office: Office, tmp_path: Path, options: list[str], message: str) -> None:
    """In one line, and nothing is left."""
    done = office.build(tmp_path / "part", *options)
    assert done.returncode == 1
    assert message in done.stderr
    assert not (tmp_path / "part").exists()


def test_a_part_needs_a_folder_of_its_own(office: Office, tmp_path: Path) -> None:
    """It has to be named, and is never made where something else stands."""
    assert "say where to" in office.inv("build", "--only", "gazette").stderr
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("x")
    done = office.build(tmp_path / "site", "--only", "gazette")
    assert done.returncode == 1
    assert "something else" in done.stderr
    assert tree_of(tmp_path / "site") == {"index.html": b"x"}


def test_a_text_with_an_error_stops_its_part_alone(office: Office, tmp_path: Path) -> None:
    """The part that stood stays; a part without the text is made."""
    assert office.build(tmp_path / "part", "--only", "key-affairs/2005").returncode == 0
    before = tree_of(tmp_path / "part")
    (office.content / "key-affairs/2005/2005-09-09.md").write_text("---\nseries: ???\n---\n", encoding="utf-8")
    done = office.build(tmp_path / "part", "--only", "key-affairs/2005")
    assert done.returncode == 1
    assert "2005-09-09.md" in done.stderr
    assert tree_of(tmp_path / "part") == before
    assert office.build(tmp_path / "other", "--only", "gazette/2004").returncode == 0


@pytest.mark.slow
def test_two_workers_of_dask(content: Path, tmp_path: Path) -> None:
    """An engine that others made spreads the parts; the bytes are the same."""
    pytest.importorskip("distributed", reason="Dask is in requirements/bench.txt")
    _, differing = scaling.measure(content, "public", 3, tmp_path, dask=True)
    assert differing == []
