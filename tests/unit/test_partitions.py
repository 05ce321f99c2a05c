"""Parts of a site: what is guessed of other texts, what a part says of itself, and what is not believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_build.nearby import beside, glimpse, related, spread
from bulletin_build.partitions import NoTextsError, issues_in
from bulletin_build.parts import PAGES, Part, PartGroup, digest_of, is_part, read_part, take_texts, version_of
from bulletin_editor.partitioning import names_in
from bulletin_portal.loading import load, reader_of, reference_of, text_shards
from bulletin_portal.parse_cache import read_texts
from bulletin_source.shards import Shards
from bulletin_source.tree import Tree, walk

YEAR = [f"gazette/2004/2004-0{month}-01.md" for month in range(1, 8)]
NEXT = ["gazette/2005/2005-01-07.md", "gazette/2005/2005-02-04.md", "gazette/2005/2005-03-04.md"]
OTHER = ["key-affairs/2004/2004-12-01.md"]


@pytest.mark.parametrize(
    ("own", "near"),
    [(YEAR, NEXT[:2]), (NEXT, YEAR[-2:]), (OTHER, []), ([*YEAR, *NEXT], []), ([YEAR[3]], [*YEAR[1:3], *YEAR[4:6]])],
    ids=["a year", "the year after", "another series", "a whole series", "one issue"],
)
def test_neighbours_are_two_on_either_side_of_the_same_series(own: list[str], near: list[str]) -> None:
    """They are found by the names of files, whatever the folder."""
    assert sorted(beside([*OTHER, *NEXT, *YEAR], own)) == near


@pytest.mark.parametrize(
    ("most", "chosen"),
    [(10, "edcba"), (5, "edcba"), (3, "eca"), (2, "ea")],
    ids=["fewer than asked", "as many", "three", "two"],
)
def test_texts_to_try_are_spread_and_the_newest_is_first(most: int, chosen: str) -> None:
    """Whether an edition shows a series is seen at different times of it."""
    assert spread("abcde", most) == list(chosen)


def test_no_texts_to_try() -> None:
    """A series without texts has none."""
    assert spread([], 6) == []


TEXTS = {
    "a": b"---\nfollows: s/2004/1/2\n---\n",
    "b": b"x\n\xe7\xbb\xad\xe6\x8a\xa5: s/2004/2\ndisclosure: on-request\n",
    "c": b"it follows: s/2004/3\n",
    "d": b"replaces: 's/2004/7-8'\n",
    "e": b"",
}
NUMBERS = {("s", 2004, "1"): "b", ("s", 2004, "2"): "e", ("s", 2004, "7-8"): "x"}


def test_a_glimpse_tells_what_follows_what() -> None:
    """Fields count at the beginning of a line, under either name."""
    seen = glimpse(TEXTS, TEXTS.__getitem__)
    assert seen.follows == {"a": (("s", 2004, "1"),), "b": (("s", 2004, "2"),), "d": (("s", 2004, "7-8"),)}
    assert seen.on_request == ("b",)


@pytest.mark.parametrize(
    ("own", "found"),
    [("a", "abe"), ("e", "abe"), ("c", "c"), ("d", "dx")],
    ids=["backwards", "forwards", "none", "replaced"],
)
def test_related_issues_are_found_both_ways(own: str, found: str) -> None:
    """A page lists all reports on its matter, before and after."""
    assert related([own], glimpse(TEXTS, TEXTS.__getitem__), NUMBERS) == set(found)


@pytest.mark.parametrize(
    ("text", "names"),
    [("a/1", ["a/1"]), ("a, b ,c", ["a", "b", "c"]), (",a,,", ["a"]), (" ", [])],
    ids=["one", "several", "empty ones", "none"],
)
def test_lists_are_written_with_commas(text: str, names: list[str]) -> None:
    """Spaces and empty places are nothing."""
    assert names_in(text) == names


def test_a_partition_is_a_folder_with_issues(small_tree: Path) -> None:
    """A series is all its years; a folder without issues is refused, and so is half a name."""
    tree, _ = walk(small_tree)
    whole = issues_in(tree, sorted({path.partition("/")[0] for path in tree.issues}))
    assert whole == sorted(tree.issues)
    folder = tree.issues[0].rpartition("/")[0]
    assert issues_in(tree, [folder, f"{folder}/"]) == [path for path in whole if path.startswith(f"{folder}/")]
    for wrong in (folder[:-1], "data", "", "nowhere"):
        with pytest.raises(NoTextsError):
            issues_in(tree, [wrong])


def a_part(folder: Path) -> Part:
    """Write a part with one page."""
    (folder / PAGES / "s").mkdir(parents=True)
    (folder / PAGES / "s/index.html").write_bytes(b"page")
    part = Part(folder, "ba5e", {"s/1.md": PartGroup("3a", {"s/index.html": digest_of(b"page")})})
    part.write()
    return part


def test_a_part_is_read_as_it_was_written(tmp_path: Path) -> None:
    """What it says of itself comes back."""
    assert not is_part(tmp_path)
    part = a_part(tmp_path)
    assert is_part(tmp_path)
    assert read_part(tmp_path) == part


def told(**changes: object) -> str:
    """Return a manifest with changes."""
    return json.dumps({"format": "govbulletin part 1", "base": "ba5e", "groups": {}} | changes)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", told(format="govbulletin part 2"), told(groups=[]), told(groups={"a": {}}), told(groups=None)],
    ids=["empty", "cut off", "a list", "a number", "another format", "list of groups", "no mark", "no groups"],
)
def test_a_manifest_that_cannot_be_understood_is_none(tmp_path: Path, text: str) -> None:
    """It is no error: what the part should hold is made anew."""
    (tmp_path / "part.json").write_text(text)
    assert read_part(tmp_path) is None


def missing(page: Path) -> None:
    """Remove a page."""
    page.unlink()


def changed(page: Path) -> None:
    """Change one letter."""
    page.write_bytes(b"pagf")


def cut(page: Path) -> None:
    """Cut a page off."""
    page.write_bytes(b"pag")


@pytest.mark.parametrize("spoil", [missing, changed, cut])
def test_a_damaged_page_is_none(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Its digest tells."""
    part = a_part(tmp_path)
    mark = part.groups["s/1.md"].pages["s/index.html"]
    assert part.page("s/index.html", mark) == b"page"
    spoil(tmp_path / PAGES / "s/index.html")
    assert part.page("s/index.html", mark) is None


def test_version_is_that_of_contents(small_tree: Path, tmp_path: Path) -> None:
    """It is the same for a copy elsewhere, and another when a word of the reference data changes."""
    other = tmp_path / "elsewhere"
    other.mkdir()
    for path in small_tree.rglob("*"):
        target = other / path.relative_to(small_tree)
        target.mkdir(parents=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    assert version_of(walk(small_tree)[0]) == version_of(walk(other)[0])
    units = other / "data/units.yaml"
    units.write_bytes(units.read_bytes() + b"\n")
    assert version_of(walk(small_tree)[0]) != version_of(walk(other)[0])


def texts_kept(tree: Tree, part: Part, version: bytes) -> None:
    """Keep all texts of a tree in a part."""
    reference = reference_of(tree, [])
    assert reference is not None
    read_texts(tree, reader_of(tree, reference, []), Shards(part.folder / "texts", version, reference))


@pytest.mark.parametrize("other", [b"", b"another"], ids=["of this version", "of another version"])
def test_texts_of_a_part_are_not_read_again(small_tree: Path, tmp_path: Path, other: bytes) -> None:
    """They are kept where the next build looks for them, if they are of the same program and reference data."""
    tree, _ = walk(small_tree)
    version, cache, reference = version_of(tree), tmp_path / "cache", reference_of(tree, [])
    part = a_part(tmp_path / "part")
    texts_kept(tree, part, other or version)
    assert reference is not None
    shards = text_shards(small_tree, load(small_tree).version, reference, cache)
    assert shards is not None
    kept = take_texts(part, version, reference, shards)
    texts = len(tree.issues) + len(tree.pages)
    assert kept == (0 if other else texts)
    assert load(small_tree, cache).read == (texts if other else 0)
    assert take_texts(part, version, reference, shards) == 0, "what is kept stays"


def test_a_changed_text_is_read_though_a_part_holds_it(small_tree: Path, tmp_path: Path) -> None:
    """A part may be of yesterday."""
    tree, _ = walk(small_tree)
    reference, cache, part = reference_of(tree, []), tmp_path / "cache", a_part(tmp_path / "part")
    texts_kept(tree, part, version_of(tree))
    file = small_tree / tree.issues[0]
    file.write_bytes(file.read_bytes() + b"\n")
    assert reference is not None
    shards = text_shards(small_tree, load(small_tree).version, reference, cache)
    assert shards is not None
    take_texts(part, version_of(tree), reference, shards)
    assert load(small_tree, cache).read == 1
