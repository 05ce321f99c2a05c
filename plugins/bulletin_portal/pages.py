"""What a plan is made of: pages with template and inputs, documents, and files to copy. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bulletin_portal.addresses import output_path
from bulletin_portal.views import Crumb, Link


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address, its template, and all that the template shows."""

    address: str
    template: str
    title: str
    column: str  # the entry of the navigation it belongs to
    inputs: Mapping[str, object]
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    feeds: tuple[Link, ...] = ()
    changed: date | None = None  # for the sitemap
    year: int | None = None  # the year of a closed partition; None for front pages

    @property
    def path(self) -> str:
        """Return the output file."""
        return output_path(self.address)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that is published as it is; one to be ``clean`` is a picture of which only the pixels are."""

    path: str
    source: str  # relative to the content tree
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is no page: sitemap, feed. Its bytes are made when the plan is rendered."""

    path: str
    make: Callable[[], bytes]


@dataclass(slots=True)
class Plan:
    """Everything an edition's output holds but the theme's files."""

    pages: list[Page] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Return every output file of the plan."""
        return [
            *(page.path for page in self.pages),
            *(copy.path for copy in self.copies),
            *(document.path for document in self.documents),
        ]
