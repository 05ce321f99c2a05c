"""What JSON Feed 1.1 asks of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.site.feed_rules.json_document import JsonDocument, Object
from tests.site.feed_rules.rules import (
    Fragment,
    Rules,
    has_controls,
    has_markup,
    is_absolute,
    is_language,
    is_media_type,
    moment,
    twice,
)

VERSION: Final = "https://jsonfeed.org/version/1.1"
_FEED: Final = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon"),
    *("favicon", "author", "authors", "language", "expired", "hubs", "items"),
}
_ITEM: Final = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"),
    *("banner_image", "date_published", "date_modified", "author", "authors", "tags", "language"),
    "attachments",
}
_ATTACHMENT: Final = {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}
_TEXTS: Final = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon"),
    *("language", "id", "url", "external_url", "content_html", "content_text", "summary", "image", "banner_image"),
    *("date_published", "date_modified"),
}
_ADDRESSES: Final = {
    *("home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image"),
}

JSON_RULES: Final = Rules[JsonDocument]("JSON Feed 1.1")
_rule = JSON_RULES.rule


def _name(container: Object) -> str:
    return str(container.get("id", "feed"))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _objects(value: object) -> list[Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


# -- The document -----------------------------------------------------------------------------------------------------


@_rule(
    "json.is-an-object",
    "Structure; RFC 8259, 8.1",
    ('{"version"', '\ufeff{"version"'),
    ('{"version"', '[{"version"'),
    ('"language": "zh-CN"', '"language": "zh-CN", "language": "en"'),
    ('"size_in_bytes": 1024', '"size_in_bytes": NaN'),
)
def _is_an_object(document: JsonDocument) -> Iterator[str]:
    if not document.feed:
        yield "no object, not UTF-8, or a name stands twice in it"


@_rule(
    "json.version",
    "Top-level: version",
    ("/version/1.1", "/version/1"),
    ('"version": "https://jsonfeed.org/version/1.1", ', ""),
)
def _version(document: JsonDocument) -> Iterator[str]:
    if document.feed.get("version") != VERSION:
        yield f"{document.feed.get('version')}"


@_rule("json.title", "Top-level: title", ('"title": "望潮政务信息"', '"title": ""'), ('"title": "望潮政务信息", ', ""))
def _title(document: JsonDocument) -> Iterator[str]:
    if not _is_text(document.feed.get("title")):
        yield f"{document.feed.get('title')}"


@_rule("json.items", "Top-level: items", ('"items": [', '"entries": ['), ('"items": [', '"items": ["甲", '))
def _items(document: JsonDocument) -> Iterator[str]:
    items = document.feed.get("items")
    if not isinstance(items, list) or len(items) != len(document.items):
        yield f"{type(items).__name__}"


@_rule(
    "json.known",
    "Extensions",
    ('"language"', '"lang": "zh", "language"'),
    ('"summary"', '"creator": "甲", "summary"'),
    ('"mime_type"', '"length": 1, "mime_type"'),
    ('"_office": {"about"', '"_office.x": {"about"'),
    ('"_office": {"about"', '"_": {"about"'),
)
def _known(document: JsonDocument) -> Iterator[str]:
    attachments = [one for item in document.items for one in _objects(item.get("attachments"))]
    for objects, known in (([document.feed], _FEED), (document.items, _ITEM), (attachments, _ATTACHMENT)):
        names = {name for one in objects for name in one} - known
        yield from (one for one in names if not one.startswith("_") or len(one) < 2 or "." in one)


@_rule(
    "json.texts",
    "Top-level and Items: types",
    ('"summary": "摘要"', '"summary": null'),
    ('"description": "一句话简介。"', '"description": ["甲"]'),
    ('"title": "政务普刊2004年第8期"', '"title": 8'),
)
def _texts(document: JsonDocument) -> Iterator[str]:
    for one in document.containers:
        yield from (f"{_name(one)}: {name}" for name in _TEXTS & one.keys() if not isinstance(one[name], str))


@_rule(
    "json.controls",
    "RFC 8259, 7",
    ('"title": "望潮', '"title": "\\u0008望潮'),
    ('"summary": "摘要', '"summary": "\\ud800摘要'),
)
def _controls(document: JsonDocument) -> Iterator[str]:
    for text in _strings(document.feed):
        if has_controls(text) or any("\ud800" <= one <= "\udfff" for one in text):
            yield repr(text)


@_rule(
    "json.addresses",
    "Top-level and Items: urls",
    ('"home_page_url": "https://zwxx.example', '"home_page_url": "'),
    ('"url": "https://zwxx.example/gazette/2004/8/"', '"url": "gazette/2004/8/"'),
    ('"image": "https:', '"image": "'),
)
def _addresses(document: JsonDocument) -> Iterator[str]:
    for one in document.containers:
        yield from (f"{_name(one)}: {name}" for name in _ADDRESSES & one.keys() if not is_absolute(str(one[name])))


@_rule("json.home", "Top-level: home_page_url", ('"home_page_url": "https://zwxx.example/", ', ""))
def _home(document: JsonDocument) -> Iterator[str]:
    if "home_page_url" not in document.feed:
        yield "no home_page_url"


@_rule(
    "json.self",
    "Top-level: feed_url",
    ("feeds/all.json", "feeds/other.json"),
    ('"feed_url": "https://zwxx.example/feeds/all.json", ', ""),
)
def _self(document: JsonDocument) -> Iterator[str]:
    if document.feed.get("feed_url") != document.address:
        yield f"{document.feed.get('feed_url')} instead of {document.address}"


@_rule(
    "json.next",
    "Top-level: next_url",
    ('"next_url": "https://zwxx.example/feeds/all/2004.json"', '"next_url": "https://zwxx.example/feeds/all.json"'),
)
def _next(document: JsonDocument) -> Iterator[str]:
    if "next_url" in document.feed and document.feed["next_url"] == document.feed.get("feed_url"):
        yield "next_url must not be feed_url"


@_rule(
    "json.people",
    "Top-level and Items: authors",
    ('"authors": [{"name": "柳泊镇"}]', '"authors": [{}]'),
    ('"authors": [{"name": "柳泊镇"}]', '"authors": ["柳泊镇"]'),
    ('"authors": [{"name": "柳泊镇"}]', '"authors": [{"name": "柳泊镇"}, {"name": "柳泊镇"}]'),
    ('"authors": [{"name": "柳泊镇"}]', '"author": {"name": "柳泊镇"}'),
    ('"url": "https://zwxx.example/units/liubo/"', '"url": "liubo"'),
)
def _people(document: JsonDocument) -> Iterator[str]:
    for one in document.containers:
        if "author" in one and "authors" not in one:
            yield f"{_name(one)}: author is of version 1"
        authors = one.get("authors", [])
        if not isinstance(authors, list) or len(_objects(authors)) != len(authors):
            yield f"{_name(one)}: {authors}"
        for author in _objects(authors):
            if not any(_is_text(author.get(name)) for name in ("name", "url", "avatar")):
                yield f"{_name(one)}: an author who is nobody"
            yield from (
                str(author[name]) for name in ("url", "avatar") if name in author and not is_absolute(author[name])
            )
        yield from twice((_name(one), author.get("name")) for author in _objects(authors))


@_rule(
    "json.someone-wrote-it",
    "Top-level: authors",
    ('"authors": [{"name": "望潮区人民政府办公室", "url": "https://zwxx.example/units/liubo/"}], ', ""),
)
def _someone_wrote_it(document: JsonDocument) -> Iterator[str]:
    if not document.feed.get("authors"):
        yield from (_name(one) for one in document.items if not one.get("authors"))


@_rule(
    "json.language",
    "Top-level and Items: language",
    ('"language": "zh-CN"', '"language": "中文"'),
    ('"language": "zh-CN", ', ""),
)
def _language(document: JsonDocument) -> Iterator[str]:
    yield from (_name(one) for one in document.items if "language" in one and not is_language(one["language"]))
    if not is_language(document.feed.get("language")):
        yield f"{document.feed.get('language')}"


@_rule("json.expired", "Top-level: expired", ('"expired": false', '"expired": "no"'))
def _expired(document: JsonDocument) -> Iterator[str]:
    if not isinstance(document.feed.get("expired", False), bool):
        yield f"{document.feed['expired']}"


@_rule(
    "json.hubs",
    "Subscribing to Real-time Notifications",
    ('"type": "WebSub", ', ""),
    ('"url": "https://hub.example/"', '"url": "hub"'),
)
def _hubs(document: JsonDocument) -> Iterator[str]:
    for one in _objects(document.feed.get("hubs", [])):
        if not _is_text(one.get("type")) or not is_absolute(one.get("url")):
            yield f"{one}"


# -- Items ------------------------------------------------------------------------------------------------------------


@_rule(
    "json.id",
    "Items: id",
    ('"id": "tag:zwxx.example,2004:gazette/2004/8"', '"id": 8'),
    ('"id": "tag:zwxx.example,2004:gazette/2004/8"', '"id": ""'),
    ('"id": "tag:zwxx.example,2004:gazette/2004/8", ', ""),
)
def _id(document: JsonDocument) -> Iterator[str]:
    yield from (f"{one.get('id')}" for one in document.items if not _is_text(one.get("id")))


@_rule("json.ids-differ", "Items: id", ("2004:gazette/2004/8", "2004:gazette/2004/7"))
def _ids_differ(document: JsonDocument) -> Iterator[str]:
    yield from twice(str(one.get("id")) for one in document.items)


@_rule("json.item-address", "Items: url", ('"url": "https://zwxx.example/gazette/2004/8/", ', ""))
def _item_address(document: JsonDocument) -> Iterator[str]:
    yield from (_name(one) for one in document.items if "url" not in one)


@_rule(
    "json.content",
    "Items: content_html and content_text",
    ('"content_text": "正文。"', '"content_text": ""'),
    ('"content_text": "正文。", ', ""),
)
def _content(document: JsonDocument) -> Iterator[str]:
    for one in document.items:
        if not any(_is_text(one.get(name)) for name in ("content_html", "content_text")):
            yield _name(one)


@_rule(
    "json.html",
    "Items: content_html",
    ("<p>见", "<p><b>见"),
    ("<p>见", "<script>1</script><p>见"),
    ('href=\\"https://zwxx.example/a/\\"', 'href=\\"/a/\\"'),
)
def _html(document: JsonDocument) -> Iterator[str]:
    for one in document.items:
        fragment = Fragment(str(one.get("content_html", "")))
        yield from (f"{_name(one)}: {fault}" for fault in (*fragment.faults, *fragment.relative))


@_rule(
    "json.titles-are-text",
    "Items: title; Top-level: title",
    ('"title": "政务普刊2004年第8期"', '"title": "政务普刊&nbsp;8"'),
    ('"summary": "摘要"', '"summary": "<p>摘要</p>"'),
    ('"title": "望潮政务信息"', '"title": "<b>望潮</b>"'),
)
def _titles_are_text(document: JsonDocument) -> Iterator[str]:
    for one in document.containers:
        yield from (
            f"{_name(one)}: {name}"
            for name in ("title", "summary", "description")
            if has_markup(str(one.get(name, "")))
        )


@_rule(
    "json.dates",
    "Items: date_published and date_modified",
    ('"date_published": "2004-11-20T12:00:00+08:00"', '"date_published": "2004-11-20"'),
    ('"date_published": "2004-11-20T12:00:00+08:00", ', ""),
    ('"date_modified": "2005-03-08T00:00:00+08:00"', '"date_modified": "2003-03-08T00:00:00+08:00"'),
)
def _dates(document: JsonDocument) -> Iterator[str]:
    for one in document.items:
        published = moment(one.get("date_published"))
        modified = moment(one.get("date_modified", one.get("date_published")))
        if published is None or modified is None or modified < published:
            yield f"{_name(one)}: {one.get('date_published')} {one.get('date_modified')}"


@_rule(
    "json.tags",
    "Items: tags",
    ('"tags": ["普发信息"]', '"tags": "普发信息"'),
    ('"tags": ["普发信息"]', '"tags": [""]'),
    ('"tags": ["普发信息"]', '"tags": ["普发信息", "普发信息"]'),
)
def _tags(document: JsonDocument) -> Iterator[str]:
    for one in document.items:
        tags = one.get("tags", [])
        if not isinstance(tags, list) or not all(_is_text(tag) for tag in tags) or twice(tags):
            yield f"{_name(one)}: {tags}"


@_rule(
    "json.attachments",
    "Items: attachments",
    ('"mime_type": "text/csv"', '"mime_type": "csv"'),
    ('"mime_type": "text/csv", ', ""),
    ('"size_in_bytes": 1024', '"size_in_bytes": "1024"'),
    ('"size_in_bytes": 1024', '"size_in_bytes": -1'),
    ('"url": "https://zwxx.example/a.csv"', '"url": "a.csv"'),
    ('"duration_in_seconds": 3', '"duration_in_seconds": "3"'),
)
def _attachments(document: JsonDocument) -> Iterator[str]:
    for item in document.items:
        for one in _objects(item.get("attachments", [])):
            size, duration = one.get("size_in_bytes", 0), one.get("duration_in_seconds", 0)
            counted = isinstance(size, int) and not isinstance(size, bool) and size >= 0
            timed = isinstance(duration, int | float) and not isinstance(duration, bool) and duration >= 0
            if not (is_absolute(one.get("url")) and is_media_type(one.get("mime_type")) and counted and timed):
                yield f"{_name(item)}: {one}"


@_rule("json.attachments-have-sizes", "Items: attachments, size_in_bytes", ('"size_in_bytes": 1024, ', ""))
def _attachments_have_sizes(document: JsonDocument) -> Iterator[str]:
    for item in document.items:
        yield from (_name(item) for one in _objects(item.get("attachments", [])) if "size_in_bytes" not in one)


GOOD_JSON: Final = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "望潮政务信息", '
    '"home_page_url": "https://zwxx.example/", '
    '"feed_url": "https://zwxx.example/feeds/all.json", "next_url": "https://zwxx.example/feeds/all/2004.json", '
    '"description": "一句话简介。", "language": "zh-CN", "expired": false, '
    '"authors": [{"name": "望潮区人民政府办公室", "url": "https://zwxx.example/units/liubo/"}], '
    '"hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "_office": {"about": "https://zwxx.example/about/"}, '
    '"items": [{"id": "tag:zwxx.example,2004:gazette/2004/8", "url": "https://zwxx.example/gazette/2004/8/", '
    '"title": "政务普刊2004年第8期", "summary": "摘要", '
    '"content_html": "<p>见<a href=\\"https://zwxx.example/a/\\">甲</a>。</p>", "image": "https://zwxx.example/a.png", '
    '"date_published": "2004-11-20T12:00:00+08:00", "date_modified": "2005-03-08T00:00:00+08:00", '
    '"authors": [{"name": "柳泊镇"}], "tags": ["普发信息"], "attachments": [{"url": "https://zwxx.example/a.csv", '
    '"mime_type": "text/csv", "size_in_bytes": 1024, "duration_in_seconds": 3}]}, '
    '{"id": "tag:zwxx.example,2004:gazette/2004/7", "url": "https://zwxx.example/gazette/2004/7/", '
    '"content_text": "正文。", "date_published": "2004-11-05T12:00:00+08:00"}]}'
)
