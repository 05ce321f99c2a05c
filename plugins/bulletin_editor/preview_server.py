"""Serve a site from memory on this machine; open pages are told at once when there is another."""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from threading import Condition
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from bulletin_editor.preview_pages import Pages
from bulletin_editor.words import word
from bulletin_portal.front_pages import MISSING

HOST: Final = "127.0.0.1"
CHANGES: Final = "/__preview__/changes"
SCRIPT: Final = "/__preview__/reload.js"  # a file of its own: pages allow no script within them
_HTML: Final = "text/html; charset=utf-8"
# As docs/publishing.md has it: under types of their own browsers show feeds as source text.
_KINDS: Final = {**dict.fromkeys(("rss", "atom", "xml"), "application/xml"), "opml": "text/x-opml"}
_TEXT: Final = re.compile(r"text/(?!html)|application/(json|javascript|xml)$")
_BREATH: Final = 15.0  # seconds after which a browser that has heard nothing is told that we are still there
# A page that nobody sees holds no connection open: browsers have six for each host.
_RELOAD: Final = (
    "{const v=document.currentScript.dataset.version;let s;"
    f"const o=()=>{{s=new EventSource('{CHANGES}');s.onmessage=e=>e.data===v||location.reload()}};"
    "document.addEventListener('visibilitychange',()=>{s&&s.close();document.hidden||o()});document.hidden||o()}"
)


@dataclass(slots=True)
class Site:
    """What is served: written by the thread that plans, read by those that answer.

    ``error`` is told on every page while it lasts; ``told`` gives the words for what a template raises.
    """

    told: Callable[[Exception], str]
    pages: Pages | None = None
    error: str = ""
    changed: Condition = field(default_factory=Condition)
    _run: str = field(default_factory=partial(secrets.token_hex, 4))  # another run's versions are others
    _number: int = 0

    @property
    def version(self) -> str:
        """Return what stands for the present state."""
        return f"{self._run}-{self._number}"

    def show(self, pages: Pages) -> None:
        """Serve these pages from now on."""
        self._set(pages, "")

    def fail(self, error: str) -> None:
        """Tell an error on every page."""
        self._set(self.pages, error)

    def _set(self, pages: Pages | None, error: str) -> None:
        with self.changed:
            self.pages, self.error, self._number = pages, error, self._number + 1
            self.changed.notify_all()

    def wait(self, seen: str, seconds: float) -> str:
        """Return the version as soon as it is another than the one seen, or after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, seconds)
            return self.version


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, *args: Any, site: Site) -> None:  # noqa: ANN401 (the base class's)
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer a request."""
        path = unquote(urlsplit(self.path).path)
        if path == CHANGES:
            self._tell_changes()
            return
        if path == SCRIPT:
            self._answer(_RELOAD.encode(), "text/javascript; charset=utf-8", HTTPStatus.OK)
            return
        version, pages, error = self.site.version, self.site.pages, self.site.error
        if pages is None or (error and path.endswith(("/", ".html"))):  # style sheets stay those of the last good site
            self._fail(error, version)
            return
        name = path.removeprefix("/")
        if f"{name}/index.html" in pages:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{self.path.partition('?')[0]}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        name = f"{name}index.html" if not name or name.endswith("/") else name
        status = HTTPStatus.OK if name in pages else HTTPStatus.NOT_FOUND
        try:
            body = pages.get(name if status is HTTPStatus.OK else MISSING) or b""
        except Exception as fault:  # noqa: BLE001 (templates can raise anything, and their author has to see it)
            said = self.site.told(fault)
            sys.stderr.write(said + "\n")
            self._fail(said, version)
            return
        kind = _HTML if status is HTTPStatus.NOT_FOUND else _kind_of(name)
        self._answer(_with_reload(body, version) if kind == _HTML else body, kind, status)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    def _tell_changes(self) -> None:
        """Send the version, and every one that follows (server-sent events), until the browser goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        version = self.site.version
        self.wfile.write(f"retry: 500\ndata: {version}\n\n".encode())
        while True:
            now = self.site.wait(version, _BREATH)
            self.wfile.write(b":\n\n" if now == version else f"data: {now}\n\n".encode())
            version = now

    def _fail(self, error: str, version: str) -> None:
        title = escape(word("The content has errors; the last good site stands."))
        page = (
            f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><body><h1>{title}</h1>'
            f'<pre style="white-space:pre-wrap">{escape(error)}</pre></body></html>'
        )
        self._answer(_with_reload(page.encode(), version), _HTML, HTTPStatus.SERVICE_UNAVAILABLE)

    def _answer(self, body: bytes, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing of requests."""


def _kind_of(name: str) -> str:
    if name.endswith(".html"):
        return _HTML
    kind = _KINDS.get(name.rpartition(".")[2]) or guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if _TEXT.match(kind) else kind


def _with_reload(body: bytes, version: str) -> bytes:
    """Return a page that reloads itself when there is another version; nothing of this is written to disk."""
    head, end, rest = body.rpartition(b"</body>")
    return head + f'<script src="{SCRIPT}" data-version="{version}"></script>'.encode() + end + rest


class PreviewServer(ThreadingHTTPServer):
    """Listens from the start, answers once ``serve_forever`` runs; raises OSError if the port is taken."""

    daemon_threads = True

    def __init__(self, site: Site, port: int) -> None:
        super().__init__((HOST, port), partial(_Handler, site=site))

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (the base class's)
        """Say nothing of browsers that went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)
