"""Make a feed that is opened in a browser say to its reader what it is: a note at its head, and a style sheet.

The sheet is CSS. Every browser is giving up XSLT, and one that a content security policy keeps from running it shows
an empty page; CSS shows the same everywhere, and where no sheet is applied the note is the first thing that is read.
"""

from __future__ import annotations

import re
from typing import Final

from bulletin_portal import addresses

STYLES: Final = "theme/css/feed.css"
_DECLARATION: Final = re.compile(rb"<\?xml [^>]*\?>\s*")
_HEAD: Final = re.compile(rb"<(?:channel|feed)(?: [^>]*)?>")
_ARCHIVE: Final = re.compile(rb"<fh:archive[ /]")  # RFC 5005, section 4
_COMMENT: Final = (
    "<!-- 这是订阅源（feed），供阅读器使用：请把它的网址复制到阅读器里。"
    "This is a feed, made for feed readers: copy its address into one. -->"
)
_ARCHIVE_COMMENT: Final = (
    "<!-- 这是订阅源（feed）的存档，阅读器会自己来取。"
    "This is the archive of a feed, which feed readers fetch by themselves. -->"
)
_SAID: Final = (
    "<strong>这是订阅源，供阅读器使用。</strong>把这一页的网址复制到阅读器里，以后有新内容就会自动送到。",
    (
        "<strong>This is a feed, made for feed readers.</strong> Copy the address of this page into one, "
        "and what is new will come to you."
    ),
)
_ARCHIVE_SAID: Final = (
    "<strong>这是订阅源的存档，</strong>阅读器补读以往内容时会自己来取，不要订它。",
    "<strong>This is the archive of a feed,</strong> which feed readers fetch by themselves. It isn't to be followed.",
)
# XHTML, since nothing else in an XML document is a link to browsers; to readers of feeds it is a foreign element, which
# they pass over (RFC 4287, section 6.3; RSS 2.0, "Extending RSS").
_NOTE: Final = (
    '<div xmlns="http://www.w3.org/1999/xhtml">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    '<p xml:lang="zh-CN">{chinese}'
    '<span><a href="{feeds}">怎样订阅</a> <a href="{home}">网站首页</a></span></p>'
    '<p xml:lang="en">{english} '
    '<span><a href="{feeds}">How to follow</a> <a href="{home}">Home</a></span></p>'
    "</div>"
)


def with_stylesheet(xml: bytes, root: str) -> bytes:
    """Return an RSS or Atom document that names its style sheet and opens with a note to who sees it in a browser.

    Args:
        xml: The document in UTF-8; one that marks itself as an archive (RFC 5005) is said not to be followed.
        root: The relative path from its place to the site's root, ``../``; so it reads well on any host.

    Raises:
        ValueError: It is neither RSS nor Atom.
    """
    begun = _DECLARATION.match(xml)
    head = _HEAD.search(xml)
    if begun is None or head is None:
        raise ValueError(xml[:80])
    comment, said = (_ARCHIVE_COMMENT, _ARCHIVE_SAID) if _ARCHIVE.search(xml) else (_COMMENT, _SAID)
    sheet = f'<?xml-stylesheet type="text/css" href="{root}{STYLES}"?>\n{comment}\n'
    note = _NOTE.format(home=root, feeds=root + addresses.FEEDS, chinese=said[0], english=said[1])
    parts = (xml[: begun.end()], sheet.encode(), xml[begun.end() : head.end()], note.encode(), xml[head.end() :])
    return b"".join(parts)
