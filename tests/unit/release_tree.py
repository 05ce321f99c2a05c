"""A small public output, made up: pages that carry a mark, a style sheet, data, feeds and a sitemap that agree."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

BASE: Final = "https://portal.example/"
FILLER: Final = "<p>全区春播面积比去年同期增加三千二百亩，进度快一成。</p>\n" * 6
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{base}{address}">
<link rel="stylesheet" href="{root}theme/main.css">
</head>
<body id="main">
<h1 id="title">{title}</h1>
<p><a href="{root}data.json">数据</a> <a href="{root}">首页</a> <a href="{root}issues/1/#title">第1期</a></p>
{links}{filler}<p data-mark="{mark}">{mark}</p>
</body>
</html>
"""
_ENTRY: Final = (
    "<item><title>第{n}期</title><link>{base}issues/{n}/</link><guid>{base}issues/{n}/</guid>"
    "<pubDate>Fri, 25 Mar 2005 16:45:00 +0800</pubDate></item>\n"
)
_ATOM_ENTRY: Final = (
    "<entry><id>{base}issues/{n}/</id><title>第{n}期</title><updated>2005-03-25T16:45:00+08:00</updated>"
    '<link href="{base}issues/{n}/"/></entry>\n'
)


def page(address: str, mark: str, links: str = "") -> str:
    """Return a page of the output."""
    root = "../" * address.count("/") or "./"
    return _PAGE.format(
        title=f"页{address}", base=BASE, address=address, root=root, links=links, filler=FILLER, mark=mark
    )


def rss(numbers: range) -> str:
    """Return an RSS feed of issues."""
    entries = "".join(_ENTRY.format(n=n, base=BASE) for n in numbers)
    return (
        f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>普刊</title><link>{BASE}</link>'
        f"<description>说明</description>\n{entries}</channel></rss>\n"
    )


def atom(numbers: range) -> str:
    """Return an Atom feed of issues."""
    entries = "".join(_ATOM_ENTRY.format(n=n, base=BASE) for n in numbers)
    return (
        f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>{BASE}</id><title>普刊</title>'
        f"<updated>2005-03-25T16:45:00+08:00</updated><author><name>办公室</name></author>\n{entries}</feed>\n"
    )


def sitemap(addresses: list[str]) -> str:
    """Return a sitemap."""
    urls = "".join(f"<url><loc>{BASE}{address}</loc></url>\n" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def files(mark: str = "甲", issues: int = 12, steady: int = 0) -> dict[str, str]:
    """Return the files of an output by path.

    Args:
        mark: What every page says, and style sheet and data with it.
        issues: How many pages there are, beside the home page and that of what is missing.
        steady: How many of them say the same whatever the mark, and so do not change.
    """
    numbers = range(1, issues + 1)
    links = "".join(f'<a href="issues/{n}/">{n}</a>\n' for n in numbers)
    made = {
        "index.html": page("", mark, links),
        "404.html": page("", mark).replace('"./', '"/').replace('href="data', 'href="/data'),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n",
        "theme/main.css": f"/* {mark} */\n@font-face {{ src: url('fonts/one.woff2'); }}\n" + "p { margin: 0; }\n" * 40,
        "theme/fonts/one.woff2": "no font",
        "data.json": json.dumps({"mark": mark, "rows": list(range(200))}),
        "feeds/all.rss": rss(numbers),
        "feeds/all.atom": atom(numbers),
        "sitemap.xml": (
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{BASE}sitemap-1.xml</loc></sitemap></sitemapindex>\n"
        ),
        "sitemap-1.xml": sitemap(["", *(f"issues/{n}/" for n in numbers)]),
    }
    for n in numbers:
        made[f"issues/{n}/index.html"] = page(f"issues/{n}/", mark if n > steady else "常")
    return made


def write(root: Path, contents: dict[str, str]) -> Path:
    """Write an output anew and return its folder."""
    shutil.rmtree(root, ignore_errors=True)
    for path, text in contents.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
