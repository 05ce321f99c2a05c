"""Releases: numbered, shared by hard links, switched at once, kept and taken back."""

from __future__ import annotations

import gzip
import shutil
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from bulletin_build.releases.compressing import CopyError, pack
from bulletin_build.releases.disk import Disk
from bulletin_build.releases.findings import PublishError, RefusedError
from bulletin_build.releases.making import Made, Terms, go_back, make
from bulletin_build.releases.manifest import read
from bulletin_build.releases.store import Store
from tests.unit.release_tree import files, write


class Unsynced(Disk):
    """A disk that nobody waits for: the tests' own is busy."""

    def settle(self, folder: Path) -> None:
        """Wait for nothing."""

    def settle_all(self, folder: Path) -> None:
        """Wait for nothing."""


class Noted(Disk):
    """A disk that notes what is done in which order."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def write(self, path: Path, data: bytes, changed: int | None = None) -> None:
        """Write, and note it once for all that is written in a row."""
        super().write(path, data, changed)
        if self.done[-1:] != ["write"]:
            self.done.append("write")

    def rename(self, old: Path, new: Path) -> None:
        """Rename, and note what to."""
        super().rename(old, new)
        self.done.append(new.name)

    def settle_all(self, folder: Path) -> None:
        """Wait, and note it."""
        super().settle_all(folder)
        self.done.append("settled")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return where releases go, empty so far."""
    return Store(tmp_path / "www", Unsynced())


def publish(store: Store, contents: dict[str, str], keep: int = 5, workers: int = 1) -> Made:
    """Write an output and make a release of it."""
    output = write(store.root.parent / "output", contents)
    with store.held():
        return make(store, output, Terms(keep=keep, workers=workers))


def back(store: Store) -> Made:
    """Serve the release before."""
    with store.held():
        return go_back(store)


def names(store: Store) -> list[str]:
    """Return what stands beside the releases and among them."""
    return [path.name for folder in (store.root, store.root / "releases") for path in sorted(folder.iterdir())]


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder without precompressed copies."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: data for path, data in found.items() if not path.endswith((".gz", ".br"))}


def test_first_release(store: Store) -> None:
    """The first release is number 1, holds the output's bytes, and the link leads to it."""
    made = publish(store, files())
    assert (made.number, made.before, made.switched, made.pages, made.shared) == (1, None, True, 14, 0)
    assert names(store) == [".lock", "current", "releases", "1", "1.manifest"]
    assert store.current.readlink() == Path("releases/1")
    assert tree(store.current) == {path: text.encode() for path, text in files().items()}


def test_all_is_on_the_disk_before_it_is_served(tmp_path: Path) -> None:
    """Every byte is written and synced before the link leads to it; the manifest gets its name last."""
    disk = Noted()
    publish(Store(tmp_path / "www", disk), files())
    assert disk.done == ["write", "settled", "1", "current", "1.manifest"]


def test_unchanged_files_are_shared_with_the_release_before(store: Store) -> None:
    """A file of the same bytes stands on the disk once; the output shares nothing, since builds rewrite it."""
    publish(store, files("甲", steady=10))
    made = publish(store, files("乙", steady=10))
    same, changed = "issues/3/index.html", "issues/11/index.html"
    for path in (same, f"{same}.gz", f"{same}.br", "robots.txt"):
        assert (store.folder(1) / path).samefile(store.folder(2) / path), path
    for path in (changed, f"{changed}.gz", f"{changed}.br"):
        assert not (store.folder(1) / path).samefile(store.folder(2) / path), path
    assert made.shared == 10 + len(["robots.txt", "one.woff2", "all.rss", "all.atom", "sitemap.xml", "sitemap-1.xml"])
    assert all(path.stat().st_nlink == 1 for path in (store.root.parent / "output").rglob("*.html"))


def test_nothing_new(store: Store) -> None:
    """An output that says what is online already makes no release."""
    publish(store, files())
    made = publish(store, files())
    assert (made.number, made.switched) == (1, False)
    assert names(store) == [".lock", "current", "releases", "1", "1.manifest"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: one.update({"data.json": '{"mark": "丙"}'}), id="changed"),
        pytest.param(lambda one: one.update({"more.txt": "x"}), id="added"),
        pytest.param(lambda one: one.pop("theme/fonts/two.woff2"), id="removed"),
    ],
)
def test_anything_new_is_a_release(store: Store, change: object) -> None:
    """A file more, less or other is a new release."""
    contents = {**files(), "theme/fonts/two.woff2": "none either"}
    publish(store, contents)
    assert callable(change)
    change(contents)
    assert publish(store, contents).number == 2
    assert tree(store.current) == {path: text.encode() for path, text in contents.items()}


def test_a_served_file_that_was_changed_is_put_right(store: Store) -> None:
    """Somebody wrote into the release that is served: publishing the same output again makes a new one of it."""
    publish(store, files())
    (store.folder(1) / "data.json").write_text("{}")
    assert publish(store, files()).number == 2
    assert (store.current / "data.json").read_text() == files()["data.json"]


def test_copies_unpack_to_the_files(store: Store) -> None:
    """Beside every text stands a gzip and a Brotli copy of the same bytes, of the same time, the same in each run."""
    publish(store, files())
    page = store.current / "issues/1/index.html"
    packed, squeezed = (page.with_name(f"index.html.{ending}") for ending in ("gz", "br"))
    assert gzip.decompress(packed.read_bytes()) == page.read_bytes() == brotli.decompress(squeezed.read_bytes())
    assert packed.read_bytes()[3:8] == b"\0\0\0\0\0"  # no name, no time
    assert packed.stat().st_mtime_ns == squeezed.stat().st_mtime_ns == page.stat().st_mtime_ns
    assert pack(page.read_bytes(), "gz") == packed.read_bytes()
    assert not (store.current / "theme/fonts/one.woff2.gz").exists()  # packed already
    assert not (store.current / "robots.txt.gz").exists()  # too short


def test_copies_made_on_two_cores_are_the_same(store: Store, tmp_path: Path) -> None:
    """However many processes compress, the release is the same."""
    publish(store, files(issues=250), workers=2)
    other = Store(tmp_path / "other", Unsynced())
    with other.held():
        make(other, tmp_path / "output", Terms())
    assert store.manifest_path(1).read_bytes() == other.manifest_path(1).read_bytes()


def test_a_damaged_copy_is_not_shared(store: Store) -> None:
    """A precompressed copy whose bytes are not the manifest's is made anew."""
    publish(store, files("甲", steady=10))
    damaged = store.folder(1) / "issues/3/index.html.gz"
    sound = damaged.read_bytes()
    damaged.write_bytes(b"no gzip")
    publish(store, files("乙", steady=10))
    assert (store.current / "issues/3/index.html.gz").read_bytes() == sound


def test_a_copy_that_does_not_unpack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library makes is unpacked and compared."""
    monkeypatch.setattr("brotli.decompress", lambda _data: b"other")
    with pytest.raises(CopyError):
        pack(b"text", "br")


def test_manifest(store: Store) -> None:
    """The manifest names each file with size and SHA-256, and stands outside of what is served."""
    publish(store, files())
    manifest = read(store.manifest_path(1))
    assert manifest is not None
    assert set(manifest.files) == {
        path.relative_to(store.folder(1)).as_posix() for path in store.folder(1).rglob("*") if path.is_file()
    }
    assert (manifest.number, manifest.after, manifest.pages) == (1, None, 14)
    one = manifest.files["data.json"]
    assert (one.size, one.sha256) == (
        len(files()["data.json"]),
        sha256(files()["data.json"].encode()).hexdigest(),
    )


@pytest.mark.parametrize("damage", ["torn", "changed", "other", "empty", "list"])
def test_a_damaged_manifest_is_not_believed(store: Store, damage: str) -> None:
    """A manifest that is torn, changed or of another sort is none; publishing goes on without it."""
    publish(store, files("甲"))
    path = store.manifest_path(1)
    data = path.read_bytes()
    changed = {
        "torn": data[:-20],
        "changed": data.replace(b"data.json", b"date.json"),
        "other": b'{"form": "something else"}\n',
        "empty": b"",
        "list": b"[]\n",
    }
    path.write_bytes(changed[damage])
    assert read(path) is None
    made = publish(store, files("乙"))
    assert (made.number, made.before) == (2, 1)
    with pytest.raises(PublishError, match="manifest"):
        back(store)


def test_back_and_further_back(store: Store) -> None:
    """Taking back goes one release further each time, and says so when there is none before."""
    for mark in "甲乙丙":
        publish(store, files(mark))
    assert [(one.number, one.before) for one in (back(store), back(store))] == [(2, 3), (1, 2)]
    assert "甲" in (store.current / "index.html").read_text(encoding="utf-8")
    with pytest.raises(PublishError, match="no release before"):
        back(store)
    assert store.served() == 1


def test_after_taking_back_the_history_goes_on(store: Store) -> None:
    """A release made after taking back follows the one that was served, and its number was never given before."""
    for mark in "甲乙丙":
        publish(store, files(mark))
    back(store)
    made = publish(store, files("丁"))
    assert (made.number, made.before) == (4, 2)
    assert back(store).number == 2


def test_taking_back_refuses_what_was_changed(store: Store) -> None:
    """A release that is not as it was made, or not public, is not served again; everything wrong is told."""
    publish(store, files("甲"))
    publish(store, files("乙"))
    old = store.folder(1)
    (old / "data.json").unlink()
    (old / "index.html").write_text("other")
    (old / "NOT-PUBLIC.txt").write_text("internal\n")
    with pytest.raises(RefusedError) as caught:
        back(store)
    told = [one.told(str, "") for one in caught.value.objections]
    assert [line.partition(":")[0] for line in sorted(told)] == [
        "NOT-PUBLIC.txt",
        "NOT-PUBLIC.txt",
        "data.json",
        "index.html",
    ]
    assert store.served() == 2


def test_nothing_to_take_back(store: Store) -> None:
    """Where nothing was published, nothing can be taken back."""
    with pytest.raises(PublishError, match="nothing was published"):
        back(store)


def test_old_releases_go(store: Store) -> None:
    """The last k stay."""
    removed = [publish(store, files(mark), keep=3).removed for mark in "甲乙丙丁戊"]
    assert removed == [(), (), (), (1,), (2,)]
    assert store.numbers() == [3, 4, 5]
    assert names(store)[3:] == ["3", "3.manifest", "4", "4.manifest", "5", "5.manifest"]


def test_the_served_release_and_the_one_before_stay(store: Store) -> None:
    """However few are kept, the one served and the one it can be taken back to are among them."""
    for mark in "甲乙丙丁":
        publish(store, files(mark))
    back(store)
    back(store)  # 2 is served, 1 before it
    publish(store, files("乙"), keep=1)  # the same as 2: nothing is made
    assert store.numbers() == [1, 2, 4]
    publish(store, files("己"), keep=1)
    assert store.numbers() == [2, 5]
    assert back(store).number == 2


@pytest.mark.parametrize("name", ["current", "releases/1"])
def test_something_else_in_the_place(store: Store, name: str) -> None:
    """A folder where the link should be is nobody's to remove; one among the releases without a manifest is a rest."""
    (store.root / name).mkdir(parents=True)
    if name == "current":
        with pytest.raises(PublishError, match="no link that inv publish made"):
            publish(store, files())
        assert (store.root / name).is_dir()
    else:
        assert publish(store, files()).number == 1


def test_a_link_to_elsewhere(store: Store, tmp_path: Path) -> None:
    """A link that leads elsewhere is left alone."""
    store.root.mkdir()
    store.current.symlink_to(tmp_path)
    with pytest.raises(PublishError, match="no link that inv publish made"):
        publish(store, files())
    assert store.current.readlink() == tmp_path


def test_the_served_release_was_removed_by_hand(store: Store) -> None:
    """A link that leads nowhere is put right by the next release, under a new number."""
    publish(store, files("甲"))
    shutil.rmtree(store.folder(1))
    assert publish(store, files("甲")).number == 2
    assert tree(store.current) == {path: text.encode() for path, text in files("甲").items()}


def test_two_exclude_each_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes second is told; when the first has ended, however, the next may."""
    monkeypatch.setattr("bulletin_build.releases.store._PAUSE", 0)
    with store.held(), pytest.raises(PublishError, match="another inv publish"), Store(store.root, Unsynced()).held():
        pass
    publish(store, files())


def test_links_in_the_output_are_refused(store: Store, tmp_path: Path) -> None:
    """A symbolic link would be served from outside the release."""
    output = write(tmp_path / "output", files())
    (output / "way-out.html").symlink_to("/etc/hostname")
    with store.held(), pytest.raises(RefusedError) as caught:
        make(store, output, Terms())
    assert [one.told(str, "").partition(":")[0] for one in caught.value.objections] == ["way-out.html"]
    assert store.served() is None


def test_names_of_copies_are_kept_free(store: Store) -> None:
    """A file that a web server would send in place of another is refused."""
    with pytest.raises(RefusedError) as caught:
        publish(store, {**files(), "data.json.gz": "not the same"})
    assert [one.told(str, "").partition(":")[0] for one in caught.value.objections] == ["data.json.gz"]
    assert publish(store, {**files(), "archive.tar.gz": "not a copy of anything"}).number == 1


def test_a_refused_release_leaves_nothing(store: Store) -> None:
    """What guards refuse is gone, and what was served is served."""
    publish(store, files("甲"))
    before = names(store)
    with pytest.raises(RefusedError):
        publish(store, {**files("乙"), "sitemap.xml": "broken"})
    assert names(store) == before
    assert tree(store.current) == {path: text.encode() for path, text in files("甲").items()}
