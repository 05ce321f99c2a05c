"""Feeds keep the rules of their formats: each is applied to every feed document, and shown to be able to fail."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import unquote

import feedparser
import pytest
from lxml import etree

from tests.site.feed_rules.atom_document import ATOM, AtomDocument, schema
from tests.site.feed_rules.atom_rules import ATOM_RULES, GOOD_ATOM, SCHEMA_ACCEPTS, SCHEMA_REFUSES
from tests.site.feed_rules.documents import FORMS, Documents
from tests.site.feed_rules.history_rules import GOOD_HISTORY, HISTORY_RULES, history_in, is_archive
from tests.site.feed_rules.json_document import JsonDocument
from tests.site.feed_rules.json_rules import GOOD_JSON, JSON_RULES
from tests.site.feed_rules.opml_rules import GOOD_OPML, OPML_RULES, OpmlDocument
from tests.site.feed_rules.rss_document import RssDocument
from tests.site.feed_rules.rss_rules import GOOD_RSS, RSS_RULES
from tests.site.feed_rules.rules import Rule, Rules
from tests.site.output import Site
from tests.site.source import Source

_DATES: Final = (f"{ATOM}updated", f"{ATOM}published")
_AT: Final = "https://zwxx.example/feeds/all"


def _encoded(text: str) -> bytes:
    return text.encode("gb18030" if "GB18030" in text else "utf-8")


Sample = tuple[Rules[Any], str, Callable[[str], Any]]
_FORMATS: Final[dict[str, Sample]] = {
    "atom": (ATOM_RULES, GOOD_ATOM, lambda text: AtomDocument(_encoded(text), f"{_AT}.atom")),
    "rss": (RSS_RULES, GOOD_RSS, lambda text: RssDocument(_encoded(text), f"{_AT}.rss")),
    "json": (JSON_RULES, GOOD_JSON, lambda text: JsonDocument(text.encode(), f"{_AT}.json")),
    "opml": (OPML_RULES, GOOD_OPML, lambda text: OpmlDocument(_encoded(text), f"{_AT}.opml")),
    "history": (HISTORY_RULES, GOOD_HISTORY, history_in),
}
_RULES: Final = [
    pytest.param(format_, rule, id=rule.id) for format_, (rules, _, _) in _FORMATS.items() for rule in rules.all
]


# -- The rules themselves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", _FORMATS)
def test_the_good_sample_keeps_every_rule(format_: str) -> None:
    """A document that is as its format wants it breaks no rule."""
    rules, good, read = _FORMATS[format_]
    assert rules.broken(read(good)) == []


@pytest.mark.parametrize(("format_", "rule"), _RULES)
def test_each_rule_can_fail(format_: str, rule: Rule[Any]) -> None:
    """Each way to break a rule, made in the good sample, is seen by that rule."""
    _, good, read = _FORMATS[format_]
    assert rule.spoiled
    for old, new in rule.spoiled:
        assert old in good
        assert list(rule.check(read(good.replace(old, new)))), (old, new)


def _valid(text: str) -> bool:
    return schema().validate(etree.fromstring(text.encode()))


@pytest.mark.parametrize(("old", "new"), SCHEMA_REFUSES.values(), ids=SCHEMA_REFUSES)
def test_the_schema_refuses(old: str, new: str) -> None:
    """What RFC 4287, RFC 6721 and RFC 5005 don't allow is refused by the schema alone."""
    assert old in GOOD_ATOM
    assert not _valid(
        GOOD_ATOM.replace(old, new, 1).replace("</feed>", "</channel>" if "<channel" in new else "</feed>")
    )


@pytest.mark.parametrize(("old", "new"), SCHEMA_ACCEPTS.values(), ids=SCHEMA_ACCEPTS)
def test_the_schema_accepts(old: str, new: str) -> None:
    """What they allow is accepted."""
    assert old in GOOD_ATOM
    assert _valid(GOOD_ATOM.replace(old, new, 1))


# -- The feeds of the sample site -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_edition(built: dict[str, Site]) -> dict[str, Documents]:
    """Return the feed documents of both editions."""
    return {edition: Documents.of(site.files, site.url) for edition, site in built.items()}


@pytest.fixture
def documents(by_edition: dict[str, Documents], edition: str) -> Documents:
    """Return the feed documents of an edition."""
    return by_edition[edition]


def test_every_document_keeps_every_rule(documents: Documents) -> None:
    """No feed document breaks a rule of its format."""
    assert documents.atom
    assert documents.rss
    assert documents.broken() == []


def _names(documents: Documents, url: str) -> dict[str, set[str]]:
    """Return the forms of each feed by its address without its ending, archives among them."""
    found: dict[str, set[str]] = {}
    for form in FORMS:
        for at in getattr(documents, form):
            found.setdefault(_stem(at, url), set()).add(form)
    return found


def _stem(at: str, url: str) -> str:
    return at.removeprefix(url).rpartition(".")[0]


def test_every_feed_has_every_form(documents: Documents, site: Site) -> None:
    """Each feed there is stands in all forms, under one name, and each archive in Atom alone."""
    names = _names(documents, site.url)
    archives = {_stem(at, site.url) for at, one in documents.atom.items() if is_archive(one)}
    assert {"feeds/all", "feeds/problems", "feeds/gazette"} <= names.keys() - archives
    assert "feeds/all/2004" in archives
    expected = {name: {"atom"} if name in archives else set(FORMS) for name in names}
    assert names == expected


def test_every_form_leads_to_the_same_archive(documents: Documents) -> None:
    """The closed past is told in Atom alone; RSS and JSON lead to it as the Atom of the same name does."""
    for at, rss in documents.rss.items():
        stem = at.removesuffix(".rss")
        before = documents.atom[f"{stem}.atom"].links("prev-archive")
        told = documents.json[f"{stem}.json"].feed
        assert "next_url" not in told, "it leads to a JSON Feed"
        assert [one["url"] for one in [told.get("_archive")] if one] == before
        links = [one for one in rss.channel.iterfind(f"{ATOM}link") if one.get("rel") == "prev-archive"]
        assert [one.get("href") for one in links] == before
        assert {one.get("type") for one in links} <= {"application/atom+xml"}
        assert all(is_archive(documents.atom[one]) for one in before)


@dataclass(frozen=True)
class Entry:
    """What an entry says in any form."""

    title: str
    html: str
    link: str
    published: datetime
    authors: tuple[str, ...]
    tags: frozenset[str]
    enclosures: frozenset[tuple[str, str, int]]  # address, media type, octets


def _from_atom(document: AtomDocument) -> Iterator[tuple[str, Entry]]:
    for one in feedparser.parse(document.data, sanitize_html=False, resolve_relative_uris=False).entries:
        yield one.id, _from_feedparser(one, datetime.fromisoformat(one.published))


def _from_rss(document: RssDocument) -> Iterator[tuple[str, Entry]]:
    for one in feedparser.parse(document.data, sanitize_html=False, resolve_relative_uris=False).entries:
        yield one.id, _from_feedparser(one, parsedate_to_datetime(one.published))


def _from_feedparser(one: Any, published: datetime) -> Entry:  # noqa: ANN401 (feedparser ships no types)
    return Entry(
        one.title,
        one.content[0].value.strip(),
        one.link,
        published,
        tuple(author.name for author in one.authors),
        frozenset(tag.label or tag.term for tag in one.get("tags", ())),
        frozenset((link.href, link.type, int(link.length)) for link in one.enclosures),
    )


def _from_json(document: JsonDocument) -> Iterator[tuple[str, Entry]]:
    for one in document.items:
        attachments = one.get("attachments", ())
        yield (
            one["id"],
            Entry(
                one["title"],
                one["content_html"].strip(),
                one["url"],
                datetime.fromisoformat(one["date_published"]),
                tuple(author["name"] for author in one["authors"]),
                frozenset(one.get("tags", ())),
                frozenset((file["url"], file["mime_type"], file["size_in_bytes"]) for file in attachments),
            ),
        )


def test_forms_tell_the_same(documents: Documents) -> None:
    """A feed reader gets the same entries from every form, in one order; an item of RSS has one enclosure at most."""
    for at, atom in documents.atom.items():
        if is_archive(atom):
            continue
        stem = at.rpartition(".")[0]
        told = list(_from_atom(atom))
        assert list(_from_json(documents.json[f"{stem}.json"])) == told, at
        rss = list(_from_rss(documents.rss[f"{stem}.rss"]))
        assert [(id_, replace(one, enclosures=frozenset())) for id_, one in rss] == [
            (id_, replace(one, enclosures=frozenset())) for id_, one in told
        ], at
        for (_, one), (_, whole) in zip(rss, told, strict=True):
            assert one.enclosures <= whole.enclosures
            assert bool(one.enclosures) == bool(whole.enclosures)


def test_enclosures_are_files_of_the_site(documents: Documents, site: Site) -> None:
    """What is enclosed stands where it is said to, with as many octets, and is of the type that its name tells."""
    found = {
        one for document in documents.atom.values() for _, entry in _from_atom(document) for one in entry.enclosures
    }
    assert found
    for address, media_type, size in found:
        path = unquote(site.path_of(address))
        assert len(site.files[path]) == size, path
        assert mimetypes.guess_type(path)[0] == media_type, path


def test_dates_are_of_china(documents: Documents) -> None:
    """Every date says +08:00."""
    atom = [one.text or "" for document in documents.atom.values() for one in document.feed.iter(*_DATES)]
    json = [item[name] for one in documents.json.values() for item in one.items for name in item if "date" in name]
    rss = [
        one.text or "" for document in documents.rss.values() for one in document.root.iter("pubDate", "lastBuildDate")
    ]
    assert [one for one in (*atom, *json) if not one.endswith("+08:00")] == []
    assert [one for one in rss if not one.endswith(" +0800")] == []


def test_whoever_begins_to_follow_gets_everything(
    documents: Documents, source: Source, site: Site, edition: str
) -> None:
    """From the feed of everything back through its archives, every issue and withdrawal is told."""
    (history,) = (one for one in documents.histories() if one.address == f"{site.url}feeds/all.atom")
    expected = set()
    for one in source.shown(edition):
        tag = f"tag:{source.site['feed_authority']}:{one.issue.address.rstrip('/')}"
        withdrawn = one.issue.fields.get("withdrawn")
        expected.add(f"{tag}#withdrawal-{withdrawn['date']}" if withdrawn else tag)
    assert {id_ for id_ in history.ids() if "#correction" not in id_} == expected
    assert {one.address for one in history.archives} <= documents.atom.keys()


def test_no_archive_stands_alone(documents: Documents) -> None:
    """Every archive is found from the feed it belongs to, and from no other."""
    found = [one.address for history in documents.histories() for one in history.archives]
    assert sorted(found) == sorted(at for at, one in documents.atom.items() if is_archive(one))


def test_the_list_of_subscriptions_is_whole(documents: Documents, site: Site) -> None:
    """The OPML list names every feed that people can follow, once, and no archive."""
    assert documents.opml
    feeds = {one.address.rpartition(".")[0] for one in documents.histories()}
    for document in documents.opml.values():
        listed = [str(one.get("xmlUrl")) for one in document.feeds]
        assert [one for one in listed if not site.has(site.path_of(one))] == []
        assert {one.rpartition(".")[0] for one in listed} == feeds
        pages = [str(one.get("htmlUrl")) for one in document.feeds if one.get("htmlUrl")]
        assert [one for one in pages if not site.has(site.path_of(one))] == []
