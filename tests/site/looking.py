"""Look at a page as a reader's browser shows it: fits, focus, what axe finds, what went wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.site.searching import Handler, Server
from tests.system import PACKAGES, find_tool

PHONE, TABLET, DESK = 390, 768, 1440
NARROWEST: Final = 320  # a window of 1280 px at 400 %
PAPER: Final = 590  # px of 96 to the inch: the 156 mm between the margins of A4 (GB/T 9704-2012, 5.2.2)
HEIGHT: Final = 900
# WCAG 2.0 to 2.2, levels A and AA, and what axe's makers hold for good practice.
_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
ALL_RULES: Final = {"runOnly": {"type": "tag", "values": list(_TAGS)}, "rules": {"target-size": {"enabled": True}}}
# The same but for colours, which take half the time and are those of the page's other widths and languages.
SHAPE_RULES: Final = {**ALL_RULES, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
# Those that another colour scheme or size of letters may break.
LOOK_RULES: Final = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}
# Those that other words on the same page may break.
WORD_RULES: Final = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("html-has-lang", "html-lang-valid", "valid-lang", "document-title", "empty-heading", "link-name"),
            *("button-name", "label", "image-alt", "landmark-unique", "target-size", "scrollable-region-focusable"),
        ],
    }
}
_GIVEN_UP: Final = "net::ERR_ABORTED"  # by the browser: the reader has gone on, or runs no scripts
_SCRIPT: Final = Path(__file__).with_name("looking.js")


def needed_tool(name: str) -> Path:
    """Return the file of a tool; without it, fail in continuous integration and skip elsewhere."""
    path = find_tool(name)
    if path is None:
        missing = f"no {name}; .venv/bin/python tests/system.py installs it (Debian: {' '.join(PACKAGES)})"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


class _AtRoot(Handler):
    """Serve a folder with a strict policy, at the root of the host as the page for missing addresses expects."""

    def translate_path(self, path: str) -> str:
        """Return the file of an address."""
        return SimpleHTTPRequestHandler.translate_path(self, path)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a built site on this machine for as long as the context lasts; yield where."""
    with Server(("127.0.0.1", 0), partial(_AtRoot, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@dataclass
class View:
    """A window with one page after the other, and what went wrong on them; addresses are relative to the root."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def allowed(self) -> tuple[str, ...]:
        """Return what the addresses of requests may begin with."""
        return (self.base, "data:")

    def listen(self) -> None:
        """Note errors of scripts, answers that are none, and requests that leave this machine."""

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.faults.append(f"console: {message.text}")

        def asked(request: Request) -> None:
            if not request.url.startswith(self.allowed()):
                self.faults.append(f"request to another place: {request.url}")

        def failed(request: Request) -> None:
            if request.failure != _GIVEN_UP:
                self.faults.append(f"{request.failure}: {request.url}")

        def answered(response: Response) -> None:
            if response.status >= 400:
                self.faults.append(f"{response.status}: {response.url}")

        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", asked)
        self.page.on("requestfailed", failed)
        self.page.on("response", answered)

    def open(self, address: str) -> Page:
        """Open an address and make ready for what is asked of it."""
        self.page.goto(self.base + address)
        self.page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
        return self.page

    def wide(self, width: int) -> None:
        """Make the window so many px wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def overflow(self, *widths: int) -> list[str]:
        """Return how far the page sticks out of windows of these widths, and what does."""
        found = []
        for width in widths:
            self.wide(width)
            if over := self.page.evaluate("looking.overflow()"):
                found.append(f"{width} px wide: {over}")
        return found

    def axe(self, options: object = ALL_RULES) -> list[str]:
        """Return what axe finds: rule, places, reason."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(needed_tool("axe-core").read_text(encoding="utf-8") + "; 0")
        return list(self.page.evaluate("options => looking.axe(options)", options))

    def bare(self) -> list[str]:
        """Return faults of the page as a browser without style sheets shows it."""
        return list(self.page.evaluate("looking.bare()"))

    def elder(self, *, on: bool) -> None:
        """Switch easy reading on or off, as a reader does."""
        self.page.locator("#elder").set_checked(on)

    def focus(self) -> list[str]:
        """Return faults of what can have the focus."""
        self.page.keyboard.press("Tab")  # from here on the browser shows where the focus is
        return list(self.page.evaluate("looking.focus()"))
