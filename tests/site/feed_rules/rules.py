"""Rules of feed formats as a table: each has an id, the section that makes it, a check, and what breaks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Final, Generic, TypeVar
from urllib.parse import urlsplit

D = TypeVar("D")
Check = Callable[[D], Iterator[str]]  # yields what breaks the rule in a document, in words

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(\s*;.+)?")
_RFC_3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC_822: Final = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT)"
)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>|&(#\d+|#x[0-9A-Fa-f]+|[a-z]+);")
_VOID: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class Rule(Generic[D]):
    """A rule; ``spoiled`` are replacements in the good sample, each of which breaks it."""

    id: str
    section: str
    check: Check[D]
    spoiled: tuple[tuple[str, str], ...]


@dataclass
class Rules(Generic[D]):
    """The rules of one format, in the order of its specification."""

    specification: str
    all: list[Rule[D]] = field(default_factory=list)

    def rule(self, id_: str, section: str, *spoiled: tuple[str, str]) -> Callable[[Check[D]], Check[D]]:
        """Count a function among the rules."""

        def counted(check: Check[D]) -> Check[D]:
            self.all.append(Rule(id_, section, check, spoiled))
            return check

        return counted

    def broken(self, document: D) -> list[str]:
        """Return what a document breaks, as ``rule (section): what``."""
        return [
            f"{one.id} ({self.specification}, {one.section}): {what}"
            for one in self.all
            for what in one.check(document)
        ]


# -- Values -----------------------------------------------------------------------------------------------------------


def twice(values: Iterable[Hashable]) -> list[str]:
    """Return what stands more than once."""
    return [f"{value} {times} times" for value, times in Counter(values).items() if times > 1]


def is_absolute(text: str | None) -> bool:
    """Say whether a text is an absolute IRI (RFC 3987, 2.2), of the web with a host."""
    if text is None or not _ABSOLUTE.fullmatch(text):
        return False
    parts = urlsplit(text)
    return parts.scheme not in {"http", "https"} or bool(parts.hostname)


def is_web(text: str | None) -> bool:
    """Say whether a text is an absolute address of the web."""
    return is_absolute(text) and str(text).startswith(("http://", "https://"))


def is_normal(iri: str) -> bool:
    """Say whether an id is in the normal form of RFC 4287, 4.2.6.1."""
    scheme, _, rest = iri.partition(":")
    parts = urlsplit(iri)
    authority = rest.partition(",")[0] if scheme == "tag" else parts.netloc  # RFC 4151, 2.1: lower case
    escapes = re.findall(r"%[0-9A-Fa-f]{2}", iri)
    needless = [one for one in escapes if one != one.upper() or re.match(r"[\w.~-]", chr(int(one[1:], 16)), re.ASCII)]
    default = {"http": ":80", "https": ":443"}.get(scheme.lower())
    dots = {".", ".."} & set(parts.path.split("/"))
    ends = (bool(parts.netloc) and not parts.path) or iri.endswith(("?", "#"))
    odd = default is not None and parts.netloc.endswith((default, ":"))
    return scheme == scheme.lower() and authority == authority.lower() and not (needless or dots or ends or odd)


def is_language(text: str | None) -> bool:
    """Say whether a text has the form of a language tag (RFC 5646)."""
    return text is not None and bool(_LANGUAGE.fullmatch(text))


def is_media_type(text: str | None) -> bool:
    """Say whether a text is a media type (RFC 6838, 4.2), in lower case."""
    return text is not None and bool(_MEDIA_TYPE.fullmatch(text))


def is_size(text: str | None) -> bool:
    """Say whether a text is a number of octets."""
    return text is not None and text.isascii() and text.isdigit()


def moment(text: str | None) -> datetime | None:
    """Return a moment as RFC 3339 writes it (T and Z in capitals, RFC 4287, 3.3), None for anything else."""
    if text is None or not _RFC_3339.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def mail_moment(text: str | None) -> datetime | None:
    """Return a moment as RFC 822 writes it, with a year of four digits and the right day of the week, else None."""
    if text is None or not _RFC_822.fullmatch(text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if "," not in text or text.startswith(f"{found:%a}") else None


def has_markup(text: str | None) -> bool:
    """Say whether a plain text holds tags or references of HTML."""
    return bool(_TAG.search(text or ""))


def has_controls(text: str) -> bool:
    """Say whether a text holds characters that no text should (XML 1.0, 2.2 and its note)."""
    return bool(_CONTROL.search(text))


class Fragment(HTMLParser):
    """HTML as it stands in a feed: what of it is not well-formed, and the addresses it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.faults += ["a tag is cut off"] if "<" in self.rawdata else []
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "poster", "cite", "data"}]
        self.faults += [f"<{tag}> has {one}" for one in twice(name for name, _ in attrs)]
        if tag in {"script", "style", "iframe", "object", "embed", "form"}:
            self.faults.append(f"<{tag}> is nothing for a feed")
        self.faults += [f"<{tag} {name}> is nothing for a feed" for name, _ in attrs if name.startswith("on")]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of a drawing do."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Compare an element that closes with the one that is open."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> where {self._open[-1:]} is open")

    @property
    def relative(self) -> list[str]:
        """Return the addresses that lead nowhere outside the site."""
        return [one for one in self.links if not one.startswith("#") and not is_absolute(one)]
