"""Which pages of a built site show what its templates can do: found, not listed, so that none is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from bulletin_portal.addresses import output_path
from bulletin_portal.pages import Page
from bulletin_portal.rendering import Renderer
from tests.site.output import Site

_THEME: Final = Path(__file__).parents[2] / "theme" / "templates"
_EXTENDS: Final = re.compile(r'{%-?\s*extends "([^"]+)"')
_INTERNAL: Final = frozenset({"review.html"})  # what only the internal edition has
_SORT: Final = re.compile(r'<([a-z][a-z0-9]*)(?:[^>]*? class="([^"]*)")?')
ENGLISH: Final = "en/"


def names() -> tuple[str, ...]:
    """Return every template of which pages are made: those that extend a layout, and that no other extends."""
    extends = {path.name: _EXTENDS.findall(path.read_text(encoding="utf-8")) for path in sorted(_THEME.glob("*.html"))}
    extended = {name for names in extends.values() for name in names}
    return tuple(name for name in extends if extends[name] and name not in extended)


def edition_of(template: str) -> str:
    """Return the edition that has pages of a template: the public one where it has any."""
    return "internal" if template in _INTERNAL else "public"


@contextmanager
def noted_templates() -> Iterator[dict[str, str]]:
    """Note which template each page is rendered by, of all that this process renders meanwhile."""
    noted: dict[str, str] = {}
    render = Renderer.render

    def noting(self: Renderer, page: Page) -> bytes:
        noted[page.address] = page.template
        return render(self, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "render", noting)
        yield noted


def _sorts(text: str) -> set[tuple[str, str]]:
    """Return the elements of a page with their classes, each once."""
    return set(_SORT.findall(text))


def _hardest_first(site: Site, addresses: list[str]) -> Iterator[str]:
    """Yield the page with most sorts of elements, then whichever adds most, until nothing is new."""
    texts = {address: site.text(output_path(address)) for address in addresses}
    sorts = {address: _sorts(text) for address, text in texts.items()}
    seen: set[tuple[str, str]] = set()
    while sorts:
        address = max(sorts, key=lambda one: (len(sorts[one] - seen), len(texts[one]), one))
        new = sorts.pop(address) - seen
        if not new:
            return
        seen |= new
        yield address


def pages_of(site: Site, template: str, *, english: bool = False) -> tuple[str, ...]:
    """Return addresses that between them show every sort of element that a template makes, the richest first.

    Args:
        site: A site whose maker noted templates.
        template: ``issue.html``.
        english: The pages of the English interface, where there are any.
    """
    of_template = sorted(
        address
        for address, name in site.templates.items()
        if name == template and address.startswith(ENGLISH) == english
    )
    return tuple(_hardest_first(site, of_template))
