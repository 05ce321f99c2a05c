"""Pictures in their sizes, the index of a year's pictures, and nothing of pictures that are withheld."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

import bulletin_build.copying
import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_gate.scaled_pictures import scaled
from tests.site.office import REPOSITORY
from tests.site.output import Site, tree_of

_URL: Final = "https://zwxx.example/"
_OPEN: Final = "gazette/2004/2004-11-05.md"
_WITHHELD: Final = "key-affairs/2004/2004-11-20.md"


def _photo(path: Path, size: tuple[int, int]) -> None:
    """Write a photograph whose colours run, taken with the camera turned."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shade = Image.linear_gradient("L").resize(size)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.merge("RGB", (shade, shade.rotate(180), shade)).save(path, exif=exif)


def _add(content: Path, text: str, words: str) -> None:
    path = content / text
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


def _build(content: Path, output: Path, edition: Edition = Edition.PUBLIC) -> Site:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        cache = output.parent / "cache"
        run(Order(REPOSITORY / "pelicanconf.py", content, output, edition, cache=cache))
    return Site(output, _URL)


@pytest.fixture
def illustrated(small_tree: Path) -> Path:
    """Return a tree with a photograph in a public issue and one in an internal issue."""
    _photo(small_tree / "media/gazette/2004/canal-water.jpg", (700, 1000))
    _photo(small_tree / "media/key-affairs/2004/secret.jpg", (500, 600))
    _add(small_tree, _OPEN, '![渠道通水后的样子](../../media/gazette/2004/canal-water.jpg "图1 通水")')
    _add(small_tree, _WITHHELD, "![不公开的照片](../../media/key-affairs/2004/secret.jpg)")
    return small_tree


def test_sizes_and_index(illustrated: Path, tmp_path: Path) -> None:
    """The public edition has a picture in its sizes, upright, in the item and the index, and no trace of the other."""
    site = _build(illustrated, tmp_path / "public")
    media = {path for path in site.files if path.startswith("media/")}
    assert {one for one in media if "webp" in one} == {
        f"media/gazette/2004/canal-water.jpg-{n}.webp" for n in (480, 960, 1000)
    }
    assert Image.open(io.BytesIO(site.files["media/gazette/2004/canal-water.jpg-480.webp"])).size == (480, 336)
    assert not any("secret" in path or "不公开的照片".encode() in data for path, data in site.files.items())
    page = site.pages["gazette/2004/1/2/"]
    image = page.one("figure picture img")
    assert (image.attrib["width"], image.attrib["height"]) == ("1000", "700")
    assert "loading" not in image.attrib
    offered = page.one("figure source").attrib["srcset"].split(", ")
    assert [one.split()[1] for one in offered] == ["480w", "960w", "1000w"]
    assert all(site.has(str(site.place_of(page, one.split()[0]))) for one in offered)
    index = site.pages["pictures/2004/"]
    assert "图1 通水" in index.said(".picture-caption")
    assert "gazette/2004/1/2/" in [site.link(index, one) for one in index.select(".picture-item a")]
    assert [site.link(site.pages["pictures/"], one) for one in site.pages["pictures/"].select(".years a")] == [
        "pictures/2004/"
    ]


def test_nothing_is_scaled_twice(illustrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build after an edit, or into another folder, takes the copies that were made; a new picture makes new ones.

    Another caption reaches the index.
    """
    _build(illustrated, tmp_path / "public")
    made: list[int] = []

    def counted(name: str, data: bytes, width: int) -> bytes:
        made.append(width)
        return scaled(name, data, width)

    monkeypatch.setattr(bulletin_build.copying, "scaled", counted)
    text = illustrated / _OPEN
    text.write_text(text.read_text(encoding="utf-8").replace("图1 通水", "图1 放水"), encoding="utf-8")
    site = _build(illustrated, tmp_path / "public")
    assert "图1 放水" in site.pages["pictures/2004/"].said(".picture-caption")
    _build(illustrated, tmp_path / "other")
    assert made == []
    _photo(illustrated / "media/gazette/2004/canal-water.jpg", (300, 400))
    site = _build(illustrated, tmp_path / "public")
    assert made == [400]
    assert site.pages["gazette/2004/1/2/"].one("figure img").attrib["width"] == "400"
    assert tree_of(tmp_path / "public") == tree_of(_build(illustrated, tmp_path / "fresh").root)


def test_internal_edition_shows_all(illustrated: Path, tmp_path: Path) -> None:
    """The office sees its own pictures too."""
    site = _build(illustrated, tmp_path / "internal", Edition.INTERNAL)
    assert len(site.pages["pictures/2004/"].select(".picture-card")) == 3


def test_every_picture_of_the_sample_holds_its_place(site: Site) -> None:
    """Each picture of a text says how large it is, so that nothing moves; only the first of a page comes at once."""
    pages = {address: page.select("img") for address, page in site.pages.items() if page.select(".prose img")}
    assert pages
    for address, images in pages.items():
        assert all(one.attrib.get("width") and one.attrib.get("height") for one in images), address
        assert ["loading" in one.attrib for one in images] == [False, *[True] * (len(images) - 1)], address
