"""Decide what a build has to make: everything, or what is not as it was when the output was made."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from bulletin_build.made import Made, MadeDocument, MadeGroup, Tree
from bulletin_build.page_digests import TemplateDigests, ValueDigests
from bulletin_gate.scaled_pictures import VERSION
from bulletin_portal.addresses import output_path
from bulletin_portal.generator import Planned
from bulletin_portal.pages import Copy, Document, Group, Page
from bulletin_source.shards import digest
from bulletin_source.tree import is_settled, stamp_of

_SCALING: Final = 50  # pages that are rendered while a picture is scaled


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be made, what is to be taken away, and what then stands (its files not yet stamped)."""

    pages: tuple[Page, ...]
    groups: tuple[Group, ...]
    documents: tuple[Document, ...]
    copies: tuple[Copy, ...]
    removed: tuple[str, ...]
    made: Made
    before: Made | None = None  # what stands of it, of which the rest stays; None: nothing

    def paths(self) -> frozenset[str]:
        """Return every file that is to be written."""
        pages = [page.path for page in self.pages]
        pages += [output_path(address) for group in self.groups for address in group.addresses]
        return frozenset(
            [*pages, *(document.path for document in self.documents), *(copy.path for copy in self.copies)]
        )

    @property
    def effort(self) -> int:
        """Return how long all takes, as so many pages."""
        return self.rendered + _SCALING * sum(bool(copy.width) for copy in self.copies)

    @property
    def rendered(self) -> int:
        """Return how many pages are to be rendered."""
        return len(self.pages) + sum(len(group.addresses) for group in self.groups)


def _mark_of(copy: Copy, content: Path) -> bytes:
    """Return the digest of what a published file is made from: as the file system knows it, it is not read.

    It is b"" for a file that may change without another stamp, so that it is copied again next time.
    """
    stamp = stamp_of((content / copy.source).stat())
    if not is_settled(stamp, time.time_ns()):
        return b""
    scaling = (copy.width, VERSION) if copy.width else ()
    return digest(copy.source.encode(), repr((stamp, copy.clean, *scaling)).encode())


def group_mark(group: Group, shapes: TemplateDigests) -> bytes:
    """Return the digest of all that an issue's pages are made from."""
    return digest(shapes.of(*group.templates), group.key)


def made_group(group: Group, marks: Mapping[str, bytes], mark: bytes) -> MadeGroup:
    """Return what is remembered of an issue's pages; ``marks`` are those of texts, by path."""
    issue = group.issue
    return MadeGroup(
        mark, group.addresses, group.beside, group.others, group.named, issue.total, issue.notes, marks[issue.path]
    )


def work_of(  # noqa: PLR0913 (what a page may depend on)
    planned: Planned, base: bytes, tree: Tree, *, shapes: TemplateDigests, content: Path, before: Made | None
) -> Work:
    """Return the work that leads from what stands to the plan; with nothing before, all of it.

    Raises OSError for a file to publish that is gone.
    """
    plan = planned.plan
    values = ValueDigests()
    pages = {page.path: digest(shapes.of(page.template), values.page(page)) for page in plan.pages}
    groups = {group.name: made_group(group, planned.context.marks, group_mark(group, shapes)) for group in plan.groups}
    whole = before is None or before.base != base
    given = tuple(map(with_mark, plan.documents))
    documents = made_documents(given)
    copies = {copy.path: _mark_of(copy, content) for copy in plan.copies}
    made = Made(base, replace(tree, shapes=shapes.known), pages, groups, documents, copies)
    if before is None or whole:
        return Work(tuple(plan.pages), tuple(plan.groups), given, tuple(plan.copies), (), made)
    return Work(
        tuple(page for page in plan.pages if before.pages.get(page.path) != pages[page.path]),
        tuple(group for group in plan.groups if not _same_pages(before.groups.get(group.name), groups[group.name])),
        tuple(one for one in given if not same_document(before.documents.get(one.path), documents[one.path])),
        tuple(
            copy for copy in plan.copies if not copies[copy.path] or before.copies.get(copy.path) != copies[copy.path]
        ),
        tuple(_removed(before, made)),
        made,
        before=before,
    )


def _removed(before: Made, made: Made) -> Iterator[str]:
    """Yield the files that were planned before and are no more."""
    left = [path for path in before.pages if path not in made.pages]
    for name, group in before.groups.items():
        now = made.groups.get(name)
        if now is None or now.addresses != group.addresses:
            left += map(output_path, group.addresses)
    left += [path for path in before.documents if path not in made.documents]
    left += [path for path in before.copies if path not in made.copies]
    if left:  # seldom: to name every file of a site takes a while
        stands = set(made.paths())
        yield from (path for path in left if path not in stands)


def _same_pages(before: MadeGroup | None, now: MadeGroup) -> bool:
    return before is not None and before.mark == now.mark and before.addresses == now.addresses


def same_document(before: MadeDocument | None, now: MadeDocument) -> bool:
    """Say whether a document stands as it would be made."""
    return before is not None and before.mark == now.mark


def with_mark(one: Document) -> Document:
    """Return a document that says by a digest whether it is as it was; one that can't is made, and its bytes do."""
    if one.mark is not None:
        return one
    data = one.make()
    return replace(one, make=partial(bytes, data), mark=partial(digest, data))


def made_documents(given: Iterable[Document]) -> dict[str, MadeDocument]:
    """Return what is remembered of documents, each with a mark."""
    return {one.path: MadeDocument(one.mark() if one.mark else b"", one.texts) for one in given}
