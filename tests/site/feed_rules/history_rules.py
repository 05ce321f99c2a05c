"""What RFC 5005 asks of the documents that together are one feed: its subscription document and its archives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tests.site.feed_rules.atom_document import ATOM, AtomDocument, text_of
from tests.site.feed_rules.rules import Rules, is_web, moment, twice

HISTORY: Final = "{http://purl.org/syndication/history/1.0}"


def is_archive(document: AtomDocument) -> bool:
    """Say whether a document says that it is an archive."""
    return document.feed.find(f"{HISTORY}archive") is not None


@dataclass(frozen=True)
class History:
    """All Atom documents of a site by address, and the feed that is looked at by the address of its subscription."""

    documents: Mapping[str, AtomDocument]
    address: str

    @property
    def subscription(self) -> AtomDocument:
        """Return the document that people subscribe to."""
        return self.documents[self.address]

    @cached_property
    def archives(self) -> list[AtomDocument]:
        """Return the archives as a new subscriber finds them, newest first; a circle is gone through once."""
        found: list[AtomDocument] = []
        at = self.subscription
        while links := at.links("prev-archive"):
            before = self.documents.get(links[0])
            if before is None or before in found or before is self.subscription:
                break
            found.append(before)
            at = before
        return found

    @property
    def chain(self) -> list[AtomDocument]:
        """Return the subscription and its archives."""
        return [self.subscription, *self.archives]

    def ids(self) -> list[str]:
        """Return the ids that a new subscriber ends with, newest document first."""
        return list(dict.fromkeys(text_of(one, "id") for document in self.chain for one in document.entries))


HISTORY_RULES: Final = Rules[History]("RFC 5005")
_rule = HISTORY_RULES.rule
_OLD: Final = "https://zwxx.example/feeds/all/2003.atom"
_NEW: Final = "https://zwxx.example/feeds/all/2004.atom"


@_rule("history.subscription-is-no-archive", "4", ("<id>urn:s</id>", "<id>urn:s</id><fh:archive/>"))
def _subscription_is_no_archive(history: History) -> Iterator[str]:
    if is_archive(history.subscription):
        yield history.address


@_rule("history.archives-say-so", "4", ("<id>urn:2003</id><fh:archive/>", "<id>urn:2003</id>"))
def _archives_say_so(history: History) -> Iterator[str]:
    yield from (one.address for one in history.archives if not is_archive(one))


@_rule(
    "history.chain",
    "4",
    (f'rel="prev-archive" href="{_OLD}"', 'rel="prev-archive" href="https://zwxx.example/feeds/all/2002.atom"'),
    (f'rel="prev-archive" href="{_OLD}"', 'rel="prev-archive" href="2003.atom"'),
    (f'rel="prev-archive" href="{_OLD}"', f'rel="prev-archive" href="{_NEW}"'),
    (f'rel="prev-archive" href="{_OLD}"', f'rel="prev-archive" href="{_OLD}"/><link rel="prev-archive" href="{_NEW}"'),
)
def _chain(history: History) -> Iterator[str]:
    passed = set()
    for one in history.chain:
        passed.add(one.address)
        links = one.links("prev-archive")
        if len(links) > 1:
            yield f"{one.address} has {links} before it"
        yield from (
            f"{one.address}: {link} is no archive"
            for link in links
            if not is_web(link) or link not in history.documents
        )
        yield from (f"{one.address}: {link} goes in a circle" for link in links if link in passed)


@_rule("history.archives-differ", "4", ("feeds/all/2003.atom", "feeds/all.atom"))
def _archives_differ(history: History) -> Iterator[str]:
    # "each archive document's URI is unique": an archive stands elsewhere than what people subscribe to.
    for one in history.chain:
        yield from (one.address for link in one.links("prev-archive") if link == history.address)
        yield from (one.address for link in one.links("self") if (link == history.address) == is_archive(one))


@_rule(
    "history.next",
    "4",
    (f'rel="next-archive" href="{_NEW}"', 'rel="next-archive" href="https://zwxx.example/feeds/all.atom"'),
    (f'rel="next-archive" href="{_NEW}"', f'rel="next-archive" href="{_OLD}"'),
)
def _next(history: History) -> Iterator[str]:
    after = {one.address: later.address for later, one in zip(history.archives, history.archives[1:], strict=False)}
    for one in history.archives:
        links = one.links("next-archive")
        yield from (f"{one.address}: {link}" for link in links if link != after.get(one.address))


@_rule(
    "history.current",
    "4",
    ('rel="current" href="https://zwxx.example/feeds/all.atom"', 'rel="via" href="https://zwxx.example/"'),
    ('rel="current" href="https://zwxx.example/feeds/all.atom"', f'rel="current" href="{_NEW}"'),
)
def _current(history: History) -> Iterator[str]:
    yield from (
        f"{one.address}: {one.links('current')}"
        for one in history.archives
        if one.links("current") != [history.address]
    )


@_rule("history.entries-once", "4.1", ("<id>urn:2003/1</id>", "<id>urn:2004/1</id>"))
def _entries_once(history: History) -> Iterator[str]:
    yield from twice(text_of(one, "id") for document in history.archives for one in document.entries)


@_rule("history.newest-first", "4", ("2003-11-20T12:00:00+08:00</p", "2004-12-30T12:00:00+08:00</p"))
def _newest_first(history: History) -> Iterator[str]:
    for later, one in zip(history.archives, history.archives[1:], strict=False):
        dates = [[moment(text_of(entry, "published")) for entry in document.entries] for document in (later, one)]
        known = [[date for date in some if date is not None] for some in dates]
        if all(known) and max(known[1]) > min(known[0]):
            yield f"{one.address} holds newer entries than {later.address}"


@_rule("history.complete-has-no-archive", "2", ("<id>urn:s</id>", "<id>urn:s</id><fh:complete/>"))
def _complete_has_no_archive(history: History) -> Iterator[str]:
    if history.subscription.feed.find(f"{HISTORY}complete") is not None and history.archives:
        yield history.address


@_rule(
    "history.says-the-same",
    "4.1",
    (f"</entry></feed>\n{_OLD}", f"<content>改</content></entry></feed>\n{_OLD}"),
)
def _says_the_same(history: History) -> Iterator[str]:
    # A new subscriber and an old one who looks at archives again must not read two versions of one date.
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for document in history.chain:
        for one in document.entries:
            key = (text_of(one, "id"), text_of(one, "updated"))
            text = (text_of(one, "title"), one.findtext(f"{ATOM}content") or "")
            if said.setdefault(key, text) != text:
                yield f"{key} in {document.address}"


def _document(name: str, links: str, *entries: tuple[str, str, str], archive: bool = True) -> str:
    texts = "".join(
        f"<entry><id>{id_}</id><title>{title}</title><updated>{date}</updated><published>{date}</published></entry>"
        for id_, title, date in entries
    )
    mark = "<fh:archive/>" if archive else ""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">'
        f"<id>urn:{name}</id>{mark}{links}{texts}</feed>"
    )


_CURRENT: Final = '<link rel="current" href="https://zwxx.example/feeds/all.atom"/>'
# The three documents of a good feed, one a line.
GOOD_HISTORY: Final = "\n".join(
    [
        "https://zwxx.example/feeds/all.atom "
        + _document(
            "s",
            f'<link rel="self" href="https://zwxx.example/feeds/all.atom"/><link rel="prev-archive" href="{_NEW}"/>',
            ("urn:2005/1", "政务普刊2005年第1期", "2005-01-20T12:00:00+08:00"),
            ("urn:2004/1", "政务普刊2004年第1期", "2004-11-20T12:00:00+08:00"),
            archive=False,
        ),
        f"{_NEW} "
        + _document(
            "2004",
            f'<link rel="self" href="{_NEW}"/>{_CURRENT}<link rel="prev-archive" href="{_OLD}"/>',
            ("urn:2004/1", "政务普刊2004年第1期", "2004-11-20T12:00:00+08:00"),
        ),
        f"{_OLD} "
        + _document(
            "2003",
            f'<link rel="self" href="{_OLD}"/>{_CURRENT}<link rel="next-archive" href="{_NEW}"/>',
            ("urn:2003/1", "政务普刊2003年第1期", "2003-11-20T12:00:00+08:00"),
        ),
    ]
)


def history_in(text: str) -> History:
    """Return the history that lines of an address and a document each tell."""
    lines = [line.split(" ", 1) for line in text.splitlines()]
    documents = {address: AtomDocument(data.encode(), address) for address, data in lines}
    return History(documents, "https://zwxx.example/feeds/all.atom")
