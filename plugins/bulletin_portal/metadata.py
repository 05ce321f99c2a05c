"""What a page says of itself to machines: the facts of its meta tags and catalogue block, and its linked data.

Meta tags: 《政府网站发展指引》（国办发〔2017〕47号）, annex 网页设计规范 (domain notes 4.2). Linked data: the words
of schema.org as JSON-LD 1.1. Nothing is said here that the page doesn't show, or that isn't its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Final

from markupsafe import Markup

from bulletin.index_numbers import IndexScheme
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure
from bulletin.reference import Site
from bulletin_gate.embargo import Standing
from bulletin_numbering.masthead import full_issue_label
from bulletin_portal.languages import PREFIXES
from bulletin_portal.pages import Page
from bulletin_portal.views import Crumb, IssueCard, IssueView, ItemCard, ItemView, Link, SeriesView

PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg")
_LEVELS: Final = "\\"  # between the two levels of 公文主题分类
_CONTEXT: Final = "https://schema.org"
_CHINESE: Final = '"zh-CN"'  # what issues say, whatever the language of the words around it
_APART: Final = ",\n"  # what may be the same on many pages stands on a line of its own
_ORGANISATION: Final = "GovernmentOrganization"
# What would end a script element, or be no JSON to an old reader of scripts.
_UNSAFE: Final = tuple((one, f"\\u{ord(one):04x}") for one in "<>&\u2028\u2029")

_scheme: Final = lru_cache(4)(IndexScheme.of)


@dataclass(frozen=True, slots=True)
class About:
    """An issue or item in the words of a catalogue of government information, in the order of its block.

    ``theme`` is of 公文主题分类; ``title`` is "" of an issue of several items that has none; ``label`` is the number of
    the issue, in the place of a document's 发文字号; ``image`` the address of a picture within the site, or "".
    """

    index_number: str
    theme: str
    issuer: str
    signed: date
    title: str
    label: str
    published: datetime
    is_out: bool  # else ``published`` only stands for a moment to come
    keywords: tuple[str, ...]
    disclosure: Disclosure
    column: str
    author: str
    image: str


def _theme(items: Iterable[Item]) -> str:
    """Return the class of what an issue holds: that of its items, or of several only their first levels."""
    themes = dict.fromkeys(item.topic.theme for item in items if item.topic and item.topic.theme)
    found = list(themes if len(themes) == 1 else dict.fromkeys(one.partition(_LEVELS)[0] for one in themes))
    return "；".join(found)


def _about(site: Site, issue: Issue, card: IssueCard | ItemCard, one: Item | None) -> About:
    holding, items = card.holding, issue.items if one is None else (one,)
    alone = items[0].title if len(items) == 1 else ""
    pictures = (path for item in items for path in item.media if path.lower().endswith(PICTURES))
    if issue.number is None or issue.published is None:
        raise ValueError(issue.path)
    series = issue.series
    return About(
        index_number=_scheme(site).number_of(issue, one),
        theme=_theme(items),
        issuer=series.issuer,
        signed=issue.signed,
        title=issue.title or alone if one is None else alone,
        label=full_issue_label(issue),
        published=issue.published,
        is_out=holding is None or holding.standing is Standing.OUT,
        keywords=tuple(dict.fromkeys(item.topic.name for item in items if item.topic)),
        disclosure=holding.disclosure if holding else Disclosure.PUBLIC,
        column=series.title_on(issue.signed),
        author=issue.editor,
        image=next(pictures, ""),
    )


def about_issue(site: Site, issue: Issue, card: IssueCard) -> About:
    """Return what an issue says of itself; raise ValueError for a draft without number or moment."""
    return _about(site, issue, card, None)


def about_item(site: Site, issue: Issue, item: Item, card: ItemCard) -> About:
    """Return what an item that has a page of its own says of itself; raise ValueError as ``about_issue`` does."""
    return _about(site, issue, card, item)


@lru_cache(1024)
def _quoted(text: str) -> str:
    return encode_basestring(text)


def _node(kind: str, **fields: str) -> str:
    """Return an object of JSON whose fields are JSON already; empty ones are left out.

    Written so, the linked data of a page costs a fifth of what json.dumps asks for it.
    """
    given = "".join([f',"{name}":{value}' for name, value in fields.items() if value])
    return f'{{"@type":"{kind}"{given}}}'


def _tall(kind: str, **fields: str) -> str:
    """Return an object likewise, a line for each field."""
    given = "".join([f'{_APART}"{name}":{value}' for name, value in fields.items() if value])
    return f'{{"@type":"{kind}"{given}}}'


def _list(nodes: Iterable[str], between: str = ",") -> str:
    """Return a list of JSON; "" for an empty one, which is left out."""
    joined = between.join(nodes)
    return f"[{between[1:]}{joined}]" if joined else ""


def _said(text: str) -> str:
    """Return a text as JSON; "" for an empty one, which is left out."""
    return encode_basestring(text) if text else ""


@lru_cache(1024)
def _organisation(name: str, address: str = "", kind: str = _ORGANISATION) -> str:
    return _node(kind, name=_quoted(name), url=_said(address))


@lru_cache(1024)
def _periodical(address: str, name: str) -> str:
    return _node("Periodical", name=_quoted(name), url=_quoted(address))


def _identifier(about: About) -> str:
    return _tall("PropertyValue", propertyID='"索引号"', value=encode_basestring(about.index_number))


def _moment(moment: datetime) -> str:
    return f'"{moment.isoformat(timespec="minutes")}"'


def _changed(page: Page, about: About) -> str:
    """Return when readers last had reason to look again; "" where that isn't later than publication."""
    changed = page.changed
    return "" if changed is None or changed <= about.published.date() else f'"{changed.isoformat()}"'


def _article(site: Site, card: ItemCard, issuer: str, **more: str) -> str:
    authors = [_organisation(unit.name, site.url + unit.address, "Organization") for unit in card.units]
    return _tall(
        "Article",
        headline=encode_basestring(card.title),
        url=encode_basestring(site.url + card.address),
        description=_said(card.summary),
        inLanguage=_CHINESE,
        datePublished=_moment(card.published),
        author=_list(authors or [_organisation(issuer)]),
        publisher=_organisation(issuer),
        articleSection=_quoted(card.topic.name) if card.topic else "",
        **more,
    )


def _issue(site: Site, page: Page) -> str:
    """Return the linked data of an issue's page; of a single item the page is also that item's."""
    shown: IssueView = page.inputs["issue"]  # type: ignore[assignment]
    about: About = page.inputs["about"]  # type: ignore[assignment]
    card, items = shown.card, [one.card for one in shown.items]
    if len(items) == 1:
        parts = [_article(site, items[0], about.issuer)]
    else:
        parts = [
            _node("Article", headline=encode_basestring(one.title), url=encode_basestring(site.url + one.address))
            for one in items
        ]
    return _tall(
        "PublicationIssue",
        name=encode_basestring(page.title),
        issueNumber=encode_basestring(card.number_label),
        url=encode_basestring(site.url + card.address),
        inLanguage=_CHINESE,
        datePublished=_moment(about.published),
        dateModified=_changed(page, about),
        identifier=_identifier(about),
        publisher=_organisation(about.issuer),
        isPartOf=_periodical(site.url + card.series.address, card.series.name),
        hasPart=_list(parts, _APART),
    )


def _item(site: Site, page: Page) -> str:
    """Return the linked data of an item's page."""
    shown: ItemView = page.inputs["item"]  # type: ignore[assignment]
    issue: IssueCard = page.inputs["issue"]  # type: ignore[assignment]
    about: About = page.inputs["about"]  # type: ignore[assignment]
    return _article(
        site,
        shown.card,
        about.issuer,
        dateModified=_changed(page, about),
        identifier=_identifier(about),
        image=_said(about.image and site.url + about.image),
        isPartOf=_node(
            "PublicationIssue",
            name=_quoted(shown.card.issue.name),
            issueNumber=_quoted(issue.number_label),
            url=_quoted(site.url + issue.address),
            isPartOf=_periodical(site.url + issue.series.address, issue.series.name),
        ),
    )


def _series(site: Site, page: Page) -> str:
    """Return the linked data of a series' page."""
    series: SeriesView = page.inputs["series"]  # type: ignore[assignment]
    others = dict.fromkeys(one.name for one in series.titles if one.name != series.title)
    return _node(
        "Periodical",
        name=_quoted(series.title),
        alternateName=_list(map(_quoted, others)),
        url=_quoted(site.url + series.address),
        description=_said(series.summary),
        inLanguage=_CHINESE,
        publisher=_organisation(series.issuer),
    )


def _home(site: Site, _page: Page) -> str:
    """Return the linked data of the home page: the site and who answers for it."""
    return _node(
        "WebSite",
        name=_quoted(site.name),
        alternateName=_said(site.short_name),
        url=_quoted(site.url),
        description=_said(site.description),
        inLanguage=_CHINESE,
        publisher=_node(
            _ORGANISATION,
            name=_quoted(site.organiser),
            address=_said(site.address),
            telephone=_said(site.phone),
            email=_said(site.email),
        ),
    )


def _data(site: Site, page: Page) -> str:
    """Return the linked data of the page of open data: whose they are, how they may be used, where the files stand."""
    licence: Link | None = page.inputs["licence"]  # type: ignore[assignment]
    years: tuple[tuple[int, tuple[str, ...]], ...] = page.inputs["years"]  # type: ignore[assignment]
    files = (page.inputs["whole"], *(path for _, paths in years for path in paths))
    spans = (years[-1][0], years[0][0]) if years else ()
    return _node(
        "Dataset",
        name=encode_basestring(f"{site.name} {page.title}"),
        description=encode_basestring(str(page.inputs["terms"])),
        url=encode_basestring(site.url + page.address),
        inLanguage=_CHINESE,
        license=_said(licence.address or licence.name) if licence else "",
        creator=_organisation(site.organiser),
        temporalCoverage=f'"{"/".join(str(one) for one in dict.fromkeys(spans))}"' if spans else "",
        distribution=_list(
            _node(
                "DataDownload",
                contentUrl=encode_basestring(f"{site.url}{path}"),
                encodingFormat='"application/json"' if str(path).endswith(".json") else '"text/csv"',
            )
            for path in files
        ),
    )


_KINDS: Final[Mapping[str, Callable[[Site, Page], str]]] = {
    "home.html": _home,
    "data.html": _data,
    "series.html": _series,
    "issue.html": _issue,
    "item.html": _item,
}


@lru_cache(1024)
def _steps(base: str, crumbs: tuple[Crumb, ...]) -> str:
    """Return the steps of a trail before the page itself: those of one issue's items are the same."""
    return "".join(
        _node("ListItem", position=str(at), name=_quoted(one.name), item=_quoted(base + one.address)) + _APART
        for at, one in enumerate(crumbs, 1)
    )


def _trail(site: Site, page: Page) -> str:
    """Return the way to a page from the home page, as its breadcrumbs show it; the home page has none."""
    if not page.crumbs:
        return ""
    name, address = encode_basestring(page.step), encode_basestring(site.url + page.address)
    here = _node("ListItem", position=str(len(page.crumbs) + 1), name=name, item=address)
    steps = _steps(site.url + PREFIXES[page.language], page.crumbs)
    return _node("BreadcrumbList", itemListElement=f"[\n{steps}{here}]")


def linked_data(site: Site, page: Page) -> Markup:
    """Return a page's linked data as the content of a script element; "" for a page that has none to give.

    It is JSON that may stand in a page as it is: no sign is left in it that could end the element.
    """
    own = _KINDS.get(page.template)
    nodes = _list(filter(None, (own(site, page) if own else "", _trail(site, page))), _APART)
    text = f'{{"@context":"{_CONTEXT}","@graph":{nodes}}}' if nodes else ""
    for sign, escaped in _UNSAFE:
        if sign in text:
            text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 (likewise)
