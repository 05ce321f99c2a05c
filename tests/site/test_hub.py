"""WebSub: after a release hubs are told which feeds have changed, and no hub's trouble is the release's."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from urllib.parse import parse_qs

import pytest

import bulletin_editor.pinging
from bulletin_build.releases.folder import Folder
from bulletin_build.releases.manifest import Manifest
from bulletin_build.releases.store import Store
from bulletin_editor.pinging import changed_topics, ping
from tests.conftest import SAMPLES
from tests.site.office import Office

URL = "https://zwxx.example/"
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom">'
    '<link rel="self" href="{url}{path}"/><link rel="hub" href="{hub}"/>{n}</feed>'
)


@dataclass
class Hub:
    """A hub on this machine: what it was told, and what it answers with."""

    address: str = ""
    told: list[dict[str, list[str]]] = field(default_factory=list)
    answer: int = 202
    pause: float = 0.0

    @property
    def topics(self) -> set[str]:
        """Return the feeds it was told of."""
        return {one for form in self.told for one in form["hub.url"]}


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Run a hub."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sleep(hub.pause)
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode("ascii"))
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            assert self.path == "/publish?site=1"
            hub.told.append(form)
            self.send_response(hub.answer)
            self.send_header("Content-Length", "0")
            if hub.answer in {301, 302}:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815 (the base class's name)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
            """Say nothing of requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        hub.address = f"http://127.0.0.1:{server.server_port}/publish?site=1"
        yield hub
        server.shutdown()
        thread.join()


def validators(file: Path) -> tuple[int, int]:
    """Return what web servers make ETag and Last-Modified of."""
    return file.stat().st_size, file.stat().st_mtime_ns


def test_a_hub_hears_of_every_release(hub: Hub, tmp_path: Path) -> None:
    """The first release tells of all feeds, one with an edit of those it changes; no answer of a hub stops it."""
    office = Office.make(tmp_path, SAMPLES / "small")
    with (office.content / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write(f"hub: {hub.address}\n")
    done = office.inv("publish", "--to", "www")
    assert (done.returncode, done.stderr) == (0, "")
    feeds = tmp_path / "www/current/feeds"
    files = {
        one.relative_to(feeds).as_posix(): one for one in feeds.rglob("*") if one.suffix in {".atom", ".rss", ".json"}
    }
    names = [name for name, one in files.items() if hub.address.encode() in one.read_bytes()]
    assert {"all.atom", "all.rss", "all.json", "gazette.atom", "key-affairs.atom", "problems.rss"} <= set(names)
    assert not any("<fh:archive" in files[name].read_text(encoding="utf-8") for name in names)
    assert all(form["hub.mode"] == ["publish"] for form in hub.told)
    assert {f"{URL}feeds/{name}" for name in names} == hub.topics
    assert f"hubs were told of {len(hub.topics)} changed feeds" in done.stdout

    stood = {name: validators(feeds / name) for name in ("all.atom", "key-affairs.atom")}
    before = hub.topics
    hub.told.clear()
    assert office.inv("publish", "--to", "www").returncode == 0
    assert hub.told == []  # nothing has changed

    hub.answer = 503
    office.change("content/gazette/2004/2004-11-05.md", "提前9天", "提前8天")
    done = office.inv("publish", "--to", "www")
    assert done.returncode == 0
    assert f"the hub {hub.address} was not told of changed feeds: it answered 503; the release stands" in done.stderr
    assert {f"{URL}feeds/all.atom", f"{URL}feeds/gazette.atom"} <= hub.topics
    assert f"{URL}feeds/key-affairs.atom" in before - hub.topics
    assert [name for name, before in stood.items() if validators(feeds / name) != before] == ["all.atom"]

    hub.told.clear()
    hub.answer = 204
    done = office.inv("publish", "--to", "www", "--rollback")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{URL}feeds/all.atom" in hub.topics  # what is served has changed again


def a_release(store: Store, number: int, texts: dict[str, str], after: int | None = None) -> None:
    """Put a release of a few files into a store."""
    for path, text in texts.items():
        file = store.folder(number) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    manifest = Manifest.of(Folder.at(store.folder(number)), number, after)
    store.manifest_path(number).write_bytes(manifest.to_bytes())


def a_feed(path: str, hub: str, n: int = 0) -> str:
    """Return a feed that stands at a path."""
    return FEED.format(url=URL, path=path, hub=hub, n=n)


def test_what_has_changed(tmp_path: Path) -> None:
    """New and changed feeds are topics; those that stayed, that name no hub, or stand elsewhere are none."""
    store, hub = Store(tmp_path), "https://hub.example/"
    same = {"feeds/same.atom": a_feed("feeds/same.atom", hub), "feeds/index.html": "1", "index.html": "1"}
    a_release(store, 1, same | {"feeds/a.atom": a_feed("feeds/a.atom", hub), "feeds/gone.atom": "x"})
    plain = {"feeds/plain.atom": "<feed/>", "old/b.atom": a_feed("old/b.atom", hub), "feeds/index.html": "2"}
    a_release(
        store,
        2,
        same
        | plain
        | {"feeds/a.atom": a_feed("feeds/a.atom", hub, 1), "feeds/2004/b.atom": a_feed("feeds/2004/b.atom", hub)},
        1,
    )
    assert [one.address for one in changed_topics(store, 2, 1)] == [f"{URL}feeds/2004/b.atom", f"{URL}feeds/a.atom"]
    store.manifest_path(1).write_bytes(b"torn")
    assert len(list(changed_topics(store, 2, 1))) == 3


def _deaf(hub: Hub) -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/publish?site=1"


def _slow(hub: Hub) -> str:
    hub.pause = 0.6
    return hub.address


def _moved(hub: Hub) -> str:
    hub.answer = 302
    return hub.address


def _angry(hub: Hub) -> str:
    hub.answer = 410
    return hub.address


@pytest.mark.parametrize("trouble", [_deaf, _slow, _moved, _angry])
def test_a_hub_in_trouble(
    hub: Hub,
    trouble: Callable[[Hub], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nobody there, no answer in time, a redirect (which would lose the form), a refusal: each is one line."""
    monkeypatch.setattr(bulletin_editor.pinging, "_PATIENCE", 0.2)
    store, address = Store(tmp_path), trouble(hub)
    a_release(store, 1, {"feeds/all.atom": a_feed("feeds/all.atom", address)})
    ping(store, 1, None)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert address in printed.err
    assert len(printed.err.splitlines()) == 1
    assert len(hub.told) <= 1


def test_a_release_that_can_t_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk that fails after the switch is a warning too."""
    store = Store(tmp_path)
    a_release(store, 1, {"feeds/all.atom": a_feed("feeds/all.atom", "https://hub.example/")})
    (store.folder(1) / "feeds/all.atom").unlink()
    ping(store, 1, None)
    assert len(capsys.readouterr().err.splitlines()) == 1
