"""Tell what a text of an output says that none before it did: pages, feeds and data say the same in other markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final, Generic, TypeVar

from bulletin_gate.fingerprints import LENGTH
from bulletin_gate.unwrapping import inside, plain, readings, tags_in

_T = TypeVar("_T")

_NEAR: Final = 2  # lines before and after one that is read in another way, since what it says may run on
# What `readings` reads in another way: entities, escaped addresses, escapes of scripts, data in addresses.
_WRAPPED: Final = re.compile(r"&(?=[#A-Za-z])|%(?=[0-9A-Fa-f]{2})|\\(?=[ux])|;base64,|<")
# Escapes of letters alone: an address says nothing else with them than without.
_ESCAPED: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def _letters(escaped: re.Match[str]) -> str:
    return bytes.fromhex(escaped[0].replace("%", "")).decode("utf-8", "replace")


@dataclass(slots=True)
class News(Generic[_T]):
    """Texts that say something new, each with the stretch that it was given with.

    A line of twelve characters is found by itself, so nothing is lost where a known one is left out. Shorter lines
    may run on: those that stand together are known where they stood together before.
    """

    size: int = 0
    _texts: list[tuple[_T, str]] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)  # hashes

    def add(self, stretch: _T, text: str) -> None:
        """Take what a text says that is new: as it is read, and in its markup, where each value stands by itself."""
        if "<" in text:
            tags = self._unknown(tags_in(text))
            if tags:
                values = _ESCAPED.sub(_letters, unescape(inside(tags))).replace('"', "\n").split("\n")
                self._take(stretch, self._unknown(values), near=0)
            text = plain(text)
        self._take(stretch, self._unsaid(text.split("\n")), near=_NEAR)

    def taken(self) -> list[tuple[_T, str]]:
        """Return what was taken since this was called, and forget it, but for that it is known."""
        taken, self._texts, self.size = self._texts, [], 0
        return taken

    def _unknown(self, several: list[str]) -> list[str]:
        known, new = self._known, list[str]()
        for one in several:
            key = hash(one)
            if key not in known:
                known.add(key)
                new.append(one)
        return new

    def _unsaid(self, lines: list[str]) -> list[str]:
        """Return the lines that were not read elsewhere, in other markup; short ones that stand together as one."""
        known, new, short = self._known, list[str](), list[str]()
        for line in lines:
            if len(line) < LENGTH:
                short.append(line)
                continue
            if short:
                group = "\n".join(short)
                key = hash(group)
                if key not in known:
                    known.add(key)
                    new.append(group)
                short = []
            key = hash(line)
            if key not in known:
                known.add(key)
                new.append(line)
        return new + self._unknown(["\n".join(short)])

    def _take(self, stretch: _T, lines: list[str], *, near: int) -> None:
        text = "\n".join(lines)
        self._keep(stretch, text)
        if not _WRAPPED.search(text):
            return
        for at, line in enumerate(lines):
            if _WRAPPED.search(line):
                around = "\n".join(lines[max(0, at - near) : at + near + 1])
                for reading in readings(around):
                    if reading != around:
                        self._keep(stretch, "\n".join(self._unsaid(reading.split("\n"))))

    def _keep(self, stretch: _T, text: str) -> None:
        if text:
            self._texts.append((stretch, text))
            self.size += len(text)
