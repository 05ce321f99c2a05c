"""Write sitemap.xml, one part a year so that closed years stay closed, and robots.txt (sitemaps.org protocol 0.9).

Where pages have twins in another language, each entry names all versions (``languages.alternates``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from bulletin.kinds import Edition, Language
from bulletin_portal.front_pages import MISSING
from bulletin_portal.languages import alternates, without_language
from bulletin_portal.pages import Document, Listed

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS: Final = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _part(base: str, pages: Iterable[Listed], named: tuple[tuple[str, str], ...]) -> bytes:
    lines = [f'{_HEAD}<urlset xmlns="{_NAMESPACE}"{_LINKS if named else ""}>']
    for page in pages:
        changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
        address = without_language(page.address, page.language)
        urls = ((tag, escape(base + prefix + address)) for tag, prefix in named)
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{url}"/>' for tag, url in urls)
        lines.append(f"<url><loc>{escape(base + page.address)}</loc>{changed}{links}</url>")
    return "\n".join([*lines, "</urlset>\n"]).encode()


def plan_sitemap(
    base: str, pages: Iterable[Listed], edition: Edition, languages: Iterable[Language] = ()
) -> list[Document]:
    """Return the sitemap and robots.txt; ``base`` is the site's absolute address. The internal edition has no map."""
    if edition is Edition.INTERNAL:
        return [Document("robots.txt", lambda: b"User-agent: *\nDisallow: /\n")]
    listed = sorted(
        (page for page in pages if page.address != MISSING), key=lambda page: (page.year or 0, page.address)
    )
    named = alternates(languages)
    groups = [(year, list(group)) for year, group in groupby(listed, lambda page: page.year)]
    parts = [Document(f"sitemap-{year or 'front'}.xml", partial(_part, base, group, named)) for year, group in groups]
    index = "\n".join(f"<sitemap><loc>{escape(base + part.path)}</loc></sitemap>" for part in parts)
    whole = f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{index}\n</sitemapindex>\n'
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"
    return [*parts, Document("sitemap.xml", whole.encode), Document("robots.txt", robots.encode)]
