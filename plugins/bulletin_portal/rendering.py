"""Render a page of the plan: the Jinja environment's filters and globals, and the frame every template gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from bulletin.dates import date_en, date_zh, minute
from bulletin.kinds import Edition, Language
from bulletin.reference import Site
from bulletin_portal import addresses
from bulletin_portal.front_pages import MISSING
from bulletin_portal.languages import PREFIXES, alternates, versions, without_language
from bulletin_portal.metadata import linked_data
from bulletin_portal.pages import Page
from bulletin_portal.picture_sizes import first_at_once, responsive
from bulletin_portal.qr_codes import QrCodes
from bulletin_portal.quickening import as_it_is, in_full, quicken
from bulletin_portal.views import FeedLink, Link
from bulletin_portal.words import DISCLOSURES, GROUNDS, KINDS, REVIEW_STEPS, STANDINGS, STATUSES
from bulletin_source.han import LOCAL
from bulletin_source.links import MEDIA


@dataclass(frozen=True, slots=True)
class Head:
    """A page as its template sees it; its address is relative to where the pages of its language begin."""

    address: str
    title: str
    step: str  # its name at the end of its trail
    description: str
    column: str
    canonical: str
    permanent: str  # of what the page shows, whatever the language of the words around it


def localised(body: str, root: str, files: str = "") -> Markup:
    """Return a body with its local addresses made right for a page; the one place where stored HTML is trusted.

    Pages begin at ``root``, files at ``files`` if that is another place: they stand there once for all languages.
    """
    if LOCAL not in body:
        return Markup(body)  # noqa: S704 (sanitised by nh3 when it was read)
    if "<img " in body:
        body = responsive(body, files or root)
    if files and files != root:
        body = body.replace(f' href="{LOCAL}{MEDIA}', f' href="{files}{MEDIA}').replace(
            f' src="{LOCAL}', f' src="{files}'
        )
    return Markup(body.replace(f' src="{LOCAL}', f' src="{root}').replace(f' href="{LOCAL}', f' href="{root}'))  # noqa: S704


_DAYS: Final = 1024  # whose names are kept; those of a page and its neighbours are few
# A sanitised body holds "<" nowhere but at its tags.
_ABROAD: Final = re.compile(r'<a (?=[^<>]*\bhref="https?:)')


def unreferred(body: str, root: str, files: str = "") -> Markup:
    """Return a body as ``localised`` does, whose links to other sites don't say where their reader comes from."""
    text = localised(body, root, files)
    if "http" not in text:
        return text
    return Markup(_ABROAD.sub('<a rel="noreferrer noopener" ', str(text)))  # noqa: S704 (likewise)


def site_root(site: Site) -> str:
    """Return the path part of the site's address, ``/`` or ``/sub/path/``."""
    return "/" + site.url.split("/", 3)[3]


Navigation = tuple[tuple[Link, ...], tuple[FeedLink, ...], tuple[Link, ...]]  # to series, feeds and pages


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a site in a language: its words, its navigation, its edition."""

    site: Site
    edition: Edition
    language: Language
    translations: NullTranslations
    series_nav: tuple[Link, ...]
    feeds_nav: tuple[FeedLink, ...]
    pages_nav: tuple[Link, ...]
    drafts: bool = False  # drafts are shown too, to their editors

    @property
    def navigation(self) -> Navigation:
        """Return all links that stand on every page."""
        return self.series_nav, self.feeds_nav, self.pages_nav


_TAGS: Final = {one: Markup(f' lang="{one}"') for one in Language}  # noqa: S704 (of the list)
_SIGN: Final = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN: Final = re.compile(_SIGN)
# From the first Chinese sign to the last before a Latin letter, with the punctuation around them.
_RUN: Final = re.compile(
    rf"[\u3000-\u303f\uff01-\uff5e“‘]*{_SIGN}(?:[^A-Za-z]*{_SIGN})?[\u3000-\u303f\uff01-\uff5e”’]*"
)


def _tongue(text: str) -> str:
    """Return the attribute that says of an element that it holds Chinese; "" where the text has none."""
    return _TAGS[Language.CHINESE] if _HAN.search(text) else ""


def _han(text: str) -> str:
    """Return a text within one of another language, marked as Chinese where it is."""
    if not _HAN.search(text):
        return text
    return Markup(_RUN.sub(rf"<span{_TAGS[Language.CHINESE]}>\g<0></span>", str(escape(text))))  # noqa: S704 (escaped)


def prepare(env: Environment, frame: Frame) -> None:
    """Give an environment the filters, translations and globals that templates rely on."""
    translate: Callable[[str], str] = frame.translations.gettext
    quicken(env, frame.translations)
    is_chinese = frame.language is Language.CHINESE
    dates = date_zh if is_chinese else date_en
    kinds = {kind: translate(name) for kind, name in KINDS.items()}
    statuses = {status: translate(name) for status, name in STATUSES.items()}
    steps = {step: translate(name) for step, name in REVIEW_STEPS.items()}
    disclosures = {one: translate(name) for one, name in DISCLOSURES.items()}
    standings = {one: translate(name) for one, name in STANDINGS.items()}
    grounds = {one: translate(name) for one, name in GROUNDS.items()}

    def percent(share: float) -> str:
        return f"{share * 100:.1f}%"

    def signed(thousandths: int) -> str:
        # Three places, so that what stands on a page adds up.
        return f"{thousandths / 1000:+.3f}".replace("-", "−") if thousandths else "0.000"

    def iso(moment: date | datetime) -> str:
        return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()

    day_name = lru_cache(_DAYS)(dates)
    env.filters.update(
        qr_code=QrCodes().drawing,
        date=lambda moment: day_name(moment.date() if isinstance(moment, datetime) else moment),
        datetime=minute,
        iso=iso,
        han=as_it_is if is_chinese else _han,
        tongue=(lambda _text: "") if is_chinese else _tongue,
        at=localised if frame.edition is Edition.PUBLIC else unreferred,
        percent=percent,
        signed=signed,
        kind_name=kinds.__getitem__,
        status_name=statuses.__getitem__,
        step_name=steps.__getitem__,
        disclosure_name=disclosures.__getitem__,
        standing_name=standings.__getitem__,
        ground_name=grounds.__getitem__,
    )
    env.globals.update(
        site=frame.site,
        edition=frame.edition.value,
        language=frame.language.value,
        versions=versions(frame.site.languages),
        alternates=alternates(frame.site.languages),
        # Beside what issues and reference data say, which is Chinese in every language.
        zh="" if is_chinese else _TAGS[Language.CHINESE],
        series_nav=frame.series_nav,
        feeds_nav=frame.feeds_nav,
        pages_nav=frame.pages_nav,
        drafts=frame.drafts,
    )


GetTemplate = Callable[[str], Template]


class Renderer:
    """Pages to bytes, by the templates of one theme; ``others`` are the same templates in further languages."""

    def __init__(
        self, get_template: GetTemplate, site: Site, others: Mapping[Language, GetTemplate] | None = None
    ) -> None:
        self._get_template = {Language.CHINESE: get_template, **(others or {})}
        self._templates: dict[Language, dict[str, Template]] = {one: {} for one in self._get_template}
        self._whole: dict[Language, Environment] = {}
        self._site = site

    def render(self, page: Page) -> bytes:
        """Return a page's HTML as UTF-8; raise a Jinja error where a template is wrong."""
        language = page.language
        template = self._templates[language].get(page.template)
        if template is None:
            template = self._templates[language][page.template] = self._get_template[language](page.template)
        address = without_language(page.address, language)
        root = site_root(self._site) if address == MISSING else addresses.root_of(address)
        own, site = self._site.url + page.address, self._site.url
        head = Head(address, page.title, page.step, page.description, page.column, own, site + address)
        shown = {**page.inputs, "root": root, "page": head, "crumbs": page.crumbs, "feeds": page.feeds}
        shown["linked"] = linked_data(self._site, page)
        shown["files"] = addresses.root_of(page.address) if PREFIXES[language] else root
        try:
            return first_at_once(template.render(shown)).encode()
        except AttributeError:  # the entry of a mapping, or a fault to be told as Jinja does
            return first_at_once(self._in_full(language, template).render(shown)).encode()

    def _in_full(self, language: Language, template: Template) -> Template:
        if language not in self._whole:
            self._whole[language] = in_full(template.environment)
        return self._whole[language].get_template(template.name or "")


def dressed(env: Environment, frames: Sequence[Frame]) -> Renderer:
    """Return what renders pages in all languages, one frame each: the first by ``env`` itself."""
    others = {}
    for frame in frames[1:]:
        # Templates work out what stands around pages when they are first imported: each language has its own.
        other = env.overlay()
        other.globals, other.filters = dict(env.globals), dict(env.filters)
        prepare(other, frame)
        other.auto_reload = env.auto_reload
        others[frame.language] = other.get_template
    prepare(env, frames[0])
    return Renderer(env.get_template, frames[0].site, others)
