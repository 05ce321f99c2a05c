"""Write the entries of RSS and Atom documents, each by itself, so that one that stands in many is written once.

feedgen, which writes all else (``feedgen_adapter``), is not asked for them: it takes ten times as long, and it loses
the attributes of their links (lkiesow/python-feedgen #135).
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import Final

from bulletin_feeds.entries import Category, FeedEntry

# What XML 1.0 (2.2) has not, in whatever way it is written: control characters, surrogates, U+FFFE and U+FFFF.
_CONTROLS: Final = bytes(sorted({*range(0x20)} - {0x09, 0x0A, 0x0D}))
_KEPT: Final = 1024  # dates, names and categories that are kept written: the same stand in entry after entry


def allowed(text: str) -> bytes:
    """Return a text in UTF-8 without what no XML document can hold; the reader of the tree refuses it long before."""
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "").replace("\uffff", "")
    return text.encode("utf-8", "ignore").translate(None, _CONTROLS)


def _text(text: str) -> str:
    return escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text


def _html(html: str) -> str:
    """Return HTML for an element that holds some: as it is written, where that can be.

    What says the same as a page then has the same lines, which the scan of an output looks at once; and it is shorter.
    """
    return _text(html) if "]]>" in html else f"<![CDATA[{html}]]>"


@lru_cache(_KEPT)
def _rfc_822(moment: datetime) -> str:
    return format_datetime(moment)


@lru_cache(_KEPT)
def _rfc_3339(moment: datetime) -> str:
    return moment.isoformat()


@lru_cache(_KEPT)
def _rss_category(one: Category) -> str:
    return f'<category domain="{escape(one.scheme)}">{_text(one.label)}</category>'


@lru_cache(_KEPT)
def _atom_category(one: Category) -> str:
    return f'<category term="{escape(one.term)}" scheme="{escape(one.scheme)}" label="{escape(one.label)}"/>'


@lru_cache(_KEPT)
def _atom_author(name: str) -> str:
    return f"<author><name>{_text(name)}</name></author>"


def rss_item(one: FeedEntry) -> bytes:
    """Return an item of RSS 2.0, as the RSS Advisory Board's profile has it.

    The description is HTML to readers, ours is text and therefore escaped twice. RSS has room for one enclosure, Media
    RSS for all. It demands an e-mail address in ``author``; offices have none to show, so the creator stands in Dublin
    Core. The prefixes are those that ``feedgen_adapter`` declares.
    """
    parts = [
        f"<item><title>{_text(one.title)}</title><link>{_text(one.link)}</link>",
        f"<description>{_text(_text(one.summary))}</description>",
        f"<content:encoded>{_html(one.html)}</content:encoded>",
        f'<guid isPermaLink="false">{_text(one.id)}</guid>',
    ]
    parts += map(_rss_category, one.categories)
    parts += [
        f'<enclosure url="{escape(file.url)}" length="{file.length}" type="{file.type}"/>'
        for file in one.enclosures[:1]
    ]
    parts.append(f"<pubDate>{_rfc_822(one.published)}</pubDate>")
    parts += [f"<dc:creator>{_text(name)}</dc:creator>" for name in one.authors]
    parts += [
        f'<media:content url="{escape(file.url)}" fileSize="{file.length}" type="{file.type}" medium="{file.medium}"/>'
        for file in one.enclosures
    ]
    return allowed("".join([*parts, "</item>\n"]))


def atom_entry(one: FeedEntry) -> bytes:
    """Return an entry of Atom (RFC 4287)."""
    parts = [
        f"<entry>\n<id>{_text(one.id)}</id><title>{_text(one.title)}</title>",
        f"<updated>{_rfc_3339(one.updated)}</updated><published>{_rfc_3339(one.published)}</published>",
    ]
    parts += map(_atom_author, one.authors)
    parts.append(f'<link rel="alternate" type="text/html" href="{escape(one.link)}"/>')
    if one.related:
        parts.append(f'<link rel="related" type="text/html" href="{escape(one.related)}"/>')
    parts += [
        f'<link rel="enclosure" type="{file.type}" length="{file.length}" href="{escape(file.url)}"/>'
        for file in one.enclosures
    ]
    parts += map(_atom_category, one.categories)
    parts.append(f"<summary>{_text(one.summary)}</summary>")
    parts.append(f'<content type="html">{_html(one.html)}</content></entry>\n')
    return allowed("".join(parts))
