"""Write all feeds as one list that readers' programs take over at once (OPML 2.0, "Subscription lists")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bulletin.reference import Site
from bulletin_feeds.directory import FORMS, ISSUES, ITEMS, MEDIA, NOTICES, SERIES, TOPICS, UNITS, Group, Row
from bulletin_portal import addresses

PATH: Final = f"{addresses.FEEDS}all.opml"
_NAMES: Final = {
    ISSUES: "全部刊物",
    SERIES: "按刊物",
    ITEMS: "条目和问题信息",
    TOPICS: "按主题",
    UNITS: "按单位",
    NOTICES: "更正与撤回",
    MEDIA: "图表和附件",
}
_ENDING: Final = FORMS[0][1]


def _outline(parent: Element, row: Row, site: Site) -> None:
    said = {
        "text": row.title,
        "title": row.title,
        "type": "rss",  # of every feed, whatever its form
        "xmlUrl": site.url + row.address(_ENDING),
        "htmlUrl": site.url + row.home,
        "language": "zh-CN",
    }
    SubElement(parent, "outline", said | ({"description": row.description} if row.description else {}))


def to_opml(groups: Iterable[Group], site: Site) -> bytes:
    """Return the list, a folder a group; no date, since it would be the clock's."""
    root = Element("opml", version="2.0")
    head, body = SubElement(root, "head"), SubElement(root, "body")
    for name, text in (
        ("title", f"{site.name}的全部订阅源"),
        ("ownerName", site.organiser),
        ("ownerId", site.url),
        ("docs", "http://opml.org/spec2.opml"),
    ):
        SubElement(head, name).text = text
    for group in groups:
        folder = SubElement(body, "outline", text=_NAMES[group.key])
        for row in group.rows:
            _outline(folder, row, site)
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
