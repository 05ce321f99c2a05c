"""Let a build take pages from parts of the site: those made from what it would make them from itself.

A part is trusted as a cache is: nothing of it is taken whose digests are not those of the tree and program at hand, and
a damaged page is made anew. The pages go through the run as if they had been rendered: it writes them, looks through
them and puts them in place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup
from pelican import signals

from bulletin_build.order import Order
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.parts import Part, base_of, take_texts, version_of
from bulletin_build.plugin import RenderGenerator
from bulletin_build.work import group_mark
from bulletin_portal.addresses import output_path
from bulletin_portal.generator import PLANNED, Planned
from bulletin_portal.loading import reference_of, text_shards
from bulletin_portal.loading import version_of as own_version_of
from bulletin_portal.pages import Group, Page
from bulletin_source.transactions import reading
from bulletin_source.tree import walk

_AS_IT_IS: Final = "page-of-a-part"  # the template of a page that stands in a part
_PRINTED: Final = "{{ html }}"


@dataclass(slots=True)
class Taken:
    """How much came from parts: texts, and pages."""

    texts: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """The pages of an issue as a part holds them."""

    group: Group
    part: Part

    def make(self) -> Iterator[Page]:
        """Yield them; if one is missing or damaged, yield all as they are made."""
        marks = self.part.groups[self.group.name].pages
        pages = []
        for address in self.group.addresses:
            path = output_path(address)
            data = self.part.page(path, marks[path])
            if data is None:
                sys.stderr.write(f"{self.part.folder / path}: damaged, made anew\n")
                yield from self.group.make()
                return
            pages.append(Page(address, _AS_IT_IS, "", "", {"html": Markup(data.decode())}))  # noqa: S704 (as rendered)
        yield from pages


def matching(group: Group, mark: str, parts: Iterable[Part]) -> Part | None:
    """Return the first part that holds an issue's pages as they are made now; None if there is none."""
    paths = set(map(output_path, group.addresses))
    for part in parts:
        known = part.groups.get(group.name)
        if known is not None and known.mark == mark and known.pages.keys() == paths:
            return part
    return None


def _take_pages(generators: Sequence[Any], parts: Sequence[Part], taken: Taken) -> None:
    """Put the pages that parts hold into the plan that is about to be rendered."""
    renderer = next(one for one in generators if isinstance(one, RenderGenerator))
    planned: Planned | None = renderer.context.get(PLANNED)
    if planned is None:  # what little is made has no plan
        return
    tree, _ = walk(Path(renderer.path))
    base = base_of(version_of(tree), planned.frames, renderer.settings)
    stands = own_version_of(tree) == planned.loaded.version  # nobody has changed the reference data meanwhile
    sound = [part for part in parts if part.base == base and stands]
    shapes = TemplateDigests(renderer.env)
    for at, group in enumerate(planned.plan.groups if sound else ()):
        part = matching(group, group_mark(group, shapes).hex(), sound)
        if part is not None:
            planned.plan.groups[at] = replace(group, make=_Kept(group, part).make)
            taken.pages += len(group.addresses)
    renderer.env.loader = ChoiceLoader([renderer.env.loader, DictLoader({_AS_IT_IS: _PRINTED})])


def _take_texts(order: Order, parts: Sequence[Part]) -> int:
    """Keep the texts of parts where the build looks for them."""
    with reading(order.content):
        tree, _ = walk(order.content)
        reference = reference_of(tree, [])
        if reference is None or order.cache is None:
            return 0
        version = version_of(tree)
        shards = text_shards(tree.root, own_version_of(tree), reference, order.cache)
        return sum(take_texts(part, version, reference, shards) for part in parts) if shards is not None else 0


@contextmanager
def taking(order: Order, parts: Sequence[Part]) -> Iterator[Taken]:
    """Let the build inside take what parts hold; raise OSError for a tree that can't be read.

    The build has to plan the whole: it must not rely on what it remembers of an earlier output.
    """
    taken = Taken(texts=_take_texts(order, parts))

    def receive(generators: Sequence[Any]) -> None:
        _take_pages(generators, parts, taken)

    with signals.all_generators_finalized.connected_to(receive):
        yield taken
