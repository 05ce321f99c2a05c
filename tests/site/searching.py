"""The public edition served below a path with a strict content security policy, and readers who search it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from playwright.sync_api import ConsoleMessage, Page, Request, Route

from tests.site.output import Site
from tests.site.source import Source

BELOW = "/sub/path/"
# Not one inline script or style, nothing from elsewhere, no text made into markup.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'"
)
_HEAD = 16


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder below a path, as any static server would."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        """Return the file of an address; what stands outside the path is nowhere."""
        return super().translate_path("/" + path.removeprefix(BELOW) if path.startswith(BELOW) else "/nowhere")

    def end_headers(self) -> None:
        """Send the policy with everything."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing of requests."""


class Server(ThreadingHTTPServer):
    """Answers readers who go away without saying so: windows are closed while connections are open."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that are gone."""


@dataclass
class Reader:
    """A reader's page, what was asked of the server, and what went wrong."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note requests, errors of scripts and breaches of the policy."""

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.faults.append(message.text)

        def asked(request: Request) -> None:
            self.asked.append(request.url.removeprefix(self.base))

        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", asked)

    def open(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.base + address)
        return self.page

    def search(self, query: str, more: str = "") -> Page:
        """Open the results of a query and wait until all years have been looked through."""
        self.open(f"search/?q={quote(query)}{more}")
        self.settled()
        return self.page

    def settled(self) -> str:
        """Wait until the live region tells how much was found; return that."""
        status = self.page.locator("[role=status]")
        self.page.wait_for_function(
            "() => /^(找到|没有|直接|检索)/.test(document.querySelector('[role=status]').textContent)", timeout=20_000
        )
        return status.inner_text()

    def titles(self) -> list[str]:
        """Return the titles of the results that are shown."""
        return self.page.locator("#hits h3").all_inner_texts()

    def everything(self) -> dict[str, str]:
        """Show all results; return their titles by their addresses."""
        more = self.page.locator("#more")
        while more.is_visible():
            before = self.page.locator("#hits > li").count()
            more.click()
            self.page.wait_for_function("n => document.querySelectorAll('#hits > li').length > n", arg=before)
        links = self.page.locator("#hits h3 a")
        hrefs = links.evaluate_all("all => all.map((one) => one.href)")
        return dict(zip((href.removeprefix(self.base) for href in hrefs), links.all_inner_texts(), strict=True))


def texts_of(source: Source, site: Site) -> dict[str, str]:
    """Return what stands in each item for a reader, without white space: title, text, units and topic, by address."""
    topics = {one["id"]: one["name"] for one in source.data("topics")}
    units = {name: one["name"] for one in source.data("units") for name in (one["id"], one["name"], one.get("short"))}
    found = {}
    for shown in source.shown("public"):
        for item in shown.items:
            address = shown.item_address(item)
            (text,) = site.pages[address].said(".prose")
            topic = topics.get(item.fields.get("topic", ""), item.fields.get("topic", ""))
            parts = (item.title, text, *(units[name] for name in item.units), topic)
            found[address] = "\n".join(re.sub(r"\s", "", part).lower() for part in parts)
    return found


def spoiled(data: bytes) -> bytes:
    """Return a shard with one bit turned."""
    return data[:-1] + bytes([data[-1] ^ 1])


def aged(data: bytes) -> bytes:
    """Return a shard of another generation."""
    return data[:4] + b"\0\0\0\0" + data[8:]


def retold(data: bytes, tell: Callable[[str], str]) -> bytes:
    """Return a text file whose titles and texts are others."""
    *columns, titles, texts = json.loads(zlib.decompress(data[_HEAD:], -zlib.MAX_WBITS).decode("gbk"))
    told = json.dumps([*columns, [tell(one) for one in titles], [tell(one) for one in texts]]).encode()
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    payload = squeezer.compress(told) + squeezer.flush()
    return data[: _HEAD - 4] + zlib.adler32(payload).to_bytes(4, "little") + payload


class Meddler:
    """Answers requests with what it makes of the true answer, a number of times."""

    def __init__(self, make: Callable[[bytes], bytes | None], times: int) -> None:
        self._make, self.left = make, times

    def __call__(self, route: Route) -> None:
        """Answer one request: with other bytes, or with 404 where there are none."""
        if not self.left:
            route.continue_()
            return
        self.left -= 1
        answer = route.fetch()
        body = self._make(answer.body())
        if body is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(response=answer, body=body)
