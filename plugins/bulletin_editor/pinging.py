"""Tell hubs (WebSub) which feeds differ in a release from the one served before; a hub that is deaf hinders nobody."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from bulletin_build.releases.manifest import Manifest
from bulletin_build.releases.store import Store
from bulletin_editor.words import complain, say, word
from bulletin_feeds.hub import Topic, requests_for, topic_of
from bulletin_portal.addresses import FEEDS

_PATIENCE: Final = 10.0  # seconds for a hub to answer
_FORM: Final = "application/x-www-form-urlencoded"


class _Stay(HTTPRedirectHandler):
    """Follow no redirect: urllib would go there without the form, and take the answer for the hub's."""

    def redirect_request(self, *_args: object) -> None:
        """Refuse."""


def changed_topics(store: Store, number: int, before: int | None) -> Iterator[Topic]:
    """Yield the topics of a release that are new or differ from those of the one before, in the order of their paths.

    A release whose manifest isn't there or can't be believed is taken for one without files. Raises OSError.
    """
    now, old = (_files(None if one is None else store.manifest(one)) for one in (number, before))
    for path in sorted(now):
        if path.startswith(FEEDS) and now[path] != old.get(path):
            topic = topic_of(path, (store.folder(number) / path).read_bytes())
            if topic is not None:
                yield topic


def _files(manifest: Manifest | None) -> dict[str, str]:
    return {} if manifest is None else {path: one.sha256 for path, one in manifest.files.items()}


def ping(store: Store, number: int, before: int | None) -> None:
    """Tell every hub that a release names of what has changed, and say so; what fails is a warning."""
    try:
        topics = list(changed_topics(store, number, before))
    except OSError as error:
        complain("hubs were not told of the release: {reason}", reason=error.strerror or error)
        return
    told = 0
    for hub, form in requests_for(topics):
        reason = _post(hub, form)
        if reason:
            complain(
                "the hub {hub} was not told of changed feeds: {reason}; the release stands", hub=hub, reason=reason
            )
        else:
            told += form.count(b"hub.url=")
    if told:
        say("hubs were told of {count} changed feeds", count=told)


def _post(address: str, form: bytes) -> str:
    """Send a form; return why it didn't arrive, "" if it did (any answer of the 200s, WebSub section 7)."""
    local = address.startswith("http://127.0.0.1")
    opener = build_opener(_Stay, *([ProxyHandler({})] if local else []))
    request = Request(address, form, {"Content-Type": _FORM, "User-Agent": "Govbulletin"}, method="POST")  # noqa: S310 (https, or this machine: reference data are checked)
    try:
        with opener.open(request, timeout=_PATIENCE):
            return ""
    except HTTPError as error:
        with error:
            return word("it answered {status}", status=error.code)
    except (OSError, HTTPException, ValueError) as error:  # no answer, none in time, or none that is HTTP
        return str(getattr(error, "reason", error)) or type(error).__name__
