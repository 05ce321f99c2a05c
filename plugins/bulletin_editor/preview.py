"""`inv preview`: build, serve on this machine, build again on every change; errors show in terminal and browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from watchfiles import watch

from bulletin_editor.words import complain, say, word

HOST: Final = "127.0.0.1"
_VERSION: Final = "/__preview__/version"
# Served pages ask for the version once a second and reload when it changes; nothing of it is written to disk.
_RELOAD: Final = (
    "<script>(()=>{let v;setInterval(async()=>{try{const t=await(await fetch('/__preview__/version')).text();"
    "if(v&&v!==t)location.reload();v=t}catch{}},1000)})()</script>"
)


@dataclass(slots=True)
class Site:
    """The state that the builder writes and the server reads."""

    folder: Path
    version: int = 0
    error: str = ""
    lock: Lock = field(default_factory=Lock)

    def built(self, error: str) -> None:
        """Note the end of a build; ``error`` is what it printed if it failed."""
        with self.lock:
            self.version, self.error = self.version + 1, error


class _Handler(SimpleHTTPRequestHandler):
    """Serve the built site; every page is an error page while the content has errors."""

    def __init__(self, *args: object, site: Site, **kwargs: object) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.folder), **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request."""
        path = self.path.partition("?")[0]
        if path == _VERSION:
            self._answer(str(self.site.version).encode(), "text/plain")
        elif path.endswith(("/", ".html")):
            self._page(path)
        else:
            super().do_GET()

    def _page(self, path: str) -> None:
        if self.site.error:
            self._answer(self._error_page().encode(), "text/html; charset=utf-8", HTTPStatus.SERVICE_UNAVAILABLE)
            return
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        status = HTTPStatus.OK if file.is_file() else HTTPStatus.NOT_FOUND
        if status is HTTPStatus.NOT_FOUND:
            file = self.site.folder / "404.html"
        body = file.read_bytes() if file.is_file() else b""
        self._answer(body.replace(b"</body>", _RELOAD.encode() + b"</body>"), "text/html; charset=utf-8", status)

    def _error_page(self) -> str:
        title = escape(word("The content has errors; the last good site stands."))
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><body><h1>{title}</h1>'
            f'<pre style="white-space:pre-wrap">{escape(self.site.error)}</pre>{_RELOAD}</body></html>'
        )

    def _answer(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing of requests."""


def rebuild(site: Site, command: list[str]) -> bool:
    """Build in a process of its own, so that changed code counts too; return whether it succeeded."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        site.built(done.stderr.strip() or done.stdout.strip())
        complain("{output}", output=site.error)
        return False
    site.built("")
    print(done.stdout.strip())  # noqa: T201 (the build's own words)
    return True


def serve(site: Site, port: int) -> ThreadingHTTPServer:
    """Start serving in the background; raise OSError if the port is taken."""
    server = ThreadingHTTPServer((HOST, port), partial(_Handler, site=site))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def preview(command: list[str], folder: Path, watched: Iterable[Path], port: int) -> bool:
    """Serve until Ctrl-C; return False if the port is taken. ``command`` builds into ``folder``."""
    site = Site(folder)
    try:
        server = serve(site, port)
    except (OSError, OverflowError):
        complain("port {port} is in use; name another with --port", port=port)
        return False
    changes = watch(
        *watched,
        step=100,
        debounce=400,
        rust_timeout=200,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    try:
        next(changes, None)  # from here on no change is missed, those made during the first build included
        rebuild(site, command)
        say("look at http://{host}:{port}/ (Ctrl-C ends)", host=HOST, port=server.server_port)
        sys.stdout.flush()
        for changed in changes:
            if changed:
                rebuild(site, command)
    finally:
        server.shutdown()
    return True
