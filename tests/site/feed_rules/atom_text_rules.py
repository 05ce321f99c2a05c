"""What RFC 4287 asks of feeds, entries and their texts beyond what RELAX NG can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from tests.site.feed_rules.atom_document import ATOM, LANG, AtomDocument, name_of, schema, text_of
from tests.site.feed_rules.rules import (
    Fragment,
    Rules,
    has_controls,
    has_markup,
    is_absolute,
    is_language,
    is_media_type,
    is_normal,
    moment,
    twice,
)

_TEXTS: Final = {f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "rights")}
_PERSONS: Final = {f"{ATOM}author", f"{ATOM}contributor"}

ATOM_TEXT_RULES: Final = Rules[AtomDocument]("RFC 4287")
_rule = ATOM_TEXT_RULES.rule


def _htmls(document: AtomDocument) -> Iterator[tuple[str, Fragment]]:
    for one in document.feed.iter(*_TEXTS, f"{ATOM}content"):
        if one.get("type") == "html" and one.getparent() is not None:
            yield f"{etree.QName(one).localname} of {name_of(one.getparent())}", Fragment(one.text or "")  # type: ignore[arg-type]


@_rule("atom.schema", "appendix B", ("<updated>2005-03-08T00:00:00+08:00</updated>", ""))
def _schema(document: AtomDocument) -> Iterator[str]:
    if not schema().validate(document.feed):
        yield from (str(one) for one in schema().error_log)


@_rule("atom.encoding", "2", ("encoding='UTF-8'", "encoding='GB18030'"), ("<feed", "<!DOCTYPE feed><feed"))
def _encoding(document: AtomDocument) -> Iterator[str]:
    info = document.feed.getroottree().docinfo
    if info.encoding not in {"UTF-8", "utf-8"}:
        yield f"is in {info.encoding}"
    if info.doctype:
        yield "has a document type"


@_rule("atom.language", "2", (' xml:lang="zh-CN"', ""), ('xml:lang="zh-CN"', 'xml:lang="汉"'))
def _language(document: AtomDocument) -> Iterator[str]:
    if not is_language(document.feed.get(LANG)):
        yield f"xml:lang is {document.feed.get(LANG)}"


@_rule("atom.controls", "2", ("<title>望潮", "<title>\x7f望潮"))
def _controls(document: AtomDocument) -> Iterator[str]:
    yield from (repr(text) for text in map(str, document.feed.itertext()) if has_controls(text))


@_rule("atom.author", "4.1.1 and 4.1.2", ("<author><name>柳泊镇</name></author>", ""))
def _author(document: AtomDocument) -> Iterator[str]:
    # Readers show an entry apart from its feed, so ours name their own; and the feed its, should it be empty.
    yield from (name_of(one) for one in document.containers if one.find(f"{ATOM}author") is None)


@_rule("atom.person", "3.2.1", ("<name>柳泊镇</name>", "<name> </name>"), ("<uri>https:", "<uri>"))
def _person(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(*_PERSONS):
        if not text_of(one, "name").strip():
            yield "a person without a name"
        if one.find(f"{ATOM}uri") is not None and not is_absolute(text_of(one, "uri")):
            yield f"a person at {text_of(one, 'uri')}"


@_rule(
    "atom.persons-once",
    "4.2.1",
    ("<author><name>柳泊镇</name>", 2 * "<author><name>柳泊镇</name></author>" + "<author><name>甲</name>"),
)
def _persons_once(document: AtomDocument) -> Iterator[str]:
    for element in document.containers:
        yield from twice((one.tag, text_of(one, "name")) for one in element if one.tag in _PERSONS)


@_rule(
    "atom.self",
    "4.1.1",
    (
        'rel="self" type="application/atom+xml" href="https://zwxx.example/feeds/all.atom"',
        'rel="via" href="https://zwxx.example/"',
    ),
    ("feeds/all.atom", "feeds/other.atom"),
)
def _self(document: AtomDocument) -> Iterator[str]:
    if document.links("self") != [document.address]:
        yield f"{document.links('self')} instead of {document.address}"


@_rule("atom.one-alternate", "4.1.1 and 4.1.2", ('rel="related" type="text/html"', 'rel="alternate" type="text/html"'))
def _one_alternate(document: AtomDocument) -> Iterator[str]:
    for element in document.containers:
        links = [one for one in element.findall(f"{ATOM}link") if one.get("rel", "alternate") == "alternate"]
        yield from twice((name_of(element), one.get("type"), one.get("hreflang")) for one in links)


@_rule(
    "atom.content-or-alternate",
    "4.1.2",
    ('<link rel="alternate" type="text/html" href="https://zwxx.example/gazette/2004/7/"/>', ""),
)
def _content_or_alternate(document: AtomDocument) -> Iterator[str]:
    for one in document.entries:
        rels = {link.get("rel", "alternate") for link in one.findall(f"{ATOM}link")}
        if "alternate" not in rels:
            yield f"{name_of(one)} leads to no page"


@_rule(
    "atom.summary-of-what-is-elsewhere",
    "4.1.2",
    (
        '<content type="html">&lt;p>正文。&lt;/p></content>',
        '<content type="application/pdf" src="https://zwxx.example/a.pdf"/>',
    ),
)
def _summary_of_what_is_elsewhere(document: AtomDocument) -> Iterator[str]:
    for one in document.entries:
        content = one.find(f"{ATOM}content")
        if content is not None and content.get("src") and one.find(f"{ATOM}summary") is None:
            yield name_of(one)


@_rule(
    "atom.ids-differ",
    "4.1.1",
    ("zwxx.example,2004:gazette/2004/8<", "zwxx.example,2004:gazette/2004/7<"),
    ("zwxx.example,2004:gazette/2004/8<", "zwxx.example,2004:feeds/all<"),
)
def _ids_differ(document: AtomDocument) -> Iterator[str]:
    yield from twice(text_of(one, "id") for one in document.containers)


@_rule(
    "atom.id",
    "4.2.6",
    ("<id>tag:zwxx.example,2004:gazette/2004/8", "<id>gazette/2004/8"),
    ("<id>tag:zwxx.example,2004:gazette/2004/8", "<id> tag:zwxx.example,2004:gazette/2004/8"),
)
def _id(document: AtomDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.containers if not is_absolute(text_of(one, "id")))


@_rule(
    "atom.id-normal",
    "4.2.6.1",
    *(
        ("<id>tag:zwxx.example,2004:gazette/2004/8<", f"<id>{one}<")
        for one in (
            "TAG:zwxx.example,2004:8",
            "tag:Zwxx.example,2004:8",
            "tag:zwxx.example,2004:%7E8",
            "tag:zwxx.example,2004:%e6",
            "http://zwxx.example",
            "http://zwxx.example:80/8",
            "http://zwxx.example/a/../8",
            "http://zwxx.example/8?",
            "http://Zwxx.example/8",
            "https://zwxx.example:443/8",
        )
    ),
)
def _id_normal(document: AtomDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.containers if not is_normal(text_of(one, "id")))


@_rule(
    "atom.dates",
    "3.3",
    ("2004-11-20T12:00:00+08:00", "2004-11-20t12:00:00z"),
    ("2004-11-20T12:00:00+08:00", "2004-11-20T12:00:00"),
)
def _dates(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        if moment(one.text) is None:
            yield f"{one.text}"


@_rule(
    "atom.published-first", "4.2.9", ("<published>2004-11-20T12:00:00+08:00", "<published>2006-11-20T12:00:00+08:00")
)
def _published_first(document: AtomDocument) -> Iterator[str]:
    for one in document.entries:
        published, updated = (moment(text_of(one, name)) for name in ("published", "updated"))
        if published is None or updated is None or published > updated:
            yield name_of(one)


@_rule(
    "atom.feed-updated",
    "4.2.15",
    ("<updated>2005-03-08T00:00:00+08:00</updated><author>", "<updated>2005-03-07T00:00:00+08:00</updated><author>"),
)
def _feed_updated(document: AtomDocument) -> Iterator[str]:
    own = moment(text_of(document.feed, "updated"))
    for one in document.entries:
        updated = moment(text_of(one, "updated"))
        if own is not None and updated is not None and updated > own:
            yield f"{name_of(one)} is newer than its feed"


@_rule(
    "atom.title",
    "4.2.14",
    ("<title>政务普刊2004年第7期</title>", "<title> </title>"),
    ("<title>政务普刊2004年第7期</title>", "<title>政务普刊&lt;b>7&lt;/b></title>"),
)
def _title(document: AtomDocument) -> Iterator[str]:
    for one in document.containers:
        title = one.find(f"{ATOM}title")
        plain = title is not None and title.get("type", "text") == "text"
        if not text_of(one, "title").strip() or (plain and has_markup(text_of(one, "title"))):
            yield f"{name_of(one)}: {text_of(one, 'title')}"


@_rule("atom.text-is-text", "3.1.1.1", ("<summary>摘要</summary>", "<summary>&lt;p>摘要&lt;/p></summary>"))
def _text_is_text(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(*_TEXTS):
        if one.get("type", "text") == "text" and (len(one) or has_markup(one.text)):
            yield f"{one.text}"


@_rule(
    "atom.html-well-formed",
    "3.1.1.2 and 4.1.3.3",
    ("&lt;p>正文", "&lt;p>&lt;b>正文"),
    ("正文。&lt;/p>", "正文。"),
    ("&lt;p>正文", "&lt;script>1&lt;/script>&lt;p>正文"),
    ("正文。&lt;/p>", "正文。&lt;/p>&lt;p title="),
)
def _html_well_formed(document: AtomDocument) -> Iterator[str]:
    for name, fragment in _htmls(document):
        yield from (f"{name}: {one}" for one in fragment.faults)


@_rule(
    "atom.html-absolute",
    "3.1.1.2",
    ("href=&quot;https://zwxx.example/", "href=&quot;/"),
    ("href=&quot;https:", "href=&quot;"),
)
def _html_absolute(document: AtomDocument) -> Iterator[str]:
    for name, fragment in _htmls(document):
        yield from (f"{name}: {one}" for one in fragment.relative)


@_rule(
    "atom.content-type",
    "4.1.3.1",
    ('<content type="html">&lt;p>正文。', '<content type="multipart/mixed">'),
    ('<content type="html">&lt;p>正文。', "<content><p xmlns='urn:x'/>"),
    ('<content type="html">&lt;p>正文。', '<content type="html"><p xmlns="urn:x"/>'),
)
def _content_type(document: AtomDocument) -> Iterator[str]:
    for one in document.feed.iter(f"{ATOM}content"):
        type_ = one.get("type", "text")
        if type_ not in {"text", "html", "xhtml"} and (
            not is_media_type(type_) or type_.startswith(("multipart/", "message/"))
        ):
            yield type_
        if type_ in {"text", "html"} and len(one):
            yield f"elements in {type_}"


@_rule("atom.content-once", "4.1.2", ("<summary>摘要</summary>", "<summary>摘要</summary><content/>"))
def _content_once(document: AtomDocument) -> Iterator[str]:
    for one in document.entries:
        if len(one.findall(f"{ATOM}content")) > 1:
            yield name_of(one)


@_rule("atom.full-text", "4.1.3", ("&lt;p>正文。&lt;/p>", " "))
def _full_text(document: AtomDocument) -> Iterator[str]:
    yield from (name_of(one) for one in document.entries if not text_of(one, "content").strip())


@_rule(
    "atom.category",
    "4.2.2",
    ('term="普发信息"', 'term=""'),
    ('scheme="https://zwxx.example/kinds/"', 'scheme="kinds"'),
    (
        '<category term="普发信息"',
        '<category label="甲" term="普发信息" scheme="https://zwxx.example/kinds/"/><category term="普发信息"',
    ),
)
def _category(document: AtomDocument) -> Iterator[str]:
    for element in document.containers:
        found = [(one.get("term"), one.get("scheme")) for one in element.findall(f"{ATOM}category")]
        yield from (
            f"{name_of(element)}: {term} of {scheme}"
            for term, scheme in found
            if not (term or "").strip() or not (scheme is None or is_absolute(scheme))
        )
        yield from twice((name_of(element), *one) for one in found)
