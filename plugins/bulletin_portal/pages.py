"""What a plan is made of: pages with template and inputs, documents, and files to copy. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bulletin.issues import Issue
from bulletin.kinds import Language
from bulletin_portal.addresses import output_path
from bulletin_portal.views import Crumb, FeedLink


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
    feeds: tuple[FeedLink, ...] = ()
    changed: date | None = None  # for the sitemap
    year: int | None = None  # the year of a closed partition; None for front pages
    language: Language = Language.CHINESE  # of the words around what it shows; its address begins accordingly

    @property
    def path(self) -> str:
        """Return the output file."""
        return output_path(self.address)

    @property
    def step(self) -> str:
        """Return its name at the end of its trail, which need not say again what the steps before it said."""
        name = self.title
        for crumb in self.crumbs:
            name = name.removeprefix(f"{crumb.name} · ")
        return name


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of one issue in all languages, which are made only where one of them may have changed.

    ``key`` is the digest of everything that they show: as long as it stands, so do they. ``beside`` are the paths of
    the issues before and after it, ``others`` those of all from which they take something.
    """

    issue: Issue
    key: bytes
    addresses: tuple[str, ...]  # in the first language, then in the next, in the same order
    templates: tuple[str, ...]
    make: Callable[[], Iterator[Page]]
    changed: date | None = None
    year: int | None = None
    beside: tuple[str | None, str | None] = (None, None)
    others: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # those whose items its words name by their numbers
    languages: tuple[Language, ...] = (Language.CHINESE,)

    @property
    def name(self) -> str:
        """Return the path of the issue."""
        return self.issue.path


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as lists of pages know it."""

    address: str
    changed: date | None
    year: int | None
    language: Language = Language.CHINESE


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that is published as it is; one to be ``clean`` is a picture of which only the pixels are.

    With a ``width`` in px it is a smaller copy of a picture, as WebP, of its pixels alone.
    """

    path: str
    source: str  # relative to the content tree
    clean: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is no page: sitemap, feed. Its bytes are made when the plan is rendered.

    ``texts`` are the paths of the issues whose texts it holds; of all others it may show titles, dates and the like.
    ``mark`` gives a digest of all that it is made from, as Group.key is; without it, its bytes are made and looked at.
    ``shows`` says, by an issue's path and an item's number, whether it holds that item's words; without it, it may.
    """

    path: str
    make: Callable[[], bytes]
    texts: tuple[str, ...] = ()
    mark: Callable[[], bytes] | None = None
    shows: Callable[[str, int], bool] | None = None


@dataclass(slots=True)
class Plan:
    """Everything an edition's output holds but the theme's files."""

    pages: list[Page] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def listed(self) -> Iterator[Listed]:
        """Yield every page, made or not."""
        for page in self.pages:
            yield Listed(page.address, page.changed, page.year, page.language)
        for group in self.groups:
            each = len(group.addresses) // len(group.languages)
            for at, address in enumerate(group.addresses):
                yield Listed(address, group.changed, group.year, group.languages[at // each])

    def addresses(self) -> Iterator[str]:
        """Yield the address of every page, made or not."""
        yield from (page.address for page in self.pages)
        for group in self.groups:
            yield from group.addresses

    def paths(self) -> Iterator[str]:
        """Yield every output file of the plan."""
        yield from map(output_path, self.addresses())
        yield from (copy.path for copy in self.copies)
        yield from (document.path for document in self.documents)
