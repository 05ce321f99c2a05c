"""Every feed document of a built site by format, found by looking into what stands under feeds/."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from tests.site.feed_rules.atom_document import AtomDocument
from tests.site.feed_rules.atom_rules import ATOM_RULES
from tests.site.feed_rules.history_rules import HISTORY_RULES, History, is_archive
from tests.site.feed_rules.json_document import JsonDocument
from tests.site.feed_rules.json_rules import JSON_RULES
from tests.site.feed_rules.opml_rules import OPML_RULES, OpmlDocument
from tests.site.feed_rules.rss_document import RssDocument
from tests.site.feed_rules.rss_rules import RSS_RULES

FOLDER: Final = "feeds/"
FORMS: Final = ("atom", "json", "rss")
_ROOTS: Final = {"{http://www.w3.org/2005/Atom}feed": "atom", "rss": "rss", "opml": "opml"}
_OTHERS: Final = (".html", ".xsl", ".css", ".js", ".gz", ".br")


def format_of(path: str, data: bytes) -> str:
    """Return atom, rss, opml, json, or an empty text for a page; raise ValueError for what nobody would know."""
    if path.endswith(_OTHERS):
        return ""
    if data.lstrip().startswith(b"{"):
        version = str(json.loads(data).get("version", ""))
        if version.startswith("https://jsonfeed.org/version/"):
            return "json"
    elif data.lstrip().startswith(b"<"):
        return _ROOTS[str(etree.fromstring(data).tag)]
    raise ValueError(f"{path} is no feed that these tests know")


@dataclass(frozen=True)
class Documents:
    """The feed documents of a site by address, for each format."""

    atom: Mapping[str, AtomDocument]
    rss: Mapping[str, RssDocument]
    json: Mapping[str, JsonDocument]
    opml: Mapping[str, OpmlDocument]

    @classmethod
    def of(cls, files: Mapping[str, bytes], url: str) -> Documents:
        """Sort the files of a site that stand under feeds/; ``url`` is the address of the site."""
        found: dict[str, dict[str, bytes]] = defaultdict(dict)
        for path, data in files.items():
            if path.startswith(FOLDER):
                found[format_of(path, data)][url + path] = data
        return cls(
            {at: AtomDocument(data, at) for at, data in found["atom"].items()},
            {at: RssDocument(data, at) for at, data in found["rss"].items()},
            {at: JsonDocument(data, at) for at, data in found["json"].items()},
            {at: OpmlDocument(data, at) for at, data in found["opml"].items()},
        )

    def histories(self) -> list[History]:
        """Return each feed that can be subscribed to, with its archives."""
        return [History(self.atom, at) for at, document in self.atom.items() if not is_archive(document)]

    def broken(self) -> list[str]:
        """Return every rule that any of the documents breaks, as ``address: rule (section): what``."""
        found = [f"{at}: {one}" for at, document in self.atom.items() for one in ATOM_RULES.broken(document)]
        found += [f"{at}: {one}" for at, document in self.rss.items() for one in RSS_RULES.broken(document)]
        found += [f"{at}: {one}" for at, document in self.json.items() for one in JSON_RULES.broken(document)]
        found += [f"{at}: {one}" for at, document in self.opml.items() for one in OPML_RULES.broken(document)]
        found += [f"{one.address}: {what}" for one in self.histories() for what in HISTORY_RULES.broken(one)]
        return found
