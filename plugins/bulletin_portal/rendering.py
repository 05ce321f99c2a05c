"""Render a page of the plan: the Jinja environment's filters and globals, and the frame every template gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from jinja2 import Environment, Template
from markupsafe import Markup

from bulletin.dates import date_en, date_zh, minute
from bulletin.kinds import Edition
from bulletin.reference import Site
from bulletin_portal import addresses
from bulletin_portal.front_pages import MISSING
from bulletin_portal.pages import Page
from bulletin_portal.quickening import in_full, quicken
from bulletin_portal.views import Link
from bulletin_portal.words import DISCLOSURES, GROUNDS, KINDS, REVIEW_STEPS, STANDINGS, STATUSES
from bulletin_source.han import LOCAL


@dataclass(frozen=True, slots=True)
class Head:
    """A page as its template sees it."""

    address: str
    title: str
    description: str
    column: str
    canonical: str


def localised(body: str, root: str) -> Markup:
    """Return a body with its local addresses made right for a page; the one place where stored HTML is trusted."""
    if LOCAL not in body:
        return Markup(body)  # noqa: S704 (sanitised by nh3 when it was read)
    return Markup(body.replace(f' src="{LOCAL}', f' src="{root}').replace(f' href="{LOCAL}', f' href="{root}'))  # noqa: S704


_DAYS: Final = 1024  # whose names are kept; those of a page and its neighbours are few
# A sanitised body holds "<" nowhere but at its tags.
_ABROAD: Final = re.compile(r'<a (?=[^<>]*\bhref="https?:)')


def unreferred(body: str, root: str) -> Markup:
    """Return a body as ``localised`` does, whose links to other sites don't say where their reader comes from."""
    text = localised(body, root)
    if "http" not in text:
        return text
    return Markup(_ABROAD.sub('<a rel="noreferrer noopener" ', str(text)))  # noqa: S704 (likewise)


def site_root(site: Site) -> str:
    """Return the path part of the site's address, ``/`` or ``/sub/path/``."""
    return "/" + site.url.split("/", 3)[3]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a site: its words, its navigation, its edition."""

    site: Site
    edition: Edition
    language: str
    translations: NullTranslations
    series_nav: tuple[Link, ...]
    feeds_nav: tuple[Link, ...]
    pages_nav: tuple[Link, ...]
    drafts: bool = False  # drafts are shown too, to their editors


def prepare(env: Environment, frame: Frame) -> None:
    """Give an environment the filters, translations and globals that templates rely on."""
    translate: Callable[[str], str] = frame.translations.gettext
    env.install_gettext_translations(frame.translations, newstyle=True)  # type: ignore[attr-defined]
    quicken(env, frame.translations)
    dates = date_zh if frame.language.startswith("zh") else date_en
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
        date=lambda moment: day_name(moment.date() if isinstance(moment, datetime) else moment),
        datetime=minute,
        iso=iso,
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
        language=frame.language.replace("_", "-"),
        series_nav=frame.series_nav,
        feeds_nav=frame.feeds_nav,
        pages_nav=frame.pages_nav,
        drafts=frame.drafts,
    )


class Renderer:
    """Pages to bytes, by the templates of one theme."""

    def __init__(self, get_template: Callable[[str], Template], site: Site) -> None:
        self._get_template = get_template
        self._templates: dict[str, Template] = {}
        self._whole: Environment | None = None
        self._site = site

    def render(self, page: Page) -> bytes:
        """Return a page's HTML as UTF-8; raise a Jinja error where a template is wrong."""
        template = self._templates.get(page.template)
        if template is None:
            template = self._templates[page.template] = self._get_template(page.template)
        root = site_root(self._site) if page.address == MISSING else addresses.root_of(page.address)
        head = Head(page.address, page.title, page.description, page.column, self._site.url + page.address)
        shown = {**page.inputs, "root": root, "page": head, "crumbs": page.crumbs, "feeds": page.feeds}
        try:
            return template.render(shown).encode()
        except AttributeError:  # the entry of a mapping, or a fault to be told as Jinja does
            return self._in_full(template).render(shown).encode()

    def _in_full(self, template: Template) -> Template:
        if self._whole is None:
            self._whole = in_full(template.environment)
        return self._whole.get_template(template.name or "")
