"""Tell what texts of an output say that none before them did: pages, feeds and data say the same in other markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Final, Generic, TypeVar
from urllib.parse import unquote

from bulletin_gate.fingerprints import LENGTH
from bulletin_gate.unwrapping import BARRIER, MARKUP, inside, plain, readings

_T = TypeVar("_T")

_NEAR: Final = 2  # lines before and after one that is read in another way, since what it says may run on
# What `readings` reads in another way: entities, escaped addresses, escapes of scripts, data in addresses.
_WRAPPED: Final = re.compile(r"&(?=[#A-Za-z])|%(?=[0-9A-Fa-f]{2})|\\(?=[ux])|;base64,|<")
_ADDRESS: Final = re.compile(r"(?:mailto|https?):\S*")
# What holds values, and where a text begins.
_TAGS: Final = re.compile(f"{MARKUP}|{BARRIER}[0-9]+")
# A line that is long enough to hold what is looked for, the short ones between two such, or where a text begins.
_PARTS: Final = re.compile(
    rf"[^\n{BARRIER}]{{{LENGTH},}}+|(?:[^\n{BARRIER}]{{0,{LENGTH - 1}}}+\n)++|{BARRIER}[0-9]+\n|[^\n{BARRIER}]++"
)


@dataclass(slots=True)
class News(Generic[_T]):
    """Texts that say something new, each with the stretch that it was given with.

    A line of twelve characters is found by itself, so nothing is lost where a known one is left out. Shorter lines
    may run on: those that stand together are known where they stood together before. Texts are looked at many at
    once, since most are short: a sign that no text has says where each begins.
    """

    size: int = 0
    _given: list[tuple[_T, str]] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)  # hashes
    _tags: set[int] = field(default_factory=set)  # likewise
    _before: int = 0  # texts that were taken

    def add(self, stretch: _T, text: str) -> None:
        """Take a text."""
        self._given.append((stretch, text))
        self.size += len(text)

    def taken(self) -> list[tuple[_T, str]]:
        """Return what is new of the texts since this was called: values of their markup, and what readers see."""
        given, first = self._given, self._before
        self._given, self.size, self._before = [], 0, first + len(given)
        whole = "".join([f"\n{BARRIER}{number}\n{text}" for number, (_, text) in enumerate(given, first)])
        news: list[tuple[_T, str]] = []
        for lines, near in ((self._values(whole), 0), (_unknown(_PARTS.findall(plain(whole)), self._known), _NEAR)):
            for piece in "\n".join(lines).split(BARRIER)[1:]:
                number, _, text = piece.partition("\n")
                if text and not text.isspace():
                    stretch = given[int(number) - first][0]
                    news.append((stretch, text))
                    if _WRAPPED.search(text):
                        news.extend((stretch, one) for one in self._unwrapped(text.split("\n"), near))
        return news

    def _values(self, whole: str) -> list[str]:
        """Return the values in tags and comments, where each stands by itself."""
        if "<" not in whole:
            return []
        values = unescape(inside(_unknown(_TAGS.findall(whole), self._tags))).replace('"', "\n").split("\n")
        # An address says nothing else with its escapes than without.
        return [
            unquote(one, errors="replace") if "%" in one and _ADDRESS.fullmatch(one) else one
            for one in _unknown(values, self._known)
        ]

    def _unwrapped(self, lines: list[str], near: int) -> Iterable[str]:
        """Yield what lines say in other readings that no text before did."""
        for at, line in enumerate(lines):
            if _WRAPPED.search(line):
                around = "\n".join(lines[max(0, at - near) : at + near + 1])
                for reading in readings(around):
                    if reading != around:
                        yield "\n".join(_unknown(_PARTS.findall(reading), self._known))


def _unknown(several: list[str], known: set[int]) -> list[str]:
    """Return the texts that are not known, each once, in order, and note them."""
    new = [one for one in dict.fromkeys(several) if hash(one) not in known]
    known.update(map(hash, new))
    return new
