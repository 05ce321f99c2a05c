"""Resolve the links and pictures of a body: local ones to files under media/, others by their scheme."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin_source.documents import place_of
from bulletin_source.han import LOCAL

MEDIA: Final = "media/"
TYPES: Final = ("avif", "csv", "docx", "gif", "jpg", "jpeg", "mp3", "mp4", "odt", "pdf", "png", "svg", "webp", "xlsx")
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ALLOWED: Final = frozenset({"http", "https", "mailto"})


@dataclass(slots=True)
class Links:
    """The links of one body: resolves each and keeps the faults and the media files found."""

    path: str
    body: str
    body_line: int
    files: frozenset[str]
    faults: list[Diagnostic] = field(default_factory=list)
    media: list[str] = field(default_factory=list)

    def place(self, target: str) -> Place:
        """Return where a target is written in the body."""
        written = re.search(r"(?:\]\(|\]:)\s*<?" + re.escape(target), self.body)
        start = written.end() - len(target) if written else max(self.body.find(target), 0)
        return place_of(self.path, self.body, start, self.body_line)

    def bare_picture(self, n: int) -> Place:
        """Return where the n-th picture without a description is written, from 0."""
        starts = [found.start() for found in re.finditer(r"!\[\s*\]", self.body)] or [0]
        return place_of(self.path, self.body, starts[min(n, len(starts) - 1)], self.body_line)

    def resolve(self, target: str, picture: bool) -> str | None:  # noqa: FBT001 (the signature of a Resolver)
        """Return the address to write, or None after reporting why there is none."""
        scheme = _SCHEME.match(target)
        if scheme or target.startswith(("//", "\\")):
            name = scheme[1].lower() if scheme else "//"
            if name in _ALLOWED and not (picture and name != "https"):
                return target
            self.faults.append(diagnose("LINK-SCHEME", self.place(target), scheme=name))
            return None
        local, hash_sign, fragment = target.partition("#")
        if not local and fragment:
            return target
        return self._local(unquote(local), target, hash_sign + fragment)

    def _local(self, local: str, target: str, fragment: str) -> str | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), local))
        if path.startswith(("..", "/")):
            self.faults.append(diagnose("LINK-OUT", self.place(target), target=target))
            return None
        if not path.startswith(MEDIA) or path not in self.files:
            self.faults.append(diagnose("LINK-BROKEN", self.place(target), target=target))
            return None
        ending = path.rpartition(".")[2].lower()
        if ending not in TYPES:
            self.faults.append(diagnose("MEDIA-TYPE", self.place(target), type=ending, choices=", ".join(TYPES)))
            return None
        self.media.append(path)
        return LOCAL + quote(path) + fragment
