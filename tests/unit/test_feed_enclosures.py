"""Files of entries: type and length are those of what is served, in every format as that wants it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from bulletin.kinds import Edition, Kind
from bulletin_feeds.documents import feed_documents
from bulletin_feeds.enclosures import DOCUMENT, Enclosure, Files, medium_of, type_of
from bulletin_feeds.feeds import stories_of
from bulletin_gate.editions import edition_of
from bulletin_gate.pictures import cleaned
from bulletin_portal.context import Context
from tests.unit.making import a_catalogue, an_issue, an_item

URL = "https://zwxx.example/media/a/"
NAMES = ("talk.mp3", "data.csv", "map 1.png")
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree with a sound, a table and a picture that says more than its pixels."""
    folder = tmp_path / "media" / "a"
    folder.mkdir(parents=True)
    (folder / "talk.mp3").write_bytes(b"\0" * 1000)
    (folder / "data.csv").write_text("a,b\n", encoding="utf-8")
    exif = Image.Exif()
    exif[0x010E] = "说明" * 100
    Image.new("RGB", (4, 4)).save(folder / "map 1.png", exif=exif)
    return tmp_path


def told(tree: Path, *names: str, edition: Edition = Edition.PUBLIC) -> dict[str, bytes]:
    """Return the feeds of an issue of one item to which files belong."""
    item = replace(an_item(kind=Kind.GENERAL), media=tuple(f"media/a/{name}" for name in names))
    catalogue, _ = edition_of(a_catalogue(an_issue(items=[item])), edition)
    context, files = Context(catalogue, edition, str), Files(tree, clean=edition is Edition.PUBLIC)
    return {one.path: one.make() for one in feed_documents(context, files, list(stories_of(context, files)))}


@pytest.mark.parametrize(
    ("path", "kind", "medium"),
    [
        pytest.param("media/a.pdf", "application/pdf", DOCUMENT, id="pdf"),
        pytest.param("media/a.CSV", "text/csv", DOCUMENT, id="capitals"),
        pytest.param("media/a.svg", "image/svg+xml", "image", id="drawing"),
        pytest.param("media/a.mp3", "audio/mpeg", "audio", id="sound"),
        pytest.param("media/a.mp4", "video/mp4", "video", id="film"),
        pytest.param("media/a.unknown", "application/octet-stream", DOCUMENT, id="unknown"),
    ],
)
def test_types(path: str, kind: str, medium: str) -> None:
    """The type of a file follows from its name alone, the same on every machine."""
    assert (type_of(path), medium_of(path)) == (kind, medium)


def test_length_is_of_what_is_served(tree: Path) -> None:
    """Of a picture the public gets the pixels alone, and their length is told; the internal edition has it all."""
    path = tree / "media" / "a" / "map 1.png"
    whole, pixels = path.stat().st_size, len(cleaned(path.name, path.read_bytes()))
    assert pixels < whole
    for clean, length in ((True, pixels), (False, whole)):
        found = Files(tree, clean=clean).enclosures("https://zwxx.example/", ["media/a/map 1.png", "media/a/none.pdf"])
        assert found == (Enclosure(f"{URL}map%201.png", "image/png", length, "image"),)


def test_every_format_names_them(tree: Path) -> None:
    """Atom links to each, JSON has them as attachments, RSS the first as its enclosure and all for Media RSS."""
    for name in ("all", "items", "media", "gazette"):
        made = told(tree, *NAMES)
        entry = etree.fromstring(made[f"feeds/{name}.atom"]).find(f"{ATOM}entry")
        item = etree.fromstring(made[f"feeds/{name}.rss"]).find("channel/item")
        assert entry is not None
        assert item is not None
        (attached,) = (one["attachments"] for one in json.loads(made[f"feeds/{name}.json"])["items"])
        links = [one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "enclosure"]
        expected = [(one["url"], one["mime_type"], str(one["size_in_bytes"])) for one in attached]
        assert [url.removeprefix(URL) for url, _, _ in expected] == ["talk.mp3", "data.csv", "map%201.png"]
        assert [length for _, _, length in expected][:2] == ["1000", "4"]
        assert [(one.get("href"), one.get("type"), one.get("length")) for one in links] == expected
        contents = item.findall(f"{MEDIA}content")
        assert [(one.get("url"), one.get("type"), one.get("fileSize")) for one in contents] == expected
        assert [one.get("medium") for one in contents] == ["audio", "document", "image"]
        (enclosure,) = item.findall("enclosure")
        assert (enclosure.get("url"), enclosure.get("type"), enclosure.get("length")) == expected[0]


def test_players_of_sound_are_told_more(tree: Path) -> None:
    """A channel with sound or film has what iTunes asks for; none without."""
    for names, there in ((NAMES, True), (("data.csv",), False)):
        channel = etree.fromstring(told(tree, *names)["feeds/media.rss"]).find("channel")
        assert channel is not None
        assert (channel.findtext(f"{ITUNES}explicit") == "false") is there
        assert (channel.find(f"{ITUNES}author") is not None) is there


def test_only_what_has_files_is_in_the_feed_of_media(tree: Path) -> None:
    """An item without files is in no feed of media, and has no enclosure."""
    made = told(tree)
    assert b"<entry>" not in made["feeds/media.atom"]
    assert b"<entry>" in made["feeds/all.atom"]
    assert b"enclosure" not in made["feeds/all.atom"]


def test_a_changed_file_is_known(tree: Path) -> None:
    """The mark of files changes with any of them, whether or not the file system's clock has gone on."""
    files, paths = Files(tree, clean=True), ["media/a/data.csv"]
    before = files.mark(paths)
    assert files.mark(paths) == before
    (tree / paths[0]).write_text("c,d\n", encoding="utf-8")
    os.utime(tree / paths[0], (1, 1))
    assert files.mark(paths) != before
