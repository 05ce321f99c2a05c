"""The headers of docs/hosting: the same for every server, and every template works behind them, without a violation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.site.looking import View
from tests.site.output import Site
from tests.site.templates import edition_of, names, pages_of

_HOSTING = Path(__file__).parents[2] / "docs" / "hosting"
_POLICY = "Content-Security-Policy"


def _static() -> dict[str, str]:
    lines = (_HOSTING / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    return dict(line.strip().split(": ", 1) for line in lines[1:])


def _nginx() -> dict[str, str]:
    text = (_HOSTING / "nginx.conf").read_text(encoding="utf-8")
    found = dict(re.findall(r'^add_header (\S+) "?(.*?)"? always;$', text, re.MULTILINE))
    return {name: re.sub(r"^\$bulletin_cache$", "no-cache", value) for name, value in found.items()}


def _caddy() -> dict[str, str]:
    block = (_HOSTING / "Caddyfile").read_text(encoding="utf-8").split("{", 1)[1].split("\n}", 1)[0]
    assert '?Cache-Control "no-cache"' in block, "Caddy comes to this line last: it must not undo the others"
    return dict(re.findall(r'^\t[?]?(\S+) "(.*)"$', block, re.MULTILINE))


@pytest.mark.parametrize("headers", [_nginx(), _caddy()], ids=["nginx", "Caddy"])
def test_servers_say_the_same(headers: dict[str, str]) -> None:
    """What nginx and Caddy send is what static hosts send."""
    assert headers == _static()


def test_policy_of_pages(site: Site) -> None:
    """Each page carries the policy of the headers, but for what a page can't say, before anything is loaded."""
    policy = _static()[_POLICY]
    assert "unsafe" not in policy
    shown, _, framing = policy.rpartition("; ")
    assert framing == "frame-ancestors 'none'"
    meta = f'<meta http-equiv="{_POLICY}" content="{shown}">'
    for page in (*site.pages.values(), *site.english.values()):
        head = page.text.partition("</head>")[0]
        assert head.count(meta) == head.count(_POLICY) == 1
        assert head.index(meta) < min(head.index("<link"), head.index("<script"))


class _Host(SimpleHTTPRequestHandler):
    """A static host with the headers of docs/hosting/_headers."""

    def end_headers(self) -> None:
        """Send them with every answer."""
        for name, value in _static().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing of requests."""


@pytest.fixture(scope="module")
def view(browser: Browser, public: Site) -> Iterator[View]:
    """Open one window on the public edition behind the headers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(public.root))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        view = View(context.new_page(), f"http://127.0.0.1:{server.server_port}/")
        view.listen()
        yield view
        context.close()
        server.shutdown()
        thread.join()


@pytest.mark.browser
def test_every_template_behind_the_headers(view: View, public: Site) -> None:
    """No template violates the policy, says anything on the console, or asks another host for anything."""
    addresses = [
        pages_of(public, name, english=english)[:1]
        for name in names()
        if edition_of(name) == "public"
        for english in (False, True)
    ]
    asked: list[str] = []
    view.page.on("request", lambda request: asked.append(request.url))
    for (address,) in filter(None, addresses):
        view.page.goto(view.base + ("404.html" if address == "404.html" else address))
        view.page.wait_for_function("document.readyState === 'complete'")
    assert view.faults == []
    assert [url for url in asked if not url.startswith(view.base)] == []


@pytest.mark.browser
def test_search_behind_the_headers(view: View) -> None:
    """The search loads its scripts, index and texts, and shows what it finds."""
    view.page.goto(f"{view.base}search/?q=%E9%A5%AE%E6%B0%B4")
    view.page.wait_for_selector("#hits > li")
    assert view.faults == []
